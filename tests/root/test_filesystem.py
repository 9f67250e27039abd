# SPDX-License-Identifier: GPL-3.0-or-later
"""What libwipe tells of real file systems, against how they were made."""
import fcntl
import os
import struct
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
        found, current = [], None
        for key, value in self.lines:
            if key in (b"extent", b"xattr"):
                words = value.decode().split()
                current = [*map(int, words[:6]), int(words[6], 16), None, None]
                if key == name.encode():
                    found.append(current)
            elif key in (b"bytes", b"mirror") and current:
                current[7 if key == b"bytes" else 8] = bytes.fromhex(value.decode())
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

    def test_attributes_that_two_files_share(self):
        _, folder = self.make("mkfs.ext4", "-q", "-I", "128")
        value = marker(900, "shared")
        for name in "ab":
            self.set_attribute(self.write(folder / name, b""), "user.large", value)
        told = [Told(folder / name).extents("xattr") for name in "ab"]
        self.assertEqual(told[0], told[1])
        self.assertTrue(told[0][0][6] & SHARED)
        self.assertIn(value, told[0][0][7])

    def test_attributes_in_inodes_of_their_own_have_no_address(self):
        _, folder = self.make("mkfs.ext4", "-q", "-O", "ea_inode")
        path = self.write(folder / "file", b"")
        small, large = marker(20, "small"), marker(20000, "large")
        self.set_attribute(path, "user.small", small)
        self.set_attribute(path, "user.large", large)
        told = Told(path).extents("xattr")
        self.assertEqual([extent[7].find(small) >= 0 for extent in told if extent[2] != -1], [True])
        self.assertEqual([extent[:3] for extent in told if extent[2] == -1],
                         [[told[0][1], 20000, -1]])

    def encrypt(self, folder):
        """Sets a policy of fscrypt with a key of its own for an empty folder (linux/fscrypt.h)."""
        argument = bytearray(struct.pack("<II32sII32s", 2, 0, b"", 64, 0, b"") + os.urandom(64))
        fd = os.open(folder, os.O_RDONLY)
        try:
            fcntl.ioctl(fd, 0xc0506617, argument)  # FS_IOC_ADD_ENCRYPTION_KEY
            # AES-256-XTS for contents, AES-256-CTS for names.
            fcntl.ioctl(fd, 0x800c6613, struct.pack("<BBBBB3s16s", 2, 1, 4, 3, 0, b"",
                                                    bytes(argument[8:24])))
        except OSError as error:
            self.skipTest(f"no fscrypt here: {error}")
        finally:
            os.close(fd)

    def test_fscrypt(self):
        _, folder = self.make("mkfs.ext4", "-q", "-b", "4096", "-O", "encrypt")
        self.check_told(Told(folder), encrypts="yes")
        (folder / "private").mkdir()
        self.encrypt(folder / "private")
        data = marker(20000)
        told = Told(self.write(folder / "private" / "file", data))
        self.assertIn(" encrypted=1 ", told["file"])
        self.assertNotIn(data[:32], b"".join(extent[7] for extent in told.extents()))
        told = Told(self.write(folder / "file", data))
        self.assertIn(" encrypted=0 ", told["file"])
        self.check_places(told, data)

    def test_bigalloc(self):
        _, folder = self.make("mkfs.ext4", "-q", "-b", "4096", "-O", "bigalloc", "-C", "65536")
        data = marker(100)
        told = Told(self.write(folder / "file", data))
        self.check_told(told, bigalloc="yes", block=4096, unit=65536, writes="in-place")
        self.check_places(told, data)

    def test_external_journal(self):
        journal = self.loop(16)
        subprocess.run(["mkfs.ext4", "-q", "-b", "4096", "-O", "journal_dev", journal.node], check=True,
                       capture_output=True)
        _, folder = self.make("mkfs.ext4", "-q", "-b", "4096", "-J", f"device={journal.node}")
        told = Told(folder)
        self.check_told(told, journal="yes", journal_is_external=1, journal_bytes=16 * MIB,
                        writes="in-place")
        self.assertEqual([line.split()[:2] for line in told.all("device")][1:],
                         [["journal", journal.node]])

    def test_attribute_for_journaled_data(self):
        loop = self.loop()
        subprocess.run(["mkfs.ext4", "-q", loop.node], check=True)
        with massho.Mount(loop.node, self.folder / "before"):
            self.write(self.folder / "before" / "file", marker(5000))
        # EXT4_EXTENTS_FL and EXT4_JOURNAL_DATA_FL; chattr +j takes a right that few sandboxes have.
        subprocess.run(["debugfs", "-w", "-R", "set_inode_field file flags 0x84000", loop.node],
                       check=True, capture_output=True)
        told = Told(self.mount(loop.node) / "file")
        self.check_told(told, writes="in-place")
        self.assertIn("writes=in-place-journaled ", told["file"])

    def test_allocated_but_not_written_and_past_the_end(self):
        for command, mib in ([["mkfs.ext4", "-q", "-b", "4096"], 64], [["mkfs.xfs", "-q"], 320]):
            with self.subTest(command=command):
                _, folder = self.make(*command, mib=mib)
                path, data = folder / "file", marker(10000)
                self.write(path, data)
                subprocess.run(["fallocate", "-n", "-o", str(MIB), "-l", str(MIB), path], check=True)
                extents = Told(path).extents()
                self.assertEqual([(e[0], e[6] & UNWRITTEN) for e in extents],
                                 [(0, 0), (MIB, UNWRITTEN)])
                self.assertEqual(extents[1][1], MIB)
                self.assertEqual(extents[0][7][:8192], data[:8192])

    def test_more_extents_than_one_answer_holds(self):
        _, folder = self.make("mkfs.ext4", "-q", "-b", "1024")
        path = folder / "file"
        with open(path, "wb") as file:
            for at in range(1500):  # with holes between
                file.seek(at * 4096)
                file.write(marker(1024, f"piece{at}"))
            os.fsync(file.fileno())
        extents = Told(path).extents()
        self.assertEqual([extent[0] for extent in extents], [at * 4096 for at in range(1500)])
        for at, extent in enumerate(extents):
            self.assertEqual(extent[7], marker(1024, f"piece{at}"))

    def test_xfs_reflink(self):
        _, folder = self.make("mkfs.xfs", "-q", "-m", "reflink=1", mib=320)
        data = marker(64 * 1024)
        path = self.write(folder / "file", data)
        self.assertEqual({extent[6] & SHARED for extent in Told(path).extents()}, {0})
        subprocess.run(["cp", "--reflink=always", path, folder / "copy"], check=True)
        told = Told(path)
        self.assertEqual({extent[6] & SHARED for extent in told.extents()}, {SHARED})
        self.check_places(told, data)

    def test_xfs_attributes_and_external_log(self):
        log, data_device = self.loop(80), self.loop(320)
        subprocess.run(["mkfs.xfs", "-q", "-l", f"logdev={log.node},size=64m", data_device.node],
                       check=True, capture_output=True)
        folder = self.mount(data_device.node, f"logdev={log.node}")
        path = self.write(folder / "file", marker(100))
        value = marker(3000, "attribute")
        self.set_attribute(path, "user.large", value)
        told = Told(path)
        self.check_told(told, journal="yes", journal_is_external=1, journal_bytes=64 * MIB)
        self.assertEqual([line.split()[:2] for line in told.all("device")],
                         [["data", data_device.node], ["journal", log.node]])
        subprocess.run(["xfs_io", "-x", "-c", "freeze", "-c", "thaw", folder], check=True)
        self.assertIn(value, b"".join(extent[7] for extent in Told(path).extents("xattr")))

    def test_btrfs_compressed_inline_and_snapshot(self):
        _, folder = self.make("mkfs.btrfs", "-q", "-K", mib=256, options="compress-force=zstd")
        zeros = Told(self.write(folder / "zeros", b"A" * MIB))
        self.check_told(zeros, compresses="yes", writes="copy-on-write", data_copies=1)
        self.assertTrue(all(extent[6] & ENCODED and extent[2] == -1 for extent in zeros.extents()))
        small = Told(self.write(folder / "small", b"small")).extents()
        self.assertTrue(small[0][6] & DATA_INLINE and small[0][2] == -1)
        sub = folder / "sub"
        subprocess.run(["btrfs", "-q", "subvolume", "create", sub], check=True)
        subprocess.run(["chattr", "+C", sub], check=True)
        data = marker(64 * 1024)
        path = self.write(sub / "file", data)
        self.assertEqual({extent[6] & SHARED for extent in Told(path).extents()}, {0})
        subprocess.run(["btrfs", "-q", "subvolume", "snapshot", "-r", sub, folder / "snapshot"],
                       check=True)
        told = Told(path)
        self.assertEqual({extent[6] & SHARED for extent in told.extents()}, {SHARED})
        self.check_places(told, data)
        self.assertRegex(told["xattr-error"], "^unsupported ")

    def test_btrfs_with_a_device_missing(self):
        one, other = self.loop(256), self.loop(256)
        subprocess.run(["mkfs.btrfs", "-q", "-K", "-d", "raid1", "-m", "raid1", one.node, other.node],
                       check=True, capture_output=True)
        subprocess.run(["wipefs", "-qa", other.node], check=True)
        subprocess.run(["btrfs", "device", "scan", "--forget", other.node], check=True,
                       capture_output=True)
        folder = self.mount(one.node, "degraded")
        told = Told(self.write(folder / "file", marker(MIB)))
        devices = [line.split(" ") for line in told.all("device")]
        self.assertEqual([device[1] for device in devices], [one.node, ""])
        self.assertRegex(told["opened"], "^device-gone ")

    def test_tmpfs(self):
        folder = self.folder / "memory"
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "none", folder], check=True)
        self.addCleanup(massho.unmount, folder)
        told = Told(self.write(folder / "file", b"x"))
        self.check_told(told, kind="tmpfs", writes="in-memory", beneath="memory")
        self.assertEqual(told.all("device"), [])
        self.assertRegex(told["extent-error"], "^unsupported ")
        self.assertRegex(told["opened"], "^unsupported ")

    def test_overlay(self):
        _, low = self.make("mkfs.ext4", "-q")
        _, high = self.make("mkfs.xfs", "-q", mib=320)
        names = {name: path for name, path in (("l", low / "a, b:c"), ("m", low / "m"),
                                               ("u", high / "u"), ("w", high / "w"))}
        for path in names.values():
            path.mkdir()
        self.write(names["l"] / "file", marker(5000))
        folder = self.folder / "over"
        folder.mkdir()
        escaped = str(names["l"]).replace(":", "\\:").replace(",", "\\,")
        subprocess.run(["mount", "-t", "overlay", "none", "-o",
                        f"lowerdir={escaped}:{names['m']},upperdir={names['u']},workdir={names['w']}",
                        folder], check=True)
        self.addCleanup(massho.unmount, folder)
        told = Told(folder / "file")
        self.check_told(told, kind="overlay", writes="elsewhere", upper=names["u"])
        self.assertIn(str(names["m"]), told["lower"])
        self.assertIn("loop", told["beneath"])
        self.assertNotIn("unknown", told["beneath"])
        self.assertRegex(told["extent-error"], "^unsupported ")

    def test_file_systems_over_one_another(self):
        """A loop device's file lies on a file system that a loop device's file holds."""
        below = Told(self.folder)
        for command, prepare, more in [
                (["mkfs.btrfs", "-q", "-K"], None, {"loop", "copy-on-write"}),
                (["mkfs.btrfs", "-q", "-K"], ["chattr", "+C", "inner.img"], {"loop"}),
                (["mkfs.xfs", "-q"], None, {"loop"}),
                (["mkfs.xfs", "-q"], ["cp", "--reflink=always", "inner.img", "copy"],
                 {"loop", "copy-on-write"})]:
            with self.subTest(command=command, prepare=prepare):
                _, folder = self.make(*command, mib=320)
                (folder / "inner.img").touch()
                if prepare and prepare[0] == "chattr":
                    subprocess.run(prepare, check=True, cwd=folder)
                with open(folder / "inner.img", "wb") as file:
                    file.truncate(32 * MIB)
                subprocess.run(["mkfs.ext4", "-q", folder / "inner.img"], check=True)
                if prepare and prepare[0] == "cp":
                    subprocess.run(prepare, check=True, cwd=folder)
                inner = massho.Loop(folder / "inner.img")
                inner.__enter__()
                self.addCleanup(inner.__exit__)
                told = Told(self.mount(inner.node))
                self.assertEqual(set(told["beneath"].split()) - set(below["beneath"].split()), more)
                self.assertEqual(told.all("medium"), below.all("medium"))

    def test_an_image_that_has_no_name(self):
        """What its file system may do with a file counts: journal its data, share its blocks."""
        below = Told(self.folder)
        for command, more in [(["mkfs.ext4", "-q"], {"loop", "unknown"}),
                              (["mkfs.ext4", "-q", "-O", "^has_journal"], {"loop"}),
                              (["mkfs.xfs", "-q"], {"loop", "copy-on-write"})]:
            with self.subTest(command=command):
                _, folder = self.make(*command, mib=320)
                with open(folder / "inner.img", "wb") as file:
                    file.truncate(32 * MIB)
                with massho.Loop(folder / "inner.img") as inner:
                    subprocess.run(["mkfs.ext4", "-q", inner.node], check=True)
                    with massho.Mount(inner.node, self.folder / "inner"):
                        told = Told(self.folder / "inner")
                        self.assertEqual(set(told["beneath"].split()) - set(below["beneath"].split()), {"loop"})
                        os.remove(folder / "inner.img")
                        told = Told(self.folder / "inner")
                        self.assertEqual(set(told["beneath"].split()) - set(below["beneath"].split()), more)

    def test_partition_of_a_loop_device(self):
        loop = self.loop(64)
        node = loop.add_partition(1, MIB, 32 * MIB)
        subprocess.run(["mkfs.ext4", "-q", node], check=True)
        data = marker(10000)
        told = Told(self.write(self.mount(node) / "file", data))
        self.assertEqual(told.all("device")[0].split()[1], node)
        self.assertIn("loop", told["beneath"])
        self.assertEqual(told.all("medium"), Told(self.folder).all("medium"))
        self.check_places(told, data)

    def test_bind_mount_and_names_with_blanks(self):
        loop, folder = self.make("mkfs.ext4", "-q", options="discard,noatime")
        inner, bound = folder / "in ner", self.folder / "bo\nund \\"
        inner.mkdir()
        bound.mkdir()
        subprocess.run(["mount", "--bind", inner, bound], check=True)
        self.addCleanup(massho.unmount, bound)
        subprocess.run(["mount", "-o", "remount,bind,ro", bound], check=True)
        told = Told(bound)
        self.check_told(told, root="/in ner", discards=1, read_only=1, source=loop.node, is_system=0)
        self.check_told(Told(inner), read_only=0, root="/")

    def test_system(self):
        self.check_told(Told("/"), mount_point="/", is_system=1)


if __name__ == "__main__":
    massho.main()
