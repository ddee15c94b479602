"""How static files are delivered: sheets joined, a hash in every name, compressed once (decision 0019).

Whoever changes a sheet needs none of this: as long as nothing is collected, every file is served as it is
and the browser follows the imports itself.
"""

import re
from collections.abc import Iterator, Mapping
from posixpath import dirname, join
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The sheets that pages link; all others are imported by them.
LINKED = ("mcx/css/pages.css", "mcx/css/pages-and-fonts.css")
IMPORT = re.compile(r'^@import url\("([\w.-]+)"\);$', re.MULTILINE)
Found = Mapping[str, tuple[Storage, str]]


class Delivery(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage, which is given each linked sheet with what it imports in its place."""

    def post_process(self, paths: Found, **options: Any) -> Iterator[tuple[str, str | None, Any]]:
        """Join the sheets, then hash and compress all files."""
        joined = Joined(paths)
        yield from super().post_process({**paths, **{name: (joined, name) for name in LINKED}}, **options)

    def stored_name(self, name: str) -> str:
        """The name with its hash; the name itself as long as nothing is collected."""
        return str(super().stored_name(name)) if self.hashed_files else name


class Joined(Storage):
    """Sheets, each with the sheets of its folder that it imports in the place of the imports."""

    def __init__(self, found: Found) -> None:
        self.found = found

    def _open(self, name: str, mode: str = "rb") -> ContentFile[bytes]:
        return ContentFile(self._joined(name).encode())

    def _joined(self, name: str) -> str:
        storage, path = self.found[name]
        with storage.open(path) as file:
            text: str = file.read().decode()
        return IMPORT.sub(lambda one: self._joined(join(dirname(name), one[1])), text)
