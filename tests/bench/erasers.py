# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs that erase files, as data: what is typed to erase files, folders and free space.

In a command {files} stands for all files that are named, {tree} for a folder, {mount} and {image}
for where the file system is, {name} for what massho wants typed before it begins. Of those that
write many times the fastest way is taken: one pass; what it leaves is not for want of passes."""
import dataclasses
import os
import shutil
import subprocess

from process import PATH
from report import package_version

SYNC = ("sync", "-f", "{mount}")  # what was freed can be written over from now on
FILL = ("sh", "-c", "dd if=/dev/zero of=\"$1/fill\" bs=1M; sync -f \"$1\"; rm \"$1/fill\"", "sh",
        "{mount}")
SHRED = ("shred", "-n1", "-u")
RM = ("rm", "-rf")
SRM = ("srm", "-r", "-ll")
WIPE = ("wipe", "-r", "-f", "-q", "-Q", "1")
BLEACHBIT = ("bleachbit", "--shred")
SFILL = ("sfill", "-ll", "{mount}")
BLEACHBIT_FREE = ("bleachbit", "--wipe-free-space", "{mount}")
OURS = ("wipe-file", "--recursive", "--confirm", "{name}")

OURS_FREE = ("wipe-file", "--free-space", "{mount}", "--confirm", "mnt")  # it is mounted there

EVERY = ("ext4", "ext3", "ext2", "xfs", "btrfs")


@dataclasses.dataclass(frozen=True)
class Eraser:
    name: str
    package: str  # Debian's; massho: ours
    files: tuple  # a command that erases files that are named
    tree: tuple  # commands that erase a folder
    free: tuple = ()  # commands that wipe free space, while it is mounted
    offline: tuple = ()  # and when it is no longer
    kinds: tuple = EVERY  # file systems that it is for
    wipes_free: bool = False  # not alone: free space is wiped too
    option: str = None  # the --help of ours must name it
    slow: bool = False  # gets an eighth of the work where speed is measured


def _simple(name, package, words, **how):
    """A program that takes folders as it takes files."""
    return Eraser(name, package, (*words, "{files}"), ((*words, "{tree}"),), **how)


def _with(eraser, name, *free, **how):
    return dataclasses.replace(eraser, name=name, free=free, wipes_free=True, **how)


_RM = _simple("rm", "coreutils", RM)
_SHRED = Eraser("shred", "coreutils", (*SHRED, "{files}"),
                (("find", "{tree}", "-type", "f", "-exec", *SHRED, "{}", "+"), (*RM, "{tree}")))
_SRM = _simple("srm", "secure-delete", SRM, slow=True)
_BLEACHBIT = _simple("BleachBit", "bleachbit", BLEACHBIT)
_OURS = _simple("massho", "massho", OURS)

ERASERS = [
    _RM,
    _SHRED,
    _SRM,
    _simple("wipe", "wipe", WIPE, slow=True),
    _BLEACHBIT,
    _OURS,
    _with(_RM, "rm + free space filled", SYNC, FILL),
    _with(_SHRED, "shred + free space filled", SYNC, FILL),
    _with(_SHRED, "shred + zerofree", offline=(("zerofree", "{image}"),),
          package="zerofree", kinds=("ext4", "ext3", "ext2")),
    _with(_SRM, "srm + sfill", SYNC, SFILL),
    _with(_BLEACHBIT, "BleachBit + free space", SYNC, BLEACHBIT_FREE),
    _with(_RM, "rm + massho free space", SYNC, OURS_FREE, package="massho", option="--free-space"),
    _with(_OURS, "massho + free space", option="--free-space",
          tree=((*OURS, "--free-space", "{mount}", "{tree}"),)),
]
BY_NAME = {e.name: e for e in ERASERS}
PACKAGES = sorted({e.package for e in ERASERS} - {"massho"})


def versions(build):
    """{package: version} of what is here."""
    found = {}
    for eraser in ERASERS:
        programs = {w[0] for w in (eraser.files, *eraser.tree, *eraser.free, *eraser.offline)}
        if eraser.package == "massho":
            found["massho"] = "of this build" if (build / "bin" / "wipe-file").exists() else None
        elif all(shutil.which(p, path=PATH) for p in programs):
            found[eraser.package] = package_version(eraser.package)
        else:
            found.setdefault(eraser.package, None)
    return found


def has_option(build, eraser):
    """Rows of options that this build does not know are left out."""
    if not eraser.option:
        return True
    done = subprocess.run([build / "bin" / "wipe-file", "--help"], capture_output=True, text=True,
                          check=False)
    return eraser.option in done.stdout


def environment(build, home):
    """Programs of the build come first; BleachBit wants a home that it can write to."""
    kept = {k: v for k, v in os.environ.items() if k.startswith(("ASAN_", "UBSAN_", "LSAN_"))}
    return kept | {"PATH": f"{build / 'bin'}:{PATH}", "HOME": str(home), "LC_ALL": "C.UTF-8",
                   "TZ": "UTC", "TERM": "dumb"}


def commands(eraser, files=(), tree=None):
    """All that is typed: for the files that are named, then for the folder, then for the rest."""
    found = [_named(eraser.files, os.path.basename(files[0]) if len(files) == 1 else len(files))
             ] if files else []
    if tree:
        found += [_named(words, os.path.basename(tree)) for words in eraser.tree]
    return found + list(eraser.free)


def telling(words):
    """The same, and ours says of each file what it claims."""
    return [words[0], "--json", *words[1:]] if words[0] == "wipe-file" else list(words)


def _named(words, name):
    return [word.replace("{name}", str(name)) for word in words]
