#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way a run can end leaves a record that says so."""
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from massho import FAILED, INTERRUPTED, UNSAVED, Loop, demo_ca  # noqa: E402

MIB = 1 << 20
SIZE = 256 * MIB
# What runs to its end: less, but still more than a second of writing.
WHOLE = 128 * MIB


def children(pid):
    return [int(x) for x in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Endings(massho.Case):
    def setUp(self):
        super().setUp()
        self.needs_loop()

    def start(self, node, *options):
        """A run long enough to be disturbed: 35 passes."""
        ca = demo_ca()
        return subprocess.Popen(
            [massho.tool_path("wipe-device"), "--method", "gutmann", "--progress=json", "--json",
             "--sign", ca / "engineer.key", "--cert", ca / "engineer.pem", "--record",
             self.folder / "r.p7m", "--confirm", Path(node).name, *options, node],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=massho.environment(),
            start_new_session=True)

    def wait_for_writing(self, process):
        """Until it is among its passes: told once a second, it may be flushing each time."""
        told = []
        for line in process.stderr:
            told.append(line)
            if line.startswith("{") and json.loads(line).get("phase") in ("write", "flush"):
                return
        self.fail("never wrote: " + "".join(told[-5:]))

    def closed_attempt(self, verdict):
        """The result says how it ended and closes the attempt by its hash."""
        attempt, result = massho.record(self.folder / "r.attempt.p7m"), massho.record(
            self.folder / "r.p7m")
        self.assertEqual(attempt["type"], "attempt")
        self.assertEqual(result["verdict"], verdict)
        self.assertEqual(result["closes"]["id"], attempt["id"])
        self.assertEqual(result["method"]["level_achieved"], "none")
        done = massho.run("wipe-verify", "--trust", demo_ca() / "root.pem", self.folder / "r.p7m")
        self.assertEqual(done.returncode, FAILED)
        return result

    def test_ctrl_c(self):
        path = self.image(size=SIZE)
        with Loop(path) as loop:
            process = self.start(loop.node)
            self.wait_for_writing(process)
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does
            out, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, INTERRUPTED, err)
            result = self.closed_attempt("interrupted")
            self.assertGreater(int(result["execution"]["bytes_written"]), 0)
            self.assertEqual(json.loads(out)["exit"], INTERRUPTED)

    def test_asked_to_end(self):
        """Only the parent gets the signal: it passes it on."""
        path = self.image(size=SIZE)
        with Loop(path) as loop:
            process = self.start(loop.node)
            self.wait_for_writing(process)
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)
            self.assertEqual(process.returncode, INTERRUPTED)
            self.closed_attempt("interrupted")

    def test_the_worker_is_killed(self):
        path = self.image(size=SIZE)
        with Loop(path) as loop:
            process = self.start(loop.node)
            self.wait_for_writing(process)
            os.kill(children(process.pid)[0], signal.SIGKILL)
            process.communicate(timeout=60)
            self.assertEqual(process.returncode, INTERRUPTED)
            result = self.closed_attempt("interrupted")
            self.assertGreater(int(result["execution"]["bytes_written"]), 0)
            attempt = massho.record(self.folder / "r.attempt.p7m")
            self.assertLessEqual(attempt["issued_at"], result["execution"]["ended_at"])

    def test_ctrl_backslash(self):
        path = self.image(size=SIZE)
        with Loop(path) as loop:
            process = self.start(loop.node)
            self.wait_for_writing(process)
            os.killpg(process.pid, signal.SIGQUIT)
            process.communicate(timeout=60)
            self.assertEqual(process.returncode, INTERRUPTED)
            self.closed_attempt("interrupted")

    def test_nohup(self):
        """What the caller had ignored stays ignored."""
        path = self.image(size=WHOLE)
        with Loop(path) as loop:
            before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
            try:
                process = self.start(loop.node)
            finally:
                signal.signal(signal.SIGHUP, before)
            self.wait_for_writing(process)
            os.killpg(process.pid, signal.SIGHUP)
            _, err = process.communicate(timeout=120)
            self.assertEqual(process.returncode, massho.DONE, err)

    def test_somebody_looks_at_the_image_meanwhile(self):
        """Opening breaks the lease; once they are gone it is taken again and all is read."""
        path = self.image(size=WHOLE)
        process = self.start(path, "--image")
        self.wait_for_writing(process)
        with open(path, "rb") as f:
            f.read(4096)
        _, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, massho.DONE, err)

    def test_the_parent_does_not_read(self):
        """A stopped parent must not hold up the drive."""
        path = self.image(size=WHOLE)
        with Loop(path) as loop:
            process = self.start(loop.node)
            self.wait_for_writing(process)
            process.send_signal(signal.SIGSTOP)
            try:
                deadline = time.monotonic() + 60
                while not (self.folder / "r.p7m").exists() and time.monotonic() < deadline:
                    time.sleep(0.05)
                self.assertEqual(massho.record(self.folder / "r.p7m")["verdict"], "erased-verified")
            finally:
                process.send_signal(signal.SIGCONT)
            process.communicate(timeout=60)
            self.assertEqual(process.returncode, massho.DONE)

    def test_the_parent_is_killed(self):
        """The worker ends by itself, with a record."""
        path = self.image(size=SIZE)
        with Loop(path) as loop:
            process = self.start(loop.node)
            self.wait_for_writing(process)
            worker = children(process.pid)[0]
            process.kill()
            process.communicate(timeout=60)
            deadline = time.monotonic() + 60
            while os.path.exists(f"/proc/{worker}") and time.monotonic() < deadline:
                time.sleep(0.05)
            self.closed_attempt("interrupted")

    def test_all_is_killed(self):
        """Then the attempt stays open, and that is seen."""
        path = self.image(size=SIZE)
        with Loop(path) as loop:
            process = self.start(loop.node)
            self.wait_for_writing(process)
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate(timeout=60)
            time.sleep(0.2)
            self.assertFalse((self.folder / "r.p7m").exists())
            records = self.folder / "records"
            records.mkdir()
            (self.folder / "r.attempt.p7m").rename(records / "r.attempt.p7m")
            done = massho.run("wipe-verify", "--json", "--trust", demo_ca() / "root.pem", records)
            self.assertEqual(done.returncode, massho.UNCONFIRMED)
            self.assertIn("open", done.stdout)

    def test_the_places_fill_up_meanwhile(self):
        """Goal: the medium is erased, no place takes the record: exit 7, and it is not lost."""
        path = self.image(size=WHOLE)
        small = self.folder / "small"
        small.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", small], check=True)
        try:
            with Loop(path) as loop:
                process = subprocess.Popen(
                    [massho.tool_path("wipe-device"), "--method", "gutmann", "--progress=json",
                     "--json", "--record", small / "r.json", "--confirm", Path(loop.node).name,
                     loop.node], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                    cwd=self.folder, env=massho.environment(), start_new_session=True)
                self.wait_for_writing(process)
                with open(small / "full", "wb", buffering=0) as f:
                    try:
                        while True:
                            f.write(b"x" * 4096)
                    except OSError:
                        pass
                out, err = process.communicate(timeout=120)
                self.assertEqual(process.returncode, UNSAVED, out + err)
                told = json.loads(out)
                self.assertEqual(told["verdict"], "erased-verified")
                self.assertFalse(told["saved_everywhere"])
                saved = self.folder / told["record"]
                self.assertEqual(massho.record(saved)["verdict"], "erased-verified")
                self.assertEqual([p.name for p in small.iterdir() if p.name.startswith(".")], [])
        finally:
            massho.unmount(small)


if __name__ == "__main__":
    massho.main()
