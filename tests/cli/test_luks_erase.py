#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys of encrypted images that cryptsetup made are destroyed: who knows them all opens nothing."""
import hashlib
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from jobs import cut_off  # noqa: E402

MIB = 1 << 20
FIRST, SECOND = b"open sesame", b"a second one"
FAST = ["--pbkdf", "pbkdf2", "--pbkdf-force-iterations", "1000"]
AREA = 16 * MIB  # of LUKS2, as cryptsetup makes it
TOKEN = b'{"type":"clevis","keyslots":["0"],"jwe":{}}'


def stream(key, offset, length):
    """What the keyed stream puts at an offset: by openssl, not by us."""
    iv = (offset // 16).to_bytes(16, "big").hex()
    return subprocess.run(["openssl", "enc", "-aes-256-ctr", "-K", key, "-iv", iv, "-nosalt"],
                          input=bytes(length), capture_output=True, check=True).stdout


class Keys(massho.Case):
    def setUp(self):
        super().setUp()
        if not shutil.which("cryptsetup"):
            self.skipTest("cryptsetup is not installed")
        self.conditions = self.answers("good.txt")

    def cryptsetup(self, *words, passphrase=b"", code=0):
        done = subprocess.run(["cryptsetup", "-q", *map(str, words)], input=passphrase,
                              capture_output=True)
        self.assertEqual(done.returncode, code, (words, done.stderr.decode()))
        return done.stdout

    def answers(self, name, **other):
        names = ("encrypted_from_first_day", "no_header_backup", "no_escrow", "no_recovery_key")
        path = self.folder / name
        path.write_text(json.dumps({**dict.fromkeys(names, "yes"), **other}), encoding="utf-8")
        return path

    def made(self, name="disk.img", kind="luks2", size=24 * MIB, words=()):
        """An image with two passphrases, ciphertext that is known, and, of LUKS2, a token."""
        path = self.image(name, size=size)
        self.cryptsetup("luksFormat", "--type", kind, *FAST, *words, path, passphrase=FIRST)
        self.cryptsetup("luksAddKey", *FAST, path,
                        passphrase=FIRST + b"\n" + SECOND + b"\n" + SECOND + b"\n")
        if kind == "luks2":
            self.cryptsetup("token", "import", "--json-file", "-", path, passphrase=TOKEN)
        return path

    def opens(self, path, *words, passphrase=FIRST):
        done = subprocess.run(["cryptsetup", "open", "--test-passphrase", "-q", *words, path, "x"],
                              input=passphrase, capture_output=True)
        return done.returncode == 0

    def volume_key(self, path):
        out = self.folder / "volume.key"
        self.cryptsetup("luksDump", "--dump-volume-key", "--volume-key-file", out, path,
                        passphrase=FIRST)
        return out

    def destroy(self, path, *words, expected=4, method=("--method", "luks")):
        before = set(self.folder.glob("massho-*"))
        told = self.tool(expected, "wipe-device", "--image", *method, *words, "--confirm",
                         path.name, "--json", path, cwd=self.folder)
        result = ([o for o in massho.json_lines(told.stdout) if o["object"] == "result"] or [None])[0]
        made = [p for p in set(self.folder.glob("massho-*")) - before if ".attempt" not in p.name]
        if not made:
            return result, None
        record, = made
        return result, massho.record(record)


    def start(self, path, *words):
        """A job in the background, and the journals that it makes until it ends or one is there."""
        program = subprocess.Popen([massho.tool_path("wipe-device"), "--image", "--io", "threads", *words, "--confirm", path.name, path],
                                   cwd=self.folder, env=massho.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        journals = []
        while not journals and program.poll() is None:
            journals = list(self.folder.glob("massho-*.journal"))
            time.sleep(0.0002)
        return program, journals


class Destroyed(Keys):
    def check_gone(self, path, before, record, area):
        after = path.read_bytes()
        key = record["method"]["passes"][0]["key"]
        self.assertEqual(after[:area], stream(key, 0, area))
        self.assertEqual(hashlib.sha256(after[area:]).digest(),
                         hashlib.sha256(before[area:]).digest())  # the ciphertext lies there
        for passphrase in (FIRST, SECOND, b""):
            self.assertFalse(self.opens(path, passphrase=passphrase))
        self.assertFalse(self.opens(path, "--volume-key-file", self.folder / "volume.key"))
        # Nor with what was read of the area, laid at any place where a header may be.
        for at in (0, 16384, 32768):
            copy = self.folder / "copy.img"
            copy.write_bytes(after[at:area] + after[area:])
            self.assertFalse(self.opens(copy))

    def test_luks2(self):
        path = self.made()
        self.assertTrue(self.opens(path) and self.opens(path, passphrase=SECOND))
        self.assertTrue(self.opens(path, "--volume-key-file", self.volume_key(path)))
        before = path.read_bytes()
        metadata = json.loads(self.cryptsetup("luksDump", "--dump-json-metadata", path))
        result, record = self.destroy(path, "--conditions", self.conditions, expected=0)
        self.assertEqual((result["verdict"], result["keys_destroyed"]), ("key-destroyed", True))
        self.check_gone(path, before, record, AREA)
        after = path.read_bytes()
        for slot in metadata["keyslots"].values():
            at, end = int(slot["area"]["offset"]), int(slot["area"]["offset"]) + int(slot["area"]["size"])
            self.assertFalse([i for i in range(at, end, 512) if before[i:i + 512] == after[i:i + 512]])
        crypto = record["method"]["crypto"]
        volume, = crypto["volumes"]
        self.assertEqual(volume["result"], {
            "is_destroyed": True, "slots_destroyed": 2, "tokens_removed": 1, "slots_changed": 2,
            "bytes_verified": str(AREA), "mismatch_bytes": "0", "unreadable_bytes": "0"})
        self.assertEqual([t["type"] for t in volume["tokens"]], ["clevis"])
        self.assertEqual(crypto["conditions"]["answered_by"], "file")
        self.assertEqual({(a["area"], a["state"], a["bytes"]) for a in record["areas"]}, {
            ("user-lba", "erased-verified", str(AREA)), ("user-lba", "key-destroyed", str(8 * MIB)),
            ("old-key-slots", "unknown", None), ("backing-storage", "unknown", None)})
        self.assertEqual(record["method"]["level_achieved"], "none")  # of an image nothing is known

    def test_luks1(self):
        path = self.made(kind="luks1")
        self.volume_key(path)
        before = path.read_bytes()
        _, record = self.destroy(path, "--conditions", self.conditions, expected=0)
        volume, = record["method"]["crypto"]["volumes"]
        self.assertEqual((volume["version"], volume["result"]["slots_destroyed"]), (1, 2))
        self.check_gone(path, before, record, int(volume["area_bytes"]))

    def test_unbound_slots_and_integrity(self):
        path = self.made(size=40 * MIB)
        key = self.folder / "key"
        key.write_bytes(bytes(range(64)))
        self.cryptsetup("luksAddKey", *FAST, "--unbound", "--key-slot", "7", "--volume-key-file",
                        key, "--key-size", "512", path, passphrase=FIRST)
        _, record = self.destroy(path, "--conditions", self.conditions, expected=0)
        volume, = record["method"]["crypto"]["volumes"]
        self.assertEqual([s["kind"] for s in volume["slots"]], ["active", "active", "unbound"])
        self.assertEqual(volume["result"]["slots_destroyed"], 3)

    def test_an_old_backup_undoes_it(self):
        """What the certificate warns of: the ciphertext is still there."""
        path = self.made()
        backup = self.folder / "backup.img"
        self.cryptsetup("luksHeaderBackup", path, "--header-backup-file", backup)
        self.destroy(path, "--conditions", self.conditions, expected=0)
        self.assertFalse(self.opens(path))
        self.cryptsetup("luksHeaderRestore", path, "--header-backup-file", backup)
        self.assertTrue(self.opens(path))

    def test_a_backup_that_is_known_of(self):
        path = self.made()
        result, record = self.destroy(path, "--conditions",
                                      self.answers("backup.txt", no_header_backup="no"))
        self.assertEqual(result["verdict"], "key-destroyed-open")
        self.assertEqual(record["method"]["crypto"]["conditions"]["no_header_backup"], "no")
        self.assertNotIn("key-destroyed", {a["state"] for a in record["areas"]})
        self.assertFalse(self.opens(path))

    def test_nobody_was_asked(self):
        path = self.made()
        result, record = self.destroy(path)
        self.assertEqual(result["verdict"], "key-destroyed-open")
        conditions = record["method"]["crypto"]["conditions"]
        self.assertEqual(conditions.pop("answered_by"), "nobody")
        self.assertEqual(set(conditions.values()), {"unknown"})

    def test_a_cipher_that_is_none(self):
        path = self.made()
        data = bytearray(path.read_bytes())
        for at in (0, 16384):
            end = at + 16384
            data[at + 4096:end] = data[at + 4096:end].replace(
                b'"encryption":"aes-xts-plain64","sector', b'"encryption":"cipher_null-ecb","sector')
            data[at + 448:at + 512] = bytes(64)
            data[at + 448:at + 480] = hashlib.sha256(data[at:end]).digest()
        self.assertEqual(data.count(b"cipher_null-ecb"), 2)
        path.write_bytes(data)
        result, _ = self.destroy(path, "--conditions", self.conditions)
        self.assertEqual(result["verdict"], "key-destroyed-open")


class ThenOverwritten(Keys):
    def test_all_of_it(self):
        path = self.made()
        result, record = self.destroy(path, expected=0, method=("--then-overwrite",))
        self.assertEqual(result["verdict"], "erased-verified")
        key = record["method"]["passes"][0]["key"]
        self.assertEqual(path.read_bytes(), stream(key, 0, 24 * MIB))
        crypto = record["method"]["crypto"]
        self.assertTrue(crypto["then_overwrite"])
        self.assertEqual(crypto["volumes"][0]["result"]["bytes_verified"], str(AREA))

    def test_without_a_volume(self):
        path = self.image()
        result, record = self.destroy(path, expected=0, method=("--then-overwrite",))
        self.assertEqual((result["verdict"], result["keys_destroyed"]), ("erased-verified", None))
        self.assertNotIn("crypto", record["method"])

    def test_gone_on_with(self):
        """The headers are overwritten like all the rest, and nothing is told of keys."""
        path = self.made()
        program, (journal,) = self.start(path, "--then-overwrite")
        cut_off(program)
        words = "wipe-device", "--image", "--resume", journal, "--record", "two.json", "--confirm", path.name, path
        self.assertIn("of the keys themselves nothing will be told", self.tool(0, *words, cwd=self.folder).stdout)
        record = massho.record(self.folder / "two.json")
        self.assertEqual(record["verdict"], "erased-verified")
        self.assertNotIn("crypto", record["method"])
        self.assertEqual(path.read_bytes(), stream(record["method"]["passes"][0]["key"], 0, 24 * MIB))

    def test_a_damaged_header(self):
        path = self.made()
        data = bytearray(path.read_bytes())
        for at in (100, 16384 + 100):
            data[at] ^= 1
        path.write_bytes(data)
        result, record = self.destroy(path, expected=0, method=("--then-overwrite",))
        self.assertEqual(result["verdict"], "erased-verified")
        self.assertNotIn("crypto", record["method"])


    def overwritten(self, path, passed_over):
        """A header that is passed over keeps nobody from overwriting all, and is told of."""
        record = self.folder / "over.json"
        told = self.tool(0, "wipe-device", "--image", "--then-overwrite", "--record", record, "--confirm", path.name,
                         path, cwd=self.folder)
        self.assertIn(passed_over, told.stderr)
        record = massho.record(record)
        size = path.stat().st_size
        self.assertTrue(path.read_bytes() == stream(record["method"]["passes"][0]["key"], 0, size))
        return len(record["method"].get("crypto", {"volumes": []})["volumes"])

    def test_more_volumes_than_there_is_room_for(self):
        volume, path = self.image("volume.img", size=3 * MIB), self.folder / "many.img"
        self.cryptsetup("luksFormat", "--type", "luks1", *FAST, volume, passphrase=FIRST)
        sectors, at = 3 * MIB // 512, MIB // 512
        data = bytearray(massho.mbr(*[(at + i * sectors, sectors, 0x83) for i in range(3)],
                                    (at + 3 * sectors, 30 * MIB // 512, 0x0f)).ljust(MIB, b"\0"))
        data += volume.read_bytes() * 3
        for i in range(6):  # logical ones, each with its table in front
            following = ((i + 1) * (sectors + 8), sectors + 8, 0x05)
            data += massho.mbr((8, sectors, 0x83), *([following] if i < 5 else [])).ljust(4096, b"\0") + volume.read_bytes()
        path.write_bytes(data.ljust(40 * MIB, b"\0"))
        self.assertEqual(self.overwritten(path, "1 volume, or what may be one, cannot be used"), 8)

    def test_a_header_for_data_elsewhere(self):
        path, other = self.image("header.img", size=4 * MIB), self.image("other.img", size=4 * MIB)
        self.cryptsetup("luksFormat", "--type", "luks1", *FAST, "--header", path, other, passphrase=FIRST)
        self.assertEqual(self.overwritten(path, "no encrypted volume is found that could be read"), 0)

    def test_one_that_is_damaged_beside_a_good_one(self):
        volume, path = self.made("volume.img"), self.folder / "two.img"
        data = volume.read_bytes()
        bad = bytearray(data)
        bad[100] ^= 1
        bad[16384 + 100] ^= 1
        table = massho.mbr((MIB // 512, 24 * MIB // 512, 0x83), (25 * MIB // 512, 24 * MIB // 512, 0x83))
        path.write_bytes(table.ljust(MIB, b"\0") + bad + data)
        self.assertEqual(self.overwritten(path, "1 volume, or what may be one, cannot be used"), 1)


class HeaderElsewhere(Keys):
    def made_apart(self):
        data, header = self.image("data.img", size=8 * MIB), self.image("header.img", size=20 * MIB)
        self.cryptsetup("luksFormat", "--type", "luks2", *FAST, "--header", header, data,
                        passphrase=FIRST)
        return data, header

    def test_destroyed(self):
        data, header = self.made_apart()
        before, rest = data.read_bytes(), header.read_bytes()
        result, record = self.destroy(data, "--header", header, "--conditions", self.conditions)
        self.assertEqual(result["verdict"], "key-destroyed-open")
        crypto = record["method"]["crypto"]
        area = int(crypto["volumes"][0]["area_bytes"])
        self.assertEqual(header.read_bytes()[:area], stream(crypto["header"]["pass"]["key"], 0, area))
        self.assertEqual(header.read_bytes()[area:], rest[area:])
        self.assertEqual(data.read_bytes(), before)
        self.assertEqual(crypto["header"]["medium"]["name"], "header.img")
        self.assertFalse(self.opens(data, "--header", header))

    def test_then_overwritten(self):
        data, header = self.made_apart()
        result, record = self.destroy(data, "--header", header, method=("--then-overwrite",), expected=0)
        self.assertEqual((result["verdict"], result["keys_destroyed"]), ("erased-verified", True))
        crypto, (one,) = record["method"]["crypto"], record["method"]["passes"]
        area = int(crypto["volumes"][0]["area_bytes"])
        self.assertEqual(header.read_bytes()[:area], stream(crypto["header"]["pass"]["key"], 0, area))
        self.assertEqual(data.read_bytes(), stream(one["key"], 0, 8 * MIB))

    def test_then_overwritten_without_a_journal(self):
        """Going on from one would pass over the header, and say that all is erased."""
        data, header = self.made_apart()
        program, journals = self.start(data, "--header", header, "--then-overwrite")
        program.communicate(timeout=massho.TIMEOUT_S)
        self.assertEqual((program.returncode, journals), (0, []))

    def test_a_header_that_is_left(self):
        """No file can be written behind 10 MiB: the data lies before it, the area of keys does not."""
        for words, told in (((), "its keys are NOT shown to be destroyed"), (("--json",), '"keys_destroyed":false')):
            data, header = self.made_apart()
            done = subprocess.run(["env", "--ignore-signal=XFSZ", "prlimit", f"--fsize={10 * MIB}", massho.tool_path("wipe-device"),
                                   "--image", *words, "--then-overwrite", "--header", header, "--confirm", data.name, data],
                                  cwd=self.folder, env=massho.environment(), capture_output=True, text=True)
            self.assertEqual(done.returncode, 1, (done.stdout, done.stderr))
            self.assertIn(told, done.stdout)

    def test_without_it(self):
        data, header = self.made_apart()
        digests = [hashlib.sha256(p.read_bytes()).digest() for p in (data, header)]
        self.destroy(data, expected=2)
        # The header alone is for other data.
        self.destroy(header, expected=6)
        self.assertEqual([hashlib.sha256(p.read_bytes()).digest() for p in (data, header)], digests)

    def test_one_and_the_same(self):
        data, _ = self.made_apart()
        self.destroy(data, "--header", data, expected=2)


class Checked(Keys):
    """wipe-check on another machine: what held keys is read again."""

    def setUp(self):
        super().setUp()
        self.ca = massho.Ca(self.folder)
        self.engineer = self.ca.signer()

    def destroyed(self, path, *words, expected=0):
        self.tool(expected, "wipe-device", "--image", "--method", "luks", "--conditions", self.conditions,
                  "--sign", self.engineer[0], "--cert", self.engineer[1], *words, "--record",
                  "r.p7m", "--confirm", path.name, path, cwd=self.folder)
        return self.folder / "r.p7m"

    def check(self, expected, record, path, *words):
        done = self.tool(expected, "wipe-check", "--trust", self.ca.root, "--json", *words, record,
                         path, cwd=self.folder)
        told, = massho.json_lines(done.stdout)
        return told["reading"]

    def test_what_is_read(self):
        path = self.made()
        record = self.destroyed(path)
        reading = self.check(0, record, path, "--record", "check.json")
        self.assertEqual((reading["verdict"], reading["bytes_verified"]),
                         ("erased-verified", str(AREA)))
        self.assertEqual(massho.record(self.folder / "check.json")["method"]["spans"],
                         [{"offset_bytes": "0", "length_bytes": str(AREA)}])
        self.assertIn("nothing else was read",
                      self.tool(0, "wipe-check", "--trust", self.ca.root, record, path).stdout)
        # Samples of so little would be no use: all of it is read.
        self.assertEqual(self.check(0, record, path, "--samples", "5")["mode"], "full")
        with open(path, "r+b") as file:
            file.seek(40000)
            file.write(b"?")
        reading = self.check(1, record, path)
        self.assertEqual((reading["mismatch_bytes"], reading["first_bad_offset"]), ("512", "39936"))

    def test_a_restored_header(self):
        path = self.made()
        backup = self.folder / "backup.img"
        self.cryptsetup("luksHeaderBackup", path, "--header-backup-file", backup)
        record = self.destroyed(path)
        self.cryptsetup("luksHeaderRestore", path, "--header-backup-file", backup)
        self.assertEqual(self.check(1, record, path)["verdict"], "failed")

    def test_a_header_elsewhere(self):
        data, header = self.image("data.img", size=8 * MIB), self.image("header.img", size=20 * MIB)
        self.cryptsetup("luksFormat", "--type", "luks2", *FAST, "--header", header, data,
                        passphrase=FIRST)
        record = self.destroyed(data, "--header", header, expected=4)
        reading = self.check(8, record, header)
        self.assertEqual(reading["verdict"], "erased-verified")
        done = self.tool(2, "wipe-check", "--trust", self.ca.root, record, data)
        self.assertIn("its keys lay in the file header.img", done.stderr)
        header = header.rename(self.folder / "moved.img")
        self.assertEqual(self.check(8, record, header)["verdict"], "erased-verified")
        with open(header, "r+b") as file:
            file.write(b"?")
        self.check(1, record, header)

    def test_the_data_of_a_header_elsewhere(self):
        """A part of it was overwritten, too; that shows nothing of where the keys lay."""
        data, header = self.made("data.img"), self.folder / "header.img"
        self.cryptsetup("luksHeaderBackup", data, "--header-backup-file", header)
        header.chmod(0o600)
        with open(data, "r+b") as file:
            file.write(bytes(AREA))
        record = self.destroyed(data, "--header", header, expected=4)
        done = self.tool(2, "wipe-check", "--trust", self.ca.root, record, data)
        self.assertIn("its keys lay in the file header.img: that has to be read", done.stderr)
        self.check(8, record, header)


class NotAllEncrypted(Keys):
    """Something in the clear lies where a volume does, as tables tell: nothing is touched."""

    def refused(self, path, why, *words, expected=6):
        before = hashlib.sha256(path.read_bytes()).digest()
        for more in (("--confirm", path.name), ("--dry-run",)):
            done = self.tool(expected, "wipe-device", "--image", "--method", "luks", "--conditions",
                             self.conditions, *words, *more, path, cwd=self.folder)
            self.assertIn(why, done.stderr)
        self.assertEqual(hashlib.sha256(path.read_bytes()).digest(), before)
        self.assertFalse(list(self.folder.glob("massho-*")))

    def disk(self, *partitions, volume_at=MIB):
        """A table with a volume of 24 MiB; what else is in it."""
        path = self.folder / "whole.img"
        volume = self.made("volume.img")
        path.write_bytes(massho.mbr((volume_at // 512, 24 * MIB // 512, 0x83), *partitions)
                         .ljust(volume_at, b"\0") + volume.read_bytes() + bytes(8 * MIB))
        return path

    def test_a_partition_within(self):
        self.refused(self.disk((20 * MIB // 512, 3 * MIB // 512, 0x83)), "a partition lies where")
        # Also if it is the header's area that would be overwritten.
        self.refused(self.disk((3 * MIB // 512, MIB // 512, 0x83)), "a partition lies where")

    def test_one_behind_is_none(self):
        path = self.disk((26 * MIB // 512, 4 * MIB // 512, 0x83))
        self.assertEqual(self.destroy(path, "--conditions", self.conditions, expected=0)[0]["verdict"],
                         "key-destroyed")

    def test_a_header_of_other_data(self):
        other, header, data = (self.image(n, size=s) for n, s in (("other", 24 * MIB), ("header", 20 * MIB),
                                                                  ("data", 24 * MIB)))
        self.cryptsetup("luksFormat", "--type", "luks2", *FAST, "--header", header, other, passphrase=FIRST)
        subprocess.run(["mkfs.ext4", "-q", "-F", data], check=True, capture_output=True)
        self.refused(data, "is not the data of this header", "--header", header)
        self.refused(self.made("volume.img"), "has a header of its own", "--header", header)

    def test_a_header_that_has_its_own_data(self):
        """Whoever names another disk there would lose what is on it."""
        other = self.made("other.img")
        before = other.read_bytes()
        for how in ((), ("--then-overwrite",)):
            self.refused(self.image("data", size=24 * MIB), "cannot be told: erase each by itself", *how, "--header", other,
                         expected=3)
        self.assertEqual(other.read_bytes(), before)
        # Where it was told where its data begins, it may look so, with nothing there.
        header, data = self.image("far.img", size=4 * MIB, fill=b"\0"), self.image("far", size=24 * MIB)
        self.cryptsetup("luksFormat", "--type", "luks2", *FAST, "--luks2-metadata-size", "16k", "--luks2-keyslots-size",
                        "512k", "--offset", "4096", "--header", header, data, passphrase=FIRST)
        self.destroy(data, "--header", header, "--conditions", self.conditions)
        # A backup of such a header has none.
        backup = self.folder / "backup.img"
        self.cryptsetup("luksHeaderBackup", other, "--header-backup-file", backup)
        backup.chmod(0o600)
        with open(other, "r+b") as file:
            file.write(bytes(AREA))
        self.destroy(other, "--header", backup, "--conditions", self.conditions)

    def test_a_mirror_of_a_file_system(self):
        """btrfs keeps one at 64 MiB, which cryptsetup leaves: there is a volume, and not all of it is one."""
        path = self.folder / "mirror.img"
        with open(path, "wb") as file:
            file.truncate(130 * MIB)
        subprocess.run(["mkfs.btrfs", "-q", path], check=True, capture_output=True)
        self.cryptsetup("luksFormat", "--type", "luks2", *FAST, path, passphrase=FIRST)
        self.refused(path, "something else is recognized where an encrypted volume is (btrfs, at byte 67108928)")
        _, record = self.destroy(path, expected=0, method=("--then-overwrite",))
        self.assertTrue(record["method"]["crypto"]["volumes"][0]["result"]["is_destroyed"])

    def change(self, path, edit):
        """The metadata of both copies, with right checksums."""
        data = bytearray(path.read_bytes())
        for at in (0, 16384):
            end = at + 16384
            tree = json.loads(data[at + 4096:end].rstrip(b"\0"))
            edit(tree)
            data[at + 4096:end] = json.dumps(tree).encode().ljust(16384 - 4096, b"\0")
            data[at + 448:at + 512] = bytes(64)
            data[at + 448:at + 480] = hashlib.sha256(data[at:end]).digest()
        path.write_bytes(data)

    def test_what_is_not_known(self):
        for words in (["zzz"], ["opal"]):
            path = self.made()
            self.change(path, lambda tree, words=words: tree["config"].update(requirements={"mandatory": words}))
            self.refused(path, f"does not know: {words[0]}")

    def test_a_segment_that_software_does_not_encrypt(self):
        """In the clear, as a decryption that has ended leaves it; or by the drive's key."""
        for kind in ("linear", "hw-opal", "hw-opal-crypt"):
            with self.subTest(kind):
                path = self.made()
                self.change(path, lambda tree, kind=kind: tree["segments"]["0"].update(type=kind))
                self.refused(path, f'"{kind}"')
                self.refused(path, "to erase by overwriting: --then-overwrite")

    def test_a_decryption_that_has_ended(self):
        path, header = self.made(size=40 * MIB), self.folder / "header.img"
        (self.folder / "passphrase").write_bytes(FIRST)
        self.cryptsetup("reencrypt", "--decrypt", "--force-offline-reencrypt", "--header", header, "--key-file",
                        self.folder / "passphrase", path)
        path.write_bytes(hashlib.shake_256(b"nothing that blkid knows").digest(24 * MIB))
        self.refused(path, '"linear"', "--header", header)

    def test_what_only_libcryptsetup_finds(self):
        """Found before anything is promised."""
        for name, edit in (("digests", lambda tree: tree.update(digests={})),
                           ("token", lambda tree: tree["tokens"]["0"].update(keyslots=["9"]))):
            with self.subTest(name):
                path = self.made()
                self.change(path, edit)
                self.refused(path, "LUKS header")


class Logical(Keys):
    """A volume in a partition that lies in an extended one."""

    PLAIN, EXTENDED, VOLUME, REST = (MIB, 2 * MIB), (4 * MIB, 28 * MIB), (5 * MIB, 24 * MIB), (30 * MIB, MIB)

    def disk(self, kind, first=None, extended=None):
        def sectors(one, base=0):
            return (one[0] - base) // 512, one[1] // 512
        path, volume = self.folder / "whole.img", self.made("volume.img")
        at, rest = self.EXTENDED[0], self.REST[0] - MIB // 2
        data = bytearray(34 * MIB)
        data[:512] = massho.mbr((*sectors(first or self.PLAIN), 0x83), (*sectors(extended or self.EXTENDED), kind))
        data[at:at + 512] = massho.mbr((*sectors(self.VOLUME, at), 0x83), ((rest - at) // 512, 3 * MIB // 2 // 512, 0x05))
        data[rest:rest + 512] = massho.mbr((*sectors(self.REST, rest), 0x83))
        data[self.VOLUME[0]:sum(self.VOLUME)] = volume.read_bytes()
        path.write_bytes(data)
        return path

    def test_destroyed(self):
        """All that is not encrypted is overwritten, the tables between included."""
        begin, end = self.VOLUME[0] + AREA, sum(self.VOLUME)
        for kind in (0x05, 0x0f, 0x85):
            with self.subTest(hex(kind)):
                path = self.disk(kind)
                before = path.read_bytes()
                result, record = self.destroy(path, "--conditions", self.conditions, expected=0)
                self.assertEqual(result["verdict"], "key-destroyed")
                after, key = path.read_bytes(), record["method"]["passes"][0]["key"]
                self.assertTrue(after[:begin] == stream(key, 0, begin))
                self.assertTrue(after[begin:end] == before[begin:end])
                self.assertTrue(after[end:] == stream(key, end, 34 * MIB - end))
                self.assertEqual([v["partition"] for v in record["method"]["crypto"]["volumes"]], [5])

    def test_an_extended_one_within(self):
        """Its tables lie where the volume does."""
        path = self.disk(0x05, first=self.VOLUME, extended=(20 * MIB, 10 * MIB))
        done = self.tool(6, "wipe-device", "--image", "--method", "luks", "--conditions", self.conditions,
                         "--confirm", path.name, path, cwd=self.folder)
        self.assertIn("a partition lies where", done.stderr)


class Refused(Keys):
    """Nothing is touched."""

    def refused(self, path, expected, why, *words, **how):
        before = hashlib.sha256(path.read_bytes()).digest()
        done = self.tool(expected, "wipe-device", "--image", *how.get("method", ("--method", "luks")),
                         *words, "--confirm", path.name, path, cwd=self.folder)
        self.assertIn(why, done.stderr)
        self.assertEqual(hashlib.sha256(path.read_bytes()).digest(), before)
        self.assertFalse(list(self.folder.glob("massho-*")))

    def test_there_is_none(self):
        self.refused(self.image(), 2, "there is no encrypted volume")

    def test_level_that_is_out_of_reach(self):
        self.refused(self.made(), 6, "Clear", "--require", "clear", "--conditions", self.conditions)

    def test_first_copy_damaged(self):
        path = self.made()
        data = bytearray(path.read_bytes())
        data[100] ^= 1
        path.write_bytes(data)
        self.refused(path, 6, "first copy")

    def test_something_else_by_now(self):
        """The second copy of a header outlives mkfs: what is there now is not encrypted."""
        path, other = self.made(), self.image("other.img")
        subprocess.run(["mkfs.ext4", "-q", "-F", other], check=True, capture_output=True)
        with open(path, "r+b") as file:
            file.write(other.read_bytes()[:8192])
        self.assertTrue(path.read_bytes()[:AREA].count(b"SKUL\xba\xbe"))
        self.refused(path, 2, "there is no encrypted volume")

    def test_damaged(self):
        path = self.made()
        good = path.read_bytes()
        for name, at, bad in (("magic", 6, b"\0\3"), ("json", 4096, b"[" * 200),
                              ("checksum", 5000, b"?")):
            with self.subTest(name):
                data = bytearray(good)
                for copy in (0, 16384):
                    data[copy + at:copy + at + len(bad)] = bad
                path.write_bytes(data)
                self.refused(path, 6, "LUKS header is damaged")
        path.write_bytes(good[:MIB])
        self.refused(path, 6, "medium ends")

    def test_re_encryption_under_way(self):
        path, key = self.image(size=40 * MIB), self.folder / "passphrase"
        key.write_bytes(FIRST)
        self.cryptsetup("luksFormat", "--type", "luks2", *FAST, path, passphrase=FIRST)
        self.cryptsetup("reencrypt", "--init-only", *FAST, "--key-file", key, path)
        self.refused(path, 6, "re-encryption")

    def test_answers(self):
        path = self.made()
        bad = self.folder / "bad.txt"
        good = json.loads(self.conditions.read_text())
        for text, why in (("", "no JSON object"), ("[]", "no JSON object"), ("{}", "not every"),
                          (json.dumps({**good, "no_escrow": "maybe"}), "an answer is"),
                          (json.dumps({**good, "no_escrow": True}), "an answer is"),
                          (json.dumps({**good, "more": "yes"}), "no condition"),
                          (json.dumps(good)[:-1] + ',"no_escrow":"no"}', "no JSON object"),
                          (json.dumps(good).ljust(70000), "no JSON object")):
            with self.subTest(text=text[:40]):
                bad.write_text(text)
                self.refused(path, 2, why, "--conditions", bad)
        self.refused(path, 2, "No such file", "--conditions", self.folder / "none")

    def test_what_makes_no_sense(self):
        path = self.made()
        for words, why in ((("--conditions", self.conditions), "are for --method luks"),
                           (("--header", path), "are for --method luks"),
                           (("--method", "zero", "--then-overwrite"), "only --method auto or luks"),
                           (("--method", "luks", "--verify", "none"), "is read back")):
            with self.subTest(words=words):
                self.refused(path, 2, why, *words, method=())


class Asked(Keys):
    def test_at_the_terminal(self):
        path = self.made()
        terminal = self.terminal(["wipe-device", "--image", "--method", "luks", "--record",
                                  str(self.folder / "r.json"), path],
                                 env=massho.environment(None, LC_ALL="C.UTF-8"))
        terminal.wait_for("Enter to begin")
        terminal.type("\n")
        for count, reply in enumerate(("perhaps\n", "yes\n", "y\n", "?\n", "no\n"), 1):
            while terminal.text().count("if you do not know: ") < count:
                terminal.read(60)
            terminal.type(reply)
        terminal.wait_for("to confirm: ")
        self.assertIn("Keys on this medium will be destroyed", terminal.text())
        self.assertIn("the level will be none", terminal.text())
        terminal.type(path.name + "\n")
        self.assertEqual(terminal.end(), 4)
        self.assertIn("not all that this rests on is known", terminal.text())
        conditions = massho.record(self.folder / "r.json")["method"]["crypto"]["conditions"]
        self.assertEqual(list(conditions.values()), ["prompt", "yes", "yes", "unknown", "no"])


    def test_given_up_at_the_terminal(self):
        """An answer that was given is not forgotten: nothing is done. A line too long is asked again."""
        path = self.made()
        before = path.read_bytes()
        terminal = self.terminal(["wipe-device", "--image", "--method", "luks", "--confirm", path.name, path],
                                 env=massho.environment(None, LC_ALL="C.UTF-8"))
        terminal.wait_for("Enter to begin")
        self.assertIn("token: clevis", terminal.text())
        terminal.type("\n")
        for count, reply in enumerate(("x" * 100 + "\n", "？\n", "no\n", "\x04"), 1):
            while terminal.text().count("if you do not know: ") < count:
                terminal.read(60)
            terminal.type(reply)
        self.assertEqual(terminal.end(), 3)
        self.assertIn("the questions were given up", terminal.text())
        self.assertEqual(path.read_bytes(), before)

    def test_what_is_confirmed(self):
        """The header's medium is written, too: it is named before."""
        data, header = self.image("data.img", size=8 * MIB), self.image("header.img", size=20 * MIB)
        self.cryptsetup("luksFormat", "--type", "luks2", *FAST, "--header", header, data, passphrase=FIRST)
        terminal = self.terminal(["wipe-device", "--image", "--method", "luks", "--conditions", self.conditions,
                                  "--header", header, "--record", self.folder / "r.json", data],
                                 env=massho.environment(None, LC_ALL="C.UTF-8"))
        terminal.wait_for("to confirm: ")
        self.assertIn(f"THE HEADER ON {header}", terminal.text())
        terminal.type(data.name + "\n")
        self.assertEqual(terminal.end(), 4)
        self.assertIn(f"the header on {header}: all of its area of keys", terminal.text())


    def test_what_changes_meanwhile(self):
        """Between the question and the answer another header lies there: it is not what was agreed to."""
        data = self.image("data.img", size=8 * MIB)
        headers = [self.image(f"header{i}.img", size=20 * MIB) for i in range(2)]
        for header in headers:
            self.cryptsetup("luksFormat", "--type", "luks2", *FAST, "--header", header, data, passphrase=FIRST)
        other = headers[1].read_bytes()
        terminal = self.terminal(["wipe-device", "--image", "--method", "luks", "--conditions", self.conditions,
                                  "--header", headers[0], "--record", self.folder / "r.json", data],
                                 env=massho.environment(None, LC_ALL="C.UTF-8"))
        terminal.wait_for("to confirm: ")
        with open(headers[0], "r+b") as file:
            file.write(other)
        terminal.type(data.name + "\n")
        self.assertEqual(terminal.end(), 3)
        self.assertIn("has changed since it was looked at", terminal.text())
        self.assertEqual(headers[0].read_bytes(), other)
        self.assertEqual(massho.record(self.folder / "r.json")["verdict"], "failed")


class Shown(Keys):
    def test_dry_run(self):
        path = self.made()
        before = hashlib.sha256(path.read_bytes()).digest()
        text = self.tool(0, "wipe-device", "--image", "--method", "luks", "--dry-run", path).stdout
        for part in ("LUKS2", "aes-xts-plain64", "key slots: 2", "token: clevis",
                     "what the claim rests on", "unknown"):
            self.assertIn(part, text)
        plan, = massho.json_lines(self.tool(0, "wipe-device", "--image", "--method", "luks",
                                            "--dry-run", "--json", path).stdout)
        self.assertEqual(plan["keys"]["volumes"][0]["area_bytes"], str(AREA))
        self.assertEqual(plan["bytes_to_move"], str(2 * AREA))
        self.assertEqual(hashlib.sha256(path.read_bytes()).digest(), before)

    def test_partitions_of_an_image(self):
        """What is not encrypted is overwritten, and only that."""
        part = self.made("part.img", size=20 * MIB)
        other = self.image("old.img", size=20 * MIB)
        self.cryptsetup("luksFormat", "--type", "luks2", *FAST, other, passphrase=FIRST)
        subprocess.run(["mkfs.ext4", "-q", "-F", other], check=True, capture_output=True)
        table = massho.mbr((2048, 40960, 0x83), (43008, 40960, 0x83))
        path = self.folder / "whole.img"
        path.write_bytes(table.ljust(MIB, b"\0") + part.read_bytes() + other.read_bytes() +
                         b"rest" * (MIB // 4))
        before = path.read_bytes()
        result, record = self.destroy(path, "--conditions", self.conditions, expected=0)
        self.assertEqual(result["verdict"], "key-destroyed")
        after, key = path.read_bytes(), record["method"]["passes"][0]["key"]
        self.assertEqual(after[:MIB + AREA], stream(key, 0, MIB + AREA))
        self.assertEqual(after[MIB + AREA:21 * MIB], before[MIB + AREA:21 * MIB])
        self.assertEqual(after[21 * MIB:], stream(key, 21 * MIB, 21 * MIB))
        volume, = record["method"]["crypto"]["volumes"]
        self.assertEqual((volume["partition"], volume["offset_bytes"]), (1, str(MIB)))


if __name__ == "__main__":
    massho.main()
