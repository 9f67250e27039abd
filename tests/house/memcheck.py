# SPDX-License-Identifier: GPL-3.0-or-later
"""valgrind over every unit test, and over one whole job: erase, sign, verify, check."""
import concurrent.futures
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import house

VALGRIND = ["valgrind", "-q", "--error-exitcode=99", "--leak-check=full",
            "--errors-for-leak-kinds=definite,possible", "--show-leak-kinds=definite,possible"]
IMAGE_BYTES = 3 << 20


def under_valgrind(command, **how):
    return subprocess.run([*VALGRIND, *map(str, command)], capture_output=True, text=True,
                          timeout=600, **how)


def unit_tests():
    """(name, command, working directory) of each test that ctest knows by the label unit."""
    out = subprocess.run(["ctest", "--show-only=json-v1", "-L", "^unit$"], cwd=house.BUILD,
                         capture_output=True, text=True, check=True).stdout
    found = []
    for test in json.loads(out)["tests"]:
        properties = {p["name"]: p["value"] for p in test["properties"]}
        found.append((test["name"], test["command"], properties.get("WORKING_DIRECTORY")))
    return found


class UnitTests(unittest.TestCase):
    def test_no_unit_test_touches_memory_that_it_should_not(self):
        tests = [t for t in unit_tests() if "python" not in t[1][0]]
        self.assertGreater(len(tests), 5)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            runs = [(name, pool.submit(under_valgrind, command, cwd=folder))
                    for name, command, folder in tests]
        for name, run in runs:
            with self.subTest(name=name):
                done = run.result()
                self.assertIn(done.returncode, (0, 77), done.stdout + done.stderr)

    def test_valgrind_finds_a_leak(self):
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder) / "leak"
            subprocess.run(["gcc", "-O0", "-x", "c", "-o", program, "-"], text=True, check=True,
                           input="#include <stdlib.h>\nint main(void) { char *p = malloc(9);"
                                 " p[0] = 1; p = NULL; return p != NULL; }\n")
            self.assertEqual(under_valgrind([program]).returncode, 99)


class Job(unittest.TestCase):
    def run_tool(self, expected, tool, *words):
        done = under_valgrind([house.BUILD / "bin" / tool, *words], stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, expected, f"{tool}: {done.stdout}{done.stderr}")
        return done

    def test_erase_sign_verify_check(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            image, keys, record = folder / "disk.img", folder / "keys", folder / "r.p7m"
            image.write_bytes(b"secret! " * (IMAGE_BYTES // 8))
            self.run_tool(0, "wipe-cert", "demo-ca", keys)
            self.run_tool(0, "wipe-device", "--image", image, "--confirm", "disk.img",
                          "--record", record, "--sign", keys / "engineer.key",
                          "--cert", keys / "engineer.pem")
            self.assertNotIn(b"secret!", image.read_bytes())
            # 8: authentic and erased, but signed by a demonstration certificate.
            self.run_tool(8, "wipe-verify", "--trust", keys / "root.pem", record)
            self.run_tool(8, "wipe-check", "--trust", keys / "root.pem", record, image)
            self.run_tool(0, "wipe-cert", "show", record)
            self.run_tool(0, "wipe-list")


if __name__ == "__main__":
    unittest.main(verbosity=2)
