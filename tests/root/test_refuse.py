#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nobody else may use it: every kind of use is refused (exit 3), and not a byte changes."""
import ctypes
import fcntl
import mmap
import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import refusal  # noqa: E402  (finds the next one)
import massho  # noqa: E402
from massho import DONE, REFUSED, USAGE, Loop, Mount  # noqa: E402
from refusal import MIB  # noqa: E402


class Refuse(refusal.Refusal):
    def test_mounted(self):
        path = self.file_system()
        with Loop(path) as loop, Mount(loop.node, self.folder / "mnt", "ro"):
            self.refused(loop.node, path, f"{self.folder}/mnt")

    def test_mounted_btrfs(self):
        if not shutil.which("mkfs.btrfs"):
            self.skipTest("mkfs.btrfs is not installed")
        path = self.file_system(size=128 * MIB, command=("mkfs.btrfs", "-q"))
        with Loop(path) as loop, Mount(loop.node, self.folder / "mnt", "ro"):
            self.refused(loop.node, None, "mounted")

    def test_mounted_in_another_namespace(self):
        path = self.file_system()
        (self.folder / "mnt").mkdir()
        with Loop(path) as loop:
            other = subprocess.Popen(["unshare", "-m", "sh", "-c",
                                      f"mount -o ro {loop.node} {self.folder}/mnt && echo up && read x"],
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            try:
                if other.stdout.readline().strip() != "up":
                    self.skipTest("no mount namespace can be made here")
                self.refused(loop.node, path, "namespace")
            finally:
                other.stdin.close()
                other.wait()
                other.stdout.close()

    def test_swap(self):
        path = self.file_system(command=("mkswap", "-q"))
        path.chmod(0o600)
        with Loop(path) as loop:
            if subprocess.run(["swapon", loop.node], capture_output=True).returncode:
                self.skipTest("this kernel has no swap")
            try:
                # The kernel may swap to it meanwhile, but never over its first page.
                self.refused(loop.node, path, "swapoff",
                             contents=lambda path: path.read_bytes()[:4096])
            finally:
                subprocess.run(["swapoff", loop.node], check=True)

    def test_a_loop_device_over_it(self):
        path = self.image()
        with Loop(path) as below, Loop(below.node) as above:
            self.refused(below.node, path, "losetup -d")
            self.assertTrue(above.node)

    def test_a_loop_device_whose_node_is_gone(self):
        """The name in sysfs leads nowhere; the kernel still knows the device number."""
        path, node = self.image(), self.folder / "node"
        with Loop(path) as below:
            os.mknod(node, 0o600 | stat.S_IFBLK, os.stat(below.node).st_rdev)
            with Loop(node):
                node.unlink()
                self.refused(below.node, path, "losetup -d")

    def test_a_loop_device_that_cannot_be_asked(self):
        """It may lie over anything, and here it does."""
        path = self.image()
        with Loop(path) as below, Loop(below.node) as above:
            self.refused_within(f"mount --bind /dev/null {above.node}; $TOOL", below.node, path,
                                f"losetup -d {above.node}")

    def test_open_in_a_process_without_its_first_thread(self):
        """/proc/PID/fd is empty then; another thread's is not."""
        path = self.image()
        with Loop(path) as loop:
            other = subprocess.Popen([massho.BUILD / "tests/bin/leaderless", loop.node],
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            try:
                self.assertEqual(other.stdout.readline().strip(), "up")
                self.refused(loop.node, path, "leaderless")
            finally:
                other.stdin.close()
                other.wait()
                other.stdout.close()

    def test_read_only(self):
        path = self.image()
        with Loop(path, read_only=True) as loop:
            self.refused(loop.node, path, "read-only")

    def test_a_partition_is_no_whole_device(self):
        path = self.image(size=8 * MIB)
        with Loop(path) as loop:
            part = loop.add_partition(1, MIB, 4 * MIB)
            self.refused(part, path, "partition")

    def test_open_in_another_process(self):
        path = self.image()
        with Loop(path) as loop:
            fd = os.open(loop.node, os.O_RDONLY)
            try:
                done = self.refused(loop.node, path, f"process {os.getpid()}")
                self.assertIn(loop.node, done.stderr)
            finally:
                os.close(fd)

    def test_a_dry_run_by_who_does_not_see_the_users(self):
        if not shutil.which("setpriv"):
            self.skipTest("setpriv is not installed")
        path = self.image()
        with Loop(path) as loop:
            done = subprocess.run(["setpriv", "--reuid", "65534", "--regid", "65534",
                                   "--clear-groups", massho.tool_path("wipe-device"), "--dry-run",
                                   loop.node], capture_output=True, text=True, check=False, cwd="/",
                                  stdin=subprocess.DEVNULL, env=massho.environment())
            if done.returncode == 127 or "cannot open shared object" in done.stderr:
                self.skipTest("the build is not readable for others")
            self.assertEqual((done.returncode, done.stdout[:len(loop.node)]),
                             (REFUSED, loop.node), done.stderr)
            self.assertIn("run it as root", done.stderr)

    def test_somebody_who_only_looks_is_waited_for(self):
        """udev, lsblk and the like open every disk for a moment."""
        path = self.image()
        with Loop(path) as loop:
            looking = subprocess.Popen(["sh", "-c", f"exec 3<{loop.node}; echo up; sleep 0.7"],
                                       stdout=subprocess.PIPE, text=True)
            self.assertEqual(looking.stdout.readline().strip(), "up")
            self.tool(DONE, "wipe-device", "--confirm", Path(loop.node).name, "--record",
                      self.folder / "r.json", loop.node)
            looking.wait()
            looking.stdout.close()

    def test_mapped_in_another_process(self):
        """No descriptor is left, only the mapping (Python's own mmap would keep one)."""
        path = self.image()
        libc = ctypes.CDLL(None, use_errno=True)
        libc.mmap.restype = ctypes.c_void_p
        libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int,
                              ctypes.c_int, ctypes.c_long]
        libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
        with Loop(path) as loop:
            fd = os.open(loop.node, os.O_RDWR)
            mapped = libc.mmap(None, 4096, mmap.PROT_READ | mmap.PROT_WRITE, mmap.MAP_SHARED, fd, 0)
            os.close(fd)
            self.assertNotEqual(mapped, ctypes.c_void_p(-1).value)
            try:
                ctypes.memmove(mapped, b"dirty", 5)
                self.refused(loop.node, None, f"process {os.getpid()}")
            finally:
                libc.munmap(mapped, 4096)

    def test_locked(self):
        path = self.image()
        # A lock is held by an open file; a symbolic link hides nothing.
        with Loop(path) as loop, self.locked(loop.node, "-x"):
            self.refused(loop.node, path)

    def test_dirty_partition(self):
        """
        Goal: a process holds a partition open with dirty pages. O_EXCL on the disk would
        succeed, a verification would be clean, and the pages would be written back after it.
        """
        path = self.image(size=16 * MIB)
        with Loop(path) as loop:
            part = loop.add_partition(1, MIB, 8 * MIB)
            fd = os.open(part, os.O_RDWR)
            try:
                os.pwrite(fd, b"OLD DATA THAT COMES BACK" * 1000, 0)
                whole = os.open(loop.node, os.O_RDWR | os.O_EXCL)  # what others rely on
                os.close(whole)
                done = self.refused(loop.node, None, part)
                self.assertNotIn("verified", done.stdout)
            finally:
                os.close(fd)
            self.assertTrue(os.path.exists(part), "the partition is still there")

    def test_dirty_pages_of_a_closed_partition_do_not_come_back(self):
        """Written through the partition, closed, not synced: the erasure is really the last word."""
        path = self.image(size=16 * MIB)
        with Loop(path) as loop:
            part = loop.add_partition(1, MIB, 8 * MIB)
            with open(part, "r+b", buffering=0) as f:
                f.write(b"OLD DATA THAT COMES BACK" * 10000)
            self.tool(DONE, "wipe-device", "--confirm", Path(loop.node).name, "--record",
                      self.folder / "r.json", loop.node)
            os.sync()
            self.assertNotIn(b"COMES BACK", path.read_bytes())
            self.assertFalse(os.path.exists(f"/sys/class/block/{Path(part).name}"),
                             "a partition of contents that are gone")

    def test_busy_partition_leaves_the_others_in_place(self):
        path = self.image(size=16 * MIB)
        with Loop(path) as loop:
            parts = [loop.add_partition(i + 1, (1 + 2 * i) * MIB, MIB) for i in range(3)]
            with open(parts[1], "rb"):
                self.refused(loop.node, path)
            for part in parts:
                self.assertTrue(os.path.exists(f"/sys/class/block/{Path(part).name}"))

    def test_partitions_are_back_if_nothing_was_written(self):
        """The record cannot be saved, so nothing is written, so nothing changes."""
        path = self.image(size=16 * MIB)
        small = self.folder / "small"
        small.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "none", small], check=True)
        try:
            (small / "full").write_bytes(b"x" * 4096)
            before = path.read_bytes()
            with Loop(path) as loop:
                part = loop.add_partition(1, MIB, MIB)
                done = self.tool(REFUSED, "wipe-device", "--confirm", Path(loop.node).name,
                                 "--record", small / "r.json", loop.node)
                self.assertIn("nothing was touched", done.stderr + done.stdout)
                self.assertTrue(os.path.exists(f"/sys/class/block/{Path(part).name}"))
            self.assertEqual(path.read_bytes(), before)
        finally:
            massho.unmount(small)

    def test_one_that_is_used_stops_all(self):
        good, used = self.image("good.img"), self.file_system("used.img")
        with Loop(good) as a, Loop(used) as b, Mount(b.node, self.folder / "mnt", "ro"):
            before = good.read_bytes()
            self.tool(REFUSED, "wipe-device", "--confirm", Path(a.node).name, "--confirm",
                      Path(b.node).name, a.node, b.node, cwd=self.folder)
            self.assertEqual(good.read_bytes(), before)

    def test_replaced_while_the_question_stands(self):
        """Goal: another medium under the same name between the first look and the first write."""
        first, second = self.image("first.img"), self.image("second.img", fill=b"precious")
        with Loop(first, node="/dev/loop204") as loop:
            terminal = self.terminal(["wipe-device", "--record", self.folder / "r.json", loop.node])
            terminal.wait_for(Path(loop.node).name)
            time.sleep(0.2)
            subprocess.run(["losetup", "-d", loop.node], check=True)
            subprocess.run(["losetup", loop.node, second], check=True)
            terminal.type(Path(loop.node).name + "\n")
            self.assertEqual(terminal.end(), REFUSED)
        self.assertEqual(second.read_bytes()[:8], b"precious")
        self.assertFalse((self.folder / "r.json").exists())

    def test_mounted_while_the_question_stands(self):
        path = self.file_system()
        with Loop(path) as loop:
            terminal = self.terminal(["wipe-device", "--record", self.folder / "r.json", loop.node])
            terminal.wait_for(Path(loop.node).name)
            with Mount(loop.node, self.folder / "mnt", "ro"):
                before = path.read_bytes()
                terminal.type(Path(loop.node).name + "\n")
                self.assertEqual(terminal.end(), REFUSED)
                self.assertEqual(path.read_bytes(), before)

    def test_names_that_lead_to_one_device_are_one(self):
        path = self.image()
        with Loop(path) as loop:
            link = self.folder / "by-id"
            link.symlink_to(loop.node)
            before = path.read_bytes()
            self.tool(USAGE, "wipe-device", "--confirm", Path(loop.node).name, loop.node, link,
                      cwd=self.folder)
            self.assertEqual(path.read_bytes(), before)

    def test_an_image_in_use(self):
        """Goal: a loop device, a mount, a reader: the kernel refuses the write lease."""
        path = self.file_system()
        with Loop(path):
            self.refused(path, path, "open elsewhere", options=["--image"])
        with Loop(path) as loop, Mount(loop.node, self.folder / "mnt", "ro"):
            self.refused(path, path, "open elsewhere", options=["--image"])
        with open(path, "rb") as reader:
            fcntl.flock(reader, fcntl.LOCK_SH)
            self.refused(path, path, "open elsewhere", options=["--image"])


if __name__ == "__main__":
    massho.main()
