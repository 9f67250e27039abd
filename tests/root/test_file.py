#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""wipe-file on real file systems: what it claims is compared with what is on the raw medium."""
import ctypes
import fcntl
import hashlib
import json
import os
import resource
import signal
import stat
import struct
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from file_scene import Bind, FICLONE, FS_IOC_SETFLAGS, FS_NOCOW, FileSystem, Files, KIB, MIB, Tmpfs, \
    blocks  # noqa: E402
from massho import DONE, FAILED, INTERRUPTED, PARTIAL, REFUSED, UNCONFIRMED, UNSAVED, UNSUPPORTED, USAGE  # noqa: E402

class InPlace(Files):
    def one_kind(self, kind):
        fs = FileSystem(self, kind)
        secret = self.tree(fs.root)
        digests = {str(p): hashlib.sha256(p.read_bytes()).hexdigest()
                   for p in secret.rglob("*") if p.is_file()}
        files, total = self.wipe(DONE, "--recursive", secret, confirm="secret-folder")
        self.assertFalse(secret.exists())
        for path, digest in digests.items():
            self.assertEqual((files[path]["state"], files[path]["level"], files[path]["sha256"]),
                             ("erased", "F1", digest), files[path])
        self.assertEqual((total["files"], total["folders"], total["level"]), (8, 2, "F1"))
        self.check_kept()
        raw = fs.raw()
        self.assertEqual(raw.count(b"SECRETDATA"), 0)
        self.assertIn(b"kept-large", raw)
        # What was overwritten is what is there now, at the addresses that are told.
        zero = bytes(4096)
        for path, result in files.items():
            for extent in result["extents"]:
                at, length = int(extent["device_bytes"]), int(extent["length_bytes"])
                if length >= 4096:
                    self.assertNotEqual(raw[at:at + 4096], zero, path)
        return raw, files, total

    def test_ext2(self):
        self.one_kind("ext2")

    def test_ext3(self):
        self.one_kind("ext3")

    def test_ext4(self):
        raw, _, total = self.one_kind("ext4")
        self.assertEqual(total["journal"], "wiped")
        self.assertEqual(raw.count(b"SECRETNAME"), 0)

    def test_ext4_data_journal(self):
        raw, files, total = self.one_kind("ext4-journal")
        self.assertEqual(total["journal"], "wiped")
        self.assertEqual(raw.count(b"SECRETNAME"), 0)
        self.assertEqual({x["reason"] for x in files.values() if x["kind"] == "regular"},
                         {"journaled", "empty"})

    def test_ext4_writeback(self):
        self.one_kind("ext4-writeback")

    def test_ext4_inline_data(self):
        raw, files, _ = self.one_kind("ext4-inline")
        self.assertEqual(raw.count(b"SECRETNAME"), 0)
        reasons = {Path(p).name: x["reason"] for p, x in files.items() if x["kind"] == "regular"}
        self.assertEqual(reasons["SECRETNAME-small"], "inline")
        self.assertEqual(reasons["SECRETNAME-large"], "in-place")

    def test_ext4_bigalloc(self):
        """What a cluster holds beyond the file's last block is the file's, too."""
        _, files, _ = self.one_kind("ext4-bigalloc")
        small, = [x for p, x in files.items() if p.endswith("SECRETNAME-small")]
        self.assertEqual(int(small["verified_bytes"]), 16384)

    def test_ext4_small_blocks(self):
        self.one_kind("ext4-1k")

    def test_xfs(self):
        self.one_kind("xfs")


class Elsewhere(Files):
    """Where an overwrite does not reach what is on the medium: told before, and never claimed."""

    def one_file(self, root, name="SECRETNAME", size=200 * KIB):
        path = root / name
        path.write_bytes(blocks("SECRETDATA", size))
        os.sync()
        return path

    def only_name(self, path, reason, expected=PARTIAL):
        """Refused if F1 is required, and nothing is touched; else its name is removed."""
        before = path.read_bytes()
        plan, _ = self.wipe(PARTIAL, "--dry-run", path)
        self.assertEqual((plan[str(path)]["state"], plan[str(path)]["level"],
                          plan[str(path)]["reason"]), ("planned", "F0", reason))
        files, total = self.wipe(UNSUPPORTED, "--require", "F1", path, confirm=path.name)
        self.assertEqual((files, total), ({}, None))
        self.assertEqual(path.read_bytes(), before)
        files, total = self.wipe(expected, path, confirm=path.name)
        self.assertEqual((files[str(path)]["state"], files[str(path)]["level"],
                          files[str(path)]["reason"]), ("removed", "F0", reason))
        self.assertFalse(path.exists())
        return total

    def test_btrfs_copies_on_write(self):
        fs = FileSystem(self, "btrfs")
        self.only_name(self.one_file(fs.root), "copy-on-write")

    def test_btrfs_without_copy_on_write(self):
        fs = FileSystem(self, "btrfs")
        path = fs.root / "SECRETNAME"
        path.touch()
        with open(path, "r+b") as file:
            fcntl.ioctl(file, FS_IOC_SETFLAGS, FS_NOCOW.to_bytes(8, "little"))
        path.write_bytes(blocks("SECRETDATA", 200 * KIB))
        os.sync()
        files, _ = self.wipe(DONE, path, confirm="SECRETNAME")
        self.assertEqual(files[str(path)]["level"], "F1")
        self.assertEqual(fs.raw().count(b"SECRETDATA"), 0)

    def test_xfs_shares_blocks(self):
        fs = FileSystem(self, "xfs")
        path = self.one_file(fs.root)
        with open(path, "rb") as source, open(fs.root / "clone", "wb") as clone:
            fcntl.ioctl(clone, FICLONE, source.fileno())
        os.sync()
        self.only_name(path, "shared")
        self.assertEqual((fs.root / "clone").read_bytes(), blocks("SECRETDATA", 200 * KIB))

    def test_xfs_shared_blocks_once(self):
        """It keeps blocks for the next write to such a file: they are given back before."""
        fs = FileSystem(self, "xfs")
        paths = [self.one_file(fs.root, f"SECRETNAME-{size}", size) for size in (30000, 3 * MIB)]
        for path in paths:
            with open(path, "rb") as source, open(fs.root / "clone", "wb") as clone:
                fcntl.ioctl(clone, FICLONE, source.fileno())
            with open(path, "r+b") as file:
                file.write(blocks("SECRETDATA", 4096))
                os.fsync(file.fileno())
            os.remove(fs.root / "clone")
        os.sync()
        files, _ = self.wipe(DONE, "--require", "F1", *paths, confirm="2")
        self.assertEqual({x["level"] for x in files.values()}, {"F1"})

    def test_many_subvolumes(self):
        """Each has a device number of its own, and they are one file system."""
        fs = FileSystem(self, "btrfs")
        tree = fs.root / "tree"
        for path in (tree, *(tree / f"s{i}" for i in range(20))):
            subprocess.run(["btrfs", "-q", "subvolume", "create", path], check=True)
            self.one_file(path)
        self.assertGreater(len({p.stat().st_dev for p in tree.iterdir()}), 16)
        words = ("--recursive", tree)
        plan, _ = self.wipe(PARTIAL, "--dry-run", *words)
        files, total = self.wipe(PARTIAL, "--record", "r.json", *words, confirm="tree")
        self.assertEqual({x["reason"] for x in (*plan.values(), *files.values())}, {"copy-on-write", None})
        self.assertEqual(total["by_state"], {**dict.fromkeys(total["by_state"], 0), "removed": 42})
        self.assertFalse(tree.exists())
        record = massho.record(self.folder / "r.json")
        self.assertEqual(len(record["files"]["file_systems"]), 1)

    def test_tmpfs(self):
        root = self.folder / "tmpfs"
        root.mkdir()
        with Tmpfs(root):
            self.only_name(self.one_file(root), "in-memory")

    def test_overlay(self):
        fs = FileSystem(self, "ext4")
        lower, upper, work, merged = (fs.root / n for n in ("lower", "upper", "work", "merged"))
        for folder in (lower, upper, work, merged):
            folder.mkdir()
        below = self.one_file(lower)
        subprocess.run(["mount", "-t", "overlay", "-o",
                        f"lowerdir={lower},upperdir={upper},workdir={work}", "overlay", merged],
                       check=True)
        self.addCleanup(subprocess.run, ["umount", merged], check=False, capture_output=True)
        self.only_name(merged / "SECRETNAME", "overlay")
        # The file beneath is what it was, and was not even copied up.
        self.assertEqual(below.read_bytes(), blocks("SECRETDATA", 200 * KIB))
        massho.unmount(merged)

    def test_overlay_over_two_media(self):
        """The upper one gets nothing of what the lower one holds."""
        low, high = FileSystem(self, "ext4"), FileSystem(self, "ext4-1k")
        tree, merged = low.root / "tree", self.folder / "merged"
        for folder in (tree, merged, high.root / "upper", high.root / "work"):
            folder.mkdir()
        for path in (self.one_file(tree), self.one_file(low.root)):
            os.setxattr(path, "user.secret", b"SECRETVALUE")
        os.link(tree / "SECRETNAME", tree / "second")
        os.symlink("SECRETTARGET" + 200 * "x", tree / "link")
        os.mkdir(tree / "empty")
        os.setxattr(tree / "empty", "user.secret", b"SECRETVALUE")
        words = f"lowerdir={low.root},upperdir={high.root / 'upper'},workdir={high.root / 'work'}"
        subprocess.run(["mount", "-t", "overlay", "-o", words, "overlay", merged], check=True)
        try:
            self.only_name(merged / "SECRETNAME", "overlay")
            files, total = self.wipe(PARTIAL, "--recursive", merged / "tree", confirm="tree")
        finally:
            massho.unmount(merged)
        self.assertEqual({x["state"] for x in files.values()}, {"removed"})
        self.assertEqual((total["xattrs"], total["xattrs_left"]), (0, 3))
        raw = high.raw()
        for marker in (b"SECRETDATA", b"SECRETVALUE", b"SECRETTARGET"):
            self.assertEqual(raw.count(marker), 0, marker)
        self.assertEqual((tree / "SECRETNAME").read_bytes(), blocks("SECRETDATA", 200 * KIB))

    def on_an_image(self, host, hide, *words):
        """A file on an image on the host, of which nobody can be asked after that command."""
        image, root = host / f"image-{hide}", self.folder / f"mounted-{hide}"
        with open(image, "wb") as file:
            file.truncate(16 * MIB)
        subprocess.run(["mkfs.ext4", "-q", image], check=True)
        root.mkdir()
        with massho.Loop(image) as loop:
            subprocess.run(["mount", loop.node, root], check=True)
            try:
                path = self.one_file(root)
                subprocess.run([hide, *words], check=True)
                self.only_name(path, "beneath-copies")
            finally:
                massho.unmount(root)

    def test_image_whose_data_may_be_journaled(self):
        """Nobody can ask the deleted file whether it has that attribute."""
        fs = FileSystem(self, "ext4")
        self.on_an_image(fs.root, "rm", fs.root / "image-rm")

    def test_image_that_cannot_be_asked(self):
        """Deleted, covered by a mount, or its file system unmounted: btrfs beneath copies still."""
        fs = FileSystem(self, "btrfs")
        self.on_an_image(fs.root, "rm", fs.root / "image-rm")
        try:
            self.on_an_image(fs.root, "mount", "-t", "tmpfs", "none", fs.root)
        finally:
            massho.unmount(fs.root)
        self.on_an_image(fs.root, "umount", "-l", fs.root)
        fs.is_mounted = False


class Safety(Files):
    """What was not named is unharmed; what cannot be done is said, and touches nothing."""

    def setUp(self):
        super().setUp()
        self.fs = FileSystem(self, "ext4")
        self.root = self.fs.root

    def put(self, name, size=5000, marker="SECRETDATA"):
        path = self.root / name
        path.write_bytes(blocks(marker, size))
        return path

    def refused(self, path, says, name=None, expected=REFUSED, **how):
        before = path.read_bytes()
        files, _ = self.wipe(expected, path, confirm=name or path.name, **how)
        self.assertEqual(path.read_bytes(), before)
        self.assertIn(says, self.stderr)
        return files

    def test_symbolic_link(self):
        target = self.put("target")
        (self.root / "link").symlink_to(target)
        self.refused(self.root / "link", "symbolic link")
        (self.root / "real").mkdir()
        inside = self.put("real/inside")
        (self.root / "way").symlink_to("real")
        self.refused(self.root / "way/inside", str(inside))
        self.assertTrue((self.root / "way").is_symlink())

    def test_links_and_pipes_in_a_tree_are_removed_not_followed(self):
        target = self.put("target")
        tree = self.root / "tree"
        tree.mkdir()
        (tree / "link").symlink_to(target)
        (tree / "dangling").symlink_to("/nowhere/SECRETNAME")
        os.mkfifo(tree / "pipe")
        files, total = self.wipe(DONE, "--recursive", tree, confirm="tree")
        self.assertEqual(total["others"], 3)
        self.assertFalse(tree.exists())
        self.assertEqual(target.read_bytes(), blocks("SECRETDATA", 5000))

    def test_hard_links(self):
        first = self.put("first")
        os.link(first, self.root / "second")
        self.refused(first, "hard links")
        files, total = self.wipe(DONE, first, self.root / "second", confirm="1")
        self.assertEqual((files[str(first)]["names"], total["files"]), (2, 1))
        self.assertFalse(first.exists() or (self.root / "second").exists())
        self.assertEqual(self.fs.raw().count(b"SECRETDATA"), 0)

    def test_the_same_file_twice_is_one_name(self):
        path = self.put("file")
        _, total = self.wipe(DONE, path, path, str(self.root) + "//file", confirm="1")
        self.assertEqual(total["files"], 1)

    def test_open_elsewhere(self):
        path = self.put("file")
        for mode in ("rb", "r+b"):
            with open(path, mode):
                self.refused(path, "open elsewhere")
        with open(path, "rb") as file:
            mapping = __import__("mmap").mmap(file.fileno(), 0, prot=1)
        self.refused(path, "open elsewhere")
        mapping.close()
        self.wipe(DONE, path, confirm="file")

    def test_required_of_a_file_that_is_refused(self):
        """It does not reach the level either: the others stay, too."""
        paths = [self.fs.root / "good", self.fs.root / "immutable"]
        for path in paths:
            path.write_bytes(b"x")
        subprocess.run(["chattr", "+i", paths[1]], check=True)
        self.addCleanup(subprocess.run, ["chattr", "-i", paths[1]])
        self.wipe(UNSUPPORTED, "--require", "F1", *paths, confirm="2")
        self.assertIn("immutable", self.stderr)
        self.assertTrue(paths[0].exists())
        files, _ = self.wipe(REFUSED, "--dry-run", *paths)
        self.assertEqual([x["state"] for x in files.values()], ["planned", "refused"])

    def test_immutable(self):
        path = self.put("file")
        subprocess.run(["chattr", "+i", path], check=True)
        self.refused(path, "immutable")
        subprocess.run(["chattr", "-i", "+a", path], check=True)
        self.refused(path, "immutable")
        subprocess.run(["chattr", "-a", path], check=True)
        self.wipe(DONE, path, confirm="file")

    def test_in_a_folder_that_may_not_change(self):
        """The name could not go: that is known before the file is touched."""
        folder = self.root / "folder"
        folder.mkdir()
        path = self.put("folder/file")
        for flag in "ia":
            subprocess.run(["chattr", f"+{flag}", folder], check=True)
            self.refused(path, "its name cannot go")
            subprocess.run(["chattr", f"-{flag}", folder], check=True)
        subprocess.run(["chattr", "+i", path], check=True)
        plan, _ = self.wipe(REFUSED, "--dry-run", path)
        self.assertEqual(plan[str(path)]["state"], "refused")
        subprocess.run(["chattr", "-i", path], check=True)

    def test_why_the_medium_cannot_be_read(self):
        """Something else is at its node: root is not told to become root."""
        path = self.put("file")
        os.sync()
        # What other tests have mounted is not to be held up here.
        script = 'cut -d " " -f 5 /proc/self/mountinfo | grep /massho-test- | grep -v "$1" | ' \
                 'xargs -r umount -l 2>/dev/null || :; mount --bind /dev/null "$2"; shift 2; exec "$@"'
        done = subprocess.run(
            ["unshare", "-m", "sh", "-ec", script, "sh", self.folder, self.fs.loop.node,
             massho.tool_path("wipe-file"), "--require", "F1", "--confirm", "file", path],
            env=massho.environment(), capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, UNSUPPORTED, done.stderr)
        self.assertIn(f"{self.fs.loop.node}, on which the file system lies, cannot be opened",
                      done.stderr)
        self.assertNotIn("root", done.stderr)

    def test_read_only(self):
        path = self.put("file")
        subprocess.run(["mount", "-o", "remount,ro", self.root], check=True)
        self.refused(path, "read-only")

    def test_something_mounted_in_the_tree(self):
        tree = self.root / "tree"
        (tree / "mounted").mkdir(parents=True)
        self.put("tree/file")
        with Tmpfs(tree / "mounted"):
            (tree / "mounted" / "kept").write_text("kept")
            files, _ = self.wipe(PARTIAL, "--recursive", tree, confirm="tree")
            self.assertEqual((tree / "mounted" / "kept").read_text(), "kept")
            self.assertEqual(files[str(tree / "file")]["state"], "erased")
            self.assertEqual(files[str(tree / "mounted")]["state"], "skipped")

    def test_a_mount_itself(self):
        """All that is in it, but not the folder on which it is mounted."""
        self.put("file")
        (self.root / "folder").mkdir()
        self.put("folder/file")
        _, total = self.wipe(DONE, "--recursive", self.root, confirm=self.root.name)
        self.assertEqual(total["files"], 2)
        self.assertEqual(list(self.root.iterdir()), [])

    def test_a_file_that_is_a_mount(self):
        """It stays and is told, and all that comes after it is listed as well as erased."""
        before, mounted, tree = self.put("a"), self.put("m", marker="LOWER"), self.root / "z"
        source = self.put("source", marker="KEPT")
        tree.mkdir()
        after = [self.put(f"z/{i}") for i in range(3)]
        with Bind(source, mounted):
            for words, expected in ((("--dry-run",), REFUSED), (("--confirm", "0"), REFUSED)):
                files, _ = self.wipe(expected, *words, mounted, mounted)
                self.assertEqual(files[str(mounted)]["state"], "skipped")
                self.assertIn("something else is mounted there", self.stderr)
            paths = [before, mounted, tree]
            planned, _ = self.wipe(REFUSED, "--recursive", "--dry-run", *paths)
            done, total = self.wipe(PARTIAL, "--recursive", "--record", "r.json", *paths, confirm="4")
            self.assertEqual(mounted.read_bytes(), blocks("KEPT", 5000))
        self.assertEqual(mounted.read_bytes(), blocks("LOWER", 5000))
        self.assertEqual(sorted(planned), sorted(map(str, (*paths, *after))))
        self.assertEqual(sorted(done), sorted(planned))
        self.assertEqual({p for p, x in done.items() if x["state"] == "erased"}, set(map(str, (before, *after))))
        self.assertEqual((total["files"], total["level"]), (4, "F0"))
        listed = [json.loads(x) for x in (self.folder / "r.attempt.files.jsonl").read_text().splitlines()[1:]]
        self.assertEqual({x["path"] for x in listed}, set(done) - {str(mounted)})

    def test_folder_needs_recursive(self):
        (self.root / "tree").mkdir()
        path = self.put("tree/file")
        self.wipe(REFUSED, self.root / "tree", confirm="tree")
        self.assertIn("--recursive", self.stderr)
        self.assertTrue(path.exists())

    def test_not_there(self):
        self.wipe(USAGE, self.root / "nothing", confirm="nothing")

    def test_wrong_confirmation(self):
        path = self.put("file")
        self.refused(path, "--confirm", name="other")
        self.wipe(REFUSED, path)
        self.assertIn("no terminal", self.stderr)
        self.assertTrue(path.exists())

    def test_names(self):
        folder = os.fsencode(self.root)
        names = [b"a", b"new\nline", b"\xff\xfe not utf-8", b"n" * 255, b" ", b"-rf", "日本語".encode(),
                 b"\x1b[31mred", b"..."]
        tree = folder + b"/tree"
        os.mkdir(tree)
        for name in names:
            with open(tree + b"/" + name, "wb") as file:
                file.write(blocks("SECRETDATA", 100))
        files, total = self.wipe(DONE, "--recursive", tree.decode(), confirm="tree")
        self.assertEqual(total["by_state"]["erased"], len(names))
        self.assertFalse(os.path.exists(tree))
        hexes = {bytes.fromhex(x["path_hex"]) for x in files.values() if x["path_hex"]}
        self.assertIn(tree + b"/\xff\xfe not utf-8", hexes)

    def test_few_descriptors(self):
        """Fewer files at a time, none that fails."""
        for limits in ((130, 130), (100, 1024)):
            tree = self.root / "tree"
            tree.mkdir()
            for i in range(150):
                self.put(f"tree/{i}", size=100)
            files, _ = self.wipe(DONE, "--jobs", "8", "--recursive", tree, confirm="tree",
                                 preexec_fn=lambda limits=limits: resource.setrlimit(
                                     resource.RLIMIT_NOFILE, limits))
            self.assertEqual({x["level"] for x in files.values()}, {"F1", None})

    def test_a_failure_does_not_stop_the_rest(self):
        tree = self.root / "tree"
        tree.mkdir()
        for i in range(20):
            self.put(f"tree/{i}")
        with open(tree / "7", "rb"):
            files, total = self.wipe(PARTIAL, "--recursive", tree, confirm="tree")
        self.assertEqual(total["by_state"]["erased"], 19)
        self.assertEqual(sorted(p.name for p in tree.iterdir()), ["7"])
        self.assertEqual(files[str(tree / "7")]["state"], "refused")

    def test_full_disk(self):
        path = self.put("file", size=300 * KIB)
        try:
            with open(self.root / "filler", "wb") as filler:
                while True:
                    filler.write(bytes(MIB))
        except OSError:
            pass
        self.wipe(DONE, path, confirm="file")
        os.remove(self.root / "filler")
        self.assertEqual(self.fs.raw().count(b"SECRETDATA"), 0)

    def test_attributes_and_lists(self):
        path = self.put("file")
        os.setxattr(path, "user.small", b"SECRETVALUE-small")
        os.setxattr(path, "user.large", blocks("SECRETVALUE", 700))
        acl = b"".join(struct.pack("<HHI", *entry) for entry in (
            (1, 6, 0xffffffff), (2, 4, 54321), (4, 4, 0xffffffff), (16, 4, 0xffffffff),
            (32, 4, 0xffffffff)))
        os.setxattr(path, "system.posix_acl_access", struct.pack("<I", 2) + acl)
        os.sync()
        files, _ = self.wipe(DONE, path, confirm="file")
        self.assertEqual((files[str(path)]["xattrs"], files[str(path)]["xattrs_left"]), (3, 0))
        self.assertEqual(self.fs.raw().count(b"SECRETVALUE"), 0)

    def test_beyond_the_end(self):
        """The rest of the last block, blocks that were reserved, and what a shorter file left."""
        path = self.put("file", size=64 * KIB)
        os.sync()
        libc = ctypes.CDLL(None, use_errno=True)
        with open(path, "r+b") as file:
            keep_size = 1
            self.assertEqual(libc.fallocate(file.fileno(), keep_size, ctypes.c_long(0),
                                            ctypes.c_long(256 * KIB)), 0)
            os.truncate(path, 64 * KIB)
            self.assertEqual(libc.fallocate(file.fileno(), keep_size, ctypes.c_long(0),
                                            ctypes.c_long(256 * KIB)), 0)
        os.sync()
        files, _ = self.wipe(DONE, path, confirm="file")
        self.assertEqual(int(files[str(path)]["verified_bytes"]), 256 * KIB)

    def test_blocks_that_were_never_written(self):
        """Old data in the file's own unwritten blocks and past its end; a hole that others filled."""
        with open(self.root / "old", "wb") as file:
            try:
                while True:
                    file.write(blocks("OLDDATA", MIB))
            except OSError:
                pass
        os.sync()
        (self.root / "old").unlink()
        os.sync()
        libc = ctypes.CDLL(None, use_errno=True)
        path = self.put("file", size=512 * KIB)
        with open(path, "r+b") as file:
            os.fsync(file.fileno())
            for mode, start, length in ((0, 512, 256), (3, 128, 128), (1, 1024, 128), (16, 0, 64)):
                self.assertEqual(libc.fallocate(file.fileno(), mode, ctypes.c_long(start * KIB),
                                                ctypes.c_long(length * KIB)), 0)
        others = blocks("kept", 512 * KIB)
        with open(self.root / "kept", "wb") as file:
            while file.tell() < 50 * MIB:
                file.write(others)
        os.sync()
        before = self.fs.image.read_bytes()
        files, _ = self.wipe(DONE, path, confirm="file")
        extents = [(int(x["device_bytes"]), int(x["length_bytes"]))
                   for x in files[str(path)]["extents"]]
        self.assertEqual(int(files[str(path)]["verified_bytes"]), 768 * KIB)
        raw = self.fs.raw()
        for marker, there in ((b"OLDDATA", 384), (b"SECRETDATA", 384)):
            for image, wanted in ((before, there * 16), (raw, 0)):
                found = sum(image[at:at + length].count(marker) for at, length in extents)
                self.assertEqual(found, wanted, (marker, extents))
        self.assertEqual(raw.count(b"kept..."), before.count(b"kept..."))

    def test_sparse(self):
        path = self.root / "sparse"
        with open(path, "wb") as file:
            file.write(b"SECRETDATA")
            file.seek(1 << 30)
            file.write(b"SECRETDATA")
        files, _ = self.wipe(DONE, path, confirm="sparse")
        self.assertEqual(int(files[str(path)]["verified_bytes"]), 2048)


class FullLog(Files):
    def test_xfs(self):
        """Without room its log cannot be wrapped: old names may be in it, and all is not done."""
        root = FileSystem(self, "xfs").root
        path = root / "file"
        path.touch()
        massho.fill_up(root)
        for i in range(10000):
            try:
                (root / f"more{i}").touch()
            except OSError:
                break
        files, total = self.wipe(PARTIAL, path, confirm="file")
        self.assertEqual((files[str(path)]["state"], total["journal"], total["exit"]), ("erased", "left", PARTIAL))


class FreeSpace(Files):
    """With what was removed before, by whatever means."""

    def setUp(self):
        super().setUp()
        self.fs = FileSystem(self, "ext4")
        self.tree = self.fs.root / "tree"
        self.tree.mkdir()
        for name in ("there", "removed", "saved"):
            (self.tree / f"SECRETNAME-{name}").write_bytes(blocks(f"SECRETDATA-{name}", 20000))
        (self.fs.root / "kept").write_bytes(blocks("kept", 20000))
        os.sync()
        os.remove(self.tree / "SECRETNAME-removed")
        # As an editor saves: the older version is nobody's then.
        (self.tree / "new").write_bytes(blocks("SECRETDATA-newer", 20000))
        os.rename(self.tree / "new", self.tree / "SECRETNAME-saved")
        os.sync()

    def wiped(self, *words, confirm):
        done = massho.run("wipe-file", "--json", "--confirm", confirm, "--free-space",
                          self.fs.root, *words, cwd=self.folder)
        self.assertEqual(done.returncode, DONE, done.stdout + done.stderr)
        lines = massho.json_lines(done.stdout)
        space, = [x for x in lines if x["object"] == "free-space"]
        self.assertEqual((space["parts"]["data"]["state"], space["parts"]["journal"]["state"],
                          space["removed"], space["not_reached"]), ("wiped", "wiped", True, []))
        self.assertEqual((self.fs.root / "kept").read_bytes(), blocks("kept", 20000))
        return lines

    def test_with_files(self):
        lines = self.wiped("--record", "r.json", "--recursive", self.tree, confirm="tree")
        self.assertEqual(lines[-1]["level"], "F1")
        record = massho.record(self.folder / "r.json")
        self.assertEqual((record["verdict"], record["files"]["free_space"]["result"]),
                         ("erased-verified", "wiped"))
        raw = self.fs.raw()
        self.assertEqual((raw.count(b"SECRETDATA"), raw.count(b"SECRETNAME")), (0, 0))

    def test_alone(self):
        lines = self.wiped("--record", "r.json", confirm=self.fs.root.name)
        self.assertEqual((lines[-1]["record"], lines[-1]["list"]), ("r.json", None))
        self.assertFalse((self.folder / "r.files.jsonl").exists())
        attempt, record = (massho.record(self.folder / name) for name in ("r.attempt.json", "r.json"))
        self.assertTrue(attempt["files"]["free_space_planned"])
        self.assertEqual((record["verdict"], record["files"]["list"], record["files"]["count"]),
                         ("erased-unverified", None, 0))
        self.assertEqual(record["files"]["deleted_open"],
                         {"count": 0, "bytes": "0", "all_processes": True})
        self.assertEqual([one["type"] for one in record["files"]["file_systems"]], ["ext4"])
        raw = self.fs.raw()
        self.assertEqual(raw.count(b"SECRETDATA-removed"), 0)
        self.assertEqual(raw.count(b"SECRETDATA-saved"), 0)
        self.assertIn(b"SECRETDATA-newer", raw)

    def test_what_cannot_be_is_told_before_files_are_gone(self):
        (self.folder / "t").mkdir()
        (self.folder / "file").write_bytes(b"no swap area")
        with Tmpfs(self.folder / "t"):
            for code, *words in ((UNSUPPORTED, "--free-space", self.folder / "t"),
                                 (USAGE, "--free-space", self.fs.root / "missing"),
                                 (REFUSED, "--swap", self.folder / "file")):
                self.wipe(code, *words, "--recursive", self.tree, confirm="tree")
        other = FileSystem(self, "ext2")
        self.wipe(USAGE, "--free-space", other.root, "--recursive", self.tree, confirm="tree")
        self.assertIn("none of the files lies on that file system", self.stderr)
        self.assertEqual(len(list(self.tree.iterdir())), 2)
        self.assertEqual([p.name for p in self.folder.glob("massho-*")], [])

    def planned(self, code, path, *words):
        done = massho.run("wipe-file", "--json", "--dry-run", "--free-space", path, *words,
                          cwd=self.folder)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        plan, = [x for x in massho.json_lines(done.stdout) if x["object"] == "free-space-plan"]
        return plan

    def test_a_dry_run_tells_what_would_be_done(self):
        os.sync()
        before, st = self.fs.image.read_bytes(), os.statvfs(self.fs.root)
        plan = self.planned(DONE, self.fs.root)
        self.assertEqual((plan["path"], plan["file_system"], plan["not_reached"]),
                         (str(self.fs.root), "ext4", []))
        self.assertEqual(int(plan["free_bytes"]), st.f_bfree * st.f_frsize)
        reserved = Path(f"/sys/fs/ext4/{Path(self.fs.loop.node).name}/reserved_clusters")
        self.assertEqual(int(plan["reserved_bytes"]), int(reserved.read_text()) * st.f_frsize)
        with open(self.tree / "open", "wb") as file:
            file.write(b"x" * 8192)
            os.fsync(file.fileno())
            os.unlink(self.tree / "open")
            plan = self.planned(PARTIAL, self.fs.loop.node)
        self.assertEqual((plan["path"], [(x["reason"], x["count"], x["bytes"])
                                         for x in plan["not_reached"]]),
                         (str(self.fs.root), [("open-deleted", "1", "8192")]))
        (self.fs.root / "covered").mkdir()
        with Tmpfs(self.fs.root / "covered"):
            plan = self.planned(PARTIAL, self.fs.root)
        self.assertEqual([(x["reason"], x["part"]) for x in plan["not_reached"]], [("folders", "names")])
        (self.fs.root / "covered").rmdir()
        plan = self.planned(DONE, self.fs.root, "--recursive", self.tree)
        self.assertEqual(plan["exit"], DONE)
        said = massho.run("wipe-file", "--dry-run", "--free-space", self.fs.root, cwd=self.folder)
        self.assertIn(f"Free space of the file system at {self.fs.root} (ext4):", said.stdout)
        self.assertRegex(said.stdout, "to be filled and read back: .*; it is full meanwhile")
        self.assertEqual(sorted(p.name for p in self.fs.root.iterdir()), ["kept", "lost+found", "tree"])
        os.sync()
        for word in (b"SECRETDATA", b"SECRETNAME"):
            self.assertGreaterEqual(self.fs.image.read_bytes().count(word), before.count(word))
        self.assertEqual([p.name for p in self.folder.glob("massho-*")], [])

    def test_a_device_over_whose_mount_another_lies(self):
        with Tmpfs(self.fs.root):
            done = massho.run("wipe-file", "--dry-run", "--free-space", self.fs.loop.node)
            self.assertEqual(done.returncode, REFUSED, done.stdout + done.stderr)
            self.assertIn("not seen to be mounted as a whole", done.stderr)
            again = self.folder / "again"
            again.mkdir()
        subprocess.run(["mount", self.fs.loop.node, again], check=True)
        try:
            with Tmpfs(self.fs.root):
                self.assertEqual(self.planned(DONE, self.fs.loop.node)["path"], str(again))
        finally:
            massho.unmount(again)

    def test_only_a_mount_point_or_its_device(self):
        """A folder below might be thought to be another file system, which is not mounted."""
        (self.tree / "disk").mkdir()
        link, other = self.folder / "link", massho.Loop(self.image())
        link.symlink_to(self.tree)
        for path in (self.tree, self.tree / "disk", self.tree / "SECRETNAME-saved", link):
            for words in ((), ("--dry-run",), (self.tree, "--recursive")):
                self.wipe(REFUSED, "--free-space", path, *words, confirm=path.name)
                self.assertIn(f"is mounted at {self.fs.root}", self.stderr)
        with other:
            self.wipe(REFUSED, "--free-space", other.node, confirm=Path(other.node).name)
            self.assertIn("not seen to be mounted", self.stderr)
        self.assertIn(b"SECRETDATA-removed", self.fs.image.read_bytes())
        self.assertEqual([p.name for p in self.folder.glob("massho-*")], [])
        # What is typed is the name of the mount point, however it was given.
        self.wipe(REFUSED, "--free-space", self.fs.loop.node, confirm=Path(self.fs.loop.node).name)
        link.unlink()
        link.symlink_to(self.fs.root)
        for path in (self.tree / "..", link, self.fs.loop.node):
            self.wipe(DONE, "--free-space", path, "--record", f"{len(str(path))}.json",
                      confirm=self.fs.root.name)
        self.assertNotIn(b"SECRETDATA-removed", self.fs.raw())

    def test_any_signal_ends_it_cleanly(self):
        reserved = Path(f"/sys/fs/ext4/{Path(self.fs.loop.node).name}/reserved_clusters")
        before = reserved.read_text()
        for number in (signal.SIGUSR1, signal.SIGXCPU):
            program = subprocess.Popen(
                [massho.tool_path("wipe-file"), "--confirm", self.fs.root.name, "--free-space",
                 self.fs.root], cwd=self.folder, env=massho.environment())
            while not (self.fs.root / ".massho-space/data0").exists():
                self.assertIsNone(program.poll())
            program.send_signal(number)
            self.assertEqual(program.wait(timeout=60), INTERRUPTED)
            self.assertFalse((self.fs.root / ".massho-space").exists())
            self.assertEqual(reserved.read_text(), before)

    def test_nonsense(self):
        for words in ((), ("--live-root", self.tree), ("--time-limit", 5, self.tree),
                      ("--free-space", self.fs.root, "--time-limit", 0)):
            done = massho.run("wipe-file", *words, cwd=self.folder)
            self.assertEqual(done.returncode, USAGE, words)
        self.assertTrue((self.tree / "SECRETNAME-there").exists())


class Records(Files):
    """What is recorded before anything is touched, and what after it."""

    def setUp(self):
        super().setUp()
        self.fs = FileSystem(self, "ext4")
        self.tree = self.fs.root / "tree"
        self.tree.mkdir()
        for i in range(3):
            (self.tree / f"SECRETNAME{i}").write_bytes(blocks("SECRETDATA", 5000))
        os.sync()
        self.keys = massho.demo_ca()
        self.record = self.folder / "r.p7m"

    def signed(self, expected, *words, **how):
        return self.wipe(expected, "--sign", self.keys / "engineer.key", "--cert",
                         self.keys / "engineer.pem", "--record", self.record, *words, **how)

    def verified(self):
        done = massho.run("wipe-verify", "--json", "--trust", self.keys / "root.pem", self.record)
        return massho.json_lines(done.stdout)[0]

    def test_signed_and_listed(self):
        files, total = self.signed(DONE, "--recursive", self.tree, confirm="tree")
        self.assertEqual((total["record"], total["list"], total["signed"]),
                         (str(self.record), str(self.folder / "r.files.jsonl"), True))
        record = massho.record(self.record)
        self.assertEqual((record["type"], record["medium"]["kind"], record["verdict"],
                          record["method"]["level_achieved"], record["files"]["level_achieved"]),
                         ("erasure", "file", "erased-verified", "none", "F1"))
        listed = (self.folder / "r.files.jsonl").read_bytes()
        self.assertEqual(record["files"]["list"]["sha256"], hashlib.sha256(listed).hexdigest())
        self.assertEqual({json.loads(line)["path"] for line in listed.splitlines()[1:]},
                         set(files))
        self.assertEqual(self.verified()["held"], "yes")
        attempt = massho.record(self.folder / "r.attempt.p7m")
        self.assertEqual((attempt["type"], attempt["files"]["count"]), ("attempt", 3))
        self.assertEqual(record["closes"]["id"], attempt["id"])
        # No name is in a record: only in the lists, which can be kept back.
        for path in (self.record, self.folder / "r.attempt.p7m"):
            self.assertNotIn(b"SECRETNAME", path.read_bytes())

    def test_lists_are_verified(self):
        """Beside its record each is held against it; who keeps it back is told so."""
        self.signed(DONE, "--recursive", self.tree, confirm="tree")
        listed = self.folder / "r.files.jsonl"
        whole = listed.read_bytes()
        script = massho.run("wipe-cert", "show", self.record, cwd=self.folder).stdout
        self.assertEqual(self.lists(script), ("right", UNCONFIRMED, True))
        listed.write_bytes(whole.replace(b"SECRETNAME0", b"SECRETNAME9"))
        self.assertEqual(self.lists(script), ("altered", FAILED, False))
        done = massho.run("wipe-verify", "--trust", self.keys / "root.pem", self.folder)
        self.assertIn("r.files.jsonl: NOT the one that the record names", " ".join(done.stdout.split()))
        self.assertIn("other files, not looked at: ", done.stdout)
        listed.unlink()
        self.assertEqual(self.lists(script), ("missing", UNCONFIRMED, False))
        done = massho.run("wipe-verify", "--trust", self.keys / "root.pem", self.folder)
        self.assertIn("records of which the list of files is not here: 1", done.stdout)

    def lists(self, script):
        """What wipe-verify says, and whether the stock commands agree."""
        done = massho.run("wipe-verify", "--json", "--trust", self.keys / "root.pem", self.record)
        sh = subprocess.run(["sh", "-e"], input=script[script.index("RECORD='"):].split("\n")[0] + "\n" + script[script.index("STEM="):],
                            text=True, cwd=self.folder, capture_output=True, check=False)
        return massho.json_lines(done.stdout)[0]["list"], done.returncode, sh.returncode == 0

    def test_lists_tell_where_files_really_lay(self):
        """Not how that was typed, nor from where."""
        (self.folder / "on-ext4" / "side").mkdir()
        for number, (typed, cwd) in enumerate((("tree/../tree/./SECRETNAME0", self.fs.root), ("../tree//SECRETNAME1", self.fs.root / "side"),
                                               ("on-ext4/tree/", self.folder))):
            self.record = self.folder / f"{number}.p7m"
            files, _ = self.signed(DONE, "--recursive", typed, confirm=Path(typed).name, cwd=cwd)
            self.assertTrue(all(path.startswith(typed.rstrip("/")) for path in files), files)
            for name in (f"{number}.files.jsonl", f"{number}.attempt.files.jsonl"):
                listed = [json.loads(line)["path"] for line in (self.folder / name).read_bytes().splitlines()[1:]]
                self.assertEqual(listed[-1], str(self.tree / f"SECRETNAME{number}"), name)
            self.assertEqual(self.verified()["held"], "yes")
        self.assertEqual(listed, [str(self.tree), str(self.tree / "SECRETNAME2")])

    def test_names_are_not_logged(self):
        log = self.folder / "log"
        self.signed(DONE, "--log", log, "--recursive", self.tree, confirm="tree")
        self.assertIn("3 files", log.read_text())
        self.assertNotIn("SECRETNAME", log.read_text())

    def test_what_is_left_is_told(self):
        with open(self.tree / "SECRETNAME1", "rb"):
            self.signed(PARTIAL, "--recursive", self.tree, confirm="tree")
        record = massho.record(self.record)
        self.assertEqual((record["verdict"], record["files"]["level_achieved"]), ("partial", "F0"))
        self.assertEqual(self.verified()["held"], "no")

    def test_the_level_is_that_of_what_is_gone(self):
        def said(*words):
            return massho.run("wipe-file", "--recursive", *words, self.tree, "--confirm", "tree", cwd=self.folder).stdout

        self.assertIn("Level of all files together: F1\n", said("--dry-run"))
        with open(self.tree / "SECRETNAME1", "rb"):
            text = said()
        self.assertIn("Files at level F1: 2\n", text)
        self.assertNotIn("F0", text)
        (self.tree / "folder").mkdir()
        with open(self.tree / "SECRETNAME1", "rb"):
            text = said()
        self.assertIn("Level of all files together: none, for no file is gone\n", text)

    def believed(self, root, expected):
        """Files of many shapes, with a record: whatever it says, it does not contradict itself."""
        tree = self.tree_of(root)
        self.record = self.folder / f"{root.name}.p7m"
        self.signed(expected, "--recursive", tree, confirm=tree.name)
        found = self.verified()
        self.assertEqual((found["authentic"], found["reason"]), ("undetermined", "demo"), (root, found["detail"]))
        self.assertEqual(found["held"], "yes" if expected == DONE else "no", root)
        return massho.record(self.record)["files"]

    def tree_of(self, root):
        tree = Files.tree(self, root)
        with open(tree / "holes", "wb") as file:
            file.truncate(MIB)
        with open(tree / "sparse", "wb") as file:
            file.truncate(MIB)
            file.seek(70000)
            file.write(b"SECRETDATA")
        os.sync()
        return tree

    def test_every_record_is_believed(self):
        for kind in ("ext2", "ext3", "ext4-journal", "ext4-inline", "ext4-bare", "ext4-bigalloc", "ext4-1k", "xfs"):
            files = self.believed(FileSystem(self, kind).root, DONE)
            self.assertEqual(files["level_achieved"], "F1", kind)
        self.assertEqual(self.believed(FileSystem(self, "btrfs").root, PARTIAL)["level_achieved"], "F0")
        root = self.folder / "on-tmpfs"
        root.mkdir()
        with Tmpfs(root):
            self.assertEqual(self.believed(root, PARTIAL)["by_level"]["F1"], 0)

    def test_no_record_in_what_is_erased(self):
        inside = self.tree / "records"
        inside.mkdir()
        for words in (("--record", inside / "r.json"), ("--save-to", inside)):
            self.wipe(REFUSED, *words, "--recursive", self.tree, confirm="tree")
            self.assertIn("in what is to be erased", self.stderr)
        self.wipe(REFUSED, "--log", inside / "log", "--recursive", self.tree, confirm="tree")
        self.assertIn("in what is to be erased", self.stderr)
        self.through_it(inside)
        mounted = self.folder / "mounted"
        mounted.mkdir()
        subprocess.run(["mount", "--bind", inside, mounted], check=True)
        try:
            for words in (("--record", mounted / "r.json"), ("--save-to", mounted)):
                self.wipe(REFUSED, *words, "--recursive", self.tree, confirm="tree")
                self.assertIn("by way of a mount", self.stderr)
                self.assertEqual(list(inside.iterdir()), [])
            self.wipe(REFUSED, "--log", mounted / "log", "--recursive", self.tree, confirm="tree")
        finally:
            massho.unmount(mounted)
        self.assertEqual(len(list(self.tree.glob("SECRET*"))), 3)

    def through_it(self, inside):
        """By way of what is gone then nothing is found, wherever it leads."""
        (inside / "out").symlink_to(self.folder)
        (self.folder / "link").symlink_to("way")
        (self.folder / "way").symlink_to(inside / "out")
        for way in (inside / ".." / "..", inside / "out", self.folder / "link", "link"):
            for words in (("--record", f"{way}/x.json"), ("--save-to", way), ("--log", f"{way}/log")):
                self.wipe(REFUSED, *words, "--recursive", self.tree, confirm="tree")
                self.assertIn("in what is to be erased", self.stderr)
        self.wipe(REFUSED, "--record", "../../x.json", "--recursive", self.tree, confirm="tree", cwd=inside)
        self.assertEqual(list(self.fs.root.glob("*.json")) + list(self.folder.glob("*.json")), [])
        (inside / "out").unlink()

    def small(self, size):
        small = self.folder / "small"
        small.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", small], check=True)
        self.addCleanup(massho.unmount, small)
        return small

    def test_record_and_list_stay_together(self):
        """Where the list has no room the record is saved with it elsewhere; nobody else reads it."""
        for i in range(200):
            (self.tree / f"SECRETNAME-{i}").write_bytes(b"x")
        self.record = self.small("128k") / f"{self.folder.name}.p7m"
        (self.folder / f"{self.folder.name}.files.jsonl").write_text("in the way of the list alone")
        _, total = self.signed(UNSAVED, "--recursive", self.tree, confirm="tree")
        self.assertTrue(self.record.is_file())
        record, listed = Path(total["record"]), Path(total["list"])
        for path in (record, listed):
            self.addCleanup(path.unlink)
        self.assertEqual((record.parent, listed.parent), (Path("/var/tmp"), Path("/var/tmp")))
        self.assertEqual(massho.record(record)["files"]["list"]["sha256"],
                         hashlib.sha256(listed.read_bytes()).hexdigest())
        self.assertEqual([stat.S_IMODE(p.stat().st_mode) for p in (record, listed, self.record.with_suffix(".attempt.files.jsonl"))],
                         [0o644, 0o600, 0o600])

    def test_without_room_for_the_attempt_nothing_is_touched(self):
        small = self.folder / "small"
        small.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", small], check=True)
        try:
            self.wipe(REFUSED, "--record", small / "r.json", "--recursive", self.tree,
                      confirm="tree")
        finally:
            massho.unmount(small)
        self.assertIn("nothing was erased", self.stderr)
        self.assertEqual((self.tree / "SECRETNAME0").read_bytes(), blocks("SECRETDATA", 5000))

    def test_without_room_for_its_chain_nothing_is_left(self):
        """An attempt that stayed would be in the way of the next run, and taken for a failure that is hidden."""
        small = self.small("8k")
        self.record = small / "r.p7m"
        words = ("--sign", self.keys / "engineer.key", "--cert", self.keys / "engineer.pem", "--record", self.record)
        said = ""
        for kib in range(8, 64, 4):
            subprocess.run(["mount", "-o", f"remount,size={kib}k", small], check=True)
            done = massho.run("wipe-file", "--confirm", "tree", *words, "--recursive", self.tree, cwd=self.folder)
            if done.returncode != REFUSED:
                break
            said += done.stderr
            self.assertIn("nothing was erased", done.stderr)
            self.assertEqual(list(small.iterdir()), [])
        self.assertIn(".massho-head-", said)
        self.assertFalse(self.tree.exists())

    def test_without_room_for_its_copy_nothing_is_left(self):
        """What was saved elsewhere by then would tell names, and be in the way of the next run."""
        small, other = self.folder / "small", self.folder / "other"
        small.mkdir()
        other.mkdir()
        places = [Path(p) for p in (self.folder, other, "/var/tmp", "/tmp", "/run")]
        words = ("--record", "r.json", "--save-to", other, "--save-to", small, "--recursive",
                 self.tree)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", small], check=True)
        try:
            small.joinpath("full").write_bytes(bytes(4096))
            before = [set(p.iterdir()) for p in places]
            self.wipe(REFUSED, *words, confirm="tree")
            self.assertIn("nothing was erased", self.stderr)
            for place, names in zip(places, before):
                self.assertEqual([p for p in set(place.iterdir()) - names if p.name.startswith("r.")], [])
            small.joinpath("full").unlink()
            subprocess.run(["mount", "-o", "remount,size=1m", small], check=True)
            self.wipe(DONE, *words, confirm="tree")
        finally:
            massho.unmount(small)

    def test_lists_are_never_replaced(self):
        """That is known before anything is erased."""
        other = self.folder / "other"
        other.mkdir()
        for place in (self.folder / "r.files.jsonl", self.folder / "r.attempt.files.jsonl",
                      other / "r.files.jsonl"):
            with self.subTest(place=place):
                place.write_text("precious")
                self.wipe(REFUSED, "--record", "r.json", "--save-to", other, "--recursive",
                          self.tree, confirm="tree")
                self.assertIn("exists already", self.stderr)
                self.assertEqual(place.read_text(), "precious")
                self.assertEqual(len(list(self.tree.glob("SECRET*"))), 3)
                place.unlink()

    def test_record_is_never_replaced(self):
        self.record.write_text("old")
        self.signed(REFUSED, "--recursive", self.tree, confirm="tree")
        self.assertEqual(self.record.read_text(), "old")
        self.assertTrue(self.tree.exists())

    def test_not_root(self):
        """Nothing can be read back: F0, and that is what is recorded."""
        path = self.fs.root / "own"
        path.write_bytes(blocks("SECRETDATA", 5000))
        out = self.folder / "out"
        out.mkdir()
        for each in (path, out, self.fs.root):
            os.chown(each, 65534, 65534)
        for folder in [self.folder]:
            folder.chmod(0o755)
        files, _ = self.wipe(PARTIAL, "--record", out / "r.json", path, confirm="own",
                             user=65534, group=65534)
        self.assertEqual((files[str(path)]["level"], files[str(path)]["reason"]),
                         ("F0", "medium-closed"))
        self.assertEqual(massho.record(out / "r.json")["verdict"], "partial")


if __name__ == "__main__":
    massho.main()
