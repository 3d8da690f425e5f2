"""Addresses of this site that an author pasted: in the text they become the relative links that files have."""

import re
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

from portal.markup.links import relative

from .links import places

_HREF = re.compile(r'(<a [^>]*?href=")([^"]*)(")')


def own_hosts() -> set[str]:
    """Returns the host names (with port where it is not the usual one) under which this site answers."""
    hosts = {urlsplit(site.root_url).netloc for site in Site.objects.all()}
    hosts.add(urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc)
    return hosts | {host for host in settings.ALLOWED_HOSTS if host != "*"}


def path_of_address(address: str, hosts: set[str]) -> tuple[str, str] | None:
    """Returns (path of `content/`, fragment) that an address of this site shows, or None for any other address.

    An address of a standard leads to the version in force, as a text of the library names it.
    """
    parts = urlsplit(address)
    if not parts.path.startswith("/") or parts.scheme not in ("", "http", "https"):
        return None
    if parts.netloc and parts.netloc not in hosts and (parts.hostname or "") not in hosts:
        return None
    found = [path for (_lang, path), place in places().items() if urlsplit(place.url).path == parts.path]
    # A standard and its version in force share an address; the version has the longer path and is the file.
    return (max(found, key=lambda path: path.count("/")), parts.fragment) if found else None


def with_relative_links(html: str, source_path: str, hosts: set[str]) -> str:
    """Returns rich text in which links to pages of this site are relative to the page at `source_path`."""

    def rewritten(match: re.Match[str]) -> str:
        found = path_of_address(unescape(match[2]), hosts)
        return f"{match[1]}{escape(relative(source_path, *found))}{match[3]}" if found else match[0]

    return _HREF.sub(rewritten, html)


def normalise_links(body: Any, source_path: str) -> Any:
    """Returns the body with pasted addresses made relative; the same object where there are none."""
    raw = body.get_prep_value()
    hosts = own_hosts()
    changed = _map_text(raw, lambda text: with_relative_links(text, source_path, hosts) if "<a " in text else text)
    return body if changed == raw else body.stream_block.to_python(changed)


def _map_text(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _map_text(part, change) for key, part in value.items()}
    return [_map_text(part, change) for part in value] if isinstance(value, list) else value
