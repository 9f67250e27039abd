# SPDX-License-Identifier: GPL-3.0-or-later
"""Catalogues: in step with the sources, complete, and printf directives agree.

After a change of messages: tools/po/update, then translate in tools/po/*.po.
"""
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import house

PO = house.SOURCE / "tools/po"


def languages():
    return [x for x in (PO / "LINGUAS").read_text().split("\n") if re.match("[a-z]", x)]


def messages(path, *which):
    """How many messages of a catalogue msgattrib selects, the header not counted."""
    out = subprocess.run(["msgattrib", *which, path], capture_output=True, text=True, check=True)
    return [x for x in re.findall(r'^msgid ((?:".*"\n)+)', out.stdout, re.M) if x != '""\n']


class Po(unittest.TestCase):
    def test_template_is_what_the_sources_hold(self):
        with tempfile.TemporaryDirectory() as into:
            subprocess.run([PO / "update", "--into", into], check=True)
            for name in ["POTFILES", "massho.pot"]:
                with self.subTest(name=name):
                    self.assertEqual((PO / name).read_text(), (Path(into) / name).read_text(),
                                     "run tools/po/update")

    def test_the_template_is_not_empty(self):
        self.assertGreater(len(messages(PO / "massho.pot")), 50)

    def test_catalogues_are_well_formed(self):
        for language in languages():
            with self.subTest(language=language):
                done = subprocess.run(
                    ["msgfmt", "--check", "-o", "/dev/null", PO / f"{language}.po"],
                    capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_every_message_is_translated(self):
        for language in languages():
            for which in ["--untranslated", "--only-fuzzy", "--only-obsolete"]:
                with self.subTest(language=language, which=which):
                    found = messages(PO / f"{language}.po", which)
                    self.assertEqual(len(found), 0, "".join(found[:5]))

    def test_catalogues_have_the_messages_of_the_template(self):
        wanted = messages(PO / "massho.pot")
        for language in languages():
            with self.subTest(language=language):
                self.assertEqual(sorted(messages(PO / f"{language}.po", "--no-obsolete")),
                                 sorted(wanted), "run tools/po/update")

    def test_a_wrong_directive_is_found(self):
        text = (PO / "ja.po").read_text().split("\n\n")[0]
        text += '\n\n#, c-format\nmsgid "%s is %d"\nmsgstr "%d is %s"\n'
        done = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", "-"], input=text,
                              capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
