# SPDX-License-Identifier: GPL-3.0-or-later
"""What a row of the comparison is, and how the results that programs print are read."""
import dataclasses
import json
import re
from typing import Callable

from process import BadRun

TESTS = {"write": "write", "read": "read + compare", "verify": "write + verify"}


@dataclasses.dataclass(frozen=True)
class Job:
    """What a command is made for: the loop device, and a name for a file that is not there yet."""
    node: str
    name: str
    size: int
    record: str


@dataclasses.dataclass(frozen=True)
class Measured:
    seconds: float
    cpu_s: float


@dataclasses.dataclass(frozen=True)
class Row:
    test: str  # a key of TESTS, or "core" and "beside", which only goals need
    name: str
    tool: str
    command: Callable
    read: Callable  # (Outcome, Job) -> Measured; raises BadRun
    content: str = None  # "zero" or "random": what is on the device afterwards; None: unchanged
    exit: int = 0
    env: dict = None
    terminal: bool = False
    beside_hash: bool = False  # while another process keeps a core busy with SHA-256
    slow: bool = False  # takes so long that it gets a smaller device; only speeds are compared
    goal: bool = False  # a goal is computed from it; such rows run close together
    prepare: Callable = None  # a command that runs first, untimed
    option: str = None  # the tool's --help must name it

    @property
    def key(self):
        return f"{self.test}/{self.name}"


def whole_run(outcome, _job):
    """Programs that tell no better: from the start to the end of the process."""
    return Measured(outcome.wall_s, outcome.cpu_s)


def first_json(text):
    """The first JSON object in what was printed; programs print remarks before it."""
    try:
        return json.JSONDecoder().raw_decode(text[text.index("{"):])[0]
    except ValueError as error:
        raise BadRun("printed no JSON") from error


def fio_job(direction):
    def read(outcome, job):
        """fio's own runtime and CPU time, without its start."""
        done = first_json(outcome.out)["jobs"][0]
        part = done[direction]
        if done["error"] or part["io_bytes"] != job.size or not part["runtime"]:
            raise BadRun(f"error {done['error']}, {part['io_bytes']} bytes")
        seconds = part["runtime"] / 1000
        return Measured(seconds, seconds * (done["usr_cpu"] + done["sys_cpu"]) / 100)
    return read


def require(found, **wanted):
    for name, value in wanted.items():
        if found.get(name) != value:
            raise BadRun(f"{name} is {found.get(name)!r} and not {value!r}")


def wipe_device_result(verified):
    """A pass alone takes as long as its write_ms, with its flush; older versions have only that
    of the whole job, who uses the device being looked up and all."""
    def read(outcome, job):
        result = first_json(outcome.out)
        verdict = "erased-verified" if verified else "erased-unverified"
        require(result, object="result", device=job.node, verdict=verdict, error=None,
                bytes_written=str(job.size), bytes_verified=str(job.size if verified else 0))
        whole_ms = result["duration_ms"]
        return Measured((whole_ms if verified else result.get("write_ms", whole_ms)) / 1000,
                        outcome.cpu_s)
    return read


def wipe_check_result(outcome, job):
    """As long as the reading took; of older versions the duration in the check's record."""
    result = first_json(outcome.out)
    require(result, object="check", device=job.node, held="yes")
    require(result["reading"], mode="full", verdict="erased-verified", mismatch_bytes="0",
            bytes_verified=str(job.size))
    return Measured(reading_ms(result["reading"], job) / 1000, outcome.cpu_s)


def reading_ms(reading, job):
    if reading["content_sha256"] is None and "verify_ms" in reading:
        return reading["verify_ms"]
    with open(job.record, encoding="utf-8") as file:
        return json.load(file)["execution"]["duration_ms"]


NWIPE_START = re.compile(r"Starting round 1 of 1 on ")
NWIPE_END = re.compile(r"Finished final round 1 of 1 on ")


def nwipe_log(outcome, job):
    """From "Starting round" to "Finished final round": nwipe waits for seconds before it ends."""
    def when(pattern):
        times = [t for t, line in outcome.lines if pattern.search(line) and job.node in line]
        if len(times) != 1:
            raise BadRun(f"printed {len(times)} lines with \"{pattern.pattern}\"")
        return times[0]
    seconds = when(NWIPE_END) - when(NWIPE_START)
    if not re.search(rf"\b{job.name} \| Erased\b", outcome.out):
        raise BadRun("does not report the device as erased")
    return Measured(seconds, outcome.cpu_s)


def core_seconds(outcome, _job):
    return Measured(float(outcome.out), outcome.cpu_s)
