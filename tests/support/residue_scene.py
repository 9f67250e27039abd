# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on the file system before a tool runs: files to erase, and their neighbours to keep."""
import ctypes
import fcntl
import hashlib
import os
import stat

from residue_markers import SMALLEST, Book

KIB, MIB = 1 << 10, 1 << 20
FALLOC_FL_KEEP_SIZE, FALLOC_FL_ZERO_RANGE = 0x01, 0x10
FICLONE = 0x40049409
FS_IOC_GETFLAGS, FS_IOC_SETFLAGS, FS_NOCOW_FL = 0x80086601, 0x40086602, 0x00800000
TREE, SHARED, KEPT = "tree", "shared", "kept"  # erased whole; erased in part; kept
LARGE = "large"  # a folder that stays and had many names
BEHIND = 256 * KIB

_libc = ctypes.CDLL(None, use_errno=True)


def fallocate(fd, mode, offset, length):
    if _libc.fallocate(fd, mode, ctypes.c_long(offset), ctypes.c_long(length)):
        raise OSError(ctypes.get_errno(), "fallocate")


def _no_cow(path):
    fd = os.open(path, os.O_RDONLY)
    try:
        flags = bytearray(fcntl.ioctl(fd, FS_IOC_GETFLAGS, bytes(8)))
        value = int.from_bytes(flags, "little") | FS_NOCOW_FL
        fcntl.ioctl(fd, FS_IOC_SETFLAGS, value.to_bytes(8, "little"))
    finally:
        os.close(fd)


class Scene:
    """Filled by fill(). victims: files that are to be erased one by one; tree: a folder, whole."""

    def __init__(self, disk, seed, share=1):
        self.disk, self.fs, self.book = disk, disk.fs, Book(seed)
        self.root, self.share = disk.mount_point, share
        self.tree, self.shared, self.kept, self.large = (
            self.root / x for x in (TREE, SHARED, KEPT, LARGE))
        self.victims, self.folders, self.all_files = [], [], []
        self.controls, self.attributes = {}, {}

    def _many(self, count):
        return max(2, count // self.share)

    def _new(self):
        """A path for one more file: half of them in the tree, half beside files to keep."""
        in_tree = len(self.all_files) % 2 == 0
        where = self.folders[len(self.all_files) // 2 % len(self.folders)] if in_tree else self.shared
        path = where / (self.book.word("name") + ".txt")
        self.book.belongs(path)
        self.all_files.append(path)
        if not in_tree:
            self.victims.append(path)
        return path

    def _write(self, path, data):
        with open(path, "wb") as file:
            file.write(data)
            os.fsync(file.fileno())

    def _data(self, size, kind="data"):
        return self.book.data(size, kind, self.fs.compressible)

    def _folders(self):
        for path in (self.tree, self.shared, self.kept, self.large):
            path.mkdir()
            if self.fs.no_cow:
                _no_cow(path)
        folder = self.tree
        for _ in range(self._many(4)):
            folder = folder / self.book.word("name")
            self.book.belongs(folder)
            folder.mkdir()
            self.folders.append(folder)

    def _keep(self, path, size):
        data = self.book.random.randbytes(size)
        self._write(path, data)
        self.controls[path.relative_to(self.root)] = hashlib.sha256(data).hexdigest()

    def _innocents(self):
        """Neighbours in the same folder, some with another name elsewhere, and a link to one."""
        for number in range(self._many(20)):
            path = self.shared / f"innocent-{self.book.word()}"
            self._keep(path, (100, 5000, 200 * KIB)[number % 3])
            if number % 4 == 0:
                other = self.kept / f"also-{self.book.word()}"
                os.link(path, other)
                self.controls[other.relative_to(self.root)] = self.controls[
                    path.relative_to(self.root)]

    def _large_folder(self):
        """Names come and go by the thousand; of those that are there in the end some are erased."""
        self.book.of()
        names = [self.large / self.book.word("removed name") for _ in range(self._many(2000))]
        for number, path in enumerate(names):
            path.touch()
            if number % 8 == 0:
                self._keep(self.large / f"stays-{self.book.word()}", 40)
            if number % 50 == 0:
                victim = self.large / self.book.word("name")
                self.book.belongs(victim)
                self._write(victim, self._data(5000))
                self.book.of()
                self.all_files.append(victim)
                self.victims.append(victim)
        self.disk.sync()
        for path in names:
            path.unlink()

    def _tiny(self, path):
        """Marked as a whole; what is to be compressed cannot be."""
        size = 140 if self.fs.kind != "xfs" else SMALLEST
        self._write(path, self._data(size, "tiny") if self.fs.compressible else
                    self.book.value("tiny", size))

    def _plain(self):
        for _ in range(self._many(6)):
            self._write(self._new(), self._data(MIB))
        for _ in range(self._many(80)):
            self._write(self._new(), self._data(5000))
        for _ in range(self._many(40)):
            self._tiny(self._new())

    def _edited(self):
        """Saved three times as editors do: a new file, fsync, renamed over the old one."""
        for _ in range(self._many(8)):
            path = self._new()
            for version in range(4):
                new = path.with_name("." + self.book.word("old name") + ".swp")
                self._write(new, self._data(128 * KIB, "data" if version == 3 else "old"))
                os.rename(new, path)

    def _truncated(self):
        keep = 70000
        for _ in range(self._many(6)):
            path = self._new()
            self._write(path, self._data(
                256 * KIB, lambda at: "data" if at + 512 <= keep else
                "truncated" if at >= keep else None))
            os.truncate(path, keep)

    def _behind(self):
        """Blocks past the end of files, with what they held: an allocator likes the next ones best."""
        keep = 4 * KIB
        for _ in range(self._many(6)):
            path = self._new()
            self._write(path, self._data(
                keep + BEHIND, lambda at: "data" if at + 512 <= keep else
                "behind" if at >= keep else None))
            os.truncate(path, keep)
            self.disk.sync()
            with open(path, "r+b") as file:
                fallocate(file.fileno(), FALLOC_FL_KEEP_SIZE, keep, BEHIND)
                os.fsync(file.fileno())

    def _zeroed(self):
        start, length = 64 * KIB, 64 * KIB
        for _ in range(self._many(6)):
            path = self._new()
            self._write(path, self._data(
                192 * KIB, lambda at: "zeroed" if start <= at < start + length else "data"))
            with open(path, "r+b") as file:
                fallocate(file.fileno(), FALLOC_FL_ZERO_RANGE, start, length)
                os.fsync(file.fileno())

    def _attributes(self):
        for number, path in enumerate(self.all_files[:: 5]):
            self.book.of(path)
            if number % 3 == 0:
                os.setxattr(path, "system.posix_acl_access", self.book.acl("acl"))
                continue
            kind, size = ("xattr", 32) if number % 3 == 1 else ("large xattr", self.fs.large_xattr)
            os.setxattr(path, "user." + self.book.word("xattr name"), self.book.value(kind, size))

    def _folder_attributes(self):
        """When all is in them: files would inherit the lists."""
        for number, path in enumerate([self.tree, *self.folders]):
            self.book.of(path)
            size = self.fs.large_xattr if number % 2 else 32
            os.setxattr(path, "user." + self.book.word("xattr name"),
                        self.book.value("folder xattr", size))
            for name in ("access", "default")[number % 2:]:
                os.setxattr(path, f"system.posix_acl_{name}", self.book.acl("folder acl"))

    def _kept_attributes(self):
        """Theirs are to stay as they are."""
        kept = [self.shared, self.kept, self.large, *(self.root / x for x in self.controls)]
        for number, path in enumerate(kept[:: 3]):
            size = (32, self.fs.large_xattr)[number % 2]
            os.setxattr(path, "user.stays", self.book.random.randbytes(size))
            if number % 4 == 0:
                os.setxattr(path, "system.posix_acl_access", Book(number).acl("acl"))

    def _removed_attributes(self):
        """Of files that are kept; on the medium before they are removed."""
        self.book.of()
        kept = [self.root / path for path in self.controls if path.parts[0] == SHARED]
        for path in kept:
            os.setxattr(path, "user.kept", b"kept")
            os.setxattr(path, "user." + self.book.word("xattr name"), self.book.value("xattr", 32))
        self.disk.sync()
        self.disk.unmount()
        self.disk.mount()
        for path in kept:
            for name in os.listxattr(path):
                if name != "user.kept":
                    os.removexattr(path, name)

    def _links(self):
        """Half of the targets are so long that they do not fit into an inode of any kind."""
        for number in range(2 * self._many(6)):
            link = self.tree / (self.book.word("name") + ".lnk")
            self.book.belongs(link)
            words = [self.book.word("long target") for _ in range(40)] if number % 2 else [
                self.book.word("target")]
            link.symlink_to("../gone/" + "/".join(words))
        link = self.kept / "link"
        link.symlink_to("../nowhere/" + "/".join(Book(1).word() for _ in range(40)))

    def _reflinks(self):
        """Somebody else's copies, which share the blocks of the originals."""
        for _ in range(self._many(4)):
            path, copy = self._new(), self.kept / f"copy-{self.book.word()}"
            data = self._data(512 * KIB, "shared")
            self._write(path, data)
            with open(path, "rb") as source, open(copy, "wb") as file:
                fcntl.ioctl(file.fileno(), FICLONE, source.fileno())
            self.controls[copy.relative_to(self.root)] = hashlib.sha256(data).hexdigest()

    def fill(self):
        self._folders()
        self._innocents()
        self._plain()
        if self.fs.shares:
            self._reflinks()
        if self.fs.zero_range:
            self._behind()
            self._zeroed()
        self._large_folder()
        self._attributes()
        if self.fs.removes_attributes:
            self._removed_attributes()
        self._truncated()
        self._edited()
        self._links()
        self._folder_attributes()
        self._kept_attributes()
        self.disk.sync()
        self.attributes = self._told()

    def _told(self):
        """What is to stay of files and folders besides contents. Names may go from a folder."""
        found, to_go = {}, {self.tree, *self.all_files}
        for top in (self.root, self.shared, self.kept, self.large):
            for path in {top, *top.iterdir()} - to_go:
                st = path.lstat()
                found[path.relative_to(self.root)] = {
                    "mode": st.st_mode, "owner": (st.st_uid, st.st_gid),
                    "mtime": None if stat.S_ISDIR(st.st_mode) else st.st_mtime_ns,
                    "target": os.readlink(path) if path.is_symlink() else None,
                    "attributes": {x: os.getxattr(path, x, follow_symlinks=False)
                                   for x in os.listxattr(path, follow_symlinks=False)}}
        return found

    def _changed(self):
        """Attributes of what is to stay that are others now, or more; names that are new."""
        now = self._told()
        for path in sorted(self.attributes.keys() | now.keys()):
            was, is_now = self.attributes.get(path), now.get(path)
            if not was:
                yield f"{path}: was not there before"
            elif is_now:
                yield from (f"{path}: {x} changed" for x in was if was[x] != is_now[x])

    def harmed(self):
        """What is to stay and is gone, holds something else, or is told something else of."""
        found = []
        for path, wanted in self.controls.items():
            try:
                data = (self.root / path).read_bytes()
            except OSError as error:
                found.append(f"{path}: {error.strerror}")
                continue
            if hashlib.sha256(data).hexdigest() != wanted:
                found.append(f"{path}: changed")
        return found + list(self._changed())

    def left(self):
        """Of the names that were to go those that are still there."""
        paths = [*self.all_files, self.tree]
        return [str(p.relative_to(self.root)) for p in paths if os.path.lexists(p)]
