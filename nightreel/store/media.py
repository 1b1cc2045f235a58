"""Where pictures are kept: in memory, or as files named by what is in them."""

import asyncio
import secrets
from pathlib import Path

import structlog

from nightreel.ports.media import MediaFailed, address_of, is_address

log = structlog.get_logger()


class MemoryMedia:
    """Keeps pictures as long as its process lasts: for tests, simulations, games nobody keeps."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    async def put(self, data: bytes) -> str:
        """Keep the data and return its address."""
        digest = address_of(data)
        self._kept[digest] = data
        return digest

    async def get(self, digest: str) -> bytes | None:
        """Return what was kept there, or None."""
        return self._kept.get(digest)


class FolderMedia:
    """Keeps each picture in a file, `root/ab/ab12…`. Any number of processes may share a folder.

    A file appears whole or not at all. One that does not hold what its name says is not there: it
    is logged, and written again when the same picture is put.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, data: bytes) -> str:
        """Keep the data and return its address. Raises `MediaFailed`."""
        return await asyncio.to_thread(self._put, data)

    async def get(self, digest: str) -> bytes | None:
        """Return what was kept there, or None."""
        if not is_address(digest):
            return None
        return await asyncio.to_thread(self._read, digest)

    def _path(self, digest: str) -> Path:
        return self._root / digest[:2] / digest

    def _put(self, data: bytes) -> str:
        digest = address_of(data)
        try:
            if self._read(digest) is None:
                self._write(self._path(digest), data)
        except OSError as error:
            raise MediaFailed(f"a picture could not be kept: {error}") from error
        return digest

    @staticmethod
    def _write(path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Nobody else writes under this name, and to rename it within a folder is one step.
        half = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            half.write_bytes(data)
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)

    def _read(self, digest: str) -> bytes | None:
        try:
            data = self._path(digest).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("media_unreadable", media=digest, why=repr(error))
            return None
        if address_of(data) != digest:
            log.warning("media_damaged", media=digest)
            return None
        return data
