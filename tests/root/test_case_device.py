#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Erasing loop devices in a case: several at once, cut off in the middle, on a full disk."""
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import casework  # noqa: E402
import massho  # noqa: E402
from jobs import children_of, cut_off, position  # noqa: E402
from massho import (DONE, INTERRUPTED, REFUSED, UNSAVED, USAGE, Loop, environment,  # noqa: E402
                    tool_path)

MIB = 1 << 20


class Device(casework.Case):
    def setUp(self):
        super().setUp()
        self.needs_loop()

    @contextlib.contextmanager
    def loops(self, count, size=4 * MIB):
        with contextlib.ExitStack() as stack:
            yield [stack.enter_context(Loop(self.image(f"{i}.img", size))).node for i in range(count)]

    def words(self, nodes, *more):
        """Each node is the item of its place: L-0, L-1, and so on."""
        named = [w for i, node in enumerate(nodes)
                 for w in ("--item", f"L-{i}", "--confirm", Path(node).name)]
        return [*self.signing(), *named, *more, *nodes]

    def start(self, nodes, *more):
        program = subprocess.Popen(
            [str(w) for w in [tool_path("wipe-device"), *self.words(
                nodes, "--method", "pfitzner-33", "--checkpoint", "1", "--json", *more)]],
            cwd=self.folder, env=environment(), stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        deadline = time.monotonic() + massho.TIMEOUT_S
        while not any(position(j)[0] > 2 for j in self.case.glob("journals/*.journal")):
            if program.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(program.communicate())
            time.sleep(0.001)
        return program

    def begin_on_small_disk(self):
        self.mounted = self.folder / "mounted"
        self.mounted.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", self.mounted], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", self.mounted], check=False)
        self.begin(name="mounted/case")
        self.receive("L-0")

    def journal(self):
        journal, = self.case.glob("journals/*.journal")
        return journal

    def resume(self, nodes):
        """Once the kernel has let go of the device."""
        deadline = time.monotonic() + massho.TIMEOUT_S
        while True:
            done = massho.run("wipe-device", *self.words(nodes, "--resume", self.journal()),
                              cwd=self.folder)
            if done.returncode != REFUSED or time.monotonic() > deadline:
                self.assertEqual(done.returncode, DONE, done.stderr)
                return
            time.sleep(0.05)

    def test_two_at_once(self):
        self.begin()
        ids = [self.receive(f"L-{i}") for i in range(2)]
        with self.loops(2) as nodes:
            done = self.tool(USAGE, "wipe-device", *self.signing(), "--confirm", Path(nodes[0]).name,
                             nodes[0])
            self.assertIn("--item", done.stderr)
            done = self.tool(DONE, "wipe-device", *self.words(nodes, "--json"), cwd=self.folder)
        results = {r["device"]: r["case"] for r in massho.json_lines(done.stdout)}
        for node, item in zip(nodes, ids):
            self.assertEqual((results[node]["item"], results[node]["fault"]), (item, "none"))
        self.assertEqual([self.item(f"L-{i}")["outcome"] for i in range(2)], ["erased"] * 2)
        numbers = [massho.record(p)["case"]["number"] for p in (self.case / "records").iterdir()]
        self.assertEqual(sorted(numbers), list(range(1, len(numbers) + 1)))
        self.confirm()
        self.wipe_case("close")
        self.assertTrue(self.state()["closed"])

    def test_one_forbidden_holds_up_all(self):
        self.begin()
        for i in range(2):
            self.receive(f"L-{i}")
        self.wipe_case("incident", "--kind", "leaked", "--item", "L-1", "--text", "it leaked")
        with self.loops(2) as nodes:
            before = [Path(node).read_bytes() for node in nodes]
            self.tool(REFUSED, "wipe-device", *self.words(nodes), cwd=self.folder)
            self.assertEqual([Path(node).read_bytes() for node in nodes], before)
        self.assertEqual(self.records("attempt"), [])

    def test_cut_off_and_gone_on_with(self):
        """As by power loss: the case shows that something began, until it has come to its end."""
        self.begin()
        self.receive("L-0")
        with self.loops(1, 24 * MIB) as nodes:
            program = self.start(nodes)
            cut_off(program)
            self.assertEqual(self.state()["open_attempts"], 1)
            self.assertIn("attempt", self.item("L-0")["lacks"])
            self.resume(nodes)
        self.assertEqual(self.state()["open_attempts"], 0)
        self.assertEqual(self.item("L-0")["lacks"], ["confirmation"])
        self.assertEqual(len(massho.record(self.records("attempt")[-1])["resumes"]), 1)

    def test_worker_killed(self):
        """The one that watches it tells the case."""
        self.begin()
        self.receive("L-0")
        with self.loops(1, 24 * MIB) as nodes:
            program = self.start(nodes)
            for child in children_of(program):
                os.kill(child, signal.SIGKILL)
            out, err = program.communicate(timeout=massho.TIMEOUT_S)
            self.assertEqual(program.returncode, INTERRUPTED, err)
            result = json.loads(out)
            self.assertEqual(result["case"]["fault"], "none")
            self.assertEqual(massho.record(result["record"])["verdict"], "interrupted")
            self.assertEqual(self.state()["open_attempts"], 0)
            self.resume(nodes)
        self.assertEqual(self.item("L-0")["outcome"], "erased")

    def test_disk_of_the_case_is_full(self):
        """What was done is told elsewhere, in the bytes that the case would have, and taken over."""
        self.begin_on_small_disk()
        with self.loops(1, 24 * MIB) as nodes:
            program = self.start(nodes)
            filler = massho.fill_up(self.mounted)
            out, err = program.communicate(timeout=massho.TIMEOUT_S)
        self.assertEqual(program.returncode, UNSAVED, err)
        result = json.loads(out)
        self.assertEqual((result["verdict"], result["signed"], result["saved_everywhere"]),
                         ("erased-verified", True, False))
        self.assertIsNone(result["case"]["fault"])
        left = self.folder / result["record"]
        self.assertEqual(left.parent.resolve(), self.folder.resolve())
        self.assertEqual(self.state()["open_attempts"], 1)
        filler.unlink()
        self.merge(left)
        self.assertEqual((self.state()["open_attempts"], self.item("L-0")["outcome"]), (0, "erased"))
        found = massho.json_lines(massho.run("wipe-case", "verify", self.case, "--json").stdout)
        problems = {f["problem"] for f in found if f["object"] == "finding"}
        self.assertLessEqual(problems, {"not-pinned", "undecided"}, found)

    def test_full_before_it_begins(self):
        self.begin_on_small_disk()
        massho.fill_up(self.mounted)
        with self.loops(1) as nodes:
            before = Path(nodes[0]).read_bytes()
            done = self.tool(REFUSED, "wipe-device", *self.words(nodes), cwd=self.folder)
            self.assertIn("nothing was touched", done.stderr)
            self.assertEqual(Path(nodes[0]).read_bytes(), before)
        self.assertEqual(self.records("attempt"), [])


if __name__ == "__main__":
    massho.main()
