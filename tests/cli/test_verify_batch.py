# SPDX-License-Identifier: GPL-3.0-or-later
"""wipe-verify of many files: the same answers however many work on them, tables, progress."""
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402

MANY = massho.BUILD / "tests" / "bin" / "many-records"
COUNT = 240


def columns(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def make(folder, count, signer):
    folder.mkdir(exist_ok=True)
    subprocess.run([MANY, folder, str(count), *signer], check=True)
    return folder


class Batch(massho.Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root, *cls.signer = massho.real_ca()
        cls.made = make(Path(tempfile.mkdtemp(prefix="massho-batch-")), COUNT, cls.signer)
        cls.addClassCleanup(shutil.rmtree, cls.made)

    def setUp(self):
        super().setUp()
        self.records = Path(shutil.copytree(self.made, self.folder / "records"))

    def repeated(self, count):
        """A folder with so many files: the same ones again and again."""
        folder = self.folder / f"of-{count}"
        files = sorted(self.made.rglob("*.p7m"))
        for number in range(count):
            place = folder / str(number // COUNT)
            place.mkdir(parents=True, exist_ok=True)
            os.link(files[number % COUNT], place / files[number % COUNT].name)
        return folder

    def check_records(self):
        """None of a tool's own making is left."""

    def verify(self, expected, *words, cpus=None, **how):
        limit = {"preexec_fn": lambda: os.sched_setaffinity(0, cpus)} if cpus else {}
        return self.tool(expected, "wipe-verify", "--trust", self.root, *words, **limit, **how)

    def spoil(self, number):
        path = sorted(self.records.rglob("*.p7m"))[number]
        data = bytearray(path.read_bytes())
        data[data.index(b"SAMPLE MODEL")] ^= 1
        path.write_bytes(data)
        return path


class Answers(Batch):
    def test_one_hand_and_many_say_the_same(self):
        bad = self.spoil(31)
        one = {min(os.sched_getaffinity(0))}
        alone = self.verify(massho.FAILED, "--json", self.records, cpus=one).stdout
        for _ in range(5):
            self.assertEqual(self.verify(massho.FAILED, "--json", self.records).stdout, alone)
        files = [x for x in massho.json_lines(alone) if x["object"] == "file"]
        self.assertEqual([x["path"] for x in files],
                         sorted(str(p) for p in self.records.rglob("*.p7m")))
        self.assertEqual([x["path"] for x in files if x["authentic"] != "valid"], [str(bad)])

    def test_what_one_file_left_is_not_taken_for_another(self):
        """Same certificates beside another signature, same signer with others beside it."""
        other = massho.Ca(self.folder / "other")
        stranger = other.signer("stranger")
        mixed = make(self.folder / "mixed", 40, stranger)
        make(mixed, 40, self.signer)
        done = self.verify(massho.FAILED, "--json", mixed)
        files = [x for x in massho.json_lines(done.stdout) if x["object"] == "file"]
        reasons = {(x["signer"], x["reason"]) for x in files}
        self.assertEqual(len(files), 80)
        self.assertEqual({reason for _, reason in reasons}, {"none", "untrusted"})
        self.assertEqual(len(reasons), 2)

    def test_a_certificate_taken_from_another_file_is_found_out(self):
        first, second = sorted(self.records.rglob("*.p7m"))[:2]
        whole = first.read_bytes()
        cut = whole[:-40] + second.read_bytes()[-40:]
        first.write_bytes(cut)
        done = self.verify(massho.FAILED, "--json", self.records)
        files = [x for x in massho.json_lines(done.stdout) if x["object"] == "file"]
        self.assertEqual([x["path"] for x in files if x["authentic"] == "invalid"], [str(first)])

    def test_a_lot_of_pdf_and_other_files_lie_between(self):
        for number in range(40):
            (self.records / f"other-{number}.pdf").write_bytes(b"%PDF-1.7\n% of another program\n")
            (self.records / f"other-{number}.json").write_text("{}")
            (self.records / f"massho-{number}.pdf").write_bytes(b"%PDF-1.7\n")
        done = self.verify(massho.FAILED, "--json", self.records)
        *_, summary = massho.json_lines(done.stdout)
        self.assertEqual((summary["files"], summary["ignored"], summary["good"]),
                         (COUNT + 40, 80, COUNT))


    @unittest.skipIf(massho.SANITIZE, "drawing takes long then")
    def test_sheets_are_drawn_by_children_and_alone(self):
        record = sorted(self.records.rglob("*001.p7m"))[0]
        sheets = self.folder / "sheets"
        sheets.mkdir()
        first = sheets / "0.pdf"
        self.tool(massho.DONE, "wipe-cert", "render", "--pdf", "--lang", "ja", "--trust", self.root,
                  "-o", first, record)
        for number in range(1, 6):
            shutil.copy(first, sheets / f"{number}.pdf")
        spoilt = bytearray(first.read_bytes())
        spoilt[spoilt.index(b"/Producer")] ^= 1
        (sheets / "3.pdf").write_bytes(spoilt)
        (sheets / "massho-4.pdf").write_bytes(b"%PDF-1.7\n")
        one = {min(os.sched_getaffinity(0))}
        words = ("--json", "--progress", "json", sheets)
        alone = self.verify(massho.FAILED, *words, cpus=one)
        many = self.verify(massho.FAILED, *words)
        self.assertEqual(alone.stdout, many.stdout)
        found = {Path(x["path"]).name: x["authentic"] for x in massho.json_lines(many.stdout)
                 if x["object"] == "file"}
        bad = {"3.pdf", "massho-4.pdf"}
        self.assertEqual(found, {name: "invalid" if name in bad else "valid" for name in found})
        self.assertEqual(len(found), 7)
        *_, last = massho.json_lines(many.stderr)
        self.assertEqual((last["files_done"], last["failed"]), (7, 2))

    def test_copies_count_as_one(self):
        """Whatever their number: each attempt is closed, and nothing is asked of each pair."""
        folder = self.folder / "copies"
        folder.mkdir()
        attempt, record = sorted(self.records.rglob("massho-*"))[:2]
        for number in range(3000):
            os.link(attempt, folder / f"a{number}.p7m")
            os.link(record, folder / f"b{number}.p7m")
        done = self.verify(massho.DONE, "--json", folder)
        *_, summary = massho.json_lines(done.stdout)
        self.assertEqual((summary["files"], summary["good"], summary["findings"]), (6000, 6000, 0))


class Shown(Batch):
    def test_a_line_each_and_a_table(self):
        bad = self.spoil(31)
        text = self.verify(massho.FAILED, self.records).stdout
        rows = re.findall(r"^(good|FAILED) +(\S.*?)  +(\S+)  +(\S+\.p7m)$", text, re.M)
        self.assertEqual(len(rows), COUNT - text.count("undecided  "))
        self.assertIn(("FAILED", "not known", "-", str(bad)), rows)
        self.assertEqual(text.count("Is the record authentic?"),
                         len(re.findall(r"^(FAILED|undecided) ", text, re.M)))
        self.assertRegex(text, rf"(?m)^{COUNT} files$")
        table = text[text.index(f"\n{COUNT} files"):]
        good = len(re.findall(r"^good ", text, re.M))
        self.assertRegex(table, rf"(?m)^  in all +{good} +1 +{COUNT - 1 - good}$")
        self.assertRegex(table, r"(?m)^ +good +failed +undecided$")

    def test_the_table_in_japanese(self):
        text = self.verify(massho.DONE, self.records, language="ja").stdout
        self.assert_japanese(text)
        lines = text.splitlines()
        table = lines[lines.index(next(x for x in lines if "ファイル数" in x)):]
        self.assertEqual(len({columns(x) for x in table[1:4]}), 1, table)

    def test_csv(self):
        self.spoil(31)
        formula = self.records / "=1+1.p7m"
        sorted(self.records.rglob("*.p7m"))[0].rename(formula)
        done = self.verify(massho.FAILED, "--csv", "records/=1+1.p7m", "records", text=False,
                           cwd=self.folder)
        self.assertTrue(done.stdout.startswith(b"\xef\xbb\xbfpath,exit,"))
        self.assertNotIn(b"\n", done.stdout.replace(b"\r\n", b""))
        rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"), newline="")))
        self.assertEqual(len(rows), COUNT + 1)
        by_json = self.verify(massho.FAILED, "--json", "records/=1+1.p7m", "records",
                              cwd=self.folder).stdout
        files = [x for x in massho.json_lines(by_json) if x["object"] == "file"]
        for row, file in zip(rows, files):
            for key, value in (("path", file["path"]), ("reason", file["reason"]),
                               ("exit", str(file["exit"])), ("id", file["id"] or ""),
                               ("serial", (file["medium"] or {}).get("serial", ""))):
                self.assertEqual(row[key], value)
        self.assertIn(b"names a record before it that is not here", done.stderr)

    def test_a_formula_in_a_table_is_text(self):
        for number, name in enumerate(("=HYPERLINK(1)", "+1", "@x", "＝1", " =1", 'a"b,c')):
            source = sorted(self.records.rglob("massho-*.p7m"))[number]
            source.rename(self.folder / f"{name}.p7m")
            # "-1" cannot be named: it would be an option.
            done = self.verify(massho.UNCONFIRMED if "attempt" in source.name else massho.DONE,
                               "--csv", f"{name}.p7m", cwd=self.folder)
            row, = csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"), newline=""))
            self.assertEqual(row["path"], ("" if name[0] == "a" else "'") + f"{name}.p7m")

    def test_a_table_gives_no_orders_to_a_terminal(self):
        source = sorted(self.records.rglob("massho-*.p7m"))[1]
        source.rename(self.folder / "a\033[2J\u202e\n.p7m")
        done = self.verify(massho.DONE, "--csv", "a\033[2J\u202e\n.p7m", cwd=self.folder, text=False)
        self.assertNotIn(b"\033", done.stdout)
        self.assertNotIn("\u202e".encode(), done.stdout)
        self.assertEqual(done.stdout.count(b"\n"), 2)

    def test_of_very_many_only_what_matters_has_a_line(self):
        folder = self.repeated(1200)
        (folder / "massho-bad.p7m").write_bytes(b"")
        text = self.verify(massho.FAILED, folder).stdout
        self.assertNotRegex(text, "(?m)^good ")
        self.assertRegex(text, r"(?m)^FAILED .*massho-bad\.p7m$")
        self.assertIn("1200 good files are not listed", text)

    def test_forms_exclude_each_other(self):
        self.verify(massho.USAGE, "--csv", "--json", self.records)
        self.verify(massho.USAGE, "--progress", "loud", self.records)

    def test_a_full_disk_is_told(self):
        for form in ((), ("--csv",), ("--json",)):
            with open("/dev/full", "wb") as full:
                done = self.verify(massho.FAILED, *form, self.records, stdout=full)
            self.assertIn("could not be written", done.stderr)


class Progress(Batch):
    def test_json(self):
        self.spoil(31)
        done = self.verify(massho.FAILED, "--progress", "json", "--quiet", self.records)
        told = [json.loads(x) for x in done.stderr.splitlines() if x.startswith("{")]
        self.assertEqual([x["files_done"] for x in told], sorted(x["files_done"] for x in told))
        self.assertEqual(told[-1] | {"files_per_second": 0},
                         {"object": "progress", "files_done": COUNT, "files_total": COUNT,
                          "failed": 1, "files_per_second": 0, "seconds_left": None,
                          "finished": True})

    def test_none_is_shown_to_no_terminal(self):
        self.assertEqual(self.verify(massho.DONE, self.records).stderr, "")

    def test_a_terminal_sees_a_line_that_goes_away(self):
        records = self.repeated(4000)
        terminal = massho.Terminal([massho.tool_path("wipe-verify"), "--trust", self.root, records],
                                   env=massho.environment())
        self.assertIn(terminal.end(), (massho.DONE, massho.UNCONFIRMED))
        shown = terminal.text()
        told = re.findall(r"\r *(\d+\.\d) %  verified: (\d+) of 4000", shown)
        if massho.SANITIZE or len(told) > 1:
            self.assertGreater(len(told), 1)
        for percent, done in told:
            self.assertAlmostEqual(float(percent), int(done) / 40, delta=0.06)
        self.assertEqual(shown.count("\r\033[K"), 1 if told else 0)


class Growth(Batch):
    @unittest.skipIf(massho.SANITIZE, "a sanitizer's memory is its own")
    def test_memory_grows_by_little_a_file(self):
        peaks = []
        for count in (960, 4800):
            records = self.repeated(count)
            with open(os.devnull, "w", encoding="ascii") as nothing:
                process = subprocess.Popen([massho.tool_path("wipe-verify"), "--trust", self.root,
                                            records], stdout=nothing)
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            self.assertIn(process.returncode, (massho.DONE, massho.UNCONFIRMED))
            peaks.append(usage.ru_maxrss * 1024)
        self.assertLess((peaks[1] - peaks[0]) / 3840, 4096)
        self.assertLess(peaks[1], 96 << 20)


if __name__ == "__main__":
    massho.main()
