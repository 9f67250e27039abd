# SPDX-License-Identifier: GPL-3.0-or-later
"""Registers and reports of a case: that they leave out nothing, and tell what was stated."""
import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "page"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import contract  # noqa: E402
import massho  # noqa: E402
from case_folder import Folder, work  # noqa: E402
from contract import day  # noqa: E402
from massho import DONE, UNCONFIRMED, USAGE  # noqa: E402
from pdf import text_of  # noqa: E402


class Case(contract.Case):
    def setUp(self):
        super().setUp()
        self.begin()

    def report(self, kind, *words, case=None, language=None):
        return self.tool(DONE, "wipe-case", "report", case or self.case, "--kind", kind, *words,
                         language=language).stdout

    def told(self, kind, *words, case=None):
        return json.loads(self.report(kind, "--json", *words, case=case))

    def row(self, kind, section, **wanted):
        rows = [row for row in self.told(kind)[section]["rows"]
                if all(row[key] == value for key, value in wanted.items())]
        self.assertEqual(len(rows), 1, rows)
        return rows[0]

    def pdf(self, kind, *words):
        out = self.folder / f"{kind}.pdf"
        out.unlink(missing_ok=True)
        self.report(kind, "--pdf", "-o", out, *words)
        return text_of(out)


class Final(Case):
    def attest(self, label, **how):
        return self.act("attest", "--item", label, "--method", "deleted", "--text", "twice",
                        "--reason", "no reader", **how)

    def dispose(self, label, *words, **how):
        return self.act("dispose", "--item", label, "--method", "shredded", "--text", "2 mm",
                        "--by", "田中・佐藤", *words, **how)

    def test_each_item_once(self):
        """Whatever its state: open, waiting, rejected, attested and not confirmed, done."""
        for label in ("A", "B", "C", "D", "E"):
            self.receive(label)
        for label in ("B", "C"):
            self.attest(label)
        self.confirm("--item", "B")
        self.act("confirm", "--reject", "--item", "C", "--reason", "no", by="officer")
        self.dispose("D")
        self.act("incident", "--kind", "lost", "--item", "E", "--text", "gone")
        told = self.told("final")
        rows = [row for part in ("items", "attested") for row in told[part]["rows"]]
        self.assertEqual(Counter(row["label"] for row in rows),
                         Counter(item["label"] for item in self.status()["item"]))
        self.assertEqual({row["label"] for row in told["attested"]["rows"]}, {"B", "C"})
        self.assertEqual(sum(int(row["items"]) for row in told["summary"]["rows"]), 5)
        self.assertEqual(Counter(row["confirmation"] for row in rows),
                         Counter({"none": 2, "confirmed": 1, "rejected": 1, "unconfirmed": 1}))

    SUMS = ("erased", "returned", "disposed", "attested", "nothing_copied", "missing", "withdrawn",
            "several_ways", "open")

    def sums(self, **wanted):
        """One row of the summary, which adds up, by what is not zero."""
        row, = [row for row in self.told("final")["summary"]["rows"]
                if wanted.items() <= row.items()]
        self.assertEqual(sum(int(row[key]) for key in self.SUMS), int(row["items"]))
        return {key: int(row[key]) for key in ("items", *self.SUMS) if row[key] != "0"}

    def test_withdrawn(self):
        """A device that never came is no mail, and no row counts what is not there."""
        self.receive("Q", kind="paper")
        for made in (self.receive("PC", kind="device"), self.receive("P", kind="paper")):
            self.act("confirm", "--reject", "--record", made, "--reason", "no", by="officer")
        told = self.told("final")
        self.assertEqual([row["kind"] for row in told["summary"]["rows"]], ["paper", "device"])
        self.assertEqual(self.sums(kind="device"), {"items": 1, "withdrawn": 1})
        self.assertEqual(self.sums(kind="paper"), {"items": 2, "withdrawn": 1, "open": 1})
        sub = self.folder / "sub"
        self.begin(case=sub, by="sub-manager", trust=self.people.sub_trust)
        for label in ("R", "S"):
            made = self.receive(label, by="sub-engineer", case=sub)
            self.act("confirm", "--reject", "--record", made, "--reason", "no", by="officer",
                     case=sub)
        self.act("merge", "--subcontractor", f"乙={sub}", by="manager")
        self.assertEqual(self.sums(whose="乙"), {"items": 2, "withdrawn": 2})
        self.assertIn("withdrawn", self.pdf("final"))

    def test_attested_and_open(self):
        """None of them is closed: they are told nonetheless."""
        self.receive("A")
        self.attest("A")
        self.assertEqual([row["label"] for row in self.told("final")["attested"]["rows"]], ["A"])

    def test_what_is_signed_for(self):
        self.receive("紙", "--quantity", "30", "--classification", "機密性2", "--date", day(-3),
                     kind="paper")
        self.act("return", "--item", "紙", "--form", "paper", "--quantity", "30", "--to", "総務課 鈴木",
                 "--date", day(-2), "--receipt", self.paper("r.pdf"))
        self.receive("B", "--date", day(-3))
        self.dispose("B", "--photograph", self.paper("p.jpg"), "--date", day(-1))
        self.confirm("--item", "紙")
        scan = self.paper("answer.pdf")
        self.act("confirm", "--accept", "--item", "B", "--paper-scan", scan, expected=UNCONFIRMED)
        row = self.row("final", "items", label="紙")
        self.assertEqual(
            {key: row[key] for key in ("description", "quantity", "pieces", "to", "by", "day",
                                       "entered", "officer", "confirmed_on", "means",
                                       "classification", "confirmation", "method")},
            {"description": "that is 紙", "quantity": "30", "pieces": "30", "to": "総務課 鈴木",
             "by": "first", "day": day(-2), "entered": day(), "officer": "officer",
             "confirmed_on": day(), "means": "by signature", "classification": "機密性2",
             "confirmation": "confirmed", "method": "as paper"})
        attached = massho.record(self.records("return")[0])["attachments"][0]["sha256"]
        self.assertEqual(row["evidence"], f"receipt slip {attached[:8]}")
        row = self.row("final", "items", label="B")
        self.assertEqual((row["method"], row["by"], row["day"], row["confirmation"], row["officer"],
                          row["means"]),
                         ("shredded: 2 mm", "田中・佐藤", day(-1), "paper", "first", "on paper"))
        text = self.pdf("final")
        for word in ("that is 紙", "総務課 鈴木", "田中・佐藤", "Evidence:", attached[:8], "2 mm",
                     "by signature", "entered by first", day(-2)):
            self.assertIn(word, text)
        next((self.case / "attachments").glob(f"{attached}*")).unlink()
        self.assertIn("(not in this copy of the case)",
                      self.row("final", "items", label="紙")["evidence"])

    def test_files_that_came_back(self):
        """Whoever confirms the report sees whether they are what was received."""
        data = self.folder / "data"
        data.mkdir()
        (data / "kept").write_text("x")
        (data / "gone").write_text("x")
        self.receive("A", "--files", data, kind="files")
        self.receive("B", kind="files")
        (data / "gone").unlink()
        for label in ("A", "B"):
            self.act("return", "--item", label, "--form", "files", "--to", "x", "--files", data)
        self.confirm()
        words = "the same 1, changed 0, missing 1, new 0"
        for kind, section in (("final", "items"), ("received", "received")):
            self.assertEqual(self.row(kind, section, label="A")["compared"], words)
            self.assertEqual(self.row(kind, section, label="B")["compared"], "not compared")
            self.assertIn(words, self.report(kind, "--csv"))
            self.assertIn("missing 1", " ".join(self.pdf(kind).split()))

    def returns(self, label, *quantities):
        for quantity in quantities:
            self.act("return", "--item", label, "--form", "paper", "--to", "x", "--quantity", quantity)

    def test_all_at_once_again(self):
        """It stands for what was said before, which the report then does not count once more."""
        self.receive("A", kind="paper")
        self.returns("A", "1", "1")
        newest = massho.record(self.records("return")[-1])["id"]
        self.act("confirm", "--accept", "--record", newest, by="officer")
        self.assertTrue(self.item("A")["closed"])
        row = self.row("final", "items", label="A")
        self.assertEqual((row["pieces"], row["confirmation"], row["records"]),
                         ("1", "confirmed", newest[:8]))
        self.assertEqual(self.row("received", "received", label="A")["confirmation"], "confirmed")

    def test_some_then_all_at_once(self):
        self.receive("A", "--quantity", "5", kind="paper")
        self.returns("A", "2", "5")
        row = self.row("final", "items", label="A")
        self.assertEqual((row["pieces"], row["confirmation"]), ("5", "unconfirmed"))
        self.act("confirm", "--reject", "--record",
                 massho.record(self.records("return")[-1])["id"], "--reason", "x", by="officer")
        self.assertEqual(self.item("A")["quantity_left"], 5)
        self.assertEqual(self.row("final", "items", label="A")["pieces"], "5")
        self.returns("A", "1", "4")
        self.confirm()
        row = self.row("final", "items", label="A")
        self.assertEqual((row["pieces"], row["confirmation"]), ("1; 4", "confirmed"))

    def test_erased(self):
        self.receive("N")
        self.wipe("N")
        row = self.row("final", "items", label="N")
        self.assertEqual((row["level"], row["by"], row["confirmation"]),
                         ("none", "first", "unconfirmed"))
        self.assertIn("ERASED AND VERIFIED", row["method"])

    def ids(self, kind):
        return [massho.record(path)["id"][:8] for path in self.records(kind)]

    def test_a_device_without_media(self):
        """Its erasure is what made it safe to let go; the exit check only rests on it."""
        self.permit("PC", purpose="bring-in", kind="device")
        self.wipe("PC")
        self.assertEqual(self.row("final", "items", label="PC")["records"], self.ids("erasure")[0])
        self.confirm()
        self.act("exit-check", "--item", "PC", "--result", "erased", "--text", "t", "--place", "gate")
        row = self.row("final", "items", label="PC")
        self.assertEqual((row["records"], row["level"], row["confirmation"]),
                         (f"{self.ids('erasure')[0]} {self.ids('exit-check')[0]}", "none", "partly"))
        self.assertIn("ERASED AND VERIFIED", row["method"])
        self.confirm()
        self.assertEqual(self.row("final", "items", label="PC")["confirmation"], "confirmed")
        text = self.pdf("final")
        for made in self.ids("erasure") + self.ids("exit-check"):
            self.assertIn(made, text)

    def erase_serial(self, serial, item, name="erasure-zero"):
        """A disk, as no test has one; the id of the record."""
        Folder(self.case).add(work(name, serial), self.people.signers["first"], item)
        return self.ids("erasure")[-1]

    def test_a_device_that_is_erased_with_a_copy_on_it(self):
        """The erasure is in the name of the copy, and counts for the device too."""
        self.receive("原本")
        self.permit("PC", "--serial", "SER-1", purpose="bring-in", kind="device")
        copied = self.permit("複製", "--of", "原本", "--serial", "SER-1")
        self.assertEqual(self.row("final", "items", label="PC")["records"], "")
        made = self.erase_serial("SER-1", copied)
        for label in ("PC", "複製"):
            row = self.row("final", "items", label=label)
            self.assertEqual((row["records"], row["confirmation"]), (made, "unconfirmed"))
        self.confirm()
        self.act("exit-check", "--item", "PC", "--result", "erased", "--text", "t", "--place", "gate")
        self.confirm()
        row = self.row("final", "items", label="PC")
        self.assertEqual((row["records"], row["confirmation"]),
                         (f"{made} {self.ids('exit-check')[0]}", "confirmed"))
        # It is over: what is erased since is none of this.
        self.erase_serial("SER-1", self.item("PC")["id"])
        self.assertEqual(self.row("final", "items", label="PC")["records"], row["records"])

    def test_too_low(self):
        """What does not reach the level is no erasure of the thing."""
        self.begin(level="purge", case=self.folder / "high")
        self.case = self.folder / "high"
        made = self.permit("PC", "--serial", "SER-1", purpose="bring-in", kind="device")
        self.erase_serial("SER-1", made)
        self.assertEqual(self.row("final", "items", label="PC")["records"], "")

    def make(self, name):
        (self.folder / name).mkdir()
        return self.folder / name

    def test_two_destinations(self):
        """Each of them with its erasure; what is left is named."""
        self.receive("原本")
        data = self.sources()
        self.permit("複製", "--of", "原本", purpose="copy-outside")
        for name in ("甲", "乙"):
            self.act("copy-out", data, "--item", "複製", "--to", self.make(name), "--destination",
                     f"USB{name}")
        places = [f"USB{name} ({self.folder / name})" for name in ("甲", "乙")]
        row = self.row("final", "items", label="複製")
        self.assertEqual((row["records"], row["copied_to"], set(row["not_erased"].split("; "))),
                         ("", "", set(places)))
        self.wipe("複製", name="1.img")
        row = self.row("final", "items", label="複製")
        # Without a serial nobody knows which of them it was.
        unsure = "; ".join(("one or more of these, the records do not tell which:", *reversed(places)))
        self.assertEqual((row["records"], row["copied_to"], row["not_erased"]),
                         (self.ids("erasure")[0], unsure, unsure))
        self.assertIn("Copied to, and not erased: one or more of these",
                      " ".join(self.pdf("final").split()))
        for copying in self.told("copies")["copyings"]["rows"]:
            self.assertEqual((copying["erased"], copying["erasure"]), ("not known of which place", ""))
        self.confirm()
        self.assertEqual(self.row("final", "items", label="複製")["confirmation"], "partly")
        self.wipe("複製", name="2.img")
        row = self.row("final", "items", label="複製")
        self.assertEqual((row["records"], row["copied_to"], row["not_erased"], row["confirmation"]),
                         (" ".join(self.ids("erasure")), unsure, "", "partly"))
        self.confirm()
        self.assertEqual(self.row("final", "items", label="複製")["confirmation"], "confirmed")

    def test_erased_and_returned(self):
        """The erasure is told, and what the officer answers to the return decides."""
        self.receive("A")
        self.wipe("A")
        self.act("return", "--item", "A", "--form", "medium", "--to", "x")
        self.confirm("--record", massho.record(self.records("return")[0])["id"])
        row = self.row("final", "items", label="A")
        self.assertEqual((row["records"], row["state"], row["confirmation"]),
                         (f"{self.ids('erasure')[0]} {self.ids('return')[0]}", "returned",
                          "confirmed"))
        self.assertIn("- not confirmed", self.pdf("final"))

    def test_replaced(self):
        """What nobody answered, and something else stands for, was not done."""
        for label, end in (("A", "attest"), ("B", "dispose"), ("C", "wipe")):
            self.receive(label)
            if end == "dispose":
                self.attest(label)
            else:
                self.dispose(label)
        for label, says in (("A", "disposal"), ("B", "contractor's word")):
            kind, words = (("attest", ("--reason", "r")) if label == "A" else
                           ("dispose", ("--by", "x")))
            replaced = self.ids("attest" if label == "B" else "dispose")[0]
            out, _ = self.say(kind, "--item", label, "--method", "other", "--text", "t", *words)
            self.assertIn(f"It takes the place of what was recorded before: {says} of {day()} "
                          f"(record {replaced}).", out)
        self.wipe("C")
        self.confirm()
        self.assertEqual(Counter((row["type"], row["result"])
                                 for row in self.told("status")["events"]["rows"]
                                 if row["type"] != "receive"),
                         Counter({("dispose", "replaced"): 2, ("dispose", "confirmed"): 1,
                                  ("attest", "replaced"): 1, ("attest", "confirmed"): 1,
                                  ("erasure", "confirmed"): 1}))
        for section, label, state in (("attested", "A", "attested"), ("items", "B", "disposed"),
                                      ("items", "C", "erased")):
            row = self.row("final", section, label=label)
            self.assertEqual((row["state"], row["confirmation"], len(row["records"].split())),
                             (state, "confirmed", 1), label)
            self.assertNotIn("2 mm", row["method"])
            self.assertEqual(self.row("received", "received", label=label)["confirmation"],
                             "confirmed")

    def test_several_ways(self):
        self.receive("A", "--quantity", "30", kind="paper")
        out, _ = self.say("dispose", "--item", "A", "--method", "shredded", "--text", "2 mm", "--by",
                          "x", "--quantity", "20")
        self.assertNotIn("takes the place", out)
        row = self.row("final", "items", label="A")
        self.assertEqual((row["state"], row["disposed_pieces"], row["returned_pieces"]),
                         ("open", "20", ""))
        out, _ = self.say("return", "--item", "A", "--form", "paper", "--to", "x", "--quantity", "10")
        self.assertNotIn("takes the place", out)
        self.confirm()
        row = self.row("final", "items", label="A")
        self.assertEqual((row["state"], row["disposed_pieces"], row["returned_pieces"],
                          row["confirmation"]), ("returned", "20", "10", "confirmed"))
        self.assertEqual(self.sums(kind="paper"), {"items": 1, "several_ways": 1})
        for text in (self.report("final"), self.report("received", "--csv")):
            self.assertIn("returned 10, destroyed 20", " ".join(text.split()))

    def test_closing(self):
        self.receive("A")
        told = self.told("final")
        self.assertEqual(told["closing"]["fields"], {"state": "not closed"})
        self.assertIn("The case is not closed. Open items: 1.", self.report("final"))
        self.dispose("A")
        self.confirm()
        self.act("close", by="manager")
        fields = self.told("final")["closing"]["fields"]
        self.assertEqual((fields["state"], fields["closed_by"], fields["closing_answer"]),
                         ("closed", "manager", "not confirmed yet"))
        self.assertIn("The closing awaits the officer's confirmation.", self.report("final"))
        confirmed = self.copy("confirmed")
        self.confirm(case=confirmed)
        fields = self.told("final", case=confirmed)["closing"]["fields"]
        self.assertEqual(fields["closing_answer"], f"confirmed (officer, {day()}, by signature)")
        self.assertNotIn("awaits", self.report("final", case=confirmed))

    def test_closing_taken_back(self):
        """By an incident, or by the officer: what was confirmed holds no longer, and it is told."""
        self.receive("A")
        self.dispose("A")
        self.confirm()
        self.act("close", "--date", day(), by="manager")
        rejected = self.copy("rejected")
        self.act("confirm", "--reject", "--all", "--reason", "too early", by="officer", case=rejected)
        self.confirm()
        self.assertEqual(self.row("status", "events", type="close")["result"], "confirmed")
        self.act("incident", "--kind", "lost", "--item", "A", "--text", "gone")
        closing = massho.record(self.records("close")[0])["id"]
        fields = self.told("final")["closing"]["fields"]
        self.assertEqual((fields["state"], fields["former_closing"], fields["former_closing_answer"]),
                         ("not closed", f"{day()}, manager", f"confirmed (officer, {day()}, by signature)"))
        self.assertNotIn("closed_on", fields)
        self.assertIn(f"The case was closed on {day()}; that no longer holds", self.report("final"))
        self.assertEqual(self.row("status", "events", id=closing[:8])["result"], "undone")
        fields = self.told("final", case=rejected)["closing"]["fields"]
        self.assertEqual(fields["former_closing_answer"],
                         f"rejected (officer, {day()}, by signature)\nReason: too early")
        self.assertIn(f"The officer rejected the closing of {day()}.",
                      self.report("final", case=rejected))
        self.pdf("final")

    def test_not_whole(self):
        self.receive("A")
        self.receive("B")
        self.assertNotIn("not whole", self.report("final"))
        self.records("receive")[0].unlink()
        self.assertIn("The case is not whole", self.report("final"))

    def test_without_effect(self):
        """Two copies destroy the same thing; nothing comes of one of the records."""
        self.receive("A")
        other = self.copy("other")
        for label in ("B", "C"):
            self.receive(label, case=other)
        for case in (self.case, other):
            self.dispose("A", case=case)
            self.confirm(case=case)
        self.act("merge", other, by="manager", expected=UNCONFIRMED)
        wrong = self.verify(UNCONFIRMED)["void"]
        text = self.report("final")
        self.assertIn(f"Records without effect or against the rules: {len(wrong)} (numbers: ", text)
        line = next(line for line in text.splitlines() if "(numbers: " in line)
        for finding in wrong:
            record = massho.record(self.case / "records" / finding["file"])
            self.assertIn(f"{record['case']['number']} {record['id'][:8]}", line)

    def test_subcontractors_are_counted(self):
        sub = self.folder / "sub"
        self.begin(case=sub, by="sub-manager", trust=self.people.sub_trust)
        for label in ("再-1", "再-2"):
            self.receive(label, by="sub-engineer", case=sub)
        self.attest("再-1", by="sub-engineer", case=sub)
        self.confirm(case=sub)
        self.act("merge", "--subcontractor", f"乙={sub}", by="manager")
        row = self.row("final", "summary", whose="乙")
        self.assertEqual((row["kind"], row["items"], row["attested"], row["open"]),
                         ("all", "2", "1", "1"))
        self.assertIn('\n"乙","all kinds","2",', self.report("final", "--csv"))
        self.assertIn("Subcontractor 乙", self.pdf("final"))
        text = self.report("final")
        self.assertIn("By the contractor's word alone: 1 items.", text)
        self.assertIn("Something is open in the case of a subcontractor. Open items: 1.", text)
        told = self.told("status")
        self.assertEqual([row["label"] for row in told["subcontractor_1_open"]["rows"]], ["再-2"])
        self.assertEqual({row["type"] for row in told["subcontractor_1_events"]["rows"]},
                         {"receive", "attest"})

    def test_words(self):
        self.receive("A")
        self.dispose("A")
        text = self.report("final", "--lang", "ja")
        self.assertNotIn("照合されませんでした", text)


class Days(Case):
    """The day that was stated is told, and the day of entry beside it."""

    def test_registers(self):
        self.receive("A", "--date", day(-3))
        self.permit("B", "--of", "A", "--date", day(-2))
        row = self.row("received", "received", label="A")
        self.assertEqual((row["received"], row["entered"]), (day(-3), day()))
        row = self.row("media", "media", label="A")
        self.assertEqual((row["since"], row["entered"]), (day(-3), day()))
        row = self.row("copies", "copies", label="B")
        self.assertEqual((row["since"], row["entered"]), (day(-2), day()))
        self.receive("C")
        self.assertEqual(self.row("received", "received", label="C")["entered"], "")
        self.assertRegex(self.pdf("received"), rf"\(entered[^)]*{day()}\)")

    def test_period(self):
        self.receive("A", "--date", day(-40))
        self.receive("B")

        def labels(*words):
            return [row["label"] for row in self.told("status", *words)["events"]["rows"]]

        self.assertEqual(labels(), ["A", "B"])
        self.assertEqual(labels("--until", day(-39)), ["A"])
        self.assertEqual(labels("--from", day(-39)), ["B"])
        self.assertEqual(labels("--from", day(-40), "--until", day(-40)), ["A"])

    def test_incidents(self):
        self.receive("A", "--date", day(-9))
        self.act("incident", "--kind", "lost", "--item", "A", "--text", "x", "--date", day(-5))
        for since, count in ((day(-5), 1), (day(-4), 0)):
            told = self.told("incidents", "--from", since)
            self.assertEqual(len(told["incidents"]["rows"]), count)


class Status(Case):
    def test_as_of(self):
        self.receive("A")
        told = self.told("status", "--until", day(-1))
        self.assertEqual(told["state"]["fields"]["as_of"], day())
        self.assertIn(f"What is open on {day()}", self.report("status", "--until", day(-1)))

    def test_a_copying_is_one_event(self):
        self.receive("原本")
        self.permit("複製", "--of", "原本", purpose="copy-outside")
        (self.folder / "one").mkdir()
        self.act("copy-out", self.sources(), "--item", "複製", "--to", self.folder / "one")
        self.assertEqual(len(self.records("copy-out")), 2)
        self.row("status", "events", type="copy-out")

    def test_something_was_copied_after_all(self):
        """A device that left with nothing on it, as was confirmed and is refuted by a copying."""
        self.receive("原本")
        self.permit("複製", "--of", "原本", purpose="copy-outside")
        late = self.copy("late")
        # The longer line stands first.
        for label in ("B", "C", "D"):
            self.receive(label)
        (self.folder / "one").mkdir()
        self.act("copy-out", self.sources(), "--item", "複製", "--to", self.folder / "one", case=late)
        self.act("exit-check", "--item", "複製", "--result", "nothing-copied", "--text", "x",
                 "--place", "x")
        self.confirm()
        self.assertEqual(self.events()["exit-check"]["result"], "confirmed")
        self.act("merge", late, by="manager", expected=UNCONFIRMED)
        self.assertEqual(self.events()["exit-check"]["result"], "undone")

    def events(self):
        return {row["type"]: row for row in self.told("status")["events"]["rows"]}

    def test_incidents_name_their_items(self):
        for label in ("A", "B"):
            self.receive(label)
        self.act("incident", "--kind", "lost", "--item", "A", "--item", "B", "--text", "gone")
        self.assertEqual(self.events()["incident"]["label"], "A B")

    def test_rejected(self):
        self.receive("A")
        self.wipe("A")
        self.assertEqual(self.events()["erasure"]["result"], "unconfirmed")
        self.act("confirm", "--reject", "--all", "--reason", "no", by="officer")
        self.assertEqual(self.events()["erasure"]["result"], "rejected")

    def test_declarations(self):
        """Of each clause the newest is in force."""
        self.act("declare", "--clause", "13=no,old", "--clause", "14=yes", by="manager")
        self.act("declare", "--clause", "13=yes,new", by="manager")
        rows = self.told("status")["clauses"]["rows"]
        self.assertEqual([row["clause"] for row in rows if row["state"] == "undeclared"],
                         ["12", "15", "16", "17", "18"])
        rows = [row for row in rows if row["state"] != "undeclared"]
        self.assertEqual({(row["clause"], row["text"], row["state"]) for row in rows},
                         {("13", "new", "in-force"), ("14", "", "in-force"),
                          ("13", "old", "superseded")})
        self.assertEqual([row["state"] for row in rows], ["in-force", "in-force", "superseded"])
        self.assertEqual([row["clause"] for row in self.told("status")["clauses"]["rows"]],
                         ["12", "13", "14", "15", "16", "17", "18", "13"])
        self.assertIn(f"superseded {day()}", self.report("status"))


class Incidents(Case):
    def resolution(self):
        return self.told("incidents")["incidents"]["rows"][-1]

    def test_answers(self):
        self.receive("A")
        self.act("incident", "--kind", "lost", "--item", "A", "--text", "gone")
        rows = self.told("incidents")["incidents"]["rows"]
        self.assertEqual([(row["stage"], row["confirmation"]) for row in rows], [("opened", "none")])
        self.act("incident", "--kind", "lost", "--resolves", rows[0]["id"], "--text", "found", "--cause", "c",
                 "--measures", "m", by="manager")
        waiting = self.copy("waiting")
        row = self.resolution()
        self.assertEqual((row["stage"], row["confirmation"], row["reason"]),
                         ("resolved", "unconfirmed", ""))
        self.act("confirm", "--reject", "--all", "--reason", "where", "--reason", "when",
                 by="officer")
        row = self.resolution()
        self.assertEqual((row["stage"], row["confirmation"], row["officer"], row["confirmed_on"],
                          row["reason"]),
                         ("rejected", "rejected", "officer", day(), "where; when"))
        for text in (self.report("incidents"), self.report("incidents", "--csv")):
            self.assertIn("where; when", text)
            self.assertNotIn("resolved", text)
        self.assertIn("Reason: where; when", self.pdf("incidents"))
        self.confirm(case=waiting)
        row = self.told("incidents", case=waiting)["incidents"]["rows"][-1]
        self.assertEqual((row["stage"], row["confirmation"], row["reason"]),
                         ("resolved", "confirmed", ""))

    def test_rejected_after_the_closing(self):
        self.receive("A")
        self.act("incident", "--kind", "lost", "--item", "A", "--text", "gone")
        opened = self.told("incidents")["incidents"]["rows"][0]["id"]
        self.act("incident", "--kind", "lost", "--resolves", opened, "--text", "x", "--cause", "c",
                 "--measures", "m", "--missing", "--item", "A", by="manager")
        self.confirm()
        self.act("close", by="manager")
        end = self.resolution()["id"]
        self.act("confirm", "--reject", "--record", end, "--reason", "no", by="officer")
        self.assertEqual((self.resolution()["stage"], self.resolution()["reason"]),
                         ("rejected", "no"))


class Copies(Case):
    def setUp(self):
        super().setUp()
        self.receive("原本")
        self.data = self.sources()

    def copy_out(self, label, name, *words, expected=DONE):
        target = self.folder / name
        target.mkdir()
        self.act("copy-out", self.data, "--item", label, "--to", target, *words, expected=expected)

    def test_each_copying(self):
        self.permit("複製", "--of", "原本", purpose="copy-outside")
        self.permit("他", "--of", "原本", purpose="copy-outside")
        self.copy_out("複製", "one", "--destination", "棚A")
        rows = self.told("copies")["copyings"]["rows"]
        self.assertEqual([(r["label"], r["day"], r["files"], r["destination"], r["result"], r["erased"],
                           r["confirmation"]) for r in rows],
                         [("複製", day(), "3", f"棚A ({self.folder / 'one'})", "complete", "",
                           "none")])
        self.wipe("複製")
        row = self.row("copies", "copyings", label="複製")
        self.assertEqual((row["erased"], row["confirmation"]), (day(), "unconfirmed"))
        self.confirm()
        self.assertEqual(self.row("copies", "copyings", label="複製")["confirmation"], "confirmed")

    def test_permits(self):
        self.permit("署名", "--of", "原本")
        self.permit("紙", "--of", "原本", "--paper-scan", self.paper(), by="first")
        self.assertEqual([r["permit"] for r in self.told("copies")["copies"]["rows"]],
                         ["signed", "paper"])
        self.confirm("--item", "紙")
        self.assertEqual(self.row("copies", "copies", label="紙")["permit"], "paper-confirmed")


class Media(Case):
    def test_what_is_told(self):
        self.permit("PC", "--medium", "Maker,Model,S-1", "--medium", "S-2", "--from", day(-1),
                    purpose="bring-in", kind="device")
        row = self.row("media", "media", label="PC")
        self.assertEqual((row["quantity"], row["media"], row["check"]),
                         ("1", "Maker Model S-1; S-2", "none"))


class Staff(Case):
    def test_with_a_document(self):
        """The list of persons need not be the first attachment."""
        self.act("roster", self.staff(("manager", "manager", day(-1), None)), "--document",
                 self.paper("a.pdf"), "--document", self.paper("b.pdf"), by="manager")
        self.assertEqual([row["person"] for row in self.told("staff")["staff"]["rows"]],
                         ["氏名 manager"])


    def test_earlier_lists(self):
        """Whoever is on no list any more is told all the same, once."""
        since = day(-1)
        for rows in ((("manager", "manager", since, None), ("engineer", "first", since, None),
                      ("engineer", "second", since, None)),
                     (("manager", "manager", since, None), ("engineer", "first", since, None)),
                     (("engineer", "first", since, day()), ("manager", "manager", since, None))):
            self.act("roster", self.staff(*rows), by="manager")
        rows = self.told("staff")["staff"]["rows"]
        self.assertEqual([(row["number"], row["person"], row["until"], row["state"]) for row in rows],
                         [("1", "氏名 first", day(), "in-force"),
                          ("2", "氏名 manager", "", "in-force"),
                          ("3", "氏名 second", "", "superseded")])
        self.assertIn(f"no longer on the list of {day()}", self.report("staff"))
        self.pdf("staff")
        bare = self.folder / "bare"
        self.tool(DONE, "wipe-case", "export", self.case, bare, "--without-personal")
        rows = self.told("staff", case=bare)["staff"]["rows"]
        self.assertEqual([row["person"] for row in rows], ["(left out)"] * 3)


    def test_periods_of_persons(self):
        """The last day is a day at work; of who is not at work that day it is said."""
        self.act("roster", self.staff(("manager", "manager", day(-9), None),
                                      ("engineer", "first", day(-9), day(-1)),
                                      ("engineer", "second", day(-9), day()),
                                      ("engineer", None, day(1), day(2))), by="manager")
        self.assertEqual([row["state"] for row in self.told("staff")["staff"]["rows"]],
                         ["in-force", "ended", "in-force", "not-begun"])
        self.assertIn("period ended", self.report("staff"))


class Paper(Case):
    def test_what_no_font_has(self):
        self.receive("箱 😀")
        text = self.pdf("received")
        self.assertIn("箱 〓", text)
        self.assertIn("U+1F600", text)
        self.assertIn("箱 😀", self.report("received"))

    def test_a_serial_a_line(self):
        serials = [f"S3Z{i}NB0K5{i:06}" for i in range(4)]
        media = [word for serial in serials[1:] for word in ("--medium", serial)]
        self.receive("PC", "--serial", serials[0], *media, kind="device")
        self.assertEqual(self.row("media", "media", label="PC")["serial"], " ".join(serials))
        for kind in ("final", "received", "media"):
            words = self.pdf(kind).split()
            for serial in serials:
                self.assertIn(serial, words)


class Words(Case):
    def refused(self, says, *words):
        out = self.folder / "x.pdf"
        done = self.tool(USAGE, "wipe-case", "report", self.case, *words, "--pdf", "-o", out)
        self.assertIn(says, done.stderr)
        self.assertFalse(out.exists())

    def test_titles(self):
        title = "返" * 100
        self.assertGreaterEqual(self.pdf("final", "--title", title, "--number", title).count("返"),
                                200)
        for option in ("--title", "--number"):
            self.refused("more than 100 characters", "--kind", "final", option, title + "返")
            for bad in ("a\nb", "a\x1bb", "a\u202eb", "a\x7fb"):
                self.refused(option, "--kind", "final", option, bad)

    def test_periods(self):
        for kind in ("final", "received", "media", "copies", "staff"):
            for option in ("--from", "--until"):
                self.refused("status and incidents only", "--kind", kind, option, day())
        self.report("incidents", "--from", day(), "--until", day())

    def test_long_words(self):
        """What is cut is cut at a character."""
        self.receive("長" * 100, "--quantity", "9", kind="paper")
        for _ in range(3):
            self.act("return", "--item", "長" * 100, "--form", "paper", "--quantity", "9",
                     "--to", "受" * 500, "--text", "𠮷" * 500)
        self.pdf("final")


if __name__ == "__main__":
    massho.main()
