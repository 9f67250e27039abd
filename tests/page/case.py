#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: the page says of a case what wipe-case says: its findings and faults, items, and what awaits.

Of cases as they come about (case_story.py), and of those that somebody spoilt (case_spoilt.py).
"""
import concurrent.futures
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import bundle
import case_spoilt
import case_story
from case_story import massho

HERE = pathlib.Path(__file__).resolve().parent
# In the user's language, or what only wipe-case status tells, for people.
TOLD_HERE = {"finding": {"detail"}, "item": {"copied_to", "from"}, "awaiting": {"about"}, "state": {"closing_undone", "open_copyings"}}
ONLY_HERE = {"error", "incident", "rejected"}
# A sanitizer takes its time: there every third case is looked at.
STEP = 3 if massho.SANITIZE else 1
LEAST = 60 // STEP


def by_tool(case, at):
    """(exit status of verify, what verify and what status say)"""
    words, said = ["--json", "--at", at, *(["--trust", case.trust] if case.trust else [])], {}
    # Of another case than the one that was meant, only verify says anything.
    more = {"verify": ["--init", case.pin] if case.pin else [], "status": ["--all"]}
    for command in ("verify", "status"):
        done = massho.run("wipe-case", command, case.path, *words, *more[command])
        said[command] = [{key: value for key, value in one.items() if key not in TOLD_HERE.get(one["object"], ())}
                         for one in massho.json_lines(done.stdout) if one["object"] not in ONLY_HERE]
        if command == "verify":
            said["code"] = done.returncode if said["verify"] else -1
    return said


def by_page(cases, time_s, folder):
    table = folder / "cases.tsv"
    table.write_text("".join("\t".join([name, str(one.path), str(one.trust or "-"), one.pin or "-", str(time_s)]) + "\n"
                             for name, one in cases.items()))
    done = subprocess.run(["node", HERE / "case.mjs", bundle.bundle("core.js", "case-core.mjs"), table], check=True,
                          text=True, stdout=subprocess.PIPE)
    return {one["name"]: one for one in massho.json_lines(done.stdout)}


def differences(tool, page):
    for command in ("verify", "status"):
        lines = [json.dumps(one, sort_keys=True, ensure_ascii=False) for one in tool[command]]
        others = [json.dumps(one, sort_keys=True, ensure_ascii=False) for one in page[command]]
        yield from (f"{command}: wipe-case only: {one}" for one in lines if one not in others)
        yield from (f"{command}: page only: {one}" for one in others if one not in lines)
        if sorted(lines) == sorted(others) and lines != others:
            yield f"{command}: another order"
        elif len(lines) != len(others):
            yield f"{command}: {len(lines)} and {len(others)} lines"
    if tool["code"] != page["code"]:
        yield f"ends with {tool['code']}, the page with {page['code']}"


def seen(told):
    """What the cases brought about, so that none of it is compared only in name."""
    for one in told["verify"]:
        if one["object"] == "finding":
            yield one["problem"]
            yield f"fault {one['fault']}"
    for one in told["status"]:
        if one["object"] == "item":
            yield f"outcome {one['outcome']}"
            yield from (f"lack {lack}" for lack in one["lacks"])
            if one["label_is_shared"]:
                yield "label shared"
        elif one["object"] == "state" and one["closed"]:
            yield "closed"
        elif one["object"] in ("proposal", "awaiting"):
            yield f"{one['object']} {one.get('kind') or one['type']}"


def main():
    with tempfile.TemporaryDirectory(prefix="massho-page-") as name:
        folder = pathlib.Path(name)
        cases = dict(list(case_spoilt.cases(*case_story.stories(folder)).items())[::STEP])
        time_s = int(time.time()) + 60
        at = datetime.datetime.fromtimestamp(time_s, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            page = pool.submit(by_page, cases, time_s, folder)
            tools = dict(zip(cases, pool.map(lambda one: by_tool(one, at), cases.values())))
            pages = page.result()
        wrong, met = [], set()
        for case, one in cases.items():
            told = set(seen(pages[case]))
            met |= told
            wrong += [f"{case}: {line}" for line in differences(tools[case], pages[case])]
            wrong += [f"{case}: {word} was to be found" for word in one.wanted - told]
            wrong += [f"{case}: {word} was not to be found" for word in one.unwanted & told]
    wrong += [f"nowhere: {word}" for word in sorted(case_spoilt.EVERYWHERE - met) if STEP == 1]
    print(f"{len(cases)} cases, {len(wrong)} wrong", *wrong, sep="\n  ")
    return 1 if wrong or len(cases) < LEAST else 0


if __name__ == "__main__":
    sys.exit(main())
