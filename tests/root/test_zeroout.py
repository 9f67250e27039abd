#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zeros that are asked of a block device: they are there, and are never called an erasure."""
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from massho import FAILED, PARTIAL, UNCONFIRMED, UNSUPPORTED, USAGE, Loop  # noqa: E402

MIB = 1 << 20
SIZE = 20 * MIB
CLAIMED = {"area": "user-lba", "state": "claimed-by-firmware", "bytes": str(SIZE)}


class Zeroout(massho.Case):
    def setUp(self):
        super().setUp()
        self.needs_loop()

    def wipe(self, expected, node, *words):
        return self.tool(expected, "wipe-device", "--method", "zeroout", "--confirm", Path(node).name,
                         *words, node, cwd=self.folder)

    def test_zeros_are_there_and_prove_nothing(self):
        path, out = self.image(size=SIZE), self.folder / "r.json"
        path.write_bytes(os.urandom(SIZE))
        with Loop(path) as loop:
            done = self.wipe(PARTIAL, loop.node, "--json", "--record", out)
            result = massho.json_lines(done.stdout)[0]
            self.assertEqual(path.read_bytes(), bytes(SIZE))
            self.assertEqual(result["verdict"], "erased-unverified")
            self.assertEqual(result["verification"], "unknown")
            self.assertEqual(result["level_achieved"], "none")
            self.assertEqual(result["bytes_written"], str(SIZE))
            self.assertEqual(result["bytes_verified"], str(SIZE))
            self.assertIsNone(result["journal"])
            self.assertEqual(list(self.folder.glob("*.journal")), [])
            made = massho.record(out)
            self.assertEqual(made["method"]["passes"], [{"kind": "zeroout"}])
            self.assertEqual(made["method"]["level_achieved"], "none")
            self.assertEqual(made["method"]["level_reason"], "zeros-by-the-drive")
            self.assertEqual(made["areas"][0], CLAIMED)
            shown = self.tool(UNCONFIRMED, "wipe-verify", out)
            self.assertIn("the drive was asked for zeros", " ".join(shown.stdout.split()))
            self.assertTrue(made["verification"]["content_sha256"])
            self.check_it(loop, out)

    def check_it(self, loop, out):
        """Zeros that are read again are no proof either; a difference is one of the contrary."""
        checked = self.folder / "check.json"
        done = self.tool(PARTIAL, "wipe-check", "--json", "--record", checked, out, loop.node)
        reading = massho.json_lines(done.stdout)[0]["reading"]
        self.assertEqual(reading["verdict"], "erased-unverified")
        self.assertEqual(reading["mismatch_bytes"], "0")
        self.assertEqual(massho.record(checked)["areas"][0], CLAIMED)
        done = self.tool(PARTIAL, "wipe-check", out, loop.node)
        self.assertIn("nothing is proved", done.stdout)
        with open(loop.node, "r+b") as node:
            node.seek(7 * MIB)
            node.write(b"x")
        done = self.tool(FAILED, "wipe-check", "--json", out, loop.node)
        reading = massho.json_lines(done.stdout)[0]["reading"]
        self.assertEqual(reading["verdict"], "failed")
        self.assertEqual(reading["first_bad_offset"], str(7 * MIB))

    def test_people_are_told(self):
        log = self.folder / "log"
        with Loop(self.image(size=SIZE)) as loop:
            done = self.wipe(PARTIAL, loop.node, "--log", log)
            self.assertIn("zeros by the drive's own account: nothing is proved", done.stdout)
            self.assertIn("erased by the drive's own account", done.stdout)
            self.assertNotIn("journal", log.read_text())

    def test_a_sample_is_not_even_a_claim(self):
        out = self.folder / "r.json"
        with Loop(self.image(size=SIZE)) as loop:
            self.wipe(PARTIAL, loop.node, "--verify", "sample", "--record", out)
        made = massho.record(out)
        self.assertEqual(made["verdict"], "erased-unverified")
        self.assertEqual(made["areas"][0]["state"], "unknown")

    def test_the_plan_says_so_and_touches_nothing(self):
        path = self.image(size=SIZE)
        before = path.read_bytes()
        with Loop(path) as loop:
            done = self.wipe(0, loop.node, "--dry-run")
            self.assertIn("nothing will be proved", done.stdout)
            self.assertIn("level within reach: none. The drive may make up the zeros", done.stdout)
            done = self.wipe(0, loop.node, "--dry-run", "--json")
            plan = massho.json_lines(done.stdout)[0]
            self.assertEqual(plan["level_reachable"], "none")
            self.assertEqual(plan["areas"][0], {"area": "user-lba", "state": "claimed-by-firmware"})
            self.assertEqual(plan["bytes_to_move"], str(SIZE))
            for level in ("clear", "purge"):
                self.wipe(UNSUPPORTED, loop.node, "--require", level)
            self.wipe(USAGE, loop.node, "--resume", path)
        self.assertEqual(path.read_bytes(), before)
        self.assertEqual(list(self.folder.glob("massho-*")), [])


if __name__ == "__main__":
    massho.main()
