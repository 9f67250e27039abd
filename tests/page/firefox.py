#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: Firefox ESR shows, and signs, what Chromium does (browser.py)."""
import sys

import browser

if __name__ == "__main__":
    sys.exit(browser.main("firefox"))
