# SPDX-License-Identifier: GPL-3.0-or-later
"""A contract between a ministry and a contractor, with authorities that are no demonstration:
the contractor's managers, engineers and the ministry's officers are each below one of their own,
so that a case can be verified to the end (exit status 0)."""
import atexit
import datetime
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import massho
from massho import DONE

# In memory, which is on no disk: wipe-case copy-out would find the serial of one.
if Path("/dev/shm").is_dir():
    tempfile.tempdir = "/dev/shm"

ZONE = datetime.timezone(datetime.timedelta(hours=9))
STARTED = datetime.datetime.now(ZONE)
TITLE, NUMBER = "調査業務", "令和8年度第12号"
CORPORATE = "7000012050002"


def day(offset=0):
    """A day in Japan, so many from that of the program's start: midnight may pass in a test."""
    return (STARTED + datetime.timedelta(days=offset)).strftime("%Y-%m-%d")


class People:
    """Keys and trust folders, made once a program."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.authorities, self.signers = {}, {}
        for party, roles in (("main", ("manager", "engineer")), ("ministry", ("officer",)),
                             ("sub", ("manager", "engineer")),
                             ("rogue", ("manager", "engineer", "officer"))):
            for role in roles:
                self.authorities[party, role] = massho.Ca(self.folder / f"{party}-{role}",
                                                          f"{party} {role} root")
        for who, party, role in (
                ("manager", "main", "manager"), ("first", "main", "engineer"),
                ("second", "main", "engineer"), ("officer", "ministry", "officer"),
                ("deputy", "ministry", "officer"), ("sub-manager", "sub", "manager"),
                ("sub-engineer", "sub", "engineer"), ("rogue-manager", "rogue", "manager"),
                ("rogue-engineer", "rogue", "engineer"),
                ("rogue-second", "rogue", "engineer"), ("rogue-officer", "rogue", "officer")):
            self.signers[who] = self.authorities[party, role].signer(who)
        self.trust = self.make_trust("trust", "main", "ministry")
        self.sub_trust = self.make_trust("sub-trust", "sub", "ministry")
        self.rogue_trust = self.make_trust("rogue-trust", "rogue", "rogue")

    def make_trust(self, name, contractor, ministry, **changed):
        folder = self.folder / name
        for role, party in (("manager", contractor), ("engineer", contractor),
                            ("officer", ministry)):
            (folder / role).mkdir(parents=True)
            shutil.copy(self.authorities[party, role].root, folder / role / "root.pem")
        policy = {"schema": "massho-trust/1", "name": "契約の方針", "algorithms": "massho-2026",
                  "confirmation": "required", "roster": "optional",
                  "revocation": {"kind": "none"}, "officers": [], "anchors": []} | changed
        (folder / "policy.json").write_text(json.dumps(policy, ensure_ascii=False),
                                            encoding="utf-8")
        return folder


_people = []
_checked = set()


def people():
    if not _people:
        folder = Path(tempfile.mkdtemp(prefix="massho-people-"))
        atexit.register(shutil.rmtree, folder, True)
        _people.append(People(folder))
    return _people[0]


class Case(massho.Case):
    """A test with a case in self.case, whose first record's hash is self.init."""

    def setUp(self):
        super().setUp()
        self.people = people()
        self.case = self.folder / "案件"

    def check_records(self):
        """Each once, however many copies of it there are."""
        for path in sorted(self.folder.rglob("records/*.p7m")):
            if not path.is_file() or path.is_symlink():
                continue
            made = hashlib.sha256(path.read_bytes()).digest()
            if made in _checked or path.name.startswith("bad"):
                continue
            _checked.add(made)
            massho.record(path)

    @staticmethod
    def signer(who):
        key, cert = people().signers[who]
        return ["--key", key, "--cert", cert]

    def act(self, command, *words, by="first", case=None, expected=DONE, **how):
        """One command that signs; what it says as JSON, a list for each kind of object."""
        done = self.tool(expected, "wipe-case", command, case or self.case, *words, "--json",
                         *self.signer(by), **how)
        return self.objects(done.stdout)

    def say(self, command, *words, by="first", case=None, expected=DONE, **how):
        """The same, as people see it: (standard output, standard error)."""
        done = self.tool(expected, "wipe-case", command, case or self.case, *words,
                         *self.signer(by), **how)
        return done.stdout, done.stderr

    @staticmethod
    def objects(text):
        objects = {}
        for line in massho.json_lines(text):
            objects.setdefault(line["object"], []).append(line)
        return objects

    def begin(self, *words, case=None, by="manager", trust=None, level="none", date=None,
              expected=DONE):
        """Begins a case; the hash of its first record, or why it could not be."""
        done = self.tool(expected, "wipe-case", "init", case or self.case, "--trust",
                         trust or self.people.trust, "--title", TITLE, "--number", NUMBER,
                         "--date", date or day(-60), "--ministry", "Example Ministry", "--section", "Section 1",
                         "--officer", "Officer", "--officer", "Deputy", "--contractor",
                         "Contractor", "--place", "Tokyo", "--rule", "rules=2026", "--level",
                         level, "--json", *self.signer(by), *words)
        if expected != DONE:
            return done.stderr
        made = json.loads(done.stdout)["init_sha256"]
        if not case:
            self.init = made
        return made

    def staff(self, *rows, name="staff.tsv"):
        """A table of staff: (role, signer or None, first day, last day or None)."""
        path = self.folder / name
        lines = []
        for role, who, since, until in rows:
            cert = self.people.signers[who][1] if who else "-"
            lines.append("\t".join((role, str(cert), since, until or "-", f"氏名 {who or role}",
                                    "Contractor", "Staff", "none", "3 years", "JP")))
        path.write_text("# role, certificate, from, until, ...\n" + "\n".join(lines) + "\n",
                        encoding="utf-8")
        return path

    def receive(self, label, *words, kind="medium", by="first", **how):
        """The item's id."""
        return self.act("receive", "--label", label, "--kind", kind, "--description",
                        f"that is {label}", "--given-by", "Officer", *words, by=by,
                        **how)["added"][0]["id"]

    def permit(self, label, *words, purpose="copy-inside", kind="files", by="officer", **how):
        made = self.act("permit", "--label", label, "--kind", kind, "--purpose", purpose,
                        "--description", f"that is {label}", "--use", "work", "--place", "room",
                        "--officer", "Officer", *words, by=by, **how)
        return made["added"][0]["id"] if made else None

    def confirm(self, *words, by="officer", **how):
        return self.act("confirm", "--accept", *(words or ("--all",)), by=by, **how)

    def copy(self, name, case=None):
        """The case as another party holds it."""
        shutil.copytree(case or self.case, self.folder / name, symlinks=True)
        return self.folder / name

    def status(self, case=None):
        return self.objects(self.tool(DONE, "wipe-case", "status", case or self.case, "--all",
                                      "--json").stdout)

    def state(self, case=None):
        return self.status(case)["state"][0]

    def item(self, label, case=None):
        return next(i for i in self.status(case)["item"] if i["label"] == label)

    def verify(self, expected, *words, case=None, init=None):
        """Findings, as {problem: [finding]}."""
        done = self.tool(expected, "wipe-case", "verify", case or self.case, "--json", "--init",
                         init or self.init, *words)
        self.verified = self.objects(done.stdout)
        findings = {}
        for finding in self.verified.get("finding", []):
            findings.setdefault(finding["problem"], []).append(finding)
        return findings

    def records(self, kind="*", case=None):
        """Files of the case's records of a type, oldest first."""
        return sorted((case or self.case).glob(f"records/*-{kind}-????????-*.p7m"))

    @staticmethod
    def everything(folder):
        """Whatever is in a folder, but for the lock."""
        return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None
                for p in sorted(folder.rglob("*")) if p.name != ".massho-lock"}

    def sources(self, name="data", count=3):
        folder = self.folder / name
        (folder / "下").mkdir(parents=True)
        for i in range(count):
            (folder / "下" / f"資料 {i}.txt").write_text(f"secret {name} {i}\n" * 50)
        return folder

    def paper(self, name="scan.pdf"):
        path = self.folder / name
        path.write_bytes(b"%PDF-1.4 a scan " + name.encode())
        return path

    def wipe(self, item, *words, by="first", case=None, expected=DONE, name=None):
        """Erases an image for an item; the result as JSON."""
        key, cert = self.people.signers[by]
        image = self.image(name or f"{item}.img", 1 << 20)
        done = self.tool(expected, "wipe-device", "--image", "--json", "--confirm", image.name,
                         "--case", case or self.case, "--item", item, "--sign", key, "--cert",
                         cert, *words, image, cwd=self.folder)
        return massho.json_lines(done.stdout)[0] if done.stdout else None
