# SPDX-License-Identifier: GPL-3.0-or-later
"""Media of every shape: sizes that are no round number of anything, sectors of 512 and 4096
bytes, larger than any file, changed or full while they are erased."""
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from massho import DONE, FAILED, PARTIAL, UNCONFIRMED, UNSUPPORTED  # noqa: E402

KIB, MIB, TIB = 1 << 10, 1 << 20, 1 << 40
CHUNK = 64 * MIB


def sh(*words):
    return subprocess.run([str(w) for w in words], check=True, capture_output=True,
                          text=True).stdout


class Device:
    """A loop device with sectors of a given length."""

    def __init__(self, path, sector=512):
        self.path, self.sector = path, sector

    def __enter__(self):
        self.node = sh("losetup", "-f", "--show", "--sector-size", self.sector,
                       self.path).strip()
        return self

    def __exit__(self, *_):
        subprocess.run(["losetup", "-d", self.node], check=False)


def sha256sum(path):
    return sh("sha256sum", path).split()[0].lstrip("\\")


def chunks_sha256(path):
    """SHA-256 over the digests, as bytes, of every 64 MiB."""
    digests = b""
    with open(path, "rb") as medium:
        while piece := medium.read(CHUNK):
            digests += hashlib.sha256(piece).digest()
    return hashlib.sha256(digests).hexdigest()


class Geometry(massho.Case):
    io = []

    def setUp(self):
        super().setUp()
        self.needs_loop()
        self.made = 0

    def sparse(self, size, name=None):
        self.made += 1
        path = self.folder / (name or f"{self.made}.img")
        with open(path, "wb") as image:
            image.write(b"secret! " * 64)
            image.truncate(size)
        return path

    def erased(self, target, size, *options, image=False):
        """Erases it, and holds the record against what is on the medium now."""
        self.made += 1
        out = self.folder / f"{self.made}.json"
        self.tool(DONE, "wipe-device", *options, *(["--image"] if image else []), "--record", out,
                  "--confirm", Path(target).name, target)
        rec = massho.record(out)
        proof = rec["verification"]
        self.assertEqual(rec["verdict"], "erased-verified")
        self.assertEqual(rec["medium"]["capacity_bytes"], str(size))
        self.assertEqual(proof["bytes_verified"], str(size))
        if "none" in options:
            self.assertEqual((proof["content_sha256"], proof["chunks_sha256"]), (None, None))
        else:
            self.assertEqual(proof["content_sha256"], sha256sum(target))
            self.assertEqual(proof["chunks_sha256"], chunks_sha256(target))
        self.tool(UNCONFIRMED, "wipe-check", out, target)
        return rec

    def ways(self):
        return (["--io", self.ring()], ["--io", "threads"], ["--hash", "none"])

    def ring(self):
        """Rings, if this system has any."""
        if not self.io:
            path = self.sparse(MIB)
            done = massho.run("wipe-device", "--io", "ring", "--image", path, "--record",
                              self.folder / "ring.json", "--confirm", path.name)
            self.io.append("threads" if done.returncode == UNSUPPORTED else "ring")
        return self.io[0]

    def test_devices_of_odd_sizes(self):
        sizes = {512: (512, 4 * KIB, MIB - 512, MIB + 512, 17 * MIB + 512),
                 4096: (4 * KIB, MIB - 4096, MIB + 4096, 17 * MIB + 4096)}
        for sector, lengths in sizes.items():
            for number, size in enumerate(lengths):
                with Device(self.sparse(size), sector) as device:
                    for words in [self.ways()[(number + sector // 4096) % 3], self.ways()[0]]:
                        with self.subTest(sector=sector, size=size, words=words):
                            rec = self.erased(device.node, size, *words)
                            self.assertEqual(rec["medium"]["logical_block_bytes"], sector)

    def test_images_with_tails(self):
        for number, tail in enumerate((1, 511, 4095, MIB + 1)):
            for base in (0, 2 * MIB):
                for words in (self.ways()[number % 3], self.ways()[(number + 1) % 3]):
                    size = base + tail
                    path = self.sparse(size)
                    os.truncate(path, size)
                    with self.subTest(size=size, words=words):
                        self.erased(path, size, *words, image=True)
                        self.assertEqual(path.stat().st_size, size)

    def test_a_tail_that_differs(self):
        """Told to the byte: a tail is no more than what is left of its block."""
        for tail in (1, 100, 511):
            size = MIB + tail
            path, out = self.sparse(size), self.folder / f"tail-{tail}.json"
            self.tool(DONE, "wipe-device", "--image", "--record", out, "--confirm", path.name,
                      path)
            data = bytearray(path.read_bytes())
            data[-1] ^= 0x5a
            path.write_bytes(data)
            done = self.tool(FAILED, "wipe-check", "--json", out, path)
            reading = massho.json_lines(done.stdout)[-1]["reading"]
            self.assertEqual((reading["mismatch_bytes"], reading["first_bad_offset"],
                              reading["bytes_verified"]), (str(tail), str(MIB), str(MIB)))

    def test_the_digest_of_chunks(self):
        size = 150 * MIB
        with Device(self.sparse(size)) as device:
            rec = self.erased(device.node, size)
            self.assertEqual(rec["verification"]["chunk_bytes"], str(CHUNK))
            self.assertNotEqual(rec["verification"]["chunks_sha256"],
                                rec["verification"]["content_sha256"])

    def tmpfs(self, size):
        folder = self.folder / f"tmpfs-{size}"
        folder.mkdir()
        sh("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder)
        self.addCleanup(massho.unmount, folder)
        return folder

    def test_20_tib_are_listed_and_planned(self):
        size = 20 * TIB - 512
        path = self.tmpfs("8m") / "huge.img"
        path.write_bytes(b"")
        try:
            os.truncate(path, size)
        except OSError as error:
            self.skipTest(f"no file of 20 TiB here: {error}")
        with Device(path) as device:
            listed = massho.json_lines(self.tool(DONE, "wipe-list", "--all", "--json").stdout)
            found = [d for d in listed if d.get("node") == device.node]
            self.assertEqual([d["capacity_bytes"] for d in found], [str(size)])
            done = self.tool(DONE, "wipe-device", "--dry-run", "--json", device.node,
                             cwd=self.folder)
            plan = massho.json_lines(done.stdout)[0]
            self.assertEqual(plan["capacity_bytes"], str(size))
            self.assertEqual(plan["bytes_to_move"], str(2 * size))
        self.assertEqual(path.stat().st_blocks, 0)

    def begin(self, node, out, *options):
        return subprocess.Popen(
            [massho.tool_path("wipe-device"), *options, "--record", out, "--confirm",
             Path(node).name, node], cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            env=massho.environment())

    def wait_until_written(self, path, at, running):
        """Until something other than zeros is there."""
        deadline = time.monotonic() + 60
        with open(path, "rb", buffering=0) as medium:
            while not any(os.pread(medium.fileno(), 512, at)):
                self.assertLess(time.monotonic(), deadline)
                self.assertIsNone(running.poll(), "it ended too early")
                time.sleep(0.005)

    def test_a_size_that_changes_is_never_verified(self):
        for size, later in ((96 * MIB, 48 * MIB), (96 * MIB, 128 * MIB)):
            with self.subTest(later=later):
                path, out = self.sparse(size), self.folder / f"{later}.json"
                with Device(path) as device:
                    running = self.begin(device.node, out, "--method", "gutmann")
                    try:
                        self.wait_until_written(path, 4 * MIB, running)
                        os.truncate(path, later)
                        sh("losetup", "-c", device.node)
                        shown, errors = running.communicate(timeout=60)
                    finally:
                        running.kill()
                        running.communicate()
                self.assertNotIn(running.returncode, (DONE, UNCONFIRMED), shown + errors)
                rec = massho.record(out)
                self.assertEqual(rec["verdict"], "failed")
                self.assertNotEqual(rec["verification"]["result"], "pass")

    def test_a_full_file_system_below(self):
        """What finds no room is told as such; all the rest is written and verified."""
        path, out = self.sparse(64 * MIB, f"{self.tmpfs('24m').name}/disk.img"), self.folder / "full.json"
        with Device(path) as device:
            began = time.monotonic()
            self.tool(PARTIAL, "wipe-device", "--record", out, "--error-limit", "64",
                      "--confirm", Path(device.node).name, device.node)
            self.assertLess(time.monotonic() - began, 30)
        self.judge_full(massho.record(out), 64 * MIB)

    def judge_full(self, rec, size):
        self.assertEqual(rec["verdict"], "partial")
        ranges = [r for r in rec["execution"]["errors"] if r["phase"] == "write"]
        failed = sum(int(r["length_bytes"]) for r in ranges)
        self.assertTrue(all(int(a["offset_bytes"]) + int(a["length_bytes"]) <=
                            int(b["offset_bytes"]) for a, b in zip(ranges, ranges[1:])))
        self.assertGreater(failed, 0)
        self.assertLess(failed, size)
        self.assertEqual(int(rec["verification"]["bytes_verified"]) + failed, size)
        errors = {r["error"] for r in ranges}
        self.assertLessEqual(errors, {"EIO", "ENOSPC", "ETIME"})
        self.assertTrue(errors & {"EIO", "ENOSPC"})


if __name__ == "__main__":
    massho.main()
