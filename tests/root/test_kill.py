#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""wipe-device is killed at random moments on a loop device and goes on from its journal.

At whichever moment: the next run either goes on or says why not and touches nothing, a
journal never claims more than is on the medium, and what is finished in the end is right
to the last byte. MASSHO_SEED sets the moments, MASSHO_KILLS how many there are."""
import hashlib
import os
import random
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from massho import DONE, REFUSED, Loop, environment, tool_path  # noqa: E402

SIZE = 32 << 20
MIB = 1 << 20
HEADER, SLOT = 4096, 12288
INTERRUPTIONS_MAX = 32
SEED = int(os.environ.get("MASSHO_SEED", "20261123"))
KILLS = int(os.environ.get("MASSHO_KILLS", "60"))


def position(journal):
    """(pass, bytes covered, postponed extents) of the newest whole slot, or None."""
    data = journal.read_bytes()
    slots = [data[HEADER + i * SLOT:HEADER + (i + 1) * SLOT] for i in (0, 1)]
    whole = [s for s in slots if len(s) == SLOT and
             hashlib.sha256(data[HEADER - 32:HEADER] + s[:-32]).digest() == s[-32:]]
    newest = max(whole, key=lambda s: struct.unpack(">Q", s[:8]), default=None)
    return struct.unpack(">I4xQ", newest[24:40]) if newest else None


class Kill(massho.Case):
    def setUp(self):
        super().setUp()
        self.needs_loop()
        self.random = random.Random(SEED)
        self.runs = self.resumed = self.finished = 0

    def words(self, loop, journal):
        job = ["--resume", journal] if journal else ["--method", "pfitzner-7"]
        return [tool_path("wipe-device"), *job, "--checkpoint", "1", "--confirm", Path(loop).name,
                "--json", loop]

    def start(self, loop, journal):
        return subprocess.Popen([str(w) for w in self.words(loop, journal)], cwd=self.folder,
                                env=environment("C.UTF-8"), start_new_session=True, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)

    def journal(self):
        found = list(self.folder.glob("*.journal"))
        self.assertLessEqual(len(found), 1, found)
        return found[0] if found else None

    def check_finished(self, loop, path):
        """Verified, and the hash of the record is what is on the medium."""
        record = massho.record(path)
        self.assertEqual(record["verdict"], "erased-verified")
        content = hashlib.sha256()
        with open(loop, "rb") as device:
            while piece := device.read(MIB):
                content.update(piece)
        self.assertEqual(record["verification"]["content_sha256"], content.hexdigest())
        self.assertIsNone(self.journal())
        for left in self.folder.glob("massho-*"):
            left.unlink()
        self.finished += 1

    def result_record(self):
        records = [p for p in self.folder.glob("massho-*.json")
                   if not p.name.endswith(".attempt.json")]
        return max(records, key=lambda p: p.stat().st_mtime_ns)

    def one_run(self, loop, moment):
        """Runs until it ends or is killed. True: it was killed."""
        before = self.journal()
        at = position(before) if before else None
        program = self.start(loop, before)
        self.runs += 1
        self.resumed += before is not None
        try:
            out, err = program.communicate(timeout=moment)
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
            program.communicate()
            after = self.journal()
            if before and not after:
                # It had ended and saved its record, and removed the journal after that.
                self.check_finished(loop, self.result_record())
            elif before:
                self.assertEqual(before, after)
                self.assertGreaterEqual(position(after), at, "a journal that goes back")
            return True
        results = massho.json_lines(out)
        self.assertEqual(len(results), 1, err)
        if results[0]["exit"] == REFUSED and before:
            # Without a serial number, and before anything was flushed: nothing is lost.
            self.assertIn(at, (None, (1, 0)), results)
            self.assertFalse(results[0]["media_touched"], results)
            for left in self.folder.glob("massho-*"):
                left.unlink()
            return True
        self.assertEqual(results[0]["exit"], DONE, results)
        self.check_finished(loop, self.folder / results[0]["record"])
        return False

    def interruptions(self, loop):
        """So that a job is begun anew before its journal is full."""
        return len(list(self.folder.glob("*.attempt.json")))

    def test_at_random_moments(self):
        print(f"seed {SEED}, {KILLS} kills")
        backing = self.folder / "disk.img"
        backing.write_bytes(os.urandom(SIZE))
        with Loop(backing) as device:
            loop = device.node
            began = time.monotonic()
            self.assertFalse(self.one_run(loop, 170))
            whole_s = time.monotonic() - began
            kills = 0
            while kills < KILLS:
                full = self.interruptions(loop) >= INTERRUPTIONS_MAX - 1
                # Early ones more often: what goes on has less left to do.
                moment = 170 if full else whole_s * self.random.random() ** 1.5
                kills += self.one_run(loop, moment)
            # Refused once if nothing was flushed before it was killed: then it begins anew.
            while self.journal():
                self.one_run(loop, 170)
        print(f"{self.runs} runs, {self.resumed} of them resumed, {self.finished} jobs finished")
        self.assertGreater(self.resumed, KILLS // 4)
        self.assertGreater(self.finished, 3)


if __name__ == "__main__":
    massho.main()
