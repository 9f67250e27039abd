#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of massho-manifest(5) say of the samples what they are there for."""
import hashlib
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("MASSHO_SOURCE", Path(__file__).resolve().parents[3]))
SAMPLES = SOURCE / "tests/fixtures/manifest"
SALT = bytes(range(32))


def commands(page):
    """The blocks of commands of a page, without prompts."""
    blocks = re.findall(r"^\.Bd -literal\n(\$ .*?)^\.Ed$", (SOURCE / page).read_text(), re.M | re.S)
    return [re.sub(r"^\$ ", "", block.replace("\\e", "\\"), flags=re.M) for block in blocks]


class StockCommands(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "full.jsonl").write_bytes((SAMPLES / "full.jsonl").read_bytes())
        self.name, self.public, self.medium = commands("man/massho-manifest.5")

    def run_in(self, command):
        return subprocess.run(["sh", "-c", command], cwd=self.folder, capture_output=True, text=True)

    def test_both_languages(self):
        self.assertEqual(commands("man/massho-manifest.5"), commands("man/ja/massho-manifest.5"))

    def test_name(self):
        self.assertEqual(self.run_in(self.name).stdout,
                         hashlib.sha256(SALT + b"a/b").hexdigest() + "  -\n")

    def test_public_form(self):
        hashes = self.run_in(self.public).stdout.split()[::2]
        expected = [(SAMPLES / name).read_bytes() for name in ("full.jsonl", "public.jsonl")]
        self.assertEqual((self.folder / "public.jsonl").read_bytes(), expected[1])
        self.assertEqual(hashes, [hashlib.sha256(x).hexdigest() for x in expected])

    def test_medium(self):
        sample = [line for line in (SAMPLES / "full.jsonl").read_text().splitlines(True)
                  if '"a/b"' in line or '"tools/erase"' in line]
        (self.folder / "full.jsonl").write_text("".join(sample))
        (self.folder / "a").mkdir()
        (self.folder / "a/b").write_text("2")
        (self.folder / "tools").mkdir()
        (self.folder / "tools/erase").write_text("abc")
        done = self.run_in(self.medium)
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        (self.folder / "a/b").write_text("3")
        done = self.run_in(self.medium)
        self.assertEqual((done.returncode, done.stdout), (1, "a/b: FAILED\n"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
