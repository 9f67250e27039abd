# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian packages for the guest: downloaded once, unpacked into a folder of the build."""
import contextlib
import fcntl
import os
import re
import shutil
import subprocess
from pathlib import Path

import massho

FOLDER = massho.BUILD / "guest"
LIST = Path(__file__).with_name("packages")


class Missing(Exception):
    """Something that the guest is made of cannot be had."""


def _names():
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _apt(tool, *words):
    """With lists of its own where the machine's are of no use, so that no root is needed."""
    lists = FOLDER / "lists"
    options = ["-o", f"Dir::State::Lists={lists}"] if lists.exists() else []
    return subprocess.run([tool, *options, *words], cwd=FOLDER, capture_output=True, text=True)


def _concrete(name):
    """What a package without files stands for: linux-image-amd64 is none, it depends on one."""
    shown = _apt("apt-cache", "depends", "--no-recommends", "--no-suggests", name).stdout
    found = re.search(r"Depends: (linux-image-\S+)", shown)
    return found[1] if found else name


def _download():
    """None, or why not."""
    names = [_concrete(name) for name in _names()]
    done = _apt("apt-get", "-q", "download", *names)
    return done.stderr.strip() if done.returncode else None


def _download_with_new_lists():
    (FOLDER / "lists").mkdir(exist_ok=True)
    done = _apt("apt-get", "-q", "update")
    problem = _download() or (done.stderr.strip() if done.returncode else None)
    if problem:
        raise Missing(f"the guest's packages cannot be downloaded ({', '.join(_names())}); "
                      f"this stage needs Debian's archive once: {problem}")


@contextlib.contextmanager
def alone():
    """One program at a time makes what the guest is made of."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def tree():
    """The folder with all files of the packages."""
    root, wanted = FOLDER / "root", FOLDER / "root.packages"
    if wanted.exists() and wanted.read_text(encoding="utf-8").split() == _names():
        return root
    for old in (root, FOLDER / "lists"):
        shutil.rmtree(old, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.deb"):
        old.unlink()
    if _download():
        _download_with_new_lists()
    for deb in FOLDER.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", deb, root], check=True)
        deb.unlink()
    wanted.write_text("\n".join(_names()), encoding="utf-8")
    return root


def environment():
    """For a program of the packages that runs here: their libraries come first."""
    folders = [str(tree() / f) for f in ("lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu")]
    return os.environ | {"LD_LIBRARY_PATH": ":".join(folders)}


def find(path):
    """A file of the packages, else of this machine; the path is as in the guest."""
    for root in (tree(), Path("/")):
        for prefix in ("", "usr"):
            found = root / prefix / path.lstrip("/")
            if os.path.exists(found):
                return found
    raise Missing(f"{path} is in none of the packages and not on this machine")
