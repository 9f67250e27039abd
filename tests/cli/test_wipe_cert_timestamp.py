# SPDX-License-Identifier: GPL-3.0-or-later
"""wipe-cert timestamp: from the request file to a record that outlives its signer's certificate."""
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import massho  # noqa: E402

LATER = "2031-01-01T00:00:00Z"  # the engineer's certificate has expired, the authority's has not


class Timestamp(massho.Case):
    def setUp(self):
        super().setUp()
        self.ca = massho.Ca(self.folder / "ca")
        self.tsa = massho.Ca(self.folder / "tsa", "Test TSA Root")
        self.key, self.cert = self.ca.signer(days=300)
        self.tsa_key, self.tsa_cert = self.tsa.signer("tsa", usage="critical,timeStamping")
        _, self.record = self.erase(sign=(self.key, self.cert))
        self.query, self.out = self.folder / "q.tsq", self.folder / "stamped.p7m"

    def request(self, expected=massho.DONE, record=None, out=None, *words):
        return self.tool(expected, "wipe-cert", "timestamp", "--request", out or self.query,
                         *words, record or self.record)

    def answer(self, key=None, cert=None, query=None):
        return self.tsa.timestamp(query or self.query, key or self.tsa_key, cert or self.tsa_cert)

    def add(self, reply, expected=massho.DONE, *words, record=None, out=None):
        return self.tool(expected, "wipe-cert", "timestamp", "--reply", reply, "-o",
                         out or self.out, *words, record or self.record)

    def verify(self, expected, *words, record=None):
        done = self.tool(expected, "wipe-verify", "--json", "--trust", self.ca.root, *words,
                         record or self.out)
        return massho.json_lines(done.stdout)[0]

    def stamp(self):
        self.request()
        self.add(self.answer())

    def test_the_record_outlives_its_signer(self):
        self.stamp()
        trust = ("--tsa-trust", self.tsa.root)
        now = self.verify(massho.DONE, *trust)
        self.assertEqual(now["timestamp"]["authentic"], "valid")
        self.assertEqual(now["timestamp"]["authority"], "CN=tsa,O=Test,C=JP")
        self.assertEqual(self.verify(massho.DONE, *trust, "--at", LATER)["timestamp"],
                         now["timestamp"])
        self.assertEqual(self.verify(massho.UNCONFIRMED, "--at", LATER)["reason"], "expired")
        self.assertEqual(
            self.verify(massho.UNCONFIRMED, "--at", LATER, record=self.record)["reason"],
            "expired")

    def test_others_still_refer_to_it(self):
        self.stamp()
        before, after = (self.verify(massho.DONE, record=record) for record in
                         (self.record, self.out))
        self.assertEqual(before["link"], after["link"])
        self.assertIsNone(before["timestamp"])
        self.assertEqual(massho.econtent(self.record), massho.econtent(self.out))
        subprocess.run(["openssl", "cms", "-verify", "-inform", "DER", "-binary", "-cades",
                        "-purpose", "any", "-CAfile", self.ca.root, "-in", self.out, "-out",
                        "/dev/null"], check=True, capture_output=True)

    def test_the_token_satisfies_openssl_too(self):
        self.request()
        subprocess.run(["openssl", "ts", "-verify", "-queryfile", self.query, "-in",
                        self.answer(), "-CAfile", self.tsa.root], check=True,
                       capture_output=True)

    def test_request_is_the_same_each_time(self):
        self.request()
        self.request(massho.DONE, None, self.folder / "again.tsq")
        self.assertEqual(self.query.read_bytes(), (self.folder / "again.tsq").read_bytes())
        text = subprocess.run(["openssl", "ts", "-query", "-in", self.query, "-text"], check=True,
                              capture_output=True, text=True).stdout
        self.assertIn("Hash Algorithm: sha256", text)
        self.assertIn("Certificate required: yes", text)
        self.assertRegex(text, "Nonce: 0x[0-9A-F]{16}")

    def refused(self, reply, expected=massho.REFUSED, *words, **how):
        done = self.add(reply, expected, *words, **how)
        self.assertFalse(self.out.exists())
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        return done.stderr

    def test_answer_to_another_request(self):
        _, other = self.erase(sign=(self.key, self.cert), image=self.image("other.img"))
        query = self.folder / "other.tsq"
        self.request(massho.DONE, other, query)
        self.assertIn("that of something else", self.refused(self.answer(query=query)))

    def test_nonce_of_another_program(self):
        query = self.folder / "other.tsq"
        digest = self.verify(massho.DONE, record=self.record)["link"]["signature_sha256"]
        subprocess.run(["openssl", "ts", "-query", "-digest", digest, "-sha256", "-cert", "-out",
                        query], check=True, capture_output=True)
        reply = self.answer(query=query)
        self.assertIn("nonce", self.refused(reply))
        self.add(reply, massho.DONE, "--any-nonce")
        self.verify(massho.DONE, "--tsa-trust", self.tsa.root)

    def test_authority_that_is_not_believed(self):
        self.request()
        reply = self.answer()
        self.refused(reply, massho.REFUSED, "--tsa-trust", self.ca.root)
        done = self.add(reply)
        self.assertIn("not known whether to believe it", done.stderr)

    def test_authority_refuses(self):
        self.request()
        sha512 = self.folder / "sha512.tsq"
        subprocess.run(["openssl", "ts", "-query", "-digest", "00" * 64, "-sha512", "-out",
                        sha512], check=True, capture_output=True)
        reply = self.answer(query=sha512)
        self.assertIn("refused", self.refused(reply))

    def test_files_that_are_something_else(self):
        self.request()
        reply = self.answer()
        self.refused(self.query, massho.FAILED)
        self.refused(self.cert, massho.FAILED)
        self.refused(self.record, massho.REFUSED)
        self.refused(self.folder / "missing", massho.USAGE)
        self.refused(reply, massho.FAILED, record=self.cert)
        empty = self.folder / "empty"
        empty.write_bytes(b"")
        self.refused(empty, massho.FAILED)
        for cut in (1, 5, 100, 700):
            short = self.folder / f"short{cut}"
            short.write_bytes(reply.read_bytes()[:-cut])
            self.refused(short, massho.FAILED)

    def test_nothing_is_replaced_and_nothing_twice(self):
        self.stamp()
        before = self.out.read_bytes()
        self.add(self.answer(), massho.REFUSED)
        self.add(self.answer(), massho.REFUSED, record=self.out, out=self.folder / "twice.p7m")
        self.request(massho.REFUSED)
        self.request(massho.REFUSED, self.out, self.folder / "twice.tsq")
        self.assertEqual(self.out.read_bytes(), before)

    def test_unsigned_record(self):
        _, unsigned = self.erase(image=self.image("unsigned.img"))
        self.request(massho.FAILED, unsigned)
        self.assertFalse(self.query.exists())

    def test_mistakes(self):
        tool = ("wipe-cert", "timestamp")
        self.tool(massho.USAGE, *tool)
        self.tool(massho.USAGE, *tool, self.record)
        self.tool(massho.USAGE, *tool, "--request", "a", "--reply", "b", self.record)
        self.tool(massho.USAGE, *tool, "--reply", "b", self.record)
        self.tool(massho.USAGE, *tool, "--request", "a", "-o", "b", self.record)
        self.tool(massho.USAGE, *tool, "--embed", "-o", "b", self.record)
        self.tool(massho.USAGE, *tool, "--embed", "--archive", "--trust", self.ca.root, "-o", "b",
                  self.record)
        self.tool(massho.USAGE, *tool, "--archive", self.record)
        self.request(massho.USAGE, self.folder / "missing.p7m")

    def test_place_that_cannot_be_written(self):
        done = self.tool(massho.FAILED, "wipe-cert", "timestamp", "--request", "/dev/full/x",
                         self.record)
        self.assertIn("/dev/full", done.stderr)

    def test_revoked_after_and_before(self):
        self.stamp()
        revoking = self.ca.crl(self.cert)
        self.assertEqual(self.verify(massho.FAILED, "--crl", revoking)["reason"], "revoked")
        # The list was made in the second of the timestamp or later, never before.
        self.assertIn(self.verify_any("--crl", revoking, "--tsa-trust", self.tsa.root)["reason"],
                      ("none", "revoked"))
        tsa_revoked = self.tsa.crl(self.tsa_cert)
        told = self.verify(massho.DONE, "--tsa-trust", self.tsa.root, "--tsa-crl", tsa_revoked)
        self.assertEqual(told["timestamp"]["reason"], "revoked")

    def verify_any(self, *words):
        done = massho.run("wipe-verify", "--json", "--trust", self.ca.root, *words, self.out)
        return massho.json_lines(done.stdout)[0]

    def timestamp(self, expected, *words, record=None):
        return self.tool(expected, "wipe-cert", "timestamp", *words, record or self.out)

    def embed(self, expected=massho.DONE, record=None, out="embedded.p7m", trust=None):
        out = self.folder / out
        trust = trust or ("--trust", self.ca.root, "--tsa-trust", self.tsa.root, "--crl",
                          self.ca.crl(), "--tsa-crl", self.tsa.crl())
        done = self.timestamp(expected, "--embed", *trust, "-o", out, record=record)
        return done if expected else out

    def archive(self, record, name):
        """An archive timestamp more."""
        query, out = self.folder / f"{name}.tsq", self.folder / f"{name}.p7m"
        self.timestamp(massho.DONE, "--archive", "--request", query, record=record)
        self.timestamp(massho.DONE, "--archive", "--reply", self.answer(query=query), "-o", out,
                       record=record)
        return out

    def test_a_record_for_years(self):
        self.stamp()
        embedded = self.embed()
        archived = self.archive(self.archive(embedded, "one"), "two")
        trust = ("--tsa-trust", self.tsa.root)
        for record in (embedded, archived):
            told = self.verify(massho.DONE, *trust, "--at", LATER, record=record)
            self.assertEqual(told["timestamp"]["authentic"], "valid")
        self.assertEqual(self.verify(massho.DONE, record=archived)["link"],
                         self.verify(massho.DONE, record=self.record)["link"])
        subprocess.run(["openssl", "cms", "-verify", "-inform", "DER", "-binary", "-cades",
                        "-purpose", "any", "-CAfile", self.ca.root, "-in", archived, "-out",
                        "/dev/null"], check=True, capture_output=True)

    def test_lists_of_the_record_answer_later(self):
        """The list that is at hand later was made after the engineer's certificate expired."""
        self.stamp()
        later = self.ca.crl()
        trust = ("--tsa-trust", self.tsa.root, "--crl", later, "--at", LATER)
        told = self.verify(massho.DONE, *trust, record=self.embed())
        self.assertTrue(told["revocation_checked"])

    def test_what_is_embedded_leads_to_anchors(self):
        self.stamp()
        other = massho.Ca(self.folder / "other", "Other Root")
        for trust, why in ((("--trust", other.root, "--tsa-trust", self.tsa.root), "the record"),
                           (("--trust", self.ca.root, "--tsa-trust", other.root), "timestamp"),
                           (("--trust", self.ca.root), "timestamp")):
            with self.subTest(why=why):
                done = self.embed(massho.REFUSED, trust=trust)
                self.assertIn(why, done.stderr)
        self.embed(massho.USAGE, trust=("--tsa-trust", self.tsa.root))

    def test_each_in_its_turn(self):
        self.embed(massho.REFUSED, record=self.record)
        self.timestamp(massho.REFUSED, "--archive", "--request", self.folder / "early.tsq",
                       record=self.record)
        self.stamp()
        embedded = self.embed()
        self.embed(massho.REFUSED, record=embedded, out="twice.p7m")
        self.embed(massho.REFUSED, record=self.archive(self.out, "plain"), out="late.p7m")

    def test_an_answer_for_the_signature_is_none_for_the_archive(self):
        self.request()
        reply = self.answer()
        self.add(reply)
        done = self.timestamp(massho.REFUSED, "--archive", "--reply", reply, "-o",
                              self.folder / "no.p7m")
        self.assertIn("that of something else", done.stderr)

    def test_people_are_told(self):
        self.stamp()
        shown = self.tool(massho.DONE, "wipe-verify", "--trust", self.ca.root, "--tsa-trust",
                          self.tsa.root, self.out).stdout
        self.assertRegex(shown, r"Timestamp +20..-.*Z by CN=tsa")
        shown = self.tool(massho.DONE, "wipe-cert", "show", "--tsa-trust", self.tsa.root,
                          self.out).stdout
        self.assertIn("The signature existed at that time.", shown)
        shown = self.tool(massho.DONE, "wipe-cert", "show", self.out).stdout
        self.assertIn("Not relied upon", shown)
        self.assertIn("nobody vouches",
                      self.tool(massho.DONE, "wipe-cert", "show", self.record).stdout)


if __name__ == "__main__":
    massho.main()
