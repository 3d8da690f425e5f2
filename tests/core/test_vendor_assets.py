"""The front-end base is taken without its fonts, its brand and what the portal does not use."""

from pathlib import Path

import pytest

from portal.core import vendor_assets
from portal.core.vendor_assets import MissingPackageError, assemble, clean_css, top_level_rules

CSS = """/*! notice */@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2) format("woff2")}
.govuk-button{font-family:GDS Transport,arial,sans-serif;margin:0}.govuk-header,.govuk-input{color:red}
@media print{.govuk-header{display:none}}@media (min-width:40em){.govuk-tabs{color:red}.govuk-radios{margin:0}}
.govuk-input--crest{background-image:url(/assets/images/govuk-crest.svg);margin:0}:root{--a:1}"""


def test_fonts_brand_and_unused_parts_are_cut() -> None:
    assert clean_css(CSS) == (
        ".govuk-button{font-family:inherit;margin:0}.govuk-input{color:red}"
        "@media (min-width:40em){.govuk-radios{margin:0}}.govuk-input--crest{margin:0}:root{--a:1}"
    )


def test_rules_are_split_at_the_outer_level() -> None:
    assert top_level_rules("@import 'a';a{b:c}@media x{a{b:c}d{e:f}}") == ["@import 'a';", "a{b:c}", "@media x{a{b:c}d{e:f}}"]


def test_missing_package_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(MissingPackageError, match="npm ci --ignore-scripts"):
        assemble(tmp_path / "nothing", tmp_path / "out")


def test_installed_base_has_no_fonts_no_addresses_no_maps(tmp_path: Path) -> None:
    if not vendor_assets.PACKAGE.is_dir():
        pytest.skip("npm packages are not installed")
    texts = [path.read_text() for path in assemble(target=tmp_path)]
    banned = ("@font-face", "GDS Transport", "url(", "sourceMappingURL", "crest")
    assert [word for word in banned for text in texts if word in text] == []


def test_lock_names_versions_and_hashes_but_no_address() -> None:
    lock = (vendor_assets.ROOT / "package-lock.json").read_text()
    assert ("integrity" in lock, "resolved" in lock, "http" in lock) == (True, False, False)
