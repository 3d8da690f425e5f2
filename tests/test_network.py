"""Tests stay on this machine."""

import socket

import pytest

from tests.network import OutsideNetworkError, is_local


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        (b"localhost", True),
        (None, True),
        ("10.0.0.1", False),
        ("localhost.example", False),
        ("example.org", False),
    ],
)
def test_is_local(host, answer):
    assert is_local(host) is answer


def test_other_machines_are_refused_by_name_and_by_address():
    with pytest.raises(OutsideNetworkError, match="looked up example"):
        socket.create_connection(("example.org", 80))
    with socket.socket() as outside, pytest.raises(OutsideNetworkError, match=r"asked for 192\.0\.2\.1:80"):
        outside.connect(("192.0.2.1", 80))


def test_loopback_is_open():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
