#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
A loop device that cannot be asked what it lies over may lie over anything: as long as there is one,
no other test can erase a loop device. It runs alone.
"""
import fcntl
import subprocess
import threading

import refusal  # noqa: E402  (finds the next one)
import massho  # noqa: E402
from massho import DONE, REFUSED, Loop  # noqa: E402

LOOP_CLR_FD = 0x4C01


class Detached(refusal.Refusal):
    def test_another_loop_device_that_is_being_detached(self):
        """It can be asked nothing until that is done, which is waited for, but not for ever."""
        path, other = self.image(), self.image("other.img")
        with Loop(path) as loop:
            for seconds, expected in ((0.3, DONE), (8, REFUSED)):
                with self.subTest(seconds=seconds):
                    node = subprocess.run(["losetup", "-f", "--show", other], check=True,
                                          capture_output=True, text=True).stdout.strip()
                    file = open(node, "rb")  # pylint: disable=consider-using-with
                    fcntl.ioctl(file, LOOP_CLR_FD)
                    timer = threading.Timer(seconds, file.close)
                    timer.start()
                    done = massho.run("wipe-device", "--dry-run", loop.node)
                    timer.cancel()
                    file.close()
                    self.assertEqual(done.returncode, expected, done.stderr)
                    self.assertEqual(f"losetup -d {node}" in done.stderr, expected == REFUSED)


if __name__ == "__main__":
    massho.main()
