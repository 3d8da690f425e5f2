"""Export: the pages as canonical files, with the taxonomy, the thesaurus and the pictures they need."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import transaction

from .files import digest_of, write_content
from .library import read_base, read_pages, write_base
from .thesaurus import export_thesaurus

SHARED_FILES = ("taxonomy.yaml",)


@transaction.atomic
def export_library(folder: Path) -> list[Path]:
    """Writes every page that is published or has a file; returns the files written.

    Exported into the site's own `content/`, both sides are equal from then on, so the digests are remembered.
    """
    library = read_pages(read_base())
    source = Path(settings.CONTENT_DIR)
    written = write_content(folder, library.texts) + export_thesaurus(folder, source)
    if folder.resolve() == source.resolve():
        write_base({key: digest_of(text) for key, text in library.texts.items()})
        return written
    for name in SHARED_FILES:
        shutil.copyfile(source / name, folder / name)
        written.append(folder / name)
    if (source / "img").is_dir():
        shutil.copytree(source / "img", folder / "img", dirs_exist_ok=True)
    return written
