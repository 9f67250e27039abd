# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases that somebody spoilt: each with what a reader has to be told of it, decided before it was asked.

By default of those that have the same told of them only the first is made; MASSHO_ALL_CASES=1 makes all.
"""
import json
import os
import pathlib
import shutil

from case_erased_files import on_files
from case_folder import Folder, answer, certificate_sha256, day, document, item_of, text_of, thing, work
from case_keys import on_keys
from case_media import on_media
from case_story import CHALLENGE, MEDIUM, Story, now, wipe_case

ALL = os.environ.get("MASSHO_ALL_CASES") == "1"
ITEM_NOWHERE = "00000000-0000-4000-8000-0000000000ff"
PROBLEMS = ("invalid undecided missing missing-about number writer-gap fork fork-merged heads same-id backdated name foreign included "
            "included-undecided void attachment-missing attachment-altered attachment-left-out trust-altered not-pinned other-init "
            "against-rules settled namesake same-medium copied").split()
FAULTS = ("not-authentic other-case second-init after-close staff unknown-item unknown-record label serial-used serial-other "
          "not-permitted done order incident return-first challenge held answer open same-id quantity other-item content files").split()
LACKS = "outcome return media exit-check confirmation rejected incident attempt part".split()
OUTCOMES = "none erased returned disposed attested nothing-copied missing withdrawn".split()
KINDS = "erasure return dispose attest exit-check incident close".split()
DUTIES = "receive permit copy-out incident".split()  # what counts, whatever rule its record broke
EVERYWHERE = {"label shared", "closed", *PROBLEMS, *(f"fault {one}" for one in FAULTS), *(f"lack {one}" for one in LACKS),
              *(f"outcome {one}" for one in OUTCOMES), *(f"awaiting {one}" for one in KINDS),
              *(f"proposal {one}" for one in ("erasure-failed", "erasure-aborted", "signature-mismatch"))}


class One:
    """A case to be looked at; wanted: problems, or "fault ..." and so on, that have to be told; unwanted: that must not."""

    def __init__(self, path, *wanted, pin=None, trust=None, unwanted=()):
        self.path, self.wanted, self.pin, self.trust = path, set(wanted), pin, trust
        self.unwanted = set(unwanted)


class Spoiler:
    def __init__(self, office, stories, only=None):
        self.office, self.stories, self.only, self.cases = office, stories, only, {}
        self.told = set()

    def is_left_out(self, name, wanted):
        if self.only is not None:
            return f"spoilt-{name}" not in self.only
        known = bool(wanted) and wanted <= self.told
        self.told |= wanted
        return known and not ALL

    def copy(self, name, of="long-received"):
        return Folder(self.stories[of]).copy_to(self.office.folder / "cases" / f"spoilt-{name}")

    def spoil(self, name, change, *wanted, of="long-received", always=False, **options):
        """change(folder) does it; always: whatever of it was told before."""
        if self.is_left_out(name, set() if always else set(wanted)):
            return
        folder = self.copy(name, of)
        change(folder)
        self.cases[f"spoilt-{name}"] = One(folder.path, *wanted, **options)

    def every(self, name, change, *wanted, **options):
        """The same, also where another one has the same told of it."""
        self.told -= set(wanted)
        self.spoil(name, change, *wanted, **options)

    def fault(self, fault, name, kind, who=None, item=None, of="long-received", change=None, **values):
        """One more record that breaks a rule. item: a label."""
        def add(folder):
            made = kind if isinstance(kind, dict) else document(kind, **values)
            folder.add(made, who or self.office.engineer, item and item_of(folder, item), change)
        is_duty = kind in DUTIES and values.get("stage") != "resolved" and fault not in ("other-case", "same-id")
        problem = "namesake" if fault == "label" else "against-rules" if is_duty else "void"
        self.spoil(f"{fault}-{name}", add, problem, f"fault {fault}", of=of)


def placed(**changes):
    def change(made):
        made["case"] |= changes
    return change


def receipts(s):
    s.fault("label", "receive", "receive", thing=thing("M-1"))
    s.fault("serial-used", "receive", "receive", thing=thing("neu", serial="R-1"))
    s.fault("serial-used", "of-a-medium", "receive", thing=thing("neu", kind="device", media=[
        {"maker": None, "model": None, "serial": "D-2"}]))
    s.fault("held", "receive", "receive", of="strict-challenged", thing=thing("neu", serial=MEDIUM))
    s.fault("serial-used", "not-erased", "receive", of="strict-return-first", thing=thing("neu", serial="S-2"))
    s.fault("unknown-item", "permit", "permit", s.office.officer, thing=thing("neu"), parent=ITEM_NOWHERE)
    s.spoil("receive-closed-serial", lambda f: f.add(document("receive", thing=thing("neu", serial="R-2")), s.office.engineer),
            "lack outcome", of="long-answered")


def acts(s):
    o = s.office
    s.fault("other-case", "return", "return", item="M-1", change=placed(init_sha256="ab" * 32))
    s.fault("second-init", "init", "init", o.manager, change=lambda made: made.update(previous=[], case={
        "init_sha256": None, "number": 1, "writer_number": 1, "writer_previous": None, "item": None}))
    s.fault("after-close", "receive", "receive", of="long-closed", thing=thing("neu"))
    s.fault("unknown-item", "return", "return", change=placed(item=ITEM_NOWHERE))
    s.fault("unknown-item", "approve", "approve", o.officer, subject="instruction", level=None, kinds=[],
            change=placed(item=ITEM_NOWHERE))
    s.fault("not-permitted", "return-own", "return", item="B-1")
    s.fault("not-permitted", "leaving-received", "exit-check", item="M-1")
    s.fault("order", "leaving", "exit-check", item="B-1")
    s.fault("order", "leaving-copied", "exit-check", item="C-1", result="nothing-copied")
    s.fault("done", "leaving", "exit-check", item="B-1", of="long-answered")
    for kind in ("return", "dispose", "attest"):
        s.fault("done", kind, kind, item="書類-1", of="long-answered")
    s.fault("done", "challenge", "challenge", o.officer, item="書類-1", of="long-answered", serial=None,
            expires_at=text_of(now(hours=2)))
    s.fault("serial-other", "challenge", "challenge", o.officer, item="M-1", serial="Z-1", expires_at=text_of(now(hours=2)))
    for kind in ("dispose", "attest"):
        s.fault("incident", kind, kind, item="B-2", of="long-incident")
        s.fault("return-first", kind, kind, item="写し", of="strict-return-first")
    s.fault("open", "close", "close", o.manager)
    s.fault("unknown-item", "incident", "incident", things=[ITEM_NOWHERE])
    resolved = {"stage": "resolved", "about": ITEM_NOWHERE, "cause": "?", "measures": "?", "things": []}
    s.fault("unknown-record", "incident", "incident", **resolved)
    about = Folder(s.stories["long-answered"]).last("incident").document["about"]
    s.fault("done", "incident", "incident", of="long-answered", **resolved | {"about": about})


def copies(s):
    def copied(fault, name, item, serial, of="long-received"):
        s.spoil(f"{fault}-{name}", lambda f: f.add(f.copy_out(serial), s.office.engineer, item_of(f, item)), "against-rules",
                f"fault {fault}", of=of)

    copied("not-permitted", "copy-received", "M-2", "R-2")
    copied("not-permitted", "copy-brought-in", "B-1", "B-1-SN")
    copied("serial-other", "copy", "C-1", "Z-1")
    copied("done", "copy", "C-1", MEDIUM, "long-answered")
    copied("order", "copy", "C-1", MEDIUM, "long-awaiting")
    copied("held", "copy", "写し三", MEDIUM, "strict-challenged")
    s.spoil("copied-elsewhere", lambda f: (f.add(f.copy_out("Q-1", destination="/mnt/q"), s.office.engineer, item_of(f, "写し三")),
                                           f.add(work("erasure-zero", "Q-1"), s.office.engineer, item_of(f, "写し三"))),
            of="strict-challenged")


def staff(s):
    o = s.office
    outsider = o.contractor.signer("部外者")
    s.fault("staff", "nobody", "receive", outsider, thing=thing("neu"))
    other = o.managers.signer("別の管理者")  # before whatever it signs is dated
    engineer, manager = (certificate_sha256(who[1]) for who in (o.engineer, o.manager))

    def listed(who, role, start=-5, end=None):
        """Somebody else tells who works there from now on."""
        person = {"number": 1, "role": role, "certificate_sha256": who, "from": day(start), "until": end}
        return lambda f: f.add(document("staff", persons=[person]), other)

    def then(change, kind, who):
        return lambda f: (change(f), f.add(document(kind) | ({"thing": thing("neu")} if kind == "receive" else {}), who))
    s.spoil("staff-over", then(listed(engineer, "engineer", end=day(-1)), "receive", o.engineer), "fault staff")
    s.spoil("staff-last-day", then(listed(engineer, "engineer", end=day()), "receive", o.engineer))
    s.spoil("staff-not-yet", then(listed(engineer, "engineer", start=1), "receive", o.engineer), "fault staff")
    s.spoil("staff-role", then(listed(manager, "engineer"), "declare", o.manager), "fault staff")
    s.spoil("staff-other", then(listed(engineer, "other"), "receive", o.engineer), "fault staff")
    s.fault("staff", "paper-answer", answer(Folder(s.stories["long-awaiting"]).last("dispose"), means={
        "kind": "paper", "scan_sha256": "12" * 32, "scan_bytes": "5"}), outsider, of="long-awaiting")
    s.spoil("role", lambda f: f.add(document("permit", thing=thing("neu"), parent=item_of(f, "M-1")), o.engineer),
            "invalid", "fault not-authentic")


def erasures(s):
    o = s.office
    s.fault("serial-other", "erasure", work("erasure-zero", "Z-1"), item="C-1")
    s.fault("unknown-item", "erasure", work("erasure-zero", "Z-1"))
    s.fault("incident", "erasure", work("erasure-zero", "B-2-SN"), item="B-2", of="long-incident")
    s.fault("return-first", "erasure", work("erasure-zero", MEDIUM), item="写し", of="strict-return-first")
    s.fault("challenge", "erasure", work("erasure-zero", "S-2"), item="写しの写し", of="strict-too-low")
    s.fault("challenge", "spent", work("erasure"), item="写し", of="strict-challenged")

    def instructed(folder):
        folder.add(document("approve", subject="instruction", level=None, kinds=[]), o.officer, item_of(folder, "B-2"))
        folder.add(work("erasure-zero", "B-2-SN"), o.engineer, item_of(folder, "B-2"))
    s.spoil("instructed", instructed, "outcome nothing-copied", of="long-incident")
    s.spoil("unsigned-serial", lambda f: f.add(work("erasure-zero", "R-2"), o.second, item_of(f, "M-2")), "outcome erased")
    s.spoil("by-dropped-attempt", lambda f: f.last("attempt").path.unlink(), "missing", "writer-gap", of="long-failed")
    s.spoil("lie", lambda f: f.add(work("erasure-zero", "R-2") | {"verdict": "erased-sampled", "flags": ["x-unknown"]},
                                   o.engineer, item_of(f, "M-2")), "invalid")


def media(s):
    """Several items on one medium, several media of one item, runs of one job."""
    o, paper = s.office, "紙で許可"

    def copied(folder, serial, item=paper):
        folder.add(folder.copy_out(serial), o.engineer, item_of(folder, item))

    def erased(folder, serial, item=paper, name="erasure-zero", **more):
        return folder.add(work(name, serial, **more), o.engineer, item_of(folder, item))

    def twice(folder):
        copied(folder, "Q-1")
        copied(folder, "Q-2")
        erased(folder, "Q-1")

    def beside(folder):
        folder.add(document("incident", things=[item_of(folder, "B-2")]), o.engineer)
        copied(folder, "B-2-SN")
        erased(folder, "B-2-SN")

    def levels(folder):
        folder.add(document("approve", subject="method", level="purge", kinds=["device"]), o.officer)
        copied(folder, "D-1")
        erased(folder, "D-1")

    def resumed(folder):
        first = erased(folder, MEDIUM, "C-1", "attempt")
        second = erased(folder, MEDIUM, "C-1", "attempt", resumes=[first])
        erased(folder, MEDIUM, "C-1", closes=second, resumes=[first])

    def unnamed(folder):
        copied(folder, None)
        copied(folder, "Q-3")
        erased(folder, "Q-3")
    s.spoil("copied-twice-half", twice)
    s.spoil("copied-twice", lambda f: (twice(f), erased(f, "Q-2")))
    s.spoil("copied-unnamed", unnamed)
    s.spoil("beside-evidence", beside, "fault incident")
    s.spoil("levels", levels, "proposal erasure-failed")
    s.spoil("written-again", lambda f: (erased(f, "B-1-SN", "B-1"), copied(f, "B-1-SN")), of="long-half")
    s.spoil("resumed", resumed)
    s.spoil("attempt-disposed", lambda f: f.add(document("dispose"), o.engineer, item_of(f, "C-1")),
            of="long-attempted", unwanted=["lack attempt"], always=True)

    def returned_not(folder):
        folder.add(answer(folder.last("return"), accepts=False), o.officer)
        erased(folder, MEDIUM, "写し", "erasure")
    s.spoil("return-rejected", returned_not, "fault return-first", "lack rejected", of="strict-asked")
    s.spoil("attempt-of-another", lambda f: erased(f, "R-2", "M-2", closes=erased(f, MEDIUM, "C-1", "attempt")), "fault other-item")


def decided_on_paper(s):
    """Nothing of it has effect before the officer has confirmed it; the contractor entered it."""
    o, means = s.office, {"kind": "paper", "scan_sha256": "12" * 32, "scan_bytes": "5"}

    def approved(folder):
        return folder.add(document("approve", subject="method", level="clear", kinds=["medium"], means=means), o.engineer)

    def instructed(folder):
        return folder.add(document("approve", subject="instruction", level=None, kinds=[], serial="X-9", means=means), o.engineer)

    def drawn(folder):
        return folder.add(document("challenge", challenge=CHALLENGE, serial=None, expires_at=text_of(now(hours=5)), means=means),
                          o.engineer, item_of(folder, "写し"))

    def then(decided, *work_of, confirmed):
        def change(folder):
            made = decided(folder)
            if confirmed:
                folder.add(answer(made), o.officer)
            folder.add(work(*work_of[:2]), o.engineer, work_of[2] and item_of(folder, work_of[2]))
        return change

    def spoil(name, decided, *work_of, lacking, of="strict-return-first"):
        s.spoil(f"paper-{name}", then(decided, *work_of, confirmed=False), *lacking, of=of)
        s.spoil(f"paper-{name}-confirmed", then(decided, *work_of, confirmed=True), of=of,
                unwanted=lacking)
    def taken_back(folder, decided, *work_of):
        made = decided(folder)
        folder.add(answer(made), o.officer)
        folder.add(answer(made, accepts=False) | {"issued_at": text_of(now(seconds=30))}, o.officer)
        folder.add(work(*work_of[:2]), o.engineer, work_of[2] and item_of(folder, work_of[2]))

    s.spoil("paper-level-rejected", lambda f: taken_back(f, approved, "erasure", MEDIUM, "写し"), "proposal erasure-failed",
            of="strict-asked", always=True)
    s.spoil("paper-order-rejected", lambda f: taken_back(f, instructed, "erasure-zero", "X-9", None), "fault unknown-item",
            of="strict-return-first", always=True)
    spoil("level", approved, "erasure", MEDIUM, "写し", of="strict-asked", lacking=["awaiting approve", "proposal erasure-failed"])
    spoil("order", instructed, "erasure-zero", "X-9", None, lacking=["awaiting approve", "fault unknown-item"])
    spoil("challenge", drawn, "erasure", MEDIUM, "写し", lacking=["awaiting challenge", "fault challenge"], of="strict-returned")


def duties(s):
    """What was recorded against a rule counts, is told, and awaits an officer."""
    o, deputy, nobody = s.office, s.office.ministry.signer("担当職員 次子"), s.office.contractor.signer("名簿にない者")

    def copied(folder, item="M-2", serial="Q-1"):
        return folder.add(folder.copy_out(serial), o.engineer, item_of(folder, item))

    def rejected_permit(folder):
        folder.add(document("permit", thing=thing("neu"), purpose="copy-outside", parent=item_of(folder, "M-2"), **{"from": day(-1)}), o.officer)
        folder.add(answer(folder.last("permit"), accepts=False), deputy)
        folder.add(folder.copy_out("Q-1"), o.engineer, item_of(folder, "neu"))
    s.spoil("duty-stray", copied, "against-rules", "lack media", always=True)
    s.spoil("duty-settled", lambda f: f.add(answer(copied(f)), o.officer), "settled", "lack media", unwanted=["against-rules"])
    def void(folder, accepts):
        returned = folder.add(document("return"), o.engineer, item_of(folder, "B-1"))
        folder.add(answer(returned, accepts=accepts), o.officer)
    s.spoil("void-accepted", lambda f: void(f, True), "void", "fault not-permitted", unwanted=["settled"], always=True)
    s.spoil("void-rejected", lambda f: void(f, False), "settled", "fault not-permitted", unwanted=["void"], always=True)
    s.spoil("duty-rejected", lambda f: f.add(answer(copied(f), accepts=False), o.officer), "settled", always=True)
    s.spoil("withdrawn", lambda f: f.add(answer(f.last("receive"), accepts=False), o.officer), "outcome withdrawn")
    def receipt_of(folder, label):
        return next(one for one in folder.records() if one.document["id"] == item_of(folder, label))

    def rejected_in_part(folder):
        folder.add(document("dispose", quantity=1), o.engineer, item_of(folder, "書類-1"))
        folder.add(answer(receipt_of(folder, "書類-1"), accepts=False), o.officer)

    def rejected_and_not(folder):
        folder.add(document("receive", thing=thing("neu")), o.engineer)
        folder.add(answer(receipt_of(folder, "neu"), accepts=False), o.officer)
        folder.add(answer(receipt_of(folder, "neu")) | {"issued_at": text_of(now(seconds=30))}, o.officer)
    def called_so_again(folder):
        folder.add(answer(folder.add(document("receive", thing=thing("neu")), o.engineer), accepts=False), o.officer)
        folder.add(document("receive", thing=thing("neu")), o.engineer)
    s.spoil("withdrawn-label", called_so_again, "outcome withdrawn", unwanted=["namesake"], always=True)
    s.spoil("copied-to-brought-in", lambda f: f.add(document("permit", thing=thing("neu", serial="B-1-SN"), purpose="copy-inside",
                                                             parent=item_of(f, "M-2")), o.officer), unwanted=["against-rules"], always=True)
    s.spoil("withdrawn-not", rejected_in_part, "lack rejected", unwanted=["outcome withdrawn"], always=True)
    s.spoil("withdrawn-taken-back", rejected_and_not, unwanted=["outcome withdrawn"], always=True)
    s.spoil("permit-rejected", rejected_permit, "fault not-permitted", "lack rejected", always=True)
    s.spoil("namesake", lambda f: f.add(document("receive", thing=thing("M-1")), o.engineer), "label shared", "namesake",
            unwanted=["against-rules", "void"])
    s.spoil("incident-by-nobody", lambda f: f.add(document("incident", things=[item_of(f, "M-1")]), nobody),
            "fault staff", "against-rules", "lack incident", always=True)

    def one_of_two(folder, things=("M-1",), opened=("M-1", "M-2")):
        begun = folder.add(document("incident", things=[item_of(folder, one) for one in opened]), o.engineer)
        ended = folder.add(document("incident", stage="resolved", about=begun.document["id"], cause="?", measures="?", missing=True,
                                    things=[item_of(folder, one) for one in things]), o.engineer)
        folder.add(answer(ended), o.officer)
    s.spoil("one-of-two-lost", one_of_two, "outcome missing", "outcome none", always=True)
    s.spoil("another-lost", lambda f: one_of_two(f, ["C-1"]), "fault other-item", "lack incident", unwanted=["outcome missing"], always=True)


def erasures_taken_back(s):
    """Copies that an erasure covers and does not, re-reads that fail."""
    o = s.office

    def copied(folder, *places, made=Folder.copy_out):
        for place in places:
            folder.add(made(folder, None, destination=place), o.engineer, item_of(folder, "紙で許可"))

    def erased(folder, serial="Q-1", item="紙で許可"):
        return folder.add(work("erasure-zero", serial), o.engineer, item_of(folder, item))

    def two_places(folder):
        copied(folder, "/mnt/a", "/mnt/b", "/mnt/a")
        erased(folder)

    def failed(folder, name="check-failed", about=None):
        folder.add(work(name, MEDIUM, about=about or folder.last("erasure")), o.officer)

    def confirmed_and_failed(folder):
        erasure = next(one for one in reversed(folder.records()) if one.document["type"] == "erasure" and
                       one.document["medium"]["serial"] == MEDIUM)
        failed(folder, about=erasure)

    def unnamed_twice(folder):
        for label in ("U-1", "U-2"):
            folder.add(document("receive", thing=thing(label)), o.engineer)
            erased(folder, "Q-7", label)

    def copied_late(folder):
        """By its clock it went on while the medium was erased already."""
        late = text_of(now())
        folder.add(folder.copy_out("Q-1") | {"ended_at": late}, o.engineer, item_of(folder, "紙で許可"))
        erased(folder)
    s.spoil("two-places", two_places, unwanted=["outcome erased"], always=True)
    s.spoil("two-places-both", lambda f: (two_places(f), erased(f, "Q-2")), "outcome erased", always=True)
    s.spoil("begun-only", lambda f: (copied(f, "/mnt/a", made=Folder.copy_begun),), "lack outcome", always=True)
    s.spoil("begun-erased", lambda f: (copied(f, "/mnt/a", made=Folder.copy_begun), copied(f, "/mnt/a"), erased(f)), "outcome erased", always=True)

    def again(folder, rejects):
        """A copy that two erasures reach: the second one counts once the first was rejected."""
        folder.add(folder.copy_out("Q-1"), o.engineer, item_of(folder, "紙で許可"))
        first = erased(folder)
        if rejects:
            folder.add(answer(first, accepts=False), o.officer)
        erased(folder)
        folder.add(answer(folder.last("erasure")), o.officer)
    s.spoil("erased-again", lambda f: again(f, False), "lack confirmation", always=True)
    s.spoil("erased-after-no", lambda f: again(f, True), "outcome erased", unwanted=["lack rejected"], always=True)
    s.spoil("copied-late", copied_late, unwanted=["outcome erased"], always=True)
    s.spoil("same-medium", unnamed_twice, "same-medium")
    s.spoil("reread", lambda f: failed(f, "check-zeroout"), of="long-half", always=True)
    s.spoil("reread-failed", confirmed_and_failed, "proposal erasure-failed", "lack outcome", of="long-half", always=True)
    s.spoil("reread-failed-closed", confirmed_and_failed, "proposal erasure-failed", of="long-closed", unwanted=["closed"], always=True)
    def mended(folder):
        """All is confirmed again, and the closing stays taken back."""
        confirmed_and_failed(folder)
        folder.add(work("erasure", MEDIUM), o.engineer, item_of(folder, "C-1"))
        folder.add(answer(folder.last("erasure")), o.officer)
    s.spoil("reread-failed-mended", mended, of="long-closed", unwanted=["closed", "lack outcome", "lack confirmation"], always=True)

    def refuted(folder):
        """What a re-read found wrong is not held back: it has to be erased again."""
        folder.add(document("approve", subject="instruction", level=None, kinds=[], serial=MEDIUM), o.officer)
        folder.add(work("check-failed", MEDIUM, about=folder.add(work("erasure", MEDIUM), o.engineer)), o.officer)
        folder.add(document("receive", thing=thing("neu", serial=MEDIUM)), o.engineer)
    s.spoil("held-no-more", refuted, "fault serial-used", of="strict-returned", unwanted=["fault held"], always=True)
    s.spoil("attempt-over", lambda f: f.add(work("erasure", MEDIUM), o.engineer, item_of(f, "C-1")), "outcome erased",
            of="long-attempted", unwanted=["lack attempt"], always=True)
    s.fault("challenge", "attempt-spent", work("attempt", MEDIUM), item="写し", of="strict-challenged")

    def must_go_back(folder):
        folder.add(document("receive", thing=thing("neu", serial="N-1"), due="return"), o.engineer)
        erased(folder, "N-1", "neu")
    s.spoil("return-first-itself", must_go_back, "fault return-first", of="strict-returned", always=True)
    s.fault("held", "return", "return", item="写し", of="strict-challenged")
    s.fault("order", "nothing-after-erasure", "exit-check", item="B-1", of="long-awaiting", result="nothing-copied")
    s.fault("serial-other", "challenge-for-all", "challenge", o.officer, item="PC-1", serial=None, expires_at=text_of(now(hours=2)))
    s.fault("return-first", "not-countersigned", work("erasure", MEDIUM), item="写し", of="strict-back")

    def early(folder):
        """Drawn before the copy was made that it should be for."""
        item = item_of(folder, "写し三")
        folder.add(document("challenge", challenge=CHALLENGE, serial=None, expires_at=text_of(now(hours=5))), o.officer, item)
        late = text_of(now(seconds=30))
        folder.add(folder.copy_out(MEDIUM) | {"started_at": late, "ended_at": late}, o.engineer, item)
        folder.add(work("erasure", MEDIUM), o.engineer, item)
    s.spoil("challenge-early", early, "fault challenge", of="strict-returned", always=True)


def parts(s):
    """Pieces, one after the other."""
    def pieces(kind, quantity):
        return document(kind, quantity=quantity, **({"form": "paper"} if kind == "return" else {}))

    def disposed(*quantities, kind="dispose", rejects=()):
        def change(folder):
            for quantity in quantities:
                folder.add(pieces(kind, quantity), s.office.engineer, item_of(folder, "書類-1"))
                if quantity in rejects:
                    folder.add(answer(folder.last(kind), accepts=False), s.office.officer)
        return change

    def all_after_confirmed(folder):
        disposed(1)(folder)
        folder.add(answer(folder.last("dispose")), s.office.officer)
        disposed(3)(folder)
    s.spoil("part", disposed(1), "lack part")
    s.spoil("parts", disposed(1, 2), "outcome disposed", always=True)
    s.spoil("parts-too-many", disposed(2, 2), "fault quantity")
    s.spoil("parts-all-at-last", disposed(1, 3), "outcome disposed", always=True)
    s.spoil("parts-all-after-confirmed", all_after_confirmed, "fault quantity", always=True)
    s.spoil("parts-rejected", disposed(1, 2, rejects=[2]), "lack rejected", "lack part", always=True)
    def some_back(folder):
        folder.add(document("receive", thing=thing("紙", kind="paper", quantity=3), due="return"), s.office.engineer)
        for kind, quantity in (("dispose", 1), ("return", 2)):
            folder.add(pieces(kind, quantity), s.office.engineer, item_of(folder, "紙"))
    s.spoil("parts-not-all-back", some_back, "outcome returned", "lack return", always=True)
    s.spoil("parts-of-what-was-declared", lambda f: (f.add(document("attest"), s.office.engineer, item_of(f, "書類-1")),
                                                     disposed(1)(f)), "outcome attested", "fault quantity", always=True)
    s.spoil("paper-returned-as-files", lambda f: f.add(document("return", form="files", quantity=3), s.office.engineer,
                                                       item_of(f, "書類-1")), "fault form", always=True)
    s.spoil("parts-both-ways", lambda f: (disposed(1, kind="return")(f), disposed(2)(f)), "outcome disposed", always=True)


def closings(s):
    """A closing that is taken back is gone: another one has to follow."""
    o = s.office
    s.fault("content", "close", "close", o.manager, of="long-answered")
    s.spoil("closing-rejected", lambda f: f.add(answer(f.last("close"), accepts=False), o.officer), of="long-closing",
            unwanted=["closed"], always=True)
    s.spoil("closing-rejected-later", lambda f: f.add(answer(f.last("return"), accepts=False) | {"issued_at": text_of(now(seconds=30))},
                                                      o.officer), "lack rejected", of="long-closed", unwanted=["closed"], always=True)
    s.spoil("closing-incident", lambda f: f.add(document("incident", things=[item_of(f, "M-1")]), o.engineer), "lack incident",
            of="long-closed", unwanted=["closed"], always=True)

    def settled(folder):
        begun = folder.add(document("incident", things=[]), o.engineer)
        folder.add(answer(folder.add(document("incident", stage="resolved", about=begun.document["id"], cause="?", measures="?",
                                              things=[]), o.engineer)), o.officer)
    s.spoil("closing-incident-settled", settled, of="long-closed", unwanted=["closed"], always=True)

    def old_copy(folder):
        old = s.copy(f"{folder.path.name}-old")
        old.add(document("receive", thing=thing("M-1")), o.second)
        old.add(document("return"), o.second, item_of(old, "M-2"))
        return old

    def merged_late(folder):
        wipe_case(8, "merge", folder.path, old_copy(folder).path, *Story.by(o.manager))

    def beside(folder):
        late = old_copy(folder).records()[-2:]
        for one in late:
            shutil.copy(one.path, folder.records_path)
        return late[-1]
    s.spoil("merged-late", merged_late, "against-rules", "fault after-close", "fork-merged", of="long-closed", unwanted=["closed"],
            always=True)
    s.spoil("beside-late", beside, "against-rules", "heads", of="long-closed", unwanted=["closed"], always=True)

    def other_way_round(folder):
        """A merge that names the shorter line first: the longer one counts first all the same."""
        late = beside(folder)
        folder.add(document("merge"), o.manager, change=lambda made: made.update(previous=[late.link] + made["previous"]))
    s.spoil("merged-other-way-round", other_way_round, "against-rules", "fault after-close", of="long-closed",
            unwanted=["closed", "heads", "invalid"], always=True)

    def early_answer(folder):
        """Its line is the longer one, and comes before that of what it is about."""
        other = s.copy("early-answer-old")
        returned = other.add(document("return"), o.second, item_of(other, "M-2"))
        shutil.copy(returned.path, folder.records_path)
        loose = folder.put(answer(returned) | {"id": "00000000-0000-4000-8000-0000000000cc"}, o.officer, "loose.p7m")
        folder.records_path.joinpath(returned.path.name).unlink()

        def joins(one):
            return lambda made: made.update(previous=made["previous"] + [one.link])
        folder.add(document("merge"), o.engineer, change=joins(loose))
        folder.add(document("receive", thing=thing("neu")), o.engineer)
        shutil.copy(returned.path, folder.records_path)
        folder.add(document("merge"), o.engineer, change=joins(returned))
    s.spoil("early-answer", early_answer, "outcome returned", unwanted=["void"], always=True)


def other_trust(office):
    """The same people, and another ministry: its officers are none of this case."""
    folder = office.folder / "other-trust"
    if not folder.exists():
        shutil.copytree(office.trust, folder)
        shutil.copy(office.managers.root, folder / "officer" / "root.pem")
    return folder


def trust_with(office, name, **changed):
    folder = office.folder / name
    shutil.copytree(office.trust, folder)
    policy = folder / "policy.json"
    policy.write_text(json.dumps(json.loads(policy.read_text()) | changed, ensure_ascii=False))
    return folder


def subcontractors(s):
    """The case of another one lies within that of the contractor."""
    inner = s.stories["forked-merged"]

    def included(folder, path=inner):
        wipe_case(0, "merge", folder.path, "--subcontractor", f"再受託者={path}", *Story.by(s.office.manager))
        return Folder(next((folder.path / "subcontractors").iterdir()))

    def laid(folder, path):
        """By hand, what wipe-case refuses to take in."""
        init = Folder(path).init_sha256()
        shutil.copytree(path, folder.path / "subcontractors" / init[:32])
        folder.add(document("merge", included=[{"name": "再受託者", "init_sha256": init, "records": 1, "heads": [
            Folder(path).last("init").link]}]), s.office.manager)

    def again(folder):
        """Its newest records are gone, and a second merge names only what is left."""
        one = included(folder)
        first = folder.last("merge").document
        one.last("merge").path.unlink()
        folder.add(first | {"included": [first["included"][0] | {"heads": [one.records()[-1].link]}]}, s.office.manager)

    def begun(name, *words, trust=None, who=None):
        path = s.office.folder / name
        if not path.exists():
            wipe_case(0, "init", path, "--title", "業務", "--number", "1", "--date", day(), "--ministry", "m", "--section", "s", "--officer", "o",
                      "--contractor", "c", "--place", "p", "--rule", "a=1", *words, "--trust", trust or s.office.trust,
                      *Story.by(who or s.office.manager))
        return path
    s.spoil("included", included)
    s.spoil("included-trust-altered", lambda f: (included(f), shutil.copy(s.office.contractor.root, f.path / "trust" / "officer" / "more.pem")),
            "trust-altered", always=True)
    s.spoil("included-trust-gone", lambda f: (included(f), shutil.rmtree(f.path / "trust")), "trust-altered", "undecided", always=True)
    s.spoil("included-late", lambda f: included(f, begun("nothing-in-it")), of="long-closed", unwanted=["closed"], always=True)
    s.spoil("included-altered", lambda f: included(f).last("receive").path.unlink(), "included")
    s.spoil("included-gone", lambda f: shutil.rmtree(included(f).path), "included")
    s.spoil("included-cut", lambda f: included(f).last("merge").path.unlink(), "included")
    s.every("included-again", again, "included")
    s.every("included-fork", lambda f: included(f, s.stories["forked-both"]), "included-undecided")
    s.every("included-officers", lambda f: laid(f, begun("officers", trust=other_trust(s.office))), "included")
    s.every("included-lax", lambda f: laid(f, begun("lax", "--confirmation", "signed-or-paper", "--level", "none")),
            "included-undecided", of="strict-asked")
    s.every("included-pinned", lambda f: laid(f, begun("unpinned")), "included", trust=trust_with(
        s.office, "pinned-trust", officers=[certificate_sha256(s.office.officer[1])]))
    s.every("included-trusting", lambda f: laid(f, begun("trusting")), "included-undecided", trust=trust_with(
        s.office, "strict-trust", algorithms="massho-2031"))
    s.every("included-demo", lambda f: laid(f, s.stories["demo"]), "included")
    both = trust_with(s.office, "demo-trust")
    shutil.copy(s.office.folder / "demo" / "trust" / "officer" / "root.pem", both / "officer" / "demo.pem")
    s.every("included-demo-only", lambda f: laid(f, s.stories["demo"]), trust=both, unwanted=["included"])


def answers(s):
    o = s.office
    s.fault("unknown-record", "answer", answer(Folder(s.stories["long-closed"]).last("close")), o.officer, of="long-rejected")

    def by_officer_himself(folder):
        incident = folder.add(document("incident", things=[]), o.officer)
        folder.add(answer(incident), o.officer)
    s.spoil("answer-self", by_officer_himself, "void", "fault answer")

    def outside(folder, about="return", **changes):
        made = answer(folder.last(about), **changes) | {"id": "00000000-0000-4000-8000-0000000000bb"}
        folder.put(made, o.officer, "from-the-officer.p7m")
    s.spoil("answer-outside", outside, "heads", "fault order", of="long-awaiting")


    def outside_twice(folder):
        """The second one is no other record, wherever a merge puts the first."""
        outside(folder)
        made = folder.records_path / "from-the-officer.p7m"
        shutil.copy(made, folder.records_path / "from-the-officer-again.p7m")
        wipe_case(0, "merge", folder.path, *Story.by(s.office.manager))
    s.spoil("answer-outside-twice", outside_twice, "name", of="long-awaiting", unwanted=["same-id"], always=True)
    s.spoil("answer-rejects", lambda f: f.add(answer(f.last("return"), accepts=False), o.officer), "lack rejected", of="long-awaiting")
    s.spoil("lost", lambda f: f.add(answer(f.last("incident")), o.officer), "outcome missing", of="long-resolved")

    def taken_back(folder):
        folder.add(answer(folder.last("incident")), o.officer)
        folder.add(answer(folder.last("incident"), accepts=False) | {"issued_at": text_of(now(seconds=30))}, o.officer)
    s.spoil("incident-reopened", taken_back, "lack incident", of="long-resolved", unwanted=["outcome missing"], always=True)

    def replayed(folder):
        made = answer(folder.last("return"))
        made["about"]["id"] = folder.last("dispose").document["id"]
        folder.add(made, o.officer)
    s.spoil("answer-other-id", replayed, "lack confirmation", of="long-awaiting")

    def changed_mind(folder):
        folder.add(answer(folder.last("return"), accepts=False), o.officer)
        folder.add(answer(folder.last("return")) | {"issued_at": text_of(now(seconds=30))}, o.officer)
    s.spoil("answer-changed", changed_mind, of="long-awaiting")


def chain(s):
    o = s.office

    def drop(kind):
        return lambda folder: folder.last(kind).path.unlink()

    def flip(folder):
        path = folder.last("receive").path
        data = bytearray(path.read_bytes())
        data[200] ^= 1
        path.write_bytes(data)

    def rename(folder):
        path = folder.last("permit").path
        path.rename(path.with_name("zzz.p7m"))

    def twice(folder):
        one = folder.last("receive")
        folder.put(one.document, o.engineer, "again.p7m")

    def fork(folder):
        one = folder.last("receive")
        made = json.loads(json.dumps(one.document)) | {"id": ITEM_NOWHERE[:-2] + "a1", "thing": thing("andere")}
        folder.put(made, o.engineer)

    def numbers(folder):
        folder.add(document("receive", thing=thing("neu")), o.engineer, change=placed(number=99))

    def backdated(folder):
        folder.add(document("receive", thing=thing("neu")) | {"issued_at": text_of(now(hours=-3))}, o.engineer)

    s.spoil("drop-last", drop("copy-out"))
    s.spoil("drop-middle", drop("approve"), "missing")
    s.spoil("drop-receive", drop("receive"), "missing", "writer-gap")
    s.spoil("drop-about", drop("return"), "missing-about", of="long-rejected")
    s.spoil("drop-init", drop("init"))
    s.spoil("flipped", flip, "invalid", "missing")
    s.spoil("renamed", rename, "name")
    s.spoil("doubled", lambda f: shutil.copy(f.last("permit").path, f.records_path / "000001-zzz.p7m"), "name")
    s.spoil("twice", twice, "same-id", "fork", "name", "fault same-id")
    s.spoil("follows-nothing", lambda f: f.add(document("receive", thing=thing("neu")), o.engineer, change=lambda made: made.update(
        previous=[], case=made["case"] | {"number": 1})), "number")
    s.spoil("first-of-another", lambda f: f.add(document("receive", thing=thing("neu")), o.engineer, change=placed(
        writer_previous=None)), "writer-gap")
    s.spoil("forked", fork, "fork", "heads")
    s.spoil("number", numbers, "number")
    s.spoil("backdated", backdated, "backdated")
    s.spoil("writer-of-another", lambda f: f.add(document("receive", thing=thing("neu")), o.engineer, change=placed(
        writer_number=7, writer_previous=f.last("permit").link)), "writer-gap")
    s.spoil("two-predecessors", lambda f: f.add(document("receive", thing=thing("neu")), o.engineer,
                                                change=lambda made: made.update(previous=made["previous"] * 2)), "invalid")
    s.spoil("unsigned", lambda f: f.records_path.joinpath("bare.json").write_bytes(f.last("receive").content), "same-id",
            "undecided", "fault not-authentic")
    s.spoil("foreign", lambda f: f.records_path.joinpath("notes.txt").write_text("nothing"), "foreign")
    s.spoil("hidden", lambda f: f.records_path.joinpath(".part").write_text("nothing"))
    s.spoil("folder-inside", folder_inside, "foreign")
    s.spoil("two-merges", lambda f: f.add(document("merge"), o.engineer, change=lambda made: made.update(
        previous=made["previous"] + [f.last("receive").link])), of="forked-merged")


def folder_inside(folder):
    (folder.records_path / "sub").mkdir()
    (folder.records_path / "sub" / "x.p7m").write_text("nothing")


def files(s):
    def attachments(folder):
        return sorted((folder.path / "attachments").iterdir())

    def personal(folder):
        """What the list of staff names."""
        wanted = folder.last("staff").document["attachments"][0]["sha256"]
        next(path for path in attachments(folder) if path.name.startswith(wanted)).unlink()

    def document_of_init(folder):
        wanted = folder.last("init").document["attachments"][0]["sha256"]
        return next(path for path in attachments(folder) if path.name.startswith(wanted))

    s.spoil("attachment-gone", lambda f: document_of_init(f).unlink(), "attachment-left-out")
    s.spoil("attachment-altered", lambda f: document_of_init(f).write_text("anderes"), "attachment-altered")
    s.spoil("attachment-left-out", personal, "attachment-left-out")
    s.spoil("attachments-gone", lambda f: shutil.rmtree(f.path / "attachments"), "attachment-missing",
            "attachment-left-out")
    s.every("attachment-suffix-long", lambda f: document_of_init(f).rename(
        document_of_init(f).with_suffix("." + "あ" * 6)), "attachment-left-out")
    s.every("attachment-suffix-bytes", lambda f: document_of_init(f).rename(document_of_init(f).with_suffix("." + "あ" * 4)))

    def folder_beside(folder):
        beside = document_of_init(folder).with_suffix(".x")
        beside.mkdir()
        (beside / "file").write_text("x")
    s.every("attachment-folder", folder_beside, "attachment-altered")

    def folder_is_file(folder):
        shutil.rmtree(folder.path / "attachments")
        (folder.path / "attachments").write_text("nothing")
    s.spoil("attachments-file", folder_is_file, "attachment-altered", "attachment-missing", "attachment-left-out",
            always=True)
    s.spoil("attachment-suffix", lambda f: document_of_init(f).rename(document_of_init(f).with_suffix("")))

    def bare(folder):
        folder.add(document("receive", thing=thing("neu"), manifest={
            "sha256": "12" * 32, "public_sha256": folder.attach(b"no names"), "files": 1, "bytes": "5"}), s.office.engineer)
    s.spoil("manifest-bare", bare, "attachment-left-out")
    s.spoil("manifest-gone", lambda f: f.add(document("receive", thing=thing("neu"), manifest={
        "sha256": "12" * 32, "public_sha256": "34" * 32, "files": 1, "bytes": "5"}), s.office.engineer), "attachment-missing")


def trust(s):
    o, pin = s.office, Folder(s.stories["long-received"]).init_sha256()

    def policy(folder):
        path = folder.path / "trust" / "policy.json"
        path.write_text(path.read_text().replace("特記事項", "特記"))

    def lists(folder):
        (folder.path / "trust" / "crl").mkdir()
        (folder.path / "trust" / "crl" / "contractor.crl").write_bytes(o.contractor.crl().read_bytes())

    s.spoil("trust-policy", policy, "trust-altered")
    s.spoil("trust-more", lambda f: shutil.copy(o.contractor.root, f.path / "trust" / "officer" / "more.pem"), "trust-altered")
    s.spoil("trust-hidden", lambda f: (f.path / "trust" / ".hidden").write_text("x"))
    s.spoil("trust-broken", lambda f: (f.path / "trust" / "policy.json").write_text("{"), "trust-altered", "undecided")
    s.spoil("trust-gone", lambda f: shutil.rmtree(f.path / "trust"), "trust-altered", "undecided")
    s.spoil("trust-deep", lambda f: (f.path / "trust" / "officer" / "deep").mkdir() or shutil.copy(
        o.contractor.root, f.path / "trust" / "officer" / "deep" / "x.pem"), "trust-altered")
    s.spoil("trust-lists", lists)
    s.every("trust-lists-file", lambda f: (f.path / "trust" / "crl").write_text("x"), "trust-altered", "undecided")
    s.every("trust-folder-of-a-name", lambda f: (f.path / "trust" / "officer" / "deep.pem").mkdir() or shutil.copy(
        o.contractor.root, f.path / "trust" / "officer" / "deep.pem" / "x"), "trust-altered", "undecided")
    s.spoil("trust-given", lambda f: shutil.rmtree(f.path / "trust"), "trust-altered", trust=o.trust)
    s.spoil("pinned", lambda f: None, pin=pin)
    s.spoil("pinned-other", lambda f: None, "other-init", pin="ab" * 32)
    s.spoil("pinned-second", lambda f: f.add(document("init"), o.manager, change=lambda made: made.update(
        previous=[], case={"init_sha256": None, "number": 1, "writer_number": 1, "writer_previous": None, "item": None})),
        "fault second-init", pin=pin)
    twofold = trust_with(o, "twofold-trust", officers=[certificate_sha256(o.officer[1])])
    shutil.copy(o.ministry.root, twofold / "engineer" / "ministry.pem")
    s.spoil("pinned-officer-works", lambda f: f.add(document("return"), o.officer, item_of(f, "M-1")), "invalid", "fault not-authentic",
            trust=twofold, always=True)
    cancelled = s.copy("revoked")
    (cancelled.path / "trust" / "crl").mkdir()
    (cancelled.path / "trust" / "crl" / "c.crl").write_bytes(o.contractor.crl(o.engineer[1]).read_bytes())
    s.cases["spoilt-revoked"] = One(cancelled.path, "invalid")


def cases(stories, office, only=None):
    """only: names of those that are wanted."""
    s = Spoiler(office, stories, only)
    for part in (receipts, acts, copies, staff, erasures, media, on_media, on_files, on_keys, decided_on_paper, duties, erasures_taken_back, parts, closings, subcontractors, answers, chain, files, trust):
        part(s)
    assert all(isinstance(one.path, pathlib.Path) for one in s.cases.values())
    return {name: One(path) for name, path in stories.items()} | s.cases
