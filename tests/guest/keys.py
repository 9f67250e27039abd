# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys of encrypted disks: who had them all reads nothing any more, and what would undo that."""
import case
import drives
import massho

MIB = drives.MIB
LUKS = ("--type luks2 --pbkdf pbkdf2 --pbkdf-force-iterations 1000 --luks2-metadata-size 16k "
        "--luks2-keyslots-size 512k --offset 4096")
YES = ('{"encrypted_from_first_day":"yes","no_header_backup":"yes","no_escrow":"yes",'
       '"no_recovery_key":"yes"}')
TEXT = "the minister's plan"


class Keys(case.Case):
    def setUp(self):
        super().setUp()
        self.guest.must(f"modprobe dm_crypt; echo '{YES}' >{self.work}.yes")

    def opened(self, node, *words, name="secret"):
        self.guest.must(f"printf pass | cryptsetup -q open {' '.join(words)} {node} {name} -d -")

    def filled(self, node, *words):
        """Encrypted, with a text in its first block; closed."""
        self.guest.must(f"printf pass | cryptsetup -q luksFormat {LUKS} {' '.join(words)} {node} -")
        self.opened(node, *[w for w in words if w.startswith("--header")])
        self.guest.must(f"echo \"{TEXT}\" | dd of=/dev/mapper/secret bs=512 conv=sync,fsync\n"
                        "cryptsetup close secret")

    def destroy(self, node, *options, expected=massho.DONE):
        return self.erase(node, "--method", "luks", "--conditions", f"{self.work}.yes", *options,
                          expected=expected)

    def keys_refused(self, node, *says, options=()):
        done = self.tool(massho.REFUSED, "wipe-device", "--method", "luks", "--conditions",
                         f"{self.work}.yes", *options, "--confirm", self.confirmation(node), node)
        for text in says:
            self.assertIn(text, done.stderr)
        self.assertEqual(self.guest.must(f"ls {self.work}"), "")

    def opens(self, node, *words):
        done = self.guest.sh(f"printf pass | cryptsetup -q open --test-passphrase {' '.join(words)} "
                             f"{node} -d -")
        return done.returncode == 0


class Destroyed(Keys):
    def test_on_a_disk(self):
        """Goal: with a copy of the volume key, or of the header, all would be there again."""
        node = self.node("sata")
        self.filled(node)
        self.guest.must(f"cd /work; rm -f backup key\n"
                        f"cryptsetup luksHeaderBackup {node} --header-backup-file backup\n"
                        f"printf pass | cryptsetup -q luksDump --dump-volume-key "
                        f"--volume-key-file key {node} -d -")
        result, record = self.destroy(node)
        self.assertEqual(result["verdict"], "key-destroyed")
        self.assertEqual(record["method"]["crypto"]["volumes"][0]["result"]["slots_destroyed"], 1)
        self.assertFalse(self.opens(node))
        self.assertFalse(self.opens(node, "--volume-key-file", "/work/key"))
        # What the certificate warns of.
        key = self.guest.must("od -An -v -tx1 /work/key | tr -d ' \\n'").strip()
        self.guest.must(f"echo '0 6144 crypt aes-xts-plain64 {key} 0 {node} 4096' | "
                        "dmsetup create by_key")
        self.assertIn(TEXT, self.guest.must("head -c 64 /dev/mapper/by_key"))
        self.guest.must("dmsetup remove by_key")
        self.guest.must(f"cryptsetup -q luksHeaderRestore {node} --header-backup-file /work/backup")
        self.opened(node)
        self.assertIn(TEXT, self.guest.must("head -c 64 /dev/mapper/secret"))
        self.guest.must("cryptsetup close secret; rm /work/backup /work/key")
        self.tool(massho.FAILED, "wipe-check", "result.json", node)

    def test_read_again(self):
        node = self.node("scsi")
        self.filled(node)
        self.destroy(node)
        self.tool(massho.UNCONFIRMED, "wipe-check", "result.json", node)

    def test_then_overwritten(self):
        node = self.node("nvme-n3")
        self.filled(node)
        result, record = self.erase(node, "--then-overwrite")
        self.assertEqual(result["verdict"], "erased-verified")
        self.assertTrue(record["method"]["crypto"]["volumes"][0]["result"]["is_destroyed"])
        self.assert_image_holds("nvme-n3", record)


class Mapped(Keys):
    def refused_then_done(self, node, way_out, *says):
        self.keys_refused(node, *says)
        self.assertTrue(self.opens(node))
        self.guest.must(way_out)
        self.assertEqual(self.destroy(node)[0]["verdict"], "key-destroyed")

    def test_active(self):
        node = self.node("sata-plain")
        self.filled(node)
        self.opened(node)
        self.refused_then_done(node, "cryptsetup close secret", "cryptsetup close secret")

    def test_suspended(self):
        node = self.node("sata-plain")
        self.filled(node)
        self.opened(node)
        self.guest.must("cryptsetup luksSuspend secret")
        self.refused_then_done(node, "cryptsetup close secret", "secret")

    def test_its_header_elsewhere(self):
        """Held is the data's disk; of the header's file only its UUID tells."""
        node = self.node("scsi")
        self.guest.must("truncate -s 4M /work/header")
        self.filled(node, "--header /work/header")
        self.opened(node, "--header /work/header")
        self.keys_refused(node, "secret", options=("--header", "/work/header"))
        other = self.node("sata-plain")  # not one of the mapping's size
        self.keys_refused(other, "is open as /dev/mapper/secret", options=("--header", "/work/header"))
        self.guest.must("cryptsetup close secret")
        result, _ = self.destroy(node, "--header", "/work/header", expected=4)
        self.assertEqual((result["verdict"], result["level_achieved"]), ("key-destroyed-open", "none"))
        self.assertFalse(self.opens(node, "--header", "/work/header"))
        self.guest.must("rm /work/header")
