#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys of folders that ext4 encrypts: removed when nothing else uses them, and called destroyed only then."""
import contextlib
import errno
import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from file_scene import KINDS, FileSystem, Files, Tmpfs, blocks  # noqa: E402
from massho import DONE, FAILED, INTERRUPTED, PARTIAL, REFUSED, UNSUPPORTED, USAGE  # noqa: E402

KINDS["ext4-encrypt-2"] = KINDS["ext4-encrypt"]
CONDITIONS = ("encrypted_from_first_day", "no_escrow", "no_recovery_key", "no_protector")
RUN = os.urandom(8).hex()  # another run at the same time has other keys


FSCRYPT = massho.BUILD / "tests" / "bin" / "fscrypt-key"


def fscrypt(*words, **how):
    return subprocess.run([FSCRYPT, *words], check=True,
                          capture_output=True, text=True, **how).stdout.strip()


@contextlib.contextmanager
def opened(path, how=os.O_RDONLY):
    """Whatever becomes of the test: what is open keeps its file system mounted."""
    fd = os.open(path, how)
    try:
        yield fd
    finally:
        os.close(fd)


@contextlib.contextmanager
def mounted(target, *words):
    subprocess.run(["mount", *words, target], check=True)
    try:
        yield
    finally:
        massho.unmount(target)


@contextlib.contextmanager
def running(*words, **how):
    """Ready when it has told so by a line."""
    process = subprocess.Popen(words, stdout=subprocess.PIPE, **how)
    try:
        process.stdout.readline()
        yield
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


HOLDER = """
import os, subprocess, sys
subprocess.run(["sh", "-ec", *sys.argv[2:]], check=True, stdout=subprocess.DEVNULL)
end, begin = os.pipe()
if os.fork() == 0:
    os.close(begin)
    os.read(end, 1)
    os._exit(0)
os.chroot(sys.argv[1])
print(flush=True)
sys.stdin.read()
os.close(begin)
os.wait()
"""


@contextlib.contextmanager
def in_namespace(script, *words, jail="/"):
    """With mounts that the script makes of the words and only two processes see: the first of them none, if its root is a jail."""
    process = subprocess.Popen(["unshare", "--mount", "--propagation=private", sys.executable, "-c", HOLDER, jail, script, *words],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        if not process.stdout.readline():
            raise OSError(script)
        yield
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


class Keys(Files):
    def setUp(self):
        # What the kernel has of one run others take into account, and rightly so: one test at a time.
        turn = os.open("/run/lock", os.O_RDONLY)
        self.addCleanup(os.close, turn)
        fcntl.flock(turn, fcntl.LOCK_EX)
        super().setUp()
        self.fs = FileSystem(self, "ext4-encrypt")
        self.plain = self.fs.root / "plain"
        self.plain.mkdir()
        (self.plain / "kept").write_bytes(blocks("KEPT", 5000))
        self.id = fscrypt("add", self.fs.root, "A" + RUN)
        self.secret = self.encrypted("secret")
        os.sync()

    def tearDown(self):
        """Whatever became of the keys, no record of it contradicts itself."""
        for record in (*self.folder.glob("massho-*.json"), *self.folder.glob("r.json")):
            done = massho.run("wipe-cert", "show", record)
            self.assertEqual(done.returncode, DONE, f"{record}: {done.stderr}")
        super().tearDown()

    def encrypted(self, name, key=None, root=None):
        folder = (root or self.fs.root) / name
        folder.mkdir()
        fscrypt("policy", folder, key or self.id)
        (folder / "SECRETNAME").write_bytes(blocks("SECRETDATA", 70001))
        return folder

    def answers(self, **other):
        path = self.folder / "answers.json"
        path.write_text(json.dumps({**dict.fromkeys(CONDITIONS, "yes"), **other}))
        return ("--remove-key", "--conditions", path, "--recursive")

    def status(self, root=None):
        return fscrypt("status", root or self.fs.root, self.id)

    def refused(self, reason, *words, left=("secret/SECRETNAME",)):
        for how in (("--dry-run",), ("--confirm", Path(words[-1]).name)):
            self.wipe(REFUSED, *how, *words)
            self.assertIn(reason, self.stderr)
        for name in left:
            self.assertTrue((self.fs.root / name).exists(), name)
        self.assertEqual(self.status(), "present")

    def removed(self, lack, *words, expected=PARTIAL, confirm="secret", key=0):
        """The names go and so does the key, and nobody calls it destroyed."""
        plan, total = self.wipe(PARTIAL, "--dry-run", *words)
        self.assertEqual({x["level"] for x in plan.values() if "SECRET" in x["path"]}, {"F0"})
        self.assertEqual(total["keys"][key]["lacks"], lack)
        files, total = self.wipe(expected, *words, confirm=confirm)
        told = total["keys"][key]
        self.assertEqual((told["level"], told["lacks"], told["removed"]), ("F0", lack, True))
        self.assertEqual({(x["state"], x["level"], x["reason"]) for x in files.values()
                          if x["path"].startswith(str(self.secret)) and x["kind"] == "regular"},
                         {("removed", "F0", "key-removed")})
        self.assertFalse(self.secret.exists())
        self.assertEqual(self.status(), "absent")
        return files, told

    def test_destroyed(self):
        """Files of many shapes; what has another key, or none, keeps it."""
        other_id = fscrypt("add", self.fs.root, "B" + RUN)
        other = self.encrypted("other", other_id)
        (self.secret / "deep").mkdir()
        (self.secret / "deep" / "SECRETNAME-deep").write_bytes(blocks("SECRETDATA-deep", 9999))
        (self.secret / "empty").touch()
        os.link(self.secret / "SECRETNAME", self.secret / "SECRETNAME-link")
        os.symlink("SECRETTARGET" * 20, self.secret / "SECRETNAME-symlink")
        os.setxattr(self.secret / "SECRETNAME", "user.secret", b"SECRETVALUE" * 9)
        os.sync()
        words = self.answers()
        plan, total = self.wipe(DONE, "--dry-run", "--require", "F3", *words, self.secret)
        self.assertEqual({(x["state"], x["level"], x["reason"]) for x in plan.values() if x["kind"] == "regular"},
                         {("planned", "F3", "key-destroyed")})
        self.assertEqual((total["level"], total["keys"][0]["after"]), ("F3", "unknown"))
        self.assertEqual(self.status(), "present")
        files, total = self.wipe(DONE, "--record", "r.json", "--require", "F3", *words, self.secret, confirm="secret")
        told = files[str(self.secret / "SECRETNAME")]
        self.assertEqual((told["state"], told["level"], told["reason"], told["verified_bytes"], told["extents"]),
                         ("erased", "F3", "key-destroyed", "0", []))
        self.assertEqual((told["xattrs"], told["xattrs_left"]), (1, 0))
        key, = total["keys"]
        self.assertEqual((total["level"], key["before"], key["after"], key["identifier"]),
                         ("F3", "present", "absent", self.id))
        self.assertEqual((key["policy_version"], key["contents"], key["names"], key["files"], key["folders"]),
                         (2, "AES-256-XTS", "AES-256-CBC-CTS", 3, 2))
        self.assertEqual((key["unused"], key["removed"], key["elsewhere"], key["wrapped"], key["lacks"]),
                         (True, True, False, "none", None))
        self.assertEqual(self.status(), "absent")
        self.assertEqual((other / "SECRETNAME").read_bytes(), blocks("SECRETDATA", 70001))
        self.assertEqual((self.plain / "kept").read_bytes(), blocks("KEPT", 5000))
        self.assertFalse(self.secret.exists())
        record = massho.record(self.folder / "r.json")
        told = record["files"]
        self.assertEqual((record["verdict"], told["level_achieved"], told["by_reason"]["key-destroyed"]),
                         ("key-destroyed", "F3", 3))
        self.assertEqual(told["keys"], {"answers": dict.fromkeys(CONDITIONS, "yes"), "list": [key]})
        self.assertEqual({"area": "file-contents", "state": "key-destroyed", "bytes": None}, record["areas"][0])
        done = massho.run("wipe-cert", "show", "r.json", cwd=self.folder)
        for words in ("FILES REMOVED, KEY DESTROYED", self.id, "removed from the kernel", "can add it again"):
            self.assertIn(words, done.stdout)
        raw = self.fs.raw()
        for marker in (b"SECRETDATA", b"SECRETNAME", b"SECRETTARGET", b"SECRETVALUE"):
            self.assertNotIn(marker, raw)

    def test_what_would_undo_it(self):
        """Without the key an older copy of the medium tells neither names nor contents; with it, all."""
        copy = self.fs.image.read_bytes()
        self.wipe(DONE, *self.answers(), self.secret, confirm="secret")
        self.fs.unmount()
        self.fs.image.write_bytes(copy)
        subprocess.run(["mount", self.fs.loop.node, self.fs.root], check=True)
        self.fs.is_mounted = True
        name, = os.listdir(self.secret)
        self.assertNotIn("SECRET", name)
        with self.assertRaises(OSError) as raised:
            (self.secret / name).read_bytes()
        self.assertEqual(raised.exception.errno, errno.ENOKEY)
        fscrypt("add", self.fs.root, "A" + RUN)
        self.assertEqual((self.secret / "SECRETNAME").read_bytes(), blocks("SECRETDATA", 70001))

    def test_answers_that_are_open(self):
        for words in (("--remove-key", "--recursive"), self.answers(no_escrow="unknown")):
            self.wipe(UNSUPPORTED, "--confirm", "secret", "--require", "F3", *words, self.secret)
            self.assertIn("not all conditions were answered with yes", self.stderr)
            self.assertEqual(self.status(), "present")
        self.removed("conditions-not-met", *self.answers(no_escrow="no"), self.secret)

    def test_answers_that_are_none(self):
        yes = dict.fromkeys(CONDITIONS, "yes")
        path = self.folder / "bad.json"
        for text, reason in (("", "is no JSON object"), ("[]", "is no JSON object"), (json.dumps({**yes, "no_escrow": "true"}), "an answer is"),
                             (json.dumps({**yes, "no_header_backup": "yes"}), "what is no condition"),
                             (json.dumps(dict.fromkeys(CONDITIONS[1:], "yes")), "not every condition"),
                             ('{"no_escrow":"no",' + json.dumps(yes)[1:], "is no JSON object"), (" " * 65536, "is no JSON object")):
            path.write_text(text)
            self.wipe(USAGE, "--remove-key", "--conditions", path, "--recursive", self.secret, confirm="secret")
            self.assertIn(reason, self.stderr)
        for words in (("--remove-key", "--conditions", self.folder / "missing"), ("--conditions", path), ("--remove-key", "--conditions", self.folder)):
            self.wipe(USAGE, *words, "--recursive", self.secret, confirm="secret")
        self.wipe(USAGE, "--remove-key", "--free-space", self.fs.root, confirm=self.fs.root.name)
        self.assertTrue((self.secret / "SECRETNAME").exists())

    def test_without_the_option(self):
        """As ever: the names go, the key stays."""
        files, total = self.wipe(PARTIAL, "--recursive", self.secret, confirm="secret")
        self.assertEqual({x["reason"] for x in files.values() if x["kind"] == "regular"}, {"encoded"})
        self.assertEqual((total["keys"], self.status()), ([], "present"))

    def test_another_folder_with_the_key(self):
        self.encrypted("second")
        self.refused("second on the same file system is encrypted by the same key", *self.answers(), self.secret)
        self.wipe(DONE, *self.answers(), self.secret, self.fs.root / "second", confirm="2")
        self.assertEqual(self.status(), "absent")

    def test_files_without_their_folder(self):
        self.refused("secret on the same file system is encrypted", *self.answers(),
                     self.secret / "SECRETNAME")

    def test_what_was_moved_out(self):
        """What left the folder keeps the key; of a link nobody tells which it has."""
        (self.secret / "out").write_bytes(b"out")
        (self.secret / "out").rename(self.plain / "out")
        self.refused("plain/out on the same file system is encrypted", *self.answers(), self.secret)
        self.assertEqual((self.plain / "out").read_bytes(), b"out")
        os.unlink(self.plain / "out")
        os.symlink("SECRETTARGET", self.secret / "link")
        (self.secret / "link").rename(self.plain / "link")
        self.refused("not all of the file system can be looked at (plain/link)", *self.answers(), self.secret)

    def test_named_and_not_to_go(self):
        """With the reason, as it is told of each file."""
        name = self.secret / "SECRETNAME"
        with opened(name):
            self.refused("secret/SECRETNAME is encrypted by the same key, would stay (it is open elsewhere", *self.answers(), self.secret)
        subprocess.run(["chattr", "+i", name], check=True)
        self.addCleanup(subprocess.run, ["chattr", "-i", name], check=True)
        self.refused("secret/SECRETNAME is encrypted by the same key, would stay (it may not be changed: it is immutable",
                     *self.answers(), self.secret)

    def test_too_deep(self):
        folder = self.plain
        for _ in range(258):
            folder /= "d"
            folder.mkdir()
        self.refused("not all of the file system can be looked at (plain/d/d/", *self.answers(), self.secret)

    def test_too_many_keys(self):
        names = [self.encrypted(f"more{i}", fscrypt("add", self.fs.root, f"M{i}" + RUN)) for i in range(16)]
        self.wipe(UNSUPPORTED, *self.answers(), self.secret, *names, confirm="17")
        self.assertIn("more than 16 keys", self.stderr)
        self.assertEqual((self.status(), all(x.exists() for x in names)), ("present", True))

    def test_where_the_whole_is_not_seen(self):
        """A part of it is mounted: what lies outside of that may have the key, too."""
        (self.fs.root / "box").mkdir()
        inner, part = self.encrypted("box/inner"), self.folder / "part"
        part.mkdir()
        with mounted(part, "--bind", self.fs.root / "box"), Tmpfs(self.fs.root):
            self.wipe(REFUSED, *self.answers(), part / "inner", confirm="inner")
            self.assertIn("not all of the file system can be looked at (where it is mounted)", self.stderr)
            self.assertTrue((part / "inner" / "SECRETNAME").exists())
        self.assertEqual(((inner / "SECRETNAME").exists(), self.status()), (True, "present"))

    def test_ciphers(self):
        """A key that is used with several of them is told as often, and removed once."""
        second = self.fs.root / "second"
        second.mkdir()
        fscrypt("policy", second, self.id + ":1:10")
        other = self.encrypted("third")
        os.setxattr(second, "trusted.fscrypt_slot0", b"WRAPPED" * 9)
        words = (*self.answers(), self.secret, second, other)
        _, plan = self.wipe(PARTIAL, "--dry-run", *words)
        _, total = self.wipe(PARTIAL, "--record", "r.json", *words, confirm="2")
        self.assertEqual([(x["contents"], x["names"], x["files"], x["folders"], x["removed"], x["wrapped"], x["lacks"]) for x in total["keys"]],
                         [("AES-256-XTS", "AES-256-CBC-CTS", 2, 2, True, "left", "wrapped-key"),
                          ("AES-256-XTS", "AES-256-HCTR2", 0, 1, True, "left", "wrapped-key")])
        self.assertEqual([(x["names"], x["lacks"], x["wrapped"]) for x in plan["keys"]], [(x["names"], x["lacks"], x["wrapped"]) for x in total["keys"]])
        self.assertEqual({x["identifier"] for x in total["keys"]}, {self.id})
        self.assertEqual(massho.record(self.folder / "r.json")["files"]["keys"]["list"], total["keys"])
        self.assertEqual(self.status(), "absent")

    def test_no_file(self):
        """Names alone reach no level, and nobody calls them destroyed."""
        os.unlink(self.secret / "SECRETNAME")
        self.wipe(UNSUPPORTED, "--require", "F3", *self.answers(), self.secret, confirm="secret")
        self.assertIn("F3 is a level of files, and none is there", self.stderr)
        self.assertEqual((self.secret.exists(), self.status()), (True, "present"))
        done = massho.run("wipe-file", "--confirm", "secret", *self.answers(), self.secret, cwd=self.folder)
        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertIn("no file was encrypted by it", done.stdout)
        self.assertNotIn("destroyed", done.stdout)
        self.assertEqual(self.status(), "absent")

    def test_attributes_that_stay(self):
        """Those of a pipe are not overwritten: a dry run says so, and ends as the run does."""
        os.mkfifo(self.secret / "pipe")
        os.setxattr(self.secret / "pipe", "trusted.x", b"SECRETVALUE")
        os.symlink("SECRETTARGET" * 20, self.secret / "link")
        words = ("--require", "F3", *self.answers(), self.secret)
        for how in (("--dry-run",), ("--confirm", "secret")):
            files, total = self.wipe(PARTIAL, *how, *words)
            left = {Path(x["path"]).name: x["xattrs_left"] for x in files.values() if x["xattrs_left"]}
            self.assertEqual((left, total["xattrs_left"], total["level"]), ({"pipe": 1}, 1, "F3"))

    def test_another_user_with_the_key(self):
        """Root removes what others added, too."""
        with opened(self.fs.root) as root:
            added = fscrypt("add", f"/proc/self/fd/{root}", "A" + RUN, pass_fds=(root,), user=65534, group=65534)
        self.assertEqual(added, self.id)
        self.wipe(DONE, "--require", "F3", *self.answers(), self.secret, confirm="secret")
        self.assertEqual(self.status(), "absent")

    def test_a_key_that_was_removed_before(self):
        with opened(self.secret / "SECRETNAME"):
            fscrypt("remove", self.fs.root, self.id)
            self.assertEqual(self.status(), "incompletely-removed")
            self.wipe(REFUSED, *self.answers(), self.secret, confirm="secret")
            self.assertIn("is not among those of the file system (incompletely-removed)", self.stderr)
        self.assertTrue(self.secret.exists())

    def test_where_not_all_is_seen(self):
        """Something else is mounted over a folder: unless the whole is mounted elsewhere, too."""
        with Tmpfs(self.plain):
            self.refused("not all of the file system can be looked at (plain)", *self.answers(), self.secret)
            again = self.folder / "again"
            again.mkdir()
            subprocess.run(["mount", "--bind", self.fs.root, again], check=True)
            try:
                self.wipe(DONE, *self.answers(), self.secret, confirm="secret")
            finally:
                massho.unmount(again)

    def test_a_deleted_file_that_is_open(self):
        """Nobody can reach it by a name; the kernel keeps what it needs to read it."""
        with open(self.secret / "deleted", "wb+") as deleted:
            deleted.write(b"SECRETDATA")
            os.unlink(self.secret / "deleted")
            files, total = self.wipe(PARTIAL, *self.answers(), self.secret, confirm="secret")
            told = files[str(self.secret / "SECRETNAME")]
            self.assertEqual((told["state"], told["level"], told["reason"]), ("removed", "F0", "key-stays"))
            key, = total["keys"]
            self.assertEqual((key["after"], key["removed"], key["lacks"]),
                             ("incompletely-removed", False, "not-removed"))
            self.assertEqual(self.status(), "incompletely-removed")

    def held(self, what):
        """Seen before anything is touched: what is in use would keep the key."""
        with self.subTest(what):
            plan, total = self.wipe(PARTIAL, "--dry-run", *self.answers(), self.secret)
            self.assertEqual(({x["level"] for x in plan.values() if x["kind"] == "regular"}, total["keys"][0]["lacks"]), ({"F0"}, "not-removed"))
            for how in (("--dry-run",), ("--confirm", "secret")):
                self.wipe(UNSUPPORTED, "--require", "F3", *how, *self.answers(), self.secret)
            self.assertIn("cannot reach F3", self.stderr)
            self.assertEqual(((self.secret / "SECRETNAME").read_bytes(), self.status()), (blocks("SECRETDATA", 70001), "present"))

    def test_what_is_in_use(self):
        with running("sh", "-c", "echo; exec sleep 60", cwd=self.secret):
            self.held("where a process works")
        for path, how in ((self.secret, os.O_RDONLY), (self.secret / "SECRETNAME", os.O_PATH)):
            with opened(path, how):
                self.held(f"open: {path.name}")
        with opened(self.secret / "deleted", os.O_RDWR | os.O_CREAT):
            os.unlink(self.secret / "deleted")
            self.held("deleted")
        for name, make in (("folder", Path.mkdir), ("file", Path.touch)):
            target = self.folder / name
            make(target)
            with mounted(target, "--bind", self.secret if target.is_dir() else self.secret / "SECRETNAME"):
                self.held(f"mounted: {name}")
        other = self.encrypted("other", fscrypt("add", self.fs.root, "B" + RUN))
        with opened(other / "deleted", os.O_RDWR | os.O_CREAT):
            os.unlink(other / "deleted")
            with opened(other):
                self.wipe(DONE, "--require", "F3", *self.answers(), self.secret, confirm="secret")

    def test_what_only_the_kernel_holds(self):
        above, empty, gone = self.folder / "above", self.folder / "empty", self.secret / "gone"
        for folder in (above, empty, gone):
            folder.mkdir()
        with in_namespace('mount --bind "$0" "$1"', self.secret, self.plain, jail=empty):
            self.held("mounted in another namespace")
        with in_namespace('mount --bind "$0" "$1"; rmdir "$0"', gone, self.plain):
            self.held("mounted in another namespace, and deleted")
        with mounted(above, "-t", "overlay", "-o", f"lowerdir={self.secret}:{self.plain}", "overlay"):
            self.held("a layer of an overlay")
        with in_namespace('mount "$0" "$1"; mount -t overlay -o "lowerdir=$1/plain:$1/secret" overlay "$2"', self.fs.loop.node, empty, above):
            self.held("a layer by a path that is one there only")
        for how, script in (("from where somebody worked", f"cd {self.fs.root}; mount -t overlay -o lowerdir=plain:secret overlay {above}; cd"),
                            ("that is none any more", f"mount {self.fs.loop.node} {empty}; mount -t overlay -o lowerdir={empty}/secret:"
                             f"{empty}/plain overlay {above}; umount")):
            with self.subTest(how):
                (_, *told), = self.keys_where_hidden(script, empty, PARTIAL, "--dry-run", *self.answers(), self.secret)
                self.assertEqual(told, ["F0", "not-removed"])
        other = self.encrypted("other", fscrypt("add", self.fs.root, "B" + RUN))
        deleted, kept, gone, named = self.secret / "deleted", self.plain / "image", self.plain / "gone", other / "image (deleted)"
        for path in (deleted, kept, gone, named):
            path.write_bytes(bytes(1 << 20))
        with massho.Loop(deleted):
            deleted.unlink()
            self.held("a loop device on what is deleted")
        with massho.Loop(kept), massho.Loop(gone), massho.Loop(named):
            gone.unlink()
            self.wipe(DONE, "--require", "F3", *self.answers(), self.secret, confirm="secret")

    def test_something_that_comes_meanwhile(self):
        """While a person thinks about it: the key stays for it."""
        record = self.folder / "r.json"
        terminal = massho.Terminal([massho.tool_path("wipe-file"), "--record", record, *self.answers(), self.secret])
        self.addCleanup(terminal.close)
        terminal.wait_for("type secret")
        second = self.encrypted("second")
        terminal.type("secret\n")
        self.assertEqual(terminal.end(), PARTIAL, terminal.text())
        self.assertIn("NOT removed from the kernel", terminal.text())
        self.assertEqual(self.status(), "present")
        self.assertEqual((second / "SECRETNAME").read_bytes(), blocks("SECRETDATA", 70001))
        told = massho.record(record)["files"]
        self.assertEqual((told["by_level"]["F0"], told["by_reason"]["key-stays"], told["keys"]["list"][0]["lacks"]), (1, 1, "in-use"))

    def test_copies_that_come_meanwhile(self):
        """What was looked at before is looked at again: other file systems, and where fscrypt(1) keeps keys."""
        second = FileSystem(self, "ext4-encrypt-2")
        record = self.folder / "r.json"
        terminal = massho.Terminal([massho.tool_path("wipe-file"), "--record", record, *self.answers(), self.secret])
        self.addCleanup(terminal.close)
        terminal.wait_for("type secret")
        fscrypt("add", second.root, "A" + RUN)
        self.wrapped().write_bytes(b"WRAPPED")
        terminal.type("secret\n")
        self.assertEqual(terminal.end(), PARTIAL, terminal.text())
        key, = massho.record(record)["files"]["keys"]["list"]
        self.assertEqual((key["removed"], key["elsewhere"], key["wrapped"], key["lacks"]), (True, True, "left", "held-elsewhere"))

    def test_the_key_wrapped_nobody_knows_meanwhile(self):
        """Where fscrypt(1) keeps keys can no longer be looked through."""
        record = self.folder / "r.json"
        terminal = massho.Terminal([massho.tool_path("wipe-file"), "--record", record, *self.answers(), self.secret])
        self.addCleanup(terminal.close)
        terminal.wait_for("type secret")
        (self.fs.root / ".fscrypt").touch()
        terminal.type("secret\n")
        self.assertEqual(terminal.end(), PARTIAL, terminal.text())
        key, = massho.record(record)["files"]["keys"]["list"]
        self.assertEqual((key["removed"], key["wrapped"], key["lacks"]), (True, "unknown", "wrapped-key"))

    def test_stopped_before_the_key(self):
        """Nobody tried: that is the reason, and the same command goes on."""
        for i in range(1500):
            (self.secret / f"SECRETNAME{i}").write_bytes(b"SECRETDATA")
        os.sync()
        record = self.folder / "r.json"
        process = subprocess.Popen([massho.tool_path("wipe-file"), "--progress=none", "--record", record, "--confirm", "secret",
                                    *self.answers(), self.secret], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        while process.poll() is None and len(os.listdir(self.secret)) > 1500:
            pass
        process.terminate()
        output = process.communicate()[0][-2000:]
        self.assertEqual(process.returncode, INTERRUPTED, output)
        self.assertIn("stopped before that was tried", output)
        self.assertNotIn("the kernel still has it", output)
        told = massho.record(record)
        key, = told["files"]["keys"]["list"]
        self.assertEqual((told["verdict"], key["lacks"], key["removed"], key["after"]), ("interrupted", "interrupted", False, "present"))
        self.assertGreater(told["files"]["by_reason"]["key-stays"], 0)
        self.assertIn("stopped before that was tried", massho.run("wipe-cert", "show", record).stdout)
        self.wipe(DONE, *self.answers(), self.secret, confirm="secret")
        self.assertEqual(self.status(), "absent")

    def test_an_old_policy(self):
        self.id = fscrypt("add1", self.fs.root, "C")
        self.secret = self.encrypted("old")
        _, key = self.removed("old-policy", *self.answers(), self.secret, confirm="old")
        self.assertEqual((key["policy_version"], key["identifier"]), (1, "43" * 8))

    def wrapped(self):
        path = self.fs.root / ".fscrypt" / "policies" / self.id
        path.parent.mkdir(parents=True)
        return path

    def test_the_key_wrapped(self):
        """As fscrypt(1) keeps it: left it speaks against the claim; named and overwritten it does not."""
        wrapped = self.wrapped()
        wrapped.write_bytes(b"WRAPPED" * 20)
        os.sync()
        words = (*self.answers(), self.secret)
        plan, total = self.wipe(PARTIAL, "--dry-run", *words)
        self.assertEqual((total["keys"][0]["wrapped"], total["keys"][0]["lacks"]), ("left", "wrapped-key"))
        files, total = self.wipe(DONE, *words, wrapped, confirm="2")
        self.assertEqual((files[str(wrapped)]["level"], files[str(self.secret / "SECRETNAME")]["level"]), ("F1", "F3"))
        self.assertEqual((total["keys"][0]["wrapped"], total["level"]), ("erased", "F1"))
        self.assertNotIn(b"WRAPPED", self.fs.raw())

    def test_the_key_wrapped_and_left(self):
        wrapped = self.wrapped()
        wrapped.write_bytes(b"WRAPPED" * 20)
        self.removed("wrapped-key", *self.answers(), self.secret)
        self.assertTrue(wrapped.exists())

    def test_the_key_in_an_attribute(self):
        os.setxattr(self.secret, "trusted.fscrypt_slot0", b"WRAPPED" * 9)
        self.removed("wrapped-key", *self.answers(), self.secret)

    def test_the_key_wrapped_where_it_is_not_overwritten(self):
        """By another key: whoever has that has this one."""
        store = self.fs.root / ".fscrypt"
        store.mkdir()
        fscrypt("policy", store, fscrypt("add", self.fs.root, "B" + RUN))
        (store / "policies").mkdir()
        (store / "policies" / self.id).write_bytes(b"WRAPPED")
        _, plan = self.wipe(PARTIAL, "--dry-run", *self.answers(), self.secret, store)
        told, = (x for x in plan["keys"] if x["identifier"] == self.id)
        self.assertEqual((told["wrapped"], told["lacks"]), ("left", "wrapped-key"))

    def test_the_key_wrapped_nobody_knows(self):
        (self.fs.root / ".fscrypt").write_bytes(b"no folder")
        _, told = self.removed("wrapped-key", *self.answers(), self.secret)
        self.assertEqual(told["wrapped"], "unknown")

    def test_another_file_system_with_the_key(self):
        second = FileSystem(self, "ext4-encrypt-2")
        fscrypt("add", second.root, "A" + RUN)
        self.removed("held-elsewhere", *self.answers(), self.secret)
        self.assertEqual(self.status(second.root), "present")

    def plan_lacks(self, *words):
        _, plan = self.wipe(None, "--dry-run", *words)
        return [(x["elsewhere"], x["lacks"]) for x in plan["keys"]]

    def keys_where_hidden(self, hide, root, expected, *words):
        """Where no other process is seen."""
        done = subprocess.run(["unshare", "--mount", "--pid", "--fork", "--mount-proc", "sh", "-c", hide + ' "$0" && exec "$@"', root,
                               massho.tool_path("wipe-file"), "--json", *words], cwd=self.folder, env=massho.environment(), capture_output=True, text=True)
        self.assertEqual(done.returncode, expected, done.stdout + done.stderr)
        return [(x["elsewhere"], x["level"], x["lacks"]) for x in massho.json_lines(done.stdout)[-1]["keys"]]

    def test_another_file_system_that_cannot_be_asked(self):
        """Something is mounted over it: unless it is seen elsewhere, or encrypts nothing, nobody knows."""
        words = (*self.answers(), self.secret)
        plain, second, again = FileSystem(self, "ext4"), FileSystem(self, "ext4-encrypt-2"), self.folder / "again"
        again.mkdir()
        with Tmpfs(plain.root):
            self.assertEqual(self.plan_lacks(*words), [(False, None)])
        with mounted(again, "--bind", second.root), Tmpfs(second.root):
            self.assertEqual(self.plan_lacks(*words), [(False, None)])
            fscrypt("add", again, "A" + RUN)
            self.assertEqual(self.plan_lacks(*words), [(True, "held-elsewhere")])
            fscrypt("remove", again, self.id)
        for how in (("--dry-run",), ("--confirm", "secret")):
            told = self.keys_where_hidden("mount -t tmpfs tmpfs", second.root, PARTIAL, *how, *words)
            self.assertEqual(told, [(None, "F0", "elsewhere-unknown")])
        self.assertEqual((self.secret.exists(), self.status()), (False, "absent"))

    def test_another_file_system_mounted_elsewhere_only(self):
        """In a mount namespace of other processes, also if the first of them sees nothing of it."""
        words = (*self.answers(), self.secret)
        plain, second = FileSystem(self, "ext4"), FileSystem(self, "ext4-encrypt-2")
        empty = self.folder / "empty"
        empty.mkdir()
        for fs in (plain, second):
            fs.unmount()
        with in_namespace('mount "$0" "$1"; mount "$2" "$3"', plain.loop.node, plain.root, second.loop.node, second.root, jail=empty):
            self.assertEqual(self.plan_lacks(*words), [(False, None)])
        with in_namespace('mount "$0" "$1"; "$2" add "$1" "$3"', second.loop.node, second.root, FSCRYPT, "A" + RUN, jail=empty):
            self.removed("held-elsewhere", *words)

    def test_another_file_system_mounted_nowhere(self):
        """As far as can be seen: the kernel lists it, and only of one that encrypts nothing is known that it has no key."""
        words = (*self.answers(), self.secret)
        plain, second = FileSystem(self, "ext4"), FileSystem(self, "ext4-encrypt-2")
        self.assertEqual(self.keys_where_hidden("umount", second.root, PARTIAL, "--dry-run", *words), [(None, "F0", "elsewhere-unknown")])
        with opened(plain.root):
            subprocess.run(["umount", "--lazy", plain.root], check=True)
            plain.is_mounted = False
            self.assertEqual(self.plan_lacks(*words), [(False, None)])

    def test_two_file_systems_with_the_key(self):
        """Both are named: when the job is done neither has it; unless one of them is to keep it."""
        second = FileSystem(self, "ext4-encrypt-2")
        fscrypt("add", second.root, "A" + RUN)
        words = (*self.answers(), self.secret, self.encrypted("two", root=second.root))
        with opened(second.root / "two"):
            self.assertEqual(sorted(x for _, x in self.plan_lacks(*words)), ["held-elsewhere", "not-removed"])
        self.assertEqual(self.plan_lacks(*words), [(False, None), (False, None)])
        self.wipe(DONE, "--require", "F3", *words, confirm="2")
        self.assertEqual((self.status(), self.status(second.root)), ("absent", "absent"))

    def test_a_copy_of_the_file_system(self):
        """Both have the same UUID, so of each what is told of its key looks as if it were told twice."""
        second = FileSystem(self, "ext4-encrypt-2")
        for one in (self.fs, second):
            one.unmount()
        Path(second.loop.node).write_bytes(self.fs.image.read_bytes())
        for one in (self.fs, second):
            subprocess.run(["mount", one.loop.node, one.root], check=True)
            one.is_mounted = True
            fscrypt("add", one.root, "A" + RUN)
        words = ("--require", "F3", "--record", "r.json", *self.answers(), self.secret, second.root / "secret")
        self.wipe(DONE, *words, confirm="2")
        first, other = massho.record(self.folder / "r.json")["files"]["keys"]["list"]
        self.assertEqual((first, first["level"]), (other, "F3"))

    def test_a_file_system_that_is_unmounted_meanwhile(self):
        """It is not mounted any more, and still has the key: that is elsewhere."""
        second = FileSystem(self, "ext4-encrypt-2")
        fscrypt("add", second.root, "A" + RUN)
        record, other = self.folder / "r.json", self.encrypted("two", root=second.root)
        terminal = massho.Terminal([massho.tool_path("wipe-file"), "--record", record, *self.answers(), self.secret, other])
        self.addCleanup(terminal.close)
        terminal.wait_for("number of files")
        with opened(other):
            subprocess.run(["umount", "--lazy", second.root], check=True)
            second.is_mounted = False
            terminal.type("2\n")
            self.assertEqual(terminal.end(), FAILED, terminal.text())
        self.assertEqual(sorted((x["after"], x["elsewhere"], x["lacks"]) for x in massho.record(record)["files"]["keys"]["list"]),
                         [("absent", True, "held-elsewhere"), ("present", False, "in-use")])

    def test_nothing_to_remove(self):
        self.refused("nothing that was named is encrypted", *self.answers(), self.plain)
        other = self.encrypted("other", fscrypt("add", self.fs.root, "B" + RUN))
        self.fs.unmount()
        subprocess.run(["mount", self.fs.loop.node, self.fs.root], check=True)
        self.fs.is_mounted = True
        self.wipe(REFUSED, "--dry-run", *self.answers(), self.secret)
        self.assertIn("is not among those of the file system (absent)", self.stderr)
        self.assertTrue(other.exists())


if __name__ == "__main__":
    massho.main()
