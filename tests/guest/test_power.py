#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The power fails while a drive is erased, and the job goes on after the machine's next start."""
import case

if __name__ == "__main__":
    case.main("test_power.py", "power_cut")
