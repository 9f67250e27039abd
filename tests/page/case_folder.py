# SPDX-License-Identifier: GPL-3.0-or-later
"""A case's folder as a test sees it: what lies in it, and records signed into it that no tool would add."""
import copy
import datetime
import functools
import hashlib
import json
import pathlib
import re
import subprocess
import uuid

import made  # noqa: F401  (the path to the vectors' modules)
import act
from cms import lower_s
from der import parse
from policy import FIXTURES

UTC = datetime.timezone.utc
JAPAN = datetime.timezone(datetime.timedelta(hours=9))


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def text_of(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(days=0):
    """Counted from today, as a case counts them."""
    return (datetime.datetime.now(JAPAN) + datetime.timedelta(days=days)).strftime("%Y-%m-%d")


class Signed:
    """One file of a record: its JSON, the hashes that name it, the certificate that signed."""

    def __init__(self, path):
        self.path, data = path, path.read_bytes()
        body = parse(data)[1][0].content
        self.content = body[2].content[1].content[0].content
        self.signer = next(sha256(node.content[0].encode()) for node in body
                           if node.tag == 0xA0)
        value = next(n for n in reversed(body[-1].content[0].content) if n.tag == 0x04)
        self.document = json.loads(self.content)
        self.link = {"econtent_sha256": sha256(self.content),
                     "signature_sha256": sha256(lower_s(value.content))}
        self.place = self.document["case"]


def sign(text, who):
    key, cert = who
    return subprocess.run(["openssl", "cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-cades",
                           "-md", "sha256", "-nosmimecap", "-signer", cert, "-inkey", key], input=text,
                          check=True, stdout=subprocess.PIPE).stdout


@functools.cache
def certificate_sha256(cert):
    return sha256(subprocess.run(["openssl", "x509", "-in", cert, "-outform", "DER"], check=True,
                                 stdout=subprocess.PIPE).stdout)


class Folder:
    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.records_path = self.path / "records"

    def copy_to(self, path):
        subprocess.run(["cp", "-a", self.path, path], check=True)
        return Folder(path)

    def records(self):
        return [Signed(path) for path in sorted(self.records_path.glob("*.p7m"))]

    def last(self, kind):
        return next(one for one in reversed(self.records()) if one.document["type"] == kind)

    def init_sha256(self):
        return self.last("init").link["econtent_sha256"]

    def place(self, cert, item=None):
        """(case, previous) of a record behind the newest one."""
        placed = sorted((one for one in self.records() if one.place), key=lambda one: one.place["number"])
        own = [one for one in placed if one.signer == certificate_sha256(cert)]
        before = max(own, key=lambda one: one.place["writer_number"], default=None)
        case = {"init_sha256": self.init_sha256(), "number": placed[-1].place["number"] + 1,
                "writer_number": before.place["writer_number"] + 1 if before else 1,
                "writer_previous": before.link if before else None, "item": item}
        return case, [placed[-1].link]

    def add(self, document, who, item=None, change=None):
        """Signs and saves whatever the rules may say of it. change(document) comes last."""
        document = copy.deepcopy(document)
        document["case"], document["previous"] = self.place(who[1], item)
        document["id"] = str(uuid.uuid4())
        if change:
            change(document)
        return self.put(document, who)

    def attach(self, data):
        """Beside the records; its hash."""
        (self.path / "attachments").mkdir(exist_ok=True)
        (self.path / "attachments" / sha256(data)).write_bytes(data)
        return sha256(data)

    def copy_out(self, serial, **changes):
        """That something was copied to a medium, before an erasure that ends now began."""
        moment = text_of(datetime.datetime.now(UTC) - datetime.timedelta(minutes=3))
        manifest = {"sha256": self.attach(b"names"), "public_sha256": self.attach(b"no names"), "files": 1, "bytes": "5"}
        return document("copy-out", serial=serial, started_at=moment, ended_at=moment, manifest=manifest, **changes)

    def copy_begun(self, serial, **changes):
        """That copying to it began, and nothing of how it ended."""
        return self.copy_out(serial) | {"result": "begun", "ended_at": None, "manifest": None, "begun": None, "read_back": None} | changes

    def put(self, document, who, name=None):
        text = json.dumps(document, ensure_ascii=False, indent=2).encode()
        number = document["case"]["number"] if document["case"] else 0
        path = self.records_path / (name or f"{number:06d}-{document['type']}-{document['id']}.p7m")
        path.write_bytes(sign(text, who))
        return Signed(path)


def frame(kind):
    sample = json.loads((FIXTURES / "confirmation.json").read_text())
    start = {"schema": sample["schema"], "type": kind, "id": "", "issued_at": text_of(datetime.datetime.now(UTC)),
             "case": None, "previous": []}
    return start, {key: sample[key] for key in ("flags", "tool", "host", "people")}


def document(kind, **changes):
    """An act of today, where the sample has a day of its own."""
    start, end = frame(kind)
    body = json.loads(re.sub(r'"2026-0[56]-\d\d"', f'"{day()}"', json.dumps(act.BODIES[kind])))
    return start | body | {"attachments": [], "note": None} | end | changes


def answer(about, accepts=True, **changes):
    sample = json.loads((FIXTURES / "confirmation.json").read_text())
    start, end = frame("confirmation")
    return start | {"about": about.link | {"id": about.document["id"]}, "decision": "accept" if accepts else "reject",
                    "reasons": [] if accepts else ["違います。"], "means": {"kind": "signed"},
                    "checked": sample["checked"] | {"check": None, "reread": "none"}} | end | changes


def item_of(folder, label):
    return next(one.document["id"] for one in folder.records()
                if one.document["type"] in ("receive", "permit") and one.document["thing"]["label"] == label)


def thing(label, **changes):
    return {"label": label, "kind": "medium", "description": "物", "quantity": 1, "classification": None, "maker": None,
            "model": None, "serial": None, "media": []} | changes


def link_to(one):
    return one.link | {"id": one.document["id"]}


def work(name, serial=None, closes=None, resumes=(), about=None):
    """A sample of an erasure, its beginning or a re-read, moved to now."""
    made_of = json.loads((FIXTURES / f"{name}.json").read_text())
    moment = datetime.datetime.strptime(made_of["issued_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    behind = datetime.datetime.now(UTC).replace(microsecond=0) - moment

    def moved(match):
        return text_of(datetime.datetime.strptime(match[0], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) + behind)
    made_of = json.loads(re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moved, json.dumps(made_of)))
    if serial:
        made_of["medium"]["serial"] = serial
    if closes:
        made_of["closes"] = link_to(closes)
    if about:
        made_of["about"] = link_to(about)
    if resumes:
        made_of["resumes"] = [link_to(one) for one in resumes]
    return made_of
