#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: of a record of files the page tells what wipe-cert show tells, and what it says in English is word for word that."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import bundle
import made

HERE = pathlib.Path(__file__).resolve().parent
RECORDS = HERE.parent / "fixtures" / "records"
# Of these rows each line stands in the text, too.
SAME = {"What that means", "Level of the files", "Not erased", "No more than F0 can be reached", "Free space", "Swap areas", "What this does not cover"}
LABELS = re.compile(r"(Level of the files|Not erased|No more than F0 can be reached|Swap area|Attributes|List of files|Found of them): (?=\S)")
# The page says it in sentences of its own, as it does in a case.
OF_THE_COPY = re.compile(r"(Of what was copied|Of those left|Of those erased): |so the copy as a whole ")
STATES = ("erased", "removed", "overwritten", "refused", "failed", "skipped", "not-reached", "changed", "missing", "equal")
UNTOUCHED = {"verdict": "interrupted", "files/by_level": {"F0": 0, "F1": 0, "F2": 0, "F3": 0}, "files/overwritten_bytes": "0",
             "files/verified_bytes": "0", "files/attributes": 0, "execution/media_touched": False,
             "files/by_state": {**dict.fromkeys(STATES, 0), "not-reached": 8}}
STOPPED = [{"reason": "stopped"}]
REFUSED = {"code": "refused", "errno": None}
ONE_REMOVED = {"verdict": "partial", "files/by_state": {**dict.fromkeys(STATES, 0), "removed": 1}, "execution/media_touched": True,
               "files/journal": "left", "files/by_reason/in-place": 0}
# What no fixture has: (fixture, changes).
MORE = {
    "time-limit": ("file-erasure-space-alone", {
        "verdict": "partial", "files/free_space/result": "partial", "files/free_space/not_reached": ["time-limit", "open-deleted"],
        "files/free_space/parts/data/state": "partly", "files/free_space/verified_bytes": "4096", "files/free_space/reason": "io-error",
        "files/deleted_open": {"count": 2, "bytes": "81920", "all_processes": False}}),
    "none-gone": ("file-erasure-interrupted", UNTOUCHED),
    "only-names": ("file-erasure-failed", {**ONE_REMOVED, "files/count": 0, "files/folders": 1, "files/bytes": "0", "files/list/bytes": "0"}),
    "all-f0": ("file-erasure-failed", {**ONE_REMOVED, "files/by_level/F0": 1, "files/by_reason/in-memory": 1}),
    "names-and-swap": ("file-erasure-names-only", {"files/swap": [{
        "state": "verified", "kind": "device", "uuid": None, "bytes": "4096", "overwritten_bytes": "4096", "verified_bytes": "4096", "reason": None}]}),
    "attributes-left": ("file-erasure", {"verdict": "partial", "files/attributes_left": 1}),
    "gone-interrupted": ("file-erasure", {"verdict": "interrupted", "execution/error": REFUSED, "execution/interruptions": STOPPED}),
    "flash": ("file-erasure-free-space", {"files/file_systems/0/beneath": ["flash", "loop"]}),
    "swap-failed": ("file-erasure-swap-alone", {
        "verdict": "failed", "files/swap/0/state": "failed", "files/swap/0/reason": "io-error", "files/swap/0/overwritten_bytes": "0",
        "files/swap/0/verified_bytes": "0", "execution/error": REFUSED}),
    "swap-interrupted": ("file-erasure-swap-alone", {
        "verdict": "interrupted", "files/swap/0/state": "interrupted", "files/swap/0/reason": "interrupted",
        "files/swap/0/verified_bytes": "4096", "execution/interruptions": STOPPED}),
}


def areas(tree):
    """As certs/record/files_conclude.c has them, in as far as the records above need it."""
    files, verified = tree["files"], lambda name, count: {"area": name, "state": "erased-verified", "bytes": count if count != "0" else None}
    named = files["count"] + files["folders"] + files["others"]
    other = lambda name, state="unknown": {"area": name, "state": state, "bytes": None}
    kinds = {one for each in files["file_systems"] for one in each["beneath"]}
    swaps = [one for one in files["swap"] if one["state"] not in ("in-use", "left", "in-memory")]
    read = sum(int(one["verified_bytes"]) for one in swaps)
    freed = files["free_space"]["verified_bytes"] if files["free_space"] else "0"
    is_erased = files["count"] and sum(files["by_level"].values()) == files["count"] and not files["by_level"]["F0"] and \
        files["verified_bytes"] == files["overwritten_bytes"] and not any(files["by_state"][x] for x in ("changed", "missing", "equal"))
    return ([verified("file-contents", files["verified_bytes"])] if is_erased or files["verified_bytes"] != "0" else []) + \
        ([] if is_erased else [other("file-contents", "unknown" if named else "absent")]) + \
        [other("file-names", "unknown" if named else "absent"), other("journal")] + \
        ([verified("free-space", freed)] if freed != "0" else []) + \
        [other("free-space"), other("backing-storage", "not-reachable" if kinds <= {"hdd", "flash", "crypt", "raid", "lvm"} else "unknown")] + \
        ([verified("swap-areas", str(read))] if read else []) + \
        ([] if all(one["state"] == "verified" for one in swaps) else [other("swap-areas")])


def changed(name, changes):
    tree = json.loads((RECORDS / f"{name}.json").read_text())
    for path, value in changes.items():
        *steps, last = path.split("/")
        at = tree
        for step in steps:
            at = at[int(step)] if isinstance(at, list) else at[step]
        at[last] = value
    tree["areas"] = areas(tree)
    return json.dumps(tree)


def plain(text):
    return re.sub(r" bytes \([\d.,]+ \w+\)", " bytes", " ".join(text.split()))


def items(text):
    """What stands behind a mark, each in one line."""
    text = text[text.index("\nFiles\n"):text.index("\nExecution\n")] if "\nFiles\n" in text else text
    found = re.findall(r"^  [!-] (.*(?:\n    \S.*)*)", text, re.M)
    return [LABELS.sub("", plain(one), count=1) for one in found]


def compare(name, path, told):
    text = subprocess.run([made.BUILD / "bin" / "wipe-cert", "show", path], check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          env={"LC_ALL": "C.UTF-8"}).stdout
    page, whole = "\n".join(value for _, value in told["en"]), plain(text)
    is_done = json.loads(path.read_text())["type"] == "erasure"
    wrong = [f"{name}: only wipe-cert show tells: {one}" for one in (items(text) if is_done else [])
             if one not in page and not OF_THE_COPY.match(one)]
    if bool(json.loads(path.read_text())["files"].get("copied")) != ("Of what was copied" in dict(told["en"])):
        wrong.append(f"{name}: what it says of the copy is not told")
    if ("NAMES REMOVED ONLY" in whole) != (dict(told["en"]).get("Outcome") == "Names removed only"):
        wrong.append(f"{name}: that only names were removed is not told by both")
    wrong += [f"{name}: only the page tells: {line}" for label, value in told["en"] if label in SAME and is_done
              for line in value.split("\n") if line not in whole and line != "Not wiped"]
    wrong += [f"{name}: {value} as {label}" for _, rows in told.items() for label, value in rows
              if not isinstance(value, str) or re.search(r"undefined|\bfalse\b|\btrue\b|NaN|\{|抹消(?!にはなりません)", value)]
    files = json.loads(path.read_text())["files"]
    wrong += [f"{name}: {key} is not told" for key in ("overwritten_bytes", "verified_bytes")
              if is_done and files["list"] and f"{int(files[key]):,} bytes" not in page]
    if [len(value.split("\n")) for _, value in told["en"]] != [len(value.split("\n")) for _, value in told["ja"]]:
        wrong.append(f"{name}: not the same in both languages")
    # Whatever has no word would stand as it is.
    wrong += [f"{name}: not translated: {line}" for label, value in told["ja"] if not label.startswith(("求め", "対象の", "名前を", "ファイル一覧の"))
              for line in value.split("\n") if not re.search(r"[ぁ-んァ-ン一-龥]", line) and not re.match(r"(ext|btrfs|xfs)", line)]
    return wrong


def main():
    if not shutil.which("node"):
        bundle.skip("node is not installed")
    with tempfile.TemporaryDirectory(prefix="massho-told-") as folder:
        paths = {path.stem: path for path in sorted(RECORDS.glob("file-*.json"))}
        for name, (fixture, changes) in MORE.items():
            paths[name] = pathlib.Path(folder) / f"{name}.json"
            paths[name].write_text(changed(fixture, changes))
        told = subprocess.run(["node", HERE / "told.mjs", *paths.values()], check=True, text=True, stdout=subprocess.PIPE).stdout
        wrong = [one for (name, path), line in zip(paths.items(), told.splitlines()) for one in compare(name, path, json.loads(line))]
    print(f"{len(paths)} records, {len(wrong)} wrong", *wrong, sep="\n  ")
    return 1 if wrong or len(told.splitlines()) != len(paths) else 0


if __name__ == "__main__":
    sys.exit(main())
