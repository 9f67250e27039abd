# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs into a temporary prefix and builds C and C++ programs against what is there."""
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import house

CONSUMER = """
#include <stdio.h>
#include <wipe/plan.h>
#include <wipe/sys/io.h>
#include <wipecert/record.h>
#include <wipecert/verify.h>

int main(void)
{
	struct wipe_io *io = wipe_io_memory_new(4096, 512);
	const struct wipe_scheme *scheme = wipe_scheme_find("stream");

	if (!io || !scheme)
		return 1;
	printf("%zu %s %s\\n", wipe_scheme_count(), scheme->name,
	       wipecert_type_name(WIPECERT_ERASURE));
	return wipe_io_close(io);
}
"""
HAS = ["include/wipe/plan.h", "include/wipe/sys/io.h", "include/wipecert/record.h",
       "lib/libwipe.so", "lib/libwipe.so.0", "lib/libwipecert.so.0", "lib/libwipepaper.so.0",
       "include/wipepaper/pdf.h", "include/wipepaper/report.h", "lib/pkgconfig/wipepaper.pc", "lib/pkgconfig/wipe.pc",
       "lib/pkgconfig/wipecert.pc", "bin/wipe-list", "bin/wipe-device", "bin/wipe-check",
       "bin/wipe-cert", "bin/wipe-verify", "bin/wipe-case",
       "share/man/man1/wipe-case.1", "share/man/man5/massho-case.5", "share/man/man8/wipe-device.8",
       "share/man/man7/massho.7", "share/man/man5/massho-record.5",
       "share/man/ja/man8/wipe-device.8", "share/locale/ja/LC_MESSAGES/massho.mo",
       "share/bash-completion/completions/wipe-device", "share/massho/schema"]


def run(*command, **how):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **how)
    if done.returncode:
        raise AssertionError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.prefix = Path(cls.folder.name) / "prefix"
        run("cmake", "--install", house.BUILD, "--prefix", cls.prefix)
        cls.libraries = next(cls.prefix.rglob("libwipe.so")).parent
        cls.environment = dict(os.environ, LC_ALL="C",
                               PKG_CONFIG_PATH=str(cls.libraries / "pkgconfig"))
        cls.environment.pop("TEXTDOMAINDIR", None)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def path(self, name):
        if name.startswith("lib/"):
            return self.libraries / name[4:]
        return self.prefix / name

    def test_everything_is_there(self):
        for name in HAS:
            with self.subTest(name=name):
                self.assertTrue(self.path(name).exists())

    def test_every_page_is_installed(self):
        pages = [p for p in house.files() if p.parts[0] == "man" and p.suffix[1:].isdigit()]
        installed = {p.name for p in self.prefix.glob("share/man/man?/*")}
        self.assertEqual({p.name for p in pages}, installed)
        self.assertEqual(installed, {p.name for p in self.prefix.glob("share/man/ja/man?/*")})

    def test_only_public_headers(self):
        installed = {p.relative_to(self.prefix / "include")
                     for p in self.prefix.glob("include/**/*.h")}
        public = {p.relative_to("include") for p in house.c_files("include")}
        self.assertEqual(installed, public)
        self.assertEqual(list(self.prefix.rglob("*_internal*")), [])

    def build_and_run(self, compiler, standard, name):
        source = Path(self.folder.name) / name
        source.write_text(CONSUMER)
        program = source.with_suffix(".out")
        flags = run("pkg-config", "--cflags", "--libs", "wipecert", env=self.environment).split()
        sanitize = [f"-fsanitize={house.SANITIZE}"] if house.SANITIZE else []
        run(compiler, standard, "-Wall", "-Wextra", "-Werror", *sanitize, "-o", program, source,
            *flags, env=self.environment)
        return run(program, env=dict(self.environment, LD_LIBRARY_PATH=str(self.libraries)))

    def test_c_program(self):
        self.assertRegex(self.build_and_run("gcc", "-std=c17", "c.c"), r"^\d\d stream erasure\n$")

    def test_cpp_program(self):
        self.assertRegex(self.build_and_run("g++", "-std=c++17", "p.cc"), r"^\d\d stream erasure\n$")

    def test_tools_start_where_they_were_installed(self):
        version = run("pkg-config", "--modversion", "wipe", env=self.environment).strip()
        for tool in house.TOOLS:
            with self.subTest(tool=tool):
                out = run(self.prefix / "bin" / tool, "--version", env=self.environment)
                self.assertIn(version, out)

    @unittest.skipIf(house.SANITIZE, "a sanitizer notes where sources lie")
    def test_no_path_of_the_build_is_left(self):
        for path in [*self.prefix.rglob("wipe*"), *self.prefix.rglob("*.so*")]:
            if path.is_file():
                with self.subTest(path=str(path)):
                    self.assertFalse(str(house.BUILD).encode() in path.read_bytes())


if __name__ == "__main__":
    unittest.main(verbosity=2)
