#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a case refuses, and what happens around it: each time a sentence that says why, the right
exit code, and the folder as it was before."""
import atexit
import fcntl
import json
import os
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import contract  # noqa: E402
import massho  # noqa: E402
from contract import day  # noqa: E402
from massho import (DONE, FAILED, INTERRUPTED, PARTIAL, REFUSED, UNCONFIRMED, UNSAVED,  # noqa: E402
                    USAGE, environment, tool_path)

RECEIVE = {"--label": "X-1", "--kind": "files", "--description": "x", "--given-by": "Officer"}
PERMIT = {"--label": "C-1", "--kind": "files", "--purpose": "copy-inside", "--description": "x",
          "--of": "A-1", "--use": "x", "--place": "x", "--officer": "Officer"}

COUNTS = {"same": 1, "changed": 1, "missing": 1, "additional": 1}


def words_of(fields, **changed):
    """Options as words; None leaves one out."""
    fields = fields | {f"--{k.replace('_', '-')}": v for k, v in changed.items()}
    return [w for k, v in fields.items() if v is not None for w in (k, v)]


_begun = []


class Errors(contract.Case):
    """A case with one item."""

    def setUp(self):
        super().setUp()
        if not _begun:
            self.begin()
            self.receive("A-1", kind="files")
            kept = Path(tempfile.mkdtemp(prefix="massho-begun-"))
            atexit.register(shutil.rmtree, kept, True)
            shutil.copytree(self.case, kept / "case")
            _begun.extend((kept / "case", self.init))
            return
        shutil.copytree(_begun[0], self.case)
        self.init = _begun[1]

    def refused(self, command, *words, by="first", code=REFUSED, says="", case=None, **how):
        """Nothing changes, and it is said why; the sentence."""
        before = self.everything(self.folder)
        done = self.tool(code, "wipe-case", command, case or self.case, *words, *self.signer(by),
                         **how)
        self.assertEqual(self.everything(self.folder), before)
        self.assertEqual(done.stdout, "")
        first = done.stderr.splitlines()[0] if done.stderr else ""
        self.assertTrue(first.startswith(f"wipe-case {command}: "), done.stderr)
        self.assertNotRegex(done.stderr, r"\(null\)|[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
        self.assertIn(says, done.stderr)
        return done.stderr


class Names(Errors):
    def test_unknown(self):
        dispose = ["--method", "shredded", "--text", "x", "--by", "x"]
        for name in ("B-1", "a-1", "A-", "A-1 ", "S-0001", "00000000", "%n%s"):
            with self.subTest(name):
                self.refused("dispose", "--item", name, *dispose, says="no such item is in the case")
                self.refused("confirm", "--accept", "--item", name, by="officer",
                             says="no such item is in the case")
        self.refused("permit", *words_of(PERMIT, of="B-1"), by="officer", says="B-1: no such item")
        self.refused("confirm", "--accept", "--record", "00000000-0000", by="officer",
                     says="no such record is in the case")
        self.refused("confirm", "--accept", "--record", self.item("A-1")["id"][:7], by="officer",
                     says="no such record")
        self.refused("incident", "--kind", "lost", "--item", "A-1", "--item", "B-1", "--text", "x",
                     says="B-1")
        self.refused("incident", "--kind", "lost", "--resolves", self.item("A-1")["id"], "--text",
                     "x", "--cause", "x", "--measures", "x", says="no such record")
        done = self.tool(REFUSED, "wipe-case", "status", self.case, "--item", "B-1")
        self.assertIn("B-1: no such item is in the case", done.stderr)

    def test_ambiguous(self):
        """One item is labelled as another one's serial is."""
        self.receive("S-1", kind="medium")
        self.receive("M-1", "--serial", "S-1")
        self.refused("return", "--item", "S-1", "--form", "medium", "--to", "x", code=USAGE,
                     says="S-1: several items are called so: give the id")
        item = self.item("M-1")["id"]
        self.act("return", "--item", item[:8], "--form", "medium", "--to", "x")
        self.assertEqual(self.item("M-1")["outcome"], "returned")

    def test_taken(self):
        self.refused("receive", *words_of(RECEIVE, label="A-1"), says="another item has that label")
        self.receive("M-1", "--serial", "S-1", "--medium", "S-2")
        for option in ("serial", "medium"):
            for serial in ("S-1", "S-2"):
                self.refused("receive", *words_of(RECEIVE, kind="medium"), f"--{option}", serial,
                             says="another item that is still open has that serial")
        self.act("return", "--item", "M-1", "--form", "medium", "--to", "Officer")
        self.confirm()
        self.receive("M-2", "--serial", "S-1")


    def test_taken_by_which(self):
        """It is named with what tells it from others, and what to do where the order was wrong."""
        item = self.item("A-1")["id"][:8]
        err = self.refused("receive", *words_of(RECEIVE, label="A-1"))
        self.assertIn(f"A-1 ({item}): it is called so: files, received", err)
        self.permit("C-1", "--of", "A-1", "--serial", "S-1")
        item = self.item("C-1")["id"][:8]
        err = self.refused("receive", *words_of(RECEIVE, kind="medium"), "--serial", "S-1")
        self.assertIn(f"C-1 ({item}): it has the serial S-1, and is not closed yet: not erased", err)
        self.assertEqual(len(err.splitlines()), 2)
        words = [*words_of(PERMIT, label="PC", kind="device", purpose="bring-in", of=None),
                 "--medium", "S-0", "--medium", "S-1"]
        err = self.refused("permit", *words, by="officer")
        self.assertIn(f"C-1 ({item}): it has the serial S-1", err)
        self.assertIn("a device is permitted before the copies that go to it", err)
        self.act("confirm", "--reject", "--reason", "x", "--record", item, by="deputy")
        self.act("permit", *words, by="officer")
        self.permit("C-2", "--of", "A-1", "--serial", "S-1")


class Persons(Errors):
    def test_not_on_staff(self):
        self.act("roster", self.staff(("manager", "manager", day(-9), None),
                                      ("engineer", "first", day(-9), day(-1)),
                                      ("manager", "second", day(-9), None)), by="manager")
        # Until yesterday, and in another role than the certificate's.
        for who in ("first", "second"):
            self.refused("receive", *words_of(RECEIVE), by=who, says="not on the list of staff")
        self.refused("receive", *words_of(RECEIVE), by="sub-engineer", says="CN=sub-engineer,")
        self.act("roster", self.staff(("engineer", "first", day(2), None)), by="manager")
        self.refused("receive", *words_of(RECEIVE), says="not on the list of staff")
        self.refused("declare", "--clause", "1=yes", by="manager", says="not on the list of staff")
        # A list of staff may put right the one before it.
        self.act("roster", self.staff(("engineer", "first", day(), day())), by="manager")
        self.act("receive", *words_of(RECEIVE))

    def test_wrong_role(self):
        self.permit("P-1", "--of", "A-1")
        for by, command, words in (
                ("first", "permit", words_of(PERMIT)), ("manager", "permit", words_of(PERMIT)),
                ("first", "approve", ["--subject", "change", "--text", "x", "--officer", "x"]),
                ("manager", "challenge", ["--item", "A-1", "--officer", "x"]),
                ("first", "roster", [self.staff(("engineer", "first", day(), None))]),
                ("first", "close", []), ("officer", "declare", ["--clause", "1=yes"]),
                ("first", "confirm", ["--accept", "--record", self.item("A-1")["id"]]),
                ("officer", "return", ["--item", "A-1", "--form", "files", "--to", "x"]),
                ("officer", "dispose", ["--item", "A-1", "--method", "other", "--text", "x",
                                        "--by", "x"]),
                ("officer", "attest", ["--item", "A-1", "--method", "x", "--text", "x", "--reason",
                                       "x"]),
                ("officer", "exit-check", ["--item", "P-1", "--result", "erased", "--text", "x",
                                           "--place", "x"]),
                # A paper is entered by the contractor: whoever decided did not sign.
                ("officer", "permit", [*words_of(PERMIT), "--paper-scan", self.paper()])):
            with self.subTest(command, by=by):
                if command == "close":
                    self.refused(command, *words, by=by)
                else:
                    self.refused(command, *words, by=by, says="role")
        self.refused("copy-out", self.sources(), "--item", "P-1", "--to", self.folder, by="officer",
                     says="role")

    def test_whose_role(self):
        """Who may sign it, and how a paper comes in."""
        paper = "entered by the contractor, with a scan of it: --paper-scan FILE"
        err = self.refused("permit", *words_of(PERMIT))
        self.assertIn("permit: it is signed by an officer of the ministry\n", err)
        self.assertIn(paper, err)
        err = self.refused("confirm", "--accept", "--record", self.item("A-1")["id"])
        self.assertIn("it is signed by an officer of the ministry\n", err)
        err = self.refused("return", "--item", "A-1", "--form", "files", "--to", "x", by="officer")
        self.assertIn("return: it is signed by the contractor, an engineer or the manager\n", err)
        self.assertNotIn("paper", err)
        err = self.refused("declare", "--clause", "1=yes")
        self.assertIn("it is signed by the contractor's manager\n", err)
        err = self.refused("roster", self.staff(("engineer", "first", day(), None)))
        self.assertIn("the contractor's manager, or by an officer of the ministry\n", err)
        err = self.refused("permit", *words_of(PERMIT), "--paper-scan", self.paper(), by="officer")
        self.assertIn("an officer signs it himself, without --paper-scan", err)

    def test_what_is_next_at_the_begin(self):
        """With nothing in the case yet, and when all is done."""
        self.case = self.folder / "new"
        self.begin()
        nothing = "Nothing was received or permitted yet (wipe-case receive, wipe-case permit).\n"
        out, _ = self.say("roster", self.staff(("manager", "manager", day(-9), None),
                                               ("engineer", "first", day(-9), None)), by="manager")
        self.assertIn(nothing, out)
        out, _ = self.say("approve", "--subject", "change", "--text", "x", "--officer", "Officer",
                          by="officer")
        self.assertIn(nothing, out)
        self.receive("A-1", kind="files")
        self.act("return", "--item", "A-1", "--form", "files", "--to", "x")
        self.confirm()
        out, _ = self.say("close", by="manager")
        self.assertNotIn("What is left to do", out)
        out, _ = self.say("confirm", "--accept", "--all", by="officer")
        self.assertIn("(wipe-case report --kind final), and a copy for the files (wipe-case export)",
                      out)

    def test_begun_by_no_manager(self):
        for by in ("first", "officer", "sub-manager", "rogue-manager"):
            before = self.everything(self.folder)
            err = self.begin(case=self.folder / "new", by=by, expected=REFUSED)
            self.assertEqual("only the contractor's manager begins a case" in err,
                             by in ("first", "officer"), err)
            self.assertEqual(self.everything(self.folder), before)

    def test_own_records(self):
        """An officer who recorded something is not who confirms it; another officer is."""
        item = self.receive("A-2", by="officer")
        self.refused("confirm", "--accept", "--record", item, by="officer",
                     says="nobody confirms what he signed himself")
        self.act("confirm", "--accept", "--record", item, by="deputy")

    def test_an_officer_who_records(self):
        """It is told at once that he cannot confirm it."""
        done = self.tool(DONE, "wipe-case", "receive", self.case, *words_of(RECEIVE),
                         *self.signer("officer"))
        self.assertIn("CN=officer,O=Test,C=JP: this certificate is an officer's: what was recorded "
                      "with it is for another officer to confirm", done.stderr)
        done = self.tool(DONE, "wipe-case", "receive", self.case, *words_of(RECEIVE, label="X-2"),
                         *self.signer("first"))
        self.assertEqual(done.stderr, "")

    def test_answers_to_nothing(self):
        """Records that nobody confirms."""
        self.act("roster", self.staff(("manager", "manager", day(-9), None),
                                      ("engineer", "first", day(-9), None)), by="manager")
        for kind in ("init", "staff"):
            record = massho.record(self.records(kind)[-1])["id"]
            for decision in (["--accept"], ["--reject", "--reason", "x"]):
                self.refused("confirm", *decision, "--record", record, by="officer",
                             says=f"{record}: a record of a type that nobody confirms")
        # What was received may be denied.
        out = self.tool(DONE, "wipe-case", "confirm", self.case, "--reject", "--reason", "never given",
                        "--record", self.item("A-1")["id"], *self.signer("officer")).stdout
        self.assertIn(f"Rejected: receipt A-1 {self.item('A-1')['id']}", out)

    def test_an_officer_thinks_again(self):
        """By the item, although nothing of it awaits an answer; in a closed case too."""
        item = self.receive("papers", "--quantity", "3", kind="paper")
        for name in ("A-1", "papers"):
            self.act("dispose", "--item", name, "--method", "shredded", "--text", "x", "--by", "x",
                     *(["--quantity", "3"] if name == "papers" else []))
        self.confirm()
        self.act("close", by="manager")
        self.confirm()
        self.refused("confirm", "--accept", "--item", "papers", by="officer", says="nothing awaits")
        out = self.tool(DONE, "wipe-case", "confirm", self.case, "--reject", "--reason", "not seen",
                        "--item", "papers", *self.signer("officer")).stdout
        disposal = massho.record(self.records("dispose")[-1])["id"]
        self.assertIn(f"Rejected: disposal papers {disposal}; quantity 3", out)
        self.assertIn("rejected", self.item("papers")["lacks"])
        self.assertEqual(self.item("papers")["id"], item)

    def test_a_yes_that_changes_nothing(self):
        """Whoever said no is the only one who can take that back."""
        self.act("return", "--item", "A-1", "--form", "files", "--to", "x")
        given = massho.record(self.records("return")[-1])["id"]
        for _ in range(2):
            self.say("confirm", "--reject", "--reason", "x", "--record", given, by="officer")
            out, err = self.say("confirm", "--accept", "--record", given, by="deputy",
                                expected=UNCONFIRMED)
            self.assertIn(f"Recorded: return A-1 {given}\n", out)
            self.assertNotIn("Confirmed", out)
            self.assertIn("it stays rejected: only whoever rejected it can take that back: CN=officer",
                          err)
            self.assertEqual(self.item("A-1")["lacks"], ["rejected"])
            made = self.act("confirm", "--accept", "--record", given, by="deputy",
                            expected=UNCONFIRMED)
            self.assertFalse(made["confirm"][0]["effect"])
            out, err = self.say("confirm", "--accept", "--record", given, by="officer")
            self.assertIn(f"Confirmed: return A-1 {given}", out)
            self.assertEqual(err, "")
            self.assertEqual(self.item("A-1")["lacks"], [])

    def test_paper_where_signatures_are_asked_for(self):
        """It is kept, and said to change nothing."""
        self.act("return", "--item", "A-1", "--form", "paper", "--to", "x")
        given = massho.record(self.records("return")[-1])["id"]
        scan = self.paper()
        out, err = self.say("confirm", "--accept", "--record", given, "--paper-scan", scan,
                            by="manager", expected=UNCONFIRMED)
        self.assertIn(f"Recorded: return A-1 {given}\n", out)
        self.assertIn("asks for the officer's signature", err)
        self.assertEqual(self.item("A-1")["lacks"], ["confirmation"])
        made = self.act("confirm", "--accept", "--record", given, "--paper-scan", scan,
                        by="manager", expected=UNCONFIRMED)
        self.assertFalse(made["confirm"][0]["effect"])
        self.confirm()
        self.assertEqual(self.item("A-1")["lacks"], [])
        self.receive("B-1", kind="medium")
        _, err = self.say("challenge", "--item", "B-1", "--officer", "Officer", "--paper-scan", scan,
                          by="manager")
        self.assertIn("only once he has confirmed it", err)
        _, err = self.say("challenge", "--item", "B-1", "--officer", "Officer", by="officer")
        self.assertEqual(err, "")

    def test_a_device_that_was_erased_and_not_left(self):
        """An officer thinks again: that it was erased is taken back as well as that it left."""
        self.permit("PC", purpose="bring-in", kind="device")
        self.wipe("PC")
        self.assertEqual(self.item("PC")["lacks"], ["exit-check", "confirmation"])
        self.act("exit-check", "--item", "PC", "--result", "erased", "--text", "x", "--place", "x")
        self.confirm()
        self.assertEqual(self.item("PC")["lacks"], [])
        made = self.act("confirm", "--item", "PC", "--reject", "--reason", "x", by="officer")
        self.assertEqual(sorted(one["about_type"] for one in made["confirm"]),
                         ["erasure", "exit-check"])
        self.assertIn("rejected", self.item("PC")["lacks"])

    def test_copies_at_two_places(self):
        """Which of them is still to be erased is said wherever one is."""
        self.permit("C-1", "--of", "A-1")
        for name in ("USB甲", "USB乙"):
            target = self.folder / name
            target.mkdir()
            self.act("copy-out", self.paper(), "--item", "C-1", "--to", target, "--destination", name)
        self.wipe("C-1", name="first.img")
        self.assertEqual(sorted(self.item("C-1")["lacks"]), ["confirmation", "media", "outcome"])
        self.confirm()
        text = self.tool(DONE, "wipe-case", "status", self.case, "--item", "C-1").stdout
        # Nobody knows which of them was erased.
        self.assertRegex(text, r"still to be erased: 1 of these, the records do not tell which: "
                         r"USB甲 \(.*\), USB乙 \(.*\)\n")
        self.wipe("C-1", name="second.img")
        _, err = self.say("confirm", "--all", "--accept", by="officer")
        self.assertIn("the records do not tell which of these it was of", err)
        self.assertEqual(self.item("C-1")["lacks"], [])
        told = self.tool(DONE, "wipe-case", "report", self.case, "--kind", "copies", "--lang", "en").stdout
        self.assertEqual(told.count("not known of which place"), 2)

    def test_one_return_for_two_places(self):
        """Whoever records it, and the officer before he signs, hears of what it stands for."""
        self.permit("C-1", "--of", "A-1")
        for serial in ("S-1", "S-2"):
            target = self.folder / serial
            target.mkdir()
            self.act("copy-out", self.paper(), "--item", "C-1", "--to", target, "--serial", serial)
        says = "it stands for everything that it was copied to: S-1, S-2"
        _, err = self.say("return", "--item", "C-1", "--form", "medium", "--to", "x")
        self.assertIn(says, err)
        _, err = self.say("confirm", "--all", "--accept", by="officer")
        self.assertIn(says, err)
        self.assertEqual(self.item("C-1")["lacks"], [])

    def test_an_officer_takes_back_what_was_rejected_on_paper(self):
        self.act("return", "--item", "A-1", "--form", "paper", "--to", "x")
        self.act("confirm", "--reject", "--reason", "x", "--item", "A-1", "--paper-scan",
                 self.paper(), by="manager")
        self.assertEqual(self.item("A-1")["lacks"], ["rejected"])
        text = self.tool(DONE, "wipe-case", "status", self.case, "--item", "A-1").stdout
        self.assertIn("(entered from paper)", text)
        told = self.tool(DONE, "wipe-case", "report", self.case, "--kind", "final", "--lang", "en").stdout
        self.assertIn("on paper", told)
        self.assertNotIn("by signature", told)
        self.act("confirm", "--accept", "--item", "A-1", by="officer")
        self.assertEqual(self.item("A-1")["lacks"], [])

    def test_some_of_what_was_declared_as_a_whole(self):
        self.receive("P-1", "--quantity", "5", kind="paper")
        self.act("attest", "--item", "P-1", *Ends.ATTEST)
        self.refused("return", "--item", "P-1", "--form", "paper", "--to", "x", "--quantity", "2",
                     says="there are not so many pieces left")
        self.act("return", "--item", "P-1", "--form", "paper", "--to", "x")
        self.receive("P-2", "--quantity", "5", kind="paper")
        back = ("return", "--item", "P-2", "--form", "paper", "--to", "x")
        self.act(*back, "--quantity", "2")
        self.act("attest", "--item", "P-2", *Ends.ATTEST)
        self.act(*back)

    def test_one_id_for_two(self):
        """It is not known which of them is meant."""
        self.act("return", "--item", "A-1", "--form", "files", "--to", "x")
        kept = massho.record(self.records("return")[0])["id"]
        other = self.copy("other")
        self.receive("B-1", case=other, by="second")
        forged = massho.record(self.records("receive", other)[-1]) | {"id": kept}
        path = self.folder / "forged.json"
        path.write_text(json.dumps(forged))
        key, cert = self.people.signers["second"]
        massho.openssl_sign(key, cert, path, self.case / "records" / "000099-receive-forged.p7m")
        self.refused("confirm", "--accept", "--all", by="officer", says="has the same id")
        self.refused("confirm", "--accept", "--item", "A-1", by="officer", says="has the same id")
        self.refused("confirm", "--accept", "--record", kept, by="officer", code=USAGE,
                     says="several records")

    def test_strangers(self):
        for who in ("rogue-manager", "rogue-engineer", "rogue-officer", "sub-manager"):
            err = self.refused("incident", "--kind", "other", "--text", "x", by=who)
            self.assertIn(f"CN={who},O=Test,C=JP: ", err)


class Order(Errors):
    def leave(self, item, result):
        return ["--item", item, "--result", result, "--text", "x", "--place", "gate"]

    def test_exit_checks(self):
        self.permit("PC", "--medium", "S-1", kind="device", purpose="bring-in")
        err = self.refused("exit-check", *self.leave("PC", "erased"),
                           says="something else has to come first")
        self.assertIn("PC: its medium S-1 has to be erased first", err)
        err = self.refused("exit-check", *self.leave("A-1", "nothing-copied"), says="not permitted")
        self.assertIn("A-1: it was received: it goes back with wipe-case return", err)
        err = self.refused("return", "--item", "PC", "--form", "medium", "--to", "x",
                           says="not permitted")
        self.assertIn("PC: it was brought in: it leaves with wipe-case exit-check", err)
        self.act("exit-check", *self.leave("PC", "nothing-copied"))
        self.confirm()
        self.refused("exit-check", *self.leave("PC", "nothing-copied"),
                     says="the officer has confirmed already")
        self.refused("dispose", "--item", "PC", "--method", "other", "--text", "x", "--by", "x",
                     says="the officer has confirmed already")

    def test_leaves_erased(self):
        """What was erased does not leave as something that nothing was copied to."""
        self.permit("PC", kind="device", purpose="bring-in")
        self.wipe("PC")
        erased = massho.record(self.records("erasure")[-1])["id"][:8]
        err = self.refused("exit-check", *self.leave("PC", "nothing-copied"))
        self.assertIn(f"PC ({self.item('PC')['id'][:8]}): it was erased (record {erased}): use "
                      "--result erased", err)
        self.assertNotIn("has to be erased first", err)
        self.act("exit-check", *self.leave("PC", "erased"))

    def test_what_the_annex_asks_of_a_permit(self):
        """It is told once it is recorded, while it is easy to put right."""
        asks = "the annex also asks for what was not given: "
        words = words_of(PERMIT, label="PC", kind="device", purpose="bring-in", of=None)
        for more, asked in (([], "--maker, --model, --serial, --medium, --until"),
                            (["--maker", "x", "--model", "x", "--medium", "S-1"],
                             "--serial, --until")):
            out, err = self.say("permit", *words, *more, by="officer")
            self.assertIn(f"{asks}{asked}; ", err)
            self.assertIn("Recorded as number", out)
            words[1] = "PC-2"
        _, err = self.say("permit", *words_of(PERMIT, label="PC-3", kind="medium", purpose="bring-in",
                                              of=None), "--until", day(9), by="officer")
        self.assertIn(f"{asks}--maker, --model, --serial; ", err)
        _, err = self.say("permit", *words_of(PERMIT), by="officer")
        self.assertIn(f"{asks}--until; ", err)
        _, err = self.say("permit", *words_of(PERMIT, label="C-2"), "--until", day(9), by="officer")
        self.assertEqual(err, "")
        _, err = self.say("permit", *words_of(PERMIT, label="C-3"), "--quiet", by="officer")
        self.assertEqual(err, "")

    def test_what_goes_back_first(self):
        self.case = self.folder / "other"
        self.begin("--return-before-erase")
        root = self.receive("A-1", "--due", "return", kind="files")
        self.receive("B-1", kind="files")
        self.permit("C-1", "--of", "A-1")
        self.permit("C-2", "--of", "C-1")
        dispose = ["--method", "other", "--text", "x", "--by", "x"]
        for label in ("C-2", "A-1"):
            err = self.refused("dispose", "--item", label, *dispose, says="has to be returned before")
            self.assertIn(f"A-1 ({root[:8]}): it has to go back first (wipe-case return), and an "
                          "officer has to confirm that", err)
            self.assertEqual(len(err.splitlines()), 2)
        key, cert = self.people.signers["first"]
        image = self.image("an.img", 1 << 20)
        done = self.tool(REFUSED, "wipe-device", "--image", "--confirm", image.name, "--case", self.case,
                         "--item", "C-2", "--sign", key, "--cert", cert, image)
        self.assertIn(f"wipe-device: A-1 ({root[:8]}): it has to go back first", done.stderr)
        self.act("return", "--item", "A-1", "--form", "files", "--to", "x")
        err = self.refused("dispose", "--item", "C-2", *dispose)
        self.assertIn("it went back, but an officer has to confirm that first", err)
        self.confirm("--item", "A-1")
        self.act("dispose", "--item", "C-2", *dispose)

    def test_copying(self):
        data, target = self.sources(), self.folder / "target"
        target.mkdir()
        self.permit("early", "--of", "A-1", "--from", day(3), "--until", day(9))
        self.permit("late", "--of", "A-1", "--from", day(-9), "--until", day(-2))
        self.permit("stick", "--of", "A-1", "--serial", "S-1", "--until", day(9))
        for label in ("early", "late", "A-1"):
            self.refused("copy-out", data, "--item", label, "--to", target,
                         says="it is not permitted, or not at that time")
        self.refused("copy-out", data, "--item", "stick", "--to", target, "--serial", "S-2",
                     says="the medium's serial is none of the item's")
        self.assertTrue(self.item("late")["late"])
        self.act("copy-out", data, "--item", "stick", "--to", target)
        err = self.refused("exit-check", *self.leave("stick", "nothing-copied"),
                           says="something else has to come first")
        copied = massho.record(self.records("copy-out")[-1])["id"]
        self.assertIn(f"stick: files were copied to it on {day()} (copying, record {copied[:8]})", err)
        self.act("exit-check", *self.leave("early", "nothing-copied"))
        self.refused("copy-out", data, "--item", "early", "--to", target)

    def test_close_while_open(self):
        err = self.refused("close", by="manager", says="A-1: not erased, returned or destroyed")
        self.assertEqual(len(err.splitlines()), 1)
        self.act("incident", "--kind", "leaked", "--item", "A-1", "--text", "x")
        self.act("incident", "--kind", "other", "--text", "x")
        err = self.refused("close", by="manager", says="A-1: incident open")
        self.assertIn("open incidents: 2", err)

    def test_close_before_what_is_closed(self):
        """Also before the day of something in a subcontractor's case."""
        self.act("return", "--item", "A-1", "--form", "files", "--to", "x")
        sub = self.folder / "sub"
        self.begin(case=sub, by="sub-manager", trust=self.people.sub_trust)
        self.receive("S-1", "--date", day(-2), by="sub-engineer", case=sub)
        self.refused("close", "--date", day(-1), by="manager", code=USAGE,
                     says=f"--date: {day(-1)} is before what would be closed by it: return, record ")
        alone = self.folder / "alone"
        self.begin(case=alone)
        self.act("merge", "--subcontractor", f"乙={sub}", by="manager", case=alone)
        done = self.tool(USAGE, "wipe-case", "close", alone, "--date", day(-3), *self.signer("manager"))
        self.assertIn(f"({day(-2)})", done.stderr)
        self.refused("close", "--date", day(-61), by="manager", code=USAGE, says="before the contract")
        self.confirm()
        err = self.refused("close", "--date", day(-1), by="manager", code=USAGE,
                           says="officer's answer, record ")
        self.assertIn(f"({day()})", err)
        self.act("close", "--date", day(), by="manager")

    def test_close_without_declarations(self):
        """They are told, and keep nobody from closing."""
        self.act("return", "--item", "A-1", "--form", "files", "--to", "x")
        self.confirm()
        self.act("declare", "--clause", "12=no", "--clause", "18=yes", "--clause", "3=yes",
                 by="manager")
        _, err = self.say("close", by="manager")
        self.assertIn("nobody declared whether they apply: 13, 14, 15, 16, 17\n", err)

    def test_close_what_is_false(self):
        """It is listed, and refused; what is withdrawn is not named in the closing."""
        self.permit("unused", "--of", "A-1")
        self.act("return", "--item", "A-1", "--form", "files", "--to", "x", "--receipt",
                 self.paper("receipt.png"))
        self.tool(DONE, "wipe-case", "confirm", self.case, "--reject", "--reason", "not wanted",
                  "--record", self.item("unused")["id"], *self.signer("deputy"))
        self.confirm()
        attached, = [p for p in (self.case / "attachments").iterdir()]
        kept = attached.read_bytes()
        attached.write_bytes(kept + b"x")
        self.refused("close", by="manager", says="attachment")
        attached.write_bytes(kept)
        self.act("close", by="manager")
        closed = massho.record(self.records("close")[-1])
        self.assertEqual([i["item"] for i in closed["items"]], [self.item("A-1")["id"]])

    def test_nothing_awaits(self):
        self.refused("confirm", "--accept", "--all", by="officer", says="nothing awaits an answer")
        self.refused("confirm", "--accept", "--item", "A-1", by="officer", says="nothing awaits")

    def test_evidence(self):
        self.act("incident", "--kind", "leaked", "--item", "A-1", "--text", "x")
        for command, words in (("dispose", ["--method", "other", "--text", "x", "--by", "x"]),
                               ("attest", ["--method", "x", "--text", "x", "--reason", "x"])):
            self.refused(command, "--item", "A-1", *words, says="evidence of an open incident")


class Ends(Errors):
    """What takes the place of an erasure, and on which day it can have been."""
    ATTEST = ["--method", "x", "--text", "x", "--reason", "x"]
    DISPOSE = ["--method", "destroyed", "--text", "x", "--by", "x"]

    def test_a_word_for_what_was_measured(self):
        self.receive("M-1")
        self.wipe("M-1", name="m.img")
        self.refused("attest", "--item", "M-1", *self.ATTEST,
                     says="M-1: it was erased (record ")
        out, _ = self.say("dispose", "--item", "M-1", *self.DISPOSE)
        self.assertIn("It was erased before (record ", out)
        out, _ = self.say("dispose", "--item", "A-1", *self.DISPOSE)
        self.assertNotIn("erased before", out)

    def test_a_word_for_what_was_rejected(self):
        self.receive("M-1")
        self.wipe("M-1", name="m.img")
        self.act("confirm", "--reject", "--item", "M-1", "--reason", "x", by="officer")
        self.act("attest", "--item", "M-1", *self.ATTEST)

    def test_days_after_copying(self):
        self.act("receive", *words_of(RECEIVE, label="O-1", date=day(-20)))
        self.permit("C-1", "--of", "O-1", "--date", day(-20), "--from", day(-20))
        to = self.folder / "to"
        to.mkdir()
        self.act("copy-out", self.sources(), "--item", "C-1", "--to", to, "--serial", "USB-1")
        for command, words in (("attest", self.ATTEST), ("dispose", self.DISPOSE),
                               ("return", ["--form", "files", "--to", "x"])):
            self.refused(command, "--item", "C-1", *words, "--date", day(-10), code=USAGE,
                         says=f"{day(-10)} is before files were last copied to C-1 ({day()})")
        for command, words in (("attest", self.ATTEST), ("dispose", self.DISPOSE)):
            self.refused(command, "--item", "O-1", *words, "--date", day(-1), code=USAGE,
                         says=f"{day(-1)} is before O-1 was last copied ({day()})")
        self.act("return", "--item", "O-1", "--form", "paper", "--to", "x", "--date", day(-1))
        self.act("attest", "--item", "C-1", *self.ATTEST)

    def test_days_of_what_leaves(self):
        self.permit("D-1", "--date", day(-20), "--from", day(-20), purpose="bring-in",
                    kind="device")
        self.act("attest", "--item", "D-1", *self.ATTEST, "--date", day(-3))
        leaves = ["--item", "D-1", "--result", "erased", "--text", "x", "--place", "x", "--date"]
        self.refused("exit-check", *leaves, day(-10), code=USAGE,
                     says=f"{day(-10)} is before D-1 was erased ({day(-3)})")
        self.act("exit-check", *leaves, day(-3))

    def test_days_of_a_permit(self):
        self.refused("permit", *words_of(PERMIT, date=day(-1)), by="officer", code=USAGE,
                     says=f"{day(-1)} is before A-1 was received ({day()})")


class Damaged(Errors):
    """Whoever goes on in such a case is told, by every command."""
    WRONG = "records or files: see wipe-case verify"

    def test_a_record_gone(self):
        for clause in ("12", "13"):
            self.act("declare", "--clause", f"{clause}=no", by="manager")
        self.records()[2].unlink()
        out, err = self.say("receive", *words_of(RECEIVE))
        self.assertIn(self.WRONG, err)
        self.assertIn("Lines that do not join: 2", out)
        self.assertNotIn("wipe-case merge", out)
        for label in ("A-1", "X-1"):
            self.assertIn(self.WRONG, self.say("attest", "--item", label, "--method", "x",
                                               "--text", "x", "--reason", "x")[1])
        out, err = self.say("confirm", "--accept", "--all", by="officer")
        self.assertIn(self.WRONG, err)
        self.assertIn("the case is not whole: it cannot be closed so", out)
        self.assertNotIn("can be closed (", out)

    def test_a_byte_of_the_newest(self):
        newest = self.records()[-1]
        bent = bytearray(newest.read_bytes())
        bent[len(bent) // 2] ^= 1
        newest.unlink()
        newest.with_name("bad" + newest.name).write_bytes(bent)
        self.assertIn(self.WRONG, self.say("receive", *words_of(RECEIVE))[1])
        image = self.image(size=1 << 20)
        key, cert = self.people.signers["first"]
        done = self.tool(REFUSED, "wipe-device", "--image", "--confirm", image.name, "--case",
                         self.case, "--item", "A-1", "--sign", key, "--cert", cert, image,
                         cwd=self.folder)
        self.assertIn(self.WRONG, done.stderr)

    def test_the_clock(self):
        """It is behind: nothing was signed yet."""
        past = ["--at", "2000-01-01T00:00:00Z"]
        told = "is the clock right?"
        self.assertNotIn(told, self.tool(DONE, "wipe-case", "status", self.case).stderr)
        done = self.tool(DONE, "wipe-case", "status", self.case, *past)
        self.assertIn("not valid yet: 2; of those only duties count: " + told, done.stderr)
        self.refused("confirm", "--accept", "--all", *past, by="officer", says=told)


class Words(Errors):
    def test_missing(self):
        full = {"receive": words_of(RECEIVE), "permit": words_of(PERMIT, of=None),
                "exit-check": ["--item", "A-1", "--result", "erased", "--text", "x", "--place", "x"],
                "return": ["--item", "A-1", "--form", "files", "--to", "x"],
                "dispose": ["--item", "A-1", "--method", "other", "--text", "x", "--by", "x"],
                "attest": ["--item", "A-1", "--method", "x", "--text", "x", "--reason", "x"],
                "incident": ["--kind", "lost", "--text", "x"], "declare": ["--clause", "1=yes"],
                "approve": ["--subject", "change", "--text", "x", "--officer", "x"],
                "challenge": ["--item", "A-1", "--officer", "x"]}
        for command, words in full.items():
            for i in massho.fewer(range(0, len(words), 2)):
                with self.subTest(command, option=words[i]):
                    self.refused(command, *words[:i], *words[i + 2:], code=USAGE,
                                 says=f"{words[i]} is missing")
        for command, words, says in (
                ("copy-out", [self.folder, "--item", "A-1"], "--item and --to are needed"),
                ("copy-out", ["--item", "A-1", "--to", self.folder], ""),
                ("confirm", ["--all"], "either --accept or --reject"),
                ("confirm", ["--accept", "--reject", "--all"], "either --accept or --reject"),
                ("confirm", ["--accept"], "--record, --item or --all"),
                ("confirm", ["--reject", "--all"], "--reject needs a --reason"),
                ("merge", [], "nothing is named"), ("roster", [], ""),
                ("receive", [*words_of(RECEIVE), "--label", "twice"], "label"),
                ("receive", [*words_of(RECEIVE), "--color", "red"], "--color"),
                ("receive", [*words_of(RECEIVE), "more"], "more")):
            with self.subTest(command, says=says):
                self.refused(command, *words, code=USAGE, says=says)

    def test_without_a_key(self):
        before = self.everything(self.folder)
        key, cert = self.people.signers["first"]
        for words, says in ((["--cert", cert], "--key is missing"), (["--key", key], ""),
                            (["--key", self.folder / "none", "--cert", cert], "none"),
                            (["--key", key, "--cert", self.people.signers["second"][1]], "")):
            done = massho.run("wipe-case", "receive", self.case, *words_of(RECEIVE), *words)
            self.assertNotEqual(done.returncode, DONE)
            self.assertIn(says, done.stderr)
        self.assertEqual(self.everything(self.folder), before)

    def test_no_case(self):
        for path in (self.folder, self.folder / "none", self.case / "records", "", "/dev/null"):
            for command, words in (("receive", words_of(RECEIVE)), ("status", ()), ("verify", ()),
                                   ("report", ["--kind", "final"]),
                                   ("export", [self.folder / "out"])):
                key = self.signer("first") if command == "receive" else ()
                done = self.tool(USAGE, "wipe-case", command, path, *words, *key)
                self.assertIn("there is no case", done.stderr)
        self.assertFalse((self.folder / "out").exists())
        done = self.tool(USAGE, "wipe-case", "recieve", self.case)
        self.assertIn("unknown command recieve", done.stderr)
        self.assertIn("a command is missing", self.tool(USAGE, "wipe-case").stderr)

    def test_exists_already(self):
        before = self.everything(self.folder)
        self.begin(case=self.case, expected=REFUSED)
        (self.folder / "file").write_text("x")
        self.begin(case=self.folder / "file", expected=REFUSED)
        os.remove(self.folder / "file")
        self.assertEqual(self.everything(self.folder), before)
        (self.folder / "empty").mkdir()
        self.begin(case=self.folder / "empty")

    def test_what_hides_or_reorders(self):
        for text in ("a\u202eb", "a\u2066b", "a\x1b[31mb", "a\nb", "a\x7fb", "a\u200fb", "",
                     "a\ufeffb", "\u200b", os.fsdecode(b"a\xffb"), os.fsdecode(b"\xed\xa0\x80")):
            for option in ("--label", "--given-by"):
                with self.subTest(repr(text)):
                    fields = RECEIVE | {option: text}
                    self.refused("receive", *[w for pair in fields.items() for w in pair],
                                 code=USAGE, says=option)

    def test_too_long(self):
        self.act("receive", *words_of(RECEIVE, label="長" * 100, description="記" * 500))
        for changed in ({"label": "長" * 101}, {"description": "記" * 501}, {"given_by": "x" * 501}):
            self.refused("receive", *words_of(RECEIVE | {"--label": "X-2"}, **changed), code=USAGE,
                         says="is too long (")
        self.refused("receive", *words_of(RECEIVE, label="X-2", given_by="x" * 100000), code=USAGE)
        self.refused("incident", "--kind", "other", "--text", "x" * 4001, code=USAGE)
        self.act("incident", "--kind", "other", "--text", "長" * 4000)
        self.act("dispose", "--item", "A-1", "--method", "other", "--text", "x", "--by", "x")
        for reason in ("x" * 501, "𠮷" * 501, "x" * 100000):
            self.refused("confirm", "--reject", "--all", "--reason", reason, code=USAGE, by="officer")
        self.refused("confirm", "--reject", "--all", *["--reason", "x"] * 9, code=USAGE, by="officer",
                     says="more than 8 reasons")
        self.tool(DONE, "wipe-case", "status", self.case)
        for kind in massho.fewer(("received", "status")):
            self.tool(DONE, "wipe-case", "report", self.case, "--kind", kind, "--pdf", "-o",
                      self.folder / f"{kind}.pdf")

    def test_lines(self):
        """A line break is told as that."""
        for text in ("a\nb", "a\tb", "a\rb"):
            err = self.refused("receive", *words_of(RECEIVE, description=text), code=USAGE)
            self.assertEqual(err, "wipe-case receive: --description: must be one line, without line "
                             "breaks or tabs\n")
        err = self.refused("receive", *words_of(RECEIVE, maker="\u5bcc"), code=USAGE)
        self.assertIn("--maker: ", err)
        self.assertIn("letters, digits and signs of ASCII only", err)

    def test_blanks_at_the_ends(self):
        self.act("receive", *words_of(RECEIVE, label=" \u3000X 1 \u3000", kind="medium",
                                      serial=" S-1 "), "--medium", " S-2 ")
        item = self.item("X 1")
        self.assertEqual((item["label"], item["serial"]), ("X 1", "S-1"))
        self.assertEqual([m["serial"] for m in item["media"]], ["S-2"])
        self.refused("receive", *words_of(RECEIVE, label="X 1 "), says="another item has that label")

    def test_days(self):
        """What has not come yet, or was before it could be."""
        leave = ["--item", "PC", "--result", "nothing-copied", "--text", "x", "--place", "x"]
        give = ["--item", "A-2", "--form", "files", "--to", "x"]
        self.permit("PC", "--medium", "S-1", "--from", day(-3), kind="device", purpose="bring-in")
        self.act("receive", *words_of(RECEIVE, label="A-2", date=day(-5)))
        for by, command, words in (
                ("first", "receive", words_of(RECEIVE)), ("officer", "permit", words_of(PERMIT)),
                ("officer", "approve", ["--subject", "change", "--text", "x", "--officer", "x"]),
                ("first", "exit-check", leave), ("first", "return", give),
                ("first", "incident", ["--kind", "other", "--text", "x"])):
            with self.subTest(command):
                self.refused(command, *words, "--date", day(2), by=by, code=USAGE,
                             says=f"--date: {day(2)} has not come yet")
                self.refused(command, *words, "--date", day(-61), by=by, code=USAGE,
                             says=f"is before the contract was signed ({day(-60)})")
        self.refused("return", *give, "--date", day(-6), code=USAGE,
                     says=f"{day(-6)} is before A-2 was received ({day(-5)})")
        self.refused("exit-check", *leave, "--date", day(-4), code=USAGE,
                     says=f"is before PC was permitted ({day(-3)})")
        self.refused("receive", *words_of(RECEIVE, date=day(-2), due_on=day(-3)), code=USAGE,
                     says=f"--due-on: {day(-3)} is before {day(-2)}")
        self.act("exit-check", *leave, "--date", day(-3))
        self.act("return", *give, "--date", day(-5))

    def test_values(self):
        for command, words, says in (
                ("receive", words_of(RECEIVE, date="2026-02-30"), "2026-02-30"),
                ("receive", words_of(RECEIVE, date="26-1-1"), "a day like"),
                ("receive", words_of(RECEIVE, date="today"), "a day like"),
                ("receive", words_of(RECEIVE, due_on="2026-13-01"), "2026-13-01"),
                ("receive", words_of(RECEIVE, due_on="2026-11-29T00:00"), "a day like"),
                ("receive", words_of(RECEIVE, quantity="0"), "a number from 1"),
                ("receive", words_of(RECEIVE, quantity="-1"), "a number from 1"),
                ("receive", words_of(RECEIVE, quantity="1000001"), "a number from 1"),
                ("receive", words_of(RECEIVE, quantity="1e3"), "a number from 1"),
                ("receive", words_of(RECEIVE, quantity="99999999999999999999"), "a number from 1"),
                ("receive", words_of(RECEIVE, kind="box"), "--kind: is none of the allowed values "
                 "(files, paper, mail, medium, device)"),
                ("receive", words_of(RECEIVE, due="never"), "(return, return-or-erase)"),
                ("receive", words_of(RECEIVE, serial="シリアル"), "--serial: is not written as it must "
                 "be (letters, digits and signs of ASCII only)"),
                ("receive", words_of(RECEIVE, label="   "), "--label is empty"),
                ("receive", words_of(RECEIVE, label="\u3000"), "--label is empty"),
                ("receive", words_of(RECEIVE, medium=" "), "--medium is empty"),
                ("receive", words_of(RECEIVE, kind="medium", quantity="2"), "its quantity is 1"),
                ("receive", [*words_of(RECEIVE, kind="device"), "--medium", "S-1", "--medium", "S-1 "],
                 "two media in it have one serial"),
                ("receive", words_of(RECEIVE, medium="a,b"), "MAKER,MODEL,SERIAL"),
                ("receive", words_of(RECEIVE, medium=","), "MAKER,MODEL,SERIAL"),
                ("receive", words_of(RECEIVE, files="/none"), "/none"),
                ("permit", words_of(PERMIT, purpose="steal"), "purpose"),
                ("permit", words_of(PERMIT, of=None), "--of ITEM is needed: a copy is of something"),
                ("permit", words_of(PERMIT, purpose="bring-in"), ""),
                ("permit", [*words_of(PERMIT), "--from", day(3), "--until", day(2)],
                 "the permit ends before it begins"),
                ("declare", ["--clause", "19=yes"], "19=yes"),
                ("declare", ["--clause", "0=yes"], "0=yes"),
                ("declare", ["--clause", "1=maybe"], "1=maybe"),
                ("declare", ["--clause", "1"], "CLAUSE=yes"),
                ("declare", ["--clause", "1=yes", "--clause", "1=no"], "declared twice"),
                ("challenge", ["--item", "A-1", "--officer", "x", "--valid-hours", "721"], "720"),
                ("challenge", ["--item", "A-1", "--officer", "x", "--valid-hours", "0"], "720"),
                ("incident", ["--kind", "theft", "--text", "x"], "kind"),
                ("incident", ["--kind", "lost", "--text", "x", "--missing"], "nothing is named"),
                ("dispose", ["--item", "A-1", "--method", "burnt", "--text", "x", "--by", "x"],
                 "method"),
                ("return", ["--item", "A-1", "--form", "fax", "--to", "x"], "form"),
                ("exit-check", ["--item", "A-1", "--result", "ok", "--text", "x", "--place", "x"],
                 "result"),
                ("approve", ["--subject", "method", "--text", "x", "--officer", "x"], "neither"),
                ("approve", ["--subject", "change", "--text", "x", "--officer", "x", "--level",
                             "high"], "level"),
                ("approve", ["--subject", "change", "--text", "x", "--officer", "x", "--level",
                             "clear"], "only goes with the subject method"),
                ("approve", ["--subject", "instruction", "--text", "x", "--officer", "x"],
                 "an item or a serial"),
                ("receive", [*words_of(RECEIVE), "--init", "abc"], "SHA-256"),
                ("receive", [*words_of(RECEIVE), "--document", "/none"], "/none")):
            by = {"permit": "officer", "approve": "officer", "challenge": "officer",
                  "declare": "manager"}.get(command, "first")
            with self.subTest(command, words=words[-2:]):
                self.refused(command, *words, by=by, code=USAGE, says=says)
        for words in (["--head", "abc"], ["--head", "0" * 64 + ":x"], ["--init", "zz"],
                      ["--at", "yesterday"]):
            self.tool(USAGE, "wipe-case", "verify", self.case, *words)
        for words in ([], ["--kind", "all"], ["--kind", "final", "--pdf"],
                      ["--kind", "final", "--csv", "--json"], ["--kind", "final", "--text", "--csv"],
                      ["--kind", "status", "--from", "2026-02-30"],
                      ["--kind", "status", "--from", "2026-02-02", "--until", "2026-02-01"],
                      ["--kind", "final", "--lang", "de"],
                      ["--kind", "final", "--title", "x" * 100000]):
            done = self.tool(USAGE, "wipe-case", "report", self.case, *words)
            self.assertEqual(done.stdout, "")

    def test_language_that_is_not_installed(self):
        done = massho.run("wipe-case", "report", self.case, "--kind", "final", "--lang", "ja",
                          env=environment() | {"TEXTDOMAINDIR": str(self.folder)})
        self.assertEqual(done.returncode, USAGE)
        self.assertIn(f"--lang: the messages in ja are not installed ({self.folder})", done.stderr)

    def test_beginning(self):
        before = self.everything(self.folder)
        for words in (["--corporate-number", "7000012050003"], ["--corporate-number", "700001205000"],
                      ["--corporate-number", "700001205000X"], ["--corporate-number", ""],
                      ["--rule", "rules"], ["--rule", "=1"], ["--rule", "rules="],
                      ["--confirmation", "oral"], ["--challenge", "no"],
                      ["--executives", "/none"], ["--executives", "/dev/null"]):
            with self.subTest(words):
                self.begin(*words, case=self.folder / "new", expected=USAGE)
                self.assertEqual(self.everything(self.folder), before)
        for date in ("2026-02-29", "today", day(2)):
            self.begin(case=self.folder / "new", date=date, expected=USAGE)
        done = massho.run("wipe-case", "init", self.folder / "new", "--trust", self.people.trust,
                          "--title", "x", "--number", "x", *self.signer("manager"))
        self.assertEqual(done.returncode, USAGE)
        self.assertIn("wipe-case init: --date is missing\n", done.stderr)
        self.begin("--corporate-number", contract.CORPORATE, case=self.folder / "new")

    def test_trust_folders(self):
        for name, spoil in (
                ("none", lambda folder: shutil.rmtree(folder)),
                ("bare", lambda folder: (folder / "policy.json").unlink()),
                ("broken", lambda folder: (folder / "policy.json").write_text("{")),
                ("linked", lambda folder: (folder / "more").symlink_to("/etc"))):
            with self.subTest(name):
                trust = self.folder / name
                shutil.copytree(self.people.trust, trust)
                spoil(trust)
                done = massho.run("wipe-case", "init", self.folder / "new", "--trust", trust,
                                  "--title", "x", "--number", "x", "--date", day(), "--ministry", "x", "--section",
                                  "x", "--officer", "x", "--contractor", "x", "--place", "x",
                                  "--rule", "x=1", *self.signer("manager"))
                self.assertIn(done.returncode, (FAILED, USAGE, REFUSED))
                self.assertTrue(done.stderr.startswith("wipe-case init: "), done.stderr)
                self.assertEqual([p.name for p in self.folder.iterdir() if "new" in p.name], [])

    def test_staff(self):
        person = ["engineer", str(self.people.signers["first"][1]), day(), "-", "Name", "Company", "",
                  "networks", "", "JP"]

        def row(**changed):
            return "\t".join(changed.get(f"at{i}", value) for i, value in enumerate(person))

        for text, says in (("", "nobody is on the list"), ("# only this\n", "nobody is on the list"),
                           (row(at0="boss"), "none of engineer, manager, other"),
                           (row(at1="/none"), "/none"), (row(at1=str(self.folder)), ""),
                           (row(at2="2026-02-30"), "a day is not like"),
                           (row(at3=""), "a day is not like"), (row(at3=day(-1)), "ends before"),
                           (row(at4=""), "the person's name is missing"),
                           (row(at5=""), "line 1: the affiliation, field 6, is missing"),
                           (row() + "\n" + row(at7=" "), "line 2: the expertise, field 8, is missing"),
                           (row(at9=""), "the nationality, field 10, is missing"),
                           (row() + "\tmore", "not ten fields"), ("engineer\t-", "not ten fields"),
                           (row().encode() + b"\0", "NUL"),
                           (row().encode().replace(b"Name", b"\xff"), "UTF-8"),
                           (row() + "\n" + row(at0="x"), "line 2"),
                           (row(at1=str(self.people.signers["officer"][1])),
                            "line 1: the certificate is an officer's"),
                           (row() + "\n# other\n" + row(), "line 3: the same as line 1"), ("x" * (2 << 20), "")):
            with self.subTest(says):
                path = self.folder / "table"
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
                done = self.tool(USAGE, "wipe-case", "roster", self.case, path, *self.signer("manager"))
                self.assertIn(says, done.stderr)
        self.assertEqual(self.records("staff"), [])
        path.write_text("\ufeff" + row() + "\n" + row(at0="manager", at1=str(
            self.people.signers["manager"][1]), at4="Other") + "\n", encoding="utf-8")
        _, err = self.say("roster", path, by="manager")
        self.assertNotIn("no manager", err)
        self.assertEqual(len(massho.record(self.records("staff")[0])["persons"]), 2)
        for rows in (row(), row() + "\n" + row(at0="manager", at1="-")):
            path.write_text(rows, encoding="utf-8")
            _, err = self.say("roster", path, by="manager")
            self.assertIn("no manager with a certificate is on the list", err)

    def test_attachments(self):
        empty, huge, pipe = (self.folder / n for n in ("empty.pdf", "huge.pdf", "pipe.pdf"))
        empty.touch()
        with open(huge, "wb") as file:
            file.truncate((256 << 20) + 1)
        os.mkfifo(pipe)
        dispose = ["--item", "A-1", "--method", "other", "--text", "x", "--by", "x"]
        for path in (empty, huge, pipe, self.folder, "/dev/zero"):
            with self.subTest(path):
                self.tool(USAGE, "wipe-case", "dispose", self.case, *dispose, "--photograph", path,
                          *self.signer("first"))
                done = self.tool(USAGE, "wipe-case", "permit", self.case, *words_of(PERMIT),
                                 "--paper-scan", path, *self.signer("manager"))
                self.assertIn("--paper-scan", done.stderr)
        self.act("dispose", *dispose)
        for path in (empty, huge, pipe):
            self.tool(USAGE, "wipe-case", "confirm", self.case, "--accept", "--all", "--paper-scan",
                      path, *self.signer("manager"))
        done = self.tool(USAGE, "wipe-case", "confirm", self.case, "--accept", "--all", "--paper-scan",
                         self.folder / "nix.pdf", *self.signer("manager"))
        self.assertEqual(done.stderr.count("nix.pdf"), 1)
        self.assertFalse((self.case / "attachments").exists())
        os.remove(huge)
        many = [w for _ in range(65) for w in ("--document", self.paper())]
        self.tool(USAGE, "wipe-case", "incident", self.case, "--kind", "other", "--text", "x",
                  *many, *self.signer("first"))
        self.assertEqual(len(self.records()), 3)


class Places(Errors):
    def test_names_of_folders(self):
        for name in ("a b", "改行\nと タブ\t", "-dash", "%s", "x" * 200):
            with self.subTest(name):
                self.case = self.folder / name
                self.init = self.begin(case=self.case)
                self.receive("A-1", kind="paper")
                self.act("dispose", "--item", "A-1", "--method", "other", "--text", "x", "--by", "x",
                         "--photograph", self.paper("a photo.jpg"))
                other = self.copy(name + "2")
                self.confirm(case=other)
                self.act("merge", other, by="manager")
                self.assertEqual(self.verify(DONE), {})
                self.act("close", by="manager")
                out = self.folder / (name + "3")
                self.tool(DONE, "wipe-case", "export", self.case, out)
                self.assertEqual(self.verify(DONE, case=out), {})
                self.tool(DONE, "wipe-case", "report", f"{self.case}/", "--kind", "final")

    def test_relative(self):
        self.tool(DONE, "wipe-case", "status", ".", cwd=self.case)
        self.tool(DONE, "wipe-case", "receive", "./", *words_of(RECEIVE), *self.signer("first"),
                  cwd=self.case)
        self.tool(DONE, "wipe-case", "merge", "案件", self.copy("other"), *self.signer("first"),
                  cwd=self.folder)

    def looking(self):
        """What reads only goes on."""
        self.tool(DONE, "wipe-case", "status", self.case)
        self.assertEqual(self.verify(DONE), {})
        self.tool(DONE, "wipe-case", "report", self.case, "--kind", "final")
        out = self.folder / "exported"
        shutil.rmtree(out, True)
        self.tool(DONE, "wipe-case", "export", self.case, out)

    def mounted(self, size="256k"):
        """The case on a small file system of its own."""
        where = self.folder / "mounted"
        where.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", where],
                              capture_output=True)
        if done.returncode:
            return None
        self.addCleanup(subprocess.run, ["umount", "-l", where], check=False)
        shutil.copytree(self.case, where / "case")
        self.case = where / "case"
        return where

    def test_full(self):
        """As root a file system without room, else a limit on the size of files."""
        where = self.mounted() if massho.is_root() else None
        document = self.folder / "large.bin"
        document.write_bytes(os.urandom(400 << 10))
        how = {} if where else {"preexec_fn": lambda: (
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
            resource.setrlimit(resource.RLIMIT_FSIZE, (100 << 10, 100 << 10)))}
        before = self.everything(self.case)
        done = self.tool(FAILED, "wipe-case", "receive", self.case, *words_of(RECEIVE), "--document",
                         document, *self.signer("first"), **how)
        self.unwritten(done.stderr, "receive", self.case / "attachments",
                       "there is no room left for this folder: No space left on device" if where
                       else "nothing can be written to this folder: File too large")
        after = self.everything(self.case)
        self.assertEqual({k: v for k, v in after.items() if k != "attachments"}, before)
        self.assertEqual(self.verify(DONE), {})
        if where:
            filler = where / "filler"
            with open(filler, "wb", buffering=0) as file, self.assertRaises(OSError):
                while file.write(b"x" * 4096):
                    pass
            self.all_unwritten("there is no room left for this folder: No space left on device")
            self.begun_unwritten(where / "new", "there is no room left for this folder: No space left on "
                                 "device")
            done = self.tool(FAILED, "wipe-case", "export", self.case, where / "out")
            self.assertRegex(done.stderr, f"^wipe-case export: {where}.*: No space left on device$")
            self.assertNotIn(".massho-", done.stderr)
            self.looking()
            self.assertEqual(len(self.records()), 2)
            filler.unlink()
        self.act("receive", *words_of(RECEIVE))
        self.assertEqual(self.verify(DONE), {})

    def test_read_only(self):
        where = self.mounted() if massho.is_root() else None
        if where:
            subprocess.run(["mount", "-o", "remount,ro", where], check=True)
        elif massho.is_root():
            self.skipTest("nothing can be mounted here")
        else:
            for path in (self.case / "records", self.case):
                path.chmod(0o500)
        self.looking()
        before = self.everything(self.case)
        why = "Read-only file system" if where else "Permission denied"
        self.all_unwritten(f"nothing can be written to this folder: {why}")
        self.begun_unwritten(self.case.parent / "new" if where else self.case / "new", why)
        self.assertEqual(self.everything(self.case), before)

    def unwritten(self, err, command, folder, why):
        """One sentence, which has no name that only the tools know."""
        self.assertEqual(err, f"wipe-case {command}: nothing was recorded: {folder}: {why}\n")

    def all_unwritten(self, why):
        """Each command that adds a record says which folder it is."""
        other = self.copy("other")
        for path in (other, other / "records"):
            path.chmod(0o755)
        self.receive("B-1", case=other, by="second")
        staff = self.staff(("engineer", "first", day(-9), None),
                           ("manager", "manager", day(-9), None))
        item = ["--item", "A-1"]
        for command, by, words in (
                ("receive", "first", words_of(RECEIVE)),
                ("incident", "first", ["--kind", "other", "--text", "x"]),
                ("confirm", "officer", ["--reject", "--reason", "x", "--record",
                                        self.item("A-1")["id"]]),
                ("challenge", "officer", [*item, "--officer", "Officer"]),
                ("roster", "manager", [staff]), ("declare", "manager", ["--clause", "1=yes"]),
                ("permit", "officer", words_of(PERMIT)), ("merge", "first", [other])):
            with self.subTest(command):
                done = self.tool(FAILED, "wipe-case", command, self.case, *words,
                                 *self.signer(by))
                self.assertEqual(done.stdout, "")
                self.assertRegex(done.stderr.splitlines()[-1],
                                 f"^wipe-case {command}: nothing was recorded: {self.case}"
                                 f"(/records|/attachments)?: {why}$")
                self.assertNotIn(".massho-", done.stderr)

    def begun_unwritten(self, path, why):
        before = self.everything(path.parent)
        err = self.begin(case=path, expected=FAILED)
        self.assertRegex(err, f"^wipe-case init: nothing was recorded: {path.parent}.*: {why}\n$")
        self.assertNotIn(".massho-", err)
        self.assertEqual(self.everything(path.parent), before)

    def test_unreadable_record(self):
        self.receive("A-2")
        path = self.records("receive")[0]
        how = {}
        if massho.is_root():
            for folder in (self.folder, self.case):
                folder.chmod(0o755)
            how = {"user": 65534, "group": 65534, "extra_groups": []}
            if massho.run("wipe-case", "--version", **how).returncode:
                self.skipTest("the tools cannot be run by others here")
        path.chmod(0)
        done = self.tool(FAILED, "wipe-case", "verify", self.case, "--json", "--init", self.init,
                         **how)
        findings = [f for f in self.objects(done.stdout)["finding"] if f["problem"] == "invalid"]
        self.assertEqual([f["file"] for f in findings], [path.name])
        done = self.tool(DONE, "wipe-case", "status", self.case, **how)
        self.assertIn("see wipe-case verify", done.stderr)
        path.chmod(0o644)

    def test_odd_files_on_the_way(self):
        """A lock that is none, folders where files should be."""
        lock = self.case / ".massho-lock"
        lock.unlink(missing_ok=True)
        lock.symlink_to(self.folder / "elsewhere")
        self.tool(FAILED, "wipe-case", "receive", self.case, *words_of(RECEIVE),
                  *self.signer("first"))
        self.assertFalse((self.folder / "elsewhere").exists())
        lock.unlink()
        (self.case / "attachments").write_text("x")
        self.tool(FAILED, "wipe-case", "receive", self.case, *words_of(RECEIVE), "--document",
                  self.paper(), *self.signer("first"))
        self.assertEqual(len(self.records()), 2)


class Keys(Errors):
    def test_encrypted(self):
        key, cert = self.people.signers["first"]
        sealed, right, wrong = (self.folder / n for n in ("sealed.key", "right", "wrong"))
        right.write_text("correct horse 電池\n", encoding="utf-8")
        wrong.write_text("incorrect\n")
        for path in (right, wrong):
            path.chmod(0o600)
        subprocess.run(["openssl", "pkcs8", "-topk8", "-in", key, "-out", sealed, "-passout",
                        f"file:{right}"], check=True, capture_output=True)
        sealed.chmod(0o600)
        before = self.everything(self.folder)
        for words, says in ((["--passphrase-file", wrong], "passphrase"), ([], "no terminal")):
            done = massho.run("wipe-case", "receive", self.case, *words_of(RECEIVE), "--key", sealed,
                              "--cert", cert, *words)
            self.assertIn(done.returncode, (FAILED, USAGE, REFUSED), done.stderr)
            self.assertIn(says, done.stderr)
        self.assertEqual(self.everything(self.folder), before)
        self.tool(DONE, "wipe-case", "receive", self.case, *words_of(RECEIVE), "--key", sealed,
                  "--cert", cert, "--passphrase-file", right)

    def test_open_to_others(self):
        key, cert = self.people.signers["first"]
        loose = self.folder / "loose.key"
        shutil.copy(key, loose)
        loose.chmod(0o644)
        done = self.tool(REFUSED, "wipe-case", "receive", self.case, *words_of(RECEIVE), "--key",
                         loose, "--cert", cert)
        self.assertIn("loose.key", done.stderr)

    def dated(self, name, start, end):
        """A signer below the contractor's authority whose certificate is good for some days only:
        as good as a clock that is wrong."""
        ca = self.people.authorities["main", "engineer"]
        key, request, cert = (self.folder / f"{name}.{s}" for s in ("key", "csr", "pem"))
        (self.folder / "ca.cnf").write_text(
            f"[ca]\ndefault_ca=c\n[c]\ndatabase={self.folder}/index\nnew_certs_dir={self.folder}\n"
            "default_md=sha256\npolicy=p\nrand_serial=yes\nx509_extensions=e\n"
            "[p]\ncountryName=optional\norganizationName=optional\ncommonName=supplied\n"
            "[e]\nbasicConstraints=critical,CA:FALSE\n"
            "keyUsage=critical,digitalSignature,nonRepudiation\n"
            "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n")
        (self.folder / "index").write_text("")
        subprocess.run(["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                        "-noenc", "-keyout", key, "-out", request, "-subj", f"/C=JP/O=Test/CN={name}"],
                       check=True, capture_output=True)
        subprocess.run(["openssl", "ca", "-batch", "-notext", "-config", self.folder / "ca.cnf",
                        "-in", request, "-out", cert, "-cert", ca.root, "-keyfile", ca.root_key,
                        "-startdate", start, "-enddate", end], check=True, capture_output=True)
        key.chmod(0o600)
        return ["--key", key, "--cert", cert]

    def test_clock_before_the_certificate(self):
        words = self.dated("later", "20400101000000Z", "20410101000000Z")
        before = self.everything(self.case)
        done = massho.run("wipe-case", "receive", self.case, *words_of(RECEIVE), *words)
        self.assertEqual(done.returncode, REFUSED, done.stderr)
        self.assertIn("CN=later,O=Test,C=JP: A certificate was not valid yet", done.stderr)
        self.assertEqual(self.everything(self.case), before)

    def test_clock_after_the_certificate(self):
        words = self.dated("earlier", "20200101000000Z", "20210101000000Z")
        before = self.everything(self.case)
        done = massho.run("wipe-case", "receive", self.case, *words_of(RECEIVE), *words)
        self.assertEqual(done.returncode, REFUSED, done.stderr)
        self.assertIn("CN=earlier,O=Test,C=JP: A certificate has expired", done.stderr)
        self.assertEqual(self.everything(self.case), before)

    def test_verified_at_another_time(self):
        """Long afterwards certificates have expired, and before the case there were none."""
        self.verify(DONE, "--at", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 60)))
        self.verify(UNCONFIRMED, "--at", "2090-01-01T00:00:00Z")
        self.assertIn("undecided", self.verify(UNCONFIRMED, "--at", "2090-01-01T00:00:00Z"))
        done = massho.run("wipe-case", "verify", self.case, "--at", "2000-01-01T00:00:00Z")
        self.assertNotEqual(done.returncode, DONE)


class Status(Errors):
    """What it says besides the table."""

    def status_text(self, *words):
        return self.tool(DONE, "wipe-case", "status", self.case, *words).stdout

    def test_empty(self):
        empty = self.folder / "empty"
        self.begin(case=empty)
        self.assertIn("Nothing was received or permitted yet",
                      self.tool(DONE, "wipe-case", "status", empty).stdout)
        self.assertNotIn("permitted yet", self.status_text())

    def test_rejected(self):
        self.act("return", "--item", "A-1", "--form", "files", "--to", "x")
        self.tool(DONE, "wipe-case", "confirm", self.case, "--reject", "--reason", "never came back",
                  "--item", "A-1", *self.signer("officer"))
        given = massho.record(self.records("return")[-1])["id"]
        text = self.status_text()
        self.assertIn(f"Rejected by the officer:\n  {given[:8]}  return  A-1: never came back", text)
        self.assertIn("return - rejected: never came back", self.status_text("--item", "A-1"))
        told = self.objects(self.status_text("--item", "A-1", "--json"))["record"]
        self.assertEqual([(r["type"], r["rejected"], r["reason"]) for r in told if r["rejected"]],
                         [("return", True, "never came back")])

    def close(self):
        """What is there goes back; the closing's id."""
        self.act("return", "--item", "A-1", "--form", "files", "--to", "x")
        self.confirm()
        return self.act("close", by="manager")["added"][0]["id"]

    def reject(self, reason, *words):
        return self.say("confirm", "--reject", "--reason", reason, *(words or ("--all",)), by="officer")

    def test_rejected_closing(self):
        closing = self.close()
        self.reject("too early")
        self.assertIn(f"Rejected by the officer:\n  {closing[:8]}  closing: too early\n",
                      self.status_text())
        self.assertEqual([(r["id"], r["type"], r["item"], r["about"], r["reason"])
                          for r in self.status()["rejected"]],
                         [(closing, "close", None, None, "too early")])
        self.act("close", by="manager")
        self.assertNotIn("Rejected by the officer", self.status_text())

    def test_closing_that_no_longer_holds(self):
        """Whoever does something in the case hears of it, until it is closed again."""
        late = self.copy("late")
        closing = self.close()
        told = f"The case is open again: the closing of {day()} (record {closing[:8]}) no longer holds\n"
        out, _ = self.say("confirm", "--accept", "--all", by="officer")
        self.assertNotIn("open again", out)
        self.assertIsNone(self.state()["closing_undone"])
        self.receive("B-1", case=late, by="second")
        out, err = self.say("merge", late, by="manager", expected=UNCONFIRMED)
        self.assertIn(told, out)
        self.assertIn("receipt B-1: against the rules: it came after the case had been closed", err)
        self.assertIn(told, self.status_text())
        self.assertEqual(self.state()["closing_undone"], closing)
        self.act("return", "--item", "B-1", "--form", "medium", "--to", "x")
        self.confirm()
        closing = self.act("close", by="manager")["added"][0]["id"]
        self.assertNotIn("open again", self.status_text())
        out, _ = self.reject("no")
        self.assertIn(f"an officer rejected the closing of {day()} (record {closing[:8]})\n", out)

    def test_incidents(self):
        """Each with its id and what is next, until an officer confirms what came of it."""
        items = [self.item("A-1")["id"], self.receive("B-1")]
        opened = self.act("incident", "--kind", "lost", "--item", "A-1", "--item", "B-1", "--text",
                          "not there")["added"][0]["id"]
        text = self.status_text()
        self.assertIn(f"  {opened[:8]}  {day()}  lost  A-1, B-1: not there\n", text)
        line, = [x for x in text.splitlines() if "--resolves" in x]
        words = shlex.split(line)
        self.assertEqual(words[:7], ["wipe-case", "incident", str(self.case), "--resolves", opened[:8],
                                     "--kind", "lost"])
        self.tool(DONE, *words[:7], "--text", "x", "--cause", "x", "--measures", "x",
                  *self.signer("manager"))
        ended = massho.record(self.records("incident")[-1])["id"]
        text = self.status_text()
        self.assertIn(f"  {ended[:8]}  incident  what came of {opened[:8]} A-1, B-1\n", text)
        self.assertIn(f"What came of it: record {ended[:8]}, which awaits", text)
        self.assertNotIn("--resolves", text)
        told = self.status()
        self.assertEqual([(i["id"], i["kind"], i["noticed_on"], i["items"], i["resolution"],
                           i["awaiting"]) for i in told["incident"]],
                         [(opened, "lost", day(), items, ended, True)])
        self.assertEqual([(a["id"], a["about"], a["item"]) for a in told["awaiting"]],
                         [(ended, opened, None)])
        self.reject("not believed")
        text = self.status_text()
        self.assertIn(f"  {ended[:8]}  incident  what came of {opened[:8]} A-1, B-1: not believed\n",
                      text)
        self.assertIn("--resolves", text)
        told = self.objects(self.status_text("--item", "B-1", "--json"))["record"]
        self.assertEqual([(r["type"], r["about"]) for r in told],
                         [("receive", None), ("incident", None), ("incident", opened),
                          ("confirmation", ended)])
        self.assertIn(f"incident of {opened[:8]} - rejected: not believed", self.status_text("--item",
                                                                                          "B-1"))

    def test_answer_signed_elsewhere(self):
        self.act("return", "--item", "A-1", "--form", "files", "--to", "x")
        path, answer = self.records("return")[-1], self.folder / "answer.p7m"
        self.tool(DONE, "wipe-cert", "confirm", "--trust", self.people.trust, "--accept",
                  *self.signer("officer"), "-o", answer, path)
        self.act("merge", answer, by="manager")
        self.assertIn(f"officer's answer: accepts {massho.record(path)['id'][:8]}\n",
                      self.status_text("--item", "A-1"))

    def test_entered_from_paper(self):
        self.tool(DONE, "wipe-case", "permit", self.case, *words_of(PERMIT), "--paper-scan",
                  self.paper(), *self.signer("manager"))
        self.assertIn("permit (entered from paper)", self.status_text("--item", "C-1"))

    def test_challenge(self):
        self.tool(DONE, "wipe-case", "challenge", self.case, "--item", "A-1", "--officer", "x",
                  *self.signer("officer"))
        told = "Challenge drawn for A-1 and not answered yet, until "
        self.assertRegex(self.status_text(), told + r"\S+\+09:00\n")
        # Either can be answered.
        out, err = self.say("challenge", "--item", "A-1", "--officer", "Officer", by="officer")
        self.assertRegex(out, r"once, until \S+\+09:00\. ")
        self.assertEqual(err, "")
        self.assertEqual(self.status_text().count(told), 2)

    def test_a_name_that_no_officer_has(self):
        _, err = self.say("permit", *words_of(PERMIT, officer="Nobody"), by="officer")
        self.assertIn("Nobody: recorded, but no officer is called so where the case begins", err)

    def test_erasures(self):
        """Each of them tells how it ended; a device, which of its media are erased."""
        self.permit("PC", "--medium", "S-1", "--medium", "S-2", kind="device", purpose="bring-in")
        done = self.tool(DONE, "wipe-case", "status", self.case, "--item", "PC")
        self.assertIn("  medium in it: S-1, not erased\n  medium in it: S-2, not erased\n", done.stdout)
        self.receive("M-1")
        self.wipe("M-1")
        erased = massho.record(self.records("erasure")[-1])
        done = self.tool(DONE, "wipe-case", "status", self.case, "--item", "M-1")
        self.assertIn("\n        ERASED AND VERIFIED\n", done.stdout)
        told = self.objects(self.tool(DONE, "wipe-case", "status", self.case, "--item", "M-1",
                                      "--json").stdout)["record"]
        self.assertEqual([(r["type"], r["result"], r["ended"]) for r in told],
                         [("receive", None, None), ("attempt", None, None),
                          ("erasure", erased["verdict"], None)])

    def test_permit(self):
        self.permit("C-1", "--of", "A-1", "--from", day(1), "--until", day(3))
        self.assertIn(f"\n  permitted from {day(1)} until {day(3)}\n  place: room\n",
                      self.status_text("--item", "C-1"))
        item = self.item("C-1")
        self.assertEqual((item["from"], item["due_on"], item["copied_to"]), (day(1), day(3), None))
        self.assertIsNone(self.item("A-1")["from"])

    def test_withdrawn(self):
        self.act("confirm", "--reject", "--record", self.item("A-1")["id"], "--reason", "x",
                 by="officer")
        err = self.refused("attest", "--item", "A-1", *Ends.ATTEST, says="A-1: it is withdrawn: ")
        self.assertNotIn("confirmed already", err)

    def test_proposals(self):
        """Each can be pasted, and is not made again once it was followed."""
        awkward = self.folder / "it's a case"
        self.case.rename(awkward)
        self.case = awkward
        self.receive("B 1", kind="medium")
        image = self.folder / "disk.img"
        image.write_bytes(os.urandom(64 << 20))
        os.truncate(image, 1 << 30)
        key, cert = self.people.signers["first"]
        program = subprocess.Popen([str(w) for w in [
            tool_path("wipe-device"), "--image", "--confirm", "disk.img", "--case", self.case, "--sign",
            key, "--cert", cert, "--item", "B 1", image]], env=environment(),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + massho.TIMEOUT_S
        while not self.records("attempt") and program.poll() is None and time.monotonic() < deadline:
            time.sleep(0.001)
        program.send_signal(signal.SIGINT)
        _, err = program.communicate(timeout=massho.TIMEOUT_S)
        self.assertEqual(program.returncode, INTERRUPTED, err)
        text = self.status_text()
        item = self.item("B 1")["id"]
        line, = [x for x in text.splitlines() if "wipe-case incident" in x]
        words = shlex.split(line)
        self.assertEqual(words[:8], ["wipe-case", "incident", str(awkward), "--kind",
                                     "erasure-aborted", "--item", item[:8], "--text"])
        self.tool(DONE, tool_path("wipe-case").name, *words[1:8], "stopped", *self.signer("first"))
        opened = massho.record(self.records("incident")[-1])["id"]
        self.assertNotIn("Proposed", self.status_text())
        self.act("incident", "--kind", "erasure-aborted", "--resolves", opened, "--text", "x",
                 "--cause", "x", "--measures", "x", by="manager")
        self.confirm()
        self.assertEqual(self.state()["open_incidents"], 0)
        self.assertNotIn("Proposed", self.status_text())


class Files(Errors):
    """Lists of files that come, and of those that go back."""

    def setUp(self):
        super().setUp()
        self.data = self.folder / "data"
        self.data.mkdir()
        for name in ("same", "changed", "gone"):
            (self.data / name).write_text(name)

    def test_passed_over(self):
        (self.data / "link").symlink_to("same")
        os.mkfifo(self.data / "pipe")
        done = self.tool(PARTIAL, "wipe-case", "receive", self.case, *words_of(RECEIVE), "--files",
                         self.data, *self.signer("first"))
        self.assertEqual(done.stderr.count("no regular file: passed over"), 2)
        self.assertIn("recorded without what is no file: 2 passed over", done.stderr)
        self.assertEqual(massho.record(self.records("receive")[-1])["manifest"]["files"], 3)

    def test_nothing_left(self):
        empty = self.folder / "empty"
        empty.mkdir()
        self.refused("receive", *words_of(RECEIVE), "--files", empty,
                     says=f"{empty}: no file is there: nothing is recorded")
        os.mkfifo(empty / "pipe")
        self.refused("receive", *words_of(RECEIVE), "--files", empty, says="no file is there")

    def test_gone_back(self):
        self.act("receive", *words_of(RECEIVE), "--files", self.data)
        back = ["--item", "X-1", "--form", "files", "--to", "x", "--files", self.data]
        made = self.act("return", *back)
        self.assertEqual(made["compared"], [{"object": "compared", "same": 3, "changed": 0,
                                             "missing": 0, "additional": 0}])
        self.assertEqual(massho.record(self.records("return")[-1])["compared"],
                         {"same": 3, "changed": 0, "missing": 0, "additional": 0})
        self.spoil()
        out, err = self.say("return", *back)
        self.assertIn("the same 1, changed 1, missing 1, new 1", out)
        self.assertIn("what goes back is not what was received", err)
        self.assertEqual(massho.record(self.records("return")[-1])["compared"], COUNTS)

    def spoil(self):
        (self.data / "changed").write_text("another")
        (self.data / "gone").unlink()
        (self.data / "new").write_text("new")

    def go_back(self, label="X-1", form="files"):
        return self.act("return", "--item", label, "--form", form, "--to", "x", "--files", self.data)

    def told(self, *words):
        return self.tool(DONE, "wipe-case", "status", self.case, *words).stdout

    def test_nothing_to_compare_with(self):
        """No list of what was received, none of what goes back, or what goes back is a copy."""
        self.go_back("A-1")
        self.act("receive", *words_of(RECEIVE), "--files", self.data)
        _, err = self.say("return", "--item", "X-1", "--form", "files", "--to", "x")
        self.assertIn("which files went back is not recorded", err)
        self.permit("P-1", "--of", "X-1", kind="files")
        self.refused("return", "--item", "P-1", "--form", "files", "--to", "x",
                     says="media and copies as the medium")
        self.go_back("P-1", "medium")
        self.assertEqual([massho.record(one)["compared"] for one in self.records("return")], [None] * 3)
        self.assertIn("Against what was received: not compared", self.told("--item", "A-1"))
        self.assertNotIn("Against", self.told("--item", "X-1"))

    def test_names_were_left_out(self):
        """Of a list without names nobody can say what is the same."""
        self.act("receive", *words_of(RECEIVE), "--files", self.data)
        listed = massho.record(self.records("receive")[-1])["manifest"]["sha256"]
        kept, = (self.case / "attachments").glob(f"{listed}*")
        kept.rename(self.folder / "list")
        _, err = self.say("return", "--item", "X-1", "--form", "files", "--to", "x", "--files", self.data)
        self.assertIn("they are not compared", err)
        self.assertIsNone(massho.record(self.records("return")[-1])["compared"])
        (self.folder / "list").rename(kept)
        _, err = self.say("confirm", "--accept", "--item", "X-1", by="officer")
        self.assertIn("give something else than it says: the same 3, changed 0", err)

    def test_officer_is_told(self):
        """Before he signs, in what comes of it, and wherever he looks."""
        self.act("receive", *words_of(RECEIVE), "--files", self.data)
        self.spoil()
        self.go_back()
        words = "Against what was received: the same 1, changed 1, missing 1, new 1"
        self.assertIn(words, self.told())
        self.assertIn(words, self.told("--item", "X-1"))
        made = self.records("return")[-1]
        said, = [one for one in self.objects(self.told("--item", "X-1", "--json"))["record"] if one["type"] == "return"]
        self.assertEqual(said["compared"], COUNTS)
        waits, = [one for one in self.status()["awaiting"] if one["type"] == "return"]
        self.assertEqual(waits["compared"], COUNTS)
        shown = self.tool(DONE, "wipe-cert", "show", made).stdout
        self.assertRegex(shown, r"Against what was\s+received\s+the same 1, changed 1, missing 1, new 1")
        self.assertIn("What went back is not what was received.", shown)
        page = self.folder / "return.html"
        self.tool(DONE, "wipe-cert", "render", "--html", "-o", page, made)
        self.assertIn("the same 1, changed 1, missing 1, new 1", page.read_text())
        out = self.folder / "answer.p7m"
        done = self.tool(DONE, "wipe-cert", "confirm", "--accept", "-o", out, made, *self.signer("officer"))
        self.assertIn("what went back is not what was received: the same 1, changed 1", done.stderr)
        self.assertIn(words, done.stdout)
        out.unlink()
        out, err = self.say("confirm", "--accept", "--item", "X-1", by="officer")
        self.assertIn("what went back is not what was received: the same 1, changed 1, missing 1, new 1", err)
        self.assertNotIn("give something else", err)
        self.assertIn(words, out)

    def test_officer_who_rejects_is_told(self):
        self.act("receive", *words_of(RECEIVE), "--files", self.data)
        self.spoil()
        self.go_back()
        made = self.act("confirm", "--reject", "--item", "X-1", "--reason", "x", by="officer")
        self.assertEqual([one["compared"] for one in made["confirm"]], [COUNTS])

    def test_as_received(self):
        self.act("receive", *words_of(RECEIVE), "--files", self.data)
        self.go_back()
        self.assertNotIn("Against", self.told())
        self.assertNotIn("is not what was received",
                         self.tool(DONE, "wipe-cert", "show", self.records("return")[-1]).stdout)
        out, err = self.say("confirm", "--accept", "--item", "X-1", by="officer")
        self.assertNotIn("is not what was received", err)
        self.assertIn("Against what was received: the same 3, changed 0, missing 0, new 0", out)

    def test_how_many(self):
        """Whoever counts nothing means all that is left."""
        self.receive("papers", "--quantity", "5", kind="paper")
        self.act("return", "--item", "papers", "--form", "paper", "--to", "x", "--quantity", "2")
        self.act("dispose", "--item", "papers", "--method", "shredded", "--text", "x", "--by", "x")
        self.assertEqual(massho.record(self.records("dispose")[-1])["quantity"], 3)
        self.refused("return", "--item", "papers", "--form", "paper", "--to", "x", "--quantity", "1")


class Writers(Errors):
    def start(self, command, *words, by="first", case=None):
        return subprocess.Popen([str(w) for w in [tool_path("wipe-case"), command, case or self.case,
                                                  *words, "--json", *self.signer(by)]],
                                env=environment(), stdin=subprocess.DEVNULL, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def test_two_at_once(self):
        """All of them succeed, one after the other."""
        programs = [self.start("receive", *words_of(RECEIVE, label=f"{by}-{i}"), by=by)
                    for i in range(4) for by in ("first", "second")]
        numbers = []
        for program in programs:
            out, err = program.communicate(timeout=massho.TIMEOUT_S)
            self.assertEqual(program.returncode, DONE, err)
            numbers.append(self.objects(out)["added"][0]["number"])
        self.assertEqual(sorted(numbers), list(range(3, 11)))
        self.assertEqual(self.verify(DONE), {})
        self.assertEqual(self.state()["heads"], 1)

    def test_one_label_for_two(self):
        programs = [self.start("receive", *words_of(RECEIVE), by=by) for by in ("first", "second")]
        codes = []
        for program in programs:
            program.communicate(timeout=massho.TIMEOUT_S)
            codes.append(program.returncode)
        self.assertEqual(sorted(codes), [DONE, REFUSED])
        self.assertEqual(self.verify(DONE), {})

    def test_all_by_two(self):
        """What the first one answers awaits nothing any more, once the second one's turn comes."""
        self.act("return", "--item", "A-1", "--form", "files", "--to", "x")
        with open(self.case / ".massho-lock", "r+", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            programs = [self.start("confirm", "--accept", "--all", by=by)
                        for by in ("officer", "deputy")]
            for program in programs:
                self.assertIn("waiting", program.stderr.readline())
        codes = []
        for program in programs:
            _, err = program.communicate(timeout=massho.TIMEOUT_S)
            codes.append(program.returncode)
            if program.returncode == REFUSED:
                self.assertIn("nothing awaits an answer", err)
        self.assertEqual(sorted(codes), [DONE, REFUSED])
        self.assertEqual(len(self.records("confirmation")), 1)

    def test_killed(self):
        """At any time: what is there afterwards is whole, and the next one goes on."""
        for delay in massho.fewer((0.0, 0.02, 0.05, 0.1)):
            program = self.start("receive", *words_of(RECEIVE, label=f"K-{delay}"), "--document",
                                 self.paper())
            time.sleep(delay)
            program.kill()
            program.communicate(timeout=massho.TIMEOUT_S)
            self.assertEqual(self.verify(DONE), {})
        self.act("receive", *words_of(RECEIVE))
        self.assertEqual(self.verify(DONE), {})


class Copying(Errors):
    def setUp(self):
        super().setUp()
        self.permit("C-1", "--of", "A-1")
        self.data, self.target = self.folder / "data", self.folder / "target"
        self.data.mkdir()
        self.target.mkdir()

    def fill(self, count, size):
        for i in range(count):
            (self.data / f"{i:03}.bin").write_bytes(os.urandom(1024) * (size // 1024))

    def copy_out(self, **how):
        return subprocess.Popen([str(w) for w in [tool_path("wipe-case"), "copy-out", self.case,
                                                  self.data, "--item", "C-1", "--to", self.target,
                                                  "--serial", "S-9", "--json",
                                                  *self.signer("first")]],
                                env=environment(), stdin=subprocess.DEVNULL, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how)

    def in_the_middle(self):
        """A run that has copied some of the files."""
        self.fill(60, 1 << 20)
        program = self.copy_out()
        deadline = time.monotonic() + massho.TIMEOUT_S
        while len(list(self.target.rglob("*.bin"))) < 3:
            if program.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(program.communicate())
            time.sleep(0.001)
        return program

    def cut(self, number):
        """Stops it in the middle of the files."""
        program = self.in_the_middle()
        program.send_signal(number)
        out, err = program.communicate(timeout=massho.TIMEOUT_S)
        self.assertLess(len(list(self.target.rglob("*.bin"))), 60)
        return program.returncode, out, err

    def told(self, index):
        return massho.record(self.records("copy-out")[index])

    def only_begun(self, count=1):
        """All that the case says is that copying began."""
        told = [massho.record(path) for path in self.records("copy-out")]
        self.assertEqual([r["result"] for r in told], ["begun"] * count)
        for record in told:
            self.assertEqual((record["manifest"], record["ended_at"], record["begun"]), (None,) * 3)
        self.refused("exit-check", "--item", "C-1", "--result", "nothing-copied", "--text", "x",
                     "--place", "x", says="something else has to come first")

    def goes_on(self):
        made = self.objects(self.finish(DONE))
        self.assertEqual((made["copied"][0]["files"], made["copied"][0]["failed"]), (60, 0))
        record = massho.record(self.records("copy-out")[-1])
        self.assertEqual((record["result"], record["failed"], record["manifest"]["files"]),
                         ("complete", 0, 60))
        for path in self.data.iterdir():
            self.assertEqual((self.target / "data" / path.name).read_bytes(), path.read_bytes())
        self.assertEqual([p for p in self.target.rglob("*") if p.is_file() and
                          p.suffix != ".bin"], [])
        self.assertEqual(self.verify(DONE), {})

    def finish(self, expected):
        program = self.copy_out()
        out, err = program.communicate(timeout=massho.TIMEOUT_S)
        self.assertEqual(program.returncode, expected, err)
        return out

    def test_begins_with_a_record(self):
        self.fill(2, 1024)
        out = self.objects(self.finish(DONE))
        begun, ended = (massho.record(path) for path in self.records("copy-out"))
        self.assertEqual((begun["result"], ended["result"]), ("begun", "complete"))
        self.assertEqual(ended["begun"], begun["id"])
        self.assertEqual(out["begun"][0]["id"], begun["id"])
        self.assertEqual(out["begun"][0]["number"] + 1, out["added"][0]["number"])
        self.assertIn(ended["read_back"], ("past-cache", "cache-dropped"))
        self.assertEqual(out["copied"][0]["read_back"], ended["read_back"])
        shown = massho.run("wipe-cert", "show", self.records("copy-out")[0]).stdout
        self.assertIn("BEGUN", shown)
        self.assertEqual((self.item("C-1")["copied_to"], self.state()["open_copyings"]), ("S-9", 0))
        text = self.tool(DONE, "wipe-case", "status", self.case, "--item", "C-1").stdout
        self.assertIn("\n        begun; it has ended; copied to: room; serial: S-9\n", text)
        self.assertIn("\n        complete; copied to: room; serial: S-9\n", text)
        self.assertIn("S-9", text.splitlines()[0])
        told = self.objects(self.tool(DONE, "wipe-case", "status", self.case, "--item", "C-1",
                                      "--json").stdout)["record"]
        self.assertEqual([(r["result"], r["destination"], r["serial"]) for r in told],
                         [(None,) * 3, ("begun", "room", "S-9"), ("complete", "room", "S-9")])
        self.assertEqual([r["ended"] for r in told], [None, True, None])
        self.assertEqual(self.verify(DONE), {})

    def test_interrupted(self):
        code, out, err = self.cut(signal.SIGINT)
        self.assertEqual(code, INTERRUPTED, err)
        record, told = self.told(-1), self.objects(out)["copied"][0]
        self.assertEqual((self.told(0)["result"], record["result"]), ("begun", "partial"))
        self.assertEqual([record["manifest"]["files"], record["failed"], record["not_reached"]],
                         [told[key] for key in ("files", "failed", "not_reached")])
        self.assertEqual((told["files"] + told["not_reached"], told["failed"]), (60, 0))
        self.assertGreaterEqual(told["files"], 3)
        self.assertEqual(err.splitlines(), [
            f"wipe-case copy-out: broken off, files not reached: {told['not_reached']}; run the "
            "same command again to go on"])
        self.assertEqual(self.verify(DONE), {})
        self.goes_on()

    def test_killed(self):
        code, _, _ = self.cut(signal.SIGKILL)
        self.assertEqual(code, -signal.SIGKILL)
        self.only_begun()
        done = self.tool(DONE, "wipe-case", "status", self.case)
        self.assertIn("Copyings of which nothing tells how they ended: 1", done.stdout)
        done = self.tool(DONE, "wipe-case", "status", self.case, "--item", "C-1")
        self.assertIn("begun; nothing tells how it ended; copied to: room", done.stdout)
        self.assertEqual(self.verify(DONE), {})
        self.goes_on()
        self.assertEqual(self.state()["open_copyings"], 0)

    def test_end_cannot_be_recorded(self):
        program = self.in_the_middle()
        program.send_signal(signal.SIGSTOP)
        (self.case / "records").rename(self.case / "elsewhere")
        program.send_signal(signal.SIGCONT)
        out, err = program.communicate(timeout=massho.TIMEOUT_S)
        self.assertEqual(program.returncode, UNSAVED, err)
        self.assertIn(f"{self.target}: the files were copied, but all that the case says is that "
                      "copying began: run the same command again", err)
        self.assertEqual(self.objects(out)["copied"][0]["files"], 60)
        (self.case / "elsewhere").rename(self.case / "records")
        self.only_begun()
        self.goes_on()

    def test_begin_cannot_be_recorded(self):
        """Then nothing is copied."""
        self.fill(2, 1024)
        before = self.everything(self.case)
        program = self.copy_out(preexec_fn=lambda: (
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
            resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512))))
        out, err = program.communicate(timeout=massho.TIMEOUT_S)
        self.assertEqual((program.returncode, out), (FAILED, ""), err)
        self.assertEqual(len(err.splitlines()), 1)
        self.assertEqual(self.everything(self.case), before)
        self.assertEqual(list(self.target.iterdir()), [])

    def test_into_the_case(self):
        self.fill(1, 1024)
        (self.folder / "link").symlink_to(self.case / "attachments")
        (self.case / "attachments").mkdir(exist_ok=True)
        for to in (self.case, self.case / "attachments", self.folder / "link"):
            self.refused("copy-out", self.data, "--item", "C-1", "--to", to,
                         says="--to lies in the folder of the case")

    def test_on_another_day(self):
        self.fill(1, 1024)
        for label, since, until, says in (
                ("C-2", day(-3), day(-1), f"C-2: it is permitted until {day(-1)} only"),
                ("C-3", day(1), day(2), f"C-3: it is permitted from {day(1)} on")):
            self.permit(label, "--of", "A-1", "--from", since, "--until", until)
            self.refused("copy-out", self.data, "--item", label, "--to", self.target, says=says)
        self.act("confirm", "--reject", "--record", self.item("C-1")["id"], "--reason", "x",
                 by="deputy")
        self.refused("copy-out", self.data, "--item", "C-1", "--to", self.target,
                     says="C-1: an officer has rejected that it was permitted")

    def test_without_a_serial(self):
        self.fill(1, 1024)
        done = self.tool(DONE, "wipe-case", "copy-out", self.case, self.data, "--item", "C-1",
                         "--to", self.target, *self.signer("first"))
        self.assertIn("no serial is known", done.stderr)
        self.tool(DONE, "wipe-case", "copy-out", self.case, self.data, "--item", "C-1", "--to",
                  self.target, *self.signer("first"))
        first, again = self.told(1)["destination"], self.told(-1)["destination"]
        self.assertTrue(first.startswith("room ("), first)
        self.assertEqual(again, first)
        for name in ("Stick", None):
            self.tool(DONE, "wipe-case", "copy-out", self.case, self.data, "--item", "C-1", "--to",
                      self.target, *(["--destination", name] if name else []),
                      *self.signer("first"))
            self.assertEqual(self.told(-1)["destination"], first.replace("room", "Stick"))
        done = self.tool(DONE, "wipe-case", "copy-out", self.case, self.data, "--item", "C-1",
                         "--to", self.target, "--serial", "S-7", *self.signer("first"))
        self.assertEqual(done.stderr, "")
        self.assertEqual(self.told(-1)["serial"], "S-7")

    def test_passed_over(self):
        """What is no file is told, and makes it partial."""
        self.fill(2, 1024)
        (self.data / "link").symlink_to("/etc/passwd")
        os.mkfifo(self.data / "pipe")
        program = self.copy_out()
        out, err = program.communicate(timeout=massho.TIMEOUT_S)
        self.assertEqual(program.returncode, PARTIAL, err)
        self.assertEqual(err.count("passed over"), 2)
        self.assertEqual(self.objects(out)["copied"][0]["passed_over"], 2)
        record = self.told(-1)
        self.assertEqual((record["result"], record["failed"], record["passed_over"]),
                         ("partial", 0, 2))
        self.assertEqual(sorted(p.name for p in self.target.rglob("*") if p.is_file()),
                         ["000.bin", "001.bin"])

    def test_something_there_already(self):
        self.fill(2, 1024)
        (self.target / "data").mkdir()
        (self.target / "data" / "000.bin").write_bytes(b"another")
        out = self.finish(PARTIAL)
        self.assertEqual((self.target / "data" / "000.bin").read_bytes(), b"another")
        self.assertEqual(self.objects(out)["copied"][0]["failed"], 1)

    def test_nothing_to_copy(self):
        for source, target in ((self.folder / "none", self.target), (self.data, self.folder / "none"),
                               (self.data, self.case / "none")):
            done = massho.run("wipe-case", "copy-out", self.case, source, "--item", "C-1", "--to",
                              target, *self.signer("first"))
            self.assertIn(done.returncode, (USAGE, FAILED, REFUSED), done.stderr)
            self.assertTrue(done.stderr)
        self.assertEqual(self.records("copy-out"), [])


if __name__ == "__main__":
    massho.main()
