# SPDX-License-Identifier: GPL-3.0-or-later
"""Growth with the size of the device: time linear, memory flat.

Every size is a loop device whose blocks are all allocated, on tmpfs and on a disk, as far as it
fits; beside it fio, as a disk's own speed may change with what is written to it."""
from statistics import median

from targets import GIB, MIB, Target, Unavailable

MEMORY_BYTES = 64 * MIB
MEMORY_STEP_BYTES = 4 * MIB
LINEAR = 1.25
FIO_KEYS = ("write/fio", "read/fio")


def chosen(rows):
    """Write + verify of the default method, and what fio needs for the same."""
    return [r for r in rows if r.key in FIO_KEYS
            or r.test == "verify" and r.name.startswith("massho stream")]


def measure(runner, rows, places, sizes, rounds):
    runs, skipped = [], []
    for place in places:
        for size in sizes:
            try:
                with Target(place, size) as target:
                    target.open()
                    runner.say(f"growth: {size / GIB:g} GiB, {place.name}")
                    for number in range(1, rounds + 1):
                        runs += [runner.measure(row, target, watch=row.tool == "massho")
                                 | {"round": number} for row in runner.order(rows)]
            except Unavailable as why:
                skipped.append({"place": place.name, "size_bytes": size, "why": str(why)})
                runner.say(f"growth: {size / GIB:g} GiB, {place.name}: left out: {why}")
    return runs, skipped


def _good(runs, place, size, name=None):
    return [r for r in runs if "error" not in r and (r["place"], r["size_bytes"]) == (place, size)
            and (name is None or r["name"] == name)]


def line(runs, place, size, name):
    """Medians for one size: seconds a GiB, the same in units of fio's, and memory."""
    mine, gib = _good(runs, place, size, name), size / GIB
    if not mine:
        return None
    found = {"place": place, "name": name, "size_bytes": size,
             "seconds": median(r["seconds"] for r in mine),
             "wall_s": median(r["wall_s"] for r in mine),
             "peak_bytes": max(r["peak_bytes"] for r in mine), "of_fio": None}
    found["s_per_gib"] = found["seconds"] / gib
    fio = [[r["seconds"] for r in _good(runs, place, size, "fio") if r["test"] == test]
           for test in ("write", "read")]
    if all(fio):
        found["of_fio"] = found["seconds"] / sum(median(times) for times in fio)
    return found


def lines(runs):
    seen = dict.fromkeys((r["place"], r["size_bytes"], r["name"]) for r in runs
                         if r["tool"] == "massho")
    found = [found for found in (line(runs, *key) for key in seen) if found]
    return sorted(found, key=lambda x: (x["place"], x["name"], x["size_bytes"]))


def _verdict(place, name, goal, value, limit, unit):
    return {"place": place, "goal": f"growth, {name}: {goal}", "limit": limit,
            "verdict": "PASS" if value <= limit else "MISS", "at_least": False,
            "value": {"median": value, "min": value, "max": value}, "note": unit}


def goals(found):
    """Two sizes at least are needed to tell whether anything grows."""
    judged = []
    for place, name in dict.fromkeys((x["place"], x["name"]) for x in found):
        mine = [x for x in found if (x["place"], x["name"]) == (place, name)]
        peaks = [x["peak_bytes"] for x in mine]
        judged.append(_verdict(place, name, "memory, MiB", max(peaks) / MIB,
                               MEMORY_BYTES / MIB, ""))
        if len(mine) < 2:
            continue
        judged.append(_verdict(place, name, "memory, largest less smallest, MiB",
                               (max(peaks) - min(peaks)) / MIB, MEMORY_STEP_BYTES / MIB, ""))
        unit = "of_fio" if all(x["of_fio"] for x in mine) else "s_per_gib"
        mine.sort(key=lambda x: x["size_bytes"])
        note = "beside fio" if unit == "of_fio" else ""
        judged.append(_verdict(place, name, "time a GiB, largest size / smallest size",
                               mine[-1][unit] / mine[0][unit], LINEAR, note))
    return judged
