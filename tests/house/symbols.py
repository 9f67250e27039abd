#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exported symbols are those of the lists beside this file, and the libraries keep no state.

After an intended change: tests/house/symbols.py --update build/dev
"""
import re
import subprocess
import sys
import unittest
from pathlib import Path

import house

LIBRARIES = {"libwipe": "wipe_", "libwipecert": "wipecert_", "libwipepaper": "wipepaper_"}
FOLDERS = {"libwipe": "libwipe", "libwipecert": "certs", "libwipepaper": "certs"}
HEADERS = {"libwipe": "include/wipe", "libwipecert": "include/wipecert",
           "libwipepaper": "include/wipepaper"}
# What draws; only libwipepaper may need it.
DRAWING = re.compile(r"lib(cairo|pango\w*|fontconfig|freetype|harfbuzz|qrencode|glib|gobject|wipepaper)\b")
# What gcc and clang add to every shared object, and what a sanitizer adds.
OF_THE_COMPILER = re.compile(r"completed\.\d+|__dso_handle|__TMC_END__|_DYNAMIC|"
                             r"_GLOBAL_OFFSET_TABLE_|__odr_asan\..*|__asan_.*|__ubsan_.*")
# Written once by pthread_once, and then only read.
ONCE = re.compile(r"\w*_once(\.\d+)?|once(\.\d+)?")


def library(name, build):
    return Path(build) / FOLDERS[name] / f"{name}.so"


def exported(name, build):
    out = subprocess.run(["nm", "-D", "--defined-only", library(name, build)],
                         capture_output=True, text=True, check=True).stdout
    names = [line.split()[-1] for line in out.splitlines()]
    return sorted(n for n in names if not OF_THE_COMPILER.fullmatch(n))


def writable_objects(name, build):
    """Names of the variables that are neither constant nor read-only after relocation."""
    out = subprocess.run(["objdump", "-t", library(name, build)],
                         capture_output=True, text=True, check=True).stdout
    found = re.findall(r"^\S+ .{6}O (\.t?data|\.t?bss)\s+\S+\s+(?:\.hidden )?(\S+)$", out, re.M)
    return sorted(n for _, n in found if not OF_THE_COMPILER.fullmatch(n) and not ONCE.fullmatch(n))


def needed(path):
    """The libraries that a program or library is linked with."""
    out = subprocess.run(["objdump", "-p", path], capture_output=True, text=True, check=True)
    return re.findall(r"^\s*NEEDED\s+(\S+)$", out.stdout, re.M)


def list_path(name):
    return house.SOURCE / "tests/house" / f"{name}.symbols"


class Symbols(unittest.TestCase):
    def test_lists(self):
        for name in LIBRARIES:
            with self.subTest(library=name):
                self.assertEqual(exported(name, house.BUILD), list_path(name).read_text().split())

    def test_only_one_library_needs_what_draws(self):
        programs = [house.BUILD / "bin" / tool for tool in house.TOOLS]
        for path in [library("libwipe", house.BUILD), library("libwipecert", house.BUILD),
                     *programs]:
            with self.subTest(path=str(path)):
                self.assertEqual([x for x in needed(path) if DRAWING.match(x)], [])
        self.assertTrue(any(DRAWING.match(x)
                            for x in needed(library("libwipepaper", house.BUILD))))

    def test_prefixes(self):
        for name, prefix in LIBRARIES.items():
            for symbol in exported(name, house.BUILD):
                with self.subTest(library=name, symbol=symbol):
                    self.assertTrue(symbol.startswith(prefix))

    def test_each_is_declared_in_a_public_header(self):
        for name in LIBRARIES:
            text = "".join(house.read(p) for p in house.c_files(HEADERS[name]))
            declared = set(re.findall(r"^WIPE_API\s[^;(]*?(\w+)\s*\(", text, re.M))
            self.assertEqual(set(exported(name, house.BUILD)), declared)

    @unittest.skipIf(house.SANITIZE, "a sanitizer adds variables of its own")
    def test_no_mutable_state(self):
        for name in LIBRARIES:
            with self.subTest(library=name):
                self.assertEqual(writable_objects(name, house.BUILD), [])


def update(build):
    for name in LIBRARIES:
        list_path(name).write_text("".join(s + "\n" for s in exported(name, build)))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--update"]:
        update(sys.argv[2])
    else:
        unittest.main(verbosity=2)
