# SPDX-License-Identifier: GPL-3.0-or-later
"""Markers: byte strings that are nowhere else, what they stand for, and where a raw image has them."""
import collections
import random
import string
import struct
import subprocess

import massho

BLOCK = 512
LENGTH = 16
# In a block; whichever is found, the block is. What is shorter than a block has those that fit.
PLACES = (16, 480)
SMALLEST = PLACES[0] + LENGTH
SCANNER = massho.BUILD / "tests" / "bin" / "residue-scan"

KINDS = {
    "data": "what the files hold when they are erased",
    "shared": "the same, of files of which somebody else keeps a reflinked copy",
    "tiny": "the same, of files that may fit into an inode",
    "old": "what they held before an editor saved them anew",
    "truncated": "what they held before they were made shorter",
    "behind": "cut off, in blocks that were then allocated past the end of the file",
    "zeroed": "what they held where ZERO_RANGE only marked the blocks as unwritten",
    "name": "names of files, folders and symbolic links",
    "old name": "names that an editor used while it saved",
    "removed name": "names that a large folder had, which stays",
    "target": "what symbolic links point to",
    "long target": "the same, of links that get a block of their own",
    "xattr name": "names of extended attributes",
    "xattr": "values of extended attributes in the inode",
    "large xattr": "values of extended attributes in blocks of their own",
    "acl": "entries of access control lists",
    "folder xattr": "values of extended attributes of folders",
    "folder acl": "entries of the lists of folders, also of those for what is made in them",
}


class Book:
    """All markers of a scene; the seed makes them."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.kinds, self.strings, self.owners = [], [], []
        self.owner = None  # the path of what the next markers are of

    def add(self, kind, *strings):
        """A marker that is there where any of the strings is; (place in the marker, bytes) each."""
        assert kind in KINDS, kind
        self.kinds.append(kind)
        self.strings.append(strings)
        self.owners.append(self.owner)

    def belongs(self, path):
        """The last marker, which is its name, and those to come are of this file or folder."""
        self.owner = self.owners[-1] = str(path)

    def of(self, path=None):
        """Those to come are; None: of nothing that is to be erased as it is."""
        self.owner = None if path is None else str(path)

    def _add_halves(self, kind, mark):
        """The log of xfs has a number of its own in place of the first bytes of each sector: half
        of a marker is found where it goes across."""
        half = LENGTH // 2
        self.add(kind, (0, mark[:half]), (half, mark[half:]))

    def word(self, kind=None):
        """16 letters, for names; of no kind: those of what is to be kept."""
        word = "".join(self.random.choices(string.ascii_lowercase, k=LENGTH))
        if kind:
            self._add_halves(kind, word.encode())
        return word

    def value(self, kind, size):
        """Marked from end to end, the last marker at the end."""
        data = self.random.randbytes(size)
        for start in range(0, size, LENGTH):
            start = min(start, size - LENGTH)
            self._add_halves(kind, data[start:start + LENGTH])
        return data

    def data(self, size, kind, compressible=False):
        """Contents each block of which bears a marker; kind: a name, or a function of the offset."""
        data = bytearray(self.random.randbytes(size))
        for start in range(0, size, BLOCK):
            block = data[start:start + BLOCK]
            marks = [(p, bytes(block[p:p + LENGTH])) for p in PLACES if p + LENGTH <= len(block)]
            if compressible:
                data[start:start + BLOCK] = bytes(len(block))
                for place, mark in marks:
                    data[start + place:start + place + LENGTH] = mark
            of = kind(start) if callable(kind) else kind
            if marks and of:
                self.add(of, *marks)
        return bytes(data)

    def acl(self, kind, entries=3):
        """An access control list as the system call takes it; user numbers of 31 random bits."""
        users = sorted(self.random.sample(range(1 << 24, 1 << 31), entries))
        named = b""
        for user in users:
            # As ext4 and btrfs store it, and as xfs does: tag, permissions and number.
            little = struct.pack("<HHI", 2, 4, user)
            self.add(kind, (0, little), (0, struct.pack(">II", 2, user)))
            named += little
        nobody = 0xffffffff

        def entry(tag, permissions):
            return struct.pack("<HHI", tag, permissions, nobody)
        return (struct.pack("<I", 2) + entry(1, 6) + named + entry(4, 4) + entry(0x10, 4)
                + entry(0x20, 4))


class Found:
    """Which markers an image has, and the offsets at which they begin."""

    def __init__(self, book, image, journal=(), chunk=None):
        self.book, self.journal = book, journal
        self.places = collections.defaultdict(set)
        owners = [(i, place) for i, strings in enumerate(book.strings) for place, _ in strings]
        patterns = "".join(s.hex() + "\n" for strings in book.strings for _, s in strings)
        words = [SCANNER, *(["--chunk", str(chunk)] if chunk else []), image]
        done = subprocess.run(list(map(str, words)), input=patterns, text=True, check=True,
                              stdout=subprocess.PIPE)
        *lines, last = done.stdout.splitlines()
        word, self.bytes_read = last.split()
        self.bytes_read = int(self.bytes_read)
        if word != "end":
            raise RuntimeError("the scan did not reach its end")
        for line in lines:
            number, offset = map(int, line.split())
            marker, place = owners[number]
            self.places[marker].add(offset - place)

    def in_journal(self, offset):
        return any(start <= offset < end for start, end in self.journal)

    def of(self, kind):
        return {m for m in self.places if self.book.kinds[m] == kind}

    def count(self, kind):
        """Of a kind: markers that are there, times they are, and markers that the journal has."""
        mine = self.of(kind)
        return {"markers": len(mine), "times": sum(len(self.places[m]) for m in mine),
                "in_journal": sum(any(map(self.in_journal, self.places[m])) for m in mine)}
