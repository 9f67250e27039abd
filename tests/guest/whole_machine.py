# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict of wipe-list --machine about a real machine."""
import case
import drives
import massho


class WholeMachine(case.Case):
    def survey(self, expected):
        lines = massho.json_lines(self.tool(expected, "wipe-list", "--machine", "--json").stdout)
        return {f["name"]: f for f in lines[:-1]}, lines[-1]

    def test_every_drive_is_accounted_for(self):
        """Goal: also those that two controllers reach; without udev the tray may hold a disc."""
        found, machine = self.survey(massho.UNCONFIRMED)
        for drive in drives.DRIVES:
            for name in self.nodes(drive.name):
                self.assertTrue(found[name]["accounted"], found[name])
                self.assertEqual(found[name]["size_bytes"], str(drive.mib * drives.MIB))
        left = {name: f["reason"] for name, f in found.items() if not f["accounted"]}
        self.assertEqual(left, {"sr0": "medium-unknown"})
        self.assertEqual((machine["verdict"], machine["unaccounted"]), ("incomplete", 1))

    def test_the_label(self):
        label = self.survey(massho.UNCONFIRMED)[1]["label"]
        self.assertEqual((label["maker"], label["model"], label["serial"], label["asset_tag"]),
                         ("Massho", "Guest", "MACHINE-SERIAL-7", "ASSET-0042"))

    def test_a_controller_without_its_driver(self):
        """Goal: what is behind it is missed, until its driver is there."""
        before, machine = self.survey(massho.UNCONFIRMED)
        try:
            self.guest.must("rmmod virtio_blk")
            found, _ = self.survey(massho.UNCONFIRMED)
            lost = [n for n in before if n not in found]
            disks = len([d for d in drives.DRIVES if d.device[0].startswith("virtio-blk")])
            self.assertEqual(len(lost), disks)
            new = [f for n, f in found.items() if n not in before]
            self.assertEqual({(f["reason"], f["state"]) for f in new},
                             {("no-driver", "not-visible")})
            self.assertEqual(len(new), disks)
        finally:
            self.guest.must("modprobe virtio_blk")
            self.guest.wait_until("[ -e /sys/block/vdc ]")
