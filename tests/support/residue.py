#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a tool leaves of files that it was to erase: a file system on an image is filled with
markers, the tool runs, and the raw image is searched. Nothing of massho is used. What wipe-file
says with --json is held against that.

residue.py FILE-SYSTEM -- COMMAND...: {files} stands for the files that are beside
files to keep, {tree} for the folder to erase, {mount} for the mount point. Needs root."""
import argparse
import contextlib
import dataclasses
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

import massho
import residue_claims
from residue_disk import FILE_SYSTEMS, Disk
from residue_markers import KINDS, Found
from residue_scene import Scene

LIMIT_S = 600


@dataclasses.dataclass(frozen=True)
class Targets:
    """What commands are made for."""
    files: list
    tree: str
    mount: str
    image: str


def fill_in(words, targets):
    """The words of a command with what {files}, {tree}, {mount}, {image} stand for."""
    found = []
    for word in words:
        found += targets.files if word == "{files}" else [re.sub(
            r"\{(tree|mount|image)\}", lambda m: getattr(targets, m.group(1)), word)]
    return found


def run_command(words, limit_s=LIMIT_S, env=None):
    """
    Exit status, seconds and the last that was said; exit None: it did not end in time. "claims":
    what was said in JSON, if that was asked for; None: it was not. What it leaves in its folder
    goes with that.
    """
    started = time.monotonic()
    in_json = "--json" in words
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as said, \
            tempfile.TemporaryFile() as objects:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL,
                                   stdout=objects if in_json else said, stderr=said,
                                   start_new_session=True, env=env, cwd=folder)
        try:
            code = process.wait(limit_s)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        seconds = time.monotonic() - started
        said.seek(0)
        objects.seek(0)
        text = said.read().decode("utf-8", "replace").strip().splitlines()
        printed = objects.read().decode("utf-8", "replace")
    return {"words": words[:4], "exit": code, "seconds": seconds, "said": text[-3:],
            "printed": printed if in_json else None}


def take_claims(runs):
    """Objects of each command that printed some; of the runs only what they come to is kept."""
    found = []
    for run in runs:
        printed = run.pop("printed")
        if printed is not None:
            found.append(residue_claims.parse(printed))
            run["levels"] = residue_claims.levels(found[-1])
            run["free_space"] = residue_claims.of(found[-1], "free-space")
    return found


def counted(book, before, after):
    """{kind: figures} of kinds that the image had at all; share: of what it had."""
    figures = {}
    for kind in KINDS:
        had = before.of(kind) | after.of(kind)
        if had:
            figures[kind] = {"made": book.kinds.count(kind), "before": before.count(kind),
                             "after": after.count(kind), "share": len(after.of(kind)) / len(had)}
    return figures


def kept(disk, scene):
    """What is wrong with the files to keep, as they are found after a mount."""
    try:
        disk.mount("ro")
    except RuntimeError as error:
        return [f"{error}; {disk.kernel_says()}"]
    return scene.harmed()


def measure(fs, commands, offline=(), seed=1, folder=None, share=1, env=None, limit_s=LIMIT_S):
    """Runs commands on a new scene. commands: words of each, or a function of the Targets that
    gives them; offline: those that run when it is unmounted again."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="massho-residue-",
                                                                 dir=folder))
        disk = stack.enter_context(Disk(fs, folder))
        scene = Scene(disk, seed, share)
        scene.fill()
        before = Found(scene.book, disk.image, disk.journal())
        targets = Targets(list(map(str, scene.victims)), str(scene.tree), str(disk.mount_point),
                          str(disk.image))
        commands = commands(targets) if callable(commands) else commands
        runs = [run_command(fill_in(w, targets), limit_s, env) for w in commands]
        claims = take_claims(runs)
        left = scene.left()
        disk.sync()
        disk.unmount()
        runs += [run_command(fill_in(w, targets), limit_s, env) for w in offline]
        take_claims(runs[len(commands):])
        after = Found(scene.book, disk.image, disk.journal())
        fsck = disk.fsck()
        harmed = kept(disk, scene)
        return {"file_system": fs.name, "seed": seed, "runs": runs,
                "asked": len(scene.all_files) + 1, "left": left,
                "bytes_searched": after.bytes_read, "fsck": fsck, "controls": len(scene.controls),
                "harmed": harmed, "kinds": counted(scene.book, before, after),
                "untrue": residue_claims.Judge(
                    scene.book, after, {str(scene.root / x) for x in left}).untrue(claims)}


def table(result):
    lines = [f"{'':12}{'made':>7}{'before':>8}{'after':>7}{'share':>8}{'times':>7}{'journal':>9}"]
    for kind, x in result["kinds"].items():
        lines.append(f"{kind:12}{x['made']:7}{x['before']['markers']:8}{x['after']['markers']:7}"
                     f"{100 * x['share']:7.1f}%{x['after']['times']:7}{x['after']['in_journal']:9}")
    for run in result["runs"]:
        lines.append(f"{' '.join(run['words'])}: exit {run['exit']}, {run['seconds']:.2f} s "
                     + " / ".join(run["said"]))
    lines.append(f"still there: {len(result['left'])} names; harmed: {result['harmed'] or 'none'} "
                 f"of {result['controls']}; fsck: {result['fsck'] or 'clean'}")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(prog="residue.py", description=__doc__, allow_abbrev=False)
    parser.add_argument("file_system", choices=FILE_SYSTEMS)
    parser.add_argument("command", nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", help="for the image (default: the temporary folder)")
    chosen = parser.parse_args()
    reason = massho.loop_reason()
    if reason:
        sys.exit(reason)
    print(table(measure(FILE_SYSTEMS[chosen.file_system], [chosen.command], seed=chosen.seed,
                        folder=chosen.folder)))


if __name__ == "__main__":
    main()
