# SPDX-License-Identifier: GPL-3.0-or-later
"""A drive that is pulled while it is erased."""
import json

import case
import drives
import massho


@case.per_drive([d for d in drives.DRIVES if d.limit and d.says])
class Unplug(case.Case):
    def check(self, drive):
        node = self.node(drive.name)
        confirm = self.confirmation(node)
        self.guest.must(f"cd {self.work}\n(set +e; wipe-device --json --progress=json --checkpoint=1 "
                        f"--record r.json --confirm {confirm} {node} >out 2>err; "
                        "echo $? >status) &")
        self.guest.wait_until(f"grep -q '\"phase\":\"write\".*job_done_bytes\":\"[1-9]' "
                              f"{self.work}/err")
        self.guest.machine.unplug(f"{drive.name}-0")
        self.guest.wait_until(f"[ -s {self.work}/status ]")
        status = int(self.guest.read(f"{self.work}/status"))
        result = json.loads(self.guest.read(f"{self.work}/out"))
        self.assertEqual((status, result["exit"]), (massho.INTERRUPTED,) * 2, result)
        record = self.record("r.json")
        self.assertEqual(record["verdict"], "interrupted")
        self.assertEqual(record["medium"]["serial"], drive.says["serial"])
        self.assertEqual([i["reason"] for i in record["execution"]["interruptions"]],
                         ["medium-gone"])
        self.assertLess(int(record["execution"]["bytes_written"]), drive.mib * drives.MIB)
        self.assertIsNotNone(result["journal"])
        self.assertEqual(self.nodes(drive.name), [])
