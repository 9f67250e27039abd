#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""wipe-file --swap on loop devices and files of our own; the machine's areas are never named."""
import contextlib
import fcntl
import hashlib
import json
import mmap
import os
import signal
import struct
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from file_scene import FICLONE, FileSystem, Files, KIB, MIB, blocks  # noqa: E402
from massho import DONE, INTERRUPTED, PARTIAL, REFUSED, USAGE, Loop  # noqa: E402

PAGE = os.sysconf("SC_PAGESIZE")
SIZE = 4 * MIB
MARK = b"SECRETDATA"
MADV_PAGEOUT = 21


def digest(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def active():
    """Priorities by path."""
    lines = Path("/proc/swaps").read_text(encoding="utf-8").splitlines()[1:]
    return {line.split()[0]: int(line.split()[-1]) for line in lines}


class Swap(Files):
    def fill(self, size=SIZE):
        """An image that is a swap area, full of markers."""
        self.disk = self.folder / "swap.img"
        self.disk.write_bytes(blocks("SECRETDATA", size) if size <= SIZE else b"")
        os.truncate(self.disk, size)
        subprocess.run(["mkswap", "-q", "-L", "mine", self.disk], check=True)

    @contextlib.contextmanager
    def attached(self):
        with Loop(self.disk) as loop:
            try:
                yield loop.node
            finally:
                self.off(loop.node)

    def attach(self):
        return self.enterContext(self.attached())

    def area(self, size=SIZE):
        self.fill(size)
        return self.attach()

    def on(self, path, *words):
        subprocess.run(["swapon", *words, path], check=True)
        self.addCleanup(self.off, path)

    def off(self, path):
        if str(path) in active():
            subprocess.run(["swapoff", path], check=True)

    def swap(self, expected, *words, **how):
        """The objects of the areas."""
        named = [str(word) for word in words if word != "--swap"]
        words = [word for name in named for word in ("--swap", name)] if "--swap" not in words else words
        confirm = how.pop("confirm", Path(named[0]).name if len(named) == 1 else str(len(named)))
        done = massho.run("wipe-file", "--json", "--confirm", confirm, *words, cwd=self.folder, **how)
        self.assertEqual(done.returncode, expected, done.stdout + done.stderr)
        self.stderr = done.stderr
        return [x for x in massho.json_lines(done.stdout) if x["object"] == "swap"]

    def one(self, expected, path, *words):
        result, = self.swap(expected, "--swap", path, *words, confirm=Path(path).name)
        return result

    def poke(self, at, data):
        with open(self.disk, "r+b") as file:
            file.seek(at)
            file.write(data)

    def head(self):
        return self.disk.read_bytes()[:PAGE]


class Devices(Swap):
    def test_in_use(self):
        node = self.area()
        self.on(node, "-p", "7")
        before = self.head()
        result = self.one(DONE, node, "--record", "r.json")
        self.assertEqual((result["state"], result["was_active"], result["active"], result["priority"],
                          result["label"], result["bytes"], result["verified_bytes"]),
                         ("verified", True, True, 7, "mine", str(SIZE - PAGE), str(SIZE - PAGE)))
        self.assertEqual(active()[node], 7)
        self.off(node)
        self.assertEqual(self.head(), before)
        self.assertNotIn(MARK, self.disk.read_bytes()[PAGE:])
        attempt, record = (massho.record(self.folder / name) for name in ("r.attempt.json", "r.json"))
        self.assertEqual((attempt["files"]["swap_planned"], attempt["files"]["list"]), (1, None))
        self.assertEqual((record["verdict"], record["files"]["list"]), ("erased-verified", None))
        self.assertEqual([(x["state"], x["kind"], x["uuid"], x["verified_bytes"])
                          for x in record["files"]["swap"]],
                         [("verified", "device", result["uuid"], str(SIZE - PAGE))])
        self.assertIn({"area": "swap-areas", "state": "erased-verified", "bytes": str(SIZE - PAGE)},
                      record["areas"])

    def test_what_was_in_memory(self):
        """It goes to the area, and is back in memory, and nowhere else, in the end."""
        node = self.area(64 * MIB)
        self.on(node, "-p", "32767")
        with mmap.mmap(-1, MIB, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
            memory.write(blocks("MEMORYDATA", MIB))
            memory.madvise(MADV_PAGEOUT)
            os.sync()
            if b"MEMORYDATA" not in self.disk.read_bytes():
                self.skipTest("the kernel does not write it out, or keeps it elsewhere")
            self.assertEqual(self.one(DONE, node)["state"], "verified")
            self.assertNotIn(b"MEMORYDATA", self.disk.read_bytes())
            self.assertEqual(memory[:], blocks("MEMORYDATA", MIB))

    def test_not_in_use_stays_so(self):
        node = self.area()
        result = self.one(DONE, node)
        self.assertEqual((result["state"], result["was_active"], result["active"]),
                         ("verified", False, False))
        self.assertNotIn(node, active())
        self.assertNotIn(MARK, self.disk.read_bytes()[PAGE:])

    def test_dry_run(self):
        node = self.area()
        self.on(node)
        before = digest(self.disk)
        self.assertEqual(self.one(DONE, node, "--dry-run")["state"], "planned")
        self.assertIn(node, active())
        self.off(node)
        self.assertEqual(digest(self.disk), before)
        self.assertEqual(list(self.folder.glob("massho-*")), [])

    def test_two_of_which_one_is_refused(self):
        node = self.area()
        (self.folder / "link").symlink_to(node)
        (self.folder / "none").write_bytes(bytes(SIZE))
        found = self.swap(PARTIAL, node, self.folder / "link", self.folder / "none")
        self.assertEqual([x["state"] for x in found], ["verified", "refused"])

    def test_bad_pages(self):
        self.fill()
        self.poke(1032, struct.pack("<I", 2))
        self.poke(1536, struct.pack("<II", 9, 3))
        node = self.attach()
        self.on(node)
        result = self.one(PARTIAL, node, "--record", "r.json")
        self.assertEqual((result["state"], result["bad_bytes"], result["verified_bytes"]),
                         ("partly", str(2 * PAGE), str(SIZE - 3 * PAGE)))
        self.off(node)
        data = self.disk.read_bytes()
        self.assertEqual({at // PAGE for at in range(PAGE, SIZE, PAGE) if MARK in data[at:at + PAGE]},
                         {3, 9})
        self.assertEqual(massho.record(self.folder / "r.json")["verdict"], "partial")

    def test_a_shorter_area(self):
        """What is behind its end is no part of it."""
        self.fill()
        last = SIZE // PAGE // 2
        self.poke(1028, struct.pack("<I", last))
        result = self.one(PARTIAL, self.attach())
        end = (last + 1) * PAGE
        self.assertEqual((result["state"], result["beyond_bytes"], result["verified_bytes"]),
                         ("partly", str(SIZE - end), str(end - PAGE)))
        self.assertEqual(self.disk.read_bytes()[end:], blocks("SECRETDATA", SIZE)[end:])

    def test_an_image_of_hibernation_is_given_up(self):
        self.fill()
        self.poke(PAGE - 20, b"SWAPSPACE2S1SUSPEND\0")
        node = self.attach()
        result = self.one(DONE, node)
        self.assertEqual((result["state"], result["image"]), ("verified", True))
        self.assertEqual(self.head()[-20:], bytes(10) + b"SWAPSPACE2")
        self.assertNotIn(MARK, self.disk.read_bytes()[PAGE:])
        self.on(node)

    def test_stopped(self):
        node = self.area(256 * MIB)
        self.on(node, "-p", "3")
        words = ("--swap", node, "--confirm", Path(node).name, "--progress=json", "--record", "r.json")
        with subprocess.Popen([massho.tool_path("wipe-file"), "--json", *words], cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            while json.loads(running.stderr.readline())["phase"] != "write":
                pass
            running.send_signal(signal.SIGTERM)
            out, _ = running.communicate(timeout=60)
        self.assertEqual(running.returncode, INTERRUPTED)
        result = massho.json_lines(out.decode())[0]
        self.assertEqual((result["state"], result["active"]), ("interrupted", True))
        self.assertEqual(active()[node], 3)
        self.assertEqual(massho.record(self.folder / "r.json")["verdict"], "interrupted")


class Refusals(Swap):
    def refused(self, path, why, code=REFUSED):
        before = digest(self.disk)
        result = self.one(code, path, "--record", "r.json")
        self.assertEqual((result["state"], result["touched"]), ("refused", False))
        self.assertEqual(digest(self.disk), before)
        self.assertIn(why, self.stderr)
        self.assertFalse((self.folder / "r.json").exists())

    def test_no_swap_area(self):
        self.fill()
        self.poke(PAGE - 10, bytes(10))
        with self.attached() as node:
            self.refused(node, "there is no signature")
        subprocess.run(["mkfs.ext4", "-q", "-F", self.disk], check=True, capture_output=True)
        with self.attached() as node:
            self.refused(node, "there is ext4 on it")
        self.refused(self.folder / "missing", "No such file", USAGE)
        self.refused("/dev/null", "neither a block device nor a file")

    def test_something_else_is_on_it_too(self):
        self.fill()
        self.poke(0, b"LUKS\xba\xbe\0\1")
        self.refused(self.attach(), "no swap area alone")

    def test_headers(self):
        for at, data, why in ((1024, struct.pack("<I", 3), "no signature"),
                              (1028, struct.pack("<I", SIZE // PAGE), "shorter than its header"),
                              (1032, struct.pack("<I", 700), "not known"),
                              (1032, struct.pack("<I", 1), "not known"),
                              (PAGE - 10, b"S1SUSPEND\0", "does not keep it")):
            with self.subTest(at=at, why=why):
                self.fill()
                self.poke(at, data)
                with self.attached() as node:
                    self.refused(node, why)

    def test_open_elsewhere(self):
        node = self.area()
        with open(node, "rb"):
            self.refused(node, "is open in process")

    def test_something_lies_over_it(self):
        node = self.area()
        with Loop(node) as over:
            self.refused(node, over.node)

    def test_another_device_over_the_same_file(self):
        node = self.area()
        with Loop(self.disk) as other:
            self.refused(node, f"{other.node} lies over the same file")

    def test_open_elsewhere_while_in_use(self):
        node = self.area()
        self.on(node)
        with open(node, "rb"):
            self.refused(node, "is open in process")
        self.assertIn(node, active())


class SwapFiles(Swap):
    def make(self, kind, fill=True):
        self.fs = FileSystem(self, kind)
        self.file = self.fs.root / "swap"
        self.file.touch(0o600)
        if kind == "btrfs":
            subprocess.run(["chattr", "+C", self.file], check=True)
        if fill:
            self.file.write_bytes(blocks("SECRETDATA", SIZE))
        else:
            subprocess.run(["fallocate", "-l", str(SIZE), self.file], check=True)
        (self.fs.root / "kept").write_bytes(blocks("kept", 20000))
        subprocess.run(["mkswap", "-q", self.file], check=True)
        os.sync()

    def wiped(self, kind, fill=True):
        self.make(kind, fill)
        self.on(self.file, "-p", "5")
        result = self.one(DONE, self.file)
        self.assertEqual((result["state"], result["file"], result["active"], result["verified_bytes"]),
                         ("verified", True, True, str(SIZE - PAGE)))
        self.assertEqual(active()[str(self.file)], 5)
        self.off(self.file)
        self.assertEqual((self.fs.root / "kept").read_bytes(), blocks("kept", 20000))
        self.assertNotIn(MARK + b"\0", self.fs.raw())

    def test_ext4(self):
        self.wiped("ext4")
        self.assertNotIn(MARK, self.fs.image.read_bytes())

    def test_xfs_never_written(self):
        """Swapped pages lie where the file system says that nothing was written."""
        self.wiped("xfs", fill=False)

    def test_btrfs(self):
        self.wiped("btrfs")

    def refused(self, why):
        before = digest(self.file)
        self.assertEqual(self.one(REFUSED, self.file)["state"], "refused")
        self.assertIn(why, self.stderr)
        self.assertEqual(digest(self.file), before)

    def test_not_in_place(self):
        self.make("xfs")
        with open(self.file, "rb") as source, open(self.fs.root / "copy", "wb") as copy:
            fcntl.ioctl(copy.fileno(), FICLONE, source.fileno())
        self.refused("blocks are shared")

    def test_through_the_journal(self):
        self.make("ext4-journal")
        self.refused("does not write to the swap file in place")

    def test_with_holes_and_open_elsewhere(self):
        self.make("ext4")
        with open(self.file, "rb"):
            self.refused("it is open elsewhere")
        subprocess.run(["fallocate", "-p", "-o", str(MIB), "-l", str(MIB), self.file], check=True)
        self.refused("has holes")

    def test_files_free_space_and_swap_together(self):
        node = self.area()
        self.fs = FileSystem(self, "ext4")
        (self.fs.root / "a").write_bytes(blocks("SECRETDATA", 9000))
        os.sync()
        done = massho.run("wipe-file", "--json", "--confirm", "a", "--record", "r.json", "--swap", node,
                          "--free-space", self.fs.root, self.fs.root / "a", cwd=self.folder)
        self.assertEqual(done.returncode, DONE, done.stdout + done.stderr)
        self.assertEqual([x["object"] for x in massho.json_lines(done.stdout)],
                         ["file", "free-space", "swap", "files"])
        files = massho.record(self.folder / "r.json")["files"]
        self.assertEqual((files["count"], files["free_space"]["result"], files["swap"][0]["state"]),
                         (1, "wiped", "verified"))
        self.assertNotIn(MARK, self.disk.read_bytes()[PAGE:])
        self.assertNotIn(MARK, self.fs.raw())


if __name__ == "__main__":
    reason = massho.loop_reason()
    if reason:
        print(reason)
        sys.exit(77)
    massho.main()
