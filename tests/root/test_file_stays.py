#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What wipe-file cannot erase is known before anything is touched, and is never counted as erased."""
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from file_scene import KINDS, FileSystem, Files, Tmpfs, blocks  # noqa: E402
from massho import DONE, PARTIAL, REFUSED, UNSUPPORTED  # noqa: E402

KINDS["nodatacow"] = (KINDS["btrfs"][0], "nodatacow", *KINDS["btrfs"][2:])
NOBODY = 65534


class Stays(Files):
    def make(self, kind="ext4"):
        self.fs = FileSystem(self, kind)
        self.tree = self.fs.root / "tree"
        self.tree.mkdir()
        self.file = self.tree / "file"
        self.file.write_bytes(blocks("SECRETDATA", 5000))
        os.sync()

    def mounted_again(self):
        self.fs.unmount()
        subprocess.run(["mount", self.fs.loop.node, self.fs.root], check=True)
        self.fs.is_mounted = True

    def test_names_of_a_folder_that_is_gone(self):
        """
        On xfs they can be left in blocks that it had; whether something else comes to lie on them is
        by chance. That is told, and --free-space takes them.
        """
        self.make("xfs")
        names = [self.tree / f"SECRETNAME{i}" for i in range(150)]
        for path in (*names, self.fs.root / "lone"):
            path.write_bytes(blocks("SECRETDATA", 20000))
            os.setxattr(path, "user.x", b"SECRETVALUE")
        self.mounted_again()
        done = massho.run("wipe-file", "--recursive", "--confirm", "152", self.tree, self.fs.root / "lone",
                          cwd=self.folder)
        self.assertIn(done.returncode, (DONE, PARTIAL), done.stderr)
        self.assertIn("on xfs of removed folders", done.stdout)
        self.mounted_again()
        massho.run("wipe-file", "--confirm", self.fs.root.name, "--free-space", self.fs.root, cwd=self.folder)
        self.assertEqual(self.fs.raw().count(b"SECRETNAME"), 0)

    def recorded(self, name="r"):
        record = massho.record(self.folder / f"{name}.json")
        lines = (self.folder / f"{name}.files.jsonl").read_text().splitlines()[1:]
        return record, {line.get("path"): line for line in map(json.loads, lines)}

    def stays(self, path, reason, state="refused", **how):
        """Told by a dry run, refused where a level is required, and what is there is F0."""
        path = str(path)
        plan, _ = self.wipe(REFUSED, "--dry-run", "--recursive", self.tree, **how)
        self.assertEqual(plan[path]["state"], state, plan[path])
        for words in (("--dry-run",), ("--confirm", "tree")):
            done, total = self.wipe(UNSUPPORTED, *words, "--require", "F1", "--recursive", self.tree, **how)
            self.assertEqual((done, total), ({}, None))
            self.assertIn(reason, self.stderr)
        self.assertTrue(self.file.exists())
        done, total = self.wipe(PARTIAL, "--record", "r.json", "--recursive", self.tree, confirm="tree", **how)
        self.assertEqual((done[str(self.file)]["state"], done[str(self.file)]["level"]), ("erased", "F1"))
        self.assertEqual((done[path]["state"], done[path]["touched"]), (state, False))
        self.assertEqual(total["level"], "F0")
        record, listed = self.recorded()
        self.assertEqual((record["verdict"], record["files"]["level_achieved"]), ("partial", "F0"))
        self.assertEqual(record["files"]["list"]["entries"], len(listed))
        self.assertEqual(listed[path]["state"], state)
        return done[path]

    def below(self, length):
        """A folder below the tree whose path has so many bytes, and its descriptor."""
        path, at = str(self.tree), os.open(self.tree, os.O_RDONLY)
        while len(path) < length:
            rest = length - len(path) - 1
            name = "D" * (rest if rest <= 250 else min(250, rest - 2))
            os.mkdir(name, dir_fd=at)
            path, above = f"{path}/{name}", at
            at = os.open(name, os.O_RDONLY, dir_fd=above)
            os.close(above)
        self.addCleanup(os.close, at)
        self.assertEqual(len(path), length)
        return path, at

    def test_a_file_with_too_long_a_path(self):
        """A name in a folder that can still be entered: longer than what can be opened, and listed."""
        self.make()
        path, folder = self.below(4000)
        for name, make in (("F" * 200, os.mknod), ("L" * 255, lambda n, dir_fd: os.symlink("x", n, dir_fd=dir_fd))):
            make(name, dir_fd=folder)
            told = self.stays(f"{path}/{name}", "its path has more than 4095 bytes")
            self.assertEqual(told["error"]["code"], "refused")
            os.unlink(name, dir_fd=folder)
            self.file.write_bytes(blocks("SECRETDATA", 5000))
            for record in self.folder.glob("r.*"):
                record.unlink()

    def test_folders_above_what_stays(self):
        """One line for what stays, and none for each folder above it; one that got something itself has its own."""
        self.make()
        deep = self.tree.joinpath(*"abcdefgh")
        deep.mkdir(parents=True)
        os.mknod(deep / "device", 0o20600, os.makedev(1, 3))
        (self.tree / "a" / "gone").write_bytes(b"SECRETDATA")
        done = massho.run("wipe-file", "--recursive", "--confirm", "tree", "--record", "r.json", self.tree,
                          cwd=self.folder)
        self.assertEqual(done.returncode, PARTIAL, done.stderr)
        self.assertEqual(done.stderr.splitlines(),
                         [f"wipe-file: {deep}/device: left alone: neither a file, a folder nor only a name: "
                          "it is left alone"])
        self.assertIn("Refused, not touched: 9\n", done.stdout)
        self.assertIn("Folders among these that stay for what is in them: 9\n", done.stdout)
        self.assertEqual(self.recorded()[0]["files"]["by_state"]["refused"], 9)

    def test_a_folder_with_too_long_a_path(self):
        """What is in it was never looked at."""
        self.make()
        path, folder = self.below(4096)
        os.close(os.open("inside", os.O_WRONLY | os.O_CREAT, dir_fd=folder))
        self.stays(path, "its path has more than 4095 bytes")
        self.assertEqual(os.listdir(folder), ["inside"])

    def test_a_mount(self):
        self.make()
        mounted = self.tree / "mounted"
        mounted.mkdir()
        with Tmpfs(mounted):
            (mounted / "inside").write_bytes(b"inside")
            told = self.stays(mounted, "would stay: something else is mounted there", state="skipped")
            self.assertIn("left alone: something else is mounted there", self.stderr)
            self.assertEqual(told["error"]["code"], "refused")
            self.assertEqual((mounted / "inside").read_bytes(), b"inside")

    def test_a_device(self):
        self.make()
        os.mknod(self.tree / "device", 0o20600, os.makedev(1, 3))
        self.stays(self.tree / "device", "would stay: neither a file", state="skipped")
        self.assertIn("left alone: neither a file, a folder nor only a name", self.stderr)

    def test_a_folder_in_one_that_is_immutable(self):
        self.make()
        inner = self.tree / "fixed" / "inner"
        inner.mkdir(parents=True)
        subprocess.run(["chattr", "+i", inner.parent], check=True)
        self.addCleanup(subprocess.run, ["chattr", "-i", inner.parent], check=True)
        told = self.stays(inner, f"{inner.parent} would stay: it may not be changed")
        self.assertIn("its name cannot go", told["error"]["message"])

    def test_a_folder_that_is_fixed(self):
        """Itself, while the one that it lies in is not."""
        self.make()
        inner = self.tree / "inner"
        for flag in "ia":
            inner.mkdir()
            subprocess.run(["chattr", f"+{flag}", inner], check=True)
            try:
                self.stays(inner, f"{inner} would stay: it may not be changed: it is immutable or append-only")
                self.assertTrue(inner.is_dir())
            finally:
                subprocess.run(["chattr", f"-{flag}", inner], check=True)
            inner.rmdir()
            self.file.write_bytes(blocks("SECRETDATA", 5000))
            for record in self.folder.glob("r.*"):
                record.unlink()

    def test_a_subvolume_that_is_read_only(self):
        """The mount is not."""
        self.make("nodatacow")
        volume = self.tree / "volume"
        subprocess.run(["btrfs", "-q", "subvolume", "create", volume], check=True)
        (volume / "inside").write_bytes(blocks("KEPT", 5000))
        os.sync()
        subprocess.run(["btrfs", "property", "set", volume, "ro", "true"], check=True)
        self.stays(volume / "inside", "its file system is read-only")
        self.assertEqual((volume / "inside").read_bytes(), blocks("KEPT", 5000))

    def sparse(self, *sizes):
        for i, size in enumerate(sizes):
            with open(self.tree / f"SPARSE{i}", "wb") as file:
                file.write(b"SECRETDATA")
            os.truncate(self.tree / f"SPARSE{i}", size)
        os.sync()
        return [str(self.tree / f"SPARSE{i}") for i in range(len(sizes))]

    def test_holes(self):
        """Larger than any medium: they hold nothing up, and all are on record, with what they are together."""
        self.make("xfs")
        sizes = (200 << 40, (1 << 63) - 4096, 5 << 60, 16 << 20)
        paths = self.sparse(*sizes)
        files, total = self.wipe(DONE, "--record", "r.json", "--recursive", self.tree, confirm="tree")
        self.assertEqual({files[p]["state"] for p in (str(self.file), *paths)}, {"erased"})
        self.assertEqual([p for p in files if files[p]["kind"] == "regular" and not files[p]["sha256"]], paths[:3])
        self.assertEqual((total["files"], total["not_hashed"]), (5, 3))
        self.assertEqual(files[paths[3]]["sha256"],
                         hashlib.sha256(b"SECRETDATA".ljust(16 << 20, b"\0")).hexdigest())
        record, listed = self.recorded()
        self.assertEqual((record["verdict"], record["files"]["bytes"]), ("erased-verified", str((1 << 63) - 1)))
        self.assertEqual([int(listed[p]["size"]) for p in paths], list(sizes))
        self.assertEqual(total["bytes"], record["files"]["bytes"])
        shown = massho.run("wipe-cert", "show", self.folder / "r.json").stdout
        self.assertIn("9,223,372,036,854,775,807 bytes (9.2 EB) or more", " ".join(shown.split()))
        done = massho.run("wipe-verify", "--json", self.folder / "r.json")
        self.assertEqual(massho.json_lines(done.stdout)[0]["held"], "yes", done.stdout)
        self.assertEqual(self.fs.raw().count(b"SECRETDATA"), 0)

    def test_holes_are_not_filled(self):
        """Nor where nobody tells where a file lies: in memory that would be all there is."""
        self.make()
        mounted = self.tree / "mounted"
        mounted.mkdir()
        with Tmpfs(mounted):
            self.tree = mounted / "tree"
            self.tree.mkdir()
            path, = self.sparse(200 << 40)
            files, _ = self.wipe(PARTIAL, "--recursive", self.tree, confirm="tree")
            self.assertEqual((files[path]["state"], files[path]["error"]), ("removed", None))


class NotRoot(Files):
    """What a user may not do is known before his file is overwritten."""

    def setUp(self):
        super().setUp()
        self.fs = FileSystem(self, "ext4")
        self.folder.chmod(0o755)
        self.out = self.folder / "out"
        self.out.mkdir()
        os.chown(self.out, NOBODY, NOBODY)

    def make(self, folder, owner, of_folder, mode):
        inside = self.fs.root / folder
        inside.mkdir()
        path = inside / "file"
        path.write_bytes(blocks("SECRETDATA", 5000))
        path.chmod(0o644)
        os.chown(path, owner, owner)
        os.chown(inside, of_folder, of_folder)
        inside.chmod(mode)
        os.sync()
        return path

    def refused(self, path, reason):
        for words in (("--dry-run",), ("--confirm", "file")):
            self.wipe(REFUSED, *words, path, user=NOBODY, group=NOBODY, cwd=self.out)
            self.assertIn("refused, not touched: " + reason, self.stderr)
        self.assertEqual(path.read_bytes(), blocks("SECRETDATA", 5000))

    def test_a_folder_of_somebody_else(self):
        self.refused(self.make("his", NOBODY, 0, 0o755), "its name cannot go: this user may not write")

    def test_somebody_elses_file_in_a_sticky_folder(self):
        self.refused(self.make("sticky", 0, 0, 0o1777), "its name cannot go: it belongs to another user")
        own = self.make("own", NOBODY, 0, 0o1777)
        self.wipe(PARTIAL, own, confirm="file", user=NOBODY, group=NOBODY, cwd=self.out)
        self.assertFalse(own.exists())

    def test_somebody_elses_file(self):
        self.refused(self.make("mine", 0, NOBODY, 0o755), "it belongs to another user: only its owner or root")

    def test_a_file_that_may_not_be_written(self):
        path = self.make("closed", NOBODY, NOBODY, 0o755)
        path.chmod(0o444)
        self.refused(path, "it may not be written by this user")


if __name__ == "__main__":
    massho.main()
