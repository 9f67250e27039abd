# SPDX-License-Identifier: GPL-3.0-or-later
"""What erasers do with what is not simply a file: links, FIFOs, mounts, names that are no text."""
import dataclasses
import fcntl
import os
import shutil
import tempfile
from typing import Callable

import residue
from erasers import commands
from residue_disk import FILE_SYSTEMS, MIB, Disk, run

KEPT = b"to be kept, whatever comes\n" * 400
FS_IOC_SETFLAGS, FS_IMMUTABLE_FL = 0x40086602, 0x10
ODD = os.fsdecode(b"a\nb\xff\xfe -rf")


@dataclasses.dataclass(frozen=True)
class Trap:
    text: str
    prepare: Callable  # (Room): makes what is to be erased
    in_tree: bool = False  # the folder is named, not the file
    clean: Callable = None


class Room:
    """A file system with a folder to erase, a file to name and files to keep."""

    def __init__(self, root):
        self.root, self.tree, self.kept = root, root / "tree", root / "kept"
        self.file = self.tree / "file"
        self.controls, self.held = [], None
        self.tree.mkdir()
        self.kept.mkdir()
        self.keep(self.kept / "neighbour")

    def keep(self, path):
        path.write_bytes(KEPT)
        self.controls.append(path)
        return path

    def harmed(self):
        return [p.name for p in self.controls if not p.is_file() or p.read_bytes() != KEPT]


def _link(room):
    room.file.symlink_to(room.keep(room.kept / "target"))


def _link_to_folder(room):
    room.file.symlink_to(room.kept)


def _hard_link(room):
    os.link(room.keep(room.kept / "other name"), room.file)


def _fifo(room):
    os.mkfifo(room.file)


def _mount(room):
    room.file.mkdir()
    run("mount", "--bind", room.kept, room.file)


def _unmount(room):
    run("umount", room.file)


def _opened(room):
    room.file.write_bytes(b"secret " * 1000)
    room.held = open(room.file, "r+b")


def _close(room):
    room.held.close()


def _immutable(room):
    room.file.write_bytes(b"secret " * 1000)
    _flags(room.file, FS_IMMUTABLE_FL)


def _mutable(room):
    if room.file.exists():
        _flags(room.file, 0)


def _flags(path, value):
    fd = os.open(path, os.O_RDONLY)
    fcntl.ioctl(fd, FS_IOC_SETFLAGS, value.to_bytes(8, "little"))
    os.close(fd)


def _odd_name(room):
    room.file = room.tree / ODD
    room.file.write_bytes(b"secret " * 1000)


def _sparse(room):
    with open(room.file, "wb") as file:
        file.write(b"secret " * 1000)
        file.truncate(1 << 40)


TRAPS = [
    Trap("a symbolic link is named", _link),
    Trap("a symbolic link in the folder", _link, in_tree=True),
    Trap("a link to another folder in the folder", _link_to_folder, in_tree=True),
    Trap("the file has another name elsewhere", _hard_link),
    Trap("a FIFO is named", _fifo),
    Trap("another folder is mounted in the folder", _mount, in_tree=True, clean=_unmount),
    Trap("the file is open in another program", _opened, clean=_close),
    Trap("the file is immutable", _immutable, clean=_mutable),
    Trap("a name with a newline and invalid UTF-8", _odd_name),
    Trap("a sparse file of 1 TiB", _sparse),
]


def outcome(runs, harmed, left, limit_s):
    """In words: harm first, as nothing else matters then."""
    parts = [f"HARMED: {', '.join(harmed)}"] if harmed else []
    parts += [f"not done in {limit_s:g} s" if any(r["exit"] is None for r in runs) else
              "left" if left else "removed"]
    return ", ".join([*parts, f"exit {'/'.join(str(r['exit']) for r in runs)}"])


def measure(trap, eraser, folder, env, limit_s):
    with tempfile.TemporaryDirectory(prefix="massho-residue-", dir=folder) as name, \
            Disk(dataclasses.replace(FILE_SYSTEMS["ext4"], size=192 * MIB), name) as disk:
        room = Room(disk.mount_point)
        trap.prepare(room)
        disk.sync()
        files = [] if trap.in_tree else [str(room.file)]
        targets = residue.Targets(files, str(room.tree), str(room.root), str(disk.image))
        runs = []
        try:
            for words in commands(eraser, files, targets.tree if trap.in_tree else None):
                runs.append(residue.run_command(residue.fill_in(words, targets), limit_s, env))
            harmed, left = room.harmed(), os.path.lexists(room.file)
        finally:
            if trap.clean:
                trap.clean(room)
        shutil.rmtree(room.tree, ignore_errors=True)
        return {"trap": trap.text, "eraser": eraser.name, "runs": runs, "harmed": harmed,
                "left": left, "outcome": outcome(runs, harmed, left, limit_s)}
