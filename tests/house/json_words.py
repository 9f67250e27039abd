# SPDX-License-Identifier: GPL-3.0-or-later
"""Every key and word that wipe-list may print as JSON is in its manual page, in both languages."""
import os
import re
import subprocess
import unittest

import house
from man import page_of, rendered

# What the events of --watch have beside the device.
WATCH = [("key", "watch", key) for key in ("added", "removed", "device")]
# blkid's, and what is said beside it.
CONTENTS = [("word", "contents", word) for word in (
    "filesystem", "crypto", "raid", "other", "partition-table", "partition", "signature", "end",
    "more")]


def printed():
    """(key or word, of what, name) of all that the program can print."""
    done = subprocess.run([house.BUILD / "tests/bin/list_words"], capture_output=True, text=True,
                          check=True, env=dict(os.environ, LC_ALL="C"))
    return sorted({tuple(line.split(" ", 2)) for line in done.stdout.splitlines()})


def documented(language):
    text = re.sub(r"-\n\s+", "-", rendered(page_of("wipe-list", language)))
    return set(re.findall(r"[\w-]+", text[text.index("JSON "):], re.ASCII))


class JsonWords(unittest.TestCase):
    def test_there_are_many(self):
        found = printed()
        self.assertGreater(len([f for f in found if f[0] == "key"]), 100)
        self.assertGreater(len([f for f in found if f[0] == "word"]), 130)
        for one in (("key", "contents_error", "errno"), ("key", "estimate", "basis"),
                    ("key", "layers", "parent"), ("key", "label", "board_serial"),
                    ("word", "reason", "vmd-no-driver"), ("word", "wipe_bus", "nvme"),
                    ("word", "wipe_code", "io-error"), ("word", "doubt", "no-sysfs"),
                    ("word", "basis", "usb-disk")):
            self.assertIn(one, found)

    def test_all_are_in_the_page(self):
        for language in ("", "ja"):
            known = documented(language)
            missing = [f for f in [*printed(), *WATCH, *CONTENTS] if f[2] not in known]
            self.assertEqual(missing, [], language)


if __name__ == "__main__":
    unittest.main(verbosity=2)
