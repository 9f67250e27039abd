#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: the whole way of a record, each station by the program that its people have: engineer,
time-stamping authority, sheet, officer's page, confirmation, contract manager.

What each of them saw is in page/walk of the build folder: walk.txt, the sheet and the page as pictures.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import bundle

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import massho  # noqa: E402

PASSWORD = "秘密の言葉"
OUT = bundle.WORK / "walk"


class Walk:
    def __init__(self, folder, told, job="job"):
        self.folder, self.told = folder, told
        self.job = folder / job
        self.job.mkdir()

    def say(self, title):
        self.told.write(f"\n== {title}\n")

    def run(self, expected, *words, cwd=None):
        """As it is typed and shown; the exit status is the station's outcome."""
        name, *rest = map(str, words)
        done = subprocess.run([massho.tool_path(name) if name in massho.TOOLS else name, *rest], text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env=massho.environment("ja"), cwd=cwd or self.folder, check=False)
        shown = " ".join([name, *rest]).replace(f"{self.folder}/", "")
        self.told.write(f"\n$ {shown}\n{done.stdout}[{done.returncode}]\n")
        self.told.flush()
        assert done.returncode == expected, f"{shown}: {done.returncode}\n{done.stdout}"
        return done.stdout


def appoint(walk):
    """Authorities of the contractor, the ministry and of time, and whom an officer trusts."""
    contractor, ministry, times = (massho.Ca(walk.folder / name.lower(), f"{name} Root")
                                   for name in ("Contractor", "Ministry", "Time"))
    trust = walk.folder / "trust"
    for role, ca in (("engineer", contractor), ("officer", ministry), ("tsa", times)):
        (trust / role).mkdir(parents=True)
        shutil.copy(ca.root, trust / role / "root.pem")
    (trust / "policy.json").write_text(json.dumps({
        "schema": "massho-trust/1", "name": "〇〇省 情報セキュリティ特記事項", "algorithms": "massho-2026",
        "confirmation": "required", "roster": "optional", "revocation": {"kind": "none"},
        "officers": [], "anchors": []}, ensure_ascii=False), encoding="utf-8")
    officer = ministry.signer("担当職員 花子")
    subprocess.run(["openssl", "pkcs12", "-export", "-in", officer[1], "-inkey", officer[0], "-certfile",
                    ministry.root, "-passout", f"pass:{PASSWORD}", "-out", walk.folder / "officer.p12"], check=True)
    return contractor.signer("技術者 太郎"), times, times.signer("tsa", usage="critical,timeStamping"), trust, ministry


def erase(walk, engineer):
    walk.say("技術者: 媒体を消去し、記録に署名する")
    image = walk.folder / "laptop.img"
    image.write_bytes(os.urandom(8 << 20))
    before = image.read_bytes()
    walk.run(0, "wipe-device", "--image", image, "--confirm", image.name, "--sign", engineer[0], "--cert",
             engineer[1], cwd=walk.job)
    assert image.read_bytes() != before
    record, = (p for p in walk.job.glob("massho-*.p7m") if ".attempt" not in p.name)
    return image, record


def stamp(walk, record, times, authority):
    walk.say("時刻認証: 要求と応答をファイルで運ぶ")
    request, stamped = walk.folder / "request.tsq", walk.folder / "stamped.p7m"
    walk.run(0, "wipe-cert", "timestamp", "--request", request, record)
    reply = times.timestamp(request, *authority)
    walk.run(0, "wipe-cert", "timestamp", "--reply", reply, "--tsa-trust", times.root, "-o", stamped, record)
    stamped.replace(record)


def draw(walk, record, engineer, trust):
    walk.say("証明書: PDF にして、署名する")
    pdf = walk.job / "certificate.pdf"
    walk.run(8, "wipe-cert", "render", "--pdf", "--lang", "ja", "--trust", trust, "--key", engineer[0], "--cert",
             engineer[1], "-o", pdf, record)
    walk.run(0, "qpdf", "--check", pdf)
    text = walk.run(0, "pdftotext", "-layout", pdf, "-")
    assert "消去" in text and "laptop.img" in text, text
    subprocess.run(["pdftoppm", "-r", "110", "-png", pdf, OUT / "2-certificate"], check=True)
    return pdf


def answer(walk, record, pdf, trust):
    """In the officer's browser: the sheet, the record, the answer. What it saved."""
    walk.say("担当職員: ブラウザーの画面で検証し、確認に署名する")
    page, saved = bundle.page("massho-page-walk.html"), walk.folder / "saved"
    saved.mkdir()
    done = subprocess.run(["node", HERE / "walk.mjs", bundle.WORK / "node_modules" / "playwright-core", page, trust,
                           record, pdf, walk.folder / "officer.p12", PASSWORD, str(int(time.time())), OUT, saved],
                          check=False, text=True, stdout=subprocess.PIPE)
    walk.told.write(done.stdout)
    assert done.returncode == 0, done.stdout
    confirmation, = saved.iterdir()
    return confirmation


def main():
    for program in ("/usr/bin/chromium", "/usr/bin/qpdf", "/usr/bin/pdftoppm"):
        if not pathlib.Path(program).exists():
            bundle.skip(f"{program} is not installed")
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="massho-walk-") as name, \
            open(OUT / "walk.txt", "w", encoding="utf-8") as told:
        walk = Walk(pathlib.Path(name), told)
        engineer, times, authority, trust, ministry = appoint(walk)
        image, record = erase(walk, engineer)
        stamp(walk, record, times, authority)
        walk.say("受託者: 媒体をもう一度読む。まだ確認はない")
        walk.run(0, "wipe-check", "--trust", trust, record, image, cwd=walk.folder)
        assert "未確認" in walk.run(8, "wipe-verify", "--trust", trust, record)
        pdf = draw(walk, record, engineer, trust)
        confirmation = answer(walk, record, pdf, trust)
        walk.say("契約管理者: 案件のすべてを検証する")
        walk.run(0, "openssl", "cms", "-verify", "-inform", "DER", "-binary", "-cades", "-purpose", "any",
                 "-no-CApath", "-no-CAstore", "-CAfile", ministry.root, "-in", confirmation, "-out", walk.folder / "x")
        shutil.copy(confirmation, walk.job)
        assert "確認済" in walk.run(0, "wipe-verify", "--trust", trust, record)
        walk.run(0, "wipe-verify", "--trust", trust, walk.job)
        walk.run(0, "wipe-verify", "--trust", trust, "--csv", walk.job)
        # A record of another medium in its place, with the answer to this one, is nothing.
        _, other = erase(Walk(walk.folder, told, "other"), engineer)
        walk.run(8, "wipe-verify", "--trust", trust, other, confirmation)
    print(f"the way of a record, from engineer to manager: {OUT.relative_to(bundle.WORK.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
