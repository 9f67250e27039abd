# SPDX-License-Identifier: GPL-3.0-or-later
"""Properly signed records of destroyed keys, and such that claim more than they measured."""
import json

from cms import record
from content import FIXTURES, retold
from world import Vector

VOLUME = "method__crypto__volumes__0"


def samples(world):
    """As if they were made when the record of the world was."""
    tree = json.loads(world.record)
    times = {"issued_at": tree["issued_at"]}
    ends = {f"execution__{key}": tree["execution"][key] for key in ("started_at", "ended_at", "duration_ms")}
    return {path.stem: retold(path.read_bytes(), **(times if path.stem.startswith("attempt") else {**times, **ends}))
            for path in sorted(FIXTURES.glob("*-luks*.json"))}


def crypto(content, **values):
    return retold(content, **{f"method__crypto__{path}": value for path, value in values.items()})


def volume(content, **values):
    return retold(content, **{f"{VOLUME}__{path}": value for path, value in values.items()})


def verdicts(made):
    """More than the facts give, or another claim than that."""
    whole, opened = made["erasure-luks"], made["erasure-luks-open"]
    yield "luks-lie-open", retold(opened, verdict="key-destroyed")
    yield "luks-lie-copied", retold(made["erasure-luks-copied"], verdict="key-destroyed")
    yield "luks-lie-partial", retold(made["erasure-luks-partial"], verdict="key-destroyed-open")
    yield "luks-lie-failed", retold(made["erasure-luks-failed"], verdict="key-destroyed")
    yield "luks-lie-erased", retold(whole, verdict="erased-verified")
    yield "luks-lie-overwritten", retold(made["erasure-luks-overwrite"], verdict="key-destroyed")
    yield "luks-lie-header-left", retold(made["erasure-luks-overwrite-left"], verdict="erased-verified", verification__result="pass",
                                         method__level_achieved="clear", method__level_reason="host-overwrite")
    yield "luks-lie-part-level", retold(made["erasure-luks-partition"], method__level_achieved="clear")
    yield "luks-lie-part-reason", retold(made["erasure-luks-partition"], method__level_reason="key-destroyed")
    yield "luks-lie-detached-level", retold(made["erasure-luks-detached"], method__level_achieved="clear")
    yield "luks-lie-open-area", retold(opened, areas__1__state="key-destroyed")
    yield "luks-lie-encrypted-area", retold(whole, areas__1__state="erased-verified")
    yield "luks-lie-old-slots", retold(whole, areas__2__state="absent")
    yield "luks-lie-old-slots-gone", retold(whole, areas=[one for one in json.loads(whole)["areas"] if one["area"] != "old-key-slots"])
    yield "luks-modest", retold(whole, verdict="key-destroyed-open")


def rereads(made):
    """What was to be read is told by the record alone: no more may follow from it."""
    check = made["check-luks"]
    spans = json.loads(check)["method"]["spans"]
    yield "check-luks-lie-keys", retold(check, verdict="key-destroyed")
    yield "check-luks-lie-area", retold(check, areas__1__state="key-destroyed")
    yield "check-luks-lie-whole", retold(check, areas__0__bytes="67108864")
    yield "check-luks-lie-old-slots", retold(check, areas=json.loads(check)["areas"] + [
        {"area": "old-key-slots", "state": "erased-verified", "bytes": None}])
    yield "check-luks-lie-less", retold(check, verification__bytes_verified="22019584")
    yield "check-luks-lie-order", retold(check, method__spans=spans[::-1])
    yield "check-luks-lie-outside", retold(check, method__spans=spans[:2] + [{**spans[2], "length_bytes": "1049088"}],
                                           verification__bytes_to_verify="22020608", verification__bytes_verified="22020608")
    yield "check-luks-lie-sampled", retold(check, verification__mode="sample", verification__sample_percent=None,
                                           verification__seed="00" * 32, verification__windows=43008)
    yield "check-luks-lie-nothing", retold(check, method__spans=[{"offset_bytes": "0", "length_bytes": "0"}],
                                           verification__bytes_to_verify="0", verification__bytes_verified="0")


def conditions(made):
    whole, opened = made["erasure-luks"], made["erasure-luks-open"]
    low = {"method__level_reachable": "none", "method__level_achieved": "none", "method__level_reason": "conditions-not-met"}
    yield "luks-lie-backup", retold(crypto(whole, conditions__no_header_backup="no"), **low)
    yield "luks-lie-escrow", retold(crypto(whole, conditions__no_escrow="unknown"), **low)
    yield "luks-lie-unasked", crypto(opened, conditions__no_escrow="yes")
    yield "luks-lie-nobody", crypto(whole, conditions__answered_by="nobody")
    yield "luks-lie-looked", retold(crypto(whole, copies_complete=False), **low)
    yield "luks-lie-seen", retold(crypto(whole, copies=[{"volume": 1, "node": "/dev/sde1", "serial": None}]), **low)
    yield "luks-lie-seen-of-none", crypto(made["erasure-luks-copied"], copies__0__volume=1)
    yield "luks-lie-seen-more", crypto(made["erasure-luks-copied"], copies_not_listed=1)
    yield "luks-lie-null-cipher", retold(volume(whole, segments__0__cipher="cipher_null-ecb"), **low)
    yield "luks-lie-short-key", retold(volume(whole, slots__0__key_bytes=16), **low)


def places(made):
    """Where something lies: what is passed over would neither be overwritten nor read back."""
    whole, part = made["erasure-luks"], made["erasure-luks-partition"]
    yield "luks-lie-part-none", crypto(part, scope=None)
    yield "luks-lie-part-empty", crypto(part, scope__length_bytes="0")
    yield "luks-lie-part-nothing", crypto(whole, scope={"partition": 2, "offset_bytes": "0", "length_bytes": "0"})
    yield "luks-lie-part-beyond", crypto(part, scope__length_bytes="67108864")
    yield "luks-lie-part-odd", crypto(part, scope__offset_bytes="2097153")
    yield "luks-lie-part-other", crypto(part, scope__partition=3)
    yield "luks-lie-part-overwritten", crypto(made["erasure-luks-overwrite"], scope=json.loads(part)["method"]["crypto"]["scope"])
    yield "luks-lie-outside", crypto(whole, volumes__1__length_bytes="23068673")
    yield "luks-lie-huge", crypto(whole, volumes__1__length_bytes="9999999999999999999")
    yield "luks-lie-order", crypto(whole, volumes=json.loads(whole)["method"]["crypto"]["volumes"][::-1])
    yield "luks-lie-overlap", volume(whole, length_bytes="41943552")
    yield "luks-lie-area", volume(whole, area_bytes="524288")
    yield "luks-lie-small-area", volume(whole, area_bytes="524288", data_offset_bytes="524288")
    yield "luks-lie-segment", volume(whole, segments__0__offset_bytes="512")
    yield "luks-lie-segment-short", volume(whole, segments__0__length_bytes="512")
    yield "luks-lie-segment-none", volume(whole, segments=[])
    yield "luks-lie-slot-outside", volume(whole, slots__0__offset_bytes="16777216")
    yield "luks-lie-slot-in-header", volume(whole, slots__0__offset_bytes="512")
    yield "luks-lie-slots-overlap", volume(whole, slots__1__offset_bytes="290304")
    yield "luks-lie-slot-twice", volume(whole, slots__1__number=0)
    yield "luks-lie-token", volume(whole, tokens__0__slots=[7])
    yield "luks-lie-version", volume(whole, version=1)
    yield "luks-lie-copies-bad", volume(whole, header_copies=["damaged", "good"])
    yield "luks-lie-copies-old", volume(whole, header_copies=["older", "older"])
    yield "luks-lie-reencrypting", volume(whole, requirements=["online-reencrypt-v2"])
    yield "luks-copy-damaged", volume(whole, header_copies=["good", "damaged"])


def results(made):
    whole = made["erasure-luks"]
    done = json.loads(whole)["method"]["crypto"]["volumes"][0]["result"]
    yield "luks-lie-no-result", volume(whole, result=None)
    yield "luks-lie-attempt-result", volume(made["attempt-luks"], result=done)
    yield "luks-lie-slot-left", volume(whole, result__slots_destroyed=2)
    yield "luks-lie-slots-more", volume(whole, result__slots_destroyed=4)
    yield "luks-lie-slot-unchanged", volume(whole, result__slots_changed=2)
    yield "luks-lie-token-left", volume(whole, result__tokens_removed=0)
    yield "luks-lie-not-emptied", volume(whole, result__is_destroyed=False)
    yield "luks-lie-unread", volume(whole, result__bytes_verified="16776704")
    yield "luks-lie-read-more", volume(whole, result__unreadable_bytes="512")
    yield "luks-lie-read-wraps", volume(whole, result__unreadable_bytes="9999999999999999999", result__mismatch_bytes="9999999999999999999")
    yield "luks-lie-untouched", retold(made["erasure-luks-detached"], execution__media_touched=False)
    yield "luks-lie-whole-read", retold(whole, verification__bytes_to_verify="67108864", verification__bytes_verified="67108864")
    yield "luks-lie-whole-written", retold(whole, execution__bytes_written="67108864")
    yield "luks-lie-hash", retold(whole, verification__content_sha256="a" * 64, verification__chunks_sha256="b" * 64)


def methods(made):
    whole, detached = made["erasure-luks"], made["erasure-luks-detached"]
    yield "luks-lie-then", crypto(whole, then_overwrite=True)
    yield "luks-lie-not-then", crypto(made["erasure-luks-overwrite"], then_overwrite=False)
    yield "luks-lie-mode", retold(whole, verification__mode="none")
    yield "luks-lie-header-key", crypto(detached, header__pass__key="0" * 64)
    yield "luks-lie-header-challenge", crypto(detached, header__pass__challenge=None)
    yield "luks-lie-header-serial", crypto(detached, header__medium__serial="OTHER")
    yield "luks-lie-header-bus", crypto(detached, header__medium__bus="loop")
    yield "luks-lie-header-media", crypto(detached, header__medium__media="hdd")
    yield "luks-lie-header-small", crypto(detached, header__medium__capacity_bytes="16776704")
    yield "luks-lie-header-none", crypto(detached, header=None)
    tree = json.loads(whole)
    del tree["method"]["crypto"]
    yield "luks-lie-no-keys", json.dumps(tree, indent=2).encode()
    yield "luks-null", retold(whole, method__crypto=None)
    yield "luks-no-volumes", crypto(whole, volumes=[])
    yield "luks-nine-volumes", crypto(whole, volumes=json.loads(whole)["method"]["crypto"]["volumes"][:1] * 9)
    yield "luks-slot-32", volume(whole, slots__2__number=32)


def of_others(world):
    """Of what has no keys at all."""
    yield "luks-lie-other-verdict", retold(world.record, verdict="key-destroyed")
    yield "luks-lie-other-reason", retold(world.record, method__level_reason="key-destroyed")
    yield "luks-lie-other-area", retold(world.record, areas=[*json.loads(world.record)["areas"], {"area": "old-key-slots", "state": "unknown", "bytes": None}])
    yield "luks-lie-other-state", retold(world.record, verdict="partial", areas__0__state="key-destroyed")


def vectors(world):
    made = samples(world)
    for name, content in made.items():
        yield name, Vector(record(world.engineer, content))
    for part in (verdicts, rereads, conditions, places, results, methods):
        for name, content in part(made):
            yield name, Vector(record(world.engineer, content))
    for name, content in of_others(world):
        yield name, Vector(record(world.engineer, content))
