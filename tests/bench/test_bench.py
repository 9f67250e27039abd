#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmark itself: does it run, compute, judge and clean up? No speed is tested here."""
import importlib.machinery
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import types
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import goals  # noqa: E402
import growth  # noqa: E402
import massho  # noqa: E402
import ours  # noqa: E402
import process  # noqa: E402
import rows  # noqa: E402
import rounds  # noqa: E402
import targets  # noqa: E402

GIB = 1 << 30
WAIT_S = 60


def run_of(number, test, name, seconds, **more):
    return {"place": "LA", "test": test, "name": name, "tool": name.split()[0], "round": number,
            "size_bytes": 2 * GIB, "seconds": seconds, "wall_s": seconds + 0.5, "cpu_s": 0.5,
            "peak_bytes": 0} | more


def a_round(number, ours=1.0, beside=0.5, core=1.3, cpu=0.4):
    return [run_of(number, "write", "fio", 0.4), run_of(number, "read", "fio", 0.5),
            run_of(number, "write", "massho stream", 0.4 * ours, cpu_s=cpu),
            run_of(number, "read", "massho compare", 0.5 * ours, cpu_s=cpu),
            run_of(number, "verify", "massho stream", 1.0, cpu_s=2 * cpu),
            run_of(number, "verify", "massho stream, hash", 1.4 * ours),
            run_of(number, "beside", "fio write", beside),
            run_of(number, "beside", "fio read", beside), run_of(number, "core", "SHA-256", core)]


def verdicts(runs):
    return [g["verdict"] for g in goals.goals(runs, "LA")]


class Figures(massho.Case):
    def test_ratios_are_taken_within_a_round(self):
        """A machine that is ten times slower in one round changes no ratio."""
        runs = a_round(1)
        runs += [r | {"round": 2, "seconds": r["seconds"] * 10} for r in a_round(1)]
        line = goals.summary(runs, "LA", "verify", "massho stream")
        self.assertEqual(line["runs"], 2)
        self.assertAlmostEqual(line["ratio"]["min"], 0.9)
        self.assertAlmostEqual(line["ratio"]["max"], 0.9)

    def test_slow_programs_on_a_smaller_device(self):
        runs = a_round(1) + [run_of(1, "write", "wipe", 4.0, size_bytes=GIB)]
        line = goals.summary(runs, "LA", "write", "wipe")
        self.assertAlmostEqual(line["ratio"]["median"], 0.05)
        self.assertAlmostEqual(line["mib_s"], 256)
        self.assertAlmostEqual(line["cpu_s_per_gib"], 0.5)

    def test_a_failed_run_counts_for_nothing(self):
        runs = a_round(1) + [{"place": "LA", "test": "write", "name": "massho stream",
                              "tool": "massho", "round": 2, "size_bytes": GIB, "error": "x"}]
        line = goals.summary(runs, "LA", "write", "massho stream")
        self.assertEqual((line["runs"], line["failed"]), (1, ["x"]))

    def test_goals(self):
        """Each goal is met at its limit, and missed just beyond it."""
        self.assertEqual(verdicts(a_round(1) + a_round(2) + a_round(3)), ["PASS"] * 6)
        self.assertEqual(verdicts(a_round(1, cpu=0.41))[2:5], ["MISS"] * 3)
        slow = verdicts(a_round(1, ours=1.06))
        self.assertEqual([slow[0], slow[1], slow[5]], ["MISS", "MISS", "MISS"])
        self.assertEqual(verdicts(a_round(1, ours=1.06, beside=0.7))[5], "PASS")
        self.assertEqual(verdicts(a_round(1, ours=1.06, core=1.4))[5], "PASS")

    def test_without_fio_nothing_is_judged(self):
        runs = [r for r in a_round(1) if not r["name"].startswith("fio")]
        self.assertEqual([verdicts(runs)[i] for i in (0, 1, 5)], ["not measured"] * 3)

    def test_growth(self):
        def runs(factor, peak):
            return [run_of(1, test, name, seconds, size_bytes=size * GIB, peak_bytes=memory)
                    for size, times, memory in ((1, 1, 20 << 20), (16, 16 * factor, peak))
                    for test, name, seconds in (("write", "fio", 0.4 * size),
                                                ("read", "fio", 0.6 * size),
                                                ("verify", "massho stream, hash", 1.0 * times))]

        def judged(*how):
            return [g["verdict"] for g in growth.goals(growth.lines(runs(*how)))]
        self.assertEqual(judged(1.2, 21 << 20), ["PASS", "PASS", "PASS"])
        self.assertEqual(judged(1.3, 21 << 20), ["PASS", "PASS", "MISS"])
        self.assertEqual(judged(1.0, 25 << 20), ["PASS", "MISS", "PASS"])
        self.assertEqual(judged(1.0, 65 << 20), ["MISS", "MISS", "PASS"])

    def test_order_is_the_seed_s(self):
        every = [rows.Row("write", str(i), "x", None, None, goal=i < 5) for i in range(12)]

        def order(seed):
            return [r.name for r in rounds.Runner(seed, print).order(every)]
        self.assertEqual(order(7), order(7))
        self.assertNotEqual(order(7), order(8))
        self.assertEqual(sorted(order(7)), sorted(r.name for r in every))
        together = [int(name) < 5 for name in order(7)]
        self.assertEqual(sum(a != b for a, b in zip(together, together[1:])), 1)


class Judging(massho.Case):
    def test_blocks_that_were_not_written_are_seen(self):
        targets.judge_block(0, bytes(4096), "zero")
        targets.judge_block(0, random.Random(1).randbytes(4096), "random")
        for data, content in ((targets.MARK, "random"), (bytes(4096), "random"),
                              (bytes(4095) + b"x", "zero"),
                              (bytes(2048) + targets.MARK[:2048], "zero")):
            with self.subTest(content=content), self.assertRaises(process.BadRun):
                targets.judge_block(0, data, content)

    def test_a_program_is_measured(self):
        done = process.run(["sh", "-c", "echo a; echo b >&2; exit 3"])
        self.assertEqual((done.exit, done.out, done.err), (3, "a", "b\n"))
        busy = process.run([sys.executable, "-c", "x = bytearray(50 << 20); sum(range(3000000))"],
                           watch_memory=True)
        self.assertGreater(busy.cpu_s, 0.01)
        self.assertGreater(busy.peak_bytes, 50 << 20)

    def test_a_program_that_does_not_end_is_ended(self):
        with self.assertRaises(process.BadRun):
            process.run(["sleep", "600"], limit_s=0.1)

    def test_fio_and_nwipe_are_understood(self):
        job = rows.Job("/dev/loop7", "loop7", 1024, "x")
        part = {"io_bytes": 1024, "runtime": 500}
        text = json.dumps({"jobs": [{"error": 0, "usr_cpu": 10, "sys_cpu": 30, "write": part}]})
        done = process.Outcome(out=f"a remark\n{text}")
        self.assertEqual(rows.fio_job("write")(done, job), rows.Measured(0.5, 0.2))
        for wrong in (text.replace("1024", "512"), text.replace('"error": 0', '"error": 5'), ""):
            with self.assertRaises(process.BadRun):
                rows.fio_job("write")(process.Outcome(out=wrong), job)
        lines = [(1.0, "Starting round 1 of 1 on /dev/loop7"), (2.0, "x"),
                 (3.5, "Finished final round 1 of 1 on /dev/loop7")]
        done = process.Outcome(lines=lines, out="     loop7 | Erased |  1 MB/s")
        self.assertEqual(rows.nwipe_log(done, job).seconds, 2.5)
        for wrong in (process.Outcome(lines=lines, out="loop7 |-FAILED-| "),
                      process.Outcome(lines=lines[:2], out=done.out)):
            with self.assertRaises(process.BadRun):
                rows.nwipe_log(wrong, job)


class Whole(massho.Case):
    def setUp(self):
        super().setUp()
        self.needs_loop()

    def words(self, *more):
        return [sys.executable, HERE / "run", "--quick", "--seed", "5", "--folder", self.folder,
                "--build", massho.BUILD, *more]

    def leftovers(self):
        found = [str(p) for p in self.folder.glob("massho-bench-*")]
        for path in Path("/sys/block").glob("loop*/loop/backing_file"):
            try:
                found += [x for x in [path.read_text().strip()] if str(self.folder) in x]
            except OSError:
                pass  # detached meanwhile
        return found

    def test_quick(self):
        out = self.folder / "bench.json"
        done = subprocess.run(self.words("--json", out, "--markdown"), capture_output=True,
                              text=True, timeout=massho.TIMEOUT_S)
        result = json.loads(out.read_text())
        left_out = {s["place"] for s in result["skipped"]}
        if left_out == {"LA", "LB"}:
            self.skipTest(str(result["skipped"]))
        self.assertEqual(done.returncode, 0, done.stderr)
        wanted = {("write", "massho stream, hash"), ("verify", "massho stream, hash"),
                  ("read", "massho compare, hash"), ("write", "dd zero direct")}
        for place in {"LA", "LB"} - left_out:
            found = {(r["test"], r["name"]) for r in result["rows"] if r["place"] == place}
            self.assertLessEqual(wanted, found)
            self.assertEqual(len([g for g in result["goals"] if g["place"] == place]),
                             6 + 3 * len({r["name"] for r in result["growth"]["rows"]}))
        for row in result["rows"]:
            self.assertEqual((row["runs"], row["failed"]), (1, []))
            self.assertGreater(row["mib_s"], 0)
        for row in result["growth"]["rows"]:
            self.assertGreater(row["peak_bytes"], 1 << 20)
            self.assertLess(row["seconds"], row["wall_s"] + 0.01)
        self.assertIn("| dd zero direct", done.stdout)
        self.assertEqual(self.leftovers(), [])

    @massho.not_sanitized
    def test_a_signal_leaves_nothing_behind(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            bench = subprocess.Popen(self.words("--place", "LB", "--rounds", "1000"),
                                     stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            with bench.stderr:
                shown = ""
                for line in bench.stderr:
                    shown += line
                    if "left out" in line:
                        bench.wait(WAIT_S)
                        self.skipTest(line)
                    if line.startswith("round 3"):
                        self.assertNotEqual(self.leftovers(), [])
                        bench.send_signal(number)
                        break
                bench.stderr.read()
            self.assertEqual(bench.wait(WAIT_S), 128 + number, shown)
            self.assertEqual(self.leftovers(), [])

    def test_another_device_is_refused(self):
        """The loop device of somebody else is not taken for ours, whatever the target says."""
        with massho.Loop(self.image(size=1 << 20)) as other:
            target = targets.Target(targets.Place("LB", self.folder, True, ""), 1 << 20)
            target.folder, target.path = self.folder, self.folder / "ours.img"
            target.path.write_bytes(bytes(1 << 20))
            target.node = Path(other.node)
            with self.assertRaises(RuntimeError):
                target.mark(random.Random(1))
            target.path.unlink()
            os.link(self.folder / "disk.img", target.path)  # the same inode by another path
            with self.assertRaises(RuntimeError):
                target.guard()
            target.path = self.folder / "disk.img"
            target.guard()
            target.size = 2 << 20
            with self.assertRaises(RuntimeError):
                target.guard()

    def test_a_run_that_writes_nothing_fails(self):
        def lazy(job):
            return ["true", job.node]
        try:
            place = targets.Place("LA", Path("/dev/shm"), False, "")
            with targets.Target(place, 1 << 20) as target:
                target.open()
                row = rows.Row("write", "lazy", "true", lazy, rows.whole_run, content="zero")
                found = rounds.Runner(1, lambda text: None).measure(row, target)
        except targets.Unavailable as why:
            self.skipTest(str(why))
        self.assertIn("did not write block", found["error"])


class Records(massho.Case):
    def test_a_few(self):
        out = self.folder / "records.json"
        done = subprocess.run([sys.executable, HERE / "records", "--count", "300", "--sample", "2",
                               "--rounds", "1", "--folder", self.folder, "--build", massho.BUILD,
                               "--json", out], capture_output=True, text=True,
                              timeout=massho.TIMEOUT_S)
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(out.read_text())
        self.assertEqual([x["key"] for x in result["runs"]], ["P-256", "RSA-3072"])
        for line in result["runs"]:
            self.assertGreater(line["ratio"], 0)
        self.assertGreater(result["growth"][-1]["peak_bytes"], 1 << 20)
        self.assertIn("| P-256 |", done.stdout)
        self.assertEqual(list(self.folder.glob("massho-bench-*")), [])


class Choosing(massho.Case):
    def setUp(self):
        super().setUp()
        loader = importlib.machinery.SourceFileLoader("bench_run", str(HERE / "run"))
        self.run_module = types.ModuleType(loader.name)
        self.run_module.__file__ = loader.path
        loader.exec_module(self.run_module)

    def test_what_is_not_installed_is_named_and_left_out(self):
        chosen = types.SimpleNamespace(only=["fio", "dd", "wipe"])
        self.assertEqual(self.run_module.installed([]), {})
        self.run_module.PATH = "/nonexistent"
        versions = self.run_module.installed(chosen.only)
        self.assertEqual(versions, dict.fromkeys(chosen.only, "not installed"))
        self.assertEqual(self.run_module.all_rows(None, chosen, versions), [])
        tools = {r.tool for r in self.run_module.all_rows(None, chosen, versions | {"dd": "9.1"})}
        self.assertEqual(tools, {"dd"})

    def test_rows_that_the_tools_cannot_do_are_left_out(self):
        build = ours.Build.__new__(ours.Build)
        build.folder = self.folder
        build.help = {"wipe-device": "--json", "wipe-check": "--json"}
        self.assertEqual({r.name for r in build.rows()},
                         {"massho stream, hash", "massho compare, hash"})
        build.help["wipe-device"] = "--hash=MODE"
        names = [r.key for r in build.rows()]
        self.assertIn("verify/massho stream", names)
        self.assertNotIn("read/massho compare", names)


class Refusals(massho.Case):
    def test_usage(self):
        for words in (["--only", "sdb"], ["--rounds", "0"], ["--size", "0.0001"], ["/dev/sda"]):
            done = subprocess.run([sys.executable, HERE / "run", *words], capture_output=True)
            self.assertEqual(done.returncode, 2, words)

    def test_without_root(self):
        """As nobody, from a place that nobody can read, wherever the sources lie."""
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(HERE, Path(folder) / "bench")
            os.chmod(folder, 0o755)
            nobody = {"user": 65534, "group": 65534} if os.geteuid() == 0 else {}
            done = subprocess.run([sys.executable, Path(folder) / "bench/run", "--quick"],
                                  capture_output=True, cwd=folder, **nobody)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"needs root", done.stderr)


if __name__ == "__main__":
    massho.main()
