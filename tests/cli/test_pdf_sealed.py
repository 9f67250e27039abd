# SPDX-License-Identifier: GPL-3.0-or-later
"""PDF certificates with their records: signed, verified, and every way to spoil them."""
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from pdf import Case, pages_of, stock  # noqa: E402


def flipped(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


class Sealed(Case):
    """The record in the PDF, its signature, and what wipe-verify makes of it."""

    def setUp(self):
        super().setUp()
        self.record = self.erased()
        self.expected = {}

    def drawn(self, *words, record=None):
        out = self.folder / f"drawn-{len(list(self.folder.iterdir()))}.pdf"
        self.render(massho.DONE, "--trust", self.root, *words, record or self.record, out=out)
        return out

    def sealed(self, *words):
        out = self.folder / f"sealed-{len(list(self.folder.iterdir()))}.pdf"
        out.write_bytes(self.once(words, lambda: self.drawn(*words)))
        return out

    def signed_pdf(self, *words):
        return self.sealed("--key", self.key, "--cert", self.cert, *words)

    def verdict(self, expected, pdf, *words, language=None):
        """(authentic, reason) of the only record."""
        done = self.tool(expected, "wipe-verify", "--json", "--trust", self.root, *words, pdf,
                         language=language)
        found = [x for x in massho.json_lines(done.stdout) if x["object"] == "file"]
        self.assertEqual(len(found), 1)
        return found[0]["authentic"], found[0]["reason"]

    def bad(self, data, reason="pdf-form"):
        """One more file that is invalid for this reason; check_bad() looks at all."""
        path = self.folder / f"bad-{len(self.expected)}.pdf"
        path.write_bytes(data)
        self.expected[str(path)] = ("invalid", reason)

    def check_bad(self):
        done = self.tool(massho.FAILED, "wipe-verify", "--json", "--trust", self.root,
                         *self.expected)
        found = {x["path"]: (x["authentic"], x["reason"])
                 for x in massho.json_lines(done.stdout) if x["object"] == "file"}
        self.assertEqual(found, self.expected)

    def forge(self, pdf, *records, language="-", works="-", authentic="-", reason="-", key="-",
              cert="-"):
        out = self.folder / f"forged-{len(list(self.folder.iterdir()))}.pdf"
        subprocess.run([massho.BUILD / "tests" / "bin" / "seal_pdf", out, pdf, language, works,
                        authentic, reason, key, cert, *(records or [self.record])], check=True)
        return out

    def test_the_record_is_in_it(self):
        for pdf in (self.sealed(), self.signed_pdf()):
            self.assertIn("massho-record-001.p7m", stock("pdfdetach", "-list", pdf))
            out = self.folder / "detached.p7m"
            stock("pdfdetach", "-save", "1", "-o", out, pdf)
            self.assertEqual(out.read_bytes(), self.record.read_bytes())
            self.assertIn("No syntax or stream encoding errors", stock("qpdf", "--check", pdf))
            self.assertIn("/AFRelationship /Source", pdf.read_bytes().decode("latin-1"))
            self.assertEqual(pages_of(pdf), 1)

    def test_what_officers_decide_is_not_on_the_sheet(self):
        keys = massho.demo_ca()
        _, record = self.erase(sign=(keys / "engineer.key", keys / "engineer.pem"),
                               image=self.image("demo.img"))
        trust = ("--trust", keys / "trust")
        for words, out in (((), "alone.pdf"), (trust, "trusted.pdf")):
            self.tool(massho.DONE if not words else massho.UNCONFIRMED, "wipe-cert", "render",
                      "--pdf", *words, "-o", self.folder / out, record)
            done = self.tool(massho.UNCONFIRMED, "wipe-verify", "--json", *trust,
                             self.folder / out)
            self.assertEqual(massho.json_lines(done.stdout)[0]["reason"], "demo")
        self.tool(massho.DONE, "wipe-cert", "confirm", "--reject", "--reason", "label differs",
                  "--key", keys / "officer.key", "--cert", keys / "officer.pem", "-o",
                  self.folder / "no.p7m", record)
        done = self.tool(massho.REFUSED, "wipe-cert", "render", "--pdf", *trust, "-o",
                         self.folder / "never.pdf", record)
        self.assertIn("rejected", done.stderr)
        self.assertFalse((self.folder / "never.pdf").exists())

    @massho.not_sanitized
    def test_other_programs_verify_the_signature(self):
        pdf = self.signed_pdf()
        certificates = self.folder / "nss"
        certificates.mkdir()
        stock("certutil", "-N", "-d", f"sql:{certificates}", "--empty-password")
        found = stock("pdfsig", "-nssdir", certificates, pdf)
        self.assertIn("Signature is Valid", found)
        self.assertIn("Total document signed", found)
        self.assertIn("ETSI.CAdES.detached", found)
        self.assertIn("Certificate issuer is unknown", found)
        stock("certutil", "-A", "-d", f"sql:{certificates}", "-n", "root", "-t", "CT,C,C", "-i",
              self.root)
        self.assertIn("Certificate is Trusted", stock("pdfsig", "-nssdir", certificates, pdf))

    def test_a_key_on_a_token(self):
        tokens, pin = self.folder / "tokens", self.folder / "pin"
        tokens.mkdir()
        config = self.folder / "softhsm2.conf"
        config.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\n")
        pin.write_text("5678\n")
        pin.chmod(0o600)
        env = massho.environment(SOFTHSM2_CONF=str(config))
        subprocess.run(["softhsm2-util", "--init-token", "--free", "--label", "t", "--so-pin",
                        "1234", "--pin", "5678"], check=True, capture_output=True, env=env)
        subprocess.run(["softhsm2-util", "--import", self.key, "--token", "t", "--label", "k",
                        "--id", "01", "--pin", "5678"], check=True, capture_output=True, env=env)
        uri = "pkcs11:token=t;object=k?module-path=/usr/lib/softhsm/libsofthsm2.so"
        self.render(massho.DONE, "--trust", self.root, "--key", uri, "--cert", self.cert,
                    "--passphrase-file", pin, self.record, env=env)
        self.assertEqual(self.verdict(massho.DONE, self.out), ("valid", "none"))
        self.assertIn("Signature is Valid", stock("pdfsig", self.out))

    def test_it_verifies_in_any_language(self):
        for words in massho.fewer(([], ["--lang", "ja"])):
            for make in massho.fewer((self.sealed, self.signed_pdf)):
                pdf = make(*words)
                for language in massho.fewer((None, "ja")):
                    self.assertEqual(self.verdict(massho.DONE, pdf, language=language),
                                     ("valid", "none"))

    @massho.not_sanitized
    def test_only_the_seal_differs_between_two(self):
        self.assertEqual(self.sealed().read_bytes(), self.drawn().read_bytes())
        first = self.signed_pdf().read_bytes()
        second = self.drawn("--key", self.key, "--cert", self.cert).read_bytes()
        self.assertNotEqual(first, second)
        end = first.index(b"%%EOF\n")
        self.assertEqual(first[:end], second[:end])

    @massho.not_sanitized
    def test_what_the_records_are_worth_it_is_worth(self):
        pdf = self.signed_pdf()
        self.tool(massho.UNCONFIRMED, "wipe-verify", pdf)
        self.tool(massho.FAILED, "wipe-verify", "--trust", massho.demo_ca() / "root.pem", pdf)
        partial = self.signed("erasure-partial")
        out = self.folder / "partial.pdf"
        self.render(massho.FAILED, "--trust", self.root, partial, out=out)
        self.tool(massho.FAILED, "wipe-verify", "--trust", self.root, out)
        keys = massho.demo_ca()
        demo = self.signed("erasure", (keys / "engineer.key", keys / "engineer.pem"))
        out = self.folder / "demo.pdf"
        self.render(massho.DONE, "--key", keys / "engineer.key", "--cert", keys / "engineer.pem",
                    demo, out=out)
        self.tool(massho.UNCONFIRMED, "wipe-verify", "--trust", keys / "root.pem", out)

    def test_a_lot(self):
        _, other = self.erase(sign=(self.key, self.cert), image=self.image("other.img"))
        self.render(massho.DONE, "--trust", self.root, "--key", self.key, "--cert", self.cert,
                    self.record, other)
        done = self.tool(massho.DONE, "wipe-verify", "--json", "--trust", self.root, self.out)
        files = [x for x in massho.json_lines(done.stdout) if x["object"] == "file"]
        self.assertEqual([x["path"] for x in files], [f"{self.out}#1", f"{self.out}#2"])
        self.assertEqual([x["id"] for x in files],
                         [massho.record(x)["id"] for x in (self.record, other)])

    def test_only_the_signer_of_the_record_signs(self):
        folder = self.folder / "ca"
        folder.mkdir()
        key, cert = massho.Ca(folder).signer("somebody")
        self.render(massho.REFUSED, "--key", key, "--cert", cert, self.record)
        _, unsigned = self.erase(image=self.image("unsigned.img"))
        self.render(massho.REFUSED, "--key", self.key, "--cert", self.cert, unsigned)
        self.render(massho.USAGE, "--cert", self.cert, self.record)
        self.render(massho.USAGE, "--key", self.key, "--cert", self.cert, self.record,
                    form="--text")
        self.assertFalse(self.out.exists())
        other = self.forge(self.sealed(), key=key, cert=cert)
        self.assertEqual(self.verdict(massho.FAILED, other), ("invalid", "pdf-signature"))

    def test_changed_bytes(self):
        for pdf in (self.sealed(), self.signed_pdf()):
            data = pdf.read_bytes()
            for part in (b"/Producer", b"stream\n", b"%%EOF\n", b"/Language", b"/Drawn",
                         b"/AFRelationship", b"/Names", b"xref\n", b"trailer", b"startxref"):
                self.bad(flipped(data, data.rindex(part) + len(part) - 1))
            self.bad(flipped(data, data.index(b"/Filespec") - 4000))
        for part, reason in ((b"/ByteRange [ 0 ", "pdf-form"), (b"/SubFilter /", "pdf-form"),
                             (b"/Contents <308", "pdf-signature"), (b"/P 1", "pdf-form")):
            at = data.rindex(part) + len(part) - 1
            self.bad(data[:at] + b"7" + data[at + 1:], reason)
        self.check_bad()

    def test_appended_and_cut(self):
        for pdf in (self.sealed(), self.signed_pdf()):
            data = pdf.read_bytes()
            self.bad(data + b"\n")
            self.bad(data + b"% comment\n")
            self.bad(data + data[data.index(b"%%EOF\n") + 6:])
            self.bad(data[:-1])
            self.bad(data[:data.index(b"%%EOF\n") + 6])
            self.bad(data[:len(data) // 2])
            self.bad(b"%PDF-1.4\n")
            self.bad(b"%PDF-1.4\nstartxref\n0\n%%EOF\n")
            rewritten = self.folder / "rewritten.pdf"
            stock("qpdf", pdf, rewritten)
            self.bad(rewritten.read_bytes())
        self.check_bad()

    def test_a_second_signature(self):
        """Somebody signs the whole once more, as viewers do: nothing of ours is changed."""
        data = self.signed_pdf().read_bytes()
        update = data[data.index(b"%%EOF\n") + 6:]
        start = int(data[data.rindex(b"startxref\n") + 10:].split()[0])
        again = update.replace(b"/Prev " + str(start).encode(), b"/Prev 1")
        self.bad(data + again.replace(b"(Signature1)", b"(Signature2)"))
        self.check_bad()

    def test_another_drawing(self):
        """Made by the signer, with a sound signature: the record decides."""
        other = self.signed("erasure")
        other_pdf = self.folder / "other.pdf"
        massho.run("wipe-cert", "render", "--pdf", "-o", other_pdf, "--trust", self.root, other)
        for how in ({}, {"key": self.key, "cert": self.cert}):
            forged = self.forge(other_pdf, self.record, **how)
            self.assertEqual(self.verdict(massho.FAILED, forged), ("invalid", "pdf-drawing"))
        twice = self.forge(self.sealed(), self.record, self.record)
        done = self.tool(massho.FAILED, "wipe-verify", "--json", "--trust", self.root, twice)
        self.assertEqual({x["reason"] for x in massho.json_lines(done.stdout)
                          if x["object"] == "file"}, {"pdf-drawing"})

    def test_a_drawing_that_was_changed(self):
        """Of the same length, so that the tables still fit; unsigned, so that they may."""
        data = self.sealed().read_bytes()
        end = data.index(b"%%EOF\n")
        for old, new in ((b"/Creator (massho ", b"/OpenAct (massho "),
                         (b"/Type /Page %", b"/Type /AAAA %"), (b"\nendstream", b" endstream")):
            at = data.index(old)
            self.assertLess(at, end)
            self.bad(data[:at] + new + data[at + len(old):],
                     "pdf-form" if b"Creator" in old else "pdf-drawing")
        self.check_bad()

    def test_states_that_nobody_found(self):
        keys = massho.demo_ca()
        demo = self.signed("erasure", (keys / "engineer.key", keys / "engineer.pem"))
        pdf = self.folder / "demo.pdf"
        self.render(massho.DONE, demo, out=pdf)
        forged = self.forge(pdf, demo, authentic="valid", reason="none")
        done = self.tool(massho.FAILED, "wipe-verify", "--json", "--trust", keys / "root.pem",
                         forged)
        self.assertIn('"pdf-drawing"', done.stdout)
        weaker = self.forge(self.sealed(), authentic="undetermined", reason="no-trust")
        self.assertEqual(self.verdict(massho.FAILED, weaker), ("invalid", "pdf-drawing"))

    def test_works_that_are_not_here(self):
        """Never valid by less than was measured."""
        other = self.folder / "other.pdf"
        massho.run("wipe-cert", "render", "--pdf", "-o", other, self.signed("erasure"))
        for pdf in (self.forge(other, works="massho 9; cairo 9"),
                    self.forge(self.sealed(), language="xx")):
            self.assertEqual(self.verdict(massho.UNCONFIRMED, pdf),
                             ("undetermined", "pdf-not-compared"))

    def test_another_translation_is_no_lie(self):
        """Nor is another build: only what draws alike can be called different."""
        messages = self.folder / "locale" / "ja" / "LC_MESSAGES"
        messages.mkdir(parents=True)
        words = self.folder / "ja.po"
        words.write_text((massho.SOURCE / "tools" / "po" / "ja.po").read_text(encoding="utf-8")
                         .replace("データ消去証明書", "消去の証明書"), encoding="utf-8")
        subprocess.run(["msgfmt", "-o", messages / "massho.mo", words], check=True)
        pdf = self.folder / "other.pdf"
        self.render(massho.DONE, "--trust", self.root, self.record, out=pdf,
                    env=massho.environment("ja", TEXTDOMAINDIR=str(self.folder / "locale")))
        self.assertIn("消去の証明書", stock("pdftotext", pdf, "-"))
        self.assertEqual(self.verdict(massho.UNCONFIRMED, pdf),
                         ("undetermined", "pdf-not-compared"))

    def test_folders(self):
        folder = self.folder / "many"
        folder.mkdir()
        self.signed_pdf().rename(folder / "certificate.pdf")
        (folder / "contract.pdf").write_bytes(b"%PDF-1.7\nnot ours\n%%EOF\n")
        done = self.tool(massho.UNCONFIRMED, "wipe-verify", "--json", "--trust", self.root, folder)
        lines = massho.json_lines(done.stdout)
        self.assertEqual([Path(x["path"]).name for x in lines if x["object"] == "file"],
                         ["certificate.pdf"])
        self.assertEqual([Path(x["path"]).name for x in lines if x["object"] == "ignored"],
                         ["contract.pdf"])
        (folder / "contract.pdf").rename(folder / "massho-1.pdf")
        self.tool(massho.FAILED, "wipe-verify", "--trust", self.root, folder)


if __name__ == "__main__":
    massho.main()
