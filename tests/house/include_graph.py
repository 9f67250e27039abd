# SPDX-License-Identifier: GPL-3.0-or-later
"""The dependency rule: which folder may include what. The tables are the rule."""
import re
import unittest

import house

# Folder -> folders whose headers it may include besides its own and the public ones.
LAYERS = {
    "include/wipe": [],
    "include/wipecert": [],
    "include/wipepaper": [],
    "libwipe/util": [],
    "libwipe/core": ["libwipe/util"],
    "libwipe/cmd": ["libwipe/util"],
    "libwipe/pattern": ["libwipe/util"],
    "libwipe/discover": ["libwipe/util", "libwipe/core"],
    "libwipe/contents": ["libwipe/util", "libwipe/core", "libwipe/discover"],
    "libwipe/uses": ["libwipe/util", "libwipe/core", "libwipe/discover"],
    "libwipe/survey": ["libwipe/util", "libwipe/core", "libwipe/discover"],
    "libwipe/fs": ["libwipe/util", "libwipe/core", "libwipe/discover"],
    "libwipe/space": ["libwipe/util", "libwipe/core", "libwipe/pattern", "libwipe/fs"],
    "libwipe/swap": ["libwipe/util", "libwipe/core", "libwipe/discover", "libwipe/pattern", "libwipe/fs"],
    "libwipe/luks": ["libwipe/util", "libwipe/core", "libwipe/discover", "libwipe/io", "libwipe/pattern"],
    "libwipe/io": ["libwipe/util", "libwipe/core"],
    "libwipe/transport": ["libwipe/util", "libwipe/core"],
    "libwipe/verify": ["libwipe/util", "libwipe/core", "libwipe/io", "libwipe/pattern"],
    "libwipe/journal": ["libwipe/util", "libwipe/core", "libwipe/pattern"],
    "libwipe/file": ["libwipe/util", "libwipe/core", "libwipe/io", "libwipe/pattern", "libwipe/fs"],
    "libwipe/scan": ["libwipe/util", "libwipe/core", "libwipe/io", "libwipe/pattern"],
    "libwipe/erase": ["libwipe/util", "libwipe/core", "libwipe/io", "libwipe/pattern",
                      "libwipe/verify", "libwipe/cmd", "libwipe/transport"],
    "certs/common": [],
    "certs/schema": ["certs/common"],
    "certs/record": ["certs/common", "certs/schema"],
    "certs/render": ["certs/common", "certs/schema", "certs/record"],
    "certs/x509": ["certs/common"],
    "certs/trust": ["certs/common", "certs/schema", "certs/x509"],
    "certs/timestamp": ["certs/common", "certs/x509", "certs/trust"],
    "certs/token": ["certs/common"],
    "certs/cms": ["certs/common", "certs/x509", "certs/trust", "certs/timestamp",
                  "certs/token"],
    "certs/save": ["certs/common"],
    "certs/manifest": ["certs/common"],
    "certs/pdf": ["certs/common", "certs/x509", "certs/cms"],
    "certs/register": ["certs/common"],
    "certs/paper": ["certs/common"],
    "tools/common": [],
    "tools": ["tools/common"],
}
# Public headers that the public headers of certs may include.
WIPE_FOR_CERTS = {"wipe/error.h", "wipe/export.h", "wipe/report.h", "wipe/plan.h",
                  "wipe/crypto.h", "wipe/device.h", "wipe/luks.h", "wipe/copy.h", "wipe/file.h", "wipe/filesystem.h",
                  "wipe/space.h", "wipe/sys/env.h"}
# Header of a library or of the kernel's drive commands -> where alone it may be included.
OWNERS = [
    (r"libudev\.h", ["libwipe/discover"]),
    (r"(blkid/)?blkid\.h", ["libwipe/contents", "libwipe/uses"]),
    (r"(libmount/)?libmount\.h", ["libwipe/uses"]),
    (r"gcrypt\.h|gpg-error\.h", ["libwipe/pattern"]),
    (r"liburing\.h|linux/io_uring\.h", ["libwipe/io", "tools/common"]),
    (r"cpuid\.h|immintrin\.h", ["libwipe/pattern/sha256_blocks_x86_64.c"]),
    (r"libcryptsetup\.h", ["libwipe/erase/luks.c"]),
    (r"scsi/.*|linux/(nvme_ioctl|hdreg|bsg|mmc/.*|sed-opal)\.h", ["libwipe/transport"]),
    (r"linux/dm-ioctl\.h", ["libwipe/fs"]),
    (r"openssl/.*", ["certs"]),
    (r"p11-kit/.*", ["certs/token"]),
    (r"jansson\.h", ["certs", "tools", "libwipe/luks"]),
    (r"(cairo|cairo-pdf|qrencode|hb|glib)\.h|(pango|fontconfig|freetype)/.*", ["certs/paper"]),
    (r"dlfcn\.h", ["certs/token/module.c", "tools/common/paper.c"]),
    (r"popt\.h|seccomp\.h|libsmartcols/.*", ["tools"]),
]
# libc and the kernel's interface.
SYSTEM = re.compile(
    r"(assert|ctype|dirent|dlfcn|elf|errno|fcntl|fnmatch|ftw|glob|inttypes|libgen|libintl|limits|link|locale|"
    r"math|poll|pthread|pwd|regex|sched|signal|spawn|stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio|"
    r"stdlib|string|strings|termios|threads|time|unistd|wchar|wctype|langinfo|"
    r"sys/[a-z_]+|linux/[a-z0-9_]+|asm/[a-z_]+)\.h")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:<([^>]+)>|"([^"]+)"|(\S+))', re.M)
COMMENT = re.compile(r"/\*.*?\*/", re.S)


def layer_of(path):
    """The longest folder of LAYERS that path lies in."""
    fitting = [f for f in LAYERS if str(path).startswith(f + "/")]
    return max(fitting, key=len) if fitting else None


def lies_in(path, folders):
    return any(str(path) == f or str(path).startswith(f + "/") for f in folders)


def angle_problem(path, layer, header):
    if header.startswith("wipecert/"):
        ok = layer.split("/")[0] in ("certs", "tools") or \
            layer in ("include/wipecert", "include/wipepaper")
        return None if ok else f"<{header}> is above {layer}"
    if header.startswith("wipepaper/"):
        ok = layer.split("/")[0] == "tools" or layer in ("certs/paper", "include/wipepaper")
        return None if ok else f"<{header}> is above {layer}"
    if header.startswith("wipe/"):
        if layer == "include/wipecert" and header not in WIPE_FOR_CERTS:
            return f"<{header}> is not for the headers of certs"
        return None if (house.SOURCE / "include" / header).is_file() else f"no <{header}>"
    for pattern, owners in OWNERS:
        if re.fullmatch(pattern, header):
            return None if lies_in(path, owners) else f"<{header}> belongs to {owners} only"
    return None if SYSTEM.fullmatch(header) else f"<{header}> is in no table of this test"


def quote_problem(path, layer, header):
    if ".." in header.split("/"):
        return f'"{header}" goes up'
    if ((house.SOURCE / path).parent / header).is_file():
        return None
    for folder in LAYERS[layer]:
        if (house.SOURCE / folder / header).is_file():
            return None
    return f'"{header}" is not in {layer} or {LAYERS[layer]}'


def problems(path, text):
    layer = layer_of(path)
    if layer is None:
        return [f"{path}: is in no folder of the architecture"]
    found = []
    for angle, quote, other in INCLUDE.findall(COMMENT.sub(" ", text)):
        if other:
            what = f"#include {other} hides what it includes"
        elif angle:
            what = angle_problem(path, layer, angle)
        elif layer.startswith("include/"):
            what = f'"{quote}": public headers use <wipe/...>'
        else:
            what = quote_problem(path, layer, quote)
        if what:
            found.append(f"{path}: {what}")
    return found


class IncludeGraph(unittest.TestCase):
    def test_every_include_is_allowed(self):
        paths = house.c_files(*house.SHIPPED)
        self.assertGreater(len(paths), 50)
        found = [p for path in paths for p in problems(path, house.read(path))]
        self.assertEqual(found, [], "\n" + "\n".join(found))

    def test_cmake_grants_no_more_than_the_table(self):
        for folder, library, least in (("libwipe", "wipe", 6), ("certs", "wipecert", 6),
                                       ("certs", "wipepaper", 1)):
            text = house.read(f"{folder}/CMakeLists.txt")
            layers = re.findall(rf"massho_layer\(\s*{library}\s+(\w+)(.*?)\)", text, re.S)
            self.assertGreaterEqual(len(layers), least)
            for layer, rest in layers:
                may_use = re.search(r"MAY_USE\s+([a-z0-9\s]*)", rest)
                for used in (may_use.group(1).split() if may_use else []):
                    with self.subTest(layer=layer, used=used):
                        self.assertIn(f"{folder}/{used}", LAYERS[f"{folder}/{layer}"])

    def test_tools_see_no_internal_folder(self):
        for path in (house.SOURCE / "tools").rglob("CMakeLists.txt"):
            self.assertNotRegex(path.read_text(), r"_internal|libwipe/|/certs\b", str(path))

    def test_what_is_forbidden_is_found(self):
        for path, text in [
                ("libwipe/util/x.c", "#include <wipe/plan.h>\n#include <gcrypt.h>\n"),
                ("libwipe/util/x.c", '#include "verdict.h"\n'),
                ("libwipe/core/x.c", "#  include\t<openssl/evp.h>"),
                ("libwipe/erase/x.c", "#include <scsi/sg.h>"),
                ("libwipe/io/x.c", '#include "../verify/compare.h"'),
                ("libwipe/core/x.c", "#include <wipecert/record.h>"),
                ("libwipe/core/x.c", "#define H <stdio.h>\n#include H"),
                ("tools/wipe-list/x.c", '#include "../../libwipe/util/text.h"'),
                ("tools/common/x.c", '#include "list.h"'),
                ("certs/cms/x.c", "#include <libudev.h>"),
                ("certs/x509/x.c", '#include "envelope.h"'),
                ("certs/new/x.c", ""),
                ("certs/render/x.c", "#include <cairo.h>"),
                ("certs/cms/x.c", "#include <wipepaper/pdf.h>"),
                ("certs/paper/x.c", '#include "layout.h"'),
                ("include/wipe/x.h", '#include "error.h"'),
                ("include/wipe/x.h", "#include <wipecert/record.h>"),
                ("libwipe/new/x.c", "")]:
            with self.subTest(path=path, text=text):
                self.assertEqual(len(problems(path, text)), 1)

    def test_comments_are_not_code(self):
        self.assertEqual(problems("libwipe/core/x.c", "/*\n#include <gcrypt.h>\n*/\n"), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
