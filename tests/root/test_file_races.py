#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""wipe-file while others are at work on the same names, and killed at random moments."""
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from file_scene import FileSystem, Files, KIB, MIB, blocks  # noqa: E402
from massho import DONE, FAILED, INTERRUPTED, PARTIAL, REFUSED  # noqa: E402

SEED = int(os.environ.get("MASSHO_TEST_SEED", "20261130"))


class Races(Files):
    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.fs = FileSystem(self, "ext4", size=256 * MIB)
        self.tree, self.other = self.fs.root / "tree", self.fs.root / "other"
        self.tree.mkdir()
        self.other.mkdir()

    def fill(self, count, size):
        for i in range(count):
            path = self.tree / f"{i % 7}" / f"SECRETNAME{i}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(blocks("SECRETDATA", size))
        for i in range(20):
            (self.other / f"kept{i}").write_bytes(blocks(f"kept{i}", size))
        os.sync()
        self.kept = {p: hashlib.sha256(p.read_bytes()).hexdigest() for p in self.other.iterdir()}

    def start(self, *words):
        return subprocess.Popen([massho.tool_path("wipe-file"), "--json", *map(str, words)],
                                env=massho.environment(), cwd=self.folder, text=True, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                start_new_session=True, preexec_fn=lambda: signal.signal(
                                    signal.SIGINT, signal.SIG_DFL))

    def whole(self):
        return self.start("--recursive", "--confirm", "tree", self.tree)

    def finish(self):
        """What was broken off is gone on with by the same command."""
        if self.tree.exists():
            _, total = self.wipe(DONE, "--recursive", self.tree, confirm="tree")
            self.assertEqual(total["level"], "F1" if total["files"] else "F0")
        self.check_kept()
        self.assertEqual(self.fs.raw().count(b"SECRETDATA"), 0)

    def test_killed_at_random_moments(self):
        print(f"seed {SEED}")
        self.tree.rmdir()
        for _ in range(15):
            # Not over what is still there: that would free blocks that nobody erased.
            if not self.tree.exists():
                self.fill(200, 20 * KIB)
            program = self.whole()
            try:
                program.communicate(timeout=0.02 + self.random.random() * 0.5)
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)
                program.communicate()
            self.check_kept()
        self.finish()

    def test_two_runs_on_a_folder(self):
        """The second opens nothing, so it takes no lease of the first."""
        self.fill(400, 5 * KIB)
        programs = [self.whole() for _ in range(2)]
        ends = [(p.communicate(timeout=60)[1], p.returncode) for p in programs]
        self.assertEqual(sorted(code for _, code in ends), [DONE, REFUSED], ends)
        self.assertIn("another run works here", next(e for e, code in ends if code == REFUSED))
        self.finish()

    def test_two_runs_on_a_file(self):
        path = self.tree / "SECRETNAME"
        path.write_bytes(blocks("SECRETDATA", 48 * MIB))
        self.fill(0, KIB)
        lease = f":{path.stat().st_ino} "
        program = self.start("--confirm", path.name, path)
        self.addCleanup(program.kill)
        while True:
            os.killpg(program.pid, signal.SIGSTOP)
            self.assertTrue(os.WIFSTOPPED(os.waitpid(program.pid, os.WUNTRACED)[1]))
            locks = Path("/proc/locks").read_text(encoding="utf-8").splitlines()
            if any("LEASE" in x and lease in x for x in locks):
                break
            os.killpg(program.pid, signal.SIGCONT)
            time.sleep(0.002)
        self.wipe(REFUSED, path, confirm=path.name)
        self.assertIn("another run works here", self.stderr)
        os.killpg(program.pid, signal.SIGCONT)
        out, _ = program.communicate(timeout=60)
        self.assertEqual(program.returncode, DONE, out)
        self.finish()

    def pause(self, program):
        """When it has begun to write, and holds what it locks."""
        self.addCleanup(program.kill)
        self.assertIn("progress", program.stderr.readline())
        os.killpg(program.pid, signal.SIGSTOP)
        self.assertTrue(os.WIFSTOPPED(os.waitpid(program.pid, os.WUNTRACED)[1]))

    def go_on(self, program):
        os.killpg(program.pid, signal.SIGCONT)
        out, err = program.communicate(timeout=120)
        self.assertEqual(program.returncode, DONE, err)
        self.assertEqual({x["state"] for x in massho.json_lines(out) if x["object"] == "file"} - {"removed"},
                         {"erased"})

    def test_a_run_in_the_folder_of_another(self):
        """Below it and above it, by way of a folder or of a file; beside it others may run."""
        self.fill(300, 20 * KIB)
        inner, file = self.tree / "3", self.tree / "3" / "large"
        file.write_bytes(blocks("SECRETDATA", 48 * MIB))
        os.sync()
        for first, refused, beside in ((file, (self.tree, inner), "4"),
                                       (inner, (self.tree, next(inner.iterdir()), inner), "5"),
                                       (self.tree, (self.tree / "6", self.tree), None)):
            program = self.start("--recursive", "--confirm", first.name, "--progress=json", first)
            self.pause(program)
            for path in refused:
                for words in (("--dry-run",), ("--confirm", path.name)):
                    self.wipe(REFUSED, *words, "--recursive", path)
                    self.assertIn(f"another run works here (process {program.pid})", self.stderr)
            if beside:
                self.wipe(DONE, "--recursive", self.tree / beside, confirm=beside)
            self.go_on(program)
        self.finish()

    def wait_for(self, program, name):
        """It has got so far that it is called so."""
        while Path(f"/proc/{program.pid}/comm").read_text(encoding="utf-8") != name + "\n":
            self.assertIsNone(program.poll())
            time.sleep(0.01)

    def test_locked_by_somebody_else(self):
        """Who it is is told, and never called a run. Above what is erased he is in nobody's way."""
        self.fill(20, 20 * KIB)
        self.folder.chmod(0o755)
        for locked, expected in ((self.tree, REFUSED), (self.fs.root, DONE)):
            with subprocess.Popen(["flock", "--no-fork", locked, "sleep", "1000"],
                                  user=65534, group=65534) as program:
                try:
                    self.wait_for(program, "sleep")
                    self.wipe(expected, "--recursive", self.tree, confirm="tree")
                finally:
                    program.kill()
            self.assertNotIn("another run", self.stderr)
            if expected == REFUSED:
                self.assertIn(f"it is locked by process {program.pid} (sleep)", self.stderr)
        self.finish()

    def test_somebody_takes_its_name(self):
        """A program that is called wipe-file and has a file open is no run of it."""
        self.fill(0, KIB)
        one, other = self.tree / "one", self.tree / "other"
        for path in (one, other):
            path.write_bytes(blocks("SECRETDATA", 5000))
        named = self.folder / "wipe-file"
        shutil.copy(shutil.which("sleep"), named)
        os.chown(named, 65534, 65534)
        self.folder.chmod(0o755)
        with open(one, "rb") as file, subprocess.Popen([named, "1000"], stdin=file, user=65534) as program:
            try:
                self.wait_for(program, "wipe-file")
                file.close()
                files, _ = self.wipe(PARTIAL, one, other, confirm="2")
            finally:
                program.kill()
        self.assertEqual((files[str(one)]["state"], files[str(other)]["state"]), ("refused", "erased"))
        self.assertEqual([x["pid"] for x in files[str(one)]["held_by"]], [program.pid])
        self.finish()

    def test_interrupted(self):
        self.fill(2000, 8 * KIB)
        program = self.start("--recursive", "--confirm", "tree", "--progress=json", self.tree)
        # It has begun to write.
        self.assertIn("progress", program.stderr.readline())
        program.send_signal(signal.SIGINT)
        out, _ = program.communicate(timeout=60)
        lines = massho.json_lines(out)
        states = {x["state"] for x in lines if x["object"] == "file" and x["kind"] == "regular"}
        self.assertLessEqual(states, {"erased", "not-reached", "failed"})
        self.assertEqual(sum(x["object"] == "file" and x["kind"] == "regular" for x in lines), 2000)
        self.assertEqual(program.returncode, INTERRUPTED)
        for line in lines:
            if line["object"] == "file" and line["kind"] == "regular":
                self.assertEqual(os.path.exists(line["path"]), line["state"] != "erased")
        self.finish()

    def test_stopped_while_it_tells(self):
        """All is erased by then, and of that nothing goes missing, however slowly it is read."""
        self.fill(600, 100)
        program = self.whole()
        while self.tree.exists():
            time.sleep(0.01)
        time.sleep(0.5)
        for _ in range(3):
            program.send_signal(signal.SIGTERM)
            time.sleep(0.1)
        out, err = program.communicate(timeout=60)
        self.assertEqual(program.returncode, DONE, err)
        lines = massho.json_lines(out)
        self.assertEqual(sum(x["object"] == "file" and x["kind"] == "regular" for x in lines), 600)
        self.assertEqual(lines[-1]["exit"], DONE)
        self.finish()

    def test_two_at_once(self):
        self.fill(600, 6 * KIB)
        programs = [self.whole(), self.whole()]
        erased = []
        for program in programs:
            out, err = program.communicate(timeout=120)
            self.assertIn(program.returncode, (DONE, FAILED, PARTIAL, REFUSED), err)
            for line in massho.json_lines(out):
                if line["object"] == "file" and line["state"] == "erased":
                    erased.append(line["path"])
        self.assertEqual(len(erased), len(set(erased)), "erased by both")
        self.finish()

    def test_names_that_are_swapped_all_the_time(self):
        """A link, a folder by another, and back: nothing outside is ever reached."""
        victim, moved = self.tree / "victim", self.tree / "folder"
        stop = threading.Event()

        def swap():
            aside, link = self.other / "aside", self.other / "link"
            away = self.fs.root / "away"
            while not stop.is_set():
                for step in (lambda: os.symlink(self.other / "kept0", link),
                             lambda: os.rename(link, victim),
                             lambda: os.rename(moved, away),
                             lambda: os.symlink(self.other, moved),
                             lambda: os.unlink(moved),
                             lambda: os.rename(away, moved),
                             lambda: aside.write_bytes(blocks("SECRETDATA", 4000)),
                             lambda: os.rename(aside, victim)):
                    try:
                        step()
                    except OSError:
                        pass

        self.fill(50, 4 * KIB)
        names = [f"kept{i}" for i in range(20)]
        swapper = threading.Thread(target=swap)
        swapper.start()
        try:
            for _ in range(15):
                for name in names:
                    try:
                        moved.mkdir(exist_ok=True)
                        (moved / name).write_bytes(blocks("SECRETDATA", 3000))
                    except OSError:
                        pass
                program = self.whole()
                out, err = program.communicate(timeout=120)
                self.assertGreaterEqual(program.returncode, 0, err)
                self.tree.mkdir(exist_ok=True)
        finally:
            stop.set()
            swapper.join()
        # What the test itself wrote through its own link is not the tool's doing.
        for path in [*self.other.iterdir()]:
            if path not in self.kept:
                os.unlink(path)
        changed = [p for p, digest in self.kept.items()
                   if hashlib.sha256(p.read_bytes()).hexdigest() != digest]
        own = [p for p in changed if p.read_bytes() == blocks("SECRETDATA", 3000)]
        self.assertEqual(changed, own)

    def test_somebody_opens_it_meanwhile(self):
        """They wait; what it held is gone in any case, and told to be; its name may stay."""
        path = self.tree / "large"
        path.write_bytes(blocks("SECRETDATA", 64 * MIB))
        os.sync()
        program = self.start("--confirm", "large", "--progress=json", path)
        self.assertIn("progress", program.stderr.readline())
        opened = []

        def look():
            try:
                with open(path, "rb") as file:
                    opened.append(file.read(64))
            except OSError as error:
                opened.append(error)

        reader = threading.Thread(target=look)
        reader.start()
        out, err = program.communicate(timeout=120)
        reader.join()
        result = massho.json_lines(out)[0]
        self.assertEqual(path.exists(), result["state"] != "erased", result)
        if path.exists():
            self.assertEqual((result["state"], result["level"], program.returncode),
                             ("overwritten", "F1", PARTIAL), err)
            self.assertIn("overwritten, but its name is still there: somebody else opened it", err)
            self.assertEqual(int(result["verified_bytes"]), 64 * MIB)
            self.wipe(DONE, path, confirm="large")
        self.assertEqual(self.fs.raw().count(b"SECRETDATA"), 0)

    def test_it_grows_meanwhile(self):
        path = self.tree / "log"
        stop = threading.Event()

        def grow():
            while not stop.is_set():
                try:
                    with open(path, "ab") as file:
                        file.write(b"more" * 100)
                except OSError:
                    pass

        path.write_bytes(blocks("SECRETDATA", 2 * MIB))
        os.sync()
        writer = threading.Thread(target=grow)
        writer.start()
        try:
            for _ in range(8):
                program = self.start("--confirm", "log", path)
                out, err = program.communicate(timeout=120)
                lines = [x for x in massho.json_lines(out) if x["object"] == "file"]
                for line in lines:
                    self.assertIn(line["state"], ("erased", "overwritten", "refused", "failed"), err)
        finally:
            stop.set()
            writer.join()
        path.exists() and self.wipe(DONE, path, confirm="log")
        self.assertEqual(self.fs.raw().count(b"SECRETDATA"), 0)


class Anew(Files):
    """What is made while the person thinks gets the number of what was removed, and is left."""

    def ask(self, *words):
        terminal = massho.Terminal([massho.tool_path("wipe-file"), *words])
        self.addCleanup(terminal.close)
        terminal.wait_for("go on, type ")
        return terminal

    def answer(self, terminal, word, expected):
        terminal.type(f"{word}\n")
        self.assertEqual(terminal.end(), expected, terminal.text())

    def replace(self, path, how):
        """By something with the same number; xfs frees that later, and may give others before."""
        number, aside = path.lstat().st_ino, path.parent / "aside"
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()
        for _ in range(100):
            how(aside)
            if aside.lstat().st_ino == number:
                os.rename(aside, path)
                return
            os.rename(aside, f"{aside}{aside.lstat().st_ino}")
            os.statvfs(path.parent)  # xfs is to go on with what was removed
            time.sleep(0.05)
        self.fail(f"{path}: its number was not given again")

    def test_a_file(self):
        for kind in ("ext4", "ext3-small-inodes", "xfs"):
            with self.subTest(kind=kind):
                tree = FileSystem(self, kind).root / "tree"
                tree.mkdir()
                (tree / "file").write_bytes(blocks("SECRETDATA", 5000))
                (tree / "goes").write_bytes(blocks("SECRETDATA", 5000))
                os.sync()
                file = tree / "file"
                terminal = self.ask(file, tree / "goes", "--record", self.folder / f"{kind}.json")
                self.replace(file, lambda path: path.write_bytes(blocks("OTHER", 5000)))
                self.answer(terminal, 2, PARTIAL)
                self.assertIn("file: refused, not touched: something else has its name now", terminal.text())
                self.assertEqual(file.read_bytes(), blocks("OTHER", 5000))
                self.assertFalse((tree / "goes").exists())
                self.assertEqual(massho.record(self.folder / f"{kind}.json")["files"]["by_state"]["refused"], 1)

    def test_what_is_only_a_name(self):
        """A file in the place of a pipe would lose its name, and all that it holds would stay."""
        fs = FileSystem(self, "ext4")
        tree = fs.root / "tree"
        (tree / "folder").mkdir(parents=True)
        os.mkfifo(tree / "pipe")
        (tree / "link").symlink_to("there")
        os.mknod(tree / "socket", 0o140600)
        names = ("pipe", "link", "socket", "folder")
        terminal = self.ask("--recursive", tree, "--record", self.folder / "r.json")
        self.replace(tree / "pipe", lambda path: path.write_bytes(blocks("OTHER", 5000)))
        self.replace(tree / "link", lambda path: path.symlink_to("elsewhere"))
        self.replace(tree / "socket", os.mkfifo)
        self.replace(tree / "folder", os.mkdir)
        self.answer(terminal, "tree", REFUSED)
        for name in names:
            self.assertIn(f"{name}: refused, not touched: something else has its name now", terminal.text())
        self.assertEqual((tree / "pipe").read_bytes(), blocks("OTHER", 5000))
        self.assertEqual(os.readlink(tree / "link"), "elsewhere")
        self.assertTrue((tree / "socket").is_fifo() and (tree / "folder").is_dir())


class AfterKill(Files):
    def test_stopped_while_the_log_is_wrapped(self):
        """The file is gone, and the log was to be wiped, too: that was cut short, and is told."""
        root = FileSystem(self, "xfs").root
        (root / "file").write_bytes(b"SECRETDATA")
        with subprocess.Popen([massho.tool_path("wipe-file"), "--quiet", "--confirm", "file",
                               "--record", "r.json", root / "file"], cwd=self.folder,
                              env=massho.environment()) as program:
            while not list(root.glob(".massho-log-*/9")):
                self.assertIsNone(program.poll())
            program.terminate()
        self.assertEqual(program.returncode, INTERRUPTED)
        self.assertEqual(list(root.iterdir()), [])
        record = massho.record(self.folder / "r.json")
        self.assertEqual((record["verdict"], record["files"]["journal"]), ("erased-verified", "left"))
        self.assertEqual(len(record["execution"]["interruptions"]), 1)

    def test_while_the_log_is_wrapped(self):
        """What is left lies at the mount point; a run anywhere on the file system removes it."""
        root = FileSystem(self, "xfs").root
        for name in ("one", "two"):
            (root / name).mkdir()
            (root / name / "file").write_bytes(b"SECRETDATA")
        with subprocess.Popen([massho.tool_path("wipe-file"), "--quiet", "--confirm", "file",
                               root / "one" / "file"], cwd=self.folder,
                              env=massho.environment()) as program:
            while not list(root.glob(".massho-log-*/9")):
                self.assertIsNone(program.poll())
            program.kill()
        self.assertEqual(len(list(root.glob(".massho-log-*"))), 1)
        self.wipe(DONE, root / "two" / "file", confirm="file")
        self.assertEqual(sorted(p.name for p in root.iterdir()), ["one", "two"])


if __name__ == "__main__":
    massho.main()
