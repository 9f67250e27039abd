#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Erasing in a case: what the case allows, what it gets to know, and what it makes of it."""
import functools
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import casework  # noqa: E402
import massho  # noqa: E402
from jobs import position  # noqa: E402
from massho import (DONE, FAILED, INTERRUPTED, PARTIAL, REFUSED, UNCONFIRMED, UNSAVED,  # noqa: E402
                    UNSUPPORTED, USAGE, demo_ca, environment, tool_path)


class Device(casework.Case):
    def setUp(self):
        super().setUp()
        self.disk = self.image(size=1 << 20)

    def words(self, *more, item="A-1", case=None):
        named = ["--item", item] if item else []
        return ["--image", "--confirm", self.disk.name, *self.signing(case), *named, *more, self.disk]

    def wipe(self, *more, expected=DONE, **how):
        return self.tool(expected, "wipe-device", *self.words(*more, **how), cwd=self.folder)

    def wipe_json(self, *more, expected=DONE, **how):
        return massho.json_lines(self.wipe("--json", *more, expected=expected, **how).stdout)[0]

    def everything(self):
        return {p: p.read_bytes() for p in self.folder.rglob("*") if p.is_file() and
                p.name != ".massho-lock"}

    def refused(self, *more, expected=REFUSED, says="", **how):
        """Nothing is touched, nothing recorded, and it is said why."""
        before = self.everything()
        done = self.wipe(*more, expected=expected, **how)
        self.assertIn(says, done.stderr)
        self.assertTrue(done.stderr.strip())
        self.assertEqual(self.everything(), before)
        return done


class HappyPath(Device):
    def test_to_a_confirmed_item(self):
        self.begin()
        self.receive()
        before = self.disk.read_bytes()
        result = self.wipe_json()
        self.assertNotEqual(self.disk.read_bytes(), before)
        item = self.item()
        self.assertEqual(result["case"] | {"file": "", "number": 0}, {
            "item": item["id"], "label": "A-1", "number": 0, "file": "", "fault": "none",
            "awaits_confirmation": True})
        self.assertEqual(result["exit"], DONE)
        path = self.case / "records" / result["case"]["file"]
        self.assertEqual(Path(result["record"]), path)
        self.assertTrue(path.name.startswith(f"{result['case']['number']:06}-erasure-"))
        self.assertEqual((item["outcome"], item["lacks"]), ("erased", ["confirmation"]))
        attempt, = self.records("attempt")
        for file in (attempt, path):
            place = massho.record(file)["case"]
            self.assertEqual(place["item"], item["id"])
        self.assertEqual(massho.record(path)["closes"]["econtent_sha256"],
                         hashlib.sha256(massho.econtent(attempt)).hexdigest())
        self.assertEqual(self.state()["open_attempts"], 0)
        self.assertEqual(list(self.folder.glob("massho-*")), [])
        self.assertEqual(list((self.case / "journals").iterdir()), [])
        self.confirm("--item", "A-1")
        self.assertEqual(self.item()["lacks"], [])
        found = massho.json_lines(massho.run("wipe-case", "verify", self.case, "--json").stdout)
        problems = {f["problem"] for f in found if f["object"] == "finding"}
        self.assertLessEqual(problems, {"not-pinned", "undecided"}, found)

    def test_people_are_told_what_is_next(self):
        self.begin()
        self.receive("棚-1")
        done = self.wipe(item="棚-1")
        self.assertIn("棚-1", done.stdout)
        erasure = massho.record(self.records("erasure")[0])["id"]
        self.assertIn(f"wipe-case confirm {self.case} --record {erasure}", done.stdout)
        self.confirm("--record", erasure)
        self.assertEqual(self.item("棚-1")["lacks"], [])

    def test_copies_are_the_same_bytes(self):
        self.begin()
        self.receive()
        (self.folder / "copies").mkdir()
        self.wipe("--save-to", self.folder / "copies")
        copies = {p.name: p.read_bytes() for p in (self.folder / "copies").iterdir()}
        self.assertEqual(sorted(copies), sorted(p.name for k in ("attempt", "erasure")
                                                for p in self.records(k)))
        for name, data in copies.items():
            self.assertEqual((self.case / "records" / name).read_bytes(), data)

    def test_an_item_by_every_name(self):
        self.begin()
        ids = [self.receive(f"L-{i}") for i in range(2)]
        self.wipe(item=ids[0][:8])
        self.wipe(item=ids[1])
        self.assertEqual([self.item(f"L-{i}")["outcome"] for i in range(2)], ["erased"] * 2)

    def test_several_at_once(self):
        self.begin()
        disks = [self.image(f"{i}.img", 1 << 20) for i in range(4)]
        for i in range(4):
            self.receive(f"N-{i}")
        words = [w for i, d in enumerate(disks) for w in ("--item", f"N-{i}", "--confirm", d.name)]
        done = self.tool(DONE, "wipe-device", "--image", "--json", *self.signing(), *words, *disks)
        results = {r["device"]: r["case"] for r in massho.json_lines(done.stdout)}
        for i, disk in enumerate(disks):
            self.assertEqual(results[str(disk)]["label"], f"N-{i}")
            self.assertEqual(self.item(f"N-{i}")["outcome"], "erased")
        numbers = [massho.record(p)["case"]["number"] for p in (self.case / "records").iterdir()]
        self.assertEqual(sorted(numbers), list(range(1, len(numbers) + 1)))
        self.assertEqual(self.state()["heads"], 1)


class Copied(Device):
    def test_one_erasure_for_each_place(self):
        """Without serials nothing else tells two sticks apart, or two folders."""
        self.begin()
        self.receive("doc")
        self.permit("copy", "--purpose", "copy-outside", "--of", "doc")
        (self.folder / "file").write_text("x")
        first, second = self.in_memory(), self.in_memory()
        for place in (first, second, first):
            self.wipe_case("copy-out", self.folder / "file", "--item", "copy", "--to", place,
                           "--destination", "a stick")
        self.wipe(item="copy")
        self.assertEqual(self.item("copy")["outcome"], "none")
        self.wipe(item="copy")
        self.assertEqual(self.item("copy")["outcome"], "erased")


class Refused(Device):
    def test_usage(self):
        self.begin()
        self.receive()
        self.refused(expected=USAGE, item=None, says="--item")
        self.refused("--record", "x.p7m", expected=USAGE, says="--record")
        self.refused("--item", "A-1", expected=USAGE, says="--item")
        self.refused(expected=USAGE, case=self.folder, says="there is no case")
        before = self.everything()
        for words in (["--case", self.case, "--item", "A-1"], ["--item", "A-1"]):
            self.tool(USAGE, "wipe-device", "--image", "--confirm", self.disk.name, *words, self.disk)
        self.assertEqual(self.everything(), before)

    def test_no_item(self):
        self.begin()
        self.receive()
        self.refused(item="B-9", says="B-9")

    def test_wrong_serial(self):
        """The item's serial is known, and the medium tells none or another one."""
        self.begin()
        self.receive("S-1", "--serial", "WD-1")
        self.receive("S-2", "--medium", "WD-2")
        for label in ("S-1", "S-2"):
            done = self.refused(item=label, says="the medium's serial is none of the item's")
            self.assertIn("does not allow", done.stderr)

    def test_signer_not_on_staff(self):
        self.begin()
        self.receive()
        engineer = demo_ca() / "engineer.pem"
        staff = self.folder / "staff.tsv"
        staff.write_text(f"manager\t{engineer}\t2020-01-01\t2020-12-31\tA\tB\tC\tD\tE\tJP\n")
        self.wipe_case("roster", staff)
        self.refused(says="list of staff")

    def test_closed(self):
        self.begin()
        self.receive()
        self.wipe()
        self.confirm()
        self.wipe_case("close")
        self.refused(says="the case is closed")

    def test_ended_already(self):
        """Another item is meant; or the officer wants it so."""
        self.begin()
        item = self.receive()
        self.receive("B-1")
        self.wipe()
        self.confirm()
        done = self.refused(says="A-1 has ended already: erased on ")
        self.assertIn("is another item meant?", done.stderr)
        plan = massho.json_lines(self.wipe("--json", "--dry-run", expected=REFUSED).stdout)[0]
        self.assertFalse(plan["case"]["allowed"])
        self.instruct("--item", item)
        self.wipe()
        self.wipe(item="B-1")

    def test_evidence_unless_instructed(self):
        self.begin()
        item = self.receive()
        self.wipe_case("incident", "--kind", "leaked", "--item", "A-1", "--text", "it leaked")
        self.refused(says="evidence")
        self.instruct("--item", item)
        self.wipe()
        self.assertEqual(self.item()["outcome"], "erased")

    def test_return_before_erase(self):
        self.begin("--return-before-erase")
        self.receive("doc", "--due", "return")
        self.permit("copy", "--purpose", "copy-outside", "--of", "doc")
        self.refused(item="copy", says="returned")
        self.wipe_case("return", "--item", "doc", "--form", "medium", "--to", "Officer")
        self.refused(item="copy", says="returned")
        self.confirm()
        self.wipe(item="copy")

    def test_attempt_that_cannot_be_saved(self):
        """As on a full disk: nothing can grow."""
        self.begin()
        self.receive()
        before = self.everything()
        done = self.tool(REFUSED, "wipe-device", *self.words(), cwd=self.folder, restore_signals=False,
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)))
        self.assertIn("nothing was touched", done.stderr)
        self.assertEqual(done.stdout.splitlines(), [f"{self.disk}: nothing was written"])
        self.assertEqual(self.everything(), before)

    def test_level(self):
        """An image reaches none: what the case, or whoever erases, requires is out of reach."""
        self.begin(level="clear")
        self.receive()
        done = self.refused(expected=UNSUPPORTED, says="the level Clear is required")
        self.assertIn("none here. What holds the bits beneath an image or virtual device is not known",
                      done.stderr)
        self.wipe_case("approve", "--subject", "method", "--text", "so", "--level", "none",
                       "--officer", "Officer", by="officer")
        self.refused("--require", "purge", expected=UNSUPPORTED, says="the level Purge is required")
        self.wipe()

    def test_trust_altered(self):
        self.begin()
        self.receive()
        policy = self.case / "trust" / "policy.json"
        policy.write_text(policy.read_text() + "\n")
        done = self.refused()
        self.assertIn("trust", done.stderr)

    def test_dry_run(self):
        self.begin()
        self.receive()
        self.receive("S-1", "--serial", "WD-1")
        before = self.everything()
        plan = self.wipe_json("--dry-run")
        self.assertEqual(plan["case"], {
            "item": self.item()["id"], "label": "A-1", "level_required": "none", "allowed": True,
            "fault": "none", "message": None})
        plan = self.wipe_json("--dry-run", item="S-1", expected=REFUSED)
        self.assertEqual((plan["case"]["allowed"], plan["case"]["fault"]), (False, "serial-other"))
        text = self.wipe("--dry-run", item="S-1", expected=REFUSED).stdout
        self.assertIn("NOT allow", text)
        self.assertEqual(self.everything(), before)
        self.assertEqual(massho.json_lines(self.tool(
            DONE, "wipe-device", "--image", "--dry-run", "--json", self.disk).stdout)[0]["case"], None)


class Challenged(Device):
    def challenge(self, case, item="A-1"):
        lines = self.wipe_case("challenge", "--item", item, "--officer", "Officer", by="officer",
                               case=case)
        return next(line for line in lines if line["object"] == "challenge")["text"]

    def test_spoken_to_an_engineer_whose_copy_does_not_know_it(self):
        self.begin("--challenge", "required")
        self.receive()
        self.refused(says="challenge")
        officers = self.copy("officers")
        spoken = self.challenge(officers)
        done = self.wipe("--challenge", spoken, expected=UNCONFIRMED)
        self.assertIn("without effect", done.stdout)
        self.assertEqual(self.item()["outcome"], "none")
        self.merge(officers)
        self.assertEqual((self.item()["outcome"], self.state()["void_records"]), ("erased", 0))
        self.confirm("--item", "A-1")
        self.assertEqual(self.item()["lacks"], [])

    def test_one_that_nobody_drew(self):
        self.begin("--challenge", "required")
        self.receive()
        result = self.wipe_json("--challenge", "0000-0000-0000-0000-0000-0000-0098",
                                expected=UNCONFIRMED)
        self.assertEqual((result["case"]["fault"], result["case"]["awaits_confirmation"]),
                         ("challenge", False))
        self.assertEqual(self.item()["outcome"], "none")
        self.assertEqual(self.state()["open_attempts"], 0)

    def test_one_answers_one_medium(self):
        self.begin("--challenge", "required")
        self.receive()
        spoken = self.challenge(self.case)
        self.wipe("--challenge", spoken)
        self.wipe("--challenge", spoken, expected=REFUSED)
        self.assertEqual(len(self.records("attempt")), 1)


class BrokenOff(Device):
    def start(self, *words):
        """A job whose journal tells of its first passes."""
        program = subprocess.Popen(
            [str(w) for w in [tool_path("wipe-device"), *self.words("--checkpoint", "1", *words)]],
            cwd=self.folder, env=environment(), stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        deadline = time.monotonic() + massho.TIMEOUT_S
        while not any(position(j)[0] > 2 for j in self.case.glob("journals/*.journal")):
            if program.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(program.communicate())
            time.sleep(0.001)
        return program

    def cut(self, *words, number=signal.SIGTERM):
        self.disk = self.image(size=24 << 20)
        program = self.start("--method", "gutmann", *words)
        program.send_signal(number)
        out, err = program.communicate(timeout=massho.TIMEOUT_S)
        self.assertEqual(program.returncode, INTERRUPTED, err)
        return out

    def journal(self):
        journal, = self.case.glob("journals/*.journal")
        return journal

    def test_interrupted_and_gone_on_with(self):
        self.begin()
        self.receive()
        out = self.cut("--json")
        result = json.loads(out)
        self.assertEqual(Path(result["journal"]), self.journal())
        self.assertFalse(result["case"]["awaits_confirmation"])
        item = self.item()
        self.assertEqual((item["outcome"], self.state()["open_attempts"]), ("none", 0))
        self.wipe("--resume", self.journal())
        attempts = [massho.record(p) for p in self.records("attempt")]
        erasures = [massho.record(p) for p in self.records("erasure")]
        self.assertEqual([len(a["resumes"]) for a in attempts], [0, 1])
        self.assertEqual([e["verdict"] for e in erasures], ["interrupted", "erased-verified"])
        self.assertEqual((self.item()["outcome"], self.state()["open_attempts"]), ("erased", 0))
        self.assertEqual(list(self.case.glob("journals/*")), [])

    def test_the_printed_command_goes_on(self):
        self.begin()
        self.receive()
        out = self.cut()
        command = next(line for line in out.splitlines() if "--resume" in line).strip()
        done = subprocess.run(["sh", "-c", f"{tool_path('wipe-device').parent}/{command} --confirm disk.img"],
                              cwd=self.folder, env=environment(), capture_output=True, text=True)
        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertEqual(self.item()["outcome"], "erased")

    def test_with_a_challenge(self):
        """What broke off does not use up the challenge that the job goes on answering."""
        self.begin("--challenge", "required")
        self.receive()
        spoken = next(line for line in self.wipe_case(
            "challenge", "--item", "A-1", "--officer", "Officer", by="officer")
            if line["object"] == "challenge")["text"]
        self.cut("--challenge", spoken)
        self.wipe("--resume", self.journal())
        self.assertEqual(self.item()["outcome"], "erased")

    def test_with_a_challenge_that_counts_no_more(self):
        """It was drawn before something was copied there: the job can only begin anew."""
        self.begin("--challenge", "required")
        self.receive()
        self.permit("C-1", "--purpose", "copy-outside", "--of", "A-1")
        spoken = next(line for line in self.wipe_case(
            "challenge", "--item", "C-1", "--officer", "Officer", by="officer")
            if line["object"] == "challenge")["text"]
        self.words = functools.partial(self.words, item="C-1")
        self.cut("--challenge", spoken)
        time.sleep(1.1)
        # In memory, which has no serial, as the image.
        to = tempfile.mkdtemp(prefix="massho-to-", dir="/dev/shm")
        self.addCleanup(shutil.rmtree, to)
        (self.folder / "data").write_text("data")
        self.wipe_case("copy-out", self.folder / "data", "--item", "C-1", "--to", to)
        done = self.refused("--resume", self.journal(), says="it does not answer a challenge")
        self.assertIn("begin anew without --resume, with a new one", done.stderr)

    def test_going_on_is_under_the_rules_too(self):
        self.begin()
        self.receive()
        self.cut()
        self.wipe_case("incident", "--kind", "erasure-aborted", "--item", "A-1", "--text", "aborted")
        self.refused("--resume", self.journal(), says="evidence")

    def test_not_verified(self):
        self.begin()
        self.receive()
        result = self.wipe_json("--verify", "none", expected=PARTIAL)
        self.assertEqual(result["case"]["fault"], "none")
        self.assertEqual(self.item()["outcome"], "none")
        self.assertEqual(self.state()["open_attempts"], 0)

    def test_case_gone_meanwhile(self):
        """What was done is told elsewhere, and the case takes it over when it is there again."""
        self.begin()
        self.receive()
        self.disk = self.image(size=24 << 20)
        program = self.start("--method", "pfitzner-33", "--json")
        os.rename(self.case, self.folder / "away")
        out, err = program.communicate(timeout=massho.TIMEOUT_S)
        self.assertEqual(program.returncode, UNSAVED, err)
        result = json.loads(out)
        self.assertIsNone(result["case"]["fault"])
        left = self.folder / result["record"]
        self.assertEqual(massho.record(left)["verdict"], "erased-verified")
        os.rename(self.folder / "away", self.case)
        self.assertEqual(self.state()["open_attempts"], 1)
        self.merge(left)
        self.assertEqual((self.item()["outcome"], self.state()["open_attempts"]), ("erased", 0))
        self.confirm("--item", "A-1")
        self.assertEqual(self.item()["lacks"], [])


class Checked(Device):
    def check(self, name, expected, *words):
        return self.tool(expected, "wipe-check", "--case", self.case, *words, name, self.disk)

    def test_against_the_record_of_the_case(self):
        self.begin()
        self.receive()
        self.check("A-1", USAGE)  # nothing is erased yet
        self.wipe()
        erasure = massho.record(self.records("erasure")[0])["id"]
        key, cert = self.key()
        # The demonstration certificate keeps it from being confirmed.
        self.check("A-1", UNCONFIRMED)
        self.assertEqual(self.records("check"), [])
        self.check(erasure[:8], UNCONFIRMED, "--sign", key, "--cert", cert)
        check, = self.records("check")
        said = massho.record(check)
        self.assertEqual((said["about"]["id"], said["case"]["item"]), (erasure, self.item()["id"]))
        self.assertEqual(self.state()["void_records"], 0)
        with open(self.disk, "r+b") as disk:
            disk.write(b"something else")
        self.check("A-1", FAILED)
        self.check("B-9", REFUSED)
        attempt = massho.record(self.records("attempt")[0])["id"]
        self.check(attempt, USAGE)
        self.check("A-1", USAGE, "--save-to", self.folder)
        self.check("A-1", USAGE, "--record", "x.p7m", "--sign", key, "--cert", cert)


    def test_another_medium(self):
        """What was confirmed is open again, and that is said."""
        self.begin()
        self.receive()
        self.wipe()
        self.confirm()
        key, cert = self.key()
        with open(self.disk, "r+b") as disk:
            disk.write(b"something else")
        out = self.check("A-1", FAILED, "--sign", key, "--cert", cert).stdout
        self.assertIn("A-1 is open again", out)
        self.assertIn("wipe-device --case DIR --item ITEM", out)
        # That was known already.
        out = self.check(massho.record(self.records("erasure")[0])["id"], FAILED, "--sign", key,
                         "--cert", cert).stdout
        self.assertNotIn("open again", out)


class OnOneMedium(Device):
    """Records of a medium with a serial, which no image has: another program's, signed by openssl."""

    def begin_with_copy(self, *policy, name="case"):
        self.begin(*policy, name=name)
        self.receive("doc", "--due", "return")
        self.stick = self.permit("stick", "--purpose", "bring-in", "--serial", "WD-WCC4E1234567", kind="device")
        self.permit("copy", "--purpose", "copy-outside", "--of", "doc")
        (self.folder / "file").write_text("a")
        self.wipe_case("copy-out", self.folder / "file", "--item", "copy", "--to", self.in_memory(),
                       "--serial", "WD-WCC4E1234567")

    def erased(self, item):
        """Takes in an erasure of that medium; the fault that the case finds in it."""
        pattern = self.receive(f"pattern-{len(self.records('erasure'))}")
        self.wipe("--method", "zero", item=pattern)
        said = massho.record(self.records("erasure")[-1])
        said["id"] = str(uuid.uuid4())
        said["medium"] |= {"serial": "WD-WCC4E1234567", "serial_source": "sysfs", "serial_plausible": True,
                           "serial_problem": "none"}
        said["case"]["item"] = item
        said["closes"] = None
        content, out = self.folder / "bad-content", self.folder / "bad.p7m"
        content.write_text(json.dumps(said))
        massho.openssl_sign(*self.key(), content, out)
        key, cert = self.key()
        done = massho.run("wipe-case", "merge", self.case, out, "--json", "--key", key, "--cert", cert)
        told = [m for m in massho.json_lines(done.stdout) if m["object"] == "against-rules"]
        self.assertEqual(done.returncode, UNCONFIRMED if told else DONE, done.stderr)
        found = massho.json_lines(massho.run("wipe-case", "verify", self.case, "--json").stdout)
        return [f for f in found if f["object"] == "finding" and f["problem"] == "void"]

    def test_everything_on_it_is_erased(self):
        self.begin_with_copy()
        self.assertEqual(self.erased(self.stick), [])
        self.assertEqual(self.item("copy")["outcome"], "erased")

    def test_evidence_on_it(self):
        self.begin_with_copy()
        self.wipe_case("incident", "--kind", "leaked", "--item", "copy", "--text", "it leaked")
        self.assertEqual(len(self.erased(self.stick)), 1)
        self.assertEqual(self.item("copy")["outcome"], "none")

    def test_what_has_to_be_returned_first(self):
        self.begin_with_copy("--return-before-erase")
        self.assertEqual(len(self.erased(self.stick)), 1)

    def test_each_at_its_level(self):
        """What is enough for one item is too little for another on the same medium."""
        for enough, too_little, kind in (("copy", "stick", "device"), ("stick", "copy", "files")):
            self.begin_with_copy(name=kind)
            self.wipe_case("approve", "--subject", "method", "--text", "so", "--level", "clear",
                           "--kind", kind, "--officer", "Officer", by="officer")
            self.assertEqual(self.erased(self.stick), [])
            self.assertIn("confirmation", self.item(enough)["lacks"])
            self.assertNotIn("confirmation", self.item(too_little)["lacks"])

    def test_no_item_without_an_instruction(self):
        self.begin()
        self.assertEqual(len(self.erased(None)), 1)
        self.instruct("--serial", "WD-WCC4E1234567")
        # What was done before the officer said so stays what it was.
        self.assertEqual(len(self.erased(None)), 1)


if __name__ == "__main__":
    massho.main()
