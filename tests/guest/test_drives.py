#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All cases that share one guest with many drives, in this order: what leaves most traces last."""
import case

if __name__ == "__main__":
    case.main("test_drives.py", "identity", "whole_machine", "in_use", "copying", "files",
              "swapping", "erase", "keys", "register", "unplug", "with_udev")
