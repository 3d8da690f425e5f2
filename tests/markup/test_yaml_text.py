"""Our YAML strings as PyYAML reads them."""

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.markup.yaml_text import is_plain, quoted, scalar
from tests.markup.strategies import texts

LOADERS = [yaml.SafeLoader, yaml.CSafeLoader]
SCALARS = """
    yes No on null ~ 1.0 1e3 0x1F 0o17 017 12:30 2026-11-22 = << .inf - ? : -a ?a :a a:b a#b a: @a `a` %a !a &a *a | > 'a "a"
    [a] {a} «a» a\u00a0b 😀 --- ... 1_000 +1 1,5
"""
PHRASES = ["- a", "a: b", "a #b", " a", "a ", "", "a, b", "— a", "№ 5", "a\u0085b", "a\u2028b", "--- a"]
tricky = st.one_of(texts, st.sampled_from([*SCALARS.split(" "), *PHRASES]))


@pytest.mark.parametrize("loader", LOADERS)
@given(tricky)
def test_a_scalar_reads_as_itself(loader: type, text: str) -> None:
    for source in (f"key: {scalar(text)}\nnext: 1\n", f"- {scalar(text)}\n- 1\n", f"key: {quoted(text)}\nnext: 1\n"):
        loaded = yaml.load(source, Loader=loader)  # noqa: S506  (a safe loader)
        assert (loaded["key"] if isinstance(loaded, dict) else loaded[0]) == text


@given(tricky)
def test_quotes_are_used_only_where_yaml_needs_them(text: str) -> None:
    assume("\ufeff" not in text)  # PyYAML takes it for a byte order mark wherever it stands
    try:
        is_same = yaml.safe_load(f"key: {text}\n") == {"key": text}
    except yaml.YAMLError:
        is_same = False
    assert is_plain(text) == is_same


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Четыре уровня: как выбрать", '"Четыре уровня: как выбрать"'),
        ("Закон № 442-ФЗ, статья 22", "Закон № 442-ФЗ, статья 22"),
        ("«Цитата»", "«Цитата»"),
        ('"кавычки"', '"\\"кавычки\\""'),
        ("1.0", '"1.0"'),
        ("да", "да"),
        ("yes", '"yes"'),
    ],
)
def test_scalars_have_one_spelling(text: str, source: str) -> None:
    assert scalar(text) == source
