# SPDX-License-Identifier: GPL-3.0-or-later
"""Every header compiles alone: public ones as C17 and C++17, internal ones as C17."""
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


def compile_alone(compiler, language, path=None, text=None, flags=()):
    """None, or what the compiler says about a file that includes nothing else, twice."""
    if text is None:
        name = (house.SOURCE / path).resolve()
        text = f'#include "{name}"\n#include "{name}"\nextern int alone;\n'
    command = [compiler, *LANGUAGES[language], *WARNINGS, "-D_GNU_SOURCE", "-fsyntax-only",
               "-I" + str(house.SOURCE / "include"), *flags, "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    return None if done.returncode == 0 else f"{compiler} {language} {path}: {done.stderr}"


def compilers(language):
    names = {"c": ["gcc", "clang"], "c++": ["g++", "clang++"]}[language]
    return [name for name in names if shutil.which(name)]


class Headers(unittest.TestCase):
    def compile_all(self, jobs):
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            results = [pool.submit(compile_alone, *job[:3], flags=job[3]) for job in jobs]
        found = [r.result() for r in results if r.result()]
        self.assertEqual(found, [], "\n" + "\n".join(found))

    def test_compilers_are_there(self):
        self.assertEqual(compilers("c") + compilers("c++"), ["gcc", "clang", "g++", "clang++"])

    def test_public_headers(self):
        paths = [p for p in house.c_files("include") if p.suffix == ".h"]
        self.assertGreater(len(paths), 15)
        self.compile_all([(compiler, language, path, ["-Wold-style-cast"] if language == "c++" else [])
                          for path in paths for language in LANGUAGES
                          for compiler in compilers(language)])

    def test_internal_headers(self):
        paths = [p for p in house.c_files("libwipe", "certs", "tools") if p.suffix == ".h"]
        self.assertGreater(len(paths), 15)
        extra = packages()
        self.compile_all([(compiler, "c", path, layer_folders(path) + extra)
                          for path in paths for compiler in compilers("c")])

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
            for compiler in compilers(language):
                self.assertIn("uint8_t", compile_alone(compiler, language, text="uint8_t x;\n"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
