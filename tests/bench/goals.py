# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures from runs: ratios within a round, their medians, and whether the goals are met."""
from statistics import median

GIB = 1 << 30
CPU_S_PER_GIB = 0.2
SHARE_WITH_HASH = 0.9
# What a pass over the device costs fio, for each test.
YARDSTICK = {"write": ["write/fio"], "read": ["read/fio"], "verify": ["write/fio", "read/fio"]}


def by_round(runs, place):
    """{round: {row key: run}} of the runs that succeeded at this place."""
    table = {}
    for run in runs:
        if run["place"] == place and "error" not in run:
            table.setdefault(run["round"], {})[f"{run['test']}/{run['name']}"] = run
    return table


def total_seconds(rows, keys):
    """The sum over these rows of one round, or None if one is not there."""
    return sum(rows[k]["seconds"] for k in keys) if all(k in rows for k in keys) else None


def ratios(rounds, key):
    """fio's time a byte over the row's, round by round: above 1 is faster than fio."""
    found, keys = [], YARDSTICK.get(key.split("/")[0])
    for rows in rounds.values():
        yardstick = total_seconds(rows, keys) if keys else None
        if key in rows and yardstick is not None:
            mine = rows[key]["seconds"] / rows[key]["size_bytes"]
            found.append(yardstick / rows[keys[0]]["size_bytes"] / mine)
    return found


def spread(values):
    """{"median", "min", "max"} or None."""
    if not values:
        return None
    return {"median": median(values), "min": min(values), "max": max(values)}


def summary(runs, place, test, name):
    """One line of a table: medians over the rounds."""
    rounds, key = by_round(runs, place), f"{test}/{name}"
    mine = [rows[key] for rows in rounds.values() if key in rows]
    failed = [r["error"] for r in runs
              if (r["place"], r["test"], r["name"]) == (place, test, name) and "error" in r]
    line = {"place": place, "test": test, "name": name, "runs": len(mine), "failed": failed}
    if mine:
        gib = mine[0]["size_bytes"] / GIB
        line |= {"size_bytes": mine[0]["size_bytes"],
                 "seconds": median(r["seconds"] for r in mine),
                 "wall_s": median(r["wall_s"] for r in mine),
                 "cpu_s_per_gib": median(r["cpu_s"] for r in mine) / gib,
                 "ratio": spread(ratios(rounds, key))}
        line["mib_s"] = gib * 1024 / line["seconds"]
    return line


def summaries(runs):
    seen = dict.fromkeys((r["place"], r["test"], r["name"]) for r in runs)
    return [summary(runs, *key) for key in seen]


def judged(place, goal, values, limit, at_least, note=""):
    found = spread(values)
    verdict = "not measured"
    if found:
        met = found["median"] >= limit if at_least else found["median"] <= limit
        verdict = "PASS" if met else "MISS"
    return {"place": place, "goal": goal, "verdict": verdict, "limit": limit,
            "at_least": at_least, "value": found, "note": note}


def first_there(rounds, *keys):
    """The first of these rows that was measured; the first of all if none was."""
    return next((k for k in keys if any(k in rows for rows in rounds.values())), keys[0])


def cpu_per_gib(rounds, key, passes):
    return [rows[key]["cpu_s"] / passes / (rows[key]["size_bytes"] / GIB)
            for rows in rounds.values() if key in rows]


def hash_note(key):
    """These goals are meant without the content hash, which older versions always compute."""
    return "with the hash" if key.endswith(", hash") else ""


def with_hash(rounds):
    """Our time as a share of max(fio write + read beside a busy core, one core's SHA-256)."""
    found = []
    for rows in rounds.values():
        ours = total_seconds(rows, ["verify/massho stream, hash"])
        beside = total_seconds(rows, ["beside/fio write", "beside/fio read"])
        core = total_seconds(rows, ["core/SHA-256"])
        if None not in (ours, beside, core):
            found.append(ours / max(beside, core))
    return found


def goals(runs, place):
    rounds = by_round(runs, place)
    found = []
    for test, title, name in (("write", "write", "massho stream"),
                              ("read", "read + compare", "massho compare")):
        key = first_there(rounds, f"{test}/{name}", f"{test}/{name}, hash")
        found.append(judged(place, f"{title}: speed, fio = 1", ratios(rounds, key), 1.0, True,
                            hash_note(key)))
    for test, name, passes in (("write", "massho stream", 1), ("read", "massho compare", 1),
                               ("verify", "massho stream", 2)):
        key = first_there(rounds, f"{test}/{name}", f"{test}/{name}, hash")
        title = {"write": "write", "read": "read + compare", "verify": "write + verify"}[test]
        found.append(judged(place, f"{title}: own CPU, s/GiB a pass",
                            cpu_per_gib(rounds, key, passes), CPU_S_PER_GIB, False,
                            hash_note(key)))
    found.append(judged(place, "write + verify, hash: time, max(fio beside SHA-256, SHA-256) = 1",
                        with_hash(rounds), 1 / SHARE_WITH_HASH, False))
    return found
