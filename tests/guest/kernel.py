# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian's kernel from its package: the ELF file within, and modules with what they need."""
import lzma
import struct
import subprocess

import debs


def _one(pattern):
    found = list(debs.tree().glob(pattern))
    if len(found) != 1:
        raise debs.Missing(f"{pattern}: {len(found)} files in the packages of the guest")
    return found[0]


def version():
    return _one("lib/modules/*").name


def image():
    """
    The compressed payload of the boot image (Linux, Documentation/x86/boot.rst). QEMU starts
    it by PVH, which takes a third of the time of the image as it is.
    """
    path = debs.FOLDER / f"vmlinux-{version()}"
    if path.exists():
        return path
    packed = _one("boot/vmlinuz-*").read_bytes()
    setup_sectors = packed[0x1f1] or 4
    offset, length = struct.unpack_from("<II", packed, 0x248)
    begin = (setup_sectors + 1) * 512 + offset
    unpacked = lzma.LZMADecompressor().decompress(packed[begin:begin + length])
    path.write_bytes(unpacked)
    return path


def _depmod():
    root = debs.tree()
    if not (root / "lib/modules" / version() / "modules.dep").exists():
        # Its name is a link to /bin/kmod, which the package's own root would have.
        subprocess.run(["depmod", "-b", root, version()], executable=root / "bin/kmod",
                       env=debs.environment(), check=True)


def modules(names):
    """The files of these modules and of all that they need, and depmod's own, as paths."""
    _depmod()
    folder = debs.tree() / "lib/modules" / version()
    needs, path_of = {}, {}
    for line in (folder / "modules.dep").read_text(encoding="utf-8").splitlines():
        path, _, more = line.partition(":")
        needs[path] = more.split()
        path_of[path.rpartition("/")[2].removesuffix(".ko").replace("-", "_")] = path
    built_in = {path.rpartition("/")[2].strip().removesuffix(".ko").replace("-", "_") for path in
                (folder / "modules.builtin").read_text(encoding="utf-8").splitlines()}
    wanted = {path_of[name] for name in names if name not in built_in}
    wanted |= {more for path in wanted for more in needs[path]}
    return [folder / path for path in sorted(wanted)] + [folder / "modules.dep",
                                                         folder / "modules.softdep",
                                                         folder / "modules.alias"]
