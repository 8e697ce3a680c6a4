"""A file store in a folder: bytes under their own hash, written aside and renamed: no half file is ever found."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile


class FolderFileStore:
    """Keeps files as `<first two digits>/<sha256>` below a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Store the bytes (once) and return their SHA-256 as hex."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, delete=False) as aside:
                aside.write(content)
                aside.flush()
                os.fsync(aside.fileno())
            os.chmod(aside.name, 0o640)
            os.replace(aside.name, path)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Read bytes back; raises FileNotFoundError."""
        return self._path(sha256).read_bytes()

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256
