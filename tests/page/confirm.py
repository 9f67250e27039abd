#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: what the page's modules sign with a PKCS#12 file, openssl and the C verifier accept."""
import os
import pathlib
import subprocess
import sys
import tempfile

import bundle
import made

HERE = pathlib.Path(__file__).resolve().parent

KEYS = {"p256": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
        "p384": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
        "rsa": ["-newkey", "rsa:3072"]}
PASSWORDS = {"p256": "秘密の言葉", "p384": "", "rsa": "long enough"}


def openssl(*args):
    return subprocess.run(["openssl", *map(str, args)], check=True, capture_output=True)


def issue(folder, kind):
    """A root of its own below which an officer's certificate lies, and that one as PKCS#12."""
    at = {part: folder / f"{kind}-{part}" for part in
          ("root.pem", "root.key", "key", "csr", "pem", "ext", "p12")}
    openssl("req", "-x509", *KEYS["p256"], "-nodes", "-keyout", at["root.key"], "-out", at["root.pem"],
            "-subj", "/O=Test/CN=Officers", "-days", "3650", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    openssl("req", *KEYS[kind], "-nodes", "-keyout", at["key"], "-out", at["csr"], "-subj", "/O=Test/CN=Officer")
    at["ext"].write_text("keyUsage=critical,digitalSignature,nonRepudiation\nbasicConstraints=critical,CA:FALSE\n")
    openssl("x509", "-req", "-in", at["csr"], "-CA", at["root.pem"], "-CAkey", at["root.key"],
            "-days", "3000", "-extfile", at["ext"], "-out", at["pem"])
    openssl("pkcs12", "-export", "-in", at["pem"], "-inkey", at["key"], "-certfile", at["root.pem"],
            "-passout", f"pass:{PASSWORDS[kind]}", "-out", at["p12"])
    return at


def sign(modules, at, password, case, out, time):
    return subprocess.run(["node", HERE / "confirm.mjs", *modules, at["p12"], password, case[1], case[2], time, out],
                          check=False, text=True, stdout=subprocess.PIPE)


def check(modules, folder, kind, case):
    at, out = issue(folder, kind), folder / f"{kind}.p7m"
    start = openssl("x509", "-in", at["pem"], "-noout", "-startdate").stdout.decode().split("=")[1]
    time = int(subprocess.run(["date", "+%s", "-d", start], check=True, capture_output=True).stdout) + 60
    wrong = []
    if sign(modules, at, PASSWORDS[kind] + "x", case, folder / "none", str(time)).stdout.strip() != "password":
        wrong.append(f"{kind}: a wrong password is not told as such")
    if sign(modules, at, PASSWORDS[kind], case, out, str(time)).returncode:
        return wrong + [f"{kind}: not signed"]
    openssl("cms", "-verify", "-inform", "DER", "-binary", "-cades", "-purpose", "any", "-attime", time,
            "-CAfile", at["root.pem"], "-in", out, "-out", os.devnull)
    line = f"{kind}\t{out}\t{at['root.pem']}\t-\t-\t-\t{time}\n"
    answer = subprocess.run([made.PROGRAM, "verify"], input=line, check=True, text=True, stdout=subprocess.PIPE).stdout.split("\t")
    # Without a trust folder nobody is known to be an officer; nothing else stands against it.
    if answer[1:3] != ["undetermined", "role-unknown"] or answer[4] != "none":
        wrong.append(f"{kind}: {answer}")
    return wrong


def main():
    modules = [bundle.bundle("core.js", "confirm-core.mjs"), bundle.bundle("officer.js", "officer.mjs")]
    with tempfile.TemporaryDirectory(prefix="massho-page-") as name:
        folder = pathlib.Path(name)
        case = made.cases()["valid-p256"]
        wrong = [line for kind in KEYS for line in check(modules, folder, kind, case)]
    print(f"{len(KEYS)} keys, {len(wrong)} wrong", *wrong, sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
