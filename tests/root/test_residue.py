# SPDX-License-Identifier: GPL-3.0-or-later
"""The residue program finds what is there, and nothing where nothing is."""
import random
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
import residue  # noqa: E402
from residue_disk import FILE_SYSTEMS, MIB, missing  # noqa: E402
from residue_markers import KINDS, SCANNER, Book, Found  # noqa: E402

RM = ["rm", "-rf", "{files}", "{tree}"]
SHRED = ["find", "{files}", "{tree}", "-type", "f", "-exec", "shred", "-n1", "{}", "+"]
SHARE = 4  # of the scene
METADATA = ("name", "old name", "target", "xattr name", "xattr", "large xattr", "acl")


def zeroed(size):
    return ["dd", "if=/dev/zero", "of={image}", "bs=1M", f"count={size // MIB}", "conv=notrunc"]


class Scanning(massho.Case):
    def put(self, size, *marks):
        path = self.folder / "image"
        data = bytearray(size)
        for offset, mark in marks:
            data[offset:offset + len(mark)] = mark
        path.write_bytes(data)
        return path

    def test_across_the_border_of_a_chunk(self):
        """At every distance from it, and at both ends of the file."""
        book = Book(1)
        word = book.word("name").encode()
        for chunk in (1, 7, 16, 255, 256, 4096):
            for back in range(len(word) + 2):
                image = self.put(3 * 4096, (4096 - back, word), (0, word), (12288 - 16, word))
                found = Found(book, image, chunk=chunk)
                self.assertEqual(found.places, {0: {0, 4096 - back, 12288 - 16}}, (chunk, back))
                self.assertEqual(found.bytes_read, 3 * 4096)

    def test_the_longest_string(self):
        mark = random.Random(1).randbytes(256)
        for offset in (0, 4096 - 255, 4095, 8192 - 256):
            image = self.put(8192, (offset, mark))
            done = subprocess.run([SCANNER, "--chunk", "4096", image], input=mark.hex(), text=True,
                                  stdout=subprocess.PIPE, check=True)
            self.assertEqual(done.stdout, f"0 {offset}\nend 8192\n")

    def test_after_many_zeros(self):
        """However many of them, and also if the marker itself has some."""
        for mark in (b"1" * 16, b"\0" * 7 + b"1" * 9, b"1" + b"\0" * 15):
            book = Book(1)
            book.add("xattr", (0, mark))
            for offset in (4095, 4096, 4097, 4096 + 4089, 3 * 4096 - 8, 4 * 4096 - 16):
                image = self.put(4 * 4096, (offset, mark))
                for chunk in (4096, 5000, 1 << 20):
                    found = Found(book, image, chunk=chunk)
                    self.assertEqual(found.places, {0: {offset}}, (mark, chunk))

    def test_half_a_marker_is_one(self):
        """Both halves count once; what shares only a few bytes with it does not count."""
        book = Book(1)
        word = book.word("name").encode()
        image = self.put(8192, (100, word), (600, word[:8]), (1000, word[8:]), (2000, word[:7]))
        self.assertEqual(Found(book, image).places, {0: {100, 600, 992}})

    def test_every_block_of_data_is_marked(self):
        for compressible in (False, True):
            book = Book(1)
            image = self.folder / "image"
            data = bytearray(book.data(100 * 512 + 32, "data", compressible))
            image.write_bytes(data)
            self.assertEqual(book.kinds, ["data"] * 101)
            self.assertEqual(Found(book, image).count("data")["times"], 101)
            data[512 * 7:512 * 8] = bytes(512)
            data[512 * 9 + 256:512 * 10] = bytes(256)  # half of a block is enough
            image.write_bytes(data)
            self.assertEqual(Found(book, image).of("data"), set(range(101)) - {7})

    def test_nothing_is_found_in_other_markers(self):
        book, other = Book(1), Book(2)
        book.data(MIB, "data")
        for kind in ("name", "target"):
            book.word(kind)
        image = self.folder / "image"
        image.write_bytes(other.data(4 * MIB, "data"))
        self.assertEqual(Found(book, image).places, {})

    def test_what_cannot_be_searched_fails(self):
        for words, text in ((["/nonexistent"], "11" * 8), ([self.folder], "11" * 8),
                            ([__file__], "11" * 7), ([__file__], "no hex!!" * 8),
                            ([__file__], "00" * 8 + "11"), ([__file__], "11" * 257),
                            (["--chunk", "0", __file__], "11" * 8), ([], "")):
            done = subprocess.run([SCANNER, *words], input=text, text=True, capture_output=True)
            self.assertEqual(done.returncode, 2, words)
            self.assertNotIn("end", done.stdout)


class Whole(massho.Case):
    def setUp(self):
        super().setUp()
        self.needs_loop()

    def measure(self, name, *commands, **how):
        fs = FILE_SYSTEMS[name]
        if missing(fs):
            self.skipTest(f"{missing(fs)} is not installed")
        done = residue.measure(fs, commands, folder=self.in_memory(), share=SHARE, **how)
        self.assertEqual([r["exit"] for r in done["runs"]], [0] * len(done["runs"]), done["runs"])
        self.assertEqual(done["bytes_searched"], fs.size)
        return done

    def shares(self, done, kinds=tuple(KINDS)):
        return {kind: x["share"] for kind, x in done["kinds"].items() if kind in kinds}

    def finds_all_after_rm(self, name):
        fs = FILE_SYSTEMS[name]
        done = self.measure(name, RM)
        self.assertEqual(set(self.shares(done).values()), {1}, done["kinds"])
        self.assertEqual((done["left"], done["harmed"], done["fsck"]), ([], [], ""))
        for kind in ("data", "tiny", *METADATA):
            x = done["kinds"][kind]
            self.assertEqual(x["before"]["markers"], x["made"], kind)
        for kind in ("old", "truncated", "behind", "zeroed"):
            self.assertGreater(done["kinds"][kind]["before"]["markers"], 0, kind)
        for kind in ("name", "old name", "target"):
            x = done["kinds"][kind]["after"]
            self.assertEqual(x["in_journal"], x["markers"], kind)
        done = self.measure(name, RM, offline=[zeroed(fs.size)])
        self.assertEqual(set(self.shares(done).values()), {0}, done["kinds"])
        self.assertNotEqual((done["harmed"], done["fsck"]), ([], ""))

    def test_ext4(self):
        self.finds_all_after_rm("ext4")

    def test_xfs(self):
        self.finds_all_after_rm("xfs")

    @massho.not_sanitized
    def test_overwriting(self):
        """Data that was overwritten is gone; names and what files held before are not."""
        done = self.measure("ext4", SHRED, RM)
        shares = self.shares(done)
        self.assertEqual([shares.pop(kind) for kind in ("data", "tiny", "zeroed")], [0] * 3)
        self.assertEqual(set(shares.values()), {1}, shares)
        done = self.measure("ext4 journal", SHRED, RM)
        self.assertGreater(done["kinds"]["data"]["after"]["in_journal"], 0)
        done = self.measure("xfs reflinked", SHRED, RM)
        self.assertEqual(self.shares(done, ("data", "shared")), {"data": 0, "shared": 1})
        self.assertEqual(done["harmed"], [])

    @massho.not_sanitized
    def test_compressed(self):
        """Markers are found in what btrfs compressed."""
        for name in ("btrfs lzo", "btrfs zstd"):
            x = self.measure(name, RM)["kinds"]["data"]
            self.assertGreater(x["before"]["markers"], 0.98 * x["made"])
            self.assertEqual(x["share"], 1)

    def test_harm_is_seen(self):
        done = self.measure("ext4", ["find", "{mount}", "-name", "innocent-*", "-size", "-2", "-exec",
                                     "sh", "-c", "echo x >>\"$1\"", "sh", "{}", ";"])
        harmed = [x for x in done["harmed"] if x.endswith(": changed")]
        self.assertGreater(len(harmed), 0)
        self.assertEqual(done["harmed"], harmed)
        self.assertEqual(len(done["left"]), done["asked"])
        self.assertEqual(done["fsck"], "")

    def test_a_broken_file_system_is_seen(self):
        wiped = ["dd", "if=/dev/zero", "of={image}", "bs=4096", "seek=1", "count=1", "conv=notrunc"]
        done = self.measure("ext4", RM, offline=[wiped])
        self.assertNotEqual(done["fsck"], "")

    def test_a_command_that_does_not_end(self):
        done = residue.run_command(["sleep", "600"], limit_s=0.1)
        self.assertIsNone(done["exit"])
        self.assertLess(done["seconds"], 60)

    def test_the_words_of_a_command(self):
        targets = residue.Targets(["/m/a", "/m/b {tree}"], "/m/t", "/m", "i")
        self.assertEqual(residue.fill_in(["x", "{files}", "--of={mount}", "{tree}", "{image}"],
                                         targets),
                         ["x", "/m/a", "/m/b {tree}", "--of=/m", "/m/t", "i"])
        self.assertEqual(residue.fill_in(["find", "{}", "+"], targets), ["find", "{}", "+"])


if __name__ == "__main__":
    massho.main()
