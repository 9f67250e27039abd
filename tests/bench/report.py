# SPDX-License-Identifier: GPL-3.0-or-later
"""What is printed: tables as text or as Markdown, and the goals."""
import os
import platform
import subprocess

from rows import TESTS
from targets import GIB, MIB, available_memory_bytes, file_system

CPU_FLAGS = ("aes", "vaes", "sha_ni", "avx2", "avx512f")


def _cpu():
    model, flags = platform.machine(), set()
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                model = value.strip()
            elif name.strip() in ("flags", "Features"):
                flags = set(value.split())
    return model, [f for f in CPU_FLAGS if f in flags]


def _huge_pages():
    try:
        with open("/sys/kernel/mm/transparent_hugepage/enabled", encoding="ascii") as file:
            return file.read().split("[")[1].split("]")[0]
    except (OSError, IndexError):
        return "none"


def machine(places):
    model, flags = _cpu()
    with open("/proc/meminfo", encoding="ascii") as file:
        total = int(file.readline().split()[1]) * 1024
    return {"cpu": model, "cpu_flags": flags, "cores": os.cpu_count(), "memory_bytes": total,
            "memory_available_bytes": available_memory_bytes(), "kernel": platform.release(),
            "huge_pages": _huge_pages(), "load": os.getloadavg()[0],
            "places": {p.name: f"{p.text}, {file_system(p.folder)}" for p in places}}


def package_version(package):
    done = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True,
                          text=True)
    return done.stdout.strip() or "unknown"


class Table:
    """Lines of cells; the first column is text, the others are figures."""

    def __init__(self, *head):
        self.lines = [list(head)]

    def add(self, *cells):
        self.lines.append([str(c) for c in cells])

    def text(self, markdown):
        widths = [max(len(line[i]) for line in self.lines) for i in range(len(self.lines[0]))]

        def padded(line):
            cells = [c.rjust(w) if i else c.ljust(w)
                     for i, (c, w) in enumerate(zip(line, widths))]
            return "| " + " | ".join(cells) + " |" if markdown else "  ".join(cells).rstrip()
        ruler = ["-" * w if not i else "-" * (w - 1) + ":" for i, w in enumerate(widths)]
        middle = ["|" + "|".join(f" {r} " for r in ruler) + "|"] if markdown else []
        body = [padded(line) for line in self.lines]
        return "\n".join([body[0], *middle, *body[1:]])


def _range(values):
    if not values:
        return "-"
    digits = 2 if values["median"] >= 0.1 else 3
    return f"{values['median']:.{digits}f} ({values['min']:.{digits}f}..{values['max']:.{digits}f})"


def _cells(line):
    if not line["runs"]:
        return ["failed", "-", "-", "-", "-"]
    return [f"{line['mib_s']:,.0f}", _range(line["ratio"]), f"{line['cpu_s_per_gib']:.2f}",
            f"{line['seconds']:.2f}", f"{line['wall_s']:.2f}"]


def test_table(lines, place, test, size):
    table = Table(f"{TESTS[test]}, {place}", "MiB/s", "fio = 1 (min..max)", "CPU s/GiB", "s",
                  "wall s")
    mine = [x for x in lines if (x["place"], x["test"]) == (place, test)]
    for line in sorted(mine, key=lambda x: -x.get("mib_s", 0)):
        smaller = line["runs"] and line["size_bytes"] != size
        table.add(line["name"] + (f" ({line['size_bytes'] / GIB:g} GiB)" if smaller else ""),
                  *_cells(line))
    return table if mine else None


def beside_table(lines, place):
    """What the goal with the content hash is computed from."""
    table = Table(f"for the content hash, {place}", "MiB/s", "s")
    mine = [x for x in lines if x["place"] == place and x["test"] in ("core", "beside")
            and x["runs"]]
    for line in sorted(mine, key=lambda x: (x["test"], x["name"]), reverse=True):
        name = line["name"] + (" beside one busy SHA-256 core" if line["test"] == "beside"
                               else ", one core alone")
        table.add(name, f"{line['mib_s']:,.0f}", f"{line['seconds']:.2f}")
    return table if mine else None


def goal_table(goals):
    table = Table("goal", "where", "verdict", "wanted", "measured (min..max)")
    for goal in goals:
        sign = ">=" if goal["at_least"] else "<="
        note = f" ({goal['note']})" if goal["note"] else ""
        value = goal["value"]
        shown = _range(value) if value and value["min"] != value["max"] else (
            f"{value['median']:.2f}" if value else "-")
        table.add(goal["goal"] + note, goal["place"], goal["verdict"],
                  f"{sign} {goal['limit']:.2f}", shown)
    return table


def growth_table(lines):
    table = Table("growth, write + verify", "where", "GiB", "s", "s/GiB", "fio's time = 1",
                  "memory MiB")
    for x in lines:
        of_fio = f"{x['of_fio']:.2f}" if x["of_fio"] else "-"
        table.add(x["name"], x["place"], f"{x['size_bytes'] / GIB:g}", f"{x['seconds']:.2f}",
                  f"{x['s_per_gib']:.3f}", of_fio, f"{x['peak_bytes'] / MIB:.1f}")
    return table


def header(result):
    m, engine = result["machine"], result["engine"]
    load = f"{m['load']:.2f}"
    return [
        f"{result['date']}: {engine['version']}, sources {engine['commit']}, {engine['kind']}, "
        f"build id {engine['build_id'][:12]}.",
        f"{m['cpu']}, {m['cores']} cores ({' '.join(m['cpu_flags'])}), "
        f"{m['memory_bytes'] / GIB:.1f} GiB, Linux {m['kernel']}, "
        f"transparent huge pages: {m['huge_pages']}; load when it began: {load}.",
        f"{result['size_bytes'] / GIB:g} GiB, {result['rounds']} rounds "
        f"({result['peer_rounds']} of the peers), seed {result['seed']}. "
        + "; ".join(f"{k}: {v}" for k, v in m["places"].items()) + ".",
        "Peers: " + ", ".join(f"{k} {v}" for k, v in result["peers"].items()) + ".",
    ]


def remarks(result):
    found = []
    if result["size_bytes"] < GIB:
        found.append("The devices are smaller than 1 GiB: starting up weighs, and no verdict on a "
                     "goal means much.")
    found += [f"{x['place']} left out: {x['why']}" for x in result["skipped"]]
    found += [f"growth, {x['size_bytes'] / GIB:g} GiB, {x['place']} left out: {x['why']}"
              for x in result["growth"]["skipped"]]
    found += [f"FAILED: {r['place']} {r['test']} {r['name']}: {r['error']}"
              for r in result["runs"] + result["growth"]["runs"] if "error" in r]
    return found


def tables(result):
    places = list(result["machine"]["places"])
    found = [goal_table(result["goals"])] if result["goals"] else []
    for test in TESTS:
        found += [test_table(result["rows"], place, test, result["size_bytes"])
                  for place in places]
    found += [beside_table(result["rows"], place) for place in places]
    if result["growth"]["rows"]:
        found.append(growth_table(result["growth"]["rows"]))
    return [t for t in found if t]


def render(result, markdown):
    parts = ["\n".join(header(result))]
    parts += [table.text(markdown) for table in tables(result)]
    notes = remarks(result)
    if notes:
        parts.append("\n".join(f"- {n}" for n in notes))
    return "\n\n".join(parts)
