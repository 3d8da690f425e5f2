"""People at work on the bank."""

from typing import Any

import pytest
from django.test import Client

from portal.people.models import User
from tests.factories import UserFactory


@pytest.fixture
def author(methodologist: User) -> User:
    return methodologist


@pytest.fixture
def window(author: User, sign_in: Any) -> Client:
    return sign_in(author)


@pytest.fixture
def colleague(sign_in: Any) -> Client:
    return sign_in(UserFactory(roles=["methodologist"]))
