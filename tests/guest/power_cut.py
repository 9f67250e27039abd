# SPDX-License-Identifier: GPL-3.0-or-later
"""Two guests, one after the other, with the same drives."""
import hashlib
import json

import case
import drives
import massho

DISK = drives.Drive("disk", 24, ("virtio-blk-pci,serial=POWER-DISK",), limit=4 * drives.MIB)
STICK = drives.Drive("stick", 32, ("virtio-blk-pci,serial=POWER-STICK",))  # of the engineer


class PowerCut(massho.Case):
    def boot(self):
        made = case.boot(self.folder, [], [DISK, STICK])
        self.addCleanup(made.end)
        return made

    def test_goes_on_from_the_journal(self):
        before = self.boot()
        before.must("mkfs.ext4 -q -F /dev/vdb; mkdir /mnt/s; mount -t ext4 /dev/vdb /mnt/s; "
                    "cd /mnt/s\n"
                    "wipe-device --progress=json --checkpoint=1 --record r.json "
                    "--confirm POWER-DISK /dev/vda >/dev/null 2>/work/err &")
        before.wait_until("grep -Eq '\"write\".*job_done_bytes\":\"([4-9]|1[0-9])[0-9]{6}\"' "
                          "/work/err")
        before.end()
        after = self.boot()
        after.must("mkdir /mnt/s; mount -t ext4 /dev/vdb /mnt/s")
        attempt = json.loads(after.read("/mnt/s/r.attempt.json"))
        self.assertEqual((attempt["type"], attempt["medium"]["serial"]), ("attempt", "POWER-DISK"))
        self.assertEqual(after.sh("test -e /mnt/s/r.json").returncode, 1)

        done = after.tool("sh", "-c", "cd /mnt/s && wipe-device --json --resume r.journal "
                          "--record end.json --confirm POWER-DISK /dev/vda")
        self.assertEqual(done.returncode, massho.DONE, done.stderr)
        (self.folder / "end.json").write_bytes(after.read("/mnt/s/end.json"))
        record = massho.record(self.folder / "end.json")
        execution = record["execution"]
        self.assertEqual(record["verdict"], "erased-verified")
        self.assertEqual([i["reason"] for i in execution["interruptions"]], ["resumed"])
        # What was behind the journal's last step is written again, what was before it is not.
        self.assertLess(int(execution["bytes_written"]), 2 * DISK.mib * drives.MIB)
        content = drives.image(self.folder, DISK).read_bytes()
        self.assertEqual(hashlib.sha256(content).hexdigest(),
                         record["verification"]["content_sha256"])
