# SPDX-License-Identifier: GPL-3.0-or-later
"""The file systems that are searched for residue, as data, and one of them on an image."""
import dataclasses
import os
import shutil
import struct
import subprocess
from pathlib import Path

import massho

MIB = 1 << 20
EXT = ("-q", "-F", "-b", "4096", "-E", "lazy_itable_init=0,lazy_journal_init=0")
E2FSCK = ("e2fsck", "-f", "-n")


def run(*words, check=True):
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL)
    if check and done.returncode:
        raise RuntimeError(f"{' '.join(map(str, words))}: {done.stderr.strip() or done.stdout}")
    return done


def no_journal(_image):
    return []


def ext_block(image):
    """From the superblock; whatever of an image that is no longer a file system."""
    with open(image, "rb") as file:
        shift, = struct.unpack_from("<I", file.read(2048), 1024 + 24)
    return 1024 << min(shift, 6)


def ext_journal(image):
    """Where its blocks lie, as (start, end) in bytes; inode 8 is the journal."""
    areas, size = [], ext_block(image)
    for block in sorted(map(int, run("debugfs", "-R", "blocks <8>", image).stdout.split())):
        start = block * size
        if areas and areas[-1][1] == start:
            start = areas.pop()[0]
        areas.append((start, block * size + size))
    return areas


def xfs_log(image):
    """From the superblock: block size, log start (group and block in it), size of the log."""
    with open(image, "rb") as file:
        block = file.read(512)
    size, = struct.unpack_from(">I", block, 4)
    start, = struct.unpack_from(">Q", block, 48)
    group_blocks, = struct.unpack_from(">I", block, 84)
    log_blocks, = struct.unpack_from(">I", block, 96)
    shift = block[124]
    first = ((start >> shift) * group_blocks + (start & ((1 << shift) - 1))) * size
    return [(first, first + log_blocks * size)]


@dataclasses.dataclass(frozen=True)
class FileSystem:
    name: str
    mkfs: tuple
    fsck: tuple
    size: int = 256 * MIB
    options: str = "defaults"
    journal: object = no_journal
    large_xattr: int = 2600  # so large that it gets a block of its own where there is such a thing
    zero_range: bool = True  # knows fallocate and ZERO_RANGE
    no_cow: bool = False  # chattr +C
    compressible: bool = False  # the contents
    shares: bool = False  # somebody keeps reflinked copies of some files
    removes_attributes: bool = False  # of files that are kept
    kind: str = "ext4"


# A large file system has a journal of a GiB, which keeps what was written for long; a small one
# would be written over by the erasing itself.
JOURNAL = ("-J", "size=64")


def _ext(name, *words, **how):
    how.setdefault("kind", name.split()[0])
    if how["kind"] == "ext2":
        how["journal"] = no_journal
    elif how.get("journal") is not no_journal:
        words = (*JOURNAL, *words)
    return FileSystem(name, (f"mkfs.{how['kind']}", *EXT, *words), E2FSCK,
                      **{"journal": ext_journal} | how)


def _xfs(name, **how):
    return FileSystem(name, ("mkfs.xfs", "-q", "-f"), ("xfs_repair", "-n", "-f"), size=320 * MIB,
                      journal=xfs_log, large_xattr=12000, kind="xfs", **how)


def _btrfs(name, options="", **how):
    """Without discard, which makes holes in the image: not all media forget what is discarded."""
    options = ",".join(x for x in ("nodiscard", options) if x)
    return FileSystem(name, ("mkfs.btrfs", "-q", "-f"), ("btrfs", "check", "--readonly"),
                      size=320 * MIB, options=options, large_xattr=3000, zero_range=False,
                      kind="btrfs", **how)


FILE_SYSTEMS = {fs.name: fs for fs in [
    _ext("ext4"),
    _ext("ext4 journal", options="data=journal"),
    _ext("ext4 writeback", options="data=writeback"),
    _ext("ext4 1k journal", "-b", "1024", options="data=journal", large_xattr=700),
    _ext("ext4 1k writeback", "-b", "1024", options="data=writeback", large_xattr=700),
    _ext("ext4 2k no journal", "-b", "2048", "-O", "^has_journal", large_xattr=1500,
         journal=no_journal),
    _ext("ext4 inline", "-O", "inline_data"),
    _ext("ext4 ea_inode", "-O", "ea_inode", large_xattr=9000),
    _ext("ext4 bigalloc", "-O", "bigalloc", "-C", "65536"),
    _ext("ext3", zero_range=False),
    _ext("ext2", zero_range=False),
    _xfs("xfs"),
    _xfs("xfs reflinked", shares=True),
    _xfs("xfs attributes", removes_attributes=True),
    _btrfs("btrfs"),
    _btrfs("btrfs nodatacow", no_cow=True),
    _btrfs("btrfs lzo", options="compress-force=lzo", compressible=True),
    _btrfs("btrfs zstd", options="compress-force=zstd", compressible=True),
]}


class Disk:
    """A new file system on an image, mounted; everything goes at the end of the "with"."""

    def __init__(self, fs, folder):
        self.fs, self.folder = fs, Path(folder)
        self.image = self.folder / "residue.img"
        self.mount_point = self.folder / "mnt"
        self.loop = None
        self.mounted = False

    def __enter__(self):
        try:
            with open(self.image, "wb") as file:
                file.truncate(self.fs.size)
            run(*self.fs.mkfs, self.image)
            self.mount_point.mkdir()
            self.loop = massho.Loop(self.image)
            self.loop.__enter__()
            self.mount()
        except BaseException:
            self.__exit__()
            raise
        return self

    def mount(self, options=""):
        words = ",".join(x for x in (self.fs.options, options) if x)
        run("mount", "-t", self.fs.kind, "-o", words, self.loop.node, self.mount_point)
        self.mounted = True

    def kernel_says(self):
        """The last lines of the kernel's log that name the device."""
        name = Path(self.loop.node).name
        lines = [x for x in run("dmesg", check=False).stdout.splitlines() if name in x]
        return " / ".join(lines[-3:])

    def unmount(self):
        massho.unmount(self.mount_point)
        self.mounted = False

    def sync(self):
        """So that the image has all that the file system has to write."""
        run("sync", "-f", self.mount_point)
        run("sync", self.loop.node)

    def journal(self):
        return self.fs.journal(self.image)

    def fsck(self):
        """"" if it is clean, else what the checker said; it is unmounted."""
        done = run(*self.fs.fsck, self.image, check=False)
        return "" if done.returncode == 0 else (done.stdout + done.stderr).strip()[-400:] or "unclean"

    def __exit__(self, *_):
        if self.mounted:
            massho.unmount(self.mount_point)
        if self.loop and self.loop.node:
            self.loop.__exit__()
        if self.image.exists():
            self.image.unlink()
        if self.mount_point.exists():
            self.mount_point.rmdir()


def missing(fs):
    """The first program that this needs and is not installed, or None."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    needed = [fs.mkfs[0], fs.fsck[0], *(["debugfs"] if fs.journal is ext_journal else [])]
    return next((word for word in needed if not shutil.which(word, path=path)), None)
