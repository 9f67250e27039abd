# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that were erased for an item, with their lists; see case_spoilt.py."""
import pathlib
import tempfile

from case_folder import answer, day, document, item_of, thing, work
from case_story import MEDIUM, massho, wipe_case

STICK = "S-7"


def copied_of(erased, changed=0, only_name=0, left=0, begun=0, resumed=0):
    return {"files": erased + changed + only_name + left, "erased": erased, "changed": changed, "only_name": only_name,
            "left": left, "begun": begun, "resumed": resumed}


def files_work(folder, name="file-erasure", serial=None, copied=copied_of(1), **more):
    """A sample of files on the one medium with this serial, with a list beside the records."""
    made = work(name, **more)
    files = made["files"]
    if made["type"] == "erasure":
        files["copied"] = copied
    for system in files["file_systems"]:
        system["media"] = [{"model": "Stick", "serial": serial, "media": "hdd"}]
    made["medium"] |= files["file_systems"][0]["media"][0]
    files["list"] |= {"sha256": folder.attach(f"names {made['id']}".encode()),
                      "public_sha256": folder.attach(f"no names {made['id']}".encode())}
    return made


def erase_really(folder, who, claims):
    """Two files are copied, one is erased, by the tools; then the record says that both are. claims: what it says; None: the truth."""
    at = pathlib.Path(tempfile.mkdtemp(prefix="files-", dir=folder.path.parents[1]))
    by = ("--key", who[0], "--cert", who[1])
    (at / "data").mkdir()
    for name in ("a", "b"):
        (at / "data" / name).write_text(name)
    (at / "to").mkdir()
    wipe_case(0, "copy-out", folder.path, at / "data", "--item", "copy", "--to", at / "to", *by)
    done = massho.run("wipe-file", "--case", folder.path, "--item", "copy", "--sign", who[0], "--cert", who[1], "--confirm", "a",
                      at / "to" / "data" / "a", cwd=at)
    assert done.returncode == massho.PARTIAL, done.stdout + done.stderr
    path, = folder.records_path.glob("*-erasure-*")
    made = massho.record(path)
    told = made["files"]["copied"]
    assert (told["files"], told["left"]) == (2, 1), told
    if claims:
        made["files"]["copied"] = claims
        path.unlink()
        folder.put(made, who, name=path.name)


def on_files(s):
    o = s.office

    def copied(folder, serial=None, item="copy", **changes):
        return folder.add(folder.copy_out(serial, **changes), o.engineer, item_of(folder, item))

    def erased(folder, serial=None, item="copy", name="file-erasure", **more):
        if not item or item == "data":
            more.setdefault("copied", None)
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
        spoil(name, lambda f, name=name: (copied(f), erased(f, name=f"file-erasure-{name}", copied=copied_of(0, left=1))), "lack outcome",
              "proposal erasure-" + ("aborted" if name == "interrupted" else "failed"), unwanted=["outcome erased"],
              always=name != "failed")
    spoil("and-free-space", lambda f: (copied(f), erased(f, name="file-erasure-free-space")), "outcome erased")

    spoil("copy-lists-agree", lambda f: erase_really(f, o.engineer, None), "lack outcome", unwanted=["copied"], always=True)
    spoil("copy-lists-differ", lambda f: erase_really(f, o.engineer, copied_of(2)), "copied", always=True)

    def two_places(folder, times):
        for place in ("/mnt/a", "/mnt/b"):
            copied(folder, destination=place)
        erased(folder, copied=copied_of(1, left=1))
        if times > 1:
            erased(folder, copied=copied_of(2))
    spoil("one-of-two", lambda f: two_places(f, 1), "lack outcome", unwanted=["outcome erased"], always=True)
    spoil("both-of-two", lambda f: two_places(f, 2), "outcome erased", unwanted=["lack media"])

    def unlisted(folder, copied_there, times):
        """Of what has no list nothing is told: one erasure is taken for that of one place."""
        for place in copied_there:
            folder.add(folder.copy_begun(None, destination=place), o.engineer, item_of(folder, "copy"))
        for _ in range(times):
            erased(folder, copied=None)
    spoil("unlisted-one-of-two", lambda f: unlisted(f, ("/mnt/a", "/mnt/b"), 1), "lack media", unwanted=["outcome erased"], always=True)
    spoil("unlisted-both-of-two", lambda f: unlisted(f, ("/mnt/a", "/mnt/b"), 2), "outcome erased", unwanted=["lack media"])

    for name, told in (("left", copied_of(3, left=1)), ("only-names", copied_of(3, only_name=1)),
                       ("mostly-changed", copied_of(1, changed=2)), ("silent", None)):
        spoil(f"copy-{name}", lambda f, told=told: (copied(f), erased(f, copied=told)), "lack outcome",
              unwanted=["outcome erased", "awaiting erasure"], always=True)
    spoil("copy-half-changed", lambda f: (copied(f), erased(f, copied=copied_of(2, changed=2))), "outcome erased", "awaiting erasure",
          always=True)
    spoil("copy-of-the-copy", lambda f: (copied(f), erased(f, name="file-erasure-manifest-equal")), "lack outcome",
          unwanted=["outcome erased"], always=True)
    spoil("copy-begun", lambda f: (copied(f), erased(f, name="file-attempt"), erased(f, copied=copied_of(2, left=2, begun=2))),
          "lack outcome", "proposal erasure-aborted", unwanted=["outcome erased", "proposal erasure-failed", "lack attempt"], always=True)
    spoil("copy-cut-off-twice", lambda f: (copied(f), erased(f, name="file-attempt"),
                                           erased(f, name="file-erasure-interrupted", copied=copied_of(0, left=1))),
          "lack outcome", "lack attempt", "proposal erasure-aborted", unwanted=["outcome erased"], always=True)

    def received(folder, told):
        """What came is compared, too, where there is a list of it."""
        folder.add(document("receive", thing=thing("listed", kind="files"), manifest=folder.copy_out(None)["manifest"]), o.engineer)
        erased(folder, item="listed", copied=told)
    spoil("received-listed", lambda f: received(f, copied_of(1)), "outcome erased", always=True)
    spoil("received-silent", lambda f: received(f, None), "lack outcome", unwanted=["outcome erased"], always=True)

    def in_two_runs(folder):
        """The second one found the rest alone, and says so; that copying began before it was copied is no other copy."""
        begun = folder.add(folder.copy_begun(None), o.engineer, item_of(folder, "copy"))
        copied(folder, begun=begun.document["id"])
        erased(folder, copied=copied_of(1, left=1))
        erased(folder, name="file-erasure-manifest-missing", copied=copied_of(2))
    spoil("copy-in-two-runs", in_two_runs, "outcome erased", "awaiting erasure", unwanted=["lack media", "lack attempt"], always=True)

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
