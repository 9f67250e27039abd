# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that a record's reader is given really run, and find what is wrong."""
import hashlib
import hmac
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("MASSHO_SOURCE", Path(__file__).resolve().parents[3]))
BUILD = Path(os.environ.get("MASSHO_BUILD", SOURCE / "build" / "dev"))
PROGRAM = BUILD / "tests" / "bin" / "record-verdict"
RECORDS = SOURCE / "tests" / "fixtures" / "records"
SHELL = shutil.which("dash") or "/bin/sh"

# One of each way to overwrite, and a check.
NAMES = ["erasure", "erasure-image", "erasure-zero", "erasure-complement", "erasure-pattern",
         "check", "attempt", "erasure-sample", "erasure-zeroout"]
PATTERNS = ["01", "00ff", "924924", "27ffffff", "00000000", "5c0a2700", "0d"]


def field(data):
    return len(data).to_bytes(4, "big") + data


def stream(medium, one_pass):
    """The keyed stream, computed here and by openssl, not by the library."""
    size = int(medium["capacity_bytes"])
    message = (b"massho-stream-1" + field(bytes.fromhex(one_pass["challenge"] or ""))
               + field((medium["serial"] or "").encode()) + field((medium["wwn"] or "").encode())
               + size.to_bytes(8, "big") + one_pass["pass"].to_bytes(4, "big")
               + one_pass["attempt"].to_bytes(4, "big"))
    key = hmac.new(bytes.fromhex(one_pass["secret"]), message, hashlib.sha256).hexdigest()
    return subprocess.run(["openssl", "enc", "-aes-256-ctr", "-nosalt", "-K", key, "-iv", "0" * 32],
                          input=bytes(size), stdout=subprocess.PIPE, check=True).stdout


def contents(record):
    """What the last pass left on the medium."""
    medium, one_pass = record["medium"], record["method"]["passes"][-1]
    size = int(medium["capacity_bytes"])
    if one_pass["kind"] == "fill":
        pattern = bytes.fromhex(one_pass["pattern"])
        return (pattern * (size // len(pattern) + 1))[:size]
    if one_pass["kind"] == "zeroout":
        return bytes(size)
    data = stream(medium, one_pass)
    if one_pass["kind"] == "stream-complement":
        return bytes(b ^ 0xFF for b in data)
    return data


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.keys = Path(tempfile.mkdtemp(prefix="massho-test-"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=Test",
                        "-addext", "keyUsage=digitalSignature,nonRepudiation,keyCertSign",
                        "-keyout", cls.keys / "key.pem", "-out", cls.keys / "root.pem"],
                       check=True, capture_output=True)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.keys)

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="massho-test-"))
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copy(self.keys / "root.pem", self.folder)
        self.medium = self.folder / "medium with blanks.img"

    def script(self, json_path, path, *more):
        done = subprocess.run([PROGRAM, "commands", json_path, path, *more], text=True,
                              capture_output=True, check=True)
        for line in done.stdout.splitlines():
            self.assertLessEqual(len(line), 80, line)
        return done.stdout

    def sign(self, json_path, name="record.p7m"):
        subprocess.run(["openssl", "cms", "-sign", "-binary", "-nodetach", "-cades", "-md", "sha256",
                        "-signer", self.keys / "root.pem", "-inkey", self.keys / "key.pem",
                        "-outform", "DER", "-in", json_path, "-out", self.folder / name], check=True)
        return name

    def run_script(self, script, shell=SHELL, **env):
        return subprocess.run([shell, "-e", "-c", script], cwd=self.folder, capture_output=True,
                              env={"PATH": os.environ["PATH"], "DEV": self.medium.name, **env})

    def expect(self, script, data, good):
        self.medium.write_bytes(data)
        done = self.run_script(script)
        self.assertEqual(done.returncode == 0, good, (script, done))

    def try_media(self, script, data):
        self.expect(script, data, True)
        for at in (0, len(data) // 2, len(data) - 1):
            flipped = bytearray(data)
            flipped[at] ^= 1
            self.expect(script, flipped, False)
        self.expect(script, data[:-1], False)
        self.expect(script, data[:len(data) // 2], False)
        self.expect(script, b"", False)
        self.expect(script, data + b"\0", False)

    def only_comparison(self, script):
        """The commands from the comparison on, without those that look at the size."""
        at = max(script.find(word) for word in ("\nopenssl enc", "\nLC_ALL=C tr", "\ncmp", "\nyes"))
        self.assertGreater(at, 0)
        compare = script[at:].split("\n\n")[0]
        key = [line for line in script.splitlines() if line.startswith("KEY=")]
        return "\n".join(key) + compare

    def test_media(self):
        for name in NAMES:
            with self.subTest(record=name):
                path = RECORDS / f"{name}.json"
                script = self.script(path, str(path))
                self.try_media(script, contents(json.loads(path.read_text())))

    def test_comparison_alone_finds_the_same(self):
        for name in NAMES:
            with self.subTest(record=name):
                path = RECORDS / f"{name}.json"
                script = self.only_comparison(self.script(path, str(path)))
                data = contents(json.loads(path.read_text()))
                self.expect(script, data, True)
                self.expect(script, data[:-1], False)
                self.expect(script, data[:-1] + bytes([data[-1] ^ 0x80]), False)

    def test_hash_alone_finds_the_same(self):
        path = RECORDS / "erasure.json"
        script = self.script(path, str(path))
        script = script[script.rindex("\ntest "):]
        self.assertIn("sha256sum", script)
        data = contents(json.loads(path.read_text()))
        self.expect(script, data, True)
        self.expect(script, data + b"\0", False)

    def test_bash_runs_them_too(self):
        path = RECORDS / "erasure-complement.json"
        self.medium.write_bytes(contents(json.loads(path.read_text())))
        done = self.run_script(self.script(path, str(path)), shell=shutil.which("bash"))
        self.assertEqual(done.returncode, 0, done)

    def test_patterns(self):
        record = json.loads((RECORDS / "erasure-pattern.json").read_text())
        record["verification"] |= {"content_sha256": None, "chunks_sha256": None}
        path = self.folder / "pattern.json"
        for pattern in PATTERNS:
            with self.subTest(pattern=pattern):
                record["method"]["passes"][-1]["pattern"] = pattern
                path.write_text(json.dumps(record))
                self.try_media(self.script(path, str(path)), contents(record))

    def test_destroyed_keys(self):
        """What is encrypted is not compared; every byte that was overwritten is, on either medium."""
        for name in ("erasure-luks", "erasure-luks-partition", "erasure-luks-detached"):
            with self.subTest(record=name):
                path = RECORDS / f"{name}.json"
                record = json.loads(path.read_text())
                self.try_keys(record, self.script(path, str(path)))

    def try_keys(self, record, script):
        crypto, medium, header = record["method"]["crypto"], record["medium"], self.folder / "header"
        data = bytearray(stream(medium, record["method"]["passes"][0]))
        kept = []
        if crypto["scope"]:
            begin = int(crypto["scope"]["offset_bytes"])
            kept += [(0, begin), (begin + int(crypto["scope"]["length_bytes"]), len(data))]
        for volume in crypto["volumes"]:
            begin = int(volume["offset_bytes"])
            kept.append((begin + int(volume["data_offset_bytes"]), begin + int(volume["length_bytes"])))
        for begin, end in kept:
            data[begin:end] = bytes(end - begin)
        edges = {at for pair in kept for at in (pair[0] - 1, pair[1]) if 0 <= at < len(data)}
        edges -= {at for at in edges for begin, end in kept if begin <= at < end}
        if crypto["header"]:
            keys = stream(crypto["header"]["medium"], crypto["header"]["pass"])[:int(crypto["volumes"][0]["area_bytes"])]
            header.write_bytes(keys + bytes(512))
        env = {"HEADER": header.name}
        self.medium.write_bytes(data)
        self.assertEqual(self.run_script(script, **env).returncode, 0)
        for at in edges:
            with self.medium.open("r+b") as file:
                file.seek(at)
                file.write(bytes([data[at] ^ 1]))
                file.flush()
                self.assertNotEqual(self.run_script(script, **env).returncode, 0, at)
                file.seek(at)
                file.write(data[at:at + 1])
        if crypto["header"]:
            header.write_bytes(keys[:-1] + bytes([keys[-1] ^ 1]) + bytes(512))
            self.assertNotEqual(self.run_script(script, **env).returncode, 0)
        else:
            self.assertTrue(edges)

    def test_key(self):
        """A key that does not follow from its inputs stops the script."""
        path = RECORDS / "erasure.json"
        record = json.loads(path.read_text())
        script = self.script(path, str(path))
        self.medium.write_bytes(contents(record))
        secret = record["method"]["passes"][0]["secret"]
        done = self.run_script(script.replace(secret, "0" + secret[1:] if secret[0] != "0" else
                                              "1" + secret[1:]))
        self.assertNotEqual(done.returncode, 0)

    def test_signature(self):
        path = RECORDS / "erasure.json"
        script = self.script(path, self.sign(path), "signed")
        self.assertIn("openssl cms -verify -inform DER -binary -cades -purpose any", script)
        self.expect(script, contents(json.loads(path.read_text())), True)
        done = self.run_script(script + 'cat "$OUT"; rm "$OUT"\n')
        self.assertEqual(done.returncode, 0, done)
        self.assertIn(path.read_bytes(), done.stdout)
        self.assertEqual({entry.name for entry in self.folder.iterdir()},
                         {"root.pem", "record.p7m", self.medium.name})
        signed = self.folder / "record.p7m"
        data = bytearray(signed.read_bytes())
        at = data.index(b"erased-verified")
        data[at] ^= 1
        signed.write_bytes(data)
        self.assertNotEqual(self.run_script(script).returncode, 0)

    def test_only_the_given_anchor_counts(self):
        """What the computer trusts for other purposes is no anchor of records."""
        path = RECORDS / "erasure.json"
        script = self.script(path, self.sign(path), "signed")
        self.medium.write_bytes(contents(json.loads(path.read_text())))
        trusted = self.folder / "trusted"
        trusted.mkdir()
        shutil.copy(self.folder / "root.pem", trusted)
        subprocess.run(["openssl", "rehash", trusted], check=True)
        self.assertEqual(self.run_script(script, SSL_CERT_DIR=str(trusted)).returncode, 0)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=Other",
                        "-keyout", self.folder / "other.key", "-out", self.folder / "root.pem"],
                       check=True, capture_output=True)
        self.assertNotEqual(self.run_script(script, SSL_CERT_DIR=str(trusted)).returncode, 0)

    def test_another_record_is_noticed(self):
        path = RECORDS / "erasure.json"
        script = self.script(path, "other.p7m", "signed")
        self.medium.write_bytes(contents(json.loads(path.read_text())))
        self.sign(path, "other.p7m")
        self.assertEqual(self.run_script(script).returncode, 0)
        self.sign(RECORDS / "erasure-zero.json", "other.p7m")
        self.assertNotEqual(self.run_script(script).returncode, 0)

    def test_names_for_the_shell(self):
        path = RECORDS / "erasure-zero.json"
        self.medium.write_bytes(contents(json.loads(path.read_text())))
        for name in ("it's; touch pwned.p7m", "$(touch pwned).p7m", "-in.p7m", "`touch pwned`",
                     "a\\b\"c.p7m", "\u6848\u4ef6.p7m", " "):
            with self.subTest(name=name):
                self.sign(path, name)
                done = self.run_script(self.script(path, name, "signed"))
                self.assertEqual(done.returncode, 0, done)
                self.assertFalse((self.folder / "pwned").exists())

    def test_unsigned_record_stays_as_it_is(self):
        path = self.folder / "record.json"
        shutil.copy(RECORDS / "erasure-zero.json", path)
        before = path.read_bytes()
        self.expect(self.script(path, "record.json"), contents(json.loads(before)), True)
        self.assertEqual(path.read_bytes(), before)
        path.write_bytes(before + b" ")
        self.assertNotEqual(self.run_script(self.script(RECORDS / "erasure-zero.json",
                                                        "record.json")).returncode, 0)

    def test_names_that_hide_something(self):
        path = RECORDS / "erasure-zero.json"
        self.medium.write_bytes(contents(json.loads(path.read_text())))
        for name in ("a\nb.p7m", "\x1b[2Jx", "\u202egpj.p7m"):
            with self.subTest(name=name):
                script = self.script(path, name, "signed")
                self.assertNotIn(name, script)
                self.assertNotIn("\x1b", script)
                self.assertIn(': "${RECORD:?}"\n', script)
                self.sign(path, name)
                self.assertEqual(self.run_script(script, RECORD=name).returncode, 0)
                self.assertNotEqual(self.run_script(script).returncode, 0)

    def test_device_must_be_named(self):
        path = RECORDS / "erasure.json"
        done = self.run_script(self.script(path, str(path)), DEV="")
        self.assertNotEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
