# SPDX-License-Identifier: GPL-3.0-or-later
"""A booted guest: runs scripts in it, and brings back what they say."""
import base64
import json
import shlex
import subprocess
import time

import initramfs
import kernel
import qemu

BOOT_S, RUN_S = 120, 120


class Guest:
    def __init__(self, folder, words):
        folder.mkdir(exist_ok=True)
        self.is_lost = False
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
            self.is_lost = True
            raise RuntimeError(f"the guest does not answer; {self.blocked()}")
        return line

    def _expect_ready(self):
        try:
            self._read(BOOT_S)
        except BaseException:
            self.machine.kill()
            raise

    def console(self):
        return self.machine.console.read_text(encoding="utf-8", errors="replace")[-12000:]

    def blocked(self):
        """What waits in the kernel, which tells it to its console."""
        try:
            for key in ("8", "w"):  # all levels to the console, then what is blocked
                self.machine.press("alt", "sysrq", key)
                time.sleep(1)
        except (OSError, RuntimeError, ValueError):
            return f"nor does its machine; its console:\n{self.console()}"
        return f"its console:\n{self.console()}"

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
        """Until a command of the guest's shell succeeds; asked again from here, as it may be slow."""
        deadline = time.monotonic() + seconds
        while self.sh(f"n=0\nuntil {condition}; do\nn=$((n + 1)); [ $n -lt 20 ] || exit 1\n"
                      "usleep 50000\ndone").returncode:
            if time.monotonic() > deadline:
                raise RuntimeError(f"never: {condition}; {self.blocked()}")

    def end(self):
        self.machine.kill()
