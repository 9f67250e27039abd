# SPDX-License-Identifier: GPL-3.0-or-later
"""A file system on an image on which much was removed: every trace of that carries a mark."""
import collections
import errno
import hashlib
import os
import random
import re
import subprocess

import massho

PROGRAM = massho.BUILD / "tests/bin/wipe-space"
KIB, MIB = 1 << 10, 1 << 20
DATA, OLD, NAME, VALUE, KEY, LINK = (b"mkDATA", b"mkOLD_", b"mkNAME", b"mkVALU", b"mkKEY_", b"mkLINK")
MARKS = re.compile(b"mk(?:DATA|OLD_|NAME|VALU|KEY_|LINK)")
CHECKS = {"ext": ["e2fsck", "-fn"], "xfs": ["xfs_repair", "-n"], "btrfs": ["btrfs", "check"]}


def marked(mark, number, size):
    unit = (mark + b"%08d" % number + b"." * 64)[:64]
    return (unit * (size // 64 + 1))[:size]


class Scene:
    """Files that stay and files that go, in the same folders; then the latter go."""

    def __init__(self, top, seed=1):
        self.top, self.random, self.kept, self.gone = str(top), random.Random(seed), {}, []

    def put(self, path, data, stays, xattrs=()):
        path = os.path.join(self.top, path)
        try:
            with open(path, "wb") as file:
                file.write(data)
            for key, value in xattrs:
                os.setxattr(path, key, value)
        except OSError as error:  # what is too large for an attribute, or for the medium
            if error.errno not in (errno.ENOSPC, errno.E2BIG, errno.ERANGE, errno.EOPNOTSUPP):
                raise
        if stays:
            with open(path, "rb") as file:
                self.kept[path] = hashlib.sha256(file.read()).hexdigest()
        else:
            self.gone.append(path)

    def files(self, count=1200):
        for folder in ("stays", "stays/below", "goes"):
            os.mkdir(os.path.join(self.top, folder))
        sizes = [1, 40, 100, 500, 3000, 4096, 4097, 70000]
        for i in range(count):
            folder = self.random.choice(["goes", "stays", "stays", "stays/below"])
            stays = i % 7 == 0 and folder != "goes"
            name = ("kept" if stays else NAME.decode()) + f"{i:05d}"
            name += "n" * self.random.choice([0, 5, 30, 120])
            size = self.random.choice(sizes if i % 10 == 0 else sizes[:5])
            data = self.random.randbytes(size) if stays else marked(DATA, i, size)
            value = marked(VALUE, i, self.random.choice([10, 40, 300, 3000]))
            key = "user.kept" if stays else f"user.{KEY.decode()}{i}"
            self.put(f"{folder}/{name}", data, stays,
                     [(key, b"fine" if stays else value)] if i % 3 == 0 else [])
        for i in range(100):
            path = f"{self.top}/stays/{LINK.decode()}{i}"
            os.symlink("/" + LINK.decode() + "t" * self.random.choice([10, 30, 200, 800]), path)
            self.gone.append(path)

    def small_folders(self, count=60):
        for i in range(count):
            os.mkdir(f"{self.top}/stays/d{i:03d}")
            self.put(f"stays/d{i:03d}/kept", b"%d" % i, True)
            for j in range(self.random.choice([1, 3, 8, 20])):
                self.put(f"stays/d{i:03d}/{NAME.decode()}{i}_{j}", marked(DATA, i, 20), False)

    def old_versions(self, count=40):
        """As editors save: under another name, then renamed over it; or cut short and written again."""
        for i in range(count):
            path = f"{self.top}/stays/edited{i}"
            for version in range(4):
                data = (marked(OLD, 10 * i + version, self.random.choice([50, 2000, 9000]))
                        if version < 3 else self.random.randbytes(5000))
                with open(f"{path}~{NAME.decode()}", "wb") as file:
                    file.write(data)
                os.rename(f"{path}~{NAME.decode()}", path)
            self.kept[path] = hashlib.sha256(data).hexdigest()
        for i in range(count):
            path = f"{self.top}/stays/cut{i}"
            with open(path, "wb") as file:
                file.write(marked(OLD, 5000 + i, 10000))
                file.flush()
                os.fsync(file.fileno())
            os.truncate(path, 100 if i % 2 else 0)
            with open(path, "r+b") as file:
                file.write(b"k" * 100)
            self.kept[path] = hashlib.sha256(b"k" * 100).hexdigest()

    def large(self, rest=8 * MIB):
        """Nearly all that is free."""
        for i in range(64):
            room = os.statvfs(self.top)
            size = min(room.f_bavail * room.f_frsize - rest, 8 * MIB)
            if size > 0:
                self.put(f"goes/{NAME.decode()}large{i}", marked(DATA, 9000 + i, size), False)
                self.sync()

    def sync(self):
        subprocess.run(["sync", "-f", self.top], check=True)

    def remove(self):
        self.sync()
        self.random.shuffle(self.gone)
        for path in self.gone:
            os.unlink(path)
        os.rmdir(f"{self.top}/goes")
        self.sync()

    def play(self):
        self.files()
        self.small_folders()
        self.old_versions()
        self.large()
        self.remove()
        return self

    def harmed(self):
        """Files that are not as they were; and what is there that was not."""
        found = {os.path.join(path, name) for path, _, files in os.walk(self.top) for name in files}
        harmed = set(found ^ set(self.kept))
        for path, digest in self.kept.items():
            with open(path, "rb") as file:
                if hashlib.sha256(file.read()).hexdigest() != digest:
                    harmed.add(path)
        return harmed


def residue(image):
    """How often each mark is on the medium."""
    found, tail = collections.Counter(), b""
    with open(image, "rb") as file:
        while piece := file.read(4 * MIB):
            piece = tail + piece
            found.update(m.group().decode() for m in MARKS.finditer(piece))
            tail = piece[-5:]
    return dict(found)


Part = collections.namedtuple("Part", "state count bytes verified")


class Told:
    """What the program printed."""

    def __init__(self, text):
        self.parts, self.unreached, self.code, self.words, self.calls = {}, {}, None, set(), 0
        for line in text.splitlines():
            word, *rest = line.split(" ", 6)
            if word == "part":
                self.parts[rest[0]] = Part(rest[1], *map(int, rest[2:5]))
            elif word == "unreached":
                self.unreached[rest[0], rest[1]] = tuple(map(int, rest[2:5]))
            elif word == "calls":
                self.calls = int(rest[0])
            elif word == "end":
                self.code, self.message = rest[0], line
            else:
                self.words.add(word)

    def states(self):
        return {name: part.state for name, part in self.parts.items()}


def wipe(*words):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, timeout=300)
    assert done.stderr == "", done.stderr
    return Told(done.stdout)
