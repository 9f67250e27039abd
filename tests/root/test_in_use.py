#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each use is said in plain words with a way out, and the ways out really lead out, in the
order in which they stand; what belongs to the running system has none."""
import fcntl
import os
import shutil
import signal
import struct
import subprocess
import uuid as uuids
import zlib
from pathlib import Path

import refusal
import massho
from massho import DONE, REFUSED, Loop, Mount, mbr
from refusal import MIB, sha256


def sh(*words, **how):
    return subprocess.run([str(w) for w in words], check=True, capture_output=True, text=True,
                          **how).stdout


class InUse(refusal.Refusal):
    def setUp(self):
        super().setUp()
        self.inner = f"{self.folder.name}.inner"  # told apart from those of others

    def ways_out(self, stderr):
        """The commands behind the last colon of each line."""
        lines = [x for x in stderr.splitlines() if x.startswith("wipe-device: /")]
        self.assertTrue(lines, stderr)
        return [line.rpartition(": ")[2] for line in lines]

    def follow(self, stderr):
        """Does what is said, from the first line to the last, in a shell."""
        for command in self.ways_out(stderr):
            subprocess.run(["bash", "-c", command], check=True, capture_output=True)

    def erased(self, loop):
        self.tool(DONE, "wipe-device", "--confirm", Path(loop.node).name, "--record",
                  self.folder / "r.json", loop.node)

    def test_the_same_data_by_another_way(self):
        """Goal: what lies beneath, or beside, and may be mounted, is not erased through another."""
        path = self.file_system()
        with Loop(path) as lower, massho.Mount(lower.node, self.folder / "beneath"), \
                Loop(lower.node) as upper:
            self.refused(upper.node, path, "lies over another device")
        with Loop(path) as one, Loop(path) as other:
            self.refused(one.node, path, f"{other.node} lies over the same file as {one.node}")

    def test_the_way_out_of_a_mount_whatever_its_name(self):
        """Goal: the mount point's name is text of a stranger; the command is right all the same."""
        path = self.file_system()
        for name in ["plain", "two words", "it's", "$(touch owned)", "a;touch owned", "-x", "\\",
                     "new\nline", "\x1b[2Jcleared", b"not \xff utf-8", "\u202eturned",
                     "消去", "`touch owned`", "tab\there", '"', "*"]:
            with self.subTest(name=name), Loop(path) as loop:
                folder = os.path.join(os.fsencode(self.folder), os.fsencode(name))
                os.mkdir(folder)
                subprocess.run(["mount", "-o", "ro", loop.node, folder], check=True)
                try:
                    done = self.refused(loop.node, path, f"{loop.node} is mounted on ")
                    for c in done.stderr.replace("\n", ""):
                        self.assertTrue(c.isprintable(), repr(done.stderr))
                    self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                    if name == "plain":
                        self.assertEqual(done.stderr, f"wipe-device: {loop.node} is mounted on "
                                         f"{self.folder}/plain: umount {self.folder}/plain\n")
                    self.follow(done.stderr)
                    self.assertFalse(os.path.ismount(folder))
                finally:
                    if os.path.ismount(folder):
                        massho.unmount(folder)
                self.assertFalse((self.folder / "owned").exists())

    def test_a_mount_point_too_long_for_a_line(self):
        path = self.file_system()
        folder = self.folder.joinpath(*["x" * 100] * 8)
        with Loop(path) as loop, Mount(loop.node, folder, "ro"):
            done = self.refused(loop.node, path, f": umount {loop.node}\n")
            self.assertNotIn("xxx", done.stderr)
            self.follow(done.stderr)
            self.assertFalse(os.path.ismount(folder))
            sh("mount", "-o", "ro", loop.node, folder)  # for the end of the "with"

    def test_one_above_the_other(self):
        """
        Goal: mounts, a loop device over a file of a file system, and that one's device. Each
        line's way out, done in the order of the lines, leaves the disk free.
        """
        path = self.file_system(size=64 * MIB)
        with Loop(path) as loop:
            with Mount(loop.node, self.folder / "low"):
                self.file_system(f"low/{self.inner}", 16 * MIB)
            sh("mount", "-o", "ro", loop.node, self.folder / "low")
            inner = sh("losetup", "-f", "--show", "-r", self.folder / "low" / self.inner).strip()
            (self.folder / "high").mkdir()
            sh("mount", "-o", "ro", inner, self.folder / "high")
            done = self.refused(loop.node, path)
            self.assertEqual(self.ways_out(done.stderr), [
                f"umount {self.folder}/high", f"losetup -d {inner}",
                f"umount {self.folder}/low"])
            self.assertIn(f"{inner} is a loop device over {loop.node}", done.stderr)
            self.follow(done.stderr)
            self.erased(loop)

    def test_three_storeys(self):
        """
        Goal: the topmost is met first when devices are listed, before the kernel has told of
        what lies between.
        """
        path = self.file_system(size=96 * MIB)
        names = [self.folder / name for name in ("low", "middle", "high")]
        free = ["/dev/loop202", "/dev/loop203"]
        for node in free:
            sh("losetup", node, self.image(Path(node).name))
        listed = os.listdir("/sys/block")
        first, middle = sorted(free, key=lambda node: listed.index(Path(node).name))
        with Loop(path) as loop:
            with Mount(loop.node, names[0]):
                self.file_system(f"low/{self.inner}", 48 * MIB)
                with Loop(names[0] / self.inner) as early, Mount(early.node, names[1]):
                    self.file_system(f"middle/{self.inner}", 16 * MIB)
            sh("mount", "-o", "ro", loop.node, names[0])
            sh("losetup", "-d", first, middle)
            sh("losetup", "-r", middle, names[0] / self.inner)
            sh("mount", "-o", "ro", middle, names[1])
            sh("losetup", "-r", first, names[1] / self.inner)
            names[2].mkdir()
            sh("mount", "-o", "ro", first, names[2])
            done = self.refused(loop.node, path)
            self.assertEqual(self.ways_out(done.stderr), [
                f"umount {names[2]}", f"losetup -d {first}", f"umount {names[1]}",
                f"losetup -d {middle}", f"umount {names[0]}"])
            self.follow(done.stderr)
            self.erased(loop)

    def test_a_member_of_a_mounted_btrfs(self):
        """Goal: the table of mounts names one member only; and none after umount -l."""
        if not shutil.which("mkfs.btrfs"):
            self.skipTest("mkfs.btrfs is not installed")
        paths = [self.image(name, 128 * MIB) for name in ("a.img", "b.img")]
        with Loop(paths[0]) as one, Loop(paths[1]) as other:
            sh("mkfs.btrfs", "-q", "-f", one.node, other.node)
            with Mount(one.node, self.folder / "mnt", f"ro,device={other.node}"):
                self.refused(other.node, None, f"{other.node} is part of the mounted btrfs")
                done = self.refused(one.node, None, f"umount {self.folder}/mnt")
                self.assertEqual(len(self.ways_out(done.stderr)), 1)
            sh("mount", "-o", f"ro,device={other.node}", one.node, self.folder / "mnt")
            with Opened(self.folder / "mnt"):
                sh("umount", "-l", self.folder / "mnt")
                for loop in (one, other):
                    self.refused(loop.node, None, f"{loop.node} is part of the mounted btrfs")

    def test_a_partition_of_a_loop_device_over_it(self):
        """Mounted is only a partition of what lies above."""
        path = self.file_system(size=32 * MIB)
        with Loop(path) as loop, Loop(loop.node, read_only=True) as above:
            part = above.add_partition(1, 0, 32 * MIB)
            with Mount(part, self.folder / "mnt", "ro"):
                done = self.refused(loop.node, path)
                self.assertEqual(self.ways_out(done.stderr), [
                    f"umount {self.folder}/mnt", f"losetup -d {above.node}"])

    def hidden(self, command, says):
        """A loop device over a file whose file system was unmounted lazily."""
        path = self.file_system(size=320 * MIB, command=command)
        with Loop(path) as loop:
            with Mount(loop.node, self.folder / "low"):
                self.file_system(f"low/{self.inner}", 16 * MIB)
            sh("mount", "-o", "ro", loop.node, self.folder / "low")
            inner = sh("losetup", "-f", "--show", "-r", self.folder / "low" / self.inner).strip()
            with Mount(inner, self.folder / "high", "ro"):
                sh("umount", "-l", self.folder / "low")
                self.assertNotIn(f" {loop.node} ", Path("/proc/self/mountinfo").read_text())
                self.refused(loop.node, path, [f"umount {self.folder}/high",
                                               f"{inner} is a loop device", says])
                sh("losetup", "-d", inner)
            self.erased(loop)

    def test_unmounted_lazily_ext4(self):
        self.hidden(("mkfs.ext4", "-q", "-F"), "still mounted where it cannot be seen")

    def test_unmounted_lazily_xfs(self):
        if not shutil.which("mkfs.xfs"):
            self.skipTest("mkfs.xfs is not installed")
        self.hidden(("mkfs.xfs", "-q"), "still mounted where it cannot be seen")

    def test_unmounted_lazily_without_a_loop_device(self):
        """Only an open file keeps it alive."""
        path = self.file_system()
        with Loop(path) as loop:
            sh("mkdir", self.folder / "mnt")
            sh("mount", "-o", "ro", loop.node, self.folder / "mnt")
            with Opened(self.folder / "mnt"):
                sh("umount", "-l", self.folder / "mnt")
                self.refused(loop.node, path, "still mounted where it cannot be seen")
            self.erased(loop)

    def test_a_swap_file(self):
        path = self.file_system(size=64 * MIB)
        with Loop(path) as loop, Mount(loop.node, self.folder / "my mnt"):
            swap = self.folder / "my mnt/swap file"
            swap.write_bytes(bytes(8 * MIB))
            swap.chmod(0o600)
            sh("mkswap", "-q", swap)
            if subprocess.run(["swapon", swap], capture_output=True).returncode:
                self.skipTest("no swap file can be used here")
            try:
                done = self.refused(loop.node, None, f"{loop.node} holds the swap file '{swap}'")
                swapoff = next(x for x in self.ways_out(done.stderr) if "swapoff" in x)
                subprocess.run(["bash", "-c", swapoff], check=True)
                self.assertNotIn("swap", Path("/proc/swaps").read_text().replace("Swap", ""))
            finally:
                subprocess.run(["swapoff", swap], capture_output=True)

    def test_seen_only_from_outside_of_a_chroot(self):
        """Goal: in a chroot one's own table of mounts lacks what lies outside of it."""
        path = self.file_system()
        root = self.folder / "root"
        root.mkdir()
        (self.folder / "mnt").mkdir()
        with Loop(path) as loop:
            self.refused_within(
                f"mount --rbind / {root}; mount -o ro {loop.node} {self.folder}/mnt\n"
                f"sleep 1000 & trap 'kill $!' EXIT; set +e; chroot {root} $TOOL; exit $?",
                loop.node, path, f"{loop.node} is mounted on {self.folder}/mnt")

    def test_locked(self):
        path = self.image()
        with Loop(path) as loop, self.locked(loop.node, "-x") as holder:
            done = self.refused(loop.node, path, [
                f"{loop.node} is locked (flock) by process {holder.pid} (flock)",
                f"kill {holder.pid}"])
            listed = massho.json_lines(self.tool(DONE, "wipe-list", "--json", loop.node).stdout)
            self.assertIn("locked", [use["kind"] for x in listed for use in x.get("uses", [])])
            self.assertIn("opened", [use["kind"] for x in listed for use in x.get("uses", [])])
            self.assertTrue(done)

    def test_locked_by_one_who_is_gone(self):
        """Goal: the lock lives in who inherited it; nobody is told to kill a number of the past."""
        path = self.image()
        with Loop(path) as loop:
            heir = subprocess.Popen(["sh", "-c", f"exec 3<{loop.node}; flock -x 3; "
                                                 "grep -h FLOCK /proc/$$/fdinfo/3; exec sleep 1000"],
                                    stdout=subprocess.PIPE, text=True)
            try:
                gone = heir.stdout.readline().split()[5]
                self.assertNotEqual(gone, str(heir.pid))
                done = self.refused(loop.node, path, f"{loop.node} is locked (flock) by process "
                                                     f"{heir.pid} (")
                self.assertEqual({way.rpartition(" or ")[2] for way in self.ways_out(done.stderr)},
                                 {f"kill {heir.pid}"})
                heir.kill()
                heir.wait()
                self.erased(loop)
            finally:
                heir.kill()
                heir.wait()
                heir.stdout.close()

    def test_locked_by_nobody_who_can_be_seen(self):
        """The lock's owner lies outside of the PID namespace that the tool looks from."""
        path = self.image()
        with Loop(path) as loop, self.locked(loop.node, "-x"):
            done = self.refused_within(
                "exec unshare -p -f --mount-proc $TOOL", loop.node, path,
                f"{loop.node} is locked (flock) by a process that cannot be seen")
            self.assertNotIn("kill", done.stderr)

    def test_a_shared_lock_is_no_use_of_its_own(self):
        """udev takes one whenever it looks; only that the node is open is told."""
        path = self.image()
        with Loop(path) as loop, self.locked(loop.node, "-s") as holder:
            done = self.refused(loop.node, path, f"open in process {holder.pid}")
            self.assertNotIn("locked", done.stderr)

    def test_locked_for_a_moment(self):
        """Whoever has it locked for as long as udev may is waited for."""
        path = self.image()
        with Loop(path) as loop:
            holder = subprocess.Popen(["flock", "-x", loop.node, "sh", "-c", "echo up; sleep 0.7"],
                                      stdout=subprocess.PIPE, text=True)
            self.assertEqual(holder.stdout.readline().strip(), "up")
            self.erased(loop)
            holder.wait()
            holder.stdout.close()

    def test_looking_takes_no_lock_from_anybody(self):
        """wipe-list beside a partitioner that has it locked: both go on."""
        path = self.image()
        with Loop(path) as loop, open(loop.node, "rb") as disk:
            fcntl.flock(disk, fcntl.LOCK_EX)
            self.tool(DONE, "wipe-list", loop.node)
            fcntl.flock(disk, fcntl.LOCK_UN)
            self.tool(DONE, "wipe-list", loop.node)
            fcntl.flock(disk, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def test_open_in_a_process_with_an_odd_name(self):
        path = self.image()
        with Loop(path) as loop:
            other = subprocess.Popen(
                ["sh", "-c", f"exec 3<{loop.node}; printf 'a\\033[2J\\n); x' >/proc/$$/comm; "
                             "echo up; read x"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            try:
                self.assertEqual(other.stdout.readline().strip(), "up")
                done = self.refused(loop.node, path, [
                    f"{loop.node} is open in process {other.pid} ($'a\\033[2J\\012); x')",
                    f"close it there, or kill {other.pid}"])
                self.assertNotIn("\x1b", done.stderr)
            finally:
                other.stdin.close()
                other.wait()
                other.stdout.close()

    def test_a_second_wipe_device(self):
        """The first one has it; it is not disturbed by the second's attempt."""
        path = self.folder / "disk.img"
        path.write_bytes(b"")
        os.truncate(path, 64 * MIB)
        with Loop(path) as loop:
            first = subprocess.Popen(
                [massho.tool_path("wipe-device"), "--progress=json", "--confirm",
                 Path(loop.node).name, "--method", "pfitzner-7", "--record",
                 self.folder / "first.json", loop.node],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                text=True, cwd=self.folder, env=massho.environment(), start_new_session=True)
            line = first.stderr.readline()
            os.killpg(first.pid, signal.SIGSTOP)
            try:
                self.assertIn('"phase"', line)
                done = self.tool(REFUSED, "wipe-device", "--confirm", Path(loop.node).name,
                                 "--record", self.folder / "second.json", loop.node)
            finally:
                os.killpg(first.pid, signal.SIGCONT)
                first.stderr.read()
                code = first.wait()
                first.stderr.close()
            self.assertIn("(wipe-device)", done.stderr)
            self.assertIn(f"{loop.node} is locked (flock) by process ", done.stderr)
            self.assertFalse((self.folder / "second.json").exists())
            self.assertEqual(code, DONE)


class Opened:
    """A folder, held open."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.fd = os.open(self.path, os.O_RDONLY)
        return self

    def __exit__(self, *_):
        os.close(self.fd)


class Made(refusal.Refusal):
    """What no loop device has: the kernel's description of it is made up in a mount namespace."""

    def description(self, loop, files):
        """files: what lies in the disk's folder of sysfs, by path; "->" before a link's target."""
        script = ["mkdir -p up", "mount -t tmpfs none up", "mkdir up/upper up/work"]
        for name, text in files.items():
            path = f"up/upper/{name}"
            script.append(f"mkdir -p $(dirname {path})")
            if text.startswith("->"):
                script.append(f"ln -s {text[2:]} {path}")
            else:
                script.append(f"printf '%s\\n' '{text}' >{path}")
        disk = Path("/sys/block", Path(loop.node).name).resolve()
        script += [f"mount -t overlay -o lowerdir={disk},upperdir=up/upper,workdir=up/work none "
                   f"{disk}", "exec $TOOL"]
        return "\n".join(script)

    def described(self, loop, files, says):
        return self.refused_within(self.description(loop, files), loop.node, loop.path, says)

    def erased_as_described(self, loop, files):
        tool = f"{massho.tool_path('wipe-device')} --confirm {Path(loop.node).name} " \
            f"--record r.json {loop.node}"
        sh("unshare", "-m", "sh", "-ec", self.description(loop, files).replace("$TOOL", tool),
           env=massho.environment(), cwd=self.folder)

    def test_commands_by_another_node(self):
        """Goal: who has a node open that takes commands may write, past the block device."""
        number = os.stat("/dev/full").st_rdev
        number = f"{os.major(number)}:{os.minor(number)}"
        for folder, kind, name in [
                ("device/scsi_generic/sg7", "scsi_generic", "sg7"),
                ("device/bsg/6:0:0:0", "bsg", "bsg/6:0:0:0"),
                ("device/nvme3", "nvme", "nvme3"),
                ("device", "nvme", "nvme4")]:
            path = self.image()
            with self.subTest(name=name), Loop(path) as loop, open("/dev/full", "rb"):
                self.described(loop, {
                    f"{folder}/dev": number, f"{folder}/uevent": f"DEVNAME={name}",
                    f"{folder}/subsystem": f"->../{kind}"},
                    f"/dev/{name}, through which {loop.node} takes commands, is open in process "
                    f"{os.getpid()} (")

    def test_one_that_is_made_of_others(self):
        """Goal: device mapper and md as the target: others may use the members."""
        path = self.image()
        with Loop(path) as loop:
            for name, files in [
                    ("sdy1", {"slaves/sdy1/dev": "65:129"}),
                    ("loop7", {"backing_dev": "/dev/loop7"})]:
                with self.subTest(name=name):
                    self.described(loop, files, f"{loop.node} lies over /dev/{name}, which others "
                                                "may use: erase the disk beneath")
            self.erased_as_described(loop, {"slaves/nvme0c0n1/hidden": "1", "backing_dev": "none"})

    def test_a_cache_of_bcache(self):
        """It holds nothing that is listed, and still is written to."""
        path = self.image()
        with Loop(path) as loop:
            self.described(loop, {"bcache/set/stop": ""},
                           f"{loop.node} is registered with bcache: echo 1 > "
                           f"/sys/class/block/{Path(loop.node).name}/bcache/set/stop")


class Exported(refusal.Refusal):
    """The kernel serves it to others: no claim, no holder, no process; only configfs tells."""

    def served(self, folder, files, loop, says):
        folder = f"/sys/kernel/config/{folder}"
        script = ["mount -t tmpfs none /sys/kernel", f"mkdir -p '{folder}'"]
        script += [f"printf '%s\\n' '{text}' >'{folder}/{name}'" for name, text in files.items()]
        script.append("exec $TOOL")
        if says:
            return self.refused_within("\n".join(script), loop.node, loop.path, says)
        tool = massho.tool_path("wipe-device")
        script[-1] = f"exec {tool} --confirm {Path(loop.node).name} --record {uuids.uuid4()}.json " \
            f"{loop.node}"
        sh("unshare", "-m", "sh", "-ec", "\n".join(script), env=massho.environment(),
           cwd=self.folder)

    def test_over_nvme(self):
        folder = "nvmet/subsystems/nqn.2026-11.test/namespaces/1"
        with Loop(self.image()) as loop:
            link = self.folder / "by-id"
            link.symlink_to(loop.node)
            for name in (loop.node, link):
                self.served(folder, {"device_path": name, "enable": "1"}, loop,
                            f"{loop.node}, or a file on it, is exported over NVMe (nvmet): "
                            f"echo 0 > /sys/kernel/config/{folder}/enable\n")

    def test_as_a_scsi_target(self):
        with Loop(self.image()) as loop:
            for store, shown, files in [
                    ("iblock_0", "block", {"udev_path": loop.node}),
                    ("fileio_12", "fileio", {"udev_path": loop.node}),
                    ("fileio_1", "fileio", {
                        "udev_path": "", "info": "Status: ACTIVATED  Max Queue Depth: 0\n"
                        f"        TCM FILEIO ID: 0        File: {loop.node}  Size: 4194304  "
                        "Mode: O_DSYNC Async: 0"})]:
                self.served(f"target/core/{store}/my disk", {**files, "enable": "1"}, loop,
                            f"{loop.node}, or a file on it, is exported as a SCSI target (LIO): "
                            f"targetcli /backstores/{shown} delete 'my disk'\n")

    def test_as_a_usb_drive(self):
        folder = "usb_gadget/g1/functions/mass_storage.0/lun.0"
        with Loop(self.image()) as loop:
            self.served(folder, {"file": loop.node}, loop,
                        f"{loop.node}, or a file on it, is exported as a USB drive: "
                        f"echo > /sys/kernel/config/{folder}/file\n")

    def test_a_file_on_it(self):
        path = self.file_system()
        with Loop(path) as loop, Mount(loop.node, self.folder / "mnt"):
            (self.folder / "mnt/file").write_bytes(b"")
            sh("mount", "-o", "remount,ro", self.folder / "mnt")  # the kernel writes no more
            self.served("target/core/fileio_0/x", {
                "udev_path": f"{self.folder}/mnt/file", "enable": "1"}, loop, [
                    f"{loop.node}, or a file on it, is exported as a SCSI target",
                    f"umount {self.folder}/mnt"])

    def test_of_something_else(self):
        """Another device's, one that is set up and not served, one that is gone."""
        other = self.image("other.img")
        for name, enable in [(other, "1"), (None, "0"), ("/dev/nonsense", "1"), ("", "1")]:
            with self.subTest(name=name, enable=enable), Loop(self.image()) as loop:
                self.served("nvmet/subsystems/a/namespaces/1", {
                    "device_path": loop.node if name is None else name, "enable": enable}, loop,
                    None)


class WhileTheQuestionStands(refusal.Refusal):
    """Between what the person saw and what the person answers."""

    def asked(self, node):
        terminal = self.terminal(["wipe-device", "--record", self.folder / "r.json", node],
                                 columns=200)
        terminal.wait_for(Path(node).name)
        return terminal

    def answered(self, terminal, node, path, says):
        before = sha256(path)
        terminal.type(Path(node).name + "\n")
        self.assertEqual(terminal.end(), REFUSED)
        self.assertIn(says, terminal.text())
        self.assertEqual(sha256(path), before, "something was written")
        self.assertFalse((self.folder / "r.json").exists())

    def test_a_partition_is_opened(self):
        path = self.image(size=8 * MIB)
        with Loop(path) as loop:
            part = loop.add_partition(1, MIB, 4 * MIB)
            terminal = self.asked(loop.node)
            with open(part, "r+b"):
                self.answered(terminal, loop.node, path, f"{part} is open in process {os.getpid()}")

    def test_a_partition_is_made_and_mounted(self):
        path = self.file_system(size=16 * MIB)
        with Loop(path) as loop:
            terminal = self.asked(loop.node)
            part = loop.add_partition(1, 0, 16 * MIB)
            with Mount(part, self.folder / "mnt", "ro"):
                self.answered(terminal, loop.node, path, f"umount {self.folder}/mnt")

    def test_a_loop_device_is_put_over_it(self):
        path = self.image()
        with Loop(path) as loop:
            terminal = self.asked(loop.node)
            with Loop(loop.node, read_only=True) as above:
                self.answered(terminal, loop.node, path, f"losetup -d {above.node}")

    def test_it_is_locked(self):
        path = self.image()
        with Loop(path) as loop:
            terminal = self.asked(loop.node)
            with open(loop.node, "rb") as disk:
                fcntl.flock(disk, fcntl.LOCK_EX)
                self.answered(terminal, loop.node, path, "is locked (flock) by process")

    def test_it_is_replaced_by_a_copy(self):
        """Same name, number and size, the same bytes even; it is not what was confirmed."""
        path, copy = self.image("one.img"), self.image("two.img")
        with Loop(path, node="/dev/loop201") as loop:
            terminal = self.asked(loop.node)
            subprocess.run(["losetup", "-d", loop.node], check=True)
            subprocess.run(["losetup", loop.node, copy], check=True)
            self.answered(terminal, loop.node, copy, "is no longer the device")


class System(refusal.Refusal):
    """The running system's own disk, in a system that the test makes up around the tool."""

    def with_words(self, words, node, path, says):
        fake = self.folder / "cmdline"
        fake.write_text(words + "\n")
        return self.refused_within(f"mount --bind {fake} /proc/cmdline; exec $TOOL", node, path,
                                   says)

    def test_resume(self):
        """Goal: swap is off, and still the system would hibernate to it."""
        path = self.file_system(command=("mkswap", "-q", "-L", "night swap", "-U",
                                         "1111aaaa-2222-3333-4444-55555555bbbb"))
        with Loop(path) as loop:
            number = os.stat(loop.node).st_rdev
            for value in [loop.node, f"{os.major(number)}:{os.minor(number)}",
                          f"{new_encode_dev(number):x}",
                          "UUID=1111aaaa-2222-3333-4444-55555555bbbb",
                          "UUID=1111AAAA-2222-3333-4444-55555555BBBB",
                          '"LABEL=night swap"', 'LABEL="night swap"']:
                with self.subTest(value=value):
                    self.with_words(f"quiet resume={value} ro", loop.node, path,
                                    f"{loop.node} is where the running system hibernates to")

    def test_resume_of_a_partition(self):
        path = self.image(size=16 * MIB)
        data = bytearray(path.read_bytes())
        data[:512] = mbr((2048, 8192, 0x82))
        path.write_bytes(data)
        with Loop(path) as loop:
            part = loop.add_partition(1, MIB, 4 * MIB)
            self.with_words("resume=PARTUUID=12345678-01", loop.node, path,
                            f"{part} is where the running system hibernates to")

    def test_words_that_lead_elsewhere_are_no_refusal(self):
        """A name that nothing has, of another disk, of no device; and root= of a copy."""
        path = self.file_system(command=("mkfs.ext4", "-q", "-F", "-U",
                                         "11111111-2222-3333-4444-555555555555"))
        fake = self.folder / "cmdline"
        with Loop(path) as loop:
            fake.write_text("resume=UUID=nothing resume=/dev/nonsense resume=0:0 resume=live "
                            "root=UUID=11111111-2222-3333-4444-555555555555\n")
            tool = massho.tool_path("wipe-device")
            sh("unshare", "-m", "sh", "-ec", f"mount --bind {fake} /proc/cmdline; exec {tool} "
               f"--confirm {Path(loop.node).name} --record {self.folder}/r.json {loop.node}",
               env=massho.environment())

    def test_the_kernels_resume_device(self):
        path = self.image()
        with Loop(path) as loop:
            number = os.stat(loop.node).st_rdev
            self.refused_within(
                f"mount -t tmpfs none /sys/power; "
                f"echo {os.major(number)}:{os.minor(number)} >/sys/power/resume; exec $TOOL",
                loop.node, path, [f"{loop.node} is where the running system hibernates to",
                                  "/sys/power/resume"])

    def test_the_boot_loaders_partition(self):
        path = self.image(size=16 * MIB)
        data = bytearray(512) + gpt_of_one("c12a7328-f81f-11d2-ba4b-00a0c93ec93b")
        data[:512] = mbr((1, 32767, 0xee))
        whole = bytearray(path.read_bytes())
        whole[:len(data)] = data
        path.write_bytes(whole)
        variable = self.folder / "variable"
        variable.write_bytes(b"\x06\0\0\0" +
                             "C12A7328-F81F-11D2-BA4B-00A0C93EC93B\0".encode("utf-16-le"))
        with Loop(path) as loop:
            part = loop.add_partition(1, MIB, 4 * MIB)
            self.refused_within(
                "mount -t tmpfs none /sys/firmware; mkdir -p /sys/firmware/efi/efivars; "
                f"cp {variable} /sys/firmware/efi/efivars/"
                "LoaderDevicePartUUID-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f; exec $TOOL",
                loop.node, path, f"this computer was started from {part} (EFI)")

    def live(self, prepare, run, path, loop, says):
        """The tool in a system whose root is an overlay: the disk's file system over this one."""
        new, medium = self.folder / "new", self.folder / "me,d:i um"
        for folder in (new, medium):
            folder.mkdir()
        layer = str(medium).replace(":", "\\:").replace(",", "\\,")
        return self.refused_within(
            f"mount -o ro {loop.node} '{medium}'; {prepare.format(medium=medium)}\n"
            f"mount -t overlay -o 'lowerdir={layer}:/' none {new}\n"
            f"mount --rbind /proc {new}/proc; mount --rbind /sys {new}/sys; "
            f"mount --rbind /dev {new}/dev; {run.format(medium=medium, new=new)}\n"
            f"exec chroot {new} $TOOL", loop.node, path, says)

    def test_a_layer_of_the_root(self):
        """Goal: a live system: root is an overlay, one of its layers lies on the disk."""
        path = self.file_system()
        with Loop(path) as loop:
            done = self.live("", "mount --rbind '{medium}' '{new}{medium}'", path, loop,
                             "a layer of the running system's /")
            self.assertIn("me,d:i um'", done.stderr)
            self.assertTrue(done.stderr.startswith(f"wipe-device: {loop.node} holds "))

    def test_where_the_kernel_was_told_to_find_the_root(self):
        """Its layers cannot be seen from inside; root= still tells."""
        path = self.file_system(command=("mkfs.ext4", "-q", "-F", "-L", "LIVE"))
        fake = self.folder / "cmdline"
        fake.write_text("root=live:CDLABEL=LIVE ro\n")
        with Loop(path) as loop:
            self.live("", f"mount --bind {fake} {{new}}/proc/cmdline", path, loop,
                      f"the running system was started from {loop.node} (root=live:CDLABEL=LIVE)")

    def test_what_the_system_cannot_be_without(self):
        """Every place of the table in mounts.c, in a root made up for it; what belongs there lies
        over the disk again, so that the tool still runs."""
        path = self.file_system()
        for target in ["/boot", "/boot/efi", "/efi", "/usr", "/var", "/etc", "/run/live/medium",
                       "/run/live/persistence", "/usr/lib/live/mount/medium", "/run/initramfs/live",
                       "/run/initramfs/isoscan", "/run/initramfs/overlayfs", "/cdrom",
                       "/isodevice", "/run/archiso/bootmnt"]:
            with self.subTest(target=target), Loop(path) as loop:
                self.refused_within(
                    "mount -t tmpfs none /mnt; cd /mnt; mkdir upper work new\n"
                    "mount -t overlay -o lowerdir=/,upperdir=upper,workdir=work none new\n"
                    "for f in proc sys dev tmp; do mount --rbind /$f new/$f; done\n"
                    f"mkdir -p new{target}; mkdir kept; mount --bind new{target} kept\n"
                    f"mount -o ro {loop.node} new{target}; mount --bind kept new{target}\n"
                    "exec chroot new $TOOL", loop.node, path,
                    f"{loop.node} is mounted on {target}: it belongs to the running system")

    def test_the_root(self):
        path = self.file_system()
        tool = Path(massho.tool_path("wipe-device")).resolve()
        names = {*"bin lib lib64 usr etc proc sys dev tmp".split(), tool.parts[1]}
        folders = " ".join(sorted(names))
        with Loop(path) as loop:
            with Mount(loop.node, self.folder / "mnt"):
                for name in names:
                    (self.folder / "mnt" / name).mkdir()
            self.refused_within(
                f"mount -o ro {loop.node} /mnt\n"
                f"for f in {folders}; do mount --rbind /$f /mnt/$f; done\n"
                "exec chroot /mnt $TOOL", loop.node, path,
                f"{loop.node} is mounted on /: it belongs to the running system")

    def test_the_medium_of_a_live_system(self):
        path = self.file_system()
        with Loop(path) as loop:
            self.refused_within(
                "mount -t tmpfs none /run; mkdir -p /run/live/medium; "
                f"mount -o ro {loop.node} /run/live/medium; exec $TOOL", loop.node, path,
                f"{loop.node} is mounted on /run/live/medium: it belongs to the running system")


def new_encode_dev(number):
    """A device number as the kernel's command line has it (linux/kdev_t.h)."""
    major, minor = os.major(number), os.minor(number)
    return minor & 0xff | major << 8 | (minor & ~0xff) << 12


def gpt_of_one(uuid):
    """Header and entries of a GPT, its one partition having this UUID (UEFI 2.10, 5.3)."""
    entry = uuids.UUID("c12a7328-f81f-11d2-ba4b-00a0c93ec93b").bytes_le + \
        uuids.UUID(uuid).bytes_le + struct.pack("<QQQ", 2048, 10239, 0) + bytes(72)
    entries = entry + bytes(128 * 128 - len(entry))

    def header(crc):
        return struct.pack("<8sIIIIQQQQ16sQIII", b"EFI PART", 0x10000, 92, crc, 0, 1, 32767, 34,
                           32734, uuids.UUID(int=1).bytes_le, 2, 128, 128, zlib.crc32(entries))
    whole = header(zlib.crc32(header(0)))
    return whole + bytes(512 - len(whole)) + entries


if __name__ == "__main__":
    massho.main()
