#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: the page says of each vector what wipe-verify says, but for what differences.tsv names.

Both verdicts stand side by side in page/vectors.tsv of the build folder.
"""
import pathlib
import subprocess
import sys

import bundle
import made

HERE = pathlib.Path(__file__).resolve().parent


def read_table(path):
    return {fields[0]: fields[1:] for fields in
            (line.split("\t") for line in path.read_text().splitlines()
             if line and not line.startswith("#"))}


def compare(expected, differences, answers):
    """One row a vector, and the names of those whose answer is not the wanted one."""
    rows, wrong = [], []
    for name, wanted in expected.items():
        *answer, _held, leak, detail = answers[name]
        if name in differences:
            good = answer[:2] == differences[name][:2]
            note = differences[name][2]
        else:
            good = answer[:len(wanted)] == wanted
            note = ""
        if leak == "LEAK":
            good, note = False, "a record was handed out of an invalid file"
        rows.append([name, "/".join(wanted[:2]), "/".join(answer[:2]),
                     "same" if answer[:len(wanted)] == wanted else "other", note])
        if not good:
            wrong.append(f"{name}: {' '.join(answer)}, expected {' '.join(wanted)} ({detail})")
    wrong += [f"{name}: no such vector" for name in differences.keys() - expected.keys()]
    return rows, wrong


def main():
    core = bundle.bundle("core.js", "core.mjs")
    expected = read_table(made.VECTORS / "expected.tsv")
    output = subprocess.run(["node", HERE / "verdicts.mjs", core, made.vectors() / "cases.tsv"],
                            check=True, text=True, stdout=subprocess.PIPE).stdout
    answers = {fields[0]: fields[1:] for fields in
               (line.split("\t") for line in output.splitlines())}
    rows, wrong = compare(expected, read_table(HERE / "differences.tsv"), answers)
    table = "".join("\t".join(row) + "\n" for row in
                    [["vector", "wipe-verify", "page", "verdict", "why"], *rows])
    (bundle.WORK / "vectors.tsv").write_text(table)
    print(table)
    same = sum(row[3] == "same" for row in rows)
    print(f"{len(rows)} vectors, {same} the same, {len(rows) - same} others, {len(wrong)} wrong")
    for line in wrong:
        print(" ", line)
    return 1 if wrong or len(rows) < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
