# SPDX-License-Identifier: GPL-3.0-or-later
"""The same drives where udev runs: nobody becomes another by it."""
import case
import drives
import massho

SAME = ["node", "vendor", "model", "firmware", "serial", "serial_plausible", "serial_problem",
        "serial_source", "wwn", "wwn_source", "bus", "bridge", "bridge_serial", "controller",
        "subsystem", "namespace_id", "other_namespaces", "other_paths", "media", "confirmation"]


class WithUdev(case.Case):
    def all(self):
        return {f["name"]: f for f in massho.json_lines(
            self.tool(massho.DONE, "wipe-list", "--json").stdout)}

    def setUp(self):
        super().setUp()
        if self.guest.sh("udevadm control --ping").returncode:
            type(self).before = self.all()
            self.guest.must("mkdir -p /lib/systemd; ln -sf /bin/udevadm /lib/systemd/systemd-udevd\n"
                            "/lib/systemd/systemd-udevd --daemon; udevadm trigger; udevadm settle")

    def test_identity_is_the_same(self):
        after = self.all()
        for drive in drives.DRIVES:
            for name in self.nodes(drive.name):
                one, other = ({key: f[name][key] for key in SAME} for f in (self.before, after))
                self.assertEqual(one, other)

    def test_udev_has_looked_at_the_drives(self):
        """Goal: the case above compares with something."""
        shown = self.guest.must(f"udevadm info {self.node('sata')}")
        self.assertIn("ID_SERIAL_SHORT=SATA-5YD0K3\n", shown)

    def test_links_lead_to_the_drive(self):
        link = "/dev/disk/by-id/wwn-0x5000c500a1b2c3d4"
        self.assertEqual(self.listed(link)["node"], self.node("sata"))

    def test_the_machine_is_complete(self):
        """Goal: udev tells that no disc is in the drive, and so nothing is left."""
        done = self.tool(massho.DONE, "wipe-list", "--machine", "--json")
        *found, machine = massho.json_lines(done.stdout)
        self.assertEqual([f["reason"] for f in found if f["name"] == "sr0"], ["no-disc"])
        self.assertEqual((machine["verdict"], machine["unaccounted"]), ("complete", 0))
