# SPDX-License-Identifier: GPL-3.0-or-later
"""What wipe-list finds on loop devices: what the usual tools make, partitions with and without
nodes, media that cannot be read, sectors of 4096 bytes. Needs root."""
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402

MIB = 1 << 20
LINUX = bytes.fromhex("af3dc60f838472478e793d69d8477de4")
MSDATA = bytes.fromhex("a2a0d0ebe5b9334487c068b6b72699c7")


def gpt_header(sector, lba, other, array_lba, sectors, array):
    """The header of a GPT, UEFI 2.10, 5.3.2."""
    fields = [b"EFI PART", 0x10000, 92, 0, 0, lba, other, 40, sectors - 41, b"\x11" * 16,
              array_lba, 128, 128, zlib.crc32(array)]
    header = struct.pack("<8sIIIIQQQQ16sQIII", *fields)
    fields[3] = zlib.crc32(header)
    return struct.pack("<8sIIIIQQQQ16sQIII", *fields).ljust(sector, b"\0")


def put_gpt(path, sector, *partitions):
    """A GPT of (start, size, type, name), in bytes."""
    size = os.stat(path).st_size
    sectors = size // sector
    array = b"".join(
        struct.pack("<16s16sQQQ72s", kind, bytes([number] * 16), start // sector,
                    (start + length) // sector - 1, 0, name.encode("utf-16-le"))
        for number, (start, length, kind, name) in enumerate(partitions, 1)).ljust(128 * 128,
                                                                                  b"\0")
    span = len(array) // sector
    with open(path, "r+b") as file:
        file.write(massho.mbr((1, min(sectors - 1, 0xffffffff), 0xee)))
        file.seek(sector)
        file.write(gpt_header(sector, 1, sectors - 1, 2, sectors, array).ljust(sector, b"\0"))
        file.write(array)
        file.seek((sectors - 1 - span) * sector)
        file.write(array)
        file.write(gpt_header(sector, sectors - 1, 1, sectors - 1 - span, sectors, array))


class Loop(massho.Loop):
    """Without the partitions that somebody left behind when it was detached."""

    def __enter__(self):
        super().__enter__()
        for stale in Path("/sys/block", os.path.basename(self.node)).glob("*/partition"):
            self._blkpg(massho.BLKPG_DEL_PARTITION, int(stale.read_text(encoding="ascii")))
        return self


class Loop4096(Loop):
    """With sectors of 4096 bytes."""

    def __enter__(self):
        super().__enter__()
        subprocess.run(["losetup", "--sector-size", "4096", self.node], check=True)
        return self


def low_level(node, *words):
    """What blkid says, as a dictionary."""
    done = subprocess.run(["blkid", "-p", "-o", "export", *words, node], capture_output=True,
                          text=True, check=True)
    return dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)


class Contents(massho.Case):
    def setUp(self):
        super().setUp()
        self.needs_loop()

    def make(self, size):
        path = self.folder / "disk.img"
        with open(path, "wb") as file:
            file.truncate(size)
        return path

    def contents(self, node, expected=massho.DONE):
        found, = massho.json_lines(self.tool(expected, "wipe-list", "--json", node).stdout)
        return found["contents"]

    def test_what_the_usual_tools_make(self):
        luks = ["cryptsetup", "luksFormat", "-q", "--pbkdf", "pbkdf2",
                "--pbkdf-force-iterations", "1000", "--type"]
        makers = {
            "日本": ["mkfs.ext4", "-q", "-L", "日本"],
            "eks": ["mkfs.xfs", "-q", "-L", "eks"],
            "bee": ["mkfs.btrfs", "-q", "-L", "bee"],
            "pages": ["mkswap", "-q", "-L", "pages"],
            None: [*luks, "luks1"],
            "tresor": [*luks, "luks2", "--label", "tresor"],
        }
        for label, words in makers.items():
            with self.subTest(words[0]):
                path = self.make(320 * MIB)
                with Loop(path) as loop:
                    subprocess.run([*words, loop.node], check=True, input=b"secret",
                                   stdout=subprocess.DEVNULL)
                    before = path.stat().st_mtime_ns
                    content, = self.contents(loop.node)
                    blkid = low_level(loop.node)
                    self.assertEqual(
                        (content["type"], content["uuid"], content["usage"], content["label"]),
                        (blkid["TYPE"], blkid["UUID"], blkid["USAGE"], label))
                    self.assertEqual((content["node"], content["origin"], content["offset_bytes"],
                                      content["size_bytes"], content["partition_number"]),
                                     (loop.node, "signature", "0", str(320 * MIB), None))
                    self.assertEqual(path.stat().st_mtime_ns, before)

    def test_partitions_without_and_with_nodes(self):
        path = self.make(64 * MIB)
        put_gpt(path, 512, (MIB, 16 * MIB, LINUX, "home"), (17 * MIB, 8 * MIB, MSDATA, "文書"))
        with Loop(path) as loop:
            expected = [("gpt", loop.node, "0", None), ("partition", loop.node, str(MIB), 1),
                        ("partition", loop.node, str(17 * MIB), 2)]
            contents = self.contents(loop.node)
            self.assertEqual([(c["type"], c["node"], c["offset_bytes"], c["partition_number"])
                              for c in contents], expected)
            self.assertEqual([(c["partition_type_name"], c["partition_name"], c["partition_uuid"])
                              for c in contents[1:]],
                             [("Linux data", "home", "01010101-0101-0101-0101-010101010101"),
                              ("Microsoft basic data", "文書",
                               "02020202-0202-0202-0202-020202020202")])
            first = loop.add_partition(1, MIB, 16 * MIB)
            alone = loop.add_partition(7, 40 * MIB, 4 * MIB)  # not in the table
            subprocess.run(["mkfs.ext4", "-q", "-L", "one", first], check=True)
            subprocess.run(["mkswap", "-q", alone], check=True, stdout=subprocess.DEVNULL)
            self.assertEqual(
                [(c["type"], c["node"], c["offset_bytes"], c["size_bytes"], c["partition_number"],
                  c["signature_offset_bytes"]) for c in self.contents(loop.node)],
                [("gpt", loop.node, "0", str(64 * MIB), None, "512"),
                 ("ext4", first, str(MIB), str(16 * MIB), 1, str(MIB + 1024 + 56)),
                 ("partition", loop.node, str(17 * MIB), str(8 * MIB), 2, None),
                 ("swap", alone, str(40 * MIB), str(4 * MIB), None, str(40 * MIB + 4086))])

    def test_what_was_just_changed_is_seen(self):
        """The node's pages count, not what an earlier look left in the whole disk's."""
        path = self.make(32 * MIB)
        put_gpt(path, 512, (MIB, 16 * MIB, LINUX, ""))
        with Loop(path) as loop:
            first = loop.add_partition(1, MIB, 16 * MIB)
            subprocess.run(["mkfs.ext4", "-q", "-L", "before", first], check=True)
            with massho.Mount(first, self.folder / "mnt"), open(loop.node, "rb") as whole:
                whole.read(4 * MIB)
                self.assertEqual(self.contents(loop.node)[1]["label"], "before")
                subprocess.run(["e2label", first, "after"], check=True)
                self.assertEqual(self.contents(loop.node)[1]["label"], "after")

    def test_sectors_of_4096_bytes(self):
        path = self.make(64 * MIB)
        put_gpt(path, 4096, (MIB, 16 * MIB, LINUX, "big"))
        with open(path, "r+b") as file:
            file.seek(MIB + 1024)
            file.write(struct.pack("<III", 1, 255, 0))
            file.seek(MIB + 4086)
            file.write(b"SWAPSPACE2")
        with Loop4096(path) as loop:
            self.assertEqual([(c["type"], c["offset_bytes"], c["signature_offset_bytes"])
                              for c in self.contents(loop.node)],
                             [("gpt", "0", "4096"), ("swap", str(MIB), str(MIB + 4086))])

    def test_what_cannot_be_read_is_said(self):
        """The file ends before the device does: reads there fail."""
        path = self.make(64 * MIB)
        subprocess.run(["mkfs.ext4", "-q", "-L", "rest", path], check=True)
        with Loop(path) as loop:
            os.truncate(path, 32 * MIB)
            subprocess.run(["blockdev", "--flushbufs", loop.node], check=True)
            done = self.tool(massho.FAILED, "wipe-list", "--json", loop.node)
            found, = massho.json_lines(done.stdout)
            self.assertEqual((found["contents"], found["contents_error"]["code"],
                              found["contents_error"]["errno"]), (None, "io-error", 5))
            self.assertIn("there may be more on it", done.stderr)
            table = self.tool(massho.FAILED, "wipe-list", loop.node).stdout
            self.assertIn("ext4 rest", table)
            self.assertIn("UNREADABLE", table)


if __name__ == "__main__":
    massho.main()
