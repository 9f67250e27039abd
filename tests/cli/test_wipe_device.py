#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""wipe-device on image files: no root needed."""
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402
from massho import (DONE, FAILED, PARTIAL, REFUSED, UNCONFIRMED, UNSAVED, UNSUPPORTED,  # noqa: E402
                    USAGE, demo_ca)

CHALLENGE = "0000-0000-0000-0000-0000-0000-0098"  # sixteen bytes of zero


def openssl(*words, **how):
    return subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True, **how)


class WipeDevice(massho.Case):
    def untouched(self, expected, *words, image=None, says=None, **how):
        """Ends with this code, and neither the image nor the folder has changed."""
        image = image or self.image()
        before, names = image.read_bytes(), sorted(p.name for p in self.folder.iterdir())
        done = self.tool(expected, "wipe-device", *words, cwd=self.folder, **how)
        self.assertEqual(image.read_bytes(), before)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), names)
        self.assertTrue(done.stderr, "no reason given")
        if says:
            self.assertIn(says, done.stderr)
        return done

    def erase(self, *words, expected=DONE, **how):
        return self.tool(expected, "wipe-device", "--image", "--confirm", "disk.img", *words, "disk.img",
                         cwd=self.folder, **how)

    def only_record(self):
        made = [p for p in self.folder.glob("massho-*") if "attempt" not in p.name]
        self.assertEqual(len(made), 1)
        return made[0]

    # --- usage ---------------------------------------------------------------

    def test_usage_errors_touch_nothing(self):
        image = self.image()
        for words in ([], ["--image"], ["--nonsense", image], ["--imag", image], ["-image", image],
                      ["--image", "--method", "shred", image], ["--image", "--verify", "half", image],
                      ["--image", "--verify", "sample=0", image],
                      ["--image", "--verify", "sample=100", image],
                      ["--image", "--require", "none", image], ["--image", "--require", "destroy", image],
                      ["--image", "--challenge", "ABC", image],
                      ["--image", "--challenge", CHALLENGE[:-1] + "7", image],
                      ["--image", "--progress", "loud", image], ["--image", "--cert", "x", image],
                      ["--image", "--sign", "k", "--passphrase-fd", "99", image],
                      ["--image", "--record", "r", image, image], ["--image", image, image],
                      ["--image", self.folder / "missing.img"], ["--image", self.folder],
                      ["/dev/null"], [image], ["--image", "/dev/null"]):
            self.untouched(USAGE, *words, image=image)

    def test_a_plain_f_is_no_option(self):
        self.untouched(USAGE, "-f", "--image", "disk.img", says="-f")

    def test_without_confirmation_nothing_happens(self):
        self.untouched(REFUSED, "--image", "disk.img", image=self.image())
        for wrong in ("disk", "isk.img", "DISK.IMG", "other.img"):
            self.untouched(REFUSED, "--image", "--confirm", wrong, "disk.img",
                           image=self.folder / "disk.img")

    def test_typed_confirmation(self):
        image = self.image()
        terminal = self.terminal(["wipe-device", "--image", "--record", self.folder / "r.json", image])
        terminal.wait_for("disk.img")
        terminal.type("disk.img\n")
        self.assertEqual(terminal.end(), DONE)
        self.assertEqual(massho.record(self.folder / "r.json")["verdict"], "erased-verified")

    def test_an_image_that_is_another_file_by_the_answer_is_refused(self):
        """Goal: another file under the same name, or in the same place of the disk."""
        def renamed(image):
            self.image("other.img", fill=b"precious").rename(image)

        def made_anew(image):
            image.unlink()
            self.image(image.name, fill=b"precious")

        def linked(image):
            os.link(image, self.folder / "second-name.img")
        for change in (renamed, made_anew, linked):
            with self.subTest(change=change.__name__):
                image = self.image()
                terminal = self.terminal(["wipe-device", "--image", "--record",
                                          self.folder / "r.json", image])
                terminal.wait_for("to confirm: ")
                change(image)
                before = image.read_bytes()
                terminal.type(image.name + "\n")
                self.assertEqual(terminal.end(), massho.REFUSED, terminal.text())
                self.assertEqual(image.read_bytes(), before)
                self.assertEqual(list(self.folder.glob("r.*")), [])
                (self.folder / "second-name.img").unlink(missing_ok=True)

    def test_typed_confirmation_that_is_wrong(self):
        image = self.image()
        before = image.read_bytes()
        terminal = self.terminal(["wipe-device", "--image", "--record", self.folder / "r.json", image])
        terminal.wait_for("disk.img")
        terminal.type("yes\n")
        self.assertEqual(terminal.end(), REFUSED)
        self.assertEqual(image.read_bytes(), before)

    def test_what_is_written_before_the_confirmation_is_kept(self):
        """Goal: somebody makes a file system, or a table, while the question waits for its answer."""
        image = self.image()
        for header in (b"LUKS\xba\xbe\0\1", b"LABELONE"):
            terminal = self.terminal(["wipe-device", "--image", "--record", self.folder / "r.json", image])
            terminal.wait_for("to confirm")
            with image.open("r+b") as file:
                file.write(header)
                if header.startswith(b"LABEL"):
                    file.seek(510)
                    file.write(b"\x55\xaa")
                    file.seek(446)
                    file.write(bytes(4) + b"\x83" + bytes(3) + (1).to_bytes(4, "little")
                               + (100).to_bytes(4, "little") + bytes(48))
            before = image.read_bytes()
            terminal.type("disk.img\n")
            self.assertEqual(terminal.end(), REFUSED)
            self.assertIn(b"after it was looked at", terminal.shown)
            self.assertEqual(image.read_bytes(), before)
            self.assertFalse(list(self.folder.glob("r.*")))

    def test_a_confirmation_for_nobody_stops_all(self):
        self.untouched(REFUSED, "--image", "--confirm", "disk.img", "--confirm", "other.img", "disk.img",
                       image=self.image())

    def test_the_log_is_none_of_the_media(self):
        image = self.image()
        os.link(image, self.folder / "log")
        self.untouched(USAGE, "--image", "--confirm", "disk.img", "--log", "log", "disk.img", image=image)

    def test_more_devices_than_it_takes(self):
        self.untouched(USAGE, "--image", *["disk.img"] * 65, image=self.image())

    def test_one_medium_twice(self):
        image = self.image()
        self.untouched(USAGE, "--image", "disk.img", "disk.img", image=image, says="disk.img: is named twice\n")
        done = self.untouched(USAGE, "--image", "disk.img", "./disk.img", image=image)
        self.assertIn("./disk.img: is named twice: disk.img is the same", done.stderr)

    def test_places_of_records_that_cannot_be(self):
        image = self.image()
        (self.folder / "sub").mkdir()
        (self.folder / "r.attempt.json").write_text("precious")
        confirmed = ["--image", "--confirm", "disk.img"]
        for expected, words in (
                (USAGE, ["--record", "x.json", "--save-to", "."]),
                (USAGE, ["--save-to", "sub", "--save-to", "sub/"]),
                (USAGE, ["--record", "x" * 252]),
                (USAGE, ["--record", "y/" * 600 + "x.json"]),
                (REFUSED, ["--record", "r.json"]),
                (REFUSED, ["--record", "sub/none/x.json"])):
            self.untouched(expected, *confirmed, *words, "disk.img", image=image)

    def test_long_and_odd_names_confirm_whole(self):
        for name in ("a" * 84 + ".img", "new\nline.img", "-dash.img"):
            image = self.image(name)
            self.untouched(REFUSED, "--image", "--confirm", name[:63], "--", name, image=image) \
                if len(name) > 63 else None
            self.tool(DONE, "wipe-device", "--image", "--confirm", name, "--record", f"{len(name)}.json",
                      "--", name, cwd=self.folder)

    # --- targets that are refused -------------------------------------------

    def test_links_are_refused(self):
        image = self.image()
        (self.folder / "soft").symlink_to(image)
        self.untouched(REFUSED, "--image", "--confirm", "soft", "soft", image=image, says="link")
        os.link(image, self.folder / "hard")
        self.untouched(REFUSED, "--image", "--confirm", "disk.img", "disk.img", image=image,
                       says="link")

    def test_read_only_images_are_refused(self):
        image = self.image()
        image.chmod(0o444)
        self.untouched(REFUSED, "--image", "--confirm", "disk.img", "disk.img", image=image,
                       says="read-only")

    def test_an_empty_image_has_nothing_to_erase(self):
        (self.folder / "empty.img").write_bytes(b"")
        self.untouched(UNSUPPORTED, "--image", "--confirm", "empty.img", "empty.img")

    def test_a_fifo_does_not_hang(self):
        os.mkfifo(self.folder / "fifo")
        self.untouched(USAGE, "--image", "--confirm", "fifo", "fifo")

    def test_levels_out_of_reach_are_unsupported(self):
        for level in ("clear", "purge"):
            self.untouched(UNSUPPORTED, "--image", "--require", level, "--confirm", "disk.img",
                           "disk.img")
        for method in ("bsi-gs", "zeroout"):
            self.untouched(UNSUPPORTED, "--image", "--method", method, "--confirm", "disk.img",
                           "disk.img")

    # --- what a run leaves ---------------------------------------------------

    def test_unsigned_run(self):
        image = self.image()
        done = self.erase()
        self.assertIn("every block was read back", done.stdout)
        self.assertIn("not signed", done.stdout)
        rec = massho.record(self.only_record())
        self.assertEqual(rec["medium"]["kind"], "image")
        self.assertIsNone(rec["medium"]["serial"])
        self.assertEqual(rec["method"]["level_achieved"], "none")
        self.assertIn({"area": "backing-storage", "state": "unknown"},
                      [{k: a[k] for k in ("area", "state")} for a in rec["areas"]])
        self.assertNotIn(b"secret!", image.read_bytes())

    def test_attempt_before_result(self):
        self.image()
        self.erase("--record", "r.json")
        attempt = massho.record(self.folder / "r.attempt.json")
        result = massho.record(self.folder / "r.json")
        self.assertEqual(attempt["type"], "attempt")
        self.assertEqual(result["closes"]["id"], attempt["id"])
        self.assertNotIn("verdict", attempt)

    def test_records_are_never_replaced(self):
        image = self.image()
        (self.folder / "r.json").write_text("precious")
        before = image.read_bytes()
        self.erase("--record", "r.json", expected=REFUSED)
        self.assertEqual(image.read_bytes(), before)
        self.assertEqual((self.folder / "r.json").read_text(), "precious")

    def test_second_copies(self):
        self.image()
        for name in ("usb", "share"):
            (self.folder / name).mkdir()
        self.erase("--record", "r.json", "--save-to", "usb", "--save-to", "share")
        for name in ("r.json", "r.attempt.json"):
            first = (self.folder / name).read_bytes()
            for place in ("usb", "share"):
                self.assertEqual((self.folder / place / name).read_bytes(), first)

    def test_a_second_place_that_is_missing_is_noticed_before(self):
        self.untouched(REFUSED, "--image", "--confirm", "disk.img", "--save-to", "nowhere", "disk.img",
                       says="nowhere")

    def test_json(self):
        self.image()
        done = self.erase("--json", "--record", "r.json")
        told = massho.json_lines(done.stdout)
        self.assertEqual(len(told), 1)
        self.assertEqual((told[0]["object"], told[0]["exit"], told[0]["verdict"]),
                         ("result", 0, "erased-verified"))
        self.assertEqual(told[0]["bytes_verified"], str(4 << 20))

    def test_json_is_the_same_in_every_language(self):
        said = []
        for language in (None, "ja"):
            self.image()
            done = self.erase("--json", "--dry-run", language=language)
            said.append(json.loads(done.stdout))
        self.assertEqual(said[0], said[1])

    def test_dry_run_touches_nothing(self):
        image = self.image()
        before = image.read_bytes()
        done = self.tool(DONE, "wipe-device", "--image", "--dry-run", "--method", "gutmann", image)
        self.assertIn("924924", done.stdout)
        self.assertIn("none", done.stdout)
        self.assertEqual(image.read_bytes(), before)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["disk.img"])

    def test_progress_as_json(self):
        self.image()
        done = self.erase("--progress=json", "--record", "r.json")
        lines = massho.json_lines(done.stderr)
        self.assertTrue(lines[-1]["finished"])
        self.assertEqual(lines[-1]["job_done_bytes"], lines[-1]["job_total_bytes"])

    def test_progress_on_a_terminal(self):
        image = self.image(size=64 << 20)
        terminal = self.terminal(["wipe-device", "--image", "--method", "gutmann", "--record",
                                  self.folder / "r.json", "--confirm", "disk.img", image])
        self.assertEqual(terminal.end(), DONE)
        self.assertRegex(terminal.text(), r"\d+(\.\d)?\s?%")
        self.assertRegex(terminal.text(), r"B/s")

    def test_unverified_is_partial_and_claims_nothing(self):
        self.image()
        self.erase("--verify", "none", "--record", "r.json", expected=PARTIAL)
        rec = massho.record(self.folder / "r.json")
        self.assertEqual(rec["verdict"], "erased-unverified")
        self.assertEqual(rec["areas"][0]["state"], "unknown")
        self.assertEqual(rec["method"]["level_achieved"], "none")

    def test_sampled(self):
        self.image(size=16 << 20)
        self.erase("--verify", "sample=20", "--record", "r.json")
        rec = massho.record(self.folder / "r.json")
        self.assertEqual(rec["verdict"], "erased-sampled")
        self.assertIsNone(rec["verification"]["content_sha256"])
        self.assertGreaterEqual(int(rec["verification"]["bytes_verified"]), (16 << 20) // 5)

    def test_odd_sizes(self):
        for size in (1, 511, 513, 4097, (4 << 20) + 1, (8 << 20) + 4095):
            image = self.image(size=size)
            self.erase("--record", f"r{size}.json", "--method", "zero")
            self.assertEqual(image.read_bytes(), bytes(size))

    def test_japanese(self):
        self.image()
        done = self.erase(language="ja")
        self.assert_japanese(done.stdout)

    def test_challenge_goes_into_the_key(self):
        """The key is recomputed from the record by stock tools, challenge included."""
        self.image()
        self.erase("--challenge", CHALLENGE.lower(), "--record", "r.json")
        a = massho.record(self.folder / "r.json")["method"]["passes"][0]
        self.assertEqual(a["challenge"], "00" * 16)

        def field(hex_text):
            return len(bytes.fromhex(hex_text or "")).to_bytes(4, "big") + bytes.fromhex(hex_text or "")
        message = (b"massho-stream-1" + field(a["challenge"]) + field(a["serial_bytes"]) +
                   field(a["wwn"]) + (4 << 20).to_bytes(8, "big") + a["pass"].to_bytes(4, "big") +
                   a["attempt"].to_bytes(4, "big"))
        mac = openssl("mac", "-digest", "SHA256", "-macopt", f"hexkey:{a['secret']}", "HMAC",
                      input=message).stdout.decode().strip().lower()
        self.assertEqual(mac, a["key"])

    # --- keys ----------------------------------------------------------------

    def test_signed_run(self):
        self.image()
        ca = demo_ca()
        self.erase("--sign", ca / "engineer.key", "--cert", ca / "engineer.pem", "--record", "r.p7m")
        out = self.folder / "stock.json"
        openssl("cms", "-verify", "-inform", "DER", "-binary", "-cades", "-purpose", "any", "-CAfile",
                ca / "root.pem", "-in", self.folder / "r.p7m", "-out", out)
        self.assertEqual(json.loads(out.read_bytes())["verdict"], "erased-verified")
        done = self.tool(UNCONFIRMED, "wipe-verify", "--json", "--trust", ca / "root.pem",
                         self.folder / "r.p7m")
        told = massho.json_lines(done.stdout)[0]
        self.assertEqual((told["authentic"], told["reason"], told["held"]),
                         ("undetermined", "demo", "yes"))

    def encrypted(self, name, *words):
        ca = demo_ca()
        secret = self.folder / "passphrase"
        secret.write_text("パスフレーズ 1\n", encoding="utf-8")
        secret.chmod(0o600)
        path = self.folder / name
        if name.endswith(".p12"):
            openssl("pkcs12", "-export", "-inkey", ca / "engineer.key", "-in", ca / "engineer.pem",
                    "-passout", f"file:{secret}", "-out", path)
        else:
            openssl("pkcs8", "-topk8", "-in", ca / "engineer.key", "-passout", f"file:{secret}",
                    "-out", path)
        path.chmod(0o600)
        return path, secret

    def test_encrypted_keys(self):
        ca = demo_ca()
        for name, cert in (("k.pem", ["--cert", ca / "engineer.pem"]), ("k.p12", [])):
            key, secret = self.encrypted(name)
            self.image()
            self.erase("--sign", key, *cert, "--passphrase-file", secret, "--record", f"{name}.p7m")
            self.image()
            with open(secret, "rb") as f:
                self.erase("--sign", key, *cert, "--passphrase-fd", f.fileno(), "--record",
                           f"{name}-fd.p7m", pass_fds=[f.fileno()])

    def test_wrong_passphrases_touch_nothing(self):
        key, secret = self.encrypted("k.pem")
        secret.write_text("wrong\n")
        image = self.image()
        before = image.read_bytes()
        done = self.erase("--sign", key, "--cert", demo_ca() / "engineer.pem", "--passphrase-file",
                          secret, expected=FAILED)
        self.assertEqual(image.read_bytes(), before)
        self.assertNotIn("wrong\n", done.stderr)
        secret.chmod(0o644)
        self.erase("--sign", key, "--cert", demo_ca() / "engineer.pem", "--passphrase-file", secret,
                   expected=FAILED)
        self.assertEqual(image.read_bytes(), before)

    def test_key_and_certificate_that_do_not_fit(self):
        image = self.image()
        before = image.read_bytes()
        ca = demo_ca()
        done = massho.run("wipe-device", "--image", "--confirm", "disk.img", "--sign",
                          ca / "engineer.key", "--cert", ca / "officer.pem", image)
        self.assertNotEqual(done.returncode, DONE)
        self.assertEqual(image.read_bytes(), before)

    def future_signer(self):
        """A certificate that becomes valid in 2040, as a wrong clock sees a right one."""
        config = self.folder / "ca.cnf"
        config.write_text("[ca]\ndefault_ca=d\n[d]\ndatabase=index\nserial=serial\nnew_certs_dir=.\n"
                          "policy=p\ndefault_md=sha256\nunique_subject=no\n[p]\ncommonName=supplied\n"
                          "[e]\nkeyUsage=critical,digitalSignature,nonRepudiation\n"
                          "[req]\ndistinguished_name=n\nx509_extensions=a\n[n]\n"
                          "[a]\nbasicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\n"
                          "subjectKeyIdentifier=hash\n")
        (self.folder / "index").write_text("")
        (self.folder / "serial").write_text("01\n")

        def ssl(*words):
            openssl(*words, cwd=self.folder)
        ssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "ca.key")
        ssl("req", "-x509", "-new", "-key", "ca.key", "-subj", "/CN=Test CA", "-out", "ca.pem",
            "-config", "ca.cnf", "-days", "9000")
        ssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "late.key")
        ssl("req", "-new", "-key", "late.key", "-subj", "/CN=Late Signer", "-out", "late.csr",
            "-config", "ca.cnf")
        for name, start, end in (("late", "20400101000000Z", "20410101000000Z"),
                                 ("now", "20200101000000Z", "20410101000000Z")):
            ssl("ca", "-batch", "-config", "ca.cnf", "-keyfile", "ca.key", "-cert", "ca.pem",
                "-extensions", "e", "-startdate", start, "-enddate", end, "-in", "late.csr", "-out",
                f"{name}.pem", "-notext")
        (self.folder / "late.key").chmod(0o600)
        return self.folder / "late.key", self.folder / "late.pem", self.folder / "now.pem"

    def test_a_signer_not_yet_valid_does_not_stop_the_erasure(self):
        """Goal: erased, saved unsigned with a flag, exit 7, and it can be signed later."""
        key, late, now = self.future_signer()
        image = self.image()
        done = self.erase("--sign", key, "--cert", late, "--record", "r.p7m", expected=UNSAVED)
        self.assertIn("wipe-cert sign", done.stdout)
        self.assertNotIn(b"secret!", image.read_bytes())
        self.assertFalse((self.folder / "r.p7m").exists())
        rec = massho.record(self.folder / "r.p7m.json")
        self.assertIn("signer-not-yet-valid", rec["flags"])
        self.assertEqual(rec["verdict"], "erased-verified")
        self.tool(DONE, "wipe-cert", "sign", "--key", key, "--cert", now, "-o",
                  self.folder / "late.p7m", self.folder / "r.p7m.json")
        self.tool(DONE, "wipe-verify", "--trust", self.folder / "ca.pem", self.folder / "late.p7m")

    def test_the_chain_of_a_key_grows(self):
        ca = demo_ca()
        links = []
        for i in range(3):
            self.image()
            self.erase("--sign", ca / "engineer.key", "--cert", ca / "engineer.pem", "--record",
                       f"r{i}.p7m")
            for name in (f"r{i}.attempt.p7m", f"r{i}.p7m"):
                links.append(massho.record(self.folder / name)["previous"])
        self.assertEqual(links[0], [])
        named = [link[0]["econtent_sha256"] for link in links[1:]]
        self.assertEqual(len(set(named)), 5)
        os.unlink(self.folder / "disk.img")
        done = self.tool(UNCONFIRMED, "wipe-verify", "--json", "--trust", ca / "root.pem", self.folder)
        self.assertNotIn("missing", done.stdout)
        os.unlink(self.folder / "r1.p7m")  # somebody hides a result
        done = self.tool(UNCONFIRMED, "wipe-verify", "--json", "--trust", ca / "root.pem", self.folder)
        self.assertIn("missing", done.stdout)
        self.assertIn("open", done.stdout)

    def test_the_log_tells_and_keeps_secrets(self):
        key, secret = self.encrypted("k.pem")
        self.image()
        self.erase("--log", "log.txt", "--sign", key, "--cert", demo_ca() / "engineer.pem",
                   "--passphrase-file", secret, "--record", "r.p7m")
        log = (self.folder / "log.txt").read_text(encoding="utf-8")
        self.assertIn("disk.img", log)
        self.assertNotIn("パスフレーズ", log)
        self.assertNotIn(massho.record(self.folder / "r.p7m")["method"]["passes"][0]["key"], log)


if __name__ == "__main__":
    massho.main()
