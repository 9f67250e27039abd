# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of massho's own tools, and what is known of the build that is measured."""
import re
import subprocess
from pathlib import Path

from process import BadRun, environment
from rows import Row, wipe_check_result, wipe_device_result

SOURCE = Path(__file__).resolve().parents[2]
EXIT_DONE, EXIT_PARTIAL, EXIT_UNCONFIRMED = 0, 4, 8
# Without the content hash; older versions cannot leave it out, and those rows are not there.
HASH_OFF = "--hash"


class Build:
    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.help = {}
        for tool in ("wipe-device", "wipe-check"):
            self.help[tool] = self._ask(tool, "--help")
        version = self._ask("wipe-device", "--version").splitlines()
        self.version, self.build_id = version[0], version[-1].split()[-1]

    def _ask(self, tool, option):
        try:
            return subprocess.run([self.tool(tool), option], capture_output=True, text=True,
                                  check=True, env=environment()).stdout
        except (OSError, subprocess.CalledProcessError) as error:
            raise BadRun(f"{tool} does not start ({error}); build it first: "
                         "cmake --preset release && cmake --build --preset release") from error

    def tool(self, name):
        return str(self.folder / "bin" / name)

    def _cached(self, name):
        """A variable of the build's CMakeCache.txt; "" if there is none."""
        try:
            text = (self.folder / "CMakeCache.txt").read_text(encoding="utf-8")
        except OSError:
            return ""
        found = re.search(rf"^{name}:\w+=(.*)$", text, re.M)
        return found.group(1) if found else ""

    def kind(self):
        """The build type, and sanitizers, which make a measurement worthless."""
        words = [self._cached("CMAKE_BUILD_TYPE") or "without optimization"]
        return " ".join(words + [w for w in [self._cached("MASSHO_SANITIZE")] if w])

    def commit(self):
        """Of the sources that the build is made from, as they are now."""
        done = subprocess.run(["git", "-C", self._cached("CMAKE_HOME_DIRECTORY") or SOURCE,
                               "describe", "--always", "--dirty"], capture_output=True, text=True)
        return done.stdout.strip() or "unknown"

    def _device(self, *words):
        return lambda job: [self.tool("wipe-device"), "--json", *words, "--record", job.record,
                            "--confirm", job.name, job.node]

    def _write(self, name, content, *words):
        return Row("write", name, "massho", self._device("--verify", "none", *words),
                   wipe_device_result(False), content=content, exit=EXIT_PARTIAL, goal=True,
                   option=HASH_OFF if HASH_OFF in words else None)

    def _verify(self, name, content, *words):
        return Row("verify", name, "massho", self._device(*words), wipe_device_result(True),
                   content=content, exit=EXIT_DONE, goal=True,
                   option=HASH_OFF if HASH_OFF in words else None)

    def _compare(self, name, *words):
        """A re-read of what was just erased; it ends with 8, as nobody signed the record."""
        def first(job):
            return f"{job.record}.erased"

        def prepare(job):
            return [self.tool("wipe-device"), "--json", "--record", first(job), "--confirm",
                    job.name, job.node]

        def command(job):
            return [self.tool("wipe-check"), "--json", *words, "--record", job.record,
                    first(job), job.node]
        return Row("read", name, "massho", command, wipe_check_result, exit=EXIT_UNCONFIRMED,
                   goal=True, prepare=prepare, option=HASH_OFF if HASH_OFF in words else None)

    def rows(self):
        off = (HASH_OFF, "none")
        every = [
            self._write("massho stream", "random", *off),
            self._write("massho zero", "zero", "--method", "zero", *off),
            self._write("massho stream, hash", "random"),
            self._compare("massho compare", *off),
            self._compare("massho compare, hash"),
            self._verify("massho stream", "random", *off),
            self._verify("massho zero", "zero", "--method", "zero", *off),
            self._verify("massho stream, hash", "random"),
        ]
        return [row for row in every if self.can(row)]

    def can(self, row):
        tool = "wipe-check" if row.test == "read" else "wipe-device"
        return row.option is None or row.option in self.help[tool]
