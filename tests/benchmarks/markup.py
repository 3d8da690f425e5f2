"""Reading and writing Markdown against Python-Markdown, which only renders, over the whole library in one run."""

import time
from collections.abc import Callable
from pathlib import Path

import markdown

from portal.markup import dumps, loads
from portal.markup.stream import from_stream, to_stream

CONTENT = Path(__file__).resolve().parents[2] / "content"


def milliseconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Returns CPU milliseconds a text."""
    start = time.process_time()
    for text in texts:
        work(text)
    return (time.process_time() - start) * 1000 / len(texts)


def main() -> None:
    """Prints CPU time a page and the ratio to Python-Markdown."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(CONTENT.glob("*/*/**/*.md"))]
    peer = milliseconds(lambda text: markdown.markdown(text, extensions=["tables", "attr_list", "admonition"]), texts)
    rows: list[tuple[str, Callable[[str], object]]] = [
        ("loads", loads),
        ("loads and dumps", lambda text: dumps(loads(text))),
        ("loads, to blocks and back", lambda text: from_stream(to_stream(loads(text).blocks))),
    ]
    print(f"Markdown, {len(texts)} pages of {sum(map(len, texts)) // len(texts)} characters on average")
    print(f"  {'Python-Markdown, HTML only':<28} {peer:6.1f} ms  1.00")
    for name, work in rows:
        spent = milliseconds(work, texts)
        print(f"  {name:<28} {spent:6.1f} ms  {spent / peer:.2f}")


if __name__ == "__main__":
    main()
