# SPDX-License-Identifier: GPL-3.0-or-later
"""One run of a program: what it printed and when, how long it took, its CPU time and memory."""
import dataclasses
import os
import pty
import select
import signal
import subprocess
import tempfile
import time

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
GRACE_S = 5
SAMPLE_S = 0.02


class BadRun(Exception):
    """A program failed, or did not do what it was asked for."""


@dataclasses.dataclass
class Outcome:
    exit: int = 0
    wall_s: float = 0.0
    cpu_s: float = 0.0  # user + system, of the process and of the children it waited for
    peak_bytes: int = 0  # sampled; 0 where nobody asked for it
    out: str = ""
    err: str = ""
    lines: list = dataclasses.field(default_factory=list)  # (seconds since the start, text)

    def tail(self):
        text = (self.err.strip() or self.out.strip()).splitlines()
        return " / ".join(text[-3:])[-300:]


def environment(more=None):
    kept = {"PATH": PATH, "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "dumb", "HOME": "/nonexistent"}
    for name in ("TEXTDOMAINDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS"):
        if name in os.environ:
            kept[name] = os.environ[name]
    return kept | (more or {})


def _children(pid):
    found = []
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
                found += [int(word) for word in file.read().split()]
    except OSError:
        pass  # it has just ended
    return found


def _high_water(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8", errors="replace") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


class Watch:
    """The memory of a process and all below it: the sum of each one's high-water mark.

    ru_maxrss would count the memory that the starting Python has at the fork."""

    def __init__(self, pid):
        self.root, self.peaks = pid, {}

    def sample(self):
        todo = [self.root]
        while todo:
            pid = todo.pop()
            self.peaks[pid] = max(self.peaks.get(pid, 0), _high_water(pid))
            todo += _children(pid)

    def total(self):
        return sum(self.peaks.values())


def end(process):
    """Ends a program that is still running, with all that it started."""
    for number, patience_s in ((signal.SIGTERM, GRACE_S), (signal.SIGKILL, 60)):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            pass
        try:
            process.wait(timeout=patience_s)
            return
        except subprocess.TimeoutExpired:
            continue


def end_children():
    """Ends what a signal in the middle of a start has left without an owner."""
    for pid in _children(os.getpid()):
        try:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass


def _collect(fd, outcome, started, limit_s, watch):
    """Reads until the other side is closed; every line gets the time at which it came."""
    rest = b""
    while True:
        now = time.monotonic() - started
        if now > limit_s:
            raise BadRun(f"not done after {limit_s:.0f} s")
        ready = select.select([fd], [], [], SAMPLE_S if watch else 1)[0]
        if watch:
            watch.sample()
        if not ready:
            continue
        try:
            piece = os.read(fd, 1 << 16)
        except OSError:  # EIO: the other side of a terminal is closed
            piece = b""
        now = time.monotonic() - started
        *full, rest = (rest + piece).split(b"\n")
        outcome.lines += [(now, line.decode("utf-8", "replace").rstrip("\r")) for line in full]
        if not piece:
            outcome.lines += [(now, rest.decode("utf-8", "replace"))] if rest else []
            return


def _wait(process, deadline):
    """The exit status and what the process used, which subprocess does not tell."""
    while True:
        pid, status, usage = os.wait4(process.pid, 0 if deadline is None else os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage
        if time.monotonic() > deadline:
            raise BadRun("closed its output but does not end")
        time.sleep(0.001)


def run(words, env=None, terminal=False, watch_memory=False, limit_s=600):
    """Runs one program to its end. Nothing of it is left when this returns or raises."""
    ours, theirs = pty.openpty() if terminal else os.pipe()
    outcome = Outcome()
    try:
        with tempfile.TemporaryFile() as err:
            started = time.monotonic()
            process = subprocess.Popen([str(w) for w in words], stdin=subprocess.DEVNULL,
                                       stdout=theirs, stderr=err, env=environment(env),
                                       start_new_session=True)
            try:
                os.close(theirs)
                theirs = None
                watch = Watch(process.pid) if watch_memory else None
                _collect(ours, outcome, started, limit_s, watch)
                usage = _wait(process, started + limit_s)
                outcome.wall_s = time.monotonic() - started
            except BaseException:
                end(process)
                raise
            err.seek(0)
            outcome.err = err.read().decode("utf-8", "replace")
    finally:
        for fd in (ours, theirs):
            if fd is not None:
                os.close(fd)
    outcome.exit = process.returncode
    outcome.cpu_s = usage.ru_utime + usage.ru_stime
    outcome.peak_bytes = watch.total() if watch else 0
    outcome.out = "\n".join(text for _, text in outcome.lines)
    return outcome


class Busy:
    """A program that runs beside others until the end of the "with"."""

    def __init__(self, words):
        self.words, self.process = words, None

    def __enter__(self):
        self.process = subprocess.Popen(self.words, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, env=environment(),
                                        start_new_session=True)
        try:
            if self.process.stdout.readline() != b"busy\n":
                raise BadRun("the process that hashes beside did not start")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        alive = self.process.poll() is None
        end(self.process)
        self.process.stdout.close()
        if not alive:
            raise BadRun("the process that hashes beside ended too early")
