#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: of a PDF the page says what wipe-verify says, but for what is drawn: that it never calls valid."""
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import bundle
import desk
import made

HERE = pathlib.Path(__file__).resolve().parent
BIN = made.BUILD / "bin"


class Papers:
    def __init__(self, folder):
        self.folder, self.time = folder, desk.lay(folder)
        self.at = datetime.datetime.fromtimestamp(self.time, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.files = []

    def add(self, name, data):
        path = self.folder / f"{len(self.files):02d}-{name}.pdf"
        path.write_bytes(data)
        self.files.append(path)

    def draw(self, *records, sign=True, trust=True):
        out = self.folder / "drawn.pdf"
        words = ["--key", self.folder / "engineer.key", "--cert", self.folder / "engineer.pem"] if sign else []
        words += ["--trust", self.folder / "trust", "--at", self.at] if trust else []
        subprocess.run([BIN / "wipe-cert", "render", "--pdf", *words, "-o", out,
                        *(self.folder / name for name in records)], check=False, stderr=subprocess.DEVNULL)
        data = out.read_bytes()
        out.unlink()
        return data

    def seal(self, pdf, *records, works="-", authentic="-", reason="-", key="-", cert="-"):
        """What somebody with a key and the library makes, and wipe-cert does not."""
        out, given = self.folder / "sealed.pdf", self.folder / "given.pdf"
        given.write_bytes(pdf)
        subprocess.run([made.BUILD / "tests" / "bin" / "seal_pdf", out, given, "-", works, authentic, reason, key, cert,
                        *(self.folder / name for name in records)], check=True)
        data = out.read_bytes()
        out.unlink()
        return data


def flipped(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def spoilt(papers, name, data, is_signed):
    for part in (b"/Producer", b"stream\n", b"%%EOF\n", b"/Language", b"/Drawn", b"/AFRelationship", b"/Names", b"xref\n",
                 b"trailer", b"startxref"):
        papers.add(f"{name}-flipped", flipped(data, data.rindex(part) + len(part) - 1))
    if is_signed:
        for part in (b"/ByteRange [ 0 ", b"/SubFilter /", b"/Contents <308", b"/P 1"):
            at = data.rindex(part) + len(part) - 1
            papers.add(f"{name}-changed", data[:at] + b"7" + data[at + 1:])
    end = data.index(b"%%EOF\n") + 6
    for more in (b"\n", b"% comment\n", data[end:]):
        papers.add(f"{name}-appended", data + more)
    for less in (data[:-1], data[:end], data[:len(data) // 2], b"%PDF-1.4\n", b"%PDF-1.4\nstartxref\n0\n%%EOF\n", b"%PDF-"):
        papers.add(f"{name}-cut", less)
    for old, new in ((b"/Creator (massho ", b"/OpenAct (massho "), (b"/Type /Page %", b"/Type /AAAA %"), (b" 0 R", b" 9 R"),
                     (b"0000000015 00000 n", b"9999999999 00000 n"), (b"/Size ", b"/Size 0"), (b"xref\n0 ", b"xref\n9 ")):
        papers.add(f"{name}-drawing", data[:end].replace(old, new, 1) + data[end:])
    for old, new in ((rb"/Count 1\n", b"/Count 500\n"), (rb"/Count 1\n", b"/Count 0\n"), (rb"/Length (\d+) /Drawn", b"/Length 99999999 /Drawn"),
                     (rb"/Dated \(D:\d{4}", b"/Dated (D:9999"), (rb"/Dated \(D:\d{8}", b"/Dated (D:20260230"), (rb"/Prev \d+", b"/Prev 1"),
                     (rb"\(valid none", b"(valid not-compared"), (rb"\(valid none", b"(valid __proto__")):
        papers.add(f"{name}-seal", data[:end] + re.sub(old, new, data[end:], count=1))


def lay(papers):
    unsigned, signed = papers.draw("erasure.p7m", sign=False), papers.draw("erasure.p7m")
    papers.add("unsigned", unsigned)
    papers.add("signed", signed)
    papers.add("lot", papers.draw("erasure.p7m", "erasure-2.p7m"))
    papers.add("failed", papers.draw("unverified.p7m"))
    papers.add("no-trust", papers.draw("erasure.p7m", trust=False))
    papers.add("bare", papers.draw("unsigned.json", sign=False))
    spoilt(papers, "unsigned", unsigned, False)
    spoilt(papers, "signed", signed, True)
    update = signed[signed.index(b"%%EOF\n") + 6:]
    start = signed[signed.rindex(b"startxref\n") + 10:].split()[0]
    papers.add("second-signature", signed + update.replace(b"/Prev " + start, b"/Prev 1").replace(b"(Signature1)", b"(Signature2)"))
    own = {"key": papers.folder / "engineer.key", "cert": papers.folder / "engineer.pem"}
    papers.add("another-record", papers.seal(signed, "erasure-2.p7m", **own))
    papers.add("flipped-record", papers.seal(signed, "flipped.p7m", **own))
    papers.add("never-found", papers.seal(papers.draw("unsigned.json", sign=False), "unsigned.json", authentic="valid", reason="none"))
    papers.add("never-drawn", papers.seal(signed, "erasure.p7m", authentic="invalid", reason="signature", **own))
    key, cert = papers.folder / "nobody.key", papers.folder / "nobody.pem"
    papers.add("by-another", papers.seal(signed, "erasure.p7m", key=key, cert=cert))
    papers.add("other-works", papers.seal(signed, "erasure.p7m", works="massho 9; cairo 9", **own))
    for name, data in (("sweep-signed", signed), ("sweep-unsigned", unsigned)):
        papers.files.append(papers.folder / f"{name}.pdf")
        papers.files[-1].write_bytes(data)


def told_by_tool(papers):
    done = subprocess.run([BIN / "wipe-verify", "--json", "--trust", papers.folder / "trust", "--at", papers.at, *papers.files],
                          check=False, text=True, stdout=subprocess.PIPE)
    found = {}
    for one in map(json.loads, done.stdout.splitlines()):
        if one["object"] == "file":
            found.setdefault(re.sub(r"#\d+$", "", one["path"]), []).append((one["authentic"], one["reason"], one.get("id")))
    return found


def compare(page, tool):
    """The drawing is out of the page's reach: never valid by it, and nothing else is let pass."""
    unseen = ("undetermined", "pdf-not-compared")
    for mine, (authentic, reason, number) in zip(page, tool, strict=True):
        wanted = unseen if authentic == "valid" or reason == "pdf-drawing" else (authentic, reason)
        told = (mine["authentic"], mine["reason"])
        if told != wanted and not (reason == "pdf-drawing" and told == ("invalid", "pdf-drawing")):
            return f"{told}, wipe-verify {(authentic, reason)}"
        if mine["code"] == 0 or (authentic == "valid" and (mine["id"], mine["inPdf"]["authentic"]) != (number, "valid")):
            return f"{mine}"
        if mine["authentic"] == "invalid" and mine["id"]:
            return "a record was handed out of an invalid file"
    return ""


def main():
    core = bundle.bundle("core.js", "pdf-core.mjs")
    with tempfile.TemporaryDirectory(prefix="massho-page-") as name:
        papers = Papers(pathlib.Path(name))
        lay(papers)
        tool = told_by_tool(papers)
        output = subprocess.run(["node", HERE / "pdf.mjs", core, papers.folder / "trust", str(papers.time), *papers.files],
                                check=True, text=True, stdout=subprocess.PIPE).stdout
    answers = [json.loads(line) for line in output.splitlines()]
    wrong, sweeps = [], {}
    for one in answers:
        fault = compare(one["results"], tool[one["file"]])
        wrong += [f"{pathlib.Path(one['file']).name}: {fault}"] if fault else []
        if one["sweep"]:
            sweeps[pathlib.Path(one["file"]).stem] = one["sweep"]
    if sweeps["sweep-signed"]["tried"] < 50 or sweeps["sweep-signed"]["left"]:
        wrong.append(f"changed under a signature: {sweeps['sweep-signed']}")
    reasons = {(r["authentic"], r["reason"]) for one in answers for r in one["results"]}
    print(f"{len(answers)} PDFs, {sweeps['sweep-signed']['tried']} bytes, {sorted(reasons)}; {len(wrong)} wrong", *wrong, sep="\n  ")
    return 1 if wrong or len(answers) < 80 else 0


if __name__ == "__main__":
    sys.exit(main())
