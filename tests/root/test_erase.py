#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real file systems with real files are erased, on images and on loop devices, and what is
there afterwards is held against the stream as openssl computes it."""
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from massho import DONE, FAILED, UNCONFIRMED, Loop, Mount, demo_ca  # noqa: E402

MARKER = b"massho-test-marker-" + b"0123456789abcdef" * 4
MIB = 1 << 20


def sh(*words, **how):
    return subprocess.run([str(w) for w in words], check=True, capture_output=True, **how)


def fill_mounted(node, folder, extra=()):
    with Mount(node, folder):
        for i in range(20):
            (Path(folder) / f"secret-{i}.txt").write_bytes(MARKER * 100)
        os.sync()


# name: (size, how a file system comes onto a node, can it be mounted, blkid's name)
CONTENTS = {
    "ext4": (32 * MIB, ["mkfs.ext4", "-q", "-F"], True),
    "xfs": (300 * MIB, ["mkfs.xfs", "-q", "-f"], True),
    "btrfs": (128 * MIB, ["mkfs.btrfs", "-q", "-f"], True),
    "swap": (8 * MIB, ["mkswap", "-q"], False),
    "crypto_LUKS": (20 * MIB, ["cryptsetup", "-q", "luksFormat", "--type", "luks2", "--pbkdf",
                               "pbkdf2", "--pbkdf-force-iterations", "1000"], False),
}


def expected_stream(key, size):
    """SHA-256 of the stream by stock tools."""
    stream = subprocess.Popen(["openssl", "enc", "-aes-256-ctr", "-K", key, "-iv", "0" * 32, "-nosalt"],
                              stdin=open("/dev/zero", "rb"), stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)
    digest, left, memory = hashlib.sha256(), size, memoryview(bytearray(MIB))
    while left:
        count = stream.stdout.readinto(memory[:min(left, MIB)])
        digest.update(memory[:count])
        left -= count
    stream.stdout.close()
    stream.kill()
    stream.wait()
    return digest.hexdigest()


def pieces(path):
    """A file MIB by MIB, each time in the same memory: new memory costs more than what is read."""
    memory = bytearray(MIB)
    with open(path, "rb", buffering=0) as f:
        while count := f.readinto(memory):
            yield memoryview(memory)[:count]


def holds_marker(path):
    """Nothing lies across two pieces: markers are written a hundred at a time."""
    return any(MARKER[:19] in piece.obj for piece in pieces(path))


def hashes(path):
    """(SHA-256 of all, SHA-256 of the SHA-256 of every 64 MIB)."""
    whole, chunks, chunk, covered = hashlib.sha256(), hashlib.sha256(), hashlib.sha256(), 0
    for piece in pieces(path):
        whole.update(piece)
        chunk.update(piece)
        covered += len(piece)
        if covered % (64 * MIB) == 0:
            chunks.update(chunk.digest())
            chunk = hashlib.sha256()
    if covered % (64 * MIB):
        chunks.update(chunk.digest())
    return whole.hexdigest(), chunks.hexdigest()


class Erase(massho.Case):
    def setUp(self):
        super().setUp()
        self.needs_loop()

    def make(self, name):
        """An image that holds the file system and, where it can, files with markers."""
        size, command, mountable = CONTENTS[name]
        if not shutil.which(command[0]):
            self.skipTest(f"{command[0]} is not installed")
        path = self.folder / f"{name}.img"
        path.write_bytes(b"")
        os.truncate(path, size)
        keys = {}
        if name == "crypto_LUKS":
            keyfile = self.folder / "passphrase"
            keyfile.write_text("correct horse")
            command = [*command, "--key-file", keyfile]
        with Loop(path) as loop:
            sh(*command, loop.node, **keys)
            if mountable:
                fill_mounted(loop.node, self.folder / "mnt")
        found = sh("blkid", "-p", "-o", "value", "-s", "TYPE", path).stdout.decode().strip()
        self.assertEqual(found, name)
        if mountable:
            self.assertTrue(holds_marker(path))
        return path, size

    def judge(self, name, path, size, record_path):
        """The medium holds the recorded stream, and nothing of what was there."""
        rec = massho.record(record_path)
        self.assertEqual(rec["verdict"], "erased-verified")
        self.assertEqual(rec["verification"]["bytes_verified"], str(size))
        key = rec["method"]["passes"][-1]["key"]
        whole, chunks = hashes(path)
        self.assertEqual(path.stat().st_size, size)
        self.assertEqual(whole, expected_stream(key, size))
        self.assertEqual(rec["verification"]["content_sha256"], whole)
        self.assertEqual(rec["verification"]["chunks_sha256"], chunks)
        self.assertFalse(holds_marker(path))
        found = subprocess.run(["blkid", "-p", path], capture_output=True)
        self.assertEqual(found.returncode, 2, f"{name}: still seen: {found.stdout}")

    def erase(self, target, path, *options):
        ca, out = demo_ca(), self.folder / f"{path.stem}-{len(options)}.p7m"
        self.tool(DONE, "wipe-device", *options, "--sign", ca / "engineer.key", "--cert",
                  ca / "engineer.pem", "--record", out, "--confirm", Path(target).name, target)
        return out

    def whole_way(self, name):
        path, size = self.make(name)
        kept = self.folder / "kept.img"
        shutil.copyfile(path, kept)
        out = self.erase(path, path, "--image")
        self.judge(name, path, size, out)
        self.tool(UNCONFIRMED, "wipe-check", "--trust", demo_ca() / "root.pem", out, path)
        with Loop(kept) as loop:
            out = self.erase(loop.node, kept)
            self.judge(name, kept, size, out)
            self.tool(UNCONFIRMED, "wipe-check", "--trust", demo_ca() / "root.pem", out, loop.node)
            self.tool(UNCONFIRMED, "wipe-check", "--trust", demo_ca() / "root.pem", "--samples",
                      "200", out, loop.node)

    def test_ext4(self):
        self.whole_way("ext4")

    def test_xfs(self):
        self.whole_way("xfs")

    def test_btrfs(self):
        self.whole_way("btrfs")

    def test_swap(self):
        self.whole_way("swap")

    def test_luks(self):
        self.whole_way("crypto_LUKS")

    def test_every_scheme_leaves_its_last_pass(self):
        """All schemes of the table on one small loop device, each checked afterwards."""
        path = self.image(size=3 * MIB)
        names = [line.split('"')[1] for line in
                 (massho.SOURCE / "libwipe/core/scheme.c").read_text().splitlines()
                 if "{ .name = " in line and not any(one in line for one in ("bsi-", "zeroout", "luks"))]
        self.assertGreater(len(names), 15)
        with Loop(path) as loop:
            for name in names:
                out = self.folder / f"{name}.json"
                self.tool(DONE, "wipe-device", "--method", name, "--record", out, "--confirm",
                          Path(loop.node).name, loop.node)
                rec = massho.record(out)
                self.assertEqual(rec["method"]["name"], name)
                self.tool(UNCONFIRMED, "wipe-check", out, loop.node)
                last = rec["method"]["passes"][-1]
                if last["kind"] == "fill":
                    pattern = bytes.fromhex(last["pattern"])
                    self.assertEqual(path.read_bytes(), (pattern * (3 * MIB))[:3 * MIB])

    def test_sectors_of_4096(self):
        path = self.image(size=4 * MIB)
        node = sh("losetup", "-f", "--show", "--sector-size", "4096", path).stdout.decode().strip()
        try:
            out = self.erase(node, path)
            rec = massho.record(out)
            self.assertEqual(rec["medium"]["logical_block_bytes"], 4096)
            self.judge("raw", path, 4 * MIB, out)
        finally:
            sh("losetup", "-d", node)

    def test_several_devices_at_once(self):
        images = [self.image(f"{i}.img", 16 * MIB) for i in range(3)]
        with Loop(images[0]) as a, Loop(images[1]) as b, Loop(images[2]) as c:
            nodes = [x.node for x in (a, b, c)]
            confirms = [word for n in nodes for word in ("--confirm", Path(n).name)]
            done = self.tool(DONE, "wipe-device", "--json", *confirms, *nodes, cwd=self.folder)
            results = massho.json_lines(done.stdout)
            self.assertEqual(sorted(r["device"] for r in results), sorted(nodes))
            for result in results:
                self.assertEqual(result["verdict"], "erased-verified")
                self.assertEqual(result["level_achieved"], "none")
                self.assertTrue((self.folder / result["record"]).exists())
        keys = {massho.record(p)["method"]["passes"][0]["key"]
                for p in self.folder.glob("massho-*.json") if "attempt" not in p.name}
        self.assertEqual(len(keys), 3)

    def test_the_wrong_medium_is_told(self):
        """The same size, erased too, but not the one of the record."""
        first, second = self.image("a.img"), self.image("b.img")
        with Loop(first) as a, Loop(second) as b:
            out = self.erase(a.node, first)
            self.erase(b.node, second)
            done = self.tool(FAILED, "wipe-check", "--trust", demo_ca() / "root.pem", out, b.node)
            self.assertIn("NOT", done.stdout)
            self.tool(FAILED, "wipe-check", "--trust", demo_ca() / "root.pem", "--samples", "5", out,
                      b.node)

    def test_printed_commands_tell_right_from_wrong(self):
        """What "wipe-cert show" prints is run as it stands: right medium 0, wrong ones not."""
        path = self.image(size=2 * MIB)
        ca = demo_ca()
        for method in ("stream", "stream-complement", "zero", "navso-p-5239-26-rll", "afssi-5020",
                       "bmb21-2019", "gutmann"):
            with Loop(path) as loop:
                out = self.folder / f"{method}.p7m"
                self.tool(DONE, "wipe-device", "--method", method, "--sign", ca / "engineer.key",
                          "--cert", ca / "engineer.pem", "--record", out, "--confirm",
                          Path(loop.node).name, loop.node)
                shown = self.tool(UNCONFIRMED, "wipe-cert", "show", "--trust", ca / "root.pem", out)
                script = shown.stdout[shown.stdout.index("# How to check"):]
                work = self.folder / f"work-{method}"
                work.mkdir()
                shutil.copy(ca / "root.pem", work)

                def check(device):
                    return subprocess.run(["sh", "-e"], input=script, text=True, cwd=work,
                                          env={"PATH": os.environ["PATH"], "DEV": str(device)},
                                          capture_output=True)
                done = check(loop.node)
                self.assertEqual(done.returncode, 0, f"{method}: {done.stdout}{done.stderr}")
            wrong = self.folder / "wrong.img"
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            wrong.write_bytes(data)
            self.assertNotEqual(check(wrong).returncode, 0, method)
            wrong.write_bytes(data[:-512])
            self.assertNotEqual(check(wrong).returncode, 0, method)
            self.assertEqual(check(path).returncode, 0, method)


if __name__ == "__main__":
    massho.main()
