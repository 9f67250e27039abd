# SPDX-License-Identifier: GPL-3.0-or-later
"""wipe-list on whatever this machine has."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402

KEYS = {
    "object": str, "node": str, "name": str, "kind": str, "devnum": str, "vendor": str,
    "model": str, "firmware": str, "serial": str, "serial_source": str, "serial_plausible": bool,
    "wwn": str, "bus": str, "bus_path": str, "media": str, "media_reason": str, "virtual": bool,
    "partition": bool, "whole": str, "read_only": bool, "removable": bool,
    "capacity_bytes": str, "logical_block_bytes": int, "physical_block_bytes": int,
    "contents": list, "contents_error": dict, "uses": list, "uses_error": dict,
    "erasable": bool, "confirmation": str, "recommended_method": str,
    "recommended_level": str, "recommended_level_reason": str,
}
NEVER_NULL = ["object", "node", "name", "kind", "devnum", "serial_source", "serial_plausible",
              "bus", "media", "virtual", "partition", "read_only", "removable",
              "capacity_bytes", "logical_block_bytes", "physical_block_bytes", "erasable",
              "confirmation"]


def check_object(case, found):
    """Every key is there, always, and of its type or null."""
    case.assertEqual(list(found), list(KEYS))
    for key, kind in KEYS.items():
        if found[key] is not None or key in NEVER_NULL:
            case.assertIsInstance(found[key], kind, key)
    case.assertTrue(found["capacity_bytes"].isdecimal())
    case.assertEqual(found["contents"] is None, found["contents_error"] is not None)
    case.assertEqual(found["uses"] is None, found["uses_error"] is not None)
    if found["erasable"]:
        case.assertEqual(found["uses"], [])


class List(massho.Case):
    def test_json_has_every_key(self):
        for found in massho.json_lines(self.tool(massho.DONE, "wipe-list", "--json",
                                                 "--all").stdout):
            check_object(self, found)

    def test_every_disk_of_the_system_is_listed(self):
        self.needs_disks()
        names = {f["name"] for f in massho.json_lines(
            self.tool(massho.DONE, "wipe-list", "--json", "--all").stdout)}
        there = {p.name for p in Path("/sys/block").iterdir() if not (p / "hidden").exists() or
                 (p / "hidden").read_text(encoding="ascii").strip() == "0"}
        self.assertEqual(names, there)

    def test_devices_without_a_medium_are_left_out_unless_asked_for(self):
        every = massho.json_lines(self.tool(massho.DONE, "wipe-list", "--json", "--all").stdout)
        some = massho.json_lines(self.tool(massho.DONE, "wipe-list", "--json").stdout)
        self.assertEqual([f["name"] for f in some],
                         [f["name"] for f in every if f["capacity_bytes"] != "0"])

    def test_json_does_not_change_with_the_language(self):
        english = self.tool(massho.DONE, "wipe-list", "--json", "--all")
        japanese = self.tool(massho.DONE, "wipe-list", "--json", "--all", language="ja")
        for one, other in zip(massho.json_lines(english.stdout),
                              massho.json_lines(japanese.stdout)):
            for found in (one, other):  # texts for people
                for use in found["uses"] or []:
                    del use["advice"]
                for error in ("contents_error", "uses_error"):
                    if found[error]:
                        del found[error]["message"]
            self.assertEqual(one, other)

    def test_missing_and_other_files_are_usage_errors(self):
        for bad in ("/dev/nonexistent", "/dev/null", self.image(), self.folder, ""):
            with self.subTest(bad=bad):
                done = self.tool(massho.USAGE, "wipe-list", bad)
                self.assertEqual(done.stdout, "")
                self.assertTrue(done.stderr.startswith("wipe-list: "))

    def test_hostile_names_do_not_reach_the_terminal(self):
        done = self.tool(massho.USAGE, "wipe-list", "/dev/\033[2J\u202enull")
        self.assertNotIn("\033", done.stderr)
        self.assertNotIn("\u202e", done.stderr)


if __name__ == "__main__":
    massho.main()
