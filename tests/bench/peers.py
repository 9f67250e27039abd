# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs that are compared with, as data: fio, which is the yardstick, and the others."""
import sys
from pathlib import Path

from rows import Row, core_seconds, fio_job, nwipe_log, whole_run

# Tool: Debian package.
PACKAGES = {"fio": "fio", "dd": "coreutils", "shred": "coreutils", "scrub": "scrub",
            "nwipe": "nwipe", "badblocks": "e2fsprogs", "wipe": "wipe"}

# Stock fio is not the limit: with huge pages under its buffers it is.
HUGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
SHA_CORE = [sys.executable, str(Path(__file__).resolve().parent / "sha_core.py")]


def _fio(test, direction, beside=False):
    def command(job):
        return ["fio", "--name=yardstick", f"--filename={job.node}", f"--rw={direction}",
                "--ioengine=io_uring", "--direct=1", "--bs=1M", "--iodepth=16",
                f"--size={job.size}", "--output-format=json"]
    name = f"fio {direction}" if beside else "fio"
    return Row(test, name, "fio", command, fio_job(direction), env=HUGE_PAGES,
               beside_hash=beside, goal=True)


def _last(*words):
    """A command that takes the device as its last word."""
    return lambda job: [*words, job.node]


def _nwipe(test, content, *words):
    verify = "--verify=last" if test == "verify" else "--verify=off"
    return Row(test, f"nwipe {words[-1].split('=')[-1]}", "nwipe",
               _last("nwipe", "--autonuke", "--nogui", "--noblank", "--rounds=1", verify, *words),
               nwipe_log, content=content, terminal=True, slow=True)


def _nwipe_rows(test):
    return [_nwipe(test, "zero", "--method=zero"),
            *(_nwipe(test, "random", "--method=prng", f"--prng={prng}")
              for prng in ("twister", "isaac", "isaac64"))]


def _badblocks(content, pattern):
    # Blocks of 4096 bytes, 256 at once: 1 MiB, as the others; its own default is much slower.
    return Row("verify", f"badblocks -w -t {pattern}", "badblocks",
               _last("badblocks", "-w", "-t", pattern, "-b", "4096", "-c", "256"), whole_run,
               content=content)


ROWS = [
    _fio("write", "write"),
    _fio("read", "read"),
    _fio("beside", "write", beside=True),
    _fio("beside", "read", beside=True),
    Row("core", "SHA-256", "sha_core", lambda job: [*SHA_CORE, str(job.size)], core_seconds,
        goal=True),
    Row("write", "dd zero direct", "dd",
        lambda job: ["dd", "if=/dev/zero", f"of={job.node}", "bs=1M", "oflag=direct",
                     f"count={job.size >> 20}"], whole_run, content="zero"),
    Row("write", "shred -n0 -z", "shred", _last("shred", "-n0", "-z"), whole_run, content="zero"),
    Row("write", "shred -n1", "shred", _last("shred", "-n1"), whole_run, content="random"),
    Row("write", "scrub fillzero", "scrub", _last("scrub", "-f", "-S", "-p", "fillzero"),
        whole_run, content="zero"),
    Row("write", "scrub random", "scrub", _last("scrub", "-f", "-S", "-p", "random"), whole_run,
        content="random"),
    Row("write", "wipe -Q1", "wipe", _last("wipe", "-f", "-k", "-q", "-Q", "1"), whole_run,
        content="random", slow=True),
    *_nwipe_rows("write"),
    *_nwipe_rows("verify"),
    _badblocks("zero", "0"),
    _badblocks("random", "random"),
]
