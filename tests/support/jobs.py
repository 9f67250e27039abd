# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs of wipe-device at work: how far their journals say they are, and their processes."""
import hashlib
import os
import signal
import struct
import time
from pathlib import Path

import massho

HEADER, SLOT = 4096, 12288


def position(journal):
    """(pass, bytes covered) of the newest checkpoint; (0, 0) while there is none."""
    try:
        data = journal.read_bytes()
    except FileNotFoundError:
        return 0, 0
    slots = [data[HEADER + i * SLOT:HEADER + (i + 1) * SLOT] for i in (0, 1)]
    whole = [s for s in slots if len(s) == SLOT and
             hashlib.sha256(data[HEADER - 32:HEADER] + s[:-32]).digest() == s[-32:]]
    newest = max(whole, key=lambda s: struct.unpack(">Q", s[:8]), default=None)
    return struct.unpack(">I4xQ", newest[24:40]) if newest else (0, 0)


def children_of(program):
    listed = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text()
    return [int(child) for child in listed.split()]


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def cut_off(program):
    """As by power loss: nobody can save anything any more."""
    children = children_of(program)
    program.kill()
    for child in children:
        os.kill(child, signal.SIGKILL)
    program.communicate(timeout=massho.TIMEOUT_S)
    while any(is_running(child) for child in children):
        time.sleep(0.001)
