# SPDX-License-Identifier: GPL-3.0-or-later
"""wipe-verify: both answers, the chain of a folder, and files that mean harm."""
import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402


class Verify(massho.Case):
    def setUp(self):
        super().setUp()
        self.root, key, cert = massho.real_ca()
        self.signer = (key, cert)

    def verify(self, expected, *words, trust=True, **how):
        """(files by name, findings, summary)"""
        trusting = ["--trust", self.root] if trust else []
        done = self.tool(expected, "wipe-verify", "--json", *trusting, *words, **how)
        lines = massho.json_lines(done.stdout)
        self.assertEqual([x["object"] for x in lines].count("summary"), 1)
        self.assertEqual(lines[-1]["exit"], expected)
        files = {Path(x["path"]).name: x for x in lines if x["object"] == "file"}
        self.assertEqual(lines[-1]["files"], [x["object"] for x in lines].count("file"))
        return files, [x for x in lines if x["object"] == "finding"], lines[-1]


class OneRecord(Verify):
    def test_both_answers(self):
        _, record = self.erase(sign=self.signer)
        files, findings, _ = self.verify(massho.DONE, record)
        found = files[record.name]
        parsed = massho.record(record)
        self.assertEqual(findings, [])
        for key, value in {"authentic": "valid", "reason": "none", "held": "yes",
                           "verdict": "erased-verified", "exit": 0, "exit_name": "done",
                           "type": "erasure", "id": parsed["id"], "signed": True,
                           "issued_at": parsed["issued_at"], "closed_by": None,
                           "error": None}.items():
            self.assertEqual(found[key], value, key)
        self.assertEqual(found["medium"]["capacity_bytes"], parsed["medium"]["capacity_bytes"])
        self.assertEqual(found["closes"]["econtent_sha256"],
                         parsed["closes"]["econtent_sha256"])
        text = self.tool(massho.DONE, "wipe-verify", "--trust", self.root, record).stdout
        self.assertRegex(text, r"authentic\?\s+YES\n")
        self.assertRegex(text, r"hold\?\s+YES: every block")
        self.assert_japanese(self.tool(massho.DONE, "wipe-verify", "--trust", self.root, record,
                                       language="ja").stdout)

    def test_without_trust_nothing_is_confirmed(self):
        _, record = self.erase(sign=self.signer)
        files, _, _ = self.verify(massho.UNCONFIRMED, record, trust=False)
        self.assertEqual(files[record.name]["reason"], "no-trust")
        text = self.tool(massho.UNCONFIRMED, "wipe-verify", record).stdout
        self.assertIn("CANNOT BE DECIDED", text)
        self.assertNotRegex(text, r"\?\s+YES")

    def test_demonstration_never_confirms(self):
        keys = massho.demo_ca()
        _, record = self.erase(sign=(keys / "engineer.key", keys / "engineer.pem"))
        files, _, _ = self.verify(massho.UNCONFIRMED, "--trust", keys / "root.pem", record)
        self.assertEqual(files[record.name]["reason"], "demo")

    def test_an_erasure_that_nothing_proves(self):
        _, record = self.erase("--verify", "none", sign=self.signer, expected=massho.PARTIAL)
        files, _, _ = self.verify(massho.UNCONFIRMED, record)
        self.assertEqual((files[record.name]["authentic"], files[record.name]["held"],
                          files[record.name]["verdict"]), ("valid", "unverified", "erased-unverified"))
        text = self.tool(massho.UNCONFIRMED, "wipe-verify", "--trust", self.root, record).stdout
        self.assertRegex(text, r"authentic\?\s+YES\n")
        self.assertRegex(text, r"hold\?\s+NOT PROVED:")

    def test_samples_are_said(self):
        _, record = self.erase("--verify", "sample", sign=self.signer)
        text = self.tool(massho.DONE, "wipe-verify", "--trust", self.root, record).stdout
        self.assertIn("by samples", text)

    def fixture(self, name, **changed):
        path = self.folder / name
        parsed = json.loads((massho.SOURCE / "tests/fixtures/records" / name).read_bytes())
        path.write_text(json.dumps(parsed | changed), encoding="utf-8")
        return path

    def test_a_check_by_samples_says_what_it_leaves_open(self):
        done = self.tool(massho.UNCONFIRMED, "wipe-verify", self.fixture("check-sample.json"))
        text = " ".join(done.stdout.split())
        self.assertIn("by samples", text)
        self.assertIn("at most 0.0979 % of the medium may differ unnoticed", text)
        self.assertNotIn("what was read again", text)
        done = self.tool(massho.UNCONFIRMED, "wipe-verify", self.fixture("check.json"))
        self.assertNotIn("unnoticed", done.stdout)
        self.assertIn("what was read again", done.stdout)

    def test_flags_are_shown(self):
        for flags in ([], ["clock-suspect", "clock-stepped"]):
            path = self.fixture("erasure.json", flags=flags)
            files, _, _ = self.verify(massho.UNCONFIRMED, path)
            self.assertEqual(files[path.name]["flags"], flags)
            text = self.tool(massho.UNCONFIRMED, "wipe-verify", path).stdout
            self.assertEqual("clock-suspect, clock-stepped" in text, bool(flags))
            self.assertEqual("Flags" in text, bool(flags))

    def test_files_are_told_by_what_became_of_them(self):
        """Of none of these a block could not be read: that was never tried."""
        for name, wanted in {
                "failed": ("1, 20 B, none of them is gone", "NO: it failed"),
                "interrupted": ("F1: 3, F0: 1", "NO: it was interrupted; overwritten, read back and removed are 3 of 6 files; "
                                                "only the name is removed: 1; still there: 2"),
                "partial": ("F1: 3, F0: 1", "NO, only in part: overwritten, read back and removed are 3 of 5 files"),
                "manifest-missing": ("1, 5.0 kB, F1: 1", "1 of 3 files; changed or missing: 2"),
                "manifest-equal": ("1, 5.0 kB, F1: 1", "1 of 2 files; equal to a listed one, and left: 1"),
                "swap-partial": ("none: free space", "not all of the free space or of the swap areas was overwritten")}.items():
            path = massho.SOURCE / "tests/fixtures/records" / f"file-erasure-{name}.json"
            text = " ".join(self.tool(massho.FAILED, "wipe-verify", path).stdout.split())
            for part in wanted:
                self.assertIn(part, text)
            self.assertNotIn("some blocks", text)
        path = massho.SOURCE / "tests/fixtures/records/file-erasure.json"
        self.assertRegex(self.tool(massho.UNCONFIRMED, "wipe-verify", path).stdout, r"Files +3, 13\.0 kB, F1\n")

    def test_unsigned(self):
        _, record = self.erase()
        files, _, _ = self.verify(massho.UNCONFIRMED, record)
        self.assertEqual(files[record.name]["reason"], "unsigned")
        self.assertIsNone(files[record.name]["link"]["signature_sha256"])

    def test_another_authority(self):
        _, record = self.erase(sign=self.signer)
        other = massho.Ca(self.folder / "other")
        files, _, _ = self.verify(massho.FAILED, "--trust", other.root, record, trust=False)
        self.assertEqual(files[record.name]["reason"], "untrusted")
        for key in ("id", "verdict", "medium", "type", "link"):
            self.assertIsNone(files[record.name][key])
        self.verify(massho.DONE, "--trust", other.root, record)  # one of two

    def test_revocation(self):
        ca = massho.Ca(self.folder / "ca")
        good, bad = ca.signer("good"), ca.signer("bad")
        _, kept = self.erase(sign=good)
        _, revoked = self.erase(sign=bad)
        crl = ca.crl(bad[1])
        files, _, _ = self.verify(massho.FAILED, "--trust", ca.root, "--crl", crl, kept, revoked,
                                  trust=False)
        self.assertEqual((files[kept.name]["authentic"], files[kept.name]["revocation_checked"]),
                         ("valid", True))
        self.assertEqual(files[revoked.name]["reason"], "revoked")

    def test_at(self):
        _, record = self.erase(sign=self.signer)
        for at, reason in (("2001-01-01T00:00:00Z", "not-yet-valid"),
                           ("2099-01-01T00:00:00Z", "expired")):
            files, _, _ = self.verify(massho.UNCONFIRMED, "--at", at, record)
            self.assertEqual(files[record.name]["reason"], reason)
        for bad in ("2026-11-22", "now", "2026-02-30T00:00:00Z", "2026-11-22T03:04:05+09:00"):
            self.tool(massho.USAGE, "wipe-verify", "--at", bad, record)

    def test_options_that_cannot_be_served(self):
        _, record = self.erase(sign=self.signer)
        for option in ("--trust", "--crl", "--tsa-trust", "--tsa-crl"):
            done = self.tool(massho.USAGE, "wipe-verify", option, self.folder / "none", record)
            self.assertEqual(done.stdout, "")
        self.tool(massho.USAGE, "wipe-verify")

    def test_quiet_says_only_what_is_wrong(self):
        _, record = self.erase(sign=self.signer)
        done = self.tool(massho.DONE, "wipe-verify", "--quiet", "--trust", self.root, record)
        self.assertEqual((done.stdout, done.stderr), ("", ""))
        done = self.tool(massho.UNCONFIRMED, "wipe-verify", "--quiet", record)
        self.assertEqual(done.stdout, "")
        self.assertTrue(done.stderr.startswith(f"wipe-verify: {record}: "))
        self.assertEqual(len(done.stderr.splitlines()), 1)


class Several(Verify):
    def test_a_bad_file_never_stops_the_rest(self):
        _, good = self.erase(sign=self.signer)
        data = bytearray(good.read_bytes())
        data[data.index(b"erased-verified")] ^= 1
        bad, empty = self.folder / "bad-1.p7m", self.folder / "bad-2.p7m"
        bad.write_bytes(data)
        empty.write_bytes(b"")
        fifo, folder = self.folder / "bad-fifo.p7m", self.folder / "bad-folder.p7m"
        os.mkfifo(fifo)
        folder.mkdir()
        files, _, summary = self.verify(massho.FAILED, bad, empty, fifo, self.folder / "none",
                                        good)
        self.assertEqual(files["bad-1.p7m"]["authentic"], "invalid")
        self.assertEqual(files["bad-2.p7m"]["reason"], "not-cms")
        self.assertEqual(files["bad-fifo.p7m"]["reason"], "unreadable")
        self.assertEqual((files["none"]["exit"], files["none"]["error"]), (2, "not-found"))
        self.assertEqual(files[good.name]["exit"], 0)
        self.assertEqual(summary["good"], 1)

    def test_the_first_in_the_order_decides(self):
        _, good = self.erase(sign=self.signer)
        _, unsigned = self.erase()
        self.verify(massho.USAGE, good, self.folder / "none")
        self.verify(massho.UNCONFIRMED, good, unsigned, self.folder / "none")

    def test_hostile_names(self):
        _, record = self.erase(sign=self.signer)
        name = "bad-\033[2J\u202e\n.p7m"
        shutil.copy(record, self.folder / name)
        done = self.tool(massho.DONE, "wipe-verify", "--trust", self.root, self.folder / name)
        self.assertNotIn("\033", done.stdout)
        self.assertNotIn("\u202e", done.stdout)
        raw = os.fsencode(self.folder) + b"/bad-\xff.p7m"
        shutil.copy(record, raw)
        files, _, _ = self.verify(massho.DONE, os.fsdecode(raw))
        self.assertEqual(next(iter(files.values()))["path_bytes"], raw.hex())

    def test_a_value_cannot_look_like_a_line_of_ours(self):
        _, record = self.erase(sign=self.signer)
        for blank in (" ", "\u00a0", "\u3000"):
            path = self.folder / f"bad{blank * 30}Did the erasure hold?{blank * 7}YES.p7m"
            shutil.copy(record, path)
            text = self.tool(massho.UNCONFIRMED, "wipe-verify", path).stdout
            self.assertIn("bad Did the erasure hold? YES.p7m", " ".join(text.split()))
            self.assertEqual(len([x for x in text.split("\n")
                                  if x.startswith("  Did the erasure hold?")]), 1)
            self.assertNotIn(blank * 2 + "YES", text)
            self.assertNotIn(blank * 29 + "Did", text)

    def test_pdf_is_not_skipped(self):
        pdf = self.folder / "certificate.pdf"
        pdf.write_bytes(b"%PDF-1.7\n")
        files, _, _ = self.verify(massho.FAILED, pdf)
        self.assertEqual((files[pdf.name]["authentic"], files[pdf.name]["reason"]),
                         ("invalid", "pdf-form"))


class Folder(Verify):
    def test_a_whole_job(self):
        attempt, record = self.erase(sign=self.signer)
        _, second = self.erase(sign=self.signer)
        files, findings, _ = self.verify(massho.DONE, self.folder)
        self.assertEqual(len(files), 4)
        self.assertEqual(findings, [])
        self.assertEqual((files[attempt.name]["held"], files[attempt.name]["exit"]), ("open", 0))
        self.assertEqual(files[attempt.name]["closed_by"], str(record))
        self.assertEqual(files[second.name]["exit"], 0)

    def test_an_open_attempt_is_named(self):
        attempt, record = self.erase(sign=self.signer)
        record.unlink()
        files, findings, _ = self.verify(massho.UNCONFIRMED, self.folder)
        self.assertEqual(files[attempt.name]["exit"], massho.UNCONFIRMED)
        self.assertEqual([(f["finding"], f["path"], f["id"], f["exit"]) for f in findings],
                         [("open-attempt", str(attempt), files[attempt.name]["id"], 8)])
        text = self.tool(massho.UNCONFIRMED, "wipe-verify", "--trust", self.root,
                         self.folder).stdout
        self.assertIn("a failure may be hidden", " ".join(text.split()))
        done = self.tool(massho.UNCONFIRMED, "wipe-verify", "--quiet", "--trust", self.root,
                         self.folder)
        self.assertIn("a failure may be hidden", done.stderr)

    def test_the_attempt_by_itself(self):
        attempt, record = self.erase(sign=self.signer)
        _, findings, _ = self.verify(massho.UNCONFIRMED, attempt)
        self.assertEqual(findings, [])
        self.verify(massho.DONE, attempt, record)

    def test_a_bare_file_does_not_close_what_was_signed(self):
        attempt, record = self.erase(sign=self.signer)
        (self.folder / "massho-forged.json").write_bytes(massho.econtent(record))
        record.unlink()
        for trust in (True, False):  # without trust both are undecided, but one is signed
            files, findings, _ = self.verify(massho.UNCONFIRMED, self.folder, trust=trust)
            self.assertEqual([f["finding"] for f in findings], ["open-attempt"])
            self.assertIsNone(files[attempt.name]["closed_by"])

    def test_unsigned_records_close_each_other(self):
        attempt, record = self.erase()
        files, findings, _ = self.verify(massho.UNCONFIRMED, self.folder)
        self.assertEqual(findings, [])
        self.assertEqual(files[attempt.name]["closed_by"], str(record))

    def test_a_missing_record_leaves_a_gap(self):
        attempt, record = self.erase(sign=self.signer)
        self.erase(sign=self.signer)
        attempt.unlink()
        record.unlink()
        _, findings, _ = self.verify(massho.UNCONFIRMED, self.folder)
        self.assertEqual([f["finding"] for f in findings], ["missing-predecessor"])

    def test_an_erasure_without_its_attempt(self):
        attempt, record = self.erase(sign=self.signer)
        attempt.unlink()
        _, findings, _ = self.verify(massho.UNCONFIRMED, self.folder)
        self.assertEqual([f["finding"] for f in findings],
                         ["missing-predecessor", "missing-attempt"])
        text = self.tool(massho.UNCONFIRMED, "wipe-verify", "--trust", self.root,
                         self.folder).stdout
        self.assertIn("attempt missing", text)
        self.verify(massho.DONE, record)

    def test_checks_and_what_they_are_about(self):
        attempt, record = self.erase(sign=self.signer)
        check = self.folder / "massho-check.p7m"
        self.tool(massho.DONE, "wipe-check", "--trust", self.root, "--sign", self.signer[0],
                  "--cert", self.signer[1], "--record", check, record, self.folder / "disk.img")
        _, findings, _ = self.verify(massho.DONE, self.folder)
        self.assertEqual(findings, [])
        record.unlink()
        attempt.unlink()
        _, findings, _ = self.verify(massho.UNCONFIRMED, self.folder)
        self.assertIn("missing-checked", [f["finding"] for f in findings])

    def test_a_check_of_something_else(self):
        _, record = self.erase(sign=self.signer)
        check = self.folder / "bad-check.p7m"
        content = self.folder / "bad-content"
        about = massho.record(record)
        made = json.loads((massho.SOURCE / "tests/fixtures/records/check.json").read_bytes())
        made["about"] = {"id": about["id"], "signature_sha256": None, "econtent_sha256":
                         hashlib.sha256(massho.econtent(record)).hexdigest()}
        content.write_text(json.dumps(made), encoding="utf-8")
        massho.openssl_sign(*self.signer, content, check)
        _, findings, _ = self.verify(massho.FAILED, self.folder)
        self.assertEqual([(f["finding"], f["path"], f["other_path"], f["exit"])
                          for f in findings],
                         [("unfit-check", str(check), str(record), massho.FAILED)])

    def test_a_bare_copy_of_a_signed_record(self):
        attempt, record = self.erase(sign=self.signer)
        for path in (attempt, record):
            path.with_suffix(".json").write_bytes(massho.econtent(path))
        files, findings, _ = self.verify(massho.DONE, self.folder)
        self.assertEqual(findings, [])
        for path in (attempt, record):
            self.assertEqual(files[path.with_suffix(".json").name]["copy_of"], str(path))
            self.assertIsNone(files[path.name]["copy_of"])
        text = self.tool(massho.DONE, "wipe-verify", "--trust", self.root, self.folder).stdout
        self.assertEqual(text.count("(copy of a signed record)"), 2)
        self.verify(massho.UNCONFIRMED, record.with_suffix(".json"))

    def test_a_fork(self):
        self.erase(sign=self.signer)
        head, = self.folder.glob(".massho-head-*")
        before = head.read_bytes()
        self.erase(sign=self.signer)
        head.write_bytes(before)
        self.erase(sign=self.signer)
        _, findings, _ = self.verify(massho.UNCONFIRMED, self.folder)
        self.assertEqual([f["finding"] for f in findings], ["fork"])
        self.assertIsNotNone(findings[0]["other_path"])

    def test_copies_are_no_contradiction(self):
        second = self.folder / "second"
        second.mkdir()
        self.erase("--save-to", second, sign=self.signer)
        self.assertEqual(len(list(second.glob("massho-*"))), 2)
        files, findings, _ = self.verify(massho.DONE, self.folder)
        self.assertEqual((len(list(self.folder.rglob("*.p7m"))), findings), (4, []))

    def test_a_record_that_was_signed_later(self):
        attempt, record = self.erase()
        for path in (attempt, record):
            self.tool(massho.DONE, "wipe-cert", "sign", "--key", self.signer[0], "--cert",
                      self.signer[1], "-o", path.with_suffix(".p7m"), path)
            path.unlink()
        files, findings, _ = self.verify(massho.DONE, self.folder)
        self.assertEqual((len(files), findings), (2, []))

    def test_other_json_is_named_and_not_judged(self):
        self.erase(sign=self.signer)
        (self.folder / "package.json").write_text('{"name": "x"}', encoding="ascii")
        (self.folder / "list.json").write_text("[]", encoding="ascii")
        _, _, summary = self.verify(massho.DONE, self.folder)
        self.assertEqual(summary["ignored"], 2)
        self.assertEqual(summary["others"], 1)  # the image
        for name in ("x.p7s", "x.cms", "x.p7m.bak"):
            (self.folder / name).touch()
        _, _, summary = self.verify(massho.DONE, self.folder)
        self.assertEqual(summary["others"], 4)
        text = self.tool(massho.DONE, "wipe-verify", "--trust", self.root, self.folder).stdout
        self.assertIn("not judged: 2", text)
        self.assertIn("not looked at: 4", text)

    def test_json_that_may_have_been_a_record_is_judged(self):
        self.erase(sign=self.signer)
        for name, text in (("broken.json", "{"), ("massho-x.json", "{}"),
                           ("other.json", '{"schema": "massho.record/1"}'),
                           ("twice.json", '{"schema": "massho.record/1", "schema": "x"}')):
            with self.subTest(name=name):
                path = self.folder / name
                path.write_text(text, encoding="ascii")
                files, _, _ = self.verify(massho.FAILED, self.folder)
                self.assertEqual(files[name]["authentic"], "invalid")
                path.unlink()

    def test_links_do_not_loop_and_are_not_left_out(self):
        _, record = self.erase(sign=self.signer)
        (self.folder / "loop").symlink_to(".")
        (self.folder / "linked.p7m").symlink_to(record.name)
        files, _, _ = self.verify(massho.UNCONFIRMED, self.folder)
        self.assertEqual(files["loop"]["reason"], "link-not-followed")
        self.assertEqual(files["linked.p7m"]["exit"], 0)
        self.assertEqual(len(files), 4)

    def test_deep_folders_end(self):
        deep = self.folder.joinpath(*["d"] * 40)
        deep.mkdir(parents=True)
        files, _, _ = self.verify(massho.UNCONFIRMED, self.folder)
        self.assertEqual([f["reason"] for f in files.values()], ["too-deep"])

    def test_nothing_found_confirms_nothing(self):
        done = self.tool(massho.UNCONFIRMED, "wipe-verify", "--trust", self.root, self.folder)
        self.assertIn("no record was found", done.stderr)
        self.assertEqual(done.stdout.count("YES"), 0)

    def test_what_begins_as_a_pdf_is_judged_by_its_name(self):
        _, record = self.erase(sign=self.signer)
        for name in ("evil.p7m", "evil.json"):
            (self.folder / name).write_bytes(b"%PDF-1.7\n")
        files, _, summary = self.verify(massho.FAILED, self.folder)
        self.assertEqual(summary["ignored"], 0)
        for name in ("evil.p7m", "evil.json"):
            self.assertEqual(files[name]["authentic"], "invalid")

    def test_upper_case_suffixes(self):
        _, record = self.erase(sign=self.signer)
        record.rename(record.with_suffix(".P7M"))
        files, findings, _ = self.verify(massho.DONE, self.folder)
        self.assertEqual((len(files), findings), (2, []))


if __name__ == "__main__":
    massho.main()
