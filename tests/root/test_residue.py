# SPDX-License-Identifier: GPL-3.0-or-later
"""The residue program finds what is there, and nothing where nothing is."""
import random
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
import residue  # noqa: E402
import residue_claims  # noqa: E402
from residue_claims import ATTRIBUTES, NAMES  # noqa: E402
from residue_disk import FILE_SYSTEMS, MIB, missing  # noqa: E402
from residue_markers import KINDS, SCANNER, Book, Found  # noqa: E402

RM = ["rm", "-rf", "{files}", "{tree}"]
SHRED = ["find", "{files}", "{tree}", "-type", "f", "-exec", "shred", "-n1", "{}", "+"]
SHARE = 4  # of the scene
METADATA = (*(x for x in NAMES if x != "removed name"), *ATTRIBUTES)


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

    def test_a_value_is_marked_from_end_to_end(self):
        for size in (16, 32, 140, 2600):
            book, image = Book(1), self.folder / "image"
            data = book.value("xattr", size)
            windows = [data[start:start + 16] for start in range(size - 15)]
            image.write_bytes(b"".join(w + bytes(16) for w in windows))
            hit = {at // 32 for places in Found(book, image).places.values() for at in places}
            self.assertEqual(hit - {-1}, set(range(len(windows))), size)
            image.write_bytes(data)
            self.assertEqual(Found(book, image).count("xattr")["markers"], -(-size // 16))

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


class Claims(massho.Case):
    """What is said of each file, and of free space, against what an image has."""

    def setUp(self):
        super().setUp()
        self.book, self.marks = Book(3), {}
        for kind in ("data", "old", "shared", "xattr", "name", "long target"):
            self.book.of(f"/m/{kind}")
            self.marks[kind] = self.book.value(kind, 16)

    def untrue(self, objects, *found, journal=(), left=()):
        """found: of the kinds; the image has one in each block of 4 KiB, from the second on."""
        image = self.folder / "image"
        image.write_bytes(bytes(4096) + b"".join(self.marks[x].ljust(4096, b"\0") for x in found))
        after = Found(self.book, image, journal)
        return residue_claims.Judge(self.book, after, set(left)).untrue([objects])

    def file(self, name, level="F1", state="erased", left=0):
        return {"object": "file", "path": f"/m/{name}", "level": level, "state": state,
                "xattrs_left": left}

    def sums(self, journal="left"):
        return {"object": "files", "journal": journal, "by_level": {"F0": 1, "F1": 3}}

    def free(self, *told, error=None):
        return {"object": "free-space", "error": error, "not_reached": [
            {"part": part, "bytes": amount} for part, amount in told]}

    def test_one_file_among_others(self):
        files = [self.file("data"), self.file("shared", "F0", "removed"), self.file("old"),
                 self.sums()]
        self.assertEqual(self.untrue(files), [])
        self.assertEqual(self.untrue(files, "shared", "old", "name"), [])
        self.assertEqual(self.untrue(files, "shared", "data"), ["F1: data of 1 (data)"])
        files[0]["state"] = "failed"
        self.assertEqual(self.untrue(files, "data"), [])
        files[0] |= {"state": "erased", "level": "F2"}
        self.assertEqual(self.untrue(files, "data", "old"), ["F2: data of 1 (data)"])
        files[2]["level"] = "F2"
        self.assertEqual(self.untrue(files, "old"), ["F2: old of 1 (old)"])

    def test_attributes_and_links(self):
        for kind in ("xattr", "long target"):
            files = [self.file(kind, None, "removed"), self.sums()]
            self.assertEqual(self.untrue(files, kind),
                             [f"no attributes left: {kind} of 1 ({kind})"])
            self.assertEqual(self.untrue(files, kind, journal=[(4096, 8192)]), [])
            files[0]["xattrs_left"] = 1
            self.assertEqual(self.untrue(files, kind), [])

    def test_the_journal(self):
        files = [self.file("name"), self.sums("wiped")]
        self.assertEqual(self.untrue(files, "name"), [])
        self.assertEqual(self.untrue(files, "name", journal=[(4096, 8192)]),
                         ["journal wiped: name of 1 (name)"])

    def test_free_space(self):
        def wrong(*told, found=("old", "name"), **how):
            return self.untrue([self.free(*told), self.sums()], *found, **how)
        self.assertEqual(wrong(found=()), [])
        self.assertEqual(wrong(), ["free space: name (1)", "free space: old (1)"])
        self.assertEqual(wrong(left=["/m/old"]), ["free space: name (1)"])
        self.assertEqual(wrong(found=["shared"]), [])
        # Some of it was told: so much, or of that kind.
        self.assertEqual(wrong(("names", "0")), ["free space: old (1)"])
        self.assertEqual(wrong(("data", "1024")), [])
        self.assertEqual(wrong(("data", "512")),
                         ["free space: 2 sectors where 512 bytes were told (1)"])
        self.assertEqual(wrong(("data", None)), [])
        self.assertEqual(wrong(("data", None), journal=[(4096, 8192)]), ["free space: old (1)"])
        self.assertEqual(wrong(("data", "512"), ("journal", "0"), journal=[(4096, 8192)]), [])
        self.assertEqual(
            self.untrue([self.free(error={"code": "io"}), self.sums()], "old"), [])

    def test_what_has_no_end_is_no_claim(self):
        for text in ("", "{}", '{"object": "file"}', "Level of all files together: F1"):
            with self.assertRaises(RuntimeError):
                residue_claims.parse(text)
        self.assertEqual(residue_claims.levels(residue_claims.parse(
            '{"object": "files", "by_level": {"F0": 0, "F1": 2}}')), {"F1": 2})


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
        shares = self.shares(done)
        # A freed block may be one of the file system's own by now.
        for kind in ("old", "truncated", "behind", "zeroed"):
            self.assertGreater(shares.pop(kind), 0.7, kind)
        self.assertEqual(set(shares.values()), {1}, done["kinds"])
        self.assertEqual((done["left"], done["harmed"], done["fsck"]), ([], [], ""))
        for kind in ("data", "tiny", *METADATA):
            x = done["kinds"][kind]
            # What lies across two sectors of the log may have lost something of both halves.
            self.assertLessEqual(x["made"] - x["before"]["markers"], 1 + x["made"] // 50, kind)
        for kind in ("old", "truncated", "behind", "zeroed"):
            self.assertGreater(done["kinds"][kind]["before"]["markers"], 0, kind)
        for kind in ("name", "old name", "removed name", "target"):
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
        self.assertEqual({x.split(": ")[1] for x in done["harmed"]}, {"changed", "mtime changed"})
        self.assertEqual(len(done["left"]), done["asked"])
        self.assertEqual(done["fsck"], "")

    def test_harm_of_attributes_is_seen(self):
        """Attributes of files and folders that stay, modes, and names that come."""
        script = """cd "$1" || exit
            setfattr -n user.new -v x kept
            find large -type f -exec setfattr -x user.stays {} ';'
            chmod 1777 large; touch shared/new; ln -sfn elsewhere kept/link"""
        done = self.measure("ext4", ["sh", "-c", script, "sh", "{mount}"])
        harmed = [x.split(": ") for x in done["harmed"]]
        self.assertEqual({(x[0].split("/")[0], x[1]) for x in harmed} - {("kept", "mtime changed")},
                         {("kept", "attributes changed"), ("large", "attributes changed"),
                          ("large", "mode changed"), ("shared", "was not there before"),
                          ("kept", "target changed")})

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
