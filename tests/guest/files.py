# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and free space with the kernel that Debian 12 has; what is left is searched from outside."""
import json
import re

import case
import massho

MARKS = re.compile(rb"MARK-[A-Z]{4}")


class Files(case.Case):
    def setUp(self):
        super().setUp()
        self.top = f"/mnt/{self.id()}"

    def mount(self, kind):
        self.guest.must(f"mkdir -p {self.top}; mount -t {kind} {self.node(kind)} {self.top}")
        self.addCleanup(self.guest.sh, f"umount {self.top}")

    def fill(self):
        """Files to erase, one of which had other contents and another name; and one to keep."""
        self.guest.must(f"cd {self.top}; mkdir MARK-TREE; yes MARK-KEEP | head -c 50000 >keep\n"
                        "for i in 1 2 3 4 5; do yes MARK-DATA | head -c 70000 >MARK-TREE/MARK-NAME-$i; done\n"
                        "yes MARK-OLDS | head -c 70000 >MARK-TREE/MARK-PREV; sync\n"
                        "echo MARK-DATA >MARK-TREE/short; mv MARK-TREE/short MARK-TREE/MARK-PREV; sync")

    def left(self, kind):
        """What is on the medium when it is no longer mounted."""
        self.guest.must(f"sync; umount {self.top}")
        return {mark.decode() for mark in MARKS.findall(self.image(kind).read_bytes())}

    def wipe(self, expected, *options):
        done = self.run_tool("wipe-file", "--json", "--recursive", "--confirm", "MARK-TREE",
                             "--record", "r.json", *options, f"{self.top}/MARK-TREE")
        self.assertIn(done.returncode, expected, done.stdout + done.stderr)
        self.assertEqual(self.guest.must(f"ls -A {self.top} | grep -v lost+found"), "keep\n")
        self.record("r.json")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def nothing_is_left(self, kind, may_keep=()):
        """may_keep: reasons for which less than all may be claimed; what is searched for is gone."""
        self.mount(kind)
        self.fill()
        told = self.wipe({massho.DONE, massho.PARTIAL} if may_keep else {massho.DONE},
                         "--free-space", self.top)
        files = [f for f in told if f["object"] == "file" and f["kind"] == "regular"]
        self.assertEqual([(f["state"], f["level"]) for f in files], [("erased", "F1")] * 6)
        space, = (f for f in told if f["object"] == "free-space")
        self.assertLessEqual({x["reason"] for x in space["not_reached"]}, set(may_keep))
        self.assertEqual(self.left(kind), {"MARK-KEEP"})

    def test_ext4(self):
        self.nothing_is_left("ext4")

    def test_xfs(self):
        """Of what this kernel keeps back for others, some may stay unreached: that is told."""
        self.nothing_is_left("xfs", may_keep=["reserved"])

    def lose_writes(self, device):
        """From now on the device says that it wrote, and does not."""
        sectors = self.guest.must(f"blockdev --getsz {device}").strip()
        self.guest.must(f"dmsetup load liar --table '0 {sectors} flakey {device} 0 0 1 1 drop_writes'\n"
                        "dmsetup suspend liar; dmsetup resume liar")

    def test_a_medium_that_lies(self):
        device = self.node("liar")
        sectors = self.guest.must(f"blockdev --getsz {device}").strip()
        self.guest.must(f"modprobe dm_flakey; mkdir -p {self.top}\n"
                        f"dmsetup create liar --table '0 {sectors} flakey {device} 0 1 0'\n"
                        f"mkfs.ext4 -q -F /dev/mapper/liar; mount -t ext4 /dev/mapper/liar {self.top}")
        self.addCleanup(self.guest.sh, f"umount {self.top}; dmsetup remove liar")
        self.fill()
        self.lose_writes(device)
        done = self.tool(massho.FAILED, "wipe-file", "--json", "--recursive", "--confirm", "MARK-TREE",
                         "--record", "r.json", "--free-space", self.top, f"{self.top}/MARK-TREE")
        told = [json.loads(line) for line in done.stdout.splitlines()]
        files = [f for f in told if f["object"] == "file" and f["kind"] == "regular"]
        self.assertEqual([(f["state"], f["error"]["code"]) for f in files],
                         [("failed", "mismatch")] * 6)
        space, = (f for f in told if f["object"] == "free-space")
        self.assertIn(("differs", "data"), [(x["reason"], x["part"]) for x in space["not_reached"]])
        self.assertEqual(space["error"]["code"], "mismatch")
        self.assertIn("MARK-DATA", self.left("liar"))
        self.record("r.json")

    def test_btrfs(self):
        """Goal: nothing is claimed there."""
        self.mount("btrfs")
        self.fill()
        files = [f for f in self.wipe({massho.PARTIAL}) if f["object"] == "file" and f["kind"] == "regular"]
        self.assertEqual({(f["state"], f["level"]) for f in files}, {("removed", "F0")})
        self.assertIn("MARK-DATA", self.left("btrfs"))
