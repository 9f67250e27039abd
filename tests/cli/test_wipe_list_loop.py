# SPDX-License-Identifier: GPL-3.0-or-later
"""wipe-list on loop devices with real contents. Needs root."""
import contextlib
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from test_wipe_list import check_object  # noqa: E402

MIB = 1 << 20


class Loops(massho.Case):
    def setUp(self):
        super().setUp()
        self.needs_loop()

    def list(self, *words, expected=massho.DONE):
        done = self.tool(expected, "wipe-list", "--json", *words)
        found = massho.json_lines(done.stdout)
        for one in found:
            check_object(self, one)
        return found

    def make(self, size=32 * MIB):
        path = self.folder / "disk.img"
        with open(path, "wb") as file:
            file.truncate(size)
        return path

    def test_contents_and_uses_of_partitions(self):
        path = self.make(64 * MIB)
        with open(path, "r+b") as file:
            file.write(massho.mbr((2048, 40960, 0x83), (43008, 65536, 0x82)))
        with massho.Loop(path) as loop:
            first = loop.add_partition(1, 2048 * 512, 40960 * 512)
            second = loop.add_partition(2, 43008 * 512, 65536 * 512)
            subprocess.run(["mkfs.ext4", "-q", "-L", "家族", first], check=True)
            subprocess.run(["mkswap", "-q", "-L", "swp", second], check=True,
                           stdout=subprocess.DEVNULL)
            found, = self.list(loop.node)
            self.assertEqual([(c["node"], c["type"], c["label"]) for c in found["contents"]],
                             [(loop.node, "dos", None), (first, "ext4", "家族"),
                              (second, "swap", "swp")])
            self.assertEqual(found["contents"][1]["offset_bytes"], str(2048 * 512))
            self.assertEqual((found["bus"], found["media"], found["capacity_bytes"]),
                             ("loop", "virtual", str(64 * MIB)))
            self.assertEqual((found["uses"], found["erasable"]), ([], True))
            self.assertEqual(found["confirmation"], os.path.basename(loop.node))
            with massho.Mount(first, self.folder / "mnt"), open(second, "rb"):
                found, = self.list(loop.node)
                self.assertEqual({(u["kind"], u["node"]) for u in found["uses"]},
                                 {("mounted", first), ("opened", second)})
                self.assertFalse(found["erasable"])
                self.check_table(loop.node, first)

    def check_table(self, node, first):
        done = self.tool(massho.DONE, "wipe-list", node)
        for text in ("CONTENT", "ext4", "家族", "swap", "mounted", str(self.folder / "mnt"),
                     "67.1 MB"):
            self.assertIn(text, done.stdout)
        table, advice = done.stdout.split("\n" + first, 1)  # what stands in the way
        self.assertIn("NAME", table)
        self.assertIn(str(self.folder / "mnt"), advice)

    def test_table_fits_the_terminal(self):
        path = self.make()
        subprocess.run(["mkfs.ext4", "-q", "-L", "長い名前", path], check=True)
        with massho.Loop(path) as loop, \
                massho.Mount(loop.node, self.folder / "a-rather-long-name-for-a-mount-point"):
            for columns in (80, 100, 132):
                terminal = self.terminal(["wipe-list"], columns=columns)
                self.assertEqual(terminal.end(), massho.DONE)
                lines = re.sub(r"\033\[\d*m", "", terminal.text()).splitlines()
                widths = [sum(2 if ord(c) > 0x2e80 else 1 for c in line) for line in lines
                          if not line.startswith("wipe-list:")]
                self.assertGreater(len(lines), 1)
                self.assertLessEqual(max(widths), columns, terminal.text())
                self.assertIn("mounted", terminal.text())

    def test_what_lies_over_what_as_a_tree(self):
        path = self.make()
        with massho.Loop(path) as loop:
            first = loop.add_partition(1, MIB, 8 * MIB)
            second = loop.add_partition(2, 16 * MIB, 4 * MIB)
            subprocess.run(["mkfs.ext4", "-q", "-L", "Daten", first], check=True)
            found, = self.list(loop.node)
            self.assertEqual([(n["node"], n["kind"], n["parent"], n["start_bytes"], n["size_bytes"])
                              for n in found["layers"]],
                             [(loop.node, "device", None, "0", str(32 * MIB)),
                              (first, "partition", 0, str(MIB), str(8 * MIB)),
                              (second, "partition", 0, str(16 * MIB), str(4 * MIB))])
            with massho.Mount(first, self.folder / "mnt"):
                lines = self.tool(massho.DONE, "wipe-list", "--tree", "--quiet",
                                  loop.node).stdout.splitlines()
        self.assertEqual(len(lines), 4, lines)
        self.assertTrue(lines[1].startswith(loop.node[5:] + " "), lines)
        self.assertRegex(lines[2], rf"^.{{1,2}}─?{first[5:]} +partition +8\.3 MB +ext4 Daten +"
                         rf"mounted {self.folder}/mnt$")
        self.assertRegex(lines[3], rf"{second[5:]} +partition +4\.1 MB +- +-$")

    def test_what_holds_a_disk_unseen_is_told_in_its_row(self):
        path = self.make()
        with massho.Loop(path) as loop, massho.Loop(path) as other:
            lines = self.tool(massho.DONE, "wipe-list", "--tree", "--quiet",
                              loop.node).stdout.splitlines()
            self.assertRegex(lines[1], rf"^{loop.node[5:]} .* held {other.node}$")

    def test_a_loop_device_stands_over_the_file_system_of_its_file(self):
        path = self.make()
        folder = self.folder / "mnt"
        folder.mkdir()
        subprocess.run(["mkfs.ext4", "-q", path], check=True)
        with massho.Loop(path) as loop:
            subprocess.run(["mount", loop.node, folder], check=True)
            try:
                inner = folder / ("longer-than-any-node" * 5)
                with open(inner, "wb") as file:
                    file.truncate(4 * MIB)
                with massho.Loop(inner) as upper:
                    self.check_loop_on_file(loop.node, upper.node, folder)
            finally:
                subprocess.run(["umount", "-l", folder], check=False, stderr=subprocess.DEVNULL)

    def test_loop_devices_are_in_the_order_of_their_names(self):
        path = self.make()
        with massho.Loop(path) as loop, contextlib.ExitStack() as stack:
            upper = [stack.enter_context(massho.Loop(loop.node)).node for _ in range(6)]
            found, = self.list(loop.node)
            self.assertEqual([n["node"] for n in found["layers"][1:]],
                             sorted(upper, key=lambda node: int(node[len("/dev/loop"):])))

    def check_loop_on_file(self, lower, upper, folder):
        found, = self.list(lower)
        self.assertEqual([(n["node"], n["kind"], n["parent"]) for n in found["layers"]],
                         [(lower, "device", None), (upper, "loop", 0)])
        lines = self.tool(massho.DONE, "wipe-list", "--tree", "--quiet", lower,
                          upper).stdout.splitlines()
        self.assertEqual(len(lines), 3, lines)
        self.assertRegex(lines[1], rf"^{lower[5:]} .* mounted {folder}$")
        self.assertRegex(lines[2], rf"^.{{1,2}}─?{upper[5:]} ")
        # Where the file cannot be reached any more, the kernel still knows the device.
        subprocess.run(["umount", "-l", folder], check=True)
        self.assertIn(f"held {upper[5:]}", self.tool(massho.DONE, "wipe-list", "--tree",
                                                     "--quiet", lower).stdout)

    @contextlib.contextmanager
    def storm(self, node):
        """A device of which the kernel tells a change every few milliseconds."""
        calm = threading.Event()

        def blow():
            while not calm.wait(0.05):
                Path("/sys/class/block", node[5:], "uevent").write_text("change", "ascii")
        thread = threading.Thread(target=blow)
        thread.start()
        try:
            yield
        finally:
            calm.set()
            thread.join()

    def test_watch_tells_and_ends_while_a_device_never_settles(self):
        path = self.make()
        second = self.folder / "second.img"
        with open(second, "wb") as file:
            file.truncate(MIB)
        with massho.Loop(path) as loop, self.storm(loop.node):
            terminal = self.terminal(["wipe-list", "--watch"], columns=200)
            terminal.wait_for("Ctrl-C ends")
            with massho.Loop(second, node="/dev/loop206") as other:
                terminal.wait_for(f"added: {other.node}", seconds=20)
            terminal.type("\003")
            self.assertEqual(terminal.end(), massho.DONE)
            process = subprocess.Popen([massho.tool_path("wipe-list"), "--watch"],
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                       env=massho.environment(), start_new_session=True)
            self.addCleanup(process.wait)
            self.addCleanup(process.kill)
            self.assertIn(b"NAME", process.stdout.readline())
            process.stdout.close()
            self.assertEqual(process.wait(timeout=20), massho.DONE)

    def test_watch_tells_what_comes_and_goes(self):
        path = self.make()
        for words in ([], ["--json"]):
            with self.subTest(words=words):
                terminal = self.terminal(["wipe-list", "--watch", *words], columns=200)
                terminal.wait_for("Ctrl-C ends" if not words else "\n")
                with massho.Loop(path, node="/dev/loop205") as loop:
                    terminal.wait_for(f'"node":"{loop.node}"' if words else f"added: {loop.node}")
                terminal.wait_for(f'"object":"removed","node":"{loop.node}"' if words else
                                  f"removed: {loop.node}")
                terminal.type("\003")
                self.assertEqual(terminal.end(), massho.DONE, terminal.text())
                if words:
                    self.check_events(terminal.text(), loop.node)

    def check_events(self, text, node):
        """Other tests have loop devices at the same time."""
        lines = [line for line in text.splitlines() if line.startswith("{")]
        events = {f["object"]: f for f in massho.json_lines("\n".join(lines))
                  if node in (f.get("node"), f.get("device", {}).get("node"))}
        check_object(self, events["added"]["device"])
        self.assertEqual(list(events["removed"]),
                         ["object", "node", "name", "devnum", "serial", "wwn"])

    def test_a_partition_can_be_named(self):
        path = self.make()
        with massho.Loop(path) as loop:
            node = loop.add_partition(1, MIB, 8 * MIB)
            found, = self.list(node)
            self.assertEqual((found["partition"], found["whole"], found["capacity_bytes"]),
                             (True, loop.node, str(8 * MIB)))
            self.assertFalse(found["erasable"])

    def test_read_only(self):
        path = self.make()
        with massho.Loop(path, read_only=True) as loop:
            found, = self.list(loop.node)
            self.assertTrue(found["read_only"])
            self.assertEqual([u["kind"] for u in found["uses"]], ["read-only"])

    def test_a_missing_device_does_not_hide_the_others(self):
        path = self.make()
        with massho.Loop(path) as loop:
            found = self.list("/dev/nonexistent", loop.node, expected=massho.USAGE)
            self.assertEqual([f["node"] for f in found], [loop.node])

    def test_unreadable_contents_are_shown_as_such(self):
        if not shutil.which("setpriv"):
            self.skipTest("setpriv is not installed")
        path = self.make()
        with massho.Loop(path) as loop:
            os.chmod(loop.node, 0o600)
            words = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups",
                     massho.tool_path("wipe-list")]
            how = {"capture_output": True, "text": True, "env": massho.environment(),
                   "cwd": "/", "stdin": subprocess.DEVNULL}
            done = subprocess.run([*words, "--json", loop.node], check=False, **how)
            if done.returncode == 127 or "cannot open shared object" in done.stderr:
                self.skipTest("the build is not readable for others")
            self.assertEqual(done.returncode, massho.FAILED, done.stderr)
            found, = massho.json_lines(done.stdout)
            check_object(self, found)
            self.assertEqual((found["contents"], found["contents_error"]["errno"]), (None, 13))
            # Who else has it open, only root sees.
            self.assertEqual((found["uses"], found["uses_complete"], found["erasable"]),
                             ([], False, False))
            overview = subprocess.run(words, check=False, **how)
            self.assertEqual(overview.returncode, massho.DONE)
            self.assertIn("UNREADABLE", overview.stdout)
            self.assertRegex(overview.stdout, rf"(?m)^{loop.node[5:]} .* not known ")
            self.assertIn(loop.node, overview.stderr)


if __name__ == "__main__":
    massho.main()
