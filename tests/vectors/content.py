# SPDX-License-Identifier: GPL-3.0-or-later
"""Properly signed, and yet no record: JSON that is malformed, strange or contradicts itself."""
import json
import pathlib
import re

from cms import record
from world import Vector


FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "records"


def changed(content, pattern, replacement):
    """Exactly one place, else the vector would test nothing."""
    new, count = re.subn(pattern.encode(), lambda _: replacement, content)
    assert count == 1, (pattern, count)
    return new


def malformed(content):
    first = b'{\n  "schema": "massho.record/1",'
    assert content.startswith(first)
    rest = content[len(first):]
    yield "json-empty", b""
    yield "json-blank", b"  \n"
    yield "json-array", b"[" + content + b"]"
    yield "json-null", b"null"
    yield "json-truncated", content[:-3]
    yield "json-trailing-object", content + b"{}"
    yield "json-trailing-nul", content + b"\0"
    yield "json-bom", b"\xef\xbb\xbf" + content
    yield "json-utf16", content.decode().encode("utf-16")
    yield "json-duplicate-key", first + b'"schema": "massho.record/1",' + rest
    yield "json-duplicate-key-inside", changed(content, r'"serial": "SAMPLE-0001"',
                                               b'"serial": "A", "serial": "SAMPLE-0001"')
    yield "json-duplicate-key-escaped", first + b'"\\u0073chema": "massho.record/1",' + rest
    yield "json-proto", first + b'"__proto__": {"verdict": "erased-verified"},' + rest
    yield "json-constructor", first + b'"constructor": {},' + rest
    yield "json-unknown-key", first + b'"note": "harmless",' + rest
    yield "json-comment", first + b"/* none */" + rest
    yield "json-deep-array", first + b'"note": ' + b"[" * 100000 + b"]" * 100000 + b"," + rest
    yield "json-deep-33", first + b'"note": ' + b"[" * 33 + b"]" * 33 + b"," + rest
    yield "json-deep-object", b'{"a":' * 50000 + b"1" + b"}" * 50000
    yield "json-huge", content[:-2] + b" " * (5 << 20) + b"}\n"
    yield "json-long-string", changed(content, "SAMPLE MODEL 3000", b"M" * 2000000)
    yield "json-many-keys", b"{" + b",".join(b'"k%d":0' % i for i in range(200000)) + b"}"


def strange_values(content):
    def model(text):
        return changed(content, "SAMPLE MODEL 3000", text)

    def blocks(number):
        return changed(content, '"logical_block_bytes": 512',
                       b'"logical_block_bytes": ' + number)

    def capacity(text):
        return changed(content, '"capacity_bytes": "1048576"', b'"capacity_bytes": ' + text)

    yield "text-bad-utf8", model(b"SAMPLE \xff\xfe")
    yield "text-overlong", model(b"SAMPLE \xc0\xaf")
    yield "text-surrogate", model(b"SAMPLE \xed\xa0\x80")
    yield "text-escaped-surrogate", model(b"SAMPLE \\ud800")
    yield "text-nul", model(b"SAMPLE\\u0000")
    yield "text-raw-nul", model(b"SAMPLE\0")
    yield "text-control", model(b"SAMPLE\\u001b[2J")
    yield "text-newline", model(b"SAMPLE\\n")
    yield "text-bidi", model(b"SAMPLE \xe2\x80\xae")
    yield "text-bidi-escaped", model(b"SAMPLE \\u202e")
    yield "text-isolate", model(b"SAMPLE \\u2066")
    yield "text-zero-width", model(b"SAMPLE\xe2\x80\x8b")
    yield "text-confusable-serial", changed(content, '"serial": "SAMPLE-0001"',
                                            '"serial": "SАMPLE-0001"'.encode())
    yield "number-beyond-2-53", blocks(b"9007199254740993")
    yield "number-beyond-2-64", blocks(b"18446744073709551617")
    yield "number-negative", blocks(b"-512")
    yield "number-fraction", blocks(b"512.5")
    yield "number-exponent", blocks(b"1e999")
    yield "number-nan", blocks(b"NaN")
    yield "number-as-text", blocks(b'"512"')
    yield "capacity-as-number", capacity(b"1048576")
    yield "capacity-beyond-2-64", capacity(b'"18446744073709551617"')
    yield "capacity-leading-zero", capacity(b'"01048576"')
    yield "capacity-hex", capacity(b'"0x100000"')
    yield "other-schema", changed(content, "massho.record/1", b"massho.record/2")
    yield "other-type", changed(content, '"type": "erasure"', b'"type": "permit"')
    yield "bad-id", changed(content, "01234567-89ab-4cde-8f01-23456789abcd", b"../../etc/passwd")
    yield "bad-time", changed(content, '"issued_at": "2026-06-01T00:00:00Z"',
                              b'"issued_at": "2026-02-30T00:00:00Z"')
    yield "verdict-unknown", changed(content, '"verdict": "erased-verified"',
                                     b'"verdict": "perfectly-erased"')


def without(content, *path):
    tree = json.loads(content)
    node = tree
    for key in path[:-1]:
        node = node[key]
    del node[path[-1]]
    return json.dumps(tree, indent=2).encode()


def missing(content):
    yield "key-missing-verdict", without(content, "verdict")
    yield "key-missing-medium", without(content, "medium")
    yield "key-missing-mismatches", without(content, "verification", "mismatches")


def contradictory(content):
    yield "lie-mismatches", changed(content, '"mismatches": 0', b'"mismatches": 512')
    yield "lie-bytes-verified", changed(content, '"bytes_verified": "1048576"',
                                        b'"bytes_verified": "1048064"')
    yield "lie-key", changed(content, '"key": "[0-9a-f]{2}', b'"key": "00')
    yield "lie-serial", changed(content, '"serial": "SAMPLE-0001"', b'"serial": "SAMPLE-0002"')
    yield "lie-level", changed(content, '"level_achieved": "clear"', b'"level_achieved": "purge"')
    yield "lie-result", changed(content, '"result": "pass"', b'"result": "fail"')
    yield "lie-hidden-area", changed(content, '"area": "hidden",\n      "state": "unknown"',
                                     b'"area": "hidden",\n      "state": "erased-verified"')
    yield "lie-absent-area", changed(content, '"area": "hidden",\n      "state": "unknown"',
                                     b'"area": "hidden",\n      "state": "absent"')


def unverified(content):
    """Of a run without read-back: nothing verified, nothing to claim."""
    yield "unverified", content
    yield "lie-verdict", changed(content, '"verdict": "erased-unverified"',
                                 b'"verdict": "erased-verified"')
    yield "lie-area", changed(content, '"area": "user-lba",\n      "state": "[a-z-]*"',
                              b'"area": "user-lba",\n      "state": "erased-verified"')


def modest(content):
    """A record may claim less than its facts allow; it is believed in that."""
    yield "modest-verdict", changed(content, '"verdict": "erased-verified"',
                                    b'"verdict": "partial"')
    yield "modest-area", changed(content, '"state": "erased-verified"', b'"state": "unknown"')


def retold(content, **values):
    """With other values; a path is written with __ between its steps, - as _ in none of them."""
    tree = json.loads(content)
    for path, value in values.items():
        at = tree
        *steps, last = path.split("__")
        for step in steps:
            at = at[int(step)] if isinstance(at, list) else at[step]
        at[int(last) if isinstance(at, list) else last] = value
    return json.dumps(tree, indent=2).encode()


def of_files(content, name):
    """Records of kind "file": no medium was erased."""
    tree = json.loads(content)
    files = tree["files"]
    yield f"{name}-lie-verdict", retold(content, verdict="partial" if tree["verdict"] == "erased-verified" else "erased-verified")
    yield f"{name}-lie-level", retold(content, files__level_achieved="F2")
    yield f"{name}-lie-f2", retold(content, files__level_achieved="F2",
                                  files__by_level={**files["by_level"], "F1": 0, "F2": files["by_level"]["F1"]})
    yield f"{name}-lie-clear", retold(content, method__level_achieved="clear")
    yield f"{name}-lie-kind", retold(content, kind="device")
    yield f"{name}-lie-medium-kind", retold(content, medium__kind="device")
    yield f"{name}-lie-serial", retold(content, medium__serial="OTHER")
    yield f"{name}-lie-count", retold(content, files__count=files["count"] + 1)
    yield f"{name}-lie-states", retold(content, files__by_state={**files["by_state"], "erased": files["by_state"]["erased"] + 1})
    yield f"{name}-lie-reasons", retold(content, files__by_reason={**files["by_reason"], "in-place": 0, "shared": files["by_reason"]["in-place"]})
    yield f"{name}-lie-no-reasons", retold(content, files__by_reason={})
    yield f"{name}-lie-verified", retold(content, files__verified_bytes=str(int(files["verified_bytes"]) - 1))
    yield f"{name}-lie-more-verified", retold(content, files__verified_bytes=str(int(files["verified_bytes"]) + 1))
    yield f"{name}-lie-touched", retold(content, execution__media_touched=False)
    yield f"{name}-lie-journal", retold(content, files__journal="none")
    yield f"{name}-lie-list", retold(content, files__list={**files["list"], "entries": 1})
    yield f"{name}-lie-areas", retold(content, areas=tree["areas"][1:])
    yield f"{name}-lie-names", retold(content, areas=[{**one, "state": "erased-verified"} if one["area"] == "file-names" else one
                                                      for one in tree["areas"]])
    yield f"{name}-lie-beneath", retold(content, files__file_systems__0__beneath=["hdd", "thin"])
    yield f"{name}-lie-time", retold(content, execution__duration_ms=3600000)
    yield f"{name}-lie-required", retold(content, files__level_requested="F3")
    yield f"{name}-lie-bytes", retold(content, files__bytes=str(int(files["bytes"]) + 1))
    yield f"{name}-lie-list-bytes", retold(content, files__list={**files["list"], "bytes": "0"})
    yield f"{name}-lie-no-list", retold(content, files__list=None)
    yield f"{name}-lie-nothing-written", nothing_written(content)
    yield f"{name}-lie-empty", retold(content, files__by_reason={**files["by_reason"], "in-place": 0,
                                                                "empty": files["by_reason"]["empty"] + files["by_reason"]["in-place"]})
    yield f"{name}-lie-writes", retold(content, files__file_systems__0__writes="copy-on-write")
    yield f"{name}-lie-no-system", retold(content, files__file_systems=[], medium={**tree["medium"], "model": None, "serial": None, "media": None})
    yield f"{name}-lie-xfs", retold(content, files__file_systems__0__type="xfs", files__by_reason={
        **files["by_reason"], "in-place": 0, "inline": files["by_reason"]["in-place"]})


def nothing_written(content, count=0):
    """Read back is what was written."""
    areas = [{**one, "bytes": str(count) if count else None} if one["area"] == "file-contents" else one for one in json.loads(content)["areas"]]
    return retold(content, files__overwritten_bytes=str(count), files__verified_bytes=str(count), areas=areas)


def rare_files(whole, partial):
    """What a run can have done, however strange it looks; and what is beside that."""
    reasons, tree = json.loads(whole)["files"]["by_reason"], json.loads(partial)["files"]
    files, areas = json.loads(whole)["files"], json.loads(whole)["areas"]
    bare = {"files__file_systems__0__journal": "no", "files__journal": "none",
            "areas": [{**one, "state": "absent"} if one["area"] == "journal" else one for one in areas]}
    inline = {**reasons, "in-place": 0, "inline": reasons["in-place"]}
    yield "file-holes", nothing_written(retold(whole, files__by_reason={**reasons, "in-place": 0, "empty": files["count"]}))
    yield "file-inline", nothing_written(retold(whole, files__by_reason=inline), 2)
    yield "file-lie-inline", nothing_written(retold(whole, files__by_reason=inline), 1)
    yield "file-inline-bare", nothing_written(retold(whole, files__by_reason=inline, **bare), 2)
    yield "file-lie-journaled-bare", retold(whole, files__by_reason={**reasons, "in-place": 0, "journaled": reasons["in-place"]}, **bare)
    yield "file-sectors", nothing_written(whole, 1024)
    yield "file-lie-sectors", nothing_written(whole, 1023)
    yield "file-btrfs-in-place", retold(whole, files__file_systems__0__type="btrfs", files__file_systems__0__writes="copy-on-write")
    yield "file-lie-tmpfs", retold(whole, files__file_systems__0__type="tmpfs", files__file_systems__0__writes="in-memory")
    stays = {**tree["by_reason"], "copy-on-write": 0, "journal-stays": 1}
    yield "file-journal-stays", retold(partial, files__level_requested="F1", files__by_reason=stays)
    yield "file-lie-journal-stays", retold(partial, files__level_requested="F1", files__by_reason=stays, files__journal="wiped")
    yield "file-lie-below", retold(partial, files__level_requested="F1")
    yield "file-other-kind", retold(partial, files__file_systems__1__type="vfat", files__file_systems__1__writes="in-place")


def rest_lies(free, space, swap):
    """Each is one thing that no run can have done, or that two places tell in two ways."""
    part = "files__free_space__parts"
    none, wiped = {"state": "none", "count": 0, "bytes": "0"}, {"state": "wiped", "count": 5, "bytes": "0"}
    data = json.loads(space)["files"]["free_space"]["parts"]["data"]
    yield "file-lie-space-bytes", retold(free, **{f"{part}__data": {**data, "bytes": "1"}})
    yield "file-lie-space-files", retold(free, files__free_space__files=13)
    yield "file-lie-space-no-file", retold(free, **{f"{part}__data": {**data, "count": 0}}, files__free_space__files=0)
    yield "file-lie-space-no-data", retold(free, **{f"{part}__data": none}, files__free_space__bytes="0", files__free_space__files=0,
                                           files__free_space__verified_bytes="0", areas=unread(free))
    for name in ("inodes", "names", "journal"):
        yield f"file-lie-space-no-{name}", retold(free, **{f"{part}__{name}": none})
    yield "file-lie-space-trees", retold(free, **{f"{part}__trees": wiped})
    yield "file-lie-space-btrfs", retold(free, files__free_space__type="btrfs", files__free_space__uuid=None, **{
        f"{part}__inodes": none, f"{part}__names": none, f"{part}__trees": wiped, f"{part}__journal": none})
    yield "file-lie-space-tmpfs", retold(free, files__free_space__type="tmpfs", files__free_space__uuid=None)
    yield "file-space-elsewhere", retold(free, files__free_space__type="xfs", files__free_space__uuid=None)
    yield "file-lie-space-kind", retold(free, files__free_space__type="ext3")
    yield "file-lie-space-system", retold(space, files__free_space__uuid=None)
    yield "file-lie-space-journal", retold(space, files__journal="left")
    yield "file-lie-space-open", retold(space, files__deleted_open__count=3)
    yield "file-space-open-unknown", retold(space, files__deleted_open=None)
    area = json.loads(swap)["files"]["swap"][0]
    huge = {**area, **dict.fromkeys(("bytes", "overwritten_bytes", "verified_bytes"), str(1 << 63))}
    sums = [one for one in json.loads(swap)["areas"] if one["area"] != "swap-areas"]
    yield "file-lie-swap-reason", retold(swap, files__swap__0__reason="io-error")
    yield "file-swap-left-off", retold(swap, files__swap__0__reason="system")
    yield "file-lie-swap-twice", retold(swap, files__swap=[area, {**area, "state": "in-use", "overwritten_bytes": "0",
                                                                  "verified_bytes": "0"}])
    yield "file-lie-swap-page", retold(swap, files__swap=[{**area, "bytes": "3", "overwritten_bytes": "3", "verified_bytes": "3"}], areas=[
        *sums, {"area": "swap-areas", "state": "erased-verified", "bytes": "3"}])
    yield "file-lie-swap-sum", retold(swap, files__swap=[huge, {**huge, "uuid": None}], areas=sums)


def unread(content):
    return [one for one in json.loads(content)["areas"] if (one["area"], one["state"]) != ("free-space", "erased-verified")]


def left(content):
    """All files are erased, and something else that was named is still there: a mount, a folder."""
    areas = json.loads(content)["areas"]
    told = {"files__by_state__removed": 1, "files__by_state__skipped": 1, "verdict": "partial"}
    yield "file-left", retold(content, **told, files__level_achieved="F0")
    yield "file-lie-left-contents", retold(content, **told, files__level_achieved="F0", areas=[
        areas[0], {"area": "file-contents", "state": "unknown", "bytes": None}, *areas[1:]])
    yield "file-lie-left-level", retold(content, **told)


def key_lies(samples):
    """What is told of a key gives its level, and that the level of its files."""
    name, both, alone = "files__keys__list__0__", samples["file-erasure-key"], samples["file-erasure-key-alone"]
    reasons = json.loads(both)["files"]["by_reason"]
    yield "file-lie-key-verdict", retold(both, verdict="erased-verified")
    yield "file-lie-key-none", retold(both, files__keys=None)
    yield "file-lie-key-files", retold(both, **{f"{name}files": 0})
    for one in ("encrypted_from_first_day", "no_escrow", "no_recovery_key", "no_protector"):
        yield f"file-lie-key-{one}", retold(both, **{f"files__keys__answers__{one}": "unknown"})
    for key, value in (("before", "absent"), ("after", "incompletely-removed"), ("unused", False), ("removed", False), ("elsewhere", True),
                       ("wrapped", "unknown"), ("contents", "unknown"), ("names", "unknown"), ("policy_version", 1), ("lacks", "in-use")):
        yield f"file-lie-key-{key}", retold(both, **{f"{name}{key}": value})
    yield "file-lie-key-asked", retold(both, **{f"{name}elsewhere": None})
    yield "file-key-not-asked", retold(samples["file-erasure-key-open"], files__keys__list__0__elsewhere=None,
                                       files__keys__list__0__lacks="elsewhere-unknown")
    yield "file-lie-key-not-asked", retold(samples["file-erasure-key-open"], files__keys__list__0__elsewhere=True,
                                           files__keys__list__0__lacks="elsewhere-unknown")
    yield "file-lie-key-level", retold(samples["file-erasure-key-old"], files__keys__list__1__level="F3", files__keys__list__1__lacks=None)
    yield "file-lie-key-reason", retold(both, files__by_reason={**reasons, "key-destroyed": 0, "in-place": 2})
    yield "file-lie-key-f1", retold(both, files__by_level={"F0": 0, "F1": 2, "F2": 0, "F3": 0})
    yield "file-lie-key-xfs", retold(alone, files__file_systems__0__type="xfs")
    yield "file-lie-key-area", retold(alone, areas=[{**one, "state": "erased-verified"} if one["state"] == "key-destroyed" else one
                                                    for one in json.loads(alone)["areas"]])
    yield "file-key-required", retold(alone, files__level_requested="F3")
    yield "file-key-required-open", retold(samples["file-erasure-key-open"], files__level_requested="F3")
    waits = {f"files__keys__list__0__{name}": value for name, value in (("unused", False), ("removed", False), ("after", "present"), ("lacks", "interrupted"))}
    waits |= {"verdict": "interrupted", "files__by_reason": {**reasons, "key-destroyed": 0, "in-place": 0, "key-stays": 1}}
    stop = {"execution__interruptions": [{"reason": "stopped"}]}
    yield "file-key-interrupted", retold(samples["file-erasure-key-open"], **waits, **stop)
    yield "file-lie-key-interrupted", retold(samples["file-erasure-key-open"], **waits)
    yield "file-lie-key-tried", retold(samples["file-erasure-key-open"], **{**waits, **stop, "files__keys__list__0__unused": True})
    yield "file-lie-key-shape", retold(both, files__keys__list=[])
    yield "file-attempt-key", retold(samples["file-attempt"], files__level_requested="F3", files__keys_planned=1)


def key_again(content, system=None, **values):
    """Its key once more, which encrypts the folder then: on another file system, with other values."""
    tree = json.loads(content)["files"]
    first, systems = tree["keys"]["list"][0], tree["file_systems"]
    second = {**first, "files": 0, **values}
    if system:
        systems = [*systems, {**systems[0], "uuid": system}]
        second["file_system"] = system
    return retold(content, files__file_systems=systems, files__keys__list=[{**first, "folders": 0}, second])


def keys_of_record(samples):
    """A key agrees with what is told of it once more, and with the files and file systems of the record."""
    alone, other, here = samples["file-erasure-key-alone"], "11111111-2222-4333-8444-555555555555", "0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0"
    name, more = "files__keys__list__0__", {"names": "AES-256-HCTR2"}
    stays = {"removed": False, "after": "present", "level": "F0", "lacks": "not-removed"}
    wrapped = {"wrapped": "left", "level": "F0", "lacks": "wrapped-key"}
    yield "file-lie-key-no-cipher", retold(alone, **{f"{name}contents": "none"})
    yield "file-lie-key-no-cipher-old", retold(samples["file-erasure-key-old"], files__keys__list__1__names="none")
    yield "file-lie-key-ciphers", retold(alone, **{f"{name}contents": "AES-256-CBC-CTS", f"{name}names": "AES-256-XTS"})
    yield "file-lie-key-cipher-of-contents", retold(alone, **{f"{name}names": "AES-128-CBC-ESSIV"})
    yield "file-lie-key-wrapped-alone", retold(alone, **{f"{name}wrapped": "erased"})
    yield "file-lie-key-system", retold(alone, **{f"{name}file_system": other})
    yield "file-lie-key-no-system", retold(alone, **{f"{name}file_system": None})
    yield "file-lie-key-more-files", retold(alone, **{f"{name}files": 2})
    yield "file-lie-key-many-files", retold(alone, **{f"{name}files": 10**12})
    yield "file-lie-key-more-folders", retold(alone, **{f"{name}folders": 2})
    yield "file-lie-key-twice", key_again(alone)
    yield "file-lie-key-again-left", key_again(alone, **more, **stays)
    yield "file-lie-key-again-wrapped", key_again(alone, **more, **wrapped)
    for after in ("present", "incompletely-removed", "unknown"):
        yield f"file-lie-key-there-{after}", key_again(alone, other, **{**stays, "after": after})
    yield "file-lie-key-copy-left", key_again(alone, here, **stays)
    yield "file-key-again", key_again(alone, **more)
    yield "file-key-there", key_again(alone, other)
    yield "file-key-copy", key_again(alone, here)
    yield "file-key-copy-wrapped", key_again(alone, here, **wrapped)
    yield "file-key-no-uuid", retold(alone, files__file_systems__0__uuid=None, **{f"{name}file_system": None})


def files(world):
    """As if they were made when the record of the world was."""
    tree = json.loads(world.record)
    times = {"issued_at": tree["issued_at"]}
    ends = {f"execution__{key}": tree["execution"][key] for key in ("started_at", "ended_at", "duration_ms")}
    samples = {}
    for path in sorted(FIXTURES.glob("file-*.json")):
        more = times if path.stem.startswith("file-attempt") else {**times, **ends}
        samples[path.stem] = retold(path.read_bytes(), **more)
    yield from samples.items()
    for name in ("file-erasure", "file-erasure-partial"):
        yield from of_files(samples[name], name)
    yield from left(samples["file-erasure"])
    free = samples["file-erasure-free-space"]
    yield "file-lie-deleted-open", retold(free, files__deleted_open__count=0)
    yield "file-deleted-open-unknown", retold(free, files__deleted_open=None)
    yield "file-lie-free-space", retold(free, files__free_space__not_reached=["quota"])
    yield "file-lie-space-unread", retold(free, files__free_space__verified_bytes="4096")
    yield "file-lie-space-more", retold(free, files__free_space__verified_bytes="1073741825")
    yield "file-lie-space-part", retold(free, files__free_space__parts__data__state="partly")
    yield "file-lie-space-failed", retold(free, files__free_space__result="failed")
    space, swap = samples["file-erasure-space-alone"], samples["file-erasure-swap-alone"]
    yield "file-lie-space-verified", retold(space, verdict="erased-verified")
    yield "file-lie-space-untouched", retold(space, execution__media_touched=False)
    yield "file-lie-swap-level", retold(swap, files__level_achieved="F1")
    yield "file-lie-swap-bytes", retold(swap, files__swap__0__verified_bytes="4096")
    yield "file-lie-swap-partly", retold(swap, files__swap__0__state="partly")
    yield "file-lie-swap-in-use", retold(swap, files__swap__0__state="in-use")
    yield "file-lie-swap-none", retold(swap, files__swap=[])
    yield "file-lie-swap-partial", retold(samples["file-erasure-swap-partial"], verdict="erased-verified")
    yield from rest_lies(free, space, swap)
    yield "file-left-attribute", retold(free, files__attributes_left=1)
    whole, missing = samples["file-erasure-manifest"], samples["file-erasure-manifest-missing"]
    yield "file-lie-manifest-none", retold(missing, files__manifest=None)
    yield "file-lie-manifest-files", retold(whole, files__manifest__files=2)
    yield "file-lie-manifest-found", retold(missing, files__manifest__missing=0, files__manifest__found=1)
    yield "file-lie-manifest-missing", retold(whole, files__manifest__found=0, files__manifest__missing=1)
    yield "file-lie-missing-level", retold(missing, files__level_achieved="F1")
    yield "file-lie-missing-verdict", retold(missing, verdict="erased-verified")
    yield "file-lie-missing-list", retold(missing, files__list__entries=1)
    yield "file-lie-absent-file", retold(missing, files__count=2)
    yield "file-lie-manifest-nothing", retold(missing, files__count=0, files__bytes="0", files__overwritten_bytes="0")
    yield "file-lie-manifest-shape", retold(whole, files__manifest={"files": 1})
    equal, taken = samples["file-erasure-manifest-equal"], samples["file-erasure-manifest-equal-taken"]
    yield "file-lie-equal-number", retold(equal, files__manifest__equal=2)
    yield "file-lie-equal-none", retold(equal, files__manifest__equal=0, files__by_state__equal=0)
    yield "file-lie-equal-level", retold(equal, files__level_achieved="F1")
    yield "file-lie-equal-verdict", retold(equal, verdict="erased-verified")
    yield "file-lie-equal-list", retold(equal, files__list__entries=1)
    yield "file-lie-equal-both", retold(equal, files__manifest__equal_taken=1)
    yield "file-lie-equal-taken", retold(taken, files__manifest__equal_taken=3)
    yield "file-lie-equal-to-none", retold(samples["file-attempt-manifest"], files__manifest__found=0, files__manifest__missing=2)
    yield "file-equal-key-missing", without(whole, "files", "manifest", "equal_taken")
    yield "file-lie-no-list", retold(free, files__list=None)
    yield from rare_files(samples["file-erasure"], samples["file-erasure-partial"])
    yield "file-lie-attempt-list", retold(samples["file-attempt"], files__list=None)
    yield "file-lie-attempt-required", retold(samples["file-attempt"], files__level_requested="F2")
    yield "file-lie-attempt-writes", retold(samples["file-attempt"], files__file_systems__0__writes="in-memory")
    yield from key_lies(samples)
    yield from keys_of_record(samples)
    copied = samples["file-erasure-copied"]
    yield "file-lie-copied-sum", retold(copied, files__copied__files=4)
    yield "file-lie-copied-begun", retold(copied, files__copied__begun=3)
    yield "file-lie-copied-resumed", retold(copied, files__copied__resumed=4)
    yield "file-lie-copied-no-item", retold(copied, case__item=None)
    yield "file-lie-copied-no-case", retold(copied, case=None)
    yield "file-lie-copied-shape", retold(copied, files__copied={"files": 5})


def bare(world):
    """Nobody signed these."""
    content = world.record
    yield "bare-json", content
    yield "bare-json-after-blanks", b"\n\t " + content
    yield "bare-json-attempt", world.attempt
    yield "bare-json-lie", changed(content, '"mismatches": 0', b'"mismatches": 512')
    yield "bare-json-malformed", content[:-3]
    yield "bare-json-duplicate-key", content.replace(b"{", b'{"type": "erasure",', 1)
    yield "bare-json-bom", b"\xef\xbb\xbf" + content
    yield "bare-json-huge", b"{" + b" " * (5 << 20) + b"}"


def vectors(world):
    for part in (malformed, strange_values, missing, contradictory, modest):
        for name, content in part(world.record):
            yield name, Vector(record(world.engineer, content))
    for name, content in unverified(world.unverified):
        yield name, Vector(record(world.engineer, content))
    for name, content in files(world):
        yield name, Vector(record(world.engineer, content))
    for name, data in bare(world):
        yield name, Vector(data)
