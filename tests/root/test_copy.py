#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copying onto real file systems: full, read-only, small-minded, and with something mounted in them."""
import collections
import errno
import hashlib
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from massho import Loop, Mount  # noqa: E402

PROGRAM = massho.BUILD / "tests/bin/copy-files"
KIB, MIB = 1 << 10, 1 << 20
Result = collections.namedtuple("Result", "state kind size sha256 code errno path")


def contents(size, seed=0):
    """Bytes that no compression makes smaller."""
    return b"".join(hashlib.sha512(b"%d %d" % (seed, i)).digest()
                    for i in range(size // 64 + 1))[:size]


class Copied:
    """What the program printed."""

    def __init__(self, text):
        lines = [x for x in text.splitlines() if x != "at"]
        self.files = {}
        for line in lines[:-1]:
            result = Result(*line.split(" ", 6))
            assert result.path not in self.files, line
            self.files[result.path] = result
        _, self.code, number, *self.message = lines[-1].split(" ", 3)
        self.errno = int(number)

    def states(self):
        return {path: r.state for path, r in self.files.items()}


class Copy(massho.Case):
    def setUp(self):
        super().setUp()
        self.source, self.target = self.folder / "source", self.folder / "target"
        self.source.mkdir()
        self.target.mkdir()

    def put(self, name, data):
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def copy(self, target=None, source=None):
        done = subprocess.run([PROGRAM, target or self.target, source or self.source],
                              capture_output=True, text=True, timeout=120)
        self.assertEqual(done.stderr, "")
        return Copied(done.stdout)

    def copy_while(self, name, change):
        """Copies, and calls change() while the file of this name is being read."""
        with subprocess.Popen([PROGRAM, "--wait", name, self.target, self.source], text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
            before = []
            while (line := running.stdout.readline()) != "at\n":
                self.assertTrue(line, before)
                before.append(line)
            change()
            out, _ = running.communicate("on\n", timeout=120)
        return Copied("".join(before) + out)

    def file_system(self, *command, size=8 * MIB, options="defaults"):
        """A file system on a loop device, mounted as the target until the case ends."""
        image = self.image(f"{command[0]}.img", size=size, fill=b"\0")
        subprocess.run([*command, image], check=True, capture_output=True)
        loop = Loop(image)
        loop.__enter__()
        self.addCleanup(loop.__exit__)
        self.mount(loop.node, options)

    def mount(self, node, options, where=None):
        mount = Mount(node, where or self.target, options)
        mount.__enter__()
        self.addCleanup(mount.__exit__)

    def tmpfs(self, size):
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", self.target],
                       check=True)
        self.addCleanup(massho.unmount, self.target)

    def becomes_full(self):
        """Three files, of which the second does not fit."""
        self.put("a", contents(300 * KIB, 1))
        self.put("b", contents(12 * MIB, 2))
        self.put("c", contents(10, 3))
        done = self.copy()
        self.assertEqual(done.states(), {"a": "copied", "b": "failed", "c": "not-reached"})
        self.assertEqual((done.code, done.errno), ("io-error", errno.ENOSPC))
        self.assertIn("full", done.message[0])
        self.assertEqual(int(done.files["b"].errno), errno.ENOSPC)
        self.assertEqual((self.target / "a").read_bytes(), contents(300 * KIB, 1))
        self.assertEqual(sorted(x for x in os.listdir(self.target) if x != "lost+found"), ["a"])
        (self.source / "b").unlink()
        self.assertEqual(self.copy().states(), {"a": "already", "c": "copied"})

    def test_full_tmpfs(self):
        self.tmpfs("1m")
        self.becomes_full()

    def test_full_ext4(self):
        self.file_system("mkfs.ext4", "-q", "-F")
        self.becomes_full()

    def test_full_of_names(self):
        """No room for a folder or a file is as full as no room for bytes."""
        self.file_system("mkfs.ext4", "-q", "-F", "-N", "16")
        for number in range(16):
            self.put(f"folder{number:02}/file", b"x")
        done = self.copy()
        self.assertEqual(done.errno, errno.ENOSPC)
        states = [r.state for r in done.files.values()]
        self.assertIn("copied", states)
        self.assertEqual(states[-1], "not-reached")

    def test_read_only(self):
        self.file_system("mkfs.ext4", "-q", "-F")
        subprocess.run(["mount", "-o", "remount,ro", self.target], check=True)
        self.put("a", b"a")
        self.put("b", b"b")
        done = self.copy()
        self.assertEqual(done.states(), {"a": "failed", "b": "not-reached"})
        self.assertEqual(done.errno, errno.EROFS)

    def fat(self):
        try:
            self.file_system("mkfs.vfat")
        except FileNotFoundError:
            self.skipTest("mkfs.vfat is not installed")
        except subprocess.CalledProcessError as error:
            self.skipTest(f"no FAT here: {error}")

    def test_fat(self):
        """No modes, no owners, times to two seconds: the bytes arrive all the same."""
        self.fat()
        self.put("folder/記録.txt", contents(MIB + 5))
        self.put("empty", b"")
        done = self.copy()
        self.assertEqual(done.code, "ok", done.message)
        self.assertEqual((self.target / "folder/記録.txt").read_bytes(), contents(MIB + 5))
        self.assertEqual(set(self.copy().states().values()), {"already"})

    def test_a_name_that_fat_has_not(self):
        self.fat()
        self.put("a:b", b"x")
        self.put("c", b"x")
        done = self.copy()
        self.assertEqual(done.states(), {"a:b": "failed", "c": "copied"})

    def test_names_that_fat_takes_for_others(self):
        """Equal contents, so that only the names tell them apart."""
        self.fat()
        for name in ("NAME", "name", "dot", "dot.", "folder/x", "Folder/y"):
            self.put(name, b"x")
        done = self.copy()
        self.assertEqual(done.states(), {
            "Folder/y": "copied", "folder": "failed", "folder/x": "failed", "NAME": "copied",
            "name": "failed", "dot": "copied", "dot.": "failed"})
        self.assertEqual(sorted(os.listdir(self.target)), ["Folder", "NAME", "dot"])

    def test_a_mount_in_the_source(self):
        self.put("below/mounted/secret", b"covered")
        self.put("below/file", b"x")
        self.put("bound", b"x")
        other = self.folder / "other"
        other.mkdir()
        (other / "else").write_bytes(b"of another file system")
        self.mount(other, "bind", self.source / "below/mounted")
        bound = self.source / "bound"
        subprocess.run(["mount", "--bind", other / "else", bound], check=True)
        self.addCleanup(massho.unmount, bound)
        done = self.copy()
        self.assertEqual(done.states(), {"below/file": "copied", "below/mounted": "skipped",
                                         "bound": "skipped"})
        self.assertEqual(done.files["below/mounted"].kind, "mount")
        self.assertEqual(done.files["bound"].kind, "mount")
        self.assertFalse((self.target / "below/mounted").exists())

    def test_a_source_that_is_a_mount(self):
        self.file_system("mkfs.ext4", "-q", "-F")
        self.put("file", contents(5))
        self.assertEqual(self.copy().code, "ok")
        scanned = self.copy("-", self.target)
        self.assertEqual(scanned.states(), {"file": "hashed"})
        self.assertEqual(scanned.files["file"].sha256, hashlib.sha256(contents(5)).hexdigest())

    def test_a_mount_in_the_target(self):
        self.put("folder/file", b"x")
        self.put("rest", b"x")
        other = self.folder / "other"
        other.mkdir()
        (self.target / "folder").mkdir()
        self.mount(other, "bind", self.target / "folder")
        done = self.copy()
        self.assertEqual(done.states(), {"folder": "failed", "folder/file": "failed",
                                         "rest": "copied"})
        self.assertEqual(done.code, "refused")
        self.assertEqual(os.listdir(other), [])

    def test_a_source_swapped_for_a_link(self):
        """While it is being read, and before: a link to what must not leave the machine."""
        secret = self.folder / "secret"
        secret.write_bytes(contents(3 * MIB, 9))
        self.put("a", contents(3 * MIB, 1))
        self.put("b", contents(3 * MIB, 2))

        def swap():
            for name in "ab":
                (self.source / name).unlink()
                (self.source / name).symlink_to(secret)

        done = self.copy_while("a", swap)
        self.assertEqual(done.states(), {"a": "failed", "b": "failed"})
        self.assertEqual(done.files["b"].code, "refused")
        self.assertEqual(os.listdir(self.target), [])

    def test_a_target_swapped_for_a_link(self):
        """The folder that the file comes into leads elsewhere when the next one is to be made."""
        self.put("a", contents(3 * MIB))
        self.put("folder/b", b"x")
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        done = self.copy_while("a", lambda: (self.target / "folder").symlink_to(elsewhere))
        self.assertEqual(done.states(), {"a": "copied", "folder": "failed", "folder/b": "failed"})
        self.assertEqual(os.listdir(elsewhere), [])

    def test_killed(self):
        """What a killed run leaves is removed by the next one, which copies the rest."""
        self.put("a", contents(3 * MIB))
        running = subprocess.Popen([PROGRAM, "--wait", "a", self.target, self.source],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.assertEqual(running.stdout.readline(), "at\n")
        running.kill()
        running.communicate()
        self.assertEqual(len(os.listdir(self.target)), 1)
        self.assertNotIn("a", os.listdir(self.target))
        self.assertEqual(self.copy().states(), {"a": "copied"})
        self.assertEqual(os.listdir(self.target), ["a"])


if __name__ == "__main__":
    reason = massho.loop_reason()
    if reason:
        print(reason)
        sys.exit(77)
    massho.main()
