# SPDX-License-Identifier: GPL-3.0-or-later
"""All vectors, made once for the tests of the page: making them costs more than verifying them."""
import fcntl
import hashlib
import os
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
VECTORS = HERE.parent / "vectors"
BUILD = pathlib.Path(os.environ["MASSHO_BUILD"])
PROGRAM = BUILD / "tests" / "bin" / "verify-vector"
sys.path.insert(0, str(VECTORS))
import make  # noqa: E402


def fingerprint():
    """Of what makes them."""
    digest = hashlib.sha256(PROGRAM.read_bytes())
    for folder in (VECTORS, HERE.parent / "fixtures" / "records"):
        for path in sorted(folder.glob("*.[pj]*")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def vectors():
    """The folder that tests/vectors/make.py fills; nobody changes what is in it."""
    folder, wanted = BUILD / "page" / "vectors", fingerprint()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.parent / ".vectors-lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "made-of"
        if not done.exists() or done.read_text() != wanted:
            shutil.rmtree(folder, ignore_errors=True)
            make.make(folder, PROGRAM)
            done.write_text(wanted)
    return folder


def cases():
    return {fields[0]: fields for fields in
            (line.split("\t") for line in (vectors() / "cases.tsv").read_text().splitlines())}
