# SPDX-License-Identifier: GPL-3.0-or-later
"""valgrind over every unit test, and over one whole job: erase, sign, verify, check."""
import concurrent.futures
import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import house

VALGRIND = ["valgrind", "-q", "--error-exitcode=99", "--leak-check=full",
            "--errors-for-leak-kinds=definite,possible", "--show-leak-kinds=definite,possible"]
IMAGE_BYTES = 3 << 20


# What valgrind itself makes impossible.
NOT_HERE = {
    "certs-meta": "the program of the process is valgrind's then",
    "wipe-faults": "some ten thousand jobs are too many for valgrind; ASan sees them",
    "wipe-crash": "some thousand jobs are too many for valgrind; ASan sees them",
    "wipe-erase": "hundreds of jobs, with AES as valgrind does it; ASan sees them, and one is below",
    "wipe-queue-child": "valgrind does not let a system call filter through",
    "certs-save": "valgrind does not let a system call filter through",
    "wipe-copy": "Debian 12's valgrind does not know openat2(); ASan sees them",
    "wipe-copy-refused": "as wipe-copy",
    "wipe-copy-resume": "as wipe-copy",
    "certs-manifest-compare": "as wipe-copy",
    "register-random": "hundreds of signed records, folded after each; ASan sees them",
    "register-robust": "it kills its own children, whose memory is nobody's then",
}


def under_valgrind(command, **how):
    return subprocess.run([*VALGRIND, *map(str, command)], capture_output=True, text=True,
                          timeout=800, **how)


def unit_tests():
    """Name -> (command, working directory, environment) of each C test with the label unit."""
    out = subprocess.run(["ctest", "--show-only=json-v1", "-L", "^unit$"], cwd=house.BUILD,
                         capture_output=True, text=True, check=True).stdout
    found = {}
    for test in json.loads(out)["tests"]:
        properties = {p["name"]: p["value"] for p in test["properties"]}
        if "python" not in test["command"][0]:
            variables = dict(v.split("=", 1) for v in properties.get("ENVIRONMENT", []))
            variables["MASSHO_SANITIZE"] = "valgrind"
            found[test["name"]] = (test["command"], properties.get("WORKING_DIRECTORY"), variables)
    return found


def seconds_without(name):
    """How long a test took when ctest ran it last."""
    costs = house.BUILD / "Testing/Temporary/CTestCostData.txt"
    line = re.search(rf"^{re.escape(name)} \d+ (\S+)$",
                     costs.read_text() if costs.is_file() else "", re.M)
    return float(line.group(1)) if line else 0.0


class UnitTests(unittest.TestCase):
    """One case for each unit test; all are started at once, the longest first."""
    runs = {}

    @classmethod
    def setUpClass(cls):
        cls.pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count())
        for name in sorted(set(cls.tests) - set(NOT_HERE), key=seconds_without, reverse=True):
            command, folder, variables = cls.tests[name]
            cls.runs[name] = cls.pool.submit(under_valgrind, command, cwd=folder,
                                             env=dict(os.environ, **variables))

    @classmethod
    def tearDownClass(cls):
        cls.pool.shutdown(cancel_futures=True)

    def test_valgrind_finds_a_leak(self):
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder) / "leak"
            subprocess.run(["gcc", "-O0", "-x", "c", "-o", program, "-"], text=True, check=True,
                           input="#include <stdlib.h>\nint main(void) { char *p = malloc(9);"
                                 " p[0] = 1; p = NULL; return p != NULL; }\n")
            self.assertEqual(under_valgrind([program]).returncode, 99)

    @classmethod
    def add_cases(cls):
        tests = unit_tests()
        # In CI every second one: which goes round with the commits (tests/run).
        step = 2 if "MASSHO_TEST_TURN" in os.environ else 1
        first = int(os.environ.get("MASSHO_TEST_TURN", "0")) % step
        cls.tests = {name: tests[name] for name in sorted(tests)[first::step]}
        for name in cls.tests:
            def case(self, name=name):
                if name in NOT_HERE:
                    self.skipTest(NOT_HERE[name])
                done = self.runs[name].result()
                self.assertIn(done.returncode, (0, 77), done.stdout + done.stderr)
            setattr(cls, "test_" + re.sub(r"\W", "_", name), case)


class Job(unittest.TestCase):
    def run_tool(self, expected, tool, *words):
        # These are the tools without their sandbox, which valgrind cannot run.
        done = under_valgrind([house.BUILD / "memcheck" / tool, *words],
                              stdin=subprocess.DEVNULL)
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
                          "--cert", keys / "engineer.pem", "--io", "threads")
            self.assertNotIn(b"secret!", image.read_bytes())
            # 8: authentic and erased, but signed by a demonstration certificate.
            self.run_tool(8, "wipe-verify", "--trust", keys / "root.pem", record)
            # valgrind does not see what a ring writes into memory.
            self.run_tool(8, "wipe-check", "--io", "threads", "--trust", keys / "root.pem",
                          record, image)
            self.run_tool(0, "wipe-cert", "show", record)
            self.run_tool(0, "wipe-list")


if __name__ == "__main__":
    UnitTests.add_cases()
    unittest.main(verbosity=2)
