#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Free space on media that were in use before: every block that is free in the end was written,
whatever the file system keeps back or sets aside."""
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import massho  # noqa: E402
from massho import Loop, Mount  # noqa: E402
from space_scene import CHECKS, MIB, Scene, wipe  # noqa: E402

BEFORE = b"mkBEFORE"
DATA = b"mkDATA"


class Used(massho.Case):
    def image_in_use(self, mib):
        """A mark in each sector, from the time before there was this file system."""
        image = self.in_memory() / "image"
        with open(image, "wb") as file:
            for _ in range(mib):
                file.write((BEFORE * 64) * 2048)
        return image

    def free_blocks(self):
        """(block, bytes of a block), as e2fsprogs sees them when it is no longer mounted."""
        told = subprocess.run(["dumpe2fs", self.image], capture_output=True, text=True, check=True).stdout
        size = int(re.search(r"Block size:\s+(\d+)", told)[1])
        for ranges in re.findall(r"^  Free blocks: (.*)$", told, re.M):
            for numbers in ranges.replace(" ", "").split(","):
                first, _, last = numbers.partition("-")
                yield from ((block, size) for block in range(int(first or 1), int(last or first or 0) + 1))

    def never_written(self):
        with open(self.image, "rb") as file:
            for block, size in self.free_blocks():
                file.seek(block * size)
                data = file.read(size)
                if BEFORE in data or DATA in data:
                    yield block

    def files(self):
        """Small ones and one that stays open: ext4 sets blocks aside for both."""
        scene = Scene(self.top)
        scene.files(300)
        scene.remove()
        return scene

    def all_is_written(self, made, options, mib=64):
        self.image, self.top = self.image_in_use(mib), self.folder / "top"
        subprocess.run([*made.split(), "-q", "-F", "-E", "nodiscard", self.image], check=True,
                       capture_output=True)
        with Loop(self.image) as loop, Mount(loop.node, self.top, options):
            scene, space = self.files(), os.statvfs(self.top)
            with open(self.top / "stays/log", "wb") as log:
                log.write(b"l" * 300000)
                os.fsync(log.fileno())
                told = wipe(self.top)
            scene.kept[f"{self.top}/stays/log"] = hashlib.sha256(b"l" * 300000).hexdigest()
            self.assertEqual(scene.harmed(), set())
        self.assertEqual((told.code, told.unreached), ("ok", {}), told.message)
        self.assertEqual(list(self.never_written()), [])
        data = told.parts["data"]
        self.assertEqual(data.verified, data.bytes)
        self.assertLessEqual(data.bytes, space.f_bfree * space.f_frsize)
        done = subprocess.run([*CHECKS["ext"], self.image], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_data_journal(self):
        self.all_is_written("mkfs.ext4 -b 2048", "data=journal")

    def test_data_journal_small_blocks(self):
        self.all_is_written("mkfs.ext4 -b 1024", "data=journal")

    def test_data_writeback(self):
        """Blocks that are freed are given away at once."""
        self.all_is_written("mkfs.ext4 -b 1024", "data=writeback")

    def test_without_a_journal(self):
        self.all_is_written("mkfs.ext4 -b 1024 -O ^has_journal", "defaults")

    def test_without_a_journal_large_blocks(self):
        self.all_is_written("mkfs.ext4 -b 4096 -O ^has_journal", "defaults", 128)

    def test_data_ordered(self):
        self.all_is_written("mkfs.ext4 -b 4096", "defaults", 128)

    def test_ext3(self):
        self.all_is_written("mkfs.ext3 -b 1024", "defaults")

    def blocks_of_before(self):
        """But for the first one of each group: its head, behind which mkfs writes nothing."""
        data = self.image.read_bytes()
        size, group = (int.from_bytes(data[at:at + 4], "big") for at in (4, 84))
        return {i for i in (m.start() // size for m in re.finditer(BEFORE, data)) if i % group}, size

    def nothing_of_before_is_left(self, made):
        """Not even in what xfs keeps back in each group, and in the lists from which its trees grow."""
        self.image, self.top = self.image_in_use(320), self.folder / "top"
        subprocess.run([*made.split(), "-q", "-f", "-K", self.image], check=True, capture_output=True)
        with Loop(self.image) as loop, Mount(loop.node, self.top, "nodiscard"):
            scene = self.files()
            told = wipe(self.top)
            self.assertEqual(scene.harmed(), set())
        left, size = self.blocks_of_before()
        self.assertLessEqual(len(left) * size, told.unreached.get(("reserved", "data"), (0, 0))[1])
        self.assertEqual((told.code, told.unreached, left), ("ok", {}, set()), told.message)
        done = subprocess.run([*CHECKS["xfs"], self.image], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_xfs(self):
        self.nothing_of_before_is_left("mkfs.xfs")

    def test_xfs_small_blocks(self):
        self.nothing_of_before_is_left("mkfs.xfs -b size=1024")


if __name__ == "__main__":
    reason = massho.loop_reason()
    if reason:
        print(reason)
        sys.exit(77)
    massho.main()
