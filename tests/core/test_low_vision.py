"""The cookie of low-vision settings: what it says, and that nothing in it can break a page."""

from hypothesis import given
from hypothesis import strategies as st

from portal.core import low_vision as lv

SETTINGS = st.builds(
    lv.LowVision,
    scheme=st.sampled_from(["", *lv.SCHEMES]),
    size=st.sampled_from(["", *lv.SIZES]),
    track=st.sampled_from(["", *lv.TRACKS]),
    lead=st.sampled_from(["", *lv.LEADS]),
    font=st.sampled_from(["", *lv.FONTS]),
    images=st.sampled_from(["", *lv.IMAGES]),
)


@given(SETTINGS)
def test_cookie_keeps_every_setting(settings: lv.LowVision) -> None:
    assert lv.parse(lv.serialise(settings)) == settings


def test_cookie_is_short_and_readable() -> None:
    assert lv.serialise(lv.LowVision(scheme="wb", size="150", track="1")) == "wb-150-t1"


@given(st.text())
def test_any_cookie_gives_known_values_only(value: str) -> None:
    known = {*lv.SCHEMES, *lv.SIZES, *lv.TRACKS, *lv.LEADS, *lv.FONTS, *lv.IMAGES}
    assert set(lv.parse(value).attributes().values()) <= known


def test_no_cookie_means_as_usual() -> None:
    assert (lv.parse(None).attributes(), bool(lv.parse(""))) == ({}, False)


def test_attributes_name_only_what_differs() -> None:
    assert lv.parse("serif-off").attributes() == {"font": "serif", "images": "off"}
