# SPDX-License-Identifier: GPL-3.0-or-later
"""wipe-list on whatever this machine has."""
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402

KEYS = {
    "object": str, "node": str, "name": str, "kind": str, "devnum": str, "vendor": str,
    "model": str, "firmware": str, "serial": str, "serial_source": str, "serial_plausible": bool,
    "serial_problem": str, "wwn": str, "wwn_source": str, "bus": str, "bus_path": str,
    "bridge": str, "bridge_serial": str, "bridge_driver": str, "controller": str,
    "belongs_to": str, "subsystem": str, "namespace_id": int, "nguid": str, "eui64": str,
    "other_namespaces": int, "other_path_count": int, "other_paths": list, "link_mbps": int,
    "media": str, "media_reason": str, "virtual": bool, "partition": bool, "whole": str,
    "read_only": bool, "removable": bool, "capacity_bytes": str, "logical_block_bytes": int,
    "physical_block_bytes": int, "discard_max_bytes": str, "write_zeroes_max_bytes": str,
    "zoned": str, "contents": list, "contents_error": dict, "layers": list, "uses": list,
    "uses_complete": bool, "uses_error": dict, "erasable": bool, "confirmation": str, "recommended_method": str,
    "recommended_level": str, "recommended_level_reason": str, "estimate": dict,
}
MAY_BE_NULL = {"vendor", "model", "firmware", "serial", "wwn", "bus_path", "bridge",
               "bridge_serial", "bridge_driver", "controller", "belongs_to", "subsystem", "nguid",
               "eui64", "media_reason", "whole", "contents", "contents_error", "layers", "uses",
               "uses_error", "recommended_method", "recommended_level",
               "recommended_level_reason", "estimate", "namespace_id", "link_mbps",
               "logical_block_bytes", "physical_block_bytes"}


def check_object(case, found):
    """Every key is there, always, and of its type or null."""
    case.assertEqual(list(found), list(KEYS))
    for key, kind in KEYS.items():
        if found[key] is not None or key not in MAY_BE_NULL:
            case.assertIsInstance(found[key], kind, key)
    case.assertTrue(found["capacity_bytes"].isdecimal())
    case.assertEqual(found["contents"] is None, found["contents_error"] is not None)
    case.assertEqual(found["uses"] is None, found["uses_error"] is not None)
    for key, kind in KEYS.items():
        if kind is int and key not in ("other_namespaces", "other_path_count"):
            case.assertNotEqual(found[key], 0, f"{key}: not known is null")
    if found["erasable"]:
        case.assertEqual((found["uses"], found["uses_complete"]), ([], True))


def settled(lines):
    """Without loop devices: other tests may attach and detach them meanwhile."""
    return [found for found in massho.json_lines(lines) if found["bus"] != "loop"]


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
        every = settled(self.tool(massho.DONE, "wipe-list", "--json", "--all").stdout)
        some = settled(self.tool(massho.DONE, "wipe-list", "--json").stdout)
        self.assertEqual([f["name"] for f in some],
                         [f["name"] for f in every if f["capacity_bytes"] != "0"])

    def test_json_does_not_change_with_the_language(self):
        english = self.tool(massho.DONE, "wipe-list", "--json", "--all")
        japanese = self.tool(massho.DONE, "wipe-list", "--json", "--all", language="ja")
        for one, other in zip(settled(english.stdout), settled(japanese.stdout)):
            for found in (one, other):  # texts for people, and what lies over it for now
                del found["layers"]
                found["uses"] = [use for use in found["uses"] or [] if use["kind"] != "held"]
                for use in found["uses"]:
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

    def test_the_advice_for_a_file_names_the_tools_that_have_the_option(self):
        self.assertIn("wipe-device", self.tool(massho.USAGE, "wipe-list", self.image()).stderr)

    def test_what_does_not_go_together_is_a_usage_error(self):
        for words in (["--watch", "/dev/null"], ["--machine", "--all"], ["--machine", "--tree"],
                      ["--machine", "--watch"], ["--machine", "/dev/null"],
                      ["--json", "--tree"]):
            with self.subTest(words=words):
                self.assertEqual(self.tool(massho.USAGE, "wipe-list", *words).stdout, "")

    def test_colours_are_for_terminals_whose_users_want_them(self):
        self.needs_disks()
        self.assertNotIn("\033", self.tool(massho.DONE, "wipe-list").stdout)
        for change, coloured in (({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False),
                                 ({"TERM": "dumb"}, False), ({"TERM": ""}, False)):
            with self.subTest(change=change):
                env = massho.environment() | {"TERM": "xterm"} | change
                terminal = self.terminal(["wipe-list", "--all"], columns=100, env=env)
                self.assertEqual(terminal.end(), massho.DONE)
                self.assertEqual("\033[" in terminal.text(), coloured, terminal.text())

    def test_more_columns_where_there_is_room(self):
        self.needs_disks()
        narrow, wide = (self.terminal(["wipe-list", "--all"], columns=columns)
                        for columns in (80, 250))
        for terminal in (narrow, wide):
            self.assertEqual(terminal.end(), massho.DONE)
        self.assertNotIn("WWN", narrow.text())
        self.assertIn("WWN", wide.text())

    def watch(self, stdout):
        """--watch without a terminal, started."""
        process = subprocess.Popen([massho.tool_path("wipe-list"), "--watch", "--all"],
                                   stdout=stdout, stderr=subprocess.DEVNULL,
                                   stdin=subprocess.DEVNULL, env=massho.environment(),
                                   start_new_session=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def test_watch_ends_with_its_reader(self):
        self.needs_disks()
        process = self.watch(subprocess.PIPE)
        self.assertIn(b"NAME", process.stdout.readline())
        process.stdout.close()
        self.assertEqual(process.wait(timeout=30), massho.DONE)

    def test_watch_nobody_reads_is_no_failure(self):
        reader, writer = os.pipe()
        os.close(reader)
        with open(writer, "wb") as file:
            process = self.watch(file)
        self.assertEqual(process.wait(timeout=30), massho.DONE)

    def test_watch_that_cannot_be_written_is_a_failure(self):
        self.needs_disks()
        with open("/dev/full", "wb") as file:
            process = self.watch(file)
        self.assertEqual(process.wait(timeout=30), massho.FAILED)

    def test_watch_into_a_file_has_results_only_and_at_once(self):
        self.needs_disks()
        path = self.folder / "list"
        with open(path, "wb") as file:
            process = self.watch(file)
        deadline = time.monotonic() + 30
        while not path.read_text(encoding="utf-8").endswith("\n"):
            self.assertLess(time.monotonic(), deadline)
            self.assertIsNone(process.poll())
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=30), massho.DONE)
        text = path.read_text(encoding="utf-8")
        self.assertNotIn("Ctrl-C", text)
        self.assertNotIn("\033", text)

    def test_hostile_names_do_not_reach_the_terminal(self):
        done = self.tool(massho.USAGE, "wipe-list", "/dev/\033[2J\u202enull")
        self.assertNotIn("\033", done.stderr)
        self.assertNotIn("\u202e", done.stderr)


if __name__ == "__main__":
    massho.main()
