#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One core that computes SHA-256 (OpenSSL's, by hashlib) over a buffer of 1 MiB.

sha_core.py BYTES   hashes so many bytes and prints the seconds that took
sha_core.py         prints "busy" and hashes until it is ended
"""
import hashlib
import sys
import time

BUFFER = bytes(range(256)) * 4096


def main():
    digest = hashlib.sha256(BUFFER)
    if len(sys.argv) == 1:
        print("busy", flush=True)
        while True:
            digest.update(BUFFER)
    started = time.monotonic()
    for _ in range(int(sys.argv[1]) // len(BUFFER)):
        digest.update(BUFFER)
    print(f"{time.monotonic() - started:.6f}")


if __name__ == "__main__":
    main()
