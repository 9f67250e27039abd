# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast files are erased: one large file, and many small ones, beside shred in each round."""
import dataclasses
import os
import statistics
import tempfile

import residue
from erasers import commands
from residue_disk import FILE_SYSTEMS, MIB, Disk

YARDSTICK = "shred"
SLOW_SHARE = 8
LIMIT_S = 1800
SMALL_BYTES = 4096
WORKS = ("large", "small")


def _large(root, size):
    path = root / "large"
    piece = os.urandom(MIB)
    with open(path, "wb") as file:
        for _ in range(size // MIB):
            file.write(piece)
    return [path], None


def _small(root, count):
    tree = root / "tree"
    data = os.urandom(SMALL_BYTES)
    for number in range(count):
        folder = tree / f"folder{number // 1000}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:08}").write_bytes(data)
    return [], tree


def amount(eraser, work, chosen):
    whole = chosen.large if work == "large" else chosen.small
    return max(1, whole // MIB // SLOW_SHARE) * MIB if eraser.slow and work == "large" else (
        max(1, whole // SLOW_SHARE) if eraser.slow else whole)


def run(disk, eraser, work, chosen, env):
    """One run; the files are on the medium before, and must be gone afterwards."""
    size = amount(eraser, work, chosen)
    files, tree = (_large if work == "large" else _small)(disk.mount_point, size)
    disk.sync()
    targets = residue.Targets(list(map(str, files)), str(tree), str(disk.mount_point),
                              str(disk.image))
    found = {"work": work, "eraser": eraser.name, "amount": size}
    runs = [residue.run_command(residue.fill_in(words, targets), LIMIT_S, env)
            for words in commands(eraser, targets.files, tree and str(tree))]
    left = any(os.path.lexists(p) for p in [*files, *([tree] if tree else [])])
    if left or any(r["exit"] for r in runs):
        said = " / ".join(runs[-1]["said"])
        found["error"] = f"exit {[r['exit'] for r in runs]}, left: {left}: {said}"
        residue.run_command(["rm", "-rf", *map(str, files), str(tree)], env=env)
    else:
        found["seconds"] = sum(r["seconds"] for r in runs)
        found["speed"] = (size / MIB if work == "large" else size) / found["seconds"]
    return found


def rounds(chosen, erasers, env, order, say):
    """Every eraser once a round, in a random order, on one file system; peers in fewer."""
    runs = []
    size = max(2 * chosen.large, 64 * MIB) + chosen.small * 2 * SMALL_BYTES
    fs = dataclasses.replace(FILE_SYSTEMS["ext4"], size=(size // MIB + 128) * MIB)
    with tempfile.TemporaryDirectory(prefix="massho-residue-", dir=chosen.folder) as folder, \
            Disk(fs, folder) as disk:
        for number in range(1, chosen.rounds + 1):
            due = [e for e in erasers if not e.slow or number <= chosen.peer_rounds]
            for work in WORKS:
                for eraser in order.sample(due, len(due)):
                    runs.append(run(disk, eraser, work, chosen, env) | {"round": number})
                    last = runs[-1]
                    say(f"round {number}, {work}: {eraser.name}: "
                        + last.get("error", f"{last.get('seconds', 0):.2f} s"))
    return runs


def ratios(runs, work, name):
    """Beside the yardstick of the same round."""
    of_round = {r["round"]: r["speed"] for r in runs
                if (r["work"], r["eraser"]) == (work, YARDSTICK) and "speed" in r}
    return [r["speed"] / of_round[r["round"]] for r in runs
            if (r["work"], r["eraser"]) == (work, name) and "speed" in r
            and r["round"] in of_round]


def summary(runs):
    lines = []
    for work in WORKS:
        for name in dict.fromkeys(r["eraser"] for r in runs if r["work"] == work):
            mine = [r for r in runs if (r["work"], r["eraser"]) == (work, name)]
            speeds = [r["speed"] for r in mine if "speed" in r]
            line = {"work": work, "eraser": name, "amount": mine[0]["amount"], "runs": len(speeds),
                    "failed": [r["error"] for r in mine if "error" in r]}
            found = ratios(runs, work, name)
            if speeds:
                line["speed"] = statistics.median(speeds)
            if found:
                line["ratio"] = {"median": statistics.median(found), "min": min(found),
                                 "max": max(found)}
            lines.append(line)
    return lines
