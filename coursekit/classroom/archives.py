"""Zip files as they come: a platform's download, and what a learner packed into one.

They are unpacked into a folder of the grader's own, never beside the hand-ins. Names in an archive
lead nowhere else, and what it holds is bounded: a small file may claim to hold anything.
"""

import contextlib
import os
import time
import zipfile
import zlib
from pathlib import Path, PurePosixPath

MOST_FILES, DEEPEST = 20_000, 20
MOST_BYTES, MOST_WITHIN = 4_000_000_000, 300_000_000  # of a download, of an archive in an archive
LONGEST_PART = 150  # characters of a folder's or a file's name
DAMAGED = (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, EOFError)


class NoArchive(Exception):
    """The file cannot be unpacked; the message says why."""


def unpack(path, folder, most=MOST_BYTES):
    """Unpack a zip file into a folder, with the files' own times; yield (name, why) of the rest.

    most: bytes that it may hold. Raises NoArchive.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MOST_FILES:
                raise NoArchive(f"it holds more than {MOST_FILES:,} files")
            if any(member.flag_bits & 1 for member in members):
                raise NoArchive("it has a password")
            for member in members:
                try:
                    most -= _unpacked(archive, member, folder, most)
                except DAMAGED as error:
                    yield member.filename, f"it cannot be unpacked ({type(error).__name__})"
    except DAMAGED:
        raise NoArchive("it is no zip file, or a damaged one") from None


def _unpacked(archive, member, folder, most):
    """Unpack one file, and return how large it is."""
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    parts = [_safe(part) for part in parts if part not in ("/", "..")]
    if not 0 < len(parts) <= DEEPEST:
        raise ValueError("folders within folders")
    place, size = Path(folder, *parts), 0
    place.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as packed, place.open("wb") as file:
        while piece := packed.read(1 << 20):
            size += len(piece)
            if size > most:
                raise NoArchive(f"it holds more than {most:,} bytes")
            file.write(piece)
    with contextlib.suppress(OverflowError, ValueError, OSError):
        moment = time.mktime((*member.date_time, 0, 0, -1))
        os.utime(place, (moment, moment))
    return size


def _safe(part):
    kept = "".join("�" if c in ':\0"*?<>|' else c for c in part)
    stem, suffix = os.path.splitext(kept)
    return kept if len(kept) <= LONGEST_PART else stem[: LONGEST_PART - len(suffix)] + suffix
