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
from pdf import text_of  # noqa: E402

NAMES = ("a", "b", "sub/a")


def copy_of(erased, changed=0, only_name=0, left=0, begun=0, resumed=0):
    return {"files": erased + changed + only_name + left, "erased": erased, "changed": changed,
            "only_name": only_name, "left": left, "begun": begun, "resumed": resumed}


ALL = copy_of(3)


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

    def is_open(self, copied):
        """The item stays to be erased, with these numbers, and nobody is asked to confirm anything."""
        item = self.item("copy")
        self.assertEqual((item["outcome"], item["copied"]), ("none", copied))
        self.assertIn("outcome", item["lacks"])
        self.assertEqual(self.state()["awaiting_confirmation"], 0)
        words = f"not among those erased {copied['left']}"
        for command in (["status"], ["status", "--item", "copy"], ["report", "--kind", "final"]):
            self.assertIn(words, self.tool(DONE, "wipe-case", command[0], self.case, *command[1:]).stdout, command)
        self.assertIn(words, self.paper("status"))
        self.assertIn("nothing awaits", self.answer(REFUSED, "--accept", "--all").stderr)
        told = massho.record(self.records("erasure")[-1])
        self.assertEqual(told["files"]["copied"], copied)
        self.assertIn("not all of the copy is erased",
                      self.answer(REFUSED, "--accept", "--record", told["id"]).stderr)

    def answer(self, expected, *words):
        key, cert = self.key("officer")
        return self.tool(expected, "wipe-case", "confirm", self.case, *words, "--key", key, "--cert", cert)

    def paper(self, kind):
        out = self.folder / f"{kind}-{len(self.records('*'))}.pdf"
        self.tool(DONE, "wipe-case", "report", self.case, "--kind", kind, "--pdf", "-o", out)
        return " ".join(text_of(out, "-raw").split())

    def proposals(self):
        done = massho.run("wipe-case", "status", self.case, "--json")
        return [x["kind"] for x in massho.json_lines(done.stdout) if x["object"] == "proposal"]

    def list_of_copy(self):
        return self.list_of(massho.record(self.records("copy-out")[-1])["manifest"])

    def list_of(self, named):
        return self.case / "attachments" / f"{named['sha256']}.jsonl"

    def by_manifest(self, expected, path):
        words = [*self.signing(), "--item", "copy", "--manifest", self.list_of_copy(), path]
        return self.wipe(expected, *words, confirm=path.name)[1]["case"]["copied"]

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
        self.assertIn("no label", self.answer(REFUSED, "--accept", "--all", "--label-seen").stderr)
        key, cert = self.key("officer")
        done = self.tool(REFUSED, "wipe-cert", "confirm", "--accept", "--label-seen", "--key", key, "--cert", cert,
                         "--trust", self.case / "trust", "-o", self.folder / "answer.p7m", erasure)
        self.assertIn("no label", done.stderr)
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
        """Nobody takes the first one for the whole copy; the second one is, with it."""
        self.copied()
        copies = self.folder / "copies"
        copies.mkdir()
        some = copy_of(1, left=2)
        self.assertEqual(self.erase(PARTIAL, self.tree / "a", more=("--save-to", copies))["copied"], some)
        self.assertIn("not erased", self.stderr)
        kept = {p.name for p in copies.iterdir()}
        lists = {p.name for p in (self.case / "attachments").iterdir()}
        self.assertEqual(len(kept & lists), 2)
        self.is_open(some)
        self.assertEqual(self.proposals(), [])  # nothing failed
        self.assertEqual(self.erase(DONE)["copied"], ALL)
        self.assertEqual([(x["copied"], x["copied_lists"]) for x in self.told()], [(some, "agree"), (ALL, "agree")])
        self.confirm()
        self.assertEqual(self.item("copy")["lacks"], [])
        self.refused(self.source, says="has ended already")

    def test_in_two_folders(self):
        """What one run does not find of the list another one has erased, or does."""
        self.copied()
        other = self.tree.parent / "other"
        other.mkdir()
        (self.tree / "sub").rename(other / "sub")
        self.assertEqual(self.by_manifest(PARTIAL, self.tree), copy_of(2, left=1))
        self.assertEqual(self.proposals(), [])
        self.assertEqual(self.by_manifest(DONE, other), ALL)
        self.assertEqual((self.item("copy")["outcome"], self.proposals()), ("erased", []))
        self.assertEqual(massho.record(self.records("erasure")[-1])["verdict"], "partial")
        done = self.answer(DONE, "--accept", "--all")
        self.assertNotIn("not erased", done.stderr)
        self.assertEqual(self.item("copy")["lacks"], [])

    def test_a_copy_of_the_copy(self):
        """What is equal to it and left may hold all of it."""
        self.copied()
        twin = self.tree.parent / "twin"
        shutil.copyfile(self.tree / "a", twin)
        self.assertEqual(self.by_manifest(PARTIAL, self.tree.parent), ALL)
        self.assertIn("not all that was found with it", self.stderr)
        self.assertEqual((self.item("copy")["outcome"], self.proposals()), ("none", []))
        self.assertEqual(self.erase(DONE, twin)["copied"], ALL)
        self.assertEqual(self.item("copy")["outcome"], "erased")

    def test_of_two_places(self):
        """Each file that was erased stands for one that was copied."""
        self.copied()
        first = self.tree
        second = FileSystem(self, "ext2").root
        self.copy_out(second)
        self.tree = second / "data"
        self.assertEqual(self.erase(PARTIAL)["copied"], copy_of(3, left=3))
        self.is_open(copy_of(3, left=3))
        self.tree = first
        self.assertEqual(self.erase(DONE)["copied"], copy_of(6))
        self.confirm()
        self.assertEqual(self.item("copy")["lacks"], [])

    def test_copied_again_meanwhile(self):
        """What was erased before does not stand for what was copied later, to the same place too."""
        self.copied()
        self.erase(PARTIAL, self.tree / "a")
        self.copy_out(self.tree.parent)
        self.assertEqual(self.erase(PARTIAL, self.tree / "sub")["copied"], copy_of(1, left=2))
        self.assertEqual(self.erase(DONE)["copied"], ALL)

    def test_others_in_its_place(self):
        """Neither files of no copy nor such as are called alike make it erased."""
        self.copied()
        fake = self.tree.parent / "fake" / "data"
        (fake / "sub").mkdir(parents=True)
        (fake / "x").write_bytes(b"x")
        self.assertEqual(self.erase(PARTIAL, fake / "x")["copied"], copy_of(0, left=3))
        self.is_open(copy_of(0, left=3))
        for name in NAMES:
            (fake / name).write_bytes(b"not it")
        away = self.tree.rename(self.tree.parent / "away")
        self.assertEqual(self.erase(PARTIAL, fake)["copied"], copy_of(0, changed=3))
        self.assertNotIn("still lie", self.stderr)
        self.assertIn("not taken for erased", self.stderr)
        self.assertEqual(self.item("copy")["outcome"], "none")
        self.assertIn("was found changed", self.tool(DONE, "wipe-case", "report", self.case, "--kind", "final").stdout)
        away.rename(self.tree)
        self.assertEqual(self.erase(DONE)["copied"], ALL)

    def test_a_twin_erased_in_its_stead(self):
        """What still lies where it was copied to is left; later nobody can look, and the lists agree."""
        self.copied(to=self.in_memory())
        twin = self.twin("twin")
        self.assertEqual(self.erase(PARTIAL, twin)["copied"], copy_of(0, left=3))
        self.assertIn("3 of the files that were copied still lie where they were copied to", self.stderr)
        self.is_open(copy_of(0, left=3))
        self.assertEqual([(x["copied"], x["copied_lists"]) for x in self.told()], [(copy_of(0, left=3), "agree")])
        twin = self.twin("again")
        (self.tree / "a").write_bytes(b"of another size")
        (self.tree / "b").rename(self.tree / "renamed")
        (self.tree / "b").symlink_to("renamed")
        (self.tree / "sub" / "a").write_bytes(b"x" * 5000)
        self.assertEqual(self.erase(PARTIAL, twin)["copied"], copy_of(2, left=1))
        self.assertIn("1 of the files that were copied still lie", self.stderr)
        shutil.rmtree(self.tree)
        self.assertEqual(self.erase(DONE, self.twin("last"))["copied"], ALL)
        self.assertNotIn("still lie", self.stderr)

    def twin(self, name):
        """What is equal to the copy, elsewhere, where it can be erased."""
        self.disk = getattr(self, "disk", None) or FileSystem(self, "ext4").root
        return shutil.copytree(self.source, self.disk / name)

    def test_beside_it(self):
        """An empty file, and one that cannot be erased: it could be a copy of the copy."""
        self.copied()
        (self.tree.parent / "empty").touch()
        kept = self.tree / "kept"
        kept.write_bytes(b"kept")
        subprocess.run(["chattr", "+i", kept], check=True)
        self.addCleanup(subprocess.run, ["chattr", "-i", kept], check=False, capture_output=True)
        self.assertEqual(self.erase(PARTIAL)["copied"], ALL)
        self.assertIn("not all that was found with it", self.stderr)
        self.assertEqual(self.item("copy")["outcome"], "none")
        self.assertEqual(self.proposals(), ["erasure-failed"])
        subprocess.run(["chattr", "-i", kept], check=True)
        words = [*self.signing(), "--item", "copy", "--recursive", self.tree, self.tree.parent / "empty"]
        self.assertEqual(self.wipe(DONE, *words, confirm="2")[1]["case"]["copied"], ALL)
        self.assertEqual(self.item("copy")["outcome"], "erased")

    def test_changed_and_moved(self):
        self.copied()
        (self.tree / "a").write_bytes(b"edited")
        (self.tree / "b").rename(self.tree / "renamed")
        (self.tree / "more").write_bytes(b"of no copy")
        told = copy_of(2, changed=1)
        self.assertEqual(self.erase(DONE)["copied"], told)
        says = "1 of 3 files that were copied were not found by their contents"
        self.assertIn(says, self.stderr)
        self.assertIn("changed since and erased 1", self.tool(DONE, "wipe-case", "status", self.case).stdout)
        self.assertIn(says, self.answer(DONE, "--accept", "--all").stderr)
        self.assertIn(says, self.tool(DONE, "wipe-case", "report", self.case, "--kind", "final").stdout)
        for kind in ("final", "copies"):
            self.assertIn(says, self.paper(kind))
        self.assertEqual([(x["copied"], x["copied_lists"]) for x in self.told()], [(told, "agree")])

    def test_lists_are_not_what_was_signed(self):
        """Whoever asks is told; and nothing is erased that cannot be compared."""
        self.copied()
        listed = self.list_of_copy()
        whole = listed.read_bytes()
        for bad, says in ((whole.replace(b"data/a", b"data/x"), "not the one that was signed"), (None, "is gone")):
            listed.write_bytes(bad) if bad else listed.unlink()
            self.refused(says=says)
        listed.write_bytes(whole)
        self.erase(DONE)
        erased = self.list_of(massho.record(self.records("erasure")[0])["files"]["list"])
        for path, word in ((listed, "altered"), (listed, "missing"), (erased, "altered"), (erased, "missing")):
            whole = path.read_bytes()
            path.write_bytes(whole.replace(b"data/", b"tada/"))
            if word == "missing":
                path.unlink()
            for more in ([], ["--item", "copy"]):
                done = self.tool(FAILED, "wipe-case", "status", self.case, *more)
                self.assertIn("cannot be compared", done.stderr)
                self.assertIn("Of what was copied: erased 3", done.stdout)
            self.assertEqual([(x["copied"], x["copied_lists"]) for x in self.told()], [(ALL, word)])
            path.write_bytes(whole)
        erased.unlink()
        self.assertIn("cannot be compared", self.answer(FAILED, "--accept", "--all").stderr)
        self.assertEqual(self.problems(), {"attachment-missing"})

    def test_a_record_that_its_lists_contradict(self):
        """Whoever signs may say anything; the lists of the case, which were signed too, do not bear it out."""
        self.copied()
        self.erase(PARTIAL, self.tree / "a")
        erasure, = self.records("erasure")
        told = massho.record(erasure)
        self.assertEqual(told["files"]["copied"], copy_of(1, left=2))
        told["files"]["copied"] = ALL
        made = self.folder / "made.json"
        made.write_text(json.dumps(told))
        key, cert = self.key()
        erasure.unlink()
        self.tool(DONE, "wipe-cert", "sign", made, "-o", erasure, "--key", key, "--cert", cert)
        self.assertEqual([x["copied_lists"] for x in self.told()], ["differ"])
        says = "the lists of files in the case give"
        self.assertEqual(self.problems(), {"copied"})
        self.assertIn(says, self.tool(FAILED, "wipe-case", "verify", self.case).stdout)
        self.assertIn("something else than it says of the copy", self.paper("copies"))
        for kind in ("final", "status"):
            self.assertIn("something else than it says", self.tool(DONE, "wipe-case", "report", self.case, "--kind", kind).stdout)
        self.assertIn("The case is not whole", self.paper("final"))
        self.answer(FAILED, "--accept", "--all")
        self.assertIn("something else than it says", self.paper("final"))

    def test_by_the_manifest_of_the_copying(self):
        """What lies beside it stays, and what is missing is told twice."""
        self.copied()
        (self.tree / "more").write_bytes(b"of no copy")
        (self.tree / "b").unlink()
        left = copy_of(2, left=1)
        self.assertEqual(self.by_manifest(PARTIAL, self.tree.parent), left)
        self.assertEqual((self.tree / "more").read_bytes(), b"of no copy")
        self.assertEqual(self.by_manifest(FAILED, self.tree.parent), left)
        self.is_open(left)

    def test_only_names(self):
        """F0 closes nothing."""
        self.copied(to=self.in_memory())
        result = self.erase(PARTIAL)
        self.assertEqual((result["fault"], result["copied"]["only_name"]), ("none", 3))
        self.assertFalse(result["awaits_confirmation"])
        self.assertEqual(self.item("copy")["outcome"], "none")
        self.assertEqual(self.state()["open_attempts"], 0)
        for words in (["status", self.case, "--item", "copy"], ["report", self.case, "--kind", "status"]):
            said = massho.run("wipe-case", *words).stdout
            self.assertIn("NAMES REMOVED ONLY", said)
            self.assertNotIn("PARTIALLY", said)


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
        self.assertEqual([x["copied"] for x in self.told()], [copy_of(4)])

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

    def test_killed_when_names_were_gone(self):
        """How far it came nothing proves: neither erased, nor to be erased now. However the path was given."""
        self.copied()
        self.tree = self.tree.relative_to(self.folder)
        program = self.start()
        program.kill()
        program.communicate(timeout=massho.TIMEOUT_S)
        for name in ("b", "sub/a"):
            (self.folder / self.tree / name).unlink(missing_ok=True)
        told = self.erase(PARTIAL)["copied"]
        self.assertEqual((told["left"] >= 2, told["begun"], told["files"]), (True, told["left"], 3))
        self.assertIn("nothing proves", self.stderr)
        self.assertIn("a run that was cut off was to erase them", self.stderr)
        self.assertNotIn("is not erased", self.stderr)
        self.assertEqual((self.item("copy")["outcome"], self.item("copy")["lacks"]), ("none", ["outcome"]))
        self.assertEqual((self.proposals(), self.state()["open_attempts"]), (["erasure-aborted"], 0))
        self.assertEqual([(x["copied"], x["copied_lists"]) for x in self.told()], [(told, "agree")])
        self.wipe_case("attest", "--item", "copy", "--reason", "a run was cut off",
                       "--text", "it had overwritten them", "--method", "wipe-file")
        self.assertEqual(self.item("copy")["outcome"], "attested")

    def test_killed_while_it_overwrote(self):
        """Nobody changed what it had overwritten; what is of another size somebody did."""
        self.copied()
        program = self.start()
        program.kill()
        program.communicate(timeout=massho.TIMEOUT_S)
        for name, contents in (("a", bytes(5000)), ("b", bytes(5000)), ("sub/a", b"changed")):
            self.assertTrue((self.tree / name).is_file())
            (self.tree / name).write_bytes(contents)
        told = copy_of(2, changed=1, resumed=2)
        self.assertEqual(self.erase(DONE)["copied"], told)
        self.assertIn("of those erased 2 had been overwritten", self.tool(DONE, "wipe-case", "status", self.case).stdout)
        self.assertEqual([(x["copied"], x["copied_lists"]) for x in self.told()], [(told, "agree")])
        self.confirm()
        self.assertEqual(self.item("copy")["lacks"], [])
        for attempt in self.records("attempt"):
            self.list_of(massho.record(attempt)["files"]["list"]).unlink()
            self.assertEqual([x["copied_lists"] for x in self.told()], ["missing"])

    def test_killed_while_it_really_overwrote(self):
        """It writes to the end of the last block, so that a file of another size has grown."""
        sizes = {f"n{i}": 100001 + i for i in range(100)}
        for name, size in sizes.items():
            (self.source / name).write_bytes(blocks(f"SECRETDATA{name}", size))
        self.copied()
        words = ["--json", "--jobs=1", "--confirm", "data", *self.words()]
        program = subprocess.Popen([str(w) for w in (tool_path("wipe-file"), *words)], cwd=self.folder, env=environment(),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ends = {name: (self.tree / name).stat for name in sizes}
        while program.poll() is None and ends["n0"]().st_size == sizes["n0"]:
            pass
        program.kill()
        program.wait(massho.TIMEOUT_S)
        grown = sum(stat().st_size != sizes[name] for name, stat in ends.items())
        self.assertGreater(grown, 0)
        told = self.erase(DONE)["copied"]
        self.assertEqual(told, copy_of(103, resumed=told["resumed"]))
        self.assertGreaterEqual(told["resumed"], grown)
        self.assertEqual([x["copied_lists"] for x in self.told()], ["agree"])
        self.confirm()
        self.assertEqual(self.item("copy")["lacks"], [])


if __name__ == "__main__":
    massho.main()
