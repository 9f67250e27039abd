# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the house share: where things are, and reading C without comments."""
import os
import re
import subprocess
from pathlib import Path

SOURCE = Path(os.environ.get("MASSHO_SOURCE", Path(__file__).resolve().parents[2]))
BUILD = Path(os.environ.get("MASSHO_BUILD", SOURCE / "build" / "dev"))
SANITIZE = os.environ.get("MASSHO_SANITIZE", "")
TOOLS = ["wipe-list", "wipe-device", "wipe-file", "wipe-check", "wipe-cert", "wipe-verify", "wipe-case"]
SHIPPED = ["include", "libwipe", "certs", "tools"]


def c_files(*folders):
    """C sources and headers below folders, as paths relative to the project."""
    found = []
    for folder in folders:
        found += [p for p in (SOURCE / folder).rglob("*.[ch]") if p.is_file()]
    return sorted(p.relative_to(SOURCE) for p in found)


def files():
    """Every file that belongs to the project: what git tracks or would track."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-coz", "--exclude-standard"],
        cwd=SOURCE, capture_output=True)
    if listed.returncode == 0:
        names = listed.stdout.decode().split("\0")
    else:  # an unpacked archive
        names = [str(p.relative_to(SOURCE)) for p in SOURCE.rglob("*")]
        names = [n for n in names if not n.startswith(("build/", ".git/", ".cache/"))]
    return sorted({Path(n) for n in names if n and (SOURCE / n).is_file()})


def read(path):
    return (SOURCE / path).read_text(encoding="utf-8")


_TOKENS = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def code_only(text):
    """text without comments and without what strings hold; lines stay where they are."""
    def blank(match):
        token = match.group(0)
        lines = "\n" * token.count("\n")
        return '""' + lines if token[0] in "\"'" else " " + lines
    return _TOKENS.sub(blank, text)


def line_comments(text):
    """Comments of the kind that ends with the line."""
    return [m.group(0) for m in _TOKENS.finditer(text) if m.group(0).startswith("//")]
