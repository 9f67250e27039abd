# SPDX-License-Identifier: GPL-3.0-or-later
"""A virtual machine, and what is said to it from outside (QMP)."""
import json
import shutil
import socket
import subprocess
import time

import debs

PROGRAM = "qemu-system-x86_64"
BASE = [
    # KVM is nowhere assumed: the machine is emulated on every host alike.
    "-M", "q35", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "768",
    "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
    "-device", "virtio-rng-pci", "-device", "virtio-serial-pci,id=serial",
    "-smbios", "type=1,manufacturer=Massho,product=Guest,serial=MACHINE-SERIAL-7,"
               "uuid=3b1c9a52-7f0e-4d3c-9a41-5b8e2f60c1d7",
    "-smbios", "type=3,manufacturer=Massho,asset=ASSET-0042",
]
COMMAND_LINE = ("console=ttyS0 quiet panic=-1 mitigations=off nokaslr tsc=reliable no_timer_check "
                "cryptomgr.notests sysrq_always_enabled random.trust_cpu=on usb_storage.delay_use=0")
CONNECT_S = 20


def _connect(path, process):
    deadline = time.monotonic() + CONNECT_S
    while True:
        made = socket.socket(socket.AF_UNIX)
        try:
            made.connect(str(path))
            return made
        except OSError:
            made.close()
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def find():
    path = shutil.which(PROGRAM)
    if not path:
        raise debs.Missing(f"{PROGRAM} is not installed (package qemu-system-x86)")
    return path


class Machine:
    """QEMU as a process: self.agent is the socket to the guest's port "agent"."""

    def __init__(self, folder, kernel, initramfs, words):
        self.console = folder / "console"
        log = open(folder / "qemu.log", "wb")
        self.process = subprocess.Popen(
            ["nice", find(), *BASE, "-kernel", kernel, "-initrd", initramfs, "-append",
             COMMAND_LINE, "-serial", f"file:{self.console}",
             "-qmp", f"unix:{folder}/qmp,server=on,wait=off",
             "-chardev", f"socket,id=agent,path={folder}/agent,server=on,wait=off",
             "-device", "virtserialport,bus=serial.0,chardev=agent,name=agent", *words],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        log.close()
        self.log = folder / "qemu.log"
        self.agent = self._qmp = None
        try:
            self.agent = _connect(folder / "agent", self.process)
            self._qmp = _connect(folder / "qmp", self.process)
        except OSError as error:
            self.kill()
            raise RuntimeError(f"QEMU does not start: {self.log.read_text()}") from error
        self._qmp.settimeout(60)
        self._lines = self._qmp.makefile("r", encoding="utf-8")
        self._lines.readline()  # the greeting
        self.qmp("qmp_capabilities")

    def qmp(self, command, **arguments):
        """Its answer; events that come meanwhile are dropped."""
        message = {"execute": command, "arguments": arguments}
        self._qmp.sendall(json.dumps(message).encode() + b"\n")
        while True:
            answer = json.loads(self._lines.readline())
            if "error" in answer:
                raise RuntimeError(f"{message}: {answer['error']}")
            if "return" in answer:
                return answer["return"]

    def press(self, *keys):
        """On the keyboard, all at once."""
        self.qmp("send-key", keys=[{"type": "qcode", "data": key} for key in keys])

    def unplug(self, device):
        self.qmp("device_del", id=device)

    def kill(self):
        """As if the power had been cut."""
        for link in (self.agent, self._qmp):
            if link:
                link.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
