#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A contract from its first record to its closing: a manager, two engineers and two officers with
certificates that are no demonstration, copies that were worked on apart, and a subcontractor."""
import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import contract  # noqa: E402
import massho  # noqa: E402
from contract import day  # noqa: E402
from massho import DONE, FAILED, REFUSED, UNCONFIRMED, UNSUPPORTED, USAGE  # noqa: E402
from pdf import text_of  # noqa: E402

REPORTS = ("final", "status", "incidents", "received", "media", "copies", "staff")


class Story(contract.Case):
    """Each part of the story is a method; there is one test, since each needs those before it."""

    def test_from_init_to_close(self):
        for part in (self.begins, self.approvals, self.receipts, self.permits, self.declares,
                     self.copies_apart, self.officer_apart, self.rejected_and_done_again,
                     self.lost, self.failed_disk, self.forked, self.subcontractor_open,
                     self.subcontractor_closed, self.nothing_left, self.closes, self.reports,
                     self.exports, self.after_closing):
            part()

    def holds(self, label, outcome, *lacks, case=None):
        item = self.item(label, case)
        self.assertEqual((item["outcome"], sorted(item["lacks"]), item["closed"]),
                         (outcome, sorted(lacks), not lacks), item)
        return item

    def is_whole(self, *known, case=None, init=None, expected=DONE):
        """The folder verifies; nothing is noted but what is known."""
        self.assertEqual(set(self.verify(expected, case=case, init=init)), set(known))

    def begins(self):
        executives = self.folder / "executives.txt"
        executives.write_text("役員 山田\n", encoding="utf-8")
        done = self.begin("--corporate-number", contract.CORPORATE, "--executives", executives,
                          "--document", self.paper("contract.pdf"), level="clear")
        self.assertRegex(done, "^[0-9a-f]{64}$")
        self.is_whole()
        head, = self.verified["head"]
        self.assertEqual((head["econtent_sha256"], head["number"]), (self.init, 1))
        self.assertEqual(set(self.objects(self.tool(
            UNCONFIRMED, "wipe-case", "verify", self.case, "--json").stdout)["finding"][0]
            ["problem"].split()), {"not-pinned"})
        text = self.tool(DONE, "wipe-case", "verify", self.case, "--init",
                         " ".join(self.init[i:i + 8] for i in range(0, 64, 8)).upper()).stdout
        self.assertIn("The case is whole", text)
        self.assertIn("Records: 1, items: 0", text)
        told = self.status()["case"][0]
        self.assertEqual((told["title"], told["number"], told["init_sha256"]),
                         (contract.TITLE, contract.NUMBER, self.init))

        staff = self.staff(("manager", "manager", day(-30), None),
                           ("engineer", "first", day(-1), day(200)),
                           ("engineer", "second", day(), day(200)),
                           ("other", None, day(), None))
        out, _ = self.say("roster", staff, by="manager")
        self.assertIn("Recorded as number 2: list of staff", out)
        self.is_whole()
        record = massho.record(self.records("staff")[0])
        self.assertEqual([p["role"] for p in record["persons"]],
                         ["manager", "engineer", "engineer", "other"])
        self.assertNotIn("氏名", json.dumps(record, ensure_ascii=False))

    def approvals(self):
        image = self.image("early.img", 1 << 20)
        self.receive("早い媒体")
        self.assertIsNone(self.wipe("早い媒体", expected=UNSUPPORTED, name="early.img"))
        self.assertTrue(image.read_bytes().startswith(b"secret!"))
        made = self.act("approve", "--subject", "method", "--text", "全領域を上書き", "--method",
                        "zero", "--level", "none", "--kind", "medium", "--kind", "files",
                        "--officer", "Officer", by="officer")
        self.assertEqual((made["added"][0]["type"], made["added"][0]["number"]), ("approve", 4))
        self.assertEqual(self.item("早い媒体")["level_required"], "none")
        out, _ = self.say("approve", "--subject", "change", "--text", "場所の変更", "--officer",
                          "Deputy", by="deputy")
        self.assertIn("approval", out)
        _, err = self.say("approve", "--subject", "method", "--text", "none", "--level", "none",
                          "--officer", "Officer", by="manager", expected=REFUSED)
        self.assertIn("role", err)
        result = self.wipe("早い媒体", name="early.img")
        self.assertTrue(result["case"]["awaits_confirmation"])
        self.holds("早い媒体", "erased", "confirmation")

    def receipts(self):
        self.data = self.sources()
        self.receive("借用資料", "--files", self.data, "--classification", "要機密情報", "--due-on",
                     day(60), kind="files")
        manifest = massho.record(self.records("receive")[-1])["manifest"]
        self.assertEqual(manifest["files"], 3)
        out, _ = self.say("receive", "--label", "借用書類", "--kind", "paper", "--description",
                          "printed lists", "--quantity", "12", "--given-by", "Officer", by="second")
        self.assertIn("Item: 借用書類 (paper, id ", out)
        self.assertIn("open: not erased, returned or destroyed", out)
        self.receive("メール", kind="mail", by="officer")
        self.receive("USB-1", "--due", "return", "--due-on", day(30), "--maker", "Maker",
                     "--model", "Stick", "--serial", "U-0001")
        self.receive("USB-2", "--due", "return", "--serial", "U-0002")
        self.receive("借用ディスク", "--serial", "D-0001")
        self.holds("USB-1", "none", "outcome", "return")
        self.assertEqual(self.item("USB-1")["due_on"], day(30))
        self.assertEqual(self.item("借用書類")["quantity"], 12)
        listed = self.tool(DONE, "wipe-case", "status", self.case).stdout
        for label in ("借用資料", "借用書類", "メール", "USB-1", "借用ディスク"):
            self.assertIn(label, listed)
        self.assertIn(f"{contract.TITLE} / {contract.NUMBER}", listed)
        self.is_whole()

    def permits(self):
        self.permit("PC-1", "--medium", "Maker,Model,P-0001", "--medium", "P-0002",
                    "--until", day(20), purpose="bring-in", kind="device")
        self.assertEqual([m["serial"] for m in self.item("PC-1")["media"]], ["P-0001", "P-0002"])
        out, _ = self.say("permit", "--label", "電話", "--kind", "device", "--purpose", "bring-in",
                          "--description", "a telephone", "--use", "calls", "--place", "room",
                          "--officer", "Officer", "--paper-scan", self.paper(), by="manager")
        self.assertRegex(out, r"Item: 電話 \((device|equipment), id ")
        means = massho.record(self.records("permit")[-1])["means"]
        self.assertEqual(means["kind"], "paper")
        self.permit("複製1", "--of", "借用資料", "--until", day(20))
        self.permit("複製2", "--of", "複製1", "--until", day(20), purpose="copy-outside")
        self.permit("複製3", "--of", "借用資料", "--until", day(20), purpose="copy-outside",
                    by="deputy")
        self.assertEqual(self.item("複製2")["parent"], self.item("複製1")["id"])
        self.holds("PC-1", "none", "outcome", "exit-check")
        self.is_whole()

    def declares(self):
        made = self.act("declare", "--clause", "13=no,ウェブサイトはない", "--clause", "14=yes",
                        by="manager")
        self.assertEqual(made["added"][0]["type"], "declare")
        clauses = massho.record(self.records("declare")[0])["clauses"]
        self.assertEqual([(c["clause"], c["applies"]) for c in clauses], [(13, False), (14, True)])
        _, err = self.say("declare", "--clause", "13=yes", by="first", expected=REFUSED)
        self.assertIn("role", err)

    def copy_out(self, label, case, by, sources=None, expected=DONE):
        target = self.folder / f"medium-{label}"
        target.mkdir()
        made = self.act("copy-out", sources or self.data, "--item", label, "--to", target, by=by,
                        case=case, expected=expected)
        self.assertEqual(made["copied"][0]["files"], 3)
        self.assertEqual(sorted(p.name for p in target.rglob("*.txt")),
                         sorted(p.name for p in self.data.rglob("*.txt")))
        return target

    def copies_apart(self):
        """Two engineers take the folder with them."""
        first, second = self.copy("一人目"), self.copy("二人目")
        target = self.copy_out("複製1", first, "first")
        self.copy_out("複製2", first, "first", sources=target / "data")
        self.assertTrue(self.wipe("複製1", case=first)["case"]["awaits_confirmation"])
        self.assertTrue(self.wipe("複製2", case=first)["case"]["awaits_confirmation"])
        out, _ = self.say("return", "--item", "USB-1", "--form", "medium", "--to", "Officer",
                          "--receipt", self.paper("receipt.png"), case=first)
        self.assertIn("open: awaits confirmation", out)
        self.copy_out("複製3", second, "second")
        self.wipe("複製3", case=second, by="second")
        self.act("exit-check", "--item", "電話", "--result", "nothing-copied", "--text",
                 "no cable was ever connected", "--place", "gate", by="second", case=second)
        self.holds("電話", "nothing-copied", "confirmation", case=second)
        out, _ = self.say("attest", "--item", "メール", "--method", "deleted", "--text",
                          "deleted on the server and in the trash", "--reason",
                          "no tool reaches it", "--photograph", self.paper("screen.png"),
                          by="second", case=second)
        self.assertIn("contractor's word", out)
        made = self.act("dispose", "--item", "借用書類", "--method", "shredded", "--quantity", "12",
                        "--text", "cross cut", "--by", "first, watched by second", "--photograph",
                        self.paper("shreds.jpg"), by="second", case=second)
        self.assertEqual(made["state"][0]["awaiting_confirmation"], 6)
        attached, = massho.record(self.records("dispose", second)[0])["attachments"]
        self.assertEqual((attached["what"], attached["suffix"]), ("photograph", "jpg"))
        self.act("attest", "--item", "PC-1", "--method", "firmware", "--text",
                 "both disks were erased by their maker's tool", "--reason",
                 "the disks are soldered in", by="second", case=second)
        self.act("exit-check", "--item", "PC-1", "--result", "erased", "--text", "seen", "--place",
                 "gate", by="second", case=second)
        for case in (first, second):
            self.is_whole(case=case)
        self.holds("複製1", "none", "outcome")
        made = self.act("merge", first, second, by="manager")
        self.assertEqual(made["import"][0]["refused"], 0)
        self.assertEqual(made["state"][0]["heads"], 1)
        self.is_whole()
        for label in ("複製1", "複製2", "複製3", "借用書類"):
            self.assertEqual(self.item(label)["lacks"], ["confirmation"], label)
        self.assertTrue(self.item("複製1")["place"].startswith("room ("))
        out, _ = self.say("merge", first, second, by="manager")
        self.assertIn("There is one line only", out)

    def officer_apart(self):
        """One officer answers in a copy of his own, and one with single files."""
        own = self.copy("担当官")
        awaiting = {a["item"]: a for a in self.status()["awaiting"]}
        made = self.confirm("--item", "借用書類", "--item", "複製1", "--item", "USB-1", "--item",
                            "メール", case=own)
        self.assertEqual({c["decision"] for c in made["confirm"]}, {"accept"})
        self.assertEqual(len(made["confirm"]), 4)
        out, _ = self.say("confirm", "--accept", "--item", "電話", by="officer", case=own)
        self.assertIn("Confirmed: exit check 電話", out)
        erasure = awaiting[self.item("複製2")["id"]]["id"]
        record, = self.case.glob(f"records/*-{erasure}.p7m")
        answer = self.folder / "answer.p7m"
        key, cert = self.people.signers["deputy"]
        self.tool(DONE, "wipe-cert", "confirm", "--accept", "--key", key, "--cert", cert, "--trust",
                  self.people.trust, "-o", answer, record)
        made = self.act("merge", own, answer, by="manager")
        self.assertEqual(made["import"][0], {"object": "import", "added": 7, "refused": 0,
                                             "known": len(self.records()) - 8})
        self.is_whole()
        self.holds("メール", "attested")
        self.holds("複製2", "erased")
        self.holds("電話", "nothing-copied")
        self.holds("借用書類", "disposed")
        self.holds("USB-1", "returned")
        # The same answer once more adds nothing.
        made = self.act("merge", answer, by="manager")
        self.assertEqual((made["import"][0]["added"], made["import"][0]["known"]), (0, 1))
        # What is not there is told.
        _, err = self.say("merge", self.records()[0].parent / "none.p7m", by="manager",
                          expected=USAGE)
        self.assertIn("none.p7m", err)

    def rejected_and_done_again(self):
        out, _ = self.say("confirm", "--reject", "--reason", "the label was not shown", "--item",
                          "複製3", by="deputy")
        self.assertIn("Rejected: erasure 複製3", out)
        self.holds("複製3", "erased", "rejected")
        _, err = self.say("close", by="manager", expected=REFUSED)
        self.assertRegex(err, "複製3: .*rejected")
        self.wipe("複製3", by="second")
        self.holds("複製3", "erased", "confirmation")
        made = self.confirm("--item", "複製3", "--label-seen", by="deputy")
        self.assertEqual(len(made["confirm"]), 1)
        self.holds("複製3", "erased")
        self.is_whole()

    def lost(self):
        made = self.act("incident", "--kind", "lost", "--item", "USB-2", "--text",
                        "not in the locker", by="second")
        opened = made["added"][0]["id"]
        self.assertEqual(made["state"][0]["open_incidents"], 1)
        self.holds("USB-2", "none", "incident", "outcome", "return")
        out, _ = self.say("incident", "--kind", "lost", "--item", "USB-2", "--resolves", opened,
                          "--missing", "--text", "not found again", "--cause",
                          "the list was not kept", "--measures", "counted every evening",
                          by="manager")
        self.assertIn("Open incidents: 1", out)
        awaiting = [a for a in self.status()["awaiting"] if a["type"] == "incident"]
        self.assertEqual(len(awaiting), 1)
        self.confirm("--record", awaiting[0]["id"])
        self.holds("USB-2", "missing")
        self.assertEqual(self.state()["open_incidents"], 0)
        self.is_whole()

    def failed_disk(self):
        opened = self.act("incident", "--kind", "erasure-failed", "--item", "借用ディスク", "--text",
                          "the disk does not answer")["added"][0]["id"]
        dispose = ["--item", "借用ディスク", "--method", "destroyed", "--text", "crushed", "--by",
                   "first", "--photograph", self.paper("crushed.jpg")]
        before = self.everything(self.case)
        _, err = self.say("dispose", *dispose, expected=REFUSED)
        self.assertIn("evidence of an open incident", err)
        self.assertEqual(self.everything(self.case), before)
        self.act("approve", "--subject", "instruction", "--item", "借用ディスク", "--text",
                 "crush it", "--officer", "Officer", by="officer")
        self.act("dispose", *dispose)
        self.holds("借用ディスク", "disposed", "incident", "confirmation")
        self.act("incident", "--kind", "erasure-failed", "--resolves", opened[:13], "--text",
                 "crushed", "--cause", "age", "--measures", "none needed", by="manager")
        made = self.confirm("--all", by="deputy")
        self.assertIn("incident", {c["about_type"] for c in made["confirm"]})
        self.holds("借用ディスク", "disposed")
        self.holds("早い媒体", "erased")
        self.is_whole()

    def forked(self):
        """One engineer used his key in two copies."""
        one, other = self.copy("分岐1"), self.copy("分岐2")
        self.receive("分岐甲", case=one, kind="paper")
        self.receive("分岐乙", case=other, kind="paper")
        self.is_whole(case=one)
        self.is_whole(case=other)
        shutil.copy(self.records(case=other)[-1], one / "records")
        findings = self.verify(UNCONFIRMED, case=one)
        self.assertEqual(set(findings), {"fork", "heads"})
        fork, = findings["fork"]
        self.assertTrue(fork["file"] and fork["other"])
        text = self.tool(UNCONFIRMED, "wipe-case", "verify", one, "--init", self.init).stdout
        self.assertIn("OPEN: its signer wrote two records of one number", text)
        self.assertIn("It cannot be confirmed", text)
        made = self.act("merge", one, other, "--text", "both are real", by="manager")
        self.assertEqual((made["import"][0]["added"], made["state"][0]["heads"]), (2, 1))
        self.is_whole("fork-merged")
        text = self.tool(DONE, "wipe-case", "verify", self.case, "--init", self.init).stdout
        self.assertIn("NOTE: its signer wrote in two copies", text)
        for label in ("分岐甲", "分岐乙"):
            self.act("dispose", "--item", label, "--method", "dissolved", "--text", "done", "--by",
                     "first")
        self.confirm()

    def subcontractor_open(self):
        self.sub = self.folder / "再委託先"
        self.sub_init = self.begin(case=self.sub, by="sub-manager", trust=self.people.sub_trust,
                                   level="clear")
        self.act("approve", "--subject", "method", "--text", "全領域を上書き", "--method", "zero",
                 "--level", "none", "--kind", "medium", "--officer", "Officer", by="officer",
                 case=self.sub)
        self.act("roster", self.staff(("manager", "sub-manager", day(-1), None),
                                      ("engineer", "sub-engineer", day(-1), None), name="sub.tsv"),
                 by="sub-manager", case=self.sub)
        self.receive("再-1", case=self.sub, by="sub-engineer")
        made = self.act("merge", "--subcontractor", f"再委託先 乙={self.sub}", by="manager")
        self.assertEqual(made["added"][0]["type"], "merge")
        told, = massho.record(self.records("merge")[-1])["included"]
        self.assertEqual((told["name"], told["init_sha256"], told["records"]),
                         ("再委託先 乙", self.sub_init, 4))
        self.is_whole("fork-merged")
        self.refuse_to_close("再委託先 乙")
        self.assertTrue(self.state()["subcontractors_open"])
        out = self.tool(DONE, "wipe-case", "status", self.case).stdout
        self.assertIn("Cases of subcontractors: 1, something is open in them", out)

    def refuse_to_close(self, *words):
        before = self.everything(self.case)
        _, err = self.say("close", by="manager", expected=REFUSED)
        for word in words:
            self.assertIn(word, err)
        self.assertEqual(self.everything(self.case), before)
        return err

    def subcontractor_closed(self):
        self.wipe("再-1", by="sub-engineer", case=self.sub)
        self.confirm(case=self.sub)
        made = self.act("close", by="sub-manager", case=self.sub)
        self.assertTrue(made["state"][0]["closed"])
        self.refuse_to_close("再委託先 乙")
        self.act("merge", "--subcontractor", f"再委託先 乙={self.sub}", by="manager")
        self.is_whole("fork-merged")
        self.assertFalse(self.state()["subcontractors_open"])

    def nothing_left(self):
        err = self.refuse_to_close("借用資料", "not erased, returned or destroyed")
        open_items = [i["label"] for i in self.status()["item"] if i["lacks"]]
        self.assertEqual(open_items, ["借用資料"])
        for label in open_items:
            self.assertIn(label, err)
        back = self.folder / "back.txt"
        back.write_text("a receipt\n")
        out, _ = self.say("return", "--item", "借用資料", "--form", "archive", "--files", self.data,
                          "--to", "Officer", "--receipt", back, "--text", "on one disc")
        self.assertIn("return", out)
        returned = massho.record(self.records("return")[-1])
        received = massho.record(next(p for p in self.records("receive")
                                      if massho.record(p)["id"] == self.item("借用資料")["id"]))
        self.assertEqual(returned["manifest"], received["manifest"] | returned["manifest"])
        self.confirm("--all")
        for label in open_items:
            self.assertEqual(self.item(label)["lacks"], [], label)
        out = self.tool(DONE, "wipe-case", "status", self.case).stdout
        self.assertIn("Nothing is open: the case can be closed", out)

    def closes(self):
        _, err = self.say("close", by="first", expected=REFUSED)
        self.assertIn("role", err)
        out, _ = self.say("close", "--text", "以上", by="manager")
        self.assertIn("Recorded as number", out)
        self.assertIn("The case is closed.", out)
        closing = massho.record(self.records("close")[0])
        outcomes = {i["item"]: i["outcome"] for i in closing["items"]}
        self.assertEqual(outcomes, {i["id"]: i["outcome"] for i in self.status()["item"]})
        self.assertEqual(sorted(set(outcomes.values())), ["attested", "disposed", "erased",
                                                          "missing", "nothing-copied", "returned"])
        self.assertTrue(self.state()["closed"])
        self.confirm("--all")
        self.assertEqual(self.state()["awaiting_confirmation"], 0)
        self.is_whole("fork-merged")

    def report(self, kind, *words):
        return self.tool(DONE, "wipe-case", "report", self.case, "--kind", kind, *words).stdout

    def reports(self):
        items = {i["label"]: i for i in self.status()["item"]}
        for kind in REPORTS:
            with self.subTest(kind):
                text = self.report(kind)
                self.assertIn(contract.NUMBER, text)
                told = json.loads(self.report(kind, "--json"))
                self.assertEqual((told["object"], told["report"]), ("report", kind))
                rows = list(csv.reader(io.StringIO(self.report(kind, "--csv").lstrip("\ufeff"))))
                self.assertGreater(len(rows), 1)
                paper = self.folder / f"{kind}.pdf"
                self.report(kind, "--pdf", "-o", paper, "--lang", "ja")
                self.assertTrue(paper.read_bytes().startswith(b"%PDF-"))
                self.assertIn(contract.NUMBER, text_of(paper))
                again = self.tool(REFUSED, "wipe-case", "report", self.case, "--kind", kind,
                                  "--pdf", "-o", paper)
                self.assertIn(paper.name, again.stderr)
        final = json.loads(self.report("final", "--json"))
        shown = {r["label"] for part in ("items", "attested") for r in final[part]["rows"]}
        self.assertEqual(shown, set(items))
        self.assertEqual({r["label"] for r in final["attested"]["rows"]}, {"メール", "PC-1"})
        copies = self.report("copies", "--csv")
        for label in ("複製1", "複製2", "複製3"):
            self.assertIn(label, copies)
        incidents = self.report("incidents")
        for word in ("not in the locker", "the disk does not answer", "counted every evening"):
            self.assertIn(word, incidents)
        self.assertIn("氏名 first", self.report("staff"))
        self.assertIn("再委託先 乙", self.report("final"))

    def exports(self):
        whole, bare = self.folder / "提出", self.folder / "名前なし"
        made = self.objects(self.tool(DONE, "wipe-case", "export", self.case, whole,
                                      "--json").stdout)["export"][0]
        head, = self.verify(DONE) and self.verified["head"]
        self.assertEqual((made["head"], made["number"], made["left_out"]),
                         (head["econtent_sha256"], head["number"], 0))
        out = self.tool(DONE, "wipe-case", "export", self.case, bare, "--without-personal").stdout
        self.assertNotIn("left out: 0", out)
        lists, files = (len(list(folder.rglob("attachments/*"))) for folder in (bare, whole))
        self.assertIn(f", {lists} attachments; left out: {files - lists}\n", out)
        self.assertEqual(made["attachments"], files)
        notes = [(folder / "VERIFY.txt").read_text() for folder in (bare, whole)]
        for words in (f"({lists} lists)", f"({files - lists} files)", "names of persons", "(also paths)"):
            self.assertEqual([words in note for note in notes], [True, False], words)
        self.is_whole("fork-merged", case=whole)
        self.is_whole("fork-merged", "attachment-left-out", case=bare)
        for folder, has in ((whole, True), (bare, False)):
            texts = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
            for word in ("氏名 first", "資料 1.txt", "役員 山田"):
                self.assertEqual(word.encode() in texts or
                                 json.dumps(word)[1:-1].encode() in texts, has, (folder, word))
        # As the file in it says to whoever has nothing but the folder.
        command = next(line.split() for line in (whole / "VERIFY.txt").read_text().splitlines()
                       if line.strip().startswith("wipe-verify "))
        self.assertIn(self.init, command)
        for folder in (whole, bare):
            self.tool(DONE, *command, cwd=folder)
            lines = [line for line in (folder / "VERIFY.txt").read_text().splitlines()
                     if line.startswith("  openssl ")]
            self.assertEqual([re.search("trust/([a-z]+)/", line)[1] for line in lines],
                             ["manager", "engineer", "officer"])
            for line in lines:
                subprocess.run(["sh", "-c", line], cwd=folder, check=True, capture_output=True)
        self.tool(FAILED, *[w.replace(self.init, "0" * 64) for w in command], cwd=whole)
        self.verify(DONE, "--head", f"{made['head']}:{made['number']}", case=bare)
        self.verify(FAILED, "--head", f"{made['head']}:{made['number'] - 1}", case=bare)
        # The record of one file, by stock tools.
        massho.econtent(self.records("close", bare)[0])
        _, err = self.say("receive", "--label", "x", "--kind", "paper", "--description", "x",
                          "--given-by", "x", case=bare, expected=REFUSED)
        self.assertIn("closed", err)
        self.tool(REFUSED, "wipe-case", "export", self.case, whole)

    def after_closing(self):
        before = self.everything(self.case)
        for command, by, words in (
                ("close", "manager", ()),
                ("receive", "officer", ("--label", "late", "--kind", "paper", "--description", "x",
                                        "--given-by", "Officer")),
                ("permit", "officer", ("--label", "late", "--kind", "files", "--description", "x",
                                       "--purpose", "copy-inside", "--of", "借用資料", "--use", "x",
                                       "--place", "x", "--officer", "Officer")),
                ("approve", "officer", ("--subject", "change", "--text", "x", "--officer",
                                        "Officer")),
                ("challenge", "officer", ("--item", "借用資料", "--officer", "Officer")),
                ("roster", "manager", (self.folder / "staff.tsv",)),
                ("declare", "manager", ("--clause", "1=yes",)),
                ("return", "first", ("--item", "借用資料", "--form", "files", "--to", "x"))):
            with self.subTest(command):
                _, err = self.say(command, *words, by=by, expected=REFUSED)
                self.assertIn("the case is closed", err)
        self.wipe("複製1", name="late.img", expected=REFUSED)
        self.assertEqual(self.everything(self.case), before)
        self.assertTrue(self.state()["closed"])


if __name__ == "__main__":
    massho.main()
