"""Text analysis without Django: normalise, tokenise, stem, detect, repair, expand."""

LANGUAGES = ("ru", "en", "id")
