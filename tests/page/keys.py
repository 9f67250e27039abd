#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: of records of destroyed keys that somebody altered, wherever, the page says what the C code says.

Of each sample what is there is changed in one place, and in some at once; and there are lies made by hand.
"""
import collections
import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import bundle
import key_lies
import made

HERE = pathlib.Path(__file__).resolve().parent
RECORDS = HERE.parent / "fixtures" / "records"
TIME = 1900000000
HUGE = "9999999999999999999"
WORDS = [["yes", "no", "unknown"], ["prompt", "file", "nobody"], ["none", "clear", "purge"], ["pass", "fail", "unknown"],
         ["good", "older", "damaged"], ["active", "unbound", "re-encryption"], ["hdd", "ssd", "virtual", "unknown"], ["full", "sample", "none"],
         ["erased-verified", "erased-sampled", "key-destroyed", "key-destroyed-open", "erased-unverified", "partial", "failed", "interrupted"],
         ["erased-verified", "key-destroyed", "claimed-by-firmware", "not-reachable", "unknown", "absent"], ["user-lba", "old-key-slots", "hidden"],
         ["luks", "stream", "stream-complement", "zero"], ["crypt", "linear", "hw-opal-crypt"],
         ["aes-xts-plain64", "aes-cbc-essiv:sha256", "cipher_null-ecb", "des3-cbc-plain", "aes-", "aes-nonsense", "aes-gcm-random", "sm4-xts-plain64",
          "aes-adiantum-plain64", "xchacha12,aes-adiantum-plain64"], ["", "none", "hmac(sha256)", "hmac(sha512)", "aead", "other"], ["device", "image"]]
PARTS = [("method",), ("execution",), ("verification",), ("areas",), ("verdict",)]
# Nothing follows from these, or a stream's key from all of them.
PASSED_OVER = {"passes", "pass", "started_at", "ended_at", "clock", "name_of", "variant", "source", "chunk_bytes", "uuid", "label", "bus_path"}
# Of each sample so many with one change, and so many with several; of this one all with one.
SOME, SEVERAL = 60, 25
ALL_OF = ("erasure-luks",)


def leaves(value, path=()):
    if path and path[-1] in PASSED_OVER:
        return
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from leaves(one, (*path, key))


def others(value):
    """What could stand there instead."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [one for one in (0, 1, value + 1, value - 1, 31) if one >= 0 and one != value]
    if isinstance(value, str) and value.isdigit():
        number = int(value)
        return [str(one) for one in (0, number + 1, number - 1, number + 512, number - 512, number + 4096, number * 2) if one >= 0 and one != number] + \
            [HUGE]
    if isinstance(value, str):
        return [one for group in WORDS if value in group for one in group if one != value]
    if isinstance(value, list):
        return [value[1:], value[:-1], value + value[:1], value[::-1]] if value else [[0], [copy.deepcopy(value)]]
    return [None, "512"] if value is not None else ["512", {}]


def changed(tree, path, value):
    tree = copy.deepcopy(tree)
    at = tree
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return tree


def altered(tree, chance, is_all):
    """(what was changed, the record)"""
    every = [(path, value) for part in PARTS for path, old in leaves(tree.get(part[0]), part) for value in others(old)]
    yield "as it is", tree
    for path, value in every if is_all else chance.sample(every, SOME):
        yield f"{'/'.join(map(str, path))}={json.dumps(value)[:60]}", changed(tree, path, value)
    for _ in range(SEVERAL):
        one = tree
        for path, value in chance.sample(every, 3):
            try:
                one = changed(one, path, value)
            except (KeyError, IndexError, TypeError):
                continue  # another change took it away
        yield "several", one


def records():
    """name -> (what was changed, or of a lie or a truth what held, the record)"""
    trees = {path.stem: json.loads(path.read_text()) for path in sorted(RECORDS.glob("*-luks*.json"))}
    chance, out = random.Random(8), {}
    for stem, tree in trees.items():
        for index, one in enumerate(altered(tree, chance, stem in ALL_OF)):
            out[f"{stem}-{index}"] = one
    return out | {f"lie-{name}": ("inconsistent", tree) for name, tree in key_lies.lies(trees)} | \
        {f"truth-{name}": (held, tree) for name, tree, held in key_lies.truths(trees)}


def write(folder, made_of):
    """The table that both read."""
    table = folder / "cases.tsv"
    with open(table, "w") as cases:
        for name, (_, tree) in made_of.items():
            (folder / f"{name}.json").write_text(json.dumps(tree))
            cases.write("\t".join([name, str(folder / f"{name}.json"), "-", "-", "-", "-", str(TIME)]) + "\n")
    return table


def by_c(table):
    """name -> (reason, held), and why"""
    output = subprocess.run([made.PROGRAM, "verify"], input=table.read_text(), check=True, text=True, stdout=subprocess.PIPE).stdout
    rows = [line.split("\t") for line in output.splitlines()]
    return {row[0]: (row[2], row[4]) for row in rows}, {row[0]: row[-1] for row in rows}


def by_page(table, core):
    output = subprocess.run(["node", HERE / "verdicts.mjs", core, table], check=True, text=True, stdout=subprocess.PIPE).stdout
    return {row[0]: (row[2], row[6]) for row in (line.split("\t") for line in output.splitlines())}


def main():
    core, made_of = bundle.bundle("core.js", "keys-core.mjs"), records()
    with tempfile.TemporaryDirectory(prefix="massho-keys-") as folder:
        table = write(pathlib.Path(folder), made_of)
        (tool, why), page = by_c(table), by_page(table, core)
    wrong = [f"{name} ({made_of[name][0]}): C {tool[name]} {why[name]}, page {page[name]}" for name in made_of if tool[name] != page[name]]
    wrong += [f"{name}: {tool[name]}" for name in made_of if name.startswith(("lie-", "truth-")) and tool[name][1] != made_of[name][0]]
    counts = collections.Counter(held for _, held in tool.values())
    wrong += [f"nothing of which it is said: {held}" for held in ("yes", "no", "open", "unverified", "inconsistent", "-") if not counts[held]]
    print(f"{len(made_of)} records: {dict(counts)}, {len(wrong)} wrong", *wrong[:40], sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
