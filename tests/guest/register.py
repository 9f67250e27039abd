# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives that are items of a case: found by their serial, as no loop device shows it."""
import base64
import io
import json
import tarfile

import case
import drives
import massho
from massho import DONE, INTERRUPTED, REFUSED, UNSUPPORTED

KEYS = "/tmp/keys"


def keys(guest):
    """The demonstration keys, taken into the guest once."""
    if guest.sh(f"[ -d {KEYS} ]").returncode:
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as tar:
            tar.add(massho.demo_ca(), "keys")
        text = base64.b64encode(packed.getvalue()).decode()
        guest.must(f"base64 -d <<'END' | tar -x -C /tmp\n{text}\nEND\n")


class Register(case.Case):
    def setUp(self):
        super().setUp()
        keys(self.guest)
        self.wipe_case("init", "--trust", f"{KEYS}/trust", "--title", "T", "--number", "1",
                       "--date", "2020-04-01", "--ministry", "M", "--section", "S", "--officer", "O", "--contractor", "C",
                       "--place", "Here", "--rule", "rules=1", "--level", "none")

    def wipe_case(self, command, *words, by="engineer"):
        return self.tool(DONE, "wipe-case", command, "case", *words, "--key", f"{KEYS}/{by}.key",
                         "--cert", f"{KEYS}/{by}.pem")

    def receive(self, label, *words):
        self.wipe_case("receive", "--label", label, "--kind", "medium", "--description", "a disk",
                       "--classification", "none", "--given-by", "O", *words)

    def words(self, node, *more):
        return ["wipe-device", "--case", "case", "--sign", f"{KEYS}/engineer.key", "--cert",
                f"{KEYS}/engineer.pem", "--json", "--confirm", self.confirmation(node), *more, node]

    def status(self):
        done = self.guest.sh(f"cd {self.work} && wipe-case status case --all --json")
        return massho.json_lines(done.stdout.decode())

    def item(self, label):
        return next(o for o in self.status() if o["object"] == "item" and o["label"] == label)

    def result(self):
        """The last record of an erasure in the case, as its signed bytes."""
        name = self.guest.must(f"ls {self.work}/case/records/*.p7m | tail -n 1").strip()
        return self.record(name.removeprefix(f"{self.work}/"))

    def test_found_by_its_serial(self):
        node = self.node("scsi")
        self.receive("A-1", "--serial", "SCSI-W4Z1")
        self.receive("A-2", "--serial", "NVME-SOLO-A1")
        result = json.loads(self.tool(DONE, *self.words(node)).stdout)
        self.assertEqual((result["verdict"], result["case"]["item"], result["case"]["fault"]),
                         ("erased-verified", self.item("A-1")["id"], "none"))
        record = self.result()
        self.assertEqual((record["case"]["item"], record["medium"]["serial"]),
                         (self.item("A-1")["id"], "SCSI-W4Z1"))
        self.assert_image_holds("scsi", record)
        self.assertEqual([self.item(f"A-{i}")["outcome"] for i in (1, 2)], ["erased", "none"])
        self.wipe_case("confirm", "--accept", "--all", by="officer")
        self.assertEqual(self.item("A-1")["lacks"], [])

    def test_another_drive_is_refused(self):
        """Also where its item is named: the serial says that it is another."""
        self.receive("A-1", "--serial", "SCSI-W4Z1")
        node = self.node("sata")
        with open(self.image("sata"), "r+b") as file:
            file.write(b"kept" * 1024)
        for more in ([], ["--item", "A-1"]):
            done = self.tool(REFUSED, *self.words(node, *more))
            self.assertIn("the case does not allow it", done.stderr)
        self.assertTrue(self.image("sata").read_bytes().startswith(b"kept"))
        self.assertEqual([o["open_attempts"] for o in self.status() if o["object"] == "state"], [0])

    def test_level_of_the_ministry_holds(self):
        """A disk of a virtual machine reaches no level: what is behind it nobody knows."""
        self.receive("A-1", "--serial", "SATA-5YD0K3")
        self.wipe_case("approve", "--subject", "method", "--item", "A-1", "--level", "clear",
                       "--officer", "O", "--text", "T", by="officer")
        done = self.tool(UNSUPPORTED, *self.words(self.node("sata")))
        self.assertIn("beneath an image or virtual device is not known", done.stderr)
        self.assertEqual(self.item("A-1")["outcome"], "none")

    def test_pulled(self):
        """The case keeps that it failed, and says that this is an incident."""
        node = self.node("pulled")
        self.receive("A-1", "--serial", "PULLED-1")
        words = " ".join(self.words(node, "--progress=json", "--checkpoint=1"))
        self.guest.must(f"cd {self.work}\n(set +e; {words} >out 2>err; echo $? >status) &")
        self.guest.wait_until("grep -q '\"phase\":\"write\".*job_done_bytes\":\"[1-9]' "
                              f"{self.work}/err")
        self.guest.machine.unplug("pulled-0")
        self.guest.wait_until(f"[ -s {self.work}/status ]")
        result = json.loads(self.guest.read(f"{self.work}/out"))
        self.assertEqual((result["exit"], result["case"]["fault"]), (INTERRUPTED, "none"), result)
        self.assertEqual(self.result()["verdict"], "interrupted")
        self.assertEqual(self.item("A-1")["outcome"], "none")
        proposed = [o for o in self.status() if o["object"] == "proposal"]
        self.assertEqual([p["item"] for p in proposed], [self.item("A-1")["id"]], self.status())
