"""Nasty texts, runs, blocks and Markdown for the property tests."""

from hypothesis import strategies as st

from portal.markup import blocks as b
from portal.markup.inline import Run
from portal.markup.normal import normal_blocks, normal_nodes

# Signs that mean something to a Markdown parser, in YAML or to a normaliser, and ordinary words between them.
_SIGNS = list("\\`*_[]{}()#+-.!|~^=:<>&\"'/?;,$%@ \u00a0")
_SYNTAX = """
    &#1; &amp; &copy ** *** __ ]( ][ ![ {#x} {.file} <b> !!! ??? ???+ --- === ~~~ ``` 1. 1) # ## [x]: [^1] [^1]:
    https://a.b/c_d_(e) <https://a.b> a@b.ru ::: ---|--- \\| \\\\ klzzwxh:0000
"""
_SPACED = ["{: .must }", "{: #a .b }", "<!-- -->", "12. ", "1986. ", "- ", "+ ", "* ", "> ", "# ", "[x]: y", "!!! info", "| a |"]
_WORDS = ["442-ФЗ", "— текст", "«цитата»", "№ 5", "3.2.", "снег", "Слово", "а", "word", "ё", "й", "²", "½", "😀", "👩\u200d👧"]
_COMBINING = ["б\u0301", "\u0301", "\u0338", "\u093e", "\u09c7", "\u09be", "\u1100", "\u1161", "\u2126", "\ufb01"]
_INVISIBLE = ["\u200b", "\u00ad", "\ufeff", "\u202f", "\u2007", "\u2003", "\u200d", "\t", "\x01", "\x02", "\x03", "\x85"]
_BREAKS = ["\u2028", "\u2060", "  ", " \u00a0"]
NASTY = [*_SIGNS, *_SYNTAX.split(), *_SPACED, *_WORDS, *_COMBINING, *_INVISIBLE, *_BREAKS]

texts = st.lists(st.sampled_from(NASTY), max_size=8).map("".join)
some_texts = st.lists(st.sampled_from(NASTY), min_size=1, max_size=6).map("".join)
hrefs = st.one_of(
    st.just(""),
    st.sampled_from(
        [
            "../methodology/levels.md#a",
            "x.md",
            "#c-1-1",
            "https://ru.wikipedia.org/wiki/Семья_(значения)",
            "https://a.b/?x=1&copy=2",
        ]
        + ["mailto:a@b.ru", "wagtail:page/7", "tel:+7", "a b.md", "javascript:alert(1)", "https://a.b/'\"<>\\^`{|}*!"]
    ),
    some_texts.map(lambda text: "https://a.b/" + text),
)
runs = st.builds(Run, texts, st.sampled_from(["", "", "bold", "italic"]), hrefs)
inlines = st.lists(runs, max_size=5).map(tuple)
paragraphs = st.builds(b.Paragraph, inlines)
lists = st.deferred(lambda: st.builds(b.TextList, st.booleans(), st.lists(items, min_size=1, max_size=3).map(tuple)))
items = st.builds(b.Item, inlines, st.one_of(st.none(), st.none(), lists))
quotes = st.builds(b.Quote, st.lists(inlines, max_size=2).map(tuple))
nodes = st.lists(st.one_of(paragraphs, lists, quotes), max_size=4).map(tuple)
ids = st.sampled_from(["a", "c-1-1", "t-family", "x2", ""])
blocks = st.one_of(
    st.builds(b.Heading, st.integers(2, 4), texts, ids),
    st.builds(b.Text, nodes),
    st.builds(b.Text, nodes),
    st.integers(1, 3).flatmap(
        lambda width: st.builds(
            b.Table,
            st.lists(inlines, min_size=width, max_size=width).map(tuple),
            st.lists(st.lists(inlines, min_size=width, max_size=width).map(tuple), max_size=3).map(tuple),
        )
    ),
    st.builds(b.Callout, st.sampled_from(b.CALLOUT_KINDS), texts, nodes),
    st.builds(b.Details, texts, nodes, st.sampled_from(b.DETAILS_KINDS)),
    st.builds(b.Steps, texts, st.lists(inlines, max_size=3).map(tuple)),
    st.builds(b.Figure, hrefs, texts, texts),
    st.builds(b.FileLink, texts, hrefs),
    st.builds(
        b.Clause,
        ids,
        st.sampled_from(["3.2", "1", "1.2.3", "", "2-1", "А.1", "a b", "."]),
        st.sampled_from(b.MODALITIES),
        inlines,
        nodes,
    ),
    st.builds(b.Term, ids, texts, inlines),
)
documents = st.lists(blocks, max_size=6).map(tuple)

normal_documents = documents.map(normal_blocks)
normal_node_lists = nodes.map(normal_nodes)

LINES = """


- a
    - b
1. a
   text
    code
> q
| a | b |
| --- | --- |
| 1 | 2 | 3 |
!!! info "T"
!!! steps "T"
    1. a
??? note "T"
    text
## H {#h}
**1.1.** text
{: #c-1-1 .must }
{: .x }
***
**A** — b
{: #t-a .term }
![a](b.svg)
*caption*
[a](b.md){.file}
```
<div>
</div>
<!-- -->
<!--
-->
[x]: y
[^1]: y
[x][y]
Title
=====
-----
: def
* * *
+ a
* a
- [ ] a
[a](b "t")
"""
_lines = st.one_of(
    st.lists(st.sampled_from(NASTY), max_size=6).map("".join),
    st.sampled_from([*LINES.split("\n"), "a  ", "a\\", "\ta", "", "", ""]),
)
markdown = st.lists(_lines, max_size=9).map("\n".join)
