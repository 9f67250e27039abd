# SPDX-License-Identifier: GPL-3.0-or-later
"""Trust folders, rosters and confirmations, from the engineer's erasure to the officer's answer."""
import atexit
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402


def fingerprint(cert):
    return hashlib.sha256(subprocess.run(
        ["openssl", "x509", "-in", cert, "-outform", "DER"], check=True,
        capture_output=True).stdout).hexdigest()


class World:
    """Two authorities that are no demonstration: the contractor's, and the ministry's."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="massho-world-"))
        atexit.register(shutil.rmtree, self.folder, True)
        self.contractor = massho.Ca(self.folder / "contractor", "Contractor Root")
        self.ministry = massho.Ca(self.folder / "ministry", "Ministry Root")
        self.engineer = self.contractor.signer("engineer")
        self.manager = self.contractor.signer("manager")
        self.officer = self.ministry.signer("officer")
        self.second = self.ministry.signer("second")
        self.namesake = self.ministry.signer("engineer")


_world = []


def world():
    if not _world:
        _world.append(World())
    return _world[0]


class Trusting(massho.Case):
    def setUp(self):
        super().setUp()
        self.w = world()
        self.trust = self.folder / "trust"
        self.make_trust()

    def policy(self, **changed):
        made = {"schema": "massho-trust/1", "name": "試験", "algorithms": "massho-2026",
                "confirmation": "required", "roster": "optional",
                "revocation": {"kind": "none"}, "officers": [], "anchors": []} | changed
        (self.trust / "policy.json").write_text(json.dumps(made), encoding="utf-8")

    def make_trust(self):
        for role, ca in (("engineer", self.w.contractor), ("officer", self.w.ministry)):
            (self.trust / role).mkdir(parents=True)
            shutil.copy(ca.root, self.trust / role / "root.pem")
        self.policy()

    def verify(self, expected, *words, trust=None):
        done = self.tool(expected, "wipe-verify", "--json", "--trust", trust or self.trust, *words)
        lines = massho.json_lines(done.stdout)
        return {Path(x["path"]).name: x for x in lines if x["object"] == "file"}, \
            [x for x in lines if x["object"] == "finding"]

    def standing(self, expected, path, trust=None):
        return self.verify(expected, path, trust=trust)[0][path.name]["confirmation"]

    def confirm(self, expected, record, signer, *words, out="confirmation.p7m", trust=True,
                decision="--accept", **how):
        path = self.folder / out
        trusting = ["--trust", self.trust] if trust else []
        done = self.tool(expected, "wipe-cert", "confirm", decision, "--key", signer[0], "--cert",
                         signer[1], *trusting, "-o", path, *words, record, **how)
        self.assertEqual(path.exists(), expected == massho.DONE)
        self.done = done
        return path

    def made_elsewhere(self, record, signer, sample="confirmation", out="confirmation.p7m",
                       **changed):
        """A confirmation that our own tool would not make."""
        parsed = json.loads((massho.SOURCE / f"tests/fixtures/records/{sample}.json").read_text())
        known = self.verify_alone(record)
        parsed["about"] = {"id": known["id"], **known["link"]}
        parsed["issued_at"] = known["issued_at"]
        parsed |= changed
        content = self.folder / "bad-content.json"
        content.write_text(json.dumps(parsed), encoding="utf-8")
        massho.openssl_sign(*signer, content, self.folder / out)
        content.unlink()
        return self.folder / out

    def verify_alone(self, record):
        done = massho.run("wipe-verify", "--json", record)
        return massho.json_lines(done.stdout)[0]


class Answers(Trusting):
    def setUp(self):
        super().setUp()
        self.attempt, self.record = self.erase(sign=self.w.engineer)

    def test_unconfirmed_then_confirmed(self):
        self.assertEqual(self.standing(massho.UNCONFIRMED, self.record)["standing"],
                         "unconfirmed")
        text = self.tool(massho.UNCONFIRMED, "wipe-verify", "--trust", self.trust,
                         self.record).stdout
        self.assertRegex(text, r"authentic\?\s+YES\n")
        self.assertRegex(text, r"hold\?\s+YES: every block")
        self.assertRegex(text, r"Confirmed\?\s+NO: the policy asks")
        quiet = self.tool(massho.UNCONFIRMED, "wipe-verify", "--quiet", "--trust", self.trust,
                          self.record)
        self.assertIn("unconfirmed", quiet.stderr)
        path = self.confirm(massho.DONE, self.record, self.w.officer, "--label-seen")
        found = self.standing(massho.DONE, self.record)
        self.assertEqual((found["standing"], found["by_path"]), ("confirmed", str(path)))
        self.assertIn("CN=officer", found["by"])
        text = self.tool(massho.DONE, "wipe-verify", "--trust", self.trust, self.record).stdout
        self.assertRegex(text, r"Confirmed\?\s+YES, by CN=officer")
        files, findings = self.verify(massho.DONE, self.folder)
        self.assertEqual(findings, [])
        self.assertEqual(files[self.record.name]["confirmation"]["standing"], "confirmed")
        answer = files[path.name]
        self.assertEqual((answer["type"], answer["decision"], answer["means"], answer["held"],
                          answer["roles"], answer["confirmation"]),
                         ("confirmation", "accept", "signed", "none", ["officer"], None))
        self.assertEqual(answer["checked"], {"label_seen": True, "reread": "none",
                                             "check_id": None})
        # Elsewhere it does not count unless it is given.
        (self.folder / "elsewhere").mkdir()
        path.rename(self.folder / "elsewhere" / path.name)
        self.assertEqual(self.standing(massho.UNCONFIRMED, self.record)["standing"],
                         "unconfirmed")
        self.verify(massho.DONE, self.record, self.folder / "elsewhere" / path.name)

    def test_what_is_in_the_record(self):
        path = self.confirm(massho.DONE, self.record, self.w.officer, "--label-seen", "--reason",
                            "立会いの上で確認", "--json")
        said = massho.json_lines(self.done.stdout)[0]
        parsed, of = massho.record(path), massho.record(self.record)
        known = self.verify_alone(self.record)
        self.assertEqual((said["object"], said["id"], said["about_id"], said["decision"]),
                         ("confirm", parsed["id"], of["id"], "accept"))
        self.assertEqual(parsed["about"], {"id": of["id"], **known["link"]})
        self.assertEqual(parsed["reasons"], ["立会いの上で確認"])
        self.assertEqual(parsed["means"], {"kind": "signed"})
        self.assertTrue(parsed["checked"]["label_seen"])

    def test_stock_openssl_checks_it(self):
        path = self.confirm(massho.DONE, self.record, self.w.officer)
        subprocess.run(["openssl", "cms", "-verify", "-inform", "DER", "-binary", "-cades",
                        "-purpose", "any", "-no-CApath", "-no-CAstore", "-CAfile",
                        self.w.ministry.root, "-in", path, "-out", os.devnull], check=True,
                       capture_output=True)

    def test_rejected(self):
        self.confirm(massho.USAGE, self.record, self.w.officer, decision="--reject")
        path = self.confirm(massho.DONE, self.record, self.w.officer, "--reason",
                            "シリアル番号が違う", decision="--reject")
        found = self.standing(massho.FAILED, self.record)
        self.assertEqual((found["standing"], found["by_path"]), ("rejected", str(path)))
        text = self.tool(massho.FAILED, "wipe-verify", "--trust", self.trust, self.record).stdout
        self.assertIn("REJECTED by CN=officer", text)
        self.assertIn("シリアル番号が違う", text)
        quiet = self.tool(massho.FAILED, "wipe-verify", "--quiet", "--trust", self.trust,
                          self.record)
        self.assertIn("rejected it", quiet.stderr)
        self.policy(confirmation="not-required")
        self.assertEqual(self.standing(massho.FAILED, self.record)["standing"], "rejected")
        shown = self.tool(massho.FAILED, "wipe-cert", "show", "--trust", self.trust, self.record)
        self.assertIn("NOT A CERTIFICATE", shown.stdout)

    def test_a_policy_that_does_not_ask(self):
        self.policy(confirmation="not-required")
        self.assertEqual(self.standing(massho.DONE, self.record)["standing"], "not-asked")
        text = self.tool(massho.DONE, "wipe-verify", "--trust", self.trust, self.record).stdout
        self.assertNotIn("Confirmed?", text)

    def test_anchors_alone_work_as_before(self):
        for path in (self.w.contractor.root, self.trust / "engineer"):
            found = self.verify(massho.DONE, self.record, trust=path)[0][self.record.name]
            self.assertEqual((found["roles"], found["confirmation"]["standing"]),
                             ([], "not-asked"))

    def test_show_agrees_with_verify(self):
        show = ["wipe-cert", "show", "--trust", self.trust, self.record]
        self.assertIn("Confirmed?", self.tool(massho.UNCONFIRMED, *show).stdout)
        path = self.confirm(massho.DONE, self.record, self.w.officer)
        self.assertRegex(self.tool(massho.DONE, *show).stdout, r"Confirmed\?\s+YES")
        text = self.tool(massho.DONE, "wipe-cert", "show", "--trust", self.trust, path).stdout
        self.assertIn("CONFIRMATION OF A RECORD", text)
        self.assertIn("ACCEPTED", text)
        self.assertIn(massho.record(self.record)["id"], text)
        out = self.folder / "certificate.txt"
        self.tool(massho.DONE, "wipe-cert", "render", "--text", "--trust", self.trust, "-o", out,
                  path)
        self.assertIn("ACCEPTED", out.read_text(encoding="utf-8"))

    def check(self, image="disk.img", expected=massho.DONE, out="massho-check.p7m"):
        path = self.folder / out
        self.tool(expected, "wipe-check", "--trust", self.trust, "--sign", self.w.officer[0],
                  "--cert", self.w.officer[1], "--record", path, self.record,
                  self.folder / image)
        return path

    def test_with_a_check(self):
        check = self.check()
        path = self.confirm(massho.DONE, self.record, self.w.officer, "--check-record", check)
        checked = massho.record(path)["checked"]
        self.assertEqual((checked["reread"], checked["check"]["id"], checked["label_seen"]),
                         ("full", massho.record(check)["id"], False))
        files, findings = self.verify(massho.DONE, self.folder)
        self.assertEqual(findings, [])
        self.assertEqual(files[path.name]["checked"]["reread"], "full")

    def test_a_check_of_something_else(self):
        check = self.check()
        _, other = self.erase(sign=self.w.engineer)
        self.confirm(massho.REFUSED, other, self.w.officer, "--check-record", check)
        self.confirm(massho.REFUSED, self.record, self.w.officer, "--check-record", self.record)
        self.confirm(massho.USAGE, self.record, self.w.officer, "--check-record",
                     self.folder / "none")
        image = self.folder / "disk.img"
        image.write_bytes(b"x" + image.read_bytes()[1:])
        different = self.check(expected=massho.FAILED, out="massho-different.p7m")
        self.confirm(massho.REFUSED, self.record, self.w.officer, "--check-record", different)

    def test_who_may_not(self):
        """Refused by wipe-cert, and of no effect where somebody makes it by other means."""
        for signer, reason, own in ((self.w.engineer, "role", "role"),
                                    (self.w.manager, "role", "role"),
                                    (self.w.namesake, "self-confirmed", "self-confirmed")):
            self.confirm(massho.REFUSED, self.record, signer)
            path = self.made_elsewhere(self.record, signer)
            found = self.standing(massho.UNCONFIRMED, self.record)
            self.assertEqual((found["standing"], found["futile_path"], found["futile_reason"]),
                             ("unconfirmed", str(path), reason))
            files, _ = self.verify(massho.FAILED, self.record, path)
            self.assertEqual((files[path.name]["authentic"], files[path.name]["reason"],
                              files[path.name]["decision"]), ("invalid", own, None))
            path.unlink()

    def test_who_signed_never_confirms(self):
        shutil.copy(self.w.contractor.root, self.trust / "officer" / "contractor.pem")
        self.confirm(massho.REFUSED, self.record, self.w.engineer)
        self.assertIn("confirmed it too", self.done.stderr)
        self.confirm(massho.REFUSED, self.record, self.w.engineer, trust=False)
        self.made_elsewhere(self.record, self.w.engineer)
        self.assertEqual(self.standing(massho.UNCONFIRMED, self.record)["futile_reason"],
                         "self-confirmed")
        self.made_elsewhere(self.record, self.w.engineer, "confirmation-rejects",
                            out="rejects.p7m")
        self.assertEqual(self.standing(massho.UNCONFIRMED, self.record)["standing"],
                         "unconfirmed")

    def test_of_another_record(self):
        path = self.confirm(massho.DONE, self.record, self.w.officer)
        _, other = self.erase(sign=self.w.engineer)
        found = self.standing(massho.UNCONFIRMED, other)
        self.assertEqual((found["standing"], found["by_path"], found["futile_path"]),
                         ("unconfirmed", None, None))
        files, _ = self.verify(massho.UNCONFIRMED, self.folder)
        self.assertEqual({files[x.name]["confirmation"]["standing"]
                          for x in (self.record, other)}, {"confirmed", "unconfirmed"})
        self.record.unlink()
        _, findings = self.verify(massho.UNCONFIRMED, self.folder)
        self.assertIn(("missing-confirmed", str(path)),
                      [(f["finding"], f["path"]) for f in findings])

    def test_the_same_content_signed_anew_is_another_record(self):
        path = self.confirm(massho.DONE, self.record, self.w.officer)
        content = self.folder / "bad-content.json"
        content.write_bytes(massho.econtent(self.record))
        self.record.unlink()
        massho.openssl_sign(*self.w.manager, content, self.record)
        found = self.standing(massho.UNCONFIRMED, self.record)
        self.assertEqual((found["standing"], found["by_path"]), ("unconfirmed", None))
        self.assertTrue(path.exists())

    def test_a_stripped_signature_counts_for_nothing(self):
        path = self.confirm(massho.DONE, self.record, self.w.officer)
        (self.folder / "massho-stripped.json").write_bytes(massho.econtent(path))
        path.unlink()
        files, _ = self.verify(massho.UNCONFIRMED, self.folder)
        self.assertEqual(files[self.record.name]["confirmation"]["standing"], "unconfirmed")
        self.assertEqual(files[self.record.name]["confirmation"]["futile_reason"], "unsigned")

    def test_a_changed_one(self):
        path = self.confirm(massho.DONE, self.record, self.w.officer, "--reason", "x",
                            decision="--reject")
        data = path.read_bytes().replace(b'"decision": "reject"', b'"decision": "accept"')
        path.unlink()
        bad = self.folder / "bad-confirmation.p7m"
        bad.write_bytes(data)
        found = self.standing(massho.UNCONFIRMED, self.record)
        self.assertEqual((found["standing"], found["futile_reason"]),
                         ("unconfirmed", "signature"))

    def test_a_changed_one_is_told_of_its_own_record_only(self):
        _, other = self.erase(sign=self.w.engineer)
        path = self.confirm(massho.DONE, self.record, self.w.officer)
        data = bytearray(path.read_bytes())
        data[-1] ^= 1
        path.write_bytes(data)
        files, _ = self.verify(massho.UNCONFIRMED, self.record, other)
        self.assertEqual(files[self.record.name]["confirmation"]["futile_path"], str(path))
        self.assertIsNone(files[other.name]["confirmation"]["futile_path"])

    def test_who_confirms_himself_is_told_in_every_copy(self):
        path = self.made_elsewhere(self.record, self.w.engineer)
        copy = self.folder / "copy.p7m"
        shutil.copy(path, copy)
        files, _ = self.verify(massho.FAILED, self.folder)
        for name in (path.name, copy.name):
            self.assertIn(files[name]["reason"], ("self-confirmed", "role"))
            self.assertEqual(files[name]["authentic"], "invalid")

    def test_paper(self):
        scan = self.folder / "scan.png"
        scan.write_bytes(b"\x89PNG" + b"paper" * 1000)
        path = self.confirm(massho.DONE, self.record, self.w.manager, "--paper-scan", scan)
        means = massho.record(path)["means"]
        self.assertEqual(means, {"kind": "paper",
                                 "scan_sha256": hashlib.sha256(scan.read_bytes()).hexdigest(),
                                 "scan_bytes": str(scan.stat().st_size)})
        found = self.standing(massho.UNCONFIRMED, self.record)
        self.assertEqual((found["standing"], found["by_path"], found["on_paper_path"]),
                         ("unconfirmed", None, str(path)))
        show = ["wipe-verify", "--trust", self.trust, self.record]
        text = " ".join(self.tool(massho.UNCONFIRMED, *show).stdout.split())
        self.assertIn("confirmed on paper (entered by the contractor)", text)
        self.assertNotIn("Confirmed? YES", text)
        self.policy(confirmation="not-required")
        found = self.standing(massho.DONE, self.record)
        self.assertEqual((found["standing"], found["on_paper_path"]), ("not-asked", str(path)))

    def test_paper_by_an_officer_or_without_a_scan(self):
        scan = self.folder / "scan.png"
        scan.write_bytes(b"")
        self.confirm(massho.FAILED, self.record, self.w.manager, "--paper-scan", scan)
        scan.write_bytes(b"x")
        self.confirm(massho.REFUSED, self.record, self.w.officer, "--paper-scan", scan)
        self.confirm(massho.USAGE, self.record, self.w.manager, "--paper-scan",
                     self.folder / "none")
        self.confirm(massho.FAILED, self.record, self.w.manager, "--paper-scan", self.folder)
        self.confirm(massho.DONE, self.record, self.w.manager, "--paper-scan", scan, "--reason",
                     "却下", decision="--reject")
        self.assertEqual(self.standing(massho.FAILED, self.record)["standing"], "rejected")

    def test_the_confirmation_of_an_erasure_that_nothing_proves(self):
        _, bad = self.erase("--verify", "none", sign=self.w.engineer, expected=massho.PARTIAL)
        self.confirm(massho.REFUSED, bad, self.w.officer)
        self.made_elsewhere(bad, self.w.officer)
        self.verify(massho.UNCONFIRMED, bad)
        (self.folder / "confirmation.p7m").unlink()
        self.confirm(massho.DONE, bad, self.w.officer, "--reason", "x", decision="--reject")

    def test_what_cannot_be_confirmed(self):
        _, unsigned = self.erase()
        self.confirm(massho.REFUSED, unsigned, self.w.officer)
        self.confirm(massho.REFUSED, self.attempt, self.w.officer)
        data = bytearray(self.record.read_bytes())
        data[data.index(b"erased-verified")] ^= 1
        bad = self.folder / "bad.p7m"
        bad.write_bytes(data)
        self.confirm(massho.FAILED, bad, self.w.officer)
        self.confirm(massho.USAGE, self.folder / "none", self.w.officer)

    def test_usage(self):
        base = ["wipe-cert", "confirm", "--key", self.w.officer[0], "--cert", self.w.officer[1]]
        out = ["-o", self.folder / "c.p7m"]
        self.tool(massho.USAGE, *base, *out, self.record)
        self.tool(massho.USAGE, *base, "--accept", "--reject", *out, self.record)
        self.tool(massho.USAGE, *base, "--accept", self.record)
        self.tool(massho.USAGE, *base, "--accept", *out)
        self.tool(massho.USAGE, *base, "--accept", *["--reason=x"] * 9, *out, self.record)
        self.tool(massho.USAGE, *base, "--accept", "--reason", "却" * 700, *out, self.record)
        self.tool(massho.USAGE, *base, "--accept", "--reason", "却" * 501, *out, self.record)
        self.tool(massho.USAGE, *base, "--accept", "--reason", "\u202e", *out, self.record)
        path = self.confirm(massho.DONE, self.record, self.w.officer)
        self.tool(massho.REFUSED, *base, "--accept", "-o", path, self.record)


class Folders(Trusting):
    def setUp(self):
        super().setUp()
        _, self.record = self.erase(sign=self.w.engineer)

    def refuse(self, expected, *words):
        done = self.tool(expected, "wipe-verify", "--trust", self.trust, *words, self.record)
        self.assertEqual(done.stdout, "")
        self.assertIn(str(self.trust), done.stderr)
        return done.stderr

    def test_bad_policies(self):
        good = (self.trust / "policy.json").read_text(encoding="utf-8")
        for text in ("", "{", "[]", good[:-1], good + "{}", "\ufeff" + good,
                     good.replace('"roster"', '"Roster"'),
                     good.replace('{"schema"', '{"confirmation": "not-required", "schema"'),
                     good.replace('"schema"', '"note": "x", "schema"'),
                     good.replace("massho-trust/1", "massho-trust/9"),
                     good.replace("massho-2026", "sha-1"), good + " " * (2 << 20)):
            (self.trust / "policy.json").write_text(text, encoding="utf-8")
            self.assertIn("policy.json", self.refuse(massho.FAILED))

    def test_missing_parts(self):
        (self.trust / "policy.json").unlink()
        self.assertIn("policy.json", self.refuse(massho.REFUSED))
        self.policy(roster="required")
        self.assertIn("roster.p7m", self.refuse(massho.USAGE))
        self.policy()
        shutil.rmtree(self.trust / "officer")
        self.assertIn("officer", self.refuse(massho.USAGE))
        self.policy(confirmation="not-required")
        self.verify(massho.DONE, self.record)
        shutil.rmtree(self.trust / "engineer")
        self.assertIn("engineer", self.refuse(massho.USAGE))

    def test_links_and_other_strange_files(self):
        policy = self.trust / "policy.json"
        policy.rename(self.folder / "policy-elsewhere.json")
        policy.symlink_to(self.folder / "policy-elsewhere.json")
        self.assertIn("symbolic link", self.refuse(massho.REFUSED))
        policy.unlink()
        self.policy()
        anchor = self.trust / "engineer" / "other.pem"
        anchor.symlink_to(self.w.contractor.root)
        self.assertIn("symbolic link", self.refuse(massho.REFUSED))
        anchor.unlink()
        os.mkfifo(anchor)
        self.refuse(massho.FAILED)
        anchor.unlink()
        shutil.copy(self.w.engineer[1], anchor)
        self.refuse(massho.REFUSED)
        anchor.write_bytes(b"#" * (5 << 20))
        self.refuse(massho.FAILED)
        anchor.unlink()
        shutil.copy(self.w.contractor.root, self.trust / "root.pem")
        self.refuse(massho.REFUSED)

    def test_it_stands_alone(self):
        for order in (["--trust", self.trust, "--trust", self.w.contractor.root],
                      ["--trust", self.w.contractor.root, "--trust", self.trust],
                      ["--trust", self.trust, "--trust", self.trust]):
            done = self.tool(massho.REFUSED, "wipe-verify", *order, self.record)
            self.assertIn("alone", done.stderr)

    def test_a_link_to_the_folder_itself_is_followed(self):
        (self.folder / "link").symlink_to(self.trust)
        self.verify(massho.UNCONFIRMED, self.record, trust=self.folder / "link")

    def test_roles_come_from_folders(self):
        _, by_officer = self.erase(sign=self.w.officer)
        found = self.verify(massho.FAILED, by_officer)[0][by_officer.name]
        self.assertEqual((found["authentic"], found["reason"], found["id"]),
                         ("invalid", "role", None))
        text = self.tool(massho.FAILED, "wipe-verify", "--trust", self.trust, by_officer).stdout
        self.assertIn("does not have the role", " ".join(text.split()))
        found = self.verify(massho.UNCONFIRMED, self.record)[0][self.record.name]
        self.assertEqual(found["roles"], ["engineer"])
        (self.trust / "engineer").rename(self.trust / "tsa")
        (self.trust / "engineer").mkdir()
        shutil.copy(self.w.ministry.root, self.trust / "engineer")
        found = self.verify(massho.FAILED, self.record)[0][self.record.name]
        self.assertEqual(found["reason"], "untrusted")

    def test_revocation_by_policy(self):
        self.policy(confirmation="not-required", revocation={"kind": "list", "max_age_days": 7})
        found = self.verify(massho.UNCONFIRMED, self.record)[0][self.record.name]
        self.assertEqual((found["authentic"], found["reason"]), ("undetermined", "crl-stale"))
        (self.trust / "crl").mkdir()
        shutil.copy(self.w.contractor.crl(), self.trust / "crl")
        found = self.verify(massho.DONE, self.record)[0][self.record.name]
        self.assertTrue(found["revocation_checked"])

    def test_demonstrations(self):
        anchor = {"sha256": fingerprint(self.w.contractor.root), "note": "trial",
                  "revocation": {"kind": "none"}, "demonstration": True, "exceptions": []}
        self.policy(confirmation="not-required", anchors=[anchor])
        found = self.verify(massho.UNCONFIRMED, self.record)[0][self.record.name]
        self.assertEqual(found["reason"], "demo")

    def test_rsa_2048_under_a_marked_anchor(self):
        key = self.folder / "rsa.key"
        subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True,
                       capture_output=True)
        key.chmod(0o600)
        ca, (folder, request) = self.w.contractor, (self.folder, self.folder / "r.pem")
        subprocess.run(["openssl", "req", "-new", "-key", key, "-subj", "/CN=card", "-out",
                        request], check=True, capture_output=True)
        subprocess.run(["openssl", "x509", "-req", "-in", request, "-CA", ca.root, "-CAkey",
                        ca.root_key, "-CAcreateserial", "-days", "300", "-extfile",
                        ca.folder / "extensions", "-out", folder / "card.pem"], check=True,
                       capture_output=True)
        _, record = self.erase(sign=self.w.engineer)
        content = folder / "bad-content.json"
        content.write_bytes(massho.econtent(record))
        massho.openssl_sign(key, folder / "card.pem", content, folder / "card.p7m")
        self.policy(confirmation="not-required")
        rsa = folder / "card.p7m"
        self.assertEqual(self.verify(massho.FAILED, rsa)[0][rsa.name]["reason"], "algorithm")
        for until, code, reason in (("2099-01-01T00:00:00Z", massho.DONE, "none"),
                                    ("2026-01-01T00:00:00Z", massho.UNCONFIRMED,
                                     "exception-over")):
            anchor = {"sha256": fingerprint(ca.root), "note": "GPKI", "demonstration": False,
                      "revocation": {"kind": "none"},
                      "exceptions": [{"algorithm": "rsa-2048", "until": until, "reason": "x"}]}
            self.policy(confirmation="not-required", anchors=[anchor])
            self.assertEqual(self.verify(code, rsa)[0][rsa.name]["reason"], reason)


class Rosters(Trusting):
    def setUp(self):
        super().setUp()
        _, self.record = self.erase(sign=self.w.engineer)

    def table(self, *rows):
        path = self.folder / "members.tsv"
        path.write_text("# role, certificate, from, until, person\n"
                        + "".join("\t".join(map(str, row)) + "\n" for row in rows),
                        encoding="utf-8")
        return path

    def row(self, role, signer, person, start="2020-01-01T00:00:00Z", end="-"):
        return role, signer[1], start, end, person

    def roster(self, expected, *rows, signer=None, trust=True, out=None):
        signer = signer or self.w.officer
        out = out or self.trust / "roster.p7m"
        out.unlink(missing_ok=True)
        return self.tool(expected, "wipe-cert", "roster", "--key", signer[0], "--cert", signer[1],
                         *(["--trust", self.trust] if trust else []), "-o", out,
                         self.table(*rows))

    def test_who_is_on_it_confirms_and_nobody_else(self):
        self.roster(massho.DONE, self.row("engineer", self.w.engineer, "山田 太郎"),
                    self.row("officer", self.w.second, "佐藤 花子"))
        parsed = massho.record(self.trust / "roster.p7m")
        self.assertEqual(parsed["members"][1],
                         {"role": "officer", "person": "佐藤 花子",
                          "certificate_sha256": fingerprint(self.w.second[1]),
                          "from": "2020-01-01T00:00:00Z", "until": None})
        self.confirm(massho.REFUSED, self.record, self.w.officer)
        self.made_elsewhere(self.record, self.w.officer)
        self.assertEqual(self.standing(massho.UNCONFIRMED, self.record)["futile_reason"], "role")
        self.confirm(massho.DONE, self.record, self.w.second, out="second.p7m")
        self.assertEqual(self.standing(massho.DONE, self.record)["standing"], "confirmed")
        text = self.tool(massho.DONE, "wipe-cert", "show", self.trust / "roster.p7m").stdout
        self.assertIn("佐藤 花子", text)
        found = self.verify(massho.DONE, self.trust / "roster.p7m")[0]["roster.p7m"]
        self.assertEqual((found["type"], found["members"], found["held"]), ("roster", 2, "none"))

    def test_terms(self):
        over = self.row("officer", self.w.officer, "a", end="2020-06-01T00:00:00Z")
        self.roster(massho.DONE, over, trust=False)
        self.confirm(massho.REFUSED, self.record, self.w.officer)

    def test_the_same_person_twice(self):
        self.roster(massho.DONE, self.row("engineer", self.w.engineer, "同じ人"),
                    self.row("officer", self.w.officer, "同じ人"))
        self.confirm(massho.REFUSED, self.record, self.w.officer)
        self.made_elsewhere(self.record, self.w.officer)
        self.assertEqual(self.standing(massho.UNCONFIRMED, self.record)["futile_reason"],
                         "self-confirmed")

    def test_by_somebody_who_is_no_officer(self):
        row = self.row("officer", self.w.officer, "a")
        self.roster(massho.REFUSED, row, signer=self.w.engineer)
        self.assertFalse((self.trust / "roster.p7m").exists())
        self.roster(massho.DONE, row, signer=self.w.engineer, trust=False)
        done = self.tool(massho.REFUSED, "wipe-verify", "--trust", self.trust, self.record)
        self.assertIn("roster.p7m", done.stderr)
        self.policy(officers=[fingerprint(self.w.second[1])])
        (self.trust / "roster.p7m").unlink()
        self.roster(massho.REFUSED, row)
        self.roster(massho.DONE, row, trust=False)
        self.tool(massho.REFUSED, "wipe-verify", "--trust", self.trust, self.record)
        self.roster(massho.DONE, row, signer=self.w.second, trust=False)
        self.confirm(massho.DONE, self.record, self.w.officer)

    def test_pinned_officers(self):
        self.policy(officers=[fingerprint(self.w.second[1])])
        self.confirm(massho.REFUSED, self.record, self.w.officer)
        self.confirm(massho.DONE, self.record, self.w.second)
        self.assertEqual(self.standing(massho.DONE, self.record)["standing"], "confirmed")

    def test_tables_that_are_none(self):
        good = self.row("officer", self.w.officer, "a")
        out = self.folder / "roster.p7m"
        for rows in ([("officer",)], [good + ("x",)], [("chief",) + good[1:]],
                     [self.row("officer", self.w.officer, "a", start="2020")],
                     [self.row("officer", self.w.officer, "a", end="")],
                     [self.row("officer", self.w.officer, "a", end="2019-01-01T00:00:00Z")],
                     [self.row("officer", self.w.officer, "")],
                     [self.row("officer", self.w.officer, "a" * 101)],
                     [self.row("officer", self.w.officer, "a\u202e")],
                     [self.row("engineer", self.w.engineer, "a")], [good, good], []):
            self.roster(massho.USAGE, *rows, out=out, trust=False)
            self.assertFalse(out.exists())
        self.roster(massho.USAGE, ("officer", self.folder / "none", *good[2:]), out=out)
        self.roster(massho.FAILED, ("officer", self.w.officer[0], *good[2:]), out=out)


class Demonstration(massho.Case):
    def test_from_keys_to_the_answer(self):
        keys = massho.demo_ca()
        _, record = self.erase(sign=(keys / "engineer.key", keys / "engineer.pem"))
        trust = keys / "trust"
        verify = ["wipe-verify", "--json", "--trust", trust, record]

        def standing():
            found = massho.json_lines(self.tool(massho.UNCONFIRMED, *verify).stdout)[0]
            self.assertEqual(found["reason"], "demo")
            return found["confirmation"]["standing"]

        self.assertEqual(standing(), "unconfirmed")
        base = ["wipe-cert", "confirm", "--accept", "--trust", trust]
        self.tool(massho.REFUSED, *base, "--key", keys / "engineer.key", "--cert",
                  keys / "engineer.pem", "-o", self.folder / "c.p7m", record)
        self.tool(massho.DONE, *base, "--key", keys / "officer.key", "--cert",
                  keys / "officer.pem", "-o", self.folder / "c.p7m", record)
        self.assertEqual(standing(), "confirmed")


if __name__ == "__main__":
    massho.main()
