# SPDX-License-Identifier: GPL-3.0-or-later
"""Records of a case: shown, answered and verified, alone and as the case that they are of."""
import csv
import io
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from massho import DONE, FAILED, REFUSED, UNCONFIRMED, USAGE  # noqa: E402

RECORDS = Path(__file__).resolve().parents[1] / "fixtures" / "records"
ACTS = ["init", "approve", "staff", "receive", "permit", "permit-copy-paper", "challenge",
        "copy-out", "exit-check", "return", "dispose", "attest", "incident", "incident-resolved",
        "declare", "merge", "close"]


class Acts(massho.Case):
    """Of the fixtures: each in every form that there is."""

    def test_every_act_is_shown(self):
        for name in ACTS:
            for language in ("en", "ja"):
                with self.subTest(act=name, language=language):
                    done = self.tool(DONE, "wipe-cert", "show", RECORDS / f"{name}.json",
                                     language=language)
                    self.assertNotIn("WD-WCC6Y0000000 ", done.stdout)
                    self.assertNotIn("CERTIFICATE OF DATA ERASURE", done.stdout)
                    if language == "ja":
                        self.assertIn("署名", done.stdout)

    def test_every_act_is_rendered(self):
        for name in ACTS:
            for form in ("text", "html"):
                with self.subTest(act=name, form=form):
                    out = self.folder / f"{name}.{form}"
                    self.tool(DONE, "wipe-cert", "render", f"--{form}", "--lang", "ja", "-o", out,
                              RECORDS / f"{name}.json")
                    self.assertIn("署名", out.read_text())

    def test_pdf_is_refused(self):
        out = self.folder / "x.pdf"
        done = massho.run("wipe-cert", "render", "--pdf", "-o", out, RECORDS / "return.json")
        self.assertNotEqual(done.returncode, DONE)
        self.assertIn("only records of work", done.stderr)
        self.assertFalse(out.exists())

    def test_json_names_the_case(self):
        done = self.tool(DONE, "wipe-cert", "show", "--json", RECORDS / "return.json")
        [shown] = massho.json_lines(done.stdout)
        place = shown["record"]["case"]
        self.assertEqual(shown["case"], {key: place[key] for key in
                                         ("init_sha256", "number", "writer_number", "item")})
        self.assertEqual((shown["held"], shown["verdict"], shown["medium"]), ("none", None, None))
        done = self.tool(DONE, "wipe-cert", "show", "--json", RECORDS / "erasure.json")
        self.assertIsNone(massho.json_lines(done.stdout)[0]["case"])


class Of(massho.Case):
    """A case that was begun, with what was received and returned."""

    def setUp(self):
        super().setUp()
        keys = massho.demo_ca()
        self.engineer = ["--key", keys / "engineer.key", "--cert", keys / "engineer.pem"]
        self.officer = ["--key", keys / "officer.key", "--cert", keys / "officer.pem"]
        self.trust = keys / "trust"
        self.case = self.folder / "case"
        self.do("init", "--title", "調査", "--number", "1", "--date", "2020-04-01", "--ministry", "M", "--section", "S",
                "--officer", "佐藤", "--contractor", "C", "--place", "P", "--rule", "A=1",
                "--trust", self.trust)
        self.do("receive", "--label", "資料", "--kind", "files", "--description", "D",
                "--given-by", "佐藤")
        self.do("return", "--item", "資料", "--form", "files", "--to", "佐藤")

    def do(self, command, *words, signer=None, expected=DONE):
        return self.tool(expected, "wipe-case", command, self.case, *words,
                         *(signer or self.engineer))

    def file(self, kind):
        return next(p for p in sorted((self.case / "records").iterdir()) if f"-{kind}-" in p.name)

    def lines(self, expected, *words):
        done = self.tool(expected, "wipe-verify", "--json", *words)
        return massho.json_lines(done.stdout)

    def confirm(self, expected, record, *words, signer=None):
        return self.tool(expected, "wipe-cert", "confirm", "--trust", self.trust, *words,
                         *(signer or self.officer), "-o", self.folder / "answer.p7m", record)


class Alone(Of):
    def test_a_record_is_verified_as_a_file(self):
        """What it follows is not here, and that is no finding."""
        path = shutil.copy(self.file("return"), self.folder / "return.p7m")
        *files, summary = self.lines(UNCONFIRMED, "--trust", self.trust, path)
        self.assertEqual([x["object"] for x in files], ["file"])
        self.assertEqual((files[0]["reason"], files[0]["case"]["number"]), ("demo", 3))
        self.assertIsNone(files[0]["confirmation"])
        self.assertEqual(summary["findings"], 0)

    def test_loose_records_have_no_forks(self):
        """Two people follow one record, and come together again."""
        other = self.folder / "other"
        shutil.copytree(self.case, other)
        self.do("receive", "--label", "B", "--kind", "files", "--description", "D", "--given-by",
                "X")
        permit = ["wipe-case", "permit", other, "--purpose", "copy-inside", "--of", "資料",
                  "--label", "C", "--kind", "files", "--description", "D", "--use", "U",
                  "--place", "P", "--officer", "佐藤", *self.officer]
        self.tool(DONE, *permit)
        self.do("merge", other)
        loose = self.folder / "loose"
        shutil.copytree(self.case / "records", loose)
        found = self.lines(UNCONFIRMED, "--trust", self.trust, loose)
        self.assertEqual([x for x in found if x["object"] == "finding"], [])
        self.assertEqual(max(len(x["previous"]) for x in found if x["object"] == "file"), 2)
        text = self.tool(UNCONFIRMED, "wipe-verify", "--trust", self.trust, loose).stdout
        self.assertIn("receipt", text)
        self.file("permit").rename(self.folder / "gone.p7m")
        shutil.rmtree(loose)
        shutil.copytree(self.case / "records", loose)
        found = self.lines(UNCONFIRMED, "--trust", self.trust, loose)
        self.assertIn("missing-predecessor", [x.get("finding") for x in found])

    def test_an_officer_answers(self):
        path = self.file("return")
        self.confirm(DONE, path, "--accept")
        [first, *_] = self.lines(UNCONFIRMED, "--trust", self.trust, path,
                                 self.folder / "answer.p7m")
        self.assertEqual(first["confirmation"]["standing"], "confirmed")

    def test_a_rejection_counts(self):
        path = self.file("return")
        self.confirm(DONE, path, "--reject", "--reason", "不足")
        [first, *_] = self.lines(FAILED, "--trust", self.trust, path, self.folder / "answer.p7m")
        self.assertEqual((first["confirmation"]["standing"], first["exit"]), ("rejected", FAILED))

    def test_not_everything_is_answered(self):
        done = self.confirm(REFUSED, self.file("init"), "--accept")
        self.assertIn("nobody confirms", done.stderr)
        self.confirm(REFUSED, self.file("return"), "--accept", signer=self.engineer)
        self.assertFalse((self.folder / "answer.p7m").exists())


class Folder(Of):
    def test_as_wipe_case_does(self):
        """The same words and the same exit status."""
        for more in ([], ["--trust", self.trust], ["--init", "0" * 64]):
            with self.subTest(more=more):
                theirs = massho.run("wipe-case", "verify", self.case, *more)
                ours = massho.run("wipe-verify", *more, self.case)
                self.assertEqual((ours.returncode, ours.stdout), (theirs.returncode, theirs.stdout))
                self.assertIn("Records: 3, items: 1", ours.stdout)

    def test_what_is_gone_is_found(self):
        self.file("receive").unlink()
        found = self.lines(FAILED, self.case)
        theirs = massho.json_lines(massho.run("wipe-case", "verify", "--json", self.case).stdout)
        findings = [x for x in found if x["object"] == "finding"]
        self.assertEqual(findings, [x for x in theirs if x["object"] == "finding"])
        self.assertIn("missing", [x["problem"] for x in findings])
        self.assertEqual(found[0]["object"], "case")
        self.assertEqual((found[-1]["object"], found[-1]["exit"]), ("summary", FAILED))
        quiet = self.tool(FAILED, "wipe-verify", "--quiet", self.case)
        self.assertEqual(quiet.stdout, "")
        self.assertIn("a record is gone", quiet.stderr)

    def test_rows(self):
        rows = list(csv.DictReader(io.StringIO(
            self.tool(UNCONFIRMED, "wipe-verify", "--csv", self.case,
                      RECORDS / "erasure.json").stdout.lstrip("\ufeff"))))
        self.assertEqual([row["type"] for row in rows], ["erasure", "init", "receive", "return"])
        self.assertEqual([row["case_number"] for row in rows], ["", "1", "2", "3"])
        self.assertEqual(rows[3]["item"], rows[2]["id"])
        self.assertEqual(Path(rows[3]["path"]), self.file("return"))

    def test_mixed_arguments(self):
        """The worst of all decides; nothing of either is left out."""
        broken = self.folder / "bad.p7m"
        broken.write_bytes(b"x")
        found = self.lines(FAILED, self.case, broken)
        self.assertEqual([x["object"] for x in found],
                         ["file", "case"] + ["file"] * 3 + ["finding", "head", "state", "summary"])
        self.assertEqual((found[-1]["files"], found[-1]["findings"]), (4, 1))
        text = self.tool(FAILED, "wipe-verify", self.case, broken).stdout
        self.assertIn(f"{self.case}\n", text)

    def test_init_needs_a_case(self):
        self.tool(USAGE, "wipe-verify", "--init", "0" * 64, self.file("return"))
        self.tool(USAGE, "wipe-verify", "--init", "x", self.case)


if __name__ == "__main__":
    massho.main()
