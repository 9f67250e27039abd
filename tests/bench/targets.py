# SPDX-License-Identifier: GPL-3.0-or-later
"""The loop devices that are written to. No other device can be named anywhere in this benchmark,
and guard() holds before and after every run that the node is still the one made here."""
import contextlib
import dataclasses
import fcntl
import mmap
import os
import shutil
import signal
import struct
import subprocess
import tempfile
from pathlib import Path

from process import PATH, BadRun

MIB = 1 << 20
GIB = 1 << 30
SPARE_BYTES = 3 * GIB
BLOCK = 4096
MARK = (b"massho-bench: not overwritten! " * (BLOCK // 31 + 1))[:BLOCK]
STOPPING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
LOOP_MAJOR = 7
LOOP_GET_STATUS64 = 0x4C05
LOOP_INFO64_BYTES = 232


@dataclasses.dataclass(frozen=True)
class Place:
    name: str
    folder: Path
    direct_io: bool
    text: str


class Unavailable(Exception):
    """A place cannot be used here; says why."""


def _sh(*words):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True,
                          env=os.environ | {"PATH": PATH, "LC_ALL": "C.UTF-8"})
    if done.returncode:
        raise Unavailable(f"{words[0]}: {done.stderr.strip() or done.returncode}")
    return done.stdout.strip()


def file_system(folder):
    """Its type; of mounts over each other findmnt names the uppermost last."""
    try:
        return _sh("findmnt", "-n", "-o", "FSTYPE", "-T", folder).splitlines()[-1]
    except Unavailable:  # in a chroot its mount may not be listed
        return _sh("stat", "-f", "-c", "%T", folder)


def available_memory_bytes():
    with open("/proc/meminfo", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("MemAvailable"))


def room(place, size):
    """Why so many bytes do not fit there, or None."""
    free = shutil.disk_usage(place.folder).free
    if file_system(place.folder) in ("tmpfs", "ramfs"):
        if place.direct_io:
            return f"{place.folder} is no file system on a disk (choose one with --folder)"
        free = min(free, available_memory_bytes())
    spare = min(SPARE_BYTES, size * 4)
    if free < size + spare:
        return (f"{size / GIB:g} GiB do not fit: {free / GIB:.1f} GiB are free, and "
                f"{spare / GIB:g} GiB are left alone")
    return None


@contextlib.contextmanager
def uninterrupted():
    """Signals wait until this is done."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


class Target:
    """A loop device on a new file, every block of which is allocated and was written once.

    "with Target(...) as target: target.open()": the end of the "with" removes whatever is
    there by then, also where a signal came in the middle of open()."""

    def __init__(self, place, size):
        self.place, self.size = place, size
        self.folder = self.path = self.node = None

    @property
    def name(self):
        return self.node.name

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def open(self):
        reason = room(self.place, self.size)
        if reason:
            raise Unavailable(reason)
        with uninterrupted():
            self.folder = Path(tempfile.mkdtemp(prefix="massho-bench-", dir=self.place.folder))
        self.path = self.folder.resolve() / "target.img"
        with open(self.path, "xb") as file:
            for _ in range(self.size // MIB):
                file.write(bytes(MIB))
            file.flush()
            os.fsync(file.fileno())
            # Direct I/O should not have to throw the pages out in the first run.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        options = ["--direct-io=on"] if self.place.direct_io else []
        node = _sh("losetup", "--find", "--show", *options, self.path)
        self.node = Path(node)
        self.guard()
        if self._sysfs("loop/dio") != str(int(self.place.direct_io)):
            raise Unavailable("the loop driver does not do direct I/O to files there")

    def close(self):
        """Detaches what is attached to our file, and nothing else; again and again is harmless."""
        with uninterrupted():
            if self.path and self.path.exists():
                for node in _sh("losetup", "-n", "-O", "NAME", "-j", self.path).split():
                    _sh("losetup", "-d", node)
            if self.folder:
                shutil.rmtree(self.folder)
                self.folder = None

    def _sysfs(self, name):
        return Path("/sys/block", self.name, name).read_text(encoding="utf-8").strip()

    def is_ours(self):
        """Is the node the loop device on our file, by path and by inode?"""
        try:
            if os.major(os.stat(self.node).st_rdev) != LOOP_MAJOR:
                return False
            if self._sysfs("loop/backing_file") != str(self.path):
                return False
            info = bytearray(LOOP_INFO64_BYTES)
            fd = os.open(self.node, os.O_RDONLY)
            try:
                fcntl.ioctl(fd, LOOP_GET_STATUS64, info)
            finally:
                os.close(fd)
        except OSError:
            return False
        return struct.unpack_from("=QQ", info)[1] == os.stat(self.path).st_ino

    def guard(self):
        if not self.is_ours() or int(self._sysfs("size")) * 512 != self.size:
            raise RuntimeError(f"{self.node} is not the loop device that was made for this")

    def settle(self):
        """What earlier runs left to be written does not burden the next."""
        fd = os.open(self.path, os.O_RDWR)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)

    def _places_to_look(self, rng):
        last = self.size // BLOCK - 1
        return [0, last, *(rng.randrange(1, last) for _ in range(14))]

    def mark(self, rng):
        """Puts marks on some blocks; returns what missing() needs to look for them."""
        self.guard()
        blocks = self._places_to_look(rng)
        fd = os.open(self.node, os.O_RDWR | os.O_DIRECT | os.O_EXCL)
        try:
            with mmap.mmap(-1, BLOCK) as buffer:
                buffer[:] = MARK
                for block in blocks:
                    os.pwritev(fd, [buffer], block * BLOCK)
            os.fsync(fd)
        finally:
            os.close(fd)
        return blocks

    def check_written(self, blocks, content):
        """Raises BadRun unless each of those blocks holds what should be there now."""
        self.guard()
        fd = os.open(self.node, os.O_RDONLY | os.O_DIRECT)
        try:
            with mmap.mmap(-1, BLOCK) as buffer:
                for block in blocks:
                    if os.preadv(fd, [buffer], block * BLOCK) != BLOCK:
                        raise BadRun(f"block {block} cannot be read")
                    judge_block(block, bytes(buffer), content)
        finally:
            os.close(fd)


def judge_block(block, data, content):
    if MARK[:62] in data or data == MARK:
        raise BadRun(f"did not write block {block}")
    if content == "zero" and any(data):
        raise BadRun(f"block {block} is not zero")
    if content == "random" and len(set(data)) < 64:
        raise BadRun(f"block {block} is not random")
