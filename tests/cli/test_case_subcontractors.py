#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases of subcontractors: what a contractor cannot take in, and what a reader is told of what
lies within a case all the same."""
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import contract  # noqa: E402
import massho  # noqa: E402
from contract import day  # noqa: E402
from massho import DONE, FAILED, REFUSED, UNCONFIRMED, USAGE  # noqa: E402


class Within(contract.Case):
    def setUp(self):
        super().setUp()
        self.begin()
        self.sub = self.folder / "sub"

    def begin_sub(self, *words, by="sub", case=None, trust=None, **how):
        self.by = by
        return self.begin(*words, case=case or self.sub, by=f"{by}-manager",
                          trust=trust or getattr(self.people, f"{by}_trust"), **how)

    def take_in(self, expected=DONE, sub=None, case=None, by="manager", name="乙"):
        return self.act("merge", "--subcontractor", f"{name}={sub or self.sub}", by=by, case=case,
                        expected=expected)

    def refused(self, *words, sub=None, case=None, by="manager"):
        """Nothing of it is there then."""
        case = case or self.case
        before = self.everything(case)
        _, err = self.say("merge", "--subcontractor", f"乙={sub or self.sub}", by=by, case=case,
                          expected=REFUSED)
        for word in words:
            self.assertIn(word, err)
        self.assertEqual(self.everything(case), before)
        return err

    def inner(self, case=None):
        one, = ((case or self.case) / "subcontractors").iterdir()
        return one

    def told(self, findings, problem="included"):
        return [one["detail"] for one in findings.get(problem, [])]

    def paper_item(self, label, case=None):
        case = case or self.sub
        self.receive(label, case=case, by=f"{self.by}-engineer", kind="paper")
        self.act("dispose", "--item", label, "--method", "shredded", "--text", "x", "--by", "x",
                 case=case, by=f"{self.by}-engineer")


class Refused(Within):
    """What a contractor cannot take in."""

    def test_known_already(self):
        """Under another name, or within that of another one: told, and not refused."""
        self.begin_sub()
        self.assertNotIn("subcontractor-known", self.take_in())
        self.assertNotIn("subcontractor-known", self.take_in())
        told = self.take_in(name="丙")
        self.assertEqual([(k["name"], k["known_as"], k["times"]) for k in told["subcontractor-known"]],
                         [("丙", "乙", 1)])
        other = self.folder / "other"
        self.begin_sub(case=other)
        self.take_in(case=other, by="sub-manager", name="丁")
        _, err = self.say("merge", "--subcontractor", f"戊={other}", by="manager")
        self.assertIn("wipe-case merge: 乙: this case is in here 2 times", err)
        self.assertEqual(len(err.splitlines()), 1)

    def test_what_is_none(self):
        before = self.everything(self.case)
        for value, code, word in ((f"乙={self.case}", REFUSED, "same case"),
                                  (f"乙={self.folder / 'none'}", USAGE, "none"),
                                  ("乙", USAGE, "NAME=DIR"), ("=x", USAGE, "NAME=DIR")):
            _, err = self.say("merge", "--subcontractor", value, by="manager", expected=code)
            self.assertIn(word, err)
        self.assertEqual(self.everything(self.case), before)

    def test_what_is_false(self):
        self.begin_sub()
        self.receive("S-1", case=self.sub, by="sub-engineer")
        self.receive("S-2", case=self.sub, by="sub-engineer")
        gone = self.records("receive", self.sub)[0]
        gone.unlink()
        self.refused("gone", self.records("receive", self.sub)[0].name)

    def test_what_is_not_whole(self):
        self.begin_sub()
        self.act("dispose", "--item", self.receive("S-1", case=self.sub, by="sub-engineer",
                                                   kind="paper"),
                 "--method", "shredded", "--text", "x", "--by", "x", "--photograph",
                 self.paper("photo.jpg"), case=self.sub, by="sub-engineer")
        for attachment in (self.sub / "attachments").iterdir():
            attachment.write_bytes(b"another")
        self.refused("an attachment is not what was signed")

    def test_officers(self):
        """Whom a subcontractor made an officer confirms nothing for the ministry."""
        self.begin_sub(by="rogue")
        self.paper_item("S-1")
        self.confirm(by="rogue-officer", case=self.sub)
        self.refused("officers")

    def test_export_where_nobody_is_trusted(self):
        """The case of a subcontractor leaves with it, whatever is in doubt."""
        self.begin_sub()
        self.receive("S-1", case=self.sub, by="sub-engineer")
        self.take_in()
        inner = {p.relative_to(self.case) for p in self.inner().rglob("*.p7m")}
        self.assertTrue(inner)
        for name, words in (("early", ["--at", "2026-01-01T00:00:00Z"]), ("altered", [])):
            out = self.folder / name
            if name == "altered":
                shutil.copy(self.people.authorities["rogue", "officer"].root,
                            self.case / "trust" / "officer" / "more.pem")
            massho.run("wipe-case", "export", self.case, out, *words)
            self.assertEqual({p.relative_to(out) for p in out.glob("subcontractors/*/**/*.p7m")},
                             inner, name)
        self.assertTrue(self.state()["subcontractors_open"])

    def test_trust_that_asks_less(self):
        case, sub = self.folder / "strict", self.folder / "lax"
        self.begin(case=case, trust=self.people.make_trust(self.folder / "2031", "main", "ministry",
                                                           algorithms="massho-2031"))
        self.begin_sub(case=sub)
        self.refused("its trust folder asks less", sub=sub, case=case)

    def test_pinned_officers(self):
        people = self.people
        pin = self.fingerprint(people.signers["officer"][1])
        other = self.fingerprint(people.signers["deputy"][1])
        pinned = people.make_trust(self.folder / "pinned", "main", "ministry", officers=[pin])
        case, whose = self.folder / "pinning", self.folder / "others"
        self.begin(case=case, trust=pinned)
        for number, (officers, code) in enumerate((([], REFUSED), ([pin, other], REFUSED),
                                                   ([pin], DONE))):
            trust = people.make_trust(whose / str(number), "sub", "ministry", officers=officers)
            self.begin_sub(case=self.folder / f"sub{number}", trust=trust)
            self.take_in(code, sub=self.folder / f"sub{number}", case=case)

    @staticmethod
    def fingerprint(cert):
        return hashlib.sha256(subprocess.run(
            ["openssl", "x509", "-in", cert, "-outform", "DER"], check=True,
            capture_output=True).stdout).hexdigest()

    def test_rules(self):
        for number, (outer, inner, level, word) in enumerate((
                ((), ("--confirmation", "signed-or-paper"), "none", "on paper"),
                (("--hold",), (), "none", "hold back"),
                (("--return-before-erase",), (), "none", "returned before"),
                (("--challenge", "required"), (), "none", "no challenges"),
                ((), (), "purge", "lower level"))):
            case, sub = self.folder / f"outer{number}", self.folder / f"inner{number}"
            self.begin(*outer, case=case, level=level)
            self.begin_sub(*inner, case=sub)
            self.refused(word, sub=sub, case=case)
        strict = self.folder / "strict"
        self.begin_sub("--hold", "--return-before-erase", "--challenge", "required", case=strict,
                       level="purge")
        self.take_in(sub=strict)

    def test_each_other(self):
        first, second = self.folder / "first", self.folder / "second"
        self.begin(case=first)
        self.begin(case=second)
        self.take_in(sub=second, case=first)
        self.refused("each other", sub=first, case=second)
        # Neither through a third one.
        third = self.folder / "third"
        self.begin(case=third)
        self.take_in(sub=first, case=third)
        self.refused("each other", sub=third, case=second)

    def test_depth(self):
        below = None
        for number in range(5):
            case = self.folder / f"depth{number}"
            self.begin(case=case)
            if below:
                self.take_in(sub=below, case=case)
            below = case
        self.refused("too deep", sub=below)
        self.assertEqual(len(list(below.rglob("*-init-*.p7m"))), 5)


class Told(Within):
    """Verified by somebody who did not take it in, or long before these rules."""

    def replace(self, sub):
        """Another case lies where that of the subcontractor did."""
        inner = self.inner()
        shutil.rmtree(inner)
        shutil.copytree(sub, inner)

    def lay(self, init, sub):
        """A merge that no tool would add: by hand, with the keys of the contractor."""
        self.begin_sub(case=self.folder / "decoy")
        self.take_in(sub=self.folder / "decoy")
        inner, path = self.inner(), self.records("merge")[-1]
        shutil.rmtree(inner)
        shutil.copytree(sub, inner.parent / init[:32])
        body = json.loads(massho.econtent(path))
        body["included"][0]["init_sha256"] = init
        body["included"][0]["heads"][0]["econtent_sha256"] = init
        text = self.folder / "merge.json"
        text.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
        path.unlink()
        massho.openssl_sign(*self.people.signers["manager"], text, path)

    def test_officers(self):
        init = self.begin_sub(by="rogue")
        self.paper_item("S-1")
        self.confirm(by="rogue-officer", case=self.sub)
        self.lay(init, self.sub)
        detail, = self.told(self.verify(FAILED))
        self.assertIn("the officers of its case are not those of this case", detail)
        self.tool(FAILED, "wipe-verify", "--init", self.init, self.case)

    def test_officers_of_the_auditor(self):
        """Whom he trusts counts, whatever the folder brings along."""
        self.begin_sub()
        self.take_in()
        self.assertFalse(self.verify(DONE))
        self.assertFalse(self.verify(DONE, "--trust", self.people.trust))
        other = self.people.make_trust(self.folder / "other", "main", "rogue")
        details = self.told(self.verify(FAILED, "--trust", other))
        self.assertIn("officers", " ".join(details))

    def test_rules(self):
        init = self.begin_sub("--confirmation", "signed-or-paper")
        self.lay(init, self.sub)
        findings = self.verify(UNCONFIRMED)
        self.assertEqual(list(findings), ["included-undecided"])
        self.assertIn("on paper", self.told(findings, "included-undecided")[0])

    def test_weight(self):
        """What is in doubt in it is in doubt here, and not false."""
        self.begin_sub()
        old = self.copy("old", self.sub)
        self.receive("S-1", case=self.sub, by="sub-engineer")
        self.receive("S-2", case=old, by="sub-engineer")
        for path in self.records("receive", old):
            shutil.copy(path, self.sub / "records")
        self.take_in()
        findings = self.verify(UNCONFIRMED)
        self.assertEqual(set(findings), {"included-undecided"})
        self.assertIn("two records of one number",
                      self.told(findings, "included-undecided")[0])

    def test_demonstration(self):
        massho.run("wipe-cert", "demo-ca", self.folder / "demo")
        demo = self.folder / "demo"
        signer = ["--key", demo / "engineer.key", "--cert", demo / "engineer.pem"]
        trust = self.folder / "mixed"
        shutil.copytree(self.people.trust, trust)
        for role in ("engineer", "manager"):
            shutil.copy(demo / "trust" / role / "root.pem", trust / role / "demo.pem")
        self.tool(DONE, "wipe-case", "init", self.sub, "--trust", trust, "--title", "t",
                  "--number", "1", "--date", day(), "--ministry", "m", "--section", "s", "--officer", "o",
                  "--contractor", "c", "--place", "p", "--rule", "a=1", "--level", "none", *signer)
        self.take_in()
        self.verify(UNCONFIRMED)
        text = self.tool(UNCONFIRMED, "wipe-case", "verify", self.case, "--init", self.init).stdout
        self.assertIn("demonstration", text)

    def test_link(self):
        self.begin_sub()
        self.take_in()
        inner = self.inner()
        shutil.move(inner, self.folder / "elsewhere")
        inner.symlink_to(self.folder / "elsewhere")
        self.assertIn("symbolic link", self.told(self.verify(FAILED))[0])


class Again(Within):
    """Merged once more: what was there stays known."""

    def setUp(self):
        super().setUp()
        self.begin_sub()
        self.old = self.copy("old", self.sub)
        self.paper_item("S-1")
        self.take_in()
        self.assertFalse(self.verify(DONE))

    def test_tail_that_is_gone(self):
        for path in self.records("*", self.inner()):
            if "-init-" not in path.name:
                path.unlink()
        findings = self.verify(FAILED)
        self.assertIn("another party holds", self.told(findings)[0])
        made = self.take_in(FAILED, sub=self.old)
        self.assertEqual(made["subcontractor-import"][0]["refused"], 1)
        self.assertIn("another party holds", self.told(self.verify(FAILED))[0])
        # Whatever comes after it.
        self.receive("S-9", case=self.old, by="sub-engineer")
        _, err = self.say("merge", "--subcontractor", f"乙={self.old}", by="manager",
                          expected=FAILED)
        self.assertIn("was there at an earlier merge", err)
        self.assertIn("another party holds", str(self.told(self.verify(FAILED))))

    def test_older_copy(self):
        """What this case has of it stays, and is what the merge names."""
        self.say("merge", "--subcontractor", f"乙={self.old}", by="manager", expected=FAILED)
        self.assertFalse(self.verify(DONE))
        told, = massho.record(self.records("merge")[-1])["included"]
        self.assertEqual(told["records"], 3)

    def test_damaged_copy(self):
        path = self.records("receive", self.inner())[0]
        data = path.read_bytes()
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        before = self.records("merge")
        _, err = self.say("merge", "--subcontractor", f"乙={self.sub}", by="manager",
                          expected=REFUSED)
        self.assertIn(path.name, err)
        self.assertIn("remove what is false", err)
        self.assertEqual(self.records("merge"), before)
        path.unlink()
        made = self.take_in()
        self.assertEqual(made["subcontractor-import"][0]["added"], 1)
        self.assertFalse(self.verify(DONE))

    def test_damaged_trust(self):
        policy = self.inner() / "trust" / "policy.json"
        policy.write_text(policy.read_text().replace("契約", "契約の"))
        _, err = self.say("merge", "--subcontractor", f"乙={self.sub}", by="manager",
                          expected=REFUSED)
        self.assertIn("the trust folder is not the one", err)
        policy.unlink()
        self.take_in()
        self.assertFalse(self.verify(DONE))

    def test_status(self):
        one, = self.status()["subcontractor"]
        self.assertEqual({key: one[key] for key in ("name", "items", "open_items", "open",
                                                    "closed", "awaiting_confirmation", "on_paper",
                                                    "attested")},
                         {"name": "乙", "items": 1, "open_items": 1, "open": True, "closed": False,
                          "awaiting_confirmation": 1, "on_paper": 0, "attested": 0})
        text = self.tool(DONE, "wipe-case", "status", self.case).stdout
        self.assertIn("Subcontractor 乙: still open; items: 1, open: 1, confirmed on paper: 0, attested: "
                      "0; awaiting confirmation: 1", text)
        done = self.tool(REFUSED, "wipe-case", "status", self.case, "--item", "S-1")
        self.assertIn(f"wipe-case status {self.inner()}", done.stderr)
        self.assertIn("乙", done.stderr)
        done = self.tool(REFUSED, "wipe-case", "status", self.case, "--item", "none")
        self.assertNotIn("乙", done.stderr)
        self.confirm(case=self.sub)
        self.take_in()
        self.assertIn("Subcontractor 乙: nothing open, not closed",
                      self.tool(DONE, "wipe-case", "status", self.case).stdout)


if __name__ == "__main__":
    massho.main()
