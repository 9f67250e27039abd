# SPDX-License-Identifier: GPL-3.0-or-later
"""Manual pages are well-formed, in both languages, and know every option; so do completions."""
import os
import re
import subprocess
import unittest

import house

MAN = house.SOURCE / "man"
COMMANDS = [[tool] for tool in house.TOOLS] + [
    ["wipe-cert", sub] for sub in ("demo-ca", "sign", "confirm", "roster", "timestamp", "show",
                                "render")] + [
    ["wipe-case", sub] for sub in (
        "init", "roster", "approve", "receive", "permit", "challenge", "copy-out", "exit-check",
        "return", "dispose", "attest", "incident", "confirm", "declare", "merge", "status",
        "report", "close", "export", "verify")]
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
ROW = re.compile(r"^  (?:-\w, )?(--[a-z][a-z-]*)", re.M)  # of --help: prose names those of others


# Words of mdoc that are macros wherever they stand alone on the line of another one.
MACROS = set("""Ac An Ao Ap Aq Ar At Bc Bo Bq Brc Bro Brq Bx Cd Cm Dc Do Dq Dv Dx Ec Em En Eo Er Es
    Ev Fa Fc Fl Fn Fo Fr Ft Fx Ic In Li Lk Ms Mt Nm No Ns Nx Oc Oo Op Ot Ox Pa Pc Pf Po Pq Qc Ql Qo
    Qq Sc So Sq Sx Sy Tn Ux Va Vt Xc Xo Xr""".split())
CLOSING = re.compile("[）」』、。：；！？]+")


def macros_in_heading(line):
    """Words of a heading that are taken for macros."""
    macro, *words = line.split()
    return MACROS & set(words) if macro in (".Sh", ".Ss") else set()


def misplaced(line):
    """Punctuation of Japanese that becomes a flag ("-）"), or stands within the brackets."""
    words = line.split()
    if not line.startswith(".") or not words:
        return False
    if words[0] in (".Brq", ".Pq", ".Bq", ".Dq", ".Sq", ".Ql") and CLOSING.fullmatch(words[-1]):
        return "No" not in words
    flags = False
    for word in (words[0][1:], *words[1:]):
        if word in MACROS:
            flags = word == "Fl"
        elif flags and CLOSING.match(word):
            return True
    return False


def run(command, **how):
    return subprocess.run(command, capture_output=True, text=True, **how)


def options_of(command):
    """Long options that a tool names in its --help."""
    done = run([house.BUILD / "bin" / command[0], *command[1:], "--help"],
               env=dict(os.environ, LC_ALL="C"))
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return sorted(set(ROW.findall(done.stdout) or OPTION.findall(done.stdout)))


def page_of(tool, language=""):
    found = list((MAN / language).glob(f"{tool}.[18]"))
    assert len(found) == 1, f"{tool}: {found}"
    return found[0]


def complaints(page):
    """What mandoc finds wrong; that sections have Japanese names is not."""
    lines = run(["mandoc", "-T", "lint", "-W", "warning", page]).stdout.splitlines()
    if page.parent.name == "ja":
        lines = [x for x in lines if not re.search(r'first section is not "NAME"|outside NAME', x)]
    return lines


def rendered(page):
    done = run(["mandoc", "-T", "utf8", "-O", "width=300", page])
    return re.sub(r".\x08", "", done.stdout).replace("‐", "-").replace("−", "-")


def completions(command):
    """What bash offers after the words of command and "--"."""
    tool = command[0]
    script = f"""source "$1"; shift
        COMP_WORDS=("$@" --); COMP_CWORD=$#; COMP_LINE="$* --"; COMP_POINT=${{#COMP_LINE}}
        _{tool.replace('-', '_')} "$1" -- "${{@: -1}}"
        printf '%s\\n' "${{COMPREPLY[@]}}\""""
    done = run(["bash", "-c", script, "bash", house.SOURCE / "tools/completion" / tool, *command])
    assert done.returncode == 0 and not done.stderr, done.stderr
    return sorted(done.stdout.split())


class Man(unittest.TestCase):
    def pages(self):
        return sorted([*MAN.glob("*.[1578]"), *MAN.glob("ja/*.[1578]")])

    def test_lint(self):
        self.assertGreater(len(self.pages()), 10)
        for page in self.pages():
            with self.subTest(page=str(page)):
                self.assertEqual(complaints(page), [])

    def test_lint_finds_an_error(self):
        self.assertNotEqual(run(["mandoc", "-T", "lint", "-W", "warning"], input=".Dd x\n.Xx\n")
                            .returncode, 0)

    def test_headings_are_words(self):
        for page in self.pages():
            for line in page.read_text().splitlines():
                self.assertEqual(macros_in_heading(line), set(), f"{page}: {line}")
        self.assertEqual(macros_in_heading(".Ss In a case"), {"In"})
        self.assertEqual(macros_in_heading(r".Ss \&In a case"), set())

    def test_quotes_end_before_the_next_begin(self):
        """Ql takes what follows it on the line, further macros with their quotes included."""
        for page in self.pages():
            with self.subTest(page=str(page)):
                self.assertEqual(re.findall("‘[^’]*‘[^’]*|’’", rendered(page)), [])

    def test_japanese_punctuation(self):
        for page in MAN.glob("ja/*.[1578]"):
            wrong = [line for line in page.read_text().splitlines() if misplaced(line)]
            self.assertEqual(wrong, [], page)
            self.assertNotRegex(rendered(page), r"(?<![「\w])-[）」、。]", page)
        for line in (".Fl -init ）。", ".Nm wipe-device Fl -case ）", ".Brq path , id 。"):
            self.assertTrue(misplaced(line), line)
        for line in (".Fl -init Ns No ）。", ".Xr massho-case 5 ）", "text -）", ".Brq path"):
            self.assertFalse(misplaced(line), line)

    def test_each_page_in_both_languages(self):
        english = {p.name for p in MAN.glob("*.[1578]")}
        self.assertEqual(english, {p.name for p in (MAN / "ja").glob("*.[1578]")})
        for tool in house.TOOLS:
            self.assertEqual(len([n for n in english if n.startswith(tool + ".")]), 1)

    def test_every_option_is_in_the_page(self):
        for command in COMMANDS:
            options = options_of(command)
            self.assertIn("--help", options)
            for language in ("", "ja"):
                text = set(OPTION.findall(rendered(page_of(command[0], language))))
                for option in options:
                    with self.subTest(command=command, language=language, option=option):
                        self.assertIn(option, text)

    def test_every_option_of_the_page_exists(self):
        for tool in house.TOOLS:
            options = {o for c in COMMANDS if c[0] == tool for o in options_of(c)}
            for language in ("", "ja"):
                source = page_of(tool, language).read_text()
                for option in re.findall(r"^\.It Fl -([a-z-]+)", source, re.M):
                    with self.subTest(tool=tool, language=language, option=option):
                        self.assertIn("--" + option, options)

    def test_completion_offers_every_option_and_no_other(self):
        for command in COMMANDS:
            with self.subTest(command=command):
                self.assertEqual({*completions(command), "--version"},
                                 {*options_of(command), "--version"})

    def test_sections_refer_to_pages_that_exist(self):
        ours = {p.name for p in MAN.glob("*.[1578]")}
        for page in self.pages():
            for name, section in re.findall(r"^\.Xr ((?:wipe|massho)[\w-]*) (\d)", page.read_text(), re.M):
                with self.subTest(page=str(page), name=name):
                    self.assertIn(f"{name}.{section}", ours)


if __name__ == "__main__":
    unittest.main(verbosity=2)
