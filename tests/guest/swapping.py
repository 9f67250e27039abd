# SPDX-License-Identifier: GPL-3.0-or-later
"""Swap areas: all that are in use, of which no other machine would let a test switch off any."""
import case
import drives
import massho


class Swap(case.Case):
    def setUp(self):
        super().setUp()
        self.part = self.node("table") + "3"
        self.disk = self.node("virtio-plain")
        self.guest.must(f"[ -e {self.part} ]")

    def use(self, node):
        # Its first page is left, so nothing of another case may be on it.
        self.guest.must(f"dd if=/dev/zero of={node} bs=64k count=2 2>/dev/null\n"
                        f"yes SECRETDATA | dd of={node} bs=64k seek=2 count=32 2>/dev/null; sync\n"
                        f"mkswap {node} >/dev/null; swapon {node}")
        self.addCleanup(self.guest.sh, f"swapoff {node}")

    def active(self):
        return {line.split()[0]: line.split()[-1]
                for line in self.guest.must("cat /proc/swaps").splitlines()[1:]}

    def wipe(self, expected, area):
        """Results by the name of the path, and the record."""
        done = self.tool(expected, "wipe-file", "--json", "--record", "result.json", "--confirm",
                         area.rpartition("/")[2], "--swap", area)
        lines = massho.json_lines(done.stdout)
        return {x["path"]: x for x in lines if x["object"] == "swap"}, self.record("result.json")

    def holds_secret(self, node):
        return self.guest.sh(f"grep -q SECRETDATA {node}").returncode == 0

    def test_all(self):
        """A partition beside a mounted one, and one that is encrypted with a key that nobody has."""
        beside = self.node("table") + "1"
        self.guest.must(f"mkfs.ext4 -q -F {beside}; mkdir -p /mnt/in; mount -t ext4 {beside} /mnt/in\n"
                        "seq 1 50000 >/mnt/in/kept; sync; sha256sum /mnt/in/kept >/tmp/kept")
        self.addCleanup(self.guest.must, "umount /mnt/in")
        self.guest.must(f"cryptsetup open --type plain --cipher aes-xts-plain64 --key-size 256 "
                        f"--key-file /dev/urandom {self.disk} once")
        self.addCleanup(self.guest.sh, "swapoff /dev/mapper/once; cryptsetup close once")
        self.use(self.part)
        self.use("/dev/mapper/once")
        before = self.active()
        self.assertEqual(len(before), 2)
        self.assertTrue(self.holds_secret(self.part) and self.holds_secret("/dev/mapper/once"))
        found, record = self.wipe(massho.DONE, "all")
        self.assertEqual({x["state"] for x in found.values()}, {"verified"}, found)
        self.assertEqual(self.active(), before)
        self.assertEqual((record["verdict"], [x["state"] for x in record["files"]["swap"]]),
                         ("erased-verified", ["verified"] * 2))
        for node in (self.part, "/dev/mapper/once"):
            self.assertFalse(self.holds_secret(node))
        self.guest.must("echo 3 >/proc/sys/vm/drop_caches; sha256sum -c /tmp/kept >/dev/null")

    def test_none(self):
        self.assertEqual(self.active(), {})
        self.assertIn("there is none", self.tool(massho.DONE, "wipe-file", "--swap", "all").stdout)
        self.assertEqual(self.guest.must(f"ls {self.work}"), "")

    def test_places_that_cannot_be_written(self):
        end = drives.named("virtio-plain").mib * 2048
        self.guest.must("dmsetup create broken <<E\n"
                        f"0 6400 linear {self.disk} 0\n6400 16 error\n"
                        f"6416 {end - 6416} linear {self.disk} 6416\nE")
        self.addCleanup(self.guest.sh, "swapoff /dev/mapper/broken; dmsetup remove broken")
        self.use("/dev/mapper/broken")
        found, record = self.wipe(massho.PARTIAL, "/dev/mapper/broken")
        result, = found.values()
        self.assertEqual((result["state"], result["error_bytes"], result["active"]),
                         ("partly", str(16 * 512), True))
        self.assertEqual(int(result["verified_bytes"]), int(result["bytes"]) - 16 * 512)
        self.assertEqual(record["verdict"], "partial")

    def test_memory_is_no_medium(self):
        self.guest.must("modprobe zram; echo 4M >/sys/block/zram0/disksize\n"
                        "mkswap /dev/zram0 >/dev/null; swapon /dev/zram0")
        self.addCleanup(self.guest.must, "swapoff /dev/zram0; rmmod zram")
        done = self.tool(massho.DONE, "wipe-file", "--json", "--swap", "/dev/zram0")
        self.assertEqual(massho.json_lines(done.stdout)[0]["state"], "in-memory")
        self.assertIn("/dev/zram0", self.active())
