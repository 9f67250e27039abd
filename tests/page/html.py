#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: the page is one file, the same bytes each time, reaches out to nothing, and has words for what acts say."""
import pathlib
import re
import subprocess
import sys

import bundle

OUTSIDE = r"https?://(?!json-schema\.org)|fetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|<link|<img|\bsrc="


def wordless():
    """Keys and values of the schema that the page would show as they stand."""
    schema = bundle.PAGE.parent / "schema" / "massho-record-1.schema.json"
    words = pathlib.Path(__file__).resolve().parent / "words.mjs"
    return subprocess.run(["node", words, bundle.bundle("act_words.js", "act-words.mjs"), schema], check=True, text=True,
                          stdout=subprocess.PIPE).stdout.split("\n")


def main():
    page = bundle.page("massho-page.html")
    first = page.read_bytes()
    wrong = [] if bundle.page("again.html").read_bytes() == first else ["the second is another"]
    text = first.decode()
    wrong += [f"reaches out: {one}" for one in re.findall(OUTSIDE, text)]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text).group(1)
    if not re.fullmatch(r"default-src 'none'; script-src 'sha256-\S{44}'; style-src 'sha256-\S{44}'; "
                        r"base-uri 'none'; form-action 'none'", policy):
        wrong.append(f"the policy is another: {policy}")
    if re.search(r"\.innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text):
        wrong.append("text from a file could become HTML or code")
    wrong += [f"no word: {one}" for one in wordless() if one]
    print(f"{len(first)} bytes; {len(wrong)} wrong", *wrong, sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
