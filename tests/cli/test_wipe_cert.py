# SPDX-License-Identifier: GPL-3.0-or-later
"""wipe-cert: trial keys, signing, showing, rendering."""
import html.parser
import json
import os
import re
import signal
import stat
import subprocess
import sys
import termios
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402

PASSPHRASE = "correct horse 電池"

# A shell's part: runs a program in the foreground, tells when it is stopped, goes on.
JOB_CONTROL = """
import os, signal, sys, termios
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
child = os.fork()
if child == 0:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpgrp())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.argv[1], sys.argv[1:])
_, status = os.waitpid(child, os.WUNTRACED)
if os.WIFSTOPPED(status):
    echo = "on" if termios.tcgetattr(0)[3] & termios.ECHO else "off"
    print("STOPPED by", signal.Signals(os.WSTOPSIG(status)).name + ", echo", echo, flush=True)
    print("CONTINUED", flush=True)
    os.tcsetpgrp(0, child)
    os.kill(child, signal.SIGCONT)
    _, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status))
"""


class Page(html.parser.HTMLParser):
    """What a browser makes of a page; fails on whatever could run or be fetched."""

    TAGS = {"html", "head", "meta", "title", "style", "body", "header", "h1", "p", "main", "div",
            "strong", "dl", "dt", "dd", "section", "h2", "code", "details", "summary", "pre"}
    ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "class", "id"}

    def __init__(self, text):
        super().__init__()
        self.ids, self.headings, self.pre, self.open = [], [], "", None
        self.language = self.tone = self.policy = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        assert tag in self.TAGS, tag
        assert {k for k, _ in attrs} <= self.ATTRIBUTES, attrs
        values, self.open = dict(attrs), tag
        self.ids += [values["id"]] if "id" in values else []
        self.language = values.get("lang", self.language)
        if values.get("http-equiv"):
            self.policy = values["content"]
        if values.get("class", "").startswith("verdict"):
            self.tone = values["class"]

    def handle_endtag(self, tag):
        self.open = None

    def handle_data(self, data):
        if self.open in ("h1", "h2"):
            self.headings.append(data)
        if self.open == "pre":
            self.pre += data


class DemoCa(massho.Case):
    def test_what_it_makes(self):
        folder = self.folder / "keys"
        done = self.tool(massho.DONE, "wipe-cert", "demo-ca", folder)
        self.assertIn("DEMO", done.stdout)
        made = {p.name: stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()}
        for name in ("engineer", "officer", "tsa"):
            self.assertEqual(made.pop(f"{name}.key"), 0o600)
            made.pop(f"{name}.pem")
        self.assertEqual(sorted(made), ["root.pem", "trust"])
        self.assertEqual(sorted(p.relative_to(folder / "trust").as_posix()
                                for p in (folder / "trust").rglob("*") if p.is_file()),
                         ["engineer/root.pem", "manager/root.pem", "officer/root.pem",
                          "policy.json", "roster.p7m", "tsa/root.pem"])
        for cert in folder.glob("*.pem"):
            subject = subprocess.run(["openssl", "x509", "-in", cert, "-noout", "-subject"],
                                     capture_output=True, text=True, check=True).stdout
            self.assertIn("DEMO", subject)

    def test_a_folder_that_is_used_is_refused(self):
        (self.folder / "mine").write_text("mine", encoding="ascii")
        done = self.tool(massho.REFUSED, "wipe-cert", "demo-ca", self.folder)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["mine"])
        self.assertIn(str(self.folder), done.stderr)

    def test_commands(self):
        self.tool(massho.USAGE, "wipe-cert")
        self.tool(massho.USAGE, "wipe-cert", "demo-c", self.folder / "keys")
        self.tool(massho.USAGE, "wipe-cert", "--json")
        self.tool(massho.USAGE, "wipe-cert", "demo-ca")
        self.tool(massho.USAGE, "wipe-cert", "demo-ca", "a", "b")


class Sign(massho.Case):
    def setUp(self):
        super().setUp()
        self.root, self.key, self.cert = massho.real_ca()
        _, self.record = self.erase()
        self.out = self.folder / "massho-out.p7m"

    def sign(self, expected, *words, key=None, cert=None, record=None, out=None, **how):
        words = ["--key", key or self.key, "--cert", cert or self.cert, "-o", out or self.out,
                 *words, record or self.record]
        return self.tool(expected, "wipe-cert", "sign", *words, **how)

    def encrypted_key(self):
        path = self.folder / "key.pem"
        subprocess.run(["openssl", "pkcs8", "-topk8", "-in", self.key, "-out", path, "-passout",
                        "stdin"], check=True, capture_output=True, text=True, input=PASSPHRASE)
        path.chmod(0o600)
        return path

    def with_fd(self, expected, text, *words, **how):
        read_end, write_end = os.pipe()
        os.write(write_end, text.encode())
        os.close(write_end)
        try:
            return self.sign(expected, "--passphrase-fd", read_end, *words,
                             pass_fds=[read_end], **how)
        finally:
            os.close(read_end)

    def test_the_exact_bytes_are_signed(self):
        done = self.sign(massho.DONE)
        self.assertIn(massho.record(self.record)["id"], done.stdout)
        self.assertEqual(massho.econtent(self.out), self.record.read_bytes())
        self.assertEqual(stat.S_IMODE(self.out.stat().st_mode), 0o644)

    def test_openssl_accepts_it(self):
        self.sign(massho.DONE)
        for root, expected in ((self.root, 0), (massho.demo_ca() / "root.pem", 4)):
            done = subprocess.run(["openssl", "cms", "-verify", "-inform", "DER", "-binary",
                                   "-cades", "-purpose", "any", "-CAfile", root, "-in", self.out],
                                  capture_output=True)
            self.assertEqual(done.returncode, expected, done.stderr)
            self.assertEqual(done.stdout == self.record.read_bytes(), not expected)

    def test_json(self):
        found, = massho.json_lines(self.sign(massho.DONE, "--json").stdout)
        self.assertEqual(found["id"], massho.record(self.record)["id"])
        self.assertEqual(found["type"], "erasure")
        sha256 = subprocess.run(["sha256sum", self.record], capture_output=True, text=True,
                                check=True).stdout.split()[0]
        self.assertEqual(found["econtent_sha256"], sha256)

    def test_nothing_is_replaced(self):
        self.out.write_text("precious", encoding="ascii")
        self.sign(massho.REFUSED)
        self.assertEqual(self.out.read_text(encoding="ascii"), "precious")
        self.out.unlink()

    def test_malformed_records_are_not_signed(self):
        good = json.loads(self.record.read_bytes())
        text = self.record.read_text(encoding="utf-8")
        cases = {
            "empty": b"",
            "trailing": text.encode() + b"{}",
            "bom": b"\xef\xbb\xbf" + text.encode(),
            "duplicate": text.replace("{", '{"type":"erasure",', 1).encode(),
            "unknown": json.dumps(good | {"extra": 1}).encode(),
            "type": json.dumps(good | {"verdict": "excellent"}).encode(),
            "binary": bytes(range(256)),
        }
        for name, data in cases.items():
            with self.subTest(name=name):
                path = self.folder / f"bad-{name}.json"
                path.write_bytes(data)
                done = self.sign(massho.FAILED, record=path)
                self.assertIn(path.name, done.stderr)
                self.assertFalse(self.out.exists())

    def test_records_that_contradict_themselves_are_not_signed(self):
        bad = self.folder / "bad-record.json"
        bad.write_bytes(massho.contradiction(self.record))
        for key in (self.key, self.folder / "none"):  # no key is looked for
            done = self.sign(massho.FAILED, record=bad, key=key)
            self.assertIn(bad.name, done.stderr)
        self.assertFalse(self.out.exists())

    def test_missing_files_and_options(self):
        self.sign(massho.USAGE, record=self.folder / "none")
        self.sign(massho.USAGE, key=self.folder / "none")
        self.tool(massho.USAGE, "wipe-cert", "sign", "--key", self.key, self.record)
        self.tool(massho.USAGE, "wipe-cert", "sign", "-o", self.out, self.record)
        self.sign(massho.USAGE, "--passphrase-fd", "777")
        self.sign(massho.USAGE, "--passphrase-fd", "0", "--passphrase-file", self.record)
        self.assertFalse(self.out.exists())

    def test_keys_that_others_can_read_are_refused(self):
        key = self.folder / "key.pem"
        key.write_bytes(Path(self.key).read_bytes())
        for mode in (0o644, 0o640, 0o604):
            key.chmod(mode)
            self.sign(massho.REFUSED, key=key)
        self.assertFalse(self.out.exists())

    def test_a_key_of_another_certificate_is_refused(self):
        done = self.sign(massho.FAILED, cert=massho.demo_ca() / "engineer.pem")
        self.assertNotEqual(done.stderr, "")
        self.assertFalse(self.out.exists())

    def test_passphrase_from_a_descriptor(self):
        key = self.encrypted_key()
        self.with_fd(massho.FAILED, "wrong\n", key=key)
        self.assertFalse(self.out.exists())
        self.with_fd(massho.DONE, PASSPHRASE + "\nnot this\n", key=key)

    def test_passphrase_from_a_file(self):
        key, file = self.encrypted_key(), self.folder / "passphrase"
        file.write_text(PASSPHRASE + "\n", encoding="utf-8")
        file.chmod(0o644)
        done = self.sign(massho.FAILED, "--passphrase-file", file, key=key)
        self.assertIn("chmod", done.stderr)
        self.assertFalse(self.out.exists())
        file.chmod(0o600)
        self.sign(massho.DONE, "--passphrase-file", file, key=key)

    def test_without_a_terminal_nobody_is_asked(self):
        done = self.sign(massho.FAILED, key=self.encrypted_key(), input=PASSPHRASE + "\n")
        self.assertIn("--passphrase-fd", done.stderr)
        self.assertFalse(self.out.exists())

    def prompt(self, key):
        terminal = self.terminal(["wipe-cert", "sign", "--key", key, "--cert", self.cert, "-o",
                                  self.out, self.record])
        terminal.wait_for("Passphrase for ")
        self.assertFalse(terminal.echoes())
        return terminal

    def test_passphrase_from_the_terminal(self):
        terminal = self.prompt(self.encrypted_key())
        terminal.type("wrong\n")
        terminal.wait_for("wrong. Passphrase for ")
        terminal.type(PASSPHRASE + "\n")
        self.assertEqual(terminal.end(), massho.DONE, terminal.text())
        self.assertNotIn("horse", terminal.text())
        self.assertEqual(massho.econtent(self.out), self.record.read_bytes())

    def test_three_wrong_passphrases_end_it(self):
        terminal = self.prompt(self.encrypted_key())
        for _ in range(3):
            before = terminal.text().count("Passphrase for")
            terminal.type("wrong\n")
            while terminal.text().count("Passphrase for") == before:
                if not terminal.read(60):
                    break
        self.assertEqual(terminal.end(), massho.FAILED, terminal.text())
        self.assertEqual(terminal.text().count("Passphrase for"), 3)
        self.assertFalse(self.out.exists())

    def test_signals_put_the_terminal_back(self):
        key = self.encrypted_key()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            with self.subTest(signal=number):
                terminal = self.prompt(key)
                spare = terminal.other_side()
                self.addCleanup(os.close, spare)
                if number == signal.SIGINT:
                    terminal.type("\x03")
                else:
                    os.kill(terminal.pid, number)
                _, status = os.waitpid(terminal.pid, 0)
                terminal.pid = None
                self.assertEqual(os.waitstatus_to_exitcode(status), -number)
                self.assertTrue(termios.tcgetattr(spare)[3] & termios.ECHO)
                os.close(terminal.fd)
        self.assertFalse(self.out.exists())

    def test_stop_and_go_on(self):
        """Ctrl-Z puts the terminal back; on "fg" the question comes again."""
        words = ["wipe-cert", "sign", "--key", self.encrypted_key(), "--cert", self.cert, "-o",
                 self.out, self.record]
        terminal = massho.Terminal([sys.executable, "-c", JOB_CONTROL,
                                    massho.tool_path(words[0]), *words[1:]])
        self.addCleanup(terminal.close)
        terminal.wait_for("Passphrase for ")
        self.assertFalse(terminal.echoes())
        terminal.type("half a pass\x1a")
        terminal.wait_for("STOPPED by SIGTSTP, echo on")
        terminal.wait_for("CONTINUED")
        while terminal.text().count("Passphrase for") < 2:
            terminal.read(60)
        self.assertFalse(terminal.echoes())
        terminal.type(PASSPHRASE + "\n")
        self.assertEqual(terminal.end(), massho.DONE, terminal.text())
        self.assertNotIn("half", terminal.text())

    def test_pkcs12(self):
        path = self.folder / "key.p12"
        subprocess.run(["openssl", "pkcs12", "-export", "-inkey", self.key, "-in", self.cert,
                        "-out", path, "-passout", "stdin"], check=True, capture_output=True,
                       text=True, input=PASSPHRASE + "\n")
        path.chmod(0o600)
        read_end, write_end = os.pipe()
        os.write(write_end, PASSPHRASE.encode())
        os.close(write_end)
        self.tool(massho.DONE, "wipe-cert", "sign", "--key", path, "--passphrase-fd", read_end,
                  "-o", self.out, self.record, pass_fds=[read_end])
        os.close(read_end)
        self.tool(massho.DONE, "wipe-verify", "--trust", self.root, self.out)


class Show(massho.Case):
    def setUp(self):
        super().setUp()
        self.root, key, cert = massho.real_ca()
        self.attempt, self.record = self.erase(sign=(key, cert))

    def test_text_and_stock_commands(self):
        done = self.tool(massho.DONE, "wipe-cert", "show", self.record)
        parsed = massho.record(self.record)
        self.assertIn(parsed["id"], done.stdout)
        self.assertIn("openssl cms -verify", done.stdout)
        self.assertIn(parsed["verification"]["content_sha256"], done.stdout)
        self.assertLess(done.stdout.index("disk.img"), done.stdout.index("openssl cms"))
        self.assert_japanese(self.tool(massho.DONE, "wipe-cert", "show", self.record,
                                       language="ja").stdout)

    def test_exit_follows_trust_if_it_is_asked_for(self):
        other = massho.demo_ca() / "root.pem"
        self.tool(massho.DONE, "wipe-cert", "show", "--trust", self.root, self.record)
        self.tool(massho.FAILED, "wipe-cert", "show", "--trust", other, self.record)
        self.tool(massho.UNCONFIRMED, "wipe-cert", "show", "--trust", self.root, self.attempt)
        self.tool(massho.USAGE, "wipe-cert", "show", "--tsa-trust", self.folder / "none",
                  self.record)
        self.tool(massho.USAGE, "wipe-cert", "show", "--trust", self.folder / "none",
                  self.record)

    def test_nothing_is_shown_of_what_is_not_authentic(self):
        data = bytearray(self.record.read_bytes())
        at = data.index(b'"erased-verified"')
        data[at + 1] ^= 0x20
        bad = self.folder / "bad-record.p7m"
        bad.write_bytes(data)
        for words in ([], ["--trust", self.root], ["--json"]):
            done = self.tool(massho.FAILED, "wipe-cert", "show", *words, bad)
            self.assertEqual(done.stdout, "")
            self.assertIn("not authentic", done.stderr)
        done = self.tool(massho.FAILED, "wipe-cert", "show", "--trust",
                         massho.demo_ca() / "root.pem", self.record)
        self.assertEqual(done.stdout, "")

    def test_nothing_is_shown_of_what_contradicts_itself(self):
        _, record = self.erase()
        content, signed = self.folder / "content", self.folder / "bad-signed.p7m"
        content.write_bytes(massho.contradiction(record))
        massho.openssl_sign(*massho.real_ca()[1:], content, signed)
        for words in ([], ["--trust", self.root]):
            done = self.tool(massho.FAILED, "wipe-cert", "show", *words, signed)
            self.assertEqual(done.stdout, "")
        files = massho.json_lines(self.tool(massho.FAILED, "wipe-verify", "--json", "--trust",
                                            self.root, signed).stdout)
        self.assertEqual((files[0]["reason"], files[0]["id"]), ("inconsistent", None))

    def test_what_openssl_signs_can_be_shown(self):
        """The control: the same way, but a record that holds."""
        _, record = self.erase()
        signed = self.folder / "massho-by-openssl.p7m"
        massho.openssl_sign(*massho.real_ca()[1:], record, signed)
        self.tool(massho.DONE, "wipe-cert", "show", "--trust", self.root, signed)

    def test_json_holds_the_record(self):
        found, = massho.json_lines(self.tool(massho.DONE, "wipe-cert", "show", "--json",
                                             self.record).stdout)
        self.assertEqual(found["record"], massho.record(self.record))
        self.assertEqual((found["authentic"], found["reason"]), ("undetermined", "no-trust"))

    def test_unsigned_records_and_missing_files(self):
        _, record = self.erase()
        self.assertIn("disk.img", self.tool(massho.DONE, "wipe-cert", "show", record).stdout)
        self.tool(massho.UNCONFIRMED, "wipe-cert", "show", "--trust", self.root, record)
        self.tool(massho.USAGE, "wipe-cert", "show", self.folder / "none")
        self.tool(massho.USAGE, "wipe-cert", "show")

    def test_render(self):
        out = self.folder / "certificate.txt"
        self.tool(massho.DONE, "wipe-cert", "render", "--text", "-o", out, self.record)
        shown = self.tool(massho.DONE, "wipe-cert", "show", self.record).stdout
        self.assertTrue(shown.startswith(out.read_text(encoding="utf-8").rstrip("\n")))
        before = out.read_bytes()
        self.tool(massho.REFUSED, "wipe-cert", "render", "--text", "-o", out, self.record)
        self.assertEqual(out.read_bytes(), before)
        self.tool(massho.DONE, "wipe-cert", "render", "--text", "--trust", self.root, "-o",
                  self.folder / "trusted.txt", self.record)

    def test_render_formats(self):
        out = self.folder / "out"
        self.tool(massho.USAGE, "wipe-cert", "render", "-o", out, self.record)
        self.tool(massho.USAGE, "wipe-cert", "render", "--text", self.record)
        self.assertFalse(out.exists())

    def test_html(self):
        out = self.folder / "certificate.html"
        self.tool(massho.DONE, "wipe-cert", "render", "--html", "--lang", "ja", "--trust",
                  self.root, "-o", out, self.record)
        page = Page(out.read_text(encoding="utf-8"))
        self.assertEqual(page.language, "ja")
        self.assertEqual(page.headings[0], "データ消去証明書")
        text = self.folder / "certificate.txt"
        self.tool(massho.DONE, "wipe-cert", "render", "--text", "--lang", "ja", "--trust",
                  self.root, "-o", text, self.record)
        self.assertEqual(page.pre, text.read_text(encoding="utf-8"))
        for part in ("medium", "result", "uncovered", "facts", "claims", "signature", "check"):
            self.assertIn(part, page.ids)
        self.assertEqual((page.tone, page.policy[:18]), ("verdict good", "default-src 'none'"))
        unsure = self.folder / "unsure.html"
        self.tool(massho.DONE, "wipe-cert", "render", "--html", "-o", unsure, self.record)
        self.assertEqual(Page(unsure.read_text(encoding="utf-8")).tone, "verdict caution")

    def test_html_is_escaped(self):
        folder = self.folder / "ca"
        folder.mkdir()
        name = "<script>alert(1)<!--& \" '"
        key, cert = massho.Ca(folder).signer(name)
        _, record = self.erase(sign=(key, cert), image=self.image("<img src=x>.img"))
        out = self.folder / "certificate.html"
        self.tool(massho.DONE, "wipe-cert", "render", "--html", "-o", out, record)
        page = Page(out.read_text(encoding="utf-8"))
        self.assertIn("<img src=x>.img", page.pre)
        self.assertIn("alert(1)", page.pre)

    def test_lines_fit_a_terminal(self):
        text = self.tool(massho.DONE, "wipe-cert", "show", self.record).stdout
        certificate = text[:text.index(': "${DEV')]
        self.assertLessEqual(max(len(re.sub("[\u2e80-\uffff]", "xx", line))
                                 for line in certificate.splitlines()), 80)


if __name__ == "__main__":
    massho.main()
