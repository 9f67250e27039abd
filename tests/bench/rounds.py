# SPDX-License-Identifier: GPL-3.0-or-later
"""Running rows: one at a time, and all of them in rounds of shuffled order."""
import contextlib
import random

from peers import SHA_CORE
from process import BadRun, Busy, run
from rows import Job
from targets import MIB, Target

SLOWEST_BYTES_S = 8 * MIB
SLOW_SHARE = 8
SMALLEST_BYTES = 64 * MIB


def _checked(words, row, limit_s, exit, watch=False):
    outcome = run(words, env=row.env, terminal=row.terminal, limit_s=limit_s, watch_memory=watch)
    if outcome.exit != exit:
        raise BadRun(f"exit {outcome.exit} and not {exit}: {outcome.tail()}")
    return outcome


class Pair:
    """The two loop devices of a place: one of full size, and a smaller one for slow programs."""

    def __init__(self, place, size, rows):
        self.place, self.slow = place, None
        self.full = Target(place, size)
        small = max(SMALLEST_BYTES, size // SLOW_SHARE // MIB * MIB)
        if small < size and any(row.slow for row in rows):
            self.slow = Target(place, small)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def open(self):
        self.full.open()
        if self.slow:
            self.slow.open()

    def close(self):
        try:
            self.full.close()
        finally:
            if self.slow:
                self.slow.close()

    def target_of(self, row):
        return self.slow if row.slow and self.slow else self.full


class Runner:
    def __init__(self, seed, say):
        self.seed, self.say, self.count = seed, say, 0
        self.rng = random.Random(seed)

    def measure(self, row, target, watch=False):
        """One run of one row on one loop device; a dict of what was measured or what failed."""
        self.count += 1
        job = Job(str(target.node), target.name, target.size,
                  str(target.folder / f"record-{self.count}.json"))
        limit_s = 60 + target.size / SLOWEST_BYTES_S
        found = {"place": target.place.name, "test": row.test, "name": row.name,
                 "tool": row.tool, "size_bytes": target.size}
        try:
            target.guard()
            target.settle()
            blocks = target.mark(self.rng) if row.content else []
            if row.prepare:
                _checked(row.prepare(job), row, limit_s, 0)
            with Busy(SHA_CORE) if row.beside_hash else contextlib.nullcontext():
                outcome = _checked(row.command(job), row, limit_s, row.exit, watch)
            measured = row.read(outcome, job)
            target.check_written(blocks, row.content)
            found |= {"seconds": measured.seconds, "cpu_s": measured.cpu_s,
                      "wall_s": outcome.wall_s, "peak_bytes": outcome.peak_bytes}
        except (BadRun, OSError, LookupError, ValueError) as error:
            found["error"] = f"{type(error).__name__}: {error}" if not isinstance(
                error, BadRun) else str(error)
        self._tell(found)
        return found

    def _tell(self, found):
        what = f"  {found['place']} {found['test']:7} {found['name']:24}"
        if "error" in found:
            self.say(f"{what} FAILED: {found['error']}")
        else:
            speed = found["size_bytes"] / MIB / found["seconds"]
            self.say(f"{what} {found['seconds']:9.3f} s {speed:8.0f} MiB/s")

    def order(self, rows):
        """Shuffled; the rows that goals compare stay together, so that they share conditions."""
        parts = [[r for r in rows if r.goal], [r for r in rows if not r.goal]]
        for part in parts:
            self.rng.shuffle(part)
        self.rng.shuffle(parts)
        return parts[0] + parts[1]

    def rounds(self, rows, pairs, rounds, peer_rounds):
        """Goes round the places, too, so that all of them see what changes with time."""
        runs = []
        for number in range(1, rounds + 1):
            due = [r for r in rows if r.goal or number <= peer_rounds]
            for pair in pairs:
                self.say(f"round {number} of {rounds}, {pair.place.name}")
                runs += [self.measure(row, pair.target_of(row)) | {"round": number}
                         for row in self.order(due)]
        return runs
