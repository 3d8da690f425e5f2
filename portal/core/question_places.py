"""What questions take from the library: clauses, sections and terms to rest on, and the words of the field."""

from portal.core.admin.clauses import clause_entries, search_clauses
from portal.core.taxonomy import thesaurus


def question_places(query: str, lang: str, limit: int) -> list[tuple[str, str, str]]:
    """Returns (reference, where it stands, what it says) of the places that hold every word of the query."""
    found = search_clauses(clause_entries(lang), query, only_in_force=True)[:limit]
    return [(entry.reference, f"{entry.page}, {entry.number}" if entry.number else entry.page, entry.text) for entry in found]


def field_words(lang: str) -> list[str]:
    """Returns every name of every concept of the thesaurus in a language."""
    return [word for concept in thesaurus().concepts for word in concept.words(lang)]
