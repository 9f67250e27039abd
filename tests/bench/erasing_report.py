# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of what erasers leave, what they harm, and how fast they are."""
import collections

import residue_claims
from report import Table, machine
from residue_disk import MIB

# What a column of the table sums up.
COLUMNS = {
    "data": ("data",), "shared": ("shared",), "tiny": ("tiny",), "old versions": ("old",),
    "slack": ("truncated", "behind", "zeroed"), "names": residue_claims.NAMES,
    "attributes": residue_claims.ATTRIBUTES,
}


def share(kinds, names):
    """Of the markers that the image had, in per cent; None where it had none."""
    mine = [kinds[k] for k in names if k in kinds]
    had = sum(x["after"]["markers"] / x["share"] if x["share"] else x["before"]["markers"]
              for x in mine)
    return 100 * sum(x["after"]["markers"] for x in mine) / had if had else None


def shown(value):
    """Nothing that is there is rounded to 0."""
    if value is None:
        return "-"
    if 0 < value < 1:
        return "<1 %"
    return f"{value:.0f} %"


def copies(kinds, names):
    """How many times what is left is there, beside how many times it was there."""
    mine = [kinds[k] for k in names if k in kinds]
    before, after = (sum(x[when]["times"] for x in mine) for when in ("before", "after"))
    return f"{after / before:.1f}" if before else "-"


def journal(kinds):
    found = [name for name, parts in COLUMNS.items()
             if any(kinds[k]["after"]["in_journal"] for k in parts if k in kinds)]
    return ", ".join(found) or "nothing"


# The same in four figures, for the table of all.
SUMMED = (("data", "shared", "tiny"), ("old versions", "slack"), ("names",), ("attributes",))


def claim(line):
    """How many files were said to be gone, by level: "F1", or "F0: 4, F1: 96"; "": nothing was."""
    levels = collections.Counter()
    for run in line["runs"]:
        levels.update(run.get("levels") or {})
    return next(iter(levels)) if len(levels) == 1 else ", ".join(
        f"{level}: {levels[level]}" for level in sorted(levels))


def is_wrong(line):
    """Does the bench fail by it? It was not measured, or ours said or did what it must not."""
    if "error" in line or line["untrue"]:
        return True
    return claims_something(line) and bool(line["harmed"] or line["fsck"])


def claims_something(line):
    return any("levels" in run for run in line["runs"])


def condition(line):
    parts = [f"says {claim(line)}"] if claim(line) else []
    parts += [f"UNTRUE: {'; '.join(line['untrue'])}"] if line["untrue"] else []
    parts += [f"exit {r['exit']}" for r in line["runs"] if r["exit"] != 0]
    parts += [f"{len(line['left'])} of {line['asked']} left"] if line["left"] else []
    parts += [f"HARMED: {len(line['harmed'])} of {line['controls']}"] if line["harmed"] else []
    parts += ["fsck: not clean"] if line["fsck"] else []
    return ", ".join(parts) or "-"


def figures(line):
    """Data / older contents / names / attributes, in per cent."""
    if "error" in line:
        return "failed"
    shares = (share(line["kinds"], [k for c in columns for k in COLUMNS[c]])
              for columns in SUMMED)
    return "/".join(shown(x).replace(" %", "") for x in shares)


def summary_table(lines):
    names = list(dict.fromkeys(x["file_system"] for x in lines))
    table = Table("left: data/older contents/names/attributes, %", *names)
    for eraser in dict.fromkeys(x["eraser"] for x in lines):
        cells = {x["file_system"]: figures(x) for x in lines if x["eraser"] == eraser}
        table.add(eraser, *(cells.get(fs, "-") for fs in names))
    return table


def residue_table(lines, fs):
    table = Table(f"left on {fs}", *COLUMNS, "copies of names", "the journal has", "s", "remarks")
    for line in lines:
        if line["file_system"] != fs:
            continue
        if "error" in line:
            table.add(line["eraser"], *["-"] * (len(COLUMNS) + 3), line["error"])
            continue
        kinds = line["kinds"]
        table.add(line["eraser"], *(shown(share(kinds, k)) for k in COLUMNS.values()),
                  copies(kinds, COLUMNS["names"]), journal(kinds),
                  f"{sum(r['seconds'] for r in line['runs']):.1f}", condition(line))
    return table


def there_table(lines):
    """What could be found before anything ran: residue is told in parts of it."""
    table = Table("markers found before (of those made)", *COLUMNS)
    for fs in dict.fromkeys(x["file_system"] for x in lines if "kinds" in x):
        kinds = next(x for x in lines if x["file_system"] == fs and "kinds" in x)["kinds"]

        def cell(names, kinds=kinds):
            mine = [kinds[k] for k in names if k in kinds]
            made = sum(x["made"] for x in mine)
            return f"{sum(x['before']['markers'] for x in mine)} ({made})" if made else "-"
        table.add(fs, *(cell(k) for k in COLUMNS.values()))
    return table


def trap_table(lines):
    erasers = list(dict.fromkeys(x["eraser"] for x in lines))
    table = Table("on ext4", *erasers)
    for text in dict.fromkeys(x["trap"] for x in lines):
        cells = {x["eraser"]: x["outcome"] for x in lines if x["trap"] == text}
        table.add(text, *(cells.get(e, "-") for e in erasers))
    return table


def speed_table(lines, work):
    unit = "MiB/s" if work == "large" else "files/s"
    table = Table("one large file" if work == "large" else "small files", unit,
                  "shred = 1 (min..max)", "MiB" if work == "large" else "files", "runs")
    for x in sorted((x for x in lines if x["work"] == work), key=lambda x: -x.get("speed", 0)):
        ratio = x.get("ratio")
        text = f"{ratio['median']:.2f} ({ratio['min']:.2f}..{ratio['max']:.2f})" if ratio else "-"
        table.add(x["eraser"], f"{x['speed']:,.0f}" if "speed" in x else "failed", text,
                  x["amount"] // MIB if work == "large" else x["amount"], x["runs"])
    return table


def header(result):
    m = machine([])
    packages = ", ".join(f"{k} {v or 'not here'}" for k, v in result["versions"].items())
    return (f"{result['date']}: {m['cpu']}, {m['cores']} cores, Linux {m['kernel']}, load "
            f"{m['load']:.2f}; seed {result['seed']}; images in {result['folder']}.\n{packages}.")


def notes(result):
    found = [f"left out: {x}" for x in result["left_out"]]
    for x in result["residue"]:
        what = f"{x['file_system']}, {x['eraser']}"
        if x.get("harmed"):
            found.append(f"{what}: HARMED: {'; '.join(x['harmed'][:3])}")
        if x.get("fsck"):
            found.append(f"{what}: fsck: {x['fsck']}")
        found += [f"{what}: UNTRUE: {text}" for text in x.get("untrue", ())]
        found += [f"{what}: {' '.join(r['words'][:2])}: exit {r['exit']}: {' / '.join(r['said'])}"
                  for r in x.get("runs", ()) if r["exit"] != 0]
    found += [f"{x['work']}, {x['eraser']}: {e}" for x in result["speed"]["rows"]
              for e in x["failed"][:1]]
    return [" ".join(x.split()) for x in found]


def render(result, markdown):
    tables = []
    if result["residue"]:
        tables.append(summary_table(result["residue"]))
        tables += [residue_table(result["residue"], fs)
                   for fs in dict.fromkeys(x["file_system"] for x in result["residue"])]
        tables.append(there_table(result["residue"]))
    if result["traps"]:
        tables.append(trap_table(result["traps"]))
    works = dict.fromkeys(x["work"] for x in result["speed"]["rows"])
    tables += [speed_table(result["speed"]["rows"], work) for work in works]
    parts = [header(result), *(t.text(markdown) for t in tables)]
    remarks = notes(result)
    return "\n\n".join(parts + (["\n".join(f"- {x}" for x in remarks)] if remarks else []))
