"""No test leaves this machine: connections to anything but loopback and local sockets fail at once, by name."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

LOCAL_NAMES = {"", "localhost", "0.0.0.0", "::"}  # noqa: S104  (names to compare with, nothing listens on them)


class OutsideNetworkError(OSError):
    """A test tried to reach another machine."""


def is_local(host: str | bytes | None) -> bool:
    """Whether a host is this machine: loopback addresses, "localhost", or nothing at all."""
    name = host.decode() if isinstance(host, bytes) else host or ""
    if name in LOCAL_NAMES:
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


@contextmanager
def loopback_only() -> Iterator[None]:
    """Refuses other machines while it is open."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
            raise OutsideNetworkError(f"Tests use no network beyond loopback, and this one asked for {address[0]}:{address[1]}.")
        return connect(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_local(host):
            raise OutsideNetworkError(f"Tests use no network beyond loopback, and this one looked up {host}.")
        return look_up(host, *args, **kwargs)

    socket.socket.connect, socket.getaddrinfo = guarded_connect, guarded_look_up  # type: ignore[method-assign]
    try:
        yield
    finally:
        socket.socket.connect, socket.getaddrinfo = connect, look_up  # type: ignore[method-assign]
