"""Addresses that no page can have get «not found» on every database, not an error of the server."""

import pytest


@pytest.mark.parametrize("address", ["/ru/%00/", "/ru/methodology/lev%00els/", "/verify/%00/", "/content-img/%00.svg"])
def test_address_with_nul_is_not_found(client, db, address):
    assert client.get(address).status_code == 404
