#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: of a record of destroyed keys the page tells what wipe-cert show tells, line by line; in English word for word."""
import copy
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import bundle
import made
from key_lies import key_of
from told import plain

HERE = pathlib.Path(__file__).resolve().parent
RECORDS = HERE.parent / "fixtures" / "records"
HEADINGS = ("What was destroyed", "What was to be destroyed", "What the claim rests on", "What a claim would rest on", "WHAT WOULD UNDO IT")
# Whole sentences of the text.
SENTENCES = ("What that means", "Why this level")
# The page tells it there, the text at its end.
REREAD = "A re-read shows that the keys are gone from here. That they are nowhere else is the word of whoever answered."
# What stands as it is in Japanese, too.
BARE = re.compile(r"・?(UUID|ボリュームのラベル): ")


def volume(tree, index=0):
    return tree["method"]["crypto"]["volumes"][index]


def conditions(tree, by, *answers):
    names = ("encrypted_from_first_day", "no_header_backup", "no_escrow", "no_recovery_key")
    tree["method"]["crypto"]["conditions"] = dict(zip(names, answers), answered_by=by)


def weak(tree):
    """One segment of a cipher that is none, one of no cipher."""
    one = volume(tree)
    one["segments"][0] |= {"cipher": "cipher_null-ecb", "integrity": "hmac(sha256)"}
    one["slots"][0]["kind"] = "re-encryption"
    one["partition"] = None


def keyless(tree):
    for slot in volume(tree)["slots"]:
        slot["kind"] = "unbound"
    volume(tree)["segments"][0] |= {"cipher": "", "type": "hw-opal"}


def other_mode(tree):
    volume(tree)["segments"][0]["cipher"] = "aes-cbc-essiv:sha256"


def seen(tree):
    one = {"volume": 0, "node": "/dev/sdz1", "serial": None}
    tree["method"]["crypto"] |= {"copies": [{**one, "node": f"/dev/sdz{n}", "serial": f"S{n}" if n % 2 else None} for n in range(8)],
                                 "copies_not_listed": 3, "copies_complete": False}
    conditions(tree, "file", "no", "unknown", "yes", "no")


def empty(tree):
    one = volume(tree)
    one |= {"slots": [], "tokens": []}
    one["result"] |= {"slots_destroyed": 0, "tokens_removed": 0, "slots_changed": 0}


def undone(tree):
    volume(tree)["result"] |= {"is_destroyed": False, "slots_destroyed": 0, "tokens_removed": 0, "slots_changed": 0, "bytes_verified": "512",
                               "mismatch_bytes": "1024", "unreadable_bytes": "2048"}
    tree["verdict"] = "interrupted"


def in_file(tree):
    header = tree["method"]["crypto"]["header"]
    header["medium"] |= {"kind": "image", "name": "header.img", "serial": None, "serial_source": "none", "serial_problem": "absent",
                         "serial_plausible": False, "bus": "file", "bridge": None, "bridge_serial": None, "media": "virtual", "virtual": True}
    header["pass"]["serial_bytes"] = ""
    header["pass"]["key"] = key_of(header["pass"], header["medium"]["capacity_bytes"])
    tree["method"]["level_reason"] = "header-in-a-file"


def unknown_stick(tree):
    tree["method"]["crypto"]["header"]["medium"] |= {"vendor": "", "model": ""}


def part_open(tree):
    conditions(tree, "nobody", *["unknown"] * 4)
    read, _, *others = [one for one in tree["areas"] if one["area"] != "user-lba" or one["state"] != "unknown"]
    rest = int(tree["medium"]["capacity_bytes"]) - int(read["bytes"])
    tree["areas"] = [read, {"area": "user-lba", "state": "unknown", "bytes": str(rest)}, *others]
    tree["verdict"] = "key-destroyed-open"


def to(verdict, **method):
    def change(tree):
        tree["verdict"] = verdict
        tree["method"] |= method
    return change


# What no sample has.
MORE = {
    "weak": ("erasure-luks-open", weak), "keyless": ("erasure-luks-open", keyless), "other-mode": ("erasure-luks", other_mode),
    "seen": ("erasure-luks-open", seen), "empty": ("erasure-luks-open", empty), "undone": ("erasure-luks-failed", undone),
    "in-file": ("erasure-luks-detached", in_file), "unknown-stick": ("erasure-luks-detached", unknown_stick),
    "part-open": ("erasure-luks-partition", part_open),
    **{f"overwritten-{verdict}": ("erasure-luks-overwrite", to(verdict, level_reason="not-verified"))
       for verdict in ("erased-unverified", "partial", "failed", "interrupted")},
    **{f"because-{reason}": ("erasure-luks-open", to("key-destroyed-open", level_reason=reason)) for reason in (
        "host-overwrite-with-complement", "backing-storage-unknown", "flash-needs-complement", "media-unknown-needs-complement", "zeros-by-the-drive",
        "header-in-a-file", "header-elsewhere", "cipher-does-not-count", "header-copy-seen", "conditions-not-met", "verdict-partial",
        "verdict-failed", "verdict-interrupted")},
}


def records():
    trees = {path.stem: json.loads(path.read_text()) for path in sorted(RECORDS.glob("*-luks*.json"))
             if not path.stem.startswith("check")}
    for name, (sample, change) in MORE.items():
        trees[name] = copy.deepcopy(trees[sample])
        change(trees[name])
    return trees


def squeezed(text):
    """In one line, without marks and colons: in the text names stand in a column of their own."""
    return plain(re.sub(r"^- |^ *! |(?<=  )! |:", "", text, flags=re.M))


def sections(text):
    """Heading -> what stands below it, in one line."""
    parts = re.split(r"^(\S.*)\n-+\n", text, flags=re.M)
    return {heading.upper(): squeezed(body) for heading, body in zip(parts[1::2], parts[2::2]) if heading in HEADINGS}


def compare_english(name, path, rows):
    text = subprocess.run([made.BUILD / "bin" / "wipe-cert", "show", path], check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          env={"LC_ALL": "C.UTF-8"}).stdout
    page, whole, tool = dict(rows), plain(text), sections(text)
    shown = {label.upper(): squeezed(value.replace(REREAD, "")) for label, value in page.items() if label.upper() in map(str.upper, HEADINGS)}
    wrong = [f"{name}: {heading}:\n    wipe-cert show: {tool.get(heading)}\n    the page:       {shown.get(heading)}"
             for heading in sorted({*tool, *shown}) if tool.get(heading) != shown.get(heading)]
    wrong += [] if shown else [f"{name}: nothing is told of keys"]
    wrong += [f"{name}: {label}: only the page: {page[label]}" for label in SENTENCES if page.get(label, "") not in whole]
    return wrong + ([f"{name}: only the page: {REREAD}"] if REREAD in page.get("What would undo it", "") and REREAD not in whole else [])


def compare(name, path, told):
    wrong = compare_english(name, path, told["en"])
    wrong += [f"{name}: {value} as {label}" for rows in told.values() for label, value in rows
              if not isinstance(value, str) or re.search(r"undefined|\bfalse\b|\btrue\b|NaN|\{|抹消", value)]
    if [len(value.split("\n")) for _, value in told["en"]] != [len(value.split("\n")) for _, value in told["ja"]]:
        wrong.append(f"{name}: not the same in both languages")
    return wrong + [f"{name}: not translated: {line}" for label, value in told["ja"] for line in value.split("\n")
                    if not re.search(r"[ぁ-んァ-ン一-龥]", line) and not BARE.match(line)]


def main():
    if not shutil.which("node"):
        bundle.skip("node is not installed")
    with tempfile.TemporaryDirectory(prefix="massho-keys-told-") as folder:
        paths = {}
        for name, tree in records().items():
            paths[name] = pathlib.Path(folder) / f"{name}.json"
            paths[name].write_text(json.dumps(tree))
        told = subprocess.run(["node", HERE / "told.mjs", *paths.values()], check=True, text=True, stdout=subprocess.PIPE).stdout
        wrong = [one for (name, path), line in zip(paths.items(), told.splitlines()) for one in compare(name, path, json.loads(line))]
    print(f"{len(paths)} records, {len(wrong)} wrong", *wrong, sep="\n  ")
    return 1 if wrong or len(told.splitlines()) != len(paths) else 0


if __name__ == "__main__":
    sys.exit(main())
