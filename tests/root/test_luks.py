#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys of encrypted partitions are destroyed: on loop devices, through the kernel's block layer."""
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from test_contents import LINUX, put_gpt  # noqa: E402

MIB = 1 << 20
AREA = 16 * MIB
PASSPHRASE = b"open sesame"
FAST = ["--pbkdf", "pbkdf2", "--pbkdf-force-iterations", "1000"]
YES = dict.fromkeys(("encrypted_from_first_day", "no_header_backup", "no_escrow",
                     "no_recovery_key"), "yes")


def cryptsetup(*words, code=0):
    done = subprocess.run(["cryptsetup", "-q", *map(str, words)], input=PASSPHRASE,
                          capture_output=True)
    if done.returncode != code:
        raise AssertionError((words, done.returncode, done.stderr.decode()))


def stream(key, offset, length):
    iv = (offset // 16).to_bytes(16, "big").hex()
    return subprocess.run(["openssl", "enc", "-aes-256-ctr", "-K", key, "-iv", iv, "-nosalt"],
                          input=bytes(length), capture_output=True, check=True).stdout


class Disk(massho.Case):
    """A table with an ext4 and an encrypted partition; behind them nothing."""

    FIRST, SECOND, SIZE = (MIB, 4 * MIB), (5 * MIB, 24 * MIB), 32 * MIB

    def setUp(self):
        super().setUp()
        self.needs_loop()
        self.path = self.image(size=self.SIZE)
        plain, volume = self.image("plain", size=self.FIRST[1]), self.image("volume", size=self.SECOND[1])
        subprocess.run(["mkfs.ext4", "-q", "-F", plain], check=True, capture_output=True)
        cryptsetup("luksFormat", "--type", "luks2", *FAST, volume)
        with open(self.path, "r+b") as file:
            file.write(massho.mbr(*[(a // 512, n // 512, 0x83) for a, n in (self.FIRST, self.SECOND)]))
            for (at, _), part in ((self.FIRST, plain), (self.SECOND, volume)):
                file.seek(at)
                file.write(part.read_bytes())
        self.conditions = self.folder / "conditions.txt"
        self.conditions.write_text(json.dumps(YES))
        self.loop = massho.Loop(self.path)
        self.loop.__enter__()
        self.addCleanup(self.loop.__exit__)
        self.nodes = [self.loop.add_partition(i, *part)
                      for i, part in ((1, self.FIRST), (2, self.SECOND))]

    def content(self):
        subprocess.run(["blockdev", "--flushbufs", self.loop.node], check=False)
        return Path(self.loop.node).read_bytes()

    def destroy(self, node, *words, expected=0, method=("--method", "luks")):
        record = self.folder / "r.json"
        name = self.loop.node.rsplit("/", 1)[1]
        done = self.tool(expected, "wipe-device", *method, "--conditions", self.conditions, *words,
                         "--record", record, "--confirm", name, "--json", node, cwd=self.folder)
        return (massho.json_lines(done.stdout) or [None])[-1], \
            massho.record(record) if record.exists() else None, done.stderr

    def test_the_whole_disk(self):
        before = self.content()
        result, record, _ = self.destroy(self.loop.node)
        self.assertEqual(result["verdict"], "key-destroyed")
        after, key = self.content(), record["method"]["passes"][0]["key"]
        end = self.SECOND[0] + AREA
        self.assertEqual(after[:end], stream(key, 0, end))
        self.assertTrue(after[end:29 * MIB] == before[end:29 * MIB])
        self.assertEqual(after[29 * MIB:], stream(key, 29 * MIB, 3 * MIB))
        self.assertEqual({(a["state"], a["bytes"]) for a in record["areas"] if a["area"] == "user-lba"},
                         {("erased-verified", str(24 * MIB)), ("key-destroyed", str(8 * MIB))})

    def test_only_the_partition(self):
        before = self.content()
        text = self.tool(0, "wipe-device", "--method", "luks", "--dry-run", self.nodes[1]).stdout
        self.assertEqual([line.split()[3] for line in text.splitlines() if "will be lost" in line],
                         [self.nodes[1] + ":"])
        result, record, _ = self.destroy(self.nodes[1])
        self.assertEqual((result["verdict"], result["level_achieved"]), ("key-destroyed", "none"))
        after, key = self.content(), record["method"]["passes"][0]["key"]
        at, end = self.SECOND[0], self.SECOND[0] + AREA
        self.assertTrue(after[:at] == before[:at])
        self.assertEqual(after[at:end], stream(key, at, AREA))
        self.assertTrue(after[end:] == before[end:])
        self.assertEqual(record["method"]["crypto"]["scope"],
                         {"partition": 2, "offset_bytes": str(at), "length_bytes": str(self.SECOND[1])})
        for node in self.nodes:
            self.assertTrue(Path(node).exists(), node)
        self.assertIn(("unknown", str(8 * MIB)),
                      {(a["state"], a["bytes"]) for a in record["areas"] if a["area"] == "user-lba"})

    def test_a_partition_that_is_checked(self):
        """Whoever decides sees that it is not the medium; whoever reads again is told what to give."""
        ca = massho.Ca(self.folder)
        key, cert = ca.signer()
        name = self.loop.node.rsplit("/", 1)[1]
        self.tool(0, "wipe-device", "--method", "luks", "--conditions", self.conditions, "--sign", key, "--cert",
                  cert, "--record", "r.p7m", "--confirm", name, self.nodes[1], cwd=self.folder)
        record = self.folder / "r.p7m"
        text = self.tool(0, "wipe-verify", "--trust", ca.root, record).stdout
        self.assertIn("partition 2 alone: the rest of the medium is not erased", " ".join(text.split()))
        self.assertIn("YES, of one partition alone", text)
        told = json.loads(self.tool(0, "wipe-verify", "--trust", ca.root, "--json", record).stdout.splitlines()[0])
        self.assertEqual(told["medium"]["partition"], 2)
        done = self.tool(2, "wipe-check", "--trust", ca.root, record, self.nodes[1])
        self.assertIn(f"give {self.loop.node}", done.stderr)
        text = self.tool(0, "wipe-check", "--trust", ca.root, record, self.loop.node).stdout
        for words in ("What was destroyed", "partition 2 alone", "True: There is no backup of the header",
                      "WHAT WOULD UNDO IT"):
            self.assertIn(words, text)

    def test_a_partition_that_is_none(self):
        before = self.content()
        _, record, told = self.destroy(self.nodes[0], expected=2)
        self.assertIn("there is no encrypted volume", told)
        self.assertIsNone(record)
        self.assertTrue(self.content() == before)

    def test_then_overwrite(self):
        _, _, told = self.destroy(self.nodes[1], expected=3, method=("--then-overwrite",))
        self.assertIn("only whole devices", told)
        result, record, _ = self.destroy(self.loop.node, method=("--then-overwrite",))
        self.assertEqual(result["verdict"], "erased-verified")
        self.assertEqual(self.content(), stream(record["method"]["passes"][0]["key"], 0, self.SIZE))
        self.assertTrue(record["method"]["crypto"]["volumes"][0]["result"]["is_destroyed"])

    def test_another_partition_in_use(self):
        before = self.content()
        with massho.Mount(self.nodes[0], self.folder / "mnt", "ro"):
            for node in (self.loop.node, self.nodes[1]):
                _, record, told = self.destroy(node, expected=3)
                self.assertIn("umount", told)
                self.assertIsNone(record)
        self.assertTrue(self.content()[self.SECOND[0]:] == before[self.SECOND[0]:])

    def test_a_copy_of_the_header(self):
        """Another device of the same UUID: its passphrases still open what lies here."""
        copy = self.folder / "copy"
        copy.write_bytes(self.content()[self.SECOND[0]:self.SECOND[0] + AREA + MIB])
        with massho.Loop(copy) as other:
            text = self.tool(0, "wipe-device", "--method", "luks", "--dry-run", self.loop.node).stdout
            self.assertIn(f"THE SAME UUID IS ON {other.node}", text)
            result, record, told = self.destroy(self.loop.node, expected=4)
        self.assertIn(f"THE SAME UUID IS ON {other.node}", told)
        self.assertEqual(result["verdict"], "key-destroyed-open")
        self.assertEqual(result["keys"]["copies"], [other.node])
        self.assertEqual([c["node"] for c in record["method"]["crypto"]["copies"]], [other.node])

    def test_a_device_that_cannot_be_read(self):
        """It may hold a copy, for all that anybody knows."""
        broken = self.image("broken", size=MIB)
        with massho.Loop(broken):
            broken.write_bytes(b"")
            _, record, _ = self.destroy(self.loop.node)
        self.assertFalse(record["method"]["crypto"]["copies_complete"])

    def test_a_partition_of_the_kernel_within(self):
        """No table tells of it: somebody told the kernel."""
        with massho.Loop(self.image("volume2", size=24 * MIB)) as loop:
            cryptsetup("luksFormat", "--type", "luks2", *FAST, loop.node)
            node = loop.add_partition(1, 20 * MIB, 4 * MIB)
            subprocess.run(["mkfs.ext4", "-q", "-F", node], check=True, capture_output=True)
            name = loop.node.rsplit("/", 1)[1]
            done = self.tool(6, "wipe-device", "--method", "luks", "--conditions", self.conditions,
                             "--confirm", name, loop.node, cwd=self.folder)
            self.assertIn("a partition lies where", done.stderr)
            cryptsetup("open", "--test-passphrase", loop.node, "x")

    def test_beside_a_gpt(self):
        """An entry of the MBR that the GPT has not: nobody lists it."""
        gpt = self.image("hybrid", size=32 * MIB, fill=b"\0")
        volume = (self.folder / "volume").read_bytes()
        put_gpt(gpt, 512, (MIB, 24 * MIB, LINUX, "volume"))
        with open(gpt, "r+b") as file:
            file.seek(MIB)
            file.write(volume)
            sector = massho.mbr((1, 2047, 0xee), (20 * MIB // 512, 2 * MIB // 512, 0x83))
            file.seek(0)
            file.write(sector)
        with massho.Loop(gpt) as loop:
            done = self.tool(6, "wipe-device", "--method", "luks", "--conditions", self.conditions,
                             "--confirm", loop.node.rsplit("/", 1)[1], loop.node, cwd=self.folder)
        self.assertIn("a partition lies where", done.stderr)

    def test_a_header_on_a_device(self):
        data, header = self.image("data", size=8 * MIB), self.image("header", size=20 * MIB)
        cryptsetup("luksFormat", "--type", "luks2", *FAST, "--header", header, data)
        before = data.read_bytes()
        with massho.Loop(data) as disk, massho.Loop(header) as stick:
            record = self.folder / "h.json"
            self.tool(4, "wipe-device", "--method", "luks", "--header", stick.node, "--conditions",
                      self.conditions, "--record", record, "--confirm", disk.node.rsplit("/", 1)[1],
                      disk.node, cwd=self.folder)
            crypto = massho.record(record)["method"]["crypto"]
            area = int(crypto["volumes"][0]["area_bytes"])
            self.assertEqual(Path(stick.node).read_bytes()[:area],
                             stream(crypto["header"]["pass"]["key"], 0, area))
        self.assertEqual(data.read_bytes(), before)

    def test_a_header_in_use(self):
        data, header = self.image("data", size=8 * MIB), self.image("header", size=20 * MIB)
        cryptsetup("luksFormat", "--type", "luks2", *FAST, "--header", header, data)
        with massho.Loop(data) as disk, massho.Loop(header) as stick, open(stick.node, "rb"):
            done = self.tool(3, "wipe-device", "--method", "luks", "--header", stick.node,
                             "--conditions", self.conditions, "--confirm",
                             disk.node.rsplit("/", 1)[1], disk.node, cwd=self.folder)
        self.assertIn(stick.node, done.stderr)


if __name__ == "__main__":
    massho.main()
