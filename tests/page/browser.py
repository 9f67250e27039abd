#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: in a browser, from file://, an officer sees the verdicts in words, and nothing is green that
does not hold; and answers records: what the page signs, openssl and wipe-verify accept.

Screenshots are in page/screenshots of the build folder.
"""
import datetime
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import bundle
import desk
import made
from pdf import Papers

HERE = pathlib.Path(__file__).resolve().parent
TOOL = made.BUILD / "bin" / "wipe-verify"
BROWSERS = {"chromium": "/usr/bin/chromium", "firefox": "/usr/bin/firefox-esr"}


def openssl(answer, path, folder, time):
    """The record that the page signed, by stock tools."""
    anchor = folder / "officers.pem"
    return json.loads(subprocess.run(
        ["openssl", "cms", "-verify", "-inform", "DER", "-binary", "-cades", "-purpose", "any",
         "-attime", str(time), "-CAfile", anchor, "-in", path], check=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)


def check_content(answer, record):
    """What was typed and ticked."""
    wanted = {"decision": answer["decision"], "previous": [], "flags": []}
    wrong = [f"{key}: {record[key]}" for key, value in wanted.items() if record[key] != value]
    checked = record["checked"]
    if checked["label_seen"] != answer.get("label", False):
        wrong.append("label_seen")
    if (checked["reread"], checked["check"] is not None) != \
            (("full", True) if answer.get("check") else ("none", False)):
        wrong.append("reread")
    if len(record["reasons"]) != (2 if answer["decision"] == "reject" else 0):
        wrong.append("reasons")
    return wrong


def verify(answer, path, about, folder, at):
    """Beside its record it counts, as wipe-verify sees it."""
    shutil.copy(path, folder / "beside" / "answer.p7m")
    shutil.copy(folder / about, folder / "beside" / "record.p7m")
    done = subprocess.run([TOOL, "--json", "--trust", folder / "trust", "--at", at,
                           folder / "beside" / "record.p7m"], check=False, text=True, stdout=subprocess.PIPE)
    found = [one for one in map(json.loads, done.stdout.splitlines()) if one["object"] == "file"]
    standing = next(one["confirmation"]["standing"] for one in found if one["type"] == "erasure")
    wanted = ("confirmed", 0) if answer["decision"] == "accept" else ("rejected", 1)
    return [] if (standing, done.returncode) == wanted else [f"{standing}, {done.returncode}"]


def check_answers(folder, signed, time):
    answers = json.loads((signed / "answers.json").read_text())
    at = datetime.datetime.fromtimestamp(time, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    ids = {json.loads(desk.content(folder / name))["id"]: name
           for name in ("erasure.p7m", "erasure-2.p7m", "erasure-3.p7m")}
    wrong, told = [], set()
    (folder / "beside").mkdir()
    for answer in answers:
        path = signed / answer["name"]
        record = openssl(answer, path, folder, time)
        about = ids[record["about"]["id"]]
        told.add((answer["key"], answer["decision"], about))
        wrong += [f"{answer}: {one}" for one in
                  check_content(answer, record) + verify(answer, path, about, folder, at)]
    if len(answers) != 9 or len({answer["name"] for answer in answers}) != 9 or \
            not {("rsa", "accept", name) for name in ids.values()} <= told:
        wrong.append(f"not the answers that were asked for: {sorted(told)}")
    print(f"{len(answers)} answers, {len(wrong)} wrong", *wrong, sep="\n  ")
    return wrong


def main(driver):
    if not pathlib.Path(BROWSERS[driver]).exists():
        bundle.skip(f"{driver} is not installed")
    page = bundle.page(f"massho-page-{driver}.html")
    shots = bundle.WORK / "screenshots" / driver
    shots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="massho-page-") as name:
        papers = Papers(pathlib.Path(name))
        folder, time = papers.folder, papers.time
        (folder / "certificate.pdf").write_bytes(papers.draw("erasure.p7m"))
        code = subprocess.run(
            ["node", HERE / "browser.mjs", driver, bundle.WORK / "node_modules" / "playwright-core", page,
             made.vectors() / "cases.tsv", folder, str(time), shots], check=False).returncode
        return code or len(check_answers(folder, shots / "signed", time))


if __name__ == "__main__":
    sys.exit(main("chromium"))
