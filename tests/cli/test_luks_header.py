#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What libwipe reads of LUKS headers that cryptsetup made, and of what others made of them."""
import hashlib
import json
import shutil
import struct
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402

MIB = 1 << 20
PASSPHRASE = b"open sesame"
FAST = ["--pbkdf", "pbkdf2", "--pbkdf-force-iterations", "1000"]


def cryptsetup(*words, passphrase=PASSPHRASE, code=0):
    done = subprocess.run(["cryptsetup", "-q", *map(str, words)], input=passphrase,
                          capture_output=True)
    assert done.returncode == code, (words, done.returncode, done.stderr.decode())
    return done.stdout.decode()


class Header(massho.Case):
    def setUp(self):
        super().setUp()
        if not shutil.which("cryptsetup"):
            self.skipTest("cryptsetup is not installed")

    def made(self, *words, kind="luks2", size=20 * MIB, name="disk.img"):
        path = self.image(name, size=size, fill=b"\0")
        cryptsetup("luksFormat", "--type", kind, *FAST, *words, path)
        return path

    def told(self, path, *words):
        done = subprocess.run([massho.BUILD / "tests/bin/tell_luks", *words, path],
                              capture_output=True, text=True, env=massho.environment())
        self.assertEqual(done.returncode, 0, done.stderr)
        return [tuple(line.split(" ")) for line in done.stdout.splitlines()]

    def one(self, told, name):
        found, = [words[1:] for words in told if words[0] == name]
        return found[0] if len(found) == 1 else found

    def each(self, told, name):
        return [words[1:] for words in told if words[0] == name]

    def refused(self, path, code, why, *words):
        done = subprocess.run([massho.BUILD / "tests/bin/tell_luks", *words, path],
                              capture_output=True, text=True, env=massho.environment())
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertTrue(done.stderr.startswith(f"{code}: "), done.stderr)
        self.assertIn(why, done.stderr)


class Luks1(Header):
    def test_slots(self):
        path = self.made(kind="luks1")
        cryptsetup("luksAddKey", *FAST, path, passphrase=PASSPHRASE + b"\nsecond\nsecond\n")
        told = self.told(path)
        self.assertEqual(self.one(told, "version"), "1")
        self.assertEqual(self.one(told, "uuid"), cryptsetup("luksUUID", path).strip())
        self.assertEqual(self.one(told, "copies"), ("good", "none"))
        # luksDump tells where in sectors.
        dump = cryptsetup("luksDump", path)
        offsets = [int(line.split()[-1]) * 512 for line in dump.splitlines() if "material" in line]
        payload, = [int(x.split()[-1]) * 512 for x in dump.splitlines() if "Payload" in x]
        slots = self.each(told, "slot")
        self.assertEqual([int(s[2]) for s in slots], offsets)
        self.assertEqual([s[0] for s in slots], ["0", "1"])
        self.assertEqual(int(self.one(told, "area_bytes")), payload)
        self.assertEqual(self.one(told, "segment")[1:3], ("crypt", "aes-xts-plain64"))

    def test_detached(self):
        data, header = self.image("data.img", size=4 * MIB), self.image("header.img", size=4 * MIB)
        cryptsetup("luksFormat", "--type", "luks1", *FAST, "--header", header, data)
        told = self.told(header)
        self.assertEqual(self.one(told, "detached"), "1")
        # The eight slots, one behind the other.
        self.assertEqual(int(self.one(told, "area_bytes")), 4096 + 8 * 258048)

    def test_damaged(self):
        path = self.made(kind="luks1")
        good = path.read_bytes()[:4 * MIB]

        def poke(at, form, value):
            bad = bytearray(good)
            struct.pack_into(form, bad, at, value)
            path.write_bytes(bad)

        for at, form, value, why in ((208, ">I", 7, "neither in use nor free"),
                                     (208 + 40, ">I", 0, "outside the area"),
                                     (208 + 40, ">I", 0xffffffff, "outside the area"),
                                     (208 + 44, ">I", 0xffffffff, "outside the area"),
                                     (208 + 44, ">I", 0, "outside the area"),
                                     (108, ">I", 0, "no length"),
                                     (108, ">I", 0xffffffff, "no length"),
                                     (104, ">I", 8, "outside the area"),
                                     (104, ">I", 0xffffffff, "medium ends")):
            with self.subTest(at=at, value=value):
                poke(at, form, value)
                self.refused(path, "format", why)
        for text in (b"", b"1b4e28ba-2fa1-11d2-883f-0016d3cca42", b"1b4e28ba-2fa1-11d2-883f-0016d3cca4277",
                     b"1b4e28ba-2fa1-11d2-883f-0016d3cca42\x9b", b"1b4e28ba02fa1-11d2-883f-0016d3cca427"):
            with self.subTest(uuid=text):
                bad = bytearray(good)
                bad[168:208] = text.ljust(40, b"\0")
                path.write_bytes(bad)
                self.refused(path, "format", "UUID")
        for at, name in ((8, b"aes\x9b0m"), (8, b" aes"), (40, b"xts-plain64 ")):
            with self.subTest(name=name):
                bad = bytearray(good)
                bad[at:at + 32] = name.ljust(32, b"\0")
                path.write_bytes(bad)
                self.refused(path, "format", "cipher is none")
        for at in (8, 40):  # a name of 32 bytes that has no end
            bad = bytearray(good)
            bad[at:at + 32] = b"c" * 32
            path.write_bytes(bad)
            self.refused(path, "format", "has no end")
        both = bytearray(good)
        both[208 + 48:208 + 96] = both[208:208 + 48]
        path.write_bytes(both)
        self.refused(path, "format", "overlap")
        path.write_bytes(good[:MIB])
        self.refused(path, "format", "medium ends")


class Luks2(Header):
    COPY = 16384  # bytes, as cryptsetup makes them

    def metadata(self, path):
        return json.loads(path.read_bytes()[4096:self.COPY].rstrip(b"\0"))

    def put(self, path, metadata, copies=(0, 1), raw=None):
        """Into the copies, with right checksums."""
        data = bytearray(path.read_bytes())
        text = raw if raw is not None else json.dumps(metadata).encode()
        for i in copies:
            at = i * self.COPY
            data[at + 4096:at + self.COPY] = text.ljust(self.COPY - 4096, b"\0")
            self.seal(data, at)
        path.write_bytes(data)

    def seal(self, data, at):
        data[at + 448:at + 512] = bytes(64)
        data[at + 448:at + 480] = hashlib.sha256(data[at:at + self.COPY]).digest()

    def test_as_cryptsetup_tells_it(self):
        path = self.made("--label", "夜", "--subsystem", "work")
        cryptsetup("luksAddKey", *FAST, "--key-slot", "5", path,
                   passphrase=PASSPHRASE + b"\nsecond\nsecond\n")
        key = self.folder / "key"
        key.write_bytes(bytes(range(64)))
        cryptsetup("luksAddKey", *FAST, "--unbound", "--key-slot", "7", "--volume-key-file", key,
                   "--key-size", "512", path)
        cryptsetup("token", "import", "--token-id", "3", "--json-file", "-", path,
                   passphrase=b'{"type":"clevis","keyslots":["0","5"],"jwe":{}}')
        told = self.told(path)
        # Of cryptsetup's own account.
        metadata = json.loads(cryptsetup("luksDump", "--dump-json-metadata", path))
        slots = {s[0]: s for s in self.each(told, "slot")}
        self.assertEqual(sorted(slots), sorted(metadata["keyslots"]))
        for number, slot in metadata["keyslots"].items():
            self.assertEqual(slots[number][2:4], (slot["area"]["offset"], slot["area"]["size"]))
            self.assertEqual(slots[number][4:], (str(slot["key_size"]), slot["kdf"]["type"]))
        self.assertEqual({n: s[1] for n, s in slots.items()},
                         {"0": "active", "5": "active", "7": "unbound"})
        self.assertEqual(self.each(told, "token"), [("3", "clevis", "21")])
        segment = metadata["segments"]["0"]
        self.assertEqual(self.one(told, "segment"), (
            "0", "crypt", segment["encryption"], "-", segment["offset"], str((1 << 64) - 1), "0"))
        self.assertEqual(self.one(told, "area_bytes"), segment["offset"])
        self.assertEqual((self.one(told, "label"), self.one(told, "subsystem")), ("夜", "work"))
        self.assertEqual(self.one(told, "uuid"), cryptsetup("luksUUID", path).strip())
        self.assertEqual(self.one(told, "copies"), ("good", "good"))

    def test_detached(self):
        data, header = self.image("data.img", size=4 * MIB), self.image("header.img", size=20 * MIB)
        cryptsetup("luksFormat", "--type", "luks2", *FAST, "--header", header, data)
        config = self.metadata(header)["config"]
        told = self.told(header, "--detached")
        self.assertEqual(int(self.one(told, "area_bytes")),
                         2 * self.COPY + int(config["keyslots_size"]))
        # Without being told so: its data would begin in the header.
        self.refused(header, "format", "another medium")

    def test_other_sizes(self):
        for kib in (32, 512, 4096):
            with self.subTest(kib=kib):
                path = self.made("--luks2-metadata-size", f"{kib}k", "--luks2-keyslots-size", "1m",
                                 size=20 * MIB, name=f"{kib}.img")
                told = self.told(path)
                self.assertEqual(int(self.one(told, "copy_bytes")), kib << 10)
                path.write_bytes(bytes(4096) + path.read_bytes()[4096:])
                told = self.told(path)
                self.assertEqual(self.one(told, "copies"), ("damaged", "good"))
                self.assertEqual(int(self.one(told, "copy_bytes")), kib << 10)

    def test_one_copy_is_damaged(self):
        path = self.made()
        good = path.read_bytes()
        for at, copies in ((5000, ("damaged", "good")), (self.COPY + 5000, ("good", "damaged")),
                           (0, ("damaged", "good"))):
            with self.subTest(at=at):
                bad = bytearray(good)
                bad[at] ^= 1
                path.write_bytes(bad)
                told = self.told(path)
                self.assertEqual(self.one(told, "copies"), copies)
                self.assertEqual(path.read_bytes(), bad)  # nobody mends it

    def test_an_older_copy(self):
        path = self.made()
        data = bytearray(path.read_bytes())
        struct.pack_into(">Q", data, self.COPY + 16, 99)
        self.seal(data, self.COPY)
        path.write_bytes(data)
        self.assertEqual(self.one(self.told(path), "copies"), ("older", "good"))

    def test_what_a_terminal_would_obey(self):
        path = self.made()
        good = path.read_bytes()
        for at, text in ((24, b"a\x9bb\xc2\x9bc"), (168, b"1b4e28ba-2fa1-11d2-883f-0016d3cca42\x9b")):
            data = bytearray(good)
            for copy in (0, self.COPY):
                data[copy + at:copy + at + 40] = text.ljust(40, b"\0")
                self.seal(data, copy)
            path.write_bytes(data)
            if at == 168:
                self.refused(path, "format", "UUID")
            else:
                self.assertEqual(self.one(self.told(path), "label"), "a?b??c")

    def test_copies_that_contradict_each_other(self):
        """Both with a right checksum, and of the same state: in which is the truth?"""
        path = self.made()
        good = path.read_bytes()
        metadata = self.metadata(path)
        metadata["segments"]["0"]["offset"] = str(17 * MIB)
        self.put(path, metadata, copies=(1,))
        self.refused(path, "format", "neither is the newer")
        for at in (24, 168, 208):  # label, UUID, subsystem
            with self.subTest(at=at):
                data = bytearray(good)
                data[self.COPY + at] ^= 1
                self.seal(data, self.COPY)
                path.write_bytes(data)
                self.refused(path, "format", "neither is the newer")

    def test_both_copies_are_damaged(self):
        path = self.made()
        data = bytearray(path.read_bytes())
        data[5000] ^= 1
        data[self.COPY + 5000] ^= 1
        path.write_bytes(data)
        self.refused(path, "format", "right checksum")

    def test_none(self):
        self.refused(self.image("none.img", size=8 * MIB), "not-found", "no LUKS header")
        small = self.folder / "small"
        small.write_bytes(b"LUKS\xba\xbe")
        self.refused(small, "not-found", "no LUKS header")
        self.refused(self.image("ext", size=MIB, fill=b"LUKS\xba\xbe\0\3"), "format", "checksum")

    def test_cut(self):
        path = self.made()
        path.write_bytes(path.read_bytes()[:MIB])
        self.refused(path, "format", "medium ends")
        path.write_bytes(path.read_bytes()[:10000])
        self.refused(path, "format", "right checksum")

    def test_segments_that_are_not_plain(self):
        path = self.made()
        metadata = self.metadata(path)
        metadata["segments"]["0"].update(
            type="hw-opal-crypt", integrity={"type": "hmac(sha256)", "journal_encryption": "none",
                                             "journal_integrity": "none"})
        metadata["segments"]["1"] = dict(metadata["segments"]["0"], type="linear", offset="0",
                                         flags=["backup-previous"])
        metadata["config"]["requirements"] = {"mandatory": ["online-reencrypt-v3", "opal"]}
        self.put(path, metadata)
        told = self.told(path)
        self.assertEqual([s[1] for s in self.each(told, "segment")], ["hw-opal-crypt", "linear"])
        self.assertEqual(self.each(told, "segment")[0][3], "hmac(sha256)")
        self.assertEqual(self.each(told, "requirement"), [("online-reencrypt-v3",), ("opal",)])
        self.assertEqual(self.one(told, "reencrypting"), "1")

    def test_a_key_of_the_integrity_of_another_length(self):
        path = self.made()
        metadata = self.metadata(path)
        metadata["segments"]["0"]["integrity"] = {"type": "hmac(sha256)", "key_size": 48}
        self.put(path, metadata)
        self.assertEqual(" ".join(self.one(self.told(path), "segment")[3:6]), "hmac(sha256), key_size 48")
        metadata["segments"]["0"]["integrity"]["key_size"] = "48"
        self.put(path, metadata)
        self.refused(path, "format", "has to be")

    def test_hostile_metadata(self):
        path = self.made()
        good = self.metadata(path)

        def changed(*keys, to):
            metadata = json.loads(json.dumps(good))
            place = metadata
            for key in keys[:-1]:
                place = place[key]
            if to is None:
                del place[keys[-1]]
            else:
                place[keys[-1]] = to
            return metadata

        area = ("keyslots", "0", "area")
        other = json.loads(json.dumps(good))
        other["keyslots"]["1"] = other["keyslots"]["0"]
        for metadata, why in (
                (changed(*area, "offset", to="0"), "outside the area"),
                (changed(*area, "offset", to="18446744073709551615"), "has to be"),
                (changed(*area, "size", to="18446744073709551615"), "has to be"),
                (changed(*area, "size", to="99999999999"), "outside the area"),
                (changed(*area, "size", to="0"), "outside the area"),
                (changed(*area, "size", to="63"), "outside the area"),
                (changed(*area, "size", to="-1"), "has to be"),
                (changed(*area, to=[]), "has to be"),
                (changed("keyslots", to=[]), "lacks a part"),
                (changed("keyslots", to=None), "lacks a part"),
                (changed("keyslots", "32", to=good["keyslots"]["0"]), "that there are not"),
                (changed("keyslots", "00", to=good["keyslots"]["0"]), "that there are not"),
                (changed("keyslots", "0", "key_size", to=-1), "has to be"),
                (changed("keyslots", "0", to=3), "has to be"),
                (changed("tokens", "0", to={"type": "t" * 64, "keyslots": []}), "has to be"),
                (changed("tokens", "0", to={"type": "t", "keyslots": ["99"]}), "has to be"),
                (changed("segments", "0", "offset", to="4096"), "another medium"),
                (changed("segments", "0", "offset", to="16777217"), "has to be"),
                (changed("segments", "0", "offset", to="1099511627776"), "medium ends"),
                (changed("segments", "0", "size", to="much"), "has to be"),
                (changed("segments", "0", "encryption", to=" aes-xts-plain64"), "has to be"),
                (changed("segments", "0", "encryption", to="aes-xts-plain64\u009b"), "has to be"),
                (changed("segments", "0", "type", to="crypt "), "has to be"),
                (changed("segments", to={}), "no data"),
                (changed("digests", "0", "keyslots", to="0"), "has to be"),
                (changed("config", "keyslots_size", to="99999999999999"), "has to be"),
                (changed("config", "json_size", to="1"), "has to be"),
                (changed("config", "requirements", to={"mandatory": ["x"] * 9}), "has to be"),
                (other, "overlap")):
            with self.subTest(why=why):
                self.put(path, metadata)
                self.refused(path, "format", why)
        for raw in (b"", b"{", b"[]", b'{"keyslots":1,"keyslots":2}', b"\xff", b"[" * 12000,
                    json.dumps(good).encode() + b"x"):
            with self.subTest(raw=raw[:20]):
                self.put(path, None, raw=raw)
                self.refused(path, "format", "metadata")
        self.put(path, good)
        self.told(path)


if __name__ == "__main__":
    massho.main()
