# SPDX-License-Identifier: GPL-3.0-or-later
"""What the cases share: one guest for a whole program, and ways to look into it."""
import atexit
import functools
import hashlib
import itertools
import json
import shlex
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
import debs  # noqa: E402
import drives  # noqa: E402
import guest  # noqa: E402
import initramfs  # noqa: E402
import kernel  # noqa: E402
import qemu  # noqa: E402


def main(program, *modules):
    """Runs the cases of these modules in this order; exits 77 where there can be no guest."""
    try:
        qemu.find()
        with debs.alone():
            kernel.image()
            initramfs.fresh()
    except debs.Missing as missing:
        print(missing)
        sys.exit(77)
    unittest.main(module=None, argv=[program, *(sys.argv[1:] or modules)], verbosity=2)


def boot(folder, controllers, some):
    """A guest with these drives, all of which are there."""
    made = guest.Guest(folder, drives.words(folder, controllers, some))
    try:
        for drive in some:
            made.wait_until(f"[ $(grep -lx {drive.mib * 2048} /sys/block/*/size | wc -l) -ge "
                            f"{len(drive.device)} ]")
    except BaseException:
        made.end()
        raise
    return made


@functools.cache
def _boot_shared(_turn):
    folder = Path(tempfile.mkdtemp(prefix="massho-guest-"))
    atexit.register(shutil.rmtree, folder, True)
    made = boot(folder, drives.CONTROLLERS, drives.DRIVES)
    made.folder = folder
    atexit.register(made.end)
    return made


def shared():
    """The guest of all cases; another one if it no longer answers."""
    for turn in itertools.count():
        if not _boot_shared(turn).is_lost:
            return _boot_shared(turn)


def per_drive(some):
    """Gives a class of cases one case for each of these drives, which runs self.check(drive)."""
    def fill(cls):
        for drive in some:
            def case(self, drive=drive):
                self.check(drive)
            setattr(cls, f"test_{drive.name.replace('-', '_')}", case)
        return cls
    return fill


class Case(massho.Case):
    def setUp(self):
        super().setUp()
        self.guest = shared()
        self.work = f"/work/{self.id()}"
        self.guest.must(f"mkdir -p {self.work}")

    def nodes(self, name):
        """The kernel's names of a drive, hidden paths left out; found by its size."""
        blocks = drives.named(name).mib * 2048
        found = self.guest.must(
            f"for f in $(grep -lx {blocks} /sys/block/*/size); do d=${{f%/size}}\n"
            "[ \"$(cat $d/hidden 2>/dev/null)\" = 1 ] || echo ${d##*/}; done").split()
        return sorted(found)

    def node(self, name):
        nodes = self.nodes(name)
        self.assertEqual(len(nodes), 1, name)
        return f"/dev/{nodes[0]}"

    def image(self, name):
        return drives.image(self.guest.folder, drives.named(name))

    def run_tool(self, *words):
        """Runs a tool in the guest, within this case's folder."""
        done = self.guest.sh(f"cd {self.work} && " + shlex.join(map(str, words)))
        done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
        return done

    def tool(self, expected, *words):
        """The same, and expects its exit code."""
        done = self.run_tool(*words)
        self.assertEqual(done.returncode, expected, f"{words}\n{done.stdout}\n{done.stderr}")
        return done

    def listed(self, node):
        return json.loads(self.tool(massho.DONE, "wipe-list", "--json", node).stdout)

    def confirmation(self, node):
        return self.listed(node)["confirmation"]

    def record(self, path):
        """A record that was made in the guest, held against the schema."""
        here = self.folder / Path(path).name
        here.write_bytes(self.guest.read(f"{self.work}/{path}"))
        return massho.record(here)

    def refused(self, node, *says):
        """Refused, for these reasons, and nothing that tells of an erasure is left."""
        done = self.tool(massho.REFUSED, "wipe-device", "--confirm", self.confirmation(node), node)
        for text in says:
            self.assertIn(text, done.stderr)
        self.assertEqual(self.guest.must(f"ls {self.work}"), "")
        return [line.rpartition(": ")[2] for line in done.stderr.splitlines()]

    def follow(self, ways_out):
        """Does what the refusal said, from the first line to the last."""
        for command in ways_out:
            self.guest.must(command)

    def erase(self, node, *options, expected=massho.DONE):
        """(result as JSON, record)"""
        done = self.tool(expected, "wipe-device", "--json", "--record", "result.json",
                         "--confirm", self.confirmation(node), *options, node)
        return json.loads(done.stdout), self.record("result.json")

    def assert_image_holds(self, name, record):
        """The host's file has what the record says is on the medium."""
        digest = hashlib.sha256(self.image(name).read_bytes()).hexdigest()
        self.assertEqual(digest, record["verification"]["content_sha256"])
