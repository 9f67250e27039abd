# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that were erased for an item, with their lists; see case_spoilt.py."""
from case_folder import answer, day, document, item_of, thing, work
from case_story import MEDIUM

STICK = "S-7"


def files_work(folder, name="file-erasure", serial=None, **more):
    """A sample of files on the one medium with this serial, with a list beside the records."""
    made = work(name, **more)
    files = made["files"]
    for system in files["file_systems"]:
        system["media"] = [{"model": "Stick", "serial": serial, "media": "hdd"}]
    made["medium"] |= files["file_systems"][0]["media"][0]
    files["list"] |= {"sha256": folder.attach(f"names {made['id']}".encode()),
                      "public_sha256": folder.attach(f"no names {made['id']}".encode())}
    return made


def on_files(s):
    o = s.office

    def copied(folder, serial=None, item="copy", **changes):
        return folder.add(folder.copy_out(serial, **changes), o.engineer, item_of(folder, item))

    def erased(folder, serial=None, item="copy", name="file-erasure", **more):
        return folder.add(files_work(folder, name, serial, **more), o.engineer, item and item_of(folder, item))

    def spoil(name, change, *wanted, always=False, **options):
        """change(folder): of a case with something received as files, and a copy of it that was permitted."""
        def prepared(folder):
            folder.add(document("receive", thing=thing("data", kind="files")), o.engineer)
            folder.add(document("permit", thing=thing("copy", kind="files"), purpose="copy-inside", until=None,
                                parent=item_of(folder, "data"), **{"from": day(-1)}), o.officer)
            change(folder)
        s.spoil(f"files-{name}", prepared, *wanted, of="long-begun", always=always, **options)

    spoil("copy", lambda f: (copied(f), erased(f)), "outcome erased", "awaiting erasure", always=True)
    spoil("received", lambda f: erased(f, item="data"), "outcome erased", "awaiting erasure")
    spoil("confirmed", lambda f: (copied(f), f.add(answer(erased(f)), o.officer)), "outcome erased", unwanted=["awaiting erasure"])
    spoil("rejected", lambda f: (copied(f), f.add(answer(erased(f), accepts=False), o.officer)), "lack rejected")
    spoil("on-its-stick", lambda f: (copied(f, STICK), erased(f, STICK)), "outcome erased", unwanted=["void"])
    spoil("on-another-stick", lambda f: (copied(f, STICK), erased(f, "Z-1")), "fault serial-other", unwanted=["outcome erased"], always=True)
    spoil("nobody-knows-where", lambda f: (copied(f, STICK), erased(f)), "fault serial-other", unwanted=["outcome erased"], always=True)
    spoil("before-the-copy", lambda f: (erased(f), copied(f)), unwanted=["outcome erased"], always=True)
    for name in ("failed", "partial", "interrupted"):
        spoil(name, lambda f, name=name: (copied(f), erased(f, name=f"file-erasure-{name}")), "lack outcome",
              "proposal erasure-" + ("aborted" if name == "interrupted" else "failed"), unwanted=["outcome erased"],
              always=name != "failed")
    spoil("and-free-space", lambda f: (copied(f), erased(f, name="file-erasure-free-space")), "outcome erased")

    def two_places(folder, times):
        for place in ("/mnt/a", "/mnt/b"):
            copied(folder, destination=place)
        for _ in range(times):
            erased(folder)
    spoil("one-of-two", lambda f: two_places(f, 1), "lack media", unwanted=["outcome erased"], always=True)
    spoil("both-of-two", lambda f: two_places(f, 2), "outcome erased", unwanted=["lack media"])

    def beside(folder):
        """What else is on the stick stays, also if that is evidence; the stick is not erased."""
        folder.add(document("permit", thing=thing("other", kind="files"), purpose="copy-inside", until=None,
                            parent=item_of(folder, "data"), **{"from": day(-1)}), o.officer)
        folder.add(document("permit", thing=thing("stick", serial=STICK), purpose="bring-in", parent=None), o.officer)
        for item in ("copy", "other"):
            copied(folder, STICK, item)
        folder.add(document("incident", things=[item_of(folder, "other")]), o.engineer)
        erased(folder, STICK)
    spoil("beside-others", beside, "outcome erased", "lack exit-check", "lack incident", unwanted=["fault incident"], always=True)

    def evidence(folder):
        copied(folder)
        folder.add(document("incident", things=[item_of(folder, "copy")]), o.engineer)
        erased(folder)
    spoil("evidence", evidence, "fault incident", unwanted=["outcome erased"])
    spoil("no-item", lambda f: (copied(f), erased(f, item=None)), "fault unknown-item")
    spoil("of-a-medium", lambda f: (f.add(document("receive", thing=thing("disk", serial=STICK)), o.engineer),
                                    erased(f, STICK, "disk")), "fault files", unwanted=["outcome erased"], always=True)

    def levelled(folder, level):
        folder.add(document("approve", subject="method", level=level, kinds=["files"]), o.officer)
        copied(folder)
        erased(folder)
    spoil("as-media", lambda f: levelled(f, "clear"), "fault files", unwanted=["outcome erased"])
    spoil("as-files", lambda f: levelled(f, "none"), "outcome erased", unwanted=["fault files"], always=True)

    def other_work(folder):
        """To erase the stick was begun, too, and what was on it may be half gone."""
        copied(folder, MEDIUM)
        erased(folder, MEDIUM, name="file-attempt")
        folder.add(work("attempt", MEDIUM), o.engineer, item_of(folder, "copy"))
        erased(folder, MEDIUM)
    spoil("attempt", lambda f: (copied(f), erased(f, name="file-attempt")), "lack attempt", "lack outcome")
    spoil("attempt-closed", lambda f: (copied(f), erased(f, closes=erased(f, name="file-attempt"))), "outcome erased",
          unwanted=["lack attempt"])
    spoil("attempt-over", lambda f: (copied(f), erased(f, name="file-attempt"), erased(f)), "outcome erased",
          unwanted=["lack attempt"])
    spoil("attempt-of-the-stick", other_work, "outcome erased", "lack attempt", always=True)
    spoil("attempt-of-files", lambda f: (copied(f, STICK), erased(f, STICK, name="file-attempt"),
                                         f.add(work("erasure-zero", STICK), o.engineer, item_of(f, "copy"))),
          "outcome erased", unwanted=["lack attempt"], always=True)
    spoil("attempt-elsewhere", lambda f: (copied(f, STICK), copied(f, "S-8"), erased(f, STICK, name="file-attempt"),
                                          f.add(work("erasure-zero", "S-8"), o.engineer, item_of(f, "copy"))), "lack attempt", always=True)

    def listed(change, *wanted):
        def spoilt(folder):
            copied(folder)
            told = erased(folder).document["files"]["list"]
            change(*(folder.path / "attachments" / told[key] for key in ("sha256", "public_sha256")))
        spoil(f"list-{wanted[0] if wanted else 'there'}", spoilt, *wanted, "outcome erased", always=bool(wanted))
    listed(lambda full, bare: None)
    listed(lambda full, bare: (full.unlink(), bare.unlink()), "attachment-missing")
    listed(lambda full, bare: full.unlink(), "attachment-left-out")
    listed(lambda full, bare: full.write_text("other names"), "attachment-altered")

    def returned_first(folder):
        """Where what was received has to go back before a copy of it is erased."""
        folder.add(document("permit", thing=thing("neu", kind="files"), purpose="copy-inside", until=None,
                            parent=item_of(folder, "原本"), **{"from": day(-1)}), o.officer)
        erased(folder, item="neu")
    s.spoil("files-return-first", returned_first, "fault return-first", of="strict-return-first")
    s.spoil("files-challenged", returned_first, "fault challenge", of="strict-returned", always=True)
    s.spoil("files-level", lambda f: (copied(f, "Q-1", "紙で許可"), erased(f, "Q-1", "紙で許可")), "fault files", always=True)
