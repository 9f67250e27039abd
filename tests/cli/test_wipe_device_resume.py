#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""wipe-device: journals, and going on from them."""
import fcntl
import hashlib
import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from jobs import HEADER, SLOT, children_of, cut_off, position  # noqa: E402
from massho import (DONE, INTERRUPTED, REFUSED, UNCONFIRMED, USAGE, demo_ca, environment,  # noqa: E402
                    real_ca, tool_path)

SIZE = 24 << 20
CHALLENGE = "0000-0000-0000-0000-0000-0000-0098"


def resealed(data):
    """The same with every hash right, as someone makes it who knows the format."""
    data = bytearray(data)
    data[HEADER - 32:HEADER] = hashlib.sha256(data[:HEADER - 32]).digest()
    for i in (0, 1):
        begin, end = HEADER + i * SLOT, HEADER + (i + 1) * SLOT
        data[end - 32:end] = hashlib.sha256(data[HEADER - 32:HEADER] + data[begin:end - 32]).digest()
    return bytes(data)


class Resume(massho.Case):
    def words(self, *more, name="disk.img"):
        return ["--image", "--confirm", name, *more, name]

    def start(self, *words):
        """Starts a job and waits until its journal tells of two passes more."""
        journal = self.folder / "one.journal"
        until = position(journal)[0] + 2
        program = subprocess.Popen([tool_path("wipe-device"), *self.words("--checkpoint", "1", *words)],
                                   cwd=self.folder, env=environment(), text=True,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, start_new_session=True)
        deadline = time.monotonic() + massho.TIMEOUT_S
        while position(journal)[0] < until:
            if program.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(program.communicate())
            time.sleep(0.001)
        return program

    def begin(self, *words, record="one.json"):
        """The same with a new one, of 35 passes."""
        return self.start("--method", "gutmann", "--record", record, *words)

    def interrupted(self, *words, number=signal.SIGTERM):
        program = self.begin(*words)
        program.send_signal(number)
        out, err = program.communicate(timeout=massho.TIMEOUT_S)
        self.assertEqual(program.returncode, INTERRUPTED, err)
        return out

    def cut_off(self, program=None):
        """As by power loss: nobody can save anything any more."""
        cut_off(program or self.begin())
        while not self.is_free("disk.img"):
            time.sleep(0.001)

    def is_free(self, name):
        """The kernel takes a ring of a killed process apart behind its end, and the image is open till then."""
        with open(self.folder / name, "rb+") as image:
            try:
                fcntl.fcntl(image, fcntl.F_SETLEASE, fcntl.F_WRLCK)
                fcntl.fcntl(image, fcntl.F_SETLEASE, fcntl.F_UNLCK)
            except BlockingIOError:
                return False
        return True

    def resume(self, *words, expected=DONE, journal="one.journal", record="two.json"):
        return self.tool(expected, "wipe-device", *self.words("--resume", journal, "--record", record,
                                                              *words), cwd=self.folder)

    def refused(self, expected, *words, says=None):
        """Nothing changes: not the medium, not the journal, and no record appears."""
        before = {p.name: p.read_bytes() for p in self.folder.iterdir() if p.is_file()}
        done = self.tool(expected, "wipe-device", *words, cwd=self.folder)
        self.assertEqual({p.name: p.read_bytes() for p in self.folder.iterdir() if p.is_file()}, before)
        self.assertTrue(done.stderr)
        if says:
            self.assertIn(says, done.stderr)

    def held(self, name):
        return massho.json_lines(massho.run("wipe-verify", "--json", self.folder / name).stdout)[0]["held"]

    def names(self):
        return sorted(p.name for p in self.folder.iterdir())

    # --- a job and its journal -----------------------------------------------

    def test_a_job_that_ends_leaves_no_journal(self):
        self.image()
        self.tool(DONE, "wipe-device", *self.words("--record", "one.json"), cwd=self.folder)
        self.assertEqual(self.names(), ["disk.img", "one.attempt.json", "one.json"])
        self.tool(DONE, "wipe-device", *self.words(), cwd=self.folder)
        self.assertEqual([n for n in self.names() if "journal" in n], [])

    def test_interrupted_and_gone_on_with(self):
        image = self.image(size=SIZE)
        out = self.interrupted()
        self.assertIn("wipe-device --image --resume one.journal disk.img", out)
        first = massho.record(self.folder / "one.json")
        self.assertEqual((first["verdict"], first["resumes"]), ("interrupted", []))
        at = position(self.folder / "one.journal")
        began_s, = struct.unpack(">q", (self.folder / "one.journal").read_bytes()[48:56])
        began = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(began_s))
        done = self.resume()
        self.assertIn(f"pass {at[0]} of 35", done.stdout)
        second = massho.record(self.folder / "two.json")
        self.assertEqual(second["verdict"], "erased-verified")
        self.assertEqual(second["verification"]["content_sha256"],
                         hashlib.sha256(image.read_bytes()).hexdigest())
        self.assertEqual([a["id"] for a in second["resumes"]], [first["closes"]["id"]])
        self.assertEqual(second["resumes"][0]["econtent_sha256"], first["closes"]["econtent_sha256"])
        self.assertEqual(massho.record(self.folder / "two.attempt.json")["resumes"], second["resumes"])
        self.assertEqual(second["execution"]["started_at"], began)
        self.assertEqual(second["execution"]["bytes_written"], str(35 * SIZE))
        gap, = second["execution"]["interruptions"]
        self.assertEqual((gap["reason"], gap["pass"], int(gap["covered_bytes"])), ("resumed", *at))
        self.assertEqual(second["method"]["reason"], "resumed")
        self.assertEqual(second["method"]["passes"], first["method"]["passes"])
        self.assertNotIn("one.journal", self.names())
        self.assertEqual(self.held("two.json"), "yes")
        shown = self.tool(DONE, "wipe-cert", "show", self.folder / "two.json").stdout
        self.assertIn("Interrupted", shown)
        self.assertIn(first["closes"]["id"], shown)

    def test_json_names_the_journal(self):
        self.image(size=SIZE)
        told, = massho.json_lines(self.interrupted("--json"))
        self.assertEqual((told["exit"], told["journal"]), (INTERRUPTED, "one.journal"))
        told, = massho.json_lines(self.resume("--json").stdout)
        self.assertEqual((told["exit"], told["journal"]), (DONE, None))

    def test_in_japanese(self):
        self.image(size=SIZE)
        self.interrupted()
        done = self.tool(DONE, "wipe-device", *self.words("--resume", "one.journal"), cwd=self.folder,
                         language="ja")
        self.assert_japanese(done.stdout)

    def test_power_loss_twice_and_a_new_key(self):
        """The attempts that nobody could close are closed by the record that names them."""
        root, key, cert = real_ca()
        self.image(size=SIZE)
        sign = ["--sign", key, "--cert", cert]
        self.cut_off(self.begin(*sign, record="one.p7m"))
        self.cut_off(self.start("--resume", "one.journal", "--record", "two.p7m", *sign))
        self.resume(*sign, record="three.p7m")
        record = massho.record(self.folder / "three.p7m")
        self.assertEqual(len(record["resumes"]), 2)
        self.assertEqual(len(record["execution"]["interruptions"]), 2)
        self.assertTrue(all(a["signature_sha256"] for a in record["resumes"]))
        (self.folder / "disk.img").unlink()
        done = self.tool(DONE, "wipe-verify", "--json", "--trust", root, self.folder)
        self.assertNotIn("open-attempt", done.stdout)
        (self.folder / "three.p7m").rename(self.folder / "elsewhere")
        done = self.tool(UNCONFIRMED, "wipe-verify", "--json", "--trust", root, self.folder)
        self.assertEqual(done.stdout.count("open-attempt"), 3)

    def test_a_worker_that_dies_leaves_record_and_journal(self):
        self.image(size=SIZE)
        self.cut_off()
        program = self.start("--resume", "one.journal", "--record", "two.json", "--json")
        child, = children_of(program)
        os.kill(child, signal.SIGKILL)
        while not self.is_free("disk.img"):
            time.sleep(0.001)
        out, _ = program.communicate(timeout=massho.TIMEOUT_S)
        told, = massho.json_lines(out)
        self.assertEqual((program.returncode, told["journal"]), (INTERRUPTED, "one.journal"))
        record = massho.record(self.folder / "two.json")
        self.assertEqual([i["reason"] for i in record["execution"]["interruptions"]],
                         ["resumed", "stopped"])
        self.assertEqual(self.held("two.json"), "no")
        self.resume(record="three.json")
        self.assertEqual(len(massho.record(self.folder / "three.json")["resumes"]), 2)

    # --- what is refused -------------------------------------------------------

    def test_no_journals(self):
        self.image()
        folder = self.folder
        (folder / "empty").write_bytes(b"")
        (folder / "foreign").write_bytes(os.urandom(28672))
        (folder / "record").write_text('{"schema": "massho.record/1"}')
        os.mkfifo(folder / "fifo")
        for name, says in (("empty", "no journal"), ("foreign", "no journal"),
                           ("record", "no journal"), ("missing", "No such file"), (".", "regular"),
                           ("fifo", "regular")):
            self.refused(USAGE, *self.words("--resume", name), says=says)

    def test_truncated_and_damaged(self):
        self.image(size=SIZE)
        self.cut_off()
        good = (self.folder / "one.journal").read_bytes()
        for length in (12, 4095, 4096, len(good) - 1):
            (self.folder / "bad").write_bytes(good[:length])
            self.refused(USAGE, *self.words("--resume", "bad"), says="truncated")
        (self.folder / "bad").write_bytes(good[:300] + b"?" + good[301:])
        self.refused(USAGE, *self.words("--resume", "bad"), says="damaged")
        (self.folder / "bad").write_bytes(good[:HEADER] + bytes(2 * SLOT))
        self.refused(USAGE, *self.words("--resume", "bad"), says="damaged")
        (self.folder / "bad").write_bytes(good[:8] + struct.pack(">I", 2) + good[12:])
        self.refused(USAGE, *self.words("--resume", "bad"), says="version 2")
        for i in (0, 1):  # notes that this program does not make
            good = good[:HEADER + i * SLOT + 8124] + b"x" + good[HEADER + i * SLOT + 8125:]
        (self.folder / "bad").write_bytes(resealed(good))
        self.refused(USAGE, *self.words("--resume", "bad"), says="not one of this program")

    def test_one_torn_checkpoint_is_no_harm(self):
        self.image(size=SIZE)
        self.cut_off()
        journal = self.folder / "one.journal"
        data = bytearray(journal.read_bytes())
        newest = max((0, 1), key=lambda i: data[HEADER + i * SLOT:HEADER + i * SLOT + 8])
        data[HEADER + newest * SLOT + 100:HEADER + (newest + 1) * SLOT] = bytes(SLOT - 100)
        journal.write_bytes(data)
        self.assertIn("damaged", self.resume().stdout)
        self.assertEqual(massho.record(self.folder / "two.json")["verdict"], "erased-verified")

    def test_another_medium(self):
        self.image(size=SIZE)
        self.cut_off()
        self.image("other.img", size=SIZE)
        self.refused(REFUSED, *self.words("--resume", "one.journal", name="other.img"), says="another medium")
        (self.folder / "sub").mkdir()
        self.image("sub/disk.img", size=SIZE + 512)
        self.refused(REFUSED, "--image", "--confirm", "disk.img", "--resume", "one.journal", "sub/disk.img",
                     says=str(SIZE + 512))

    def test_the_same_name_but_other_contents(self):
        image = self.image(size=SIZE)
        self.cut_off()
        journal = self.folder / "one.journal"
        data = bytearray(journal.read_bytes())
        for i in (0, 1):  # in the middle of a pass, wherever it was
            data[HEADER + i * SLOT + 32:HEADER + i * SLOT + 40] = struct.pack(">Q", SIZE // 2)
        journal.write_bytes(resealed(data))
        image.write_bytes(b"precious" * (SIZE // 8))
        done = self.resume(expected=REFUSED)
        self.assertIn("does not hold", done.stderr)
        self.assertEqual(image.read_bytes(), b"precious" * (SIZE // 8))
        self.assertIn("one.journal", self.names())
        record = massho.record(self.folder / "two.json")
        self.assertEqual((record["verdict"], record["execution"]["media_touched"]), ("failed", False))
        self.assertEqual(self.held("two.json"), "no")

    def test_options_that_exclude_each_other(self):
        self.image(size=SIZE)
        self.cut_off()
        for words in (["--method", "zero"], ["--verify", "none"], ["--require", "clear"],
                      ["--challenge", CHALLENGE]):
            self.refused(USAGE, *self.words("--resume", "one.journal", *words), says=words[0])
        self.image("other.img")
        self.refused(USAGE, *self.words("--resume", "one.journal", "other.img"), says="one device")
        self.refused(USAGE, "--resume", "one.journal", "disk.img")
        for size in ("0", "4097", "1.5", "-1", "x"):
            self.refused(USAGE, *self.words("--checkpoint", size), says="--checkpoint")

    def test_two_runs_cannot_use_one_journal(self):
        self.image(size=SIZE)
        program = self.begin()
        done = massho.run("wipe-device", *self.words("--resume", "one.journal", "--record", "two.json"),
                          cwd=self.folder)
        program.send_signal(signal.SIGTERM)
        program.communicate(timeout=massho.TIMEOUT_S)
        self.assertEqual(done.returncode, REFUSED)
        self.assertNotIn("two.attempt.json", self.names())

    def test_a_journal_is_never_replaced(self):
        self.image(size=SIZE)
        (self.folder / "one.journal").write_text("precious")
        self.refused(REFUSED, *self.words("--record", "one.json"), says="--resume")

    def test_dry_run_of_a_resumed_job(self):
        self.image(size=SIZE)
        self.cut_off()
        before = (self.folder / "one.journal").read_bytes()
        self.tool(DONE, "wipe-device", "--image", "--dry-run", "--resume", "one.journal", "disk.img",
                  cwd=self.folder)
        self.assertEqual((self.folder / "one.journal").read_bytes(), before)

    def test_no_room_for_a_journal_is_no_reason_not_to_erase(self):
        """A limit on the size of files stands for a full disk: records are shorter than a journal."""
        self.image(size=1 << 14)
        done = self.tool(DONE, "wipe-device", *self.words("--record", "one.json"), cwd=self.folder,
                         preexec_fn=limit_files)
        self.assertIn("no journal", done.stderr)
        self.assertEqual(self.names(), ["disk.img", "one.attempt.json", "one.json"])


def limit_files():
    import resource
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 14, 1 << 14))


if __name__ == "__main__":
    massho.main()
