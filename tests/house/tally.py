# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers that tests/run ends with: cases of programs, skips with reasons, crashes."""
import sys
import unittest
import xml.etree.ElementTree as ET

import house

sys.path.insert(0, str(house.SOURCE / "tests/support"))
import tally  # noqa: E402

CMOCKA = """[==========] Running 3 test(s).
[ RUN      ] one
[       OK ] one
[ RUN      ] two
[  ERROR   ] --- 0 != 1
[  FAILED  ] two
[ RUN      ] three
[  SKIPPED ] three
[==========] 3 test(s) run.
[  PASSED  ] 1 test(s).
[  SKIPPED ] 1 test(s), listed below:
[  SKIPPED ] three
[  FAILED  ] 1 test(s), listed below:
[  FAILED  ] two

 1 FAILED TEST(S)
"""
UNITTEST = """test_a (__main__.T.test_a) ... ok
test_b (__main__.T.test_b) ... skipped 'no loop devices'
test_c (__main__.T.test_c) ... FAIL

======================================================================
FAIL: test_c (__main__.T.test_c)
----------------------------------------------------------------------
Ran 3 tests in 0.001s

FAILED (failures=1, skipped=1)
"""


def counted(status, output, skipped=None):
    test = ET.Element("testcase", name="x", status=status)
    ET.SubElement(test, "system-out").text = output
    if skipped:
        ET.SubElement(test, "skipped", message=skipped)
    return tally.count(test)


class Counts(unittest.TestCase):
    def test_cmocka(self):
        got = counted("fail", CMOCKA)
        self.assertEqual((got.passed, got.failed, got.skipped), (1, ["x two"], ["x three"]))

    def test_unittest(self):
        got = counted("fail", UNITTEST)
        self.assertEqual((got.passed, got.failed, got.skipped),
                         (1, ["x test_c"], ["x test_b: no loop devices"]))

    def test_unittest_that_shows_a_cmocka_program(self):
        got = counted("fail", UNITTEST.replace("Ran 3", CMOCKA + "Ran 3"))
        self.assertEqual((got.passed, len(got.failed), len(got.skipped)), (1, 1, 1))

    def test_a_program_without_cases_is_one(self):
        self.assertEqual(counted("run", "fine").line(), "1 passed, 0 failed, 0 skipped")
        self.assertEqual(counted("fail", "").line(), "0 passed, 1 failed, 0 skipped")

    def test_a_crash_after_green_cases_is_a_failure(self):
        green = "[==========] 2 test(s) run.\n[  PASSED  ] 2 test(s).\nLeakSanitizer: detected\n"
        self.assertEqual(counted("fail", green).line(), "1 passed, 1 failed, 0 skipped")

    def test_a_skipped_program_gives_its_reason(self):
        got = counted("notrun", "skipped: not root\n", skipped="SKIP_RETURN_CODE=77")
        self.assertEqual(got.skipped, ["x: skipped: not root"])

    def test_a_program_that_is_not_there_is_a_failure(self):
        got = counted("notrun", "", skipped="Unable to find executable: x")
        self.assertEqual(len(got.failed), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
