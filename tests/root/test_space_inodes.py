#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""xfs: what was removed from files and folders that stay is not left in their inodes, or it is
told; and they are as before, also after a kill."""
import contextlib
import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
import types
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import massho  # noqa: E402
from massho import Loop, Mount  # noqa: E402
import space_scene  # noqa: E402
from space_scene import CHECKS, MIB, wipe  # noqa: E402

KEY, VALUE, NAME = "mkKEY", b"mkVALUE", "mkNAME"
FILES = 30
SMALL = f"{'n' * 10}{NAME}{'n' * 20}"


class Inodes(massho.Case):
    def make(self, options=""):
        self.image, self.top = self.in_memory() / "image", self.folder / "top"
        with open(self.image, "wb") as file:
            file.truncate(320 * MIB)
        subprocess.run(["mkfs.xfs", "-q", *options.split(), self.image], check=True)
        return Loop(self.image)

    def mount(self, loop):
        return Mount(loop.node, self.top)

    def path(self, i):
        return self.top / "stays" / f"f{i}"

    def make_files(self):
        (self.top / "stays").mkdir()
        for i in range(FILES):
            self.path(i).write_bytes(b"stays")
            os.setxattr(self.path(i), "user.kept", b"k" * (i % 7))
            os.setxattr(self.path(i), f"user.{KEY}{i}", VALUE * (1 + i % 9))

    def make_links(self):
        """By how long they are, attributes would push their targets into a block."""
        for length in (6, 30, 100, 150, 208, 250, 330, 600, 840, 1000):
            os.symlink("t" * length, self.top / f"stays/link{length}")
        os.setxattr(self.top / "stays/link6", f"trusted.{KEY}", VALUE, follow_symlinks=False)

    def remove_attributes(self):
        for i in range(FILES):
            os.removexattr(self.path(i), f"user.{KEY}{i}")

    def facts(self):
        """What a user sees of all that is there: everything but the time of the inode's change."""
        def of(path):
            st = os.lstat(path)
            xattrs = {name: os.getxattr(path, name, follow_symlinks=False)
                      for name in os.listxattr(path, follow_symlinks=False)}
            read = st.st_atime_ns if stat.S_ISREG(st.st_mode) else 0  # of others it changes here
            return st.st_mode, st.st_size, st.st_blocks, st.st_nlink, st.st_mtime_ns, read, xattrs
        paths = [os.path.join(folder, name) for folder, folders, names in os.walk(self.top)
                 for name in folders + names]
        return {str(path): of(path) for path in [self.top, *paths]}

    def left(self):
        data = self.image.read_bytes()
        return {mark for mark in (KEY.encode(), VALUE, NAME.encode()) if mark in data}

    def check(self):
        done = subprocess.run([*CHECKS["xfs"], self.image], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def nothing_is_left(self, options=""):
        with self.make(options) as loop:
            with self.mount(loop):
                self.make_files()
            with self.mount(loop):
                self.remove_attributes()
            self.assertEqual(self.left(), {KEY.encode(), VALUE})
            with self.mount(loop):
                before = self.facts()
                told = wipe(self.top)
                self.assertEqual(told.code, "ok", told.message)
                self.assertNotIn(("attributes", "inodes"), told.unreached)
                self.assertEqual(self.facts(), before)
            self.assertEqual(self.left(), set())
        self.check()

    def test_attributes(self):
        self.nothing_is_left()

    def test_attributes_in_large_inodes(self):
        self.nothing_is_left("-i size=2048")

    def links_stay(self, options=""):
        with self.make(options) as loop:
            with self.mount(loop):
                self.make_files()
                self.make_links()
            with self.mount(loop):
                os.removexattr(self.top / "stays/link6", f"trusted.{KEY}", follow_symlinks=False)
            with self.mount(loop):
                before = self.facts()
                told = wipe(self.top)
                self.assertEqual(told.code, "ok", told.message)
                self.assertEqual(self.facts(), before)
        self.check()
        self.assertEqual(told.unreached["attributes", "inodes"][0], 1)

    def test_links_stay_as_they_are(self):
        self.links_stay()

    def test_links_in_large_inodes(self):
        self.links_stay("-i size=1024")

    def test_what_cannot_be_changed_is_told(self):
        with self.make() as loop:
            with self.mount(loop):
                self.make_files()
            with self.mount(loop):
                self.remove_attributes()
                subprocess.run(["chattr", "+i", self.path(3)], check=True)
                try:
                    told = wipe(self.top)
                finally:
                    subprocess.run(["chattr", "-i", self.path(3)], check=True)
            self.assertEqual(told.unreached["attributes", "inodes"][0], 1)
            self.assertEqual(told.parts["inodes"].state, "partly")

    def test_names_of_a_folder_that_was_small(self):
        """Those lie where its blocks are listed now: nothing of ours reaches that."""
        with self.make() as loop:
            with self.mount(loop):
                (self.top / "d").mkdir()
                (self.top / "d" / SMALL).touch()
            self.assertEqual(self.left(), {NAME.encode()})
            with self.mount(loop):
                for i in range(60):
                    (self.top / "d" / f"stays{i}").touch()
                (self.top / "d" / SMALL).unlink()
            with self.mount(loop):
                told = wipe(self.top)
            self.assertEqual(self.left(), {NAME.encode()})
            self.assertEqual(told.unreached["attributes", "inodes"][0], 1)

    def ours(self, paths=None):
        return [path for path in paths or map(self.path, range(FILES))
                for name in os.listxattr(path)
                if name.startswith("trusted.") and "massho" not in name]

    def test_killed(self):
        with self.make() as loop:
            with self.mount(loop):
                self.make_files()
                self.remove_attributes()
                before = self.facts()
                with subprocess.Popen([space_scene.PROGRAM, self.top],
                                      stdout=subprocess.DEVNULL) as running:
                    while len(self.ours()) < FILES:
                        self.assertIsNone(running.poll())
                    running.send_signal(signal.SIGKILL)
                self.assertNotEqual(self.ours(), [])
                told = wipe("--mend", self.top)
                self.assertEqual(told.code, "ok", told.message)
                self.assertEqual(self.ours(), [])
                after = self.facts()
                del before[str(self.top)], after[str(self.top)]  # when it was changed is lost
                self.assertEqual(after, before)
        self.check()

    @contextlib.contextmanager
    def halted(self):
        """A run that stands still when all files have attributes of it; in the end it goes on."""
        with subprocess.Popen([space_scene.PROGRAM, self.top], stdout=subprocess.PIPE,
                              text=True) as running:
            while len(set(self.ours())) < FILES:
                self.assertIsNone(running.poll())
            running.send_signal(signal.SIGSTOP)
            told = types.SimpleNamespace()
            try:
                yield told
            finally:
                running.send_signal(signal.SIGCONT)
            told.__dict__.update(vars(space_scene.Told(running.communicate(timeout=300)[0])))

    def test_what_is_moved_and_copied_and_covered_meanwhile(self):
        """Attributes are taken out wherever they are by then, and nobody else's."""
        with self.make() as loop, self.mount(loop):
            self.make_files()
            for i in range(8):
                os.setxattr(self.path(0), f"trusted.massho{i}", b"own")
            (self.top / "other").mkdir()
            before = self.facts()
            with self.halted() as told:
                (self.top / "other/copy").touch()
                shutil.copystat(self.path(1), self.top / "other/copy")
                self.assertNotEqual(self.ours([self.top / "other/copy"]), [])
                self.path(2).rename(self.top / "other/moved")
                subprocess.run(["mount", "-t", "tmpfs", "none", self.top / "stays"], check=True)
            subprocess.run(["umount", self.top / "stays"], check=True)
            self.assertEqual((told.code, "removed" in told.words), ("ok", True))
            (self.top / "other/moved").rename(self.path(2))
            self.assertEqual(self.ours([self.top / "other/copy"]), [])
            (self.top / "other/copy").unlink()
            after = self.facts()
            for folder in (self.top / "stays", self.top / "other"):
                del before[str(folder)], after[str(folder)]
            self.assertEqual(after, before)
        self.check()

    def test_what_became_immutable_meanwhile_is_named(self):
        with self.make() as loop, self.mount(loop):
            self.make_files()
            with self.halted() as told:
                subprocess.run(["chattr", "+i", self.path(3)], check=True)
            try:
                again = wipe(self.top)
            finally:
                subprocess.run(["chattr", "-i", self.path(3)], check=True)
            for each in (told, again):
                self.assertIn(f"end io-error {errno.EPERM} ", each.message)
                self.assertIn(f"put into {self.path(3)} ", each.message)
            self.assertEqual(again.parts["trees"].state, "none")
            self.assertEqual(set(self.ours()), {self.path(3)})
            self.assertEqual(wipe("--mend", self.top).code, "ok")
            self.assertEqual(self.ours(), [])


if __name__ == "__main__":
    reason = massho.loop_reason()
    if reason:
        print(reason)
        sys.exit(77)
    massho.main()
