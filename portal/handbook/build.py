"""`python -m portal.handbook.build DIR [--zip FILE]`: builds the offline handbook and packs it.

The build's stamp is the date and the digest of the content, so that a printed page names what it was made from.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def stamp_of(content: Path) -> str:
    """Returns `YYYY-MM-DD-digest` for the files of a library."""
    digest = hashlib.sha256()
    for file in sorted(content.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(content).as_posix().encode())
            digest.update(file.read_bytes())
    return f"{date.today().isoformat()}-{digest.hexdigest()[:8]}"


def build(target: Path) -> str:
    """Builds the handbook into `target`; returns its stamp. Raises CalledProcessError if mkdocs finds a fault."""
    stamp = stamp_of(ROOT / "content")
    environment = {**os.environ, "OPORA_STAMP": stamp, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target.resolve())]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603  (our own arguments)
    (target / "STAMP").write_text(stamp + "\n", encoding="utf-8")
    return stamp


def pack(site: Path, archive: Path) -> None:
    """Packs a built handbook; the file appears whole or not at all."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    partial = archive.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(site.rglob("*")):
            if file.is_file():
                packed.write(file, Path("opora-handbook") / file.relative_to(site))
    partial.replace(archive)


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds the offline handbook.")
    parser.add_argument("target", type=Path)
    parser.add_argument("--zip", type=Path, help="also pack it into this file")
    options = parser.parse_args()
    stamp = build(options.target)
    if options.zip:
        pack(options.target, options.zip)
    print(f"Handbook {stamp}: {options.target}")


if __name__ == "__main__":
    main()
