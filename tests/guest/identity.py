# SPDX-License-Identifier: GPL-3.0-or-later
"""What wipe-list says of each drive, where only the kernel tells of it: no udev runs."""
import case
import drives
import massho


@case.per_drive([d for d in drives.DRIVES if d.says])
class Identity(case.Case):
    def check(self, drive):
        nodes = self.nodes(drive.name)
        for node in nodes:
            found = self.listed(f"/dev/{node}")
            self.assertEqual({key: found[key] for key in drive.says}, drive.says)
            self.assertEqual(found["capacity_bytes"], str(drive.mib * drives.MIB))
            self.assertEqual(found["other_paths"], [f"/dev/{n}" for n in nodes if n != node])
            self.assertEqual(found["contents"], [])


class Together(case.Case):
    def test_namespaces_are_named_by_number_not_by_name(self):
        """Goal: nsid 3 is nvme0n2: neither is taken for the other, nor one erased for both."""
        one, three = self.node("nvme-n1"), self.node("nvme-n3")
        self.assertTrue(three.endswith("n2"), three)
        self.assertEqual([self.confirmation(node) for node in (one, three)],
                         [one.removeprefix("/dev/"), three.removeprefix("/dev/")])

    def test_all_are_listed_once(self):
        listed = massho.json_lines(self.tool(massho.DONE, "wipe-list", "--json").stdout)
        names = [f["name"] for f in listed]
        self.assertEqual(len(names), len(set(names)))
        self.assertLessEqual({n for d in drives.DRIVES for n in self.nodes(d.name)}, set(names))
        self.assertEqual([n for n in names if "c" in n.removeprefix("mmc").removeprefix("vdc")
                          .removeprefix("sdc")], [], "hidden paths")

    def test_the_tree_has_them_too(self):
        tree = self.tool(massho.DONE, "wipe-list", "--tree").stdout
        for drive in drives.DRIVES:
            for name in self.nodes(drive.name):
                self.assertRegex(tree, rf"(?m)^{name} ")

    def test_two_paths_are_refused(self):
        """Goal: a drive is not erased by one path while another could be written through."""
        one, other = (f"/dev/{n}" for n in self.nodes("paths"))
        self.refused(one, f"{other} is the same drive as {one} by another path")
        self.refused(other, f"{one} is the same drive as {other} by another path")

    def test_a_stable_name_is_the_same_device(self):
        node = self.node("scsi")
        self.guest.must(f"mkdir -p /dev/disk && ln -sf {node} /dev/disk/mine")
        self.assertEqual(self.listed("/dev/disk/mine")["node"], node)
