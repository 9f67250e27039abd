# SPDX-License-Identifier: GPL-3.0-or-later
"""The guest's file system: our programs, a few of Debian's, and the libraries of both."""
import os
import re
import stat
import subprocess
from pathlib import Path

import debs
import kernel
import massho

HERE = Path(__file__).parent
COPY_FILES = massho.BUILD / "tests/bin/copy-files"  # of tests/root

# Loaded at the start, in this order.
MODULES = [
    "virtio_pci", "virtio_console", "virtio_rng", "sd_mod", "sr_mod", "sg", "ahci", "virtio_scsi",
    "nvme", "xhci_pci", "usb_storage", "uas", "sdhci_pci", "mmc_block", "virtio_blk", "loop",
    "ext4", "crc32c_generic", "dm_mod", "vfat", "nls_ascii", "nls_cp437",
]
# There, to be loaded by a case.
MORE_MODULES = ["dm_crypt", "dm_flakey", "md_mod", "raid1", "scsi_debug", "null_blk",
                "megaraid_sas", "mptsas", "xts", "aesni_intel", "xfs", "btrfs", "algif_skcipher", "nfit", "nd_pmem", "zram"]
PROGRAMS = ["/usr/sbin/dmsetup", "/usr/sbin/cryptsetup", "/sbin/mdadm", "/bin/udevadm",
            "/sbin/mkfs.ext4", "/sbin/mkfs.fat", "/sbin/blkid"]
TOOLS = [*massho.TOOLS, "wipe-file"]
HELPERS = ["ata_id", "scsi_id", "cdrom_id"]  # of udev's rules
LINKS = {"/bin": "usr/bin", "/sbin": "usr/sbin", "/lib": "usr/lib", "/lib64": "usr/lib64"}
FOLDERS = ["/dev", "/proc", "/sys", "/run", "/tmp", "/work", "/etc", "/mnt", "/usr/bin",
           "/usr/sbin", "/usr/lib64"]
TEXTS = {"/etc/passwd": "root:x:0:0:root:/root:/bin/sh\n",
         "/etc/group": "root:x:0:\ndisk:x:6:\ncdrom:x:24:\nfloppy:x:25:\ntape:x:26:\n",
         "/etc/mke2fs.conf": "[defaults]\nbase_features = sparse_super,filetype\n"
                             "[fs_types]\next4 = {\nfeatures = has_journal,extent\n}\n"
                             "small = {\ninode_ratio = 4096\n}\n",
         "/etc/modules": "\n".join(MODULES) + "\n"}


class Archive:
    """A cpio archive in the form "newc" (Linux, driver-api/early-userspace/buffer-format)."""

    def __init__(self):
        self.parts, self.names = [], {""}

    def _add(self, name, mode, data=b""):
        self.names.add(name)
        name = name.encode() + b"\0"
        fields = [len(self.parts) + 1, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name), 0]
        head = b"070701" + b"".join(b"%08x" % field for field in fields) + name
        self.parts.append(head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4))

    def _above(self, name):
        above = name.rpartition("/")[0]
        if above not in self.names:
            self._above(above)
            self._add(above, stat.S_IFDIR | 0o755)

    def folder(self, path):
        self._above(path.strip("/") + "/")

    def link(self, path, target):
        self._add(path.strip("/"), stat.S_IFLNK | 0o777, target.encode())

    def file(self, path, data, mode=0o644):
        name = merged(path).strip("/")
        if name not in self.names:
            self._above(name)
            self._add(name, stat.S_IFREG | mode, data)

    def copy(self, path, source):
        self.file(path, Path(source).read_bytes(), stat.S_IMODE(os.stat(source).st_mode))

    def write(self, path):
        self._add("TRAILER!!!", 0)
        path.write_bytes(b"".join(self.parts))


def merged(path):
    """Where a path leads if /bin, /lib and the like are links into /usr."""
    path = "/" + path.lstrip("/")
    first = "/" + path.split("/")[1]
    return f"/{LINKS[first]}{path[len(first):]}" if first in LINKS else path


def _libraries(program):
    """(path in the guest, path here) of all that the loader would take: all in one folder."""
    shown = subprocess.run(["ldd", program], capture_output=True, text=True,
                           env=debs.environment()).stdout
    if "not found" in shown:
        raise debs.Missing(f"libraries of {program}: {shown}")
    for path in re.findall(r"(/\S+) \(0x", shown):
        loader = Path(path).name.startswith("ld-linux")
        yield f"/{'lib64' if loader else 'lib'}/{Path(path).name}", path


def _add_program(archive, path, source):
    archive.copy(path, source)
    for library, there in _libraries(source):
        archive.copy(library, there)


def _add_udev(archive):
    for helper in HELPERS:
        _add_program(archive, f"/lib/udev/{helper}", debs.find(f"/lib/udev/{helper}"))
    for rules in (debs.tree() / "lib/udev/rules.d").glob("*.rules"):
        archive.copy(f"/lib/udev/rules.d/{rules.name}", rules)


def make(path):
    archive = Archive()
    for folder in FOLDERS:
        archive.folder(folder)
    for link, target in LINKS.items():
        archive.link(link, target)
    for name, text in TEXTS.items():
        archive.file(name, text.encode())
    archive.copy("/init", HERE / "init")
    archive.copy("/bin/busybox", debs.find("/bin/busybox"))
    for program in PROGRAMS:
        _add_program(archive, program, debs.find(program))
    for tool in TOOLS:
        _add_program(archive, f"/usr/bin/{tool}", massho.tool_path(tool))
    _add_program(archive, "/usr/bin/copy-files", COPY_FILES)
    for module in kernel.modules(MODULES + MORE_MODULES):
        archive.copy(str(module.relative_to(debs.tree())), module)
    _add_udev(archive)
    archive.write(path)


def fresh():
    """The archive of the tools as they are now."""
    path = debs.FOLDER / "initramfs"
    made_of = [debs.LIST, COPY_FILES, *HERE.glob("*"), Path(massho.__file__),
               *map(massho.tool_path, TOOLS)]
    if not path.exists() or path.stat().st_mtime <= max(p.stat().st_mtime for p in made_of):
        make(path)
    return path
