# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of the tools share: running them, terminals, loop devices, a demonstration CA.

Tests come in with "sys.path.insert(0, ...)" of this folder, derive from massho.Case and
end with "massho.main()". Every record that a case leaves in its folder is held against
the published schema when the case ends.
"""
import atexit
import collections
import contextlib
import ctypes
import errno
import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("MASSHO_SOURCE", Path(__file__).resolve().parents[2]))
BUILD = Path(os.environ.get("MASSHO_BUILD", SOURCE / "build" / "dev"))
SANITIZE = os.environ.get("MASSHO_SANITIZE", "")
SCHEMA = SOURCE / "certs" / "schema" / "massho-record-1.schema.json"
TOOLS = ["wipe-list", "wipe-device", "wipe-file", "wipe-check", "wipe-case", "wipe-cert", "wipe-verify"]
TIMEOUT_S = 300

# Exit codes (massho(7)).
DONE, FAILED, USAGE, REFUSED, PARTIAL, INTERRUPTED, UNSUPPORTED, UNSAVED, UNCONFIRMED = range(9)


def fill_up(folder):
    """The file that takes all room there."""
    filler = Path(folder) / "filler"
    with contextlib.suppress(OSError), open(filler, "wb", buffering=0) as full:
        while True:
            full.write(bytes(4096))
    return filler


def tool_path(name):
    return BUILD / "bin" / name


def environment(language=None, **more):
    """A bare UTF-8 system; language "ja" makes it Japanese."""
    kept = {k: v for k, v in os.environ.items()
            if k.startswith(("ASAN_", "UBSAN_", "LSAN_")) or k in ("PATH", "TEXTDOMAINDIR",
                                                                   "GLIBC_TUNABLES")}
    kept |= {"LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "vt100", "HOME": "/nonexistent"}
    if language:
        kept["LANGUAGE"] = language
    return kept | more


def run(tool, *words, language=None, env=None, text=True, **how):
    """Runs a tool without a controlling terminal; nothing on stdin unless given."""
    if "input" not in how:
        how.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run([str(tool_path(tool)), *map(str, words)], text=text,
                          stdout=how.pop("stdout", subprocess.PIPE),
                          stderr=how.pop("stderr", subprocess.PIPE), start_new_session=True,
                          env=env or environment(language), timeout=TIMEOUT_S, **how)


_shapes = collections.Counter()


def leaks_were_sought(tool, words, how):
    """Leaks are sought twice in what succeeds with the same options; a third time it took a third
    of a short run for nothing new. What is to fail is looked at each time."""
    shape = (str(tool), *map(str, words[:1]), *(w for w in words[1:] if str(w).startswith("--")))
    _shapes[shape] += 1
    if _shapes[shape] <= 2:
        return how
    how = dict(how)
    env = how.pop("env", None) or environment(how.pop("language", None))
    return how | {"env": env | {"ASAN_OPTIONS": env.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}}


def json_lines(text):
    return [json.loads(line) for line in text.splitlines()]


class Terminal:
    """A program on a terminal of its own: what it shows, and answers to what it asks."""

    def __init__(self, words, columns=80, rows=24, env=None, pass_fds=()):
        self.shown = b""
        try:
            self.pid, self.fd = pty.fork()
        except OSError as error:
            raise unittest.SkipTest(f"no pseudo-terminals here: {error}") from error
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                for fd in pass_fds:
                    os.set_inheritable(fd, True)
                os.execve(str(words[0]), list(map(str, words)), env or environment())
            finally:
                os._exit(127)

    def read(self, seconds):
        """What comes within so many seconds; b"" at the end."""
        if not select.select([self.fd], [], [], seconds)[0]:
            raise TimeoutError(self.shown.decode("utf-8", "replace"))
        try:
            piece = os.read(self.fd, 65536)
        except OSError:  # EIO: the other side is closed
            piece = b""
        self.shown += piece
        return piece

    def wait_for(self, text, seconds=60):
        text = text.encode()
        while text not in self.shown:
            if not self.read(seconds):
                raise EOFError(self.shown.decode("utf-8", "replace"))

    def echoes(self):
        return bool(termios.tcgetattr(self.fd)[3] & termios.ECHO)

    def other_side(self):
        """The program's side of the terminal, which outlives the program."""
        return fcntl.ioctl(self.fd, 0x5441, os.O_RDWR | os.O_NOCTTY)  # TIOCGPTPEER

    def type(self, text):
        os.write(self.fd, text.encode())

    def end(self, seconds=60):
        """Reads on until the program has ended; returns its exit status as subprocess does."""
        while self.read(seconds):
            pass
        _, status = os.waitpid(self.pid, 0)
        os.close(self.fd)
        self.pid = None
        return os.waitstatus_to_exitcode(status)

    def text(self):
        return self.shown.decode("utf-8", "replace").replace("\r\n", "\n")

    def close(self):
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            os.close(self.fd)
            self.pid = None


_schema_validator = None


def schema_validator():
    global _schema_validator
    if _schema_validator is None:
        import jsonschema
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        kind = jsonschema.validators.validator_for(schema)
        kind.check_schema(schema)
        _schema_validator = kind(schema, format_checker=jsonschema.FormatChecker())
    return _schema_validator


def econtent(path):
    """The bytes that a .p7m signs, as openssl sees them; the signature is not judged."""
    done = subprocess.run(["openssl", "cms", "-verify", "-noverify", "-inform", "DER", "-binary",
                           "-in", path], capture_output=True)
    if done.returncode:
        raise ValueError(f"{path}: {done.stderr.decode()}")
    return done.stdout


def is_whole(path):
    """Whether openssl finds nothing wrong with the signature of a .p7m."""
    try:
        return bool(econtent(path))
    except ValueError:
        return False


def _der(data, at):
    """(tag, begin, end) of the value at a place; ValueError where there is none."""
    tag, length, at = *data[at:at + 2], at + 2
    if length & 0x80:
        count = length & 0x7f
        length, at = int.from_bytes(data[at:at + count]), at + count
        if not count:
            raise ValueError("a length that is not told")
    if at + length > len(data):
        raise ValueError("cut short")
    return tag, at, at + length


def signed_bytes(path):
    """The same without another program: for what is only looked at (RFC 5652, 5.1 and 5.2)."""
    data = Path(path).read_bytes()
    at = 0
    # ContentInfo, past its type, [0], SignedData, past version and digests, encapsulated content,
    # past its type, [0].
    for tag, past in ((0x30, 1), (0xa0, 0), (0x30, 2), (0x30, 1), (0xa0, 0)):
        found, at, _ = _der(data, at)
        if found != tag:
            raise ValueError(f"{path}: no signed data")
        for _ in range(past):
            at = _der(data, at)[2]
    tag, at, end = _der(data, at)
    if tag != 0x04:
        raise ValueError(f"{path}: no content")
    return data[at:end]


_verified = set()


def record(path):
    """A record file as parsed JSON, held against the schema; openssl is asked what it makes of
    the signature of the first one of each type."""
    signed = Path(path).suffix == ".p7m"
    data = signed_bytes(path) if signed else Path(path).read_bytes()
    parsed = json.loads(data)
    if signed and parsed.get("type") not in _verified:
        if econtent(path) != data:
            raise AssertionError(f"{path}: not what openssl reads")
        _verified.add(parsed.get("type"))
    errors = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}"
              for e in schema_validator().iter_errors(parsed)]
    if errors:
        raise AssertionError(f"{path} breaks the schema: {errors[:5]}")
    return parsed


def contradiction(path):
    """The bytes of an unsigned record, well-formed, but verified in full with a sector missing."""
    parsed = json.loads(Path(path).read_bytes())
    parsed["verification"]["bytes_verified"] = str(int(parsed["medium"]["capacity_bytes"]) - 512)
    return json.dumps(parsed).encode()


def openssl_sign(key, cert, content, out):
    """Signs as these tools do, without them."""
    subprocess.run(["openssl", "cms", "-sign", "-cades", "-binary", "-nodetach", "-nosmimecap",
                    "-outform", "DER", "-md", "sha256", "-signer", cert, "-inkey", key, "-in",
                    content, "-out", out], check=True, capture_output=True)


def fewer(items):
    """All items, with a sanitizer the last: it sees no more where only words or numbers differ."""
    return items[-1:] if SANITIZE else items


def not_sanitized(case):
    """A case that compares what other cases make too: with a sanitizer it is left out."""
    return None if SANITIZE else case


_demo = {}


def demo_ca(name="one"):
    """A demonstration hierarchy made once a program; other names give other ones."""
    if name not in _demo:
        folder = Path(tempfile.mkdtemp(prefix="massho-demo-"))
        atexit.register(shutil.rmtree, folder, True)
        done = run("wipe-cert", "demo-ca", folder / "keys")
        if done.returncode != DONE:
            raise AssertionError(f"demo-ca: {done.stderr}")
        _demo[name] = folder / "keys"
    return _demo[name]


class Ca:
    """A certificate authority as anyone could have it: nothing says DEMO."""

    def __init__(self, folder, name="Test Root"):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.root, self.root_key = self.folder / "root.pem", self.folder / "root.key"
        self.revoked = []
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                      "-noenc", "-keyout", self.root_key, "-out", self.root, "-days", "3650",
                      "-subj", f"/C=JP/O=Test/CN={name}",
                      "-addext", "basicConstraints=critical,CA:TRUE",
                      "-addext", "keyUsage=critical,keyCertSign,cRLSign")

    def _openssl(self, *words):
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)

    def signer(self, name="engineer", days=3650, usage="", key="P-256"):
        """(key, certificate) of a new signer; usage: extended key usage; key: P-256 or RSA-3072."""
        kind = (["-newkey", "rsa:3072"] if key == "RSA-3072" else
                ["-newkey", "ec", "-pkeyopt", f"ec_paramgen_curve:{key}"])
        key, cert = self.folder / f"{name}.key", self.folder / f"{name}.pem"
        request, extensions = self.folder / "request.pem", self.folder / "extensions"
        extensions.write_text("basicConstraints=critical,CA:FALSE\n"
                              "keyUsage=critical,digitalSignature,nonRepudiation\n"
                              "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
                              + (f"extendedKeyUsage={usage}\n" if usage else ""))
        self._openssl("req", "-utf8", *kind, "-noenc", "-keyout", key, "-out", request, "-subj",
                      f"/C=JP/O=Test/CN={name}")
        key.chmod(0o600)
        self._openssl("x509", "-req", "-in", request, "-CA", self.root, "-CAkey", self.root_key,
                      "-CAcreateserial", "-days", days, "-extfile", extensions, "-out", cert)
        return key, cert

    def timestamp(self, request, key, cert):
        """The answer of an authority with this key, as "openssl ts" gives it."""
        serial, config, reply = (self.folder / name for name in ("tsa.serial", "tsa.cnf", "r.tsr"))
        serial.write_text("01\n")
        config.write_text(f"[tsa]\ndefault_tsa=t\n[t]\nserial={serial}\nsigner_digest=sha256\n"
                          "default_policy=1.2.3.4\ndigests=sha256\naccuracy=secs:1\n"
                          "clock_precision_digits=3\ness_cert_id_alg=sha256\n")
        self._openssl("ts", "-reply", "-config", config, "-queryfile", request, "-signer", cert,
                      "-inkey", key, "-out", reply)
        return reply

    def crl(self, *revoked):
        """A list that revokes these certificates."""
        database, config = self.folder / "index.txt", self.folder / "ca.cnf"
        database.write_text("")
        config.write_text(f"[ca]\ndefault_ca=c\n[c]\ndatabase={database}\ndefault_md=sha256\n"
                          "default_crl_days=30\n")
        ca = ["ca", "-config", config, "-cert", self.root, "-keyfile", self.root_key]
        for cert in revoked:
            self._openssl(*ca, "-revoke", cert)
        path = self.folder / "list.crl"
        self._openssl(*ca, "-gencrl", "-out", path)
        return path


_ca = []


def real_ca():
    """One such authority a program: (root, key, certificate)."""
    if not _ca:
        folder = Path(tempfile.mkdtemp(prefix="massho-ca-"))
        atexit.register(shutil.rmtree, folder, True)
        ca = Ca(folder)
        _ca.append((ca.root, *ca.signer()))
    return _ca[0]


def is_root():
    return os.geteuid() == 0


def loop_reason():
    """None if loop devices can be made here, else why not."""
    if not is_root():
        return "needs root"
    if not os.path.exists("/dev/loop-control") or not shutil.which("losetup"):
        return "no loop devices here"
    done = subprocess.run(["losetup", "-f"], capture_output=True, text=True)
    return None if done.returncode == 0 else f"no loop devices: {done.stderr.strip()}"


BLKPG = 0x1269
BLKPG_ADD_PARTITION, BLKPG_DEL_PARTITION = 1, 2


class _BlkpgPartition(ctypes.Structure):
    _fields_ = [("start", ctypes.c_longlong), ("length", ctypes.c_longlong),
                ("pno", ctypes.c_int), ("devname", ctypes.c_char * 64),
                ("volname", ctypes.c_char * 64)]


class _BlkpgArg(ctypes.Structure):
    _fields_ = [("op", ctypes.c_int), ("flags", ctypes.c_int), ("datalen", ctypes.c_int),
                ("data", ctypes.c_void_p)]


class Loop:
    """
    A loop device on a file; detached at the end of the "with". Whoever attaches it to something
    else meanwhile gives a node of a high number, which others do not get as the next free one.
    """

    def __init__(self, path, read_only=False, node=None):
        self.path, self.read_only, self.node, self.partitions = path, read_only, node, []

    def __enter__(self):
        words = ["losetup"] + (["-r"] if self.read_only else [])
        if self.node:
            subprocess.run([*words, self.node, self.path], check=True)
        else:
            self.node = subprocess.run([*words, "-f", "--show", self.path], capture_output=True,
                                       text=True, check=True).stdout.strip()
        return self

    def _blkpg(self, operation, number, start=0, length=0):
        partition = _BlkpgPartition(start, length, number, b"", b"")
        arg = _BlkpgArg(operation, 0, ctypes.sizeof(partition),
                        ctypes.cast(ctypes.pointer(partition), ctypes.c_void_p))
        fd = os.open(self.node, os.O_RDONLY)
        try:
            fcntl.ioctl(fd, BLKPG, arg)
        finally:
            os.close(fd)

    def add_partition(self, number, start, length):
        """Tells the kernel of a partition, in bytes; returns its node."""
        self._blkpg(BLKPG_ADD_PARTITION, number, start, length)
        self.partitions.append(number)
        node = f"{self.node}p{number}"
        deadline = time.monotonic() + 10
        while not os.path.exists(node):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{node} did not appear")
            time.sleep(0.01)
        return node

    def __exit__(self, *_):
        for number in self.partitions:
            try:
                self._blkpg(BLKPG_DEL_PARTITION, number)
            except OSError:
                pass  # removed by the tool under test
        subprocess.run(["losetup", "-d", self.node], check=False)


def _mounted_devices():
    """The devices by major:minor, one for each mount of them."""
    lines = Path("/proc/self/mountinfo").read_bytes().splitlines()
    return [os.fsdecode(line.split()[2]) for line in lines]


def _is_in_use(device):
    """Is a file system on it alive, wherever it is mounted?"""
    name = Path(os.path.realpath(f"/sys/dev/block/{device}")).name
    try:
        os.close(os.open(f"/dev/{name}", os.O_RDONLY | os.O_EXCL))
    except OSError as error:
        return error.errno == errno.EBUSY
    return False


def unmount(folder):
    """
    Other tests run meanwhile: a tool may look at the mount and have it open for a moment, and a
    mount namespace that is made then keeps the file system alive.
    """
    at = os.stat(folder).st_dev
    device = f"{os.major(at)}:{os.minor(at)}"
    for _ in range(100):
        done = subprocess.run(["umount", folder], capture_output=True, text=True)
        if "busy" not in done.stderr:
            break
        time.sleep(0.1)
    if done.returncode:
        raise OSError(done.stderr)
    for _ in range(100):
        if device in _mounted_devices() or not _is_in_use(device):
            break
        time.sleep(0.1)


class Mount:
    def __init__(self, node, folder, options="defaults"):
        self.node, self.folder, self.options = node, folder, options

    def __enter__(self):
        os.makedirs(self.folder, exist_ok=True)
        subprocess.run(["mount", "-o", self.options, self.node, self.folder], check=True)
        return self

    def __exit__(self, *_):
        unmount(self.folder)


def mbr(*partitions):
    """A boot sector with the table of (start, length, type), in blocks of 512 bytes."""
    sector = bytearray(512)
    for i, (start, length, kind) in enumerate(partitions):
        struct.pack_into("<B3sB3sII", sector, 446 + 16 * i, 0, b"\0" * 3, kind, b"\0" * 3,
                         start, length)
    sector[440:444] = b"\x78\x56\x34\x12"
    sector[510:] = b"\x55\xaa"
    return bytes(sector)


class Case(unittest.TestCase):
    """A test with a folder of its own, in self.folder."""

    maxDiff = None

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="massho-test-"))
        self.addCleanup(self._clean)

    def in_memory(self):
        """A folder that lies on no disk whose serial would be found out."""
        path = Path(tempfile.mkdtemp(prefix="massho-test-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
        self.addCleanup(shutil.rmtree, path, True)
        return path

    def _clean(self):
        try:
            self.check_records()
        finally:
            for path in self.folder.rglob("*"):
                if path.is_dir() and not path.is_symlink():
                    path.chmod(stat.S_IRWXU)
            shutil.rmtree(self.folder, ignore_errors=True)

    def check_records(self):
        """Every record that tools made here; what a case broke on purpose is named bad-*."""
        for path in self.folder.rglob("*"):
            if path.suffix not in (".p7m", ".json") or not path.is_file() or \
                    path.name.startswith("bad"):
                continue
            try:
                data = signed_bytes(path) if path.suffix == ".p7m" else path.read_bytes()
            except ValueError:
                continue  # not made by a tool: no CMS
            if b'"massho.record/1"' in data:
                try:
                    record(path)
                except (AssertionError, ValueError):
                    if path.suffix != ".p7m" or is_whole(path):
                        raise

    def tool(self, expected, tool, *words, **how):
        """Runs a tool and expects its exit code."""
        if expected == DONE and SANITIZE:
            how = leaks_were_sought(tool, words, how)
        done = run(tool, *words, **how)
        self.assertEqual(done.returncode, expected,
                         f"{tool} {' '.join(map(str, words))}\nstdout: {done.stdout}\n"
                         f"stderr: {done.stderr}")
        return done

    def terminal(self, words, **how):
        made = Terminal([tool_path(words[0]), *words[1:]], **how)
        self.addCleanup(made.close)
        return made

    def image(self, name="disk.img", size=4 << 20, fill=b"secret! "):
        path, piece = self.folder / name, fill * max(1, (1 << 16) // len(fill))
        with open(path, "wb", buffering=0) as image:
            for _ in range(size // len(piece)):
                image.write(piece)
            image.write(piece[:size % len(piece)])
        return path

    def erase(self, *words, expected=DONE, sign=None, image=None, **how):
        """Erases an image into self.folder, signed by (key, certificate) if given; the
        paths of the attempt and of the result."""
        before = set(self.folder.glob("massho-*"))
        image = image or self.image()
        signing = ["--sign", sign[0], "--cert", sign[1]] if sign else []
        self.tool(expected, "wipe-device", "--image", image, "--confirm", image.name, *signing,
                  *words, cwd=self.folder, **how)
        made = set(self.folder.glob("massho-*")) - before
        attempts = [p for p in made if ".attempt" in p.name]
        results = sorted(made - set(attempts))
        self.assertEqual((len(attempts), len(results)), (1, 1), made)
        return attempts[0], results[0]

    def needs_disks(self):
        if not os.path.isdir("/sys/block") or not os.listdir("/sys/block"):
            self.skipTest("no block devices in /sys here")

    def needs_loop(self):
        reason = loop_reason()
        if reason:
            self.skipTest(reason)

    def assert_japanese(self, text):
        self.assertRegex(text, "[\u3040-\u30ff\u4e00-\u9fff]")


def status_of(pid):
    """The fields of /proc/PID/status."""
    text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
    return dict(re.findall(r"^(\w+):\s*(.*)$", text, re.M))


# With a sanitizer every third case of a program runs, and which of them goes round from
# commit to commit (tests/run): unit tests, which are whole, see most of what it can see.
SANITIZED_STEP = 3
TURN = int(os.environ.get("MASSHO_TEST_TURN", "0"))


class EveryThird(unittest.TestLoader):
    def getTestCaseNames(self, case):
        names = list(super().getTestCaseNames(case))
        first = (TURN + len(case.__name__)) % SANITIZED_STEP
        return names[first::SANITIZED_STEP]


def main():
    loader = EveryThird() if SANITIZE else unittest.TestLoader()
    unittest.main(module=sys.modules["__main__"], verbosity=2, testLoader=loader)
