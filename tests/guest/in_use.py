# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives that the kernel's own users hold: refused, with a way out that leads out."""
import case
import drives
import massho

LUKS = "--type luks2 --pbkdf pbkdf2 --pbkdf-force-iterations 1000"


class InUse(case.Case):
    def uses(self, node):
        return [(use["kind"], use["node"], use["by"]) for use in self.listed(node)["uses"]]

    def free(self, node):
        self.assertTrue(self.listed(node)["erasable"])


class Partitions(InUse):
    """A table that the kernel has parsed: /dev/vdX1 to 4."""

    def setUp(self):
        super().setUp()
        self.disk = self.node("table")
        self.guest.must(f"[ -e {self.disk}4 ]")

    def test_a_fresh_table(self):
        found = self.listed(self.disk)
        table, *partitions = found["contents"]
        self.assertEqual(table["type"], "dos")
        self.assertEqual([(p["node"], p["offset_bytes"], p["size_bytes"]) for p in partitions],
                         [(f"{self.disk}{i}", str(start * drives.MIB), str(size * drives.MIB))
                          for i, (start, size, _) in enumerate(drives.TABLE, 1)])
        self.assertEqual([p["name"] for p in found["layers"]],
                         [self.disk[5:] + n for n in ("", "1", "2", "3", "4")])

    def test_a_partition_is_no_disk(self):
        self.assertEqual(self.listed(f"{self.disk}1")["whole"], self.disk)
        self.assertFalse(self.listed(f"{self.disk}1")["erasable"])

    def mounted(self, make, kind, partition):
        part = f"{self.disk}{partition}"
        self.guest.must(f"{make} {part}; mkdir -p /mnt/in; mount -t {kind} {part} /mnt/in")
        self.assertEqual(self.uses(self.disk), [("mounted", part, "/mnt/in")])
        ways = self.refused(self.disk, f"{part} is mounted on /mnt/in: umount /mnt/in\n")
        self.follow(ways)
        self.free(self.disk)
        self.assertIn(kind, [c["type"] for c in self.listed(self.disk)["contents"]])

    def test_ext4(self):
        self.mounted("mkfs.ext4 -q -F", "ext4", 1)

    def test_vfat(self):
        self.mounted("mkfs.fat", "vfat", 2)

    def test_swap(self):
        part = f"{self.disk}3"
        self.guest.must(f"mkswap {part}; swapon {part}")
        self.assertEqual([u[:2] for u in self.uses(self.disk)], [("swap", part)])
        self.follow(self.refused(self.disk, part, f"swapoff {part}\n"))
        self.free(self.disk)

    def test_encrypted_with_a_file_system_in_it(self):
        part = f"{self.disk}4"
        self.guest.must(f"printf pass | cryptsetup -q luksFormat {LUKS} {part} -\n"
                        f"printf pass | cryptsetup open {part} secret -d -\n"
                        "mkfs.ext4 -q -F /dev/mapper/secret; mkdir -p /mnt/in\n"
                        "mount -t ext4 /dev/mapper/secret /mnt/in")
        layers = {layer["label"]: layer["kind"] for layer in self.listed(self.disk)["layers"]}
        self.assertEqual(layers["secret"], "crypt")
        ways = self.refused(self.disk, "/mnt/in", "secret")
        self.assertEqual(ways, ["umount /mnt/in", "cryptsetup close secret"])
        self.follow(ways)
        self.free(self.disk)
        self.assertIn("crypto_LUKS", [c["type"] for c in self.listed(self.disk)["contents"]])


class Mapped(InUse):
    def test_linear(self):
        disk = self.node("virtio-plain")
        self.guest.must(f"dmsetup create plain --table '0 8192 linear {disk} 0'")
        self.follow(self.refused(disk, "dmsetup remove plain\n"))
        self.free(disk)

    def test_a_volume_over_an_encrypted_disk(self):
        """Goal: what lies over what is found to the top, by LVM's own mark in device mapper."""
        disk = self.node("virtio-plain")
        self.guest.must(
            f"printf 00112233445566778899aabbccddeeff | cryptsetup open --type plain "
            f"--cipher aes-xts-plain64 --key-size 256 --hash sha256 {disk} low -d -\n"
            "dmsetup create vg-lv --uuid LVM-aaaabbbbccccddddeeeeffffgggghhhhiiiijjjj "
            "--table '0 8192 linear /dev/mapper/low 0'")
        layers = [(layer["label"], layer["kind"]) for layer in self.listed(disk)["layers"]]
        self.assertEqual(layers[1:], [("low", "crypt"), ("vg-lv", "lvm")])
        ways = self.refused(disk, "vg-lv", "low")
        self.assertRegex(ways[0], "^(lvchange|vgchange) ")
        self.assertEqual(ways[-1], "cryptsetup close low")
        self.guest.must("dmsetup remove vg-lv")  # no LVM in the guest
        self.follow(self.refused(disk, "low"))
        self.free(disk)

    def test_raid(self):
        one, other = self.node("virtio-plain"), self.node("virtio")
        self.guest.must("modprobe raid1\nmdadm --create /dev/md0 --run --level=1 --metadata=1.0 "
                        f"--assume-clean --raid-devices=2 {one} {other} 2>&1")
        for disk in (one, other):
            self.assertIn(("held", disk), [u[:2] for u in self.uses(disk)])
            ways = self.refused(disk, f"/dev/md0 is a RAID over {disk}: mdadm --stop /dev/md0")
        self.follow(ways)
        self.assertEqual([c["type"] for c in self.listed(one)["contents"]], ["linux_raid_member"])
        self.free(one)
        self.free(other)
        self.guest.must(f"mdadm --zero-superblock {one} {other}")

    def test_a_mapped_device_tells_what_lies_beneath(self):
        """Goal: what others may use through the disk is not erased through the mapping."""
        disk = self.node("virtio-plain")
        self.guest.must(f"dmsetup create plain --table '0 8192 linear {disk} 0'")
        try:
            found = self.listed("/dev/mapper/plain")
            self.assertEqual((found["bus"], found["serial"], found["virtual"]),
                             ("dm", None, True))
            self.refused("/dev/mapper/plain", f"lies over {disk}, which others may use")
        finally:
            self.guest.must("dmsetup remove plain")


class Pseudo(InUse):
    def test_zoned_is_refused(self):
        self.guest.must("modprobe null_blk nr_devices=1 zoned=1 zone_size=4 gb=1")
        self.addCleanup(self.guest.must, "rmmod null_blk")
        found = self.listed("/dev/nullb0")
        self.assertEqual((found["zoned"], found["erasable"], found["recommended_method"]),
                         ("host-managed", False, None))
        done = self.tool(massho.UNSUPPORTED, "wipe-device", "--confirm", "nullb0", "/dev/nullb0")
        self.assertIn("zoned", done.stderr)

    def test_a_write_protected_drive_is_refused(self):
        node = self.node("scsi")
        self.guest.must(f"blockdev --setro {node}")
        ways = self.refused(node, "read-only")
        self.follow([ways[0].rpartition(", or ")[2]])
        self.free(node)

    def test_a_drive_of_the_simulator(self):
        self.guest.must("modprobe scsi_debug dev_size_mb=17")
        self.addCleanup(self.guest.must, "rmmod scsi_debug")
        self.guest.wait_until("grep -lxq 34816 /sys/block/sd*/size")
        node = self.guest.must("grep -lx 34816 /sys/block/sd*/size").split("/")[3]
        found = self.listed(f"/dev/{node}")
        self.assertEqual((found["model"], found["serial_source"], found["wwn"][:4]),
                         ("scsi_debug", "scsi-vpd80", "naa."))
