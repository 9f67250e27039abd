#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""wipe-file --manifest: exactly the files that are listed, wherever they are, and what of them is not there."""
import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import casework  # noqa: E402
import massho  # noqa: E402
from file_scene import FileSystem, Files, MIB, blocks  # noqa: E402
from massho import DONE, FAILED, PARTIAL, REFUSED, UNSUPPORTED, USAGE  # noqa: E402


def line_path(path):
    """As massho-manifest(5) writes a path."""
    try:
        text = path.decode()
        plain = all(c >= " " and not "\x7f" <= c <= "\x9f" and c not in "\u2028\u2029" for c in text)
    except UnicodeDecodeError:
        plain = False
    if plain:
        return '"path":"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')
    return '"path_hex":"%s"' % path.hex()


def manifest_of(files):
    """files: contents by path, bytes. The full form."""
    salt = bytes(range(32))
    lines = ['{"schema":"massho.manifest/1","salt":"%s","files":"%d","bytes":"%d"}' % (
        salt.hex(), len(files), sum(map(len, files.values())))]
    for path in sorted(files):
        lines.append('{%s,"name_sha256":"%s","size":"%d","sha256":"%s"}' % (
            line_path(path), hashlib.sha256(salt + path).hexdigest(), len(files[path]),
            hashlib.sha256(files[path]).hexdigest()))
    return ("\n".join(lines) + "\n").encode()


class Manifest(Files):
    FILES = {b"a": 5000, b"deep/b": 70001, b"deep/c": 5000, b"empty": 0}

    def setUp(self):
        super().setUp()
        self.fs = FileSystem(self, "ext4")
        self.root = self.fs.root / "copies"
        self.contents = {path: blocks(f"SECRETDATA-{path.decode()}", size)
                         for path, size in self.FILES.items()}
        for path, contents in self.contents.items():
            self.put(path, contents)
        self.list = self.folder / "list.jsonl"
        self.list.write_bytes(manifest_of(self.contents))
        # As large as a listed one, and as empty; both stay.
        self.kept = {self.put("deep/other", blocks("kept", 5000)), self.put("deep/empty", b"")}

    def put(self, path, contents):
        path = Path(os.fsdecode(os.path.join(os.fsencode(self.root), os.fsencode(path))))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)
        return path

    def pick(self, expected, *words, paths=None, confirm="copies", **how):
        """The results by path below the root, and the sums."""
        os.sync()
        files, total = self.wipe(expected, "--manifest", self.list, *words,
                                 *(paths or [self.root]), confirm=confirm, **how)
        return ({p.removeprefix(f"{self.root}/"): x for p, x in files.items()}, total)

    def left(self):
        return {p for p in self.root.rglob("*") if p.is_file()}

    def findings(self, **counts):
        return {"found": 0, "moved": 0, "changed": 0, "missing": 0, "unread": 0, "equal": 0, "equal_taken": 0, **counts}

    def test_all_are_found_and_nothing_else_goes(self):
        before = {p: (p.read_bytes(), p.stat().st_atime_ns, p.stat().st_mtime_ns) for p in self.kept}
        self.root.joinpath("link").symlink_to("a")
        plan, total = self.pick(DONE, "--dry-run")
        self.assertEqual({p: x["match"] for p, x in plan.items()}, dict.fromkeys(
            ("a", "deep/b", "deep/c", "empty"), "found"))
        self.assertEqual((total["files"], total["manifest"]), (4, self.findings(found=4)))
        files, total = self.pick(DONE, "--record", "r.json")
        self.assertEqual({(x["state"], x["level"]) for x in files.values()}, {("erased", "F1")})
        self.assertEqual(files["deep/b"]["listed"], "deep/b")
        self.assertEqual(self.left(), self.kept)
        self.assertTrue(self.root.joinpath("link").is_symlink())
        for path, (contents, atime, mtime) in before.items():
            self.assertEqual((path.stat().st_atime_ns, path.stat().st_mtime_ns), (atime, mtime))
            self.assertEqual(path.read_bytes(), contents)
        record = massho.record(self.folder / "r.json")
        listed = record["files"]["manifest"]
        self.assertEqual(listed["sha256"], hashlib.sha256(self.list.read_bytes()).hexdigest())
        self.assertEqual((listed["files"], listed["found"], record["verdict"]),
                         (4, 4, "erased-verified"))
        attempt = massho.record(self.folder / "r.attempt.json")
        self.assertEqual(attempt["files"]["manifest"], listed)
        self.assertEqual(self.fs.raw().count(b"SECRETDATA"), 0)

    def test_moved_and_renamed(self):
        shutil.move(self.root / "a", self.root / "deep/renamed")
        files, total = self.pick(DONE)
        self.assertEqual((files["deep/renamed"]["match"], files["deep/renamed"]["listed"]),
                         ("moved", "a"))
        self.assertEqual(total["manifest"], self.findings(found=3, moved=1))
        self.assertEqual(self.left(), self.kept)
        self.assertEqual(self.fs.raw().count(b"SECRETDATA"), 0)

    def own(self):
        """Files that nobody listed, and that hold the same; one of them with two names."""
        own = {self.put("deep/again", self.contents[b"deep/b"]), self.put("own/config", self.contents[b"a"]),
               self.put("own/twice", self.contents[b"a"])}
        os.link(self.root / "own/twice", self.root / "own/twice-too")
        return own | {self.root / "own/twice-too"}

    def test_what_is_equal_and_not_listed_is_left(self):
        own = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in self.own()}
        equal = {"deep/again": "deep/b", "own/config": "a", "own/twice": "a"}
        for words in (("--dry-run",), ("--record", "r.json")):
            files, total = self.pick(PARTIAL, *words)
            left = {p: x for p, x in files.items() if x["state"] == "equal"}
            self.assertEqual({p: x["listed"] for p, x in left.items()}, equal)
            self.assertEqual({(x["match"], x["level"], x["touched"], x["error"]) for x in left.values()},
                             {("equal", None, False, None)})
            self.assertEqual({x["sha256"] for x in left.values()}, {hashlib.sha256(self.contents[x]).hexdigest()
                                                                    for x in (b"a", b"deep/b")})
            self.assertEqual(total["manifest"], self.findings(found=4, equal=3))
            self.assertEqual((total["files"], total["level"], total["by_state"]["equal"]), (4, "F0", 3))
            self.assertIn("own/config: equal to a listed file, and not listed itself: left", self.stderr)
        self.assertEqual(left["own/twice"]["names"], 2)
        self.assertEqual(self.left(), self.kept | own.keys())
        for path, before in own.items():
            self.assertEqual((path.read_bytes(), path.stat().st_mtime_ns), before)
        record = massho.record(self.folder / "r.json")
        self.assertEqual((record["verdict"], record["files"]["by_state"]["erased"], record["files"]["by_state"]["equal"],
                          record["files"]["manifest"]["equal"]), ("partial", 4, 3, 3))
        self.assertEqual(massho.record(self.folder / "r.attempt.json")["files"]["manifest"],
                         record["files"]["manifest"])
        listed = [json.loads(x) for x in (self.folder / "r.files.jsonl").read_text().splitlines()[1:]]
        self.assertEqual({x["path"].removeprefix(f"{self.root}/") for x in listed if x["state"] == "equal"},
                         set(equal))
        done = massho.run("wipe-verify", "--json", self.folder / "r.json")
        self.assertEqual(massho.json_lines(done.stdout)[0]["held"], "no")

    def test_equal_files(self):
        """They go, too, where that is asked for, and are counted apart."""
        self.own()
        plan, total = self.pick(DONE, "--equal-files", "--dry-run")
        self.assertEqual({p: x["listed"] for p, x in plan.items() if x["match"] == "equal"},
                         {"deep/again": "deep/b", "own/config": "a", "own/twice": "a"})
        self.assertEqual((total["files"], total["manifest"]), (7, self.findings(found=4, equal_taken=3)))
        self.pick(REFUSED, "--equal-files", paths=[self.root, self.list], confirm="4")
        files, total = self.pick(DONE, "--equal-files", "--record", "r.json", paths=[self.root, self.list], confirm="7")
        self.assertEqual({x["state"] for x in files.values()}, {"erased"})
        self.assertEqual(files["own/twice"]["names"], 2)
        self.assertEqual(total["manifest"], self.findings(found=4, equal_taken=3))
        self.assertEqual(self.left(), self.kept)
        record = massho.record(self.folder / "r.json")
        self.assertEqual((record["verdict"], record["files"]["count"], record["files"]["by_state"]["equal"]),
                         ("erased-verified", 7, 0))
        self.assertEqual((record["files"]["manifest"]["equal"], record["files"]["manifest"]["equal_taken"]), (0, 3))
        self.assertEqual(self.fs.raw().count(b"SECRETDATA"), 0)

    def test_the_number_that_confirms_is_of_what_goes(self):
        self.own()
        self.pick(REFUSED, paths=[self.root, self.list], confirm="7")
        self.pick(PARTIAL, paths=[self.root, self.list], confirm="4")

    def test_missing_and_changed(self):
        self.root.joinpath("a").unlink()
        changed = {self.put("deep/c", blocks("later", 5000)), self.put("empty", b"no longer")}
        plan, total = self.pick(PARTIAL, "--dry-run")
        self.assertEqual({p: x["state"] for p, x in plan.items()},
                         {"a": "missing", "deep/b": "planned", "deep/c": "changed", "empty": "changed"})
        files, total = self.pick(PARTIAL, "--record", "r.json")
        self.assertEqual(total["manifest"], self.findings(found=1, changed=2, missing=1))
        self.assertEqual((total["files"], total["level"]), (1, "F0"))
        self.assertIn("missing: listed", self.stderr)
        self.assertIn("not touched", self.stderr)
        self.assertEqual(self.left(), self.kept | changed)
        record = massho.record(self.folder / "r.json")
        self.assertEqual((record["verdict"], record["files"]["by_state"]["missing"]), ("partial", 1))
        listed = [json.loads(x) for x in (self.folder / "r.files.jsonl").read_text().splitlines()[1:]]
        self.assertEqual({x["path"].removeprefix(f"{self.root}/"): x["state"] for x in listed},
                         {"a": "missing", "deep/b": "erased", "deep/c": "changed", "empty": "changed"})
        # Once more: of two nothing is left that is listed, of two something else.
        _, total = self.pick(FAILED)
        self.assertEqual(total["manifest"], self.findings(changed=2, missing=2))
        done = massho.run("wipe-verify", "--json", self.folder / "r.json")
        self.assertEqual(massho.json_lines(done.stdout)[0]["held"], "no")

    def test_all_are_missing(self):
        """Goal: that they were not found is on record; what can still be wiped is."""
        os.sync()
        shutil.rmtree(self.root)
        self.root.mkdir()
        # Nothing would be touched: nobody is asked.
        done = massho.run("wipe-file", "--manifest", self.list, "--record", "r.json", self.root,
                          cwd=self.folder)
        self.assertEqual(done.returncode, FAILED, done.stderr)
        record = massho.record(self.folder / "r.json")
        self.assertEqual((record["verdict"], record["files"]["by_state"]["missing"]), ("failed", 4))
        listed = (self.folder / "r.files.jsonl").read_text().splitlines()[1:]
        self.assertEqual({json.loads(x)["state"] for x in listed}, {"missing"})
        self.assertTrue((self.folder / "r.attempt.json").exists())
        words = ("--manifest", self.list, "--free-space", self.fs.root, "--record", "s.json", self.root)
        done = massho.run("wipe-file", "--confirm", "wrong", *words, cwd=self.folder)
        self.assertEqual(done.returncode, REFUSED, done.stderr)
        os.sync()
        self.assertGreater(self.fs.image.read_bytes().count(b"SECRETDATA"), 0)
        done = massho.run("wipe-file", "--confirm", "copies", *words, cwd=self.folder)
        self.assertEqual(done.returncode, FAILED, done.stderr)
        self.assertIn("read back: ", done.stdout)
        record = massho.record(self.folder / "s.json")
        self.assertEqual((record["verdict"], record["files"]["free_space"]["result"]), ("failed", "wiped"))
        self.assertEqual(self.fs.raw().count(b"SECRETDATA"), 0)

    def test_only_changed(self):
        for path in self.contents:
            self.put(path, b"something else")
        before = self.left()
        self.pick(REFUSED)
        self.pick(REFUSED, "--dry-run")
        self.assertEqual(self.left(), before)

    def test_a_changed_one_of_which_the_listed_contents_are_elsewhere(self):
        shutil.move(self.root / "a", self.root / "b")
        new = self.put("a", b"new")
        more = self.put("c", self.contents[b"a"])
        files, total = self.pick(PARTIAL)
        self.assertEqual((files["b"]["state"], files["a"]["state"], files["c"]["state"]),
                         ("erased", "changed", "equal"))
        self.assertEqual(total["manifest"], self.findings(found=3, changed=1, equal=1))
        self.assertEqual(self.left(), self.kept | {new, more})

    def test_exchanged_names_are_no_change(self):
        a, b = self.root / "a", self.root / "deep/b"
        a.rename(self.root / "x"), b.rename(a), (self.root / "x").rename(b)
        _, total = self.pick(DONE)
        self.assertEqual(total["manifest"], self.findings(found=2, moved=2))

    def test_each_copy_that_is_listed_needs_one_of_its_own(self):
        """Two alike, and a hundred thousand could be: of one that is left, one is found."""
        alike = {b"%d" % i: b"the same" for i in range(20)}
        self.list.write_bytes(manifest_of(alike))
        for name in (b"3", b"x", b"y"):
            self.put(name, b"the same")
        files, total = self.pick(PARTIAL)
        self.assertEqual(total["manifest"], self.findings(found=1, moved=2, missing=17))
        self.assertEqual(files["3"]["listed"], "3")
        self.assertEqual((files["x"]["listed"], files["y"]["listed"]), ("0", "1"))

    def test_of_more_than_are_listed_the_first_by_path_go(self):
        self.list.write_bytes(manifest_of({b"0": b"the same", b"1": b"the same"}))
        for name in (b"z", b"deep/x", b"y", b"w"):
            self.put(name, b"the same")
        files, total = self.pick(PARTIAL)
        self.assertEqual({p: (x["state"], x["listed"]) for p, x in files.items()}, {
            "deep/x": ("erased", "0"), "w": ("erased", "1"), "y": ("equal", "0"), "z": ("equal", "0")})
        self.assertEqual(total["manifest"], self.findings(moved=2, equal=2))

    def test_at_its_path_goes_before_one_that_is_earlier(self):
        """As a person finds it: what is listed goes, what only holds the same stays."""
        shutil.rmtree(self.root)
        self.list.write_bytes(manifest_of({b"copy/flag": b"yes\n"}))
        self.put("copy/flag", b"yes\n")
        own = {self.put("a/flag", b"yes\n"), self.put("private/my-own-config", b"yes\n")}
        files, total = self.pick(PARTIAL)
        self.assertEqual(files["copy/flag"]["state"], "erased")
        self.assertEqual(total["manifest"], self.findings(found=1, equal=2))
        self.assertEqual(self.left(), own)

    def test_at_its_path_below_each(self):
        """Whoever names two folders names the files in both."""
        shutil.copytree(self.root, self.fs.root / "second")
        files, total = self.pick(DONE, paths=[self.root, self.fs.root / "second"], confirm="8")
        self.assertEqual(total["manifest"], self.findings(found=4))
        self.assertEqual((total["files"], self.left()), (8, self.kept))

    def test_a_name_that_is_not_listed(self):
        """Below the path, elsewhere, of an empty file: none of them loses its contents."""
        os.link(self.root / "a", self.root / "deep/second")
        os.link(self.root / "empty", self.root / "deep/nothing")
        outside = self.fs.root / "outside"
        os.link(self.root / "deep/b", outside)
        before = self.left()
        for words, code, reached in (("--dry-run",), REFUSED, {"deep/c": "planned"}), ((), PARTIAL, {"deep/c": "erased"}):
            files, total = self.pick(code, *words)
            self.assertEqual({p: x["state"] for p, x in files.items()}, {
                "a": "refused", "empty": "refused", "deep/b": "refused", **reached})
            self.assertIn("not listed: %s/deep/second" % self.root, files["a"]["error"]["message"])
            self.assertIn("not listed: %s/deep/nothing" % self.root, files["empty"]["error"]["message"])
            self.assertIn("another name (hard link) that is not listed: of 2 names only 1", files["deep/b"]["error"]["message"])
            self.assertEqual(total["manifest"], self.findings(found=4))
        self.assertEqual(self.left(), before - {self.root / "deep/c"})
        self.assertEqual((self.root / "deep/second").read_bytes(), self.contents[b"a"])
        self.assertEqual(outside.read_bytes(), self.contents[b"deep/b"])
        # The names below the path may go; the one elsewhere still may not.
        files, total = self.pick(PARTIAL, "--equal-files")
        self.assertEqual({p: (x["state"], x["names"], x["match"]) for p, x in files.items() if x["match"]}, {
            "a": ("erased", 2, "found"), "empty": ("erased", 2, "found"), "deep/b": ("refused", 1, "found")})
        self.assertEqual(total["manifest"], self.findings(found=3, missing=1))
        self.assertEqual(self.left(), self.kept | {self.root / "deep/b"})

    def test_a_further_name_that_comes_first(self):
        """The file is still the one that is listed."""
        for name in ("a", "empty"):
            os.link(self.root / name, self.root / name.upper())
        files, total = self.pick(DONE, "--equal-files")
        self.assertEqual({p: (x["match"], x["listed"], x["names"]) for p, x in files.items() if x["names"] > 1}, {
            "a": ("found", "a", 2), "empty": ("found", "empty", 2)})
        self.assertEqual(total["manifest"], self.findings(found=4))
        self.assertEqual(self.left(), self.kept)

    def test_names_that_are_all_listed(self):
        for path in (b"again", b"deep/third"):
            self.contents[path] = self.contents[b"a"]
            os.link(self.root / "a", self.root / path.decode())
        self.list.write_bytes(manifest_of(self.contents))
        (self.root / "deep/third").rename(self.root / "moved")
        files, total = self.pick(DONE)
        one, = [x for x in files.values() if x["names"] == 3]
        self.assertEqual(one["state"], "erased")
        self.assertEqual(total["manifest"], self.findings(found=5, moved=1))
        self.assertEqual(self.left(), self.kept)

    def test_open_elsewhere(self):
        with open(self.root / "a", "rb"), open(self.root / "deep/other", "rb"):
            files, total = self.pick(PARTIAL)
        self.assertEqual((files["a"]["state"], files["a"]["match"]), ("refused", "found"))
        self.assertNotIn("deep/other", files)

    def test_what_is_there_is_refused_and_the_rest_is_missing(self):
        for name in ("deep/b", "deep/c", "empty"):
            self.root.joinpath(name).unlink()
        with open(self.root / "a", "rb"):
            _, total = self.pick(FAILED, "--record", "r.json")
        self.assertEqual(total["manifest"], self.findings(found=1, missing=3))
        record = massho.record(self.folder / "r.json")
        self.assertEqual((record["verdict"], record["files"]["by_state"]["refused"]), ("failed", 1))
        for name, held in (("r.json", "no"), ("r.attempt.json", "open")):
            done = massho.run("wipe-verify", "--json", self.folder / name)
            self.assertEqual(massho.json_lines(done.stdout)[0]["held"], held, done.stdout)

    def ask(self, *words):
        """On a terminal, until it asks."""
        os.sync()
        terminal = self.terminal([massho.tool_path("wipe-file"), "--manifest", self.list, *words,
                                  "--record", self.folder / "r.json", self.root])
        terminal.wait_for("type copies: ")
        return terminal

    def test_written_to_after_it_was_compared(self):
        """In the same place, at the same size: the hash under the lease is another one."""
        own = {self.put("again", self.contents[b"deep/b"])}
        terminal = self.ask()
        self.assertIn("preparing", terminal.text())
        self.assertIn("Equal to a listed file, not listed, and left: 1", terminal.text())
        self.assertIn("Files to be erased: 4", terminal.text())
        path = self.root / "a"
        with open(path, "r+b") as file:
            file.write(b"Secret")
        later = path.read_bytes()
        terminal.type("copies\n")
        self.assertEqual(terminal.end(), PARTIAL, terminal.text())
        self.assertIn("it is no longer the one that is listed", terminal.text())
        self.assertIn("at their paths 4, elsewhere 0", terminal.text())
        self.assertEqual(path.read_bytes(), later)
        self.assertEqual(self.left(), self.kept | own | {path})
        self.assertEqual(massho.record(self.folder / "r.json")["files"]["by_state"]["refused"], 1)

    def test_text(self):
        shutil.move(self.root / "a", self.root / "deep/renamed")
        self.root.joinpath("empty").unlink()
        os.sync()
        done = massho.run("wipe-file", "--dry-run", "--manifest", self.list, self.root)
        self.assertEqual(done.returncode, PARTIAL)
        self.assertIn("      listed as a\n", done.stdout)
        self.assertIn("at their paths 2, elsewhere 1, changed 0, missing 1", done.stdout)
        self.assertIn("empty: missing", done.stderr)
        self.put("again", self.contents[b"a"])
        os.sync()
        done = massho.run("wipe-file", "--dry-run", "--manifest", self.list, self.root)
        self.assertIn("      listed as a\n", done.stdout)
        self.assertIn("deep/renamed: equal to a listed file", done.stderr)
        self.assertIn("and left: 1 (--equal-files erases them, too)", done.stdout)
        done = massho.run("wipe-file", "--dry-run", "--equal-files", "--manifest", self.list, self.root)
        self.assertIn("      not listed, equal to a\n", done.stdout)
        self.assertIn("and taken, too: 1\n", done.stdout)

    def test_what_cannot_be_read_is_told(self):
        """It may be one that is listed, here or anywhere."""
        shut = [self.root / name for name in ("a", "deep/other", "deep/shut")]
        shut[2].mkdir()
        for path in (self.fs.root, self.root, *self.root.rglob("*")):
            os.chown(path, 65534, 65534)
        for path in (self.folder, self.list):
            path.chmod(0o755)
        for path in shut:
            path.chmod(0)
        out = self.fs.root / "out"
        out.mkdir()
        os.chown(out, 65534, 65534)
        files, total = self.pick(FAILED, "--record", out / "r.json", user=65534, group=65534)
        self.assertEqual({p: (x["match"], x["listed"]) for p, x in files.items()
                          if x["state"] == "failed"},
                         {"a": ("unread", "a"), "deep/other": ("unread", None), "deep/shut": (None, None)})
        self.assertEqual(total["manifest"], self.findings(found=3, unread=1))
        self.assertTrue(all(path.exists() for path in shut))
        self.assertEqual(massho.record(out / "r.json")["files"]["manifest"]["unread"], 1)

    def test_require(self):
        self.pick(UNSUPPORTED, "--require", "F3")
        self.assertEqual(len(self.left()), 6)

    def test_several_paths_and_files(self):
        shutil.move(self.root / "deep/b", self.fs.root / "b")
        files, total = self.pick(DONE, paths=[self.root, self.fs.root / "b", self.root],
                                 confirm="4")
        self.assertEqual(total["manifest"], self.findings(found=3, moved=1))

    def test_a_name_that_is_reached_twice(self):
        """It is at its path if it is from either of them; and it is one file."""
        for path in (b"deep/b", b"b"):
            self.list.write_bytes(manifest_of({path: self.contents[b"deep/b"]}))
            files, total = self.pick(DONE, "--dry-run", paths=[self.root, self.root / "deep"])
            self.assertEqual((total["files"], total["manifest"]), (1, self.findings(found=1)))
            self.assertEqual(files["deep/b"]["match"], "found")

    def test_names(self):
        names = {b"new\nline": b"1", b"\xff\xfe not utf-8": b"22", "日本語".encode(): b"333",
                 b'"quoted\\': b"4444", b"gone\xff": b"55555"}
        self.list.write_bytes(manifest_of(names))
        for name, contents in names.items():
            if not name.startswith(b"gone"):
                self.put(name, contents)
        log = self.folder / "log"
        files, total = self.pick(PARTIAL, "--log", log)
        self.assertEqual(total["manifest"], self.findings(found=4, missing=1))
        hexes = {x["listed_hex"]: x["state"] for x in files.values() if x["listed_hex"]}
        self.assertEqual(hexes, {b"\xff\xfe not utf-8".hex(): "erased", b"gone\xff".hex(): "missing"})
        self.assertNotIn("utf-8", log.read_text())

    def test_what_is_no_manifest_touches_nothing(self):
        good = self.list.read_bytes()
        public = b"\n".join([b'{"schema":"massho.manifest/1","files":"0","bytes":"0"}', b""])
        for data, code in ((good[:-2], FAILED), (good.replace(b"5000", b"5001", 1), FAILED),
                           (b"", FAILED), (public, USAGE), (manifest_of({}), USAGE)):
            self.list.write_bytes(data)
            self.pick(code)
        self.list.unlink()
        self.pick(USAGE)
        self.list.write_bytes(good)
        self.pick(USAGE, "--recursive")
        self.wipe(USAGE, "--equal-files", self.root)
        self.pick(USAGE, paths=["--free-space", self.fs.root])
        self.assertEqual(len(self.left()), 6)


class Register(casework.Case):
    """What wipe-case copy-out leaves is what --manifest takes."""

    def test_copy_out_then_erase(self):
        if os.geteuid() != 0:
            self.skipTest("not root")
        fs = FileSystem(self, "ext4")
        data, to = self.folder / "data", fs.root / "to"
        (data / "sub").mkdir(parents=True)
        to.mkdir()
        for name, contents in (("a", b"SECRET a"), ("sub/\udcff\n", b"SECRET b"), ("empty", b"")):
            (data / name).write_bytes(contents)
        own = to / "own"
        own.write_bytes(b"the engineer's")
        self.begin()
        self.receive("disk")
        self.permit("copies", "--purpose", "copy-inside", "--of", "disk")
        self.wipe_case("copy-out", data, "--item", "copies", "--to", to, "--serial", "S-1")
        lists = {p: p.read_bytes() for p in (self.case / "attachments").glob("*.jsonl")}
        (path, listed), = lists.items()
        (to / "data" / "a").rename(to / "moved")
        key, cert = self.key()
        done = self.tool(DONE, "wipe-file", "--json", "--manifest", path, "--confirm", "to",
                         "--sign", key, "--cert", cert, "--record", self.folder / "r.p7m", to)
        total = massho.json_lines(done.stdout)[-1]
        self.assertEqual((total["manifest"]["found"], total["manifest"]["moved"]), (2, 1))
        self.assertEqual([p for p in to.rglob("*") if p.is_file()], [own])
        # The evidence: what the case's record calls its list is what was erased by.
        record = massho.record(self.folder / "r.p7m")
        made = [massho.record(p) for p in (self.case / "records").glob("*.p7m")]
        copied, = [x for x in made if x["type"] == "copy-out" and x.get("manifest")]
        for key in ("sha256", "public_sha256", "files", "bytes"):
            self.assertEqual(record["files"]["manifest"][key], copied["manifest"][key])
        self.assertEqual(record["verdict"], "erased-verified")
        self.assertEqual(hashlib.sha256(listed).hexdigest(), copied["manifest"]["sha256"])
        self.assertEqual(fs.raw().count(b"SECRET"), 0)


if __name__ == "__main__":
    massho.main()
