# SPDX-License-Identifier: GPL-3.0-or-later
"""
The drives of the guest, each with a size of its own: by that a case finds its kernel name,
which says nothing of the identity that the tools shall find.
"""
import os
import subprocess
from dataclasses import dataclass, field

import massho

MIB = 1 << 20

CONTROLLERS = [
    "virtio-scsi-pci,id=scsi0", "virtio-scsi-pci,id=scsi1", "virtio-scsi-pci,id=scsi2",
    "nvme,id=nvme0,serial=NVME-SOLO-A1",
    "nvme-subsys,id=twin,nqn=nqn.2026-11.test:twin",
    "nvme,id=twin1,serial=NVME-TWIN-B2,subsys=twin", "nvme,id=twin2,serial=NVME-TWIN-B2,subsys=twin",
    "qemu-xhci,id=usb", "usb-uas,bus=usb.0,id=uas", "sdhci-pci,id=sd",
    "ide-cd,bus=ide.2", "pcie-root-port,id=port0,chassis=1", "pcie-root-port,id=port1,chassis=2",
]


@dataclass(frozen=True)
class Drive:
    name: str
    mib: int
    device: tuple       # of QEMU; of several the same image is behind all
    says: dict = field(default_factory=dict)  # what wipe-list shall say
    limit: int = 0      # bytes a second, where a case has to come in between
    format: tuple = ()  # the command that makes a file system on the image


DRIVES = [
    Drive("sata", 5, ("ide-hd,bus=ide.0,serial=SATA-5YD0K3,wwn=0x5000c500a1b2c3d4",),
          {"bus": "ata", "serial": "SATA-5YD0K3", "serial_source": "scsi-vpd80",
           "serial_plausible": True, "wwn": "naa.5000c500a1b2c3d4", "model": "QEMU HARDDISK"}),
    Drive("sata-plain", 6, ("ide-hd,bus=ide.1",), {"bus": "ata", "serial": "QM00003"}),
    Drive("scsi", 7, ("scsi-hd,bus=scsi0.0,serial=SCSI-W4Z1,wwn=0x5000c500deadbee1",),
          {"bus": "scsi", "serial": "SCSI-W4Z1", "wwn": "naa.5000c500deadbee1"}),
    Drive("paths", 8, tuple(f"scsi-hd,bus=scsi{i}.0,serial=SCSI-2PATHS,wwn=0x5000c500deadbee2,"
                            "share-rw=on" for i in (1, 2)),
          {"bus": "scsi", "serial": "SCSI-2PATHS", "wwn": "naa.5000c500deadbee2"}),
    Drive("nvme-n1", 9, ("nvme-ns,bus=nvme0,nsid=1",),
          {"bus": "nvme", "serial": "NVME-SOLO-A1", "namespace_id": 1, "other_namespaces": 1}),
    Drive("nvme-n3", 10, ("nvme-ns,bus=nvme0,nsid=3",),
          {"bus": "nvme", "serial": "NVME-SOLO-A1", "namespace_id": 3, "other_namespaces": 1}),
    Drive("twin", 11, ("nvme-ns,bus=twin1,nsid=1,shared=on",),
          {"bus": "nvme", "serial": "NVME-TWIN-B2", "namespace_id": 1, "other_namespaces": 0}),
    Drive("usb-bot", 12, ("usb-storage,bus=usb.0,serial=USB-PLUG-77,removable=on",),
          {"bus": "usb", "serial": "USB-PLUG-77"}),
    Drive("usb-uas", 13, ("scsi-hd,bus=uas.0,serial=BEHIND-UAS-9",),
          {"bus": "usb", "serial": "BEHIND-UAS-9"}),
    Drive("sd", 16, ("sd-card,bus=sd-bus",), {"bus": "mmc", "media": "virtual"}),
    Drive("virtio", 14, ("virtio-blk-pci,serial=VIRTIO-SER-4",),
          {"bus": "virtio", "serial": "VIRTIO-SER-4", "media": "virtual"}),
    Drive("virtio-plain", 15, ("virtio-blk-pci",),
          {"bus": "virtio", "serial": None, "media": "virtual"}),
    Drive("table", 88, ("virtio-blk-pci,serial=VIRTIO-TABLE",)),
    Drive("liar", 26, ("virtio-blk-pci",)),
    Drive("ext4", 34, ("virtio-blk-pci",), format=("mkfs.ext4", "-q")),
    Drive("xfs", 304, ("virtio-blk-pci",), format=("mkfs.xfs", "-q")),
    Drive("btrfs", 130, ("virtio-blk-pci",), format=("mkfs.btrfs", "-q")),
    Drive("gone-scsi", 20, ("scsi-hd,bus=scsi0.0,serial=GONE-SCSI",), {"serial": "GONE-SCSI"},
          limit=4 * MIB),
    Drive("gone-usb", 21, ("usb-storage,bus=usb.0,serial=GONE-USB-1",), {"serial": "GONE-USB-1"},
          limit=4 * MIB),
    # Of PCI the guest lets go only seconds after it was asked.
    Drive("gone-nvme", 22, ("nvme,bus=port0,serial=GONE-NVME",), {"serial": "GONE-NVME"},
          limit=2 * MIB),
    Drive("gone-virtio", 23, ("virtio-blk-pci,bus=port1,serial=GONE-VIRTIO",),
          {"serial": "GONE-VIRTIO"}, limit=2 * MIB),
    Drive("pulled", 24, ("scsi-hd,bus=scsi0.0,serial=PULLED-1",), limit=4 * MIB),
]
# The partitions of "table": first MiB, MiB, type.
TABLE = [(1, 16, 0x83), (17, 16, 0x0c), (33, 16, 0x82), (49, 38, 0x83)]


def image(folder, drive):
    path = folder / f"{drive.name}.img"
    if not path.exists():
        path.write_bytes(b"")
        if drive.name == "table":
            path.write_bytes(massho.mbr(*((first * 2048, mib * 2048, kind)
                                          for first, mib, kind in TABLE)))
        os.truncate(path, drive.mib * MIB)
        if drive.format:
            subprocess.run([*drive.format, path], check=True, capture_output=True)
    return path


def words(folder, controllers, drives):
    """What QEMU is started with."""
    found = [word for c in controllers for word in ("-device", c)]
    for drive in drives:
        node = f"file-{drive.name}"
        found += ["-blockdev", f"driver=file,node-name={node},filename={image(folder, drive)},"
                               "cache.direct=off"]
        top = node
        if drive.limit:
            found += ["-object", f"throttle-group,id=limit-{drive.name},"
                                 f"x-bps-total={drive.limit}"]
            top = f"slow-{drive.name}"
            found += ["-blockdev", f"driver=throttle,node-name={top},file={node},"
                                   f"throttle-group=limit-{drive.name}"]
        raw = f"raw-{drive.name}"
        found += ["-blockdev", f"driver=raw,node-name={raw},file={top}"]
        for i, device in enumerate(drive.device):
            found += ["-device", f"{device},drive={raw},id={drive.name}-{i}"]
    return found


def named(name):
    return next(drive for drive in DRIVES if drive.name == name)
