#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who has a file open that wipe-file refuses, and deleted files that are still open."""
import ctypes
import mmap
import os
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from file_scene import MIB, FileSystem, Files, blocks  # noqa: E402
from massho import DONE, PARTIAL, REFUSED  # noqa: E402

PR_SET_NAME = 15


class Scene(Files):
    def setUp(self):
        super().setUp()
        self.fs = FileSystem(self, "ext4")
        self.root = self.fs.root

    def put(self, name, size=5000):
        path = self.root / name
        path.write_bytes(blocks("SECRETDATA", size))
        return path

    def child(self, act, name=b"holder"):
        """A process that has done act(), until the test ends."""
        ready, done = os.pipe()
        pid = os.fork()
        if not pid:
            try:
                ctypes.CDLL(None).prctl(PR_SET_NAME, name)
                kept = act()
                os.write(done, b"x")
                signal.pause()
                os._exit(len(kept))
            except BaseException:
                os._exit(99)
        os.close(done)
        self.assertEqual(os.read(ready, 1), b"x")
        os.close(ready)

        def end():
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        self.addCleanup(end)
        return pid

    def refused(self, path, **how):
        files, _ = self.wipe(REFUSED, path, confirm=path.name, **how)
        self.assertTrue(path.exists())
        return files[str(path)]["held_by"]

    def process(self, pid, name="holder"):
        return {"kind": "process", "pid": pid, "name": name, "mounted_at": None}


class Held(Scene):
    def test_open(self):
        path = self.put("file")
        pid = self.child(lambda: [open(path, "rb")])
        self.assertEqual(self.refused(path), [self.process(pid)])
        self.assertIn(f"close it first: process {pid} (holder)", self.stderr)

    def test_mapped(self):
        path = self.put("file")

        def act():
            with open(path, "rb") as file:
                return mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        pid = self.child(act)
        self.assertEqual(self.refused(path), [self.process(pid)])

    def test_a_program_that_runs(self):
        path = self.root / "program"
        path.write_bytes(Path("/bin/sleep").read_bytes())
        path.chmod(0o755)
        running = subprocess.Popen([path, "600"])
        self.addCleanup(lambda: (running.kill(), running.wait()))
        self.assertEqual(self.refused(path), [self.process(running.pid, "program")])

    def test_hostile_names(self):
        path = self.put("file")
        pid = self.child(lambda: [open(path, "rb")], b"\x1b[31m\n)(\xff")
        self.assertEqual(self.refused(path)[0]["pid"], pid)
        self.assertIn(f"process {pid} (\\u{{001B}}[31m\\u{{000A}})(\\xFF)", self.stderr)

    def test_several(self):
        """Each once, however often it has it open; not more than can be read."""
        path = self.put("file")
        pids = {self.child(lambda: [open(path, "rb"), open(path, "rb")]) for _ in range(10)}
        held = self.refused(path)
        self.assertEqual(len({x["pid"] for x in held}), 8)
        self.assertLess({x["pid"] for x in held}, pids)

    def test_in_a_tree(self):
        """Sought together, and each gets its own."""
        tree = self.root / "tree"
        tree.mkdir()
        paths = [self.put(f"tree/{n}") for n in range(4)]
        pids = [self.child(lambda path=path: [open(path, "rb")]) for path in paths[1:3]]
        files, _ = self.wipe(PARTIAL, "--recursive", tree, confirm="tree")
        self.assertEqual([[x["pid"] for x in files[str(p)]["held_by"]] for p in paths],
                         [[], [pids[0]], [pids[1]], []])

    def test_loop_device(self):
        path = self.root / "disk.img"
        path.write_bytes(bytes(2 * MIB))
        subprocess.run(["mkfs.ext2", "-q", path], check=True)
        with massho.Loop(path) as loop:
            self.assertEqual(self.refused(path), [
                {"kind": "loop", "pid": None, "name": loop.node, "mounted_at": None}])
            place = self.folder / "inner"
            place.mkdir()
            subprocess.run(["mount", loop.node, place], check=True)
            try:
                self.assertEqual(self.refused(path)[0]["mounted_at"], str(place))
            finally:
                massho.unmount(place)

    def test_swap(self):
        path = self.put("area", size=MIB)
        path.chmod(0o600)
        subprocess.run(["mkswap", path], check=True, capture_output=True)
        done = subprocess.run(["swapon", path], capture_output=True, text=True, check=False)
        if done.returncode:
            self.skipTest(done.stderr)
        try:
            self.assertEqual([x["kind"] for x in self.refused(path)], ["swap"])
        finally:
            subprocess.run(["swapoff", path], check=True)

    def test_dry_run_tells_it(self):
        path = self.put("file")
        pid = self.child(lambda: [open(path, "rb")])
        files, total = self.wipe(REFUSED, "--dry-run", path)
        self.assertEqual(files[str(path)]["held_by"], [self.process(pid)])
        self.assertIsNone(total["deleted_open"])

    def test_of_another_user(self):
        """Who may not look is told that there is somebody."""
        path = self.put("file")
        for each in (path, self.root):
            os.chown(each, 65534, 65534)
        self.folder.chmod(0o755)
        self.child(lambda: [open(path, "rb")])
        held = self.refused(path, user=65534, group=65534, cwd=self.root)
        self.assertEqual(held, [{"kind": "unknown", "pid": None, "name": None,
                                 "mounted_at": None}])
        self.assertIn("an unknown process", self.stderr)

    def test_names_are_not_logged_or_recorded(self):
        path = self.put("file")
        self.child(lambda: [open(path, "rb")])
        tree = self.root / "tree"
        tree.mkdir()
        os.link(self.put("other"), tree / "other2")
        os.remove(self.root / "other")
        files, _ = self.wipe(PARTIAL, "--log", "log", "--record", "r.json", path,
                             tree / "other2", confirm="2")
        for name in ("log", "r.json", "r.files.jsonl"):
            self.assertNotIn("holder", (self.folder / name).read_text())


class Deleted(Scene):
    def gone(self, path, size):
        def act():
            file = open(path, "w+b")
            file.write(bytes(size))
            file.flush()
            os.remove(path)
            return [file, os.dup(file.fileno())]
        return self.child(act)

    def test_told(self):
        pid = self.gone(self.root / "old", 8192)
        other = self.folder / "elsewhere"
        self.gone(other, 4096)
        os.sync()
        _, total = self.wipe(DONE, "--record", "r.json", self.put("file"), confirm="file")
        self.assertEqual(total["deleted_open"], {
            "count": 1, "bytes": "8192", "all_processes": True,
            "files": [{"bytes": "8192", "held_by": self.process(pid)}]})
        record = massho.record(self.folder / "r.json")
        self.assertEqual((record["verdict"], record["files"]["deleted_open"]),
                         ("erased-verified", {"count": 1, "bytes": "8192", "all_processes": True}))
        done = massho.run("wipe-file", "--confirm", "file", self.put("file"), cwd=self.folder)
        self.assertIn(f"process {pid} (holder): 8.1 kB", done.stdout)
        done = massho.run("wipe-cert", "show", self.folder / "r.json")
        self.assertIn("Deleted files that programs still had open: 1", done.stdout)

    def test_none(self):
        _, total = self.wipe(DONE, "--record", "r.json", self.put("file"), confirm="file")
        self.assertEqual(total["deleted_open"],
                         {"count": 0, "bytes": "0", "all_processes": True, "files": []})
        self.assertEqual(massho.record(self.folder / "r.json")["files"]["deleted_open"],
                         {"count": 0, "bytes": "0", "all_processes": True})


if __name__ == "__main__":
    massho.main()
