#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: of records of destroyed keys that somebody altered, wherever, the page says what the C code says.

Each fixture with method.crypto: what a record of keys has is changed in one place, and in some places at once.
"""
import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import bundle
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
         ["aes-xts-plain64", "aes-cbc-essiv:sha256", "cipher_null-ecb", "des3-cbc-plain"], ["device", "image"]]
PARTS = [("method",), ("execution",), ("verification",), ("areas",), ("verdict",)]
# Nothing follows from these, or a stream's key from all of them.
PASSED_OVER = {"passes", "pass", "started_at", "ended_at", "clock", "name_of", "variant", "source", "chunk_bytes", "uuid", "label", "bus_path"}
# Of each fixture so many with several changes.
SEVERAL = 60


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


def altered(tree, chance):
    """(what was changed, the record)"""
    every = [(path, value) for part in PARTS for path, old in leaves(tree.get(part[0]), part) for value in others(old)]
    yield "as it is", tree
    without = copy.deepcopy(tree)
    del without["method"]["crypto"]
    yield "no crypto", without
    for path, value in every:
        yield f"{'/'.join(map(str, path))}={json.dumps(value)[:60]}", changed(tree, path, value)
    for _ in range(SEVERAL):
        one = tree
        for path, value in chance.sample(every, 3):
            try:
                one = changed(one, path, value)
            except (KeyError, IndexError, TypeError):
                continue  # another change took it away
        yield "several", one


def answers(table, core):
    by_c = subprocess.run([made.PROGRAM, "verify"], input=table.read_text(), check=True, text=True, stdout=subprocess.PIPE).stdout
    by_page = subprocess.run(["node", HERE / "verdicts.mjs", core, table], check=True, text=True, stdout=subprocess.PIPE).stdout
    rows = [line.split("\t") for line in by_c.splitlines()]
    page = [line.split("\t") for line in by_page.splitlines()]
    return {name: (reason, held) for name, _, reason, _, held, *_ in rows}, {one[0]: (one[2], one[6]) for one in page}, \
        {row[0]: row[-1] for row in rows}


def main():
    core = bundle.bundle("core.js", "keys-core.mjs")
    chance, what, trees, found = random.Random(8), {}, {}, 0
    with tempfile.TemporaryDirectory(prefix="massho-keys-") as folder:
        table = pathlib.Path(folder) / "cases.tsv"
        with open(table, "w") as cases:
            for path in sorted(RECORDS.glob("*.json")):
                tree = json.loads(path.read_text())
                if tree["type"] not in ("attempt", "erasure") or "crypto" not in tree.get("method", {}):
                    continue
                found += 1
                for index, (change, one) in enumerate(altered(tree, chance)):
                    name = f"{path.stem}-{index}"
                    file = pathlib.Path(folder) / f"{name}.json"
                    file.write_text(json.dumps(one))
                    what[name], trees[name] = change, one
                    cases.write("\t".join([name, str(file), "-", "-", "-", "-", str(TIME)]) + "\n")
        by_c, by_page, why = answers(table, core)
    wrong = [f"{name} ({what[name]}): C {by_c[name]} {why[name]}, page {by_page[name]}" for name in what if by_c[name] != by_page[name]]
    counts = {}
    for answer in by_c.values():
        counts[answer] = counts.get(answer, 0) + 1
    print(f"{found} records, {len(what)} altered, {counts}, {len(wrong)} wrong", *wrong[:40], sep="\n  ")
    return 1 if wrong or found < 4 or len(what) < 1000 else 0


if __name__ == "__main__":
    sys.exit(main())
