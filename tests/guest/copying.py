# SPDX-License-Identifier: GPL-3.0-or-later
"""Copying onto FAT, as sticks have it: no modes, names that it changes, reading past the cache."""
import case


class Fat(case.Case):
    def setUp(self):
        super().setUp()
        self.part = self.node("table") + "2"
        self.guest.must(f"[ -e {self.part} ] && mkfs.fat {self.part} && mkdir -p /mnt/fat /tmp/src\n"
                        f"mount -t vfat -o iocharset=ascii {self.part} /mnt/fat")
        self.addCleanup(self.guest.must, "umount /mnt/fat; rm -r /tmp/src")

    def copy(self, *words):
        """(last line, states by path)"""
        done = self.guest.tool("copy-files", *words)
        *lines, last = done.stdout.splitlines()
        results = [line.split(" ", 6) for line in lines]
        return last, {result[6]: result[0] for result in results}

    def test_arrives(self):
        self.guest.must("cd /tmp/src; mkdir folder; seq 1 200000 >folder/numbers; : >empty\n"
                        "echo x >short; chmod 751 short; touch -d '2020-01-02 03:04:06' short")
        last, states = self.copy("/mnt/fat", "/tmp/src")
        self.assertIn("end ok", last)
        self.assertEqual(states, {"empty": "copied", "folder/numbers": "copied",
                                  "short": "copied"})
        self.guest.must("cmp /tmp/src/folder/numbers /mnt/fat/folder/numbers\n"
                        "cmp /tmp/src/short /mnt/fat/short; [ $(ls -A /mnt/fat | wc -l) = 3 ]\n"
                        "[ $(stat -c %Y /tmp/src/short) = $(stat -c %Y /mnt/fat/short) ]")
        self.assertEqual(set(self.copy("/mnt/fat", "/tmp/src")[1].values()), {"already"})
        self.assertEqual(set(self.copy("-", "/mnt/fat")[1].values()), {"hashed"})

    def test_names_that_it_takes_for_others(self):
        """Equal contents, so that only the names tell them apart."""
        self.guest.must("cd /tmp/src; mkdir Folder folder\n"
                        "for i in NAME name dot dot. Folder/y folder/x; do echo x >$i; done")
        last, states = self.copy("/mnt/fat", "/tmp/src")
        self.assertIn("end refused", last)
        self.assertEqual(states, {"Folder/y": "copied", "NAME": "copied", "dot": "copied",
                                  "dot.": "failed", "folder": "failed", "folder/x": "failed",
                                  "name": "failed"})
        self.assertEqual(sorted(self.guest.tool("ls", "-A", "/mnt/fat").stdout.split()),
                         ["Folder", "NAME", "dot"])
        self.assertEqual(self.guest.tool("ls", "-A", "/mnt/fat/Folder").stdout.split(), ["y"])

    def test_names_that_it_has_not(self):
        self.guest.must("cd /tmp/src; for i in a:b 'a*' end. end rest; do echo $i >\"$i\"; done")
        _, states = self.copy("/mnt/fat", "/tmp/src")
        self.assertEqual(states, {"a:b": "failed", "a*": "failed", "end": "copied",
                                  "end.": "failed", "rest": "copied"})

    def test_full(self):
        self.guest.must("cd /tmp/src; echo x >a; dd if=/dev/zero of=b bs=1M count=40; echo x >c")
        last, states = self.copy("/mnt/fat", "/tmp/src")
        self.assertIn("end io-error 28 b: ", last)
        self.assertEqual(states, {"a": "copied", "b": "failed", "c": "not-reached"})
        self.assertEqual(self.guest.tool("ls", "-A", "/mnt/fat").stdout.split(), ["a"])
