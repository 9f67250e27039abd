# SPDX-License-Identifier: GPL-3.0-or-later
"""File systems on images, with files to be erased by wipe-file."""
import hashlib
import os
import subprocess

import massho
from massho import Loop

KIB, MIB = 1 << 10, 1 << 20
FICLONE = 0x40049409
FS_IOC_SETFLAGS = 0x40086602
FS_NOCOW = 0x00800000

# name: (mkfs, options of the mount, size of the image, checker)
FSCK_EXT, FSCK_XFS = ("e2fsck", "-fn"), ("xfs_repair", "-n")
KINDS = {
    "ext2": (("mkfs.ext2", "-q"), "defaults", 64 * MIB, FSCK_EXT),
    "ext3": (("mkfs.ext3", "-q"), "defaults", 64 * MIB, FSCK_EXT),
    "ext3-small-inodes": (("mkfs.ext3", "-q", "-I", "128"), "defaults", 64 * MIB, FSCK_EXT),
    "ext4": (("mkfs.ext4", "-q"), "defaults", 64 * MIB, FSCK_EXT),
    "ext4-journal": (("mkfs.ext4", "-q"), "data=journal", 64 * MIB, FSCK_EXT),
    "ext4-writeback": (("mkfs.ext4", "-q"), "data=writeback", 64 * MIB, FSCK_EXT),
    "ext4-inline": (("mkfs.ext4", "-q", "-O", "inline_data", "-I", "1024"), "defaults", 64 * MIB, FSCK_EXT),
    "ext4-bare": (("mkfs.ext4", "-q", "-O", "^has_journal,inline_data", "-I", "1024"), "defaults", 64 * MIB, FSCK_EXT),
    "ext4-bigalloc": (("mkfs.ext4", "-q", "-O", "bigalloc", "-C", "16384"), "defaults", 64 * MIB, FSCK_EXT),
    "ext4-encrypt": (("mkfs.ext4", "-q", "-O", "encrypt"), "defaults", 64 * MIB, FSCK_EXT),
    "ext4-1k": (("mkfs.ext4", "-q", "-b", "1024"), "defaults", 64 * MIB, FSCK_EXT),
    "xfs": (("mkfs.xfs", "-q"), "defaults", 320 * MIB, FSCK_XFS),
    "btrfs": (("mkfs.btrfs", "-q"), "defaults", 256 * MIB, ("btrfs", "check")),
}


def blocks(marker, size):
    """Every 64 bytes say whose they are."""
    line = (marker.encode().ljust(48, b".") + b"%015d\n")
    return b"".join(line % i for i in range(size // 64 + 1))[:size]


class FileSystem:
    """On an image, mounted; after the end it can be searched."""

    def __init__(self, case, kind, size=None):
        make, options, usual, self.checker = KINDS[kind]
        self.case, self.options = case, options
        self.image = case.image(f"{kind}.img", size=size or usual, fill=b"\0")
        subprocess.run([*make, self.image], check=True, capture_output=True)
        self.root = case.folder / f"on-{kind}"
        self.root.mkdir()
        self.loop = Loop(self.image)
        self.loop.__enter__()
        case.addCleanup(self.loop.__exit__)
        subprocess.run(["mount", "-o", options, self.loop.node, self.root], check=True)
        self.is_mounted = True
        case.addCleanup(self.unmount)

    def unmount(self):
        if self.is_mounted:
            massho.unmount(self.root)
            self.is_mounted = False

    def raw(self):
        self.unmount()
        done = subprocess.run([*self.checker, self.loop.node], capture_output=True, text=True,
                              check=False)
        self.case.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return self.image.read_bytes()


class Tmpfs:
    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", self.folder], check=True)

    def __exit__(self, *_):
        massho.unmount(self.folder)


class Bind:
    def __init__(self, source, place):
        self.source, self.place = source, place

    def __enter__(self):
        subprocess.run(["mount", "--bind", self.source, self.place], check=True)

    def __exit__(self, *_):
        massho.unmount(self.place)


class Files(massho.Case):
    def setUp(self):
        super().setUp()
        if os.geteuid() != 0:
            self.skipTest("not root")

    def wipe(self, expected, *words, confirm=None, **how):
        """The results by path, and the object at the end. expected None: that does not matter."""
        if confirm is not None:
            words = ("--confirm", confirm, *words)
        how.setdefault("cwd", self.folder)
        done = massho.run("wipe-file", "--json", *words, **how)
        if expected is not None:
            self.assertEqual(done.returncode, expected, done.stdout + done.stderr)
        self.stderr = done.stderr
        lines = massho.json_lines(done.stdout)
        return ({x["path"]: x for x in lines if x["object"] == "file"},
                next((x for x in lines if x["object"] == "files"), None))

    def tree(self, root):
        """Files of many shapes with markers, and neighbours that must not change."""
        secret, other = root / "secret-folder", root / "other"
        secret.mkdir()
        other.mkdir()
        sizes = {"empty": 0, "one": 1, "small": 60, "inline": 500, "block": 4096, "odd": 70001,
                 "large": 3 * MIB + 17}
        self.names = []
        for name, size in sizes.items():
            (secret / f"SECRETNAME-{name}").write_bytes(blocks(f"SECRETDATA-{name}", size))
            (other / f"kept-{name}").write_bytes(blocks(f"kept-{name}", size))
            self.names.append(f"SECRETNAME-{name}")
        (secret / "deep").mkdir()
        (secret / "deep" / "SECRETNAME-deep").write_bytes(blocks("SECRETDATA-deep", 9999))
        os.sync()
        self.kept = {p: hashlib.sha256(p.read_bytes()).hexdigest() for p in other.iterdir()}
        return secret

    def check_kept(self):
        for path, digest in self.kept.items():
            self.assertEqual(hashlib.sha256(path.read_bytes()).hexdigest(), digest, path)
