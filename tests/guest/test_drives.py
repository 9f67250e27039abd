#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All cases that share one guest with many drives, in this order: what leaves most traces last."""
import unittest

CASES = ["identity", "whole_machine", "in_use", "erase", "unplug", "with_udev"]

if __name__ == "__main__":
    unittest.main(module=None, argv=["test_drives.py", *CASES], verbosity=2)
