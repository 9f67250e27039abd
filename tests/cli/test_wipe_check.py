#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""wipe-check on image files: no root needed."""
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from massho import DONE, FAILED, UNCONFIRMED, USAGE, demo_ca  # noqa: E402

SIZE = 4 << 20


class WipeCheck(massho.Case):
    def setUp(self):
        super().setUp()
        ca = demo_ca()
        self.path, self.record = self.image(size=SIZE), self.folder / "r.p7m"
        self.root = ca / "root.pem"
        self.sign = ["--sign", ca / "engineer.key", "--cert", ca / "engineer.pem"]
        self.tool(DONE, "wipe-device", "--image", "--confirm", "disk.img", *self.sign, "--record",
                  self.record, self.path)

    def check(self, expected, *words, record=None, path=None, **how):
        return self.tool(expected, "wipe-check", "--trust", self.root, *words, record or self.record,
                         path or self.path, **how)

    def flip(self, at):
        with open(self.path, "r+b") as f:
            f.seek(at)
            byte = f.read(1)
            f.seek(at)
            f.write(bytes([byte[0] ^ 1]))

    def test_a_right_medium(self):
        done = self.check(UNCONFIRMED)  # a demonstration key is never more
        self.assertIn("every block", done.stdout)

    def test_without_trust_nothing_is_confirmed(self):
        self.tool(UNCONFIRMED, "wipe-check", self.record, self.path)

    def test_one_bit_anywhere(self):
        for at in (0, 1, 511, 512, SIZE // 2 + 77, SIZE - 1):
            self.flip(at)
            done = self.check(FAILED, "--json")
            reading = massho.json_lines(done.stdout)[0]["reading"]
            self.assertEqual(reading["mismatch_bytes"], "512")
            self.assertLessEqual(reading["verify_ms"], reading["duration_ms"])
            self.assertEqual(int(reading["first_bad_offset"]), at // 512 * 512)
            self.flip(at)
        self.check(UNCONFIRMED)

    def test_another_size(self):
        os.truncate(self.path, SIZE + 512)
        done = self.check(FAILED)
        self.assertIn("capacity", done.stderr)
        os.truncate(self.path, SIZE - 512)
        self.check(FAILED)

    def test_samples_tell_their_odds(self):
        done = self.check(UNCONFIRMED, "--samples", "4700")
        self.assertIn("0.09", done.stdout)
        self.assertIn("99 %", done.stdout)

    def test_samples_find_a_medium_that_was_written_again(self):
        self.path.write_bytes(b"\0" * SIZE)
        self.check(FAILED, "--samples", "1")

    def test_samples_are_new_each_time(self):
        """One damaged block in eight: ten samples find it with other luck each time."""
        data = bytearray(self.path.read_bytes())
        for at in range(0, SIZE, 8 * 512):
            data[at] ^= 1
        self.path.write_bytes(data)
        codes = {massho.run("wipe-check", "--trust", self.root, "--samples", "5", self.record,
                            self.path).returncode for _ in range(40)}
        self.assertEqual(codes, {FAILED, UNCONFIRMED})

    def test_a_forged_record(self):
        data = bytearray(self.record.read_bytes())
        data[len(data) // 2] ^= 1
        forged = self.folder / "forged.p7m"
        forged.write_bytes(data)
        self.check(FAILED, record=forged)

    def test_a_record_from_nobody_that_is_trusted(self):
        self.tool(FAILED, "wipe-check", "--trust", demo_ca("another") / "root.pem", self.record,
                  self.path)

    def test_an_unsigned_record_confirms_nothing(self):
        image = self.image("plain.img")
        out = self.folder / "plain.json"
        self.tool(DONE, "wipe-device", "--image", "--confirm", "plain.img", "--record", out, image)
        self.check(UNCONFIRMED, record=out, path=image)

    def test_an_attempt_is_no_erasure(self):
        self.check(USAGE, record=self.folder / "r.attempt.p7m")

    def test_usage(self):
        for words in ([], [self.record], ["--samples", "0", self.record, self.path],
                      ["--samples", "-1", self.record, self.path],
                      ["--full", "--samples", "5", self.record, self.path],
                      ["--at", "yesterday", self.record, self.path],
                      [self.folder / "missing", self.path], [self.record, self.folder / "missing"],
                      [self.record, self.folder], [self.record, "/dev/null"],
                      ["--trust", self.folder / "missing", self.record, self.path]):
            done = massho.run("wipe-check", *words)
            self.assertIn(done.returncode, (USAGE, FAILED), words)
            self.assertTrue(done.stderr)

    def test_check_records(self):
        out = self.folder / "check.p7m"
        ca = demo_ca()
        self.check(UNCONFIRMED, "--sign", ca / "officer.key", "--cert", ca / "officer.pem", "--record",
                   out)
        rec = massho.record(out)
        self.assertEqual(rec["type"], "check")
        self.assertEqual(rec["about"]["id"], massho.record(self.record)["id"])
        self.assertEqual(rec["verification"]["result"], "pass")
        self.tool(UNCONFIRMED, "wipe-verify", "--trust", self.root, out)

    def test_a_check_that_fails_is_recorded_too(self):
        self.flip(0)
        out = self.folder / "check.json"
        self.check(FAILED, "--record", out)
        self.assertEqual(massho.record(out)["verification"]["result"], "fail")

    def test_nothing_is_written(self):
        before = self.path.stat()
        data = self.path.read_bytes()
        self.check(UNCONFIRMED)
        self.assertEqual(self.path.stat().st_mtime_ns, before.st_mtime_ns)
        self.assertEqual(self.path.read_bytes(), data)

    def test_japanese(self):
        self.assert_japanese(self.check(UNCONFIRMED, language="ja").stdout)


if __name__ == "__main__":
    massho.main()
