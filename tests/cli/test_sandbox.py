# SPDX-License-Identifier: GPL-3.0-or-later
"""No tool can reach a network or start a program: shown with the filter that they load."""
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402

PROBE = massho.BUILD / "tests" / "bin" / "sandbox_probe"
NO_FILTERS = massho.BUILD / "tests" / "bin" / "no_filters"

REFUSED = ["inet", "inet-udp", "inet6", "packet", "vsock", "netlink-route", "family-200",
           "inet-high-bits", "netlink-route-high-bits", "socketpair-inet", "io-uring",
           "execve", "execveat", "unshare", "mount", "bpf", "keyctl", "process-vm-readv",
           "tiocsti"]
LEFT = ["unix", "netlink-uevent", "socketpair-unix", "open"]

RING_LEFT = ["ring-register-files", "ring-register-buffers", "ring-write", "ring-write-fixed",
             "ring-read", "ring-read-content", "ring-read-fixed", "ring-unregister-buffers",
             "ring-unregister-files"]
RING_REFUSED = ["ring-socket-restricted", "ring-socket-plain", "ring-read-unregistered",
                "ring-write-unregistered", "ring-linked", "ring-nop", "ring-openat",
                "ring-connect", "ring-send", "ring-sendmsg", "ring-accept", "ring-readv",
                "ring-writev", "ring-fsync", "ring-splice", "ring-unlinkat", "ring-close",
                "ring-fallocate"]


def probe(*words):
    done = subprocess.run([PROBE, *words], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=60, env=massho.environment())
    return done, dict(line.split(" ", 1) for line in done.stdout.splitlines())


class Filter(massho.Case):
    def test_refuses_and_leaves(self):
        done, found = probe()
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in REFUSED:
            self.assertEqual(found[name], "EPERM", name)
        for name in LEFT:
            self.assertEqual(found[name], "ok", name)
        if "address" not in massho.SANITIZE:  # LeakSanitizer needs it
            self.assertEqual(found["ptrace"], "EPERM")

    def test_a_ring_from_before_cannot_be_used(self):
        _, before = probe("--open")
        if before["ring-socket"] == "no-ring":
            self.skipTest("this kernel gives no io_uring")
        self.assertEqual(before["ring-socket"], "ok")
        self.assertEqual(probe()[1]["ring-socket"], "EPERM")

    def rings(self, *words):
        done, found = probe(*words)
        self.assertEqual(done.returncode, 0, done.stderr)
        if found.get("rings") == "none":
            self.skipTest("this kernel gives no io_uring")
        return found

    def test_the_rings_of_the_tools_read_and_write_and_nothing_else(self):
        found = self.rings("--rings")
        for name in RING_LEFT:
            self.assertEqual(found[name], "ok", name)
        for name in RING_REFUSED:
            self.assertEqual(found[name], "EACCES", name)
        for number in range(4, 32):
            self.assertEqual(found[f"ring-register-{number}"], "EPERM", number)
        self.assertEqual(found["ring-register-high-bits"], "EPERM")
        for name in REFUSED:
            self.assertEqual(found[name], "EPERM", name)
        for name in LEFT:
            self.assertEqual(found[name], "ok", name)
        self.assertEqual(found["seccomp"], "2")

    def test_it_is_the_rings_themselves_that_refuse(self):
        """Without the filter they do no more; only making others is possible then."""
        found = self.rings("--rings-open")
        for name in RING_LEFT:
            self.assertEqual(found[name], "ok", name)
        for name in RING_REFUSED:
            self.assertEqual(found[name], "EACCES", name)
        for number in range(4, 13):  # those of Linux 5.10; to a later kernel more are known
            self.assertEqual(found[f"ring-register-{number}"], "EACCES", number)
        for number in range(13, 32):
            self.assertIn(found[f"ring-register-{number}"], ("EACCES", "EINVAL"), number)
        self.assertEqual((found["io-uring"], found["seccomp"]), ("ok", "0"))

    def test_foreign_architecture_is_killed(self):
        _, before = probe("--open")
        if before.get("foreign-architecture") != "ok":
            self.skipTest("no foreign architecture to try on this kernel")
        self.assertEqual(probe()[1]["foreign-architecture"], "signal-SYS")

    def test_process_state(self):
        _, found = probe()
        self.assertEqual({k: found[k] for k in ("core-limit", "dumpable", "no-new-privs",
                                                "seccomp")},
                         {"core-limit": "0", "dumpable": "0", "no-new-privs": "1",
                          "seccomp": "2"})

    def test_without_the_filter_the_attempts_come_off(self):
        """The control: a probe that always fails would prove nothing."""
        done, found = probe("--open")
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in ["inet", "inet6", "execve", "execveat", "unix"]:
            self.assertEqual(found[name], "ok", name)
        refused = [name for name in REFUSED if found[name] == "EPERM"]
        self.assertLessEqual(set(refused), {"packet", "unshare", "bpf", "mount", "tiocsti",
                                            "io-uring"})
        self.assertEqual(found["seccomp"], "0")


class Tools(massho.Case):
    """Each tool is stopped at its first output, by a pipe that is full, and looked at."""

    def stopped(self, tool, *words):
        read_end, write_end = os.pipe()
        os.set_blocking(write_end, False)
        try:
            while True:
                os.write(write_end, b"x" * 4096)
        except BlockingIOError:
            os.set_blocking(write_end, True)
        running = subprocess.Popen([massho.tool_path(tool), *map(str, words)],
                                   stdin=subprocess.DEVNULL, stdout=write_end,
                                   stderr=subprocess.PIPE, cwd=self.folder,
                                   env=massho.environment(), start_new_session=True)
        os.close(write_end)
        try:
            return self.wait_until_it_writes(running)
        finally:
            os.close(read_end)
            running.kill()
            running.communicate()

    def wait_until_it_writes(self, running):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if running.poll() is not None:
                self.fail(f"it ended: {running.stderr.read().decode()}")
            try:
                where = Path(f"/proc/{running.pid}/wchan").read_text(encoding="ascii")
            except OSError:
                where = ""
            if "pipe_write" in where:
                break
            status = massho.status_of(running.pid)
            if status["State"].startswith("S") and status["Seccomp"] == "2":
                break
            time.sleep(0.01)
        return massho.status_of(running.pid)

    def check(self, tool, *words):
        status = self.stopped(tool, *words)
        self.assertEqual((status["Seccomp"], status["NoNewPrivs"]), ("2", "1"), tool)

    def test_wipe_list(self):
        self.needs_disks()
        self.check("wipe-list", "--all")

    def test_wipe_cert_demo_ca(self):
        self.check("wipe-cert", "demo-ca", self.folder / "keys")

    def test_wipe_cert_sign_show_render(self):
        attempt, result = self.erase()
        keys = massho.demo_ca()
        signed = self.folder / "massho-signed.p7m"
        self.check("wipe-cert", "show", result)
        self.check("wipe-cert", "sign", "--key", keys / "engineer.key", "--cert",
                   keys / "engineer.pem", "-o", signed, result)
        self.check("wipe-cert", "render", "--json", "--text", "-o", self.folder / "text", attempt)

    def test_wipe_verify(self):
        self.check("wipe-verify", self.erase()[1])

    def test_wipe_device(self):
        self.check("wipe-device", "--dry-run", "--image", self.image())

    def test_wipe_check(self):
        image = self.image()
        _, result = self.erase(image=image)
        self.check("wipe-check", result, image)

    def test_children_of_wipe_device(self):
        image = self.image(size=64 << 20)
        running = subprocess.Popen(
            [massho.tool_path("wipe-device"), "--method", "gutmann", "--image", image,
             "--confirm", image.name], cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=massho.environment())
        children = []
        try:
            while running.poll() is None and not children:
                listed = Path(f"/proc/{running.pid}/task/{running.pid}/children")
                children = listed.read_text(encoding="ascii").split()
            states = [massho.status_of(child) for child in children]
        finally:
            running.terminate()
            running.communicate(timeout=massho.TIMEOUT_S)
        self.assertTrue(children, "there was no child to look at")
        self.assertEqual({s["Seccomp"] for s in states}, {"2"})


class WithoutFilters(massho.Case):
    def test_no_tool_does_anything_without_the_filter(self):
        keys, image = self.folder / "keys", self.image()
        _, result = self.erase(image=image)
        erased = image.read_bytes()
        for words in (["wipe-list"], ["wipe-cert", "demo-ca", keys], ["wipe-cert", "show", result],
                      ["wipe-verify", result], ["wipe-check", result, image],
                      ["wipe-device", "--image", image, "--confirm", image.name]):
            done = subprocess.run([NO_FILTERS, massho.tool_path(words[0]), *map(str, words[1:])],
                                  capture_output=True, text=True, stdin=subprocess.DEVNULL,
                                  env=massho.environment(), timeout=60, cwd=self.folder)
            self.assertEqual(done.returncode, massho.FAILED, (words, done.stdout, done.stderr))
            self.assertIn("seccomp", done.stderr)
            self.assertEqual(done.stdout, "")
        self.assertFalse(keys.exists())
        self.assertEqual(image.read_bytes(), erased)
        self.assertEqual(len(list(self.folder.glob("massho-*"))), 2)


if __name__ == "__main__":
    massho.main()
