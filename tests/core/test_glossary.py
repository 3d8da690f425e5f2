"""Links to terms carry their definitions, once a page, readable without styles and scripts."""

from portal.core.glossary import explain_terms

TERMS = {"/ru/glossary/curator/": 'Специалист, который "ведёт" семью.'}


def test_first_link_to_a_term_carries_its_definition() -> None:
    html = '<p><a href="/ru/glossary/curator/">куратор</a></p>'
    assert explain_terms(html, TERMS) == (
        '<p><span class="o-gloss"><a href="/ru/glossary/curator/" class="o-gloss__word" aria-describedby="tip-1">куратор</a>'
        '<span class="o-gloss__tip" role="tooltip" id="tip-1">Специалист, который &quot;ведёт&quot; семью.</span></span></p>'
    )


def test_second_link_stays_a_link() -> None:
    link = '<a href="/ru/glossary/curator/">куратор</a>'
    assert explain_terms(link + link, TERMS).endswith(f"</span></span>{link}")


def test_other_links_stay_as_they_are() -> None:
    html = '<a class="x" href="/ru/methodology/levels/#move">уровень</a>'
    assert explain_terms(html, TERMS) == html


def test_without_terms_nothing_changes() -> None:
    html = '<a href="/ru/glossary/curator/">куратор</a>'
    assert explain_terms(html, {}) == html
