# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases as they come about: made by wipe-case, with erasures signed into them, in copies, merged, closed.

Each is kept at several moments: what a reader sees of a case that is not over is compared too.
"""
import datetime
import json
import pathlib
import shutil
import subprocess
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "support"))  # behind this folder: both have a pdf.py
import massho  # noqa: E402
from case_folder import Folder, answer, day, document, text_of, work  # noqa: E402

MEDIUM = "WD-WCC6Y0000000"
CHALLENGE = "6f666669636572277320646967697473"


class Office:
    """The people of a contract, their keys, and the ministry's trust folder."""

    def __init__(self, folder):
        self.folder = folder
        self.contractor, self.managers, self.ministry = (
            massho.Ca(folder / name, f"{name} Root") for name in ("contractor", "managers", "ministry"))
        self.engineer = self.contractor.signer("技術者 太郎")
        self.second = self.contractor.signer("技術者 次郎")
        self.manager = self.managers.signer("管理者 一子")
        self.officer = self.ministry.signer("担当職員 花子")
        self.trust = folder / "trust"
        for role, ca in (("engineer", self.contractor), ("manager", self.managers), ("officer", self.ministry)):
            (self.trust / role).mkdir(parents=True)
            shutil.copy(ca.root, self.trust / role / "root.pem")
        (self.trust / "policy.json").write_text(json.dumps({
            "schema": "massho-trust/1", "name": "〇〇省 情報セキュリティ特記事項", "algorithms": "massho-2026",
            "confirmation": "required", "roster": "optional", "revocation": {"kind": "none"},
            "officers": [], "anchors": []}, ensure_ascii=False), encoding="utf-8")
        self.scan = folder / "scan.pdf"
        self.scan.write_bytes(b"%PDF-1.4 a scan\n")
        self.plan = folder / "plan.txt"
        self.plan.write_bytes("計画\n".encode())


def wipe_case(expected, *words):
    done = subprocess.run([massho.tool_path("wipe-case"), *map(str, words)], text=True, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env=massho.environment())
    assert done.returncode == expected, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


class Story:
    def __init__(self, office, name, *policy):
        self.office, self.folder = office, Folder(office.folder / "cases" / name)
        self.kept = {}
        self.folder.path.parent.mkdir(exist_ok=True)
        wipe_case(0, "init", self.folder.path, "--title", "情報システム保守業務", "--number", "2026-001", "--date",
                  day(-60), "--ministry",
                  "〇〇省", "--section", "情報システム課", "--officer", "担当職員 花子", "--contractor", "株式会社試験",
                  "--corporate-number", "7000012050002", "--place", "東京都千代田区", "--rule", "統一基準群=令和7年度版",
                  "--document", office.plan, *policy, "--trust", office.trust, *self.by(office.manager))

    @staticmethod
    def by(who):
        return "--key", who[0], "--cert", who[1]

    def do(self, who, command, *words, expected=0):
        return wipe_case(expected, command, self.folder.path, *words, *self.by(who))

    def item(self, label):
        lines = map(json.loads, wipe_case(0, "status", self.folder.path, "--json", "--all").splitlines())
        return next(one["id"] for one in lines if one.get("label") == label)

    def staff(self, *people):
        """people: (role, who)"""
        table = self.office.folder / "staff.tsv"
        table.write_text("".join("\t".join([role, str(who[1]), day(-30), "-", "山田", "本社", "主任", "10 年",
                                            "5 年", "日本"]) + "\n" for role, who in people))
        self.do(self.office.manager, "roster", table)

    def receive(self, label, *more, kind="medium"):
        self.do(self.office.engineer, "receive", "--label", label, "--kind", kind, "--description", "貸与された物",
                "--given-by", "担当職員 花子", *more)

    def permit(self, label, purpose, *more, kind="medium"):
        self.do(self.office.officer, "permit", "--purpose", purpose, "--label", label, "--kind", kind,
                "--description", "作業用", "--use", "解析", "--place", "執務室", "--officer", "担当職員 花子", "--from", day(-1), *more)

    def answer(self, *words, decision="--accept"):
        self.do(self.office.officer, "confirm", decision, *words)

    def erase(self, label, name="erasure-zero", serial=None, closes=None, who=None):
        return self.folder.add(work(name, serial, closes), who or self.office.engineer, label and self.item(label))

    def keep(self, name):
        """As it stands now."""
        self.kept[name] = self.folder.copy_to(f"{self.folder.path}-{name}").path


def long_story(office):
    s = Story(office, "long", "--confirmation", "signed-or-paper")
    o = office
    s.staff(("engineer", o.engineer), ("engineer", o.second), ("manager", o.manager))
    s.keep("begun")
    s.do(o.officer, "approve", "--subject", "method", "--text", "上書きを承認する。", "--level", "clear", "--officer", "花子")
    s.do(o.manager, "declare", "--clause", "13=no,\"ウェブサイトはない\"")
    data = office.folder / "data"
    data.mkdir()
    for name in ("答え", "表"):
        (data / name).write_text(name)
    s.receive("M-1", "--serial", "R-1", "--due", "return", "--due-on", day(30), "--files", data)
    s.receive("M-2", "--serial", "R-2", "--date", day(-9), "--due-on", day(-1))
    s.receive("書類-1", "--quantity", "3", "--classification", "機密性2情報", kind="paper")
    s.receive("PC-1", "--serial", "PC-SN-1", "--medium", "WDC,WD10,D-1", "--medium", "D-2", kind="device")
    s.permit("C-1", "copy-inside", "--of", "M-1", "--serial", MEDIUM, "--until", day(30))
    s.permit("B-1", "bring-in", "--serial", "B-1-SN", "--until", day(5))
    s.permit("B-2", "bring-in", "--serial", "B-2-SN", kind="device")
    s.do(o.engineer, "permit", "--purpose", "copy-outside", "--label", "紙で許可", "--kind", "files", "--description", "写し",
         "--use", "解析", "--place", "本社", "--officer", "花子", "--of", "M-2", "--from", day(-1), "--paper-scan", o.scan)
    s.folder.add(s.folder.copy_out(MEDIUM), o.engineer, s.item("C-1"))
    s.keep("received")
    attempt = s.erase("C-1", "attempt")
    s.keep("attempted")
    s.erase("C-1", "erasure-failed", closes=attempt)
    s.keep("failed")
    s.erase("C-1", "erasure")
    s.erase("M-2", serial="R-2")
    s.erase("PC-1", serial="D-1")
    s.keep("half")
    s.erase("PC-1", serial="D-2")
    s.erase("B-1", serial="B-1-SN")
    s.do(o.engineer, "exit-check", "--item", "B-2", "--result", "nothing-copied", "--text", "目視", "--place", "通用口")
    s.do(o.engineer, "exit-check", "--item", "B-1", "--result", "erased", "--text", "記録", "--place", "通用口")
    (data / "表").unlink()
    s.do(o.engineer, "return", "--item", "M-1", "--form", "medium", "--to", "花子", "--receipt", o.scan, "--files", data)
    s.do(o.second, "dispose", "--item", "書類-1", "--method", "shredded", "--text", "裁断", "--by", "次郎、一子立会い", "--quantity", "3")
    s.do(o.engineer, "attest", "--item", "紙で許可", "--method", "削除", "--text", "共有から削除", "--reason", "道具が届かない")
    s.keep("awaiting")
    s.answer("--item", "M-1", "--reason", "受領していない。", decision="--reject")
    s.keep("rejected")
    s.do(o.engineer, "return", "--item", "M-1", "--form", "medium", "--to", "花子")
    s.do(o.engineer, "confirm", "--accept", "--item", "書類-1", "--paper-scan", o.scan)
    s.do(o.second, "incident", "--kind", "lost", "--item", "B-2", "--missing", "--text", "見当たらない。")
    opened = s.folder.last("incident").document["id"]
    s.keep("incident")
    s.do(o.manager, "incident", "--kind", "lost", "--item", "B-2", "--resolves", opened, "--missing", "--text", "見つからない。",
         "--cause", "盗難", "--measures", "届け出た。")
    s.keep("resolved")
    s.answer("--all")
    s.keep("answered")
    s.do(o.manager, "close", "--text", "終了")
    s.keep("closing")
    s.answer("--all")
    s.keep("closed")
    return s


def strict_story(office):
    """Held, returned first, a challenge for each, purge."""
    s = Story(office, "strict", "--hold", "--return-before-erase", "--challenge", "required", "--level", "purge")
    o = office
    s.staff(("engineer", o.engineer), ("manager", o.manager))
    s.receive("原本", "--serial", "O-1")
    s.permit("写し", "copy-outside", "--of", "原本", "--serial", MEDIUM)
    s.permit("写しの写し", "copy-outside", "--of", "写し", "--serial", "S-2")
    s.permit("写し三", "copy-inside", "--of", "原本")
    s.erase("写し", "erasure")
    s.keep("return-first")
    s.do(o.engineer, "return", "--item", "原本", "--form", "medium", "--to", "花子")
    s.keep("back")
    s.answer("--item", "原本")
    s.keep("returned")
    s.folder.add(document("challenge", challenge=CHALLENGE, serial=None, expires_at=text_of(now(hours=5))), o.officer,
                 s.item("写し"))
    s.keep("asked")
    s.do(o.officer, "challenge", "--item", "写しの写し", "--officer", "花子")
    s.erase("写し", "erasure")
    s.keep("too-low")
    s.do(o.officer, "approve", "--subject", "method", "--text", "上書きでよい。", "--level", "clear", "--kind", "medium", "--officer", "花子")
    s.erase("写し", "erasure")
    s.folder.add(document("challenge", challenge=CHALLENGE, serial=MEDIUM, expires_at=text_of(now(hours=5))), o.officer,
                 s.item("写し"))
    s.erase("写し", "erasure")
    s.erase("写しの写し", serial="S-2")
    s.do(o.officer, "approve", "--subject", "instruction", "--text", "消去せよ。", "--serial", "X-9", "--officer", "花子")
    s.erase(None, serial="X-9")
    s.keep("challenged")
    s.answer("--all")
    s.keep("answered")
    return s


def forked_story(office):
    """Two copies, one signer in both, an officer's answer from outside; then merged."""
    s = Story(office, "forked")
    o = office
    s.receive("A", "--serial", "A-1")
    s.receive("B", "--serial", "B-1")
    copy = s.folder.copy_to(s.folder.path.parent / "forked-copy")
    s.do(o.engineer, "return", "--item", "A", "--form", "medium", "--to", "花子")
    wipe_case(0, "return", copy.path, "--item", "B", "--form", "medium", "--to", "花子", *s.by(o.engineer))
    wipe_case(0, "return", copy.path, "--item", "A", "--form", "medium", "--to", "花子", *s.by(o.engineer))
    outside = office.folder / "answer.p7m"
    given = Folder(office.folder / "loose")
    given.records_path.mkdir(parents=True)
    loose = answer(s.folder.last("return")) | {"id": "00000000-0000-4000-8000-0000000000aa"}
    given.put(loose, o.officer, "answer.p7m").path.rename(outside)
    both = s.folder.copy_to(s.folder.path.parent / "forked-both")
    for one in copy.records():
        shutil.copy(one.path, both.records_path)
    shutil.copy(outside, both.records_path / "answer.p7m")
    s.kept["both"] = both.path
    s.do(o.engineer, "merge", copy.path, outside, "--text", "合流")
    s.keep("merged")
    return s


def demo_story(office):
    """By demonstration keys: nothing of it proves anything."""
    ca = office.folder / "demo"
    massho.run("wipe-cert", "demo-ca", ca)
    path = office.folder / "cases" / "demo"
    keys = {name: ("--key", ca / f"{name}.key", "--cert", ca / f"{name}.pem") for name in ("engineer", "officer")}
    wipe_case(0, "init", path, "--title", "試し", "--number", "1", "--date", day(), "--ministry", "〇〇省", "--section", "課", "--officer", "花子",
              "--contractor", "試験", "--place", "東京", "--rule", "規則=1", "--trust", ca / "trust", *keys["engineer"])
    wipe_case(0, "receive", path, "--label", "D", "--kind", "files", "--description", "写し", "--given-by", "花子", *keys["engineer"])
    wipe_case(0, "return", path, "--item", "D", "--form", "medium", "--to", "花子", *keys["engineer"])
    wipe_case(0, "confirm", path, "--all", "--accept", *keys["officer"])
    return {"demo": path}


def now(**more):
    return datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**more)


def stories(folder):
    """Name -> folder of a case; and the office, for those who go on with them."""
    office = Office(folder)
    told = [long_story(office), strict_story(office), forked_story(office)]
    cases = {f"{one.folder.path.name}-{name}": path for one in told for name, path in one.kept.items()}
    return cases | demo_story(office), office
