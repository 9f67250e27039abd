#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A finished case that somebody has his hands on: whatever is done to the folder is found by
"wipe-case verify", and named."""
import atexit
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import contract  # noqa: E402
import massho  # noqa: E402
from contract import day  # noqa: E402
from massho import DONE, FAILED, REFUSED, UNCONFIRMED  # noqa: E402

TYPES = ("init", "staff", "approve", "receive", "permit", "challenge", "copy-out", "attempt",
         "erasure", "exit-check", "return", "dispose", "attest", "incident", "declare", "merge",
         "confirmation", "close")


class Finished(contract.Case):
    """Tells a short story once, and gives each case a copy of it."""

    def runTest(self):
        self.init = self.begin("--document", self.paper("contract.pdf"))
        self.act("roster", self.staff(("manager", "manager", day(-1), None),
                                      ("engineer", "first", day(-1), None),
                                      ("engineer", "second", day(-1), None)), by="manager")
        self.act("approve", "--subject", "method", "--text", "zeros", "--level", "none",
                 "--officer", "Officer", by="officer")
        data = self.sources(count=2)
        self.receive("files", "--files", data, kind="files")
        self.receive("lost")
        self.permit("telephone", kind="device", purpose="bring-in")
        self.permit("copy", "--of", "files")
        (self.folder / "medium").mkdir()
        self.act("copy-out", data, "--item", "copy", "--to", self.folder / "medium")
        self.act("challenge", "--item", "copy", "--officer", "Officer", by="officer")
        self.older = self.copy("older")
        self.wipe("copy")
        self.act("exit-check", "--item", "telephone", "--result", "nothing-copied", "--text", "x",
                 "--place", "gate")
        self.act("return", "--item", "files", "--form", "files", "--files", data, "--to",
                 "Officer", "--receipt", self.paper("receipt.png"))
        opened = self.act("incident", "--kind", "lost", "--item", "lost", "--text", "it is gone")
        self.act("incident", "--kind", "lost", "--item", "lost", "--missing", "--text", "gone",
                 "--resolves", opened["added"][0]["id"], "--cause", "c", "--measures", "m")
        self.act("declare", "--clause", "1=yes", by="manager")
        own = self.copy("officer")
        self.receive("paper", kind="paper")
        self.receive("mail", kind="mail")
        self.act("dispose", "--item", "paper", "--method", "shredded", "--text", "x", "--by", "x",
                 "--photograph", self.paper("paper.jpg"))
        self.act("attest", "--item", "mail", "--method", "m", "--text", "t", "--reason", "r")
        self.confirm(case=own)
        self.act("merge", own, by="manager")
        self.confirm()
        self.sub = self.folder / "sub"
        self.begin(case=self.sub, by="sub-manager", trust=self.people.sub_trust)
        self.receive("sub", case=self.sub, by="sub-engineer", kind="paper")
        self.act("dispose", "--item", "sub", "--method", "shredded", "--text", "x", "--by", "x",
                 by="sub-engineer", case=self.sub)
        self.confirm(case=self.sub)
        self.act("merge", "--subcontractor", f"sub={self.sub}", by="manager")
        self.act("close", by="manager")
        self.confirm()
        assert not self.verify(DONE), self.verified


_finished = []


def finished():
    if not _finished:
        story = Finished()
        story.setUp()
        atexit.register(shutil.rmtree, story.folder, True)
        story.runTest()
        story.check_records()
        _finished.append(story)
    return _finished[0]


class Tampered(contract.Case):
    def setUp(self):
        self.whole = finished()
        super().setUp()
        self.init, self.case = self.whole.init, self.folder / "case"
        self.renew()

    def check_records(self):
        """They were checked before somebody had his hands on them."""

    def renew(self):
        shutil.rmtree(self.case, True)
        shutil.copytree(self.whole.case, self.case, symlinks=True)

    def found(self, *problems, expected=FAILED, init=None, only=False, words=()):
        """Exactly one verdict, and at least these problems, or only these."""
        findings = self.verify(expected, *words, init=init)
        self.assertLessEqual(set(problems), set(findings), findings)
        if only:
            self.assertEqual(set(problems), set(findings), findings)
        return findings

    def shown(self, expected):
        """What people read."""
        return self.tool(expected, "wipe-case", "verify", self.case, "--init", self.init).stdout

    def files(self, findings, problem):
        return {f["file"] for f in findings[problem]}

    def begun(self):
        """What cannot even be opened as a case: no verdict but an error."""
        done = self.tool(FAILED, "wipe-case", "verify", self.case, "--json", "--init", self.init)
        self.assertIn("the record that began the case is not there, or does not verify",
                      done.stderr)

    def spoil(self, path, at):
        data = bytearray(path.read_bytes())
        data[at] ^= 1
        path.write_bytes(data)


class Records(Tampered):
    def test_whole(self):
        self.found(only=True, expected=DONE)
        self.assertEqual({massho.record(p)["type"] for p in self.records()}, set(TYPES))

    def test_what_people_read(self):
        self.assertIn("The case is whole", self.shown(DONE))
        path = self.records("receive")[0]
        self.spoil(path, -1)
        text = self.shown(FAILED)
        for words in (f"FALSE: a record that does not verify\n    {path.name}\n",
                      "FALSE: a record is gone that this one follows", "The case is NOT whole."):
            self.assertIn(words, text)
        self.assertNotIn("The case is whole", text)

    def test_a_byte_of_each_type(self):
        """In the content, in what is signed of it, in the signature."""
        for kind in massho.fewer(TYPES):
            path = self.records(kind)[-1]
            data = path.read_bytes()
            content = data.find(b'"issued_at"')
            for at in (content + 15, len(data) - 1, 2):
                with self.subTest(kind, at=at):
                    self.spoil(path, at)
                    if kind == "init":
                        self.begun()
                    else:
                        findings = self.found("invalid")
                        self.assertEqual(self.files(findings, "invalid"), {path.name})
                    path.write_bytes(data)

    def test_each_record_gone(self):
        """Each but the newest, which nothing follows."""
        records = self.records()
        for path in massho.fewer(records[:-1]):
            with self.subTest(path.name):
                data = path.read_bytes()
                path.unlink()
                if "-init-" in path.name:
                    self.begun()
                else:
                    findings = self.verify(FAILED)
                    self.assertIn("missing", findings)
                    self.assertEqual(findings["missing"][0]["hash"],
                                     hashlib.sha256(massho.econtent(
                                         self.whole.case / "records" / path.name)).hexdigest())
                path.write_bytes(data)

    def test_the_newest_gone(self):
        """Nobody can know, who was not told: with a head that another party holds it shows."""
        newest = self.records()[-1]
        head = hashlib.sha256(massho.econtent(newest)).hexdigest()
        number = massho.record(newest)["case"]["number"]
        newest.unlink()
        self.found(expected=DONE, only=True)
        text = self.tool(DONE, "wipe-case", "verify", self.case, "--init", self.init).stdout
        self.assertIn("none is gone as far as others hold them", text)
        self.assertIn(f"Newest record, number {number - 1}:", text)
        findings = self.found("head-missing", only=True, words=("--head", f"{head}:{number}"))
        self.assertEqual(findings["head-missing"][0]["hash"], head)
        self.found("head-missing", words=("--head", head))
        held = self.verified["head"][0]["econtent_sha256"]
        self.verify(DONE, "--head", held)
        self.assertIn("--head", self.tool(DONE, "wipe-case", "verify", "--help").stdout)

    def test_as_it_was_before(self):
        """The whole folder as an older copy has it."""
        head = self.verify(DONE) or self.verified["head"][0]
        shutil.rmtree(self.case)
        shutil.copytree(self.whole.older, self.case)
        self.verify(DONE)
        self.found("head-missing", words=("--head", f"{head['econtent_sha256']}:{head['number']}"))

    def test_a_record_of_an_older_copy(self):
        """Signed in a copy that was never merged, and put into the finished case."""
        self.case, case = shutil.copytree(self.whole.older, self.folder / "older"), self.case
        self.receive("from before", by="first")
        made = self.records()[-1]
        self.case = case
        shutil.copy(made, self.case / "records")
        findings = self.found("fork", "heads", expected=UNCONFIRMED)
        self.assertIn(made.name, str(findings["fork"]))

    def test_an_older_record_in_place_of_a_newer(self):
        older, newer = self.records("receive")[0], self.records("receive")[-1]
        shutil.copy(older, newer)
        findings = self.found("missing", "name")
        self.assertEqual(len(findings["missing"]), 1)

    def test_names_swapped(self):
        one, other = self.records("receive")[:2]
        data = one.read_bytes()
        one.write_bytes(other.read_bytes())
        other.write_bytes(data)
        findings = self.found("name", only=True)
        self.assertEqual(self.files(findings, "name"), {one.name, other.name})

    def test_renamed(self):
        path = self.records("permit")[0]
        for name in (path.name.upper(), path.name.replace("permit", "Permit"),
                     "000099" + path.name[6:], path.name.replace("permit", "receive"),
                     path.name[:-4], path.name + ".bak", "a.p7m"):
            with self.subTest(name):
                changed = path.rename(path.parent / name)
                findings = self.found("name", only=True)
                self.assertEqual(self.files(findings, "name"), {name})
                changed.rename(path)

    def test_twice(self):
        path = self.records("return")[0]
        shutil.copy(path, path.parent / ("000099" + path.name[6:]))
        self.found("name", only=True)
        self.assertEqual(self.state()["records"], len(self.whole.records()))

    def test_not_a_record_any_more(self):
        """A link, a pipe, a folder, an empty file in the place of one."""
        path = self.records("dispose")[0]
        data = path.read_bytes()
        kept = self.folder / "kept.p7m"
        kept.write_bytes(data)
        for put in (lambda: path.symlink_to(kept), lambda: path.symlink_to("/dev/zero"),
                    lambda: os.mkfifo(path), path.mkdir, path.touch,
                    lambda: path.write_bytes(b"\0" * 100000),
                    lambda: path.write_bytes(data[:len(data) // 2])):
            path.unlink()
            put()
            findings = self.found("invalid", "missing")
            self.assertEqual(self.files(findings, "invalid"), {path.name})
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
                path.touch()

    def test_files_of_nobody(self):
        """They belong there no more than they prove anything."""
        for name in ("Thumbs.db", "note.txt"):
            (self.case / "records" / name).write_text("x")
        (self.case / "records" / ".hidden").write_text("x")
        findings = self.found("foreign", expected=DONE, only=True)
        self.assertEqual({f["detail"] for f in findings["foreign"]}, {"Thumbs.db", "note.txt"})
        (self.case / "records" / "x.p7m").write_text("x")
        self.found("invalid")

    def test_of_another_case(self):
        """By the same people, and as authentic."""
        other = self.folder / "other"
        self.begin(case=other)
        self.receive("X-1", case=other)
        receive, = self.records("receive", other)
        self.act("dispose", "--item", "X-1", "--method", "shredded", "--text", "x", "--by", "x",
                 case=other)
        self.confirm(case=other)
        for path in (receive, self.records("init", other)[0], self.records("confirmation", other)[0]):
            with self.subTest(path.name):
                put = Path(shutil.copy(path, self.case / "records"))
                init = "-init-" in path.name
                findings = self.found(*["void"] if init else ["missing", "void"],
                                      expected=UNCONFIRMED if init else FAILED)
                fault = {f["fault"] for f in findings["void"]}
                self.assertEqual(fault, {"second-init" if init else "other-case"})
                self.assertEqual(self.files(findings, "void"), {path.name})
                put.unlink()

    def test_signed_by_nobody_of_the_case(self):
        """A record that is whole, of the right place, by a key that the case does not know."""
        path = self.records("attest")[0]
        content = self.folder / "bad-content.json"
        content.write_bytes(massho.econtent(path))
        massho.openssl_sign(*self.people.signers["rogue-engineer"], content, path)
        findings = self.found("missing")
        self.assertTrue({"undecided", "invalid"} & set(findings))
        # And by somebody of the case who may not say it.
        massho.openssl_sign(*self.people.signers["officer"], content, path)
        self.assertEqual(self.found("missing", "invalid")["invalid"][0]["reason"], "role")


class Beside(Tampered):
    """What lies beside the records."""

    def test_attachments(self):
        for path in sorted((self.case / "attachments").iterdir()):
            with self.subTest(path.name):
                data = path.read_bytes()
                path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
                findings = self.found("attachment-altered", only=True)
                self.assertEqual({f["hash"] for f in findings["attachment-altered"]},
                                 {path.name[:64]})
                path.unlink()
                path.symlink_to(self.whole.case / "attachments" / path.name)
                self.found("attachment-altered", only=True)
                path.unlink()
                # What says something of persons may be left out; that it was is told.
                done = massho.run("wipe-case", "verify", self.case, "--json", "--init", self.init)
                problems = {f["problem"] for f in self.objects(done.stdout)["finding"]}
                self.assertIn((done.returncode, problems),
                              ((DONE, {"attachment-left-out"}), (FAILED, {"attachment-missing"})))
                path.write_bytes(data)

    def test_scan_of_an_answer(self):
        """What was entered from paper."""
        self.case = self.folder / "paper"
        init = self.begin("--confirmation", "signed-or-paper")
        self.receive("A-1", kind="paper")
        self.act("dispose", "--item", "A-1", "--method", "shredded", "--text", "x", "--by", "x")
        scan = self.paper("a scan.pdf")
        self.act("confirm", "--accept", "--all", "--paper-scan", scan, by="manager")
        self.assertEqual(self.item("A-1")["lacks"], [])
        self.found(expected=DONE, only=True, init=init)
        kept, = (self.case / "attachments").iterdir()
        kept.write_bytes(b"%PDF-1.4 another")
        self.found("attachment-altered", only=True, init=init)
        kept.unlink()
        # It says something of persons: an export may leave it out, and that is told.
        self.found("attachment-left-out", only=True, expected=DONE, init=init)

    def test_policy(self):
        policy = self.case / "trust" / "policy.json"
        changed = json.loads(policy.read_text()) | {"confirmation": "not-required"}
        for text in (json.dumps(changed), "{}", ""):
            policy.write_text(text)
            self.found("trust-altered")
        policy.unlink()
        self.found("trust-altered")

    def test_trust_folder(self):
        trust = self.case / "trust"
        rogue = self.people.authorities["rogue", "officer"].root
        shutil.copy(rogue, trust / "officer" / "another.pem")
        self.found("trust-altered", only=True)
        os.remove(trust / "officer" / "another.pem")
        (trust / "readme.txt").write_text("x")
        self.found("trust-altered", only=True)
        os.remove(trust / "readme.txt")
        shutil.copy(rogue, trust / "officer" / "root.pem")
        self.found("trust-altered", "invalid")
        self.act("incident", "--kind", "other", "--text", "x", expected=REFUSED)
        shutil.rmtree(trust)
        self.found("trust-altered")

    def inner(self, kind):
        return sorted(self.case.glob(f"subcontractors/*/records/*-{kind}-????????-*.p7m"))

    def test_subcontractor(self):
        path, = self.inner("receive")
        data = path.read_bytes()
        self.spoil(path, data.find(b'"issued_at"') + 15)
        findings = self.found("included", "included-undecided", only=True)
        self.assertIn("sub: ", findings["included"][0]["detail"])
        self.assertIn(path.name, str(findings["included"]))
        path.unlink()
        self.found("included", "included-undecided", only=True)
        path.write_bytes(data)
        # The contractor holds the newest of it.
        newest = self.inner("confirmation")[-1]
        kept = newest.read_bytes()
        newest.unlink()
        self.found("included", "void")  # what closed the case closed more than is there
        newest.write_bytes(kept)
        self.found(expected=DONE, only=True)
        for spoilt in (self.inner("init")[0], path.parents[1]):
            if spoilt.is_dir():
                shutil.rmtree(spoilt)
            else:
                spoilt.unlink()
            self.found("included", "void")

    def test_subcontractor_of_somebody_else(self):
        inner, = (self.case / "subcontractors").iterdir()
        shutil.rmtree(inner)
        shutil.copytree(self.whole.older, inner)
        self.found("included", "void")


class Forged(Tampered):
    """The whole case once more, as somebody would make it who has neither the keys nor the
    authorities: every record is signed anew, and everything in it fits."""

    ROGUES = {"manager": "rogue-manager", "officer": "rogue-officer", "first": "rogue-engineer",
              "second": "rogue-second"}

    def setUp(self):
        super().setUp()
        signers = self.people.signers
        self.by = {self.fingerprint(signers[who][1]): signers[rogue]
                   for who, rogue in self.ROGUES.items()}

    def forge(self):
        """The hash of its first record."""
        changed = {was: self.fingerprint(rogue[1]) for was, rogue in self.by.items()}
        for role in ("manager", "engineer", "officer"):
            path, rogue = self.case / "trust" / role / "root.pem", \
                self.people.authorities["rogue", role].root
            changed[hashlib.sha256(path.read_bytes()).hexdigest()] = \
                hashlib.sha256(rogue.read_bytes()).hexdigest()
            shutil.copy(rogue, path)
        content = self.folder / "bad-content.json"
        for path in self.records():
            old, text = self.link(path), massho.econtent(path).decode()
            for was, now in changed.items():
                text = text.replace(was, now)
            content.write_text(text, encoding="utf-8")
            massho.openssl_sign(*self.by[self.signer_of(path)], content, path)
            for part, value in self.link(path).items():
                changed[old[part]] = value
        return changed[self.init]

    @staticmethod
    def fingerprint(cert):
        return hashlib.sha256(subprocess.run(
            ["openssl", "x509", "-in", cert, "-outform", "DER"], check=True,
            capture_output=True).stdout).hexdigest()

    def signer_of(self, path):
        cert = self.folder / "signer.pem"
        subprocess.run(["openssl", "cms", "-verify", "-noverify", "-inform", "DER", "-in", path,
                        "-signer", cert], check=True, capture_output=True)
        return self.fingerprint(cert)

    @staticmethod
    def link(path):
        told = massho.json_lines(massho.run("wipe-verify", "--json", path).stdout)[0]
        assert told["link"], told
        return told["link"]

    @massho.not_sanitized
    def test_by_a_rogue_authority(self):
        forged = self.forge()
        self.assertNotEqual(forged, self.init)
        # By itself it is flawless, but for the subcontractor, whose officers are others: that it is
        # another case shows by the hash on the papers.
        findings = self.verify(FAILED, init=forged)
        self.assertEqual(set(findings), {"included"})
        self.assertIn("officers", findings["included"][0]["detail"])
        text = self.tool(FAILED, "wipe-case", "verify", self.case).stdout
        self.assertIn("compare the hash of its first record with the papers", text)
        found = self.found("other-init", "included", only=True)
        self.assertEqual(found["other-init"][0]["hash"], self.init)
        self.act("incident", "--kind", "other", "--text", "x", "--init", self.init,
                 expected=REFUSED)
        # And by the trust folder of whoever verifies.
        done = massho.run("wipe-case", "verify", self.case, "--trust", self.people.trust)
        self.assertEqual(done.returncode, FAILED, done.stdout)


if __name__ == "__main__":
    massho.main()
