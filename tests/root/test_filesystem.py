# SPDX-License-Identifier: GPL-3.0-or-later
"""What libwipe tells of real file systems, against how they were made."""
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402

TELL = massho.BUILD / "tests" / "bin" / "tell-filesystem"
MIB = 1 << 20
# linux/fiemap.h
ENCODED, DATA_INLINE, UNWRITTEN, SHARED = 0x8, 0x200, 0x800, 0x2000


class Told:
    """The lines of tell-filesystem."""

    def __init__(self, path):
        done = subprocess.run([str(TELL), str(path)], capture_output=True, check=False,
                              env=massho.environment(), timeout=60)
        self.code = done.returncode
        self.lines = [line.partition(b" ")[::2] for line in done.stdout.split(b"\n") if line]

    def all(self, name):
        return [value.decode("utf-8", "surrogateescape")
                for key, value in self.lines if key == name.encode()]

    def __getitem__(self, name):
        found = self.all(name)
        return found[0] if found else None

    def extents(self, name="extent"):
        """(logical, length, physical, device, mirror, mirror device, flags, bytes, bytes of the mirror)"""
        found = []
        for key, value in self.lines:
            if key == name.encode():
                words = value.decode().split()
                found.append([*map(int, words[:6]), int(words[6], 16), None, None])
            elif key in (b"bytes", b"mirror") and found:
                found[-1][7 if key == b"bytes" else 8] = bytes.fromhex(value.decode())
            elif key in (b"xattr", b"extent"):
                break
        return found


def marker(length, name="marker"):
    """Text of which every 32 bytes are unlike all others."""
    return b"".join(f"{name:>16.16}{at:015d}\n".encode() for at in range(0, length, 32))[:length]


class Filesystem(massho.Case):
    def setUp(self):
        super().setUp()
        self.needs_loop()
        self.made = 0

    def loop(self, mib=64):
        self.made += 1
        image = self.folder / f"disk{self.made}.img"
        with open(image, "wb") as file:
            file.truncate(mib * MIB)
        loop = massho.Loop(image)
        loop.__enter__()
        self.addCleanup(loop.__exit__)
        return loop

    def mount(self, node, options="defaults"):
        self.made += 1
        folder = self.folder / f"mount{self.made}"
        mount = massho.Mount(node, folder, options)
        mount.__enter__()
        self.addCleanup(mount.__exit__)
        return folder

    def make(self, *command, options="defaults", mib=64):
        """The loop device and the mount point of a file system made by that command."""
        loop = self.loop(mib)
        subprocess.run([*command, loop.node], check=True, capture_output=True)
        return loop, self.mount(loop.node, options)

    def write(self, path, data):
        with open(path, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file)
        return path

    def set_attribute(self, path, name, value):
        os.setxattr(path, name, value)
        with open(path, "rb") as file:
            os.fsync(file)

    def check_told(self, told, **expected):
        self.assertEqual(told.code, 0, told.lines)
        self.assertEqual({name: told[name] for name in expected},
                         {name: str(value) for name, value in expected.items()})

    def check_places(self, told, data):
        """The medium holds the file's data at the addresses of its extents, each of them."""
        self.assertEqual(told.all("extent-error"), [])
        extents = told.extents()
        self.assertTrue(extents, told.lines)
        for logical, length, _, _, _, _, _, there, mirrored in extents:
            expected = data[logical:logical + min(length, 8192)]
            self.assertEqual(there[:len(expected)], expected, f"at {logical}")
            if mirrored is not None:
                self.assertEqual(mirrored[:len(expected)], expected, f"mirror at {logical}")
        self.assertGreaterEqual(sum(extent[1] for extent in extents), len(data))

    def test_ext_by_its_modes(self):
        for kind, more, options, writes in [
                ("ext2", [], "defaults", "in-place"),
                ("ext3", [], "defaults", "in-place"),
                ("ext4", [], "defaults", "in-place"),
                ("ext4", [], "data=writeback", "in-place"),
                ("ext4", [], "data=journal", "in-place-journaled"),
                ("ext3", [], "data=journal", "in-place-journaled"),
                ("ext4", ["-O", "^has_journal"], "defaults", "in-place")]:
            with self.subTest(kind=kind, more=more, options=options):
                loop, folder = self.make(f"mkfs.{kind}", "-q", "-b", "4096", *more,
                                         options=options)
                data = marker(3 * MIB + 100)
                told = Told(self.write(folder / "file", data))
                has_journal = kind != "ext2" and not more
                self.check_told(told, kind=kind, type=kind, writes=writes, block=4096, unit=4096,
                                mount_point=folder, root="/", source=loop.node, read_only=0,
                                journal="yes" if has_journal else "no", reflinks="no",
                                inline_data="no", bigalloc="no", journal_is_external=0,
                                journal_bytes=4 * MIB if has_journal else 0)
                self.check_places(told, data)
                self.assertIn(f" writes={writes} ", f" {told['file']} ")

    def test_xfs(self):
        loop, folder = self.make("mkfs.xfs", "-q", mib=320)
        data = marker(3 * MIB + 100)
        told = Told(self.write(folder / "file", data))
        self.check_told(told, kind="xfs", writes="in-place", reflinks="yes", block=4096,
                        journal="yes", journal_is_external=0, has_realtime=0)
        self.assertGreater(int(told["journal_bytes"]), MIB)
        self.check_places(told, data)

    def test_ext4_inline_data_in_both_places(self):
        _, folder = self.make("mkfs.ext4", "-q", "-O", "inline_data", "-I", "256")
        found = set()
        for size in (1, 40, 60, 61, 70, 100, 120, 200):
            for turn in range(3):  # inodes at different places of a block
                data = marker(size, f"{size}-{turn}")
                told = Told(self.write(folder / f"file-{size}-{turn}", data))
                self.check_told(told, inline_data="yes", writes="in-place")
                self.check_places(told, data)
                extents = told.extents()
                found.add((len(extents), bool(extents[0][6] & DATA_INLINE)))
                self.assertEqual("inline=1" in told["file"], bool(extents[0][6] & DATA_INLINE))
        self.assertEqual(found, {(1, True), (2, True), (1, False)})

    def test_ext4_attributes(self):
        _, folder = self.make("mkfs.ext4", "-q", "-I", "256")
        for number in range(5):
            path = self.write(folder / f"file{number}", b"")
            small, large = marker(40, f"small{number}"), marker(900, f"large{number}")
            self.set_attribute(path, "user.small", small)
            self.assertEqual([extent[7].find(small) >= 0 for extent in Told(path).extents("xattr")],
                             [True])
            self.set_attribute(path, "user.large", large)
            told = Told(path).extents("xattr")
            self.assertEqual([extent[7].find(small) >= 0 for extent in told], [True, False])
            self.assertEqual([extent[7].find(large) >= 0 for extent in told], [False, True])

    def test_btrfs_by_its_profiles(self):
        for profile, devices in [("single", 1), ("dup", 1), ("raid0", 2), ("raid1", 2), ("raid10", 4)]:
            with self.subTest(profile=profile):
                loops = [self.loop(256) for _ in range(devices)]
                nodes = [loop.node for loop in loops]
                subprocess.run(["mkfs.btrfs", "-q", "-d", profile, "-m", "dup" if devices == 1 else "raid1",
                                *nodes], check=True, capture_output=True)
                folder = self.mount(nodes[0])
                subprocess.run(["chattr", "+C", folder], check=True)
                data = marker(3 * MIB + 100, profile)
                told = Told(self.write(folder / "file", data))
                copies = 1 if profile in ("single", "raid0") else 2
                self.check_told(told, kind="btrfs", writes="copy-on-write", data_copies=copies,
                                data_profile=profile.upper() if profile != "single" else profile,
                                journal="no", compresses="no", inline_data="yes", reflinks="yes")
                self.assertEqual([line.split()[1] for line in told.all("device")], nodes)
                self.assertIn("writes=in-place ", told["file"])
                self.assertIn(" nocow=1 ", told["file"])
                self.check_places(told, data)
                self.assertEqual({extent[8] is None for extent in told.extents()}, {copies == 1})


if __name__ == "__main__":
    massho.main()
