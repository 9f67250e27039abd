# SPDX-License-Identifier: GPL-3.0-or-later
"""A booted guest: runs scripts in it, and brings back what they say."""
import base64
import json
import shlex
import subprocess

import initramfs
import kernel
import qemu

BOOT_S, RUN_S = 120, 120


class Guest:
    def __init__(self, folder, words):
        folder.mkdir(exist_ok=True)
        self.machine = qemu.Machine(folder, kernel.image(), initramfs.fresh(), words)
        self._answers = self.machine.agent.makefile("rb")
        self._expect_ready()

    def _read(self, seconds):
        self.machine.agent.settimeout(seconds)
        try:
            line = self._answers.readline()
        except TimeoutError:
            line = b""
        if not line:
            raise RuntimeError(f"the guest does not answer; its console:\n{self.console()}")
        return line

    def _expect_ready(self):
        try:
            self._read(BOOT_S)
        except BaseException:
            self.machine.kill()
            raise

    def console(self):
        return self.machine.console.read_text(encoding="utf-8", errors="replace")[-4000:]

    def sh(self, script, seconds=RUN_S):
        """Runs a script to its end; a subprocess.CompletedProcess with bytes."""
        self.machine.agent.sendall(base64.b64encode(script.encode()) + b"\n")
        status, out, err = self._read(seconds).rstrip(b"\n").split(b" ")
        return subprocess.CompletedProcess(script, int(status), base64.b64decode(out),
                                           base64.b64decode(err))

    def must(self, script):
        """The same where anything but success is a failure of the test itself: what it says."""
        done = self.sh("set -e\n" + script)
        if done.returncode:
            raise RuntimeError(f"{script}\n{done.stdout.decode()}{done.stderr.decode()}")
        return done.stdout.decode()

    def tool(self, *words):
        done = self.sh(shlex.join(map(str, words)))
        done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
        return done

    def read(self, path):
        done = self.sh(f"cat {shlex.quote(str(path))}")
        if done.returncode:
            raise FileNotFoundError(path)
        return done.stdout

    def json_lines(self, *words):
        return [json.loads(line) for line in self.tool(*words).stdout.splitlines()]

    def wait_until(self, condition, seconds=60):
        """Until a command of the guest's shell succeeds."""
        tries = seconds * 20
        self.must(f"n=0\nuntil {condition}; do\nn=$((n + 1)); [ $n -lt {tries} ]\n"
                  "usleep 50000\ndone")

    def end(self):
        self.machine.kill()
