# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates as PDF: what stands on the sheets, and that other programs can read them."""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from pdf import Case, is_green, pages_of, pixels, stock, text_of  # noqa: E402


class Sheet(Case):
    def setUp(self):
        super().setUp()
        self.record = self.erased()
        self.parsed = massho.record(self.record)

    def test_what_stands_on_it(self):
        self.render(massho.DONE, "--trust", self.root, self.record)
        text = text_of(self.out)
        sha256 = stock("sha256sum", self.content()).split()[0]
        for part in ("CERTIFICATE OF DATA ERASURE", "ERASED AND VERIFIED", "VALID",
                     "disk.img", self.parsed["id"], sha256, "CN=engineer,O=Test,C=JP",
                     self.parsed["verification"]["content_sha256"], "Reproducible facts",
                     "Contractor's statements", "NOT covered by this work", "Level achieved",
                     "Claimed by the signer.", "none: nobody vouches for the time", "wipe-verify --trust"):
            self.assertIn(part, text)
        self.assertEqual(pages_of(self.out), 1)
        self.assertTrue(any(map(is_green, pixels(self.out))))

    def content(self):
        path = self.folder / "content"
        path.write_bytes(massho.econtent(self.record))
        return path

    def test_japanese(self):
        seen = set()
        for how in massho.fewer(({"language": "ja"}, {})):
            out = self.folder / f"ja-{len(how)}.pdf"
            words = [] if how else ["--lang", "ja"]
            self.render(massho.DONE, "--trust", self.root, *words, self.record, out=out, **how)
            text = text_of(out)
            for part in ("データ消去証明書", "消去済み・検証済み", self.parsed["id"]):
                self.assertIn(part, text)
            seen.add(out.read_bytes())
        self.assertEqual(len(seen), 1)
        self.render(massho.DONE, "--lang", "en", "--trust", self.root, self.record, language="ja")
        self.assertIn("CERTIFICATE OF DATA ERASURE", text_of(self.out))

    @massho.not_sanitized
    def test_other_programs_read_it(self):
        self.render(massho.DONE, "--trust", self.root, self.record)
        self.assertIn("No syntax or stream encoding errors", stock("qpdf", "--check", self.out))
        rows = stock("pdffonts", self.out).splitlines()[2:]
        self.assertGreater(len(rows), 1)
        for row in rows:
            self.assertRegex(row, r"\s+yes yes yes\s+\d+\s+0$")
        info = stock("pdfinfo", "-isodates", self.out)
        self.assertIn(self.parsed["issued_at"][:-1], info)
        self.assertIn("(A4)", info)

    @massho.not_sanitized
    def test_the_code_holds_number_and_hash(self):
        self.render(massho.DONE, "--trust", self.root, self.record)
        image = self.folder / "page"
        stock("pdftoppm", "-r", "200", "-png", "-singlefile", self.out, image)
        found = stock("zbarimg", "--quiet", "--raw", f"{image}.png").strip()
        sha256 = stock("sha256sum", self.content()).split()[0]
        self.assertEqual(found, f"MASSHO:1:{self.parsed['id']}:{sha256}".upper())

    @massho.not_sanitized
    def test_the_same_bytes_each_time(self):
        broken = self.folder / "fonts.conf"
        broken.write_text("<fontconfig><dir>/nonexistent</dir></fontconfig>")
        seen = set()
        for i, more in enumerate(({}, {"TZ": "Asia/Tokyo"}, {"FONTCONFIG_FILE": str(broken)},
                                  {"XDG_CACHE_HOME": str(self.folder), "HOME": "/"},
                                  {"SOURCE_DATE_EPOCH": "1"})):
            out = self.folder / f"{i}.pdf"
            self.render(massho.DONE, "--trust", self.root, self.record, out=out,
                        env=massho.environment(None, **more))
            seen.add(out.read_bytes())
        self.assertEqual(len(seen), 1)

    def test_without_trust_it_is_no_certificate(self):
        self.render(massho.DONE, self.record)
        text = text_of(self.out)
        self.assertIn("(NOT A CERTIFICATE)", text)
        self.assertIn("UNDETERMINED", text)
        self.assertFalse(any(map(is_green, pixels(self.out))))

    def test_nothing_is_drawn_of_what_is_not_authentic(self):
        data = bytearray(self.record.read_bytes())
        data[data.index(b'"erased-verified"') + 1] ^= 0x20
        bad = self.folder / "bad-record.p7m"
        bad.write_bytes(data)
        self.render(massho.FAILED, "--trust", self.root, bad)
        self.render(massho.FAILED, "--trust", self.root, self.record, bad)
        self.assertFalse(self.out.exists())

    def test_usage(self):
        self.tool(massho.USAGE, "wipe-cert", "render", "--pdf", self.record)
        self.render(massho.USAGE, "--text", self.record)
        self.render(massho.USAGE, self.record, self.record, form="--text")
        self.render(massho.USAGE, "--fonts", self.folder, self.record, form="--text")
        self.render(massho.USAGE, "--lang", "xx", self.record)
        self.render(massho.USAGE, "--fonts", self.folder, self.record)
        self.assertFalse(self.out.exists())

    def test_only_work_is_drawn(self):
        for name in ("confirmation", "roster"):
            self.render(massho.UNSUPPORTED, self.signed(name))
            self.assertFalse(self.out.exists())
            self.render(massho.DONE, self.signed(name), form="--text",
                        out=self.folder / f"{name}.txt")

    def test_nothing_is_replaced(self):
        self.out.write_text("precious")
        self.render(massho.REFUSED, self.record)
        self.assertEqual(self.out.read_text(), "precious")

    def test_json(self):
        found, = massho.json_lines(self.render(massho.DONE, "--json", "--trust", self.root,
                                               self.record).stdout)
        self.assertEqual((found["output"], found["paths"]), (str(self.out), [str(self.record)]))


class Unmistakable(Case):
    """Nothing that did not come off, or that a demonstration signed, looks like a certificate."""

    def test_what_did_not_come_off(self):
        for name in massho.fewer((
                "erasure-partial", "erasure-failed", "erasure-interrupted", "erasure-gone",
                "erasure-unverified", "erasure-zeroout", "attempt", "check-failed")):
            with self.subTest(name=name):
                out = self.folder / f"{name}.pdf"
                done = massho.run("wipe-cert", "render", "--pdf", "-o", out, "--trust", self.root,
                                  self.signed(name))
                self.assertNotEqual(done.returncode, massho.DONE)
                self.assertNotRegex(text_of(out), r"(?m)^\s*CERTIFICATE")
                self.assertFalse(any(map(is_green, pixels(out))))
                self.assertEqual(pages_of(out), 1)

    def test_demonstrations(self):
        keys = massho.demo_ca()
        record = self.signed("erasure", (keys / "engineer.key", keys / "engineer.pem"))
        for words in ([], ["--trust", keys / "root.pem"]):
            out = self.folder / f"demo{len(words)}.pdf"
            massho.run("wipe-cert", "render", "--pdf", "-o", out, *words, record)
            text = text_of(out)
            self.assertIn("DEMONSTRATION", text)
            self.assertIn("DEMO: ERASED AND VERIFIED", text)
            self.assertNotRegex(text, r"(?m)^\s*CERTIFICATE")
            self.assertFalse(any(map(is_green, pixels(out))))


class Lot(Case):
    def test_a_list_in_front(self):
        names = ("erasure", "erasure-image", "erasure-partial")
        records = [self.signed(name) for name in names]
        self.render(massho.FAILED, "--trust", self.root, *records)
        self.assertEqual(pages_of(self.out), 4)
        front = text_of(self.out, "-l", "1")
        self.assertIn("NOT A CERTIFICATE", front)
        self.assertIn("PARTIALLY ERASED", front)
        for page, record in enumerate(records, 2):
            number = json.loads(massho.econtent(record))["id"]
            self.assertIn(number, text_of(self.out, "-f", page, "-l", page))
            self.assertRegex(front, rf"(?m)\s{page}$")
        self.assertIn("Page 4 of 4", text_of(self.out, "-f", "4"))

    def test_many(self):
        record = self.signed("erasure")
        self.render(massho.UNCONFIRMED, "--trust", self.root, "--at", "2026-11-30T00:00:00Z",
                    *[record] * 60)
        self.assertEqual(pages_of(self.out), 63)
        self.assertIn("60", text_of(self.out, "-f", "3", "-l", "3"))
        self.tool(massho.USAGE, "wipe-cert", "render", "--pdf", "-o", self.folder / "more.pdf",
                  *[record] * 501)


class Glyphs(Case):
    """A box instead of a name is refused; names as they are really written are not."""

    def signed_by(self, name):
        folder = self.folder / "ca"
        folder.mkdir(exist_ok=True)
        return self.signed("erasure", massho.Ca(folder).signer(name))

    def test_rare_kanji(self):
        name = "髙﨑𠮷 葛\U000e0100城"
        self.render(massho.DONE, self.signed_by(name))
        self.assertIn("髙﨑𠮷", text_of(self.out))

    def test_a_missing_glyph_is_refused(self):
        for language, field in ((None, '"Signer"'), ("ja", "「署名者」")):
            done = self.render(massho.UNSUPPORTED, self.signed_by("Taro \U00012000"),
                               language=language)
            self.assertIn(field, done.stderr)
            self.assertFalse(self.out.exists())


if __name__ == "__main__":
    massho.main()
