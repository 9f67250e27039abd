# SPDX-License-Identifier: GPL-3.0-or-later
"""The page's sources, bundled in a build folder; node_modules never lie in the source tree."""
import fcntl
import os
import pathlib
import shutil
import subprocess
import sys

PAGE = pathlib.Path(os.environ["MASSHO_SOURCE"]) / "certs" / "page"
WORK = pathlib.Path(os.environ["MASSHO_BUILD"]) / "page"
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def install():
    """What the lock file names, once for each lock file."""
    if not shutil.which("node") or not shutil.which("npm"):
        skip("node and npm are not installed")
    WORK.mkdir(parents=True, exist_ok=True)
    with open(WORK / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = WORK / ".installed"
        wanted = (PAGE / "package-lock.json").read_bytes()
        if done.exists() and done.read_bytes() == wanted:
            return
        for name in NPM_FILES:
            shutil.copy(PAGE / name, WORK / name)
        if subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=WORK, check=False).returncode:
            skip("npm ci failed: is there a registry to reach?")
        done.write_bytes(wanted)


def bundle(entry, out):
    """One file of the modules that entry needs; out lies in the build folder."""
    install()
    subprocess.run([WORK / "node_modules" / ".bin" / "esbuild", PAGE / "src" / entry, "--bundle",
                    "--format=esm", "--log-level=warning", f"--outfile={WORK / out}"], check=True)
    return WORK / out


def page(name):
    """The page as its users get it, in the build folder."""
    install()
    out = WORK / name
    # Tests run side by side: nobody may read half a page.
    part = out.with_suffix(f".{os.getpid()}")
    subprocess.run(["node", PAGE / "build.mjs", WORK / "node_modules" / ".bin" / "esbuild", part],
                   check=True)
    return part.replace(out)


if __name__ == "__main__":
    print(page("massho-page.html"))
