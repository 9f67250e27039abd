#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Free space of real file systems: nothing of what was removed is left on the medium, nothing
else is harmed, and nothing of ours stays, however it ends. MASSHO_SEED sets the moments of
the kills."""
import fcntl
import json
import os
import random
import re
import shutil
import signal
import struct
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import massho  # noqa: E402
from massho import Loop, Mount  # noqa: E402
import space_scene  # noqa: E402
from space_scene import MIB, Scene, residue, wipe  # noqa: E402

SEED = int(os.environ.get("MASSHO_SEED", "20261129"))
OURS = ".massho-space"
UNKNOWN = 2 ** 64 - 1
XFS_GET_RESBLKS = 2 << 30 | 16 << 16 | ord("X") << 8 | 115


class Space(massho.Case):
    def make(self, words, mib=64):
        """An image with a file system; what it is made with is asked for."""
        program, *options = words.split()
        if not shutil.which(program):
            self.skipTest(f"no {program}")
        self.image, self.top = self.in_memory() / "image", self.folder / "top"
        if f"\t{program.removeprefix('mkfs.')}\n" not in Path("/proc/filesystems").read_text():
            self.skipTest(f"this kernel has no {program.removeprefix('mkfs.')}")
        with open(self.image, "wb") as file:
            file.truncate(mib * MIB)
        subprocess.run([program, *options, self.image], check=True, capture_output=True)
        return Loop(self.image)

    def mount(self, loop, options="defaults"):
        return Mount(loop.node, self.top, options)

    def check(self, kind):
        done = subprocess.run([*space_scene.CHECKS[kind], self.image], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def settings(self, loop, kind):
        """What must be as before: what is reserved, and how much is used."""
        subprocess.run(["sync", "-f", self.top], check=True)
        return *self.reserved(loop, kind), os.statvfs(self.top).f_ffree if kind == "ext" else 0

    def reserved(self, loop, kind):
        if kind == "ext":
            return (Path(f"/sys/fs/ext4/{Path(loop.node).name}/reserved_clusters").read_text(),)
        fd = os.open(self.top, os.O_RDONLY)
        try:
            blocks = bytearray(16)
            fcntl.ioctl(fd, XFS_GET_RESBLKS, blocks)
            return struct.unpack("QQ", blocks)
        finally:
            os.close(fd)


class Residue(Space):
    def nothing_is_left(self, made, kind, mib=64, options="defaults", allowed=()):
        with self.make(made, mib) as loop:
            with self.mount(loop, options):
                scene = Scene(self.top).play()
                before = residue(self.image)
                self.assertGreater(sum(before.values()), 100000, before)
                told = wipe(self.top)
                self.assertEqual(told.code, "ok", told.message)
                self.assertIn("removed", told.words)
                self.assertEqual(scene.harmed(), set())
                data = told.parts["data"]
                self.assertEqual(data.verified, data.bytes)
                self.assertGreater(data.verified, MIB)
            left = residue(self.image)
        if left:
            print("left", left)
        self.assertEqual(set(left) - set(allowed), set())
        self.check(kind)
        return told

    def all_is_wiped(self, told):
        """But for what is kept back for others: whether all of that could be had is by chance."""
        data = "partly" if told.unreached else "wiped"
        self.assertLessEqual(set(told.unreached), {("reserved", "data")})
        self.assertEqual(told.states(), {"inodes": "wiped", "names": "wiped", "data": data,
                                         "trees": "none", "journal": "wiped"})

    def test_ext4(self):
        told = self.nothing_is_left("mkfs.ext4 -q -b 4096", "ext")
        self.all_is_wiped(told)

    def test_ext4_data_journal(self):
        self.nothing_is_left("mkfs.ext4 -q -b 4096", "ext", options="data=journal")

    def test_ext4_inline(self):
        self.nothing_is_left("mkfs.ext4 -q -b 4096 -O inline_data", "ext")

    def test_ext4_small_blocks_and_inodes(self):
        self.nothing_is_left("mkfs.ext4 -q -b 1024 -I 128", "ext")

    def test_ext3(self):
        self.nothing_is_left("mkfs.ext3 -q -b 1024", "ext")

    def test_ext2(self):
        told = self.nothing_is_left("mkfs.ext2 -q -b 4096", "ext")
        self.assertEqual(told.parts["journal"].state, "none")

    def test_xfs(self):
        told = self.nothing_is_left("mkfs.xfs -q", "xfs", 320)
        self.all_is_wiped(told)

    def test_xfs_with_few_inodes(self):
        """No more than our own folders and links take: what was in those goes, too."""
        with self.make("mkfs.xfs -q", 320) as loop:
            with self.mount(loop):
                (self.top / "goes").mkdir()
                for i in range(40):
                    path = self.top / "goes" / f"mkNAME{i}"
                    path.write_bytes(b"mkDATA" * 500)
                    os.setxattr(path, f"user.mkKEY_{i}", b"mkVALU" * 10)
                subprocess.run(["sync", "-f", self.top], check=True)
            self.assertEqual(set(residue(self.image)), {"mkNAME", "mkDATA", "mkKEY_", "mkVALU"})
            with self.mount(loop):
                shutil.rmtree(self.top / "goes")
                self.assertEqual(wipe(self.top).code, "ok")
            self.assertEqual(residue(self.image), {})
        self.check("xfs")

    def test_btrfs(self):
        """Attributes, too, as far as was seen; but nothing tells that all blocks for trees were had."""
        told = self.nothing_is_left("mkfs.btrfs -q", "btrfs", 256, allowed=("mkVALU", "mkKEY_"))
        self.assertEqual(told.states(), {"inodes": "none", "names": "none", "data": "partly",
                                         "trees": "partly", "journal": "none"})

    def test_btrfs_mixed(self):
        """Data and trees share blocks: those for data must leave some."""
        with self.make("mkfs.btrfs -q -M", 64) as loop:
            with self.mount(loop):
                scene = Scene(self.top)
                scene.files(300)
                scene.remove()
                told = wipe(self.top)
                self.assertEqual(scene.harmed(), set())
            self.assertEqual(set(residue(self.image)) - {"mkVALU", "mkKEY_"}, set())
        self.assertEqual((told.parts["trees"].state, told.parts["data"].state), ("partly", "partly"))
        self.assertGreater(told.parts["trees"].count, 100)
        self.assertIn(("reserved", "data"), told.unreached)
        self.check("btrfs")


class Endings(Space):
    def scene(self):
        scene = Scene(self.top)
        scene.files(200)
        scene.small_folders(20)
        scene.remove()
        return scene

    def calls(self):
        """How often it asks whether to go on."""
        return max(wipe("--count", self.top).calls, 1)

    def stopped(self, made, kind, mib):
        with self.make(made, mib) as loop, self.mount(loop):
            scene, settings, calls = self.scene(), self.settings(loop, kind), self.calls()
            codes = []
            for at in sorted({1, 2, *(calls * i // 8 for i in range(1, 8))}):
                told = wipe("--stop-at", at, self.top)
                codes.append(told.code)
                if at == 1:
                    self.assertNotIn("wiped", told.states().values())
                self.assertIn("removed", told.words)
                self.assertEqual(scene.harmed(), set())
                self.assertEqual(self.settings(loop, kind), settings)
            # The last ones may come while it cleans, or not at all: runs differ by rounds.
            self.assertEqual(codes[:4], ["interrupted"] * 4)
        self.check(kind)

    def killed(self, made, kind, mib, kills):
        print(f"seed {SEED}")
        moments = random.Random(SEED)
        with self.make(made, mib) as loop, self.mount(loop):
            scene, settings, calls = self.scene(), self.settings(loop, kind), self.calls()
            for _ in range(kills):
                at = moments.randint(1, calls)
                with subprocess.Popen([space_scene.PROGRAM, "--wait-at", str(at), self.top],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
                    running.stdout.readline()
                    running.send_signal(signal.SIGKILL)
                told = wipe("--mend", self.top)
                self.assertEqual(told.code, "ok", (at, told.message))
                self.assertEqual(scene.harmed(), set(), at)
                self.assertEqual(self.settings(loop, kind), settings, at)
            self.assertEqual(wipe(self.top).code, "ok")
        self.check(kind)

    def test_stopped_on_ext4(self):
        self.stopped("mkfs.ext4 -q -b 4096", "ext", 64)

    def test_stopped_on_xfs(self):
        self.stopped("mkfs.xfs -q", "xfs", 320)

    def test_killed_on_ext4(self):
        self.killed("mkfs.ext4 -q -b 4096", "ext", 64, 8)

    def test_killed_on_xfs(self):
        self.killed("mkfs.xfs -q", "xfs", 320, 5)

    def test_killed_while_the_log_is_wrapped(self):
        """That is the last of it: the folder in which it then works is removed by the next run."""
        with self.make("mkfs.xfs -q", 320) as loop, self.mount(loop):
            scene = self.scene()
            with subprocess.Popen([space_scene.PROGRAM, self.top],
                                  stdout=subprocess.DEVNULL) as running:
                while not list(self.top.glob(".massho-log-*/9")):
                    self.assertIsNone(running.poll())
                running.send_signal(signal.SIGKILL)
            self.assertNotEqual(list(self.top.glob(".massho-log-*")), [])
            told = wipe("--mend", self.top)
            self.assertEqual(told.code, "ok", told.message)
            self.assertIn("mended", told.words)
            self.assertEqual(list(self.top.glob(".massho-*")), [])
            self.assertEqual(scene.harmed(), set())

    def test_time_limit(self):
        with self.make("mkfs.ext4 -q -b 4096", 1024) as loop, self.mount(loop):
            told = wipe("--limit", 1, self.top)
            self.assertEqual(told.code, "ok")
            self.assertIn("removed", told.words)
            self.assertTrue(any(reason == "time-limit" for reason, _ in told.unreached), told.unreached)
            self.assertIn(told.parts["data"].state, ("partly", "not-done"))
            self.assertNotIn(("reserved", "data"), told.unreached)
            self.assertFalse((self.top / OURS).exists())


class Refusals(Space):
    def refused(self, code, path=None):
        """Should it not be, it ends at its first step."""
        told = wipe("--limit", 1, "--stop-at", 1, path or self.top)
        self.assertEqual(told.code, code, told.message)
        self.assertEqual({part.state for part in told.parts.values()}, {"not-done"})
        return told

    def test_the_running_system(self):
        """In a root of its own: if it were not refused, that one would be filled, and no other."""
        with self.make("mkfs.ext4 -q", 128) as loop, self.mount(loop):
            program = shutil.copy(space_scene.PROGRAM, self.top / "wipe-space")
            told = subprocess.run(["ldd", program], capture_output=True, text=True, check=True)
            for path in re.findall(r"/\S+", told.stdout.replace(str(program), "")):
                into = self.top / path[1:]
                into.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, into)
            (self.top / "proc").mkdir()
            subprocess.run(["mount", "-t", "proc", "proc", self.top / "proc"], check=True)
            try:
                done = subprocess.run(["chroot", self.top, "/wipe-space", "--limit", "1",
                                       "--stop-at", "1", "/"], capture_output=True, text=True,
                                      timeout=60)
            finally:
                subprocess.run(["umount", self.top / "proc"], check=True)
            told = space_scene.Told(done.stdout)
            self.assertEqual(told.code, "refused", done.stdout + done.stderr)
            self.assertFalse((self.top / OURS).exists())

    def test_not_there(self):
        self.refused("not-found", self.folder / "missing")

    def test_read_only(self):
        with self.make("mkfs.ext4 -q") as loop, self.mount(loop, "ro"):
            self.refused("refused")

    def test_a_folder_that_is_mounted_elsewhere(self):
        """What a killed run leaves there would not be found by one on the file system itself."""
        with self.make("mkfs.ext4 -q", 16) as loop, self.mount(loop):
            (self.top / "sub").mkdir()
            part = self.folder / "part"
            part.mkdir()
            subprocess.run(["mount", "--bind", self.top / "sub", part], check=True)
            try:
                told = self.refused("refused", part)
            finally:
                massho.unmount(part)
            self.assertIn(str(self.top), told.message)
            self.assertEqual(os.listdir(self.top / "sub"), [])

    def test_a_folder_below_on_btrfs(self):
        """A subvolume below, too: it is no mount point, though it has a number of its own."""
        with self.make("mkfs.btrfs -q", 128) as loop, self.mount(loop):
            for make in (["mkdir"], ["btrfs", "subvolume", "create"]):
                below = self.top / make[0]
                subprocess.run([*make, below], check=True, capture_output=True)
                told = self.refused("refused", below)
                self.assertIn(f"is mounted at {self.top}", told.message)
            # By its device, whose number the file system does not have.
            self.assertEqual(wipe("--stop-at", 1, loop.node).code, "interrupted")

    def test_a_kind_that_is_not_known(self):
        with self.make("mkfs.ext4 -q"):
            self.top.mkdir(exist_ok=True)
            subprocess.run(["mount", "-t", "tmpfs", "none", self.top], check=True)
            try:
                self.refused("unsupported")
            finally:
                massho.unmount(self.top)

    def test_something_else_of_that_name(self):
        with self.make("mkfs.ext4 -q") as loop, self.mount(loop):
            target = self.top / "target"
            target.mkdir()
            (target / "data0").write_text("not ours")
            (self.top / OURS).symlink_to("target")
            self.refused("refused")
            (self.top / OURS).unlink()
            (self.top / OURS).mkdir(mode=0o755)
            self.refused("refused")
            os.chmod(self.top / OURS, 0o700)
            os.chown(self.top / OURS, 1000, 1000)
            self.refused("refused")
            self.assertEqual((target / "data0").read_text(), "not ours")

    def folder_with_a_file(self, name):
        (self.top / name).mkdir(mode=0o700)
        (self.top / name / "f").write_text("not ours")
        return self.top / name

    def test_folders_that_look_like_ours(self):
        """Root's, 0700, and of such names; but not made by a run: they stay, with what is in them."""
        with self.make("mkfs.ext4 -q", 16) as loop, self.mount(loop):
            for name in (OURS, OURS + "-next"):
                folder = self.folder_with_a_file(name)
                self.assertIn(f"called {name} ", self.refused("refused").message)
                self.assertEqual((folder / "f").read_text(), "not ours")
                shutil.rmtree(folder)
            stay = [self.folder_with_a_file(name) for name in (
                OURS + "-next-archive", ".massho-log-archive", ".massho-log-0123456789abcdef")]
            self.assertEqual(wipe(self.top).code, "ok")
            for folder in stay:
                self.assertEqual((folder / "f").read_text(), "not ours")
            (self.top / (OURS + "-next")).mkdir(mode=0o700)  # as a run that was killed leaves it
            told = wipe("--mend", self.top)
            self.assertEqual((told.code, "mended" in told.words), ("ok", True))
            self.assertFalse((self.top / (OURS + "-next")).exists())

    def test_two_at_once(self):
        with self.make("mkfs.ext4 -q") as loop, self.mount(loop):
            with subprocess.Popen([space_scene.PROGRAM, "--wait-at", "3", self.top],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
                running.stdout.readline()
                self.refused("refused")
                rest, _ = running.communicate(b"\n")
            self.assertEqual(space_scene.Told(rest.decode()).code, "ok")


class Others(Space):
    def reserve_stays(self, made, kind, mib):
        """Writing back what others were told is written needs it."""
        with self.make(made, mib) as loop, self.mount(loop):
            before, seen = self.settings(loop, kind)[0], set()
            with subprocess.Popen([space_scene.PROGRAM, self.top], stdout=subprocess.DEVNULL) as running:
                while running.poll() is None:
                    seen.add(self.reserved(loop, kind)[0])
            self.assertEqual(seen, {before})

    def test_the_reserve_stays_on_ext4(self):
        self.reserve_stays("mkfs.ext4 -q -b 4096", "ext", 32)

    def test_the_reserve_stays_on_xfs(self):
        self.reserve_stays("mkfs.xfs -q", "xfs", 320)


class Told(Space):
    def test_open_without_a_name(self):
        with self.make("mkfs.ext4 -q -b 4096") as loop, self.mount(loop):
            with open(self.top / "removed", "wb") as file:
                file.write(b"x" * 3 * MIB)
                file.flush()
                os.fsync(file.fileno())
                os.unlink(self.top / "removed")
                told = wipe(self.top)
            self.assertEqual(told.unreached["open-deleted", "data"][:2], (1, 3 * MIB))
            self.assertEqual(told.parts["data"].state, "partly")

    def test_a_folder_that_cannot_be_changed(self):
        with self.make("mkfs.ext4 -q -b 4096") as loop, self.mount(loop):
            (self.top / "fixed").mkdir()
            subprocess.run(["chattr", "+i", self.top / "fixed"], check=True)
            try:
                told = wipe(self.top)
            finally:
                subprocess.run(["chattr", "-i", self.top / "fixed"], check=True)
            self.assertEqual(told.unreached["folders", "names"][0], 1)
            self.assertEqual(told.parts["names"].state, "partly")

    def covered(self, made, mib):
        """What lies beneath is not seen: nobody knows how much that is."""
        with self.make(made, mib) as loop, self.mount(loop):
            (self.top / "stays/below").mkdir(parents=True)
            subprocess.run(["mount", "-t", "tmpfs", "none", self.top / "stays"], check=True)
            try:
                told = wipe(self.top)
            finally:
                subprocess.run(["umount", self.top / "stays"], check=True)
            self.assertEqual(told.code, "ok", told.message)
            self.assertEqual(told.unreached["folders", "names"][0], UNKNOWN)
            self.assertEqual(told.parts["names"].state, "partly")
            return told

    def test_a_folder_beneath_a_mount_on_ext4(self):
        self.covered("mkfs.ext4 -q -b 4096", 16)

    def test_a_folder_beneath_a_mount_on_xfs(self):
        told = self.covered("mkfs.xfs -q", 320)
        self.assertEqual(told.unreached["attributes", "inodes"][0], UNKNOWN)

    def names_are_put(self):
        try:
            return (self.top / OURS / "link0").stat().st_nlink > 1
        except FileNotFoundError:
            return False

    def appending(self, made, kind, mib):
        """Names go into such a folder, and not out of it again."""
        with self.make(made, mib) as loop, self.mount(loop):
            log = self.top / "log"
            log.mkdir()
            (log / "messages").write_text("x")
            subprocess.run(["chattr", "+a", log], check=True)
            try:
                told = wipe(self.top)
            finally:
                subprocess.run(["chattr", "-a", log], check=True)
            self.assertEqual(told.code, "ok", told.message)
            self.assertIn("removed", told.words)
            self.assertEqual(told.unreached["folders", "names"][0], 1)
            self.assertEqual(os.listdir(log), ["messages"])
        self.check(kind)

    def test_a_folder_that_only_takes_on_ext4(self):
        self.appending("mkfs.ext4 -q -b 4096", "ext", 64)

    def test_a_folder_that_only_takes_on_xfs(self):
        self.appending("mkfs.xfs -q", "xfs", 320)

    def test_a_folder_that_keeps_what_a_killed_run_left_is_named(self):
        with self.make("mkfs.ext4 -q -b 4096", 16) as loop, self.mount(loop):
            (self.top / OURS).mkdir(mode=0o700)
            (self.top / OURS / "link0").touch()
            (self.top / "log").mkdir()
            os.link(self.top / OURS / "link0", self.top / "log" / "stray")
            subprocess.run(["chattr", "+a", self.top / "log"], check=True)
            try:
                told = wipe("--mend", self.top)
            finally:
                subprocess.run(["chattr", "-a", self.top / "log"], check=True)
            self.assertEqual(told.code, "io-error", told.message)
            self.assertIn(str(self.top / "log"), told.message)
            self.assertEqual(wipe("--mend", self.top).code, "ok")
            self.assertEqual(os.listdir(self.top / "log"), [])

    def test_what_others_free_meanwhile_stays_free(self):
        """Folders that stay never become smaller again: they must not take it; but they are filled."""
        with self.make("mkfs.ext4 -q -b 4096") as loop, self.mount(loop):
            for i in range(400):
                (self.top / "stays" / f"{i}").mkdir(parents=True)
                (self.top / "stays" / f"{i}" / "mkNAME").touch()
            subprocess.run(["sync", "-f", self.top], check=True)
            for path in self.top.glob("stays/*/mkNAME"):
                path.unlink()
            (self.top / "goes").write_bytes(b"x" * 8 * MIB)
            subprocess.run(["sync", "-f", self.top], check=True)
            with subprocess.Popen([space_scene.PROGRAM, self.top],
                                  stdout=subprocess.PIPE) as running:
                while not self.names_are_put():
                    self.assertIsNone(running.poll())
                running.send_signal(signal.SIGSTOP)
                os.unlink(self.top / "goes")
                subprocess.run(["sync", "-f", self.top], check=True)
                running.send_signal(signal.SIGCONT)
                told = space_scene.Told(running.communicate(timeout=60)[0].decode())
            self.assertEqual(told.code, "ok", told.message)
            self.assertNotIn(("folders", "names"), told.unreached)
            grown = sum(path.stat().st_size - 4096 for path in (self.top / "stays").iterdir())
            self.assertLessEqual(grown, 4 * 4096)
        self.assertEqual(residue(self.image), {})

    def test_names_that_others_move_are_removed(self):
        """As a mail or print spool does: it moves whatever appears."""
        mover = ("import os, sys\nos.makedirs(sys.argv[2], exist_ok=True)\nprint(flush=True)\n"
                 "while True:\n"
                 "    for name in os.listdir(sys.argv[1]):\n"
                 "        if not name.startswith('kept'):\n"
                 "            try: os.rename(f'{sys.argv[1]}/{name}', f'{sys.argv[2]}/{name}')\n"
                 "            except OSError: pass\n")
        with self.make("mkfs.xfs -q", 320) as loop, self.mount(loop):
            (self.top / "in").mkdir()
            for i in range(300):
                (self.top / "in" / f"kept{i}").touch()
            words = [sys.executable, "-c", mover, self.top / "in", self.top / "done"]
            with subprocess.Popen(words, stdout=subprocess.PIPE) as moving:
                moving.stdout.readline()
                told = wipe(self.top)
                moving.kill()
            self.assertEqual(told.code, "ok", told.message)
            self.assertIn("removed", told.words)
            self.assertEqual(os.listdir(self.top / "done"), [])
            self.assertEqual(len(os.listdir(self.top / "in")), 300)
        self.check("xfs")

    def full(self, made, kind, mib):
        with self.make(made, mib) as loop, self.mount(loop):
            for size in (MIB, 4096, 1):
                try:
                    for i in range(5000):
                        with open(self.top / f"{size}-{i}", "wb") as file:
                            file.write(b"f" * size)
                            os.fsync(file.fileno())
                except OSError:
                    continue
            for freed in (0, 2, 20):
                for i in range(freed):
                    (self.top / f"4096-{i}").unlink(missing_ok=True)
                told = wipe(self.top)
                self.assertEqual(told.code, "ok", (freed, told.message))
                self.assertIn(("reserved", "data"), told.unreached)
                self.assertIn("removed", told.words)
        self.check(kind)

    def test_full_xfs(self):
        self.full("mkfs.xfs -q", "xfs", 320)

    def test_full_ext4(self):
        self.full("mkfs.ext4 -q", "ext", 32)

    def unwritten(self, made, mib):
        """Preallocated blocks, and those behind the end, keep what was there."""
        with self.make(made, mib) as loop, self.mount(loop):
            with open(self.top / "database", "wb") as file:
                os.posix_fallocate(file.fileno(), 0, 2 * MIB)
                os.fsync(file.fileno())
            (self.top / "log").write_bytes(b"x" * 4096)
            subprocess.run(["fallocate", "-n", "-o", "4096", "-l", str(MIB), self.top / "log"], check=True)
            told = wipe(self.top)
            self.assertEqual(told.unreached["unwritten", "data"][:2], (2, 3 * MIB))
            self.assertEqual(told.parts["data"].state, "partly")

    def test_unwritten_on_ext4(self):
        self.unwritten("mkfs.ext4 -q -b 4096", 32)

    def test_unwritten_on_xfs(self):
        self.unwritten("mkfs.xfs -q", 320)

    def test_copies_beneath(self):
        """On an image on btrfs each write goes elsewhere: what was there stays."""
        with self.make("mkfs.btrfs -q", 128) as below, self.mount(below, "nodiscard"):
            inner, top = self.top / "inner", self.folder / "inner-top"
            inner.touch()
            os.truncate(inner, 16 * MIB)
            subprocess.run(["mkfs.ext4", "-q", inner], check=True, capture_output=True)
            with Loop(inner) as loop, Mount(loop.node, top):
                told = wipe(top)
            self.assertIn(("beneath-copies", "data"), told.unreached)
            self.assertEqual(told.parts["data"].state, "partly")
            subprocess.run(["mkswap", "-q", inner], check=True)
            with Loop(inner) as loop:
                done = subprocess.run([massho.BUILD / "bin/wipe-file", f"--swap={loop.node}", "--dry-run"],
                                      capture_output=True, text=True)
            self.assertIn("may keep a copy", done.stdout + done.stderr)

    def test_progress_is_not_done_before_the_end(self):
        with self.make("mkfs.xfs -q", 320) as loop, self.mount(loop):
            done = subprocess.run([massho.BUILD / "bin/wipe-file", "--free-space", self.top, "--confirm",
                                   self.top.name, "--quiet", "--progress", "json",
                                   "--record", self.folder / "record"],
                                  cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        told = [json.loads(line) for line in done.stderr.splitlines()]
        running = [one for one in told if not one["finished"]]
        self.assertIn("journal", {one["part"] for one in running})
        self.assertFalse([one for one in running if one["seconds_left"] == 0
                          and one["job_done_bytes"] == one["job_total_bytes"]])
        journal = [one for one in running if one["part"] == "journal"]
        self.assertLess(int(journal[0]["job_done_bytes"]), int(journal[0]["job_total_bytes"]))

    def test_times_of_folders_stay(self):
        with self.make("mkfs.ext4 -q -b 4096") as loop, self.mount(loop):
            (self.top / "folder").mkdir()
            os.utime(self.top / "folder", ns=(10**18, 10**18 + 5))
            os.utime(self.top, ns=(10**18, 10**18 + 7))
            self.assertEqual(wipe(self.top).code, "ok")
            self.assertEqual(self.top.stat().st_mtime_ns, 10**18 + 7)
            self.assertEqual((self.top / "folder").stat().st_mtime_ns, 10**18 + 5)


if __name__ == "__main__":
    reason = massho.loop_reason()
    if reason:
        print(reason)
        sys.exit(77)
    massho.main()
