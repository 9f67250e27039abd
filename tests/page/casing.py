#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: in a browser, an officer drops the folder of a case, sees whether it is whole and the right one, what
awaits him, and answers that; wipe-case takes his answers over.

Screenshots are in page/screenshots of the build folder.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import bundle
import case_spoilt
import case_story
from browser import BROWSERS
from case_folder import Folder

HERE = pathlib.Path(__file__).resolve().parent
PASSWORD = "秘密の言葉"
SPOILT = [f"spoilt-{name}" for name in ("flipped", "attachment-altered", "trust-policy", "drop-init", "duty-stray", "duty-settled",
                                       "namesake", "part", "withdrawn", "files-copy-left", "files-copy-half-changed")]


def store(office, folder):
    """The officer's key as the page takes it."""
    out, (key, cert) = folder / "officer.p12", office.officer
    subprocess.run(["openssl", "pkcs12", "-export", "-in", cert, "-inkey", key, "-certfile", office.ministry.root,
                    "-passout", f"pass:{PASSWORD}", "-out", out], check=True)
    return out


def named(folder, cases):
    """A folder of the cases, each called by its name."""
    folder.mkdir()
    for name, one in cases.items():
        subprocess.run(["cp", "-a", one.path, folder / name], check=True)
    return folder


def take_over(office, folder, answers):
    """What was signed in the page closes the items, once it was merged."""
    given = sorted(answers.glob("*.p7m"))
    case_story.wipe_case(0, "merge", folder.path, *given, *case_story.Story.by(office.engineer))
    lines = list(map(json.loads, case_story.wipe_case(0, "status", folder.path, "--json", "--all").splitlines()))
    state = next(one for one in lines if one["object"] == "state")
    wrong = [f"{one['label']}: {one['lacks']}" for one in lines if one["object"] == "item" and one["lacks"] == ["confirmation"]]
    if state["awaiting_confirmation"] or state["void_records"] or not given:
        wrong.append(f"{len(given)} answers; {state}")
    return wrong


def look(driver, office, cases, folder):
    shots = bundle.WORK / "screenshots" / driver
    shots.mkdir(parents=True, exist_ok=True)
    code = subprocess.run(
        ["node", HERE / "casing.mjs", driver, bundle.WORK / "node_modules" / "playwright-core",
         bundle.page(f"massho-page-case-{driver}.html"), folder / "named", store(office, folder), PASSWORD,
         Folder(cases["long-closed"].path).init_sha256(), office.trust, str(int(time.time()) + 60), shots],
        check=False).returncode
    if code:
        return [f"{driver} ended with {code}"]
    return take_over(office, Folder(cases["long-awaiting"].path).copy_to(folder / driver), shots / "case-answers")


def main():
    bundle.install()
    if not any(pathlib.Path(path).exists() for path in BROWSERS.values()):
        bundle.skip("no browser is installed")
    with tempfile.TemporaryDirectory(prefix="massho-page-") as name:
        folder = pathlib.Path(name)
        stories, office = case_story.stories(folder)
        cases = case_spoilt.cases(stories, office, SPOILT)
        named(folder / "named", cases)
        wrong = [line for driver in BROWSERS if pathlib.Path(BROWSERS[driver]).exists()
                 for line in look(driver, office, cases, folder)]
    print(f"{len(wrong)} wrong", *wrong, sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
