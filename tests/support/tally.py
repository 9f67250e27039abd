#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the cases in the JUnit files that ctest wrote, and names the skipped and failed.

    tally.py --stage NAME DIR    DIR/NAME.xml: what was skipped and failed, and the numbers
    tally.py --total DIR         all files: one closing line; exit 1 if anything failed
    tally.py --note NAME WHAT run|fail DIR    notes a step that ctest does not know

One program holds many cases: cmocka's and unittest's summaries are read from its
output. Any other program is one case.
"""
import re
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

SHOWN_LINES = 40  # of the output of what failed


@dataclass
class Tally:
    passed: int = 0
    failed: list = field(default_factory=list)   # names
    skipped: list = field(default_factory=list)  # "name: reason"

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def line(self):
        return f"{self.passed} passed, {len(self.failed)} failed, {len(self.skipped)} skipped"


def cmocka_cases(name, output):
    """None, or what cmocka says at the end of each group."""
    run = re.findall(r"^\[=+\] (?:[\w .-]+: )?(\d+) test\(s\) run\.", output, re.M)
    if not run:
        return None
    tally = Tally()
    tally.failed = [f"{name} {case}" for case in
                    dict.fromkeys(re.findall(r"^\[ *FAILED *\] (?:\w+: )?([a-z]\w+)$", output, re.M))]
    tally.skipped = [f"{name} {case}" for case in
                     dict.fromkeys(re.findall(r"^\[ *SKIPPED *\] (?:\w+: )?([a-z]\w+)$", output, re.M))]
    tally.passed = sum(map(int, run)) - len(tally.failed) - len(tally.skipped)
    return tally


def unittest_cases(name, output):
    """None, or what unittest says at its end."""
    run = re.findall(r"^Ran (\d+) tests? in ", output, re.M)
    if not run:
        return None
    tally = Tally()
    for case, reason in re.findall(r"^(\w+) \(.*?\.\.\. skipped (['\"].*['\"])$", output, re.M):
        tally.skipped.append(f"{name} {case}: {reason[1:-1]}")
    for case in dict.fromkeys(re.findall(r"^(?:FAIL|ERROR): (\w+) \(", output, re.M)):
        tally.failed.append(f"{name} {case}")
    tally.passed = max(0, sum(map(int, run)) - len(tally.failed) - len(tally.skipped))
    return tally


def cases(name, output):
    # What unittest shows of a failure may hold the output of a cmocka program.
    return unittest_cases(name, output) or cmocka_cases(name, output) or Tally(passed=1)


def count(test):
    name = test.get("name")
    output = test.findtext("system-out") or ""
    skipped = test.find("skipped")
    if skipped is not None and "SKIP" in (skipped.get("message") or ""):
        lines = [line for line in output.splitlines() if line.strip()]
        return Tally(skipped=[f"{name}: {lines[-1].strip() if lines else 'no reason given'}"])
    if test.get("status") == "run":
        return cases(name, output)
    if test.get("status") == "fail":
        tally = cases(name, output)
        if not tally.failed:
            tally.passed = max(0, tally.passed - 1)
            tally.failed = [name]
        return tally
    return Tally(failed=[f"{name}: not run"])


def tests_of(folder, pattern):
    for path in sorted(folder.glob(pattern)):
        yield from ET.parse(path).getroot().iter("testcase")


def stage(name, folder):
    tally = Tally()
    for test in tests_of(folder, f"{name}*.xml"):
        one = count(test)
        tally.add(one)
        if one.failed:
            print(f"--- {test.get('name')}")
            print("\n".join((test.findtext("system-out") or "").splitlines()[-SHOWN_LINES:]))
    for what in tally.skipped:
        print(f"   skipped: {what}")
    for what in tally.failed:
        print(f"   FAILED: {what}")
    print(f"   {tally.line()}")


def total(folder):
    tally = Tally()
    for test in tests_of(folder, "*.xml"):
        tally.add(count(test))
    print(tally.line())
    return 1 if tally.failed or not tally.passed else 0


def note(name, what, status, folder):
    suite = ET.Element("testsuite")
    ET.SubElement(suite, "testcase", name=what, status=status)
    ET.ElementTree(suite).write(folder / f"{name}-step.xml")


def main(words):
    if words[0] == "--stage":
        stage(words[1], Path(words[2]))
    elif words[0] == "--note":
        note(words[1], words[2], words[3], Path(words[4]))
    elif words[0] == "--total":
        return total(Path(words[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
