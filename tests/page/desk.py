# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies on an officer's desk: records, a trust folder, and PKCS#12 files good and bad."""
import json
import subprocess

import made  # noqa: F401  (the path to the vectors' modules)
import policy
from cms import record
from pki import openssl
from world import DAY, World, pem

PASSWORD = "秘密の言葉"
KEYS = ("erasure-luks", "erasure-luks-copied", "erasure-luks-partition", "erasure-luks-partial",  # keys were destroyed
        "erasure-luks-interrupted", "erasure-luks-overwrite-stopped", "erasure-luks-overwrite")
LOOKED_AT_DAYS = 300  # the sample of a re-read is of November


def store(folder, name, signer, root, *options):
    """A certificate with its key, as officers get it."""
    cert, above, out = (folder / f"{name}.{end}" for end in ("pem", "root", "p12"))
    cert.write_text(pem(signer.der))
    above.write_text(pem(root.der))
    openssl("pkcs12", "-export", "-in", cert, "-inkey", signer.key.path, "-certfile", above,
            "-passout", f"pass:{PASSWORD}", *options, "-out", out)
    above.unlink()
    return out


def private(folder, name, signer):
    """As wipe-cert takes them."""
    (folder / f"{name}.pem").write_text(pem(signer.der))
    key = folder / f"{name}.key"
    key.write_bytes(signer.key.path.read_bytes())
    key.chmod(0o600)


def keys(folder, w):
    officer = w.signer("担当職員 花子", w.officer_root)
    store(folder, "p256", officer, w.officer_root)
    store(folder, "rsa", w.signer("Officer RSA", w.officer_root, key=w.rsa["rsa-3072"]),
          w.officer_root)
    store(folder, "namesake", w.signer("eNGINEER", w.officer_root), w.officer_root)
    nobody = w.signer("Nobody")
    store(folder, "nobody", nobody, w.root)
    private(folder, "nobody", nobody)
    store(folder, "expired", w.signer("Former", w.officer_root, end=w.issued_at + DAY / 2),
          w.officer_root)
    store(folder, "authority", w.officer_root, w.officer_root)
    store(folder, "no-mac", officer, w.officer_root, "-nomac")
    store(folder, "old", officer, w.officer_root, "-macalg", "sha1")
    (folder / "none.p12").write_bytes((folder / "p256.pem").read_bytes())
    whole = (folder / "p256.p12").read_bytes()
    (folder / "half.p12").write_bytes(whole[:len(whole) // 2])


def lay(folder):
    """The moment at which all of it is looked at, seconds UTC."""
    (folder / "keys").mkdir(parents=True)
    records = [subprocess.run([made.PROGRAM, "record", kind], check=True, stdout=subprocess.PIPE)
               .stdout for kind in ("erasure", "unverified", "attempt")]
    w = World(folder / "keys", made.PROGRAM, records, made.HERE.parent / "fixtures" / "keys")
    scene = policy.Scene(w)
    put(folder, scene)
    keys(folder, w)
    private(folder, "engineer", w.engineer)
    scene.trust().write(folder / "trust")
    (folder / "officers.pem").write_text(pem(w.officer_root.der))
    (folder / "both.pem").write_text(pem(w.root.der) + pem(w.officer_root.der))
    return w.time_s(LOOKED_AT_DAYS)


def put(folder, scene):
    w = scene.w
    erasure = (policy.FIXTURES / "erasure.json").read_bytes()
    number = json.loads(erasure)["id"].encode()
    signed = record(w.engineer, erasure)

    (folder / "erasure.p7m").write_bytes(signed)
    for more in (2, 3):
        other = erasure.replace(number, number[:-2] + b"f%d" % more)
        (folder / f"erasure-{more}.p7m").write_bytes(record(w.engineer, other))
    (folder / "unverified.p7m").write_bytes(record(w.engineer, w.unverified))
    (folder / "flipped.p7m").write_bytes(signed.replace(b"WCC6Y", b"WCC6Z"))
    (folder / "unsigned.json").write_bytes(erasure)
    (folder / "attempt.p7m").write_bytes(record(w.engineer, w.attempt))
    for name in KEYS:
        (folder / f"{name}.p7m").write_bytes(record(w.engineer, (policy.FIXTURES / f"{name}.json").read_bytes()))
    about = policy.link(signed, erasure)
    for name in ("check", "check-failed"):
        text = json.loads((policy.FIXTURES / f"{name}.json").read_text())
        (folder / f"{name}.p7m").write_bytes(
            record(w.engineer, json.dumps(text | {"about": about}, ensure_ascii=False).encode()))


def content(path):
    """The JSON in a .p7m; the signature is not judged."""
    return openssl("cms", "-verify", "-noverify", "-inform", "DER", "-binary", "-in", path)
