# SPDX-License-Identifier: GPL-3.0-or-later
"""What wipe-file claims in --json, held against what a raw image has afterwards."""
import collections
import json

from residue_markers import BLOCK

CONTENTS = ("data", "shared", "tiny")
NAMES = ("name", "old name", "removed name", "target", "long target")
ATTRIBUTES = ("xattr name", "xattr", "large xattr", "acl", "folder xattr", "folder acl")
# What a level says of a file, by kinds of markers; None: of all kinds.
LEVELS = {"F1": CONTENTS, "F2": None, "F3": CONTENTS}
GONE = ("erased", "overwritten")
# What lies in a part of the free space that is told as not reached; None: whatever there is.
PARTS = {"inodes": (*ATTRIBUTES, "target", "tiny"), "names": NAMES, "data": None, "trees": None,
         "journal": None}
# Of somebody else's file: nothing is free where it lies.
OTHERS = ("shared",)


def parse(text):
    """The objects that were printed. RuntimeError: they are not all there, so nothing is known."""
    try:
        objects = [json.loads(line) for line in text.splitlines()]
    except ValueError as error:
        raise RuntimeError(f"--json is no JSON: {error}") from error
    if not objects or objects[-1].get("object") != "files":
        raise RuntimeError("--json has no sums: the program did not come to its end")
    return objects


def of(objects, name):
    return [x for x in objects if x["object"] == name]


def levels(objects):
    """{level: how many files}, of those that are gone."""
    found = collections.Counter()
    for sums in of(objects, "files"):
        found.update({level: n for level, n in sums["by_level"].items() if n})
    return dict(found)


class Judge:
    """What was found, by the file that it is of."""

    def __init__(self, book, after, left):
        self.book, self.after, self.left = book, after, left
        self.mine = collections.defaultdict(list)
        for marker in after.places:
            self.mine[book.owners[marker]].append(marker)

    def _kind(self, marker):
        return self.book.kinds[marker]

    def _in_journal(self, marker):
        return any(map(self.after.in_journal, self.after.places[marker]))

    def _only_in_journal(self, marker):
        return all(map(self.after.in_journal, self.after.places[marker]))

    def _of_file(self, result, journal):
        """Kinds of what is there of one file, against what was said of it and of the journal."""
        mine = self.mine.get(result["path"], ())
        level = result["level"] if result["state"] in GONE else None
        wrong = set()
        for marker in mine:
            kind = self._kind(marker)
            if level in LEVELS and (LEVELS[level] is None or kind in LEVELS[level]):
                wrong.add((level, kind))
            if result["state"] not in (*GONE, "removed"):
                continue
            if journal == "wiped" and self._in_journal(marker):
                wrong.add(("journal wiped", kind))
            # Said of where they lay, which no journal is.
            if kind in (*ATTRIBUTES, "long target") and not result["xattrs_left"] \
                    and not self._only_in_journal(marker):
                wrong.add(("no attributes left", kind))
        return wrong

    def of_files(self, objects):
        journal = of(objects, "files")[-1]["journal"]
        found = collections.defaultdict(list)
        for result in of(objects, "file"):
            for what in self._of_file(result, journal):
                found[what].append(result["path"])
        return [f"{claim}: {kind} of {len(paths)} ({paths[0].rsplit('/', 1)[-1]})"
                for (claim, kind), paths in sorted(found.items())]

    def _free(self):
        """Markers of what is gone; what is still there is not in free space."""
        return [m for m in self.after.places if self._kind(m) not in OTHERS
                and self.book.owners[m] not in self.left]

    def _may_be_left(self, marker, told):
        """Is it of what was told as not reached? Where "data" was, that depends on how much."""
        parts = {x["part"] for x in told}
        kind = self._kind(marker)
        if self._in_journal(marker) and "journal" not in parts:
            return False
        return self._only_in_journal(marker) or any(
            PARTS[p] is None or kind in PARTS[p] for p in parts - {"journal", "data"})

    def _room(self, told):
        """Bytes that were told as not reached; None: nobody knows how many."""
        amounts = [x["bytes"] for x in told if x["part"] == "data"]
        return None if None in amounts else sum(map(int, amounts))

    def of_free_space(self, space):
        """"wiped" of all parts says that nothing is left; of what was not reached, so much."""
        if space["error"]:
            return []
        told = space["not_reached"]
        sectors, wrong, room = set(), collections.Counter(), self._room(told)
        for marker in self._free():
            if self._may_be_left(marker, told):
                continue
            in_journal = self._in_journal(marker) and not any(x["part"] == "journal" for x in told)
            if in_journal or room == 0:
                wrong[self._kind(marker)] += 1
            sectors.update(at // BLOCK for at in self.after.places[marker]
                           if not self.after.in_journal(at))
        if room and len(sectors) * BLOCK > room:
            wrong[f"{len(sectors)} sectors where {room} bytes were told"] += 1
        return [f"free space: {kind} ({count})" for kind, count in sorted(wrong.items())]

    def untrue(self, runs):
        """In words, what was claimed and is not so. runs: objects of each command, in order."""
        found = []
        for objects in runs:
            found += self.of_files(objects)
            for space in of(objects, "free-space"):
                found += self.of_free_space(space)
        return found
