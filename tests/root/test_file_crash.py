#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
wipe-file killed when it is about to wipe the journal, or stopped while it does: what files held, and their attributes, is
not in there any more when nothing of what was given is left by which the same command finds it.
"""
import os
import resource
import shlex
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from file_scene import FileSystem, Files, KIB, blocks  # noqa: E402
from massho import DONE, FAILED, INTERRUPTED, PARTIAL  # noqa: E402
from test_file_manifest import manifest_of  # noqa: E402

KILL_AT_ZEROOUT = massho.BUILD / "tests" / "bin" / "kill_at_zeroout"
VALUE = b"SECRETVALUE" + 20 * b"x"


class Crash(Files):
    def make(self, kind, folder=None):
        """Three files in that folder, and one that stays beside them."""
        self.fs = FileSystem(self, kind)
        self.place = self.fs.root / folder if folder else self.fs.root
        self.place.mkdir(exist_ok=True)
        self.files = [self.place / f"SECRETNAME{i}" for i in range(3)]
        for path in self.files:
            path.write_bytes(blocks("SECRETDATA", 30 * KIB))
            os.setxattr(path, "user.name", VALUE)
        os.sync()

    def killed(self, count, *words, **how):
        subprocess.run([KILL_AT_ZEROOUT, str(count), massho.tool_path("wipe-file"), *map(str, words)],
                       check=True, cwd=self.folder, env=massho.environment(), stdin=subprocess.DEVNULL,
                       capture_output=True, **how)
        os.sync()

    def left(self, *markers):
        """How often they are on the medium, in all."""
        raw = self.fs.image.read_bytes()
        return sum(raw.count(marker) for marker in markers)

    def is_clean(self, *more):
        self.assertEqual(self.left(b"SECRETDATA", b"SECRETVALUE", *more), 0)

    def test_files_that_were_given(self):
        """They keep their names until it is wiped."""
        self.make("ext4-journal")
        self.killed(1, "--confirm", "3", *self.files)
        self.assertEqual([p.exists() for p in self.files], 3 * [True])
        self.assertGreater(self.left(b"SECRETDATA"), 0)
        self.wipe(DONE, *self.files, confirm="3")
        self.is_clean(b"SECRETNAME")
        self.fs.raw()

    def test_one_after_the_other(self):
        """So few descriptors that each is a batch: the last one keeps its name until it is wiped."""
        self.make("ext4-journal")
        few = (70, 70)
        self.killed(1, "--confirm", "3", *self.files,
                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, few))
        self.assertEqual([p.exists() for p in self.files], [False, False, True])
        self.assertGreater(self.left(b"SECRETDATA"), 0)
        self.wipe(DONE, self.files[2], confirm="SECRETNAME2")
        self.is_clean(b"SECRETNAME")
        self.fs.raw()

    def test_files_that_were_given_are_gone(self):
        """Only names can be in it then: whatever else is in it, erasing an empty file there wipes it."""
        self.make("ext4-journal")
        self.killed(2, "--confirm", "3", *self.files)
        self.assertEqual([p.exists() for p in self.files], 3 * [False])
        self.is_clean()
        other = self.fs.root / "other"
        for contents in (blocks("SECRETDATA", 30 * KIB), bytes(30 * KIB)):
            with open(other, "r+b" if other.exists() else "xb") as file:
                file.write(contents)
            os.sync()
        self.assertGreater(self.left(b"SECRETDATA"), 0)
        (self.fs.root / "empty").touch()
        self.wipe(DONE, self.fs.root / "empty", confirm="empty")
        self.is_clean(b"SECRETNAME")
        self.fs.raw()

    def test_a_folder_that_was_given(self):
        """It stays until it is wiped."""
        self.make("ext4", "tree")
        os.setxattr(self.place, "user.name", VALUE)
        self.killed(1, "--recursive", "--confirm", "tree", self.place)
        self.assertEqual(os.listdir(self.place), [])
        self.assertGreater(self.left(b"SECRETVALUE"), 0)
        self.wipe(DONE, "--recursive", self.place, confirm="tree")
        self.is_clean(b"SECRETNAME")
        self.fs.raw()

    def test_a_folder_that_was_given_is_gone(self):
        self.make("ext4", "tree")
        os.setxattr(self.place, "user.name", VALUE)
        self.killed(2, "--recursive", "--confirm", "tree", self.place)
        self.assertFalse(self.place.exists())
        self.is_clean()

    def test_files_of_a_manifest(self):
        """The folder stays: what is missing by then may be in its journal."""
        self.make("ext4-journal", "tree")
        manifest = self.folder / "list.jsonl"
        manifest.write_bytes(manifest_of({os.fsencode(p.name): p.read_bytes() for p in self.files}))
        self.killed(1, "--manifest", manifest, "--confirm", "tree", self.place)
        self.assertEqual(os.listdir(self.place), [])
        self.assertGreater(self.left(b"SECRETDATA"), 0)
        _, total = self.wipe(FAILED, "--manifest", manifest, self.place, confirm="tree")
        self.assertEqual((total["journal"], total["touched"]), ("wiped", False))
        self.is_clean(b"SECRETNAME")

    def test_while_it_overwrites_those_of_a_manifest(self):
        """What was begun is not the listed one any more: the next run leaves it, and tells the command that erases it."""
        self.make("ext4", "tree")
        contents = {f"n {i}": blocks("SECRETDATA", 100001 + i) for i in range(100)}
        for name, data in contents.items():
            (self.place / name).write_bytes(data)
        contents |= {p.name: p.read_bytes() for p in self.files}
        os.sync()
        # This one it cannot have begun.
        contents["later"] = blocks("SECRETDATA", 5000)
        manifest = self.folder / "list.jsonl"
        manifest.write_bytes(manifest_of({name.encode(): data for name, data in contents.items()}))
        words = ["--manifest", manifest, self.place]
        program = subprocess.Popen(
            [str(w) for w in (massho.tool_path("wipe-file"), *words, "--jobs=1", "--confirm", "tree")], cwd=self.folder,
            env=massho.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        first = self.place / "n 0"
        while program.poll() is None and first.stat().st_size == len(contents[first.name]):
            pass
        program.kill()
        program.wait(massho.TIMEOUT_S)
        grown = {str(p) for p in self.place.iterdir() if p.stat().st_size != len(contents[p.name])}
        self.assertTrue(grown)
        # Somebody changed this one: it ends with no block. In place, so that nothing of it is left elsewhere.
        with open(self.files[0], "r+b") as file:
            file.write(bytes(30 * KIB + 1))
            file.truncate()
        (self.place / "later").write_bytes(contents["later"])
        os.sync()
        _, total = self.wipe(PARTIAL, *words, confirm="tree")
        changed = {str(p) for p in self.place.iterdir()}
        self.assertEqual(total["manifest"]["changed"], len(changed))
        self.assertLessEqual(grown, changed)
        told = [line.partition("no --manifest): ")[2] for line in self.stderr.splitlines() if "had begun" in line]
        paths = {path for line in told for path in shlex.split(line)[1:]}
        self.assertEqual(paths, changed - {str(self.files[0])})
        self.wipe(DONE, *paths, confirm=str(len(paths)) if len(paths) > 1 else "n 0")
        self.assertEqual(os.listdir(self.place), [self.files[0].name])
        self.is_clean()

    def stopped(self, *words):
        """SIGTERM as soon as the log of xfs is being wiped for the first time; what is told then."""
        with subprocess.Popen([massho.tool_path("wipe-file"), "--json", "--progress", "none", *map(str, words)],
                              cwd=self.folder, env=massho.environment(), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
            while not any(self.fs.root.glob(".massho-log-*")) and run.poll() is None:
                pass
            run.send_signal(signal.SIGTERM)
            out, _ = run.communicate()
        self.assertEqual(run.returncode, INTERRUPTED, out)
        return {x["path"]: x["state"] for x in massho.json_lines(out) if x["object"] == "file"}

    def goes_on(self, state, *words, confirm):
        """The names of attributes may be left in inodes of xfs, which is told; values are not."""
        files, total = self.wipe(None, *words, confirm=confirm)
        self.assertEqual(({x["state"] for x in files.values()}, total["journal"]), ({state}, "wiped"))
        self.fs.raw()
        self.is_clean()

    def verdict(self, name):
        return massho.record(self.folder / name)["verdict"]

    def test_stopped_with_files_that_were_given(self):
        """They keep their names, and the same command goes on."""
        self.make("xfs")
        states = self.stopped("--confirm", "3", "--record", "r.json", *self.files)
        self.assertEqual(set(states.values()), {"overwritten"})
        self.assertEqual([p.exists() for p in self.files], 3 * [True])
        self.assertEqual(self.verdict("r.json"), "interrupted")
        self.goes_on("erased", *self.files, confirm="3")

    def test_stopped_with_a_folder_that_was_given(self):
        """It stays, with what it had."""
        self.make("xfs", "tree")
        os.setxattr(self.place, "user.name", VALUE)
        states = self.stopped("--recursive", "--confirm", "tree", "--record", "r.json", self.place)
        self.assertEqual(states[str(self.place)], "not-reached")
        self.assertEqual((os.listdir(self.place), os.getxattr(self.place, "user.name")), ([], VALUE))
        self.assertEqual(self.verdict("r.json"), "interrupted")
        self.goes_on("removed", "--recursive", self.place, confirm="tree")


if __name__ == "__main__":
    massho.main()
