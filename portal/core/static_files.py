"""Static files: hashed names, and compressed for the slow line of a reader."""

from pathlib import PurePath
from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

READERS_FOLDERS = frozenset({"portal", "govuk", "quizzes", "search"})


class ReadersFirstCompressor(Compressor):
    """Brotli, a fifth smaller and far slower to make than gzip, for what readers load; gzip for the admin's files."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._gzip_only = Compressor(*args, **{**kwargs, "use_brotli": False})

    def compress(self, path: str) -> Any:
        folders = PurePath(path).parts[-4:-1]
        is_for_readers = not READERS_FOLDERS.isdisjoint(folders) and "admin" not in folders
        return super().compress(path) if is_for_readers else self._gzip_only.compress(path)


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    def create_compressor(self, **kwargs: Any) -> Compressor:
        return ReadersFirstCompressor(**kwargs)
