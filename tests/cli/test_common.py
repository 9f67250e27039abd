# SPDX-License-Identifier: GPL-3.0-or-later
"""What all tools have in common: options, languages, output that cannot be written."""
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402

COMMANDS = [[tool] for tool in massho.TOOLS] + [
    ["wipe-cert", command] for command in ("demo-ca", "sign", "show", "render")]
WITH_OPTIONS = [words for words in COMMANDS if words != ["wipe-cert"]]


def build_id(path):
    notes = subprocess.run(["readelf", "-n", path], capture_output=True, text=True,
                           check=True).stdout
    return re.search(r"Build ID: (\w+)", notes).group(1)


class Options(massho.Case):
    def test_help(self):
        for words in COMMANDS:
            with self.subTest(words=words):
                done = self.tool(massho.DONE, *words, "--help")
                self.assertTrue(done.stdout.startswith(f"Usage: {' '.join(words)} "), done.stdout)
                self.assertEqual(done.stderr, "")
                self.assertLessEqual(max(map(len, done.stdout.splitlines()[1:])), 80)

    def test_version_tells_the_build_id_of_the_file(self):
        for words in COMMANDS:
            with self.subTest(words=words):
                done = self.tool(massho.DONE, *words, "--version")
                self.assertIn(f"build id {build_id(massho.tool_path(words[0]))}", done.stdout)

    def test_records_name_the_same_build_id(self):
        _, result = self.erase()
        self.assertEqual(massho.record(result)["tool"]["build"],
                         build_id(massho.tool_path("wipe-device")))

    def test_unknown_abbreviated_and_doubled_options(self):
        for words in WITH_OPTIONS:
            for bad in (["--nonsense"], ["--js"], ["--vers"], ["-json"], ["-f"], ["-h"],
                        ["--json", "--json"], ["--log"], ["--log="], ["--json=1"],
                        ["--log=a", "--log=b"]):
                with self.subTest(words=words, bad=bad):
                    done = self.tool(massho.USAGE, *words, *bad, cwd=self.folder)
                    self.assertEqual(done.stdout, "")
                    self.assertTrue(done.stderr.startswith(f"{' '.join(words)}: "), done.stderr)
                    self.assertIn("--help", done.stderr)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_option_text_cannot_play_tricks_on_the_terminal(self):
        done = self.tool(massho.USAGE, "wipe-list", "--\033[2Jx\nwipe-list: all is well")
        self.assertNotIn("\033", done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 2)


class Language(massho.Case):
    def setUp(self):
        super().setUp()
        folder = self.folder / "locale" / "ja" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        subprocess.run(["msgfmt", "-o", folder / "massho.mo", "-"], check=True, text=True,
                       input='msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
                             'msgid "Options:"\nmsgstr "選択肢:"\n')

    def help(self, **env):
        bare = {"PATH": os.environ["PATH"], "TEXTDOMAINDIR": str(self.folder / "locale")}
        return self.tool(massho.DONE, "wipe-list", "--help", env=bare | env).stdout

    def test_japanese_without_an_installed_japanese_locale(self):
        self.assertIn("選択肢:", self.help(LC_ALL="C.UTF-8", LANGUAGE="ja"))
        self.assertIn("選択肢:", self.help(LANG="ja_JP.UTF-8"))
        self.assertIn("選択肢:", self.help(LC_ALL="ja_JP.UTF-8"))
        self.assertIn("選択肢:", self.help(LC_MESSAGES="ja_JP.UTF-8"))

    def test_english_where_nothing_else_is_asked_for(self):
        for env in ({}, {"LC_ALL": "C"}, {"LC_ALL": "C", "LANGUAGE": "ja"},
                    {"LC_ALL": "C.UTF-8"}, {"LC_ALL": "POSIX"},
                    {"LC_ALL": "fr_FR.UTF-8"}):
            with self.subTest(env=env):
                self.assertIn("Options:", self.help(**env))

    def test_the_catalogue_of_the_build(self):
        if "TEXTDOMAINDIR" not in os.environ:
            self.skipTest("TEXTDOMAINDIR is not set")
        for words in COMMANDS:
            with self.subTest(words=words):
                done = self.tool(massho.DONE, *words, "--help", language="ja")
                self.assert_japanese(done.stdout)


class Output(massho.Case):
    def commands(self):
        image = self.image()
        _, result = self.erase(image=image)
        return [["wipe-list", "--all", "--json"], ["wipe-list", "--help"],
                ["wipe-verify", result], ["wipe-verify", "--json", result],
                ["wipe-cert", "show", result], ["wipe-cert", "show", "--json", result],
                ["wipe-cert", "demo-ca", self.folder / "keys"]]

    def test_a_full_disk_is_a_failure(self):
        self.needs_disks()
        for words in self.commands():
            with self.subTest(words=words), open("/dev/full", "w", encoding="ascii") as full:
                done = massho.run(*words, stdout=full)
                self.assertEqual(done.returncode, massho.FAILED, done.stderr)
                self.assertIn("output could not be written", done.stderr)

    def test_a_closed_pipe_is_a_failure_and_not_a_death(self):
        self.needs_disks()
        for words in self.commands():
            read_end, write_end = os.pipe()
            os.close(read_end)
            with self.subTest(words=words):
                done = massho.run(*words, stdout=write_end)
                self.assertEqual(done.returncode, massho.FAILED, done.stderr)
            os.close(write_end)

    def test_closed_standard_descriptors(self):
        """Nothing is opened as stdout or stderr and written to: the record stays as it is."""
        _, result = self.erase()
        before = result.read_bytes()
        # Nobody gets what goes to a closed stdout: a failure. The others are not needed.
        for closed, expected in (("<&-", massho.UNCONFIRMED), (">&-", massho.FAILED),
                                 ("2>&-", massho.UNCONFIRMED), ("<&- >&- 2>&-", massho.FAILED)):
            with self.subTest(closed=closed):
                done = subprocess.run(
                    ["sh", "-c", f'exec "$0" "$@" {closed}', massho.tool_path("wipe-verify"),
                     "--json", "/nonexistent", result], env=massho.environment(),
                    capture_output=True, timeout=60)
                self.assertEqual(done.returncode, expected)
                self.assertEqual(result.read_bytes(), before)


    def test_a_file_never_becomes_stdout(self):
        """The log would be the first free descriptor, and the list would land in it."""
        self.needs_disks()
        log = self.folder / "log"
        done = subprocess.run(["sh", "-c", 'exec "$0" "$@" >&-', massho.tool_path("wipe-list"),
                               "--json", "--all", "--log", log], env=massho.environment(),
                              capture_output=True, timeout=60)
        self.assertEqual(done.returncode, massho.FAILED)
        self.assertNotIn("{", log.read_text(encoding="utf-8"))


class Log(massho.Case):
    def test_appended_private_and_without_secrets(self):
        log = self.folder / "log"
        key = self.folder / "key.pem"
        keys = massho.demo_ca()
        subprocess.run(["openssl", "pkcs8", "-topk8", "-in", keys / "engineer.key", "-out", key,
                        "-passout", "pass:hush-hush-7"], check=True, capture_output=True)
        secret = self.folder / "secret"
        secret.write_text("hush-hush-7\n", encoding="ascii")
        for path in (key, secret):
            path.chmod(0o600)
        _, result = self.erase()
        self.tool(massho.DONE, "wipe-cert", "sign", "--log", log, "--key", key, "--cert",
                  keys / "engineer.pem", "--passphrase-file", secret, "-o",
                  self.folder / "massho-out.p7m", result)
        self.tool(massho.UNCONFIRMED, "wipe-verify", "--log", log, result)
        self.tool(massho.DONE, "wipe-list", "--log", log)
        self.assertEqual(log.stat().st_mode & 0o777, 0o600)
        text = log.read_text(encoding="utf-8")
        self.assertNotIn("hush", text)
        self.assertGreaterEqual(len(text.splitlines()), 4)
        for line in text.splitlines():
            self.assertRegex(line, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ wipe-[a-z -]+\[\d+\] "
                                   r"(warning|info|debug): ")

    def test_a_log_that_cannot_be_opened_stops_everything(self):
        for bad in ("/dev/null", self.folder, "/nonexistent/log"):
            with self.subTest(bad=bad):
                done = self.tool(massho.USAGE, "wipe-cert", "demo-ca", "--log", bad,
                                 self.folder / "keys")
                self.assertIn("log", done.stderr)
                self.assertFalse((self.folder / "keys").exists())


class Confirmation(massho.Case):
    """The question before erasing, on a terminal: wipe-device asks it."""

    def test_the_right_name_erases(self):
        image = self.image()
        before = image.read_bytes()
        terminal = self.terminal(["wipe-device", "--image", image, "--record",
                                  self.folder / "massho-r.json"])
        terminal.wait_for("confirm: ")
        self.assertTrue(terminal.echoes())
        self.assertIn(str(image), terminal.text())
        terminal.type("disk.img\n")
        self.assertEqual(terminal.end(), massho.DONE, terminal.text())
        self.assertNotEqual(image.read_bytes(), before)

    def test_anything_else_does_not(self):
        for answer in ("\n", "y\n", "yes\n", "disk\n", "disk.imgg\n", "\x04"):
            with self.subTest(answer=answer):
                image = self.image()
                before = image.read_bytes()
                terminal = self.terminal(["wipe-device", "--image", image])
                terminal.wait_for("confirm: ")
                terminal.type(answer)
                self.assertEqual(terminal.end(), massho.REFUSED, terminal.text())
                self.assertEqual(image.read_bytes(), before)

    def test_without_a_terminal_it_is_refused(self):
        image = self.image()
        before = image.read_bytes()
        for how in ({}, {"input": "disk.img\n"}):
            done = self.tool(massho.REFUSED, "wipe-device", "--image", image, cwd=self.folder,
                             **how)
            self.assertIn("--confirm", done.stderr)
            self.assertEqual(image.read_bytes(), before)
        self.assertEqual(list(self.folder.glob("massho-*")), [])

    def test_a_wrong_confirm_option_is_refused(self):
        image = self.image()
        before = image.read_bytes()
        self.tool(massho.REFUSED, "wipe-device", "--image", image, "--confirm", "disk",
                  cwd=self.folder)
        self.assertEqual(image.read_bytes(), before)


if __name__ == "__main__":
    massho.main()
