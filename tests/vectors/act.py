# SPDX-License-Identifier: GPL-3.0-or-later
"""Acts of a case: one of each type, who may sign it, and what contradicts itself or has no place.

Each is made here from nothing but the schema; frame and host are those of the sample confirmation.
"""
import copy
import json
import re

from cms import record
from policy import Scene, text_of
from world import Vector

ITEM = "00000000-0000-4000-8000-00000000a001"
OTHER_ITEM = "00000000-0000-4000-8000-00000000a002"
INIT = "ab" * 32
LINK = {"econtent_sha256": "cd" * 32, "signature_sha256": "ef" * 32}
SIGNED = {"kind": "signed"}
PAPER = {"kind": "paper", "scan_sha256": "12" * 32, "scan_bytes": "1000"}
THING = {"label": "A-1", "kind": "medium", "description": "貸与された媒体", "quantity": 1,
         "classification": "機密性2情報", "maker": "WDC", "model": "WD10EZEX", "serial": "WD-1",
         "media": []}
DECIDED = {"officer": "担当職員 花子", "date": "2026-05-20", "means": SIGNED}
OPENED = {"stage": "opened", "kind": "lost", "about": None, "things": [ITEM], "missing": False,
          "noticed_on": "2026-05-20", "text": "見当たらない。", "cause": None, "measures": None}

BODIES = {
    "init": {"contract": {"title": "保守業務", "number": "2026-1", "date": "2026-04-01",
                          "ministry": "○○省", "section": "情報システム課"},
             "officers": ["担当職員 花子"],
             "contractor": {"name": "株式会社試験", "corporate_number": "7000012050002",
                            "place_of_work": "東京都千代田区", "capital_ties": None},
             "rules": [{"name": "統一基準群", "edition": "令和7年度版"}],
             "policy": {"confirmation": "signed", "hold": False, "return_before_erase": False,
                        "challenge": "optional", "level": "clear"},
             "trust": [{"name": "policy.json", "sha256": "34" * 32, "bytes": "100"}]},
    "approve": {"subject": "method", "text": "上書き消去を承認する。", "kinds": ["medium"],
                "method": None, "level": "clear", "serial": None} | DECIDED,
    "staff": {"persons": [{"number": 1, "role": "engineer", "certificate_sha256": "56" * 32,
                           "from": "2026-04-01", "until": "2027-03-31"}]},
    "receive": {"thing": THING, "given_by": "担当職員 花子", "received_on": "2026-05-20",
                "due": "return-or-erase", "due_on": "2026-06-30", "manifest": None},
    "permit": {"purpose": "copy-inside", "thing": THING, "parent": ITEM, "use": "解析",
               "place": "執務室", "from": "2026-05-20", "until": "2026-06-30"} | DECIDED,
    "challenge": {"serial": "WD-1", "challenge": "0f" * 16, "expires_at": "2026-06-02T00:00:00Z",
                  "officer": "担当職員 花子", "means": SIGNED},
    "copy-out": {"started_at": "2026-05-20T01:00:00Z", "ended_at": "2026-05-20T02:00:00Z",
                 "destination": "/mnt/work", "serial": "WD-1", "result": "complete",
                 "begun": OTHER_ITEM, "failed": 0, "passed_over": 0, "not_reached": 0,
                 "read_back": "past-cache",
                 "manifest": {"sha256": "78" * 32, "public_sha256": "9a" * 32, "files": 3,
                              "bytes": "3000"}},
    "exit-check": {"result": "erased", "text": "消去の記録を確かめた。", "place": "通用口",
                   "left_on": "2026-05-30"},
    "return": {"form": "medium", "to": "担当職員 花子", "returned_on": "2026-05-30",
               "quantity": 1, "text": None, "manifest": None, "compared": None},
    "dispose": {"method": "shredded", "text": "裁断した。", "by": "技術者、立会い管理者",
                "disposed_on": "2026-05-30", "quantity": 1},
    "attest": {"method": "初期化", "text": "端末の機能で初期化した。", "reason": "道具が届かない。",
               "done_on": "2026-05-30"},
    "incident": OPENED,
    "declare": {"clauses": [{"clause": 13, "applies": False, "text": "ウェブサイトはない。"}]},
    "merge": {"included": [], "text": None},
    "close": {"closed_on": "2026-05-31", "items": [], "text": None},
}
ABOUT_AN_ITEM = ("challenge", "copy-out", "exit-check", "return", "dispose", "attest")
BY_MANAGER = ("init", "staff", "declare", "close")
BY_OFFICER = ("approve", "permit", "challenge")
BY_ENGINEER = ("copy-out", "exit-check", "return", "dispose", "attest")


class Acts:
    def __init__(self, scene):
        self.scene, self.world = scene, scene.w
        manager_root = self.world.authority("Managers of Acts Root")
        self.manager = self.world.signer("Manager of Acts", manager_root)
        self.trust = scene.free(manager=[manager_root])

    def document(self, kind, **changes):
        """A whole act; changes are keys of its body, and "case", "previous" and so on."""
        frame = self.scene.document("confirmation", hours=0)
        place = {"init_sha256": INIT, "number": 5, "writer_number": 2, "writer_previous": LINK,
                 "item": ITEM if kind in ABOUT_AN_ITEM else None}
        previous = [LINK]
        if kind == "init":
            place |= {"init_sha256": None, "number": 1, "writer_number": 1,
                      "writer_previous": None}
            previous = []
        if kind == "merge":
            previous = [LINK, {"econtent_sha256": "01" * 32, "signature_sha256": None}]
        made = {"schema": frame["schema"], "type": kind, "id": frame["id"],
                "issued_at": text_of(self.world.issued_at), "case": place, "previous": previous}
        made |= copy.deepcopy(BODIES[kind])
        made |= {"attachments": [], "note": None}
        return made | {key: frame[key] for key in ("flags", "tool", "host", "people")} | changes

    def placed(self, kind, **changes):
        """Its place is another."""
        return self.document(kind, case=self.document(kind)["case"] | changes)

    def signer(self, kind):
        return self.manager if kind in BY_MANAGER else \
            self.scene.officer if kind in BY_OFFICER else self.world.engineer

    def vector(self, document, signer=None, trust=None, **options):
        text = document if isinstance(document, bytes) else \
            json.dumps(document, ensure_ascii=False, indent=2).encode()
        return Vector(record(signer or self.signer(json.loads(text)["type"]), text),
                      trust or self.trust, **options)


def of_each_type(acts):
    for kind in BODIES:
        yield f"act-{kind}", acts.vector(acts.document(kind))
        yield f"act-{kind}-anchors-only", acts.vector(acts.document(kind), acts.world.engineer,
                                                      "root")


def by_whom(acts):
    """Everybody who may not, of each type."""
    s, w = acts.scene, acts.world
    for kind in BY_MANAGER:
        yield f"act-{kind}-by-engineer", acts.vector(acts.document(kind), w.engineer)
    for kind in BY_OFFICER:
        yield f"act-{kind}-by-engineer", acts.vector(acts.document(kind), w.engineer)
        yield f"act-{kind}-by-manager", acts.vector(acts.document(kind), acts.manager)
        paper = acts.document(kind, means=PAPER)
        yield f"act-{kind}-paper-by-engineer", acts.vector(paper, w.engineer)
        yield f"act-{kind}-paper-by-officer", acts.vector(paper, s.officer)
        yield f"act-{kind}-paper-empty", acts.vector(
            acts.document(kind, means=PAPER | {"scan_bytes": "0"}), w.engineer)
        yield f"act-{kind}-paper-without-scan", acts.vector(
            acts.document(kind, means={"kind": "paper"}), w.engineer)
    for kind in (*BY_ENGINEER, "init", "declare", "close"):
        yield f"act-{kind}-by-officer", acts.vector(acts.document(kind), s.officer)
    for kind in ("receive", "incident", "merge", "staff"):
        yield f"act-{kind}-by-officer-too", acts.vector(acts.document(kind), s.officer)
    for kind in ("receive", *BY_ENGINEER):
        yield f"act-{kind}-by-manager-too", acts.vector(acts.document(kind), acts.manager)
    yield "act-paper-of-a-return", acts.vector(acts.document("return", means=PAPER))


def places(acts):
    d, p, v = acts.document, acts.placed, acts.vector
    two = [LINK, {"econtent_sha256": "01" * 32, "signature_sha256": None}]
    yield "act-case-null", v(d("receive", case=None))
    without = d("receive")
    del without["case"]
    yield "act-case-missing", v(without)
    yield "act-case-unknown-key", v(p("receive", note="x"))
    short = d("receive")
    del short["case"]["writer_number"]
    yield "act-case-key-missing", v(short)
    yield "act-init-names-a-case", v(p("init", init_sha256=INIT))
    yield "act-init-with-previous", v(d("init", previous=[LINK]))
    yield "act-init-number-2", v(p("init", number=2))
    yield "act-names-no-case", v(p("receive", init_sha256=None))
    yield "act-follows-nothing", v(d("receive", previous=[]))
    yield "act-number-1", v(p("receive", number=1))
    yield "act-number-0", v(p("receive", number=0))
    yield "act-number-negative", v(p("receive", number=-5))
    yield "act-number-largest", v(p("receive", number=2**53 - 1))
    yield "act-number-2-53", v(p("receive", number=2**53))
    yield "act-number-as-text", v(p("receive", number="5"))
    yield "act-writer-number-0", v(p("receive", writer_number=0))
    yield "act-writer-without-previous", v(p("receive", writer_previous=None))
    yield "act-writer-first-with-previous", v(p("receive", writer_number=1))
    yield "act-writer-first", v(p("receive", writer_number=1, writer_previous=None))
    yield "act-previous-two", v(d("receive", previous=two))
    yield "act-merge-of-one", v(d("merge", previous=[LINK]))
    yield "act-merge-of-none", v(d("merge", previous=[]))
    yield "act-merge-includes", v(d("merge", previous=[LINK], included=[
        {"name": "再委託先", "init_sha256": INIT, "heads": [LINK], "records": 3}]))
    many = [{"econtent_sha256": f"{n:064x}", "signature_sha256": None} for n in range(65)]
    yield "act-merge-of-64", v(d("merge", previous=many[:64]))
    yield "act-merge-of-65", v(d("merge", previous=many))
    for kind in ABOUT_AN_ITEM:
        yield f"act-{kind}-without-item", v(p(kind, item=None))
    yield "act-item-no-uuid", v(p("return", item="A-1"))
    yield "act-erasure-previous-two", acts.vector(json.dumps(
        json.loads(acts.world.record) | {"previous": two}).encode(), acts.world.engineer)


def contradictions(acts):
    d, v = acts.document, acts.vector
    body = BODIES["init"]

    def contractor(number):
        return v(d("init", contractor=body["contractor"] | {"corporate_number": number}))

    yield "act-corporate-number-none", contractor(None)
    yield "act-corporate-number-check-digit", contractor("8000012050002")
    yield "act-corporate-number-swapped", contractor("7000012005002")
    yield "act-corporate-number-short", contractor("700001205000")
    yield "act-corporate-number-full-width", contractor("７０００012050002")
    yield "act-approve-nothing", v(d("approve", level=None))
    yield "act-approve-method-only", v(d("approve", level=None, method="stream"))
    instruction = {"subject": "instruction", "level": None, "kinds": []}
    yield "act-instruction-serial", v(d("approve", **instruction, serial="WD-9"))
    yield "act-instruction-neither", v(d("approve", **instruction))
    both = d("approve", **instruction, serial="WD-9")
    both["case"]["item"] = ITEM
    yield "act-instruction-both", v(both)
    for subject in ("change", "instruction"):
        of = {"subject": subject, "level": None, "kinds": [],
              "serial": "WD-9" if subject == "instruction" else None}
        yield f"act-{subject}-level", v(d("approve", **of | {"level": "clear"}))
        yield f"act-{subject}-method", v(d("approve", **of, method="stream"))
    yield "act-change", v(d("approve", subject="change", level=None, kinds=[]))
    for kind in ("receive", "permit"):
        for of in ("medium", "device", "paper"):
            yield f"act-{kind}-two-of-{of}", v(d(kind, thing=THING | {"kind": of, "quantity": 2}))
        for name, text in (("before", " A"), ("behind", "A "), ("only", " "), ("wide", "\u3000A"),
                           ("wide-behind", "A\u3000"), ("no-break", "A\u00a0"), ("thin", "\u2009A")):
            yield f"act-{kind}-label-blank-{name}", v(d(kind, thing=THING | {"label": text}))
        yield f"act-{kind}-label-blank-within", v(d(kind, thing=THING | {"label": "A \u3000B"}))
        yield f"act-{kind}-serial-blank", v(d(kind, thing=THING | {"serial": "S "}))
        for name, serials in (("blank", ("M-1 ",)), ("same", ("M-1", "M-2", "M-1")),
                              ("case", ("M-1", "m-1"))):
            media = [{"maker": None, "model": None, "serial": serial} for serial in serials]
            yield f"act-{kind}-media-{name}", v(d(kind, thing=THING | {"media": media}))
    for kind in ("challenge", "copy-out"):
        yield f"act-{kind}-serial-blank", v(d(kind, serial=" WD-1"))
    yield "act-instruction-serial-blank", v(d("approve", **instruction, serial="WD-9 "))
    person = BODIES["staff"]["persons"][0]
    yield "act-staff-until-before-from", v(d("staff", persons=[person | {"until": "2026-03-31"}]))
    yield "act-staff-one-day", v(d("staff", persons=[person | {"until": "2026-04-01"}]))
    yield "act-staff-two-persons", v(d("staff", persons=[person, person | {"number": 2}]))
    yield "act-staff-two-times", v(d("staff", persons=[person, person | {"role": "manager"}]))
    yield "act-staff-without-certificates", v(d("staff", persons=[
        person | {"number": n, "certificate_sha256": None, "role": "other"} for n in (1, 2)]))
    yield "act-permit-until-before-from", v(d("permit", until="2026-05-19"))
    yield "act-permit-copy-of-nothing", v(d("permit", parent=None))
    yield "act-permit-bring-in", v(d("permit", purpose="bring-in", parent=None))
    yield "act-permit-bring-in-a-copy", v(d("permit", purpose="bring-in"))
    yield "act-permit-bring-in-paper", v(d("permit", purpose="bring-in", parent=None,
                                           thing=THING | {"kind": "paper"}))
    yield "act-challenge-expired", v(d("challenge", expires_at=text_of(acts.world.issued_at)))
    yield "act-challenge-short", v(d("challenge", challenge="0f" * 15))
    yield "act-copy-out-ends-first", v(d("copy-out", ended_at="2026-05-20T00:59:59Z"))
    yield "act-copy-out-complete-failed", v(d("copy-out", failed=1))
    yield "act-copy-out-partial", v(d("copy-out", result="partial", failed=2))
    yield "act-copy-out-partial-none", v(d("copy-out", result="partial"))
    yield "act-copy-out-partial-passed-over", v(d("copy-out", result="partial", passed_over=1))
    yield "act-copy-out-partial-not-reached", v(d("copy-out", result="partial", not_reached=9))
    yield "act-copy-out-complete-passed-over", v(d("copy-out", passed_over=1))
    yield "act-copy-out-complete-not-reached", v(d("copy-out", not_reached=1))
    begun = {"result": "begun", "ended_at": None, "begun": None, "read_back": None,
             "manifest": None}
    yield "act-copy-out-begun", v(d("copy-out", **begun))
    for key, value in (("ended_at", "2026-05-20T02:00:00Z"), ("begun", OTHER_ITEM), ("failed", 1),
                       ("passed_over", 1), ("not_reached", 1), ("read_back", "past-cache"),
                       ("manifest", BODIES["copy-out"]["manifest"])):
        yield f"act-copy-out-begun-{key.replace('_', '-')}", v(d("copy-out", **begun | {key: value}))
    yield "act-copy-out-no-end", v(d("copy-out", ended_at=None))
    yield "act-copy-out-no-manifest", v(d("copy-out", manifest=None))
    yield "act-copy-out-not-told-of-begin", v(d("copy-out", begun=None))
    yield "act-copy-out-cache-dropped", v(d("copy-out", read_back="cache-dropped"))
    yield "act-copy-out-not-read-back", v(d("copy-out", read_back=None))
    none = BODIES["copy-out"]["manifest"] | {"files": 0, "bytes": "0"}
    yield "act-copy-out-no-files", v(d("copy-out", manifest=none, read_back=None))
    yield "act-copy-out-no-files-read-back", v(d("copy-out", manifest=none))
    listed = {"manifest": BODIES["copy-out"]["manifest"]}
    counts = {"same": 1, "changed": 1, "missing": 2, "additional": 1}
    yield "act-return-files", v(d("return", **listed))
    yield "act-return-compared", v(d("return", **listed, compared=counts))
    yield "act-return-compared-same", v(d("return", **listed, compared={
        "same": 3, "changed": 0, "missing": 0, "additional": 0}))
    yield "act-return-compared-nothing-came-back", v(d(
        "return", manifest=BODIES["copy-out"]["manifest"] | {"files": 0, "bytes": "0"},
        compared={"same": 0, "changed": 0, "missing": 3, "additional": 0}))
    yield "act-return-compared-without-files", v(d("return", compared=counts))
    for key in ("same", "changed", "additional"):
        for by in (-1, 1):
            name = f"act-return-compared-{'more' if by > 0 else 'fewer'}-{key}"
            yield name, v(d("return", **listed, compared=counts | {key: counts[key] + by}))
    yield "act-return-compared-with-nothing", v(d("return", **listed, compared={
        "same": 0, "changed": 0, "missing": 0, "additional": 3}))
    yield "act-return-compared-negative", v(d("return", **listed, compared=counts | {"missing": -1}))
    yield "act-return-compared-largest", v(d("return", **listed, compared=counts | {
        "missing": 2**53 - 1}))
    yield "act-return-compared-2-53", v(d("return", **listed, compared=counts | {"missing": 2**53}))
    yield "act-return-compared-overflow", v(d("return", **listed, compared={
        "same": 2**53 - 1, "changed": 2**53 - 1, "missing": 0, "additional": 5}))
    yield "act-return-compared-text", v(d("return", **listed, compared=counts | {"same": "1"}))
    yield "act-return-compared-unknown-key", v(d("return", **listed, compared=counts | {"more": 1}))
    short = d("return", **listed, compared=dict(counts))
    del short["compared"]["missing"]
    yield "act-return-compared-key-missing", v(short)
    untold = d("return", **listed)
    del untold["compared"]
    yield "act-return-not-compared", v(untold)
    yield "act-dispose-compared", v(d("dispose", compared=counts))
    resolved = {"stage": "resolved", "about": OTHER_ITEM, "cause": "置き忘れ",
                "measures": "探して見つけた。"}
    yield "act-incident-resolved", v(d("incident", **resolved))
    yield "act-incident-opened-about", v(d("incident", about=OTHER_ITEM))
    yield "act-incident-resolved-about-none", v(d("incident", **resolved | {"about": None}))
    yield "act-incident-resolved-no-cause", v(d("incident", **resolved | {"cause": None}))
    yield "act-incident-resolved-no-measures", v(d("incident", **resolved | {"measures": None}))
    yield "act-incident-missing-nothing", v(d("incident", missing=True, things=[]))
    clause = BODIES["declare"]["clauses"][0]
    yield "act-declare-twice", v(d("declare", clauses=[clause, clause | {"applies": True}]))
    yield "act-declare-19", v(d("declare", clauses=[clause | {"clause": 19}]))


def dates(acts):
    d, v = acts.document, acts.vector
    for kind, key in (("approve", "date"), ("permit", "from"), ("permit", "until"),
                      ("receive", "received_on"), ("receive", "due_on"), ("exit-check", "left_on"),
                      ("return", "returned_on"), ("dispose", "disposed_on"),
                      ("attest", "done_on"), ("incident", "noticed_on"), ("close", "closed_on")):
        yield f"act-{kind}-no-day-{key.replace('_', '-')}", v(d(kind, **{key: "2026-02-29"}))
    for kind, key in (("copy-out", "started_at"), ("copy-out", "ended_at"),
                      ("challenge", "expires_at")):
        yield f"act-{kind}-no-time-{key.replace('_', '-')}", v(
            d(kind, **{key: "2026-06-31T00:00:00Z"}))
    contract = BODIES["init"]["contract"]
    yield "act-init-no-day", v(d("init", contract=contract | {"date": "2026-04-31"}))
    person = BODIES["staff"]["persons"][0]
    yield "act-staff-no-day-from", v(d("staff", persons=[person | {"from": "2026-13-01"}]))
    yield "act-staff-no-day-until", v(d("staff", persons=[person | {"until": "2026-04-00"}]))
    yield "act-leap-day", v(d("return", returned_on="2024-02-29"))
    yield "act-day-with-time", v(d("return", returned_on="2026-05-30T00:00:00Z"))


def forms(acts):
    d, v = acts.document, acts.vector
    text = json.dumps(d("return"), ensure_ascii=False).encode()
    yield "act-unknown-key", v(d("return", more=1))
    yield "act-key-twice", v(text.replace(b'"quantity": 1', b'"quantity": 2, "quantity": 1'))
    yield "act-other-type", v(d("return", type="permit"), acts.scene.officer)
    unknown = re.sub(rb'"type": "return"', b'"type": "reset"', text)
    yield "act-no-type", v(unknown, acts.world.engineer)
    yield "act-bidi", v(d("return", to="\u202eX"))
    yield "act-quantity-0", v(d("return", quantity=0))
    yield "act-thing-unknown-kind", v(d("receive", thing=THING | {"kind": "cloud"}))
    yield "act-media-without-serial", v(d("receive", thing=THING | {
        "media": [{"maker": None, "model": None, "serial": None}]}))
    yield "act-bare", Vector(text, acts.trust)
    yield "act-issued-later", acts.vector(d("return"), days=-1)
    yield "act-expired", acts.vector(d("return"), days=1000)


def confirmations(acts):
    """An officer's answer to an act counts as one to an erasure does; nobody asks for it here."""
    s, w = acts.scene, acts.world
    content = json.dumps(acts.document("return")).encode()
    given = record(w.engineer, content)
    about = {"about": given, "content": content}

    def against(*answers):
        return Vector(given, acts.trust, confirm=list(answers))

    yield "act-return-confirmed", against(s.accept(**about))
    yield "act-return-rejected", against(s.reject(**about))
    yield "act-return-self-confirmed", against(s.accept(w.engineer, **about))
    yield "act-return-on-paper", against(s.answer("confirmation-paper", w.engineer, given, content)[0])
    yield "act-return-other", against(s.accept())
    yield "act-bare-confirmed", Vector(content, acts.trust, confirm=[s.accept(**about)])


def vectors(world):
    acts = Acts(Scene(world))
    for part in (of_each_type, by_whom, places, contradictions, dates, forms, confirmations):
        yield from part(acts)
