# SPDX-License-Identifier: GPL-3.0-or-later
"""How media are read and written can be chosen; what cannot be meant is refused first."""
import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from massho import DONE, UNCONFIRMED, UNSUPPORTED, USAGE  # noqa: E402

NUMBERS = ["", "0", "-1", "+1", "1.5", "0x10", " 1", "1 ", "1k", "4000000001",
           "18446744073709551617", "many"]
WRONG = {"--hash": ["", "sha256", "None", "content,none", "contents"],
         "--io": ["", "uring", "AUTO", "rings", "thread", "auto,ring"],
         "--error-limit": NUMBERS, "--bad-time": NUMBERS, "--region-time": NUMBERS}


class Engine(massho.Case):
    def refused(self, *words):
        before = {path: path.stat().st_mtime_ns for path in self.folder.rglob("*")}
        done = self.tool(USAGE, *words, cwd=self.folder)
        self.assertEqual(done.stdout, "")
        self.assertTrue(done.stderr.startswith(f"{words[0]}: "), done.stderr)
        self.assertEqual({path: path.stat().st_mtime_ns for path in self.folder.rglob("*")},
                         before)
        return done

    def test_wrong_values_touch_nothing(self):
        image = self.image()
        content = image.read_bytes()
        for option, values in WRONG.items():
            for value in values:
                with self.subTest(option=option, value=value):
                    done = self.refused("wipe-device", f"{option}={value}", "--image", image,
                                        "--confirm", image.name)
                    self.assertIn(option, done.stderr)
        self.assertEqual(image.read_bytes(), content)

    def test_wrong_values_of_wipe_check(self):
        _, result = self.erase()
        image = self.folder / "disk.img"
        taken = self.tool(DONE, "wipe-check", "--help").stdout
        for option, values in WRONG.items():
            if option not in taken:
                continue
            for value in values[:4]:
                with self.subTest(option=option, value=value):
                    self.refused("wipe-check", f"{option}={value}", result, image)

    def test_options_without_a_value_and_given_twice(self):
        image = self.image()
        content = image.read_bytes()
        for option in WRONG:
            value = {"--hash": "none", "--io": "auto"}.get(option, "7")
            with self.subTest(option=option):
                self.refused("wipe-device", "--image", image, "--confirm", image.name, option)
                self.refused("wipe-device", option, value, option, value, "--image", image,
                             "--confirm", image.name)
        self.assertEqual(image.read_bytes(), content)

    def test_every_way_gives_the_same(self):
        """A fixed pattern: whatever moves the bytes, the same ones are there."""
        for number, words in enumerate((["--io", "auto"], ["--io", "threads"], ["--io", "ring"],
                                        ["--io", "threads", "--error-limit", "1",
                                         "--bad-time", "1", "--region-time", "4000000000"])):
            with self.subTest(words=words):
                image = self.image(f"{number}.img", size=(5 << 20) + 77)
                done = massho.run("wipe-device", *words, "--method", "zero", "--image", image,
                                  "--confirm", image.name, cwd=self.folder)
                if words[1] == "ring" and done.returncode == UNSUPPORTED:
                    self.assertIn("io_uring", done.stderr)
                    self.assertTrue(image.read_bytes().startswith(b"secret!"))
                    continue
                self.assertEqual(done.returncode, DONE, done.stderr)
                self.assertEqual(image.read_bytes(), bytes((5 << 20) + 77))

    def test_the_content_is_hashed_unless_that_is_not_wanted(self):
        image = self.image(size=(3 << 20) + 513)
        for words in ([], ["--hash", "content"], ["--hash", "none"]):
            with self.subTest(words=words):
                _, result = self.erase(*words, image=image)
                proof = massho.record(result)["verification"]
                self.assertEqual(proof["bytes_verified"], str((3 << 20) + 513))
                if words[-1:] == ["none"]:
                    self.assertIsNone(proof["content_sha256"])
                    self.assertIsNone(proof["chunks_sha256"])
                else:
                    content = hashlib.sha256(image.read_bytes())
                    self.assertEqual(proof["content_sha256"], content.hexdigest())
                    chunk = hashlib.sha256(content.digest())
                    self.assertEqual(proof["chunks_sha256"], chunk.hexdigest())
                self.tool(UNCONFIRMED, "wipe-check", result, image)


if __name__ == "__main__":
    massho.main()
