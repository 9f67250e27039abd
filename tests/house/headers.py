# SPDX-License-Identifier: GPL-3.0-or-later
"""Every header compiles alone: public ones as C17 and C++17, internal ones as C17.

What a header lacks it lacks with any compiler: alone they are compiled by gcc. clang, for its
warnings, gets all headers of a folder at once.
"""
import collections
import concurrent.futures
import os
import re
import shutil
import subprocess
import unittest

import house

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wundef", "-Werror"]
LANGUAGES = {"c": ["-x", "c", "-std=c17"], "c++": ["-x", "c++", "-std=c++17"]}


def packages():
    names = ("libgcrypt libudev blkid mount libcrypto jansson p11-kit-1 popt libseccomp "
             "smartcols pangocairo pangoft2 cairo-pdf libqrencode")
    out = subprocess.run(["pkg-config", "--cflags", *names.split()], capture_output=True,
                         text=True, check=True)
    return out.stdout.split()


def layer_folders(path):
    """Include folders that the build gives to the layer of path; all of its library's."""
    top = path.parts[0]
    if top == "include":
        return []
    root = house.SOURCE / top
    return ["-I" + str(p) for p in [root, *root.rglob("*")] if p.is_dir()]


def including(paths):
    return "".join(f'#include "{(house.SOURCE / path).resolve()}"\n' * 2
                   for path in paths) + "extern int alone;\n"


def by_folder(paths):
    """Folder -> text of a file that includes its headers."""
    found = collections.defaultdict(list)
    for path in paths:
        found[path.parent].append(path)
    return {folder: including(headers) for folder, headers in found.items()}


def compile_alone(compiler, language, path=None, text=None, flags=()):
    """None, or what the compiler says about a file that includes nothing else, twice."""
    text = text or including([path])
    command = [compiler, *LANGUAGES[language], *WARNINGS, "-D_GNU_SOURCE", "-fsyntax-only",
               "-I" + str(house.SOURCE / "include"), *flags, "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    return None if done.returncode == 0 else f"{compiler} {language} {path}: {done.stderr}"


ALONE = {"c": "gcc", "c++": "g++"}
TOGETHER = {"c": "clang", "c++": "clang++"}


class Headers(unittest.TestCase):
    def compile_all(self, jobs):
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            results = [pool.submit(compile_alone, *job) for job in jobs]
        found = [r.result() for r in results if r.result()]
        self.assertEqual(found, [], "\n" + "\n".join(found))

    def test_compilers_are_there(self):
        for name in (*ALONE.values(), *TOGETHER.values()):
            self.assertTrue(shutil.which(name), name)

    def test_public_headers(self):
        paths = [p for p in house.c_files("include") if p.suffix == ".h"]
        self.assertGreater(len(paths), 15)
        flags = {"c": [], "c++": ["-Wold-style-cast"]}
        self.compile_all([(ALONE[language], language, path, None, flags[language])
                          for language in LANGUAGES for path in paths] +
                         [(TOGETHER[language], language, folder, text, flags[language])
                          for language in LANGUAGES
                          for folder, text in by_folder(paths).items()])

    def test_internal_headers(self):
        paths = [p for p in house.c_files("libwipe", "certs", "tools") if p.suffix == ".h"]
        self.assertGreater(len(paths), 15)
        extra = packages()
        self.compile_all([(ALONE["c"], "c", path, None, layer_folders(path) + extra)
                          for path in paths] +
                         [(TOGETHER["c"], "c", folder, text, layer_folders(folder) + extra)
                          for folder, text in by_folder(paths).items()])

    def test_guards_are_unique(self):
        seen = {}
        for path in [p for p in house.c_files(*house.SHIPPED) if p.suffix == ".h"]:
            with self.subTest(path=str(path)):
                guard = re.search(r"#ifndef (\w+)\n#define \1\n", house.read(path))
                self.assertIsNotNone(guard)
                self.assertNotIn(guard.group(1), seen)
                seen[guard.group(1)] = path

    def test_a_header_that_needs_another_is_found(self):
        for language in LANGUAGES:
            for compiler in (ALONE[language], TOGETHER[language]):
                self.assertIn("uint8_t", compile_alone(compiler, language, text="uint8_t x;\n"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
