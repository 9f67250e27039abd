# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys on PKCS#11 tokens: SoftHSM for the ordinary, tests/support/fake_token.c for the rest."""
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import casework  # noqa: E402
import massho  # noqa: E402

SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")
FAKE = massho.BUILD / "tests" / "lib" / "fake_token.so"
PIN = "123456"


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


class Token(massho.Case):
    """What both kinds of token share; env is what the tools see."""

    env = None

    def pin_file(self, pin=PIN):
        path = self.folder / "pin"
        path.write_text(pin + "\n", encoding="ascii")
        path.chmod(0o600)
        return path

    def sign(self, expected, uri, *words, record=None, **how):
        out = self.folder / "massho-signed.p7m"
        out.unlink(missing_ok=True)
        done = self.tool(expected, "wipe-cert", "sign", "--key", uri, "-o", out, *words,
                         record or self.record, env=self.env, **how)
        self.assertEqual(out.exists(), expected == massho.DONE)
        self.assertNotIn(PIN, done.stderr + done.stdout)
        return done

    def erase_token(self, expected, uri, *words, images=None, **how):
        images = images or [self.image()]
        confirms = [w for image in images for w in ("--confirm", image.name)]
        return self.tool(expected, "wipe-device", "--image", *confirms, "--sign", uri,
                         *words, *images, env=self.env, cwd=self.folder, **how)

    def erase_unsigned(self):
        _, self.record = self.erase()

    def verify(self, expected, *paths):
        return self.tool(expected, "wipe-verify", "--trust", self.root, "--json", *paths)


@unittest.skipUnless(SOFTHSM.exists() and shutil.which("pkcs11-tool"), "needs softhsm2 and opensc")
class SoftHsm(Token):
    def setUp(self):
        super().setUp()
        tokens = self.folder / "tokens"
        tokens.mkdir()
        config = self.folder / "softhsm2.conf"
        config.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\n",
                          encoding="ascii")
        self.env = massho.environment(SOFTHSM2_CONF=str(config))
        self.init("Token A")
        self.root, self.key, self.cert = massho.real_ca()
        self.erase_unsigned()

    def init(self, label):
        subprocess.run(["softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin",
                        "12345678", "--pin", PIN], check=True, capture_output=True, env=self.env)

    def put(self, path, kind, number, token="Token A", label="sign"):
        extra = ["--usage-sign"] if kind == "privkey" else []
        subprocess.run(["pkcs11-tool", "--module", SOFTHSM, "--token-label", token, "--login",
                        "--pin", PIN, "--write-object", path, "--type", kind, "--id", number,
                        "--label", label, *extra], check=True, capture_output=True, env=self.env)

    def fill(self, token="Token A", key=None, cert=None, number="01", label="sign"):
        der = self.folder / "object.der"
        openssl("pkey", "-in", key or self.key, "-outform", "DER", "-out", der)
        self.put(der, "privkey", number, token, label)
        openssl("pkey", "-in", key or self.key, "-pubout", "-outform", "DER", "-out", der)
        self.put(der, "pubkey", number, token, label)
        if cert is not False:
            openssl("x509", "-in", cert or self.cert, "-outform", "DER", "-out", der)
            self.put(der, "cert", number, token, label)

    def uri(self, attributes="token=Token%20A", query=""):
        return f"pkcs11:{attributes}?module-path={SOFTHSM}{query}"

    def with_pin(self, attributes="token=Token%20A"):
        return self.uri(attributes, f"&pin-source=file:{self.pin_file()}")

    def test_what_it_signs_everybody_accepts(self):
        self.fill()
        done = self.sign(massho.DONE, self.uri(), "--passphrase-file", self.pin_file(), "--json")
        self.assertIn("CN=engineer", json.loads(done.stdout)["signer"])
        signed = self.folder / "massho-signed.p7m"
        self.verify(massho.DONE, signed)
        self.assertEqual(massho.econtent(signed), self.record.read_bytes())
        openssl("cms", "-verify", "-inform", "DER", "-binary", "-cades", "-purpose", "any",
                "-CAfile", self.root, "-in", signed, "-out", "/dev/null")

    def test_registered_modules(self):
        """Debian's softhsm2 registers itself for p11-kit."""
        self.fill()
        for uri in ("pkcs11:token=Token%20A", "pkcs11:token=Token%20A;object=sign;id=%01",
                    "PKCS11:token=Token%20A?module-name=softhsm2",
                    "pkcs11:token=Token%20A?module-name=sofths"):
            found = uri.rsplit("=", 1)[1] != "sofths"
            self.sign(massho.DONE if found else massho.USAGE, uri, "--passphrase-file",
                      self.pin_file())

    def test_officer_confirms_with_a_card(self):
        ca = massho.Ca(self.folder / "ca")
        key, cert = ca.signer("officer")
        _, signed = self.erase(sign=ca.signer("engineer"))
        self.fill(key=key, cert=cert)
        out = self.folder / "massho-confirmation.p7m"
        self.tool(massho.DONE, "wipe-cert", "confirm", "--accept", "--label-seen", "--key",
                  self.with_pin(), "-o", out, signed, env=self.env)
        self.root = ca.root
        # Sound; without a trust folder nobody knows who is an officer.
        found = massho.json_lines(self.verify(massho.UNCONFIRMED, signed, out).stdout)
        self.assertEqual(found[1]["reason"], "role-unknown")
        self.assertEqual({f["type"]: f["signer"] for f in found if f["object"] == "file"},
                         {"erasure": "CN=engineer,O=Test,C=JP",
                          "confirmation": "CN=officer,O=Test,C=JP"})

    def test_rsa(self):
        ca = massho.Ca(self.folder / "rsa")
        key, request, cert = (self.folder / n for n in ("rsa.key", "rsa.req", "rsa.pem"))
        extensions = self.folder / "extensions"
        extensions.write_text("keyUsage=critical,digitalSignature,nonRepudiation\n")
        openssl("req", "-newkey", "rsa:3072", "-noenc", "-keyout", key, "-out", request, "-subj",
                "/O=Test/CN=rsa")
        openssl("x509", "-req", "-in", request, "-CA", ca.root, "-CAkey", ca.root_key,
                "-CAcreateserial", "-extfile", extensions, "-out", cert)
        self.fill(key=key, cert=cert)
        self.erase_unsigned()  # after its certificate was issued
        self.sign(massho.DONE, self.with_pin())
        self.root = ca.root
        self.verify(massho.DONE, self.folder / "massho-signed.p7m")

    def test_certificate_from_a_file(self):
        self.fill(cert=False)
        done = self.sign(massho.USAGE, self.with_pin())
        self.assertIn("--cert", done.stderr)
        self.sign(massho.DONE, self.with_pin(), "--cert", self.cert)
        other = massho.Ca(self.folder / "other").signer()[1]
        done = self.sign(massho.FAILED, self.with_pin(), "--cert", other)
        self.assertIn("does not belong to the key", done.stderr)

    def test_several_keys_and_tokens(self):
        self.fill()
        self.fill(number="02", label="other")
        done = self.sign(massho.USAGE, self.with_pin())
        self.assertIn("object=other", done.stderr)
        self.assertIn("object=sign", done.stderr)
        self.sign(massho.DONE, self.with_pin("token=Token%20A;object=sign"))
        self.sign(massho.DONE, self.with_pin("token=Token%20A;id=%02"))
        self.init("Token B")
        done = self.sign(massho.USAGE, self.with_pin("object=sign"))
        self.assertIn("token=Token%20A", done.stderr)
        self.assertIn("token=Token%20B", done.stderr)
        self.sign(massho.USAGE, self.with_pin("token=Token%20B"))
        self.sign(massho.USAGE, self.with_pin("token=Token%20C"))

    def test_pin_at_the_terminal(self):
        self.fill()
        terminal = self.terminal(["wipe-cert", "sign", "--key", self.uri(), "-o",
                                  self.folder / "massho-signed.p7m", self.record], env=self.env)
        terminal.wait_for("PIN of the token Token A: ")
        self.assertFalse(terminal.echoes())
        terminal.type(PIN + "\n")
        self.assertEqual(terminal.end(), massho.DONE)
        self.assertNotIn(PIN, terminal.text())

    def test_wrong_pin_is_asked_for_once(self):
        self.fill()
        terminal = self.terminal(["wipe-cert", "sign", "--key", self.uri(), "-o",
                                  self.folder / "massho-signed.p7m", self.record], env=self.env)
        terminal.wait_for("PIN of the token Token A: ")
        terminal.type("654321\n")
        self.assertEqual(terminal.end(), massho.FAILED)
        self.assertEqual(terminal.text().count("PIN of the token"), 1)
        self.assertIn("the PIN is wrong; it was tried once", terminal.text())

    def test_where_pins_come_from(self):
        self.fill()
        self.sign(massho.FAILED, self.uri())  # no terminal
        done = self.sign(massho.USAGE, self.uri(query="&pin-value=" + PIN))
        self.assertIn("pin-value", done.stderr)
        self.sign(massho.USAGE, self.with_pin(), "--passphrase-file", self.pin_file())
        readable = self.pin_file()
        readable.chmod(0o644)
        self.sign(massho.REFUSED, self.uri(query=f"&pin-source=file:{readable}"))
        read_end, write_end = os.pipe()
        os.write(write_end, PIN.encode())
        os.close(write_end)
        self.sign(massho.DONE, self.uri(), "--passphrase-fd", read_end, pass_fds=[read_end])
        os.close(read_end)

    def test_japanese(self):
        self.env = self.env | {"LANGUAGE": "ja"}
        done = self.sign(massho.USAGE, self.uri("token=None"))
        self.assertIn("pkcs11", done.stderr)

    def test_wipe_device_and_wipe_check(self):
        self.fill()
        images = [self.image(f"{n}.img") for n in "abc"]
        self.erase_token(massho.DONE, self.with_pin(), images=images)
        records = sorted(self.folder.glob("massho-*.p7m"))
        self.assertEqual(len(records), 6)
        self.verify(massho.DONE, *records)
        result = [p for p in records if ".attempt" not in p.name
                  and massho.record(p)["medium"]["name"] == "a.img"][0]
        check = self.folder / "massho-check.p7m"
        self.tool(massho.DONE, "wipe-check", "--trust", self.root, "--sign", self.with_pin(),
                  "--record", check, result, images[0], env=self.env)
        self.verify(massho.DONE, check)


class FakeToken(Token):
    def setUp(self):
        super().setUp()
        self.root, key, cert = massho.real_ca()
        self.token = self.folder / "token"
        self.token.mkdir()
        self.env = massho.environment(FAKE_TOKEN=str(self.token))
        shutil.copy(key, self.token / "key.pem")
        openssl("x509", "-in", cert, "-outform", "DER", "-out", self.token / "cert.der")
        self.modes("")

    def modes(self, words, tries=None):
        (self.token / "modes").write_text(words, encoding="ascii")
        if tries is not None:
            (self.token / "tries").write_text(str(tries), encoding="ascii")

    def log(self):
        path = self.token / "log"
        return path.read_text(encoding="ascii").splitlines() if path.exists() else []

    def uri(self, attributes="object=sign", pin=PIN):
        source = f"&pin-source=file:{self.pin_file(pin)}" if pin else ""
        return f"pkcs11:{attributes}?module-path={FAKE}{source}"


class Refusals(FakeToken):
    """Each ends before anything is touched, with an exit status of its own."""

    CASES = [
        # modes, tries, exit, what is said
        ("slots-none", None, massho.USAGE, "no token fits"),
        ("slots-two", None, massho.USAGE, "2 tokens fit"),
        ("keys-two", None, massho.USAGE, "2 keys fit"),
        ("no-key", None, massho.USAGE, "no private key"),
        ("certificates-two", None, massho.USAGE, "several certificates"),
        ("list-null", None, massho.USAGE, "not a PKCS#11 module"),
        ("id-none", None, massho.USAGE, "no certificate of this key"),
        ("public-other", None, massho.FAILED, "does not belong to the key"),
        ("no-mechanism", None, massho.UNSUPPORTED, "CKM_ECDSA"),
        ("", 0, massho.REFUSED, "the PIN is locked"),
        ("", 1, massho.REFUSED, "one try is left"),
        ("session-error", None, massho.FAILED, "other programs use the token"),
        ("attribute-huge", None, massho.FAILED, "answers with nonsense"),
        ("reader-cancel protected", None, massho.FAILED, "given up at the token"),
        # while the attempt is signed
        ("signature-wrong", None, massho.FAILED, "does not verify"),
        ("sign-error", None, massho.FAILED, "the token reports an error"),
        ("removed-after-0", None, massho.USAGE, "no token fits"),
    ]

    def test_nothing_is_touched(self):
        image = self.image()
        before = hashlib.sha256(image.read_bytes()).hexdigest()
        for modes, tries, expected, said in self.CASES:
            with self.subTest(modes=modes, tries=tries):
                self.modes(modes, tries if tries is not None else 3)
                done = self.erase_token(expected, self.uri(), images=[image])
                self.assertIn(said, done.stderr + done.stdout)
                self.assertEqual(hashlib.sha256(image.read_bytes()).hexdigest(), before)
                self.assertEqual(list(self.folder.glob("massho-*")), [])

    def test_wrong_pin(self):
        image = self.image()
        self.modes("", 3)
        done = self.erase_token(massho.FAILED, self.uri(pin="654321"), images=[image])
        self.assertIn("only few tries are left", done.stderr)
        self.assertEqual((self.token / "tries").read_text(), "2")
        self.assertEqual(self.log().count("C_Login user"), 1)
        done = self.erase_token(massho.DONE, self.uri(), images=[image])
        self.assertIn("wrong PINs were entered before", done.stderr)

    def test_hostile_label_does_not_reach_the_terminal(self):
        self.erase_unsigned()
        self.modes("label-hostile")
        done = self.sign(massho.FAILED, self.uri(pin="654321"))
        self.assertNotIn("\033", done.stderr)
        self.assertNotIn("\u202e", done.stderr)

    def test_modules_are_in_the_sandbox_too(self):
        self.erase_unsigned()
        self.modes("reaches-out")
        self.sign(massho.DONE, self.uri())
        self.assertIn("network: Operation not permitted", self.log())
        self.assertIn("program: Operation not permitted", self.log())

    def test_last_try(self):
        self.erase_unsigned()
        for answer, expected, left in (("\n", massho.REFUSED, "1"), ("last\n", massho.REFUSED, "1"),
                                       ("LAST\n", massho.DONE, "3")):
            self.modes("", 1)
            out = self.folder / "massho-signed.p7m"
            terminal = self.terminal(["wipe-cert", "sign", "--key", self.uri(pin=None), "-o", out,
                                      self.record], env=self.env)
            terminal.wait_for("Type LAST to use it: ")
            terminal.type(answer)
            if expected == massho.DONE:
                terminal.wait_for("PIN of the token Fake Token: ")
                terminal.type(PIN + "\n")
            self.assertEqual(terminal.end(), expected, terminal.text())
            self.assertEqual((self.token / "tries").read_text(), left)
            self.assertEqual(out.exists(), expected == massho.DONE)

    def test_last_try_is_not_for_pins_from_files(self):
        """Even at a terminal, where somebody could be asked."""
        self.erase_unsigned()
        self.modes("", 1)
        for uri, words in ((self.uri(), []),
                           (self.uri(pin=None), ["--passphrase-file", self.pin_file()])):
            terminal = self.terminal(["wipe-cert", "sign", "--key", uri, *words, "-o",
                                      self.folder / "massho-signed.p7m", self.record],
                                     env=self.env)
            self.assertEqual(terminal.end(), massho.REFUSED, terminal.text())
            self.assertNotIn("LAST", terminal.text())
            self.assertEqual((self.token / "tries").read_text(), "1")

    def test_pin_at_the_reader(self):
        self.erase_unsigned()
        self.modes("protected always-authenticate")
        done = self.sign(massho.DONE, self.uri(pin=None))
        self.assertEqual(done.stderr.count("enter the PIN at the card reader"), 2)
        self.assertEqual(self.log(), ["C_Initialize", "C_Login user at reader",
                                      "C_Login context at reader", "C_Sign", "C_Finalize"])


class Erasures(FakeToken):
    """Workers never call the module: the parent signs for them."""

    def results(self):
        made = sorted(self.folder.glob("massho-*"))
        return [p for p in made if ".attempt" not in p.name and ".journal" not in p.suffix]

    def test_several_drives_one_login(self):
        images = [self.image(f"{n}.img") for n in "abcd"]
        self.modes("always-authenticate")
        self.erase_token(massho.DONE, self.uri(), images=images)
        self.verify(massho.DONE, *self.folder.glob("massho-*.p7m"))
        self.assertEqual(self.log().count("C_Initialize"), 1)
        self.assertEqual(self.log().count("C_Login user"), 1)
        self.assertEqual(self.log().count("C_Login context"), 8)
        self.assertNotIn("CALLED IN A CHILD", self.log())

    def test_token_pulled_while_it_erases(self):
        self.modes("removed-after-1")
        done = self.erase_token(massho.UNSAVED, self.uri(), "--json")
        found, = massho.json_lines(done.stdout)
        self.assertEqual((found["verdict"], found["signed"], found["flag"]),
                         ("erased-verified", False, "signing-failed"))
        self.assertIn("no longer there", found["error"]["message"])
        result, = self.results()
        self.assertEqual(result.suffix, ".json")
        # Later, with the token back.
        self.record = result
        self.modes("")
        self.sign(massho.DONE, self.uri())

    def test_refused_by_the_attempt(self):
        """The token signs nothing: it was not seen when it was opened."""
        self.modes("no-public signature-wrong")
        image = self.image()
        before = image.read_bytes()
        done = self.erase_token(massho.FAILED, self.uri(), images=[image])
        self.assertIn("nothing was touched", done.stderr + done.stdout)
        self.assertEqual(image.read_bytes(), before)
        self.assertEqual(list(self.folder.glob("massho-*")), [])

    def start(self, images):
        confirms = [w for image in images for w in ("--confirm", image.name)]
        words = [massho.tool_path("wipe-device"), "--method", "gutmann", "--image", *confirms,
                 "--sign", self.uri(), *images]
        running = subprocess.Popen(list(map(str, words)), cwd=self.folder, env=self.env,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, start_new_session=True)
        self.addCleanup(running.communicate)
        self.addCleanup(running.kill)
        deadline = time.monotonic() + 60
        while len(list(self.folder.glob("*.journal"))) < len(images):
            self.assertIsNone(running.poll(), "it ended")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
        return running

    def children(self, pid):
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        return [int(word) for word in listed.split()]

    def wake(self, pid):
        try:
            os.kill(pid, signal.SIGCONT)
        except ProcessLookupError:
            pass

    def test_worker_killed(self):
        """The parent closes its attempt, signed, after the others have ended."""
        images = [self.image(f"{n}.img", size=48 << 20) for n in "ab"]
        running = self.start(images)
        os.kill(self.children(running.pid)[0], signal.SIGKILL)
        out, err = running.communicate(timeout=massho.TIMEOUT_S)
        self.assertEqual(running.returncode, massho.INTERRUPTED, out + err)
        results = self.results()
        self.assertEqual([p.suffix for p in results], [".p7m", ".p7m"])
        verdicts = sorted(massho.record(p)["verdict"] for p in results)
        self.assertEqual(verdicts, ["erased-verified", "interrupted"])
        self.assertNotIn("CALLED IN A CHILD", self.log())

    def test_parent_killed(self):
        """Nobody is left to sign: the workers say what they did all the same."""
        running = self.start([self.image(f"{n}.img", size=48 << 20) for n in "ab"])
        _, second = self.children(running.pid)
        os.kill(second, signal.SIGSTOP)  # it must not keep the first one waiting
        self.addCleanup(self.wake, second)
        running.kill()
        deadline = time.monotonic() + 60
        while not self.results() and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertEqual(len(self.results()), 1)
        os.kill(second, signal.SIGCONT)
        running.communicate()  # until the workers have ended: the pipes are theirs too
        for result in self.results():
            self.assertEqual(result.suffix, ".json")
            self.assertEqual(massho.record(result)["verdict"], "interrupted")
        self.assertEqual(len(self.results()), 2)
        self.assertNotIn("CALLED IN A CHILD", self.log())

    def test_where_the_pin_is_while_it_erases(self):
        """Nowhere; only for a key that wants it again in the process that has the token."""
        if not massho.is_root():
            self.skipTest("only root sees the memory of a process that leaves no core dumps")
        for number, (modes, kept) in enumerate((("", False), ("always-authenticate", True))):
            self.modes(modes)
            running = self.start([self.image(f"{number}.img", size=48 << 20)])
            worker, = self.children(running.pid)
            os.kill(worker, signal.SIGSTOP)  # it must not come to its end meanwhile
            self.addCleanup(self.wake, worker)
            limits = Path(f"/proc/{running.pid}/limits").read_text(encoding="ascii")
            self.assertRegex(limits, r"Max core file size +0 +0 ")
            for pid, expected in ((running.pid, kept), (worker, False)):
                self.assertEqual(self.memory_holds(pid, PIN.encode() + b"\0"), expected,
                                 (modes, pid == worker))
            running.terminate()
            self.wake(worker)
            running.communicate(timeout=massho.TIMEOUT_S)
            for journal in self.folder.glob("*.journal"):
                journal.unlink()

    def memory_holds(self, pid, needle):
        """Only in pages that are private and writable, as secrets are."""
        with open(f"/proc/{pid}/maps", encoding="ascii") as maps, \
                open(f"/proc/{pid}/mem", "rb") as memory:
            for line in maps:
                area, rights, *_ = line.split()
                start, end = (int(x, 16) for x in area.split("-"))
                if not rights.startswith("rw-p") or end - start > 64 << 20:
                    continue
                try:
                    memory.seek(start)
                    if needle in memory.read(end - start):
                        return True
                except (OSError, ValueError):
                    continue
        return False


class Cases(FakeToken, casework.Case):
    """Erasing in a case: workers have its lock while the parent signs for them."""

    def setUp(self):
        super().setUp()
        key, cert = self.key()
        shutil.copy(key, self.token / "key.pem")
        openssl("x509", "-in", cert, "-outform", "DER", "-out", self.token / "cert.der")
        self.begin()

    def erase_items(self, expected, count, *words):
        images = [self.image(f"{i}.img") for i in range(count)]
        items = [w for i in range(count) for w in ("--item", self.receive(f"L-{i}"))]
        return massho.json_lines(self.erase_token(expected, self.uri(), "--json", "--case", self.case,
                                                  *items, *words, images=images).stdout)

    def test_several_drives_one_login(self):
        results = self.erase_items(massho.DONE, 3)
        self.assertEqual([r["case"]["fault"] for r in results], ["none"] * 3)
        self.assertEqual([self.item(f"L-{i}")["outcome"] for i in range(3)], ["erased"] * 3)
        self.assertEqual(self.log().count("C_Login user"), 1)
        self.assertNotIn("CALLED IN A CHILD", self.log())

    def test_token_pulled_while_it_erases(self):
        """A case has no unsigned records: it takes this one over once it is signed."""
        self.modes("removed-after-2")
        result, = self.erase_items(massho.UNSAVED, 1)
        self.assertEqual((result["verdict"], result["signed"], result["flag"], result["case"]["fault"]),
                         ("erased-verified", False, "signing-failed", None))
        self.assertEqual(self.state()["open_attempts"], 1)
        key, cert = self.key()
        signed = self.folder / "later.p7m"
        self.tool(massho.DONE, "wipe-cert", "sign", "--key", key, "--cert", cert, "-o", signed,
                  self.folder / result["record"])
        self.merge(signed)
        self.assertEqual((self.state()["open_attempts"], self.item("L-0")["outcome"]), (0, "erased"))


if __name__ == "__main__":
    massho.main()
