# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of PDF certificates share: rendering them, and asking other programs."""
import re
import subprocess

import massho

RECORDS = massho.SOURCE / "tests" / "fixtures" / "records"


def stock(*words):
    """A program that is not ours; its standard output."""
    done = subprocess.run([str(w) for w in words], capture_output=True, check=False)
    if done.returncode:
        raise AssertionError(f"{words}: exit {done.returncode}\n{done.stderr.decode()}")
    return done.stdout.decode("utf-8", "replace")


def text_of(pdf, *words):
    return stock("pdftotext", "-layout", *words, pdf, "-")


def pages_of(pdf):
    return int(re.search(r"^Pages:\s+(\d+)$", stock("pdfinfo", pdf), re.M).group(1))


def pixels(pdf, page=1):
    """(red, green, blue) of every pixel of a page, coarsely."""
    done = subprocess.run(["pdftoppm", "-r", "40", "-f", str(page), "-l", str(page), str(pdf)],
                          capture_output=True, check=True)
    head, size, depth, data = done.stdout.split(b"\n", 3)
    assert (head, depth) == (b"P6", b"255"), (head, size, depth)
    return [data[i:i + 3] for i in range(0, len(data), 3)]


def is_green(pixel):
    return pixel[1] > pixel[0] + 50 and pixel[1] > pixel[2] + 20


class Case(massho.Case):
    made = {}

    @classmethod
    def once(cls, name, make):
        """The bytes of what many cases begin with: made for the first of them."""
        if name not in cls.made:
            cls.made[name] = make().read_bytes()
        return cls.made[name]

    def erased(self):
        """The record of an erasure, signed."""
        record = self.folder / "massho-record.p7m"
        record.write_bytes(self.once("record", lambda: self.erase(sign=(self.key, self.cert))[1]))
        return record

    def setUp(self):
        super().setUp()
        self.root, self.key, self.cert = massho.real_ca()
        self.out = self.folder / "out.pdf"

    def render(self, expected, *words, form="--pdf", out=None, **how):
        return self.tool(expected, "wipe-cert", "render", form, "-o", out or self.out, *words,
                         **how)

    def signed(self, name, signer=None):
        """A fixture, signed now."""
        key, cert = signer or (self.key, self.cert)
        out = self.folder / f"{name}-{len(list(self.folder.iterdir()))}.p7m"
        self.tool(massho.DONE, "wipe-cert", "sign", "--key", key, "--cert", cert, "-o", out,
                  RECORDS / f"{name}.json")
        return out
