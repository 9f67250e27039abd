#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Free space of real file systems: nothing of what was removed is left on the medium, nothing
else is harmed, and nothing of ours stays, however it ends. MASSHO_SEED sets the moments of
the kills."""
import os
import random
import shutil
import signal
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

    def reserved(self, loop):
        return Path(f"/sys/fs/ext4/{Path(loop.node).name}/reserved_clusters").read_text()


class Residue(Space):
    def nothing_is_left(self, made, kind, mib=64, options="defaults"):
        with self.make(made, mib) as loop:
            with self.mount(loop, options):
                scene = Scene(self.top).play()
                before = residue(self.image)
                self.assertGreater(sum(before.values()), 100000, before)
                told = wipe(self.top)
                self.assertEqual(told.code, "ok", told.message)
                self.assertIn("removed", told.words)
                self.assertEqual(scene.harmed(), set())
            left = residue(self.image)
        self.assertEqual(left, {})
        self.check(kind)
        return told

    def test_ext4(self):
        told = self.nothing_is_left("mkfs.ext4 -q -b 4096", "ext")
        self.assertEqual(told.states(), {"inodes": "wiped", "names": "wiped", "data": "wiped",
                                         "trees": "none", "journal": "wiped"})
        self.assertEqual(told.unreached, {})

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


class Endings(Space):
    def test_stopped_at_each_of_many_moments(self):
        with self.make("mkfs.ext4 -q -b 4096") as loop, self.mount(loop):
            scene = Scene(self.top)
            scene.files(200)
            scene.small_folders(10)
            scene.remove()
            reserved, used = self.reserved(loop), os.statvfs(self.top).f_ffree
            for at in (1, 3, 9, 20, 27, 33, 35, 40):
                told = wipe("--stop-at", at, self.top)
                self.assertEqual(told.code, "interrupted", at)
                self.assertIn("removed", told.words)
                self.assertEqual(scene.harmed(), set())
                self.assertEqual((self.reserved(loop), os.statvfs(self.top).f_ffree), (reserved, used))
        self.check("ext")

    def test_killed(self):
        print(f"seed {SEED}")
        moments = random.Random(SEED)
        with self.make("mkfs.ext4 -q -b 4096") as loop, self.mount(loop):
            scene = Scene(self.top)
            scene.files(200)
            scene.small_folders(40)
            scene.remove()
            reserved, inodes = self.reserved(loop), os.statvfs(self.top).f_ffree
            for _ in range(8):
                at = moments.randint(1, 60)
                with subprocess.Popen([space_scene.PROGRAM, "--wait-at", str(at), self.top],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
                    running.stdout.readline()
                    running.send_signal(signal.SIGKILL)
                told = wipe("--mend", self.top)
                self.assertEqual(told.code, "ok", told.message)
                self.assertEqual(scene.harmed(), set(), at)
                self.assertEqual((self.reserved(loop), os.statvfs(self.top).f_ffree),
                                 (reserved, inodes), at)
            self.assertEqual(wipe(self.top).code, "ok")
        self.check("ext")

    def test_time_limit(self):
        with self.make("mkfs.ext4 -q -b 4096", 1024) as loop, self.mount(loop):
            told = wipe("--limit", 1, self.top)
            self.assertEqual(told.code, "ok")
            self.assertIn("removed", told.words)
            self.assertTrue(any(reason == "time-limit" for reason, _ in told.unreached), told.unreached)
            self.assertIn(told.parts["data"].state, ("partly", "not-done"))
            self.assertFalse((self.top / OURS).exists())


class Refusals(Space):
    def refused(self, code, path=None):
        """Should it not be, it ends at its first step."""
        told = wipe("--limit", 1, "--stop-at", 1, path or self.top)
        self.assertEqual(told.code, code, told.message)
        self.assertEqual({part.state for part in told.parts.values()}, {"not-done"})
        return told

    def test_the_running_system(self):
        self.refused("refused", "/")

    def test_not_there(self):
        self.refused("not-found", self.folder / "missing")

    def test_read_only(self):
        with self.make("mkfs.ext4 -q") as loop, self.mount(loop, "ro"):
            self.refused("refused")

    def test_a_kind_that_is_not_known(self):
        with self.make("mkfs.ext4 -q"):
            self.top.mkdir(exist_ok=True)
            subprocess.run(["mount", "-t", "tmpfs", "none", self.top], check=True)
            try:
                self.refused("unsupported")
            finally:
                subprocess.run(["umount", self.top], check=True)

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

    def test_two_at_once(self):
        with self.make("mkfs.ext4 -q") as loop, self.mount(loop):
            with subprocess.Popen([space_scene.PROGRAM, "--wait-at", "3", self.top],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
                running.stdout.readline()
                self.refused("refused")
                rest, _ = running.communicate(b"\n")
            self.assertEqual(space_scene.Told(rest.decode()).code, "ok")


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

    def test_times_of_folders_stay(self):
        with self.make("mkfs.ext4 -q -b 4096") as loop, self.mount(loop):
            (self.top / "folder").mkdir()
            os.utime(self.top / "folder", ns=(10**18, 10**18 + 5))
            self.assertEqual(wipe(self.top).code, "ok")
            self.assertEqual((self.top / "folder").stat().st_mtime_ns, 10**18 + 5)


if __name__ == "__main__":
    reason = massho.loop_reason()
    if reason:
        print(reason)
        sys.exit(77)
    massho.main()
