#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: in Chromium, from file://, an officer sees the verdicts in words; nothing is green that
does not hold. Screenshots are in page/screenshots of the build folder."""
import os
import pathlib
import subprocess
import sys
import tempfile

import bundle

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = pathlib.Path(os.environ["MASSHO_BUILD"]) / "tests" / "bin" / "verify-vector"
sys.path.insert(0, str(HERE.parent / "vectors"))
import make  # noqa: E402


def main():
    if not pathlib.Path("/usr/bin/chromium").exists():
        bundle.skip("chromium is not installed")
    page = bundle.page("massho-page.html")
    shots = bundle.WORK / "screenshots"
    shots.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="massho-page-") as folder:
        make.make(pathlib.Path(folder), PROGRAM)
        return subprocess.run(["node", HERE / "browser.mjs", bundle.WORK / "node_modules" / "playwright-core",
                               page, f"{folder}/cases.tsv", shots], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
