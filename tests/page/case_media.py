# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on which medium, after it left or was answered; see case_spoilt.py."""
import shutil

from case_folder import answer, certificate_sha256, day, document, item_of, text_of, thing, work
from case_story import CHALLENGE, MEDIUM, now


def on_media(s):
    o = s.office

    def copied(folder, serial, item="紙で許可", **changes):
        return folder.add(folder.copy_out(serial) | changes, o.engineer, item_of(folder, item))

    def confirmed(folder, kind, item, **words):
        made = folder.add(document(kind, **words), o.engineer, item_of(folder, item))
        return folder.add(answer(made), o.officer)

    def rejected(folder, made):
        return folder.add(answer(made, accepts=False), o.officer)

    def erased(folder, serial, item, name="erasure-zero", **more):
        return folder.add(work(name, serial, **more), o.engineer, item_of(folder, item))

    def attested(folder):
        confirmed(folder, "attest", "B-1")
        confirmed(folder, "exit-check", "B-1", result="erased")
        copied(folder, "B-1-SN")
    s.spoil("left-attested", attested, unwanted=["outcome attested"], always=True)

    def destroyed(folder):
        confirmed(folder, "dispose", "B-1")
        copied(folder, "B-1-SN")
        folder.add(document("dispose"), o.engineer, item_of(folder, "B-1"))
    s.spoil("left-destroyed", destroyed, "outcome disposed", "awaiting dispose", unwanted=["fault quantity"], always=True)
    s.spoil("left-unwritten", lambda f: (confirmed(f, "exit-check", "B-1", result="nothing-copied"), copied(f, "B-1-SN")),
            unwanted=["outcome nothing-copied"], always=True)
    s.spoil("chassis", lambda f: copied(f, "PC-SN-1"), "against-rules", "fault serial-other", always=True)
    s.spoil("chassis-erased", lambda f: (erased(f, "D-2", "PC-1"), copied(f, "PC-SN-1")), "fault serial-other", of="long-half", always=True)

    def other_medium(folder, serial="N-2"):
        stick = {"maker": None, "model": None, "serial": "N-1"}
        folder.add(document("permit", thing=thing("neu", kind="files", media=[stick]), purpose="copy-inside",
                            parent=item_of(folder, "M-2")), o.officer)
        copied(folder, serial, "neu")
    s.spoil("medium-of-permit", lambda f: other_medium(f, "N-1"), unwanted=["fault serial-other"], always=True)
    s.spoil("other-than-permitted", other_medium, "fault serial-other", always=True)

    def evidence(kind, **words):
        def change(folder):
            copied(folder, "B-1-SN")
            folder.add(document("incident", things=[item_of(folder, "紙で許可")]), o.engineer)
            folder.add(document(kind, **words), o.engineer, item_of(folder, "B-1"))
        return change
    for kind in ("dispose", "attest"):
        s.spoil(f"evidence-{kind}", evidence(kind), "fault incident", always=True)
    s.spoil("evidence-leaves", evidence("exit-check", result="nothing-copied"), "fault incident", unwanted=["fault order"],
            always=True)

    def evidence_behind(folder):
        """Behind a copy on the same medium whose data have to go back first."""
        folder.add(document("receive", thing=thing("neu")), o.engineer)
        folder.add(document("permit", thing=thing("PC-neu", kind="device", serial="K-1"), purpose="bring-in", parent=None), o.officer)
        for label in ("Kind", "Beweis"):
            folder.add(document("permit", thing=thing(label, kind="files"), purpose="copy-inside", parent=item_of(folder, "neu")),
                       o.officer)
            copied(folder, "K-1", label)
        folder.add(document("incident", things=[item_of(folder, "Beweis")]), o.engineer)
        folder.add(document("exit-check", result="nothing-copied"), o.engineer, item_of(folder, "PC-neu"))
    s.spoil("evidence-behind-another", evidence_behind, "fault incident", of="strict-returned", unwanted=["fault order"],
            always=True)

    for form in ("files", "archive", "paper"):
        s.spoil(f"copy-returned-as-{form}", lambda f, form=form: f.add(document("return", form=form), o.engineer, item_of(f, "紙で許可")),
                "fault form", unwanted=["outcome returned"], always=True)
    s.spoil("copy-returned-on-its-medium", lambda f: f.add(document("return", form="medium"), o.engineer, item_of(f, "紙で許可")),
            "outcome returned", unwanted=["fault form"], always=True)

    def shredded_mail(folder):
        folder.add(document("receive", thing=thing("neu", kind="mail")), o.engineer)
        folder.add(document("dispose"), o.engineer, item_of(folder, "neu"))
    s.spoil("mail-shredded", shredded_mail, "fault form", always=True)

    def behind_gap(folder):
        """What comes after a record that is gone stands behind all that goes back to the first one."""
        gone = folder.add(document("receive", thing=thing("neu")), o.engineer)
        for label in ("x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9") * 3:
            folder.add(document("receive", thing=thing(label + str(len(folder.records())))), o.engineer)
        folder.add(document("return", form="medium"), o.engineer, item_of(folder, "M-2"))
        gone.path.unlink()
    s.spoil("behind-a-gap", behind_gap, "missing", "outcome returned", unwanted=["fault unknown-item"], always=True)

    def copied_beside(folder):
        """What came onto the medium since is not what the challenge was for, whichever item it was drawn for."""
        folder.add(document("challenge", challenge=CHALLENGE, serial=None, expires_at=text_of(now(hours=5))), o.officer,
                   item_of(folder, "写し"))
        late = text_of(now(seconds=30))
        copied(folder, MEDIUM, "写し三", started_at=late, ended_at=late)
        folder.add(work("erasure", MEDIUM), o.engineer, item_of(folder, "写し"))
    s.spoil("challenge-of-another", copied_beside, "fault challenge", of="strict-returned", always=True)

    def ahead(folder):
        late = text_of(now(hours=2))
        folder.add(document("receive", thing=thing("neu")) | {"issued_at": late}, o.engineer)
        folder.add(document("return") | {"issued_at": late}, o.engineer, item_of(folder, "neu"))
    s.spoil("clock-ahead", ahead, "undecided", "lack outcome", unwanted=["outcome returned", "lack confirmation"], always=True)

    def wrong(folder, first):
        receipt = folder.add(document("receive", thing=thing("neu")), o.engineer)
        word = folder.add(document("attest"), o.engineer, item_of(folder, "neu"))
        for one in (word, receipt) if first else (receipt, word):
            rejected(folder, one)
    s.spoil("withdrawn-after-its-end", lambda f: wrong(f, True), "outcome withdrawn", always=True)
    s.spoil("withdrawn-before-its-end", lambda f: wrong(f, False), "outcome withdrawn", always=True)
    s.spoil("withdrawn-not-parent", lambda f: rejected(f, next(one for one in f.records() if one.document["id"] == item_of(f, "M-2"))),
            "lack rejected", unwanted=["outcome withdrawn"], always=True)

    third = o.ministry.signer("担当職員 三子")

    def parent_after_child(folder):
        receipt = folder.add(document("receive", thing=thing("neu")), o.engineer)
        permit = folder.add(document("permit", thing=thing("Kind", kind="files"), purpose="copy-inside", parent=item_of(folder, "neu")),
                            o.officer)
        rejected(folder, receipt)
        folder.add(answer(permit, accepts=False), third)
    s.spoil("withdrawn-with-its-parent", parent_after_child, "outcome withdrawn", unwanted=["lack rejected"], always=True)

    def child_of_withdrawn(folder):
        rejected(folder, folder.add(document("receive", thing=thing("neu")), o.engineer))
        folder.add(document("permit", thing=thing("Kind", kind="files"), purpose="copy-inside", parent=item_of(folder, "neu")),
                   o.officer)
    s.spoil("withdrawn-no-more", child_of_withdrawn, "lack rejected", unwanted=["outcome withdrawn"], always=True)

    def after_a_no(folder):
        rejected(folder, folder.add(document("exit-check", result="nothing-copied"), o.engineer, item_of(folder, "紙で許可")))
        copied(folder, "Q-1")
    s.spoil("copied-after-a-no", after_a_no, unwanted=["fault order", "against-rules"], always=True)

    def half_erased(folder):
        erased(folder, "R-2", "M-2", "attempt")
        folder.add(document("return"), o.engineer, item_of(folder, "M-2"))
    s.spoil("attempt-returned", half_erased, "outcome returned", unwanted=["lack attempt"], always=True)

    def back_in_parts(folder):
        folder.add(document("receive", thing=thing("neu", quantity=5)), o.engineer)
        folder.add(document("permit", thing=thing("Kind", serial="K-1"), purpose="copy-inside", parent=item_of(folder, "neu")), o.officer)
        copied(folder, "K-1", "Kind")
        folder.add(document("return", quantity=2), o.engineer, item_of(folder, "neu"))
        confirmed(folder, "return", "neu", quantity=3)
        folder.add(document("attest"), o.engineer, item_of(folder, "Kind"))
    s.spoil("returned-in-parts", back_in_parts, "fault return-first", of="strict-returned", always=True)

    def held(folder):
        for one in folder.records():
            if one.document["type"] == "erasure" and one.document["medium"]["serial"] == MEDIUM:
                rejected(folder, one)
        copied(folder, MEDIUM, "写し三")
    s.spoil("held-after-a-no", held, "fault held", of="strict-challenged", always=True)

    def other_list(folder):
        """Their line is the longer one: what was recorded after another copy's list is held against that all the same."""
        other, path = s.copy(f"{folder.path.name}-old"), folder.path.name
        manager, engineer = (certificate_sha256(who[1]) for who in (o.manager, o.engineer))
        persons = [{"number": at + 1, "role": role, "certificate_sha256": who, "from": day(-5), "until": end} for at, (role, who, end) in
                   enumerate((("manager", manager, None), ("engineer", engineer, day(-1))))]
        folder.add(document("staff", persons=persons), o.manager)
        for label in (f"{path}-1", f"{path}-2"):
            other.add(document("receive", thing=thing(label)), o.engineer)
        for one in other.records()[-2:]:
            shutil.copy(one.path, folder.records_path)
    s.spoil("staff-elsewhere", other_list, "fault staff", "heads", always=True)
    s.spoil("erased-medium", lambda f: copied(f, MEDIUM, "紙で許可"), of="long-awaiting", unwanted=["fault held"])
