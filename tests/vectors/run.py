#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the vectors, verifies them all, and holds the answers against expected.tsv.

Then one valid file is spoilt in every place, and stock openssl has to accept the valid ones.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

import make

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = pathlib.Path(os.environ["MASSHO_BUILD"]) / "tests" / "bin" / "verify-vector"
EXPECTED = HERE / "expected.tsv"
# A sanitizer takes its time: there every 9th place is spoilt, in dev every one.
STEP = 9 if os.environ.get("MASSHO_SANITIZE") else 1
LEAST_TRIED = 20000 // STEP


def read_expected():
    lines = [line.split("\t") for line in EXPECTED.read_text().splitlines()
             if line and not line.startswith("#")]
    table = {fields[0]: fields[1:] for fields in lines}
    assert len(table) == len(lines), "a name occurs twice in expected.tsv"
    return table


def verify(cases):
    text = "".join("\t".join(case) + "\n" for case in cases)
    answers = subprocess.run([PROGRAM, "verify"], input=text, check=True, text=True,
                             stdout=subprocess.PIPE).stdout
    return {fields[0]: fields[1:] for fields in
            (line.split("\t") for line in answers.splitlines())}


def compare(expected, answers):
    """The names of all vectors whose answer is not the expected one, with both."""
    wrong = [f"{name}: no such vector" for name in expected.keys() - answers.keys()]
    for name, answer in answers.items():
        authentic, reason, code, held, leak, standing, stamp, detail = answer
        if name not in expected:
            wrong.append(f"{name}: not in expected.tsv ({authentic} {reason} {code} {held})")
        elif expected[name] != [authentic, reason, code, standing, stamp][:len(expected[name])]:
            wrong.append(f"{name}: {authentic} {reason} {code} {standing} {stamp}, expected "
                         f"{' '.join(expected[name])} ({detail})")
        if leak == "LEAK":
            wrong.append(f"{name}: a record was handed out of an invalid file")
    return wrong


def sweep(case):
    name, path, anchors, _, tsa_anchors, _, time = case[:7]
    output = subprocess.run([PROGRAM, "sweep", path, anchors, tsa_anchors, time, str(STEP)],
                            check=True, text=True, stdout=subprocess.PIPE).stdout
    print(f"sweep over {name}:", " ".join(output.split("\n")[-3:]))
    tried, accepted = (int(line.split()[-1]) for line in output.splitlines()[-2:])
    wrong = [f"sweep: {line}" for line in output.splitlines()[:-2]]
    if accepted or tried < LEAST_TRIED:
        wrong.append(f"sweep: {accepted} of {tried} accepted")
    return wrong


def accepted_by_openssl(case):
    """The command that massho-record(5) gives."""
    path, anchors, time = case[1], case[2], case[6]
    partial = ["-partial_chain"] if "as-anchor" in path else []
    done = subprocess.run(["openssl", "cms", "-verify", "-inform", "DER", "-binary", "-cades",
                           "-purpose", "any", "-attime", time, "-no-CApath", "-no-CAstore", "-CAfile", anchors, *partial,
                           "-in", path, "-out", os.devnull],
                          stderr=subprocess.PIPE, check=False)
    return [] if done.returncode == 0 else [f"{path}: openssl refuses it: {done.stderr.decode()}"]


def main():
    expected = read_expected()
    with tempfile.TemporaryDirectory(prefix="massho-vectors-") as folder:
        cases = make.make(pathlib.Path(folder), PROGRAM)
        wrong = compare(expected, verify(cases))
        for case in cases:
            if case[0].startswith("valid-"):
                wrong += accepted_by_openssl(case)
            if case[0] in ("valid-p256", "stamp", "material-archived"):
                wrong += sweep(case)
    print(f"{len(cases)} vectors, {len(wrong)} wrong")
    for line in wrong:
        print(" ", line)
    return 1 if wrong or len(cases) < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
