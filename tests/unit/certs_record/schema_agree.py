# SPDX-License-Identifier: GPL-3.0-or-later
"""The library's reading of records against another one: Python's json and python3-jsonschema.

Both read the published schema. Every value of the sample records is replaced by
others, keys are left out and added; both must come to the same verdict. A table
of hostile records must be refused by both.
"""
import copy
import itertools
import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import jsonschema

SOURCE = Path(os.environ.get("MASSHO_SOURCE", Path(__file__).resolve().parents[3]))
BUILD = Path(os.environ.get("MASSHO_BUILD", SOURCE / "build" / "dev"))
PROGRAM = BUILD / "tests" / "bin" / "record-verdict"
SCHEMA = json.loads((SOURCE / "certs/schema/massho-record-1.schema.json").read_text())
RECORDS = SOURCE / "tests" / "fixtures" / "records"
ACTS = ["init", "approve", "staff", "receive", "permit", "permit-copy-paper", "challenge",
        "copy-out", "exit-check", "return", "dispose", "attest", "incident-resolved", "declare",
        "merge", "close"]
MUTATED = ["attempt", "erasure-partial", "erasure-gone", "erasure-complement", "check-sample",
           "erasure-luks-detached",
           "confirmation", "confirmation-paper", "roster"] + ACTS

# A sanitizer takes its time: there every 5th change, which still is one of each place.
STEP = 5 if os.environ.get("MASSHO_SANITIZE") else 1

DIFFERENT = [("method",), ("execution",), ("verification",)]

TYPES_OF_ACTS = {name.removesuffix("-copy-paper").removesuffix("-resolved") for name in ACTS}
COMMON = [(key,) for key in ("schema", "id", "issued_at", "attachments", "note", "flags", "tool",
                             "host", "people")]

# What certs/schema/schema.h says is understood.
WORDS = {"type", "required", "properties", "additionalProperties", "enum", "const", "items",
         "minItems", "maxItems", "minLength", "maxLength", "pattern", "minimum", "maximum", "oneOf",
         "$ref", "$schema", "$id", "$defs", "title", "description"}

DECEPTIVE = re.compile("[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
                       "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\uffa0\ufdd0-\ufdef\ufeff"
                       "\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e00ff\ud800-\udfff"
                       + "".join(f"{chr(p * 0x10000 + 0xfffe)}{chr(p * 0x10000 + 0xffff)}"
                                 for p in range(17)) + "]")

PROBES = [None, True, 0, -1, 2 ** 53 - 1, 2 ** 53, 2 ** 32, 1.5, "", "x", "01", "9" * 19, "9" * 20,
          "a" * 32, "a" * 64, "A" * 64, "a" * 65, "a" * 255, "a" * 256, "ab" * 16, "ab" * 65,
          "\u6848\u4ef6", "2026-11-22T24:04:05Z", "00000000-0000-1000-8000-000000000000", "clear",
          "stream", "mismatch", "EIO", [], [None], {}]


class Refused(Exception):
    pass


def refuse(*_):
    raise Refused


def pairs(items):
    if len({key for key, _ in items}) != len(items):
        raise Refused
    return dict(items)


def integer(text):
    value = int(text)
    if abs(value) > 2 ** 53 - 1:
        raise Refused
    return value


def depth(text):
    deepest = now = 0
    for c in re.sub(r'"(?:[^"\\]|\\.)*"', "", text, flags=re.S):
        now += (c in "[{") - (c in "]}")
        deepest = max(deepest, now)
    return deepest


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from texts(item)


def strict(data):
    """What may be held against the schema; raises Refused."""
    try:
        text = data.decode("utf-8")
        if len(data) > 4 << 20 or text.startswith("\ufeff") or "\0" in text or depth(text) > 32:
            raise Refused
        value = json.loads(text, object_pairs_hook=pairs, parse_float=refuse, parse_int=integer,
                           parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise Refused from error
    if not isinstance(value, (dict, list)) or any(DECEPTIVE.search(t) for t in texts(value)):
        raise Refused
    return value


VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
# The branch of one type alone: jsonschema tries all branches of oneOf to their ends.
BRANCHES = {kind: jsonschema.Draft202012Validator(SCHEMA | {"oneOf": [{"$ref": "#/$defs/" + kind.replace("-", "_")}]})
            for kind in (branch["$ref"].split("/")[-1].replace("_", "-")
                         for branch in SCHEMA["oneOf"])}


def verdict(data, validator=VALIDATOR):
    """(strict, schema) as this side sees them."""
    try:
        return True, validator.is_valid(strict(data))
    except Refused:
        return False, False


def places(value, path=()):
    """Paths of all values; of a list only the first item."""
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, path + (key,))
    elif isinstance(value, list) and value:
        yield from places(value[0], path + (0,))


def at(value, path):
    for step in path:
        value = value[step]
    return value


def mutations(record, done):
    """Changes of one value each, at places that were not done before."""
    for path in places(record):
        # These parts are another's in an attempt; the rest is the same in all types of work.
        kind = record["type"] == "attempt" and path[:1] in DIFFERENT
        if record["type"] in TYPES_OF_ACTS and path[:1] not in COMMON:
            kind = record["type"]
        if path[:1] == ("means",):  # of two kinds
            kind = record["means"]["kind"]
        elif record["type"] == "confirmation" and path[:1] == ("about",):
            kind = record["type"]
        if (path, kind) in done:
            continue
        done.add((path, kind))
        if path:
            for probe in PROBES:
                changed = copy.deepcopy(record)
                at(changed, path[:-1])[path[-1]] = probe
                yield path, probe, changed
            changed = copy.deepcopy(record)
            del at(changed, path[:-1])[path[-1]]
            yield path, "left out", changed
        if isinstance(at(record, path), dict):
            changed = copy.deepcopy(record)
            at(changed, path)["__proto__"] = {}
            yield path, "one key more", changed
        elif isinstance(at(record, path), list) and at(record, path):
            changed = copy.deepcopy(record)
            at(changed, path)[:] = at(record, path) * 300
            yield path, "300 times", changed


def hostile():
    """(name, bytes) that nobody may take for a record."""
    good = (RECORDS / "erasure.json").read_bytes()
    yield "nothing", b""
    yield "cut short", good[:-3]
    yield "twice", good + good
    yield "a character behind", good + b"x"
    yield "NUL behind", good + b"\0"
    yield "byte order mark", b"\xef\xbb\xbf" + good
    yield "UTF-16", good.decode().encode("utf-16")
    yield "too large", good + b" " * (4 << 20)
    yield "two verdicts", good.replace(b'"verdict":', b'"verdict": "failed",\n  "verdict":')
    yield "two verdicts, one escaped", good.replace(
        b'"verdict":', b'"verd\\u0069ct": "failed",\n  "verdict":')
    yield "proto", good.replace(b'"people": {}', b'"people": {"__proto__": {}}')
    yield "a person", good.replace(b'"people": {}', b'"people": {"name": "x"}')
    yield "unknown key", good.replace(b'"case": null', b'"case": null, "note": "x"')
    yield "key with other case", good.replace(b'"verdict"', b'"Verdict"')
    yield "unknown type", good.replace(b'"type": "erasure"', b'"type": "erasures"')
    yield "other schema", good.replace(b"massho.record/1", b"massho.record/2")
    yield "real number", good.replace(b'"duration_ms": 60000', b'"duration_ms": 1.0')
    yield "exponent", good.replace(b'"duration_ms": 60000', b'"duration_ms": 1e0')
    yield "huge number", good.replace(b'"duration_ms": 60000', b'"duration_ms": 9007199254740993')
    yield "number beyond 64 bits", good.replace(b'"duration_ms": 60000', b'"duration_ms": 60000' + b"0" * 40)
    yield "capacity as number", good.replace(b'"1048576"', b"1048576")
    yield "capacity with zeros", good.replace(b'"1048576"', b'"01048576"')
    yield "capacity with sign", good.replace(b'"1048576"', b'"+1048576"')
    yield "capacity with full-width digits", good.replace(
        b'"1048576"', '"\uff11\uff10\uff14\uff18\uff15\uff17\uff16"'.encode())
    yield "key in capitals", good.replace(b"d803a9", b"D803A9")
    yield "serial with a tab", good.replace(b"WD-WCC6Y", b"WD-\\tWCC6Y")
    yield "serial in another script", good.replace(b"WD-WCC6Y", "WD-W\u0421C6Y".encode())
    yield "bidi override", good.replace(b'"sdb"', '"s\u202edb"'.encode())
    yield "bidi override, escaped", good.replace(b'"sdb"', b'"s\\u202edb"')
    yield "zero width", good.replace(b'"sdb"', b'"s\\u200bdb"')
    yield "lone surrogate", good.replace(b'"sdb"', b'"s\\ud83ddb"')
    yield "escape sequence", good.replace(b'"sdb"', b'"\\u001b[2J"')
    yield "overlong", good.replace(b'"sdb"', b'"\xc0\xafdb"')
    yield "CESU-8", good.replace(b'"sdb"', b'"\xed\xa0\xbd\xed\xb8\x80"')
    yield "deep", good.replace(b'"people": {}', b'"people": ' + b"[" * 40 + b"]" * 40)
    yield "very deep", b"[" * 1000000
    yield "comment", good.replace(b'"case"', b'/**/ "case"')
    yield "single quotes", good.replace(b'"case"', b"'case'")
    yield "NaN", good.replace(b'"duration_ms": 60000', b'"duration_ms": NaN')
    yield "list", b"[" + good + b"]"


class SchemaAgree(unittest.TestCase):
    def library(self, documents):
        done = subprocess.run([PROGRAM, "lines"], input=b"".join(d + b"\n" for d in documents),
                              stdout=subprocess.PIPE, check=True)
        found = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(len(found), len(documents))
        return found

    def test_schema_is_one(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_schema_uses_known_words_only(self):
        def words(schema):
            yield from schema
            for key, value in schema.items():
                if key in ("properties", "$defs"):
                    for item in value.values():
                        yield from words(item)
                elif key == "items":
                    yield from words(value)
                elif key == "oneOf":
                    for item in value:
                        yield from words(item)
        self.assertLessEqual(set(words(SCHEMA)), WORDS)

    def test_every_object_is_closed(self):
        """No key that the schema does not name, anywhere; every named key but one is required."""
        def objects(value):
            if isinstance(value, dict):
                if "properties" in value and isinstance(value.get("type"), (str, list)):
                    yield value
                for item in value.values():
                    yield from objects(item)
        found = list(objects(SCHEMA))
        self.assertGreater(len(found), 15)
        for schema in found:
            with self.subTest(keys=list(schema["properties"])):
                self.assertIs(schema.get("additionalProperties"), False)
                self.assertEqual(sorted(schema.get("required", [])),
                                 sorted(schema["properties"].keys() - {"crypto", "spans"}))

    def test_manual_names_every_key_and_value(self):
        def names(value):
            if isinstance(value, dict):
                yield from value.get("properties", {})
                yield from (v for v in value.get("enum", []) if v)
                for item in value.values():
                    yield from names(item)
        for page in ("man/massho-record.5", "man/ja/massho-record.5"):
            text = (SOURCE / page).read_text()
            for name in sorted(set(names(SCHEMA))):
                with self.subTest(page=page, name=name):
                    self.assertRegex(text, rf"(?<![\w-]){re.escape(name)}(?![\w-])")

    def test_samples(self):
        paths = sorted(RECORDS.glob("*.json"))
        self.assertGreater(len(paths), 15)
        for path in paths:
            with self.subTest(record=path.name):
                data = path.read_bytes()
                self.assertEqual(verdict(data), (True, True))
                done = subprocess.run([PROGRAM, "verdict", path], capture_output=True, check=True)
                found = json.loads(done.stdout)
                self.assertTrue(found["strict"] and found["schema"], found)
                self.assertIn(found["held"], ("yes", "no", "unverified", "open", "none"), found)

    def test_mutations(self):
        good, done = 0, set()
        for name in MUTATED:
            record = json.loads((RECORDS / f"{name}.json").read_text())
            changed = [(path, probe, json.dumps(value, ensure_ascii=False).encode())
                       for path, probe, value in
                       itertools.islice(mutations(record, done), 0, None, STEP)]
            found = self.library([data for _, _, data in changed])
            for (path, probe, data), theirs in zip(changed, found):
                # Of one type only its own branch can hold.
                whole = path in ((), ("type",))
                ours = verdict(data, VALIDATOR if whole else BRANCHES[record["type"]])
                good += ours[1]
                if (theirs["strict"], theirs["schema"]) != ours:
                    self.fail(f"{name}: {path}: {probe}: here {ours}, library {theirs}")
        self.assertGreater(good, 100 // STEP)

    def test_hostile(self):
        good = (RECORDS / "erasure.json").read_bytes()
        with tempfile.TemporaryDirectory(prefix="massho-test-") as folder:
            for name, data in hostile():
                with self.subTest(hostile=name):
                    self.assertNotEqual(data, good)
                    self.assertFalse(verdict(data)[1])
                    path = Path(folder) / "record.json"
                    path.write_bytes(data)
                    done = subprocess.run([PROGRAM, "verdict", path], capture_output=True)
                    self.assertEqual(done.returncode, 0, done)
                    theirs = json.loads(done.stdout)
                    self.assertEqual((theirs["strict"], theirs["schema"]), verdict(data), theirs)
                    self.assertEqual(theirs["held"], "unparsed")

    def test_dates_are_of_the_calendar(self):
        """Beyond the schema, which cannot tell how many days a month has."""
        for field in ("issued_at", "execution/started_at", "execution/ended_at"):
            record = json.loads((RECORDS / "erasure.json").read_text())
            *above, last = field.split("/")
            at(record, above)[last] = "2026-02-30T00:00:00Z"
            theirs = self.library([json.dumps(record).encode()])[0]
            self.assertTrue(theirs["schema"])
            self.assertEqual(theirs["held"], "unparsed")
            self.assertIn("calendar", theirs["why"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
