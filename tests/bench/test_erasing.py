# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmark of erasers works, sums up what was found, and leaves nothing behind."""
import json
import signal
import subprocess
import sys
import types
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import massho  # noqa: E402
import erasers  # noqa: E402
import erasing_report as report  # noqa: E402
import erasing_speed as speed  # noqa: E402
import erasing_traps as traps  # noqa: E402
from residue_disk import MIB  # noqa: E402

LIAR = """#!/bin/sh
[ "$1" = --help ] && exec echo --free-space
level=F1 state=erased left=0
say() { printf '{"object": %s}\\n' "$1"; }
for path; do case $path in /*/mnt/*)
    for file in $(find "$path" -type f); do
        say '"file", "path": "'$file'", "level": "'$level'", "state": "'$state'", "xattrs_left": '$left
        level=F0 state=removed left=1
    done
    rm -rf "$path"
esac; done
case $* in *--free-space*) say '"free-space", "error": null, "not_reached": []'; esac
say '"files", "journal": "left", "by_level": {"F0": 9, "F1": 1}'
"""


def kind(before, after, share=None, in_journal=0):
    share = share if share is not None else after / before
    return {"made": before, "before": {"markers": before, "times": before, "in_journal": 0},
            "after": {"markers": after, "times": 2 * after, "in_journal": in_journal},
            "share": share}


class Figures(massho.Case):
    def test_shares(self):
        kinds = {"truncated": kind(100, 0), "behind": kind(50, 50), "zeroed": kind(50, 0)}
        self.assertEqual(report.share(kinds, report.COLUMNS["slack"]), 25)
        self.assertEqual(report.share({"data": kind(7, 7)}, ("data",)), 100)
        # What came to the medium only later counts as well: 10 were there, 20 are now.
        self.assertEqual(report.share({"data": kind(10, 20, share=1)}, ("data",)), 100)
        self.assertIsNone(report.share({"data": kind(7, 7)}, ("shared",)))

    def test_nothing_that_is_there_is_shown_as_nothing(self):
        self.assertEqual([report.shown(x) for x in (None, 0, 0.001, 0.99, 1, 99.7)],
                         ["-", "0 %", "<1 %", "<1 %", "1 %", "100 %"])

    def test_remarks(self):
        line = {"runs": [{"exit": 0, "said": []}], "left": [], "harmed": [], "fsck": "", "asked": 9,
                "controls": 5, "untrue": []}
        self.assertEqual(report.condition(line), "-")
        line |= {"runs": [{"exit": 3, "said": []}, {"exit": None, "said": []}], "left": ["x"], "harmed": ["y"],
                 "fsck": "bad"}
        self.assertEqual(report.condition(line),
                         "exit 3, exit None, 1 of 9 left, HARMED: 1 of 5, fsck: not clean")

    def test_claims(self):
        """Of ours it fails the bench if a claim is not so, or something is harmed."""
        def line(*levels, **more):
            return {"runs": [{"exit": 0, "levels": x} for x in levels], "left": [], "harmed": [],
                    "controls": 5, "fsck": "", "untrue": []} | more
        self.assertEqual(report.condition(line({"F1": 3}, {"F1": 9})), "says F1")
        self.assertEqual(report.condition(line({"F1": 3, "F0": 1}, {"F1": 9})), "says F0: 1, F1: 12")
        self.assertFalse(report.is_wrong(line({"F1": 3})))
        self.assertTrue(report.is_wrong(line({"F1": 3}, untrue=["F1: data of 1 (a)"])))
        self.assertEqual(report.condition(line({"F1": 3}, untrue=["F1: data of 1 (a)"])),
                         "says F1, UNTRUE: F1: data of 1 (a)")
        for harm in ({"harmed": ["x: changed"]}, {"fsck": "bad"}):
            self.assertTrue(report.is_wrong(line({"F1": 3}, **harm)))
            theirs = line(**harm) | {"runs": [{"exit": 0}]}
            self.assertFalse(report.is_wrong(theirs))
        self.assertTrue(report.is_wrong({"error": "x"}))

    def test_the_table_of_all(self):
        lines = [{"file_system": "xfs", "eraser": "rm",
                  "kinds": {"data": kind(300, 0), "tiny": kind(100, 100), "old": kind(2000, 1),
                            "name": kind(4, 4)}},
                 {"file_system": "ext2", "eraser": "wipe", "error": "x"}]
        text = report.summary_table(lines).text(False).splitlines()
        self.assertEqual([line.split() for line in text[1:]],
                         [["rm", "25/<1/100/-", "-"], ["wipe", "-", "failed"]])

    def test_journal(self):
        self.assertEqual(report.journal({"data": kind(7, 7)}), "nothing")
        self.assertEqual(report.journal({"data": kind(7, 7, in_journal=1),
                                         "old name": kind(7, 7, in_journal=3)}), "data, names")

    def test_ratios_are_taken_within_a_round(self):
        runs = [{"work": "large", "eraser": name, "amount": MIB, "round": number, "speed": value}
                for name, number, value in (("shred", 1, 100), ("massho", 1, 150),
                                            ("shred", 2, 10), ("massho", 2, 15), ("rm", 3, 9))]
        runs.append({"work": "large", "eraser": "massho", "amount": MIB, "round": 3, "error": "x"})
        lines = {x["eraser"]: x for x in speed.summary(runs)}
        self.assertEqual(lines["massho"]["ratio"], {"median": 1.5, "min": 1.5, "max": 1.5})
        self.assertEqual((lines["massho"]["runs"], lines["massho"]["failed"]), (2, ["x"]))
        self.assertNotIn("ratio", lines["rm"])

    def test_slow_ones_get_less(self):
        chosen = types.SimpleNamespace(large=64 * MIB, small=80)
        slow, quick = erasers.BY_NAME["wipe"], erasers.BY_NAME["rm"]
        self.assertEqual([speed.amount(e, w, chosen) for e in (slow, quick) for w in speed.WORKS],
                         [8 * MIB, 10, 64 * MIB, 80])

    def test_what_is_typed(self):
        def typed(name, *how):
            return [" ".join(words) for words in erasers.commands(erasers.BY_NAME[name], *how)]
        ours = "wipe-file --recursive --confirm"
        self.assertEqual(typed("massho", ["/m/a"]), [f"{ours} a {{files}}"])
        self.assertEqual(typed("massho + free space", ["/m/a", "/m/b"], "/m/tree"), [
            f"{ours} 2 {{files}}", f"{ours} tree --free-space {{mount}} {{tree}}"])
        self.assertEqual(typed("rm", [], "/m/tree"), ["rm -rf {tree}"])
        self.assertEqual(erasers.telling(erasers.OURS_FREE)[:3],
                         ["wipe-file", "--json", "--free-space"])
        self.assertEqual(erasers.telling(erasers.RM), ["rm", "-rf"])

    def test_options_that_are_not_there_yet(self):
        tool = self.folder / "bin" / "wipe-file"
        tool.parent.mkdir()
        ours, free = erasers.BY_NAME["massho"], erasers.BY_NAME["massho + free space"]
        for text, wanted in (("--recursive", False), ("--free-space=PATH", True)):
            tool.write_text(f"#!/bin/sh\necho '{text}'\n")
            tool.chmod(0o755)
            self.assertEqual([erasers.has_option(self.folder, e) for e in (ours, free)],
                             [True, wanted])

    def test_outcomes(self):
        self.assertEqual(traps.outcome([{"exit": 0}], [], False, 3), "removed, exit 0")
        self.assertEqual(traps.outcome([{"exit": None}], ["x"], True, 3),
                         "HARMED: x, not done in 3 s, exit None")
        self.assertEqual(traps.outcome([{"exit": 0}, {"exit": 3}], [], True, 3), "left, exit 0/3")


class Whole(massho.Case):
    def setUp(self):
        super().setUp()
        self.needs_loop()
        self.images = self.in_memory()

    def words(self, *more):
        return [sys.executable, HERE / "residue", "--quick", "--seed", "5", "--folder",
                self.images, "--build", massho.BUILD, *more]

    def test_quick(self):
        out = self.folder / "bench.json"
        done = subprocess.run(self.words("--only", "rm,shred", "--json", out, "--markdown"),
                              capture_output=True, text=True, timeout=massho.TIMEOUT_S)
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(out.read_text())
        data = {x["eraser"]: x["kinds"]["data"]["share"] for x in result["residue"]}
        self.assertEqual(data, {"rm": 1, "shred": 0})
        outcomes = {(x["trap"], x["eraser"]): x["outcome"] for x in result["traps"]}
        self.assertEqual(len(outcomes), 2 * len(traps.TRAPS))
        self.assertEqual(outcomes["a symbolic link is named", "rm"], "removed, exit 0")
        self.assertIn("HARMED: target", outcomes["a symbolic link is named", "shred"])
        self.assertIn("HARMED: other name",
                      outcomes["the file has another name elsewhere", "shred"])
        self.assertIn("not done in", outcomes["a FIFO is named", "shred"])
        for row in result["speed"]["rows"]:
            self.assertEqual((row["runs"], row["failed"]), (1, []))
            self.assertGreater(row["speed"], 0)
        self.assertIn("| shred ", done.stdout)
        self.assertEqual(list(self.images.iterdir()), [])

    def test_a_lie_fails(self):
        """A program that only removes, says so but of one file a run, and that free space is wiped."""
        tool = self.folder / "bin" / "wipe-file"
        tool.parent.mkdir()
        tool.write_text(LIAR)
        tool.chmod(0o755)
        lies = self.lies()
        self.assertIn("F1: data of 1", lies["massho"])
        self.assertEqual({x for x in lies["massho"] if "of 1" not in x}, set())
        self.assertLessEqual({"F1: data of 1", "free space: data", "free space: zeroed",
                              "free space: removed name"}, lies["massho + free space"])

    def lies(self):
        """{eraser: what was claimed and is not so} of those that use wipe-file."""
        out = self.folder / "bench.json"
        words = self.words("--only", "massho", "--parts", "residue", "--json", out)
        words[words.index("--build") + 1] = self.folder
        done = subprocess.run(words, capture_output=True, text=True, timeout=massho.TIMEOUT_S)
        self.assertEqual(done.returncode, 1, done.stderr)
        return {line["eraser"]: {x.split(" (")[0] for x in line["untrue"]}
                for line in json.loads(out.read_text())["residue"]}

    def test_what_does_not_erase_fails(self):
        lazy = erasers.Eraser("lazy", "x", ("true",), (("true",),))
        with traps.Disk(speed.FILE_SYSTEMS["ext4"], self.images) as disk:
            chosen = types.SimpleNamespace(large=MIB, small=3)
            for work in speed.WORKS:
                found = speed.run(disk, lazy, work, chosen, None)
                self.assertIn("left: True", found["error"])
                self.assertNotIn("seconds", found)

    @massho.not_sanitized
    def test_a_signal_leaves_nothing_behind(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            bench = subprocess.Popen(self.words("--only", "rm", "--parts", "speed", "--rounds",
                                                "1000"),
                                     stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            with bench.stderr:
                for line in bench.stderr:
                    if line.startswith("round 3"):
                        self.assertNotEqual(list(self.images.iterdir()), [])
                        bench.send_signal(number)
                        break
                bench.stderr.read()
            self.assertEqual(bench.wait(60), 128 + number)
            self.assertEqual(list(self.images.iterdir()), [])

    def test_usage(self):
        for words in (["--only", "sdb"], ["--rounds", "0"], ["--on", "ntfs"], ["/dev/sda"]):
            done = subprocess.run([sys.executable, HERE / "residue", *words], capture_output=True)
            self.assertEqual(done.returncode, 2, words)


if __name__ == "__main__":
    massho.main()
