# SPDX-License-Identifier: GPL-3.0-or-later
"""What never occurs in shipped code, and what every file begins with."""
import re
import unittest

import house

# Called like a function, in code (not in comments or strings).
NEVER = {
    "runs other programs": r"system|popen|posix_spawnp?|exec(l|le|lp|v|ve|vp|vpe|veat)|fexecve",
    "is unbounded": r"gets|strcpy|strcat|sprintf|vsprintf|stpcpy|alloca|strtok",
    "abbreviates options": r"getopt_long(_only)?|argp_parse",
    "reaches the network": r"getaddrinfo|gethostby\w+|inet_\w+|connect",
    "is weak randomness": r"rand|srand|random|srandom|[dlm]rand48",
}
NEVER_IN_LIBRARIES = {
    "prints": r"printf|vprintf|puts|putchar|perror|warnx?|errx?",
    "ends the process": r"exit|_exit|_Exit|quick_exit|atexit|on_exit",
    "changes the process": r"signal|sigaction|sigprocmask|setlocale|bindtextdomain|textdomain|"
                           r"chdir|umask|setenv|putenv",
}
WORDS_IN_CODE = {
    "prints": r"\b(stdout|stderr)\b",
}
# In any file, comments included.
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
HALF_MERGED = re.compile(r"^(<{7}|>{7}) ", re.M)
# Records, lists and journals by the names that tools give them.
LEFT_BEHIND = re.compile(r"massho-[0-9a-f]{8}-[0-9a-f]{4}-")
# No text.
NO_MARKERS = re.compile(r"tests/(fuzz/corpus|fixtures)/.*|.*\.(p7m|der|pem|key|crl|png|pdf)")
# Text files that cannot hold the line, or hold it elsewhere.
NO_SPDX = re.compile(r"LICENSE|\.gitignore|.*\.(md|json|p7m|der|pem|key|crl|symbols|pot|txt|in|bin)|"
                     r"tools/po/POTFILES|tests/(fuzz/corpus|vectors|fixtures)/.*")


def calls(words, code):
    return [m.group(1) for m in re.finditer(rf"(?<![\w.>])({words})\s*\(", code)]


def problems(path, text):
    code = house.code_only(text)
    rules = dict(NEVER)
    in_library = str(path).startswith(("libwipe/", "certs/"))
    if in_library:
        rules |= NEVER_IN_LIBRARIES
    found = [f"{path}: {word}() {why}" for why, words in rules.items()
             for word in calls(words, code)]
    if in_library:
        found += [f"{path}: {m.group(0)} {why}" for why, words in WORDS_IN_CODE.items()
                  for m in re.finditer(words, code)]
    found += [f"{path}: not in /* */: {comment}" for comment in house.line_comments(text)]
    return found


BESIDE = {".clang-format", ".editorconfig", ".gitignore", "CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json",
          "LICENSE", "README.md"}


class Words(unittest.TestCase):
    def test_shipped_code(self):
        paths = house.c_files(*house.SHIPPED)
        self.assertGreater(len(paths), 50)
        found = [p for path in paths for p in problems(path, house.read(path))]
        self.assertEqual(found, [], "\n" + "\n".join(found))

    def test_what_is_forbidden_is_found(self):
        for path, text in [
                ("tools/wipe-list/x.c", 'int x = system("date");'),
                ("tools/common/x.c", "popen (a, b);"),
                ("tools/common/x.c", "execvp(a, b);"),
                ("libwipe/core/x.c", 'printf("x");'),
                ("certs/x.c", 'fputs("x", stderr);'),
                ("libwipe/core/x.c", "exit(1);"),
                ("certs/x.c", "a = rand();"),
                ("certs/x.c", "// a comment"),
                ("libwipe/core/x.c", "strcpy(a, b);")]:
            with self.subTest(text=text):
                self.assertEqual(len(problems(path, text)), 1)

    def test_what_only_looks_like_it_is_not(self):
        text = '/* system(x) */ snprintf(a, 1, "popen(y) // z"); env->ops->random(env, a, 1); ecosystem(1);'
        self.assertEqual(problems("libwipe/core/x.c", text), [])

    def test_nothing_is_unfinished(self):
        for path in house.files():
            if path.parts[0] in house.SHIPPED and path.suffix in (".c", ".h"):
                with self.subTest(path=str(path)):
                    self.assertNotRegex(house.read(path), UNFINISHED)

    def test_no_merge_was_left_halfway(self):
        for path in house.files():
            if NO_MARKERS.fullmatch(str(path)):
                continue
            with self.subTest(path=str(path)):
                self.assertNotRegex(house.read(path), HALF_MERGED)

    def test_half_a_merge_is_found(self):
        self.assertRegex("a\n" + "<" * 7 + " HEAD\nb", HALF_MERGED)

    def test_nothing_lies_beside_the_folders(self):
        beside = {str(path) for path in house.files() if len(path.parts) == 1}
        self.assertEqual(beside - BESIDE, set())

    def test_no_record_was_left_behind(self):
        """Where a tool was run, in any folder: git add -A takes it."""
        self.assertEqual([str(path) for path in house.files() if LEFT_BEHIND.match(path.name)], [])

    def test_spdx_is_first(self):
        for path in house.files():
            if NO_SPDX.fullmatch(str(path)) or NO_SPDX.fullmatch(path.name):
                continue
            with self.subTest(path=str(path)):
                first = house.read(path).split("\n")[:2]
                self.assertIn("SPDX-License-Identifier: GPL-3.0-or-later", "\n".join(first))


if __name__ == "__main__":
    unittest.main(verbosity=2)
