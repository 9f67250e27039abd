# SPDX-License-Identifier: GPL-3.0-or-later
"""Records of destroyed keys that lie in several places at once, so that only one rule finds it; see keys.py."""
import copy
import hashlib
import hmac
import struct

MIB = 1 << 20
OTHER_CHALLENGE = "00112233445566778899aabbccddeeff"
NOTHING_TOLD = {"is_destroyed": False, "slots_destroyed": 0, "tokens_removed": 0, "bytes_verified": "0", "mismatch_bytes": "0",
                "unreadable_bytes": "0", "slots_changed": 0}


def key_of(one, capacity):
    """massho-stream-1: that of a pass on a medium of so many bytes."""
    fields = [bytes.fromhex(one[name] or "") for name in ("challenge", "serial_bytes", "wwn")]
    message = b"massho-stream-1" + b"".join(struct.pack(">I", len(field)) + field for field in fields)
    message += struct.pack(">QII", int(capacity), one["pass"], one["attempt"])
    return hmac.new(bytes.fromhex(one["secret"]), message, hashlib.sha256).hexdigest()


def keyed(made, serial):
    """The record, of the medium with this serial."""
    made["medium"]["serial"] = serial
    for one in made["method"]["passes"]:
        one["serial_bytes"] = serial.encode().hex()
        one["key"] = key_of(one, made["medium"]["capacity_bytes"])
    return made


def on_header(**changes):
    def change(tree):
        header = tree["method"]["crypto"]["header"]
        header["pass"] |= changes
        header["pass"]["key"] = key_of(header["pass"], header["medium"]["capacity_bytes"])
    return change


def header_on_disk(tree):
    """The stick that the header lay on is called a disk, of which more could be claimed."""
    tree["method"]["crypto"]["header"]["medium"]["media"] = "hdd"
    tree["method"] |= {"level_reachable": "clear", "level_achieved": "clear", "level_reason": "key-destroyed"}
    for one in tree["areas"]:
        if one["area"] == "old-key-slots":
            one["state"] = "not-reachable"


def part_and_overwritten(tree):
    """Only a partition, and all is overwritten."""
    crypto = tree["method"]["crypto"]
    del crypto["volumes"][1:]
    one = crypto["volumes"][0]
    crypto["scope"] = {name: one[name] for name in ("partition", "offset_bytes", "length_bytes")}


def two_on_header(tree):
    """Two volumes, and one header on a medium of its own."""
    volumes = tree["method"]["crypto"]["volumes"]
    half = int(volumes[0]["length_bytes"]) // 2
    volumes[0]["length_bytes"] = str(half)
    volumes.append(copy.deepcopy(volumes[0]) | {"offset_bytes": str(half)})


def part_of_nothing(tree):
    """The begin of the medium is neither encrypted nor overwritten, and the record is about all of it."""
    crypto, written = tree["method"]["crypto"], int(tree["execution"]["bytes_written"])
    first = int(crypto["volumes"][0]["offset_bytes"])
    crypto["scope"] = {"partition": 2, "offset_bytes": str(first), "length_bytes": "0"}
    for one in crypto["volumes"]:
        one["partition"] = 2
    tree["execution"]["bytes_written"] = tree["verification"]["bytes_verified"] = tree["verification"]["bytes_to_verify"] = str(written - first)
    tree["areas"][0]["bytes"] = str(written - first)
    tree["areas"][1]["bytes"] = str(int(tree["areas"][1]["bytes"]) + first)


def volumes_of(**changes):
    def change(tree):
        for one in tree["method"]["crypto"]["volumes"]:
            one |= changes
    return change


def slots_of(index=0, **changes):
    def change(tree):
        tree["method"]["crypto"]["volumes"][0]["slots"][index] |= changes
    return change


def older(tree):
    """What neither copy of a header says is told of it."""
    tree["method"]["crypto"]["volumes"][0]["header_copies"] = ["older", "damaged"]


def begins_later(tree):
    """Between the keys and the data something lies that is neither."""
    one = tree["method"]["crypto"]["volumes"][0]
    one["segments"][0]["offset_bytes"] = one["data_offset_bytes"] = str(int(one["data_offset_bytes"]) + MIB)
    for part, name in (("execution", "bytes_written"), ("verification", "bytes_verified"), ("verification", "bytes_to_verify")):
        tree[part][name] = str(int(tree[part][name]) + MIB)
    tree["areas"][0]["bytes"] = str(int(tree["areas"][0]["bytes"]) + MIB)
    tree["areas"][1]["bytes"] = str(int(tree["areas"][1]["bytes"]) - MIB)


def names_no_volume(tree):
    tree["method"]["crypto"]["copies"] = [{"volume": 7, "node": "/dev/sdz1", "serial": None}]


def nobody_said(tree):
    tree["method"]["crypto"]["conditions"]["answered_by"] = "nobody"


def reads_elsewhere(tree):
    """An error in the ciphertext, which nobody reads."""
    tree["verdict"], tree["execution"]["errors"] = "partial", [{
        "phase": "verify", "pass": 1, "offset_bytes": str(60 * MIB), "length_bytes": "512", "error": "EIO", "expected": None, "found": None}]
    verification = tree["verification"]
    verification |= {"unreadable_bytes": "512", "bytes_verified": str(int(verification["bytes_verified"]) - 512), "result": "unknown"}
    tree["method"] |= {"level_achieved": "none", "level_reason": "verdict-partial"}
    tree["areas"] = [{"area": "user-lba", "state": "unknown", "bytes": tree["medium"]["capacity_bytes"]}, *tree["areas"][2:]]


def hash_of_all(tree):
    """Of a medium that nobody read whole; the chunks' hash follows from it."""
    tree["verification"] |= {"content_sha256": "00" * 32, "chunks_sha256": hashlib.sha256(bytes(32)).hexdigest()}


def claims_keys(tree):
    """All was overwritten, and it says that only keys are gone, which is less."""
    tree["verdict"] = "key-destroyed"


def area_of_keys(tree):
    """The same, of an area alone."""
    tree["verdict"], tree["areas"][0]["state"] = "erased-unverified", "key-destroyed"


def because_of_keys(tree):
    tree["method"]["level_reason"] = "key-destroyed"


def without_keys(tree):
    del tree["method"]["crypto"]


def begins_without_keys(tree):
    without_keys(tree)
    tree["method"]["level_reason"] = "host-overwrite"


def begins_with_samples(tree):
    tree["verification"] |= {"mode": "sample", "sample_percent": 10}


def nothing_touched(tree):
    tree["execution"]["media_touched"] = False


def luks1_with(**changes):
    """What only LUKS2 has."""
    def change(tree):
        tree["method"]["crypto"]["volumes"][1] |= changes
    return change


def token_of_luks1(tree):
    one = tree["method"]["crypto"]["volumes"][1]
    one["tokens"], one["result"]["tokens_removed"] = [{"number": 0, "type": "clevis", "slots": [0]}], 1


def segments_of(index, number):
    def change(tree):
        segments = tree["method"]["crypto"]["volumes"][index]["segments"]
        segments.append(copy.deepcopy(segments[0]) | {"number": number})
    return change


def nothing_told(tree):
    for one in tree["method"]["crypto"]["volumes"]:
        one["result"] = None


def told_before(tree):
    """An attempt that tells what became of it."""
    for one in tree["method"]["crypto"]["volumes"]:
        one["result"] = dict(NOTHING_TOLD)


def moved(tree, by):
    """So many bytes more are called encrypted, and so not overwritten."""
    for part, name in (("execution", "bytes_written"), ("verification", "bytes_verified"), ("verification", "bytes_to_verify")):
        tree[part][name] = str(int(tree[part][name]) - by)
    for area, sign in ((0, -1), (1, 1)):
        tree["areas"][area]["bytes"] = str(int(tree["areas"][area]["bytes"]) + sign * by)


def segment_beyond(tree):
    """It ends where its partition has ended."""
    tree["method"]["crypto"]["volumes"][1]["segments"][0]["length_bytes"] = str(20 * MIB)
    moved(tree, MIB)


def of_another_partition(tree):
    tree["method"]["crypto"]["volumes"][0]["partition"] = 3


def by_zeros(tree):
    """A method that leaves no stream."""
    tree["method"] |= {"name": "zero", "source": "NIST SP 800-88 Rev. 1, sec. 2.5 (Clear)", "passes": [{"kind": "fill", "pattern": "00"}]}


def area_beyond(tree):
    """The area of keys is larger than what the header lies on."""
    one = tree["method"]["crypto"]["volumes"][0]
    one["area_bytes"] = one["result"]["bytes_verified"] = str(40 * MIB)


def copies_beyond(tree):
    """Two copies of the header, which the area has no room for."""
    for one in tree["method"]["crypto"]["volumes"]:
        one |= {"slots": [], "tokens": [], "copy_bytes": str(int(one["area_bytes"]) // one["version"] + 1)}
        one["result"] |= {"slots_destroyed": 0, "tokens_removed": 0, "slots_changed": 0}


def removed_without(tree):
    tree["method"]["crypto"]["volumes"][0]["result"] |= {"is_destroyed": False, "slots_destroyed": 0, "tokens_removed": 1}


def destroyed_without(tree):
    tree["method"]["crypto"]["volumes"][1]["result"]["is_destroyed"] = False


def within_a_block(tree):
    one = tree["method"]["crypto"]["volumes"][0]
    one |= {"offset_bytes": str(int(one["offset_bytes"]) + 8), "length_bytes": str(int(one["length_bytes"]) - 8)}


def part_within_a_block(tree):
    """In an attempt, for of what was written the rest would be wrong, too."""
    part_and_overwritten(tree)
    crypto = tree["method"]["crypto"]
    crypto["scope"] |= {"offset_bytes": str(int(crypto["scope"]["offset_bytes"]) - 8), "length_bytes": str(int(crypto["scope"]["length_bytes"]) + 8)}
    tree["method"] |= {"level_reachable": "none", "level_reason": "only-a-partition"}


def header_differs(tree):
    """What was read of the header is neither what it was nor what was written."""
    one = tree["method"]["crypto"]["volumes"][0]["result"]
    one["mismatch_bytes"], one["unreadable_bytes"] = one["unreadable_bytes"], "0"


def header_forgotten(tree):
    """The header elsewhere is left as it was, and all of the medium is erased."""
    for one in tree["method"]["crypto"]["volumes"]:
        one["result"] = dict(NOTHING_TOLD)


# Of which sample, and what is changed: all of it is a lie.
LIES = {
    "part-and-overwritten": ("erasure-luks-overwrite", part_and_overwritten),
    "two-on-header": ("erasure-luks-detached", two_on_header),
    "header-on-disk": ("erasure-luks-detached", header_on_disk),
    "header-of-attempt": ("erasure-luks-detached", on_header(attempt=2)),
    "header-of-challenge": ("erasure-luks-detached", on_header(challenge=OTHER_CHALLENGE)),
    "header-of-pass": ("erasure-luks-detached", on_header(**{"pass": 2})),
    "header-of-serial": ("erasure-luks-detached", on_header(serial_bytes="00")),
    "part-of-nothing": ("erasure-luks", part_of_nothing),
    "outside": ("erasure-luks-overwrite", volumes_of(length_bytes=str(100 * MIB))),
    "overlapping": ("erasure-luks-overwrite", volumes_of(offset_bytes=str(20 * MIB))),
    "no-good-copy": ("erasure-luks-overwrite", older),
    "key-between": ("erasure-luks", begins_later),
    "slot-in-header": ("erasure-luks", slots_of(offset_bytes="512", length_bytes="512")),
    "slot-behind": ("erasure-luks", slots_of(offset_bytes=str(16 * MIB - 512))),
    "slot-on-slot": ("erasure-luks", slots_of(1, offset_bytes="32768")),
    "slot-twice": ("erasure-luks", slots_of(1, number=0)),
    "needs-more": ("erasure-luks-partition", volumes_of(requirements=["offline-reencrypt"])),
    "copy-of-nothing": ("erasure-luks-open", names_no_volume),
    "nobody-said": ("erasure-luks", nobody_said),
    "error-in-ciphertext": ("erasure-luks", reads_elsewhere),
    **{f"luks1-with-{name}": ("erasure-luks-overwrite", luks1_with(**{name: value}))
       for name, value in (("label", "x"), ("subsystem", "x"), ("requirements", ["x"]))},
    "luks1-with-token": ("erasure-luks-overwrite", token_of_luks1),
    "luks1-with-segments": ("erasure-luks-overwrite", segments_of(1, 1)),
    "segment-twice": ("erasure-luks-overwrite", segments_of(0, 0)),
    "second-segment": ("erasure-luks", segments_of(0, 1)),
    "segment-beyond": ("erasure-luks", segment_beyond),
    "nothing-told": ("erasure-luks-overwrite", nothing_told),
    "told-before": ("attempt-luks", told_before),
    "of-another-partition": ("erasure-luks-partition", of_another_partition),
    "by-zeros": ("erasure-luks-overwrite", by_zeros),
    "area-beyond": ("erasure-luks-detached", area_beyond),
    "copies-beyond": ("erasure-luks-overwrite", copies_beyond),
    "copies-of-nothing": ("erasure-luks-overwrite", volumes_of(copy_bytes="0")),
    "removed-without": ("erasure-luks-overwrite", removed_without),
    "destroyed-without": ("erasure-luks-overwrite", destroyed_without),
    "within-a-block": ("erasure-luks-overwrite", within_a_block),
    "part-within-a-block": ("attempt-luks", part_within_a_block),
    "hash-of-all": ("erasure-luks", hash_of_all),
    "claims-keys": ("erasure-luks-overwrite", claims_keys),
    "area-of-keys": ("erasure-luks-overwrite", area_of_keys),
    "because-of-keys": ("erasure-luks-overwrite", because_of_keys),
    "because-of-keys-open": ("erasure-luks-open", because_of_keys),
    "keys-of-nothing": ("erasure-luks-overwrite", lambda tree: (without_keys(tree), claims_keys(tree))),
    "old-keys-of-nothing": ("erasure-luks-overwrite", without_keys),
    "no-keys": ("erasure-luks", without_keys),
    "attempt-without-keys": ("attempt-luks", begins_without_keys),
    "attempt-with-samples": ("attempt-luks", begins_with_samples),
    "untouched": ("erasure-luks-detached", nothing_touched),
    "header-forgotten": ("erasure-luks-overwrite-header", header_forgotten),
    "header-differs": ("erasure-luks-overwrite-left", header_differs),
}


def nothing_done(tree):
    """It ended before the medium was touched."""
    told_before(tree)
    tree["verdict"] = "failed"
    tree["execution"] |= {"media_touched": False, "passes_completed": 0, "bytes_written": "0", "errors": [],
                          "error": {"code": "refused", "errno": None, "offset_bytes": None}}
    tree["verification"] |= {"completed": False, "bytes_to_verify": "0", "bytes_verified": "0", "mismatches": 0, "result": "unknown"}
    tree["method"] |= {"level_achieved": "none", "level_reason": "verdict-failed"}
    others = [one for one in tree["areas"] if one["area"] != "user-lba"]
    tree["areas"] = [{"area": "user-lba", "state": "unknown", "bytes": tree["medium"]["capacity_bytes"]}, *others]


def from_cache(tree):
    """What was read may have come from the host's memory."""
    nothing_done(tree)
    tree["verdict"] = "erased-unverified"
    written = str(22020096)
    tree["execution"] |= {"media_touched": True, "direct_io": False, "passes_completed": 1, "bytes_written": written, "error": None}
    tree["verification"] |= {"completed": True, "bytes_to_verify": written, "bytes_verified": written}


def header_left(tree):
    """As it is told where it was left."""
    header_forgotten(tree)
    tree["verdict"], tree["verification"]["result"] = "partial", "unknown"
    tree["method"] |= {"level_achieved": "none", "level_reason": "verdict-partial"}


# What is no lie, and what it is worth.
TRUTHS = {"nothing-done": ("erasure-luks", nothing_done, "no"), "from-cache": ("erasure-luks", from_cache, "unverified"),
          "header-left": ("erasure-luks-overwrite-header", header_left, "no")}


def truths(trees):
    """(name, record, what held)"""
    for name, (sample, change, held) in TRUTHS.items():
        tree = copy.deepcopy(trees[sample])
        change(tree)
        yield name, tree, held


def lies(trees):
    """(name, record), of the samples by their names."""
    for name, (sample, change) in LIES.items():
        tree = copy.deepcopy(trees[sample])
        change(tree)
        yield name, tree
