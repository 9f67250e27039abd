#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of a case that come together, and that are given away: only what leaves a case whole is
taken over, and only what is the case's is given."""
import fcntl
import resource
import shutil
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "page"))
import contract  # noqa: E402
import massho  # noqa: E402
from case_folder import Folder, answer, document  # noqa: E402
from massho import DONE, FAILED, INTERRUPTED, REFUSED, UNCONFIRMED, USAGE  # noqa: E402

LARGEST = (1 << 53) - 1


def limited(size):
    """No file may become larger, as on a disk that is full."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return limit


def thing(label):
    return {"label": label, "kind": "medium", "description": "x", "quantity": 1, "classification": None,
            "maker": None, "model": None, "serial": None, "media": []}


class Copies(contract.Case):
    def setUp(self):
        super().setUp()
        self.begin()
        self.receive("A-1")

    def signed(self, folder, document_, by="second", item=None, change=None):
        """A record that no tool would add."""
        return Folder(folder).add(document_, self.people.signers[by], item, change)

    def merge(self, *others, expected=DONE, by="manager"):
        _, err = self.say("merge", *others, by=by, expected=expected)
        return err

    def is_whole(self, *problems, expected=DONE):
        self.assertEqual(set(self.verify(expected)), set(problems))


class Merge(Copies):
    def test_answer_of_another_contract(self):
        other = self.folder / "other"
        self.begin(case=other)
        self.act("return", "--item", self.receive("B-1", case=other), "--form", "medium", "--to",
                 "Officer", case=other)
        given = Folder(other).put(answer(Folder(other).last("return")) | {"id": str(uuid.uuid4())},
                                  self.people.signers["officer"], "answer.p7m").path
        before = self.everything(self.case)
        self.assertIn("is gone that this one is about", self.merge(given, expected=FAILED))
        self.assertEqual(self.everything(self.case), before)
        self.is_whole()

    def test_folder_of_another_contract(self):
        """One line for it, not one for each record; beside one of this case each is told."""
        other = self.folder / "other"
        self.begin(case=other)
        for i in range(3):
            self.receive(f"B-{i}", case=other)
        made, err = self.say("merge", other, "--json", by="manager", expected=FAILED)
        self.assertEqual(err, f"wipe-case merge: {other}: it is the case of another contract\n")
        self.assertEqual(self.objects(made)["import"][0]["refused"], 4)
        mixed = self.copy("mixed")
        for path in self.records("receive", other):
            shutil.copy(path, mixed / "records")
        err = self.merge(mixed, expected=FAILED)
        self.assertEqual(err.count("it belongs to another case"), 3)
        self.is_whole()

    def test_answer_before_what_it_is_about(self):
        """Whatever the order in which they are named."""
        other = self.copy("other")
        self.act("return", "--item", "A-1", "--form", "medium", "--to", "Officer", case=other)
        given = Folder(other).put(answer(Folder(other).last("return")) | {"id": str(uuid.uuid4())},
                                  self.people.signers["officer"], "answer.p7m").path
        given = given.rename(self.folder / "answer.p7m")
        self.merge(given, other)
        self.assertTrue(self.item("A-1")["closed"])
        self.is_whole()

    def test_second_record_of_an_id(self):
        other, wanted = self.copy("other"), Folder(self.case).last("receive").document["id"]
        self.signed(other, document("receive", thing=thing("B-1")),
                    change=lambda made: made.update(id=wanted))
        before = self.everything(self.case)
        self.assertIn("two records of one id", self.merge(other, expected=FAILED))
        self.assertEqual(self.everything(self.case), before)

    def test_two_new_records_of_an_id(self):
        """Neither: nobody knows which was meant."""
        made, wanted = [], str(uuid.uuid4())
        for name in ("one", "other"):
            made.append(self.copy(name))
            self.signed(made[-1], document("receive", thing=thing(name)),
                        change=lambda record: record.update(id=wanted))
        self.assertEqual(self.merge(*made, expected=FAILED).count("two records of one id"), 2)
        self.is_whole()

    def test_numbers(self):
        for number in (LARGEST, 2, 4):
            with self.subTest(number):
                other = self.copy(f"other-{number}")

                def change(made):
                    made["case"]["number"] = number
                self.signed(other, document("receive", thing=thing("B-1")), change=change)
                self.assertIn("its number is not one more", self.merge(other, expected=FAILED))
        self.is_whole()

    def test_damaged_here(self):
        """What is to be done is said; once it is done everything is whole."""
        other, path = self.copy("other"), self.records("receive")[0]
        self.receive("B-1", by="second", case=other)
        path.write_bytes(b"spoilt")
        self.assertIn("move it away", self.merge(other, expected=FAILED))
        path.unlink()
        self.merge(other)
        self.is_whole()

    def test_what_systems_leave(self):
        other = self.copy("other")
        for name in ("Thumbs.db", "desktop.ini", ".DS_Store"):
            (other / "records" / name).write_bytes(b"x" * 100)
        (other / "attachments").mkdir()
        (other / "attachments" / "Thumbs.db").write_bytes(b"x")
        self.assertEqual(self.merge(other), "")
        link = other / "records" / "000009-link.p7m"
        link.symlink_to(self.records("receive")[0])
        self.assertIn("not a regular file", self.merge(other, expected=FAILED))

    def test_paths_are_told_once(self):
        err = self.merge(self.folder / "nope", expected=USAGE)
        self.assertEqual(err.count("nope"), 1, err)
        self.assertIn("there is no case", self.merge(self.folder, expected=FAILED))

    def test_against_the_rules(self):
        """A return of what nobody received here: told with type, label and reason; once."""
        other = self.copy("other")
        self.signed(other, document("return"), item=self.permit("B-1", kind="medium", purpose="bring-in",
                                                                case=other))
        done = self.tool(UNCONFIRMED, "wipe-case", "merge", self.case, other, "--json",
                         *self.signer("manager"))
        told, = self.objects(done.stdout)["against-rules"]
        self.assertEqual((told["type"], told["fault"]), ("return", "not-permitted"))
        self.assertIn("return B-1: against the rules: it is not permitted", done.stderr)
        self.merge(other)

    def test_one_label_in_two_copies(self):
        """They stay two, and the record of the second counts, though against a rule."""
        other = self.copy("other")
        items = self.receive("N"), self.receive("N", case=other)
        self.merge(other, expected=UNCONFIRMED)
        told = [massho.run("wipe-case", "status", self.case, "--item", item).stdout
                for item in items]
        self.assertEqual(sorted("it counts, against a rule: another item" in text for text in told),
                         [False, True])
        self.assertFalse([text for text in told if "without effect" in text])

    def test_two_lines_of_one_signer(self):
        """He worked in two copies, or somebody else has his key: whoever merges hears of it, once."""
        other = self.copy("other")
        for folder, label in ((self.case, "B-1"), (other, "B-2")):
            self.receive(label, case=folder)
        ids = [massho.record(self.records("receive", folder)[-1])["id"] for folder in (self.case, other)]
        made, err = self.say("merge", other, "--json", by="manager")
        told, = self.objects(made)["fork-merged"]
        self.assertEqual({told["id"], told["other"]}, set(ids))
        self.assertIn("two lines of one signer were joined: receipt ", err)
        for one in ids:
            self.assertIn(one[:8], err)
        self.receive("B-3", case=other, by="second")
        self.assertNotIn("of one signer", self.merge(other))

    def test_nothing_is_called_so(self):
        for words in (["nix"], [self.case, "nix"], ["--subcontractor", "x=nix"]):
            before = self.everything(self.case)
            self.assertIn("nix", self.merge(*words, expected=USAGE))
            self.assertEqual(self.everything(self.case), before)

    def test_settled(self):
        """Not all rules were kept, although nothing is open any more."""
        other = self.copy("other")
        self.act("return", "--item", "A-1", "--form", "medium", "--to", "x")
        self.confirm()
        self.act("close", by="manager")
        self.receive("B-1", case=other, by="second")
        self.merge(other, expected=UNCONFIRMED)
        self.act("confirm", "--accept", "--record", self.item("B-1")["id"], by="officer")
        text = self.tool(DONE, "wipe-case", "verify", self.case, "--init", self.init).stdout
        self.assertIn("recorded against a rule, and an officer has answered it", text)
        self.assertIn("what was recorded against a rule an officer has answered.", text)
        self.assertNotIn("all rules were kept", text)

    def test_full(self):
        """What was taken over is whole, and that is said."""
        other = self.copy("other")
        self.receive("B-1", by="second", case=other)
        large = self.folder / "large.pdf"
        large.write_bytes(b"%PDF" * 50000)
        self.receive("B-2", "--document", large, by="second", case=other)
        done = massho.run("wipe-case", "merge", self.case, other, *self.signer("manager"),
                          preexec_fn=limited(100000))
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("merge again for the rest", done.stderr)
        self.is_whole()
        self.assertEqual(self.state()["items"], 2)
        self.merge(other)
        self.assertEqual(self.state()["items"], 3)

    def test_many_answers(self):
        """More than one record can join."""
        given = []
        other = self.copy("other")
        for i in range(70):
            made = self.signed(other, document("receive", thing=thing(f"M-{i}")), by="second")
            about = answer(made) | {"id": str(uuid.uuid4())}
            path = Folder(other).put(about, self.people.signers["officer"], "x.p7m").path
            given.append(path.rename(self.folder / f"answer-{i}.p7m"))
        self.merge(other, *given)
        self.assertEqual(self.state()["heads"], 1)

    def test_killed(self):
        other = self.copy("other")
        for i in range(12):
            self.receive(f"B-{i}", "--document", self.paper(f"{i}.pdf"), by="second", case=other)
        for i in range(6):
            merging = subprocess.Popen([massho.tool_path("wipe-case"), "merge", self.case, other,
                                        *map(str, self.signer("manager"))], env=massho.environment(),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.02 + 0.02 * i)
            merging.kill()
            merging.wait()
            done = massho.run("wipe-case", "verify", self.case, "--init", self.init)
            self.assertEqual(done.returncode, DONE, done.stdout)
        self.merge(other)
        self.is_whole()
        self.assertEqual(len(self.records("receive")), 13)


class Waiting(Copies):
    def held(self):
        lock = open(self.case / ".massho-lock", "r+")
        self.addCleanup(lock.close)
        fcntl.flock(lock, fcntl.LOCK_EX)
        return lock

    def start(self, *words):
        return subprocess.Popen([massho.tool_path("wipe-case"), *map(str, words)],
                                env=massho.environment(), text=True, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)

    def test_told_and_ended(self):
        lock, other = self.held(), self.copy("other")
        self.receive("B-1", by="second", case=other)
        waiting = self.start("merge", self.case, other, *self.signer("manager"))
        self.assertIn("waiting for another program", waiting.stderr.readline())
        waiting.send_signal(signal.SIGINT)
        _, err = waiting.communicate(timeout=60)
        self.assertEqual(waiting.returncode, INTERRUPTED, err)
        waiting = self.start("merge", self.case, other, *self.signer("manager"))
        self.assertIn("waiting for another program", waiting.stderr.readline())
        lock.close()
        waiting.communicate(timeout=60)
        self.assertEqual(waiting.returncode, DONE)

    def test_export_waits(self):
        lock = self.held()
        waiting = self.start("export", self.case, self.folder / "out")
        self.assertIn("waiting for another program", waiting.stderr.readline())
        self.assertFalse((self.folder / "out").exists())
        lock.close()
        waiting.communicate(timeout=60)
        self.assertEqual(waiting.returncode, DONE)


class Export(Copies):
    def setUp(self):
        super().setUp()
        self.data = self.sources(count=2)
        self.receive("F-1", "--files", self.data, kind="files")
        self.out = self.folder / "out"

    def export(self, *words, expected=DONE, out=None):
        return self.tool(expected, "wipe-case", "export", self.case, out or self.out, *words).stderr

    def texts(self):
        return b"".join(str(p.relative_to(self.out)).encode() + p.read_bytes()
                        for p in self.out.rglob("*") if p.is_file())

    def manifest(self):
        wanted = Folder(self.case).last("receive").document["manifest"]["sha256"]
        return next(p for p in (self.case / "attachments").iterdir() if p.name.startswith(wanted))

    def test_only_what_is_of_the_case(self):
        secret = self.folder / "officer-secret.txt"
        secret.write_text("SECRET")
        (self.case / "attachments" / ("ab" * 32 + ".txt")).symlink_to(secret)
        (self.case / "attachments" / "officer-secret.txt").symlink_to(secret)
        (self.case / "attachments" / "SECRET.txt").write_text("SECRET")
        (self.case / "records" / "notes.txt").write_text("SECRET")
        (self.case / "records" / "SECRET").mkdir()
        (self.case / "records" / "SECRET" / "x.p7m").write_text("SECRET")
        for words in ((), ("--without-personal",)):
            err = self.export(*words)
            self.assertIn("notes.txt", err)
            self.assertNotIn(b"SECRET", self.texts())
            self.assertEqual(set(self.verify(DONE, case=self.out)) - {"attachment-left-out"}, set())
            shutil.rmtree(self.out)
        link = self.case / "records" / "000009-link.p7m"
        link.symlink_to(secret)
        self.assertIn("not a regular file", self.export(expected=FAILED))
        self.assertNotIn(b"SECRET", self.texts())

    def test_names_that_lie_about(self):
        """A spoilt record may be a list of persons, and an answer's file be called after one."""
        (self.case / "records" / "000009-list.json").write_text("YAMADA")
        (self.case / "trust" / "YAMADA.txt").write_text("YAMADA")
        given = Folder(self.case).put(answer(Folder(self.case).last("receive")) | {"id": str(uuid.uuid4())},
                                      self.people.signers["officer"], "YAMADA.p7m")
        self.assertTrue(given.path.exists())
        self.export("--without-personal", expected=FAILED)
        self.assertNotIn(b"YAMADA", self.texts())

    def test_manifest_that_is_none(self):
        path = self.manifest()
        text = path.read_bytes()
        path.write_bytes(b"no manifest")
        for words in ((), ("--without-personal",)):
            self.assertIn(path.name, self.export(*words, expected=FAILED))
            self.assertIn("attachment-missing", self.verify(FAILED, case=self.out))
            shutil.rmtree(self.out)
        path.write_bytes(text)
        self.export("--without-personal")

    def test_manifest_without_names_that_was_altered(self):
        self.export("--without-personal")
        path, = (self.out / "attachments").glob("*.jsonl")
        path.write_bytes(path.read_bytes().replace(b'"size":', b'"size" :', 1))
        done = self.tool(FAILED, "wipe-case", "export", self.out, self.folder / "again")
        self.assertIn(path.name, done.stderr)

    def test_places(self):
        for out in (self.case / "out", self.case / "records" / "out", self.case / "attachments" / ".." / "out"):
            self.assertIn("within the case", self.export(out=out, expected=REFUSED))
        before = self.everything(self.folder)
        self.out.mkdir()
        self.export(expected=REFUSED)
        self.out.rmdir()
        self.export(out=self.folder / "none" / "out", expected=FAILED)
        self.assertEqual(self.everything(self.folder), before)
        self.export(out=f"{self.out}/")
        self.assertTrue((self.out / "VERIFY.txt").exists())

    def test_nothing_stays_of_what_failed(self):
        """No file may become larger."""
        before = self.everything(self.folder)
        for limit in (100, 2000):
            with self.subTest(limit):
                done = massho.run("wipe-case", "export", self.case, self.out, preexec_fn=limited(limit))
                self.assertEqual(done.returncode, FAILED, done.stderr)
                self.assertEqual(self.everything(self.folder), before)

    def test_attachments_are_no_folder(self):
        shutil.rmtree(self.case / "attachments")
        (self.case / "attachments").write_text("x")
        self.assertIn("attachment-altered", self.verify(FAILED))
        self.export(expected=FAILED)
        self.assertFalse(self.out.exists())


if __name__ == "__main__":
    massho.main()
