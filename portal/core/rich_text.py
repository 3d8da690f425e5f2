"""Page links in rich text: the library's addresses come from the cache, not from three queries a link."""

from html import escape
from typing import Any

from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from .links import page_addresses


class LibraryLinkHandler(PageLinkHandler):
    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        known = page_addresses()
        addresses = [known.get(int(attrs["id"])) if str(attrs.get("id", "")).isdigit() else None for attrs in attrs_list]
        unknown = [attrs for attrs, address in zip(attrs_list, addresses, strict=True) if address is None]
        others = iter(super().expand_db_attributes_many(unknown) if unknown else ())
        return [f'<a href="{escape(address)}">' if address else next(others) for address in addresses]


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own, which it replaces
def register_library_links(features: FeatureRegistry) -> None:
    features.register_link_type(LibraryLinkHandler)
