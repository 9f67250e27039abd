# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of refusals share: the tool refuses, says why, and not a byte changes."""
import contextlib
import hashlib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from massho import REFUSED  # noqa: E402

MIB = 1 << 20


def sha256(path):
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


class Refusal(massho.Case):
    def setUp(self):
        super().setUp()
        self.needs_loop()
        self.addCleanup(self.clear)

    def clear(self):
        """What a case that failed left mounted and attached."""
        for line in reversed(Path("/proc/self/mountinfo").read_bytes().splitlines()):
            target = re.sub(rb"\\([0-7]{3})", lambda m: bytes([int(m[1], 8)]), line.split()[4])
            if target.startswith(bytes(self.folder) + b"/"):
                subprocess.run(["umount", "-l", target], check=False)
        for file in Path("/sys/block").glob("loop*/loop/backing_file"):
            if self.folder.name in file.read_text(errors="replace"):
                subprocess.run(["losetup", "-d", f"/dev/{file.parts[3]}"], check=False)

    @contextlib.contextmanager
    def locked(self, node, how):
        """Another process has it locked: how is "-x" (exclusive) or "-s" (shared) of flock(1)."""
        holder = subprocess.Popen(["flock", how, node, "sh", "-c", "echo up; read x"],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            self.assertEqual(holder.stdout.readline().strip(), "up")
            yield holder
        finally:
            holder.stdin.close()
            holder.wait()
            holder.stdout.close()

    def refused(self, node, path=None, says=None, expected=REFUSED, options=(), contents=sha256):
        """Refused, nothing written, no record left that tells of an erasure."""
        before = contents(path) if path else None
        done = self.tool(expected, "wipe-device", *options, "--confirm", Path(node).name, node,
                         cwd=self.folder)
        for text in [says] if isinstance(says, str) else says or []:
            self.assertIn(text, done.stderr)
        self.assertNotIn(f"{node}: {node}", done.stderr)
        if path:
            self.assertEqual(contents(path), before, "something was written")
        self.assertEqual([p for p in self.folder.glob("massho-*")], [])
        return done

    def refused_within(self, script, node, path, says):
        """The same in a mount namespace of its own, that script prepared; "$TOOL" is the tool."""
        before = sha256(path)
        command = shlex.join([str(massho.tool_path("wipe-device")), "--confirm", Path(node).name,
                              node])
        done = subprocess.run(["unshare", "-m", "sh", "-ec", script.replace("$TOOL", command)],
                              capture_output=True, text=True, cwd=self.folder,
                              stdin=subprocess.DEVNULL, env=massho.environment())
        self.assertEqual(done.returncode, REFUSED, done.stderr)
        for text in [says] if isinstance(says, str) else says:
            self.assertIn(text, done.stderr)
        self.assertEqual(sha256(path), before, "something was written")
        self.assertEqual([p for p in self.folder.glob("massho-*")], [])
        return done

    def file_system(self, name="disk.img", size=32 * MIB, command=("mkfs.ext4", "-q", "-F")):
        path = self.folder / name
        path.write_bytes(b"")
        os.truncate(path, size)
        subprocess.run([*command, path], check=True, capture_output=True)
        return path
