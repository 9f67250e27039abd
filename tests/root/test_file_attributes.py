#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Extended attributes of files that wipe-file erases: gone from where they lay, or told."""
import os
import struct
import subprocess
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from file_scene import FSCK_EXT, FSCK_XFS, KINDS, MIB, FileSystem, Files, blocks  # noqa: E402
from massho import DONE, PARTIAL  # noqa: E402

EXT = ("mkfs.ext4", "-q", "-b", "4096")
USER = 0x12345678
KINDS |= {
    "blocks": (EXT, "defaults", 32 * MIB, FSCK_EXT),
    "large-inodes": ((*EXT, "-I", "1024"), "defaults", 32 * MIB, FSCK_EXT),
    "ea_inode": ((*EXT, "-O", "ea_inode"), "defaults", 32 * MIB, FSCK_EXT),
    "small-log": (("mkfs.xfs", "-q", "-l", "size=64m"), "defaults", 300 * MIB, FSCK_XFS),
}


def access_list():
    entries = ((1, 6, 0xffffffff), (2, 4, USER), (4, 4, 0xffffffff), (16, 4, 0xffffffff),
               (32, 4, 0xffffffff))
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


class Attributes(Files):
    def setUp(self):
        super().setUp()
        self.values = {}

    def make(self, kind):
        self.fs = FileSystem(self, kind)
        return self.fs.root

    def put(self, name, *sizes):
        path = self.fs.root / name
        path.write_bytes(blocks("SECRETDATA", 5000))
        self.attach(path, *sizes)
        return path

    def attach(self, path, *sizes):
        for size in sizes:
            value = self.values[size] = b"SECRETVALUE" + os.urandom(size - 11)
            os.setxattr(path, f"user.SECRETNAME{size}", value)
        os.sync()

    def told(self, expected, *paths):
        """Gone and left of each, and the raw medium."""
        words = paths if len(paths) > 1 else ("--recursive", *paths)
        confirm = len(paths) if len(paths) > 1 else paths[0].name
        files, self.total = self.wipe(expected, *words, confirm=str(confirm))
        counts = [(files[str(p)]["xattrs"], files[str(p)]["xattrs_left"]) for p in paths]
        return counts, self.fs.raw()

    def gone(self, raw):
        self.assertEqual((raw.count(b"SECRETVALUE"), raw.count(b"SECRETNAME"),
                          raw.count(struct.pack("<HHI", 2, 4, USER))), (0, 0, 0))

    def test_in_a_block_that_is_freed(self):
        """Names, too: the last attribute of a block leaves it as it is."""
        for kind in ("blocks", "large-inodes"):
            self.make(kind)
            paths = [self.put(f"a{size}", size) for size in (1500, 2500, 3900)]
            paths.append(self.put("several", 20, 1800, 1900))
            os.setxattr(paths[0], "system.posix_acl_access", access_list())
            counts, raw = self.told(DONE, *paths)
            self.assertEqual(counts, [(2, 0), (1, 0), (1, 0), (3, 0)])
            self.gone(raw)

    def test_of_folders(self):
        tree = self.make("blocks") / "tree"
        tree.mkdir()
        (tree / "file").write_bytes(b"SECRETDATA")
        self.attach(tree, 20, 2000)
        os.setxattr(tree, "system.posix_acl_default", access_list())
        counts, raw = self.told(DONE, tree)
        self.assertEqual(counts, [(3, 0)])
        self.gone(raw)

    def test_of_a_folder_that_stays(self):
        """Nothing of it is touched, and nobody gets in who was kept out; what goes beside it goes."""
        root = self.make("blocks")
        for name in ("tree", "tree/above", "tree/above/stays", "tree/goes"):
            (root / name).mkdir()
        stays = root / "tree/above/stays"
        (stays / "held").write_bytes(b"held")
        (stays / "file").write_bytes(b"SECRETDATA")
        self.attach(stays, 20, 2000)
        self.attach(root / "tree/goes", 30)
        entries = ((1, 7, 0xffffffff), (2, 7, USER), (4, 0, 0xffffffff), (16, 7, 0xffffffff),
                   (32, 0, 0xffffffff))
        acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
        for path in (stays, root / "tree/above"):
            os.setxattr(path, "system.posix_acl_access", acl)
            os.setxattr(path, "system.posix_acl_default", access_list())
        before = self.all_of(stays), self.all_of(stays.parent)
        with open(stays / "held", "rb"):
            files, _ = self.wipe(PARTIAL, "--recursive", root / "tree", confirm="tree")
        self.assertEqual((self.all_of(stays), self.all_of(stays.parent)), before)
        for path in (stays, stays.parent, root / "tree"):
            self.assertEqual((files[str(path)]["state"], files[str(path)]["touched"]),
                             ("refused", False))
        self.assertEqual(files[str(root / "tree/goes")]["state"], "removed")
        self.assertEqual(files[str(stays / "file")]["state"], "erased")

    def test_of_a_folder_that_something_comes_into(self):
        """When it was empty, and its attributes were overwritten: it has them again."""
        for kind in ("blocks", "small-log"):
            root = self.make(kind)
            for attempt in range(10):
                tree = root / f"tree{attempt}"
                stays = tree / "0"
                # All of them are overwritten before the first is removed.
                for name in range(200):
                    (tree / f"{name}").mkdir(parents=True)
                    os.setxattr(tree / f"{name}", "user.SECRETNAME", b"SECRETVALUE" * 20)
                self.attach(stays, 20, 2000)
                os.setxattr(stays, "system.posix_acl_access", access_list())
                before = self.all_of(stays)
                watcher = threading.Thread(target=self.come_into, args=(stays, before))
                watcher.start()
                files, _ = self.wipe(None, "--recursive", tree, confirm=tree.name)
                watcher.join()
                if stays.exists():
                    break
            self.assertEqual(self.all_of(stays), before)
            told = files[str(stays)]
            self.assertEqual((told["state"], told["touched"], told["xattrs"], told["xattrs_left"]),
                             ("failed", True, 0, 0))
            self.assertIn(f"{stays}: failed: the folder is not empty", self.stderr)
            self.assertNotIn(f"{tree}: ", self.stderr)
            self.assertEqual([x.name for x in tree.iterdir()], ["0"])

    def come_into(self, folder, before):
        try:
            while self.all_of(folder) == before:
                pass
            (folder / "came").touch()
        except OSError:
            pass  # it is gone

    def all_of(self, path):
        return os.stat(path).st_mode, {n: os.getxattr(path, n) for n in os.listxattr(path)}

    def names(self, root):
        """What has only a name, with attributes and a target in a block, beside some that have none."""
        tree = root / "tree"
        tree.mkdir()
        (tree / "file").write_bytes(b"SECRETDATA")
        (tree / "plain").symlink_to("t")
        (tree / "long").symlink_to("SECRETTARGET" * 70)
        (tree / "link").symlink_to("t")
        os.mkfifo(tree / "pipe")
        os.mknod(tree / "socket", 0o140600)
        for name, count in (("link", 1), ("pipe", 2), ("socket", 1)):
            for i in range(count):
                os.setxattr(tree / name, f"trusted.SECRETNAME{i}", b"SECRETVALUE", follow_symlinks=False)
        os.setxattr(tree / "plain", "security.selinux", b"label", follow_symlinks=False)
        os.sync()
        return tree

    KEPT = {"plain": 0, "long": 1, "link": 1, "pipe": 2, "socket": 1, "file": 0}

    def test_of_what_is_only_a_name(self):
        """It is not overwritten, and told; nothing else of them is."""
        for kind in ("ext4", "xfs"):
            tree = self.names(self.make(kind))
            record = f"{kind}.json"
            files, total = self.wipe(PARTIAL, "--record", record, "--recursive", tree, confirm="tree")
            self.assertEqual({n: files[str(tree / n)]["xattrs_left"] for n in self.KEPT}, self.KEPT)
            self.assertEqual({x["state"] for x in files.values()}, {"erased", "removed"})
            self.assertEqual((total["xattrs"], total["xattrs_left"]), (0, 5))
            record = massho.record(self.folder / record)
            self.assertEqual((record["verdict"], record["files"]["attributes_left"]), ("partial", 5))

    def test_of_a_name_before_free_space(self):
        """What is left is not sought there: it stays told."""
        tree = self.names(self.make("ext4"))
        _, total = self.wipe(PARTIAL, "--free-space", self.fs.root, "--recursive", tree, confirm="tree")
        self.assertEqual(total["xattrs_left"], 5)
        self.assertEqual(self.fs.raw().count(b"SECRETTARGET"), 0)

    def test_a_block_that_others_share(self):
        """It stays theirs, and that is told; of files that all go it is overwritten."""
        self.make("blocks")
        value = b"SECRETVALUE" * 200
        paths = [self.put(name) for name in ("kept", "one", "two", "three")]
        for path in paths[:2]:
            os.setxattr(path, "user.SECRETNAME", value)
        for path in paths[2:]:
            os.setxattr(path, "user.SECRETOTHER", value)
        os.sync()
        counts, raw = self.told(PARTIAL, *paths[1:])
        self.assertEqual(counts, [(0, 1), (1, 0), (1, 0)])
        self.assertEqual(self.total["xattrs_left"], 1)
        self.assertEqual((raw.count(b"SECRETNAME"), raw.count(b"SECRETOTHER")), (1, 0))

    def test_in_inodes_of_their_own(self):
        self.make("ea_inode")
        path, small = self.put("large", 20, 20000), self.put("small", 20)
        self.wipe(PARTIAL, "--record", "r.json", path, confirm="large")
        record = massho.record(self.folder / "r.json")
        self.assertEqual((record["verdict"], record["files"]["attributes_left"]), ("partial", 1))
        counts, raw = self.told(DONE, small)
        self.assertEqual(counts, [(1, 0)])
        self.assertEqual((raw.count(b"SECRETVALUE"), raw.count(b"SECRETNAME")), (1, 0))

    def test_names_in_a_block_and_values_elsewhere(self):
        """Of others than the ones that are found: both are left."""
        self.make("ea_inode")
        path = self.put("file", 100, 200, 300, 5000, 9000)
        counts, raw = self.told(PARTIAL, path)
        (gone, left), = counts
        self.assertEqual(gone + left, 5)
        found = {size for size in (100, 200, 300, 5000, 9000)
                 if b"SECRETNAME%d\0" % size in raw or self.values[size] in raw}
        self.assertGreaterEqual(left, len(found), found)

    def test_in_an_inode_of_xfs(self):
        """
        Written while the log is wiped it has other values, but its names; freed before xfs wrote it,
        it keeps what was on the medium: then told.
        """
        self.make("small-log")
        old = self.put("old", 20)
        massho.unmount(self.fs.root)
        subprocess.run(["mount", self.fs.loop.node, self.fs.root], check=True)
        new = self.put("new", 20)
        done = massho.run("wipe-file", "--json", "--confirm", 2, old, new, cwd=self.folder)
        left = [x["xattrs_left"] for x in massho.json_lines(done.stdout) if x["object"] == "file"]
        self.assertEqual(done.returncode, PARTIAL if any(left) else DONE, done.stderr)
        raw = self.fs.raw()
        self.assertEqual((len(left), sum(left)), (2, max(map(raw.count, (b"SECRETVALUE", b"SECRETNAME")))))

    def test_free_space_takes_them(self):
        """What is left is sought when free space has been wiped, where that was asked for."""
        self.make("small-log")
        path = self.put("file", 20, 12000)
        done = massho.run("wipe-file", "--json", "--confirm", "file", "--free-space", self.fs.root, path,
                          cwd=self.folder)
        # xfs may keep some blocks for itself.
        self.assertIn(done.returncode, (DONE, PARTIAL), done.stderr)
        told = {x["object"]: x for x in massho.json_lines(done.stdout)}
        self.assertLessEqual({x["reason"] for x in told["free-space"]["not_reached"]}, {"reserved"})
        self.assertEqual((told["file"]["xattrs"], told["file"]["xattrs_left"]), (2, 0))
        self.gone(self.fs.raw())

    def test_not_overwritten_is_left(self):
        """On a file system that copies on write."""
        self.make("btrfs")
        counts, _ = self.told(PARTIAL, self.put("file", 20, 200))
        self.assertEqual(counts, [(0, 2)])


if __name__ == "__main__":
    massho.main()
