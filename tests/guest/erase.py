# SPDX-License-Identifier: GPL-3.0-or-later
"""A complete erasure on each bus: the record tells whose it is, and the host sees it done."""
import case
import drives
import massho

IN_RECORD = ["bus", "serial", "serial_source", "serial_plausible", "wwn", "model", "namespace_id",
             "other_namespaces", "media"]


@case.per_drive([d for d in drives.DRIVES if d.says and len(d.device) == 1])
class Erase(case.Case):
    def check(self, drive):
        node = self.node(drive.name)
        found = self.listed(node)
        result, record = self.erase(node)
        self.assertEqual((result["serial"], result["verdict"]),
                         (found["serial"], "erased-verified"))
        medium = record["medium"]
        self.assertEqual({key: medium[key] for key in IN_RECORD},
                         {key: found[key] for key in IN_RECORD} |
                         {"namespace_id": found["namespace_id"] or 0,
                          "model": found["model"] or ""})  # so a record has what is not there
        self.assertEqual(record["verdict"], "erased-verified")
        self.assertTrue(record["execution"]["direct_io"])
        self.assert_image_holds(drive.name, record)


class Check(case.Case):
    def test_a_block_that_changed_is_found(self):
        """Goal: the re-read comes from the drive, whatever the guest's kernel remembers."""
        node = self.node("virtio")
        self.erase(node)
        self.tool(massho.UNCONFIRMED, "wipe-check", "result.json", node)
        with open(self.image("virtio"), "r+b") as file:
            file.seek(5 * drives.MIB + 4096)
            file.write(b"secret! " * 64)
        done = self.tool(massho.FAILED, "wipe-check", "--json", "result.json", node)
        self.assertIn("mismatch", done.stdout)

    def test_another_drive_is_told_apart(self):
        node = self.node("virtio")
        self.erase(node)
        done = self.guest.sh(f"cd {self.work} && wipe-check result.json {self.node('scsi')}")
        self.assertNotIn(done.returncode, (massho.DONE, massho.UNCONFIRMED))

    def test_one_path_left_then_read_by_the_other(self):
        """Goal: the advice for two paths leads out, and both are one medium to wipe-check."""
        one, other = self.nodes("paths")
        where = self.guest.must(f"readlink -f /sys/block/{other}/device").strip()
        host = where.rpartition("/target")[0]
        self.guest.must(f"echo 1 >{where}/delete")
        _, record = self.erase(f"/dev/{one}")
        self.assert_image_holds("paths", record)
        self.guest.must(f"echo '- - -' >{host}/scsi_host/{host.rpartition('/')[2]}/scan")
        self.guest.wait_until("[ $(grep -lx 16384 /sys/block/sd*/size | wc -l) = 2 ]")
        again = next(n for n in self.nodes("paths") if n != one)
        self.tool(massho.UNCONFIRMED, "wipe-check", "result.json", f"/dev/{again}")
