# SPDX-License-Identifier: GPL-3.0-or-later
"""Trust folders: roles, rosters, revocation and algorithms by policy, confirmations, and attacks.

A confirmation is made here from the sample in fixtures/, with the hashes of the record that it
is about, so that nothing of the program under test has to be believed.
"""
import copy
import datetime
import hashlib
import json
import os
import pathlib
import re

from cms import lower_s, raise_s, record
from der import parse
from stamp import stamped, token, tst_info
from world import DAY, Vector, pem

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "records"
HOUR = datetime.timedelta(hours=1)
NONE = {"kind": "none"}
AFTER = {"kind": "list-after-signature"}


def lists(days):
    return {"kind": "list", "max_age_days": days}


def text_of(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def link(data, content):
    """How another record names this one: the signature with the smaller s."""
    infos = parse(data)[1][0].content[-1]
    signature = next(n for n in reversed(infos[0].content) if n.tag == 0x04)
    return {"id": json.loads(content)["id"], "econtent_sha256": sha256(content),
            "signature_sha256": sha256(lower_s(signature.content))}


class Trust:
    """A trust folder to be written. change(folder) spoils it afterwards."""

    def __init__(self, world, *, engineer=None, manager=(), officer=None, tsa=(), crl=(),
                 roster=None, change=None, policy_bytes=None, **policy):
        self.anchors = {"engineer": [world.root] if engineer is None else engineer,
                        "manager": manager,
                        "officer": [world.officer_root] if officer is None else officer,
                        "tsa": tsa}
        self.crl, self.roster, self.change, self.policy_bytes = crl, roster, change, policy_bytes
        self.policy = {"schema": "massho-trust/1", "name": "試験の方針",
                       "algorithms": "massho-2026", "confirmation": "required",
                       "roster": "optional", "revocation": NONE, "officers": [], "anchors": []}
        self.policy |= policy

    def write(self, folder):
        folder.mkdir(parents=True)
        text = json.dumps(self.policy, ensure_ascii=False, indent=2).encode()
        (folder / "policy.json").write_bytes(
            text if self.policy_bytes is None else self.policy_bytes(text))
        for role, authorities in self.anchors.items():
            if authorities:
                (folder / role).mkdir()
            for number, authority in enumerate(authorities):
                (folder / role / f"{number}.pem").write_text(pem(authority.der))
        if self.crl:
            (folder / "crl").mkdir()
        for number, crl in enumerate(self.crl):
            (folder / "crl" / f"{number}.crl").write_bytes(crl)
        if self.roster is not None:
            (folder / "roster.p7m").write_bytes(self.roster)
        if self.change:
            self.change(folder)


def rule(authority, revocation=None, demonstration=False, until=None):
    exceptions = []
    if until:
        exceptions = [{"algorithm": "rsa-2048", "until": text_of(until), "reason": "GPKI"}]
    return {"sha256": sha256(authority.der), "note": authority_note(authority),
            "revocation": revocation or NONE, "demonstration": demonstration,
            "exceptions": exceptions}


def authority_note(_):
    return "an anchor of the test"


class Scene:
    """What most vectors share: an erasure by an engineer, and an officer of another authority."""

    def __init__(self, world):
        self.w = world
        world.officer_root = world.authority("Officers Root")
        self.officer = world.signer("Officer", world.officer_root)
        self.second = world.signer("Second Officer", world.officer_root)
        self.erasure = record(world.engineer, world.record)
        self.samples = {name: json.loads((FIXTURES / f"{name}.json").read_text())
                        for name in ("confirmation", "confirmation-rejects",
                                     "confirmation-paper", "roster", "check")}
        self.number = 0

    def document(self, name, hours=1, **values):
        """A sample with an id and a time of its own."""
        made = copy.deepcopy(self.samples[name]) | values
        self.number += 1
        made["id"] = f"00000000-0000-4000-8000-{900000 + self.number:012d}"
        made["issued_at"] = text_of(self.w.issued_at + hours * HOUR)
        return made

    def answer(self, name, signer=None, about=None, content=None, hours=1, **values):
        """(bytes of the file, JSON): a confirmation of about, of the erasure by default."""
        about = link(about or self.erasure, content or self.w.record)
        made = self.document(name, hours, about=about, **values)
        text = json.dumps(made, ensure_ascii=False, indent=2).encode()
        return record(signer or self.officer, text), text

    def accept(self, *args, **values):
        return self.answer("confirmation", *args, **values)[0]

    def reject(self, *args, **values):
        return self.answer("confirmation-rejects", *args, **values)[0]

    def paper(self, *args, **values):
        signer = args[0] if args else self.w.engineer
        return self.answer("confirmation-paper", signer, **values)[0]

    def roster(self, *members, signer=None, text_only=False):
        """members: (role, person, certificate[, from, until])"""
        def member(role, person, certificate, start=None, end=None):
            return {"role": role, "person": person,
                    "certificate_sha256": sha256(certificate.der),
                    "from": text_of(start or self.w.start),
                    "until": text_of(end) if end else None}
        made = self.document("roster", 0, members=[member(*m) for m in members])
        text = json.dumps(made, ensure_ascii=False, indent=2).encode()
        return text if text_only else record(signer or self.officer, text)

    def trust(self, **values):
        return Trust(self.w, **values)

    def free(self, **values):
        """A policy that asks for no confirmation."""
        return Trust(self.w, **({"confirmation": "not-required"} | values))


def roles(s):
    w = s.w
    both = s.w.authority("Officers below Root", w.root)
    below = w.signer("Officer below both", both)
    manager_root = w.authority("Managers Root")
    manager = w.signer("Manager", manager_root)
    yield "role-engineer", Vector(s.erasure, s.free())
    yield "role-manager", Vector(record(manager, w.record), s.free(manager=[manager_root]))
    yield "role-two-folders", Vector(s.erasure, s.free(officer=[w.root]))
    yield "role-below-both", Vector(record(below, w.record, [both]), s.free(officer=[both]))
    yield "role-officer-erases", Vector(record(s.officer, w.record), s.free())
    yield "role-only-in-tsa", Vector(s.erasure, s.free(engineer=[manager_root], tsa=[w.root]))
    yield "role-in-no-folder", Vector(s.erasure, s.free(engineer=[manager_root]))
    check = s.document("check")
    check["issued_at"] = s.samples["check"]["issued_at"]
    yield "role-check-by-officer", Vector(record(s.officer, json.dumps(check).encode()),
                                          s.free(), days=300)
    yield "role-confirmation-by-officer", Vector(s.accept(), s.trust())
    yield "role-confirmation-by-engineer", Vector(s.accept(w.other), s.trust())
    yield "role-rejection-by-officer", Vector(s.reject(), s.trust())
    yield "role-paper-by-engineer", Vector(s.paper(), s.trust())
    yield "role-paper-by-officer", Vector(s.paper(s.officer), s.trust())
    roster = s.roster(("officer", "Officer", s.officer))
    yield "role-roster-by-officer", Vector(roster, s.trust())
    yield "role-roster-by-engineer", Vector(
        s.roster(("officer", "Officer", s.officer), signer=w.engineer), s.trust())
    yield "role-unknown-confirmation", Vector(s.accept(w.other))
    yield "role-unknown-roster", Vector(
        s.roster(("officer", "Officer", s.officer), signer=w.other))
    yield "role-unknown-erasure", Vector(s.erasure, confirm=[s.accept(w.other)])


def confirmations(s):
    w = s.w
    other_content = w.record.replace(b"01234567-89ab-4cde-8f01", b"01234567-89ab-4cde-8f02")
    assert other_content != w.record
    other = record(w.engineer, other_content)
    again = record(w.other, w.record)
    high = record(w.engineer, w.record, change_signature=lambda x: raise_s(lower_s(x)))

    def against(*answers, **trust):
        return Vector(s.erasure, s.trust(**trust), confirm=list(answers))

    yield "confirm-none", against()
    yield "confirm-none-attempt", Vector(record(w.engineer, w.attempt), s.trust())
    yield "confirm-accepted", against(s.accept())
    yield "confirm-accepted-not-asked", against(s.accept(), confirmation="not-required")
    yield "confirm-rejected", against(s.reject())
    yield "confirm-rejected-not-asked", against(s.reject(), confirmation="not-required")
    yield "confirm-by-engineer", against(s.accept(w.other))
    yield "confirm-rejected-by-engineer", against(s.reject(w.other))
    yield "confirm-replayed", against(s.accept(about=other, content=other_content))
    yield "confirm-other-signature", against(s.accept(about=again))
    twisted = s.document("confirmation", about=link(s.erasure, w.record)
                         | {"id": "01234567-89ab-4cde-8f02-23456789abcd"})
    yield "confirm-other-id", against(record(s.officer, json.dumps(twisted).encode()))
    yield "confirm-high-s", Vector(high, s.trust(), confirm=[s.accept(about=high)])
    yield "confirm-stripped", against(s.answer("confirmation")[1])
    yield "confirm-flipped", against(s.accept().replace(b'"decision": "accept"',
                                                        b'"decision": "bccept"'))
    both = {"engineer": [w.root], "officer": [w.root, w.officer_root]}
    same_key = w.signer("Deputy", w.officer_root, key=w.engineer.key)
    same_name = w.signer("eNGINEER", w.officer_root)
    yield "confirm-same-certificate", against(s.accept(w.engineer), **both)
    yield "confirm-same-key", against(s.accept(same_key))
    yield "confirm-same-name", against(s.accept(same_name))
    yield "confirm-same-person", against(s.accept(), roster=s.roster(
        ("engineer", "山田 太郎", w.engineer), ("officer", "山田 太郎", s.officer)))
    yield "confirm-rejected-by-signer", against(s.reject(same_key))
    yield "confirm-paper", against(s.paper())
    yield "confirm-paper-not-asked", against(s.paper(), confirmation="not-required")
    yield "confirm-paper-by-officer", against(s.paper(s.officer))
    rejects = {"decision": "reject", "reasons": ["印影が読めない"]}
    yield "confirm-paper-rejected", against(s.paper(**rejects))
    yield "confirm-rejected-then-accepted", against(s.accept(hours=3), s.reject(hours=2))
    yield "confirm-accepted-then-rejected", against(s.accept(hours=2), s.reject(hours=3))
    yield "confirm-rejected-then-another-accepts", against(s.reject(hours=2),
                                                           s.accept(s.second, hours=3))
    yield "confirm-paper-rejected-then-accepted", against(s.paper(hours=2, **rejects),
                                                          s.accept(hours=3))
    yield "confirm-paper-rejected-then-paper", against(s.paper(hours=2, **rejects),
                                                       s.paper(hours=3))
    expired = w.signer("Former Officer", w.officer_root, end=w.issued_at + 2 * HOUR)
    yield "confirm-officer-expired", against(s.accept(expired))
    yield "confirm-officer-revoked", against(s.accept(),
                                             crl=[w.crl(w.officer_root, [s.officer])])
    yield "confirm-officer-revocation-unknown", against(
        s.accept(), anchors=[rule(w.officer_root, lists(7))])
    rogue = w.authority("Officers Root")
    yield "confirm-rogue-officer", against(s.accept(w.signer("Officer", rogue)))
    flipped = s.erasure.replace(b"SAMPLE-0001", b"SAMPLE-0002")
    yield "confirm-of-invalid", Vector(flipped, s.trust(), confirm=[s.accept()])
    unverified = record(w.engineer, w.unverified)
    yield "confirm-of-unverified", Vector(
        unverified, s.trust(), confirm=[s.accept(about=unverified, content=w.unverified)])
    yield "confirm-of-unsigned", Vector(w.record, s.trust(), confirm=[s.accept()])
    yield "confirm-in-the-future", against(s.accept(hours=25))
    yield "confirm-several", against(s.accept(w.other), s.paper(), b"{}", b"",
                                     s.accept(about=other, content=other_content), s.accept())


def rosters(s):
    w = s.w

    def confirmed(roster, **trust):
        return Vector(s.erasure, s.trust(roster=roster, **trust), confirm=[s.accept()])

    def officer(start=None, end=None):
        return s.roster(("officer", "Officer", s.officer, start, end), signer=s.second)

    now = w.issued_at + HOUR
    pins = {"officers": [sha256(s.second.der)]}
    listed = officer()
    yield "roster-listed", confirmed(listed)
    yield "roster-itself", Vector(listed, s.trust(roster=listed))
    yield "roster-itself-by-listed", Vector(s.roster(("officer", "Officer", s.officer)),
                                            s.trust(roster=listed, **pins))
    yield "roster-not-listed", confirmed(s.roster(("officer", "Second", s.second)))
    yield "roster-term-over", confirmed(officer(end=w.issued_at - DAY))
    yield "roster-term-ends-now", confirmed(officer(end=now))
    yield "roster-term-begins-now", confirmed(officer(start=now))
    yield "roster-not-begun", confirmed(officer(start=now + HOUR))
    yield "roster-as-engineer-only", confirmed(s.roster(
        ("engineer", "Officer", s.officer), ("officer", "Second", s.second)))
    yield "roster-engineer-not-listed", Vector(s.erasure, s.free(roster=listed))
    yield "roster-engineer-term-over", Vector(s.erasure, s.free(roster=s.roster(
        ("engineer", "Engineer", w.engineer, w.start, w.issued_at - DAY),
        ("officer", "Officer", s.officer))))
    former = w.signer("Former Officer", w.officer_root, end=w.issued_at + 2 * HOUR)
    yield "roster-expired-signer", confirmed(s.roster(("officer", "Officer", s.officer),
                                                      signer=former))
    yield "roster-by-engineer", confirmed(s.roster(("officer", "Officer", s.officer),
                                                   signer=w.engineer))
    yield "roster-by-unpinned", confirmed(s.roster(("officer", "Officer", s.officer)), **pins)
    yield "roster-by-pinned", confirmed(listed, **pins)
    yield "roster-flipped", confirmed(listed.replace(b"Officer", b"Offizer", 1))
    yield "roster-unsigned", confirmed(s.roster(("officer", "Officer", s.officer),
                                                text_only=True))
    yield "roster-is-no-roster", confirmed(s.accept())
    no_officer = s.document("roster", 0)
    no_officer["members"] = no_officer["members"][:1]
    yield "roster-of-no-officer", confirmed(record(s.second, json.dumps(no_officer).encode()))
    yield "roster-empty-file", confirmed(b"")
    yield "roster-missing", Vector(s.erasure, Trust(w, **{"policy_bytes": lambda data: data.replace(
        b'"roster": "optional"', b'"roster": "required"')}))
    yield "roster-link", confirmed(listed, change=lambda folder: move_and_link(
        folder / "roster.p7m"))
    yield "pinned-officer", Vector(s.erasure, s.trust(**pins), confirm=[s.accept(s.second)])
    yield "pinned-another", Vector(s.erasure, s.trust(**pins), confirm=[s.accept()])
    yield "pinned-not-below-officer", Vector(
        s.erasure, s.trust(officers=[sha256(w.other.der)]), confirm=[s.accept(w.other)])


def revocation(s):
    w = s.w
    below = w.signer("Below", w.middle)
    under_middle = record(below, w.record, [w.middle])
    fresh = w.crl(w.root)
    revoking = w.crl(w.root, [w.engineer])
    old = w.crl(w.root, start=w.issued_at - 8 * DAY)
    stale = w.crl(w.root, start=w.start, end=w.issued_at)

    def under(data, kind, *crl):
        return Vector(data, s.free(anchors=[rule(w.root, kind)], crl=crl))

    yield "revocation-none", under(s.erasure, NONE)
    yield "revocation-none-revoked", under(s.erasure, NONE, revoking)
    yield "revocation-none-stale", under(s.erasure, NONE, stale)
    yield "revocation-list", under(s.erasure, lists(7), fresh)
    yield "revocation-list-missing", under(s.erasure, lists(7))
    yield "revocation-list-old", under(s.erasure, lists(7), old)
    yield "revocation-list-forged", under(s.erasure, lists(7), w.crl(w.root, key=w.rogue.key))
    yield "revocation-list-revoked", under(s.erasure, lists(7), revoking)
    yield "revocation-list-older-revokes", under(
        s.erasure, lists(7), w.crl(w.root, [w.engineer], start=w.start), fresh)
    yield "revocation-after", under(s.erasure, AFTER, fresh)
    yield "revocation-after-old", under(s.erasure, AFTER, old)
    yield "revocation-after-missing", under(s.erasure, AFTER)
    yield "revocation-chain-incomplete", under(under_middle, lists(7), fresh)
    yield "revocation-chain", under(under_middle, lists(7), fresh, w.crl(w.middle))
    yield "revocation-anchor-of-its-own", Vector(under_middle, s.free(
        engineer=[w.root, w.middle],
        anchors=[rule(w.root, lists(7)), rule(w.middle, NONE)]))


def algorithms(s):
    w = s.w
    gpki = w.authority("GPKI Root")
    weak_root = w.authority("Weak Path Root")
    sha1_ca = w.authority("SHA-1 CA", gpki, digest="sha1")
    rsa_ca = w.authority("RSA-2048 CA", gpki, key=w.rsa["rsa-2048"])
    late, over = w.issued_at + 365 * DAY, w.issued_at + DAY - datetime.timedelta(seconds=1)

    def signed(key, issuer=gpki, chain=(), **how):
        return record(w.signer("GPKI signer", issuer, key=key), w.record, list(chain), **how)

    def under(data, *rules, **policy):
        return Vector(data, s.free(engineer=[gpki, weak_root], anchors=list(rules), **policy))

    data = signed(w.rsa["rsa-2048"])
    excepted = rule(gpki, until=late)
    yield "algorithms-rsa-2048", under(data)
    yield "algorithms-exception", under(data, excepted)
    yield "algorithms-exception-of-another", under(data, rule(weak_root, until=late))
    yield "algorithms-exception-over", under(data, rule(gpki, until=over))
    yield "algorithms-exception-last-second", under(data, rule(gpki, until=w.issued_at + DAY))
    yield "algorithms-exception-rsa-1024", under(signed(w.rsa["rsa-1024"]), excepted)
    yield "algorithms-exception-sha1-in-path", under(
        signed(w.rsa["rsa-2048"], sha1_ca, [sha1_ca]), excepted)
    yield "algorithms-exception-sha1", under(signed(w.rsa["rsa-2048"], digest="sha1"), excepted)
    yield "algorithms-exception-p521", under(signed(w.key("P-521")), excepted)
    by_rsa = record(w.signer("Below RSA", rsa_ca), w.record, [rsa_ca])
    yield "algorithms-2026-authority", under(by_rsa)
    yield "algorithms-2031-authority", under(by_rsa, algorithms="massho-2031")
    yield "algorithms-2031-exception", under(by_rsa, excepted, algorithms="massho-2031")
    yield "algorithms-2031-p256", Vector(s.erasure, s.free(algorithms="massho-2031"))


def stamps(s):
    """A timestamp tells when it was signed, if an authority of tsa/ gave it."""
    w = s.w
    tsa = w.tsa()
    gpki = w.authority("GPKI Root")
    until = w.issued_at + 2 * HOUR

    def put(certificate, hours=1, authority=tsa):
        return stamped(certificate, w.record, lambda signature: token(
            authority, tst_info(signature, w.issued_at + hours * HOUR)))

    by_rsa = w.signer("GPKI signer", gpki, key=w.rsa["rsa-2048"])
    excepted = {"engineer": [gpki], "anchors": [rule(gpki, until=until)]}
    yield "stamps-by-tsa", Vector(put(w.engineer), s.free(tsa=[w.tsa_root]))
    yield "stamps-by-nobody", Vector(put(w.engineer), s.free())
    yield "stamps-by-engineers-anchor", Vector(put(w.engineer), s.free(
        engineer=[w.root, w.tsa_root]))
    yield "stamps-before-exception-ends", Vector(put(by_rsa), s.free(
        tsa=[w.tsa_root], **excepted))
    yield "stamps-after-exception-ended", Vector(put(by_rsa, 3), s.free(
        tsa=[w.tsa_root], **excepted))
    after = {"tsa": [w.tsa_root], "anchors": [rule(w.root, AFTER)]}
    yield "stamps-list-after", Vector(put(w.engineer), s.free(
        crl=[w.crl(w.root, start=w.issued_at + 2 * HOUR)], **after))
    yield "stamps-list-before", Vector(put(w.engineer, 3), s.free(
        crl=[w.crl(w.root, start=w.issued_at + 2 * HOUR)], **after))
    listed = {"tsa": [w.tsa_root], "anchors": [rule(w.tsa_root, lists(7))]}
    yield "stamps-tsa-list", Vector(put(w.engineer), s.free(crl=[w.crl(w.tsa_root)], **listed))
    yield "stamps-tsa-list-missing", Vector(put(w.engineer), s.free(**listed))
    yield "stamps-tsa-other-list", Vector(put(w.engineer), s.free(
        tsa=[w.tsa_root], crl=[w.crl(w.root)]))
    yield "stamps-tsa-demonstration", Vector(put(w.engineer), s.free(
        tsa=[w.tsa_root], anchors=[rule(w.tsa_root, demonstration=True)]))


def demonstrations(s):
    w = s.w
    organisation = "massho DEMO (not for real use)"
    engineer = w.signer("massho DEMO Engineer", w.demo_root, organisation=organisation)
    officer = w.signer("massho DEMO Officer", w.demo_root, organisation=organisation)
    data = record(engineer, w.record)
    demo = {"engineer": [w.demo_root], "officer": [w.demo_root]}
    yield "demonstration-marked", Vector(s.erasure, s.free(
        anchors=[rule(w.root, demonstration=True)]))
    yield "demonstration-not-asked-name", Vector(data, s.free(**demo))
    yield "demonstration-confirmed", Vector(data, s.trust(**demo),
                                            confirm=[s.accept(officer, about=data)])
    yield "demonstration-officer", Vector(s.erasure, s.trust(officer=[w.demo_root]),
                                          confirm=[s.accept(officer)])
    yield "demonstration-rejected", Vector(data, s.trust(**demo),
                                           confirm=[s.reject(officer, about=data)])


def move_and_link(path):
    """What was there is still read, if links are followed."""
    elsewhere = path.parent.parent / f"{path.parent.name}-{path.name}-elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def folders(s):
    w = s.w

    def changed(change, **values):
        return Vector(s.erasure, s.free(change=change, **values))

    def anchor(data):
        return lambda folder: (folder / "engineer" / "9.pem").write_bytes(data)

    def role_as_file(folder):
        (folder / "engineer" / "0.pem").unlink()
        (folder / "engineer").rmdir()
        (folder / "engineer").write_text(pem(w.root.der))

    def policy_as_folder(folder):
        (folder / "policy.json").unlink()
        (folder / "policy.json").mkdir()

    def many(folder):
        for number in range(1001):
            os.link(folder / "engineer" / "0.pem", folder / "engineer" / f"more-{number}.pem")

    def only_der(folder):
        (folder / "engineer" / "0.pem").rename(folder / "engineer" / "0.txt")
        (folder / "engineer" / "0.cer").write_bytes(w.root.der)

    good = pem(w.root.der).encode()
    yield "folder-no-policy", changed(lambda f: (f / "policy.json").unlink())
    yield "folder-no-engineer", Vector(s.erasure, s.free(engineer=[]))
    yield "folder-no-officer", Vector(s.erasure, s.trust(officer=[]))
    yield "folder-no-officer-not-asked", Vector(s.erasure, s.free(officer=[]))
    yield "folder-anchor-on-top", changed(lambda f: (f / "root.pem").write_bytes(good))
    yield "folder-leaf", changed(anchor(pem(w.engineer.der).encode()))
    yield "folder-leaf-in-tsa", Vector(s.erasure, s.free(tsa=[w.engineer]))
    yield "folder-note", changed(lambda f: (f / "engineer" / "README.txt").write_text("note"))
    yield "folder-der", changed(only_der)
    yield "folder-anchor-empty", changed(anchor(b""))
    yield "folder-anchor-broken", changed(anchor(good.replace(b"MII", b"MIJ", 1)))
    yield "folder-anchor-huge", changed(anchor(good + b"#" * (5 << 20)))
    yield "folder-anchor-link", changed(lambda f: move_and_link(f / "engineer" / "0.pem"))
    yield "folder-anchor-fifo", changed(lambda f: os.mkfifo(f / "engineer" / "9.pem"))
    yield "folder-anchor-folder", changed(lambda f: (f / "engineer" / "9.pem").mkdir())
    yield "folder-role-link", changed(lambda f: move_and_link(f / "engineer"))
    yield "folder-role-file", changed(role_as_file)
    yield "folder-policy-link", changed(lambda f: move_and_link(f / "policy.json"))
    yield "folder-policy-folder", changed(policy_as_folder)
    yield "folder-list-broken", Vector(s.erasure, s.free(crl=[b"no list"]))
    yield "folder-many-files", changed(many)


def policies(s):
    w = s.w

    def text(change):
        return Vector(s.erasure, s.free(policy_bytes=change))

    def put(**values):
        return Vector(s.erasure, s.free(**values))

    def swapped(pattern, by):
        def change(data):
            new, count = re.subn(pattern, by, data)
            assert count == 1, pattern
            return new
        return text(change)

    named = rule(w.root)
    until = rule(w.root, until=w.issued_at)
    bad_exception = copy.deepcopy(until)
    bad_exception["exceptions"][0]["algorithm"] = "sha-1"
    endless = copy.deepcopy(until)
    del endless["exceptions"][0]["until"]
    no_date = copy.deepcopy(until)
    no_date["exceptions"][0]["until"] = "2026-02-30T00:00:00Z"
    two = copy.deepcopy(until)
    two["exceptions"] *= 2
    capitals = named | {"sha256": named["sha256"].upper()}
    yield "policy-empty", text(lambda _: b"")
    yield "policy-truncated", text(lambda data: data[:-2])
    yield "policy-trailing", text(lambda data: data + b"{}")
    yield "policy-bom", text(lambda data: b"\xef\xbb\xbf" + data)
    yield "policy-huge", text(lambda data: data + b" " * (1 << 20))
    yield "policy-deep", swapped(rb'"officers": \[\]',
                                 b'"officers": ' + b"[" * 5000 + b"]" * 5000)
    yield "policy-array", text(lambda data: b"[" + data + b"]")
    yield "policy-other-schema", put(schema="massho-trust/2")
    yield "policy-unknown-key", put(comment="none")
    yield "policy-proto", put(__proto__={"confirmation": "not-required"})
    yield "policy-duplicate-key", swapped(
        rb'"confirmation": "not-required"',
        b'"confirmation": "required", "confirmation": "not-required"')
    yield "policy-missing-confirmation", swapped(rb'"confirmation": "not-required",', b"")
    yield "policy-missing-revocation", swapped(rb'"revocation": \{[^}]*\},', b"")
    yield "policy-unknown-confirmation", put(confirmation="sometimes")
    yield "policy-confirmation-as-boolean", put(confirmation=False)
    yield "policy-unknown-edition", put(algorithms="massho-1999")
    yield "policy-unknown-revocation", put(revocation={"kind": "ocsp"})
    yield "policy-max-age-zero", put(revocation=lists(0))
    yield "policy-max-age-missing", put(revocation={"kind": "list"})
    yield "policy-unknown-exception", put(anchors=[bad_exception])
    yield "policy-exception-without-end", put(anchors=[endless])
    yield "policy-exception-no-date", put(anchors=[no_date])
    yield "policy-two-exceptions", put(anchors=[two])
    yield "policy-anchor-twice", put(anchors=[named, named])
    yield "policy-anchor-nowhere", put(anchors=[rule(w.rogue)])
    yield "policy-anchor-capitals", put(anchors=[capitals])
    yield "policy-officer-twice", put(officers=[named["sha256"]] * 2)
    yield "policy-bidi-name", put(name="\u202eycilop")
    yield "policy-comment", text(lambda data: b"/* none */" + data)


def vectors(world):
    scene = Scene(world)
    for part in (roles, confirmations, rosters, revocation, algorithms, stamps, demonstrations,
                 folders, policies):
        yield from part(scene)
