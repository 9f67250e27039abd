# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports and registers as PDF: what stands on which page, and what is not drawn."""
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from pdf import is_green, pages_of, pixels, stock, text_of  # noqa: E402

TEXT, CODE, NUMBER, STATE = range(4)
PLAIN, GOOD, CAUTION, BAD = range(4)
USAGE, UNSUPPORTED = 1, 3  # the library's codes, positive
SHA256 = "6f9a48800d2f3095e8a310a4317e009a5dc222e11c45b34ec8d5544feebb8277"
BLANKS = [{"caption": "Department"}, {"caption": "Name", "value": "H. Sato"}, {"caption": "Date"},
          {"caption": "Signature or seal", "lines": 3, "seal": "印"},
          {"caption": "Remarks", "lines": 2}]


def table(*columns, rows=(), **more):
    return {"columns": [{"heading": heading, "kind": kind, "weight": weight}
                        for heading, kind, weight in columns], "rows": list(rows), **more}


def register(count):
    return table(("No.", NUMBER, 0.5), ("Serial", CODE, 2), ("Place", TEXT, 2), ("State", STATE, 1),
                 rows=[[str(i), f"S-{i:08}", "Room 3, shelf A", ["erased", BAD]]
                       for i in range(1, count + 1)])


class Case(massho.Case):
    def setUp(self):
        super().setUp()
        self.out = self.folder / "report.pdf"

    def draw(self, expected=0, out=None, language=None, env=None, **report):
        told = self.folder / "report.json"
        told.write_text(json.dumps({"title": "REPORT", "issued_at_s": 1795316706} | report))
        return self.tool(expected, massho.BUILD / "tests/bin/draw_report", out or self.out, told,
                         language=language, env=env)

    def pages(self):
        """The text of each page."""
        return [text_of(self.out, "-f", page, "-l", page)
                for page in range(1, pages_of(self.out) + 1)]

    def refused(self, code, *words, **report):
        done = self.draw(code, **report)
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertFalse(self.out.exists())


class Letter(Case):
    def test_what_stands_on_it(self):
        self.draw(number="No. 117", date="29 November 2026", addressee=["Ministry", "Officer"],
                  sender=["Contractor Ltd.", "Corporate number 1234567890123"],
                  notices=["Holds confirmations on paper."], foot=f"R8-0042 {SHA256}",
                  sections=[{"heading": "1. Case", "paragraphs": ["First words.", "Two\nlines."],
                             "fields": [{"label": "Hash", "kind": CODE, "value": SHA256},
                                        {"label": "Result", "kind": STATE, "value": ["fine", GOOD]}]},
                            {"heading": "2. Events", "notices": ["Mind this."],
                             "table": table(("When", TEXT, 1), ("What", TEXT, 3), none="none at all")}],
                  boxes={"heading": "3. Confirmation", "box": [{"heading": "Officer", "text": "Seen.",
                                                                "blanks": BLANKS}]},
                  statements=["Issued by the contractor itself."])
        at = -1
        text = text_of(self.out, "-raw")
        for part in ("No. 117", "29 November 2026", "Ministry", "Contractor Ltd.", "REPORT",
                     "Holds confirmations on paper.", "1. Case", "First words.", "Two", "lines.",
                     SHA256, "fine", "2. Events", "Mind this.", "When", "none at all",
                     "3. Confirmation", "Seen.", "Department", "H. Sato", "Remarks",
                     "Issued by the contractor itself.", f"R8-0042 {SHA256}"):
            found = text.find(part, at + 1)
            self.assertGreater(found, at, part)
            at = found
        self.assertIn("Page 1 of 1", text)
        self.assertTrue(any(map(is_green, pixels(self.out))))

    @massho.not_sanitized
    def test_other_programs_read_it(self):
        for wide, size in ((False, "595.28 x 841.89"), (True, "841.89 x 595.28")):
            out = self.folder / f"{wide}.pdf"
            self.draw(out=out, is_landscape=wide, sections=[{"table": register(40)}])
            info = stock("pdfinfo", "-isodates", out)
            self.assertIn("2026-11-22T03:05:06", info)
            self.assertRegex(info, r"Title:\s+REPORT")
            self.assertIn(f"{size} pts (A4)", info)
            self.assertIn("No syntax or stream encoding errors", stock("qpdf", "--check", out))
            for row in stock("pdffonts", out).splitlines()[2:]:
                self.assertRegex(row, r"\s+yes yes yes\s+\d+\s+0$")

    def test_japanese(self):
        self.draw(language="ja", title="返却・廃棄・消去報告書", addressee=["○○省○○課", "担当職員　様"],
                  sender=["情報セキュリティ責任者　髙﨑　𠮷郎"],
                  sections=[{"heading": "１　事故", "table": table(("日時", TEXT, 1), none="該当なし")}])
        text = text_of(self.out)
        for part in ("返却・廃棄・消去報告書", "髙﨑", "𠮷郎", "該当なし"):
            self.assertIn(part, text)
        self.assertRegex(text, r"1 ?/ ?1 ?頁")

    @massho.not_sanitized
    def test_the_code_and_letters_across(self):
        self.draw(qr=f"MASSHO:1:CASE:{SHA256}".upper(), qr_caption="closing record",
                  statements=["Said."], watermark="DRAFT", sections=[{"table": register(100)}])
        last = pages_of(self.out)
        for page in range(1, last + 1):
            self.assertIn("DRAFT", text_of(self.out, "-raw", "-f", page, "-l", page))
        image = self.folder / "page"
        stock("pdftoppm", "-r", "200", "-png", "-singlefile", "-f", last, self.out, image)
        self.assertEqual(stock("zbarimg", "--quiet", "--raw", f"{image}.png").strip(),
                         f"MASSHO:1:CASE:{SHA256}".upper())

    @massho.not_sanitized
    def test_the_same_bytes_each_time(self):
        seen = set()
        for i, more in enumerate(({}, {"TZ": "Asia/Tokyo"}, {"FONTCONFIG_FILE": "/nonexistent"},
                                  {"SOURCE_DATE_EPOCH": "1"})):
            out = self.folder / f"{i}.pdf"
            self.draw(out=out, env=massho.environment(None, **more), watermark="DRAFT",
                      sections=[{"table": register(60)}], qr="X", boxes={"box": [
                          {"heading": "Officer", "blanks": BLANKS}]})
            seen.add(out.read_bytes())
        self.assertEqual(len(seen), 1)


class Tables(Case):
    def test_headings_on_each_page(self):
        self.draw(number="No. 7", sections=[{"heading": "Media", "table": register(120)}])
        pages = self.pages()
        self.assertGreater(len(pages), 2)
        for number, text in enumerate(pages, 1):
            self.assertEqual(len(re.findall(r"No\.\s+Serial\s+Place\s+State", text)), 1)
            self.assertIn(f"Page {number} of {len(pages)}", text)
            self.assertRegex(text, "REPORT" if number == 1 else r"REPORT\s+No\. 7")
        found = re.findall(r"S-(\d{8})", "".join(pages))
        self.assertEqual([int(x) for x in found], list(range(1, 121)))
        self.assertFalse(any(map(is_green, pixels(self.out))))

    def test_rows_are_not_split(self):
        rows = [[str(i), "\n".join(f"row{i:03}.{line}" for line in range(1 + i % 9))]
                for i in range(60)]
        self.draw(sections=[{"table": table(("No.", NUMBER, 1), ("Lines", TEXT, 4), rows=rows)}])
        pages = self.pages()
        for i, row in enumerate(rows):
            self.assertEqual(sum(f"row{i:03}" in text for text in pages), 1, row)
        self.assertEqual("".join(pages).count("row"), sum(1 + i % 9 for i in range(60)))

    def test_a_row_taller_than_a_page(self):
        lines = [f"line{i:03}" for i in range(150)]
        self.draw(sections=[{"table": table(("Lines", TEXT, 1), ("State", STATE, 1), rows=[
            ["before", None], ["\n".join(lines), ["fine", GOOD]], ["after", None]])}])
        pages = self.pages()
        self.assertEqual(len(pages), 3)
        self.assertEqual(re.findall(r"line\d{3}", "".join(pages)), lines)
        self.assertEqual("".join(pages).count("fine"), 1)
        self.assertIn("before", pages[0])
        self.assertIn("after", pages[-1])
        for text in pages:
            self.assertRegex(text, r"Lines\s+State")

    def test_a_heading_stays_with_what_goes_over_pages(self):
        lines = "\n".join(f"line{i:03}" for i in range(150))
        for more in ({"table": table(("Lines", TEXT, 1), rows=[[lines]])},
                     {"fields": [{"label": "Lines", "value": lines}]}):
            self.out.unlink(missing_ok=True)
            self.draw(sections=[{"heading": "Media"} | more])
            first = self.pages()[0]
            self.assertIn("Media", first)
            self.assertIn("line030", first)

    def test_fields_and_paragraphs_taller_than_a_page(self):
        lines = [f"line{i:03}" for i in range(150)]
        for wide in (False, True):
            out = self.folder / f"{wide}.pdf"
            self.draw(out=out, is_landscape=wide, sections=[
                {"paragraphs": ["\n".join(lines)]},
                {"heading": "F", "fields": [{"label": "Long", "value": "\n".join(lines)}]}])
            self.assertEqual(re.findall(r"line\d{3}", text_of(out)), lines + lines)

    def test_a_serial_gets_no_hyphen(self):
        serial = "WDWCC" + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" * 3
        self.draw(sections=[{"table": table(("A", CODE, 1), ("B", TEXT, 5), rows=[[serial, "b"]])},
                            {"table": table(("A", TEXT, 1), ("B", TEXT, 5), rows=[[serial, "b"]])}])
        text = text_of(self.out, "-raw", "-x", 0, "-y", 80, "-W", 131, "-H", 640)
        self.assertEqual(re.sub(r"\s", "", text).count(serial), 2)

    def test_one_size_in_a_column(self):
        self.draw(sections=[{"table": table(("Name", TEXT, 5.5), ("State", STATE, 1), rows=[
            ["before", ["short", BAD]], ["after", ["notquitesofine", GOOD]]])}])
        boxes = re.findall(r'yMin="(.+?)" .*yMax="(.+?)">([\w-]+)<', text_of(self.out, "-bbox"))
        height = {word: round(float(end) - float(begin), 2) for begin, end, word in boxes}
        self.assertEqual(height["short"], height["notquitesofine"])
        self.assertLess(height["short"], height["before"])

    def test_a_heading_is_not_left_alone(self):
        seen = set()
        for lines in massho.fewer(range(44, 60)):
            out = self.folder / f"{lines}.pdf"
            self.draw(out=out, sections=[{"paragraphs": ["x\n" * lines]},
                                         {"heading": "Media", "table": register(3)}])
            texts = [text_of(out, "-f", n, "-l", n) for n in range(1, pages_of(out) + 1)]
            page, = [text for text in texts if "Media" in text]
            self.assertIn("S-00000001", page)
            seen.add(texts.index(page))
        self.assertIn(1, seen)

    def test_thousands_of_rows(self):
        count = 200 if massho.SANITIZE else 10000
        self.draw(is_landscape=True, sections=[{"table": register(count)}])
        last = pages_of(self.out)
        self.assertGreater(last, count / 50)
        text = text_of(self.out, "-f", last)
        self.assertIn(f"S-{count:08}", text)
        self.assertIn(f"Page {last} of {last}", text)


class Boxes(Case):
    def test_on_one_page_with_their_heading(self):
        for stacked in (False, True):
            for lines in massho.fewer(range(10, 60, 7)):
                with self.subTest(lines=lines, stacked=stacked):
                    out = self.folder / f"{lines}{stacked}.pdf"
                    boxes = {"heading": "Confirmation", "is_stacked": stacked, "box": [
                        {"heading": f"Officer {i}", "blanks": BLANKS} for i in (1, 2)]}
                    self.draw(out=out, sections=[{"paragraphs": ["x\n" * lines]}], boxes=boxes)
                    texts = [text_of(out, "-f", n, "-l", n) for n in range(1, pages_of(out) + 1)]
                    page, = [text for text in texts if "Confirmation" in text]
                    self.assertIn("Officer 1", page)
                    for text in texts:
                        self.assertEqual(text.count("Officer"), text.count("Remarks"))

    def test_up_to_three(self):
        for count in (1, 2, 3):
            out = self.folder / f"{count}.pdf"
            self.draw(out=out, is_landscape=True, boxes={"box": [
                {"heading": "Officer", "blanks": BLANKS}] * count})
            self.assertEqual(text_of(out).count("Remarks"), count)
        self.refused(USAGE, "boxes", boxes={"box": [{"heading": "Officer"}] * 4})

    def test_taller_than_a_page(self):
        tall = {"heading": "Officer", "blanks": [{"caption": "Remarks", "lines": 8}] * 5}
        self.refused(USAGE, "taller than a page", boxes={"box": [tall]})


class Refused(Case):
    def test_what_no_font_has(self):
        rare = "Taro \U00012000"
        self.refused(UNSUPPORTED, '"Handled by"', sections=[
            {"table": table(("Handled by", TEXT, 1), rows=[["Taro"], [rare]])}])
        self.refused(UNSUPPORTED, '"Place"', sections=[
            {"fields": [{"label": "Place", "value": rare}]}])
        self.refused(UNSUPPORTED, '"title"', title=rare)
        self.refused(UNSUPPORTED, '"paragraph"', sections=[{"paragraphs": [rare]}])
        self.refused(UNSUPPORTED, '"Name"', boxes={"box": [
            {"heading": "Officer", "blanks": [{"caption": "Name", "value": rare}]}]})
        for name in ("number", "date", "foot", "watermark"):
            self.refused(UNSUPPORTED, '"', **{name: rare})

    def test_what_stands_for_it(self):
        rare = "Taro \U00012000\U0001f600\U00012000 end"
        shown = "Taro 〓〓〓 end"
        self.draw(substitutes=True, title=rare, number=rare, foot=rare, watermark="\U0001f601",
                  notices=["notice " + rare], statements=["statement " + rare],
                  boxes={"box": [{"heading": "Officer", "blanks": [
                      {"caption": "Name", "value": "value " + rare, "seal": "\U0001f602"}]}]},
                  sections=[{"paragraphs": ["paragraph " + rare], "fields": [
                      {"label": "Place", "value": "field " + rare}],
                      "table": table(("Handled by", TEXT, 1), rows=[["Jiro"], ["cell " + rare]])}])
        text = text_of(self.out)
        for word in ("notice", "statement", "value", "paragraph", "field", "cell"):
            self.assertIn(f"{word} {shown}", text)
        self.assertIn("〓 stands for characters that no font here has: U+12000, U+1F600, U+1F601, "
                      "U+1F602.", " ".join(text.split()))
        self.assertGreaterEqual(text.count(shown), 9)
        self.draw(substitutes=True, out=self.folder / "plain.pdf", title="葛\U000e0100 𠮷")
        self.assertNotIn("〓", text_of(self.folder / "plain.pdf"))

    def test_what_hides_or_reorders(self):
        for bad in ("a\u202eb", "a\u200bb", "a\tb", "a\u0000b".replace("\0", "\x1b"), "a\u2028b"):
            self.refused(USAGE, "title", title=bad)
            self.refused(USAGE, "Place", sections=[{"table": table(("Place", TEXT, 1), rows=[[bad]])}])
            self.refused(USAGE, "statement", statements=[bad])

    def test_a_head_taller_than_a_page(self):
        self.refused(USAGE, "head", sender=["line"] * 80)
        self.refused(USAGE, "head", addressee=["line"] * 80)

    def test_lines_where_there_is_one(self):
        self.refused(USAGE, "Serial", sections=[{"table": table(("Serial", NUMBER, 1), rows=[["a\nb"]])}])
        self.refused(USAGE, "sender", sender=["a\nb"])
        serials = [f"S3Z{i}NB0K5{i:06}" for i in range(3)]
        self.draw(sections=[{"table": table(("Serial", CODE, 1), ("B", TEXT, 4), rows=[
            ["\n".join(serials), "b"]])}])
        for serial in serials:
            self.assertIn(serial, text_of(self.out).split())

    def test_a_state_with_a_remark(self):
        """However long that is, the word is written as all others are."""
        remark = "one of the files that were copied is not among those that were erased"
        self.draw(sections=[{"table": table(("Name", TEXT, 4), ("State", STATE, 1.5), rows=[
            ["first", ["erased\n" + remark, CAUTION]], ["second", ["returned", GOOD]]])}])
        text = text_of(self.out, "-raw")
        self.assertIn(remark, " ".join(text.split()))
        self.assertRegex(text, r"erased\none")
        boxes = re.findall(r'yMin="(.+?)" .*yMax="(.+?)">(\w+)<', text_of(self.out, "-bbox"))
        height = {word: round(float(end) - float(begin), 2) for begin, end, word in boxes}
        self.assertEqual(height["erased"], height["returned"])


if __name__ == "__main__":
    massho.main()
