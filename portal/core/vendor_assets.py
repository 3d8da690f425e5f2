"""Assembles the front-end base: `python -m portal.core.vendor_assets` (no Django needed).

Takes the compiled CSS and JS of govuk-frontend from `node_modules` and writes them, without its fonts and without the
GOV.UK brand, into the git-ignored `static-vendor/govuk/`. The font is licensed for GOV.UK only and has no Cyrillic.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
TARGET = ROOT / "static-vendor" / "govuk"

# Parts that carry the brand of GOV.UK or that the portal has its own of; leaving them out halves the weight.
UNUSED_PARTS = (
    "accordion",
    "breadcrumbs",
    "cookie-banner",
    "exit-this-page",
    "feedback",
    "footer",
    "generic-header",
    "header",
    "language-navigation",
    "logo",
    "pagination",
    "panel",
    "phase-banner",
    "section-break",
    "service-navigation",
    "summary-card",
    "tabs",
    "table",
    "tag",
    "task-list",
)

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_BRAND_FONT = re.compile(r'"?GDS Transport"?(?:\s*,\s*arial\s*,\s*sans-serif)?')
_BRAND_URL = re.compile(r"[a-z-]+:[^;{}]*url\([^)]*\)[^;{}]*;?")
_SOURCE_MAP = re.compile(r"//# sourceMappingURL=.*")
_PART = re.compile(r"\.govuk-([a-z]+(?:-[a-z]+)*)")


class MissingPackageError(Exception):
    """The npm package is not installed; the text says what to run."""


def top_level_rules(css: str) -> list[str]:
    """Returns the rules of `css` as written, one string a rule; a group such as `@media` is one rule."""
    rules, depth, start = [], 0, 0
    for position, char in enumerate(css):
        depth += {"{": 1, "}": -1}.get(char, 0)
        closes_rule = char == "}" and depth == 0
        ends_statement = char == ";" and depth == 0
        if closes_rule or ends_statement:
            rules.append(css[start : position + 1].strip())
            start = position + 1
    return rules


def _is_unused(selector: str) -> bool:
    """A selector is unused if some compound of it names a part that the portal does not take."""
    parts = _PART.findall(selector)
    return any(part == unused or part.startswith(f"{unused}-") for part in parts for unused in UNUSED_PARTS)


def without_unused_parts(css: str) -> str:
    """Returns `css` without the selectors of `UNUSED_PARTS`; groups that become empty go too."""
    kept = []
    for rule in top_level_rules(css):
        head, brace, body = rule.partition("{")
        if head.startswith("@") and brace and "{" in body:
            inner = without_unused_parts(body[:-1])
            kept += [f"{head}{{{inner}}}"] if inner else []
        elif head.startswith("@") or not brace:
            kept.append(rule)
        else:
            selectors = [selector for selector in _split_selectors(head) if not _is_unused(selector)]
            kept += [f"{','.join(selectors)}{{{body}"] if selectors else []
    return "".join(kept)


def _split_selectors(head: str) -> list[str]:
    """Splits a selector list at its outer commas, so that `:is(a, b)` stays whole."""
    parts, depth, start = [], 0, 0
    for position, char in enumerate(head):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "," and depth == 0:
            parts.append(head[start:position])
            start = position + 1
    return [*parts, head[start:]]


def clean_css(css: str) -> str:
    """Returns the stylesheet without comments, font rules, font names, foreign pictures and unused parts."""
    css = _FONT_FACE.sub("", _COMMENT.sub("", css))
    css = _BRAND_URL.sub("", _BRAND_FONT.sub("inherit", css))
    return without_unused_parts(css)


def clean_js(script: str) -> str:
    """Returns the module without its source map comment (the map is not served)."""
    return _SOURCE_MAP.sub("", script)


def assemble(package: Path = PACKAGE, target: Path = TARGET) -> list[Path]:
    """Writes the cleaned files into `target` and returns their paths.

    Raises MissingPackageError if `npm ci` has not been run.
    """
    plan = {"govuk-frontend.min.css": clean_css, "govuk-frontend.min.js": clean_js}
    missing = [name for name in plan if not (package / name).is_file()]
    if missing:
        raise MissingPackageError(f"{package} lacks {', '.join(missing)}: run `npm ci --ignore-scripts` first")
    target.mkdir(parents=True, exist_ok=True)
    for name, clean in plan.items():
        (target / name).write_text(clean((package / name).read_text(encoding="utf-8")), encoding="utf-8")
    return [target / name for name in plan]


def main() -> int:
    """Assembles and reports sizes; returns the exit code."""
    try:
        written = assemble()
    except MissingPackageError as error:
        print(error, file=sys.stderr)
        return 1
    for path in written:
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
