#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Erasing copies of files in a case: what it allows, what it gets to know, and what it says of the copy."""
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import casework  # noqa: E402
import massho  # noqa: E402
from file_scene import FileSystem, Files, MIB, blocks  # noqa: E402
from massho import (DONE, FAILED, INTERRUPTED, PARTIAL, REFUSED, UNSAVED, USAGE,  # noqa: E402
                    environment, tool_path)

NAMES = ("a", "b", "sub/a")
ALL = {"erased": 3, "changed": 0, "only_name": 0, "left": 0}


class InCase(casework.Case, Files):
    def setUp(self):
        super().setUp()
        self.needs_loop()
        self.source = self.folder / "data"
        (self.source / "sub").mkdir(parents=True)
        for name in NAMES:
            (self.source / name).write_bytes(blocks(f"SECRETDATA-{name}", 5000))

    def copied(self, *policy, name="case", to=None):
        """A case, and a copy of what was received: on a disk of its own, unless told otherwise."""
        self.begin(*policy, name=name)
        self.receive("doc", "--due", "return")
        self.permit("copy", "--purpose", "copy-inside", "--of", "doc")
        to = to or FileSystem(self, "ext4").root
        self.copy_out(to)
        self.tree = to / "data"

    def copy_out(self, to):
        self.wipe_case("copy-out", self.source, "--item", "copy", "--to", to)

    def words(self, *paths, item="copy", case=None):
        return [*self.signing(case), "--item", item, "--recursive", *(paths or (self.tree,))]

    def erase(self, expected, *paths, item="copy", case=None, more=()):
        """The object "case" of the result."""
        confirm = (paths or (self.tree,))[0].name if len(paths) < 2 else "2"
        return self.wipe(expected, *more, *self.words(*paths, item=item, case=case), confirm=confirm)[1]["case"]

    def everything(self):
        return {p: p.read_bytes() for p in self.folder.rglob("*") if p.is_file() and
                p.name != ".massho-lock" and p.suffix != ".img"}

    def refused(self, *paths, expected=REFUSED, says="", **how):
        """Nothing is touched, nothing recorded, and it is said why."""
        before = self.everything()
        words = self.words(*paths, **how)
        name = (paths or (self.tree,))[0].name
        done = self.tool(expected, "wipe-file", "--confirm", name, *words, cwd=self.folder)
        self.assertIn(says, done.stderr)
        self.assertTrue(done.stderr.strip())
        self.assertEqual(self.everything(), before)

    def told(self, case=None):
        """What "wipe-case status" says of each erasure of the copy."""
        done = massho.run("wipe-case", "status", case or self.case, "--item", "copy", "--json")
        return [x for x in massho.json_lines(done.stdout) if x["object"] == "record" and x["type"] == "erasure"]

    def problems(self, case=None):
        found = massho.json_lines(massho.run("wipe-case", "verify", case or self.case, "--json").stdout)
        return {f["problem"] for f in found if f["object"] == "finding"} - {"not-pinned", "undecided"}


class Erased(InCase):
    def test_to_a_confirmed_item(self):
        self.copied()
        before = self.everything()
        _, total = self.wipe(DONE, "--dry-run", *self.words())
        self.assertEqual(self.everything(), before)
        self.assertEqual((total["case"]["label"], total["case"]["allowed"], total["case"]["fault"]),
                         ("copy", True, "none"))
        result = self.erase(DONE)
        item = self.item("copy")
        attempt, = self.records("attempt")
        erasure, = self.records("erasure")
        self.assertEqual(result | {"number": 0}, {
            "item": item["id"], "label": "copy", "number": 0, "file": erasure.name, "fault": "none",
            "awaits_confirmation": True, "copied": ALL})
        self.assertEqual((item["outcome"], item["lacks"]), ("erased", ["confirmation"]))
        self.assertFalse(self.tree.exists())
        for path in (attempt, erasure):
            self.assertEqual(massho.record(path)["case"]["item"], item["id"])
            wanted = massho.record(path)["files"]["list"]["sha256"]
            self.assertTrue((self.case / "attachments" / f"{wanted}.jsonl").is_file())
        self.assertEqual(list(self.folder.glob("massho-*")), [])
        self.assertEqual([x["copied"] for x in self.told()], [ALL])
        self.confirm()
        self.assertEqual(self.item("copy")["lacks"], [])
        self.assertEqual(self.problems(), set())
        self.bare_export()
        self.tree = self.source
        self.refused(says="has ended already")

    def bare_export(self):
        """Without names the same is told, by contents."""
        for name, more in (("whole", ()), ("bare", ("--without-personal",))):
            to = self.folder / name
            self.tool(DONE, "wipe-case", "export", self.case, to, *more)
            self.assertEqual([x["copied"] for x in self.told(to)], [ALL])
        names = b"".join(p.read_bytes() for p in (to / "attachments").iterdir())
        self.assertNotIn(b"data/sub", names)
        self.assertEqual(self.problems(to), {"attachment-left-out"})

    def test_some_of_it_and_then_the_rest(self):
        """The rules take the first one for the whole copy: whoever is asked to confirm is told."""
        self.copied()
        copies = self.folder / "copies"
        copies.mkdir()
        some = {"erased": 1, "changed": 0, "only_name": 0, "left": 2}
        self.assertEqual(self.erase(PARTIAL, self.tree / "a", more=("--save-to", copies))["copied"], some)
        self.assertIn("not erased", self.stderr)
        kept = {p.name for p in copies.iterdir()}
        lists = {p.name for p in (self.case / "attachments").iterdir()}
        self.assertEqual(len(kept & lists), 2)
        self.assertEqual([x["copied"] for x in self.told()], [some])
        key, cert = self.key("officer")
        done = self.tool(DONE, "wipe-case", "confirm", self.case, "--accept", "--all", "--key", key,
                         "--cert", cert)
        self.assertIn("not among those erased 2", done.stderr)
        self.refused(says="has ended already")
        self.instruct("--item", "copy")
        self.assertEqual(self.erase(DONE)["copied"], ALL)
        self.assertEqual([x["copied"] for x in self.told()], [ALL, ALL])

    def test_changed_moved_and_an_altered_list(self):
        self.copied()
        (self.tree / "a").write_bytes(b"edited")
        (self.tree / "b").rename(self.tree / "renamed")
        (self.tree / "more").write_bytes(b"of no copy")
        told = {"erased": 2, "changed": 1, "only_name": 0, "left": 0}
        self.assertEqual(self.erase(DONE)["copied"], told)
        lists = [self.case / "attachments" / f"{massho.record(path)['files']['list']['sha256']}.jsonl"
                 for path in (*self.records("erasure"), *self.records("attempt"))]
        lists[0].write_bytes(lists[1].read_bytes())
        self.assertEqual([x["copied"] for x in self.told()], [None])
        self.assertEqual(self.problems(), {"attachment-altered"})

    def test_by_the_manifest_of_the_copying(self):
        """What lies beside it stays, and what is missing is told twice."""
        self.copied()
        (self.tree / "more").write_bytes(b"of no copy")
        (self.tree / "b").unlink()
        wanted = massho.record(self.records("copy-out")[-1])["manifest"]["sha256"]
        words = [*self.signing(), "--item", "copy", "--manifest",
                 self.case / "attachments" / f"{wanted}.jsonl", self.tree.parent]
        _, total = self.wipe(PARTIAL, *words, confirm="on-ext4")
        self.assertEqual(total["case"]["copied"], {"erased": 2, "changed": 0, "only_name": 0, "left": 1})
        self.assertEqual((self.tree / "more").read_bytes(), b"of no copy")
        done = self.tool(FAILED, "wipe-file", *words, "--confirm", "on-ext4", cwd=self.folder)
        self.assertNotIn("NOT in the case", done.stdout)

    def test_only_names(self):
        """F0 closes nothing."""
        self.copied(to=self.in_memory())
        result = self.erase(PARTIAL)
        self.assertEqual((result["fault"], result["copied"]["only_name"]), ("none", 3))
        self.assertFalse(result["awaits_confirmation"])
        self.assertEqual(self.item("copy")["outcome"], "none")
        self.assertEqual(self.state()["open_attempts"], 0)


class Refused(InCase):
    def test_what_the_case_does_not_allow(self):
        self.copied("--return-before-erase")
        self.refused(says="doc")  # has to go back first
        _, total = self.wipe(REFUSED, "--dry-run", *self.words())
        self.assertEqual((total["case"]["allowed"], total["case"]["fault"]), (False, "return-first"))
        self.instruct("--item", "copy")
        self.refused(item="doc", says="medium")
        self.refused(item="nobody", says="nobody")
        first = self.case
        self.begin(name="other")
        self.refused(says="copy")
        self.case = first
        self.wipe_case("incident", "--kind", "leaked", "--item", "copy", "--text", "it leaked")
        self.refused(says="incident")
        self.assertEqual(self.records("attempt"), [])

    def test_places(self):
        self.copied()
        outside, self.case = self.case, self.tree / "sub" / "case"
        shutil.copytree(outside, self.case)
        self.refused(says="in what is to be erased")
        self.case = outside
        for path in (self.case, self.case / "records", self.records("copy-out")[0]):
            self.refused(path, says="folder of the case")
        link = self.folder / "link"
        link.symlink_to(self.case)
        self.refused(self.records("copy-out")[0], case=link, says="folder of the case")

    def test_usage(self):
        self.begin()
        key, cert = self.key()
        for words in (["--case", self.case, "--sign", key, "--cert", cert, self.source],
                      ["--item", "copy", self.source], ["--case", self.case, "--item", "copy", self.source],
                      [*self.signing(), "--item", "copy", "--record", "r.p7m", self.source],
                      [*self.signing(), "--item", "copy", "--free-space", self.folder]):
            self.tool(USAGE, "wipe-file", *words, cwd=self.folder)
        self.assertTrue(all((self.source / name).is_file() for name in NAMES))


class Hindered(InCase):
    def on_small_disk(self):
        self.mounted = self.folder / "mounted"
        self.mounted.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", self.mounted], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", self.mounted], check=False)
        (self.source / "large").write_bytes(blocks("SECRETDATA-large", 24 * MIB))
        self.copied(name="mounted/case")

    def start(self):
        """Stands still once its attempt is in the case."""
        before = len(self.records("attempt"))
        program = subprocess.Popen(
            [str(w) for w in [tool_path("wipe-file"), "--json", "--confirm", "data", *self.words()]],
            cwd=self.folder, env=environment(), stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        deadline = time.monotonic() + massho.TIMEOUT_S
        while len(self.records("attempt")) == before:
            if program.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(program.communicate())
        program.send_signal(signal.SIGSTOP)
        return program

    def end(self, program, *signals):
        for one in (*signals, signal.SIGCONT):
            program.send_signal(one)
        out, err = program.communicate(timeout=massho.TIMEOUT_S)
        lines = [json.loads(line) for line in out.splitlines()]
        return program.returncode, next((x for x in lines if x["object"] == "files"), None), err

    def test_disk_of_the_case_is_full(self):
        """Before: nothing is done. Meanwhile: what was done is told elsewhere, and taken over."""
        self.on_small_disk()
        filler = massho.fill_up(self.mounted)
        self.refused(says="nothing was erased")
        filler.unlink()
        program = self.start()
        filler = massho.fill_up(self.mounted)
        code, total, err = self.end(program)
        self.assertEqual(code, UNSAVED, err)
        self.assertIsNone(total["case"]["fault"])
        self.assertEqual(self.state()["open_attempts"], 1)
        left = {Path(total[key]) for key in ("record", "list")}
        self.assertTrue(all((self.folder / p).is_file() for p in left), total)
        filler.unlink()
        self.merge(self.folder / total["record"])
        self.assertEqual((self.state()["open_attempts"], self.item("copy")["outcome"]), (0, "erased"))
        self.assertEqual(self.problems(), set())
        self.assertEqual([x["copied"] for x in self.told()], [ALL | {"erased": 4}])

    def test_stopped_and_killed(self):
        """Both close nothing; the next run does, and tells of the whole copy."""
        (self.source / "large").write_bytes(blocks("SECRETDATA-large", 24 * MIB))
        self.copied()
        code, total, err = self.end(self.start(), signal.SIGTERM)
        self.assertEqual(code, INTERRUPTED, err)
        self.assertEqual((total["case"]["fault"], self.item("copy")["outcome"]), ("none", "none"))
        self.assertEqual(massho.record(self.records("erasure")[0])["verdict"], "interrupted")
        program = self.start()
        program.kill()
        program.communicate(timeout=massho.TIMEOUT_S)
        self.assertIn("attempt", self.item("copy")["lacks"])
        self.assertEqual(self.erase(DONE)["copied"]["left"], 0)
        self.assertEqual((self.item("copy")["outcome"], self.state()["open_attempts"]), ("erased", 0))


if __name__ == "__main__":
    massho.main()
