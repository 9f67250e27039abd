# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts and data files that no compiler reads parse at all; C is in the house's format."""
import ast
import json
import shutil
import subprocess
import unittest

import house


def first_line(path):
    with open(house.SOURCE / path, "rb") as file:
        return file.readline(100).decode("utf-8", "replace")


def bash_files():
    return [p for p in house.files()
            if ("bash" in first_line(p) and first_line(p).startswith("#!"))
            or p.parent.name == "completion"]


class Scripts(unittest.TestCase):
    def test_bash(self):
        paths = bash_files()
        self.assertGreater(len(paths), 3)
        for path in paths:
            with self.subTest(path=str(path)):
                done = subprocess.run(["bash", "-n", house.SOURCE / path], capture_output=True)
                self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_bash_finds_an_error(self):
        done = subprocess.run(["bash", "-n"], input=b"if true; then\n", capture_output=True)
        self.assertNotEqual(done.returncode, 0)

    def test_python(self):
        for path in house.files():
            if path.suffix == ".py" or "python3" in first_line(path):
                with self.subTest(path=str(path)):
                    ast.parse(house.read(path), str(path))

    def test_json(self):
        for path in house.files():
            if path.suffix == ".json" and path.parts[0] != "tests":
                with self.subTest(path=str(path)):
                    json.loads(house.read(path))

    def test_starters_can_be_run(self):
        for path in ["tests/run", "tools/quickstart", "tools/po/update", ".ci/run"]:
            with self.subTest(path=path):
                self.assertTrue((house.SOURCE / path).stat().st_mode & 0o100)


class Format(unittest.TestCase):
    def setUp(self):
        if not shutil.which("clang-format"):
            self.skipTest("clang-format is not installed")

    def test_c_files(self):
        paths = [p for p in house.c_files(*house.SHIPPED, "tests")]
        done = subprocess.run(["clang-format", "--dry-run", "-Werror", *paths], cwd=house.SOURCE,
                              capture_output=True, text=True)
        lines = [x for x in done.stderr.splitlines() if "error:" in x]
        names = sorted({x.split(":")[0] for x in lines})
        self.assertEqual(done.returncode, 0,
                         f"{len(lines)} places; the target format mends them: {' '.join(names)}")

    def test_it_finds_a_line_out_of_format(self):
        done = subprocess.run(["clang-format", "--dry-run", "-Werror", "--assume-filename=x.c"],
                              cwd=house.SOURCE, input=b"int  x ;\n", capture_output=True)
        self.assertNotEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
