/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reasons.h"

#include "text.h"

#define ACCOUNTED true
#define LEFT false

#define BY_HAND N_("Remove it, and list it by hand")

static const struct {
	const char *name;
	enum wipe_machine_state state;
	bool accounted;
	const char *why, *advice;
} reasons[] = {
	[REASON_BLOCK_DEVICE] = { "block-device", WIPE_MACHINE_VISIBLE, ACCOUNTED,
				  N_("It is visible"), "" },
	[REASON_RAID_VOLUME] = { "raid-volume", WIPE_MACHINE_VISIBLE_PART, LEFT,
				 N_("It is a volume that a controller makes of drives, which "
				    "cannot be seen"),
				 N_("Let the controller pass its drives through (HBA or JBOD "
				    "mode), or erase them in another machine") },
	[REASON_EMMC_BOOT] = { "emmc-boot", WIPE_MACHINE_VISIBLE_PART, ACCOUNTED,
			       N_("It is a part of the eMMC, whose record tells about it"), "" },
	[REASON_EMMC_RPMB] = { "emmc-rpmb", WIPE_MACHINE_VISIBLE_PART, ACCOUNTED,
			       N_("It is a part of the eMMC that is written by authenticated "
				  "commands only and holds keys of the firmware"),
			       "" },
	[REASON_UFS_RPMB] = { "ufs-rpmb", WIPE_MACHINE_VISIBLE_PART, ACCOUNTED,
			      N_("It is a part of the UFS drive that is written by authenticated "
				 "commands only and holds keys of the firmware"),
			      "" },
	[REASON_SLOT_EMPTY] = { "slot-empty", WIPE_MACHINE_NO_MEDIUM, ACCOUNTED,
				N_("Nothing is in it"), "" },
	[REASON_NO_DISC] = { "no-disc", WIPE_MACHINE_NO_MEDIUM, ACCOUNTED, N_("No disc is in it"),
			     "" },
	[REASON_FIRMWARE_FLASH] = { "firmware-flash", WIPE_MACHINE_NO_DATA, ACCOUNTED,
				    N_("It holds the machine's firmware"), "" },
	[REASON_NO_DRIVER] = { "no-driver", WIPE_MACHINE_NOT_VISIBLE, LEFT,
			       N_("No driver is bound to it: what is behind it is hidden"),
			       N_("Load its driver, or start a system that has it; else remove "
				  "what is behind it, and list that by hand") },
	[REASON_VMD_NO_DRIVER] = { "vmd-no-driver", WIPE_MACHINE_NOT_VISIBLE, LEFT,
				   N_("Intel VMD without its driver hides the NVMe drives "
				      "behind it"),
				   N_("Load the driver vmd, or switch VMD off (AHCI, non-RAID) "
				      "in the setup of the machine's firmware") },
	[REASON_GIVEN_TO_GUEST] = { "given-to-guest", WIPE_MACHINE_NOT_VISIBLE, LEFT,
				    N_("It is set aside for a virtual machine or a program: this "
				       "system does not see what is behind it"),
				    N_("Give it back to its own driver, then look again") },
	[REASON_NVME_REMAPPED] = { "nvme-remapped-by-ahci", WIPE_MACHINE_NOT_VISIBLE, LEFT,
				   N_("Intel RST hides NVMe drives behind this SATA controller"),
				   N_("Switch the SATA mode from RST or RAID to AHCI in the setup "
				      "of the machine's firmware, then look again") },
	[REASON_RAID_HIDES_DISKS] = { "raid-hides-disks", WIPE_MACHINE_NOT_VISIBLE, LEFT,
				      N_("A RAID controller: it shows volumes, and hides drives "
					 "that are in one, spare, or not set up"),
				      N_("Let it pass its drives through (HBA or JBOD mode), or "
					 "erase them in another machine, and list by hand what its "
					 "own setup shows") },
	[REASON_NO_BLOCK_DEVICE] = { "no-block-device", WIPE_MACHINE_NOT_VISIBLE, LEFT,
				     N_("It is there, but the kernel makes no block device of it"),
				     N_("Load the driver for it (such as sd_mod, sr_mod, mmc_block, "
					"nd_pmem), or erase it in another machine") },
	[REASON_EMMC_BOOT_HIDDEN] = { "emmc-boot-hidden", WIPE_MACHINE_NOT_VISIBLE, LEFT,
				      N_("The kernel does not show the boot areas of this eMMC"),
				      N_("Start another system to look at them, or destroy the "
					 "eMMC") },
	[REASON_SLOT_POWERED_OFF] = { "slot-powered-off", WIPE_MACHINE_NOT_VISIBLE, LEFT,
				      N_("Something is plugged in and its power is off"),
				      N_("Switch the slot on, or remove what is in it and list it "
					 "by hand") },
	[REASON_SLOT_OCCUPIED] = { "slot-occupied-no-device", WIPE_MACHINE_NOT_VISIBLE, LEFT,
				   N_("The bay reports a drive that the system does not see"),
				   BY_HAND },
	[REASON_USB_UNAUTHORIZED] = { "usb-unauthorized", WIPE_MACHINE_NOT_VISIBLE, LEFT,
				      N_("It is plugged in and blocked (USB authorization)"),
				      N_("Authorize it, or unplug it") },
	[REASON_USB_NOT_CONFIGURED] = { "usb-not-configured", WIPE_MACHINE_NOT_VISIBLE, LEFT,
					N_("It is plugged in, but the system could not set it "
					   "up"),
					N_("Plug it in elsewhere, or unplug it") },
	[REASON_THUNDERBOLT_UNAUTHORIZED] = { "thunderbolt-unauthorized", WIPE_MACHINE_NOT_VISIBLE,
					      LEFT,
					      N_("It is plugged in and not authorized: what is in "
						 "it is hidden"),
					      N_("Authorize it (boltctl), or unplug it") },
	[REASON_THUNDERBOLT_NO_PCIE] = { "thunderbolt-no-pcie", WIPE_MACHINE_NOT_VISIBLE, LEFT,
					 N_("The firmware's settings forbid PCIe through "
					    "Thunderbolt: drives in it are hidden"),
					 N_("Allow it in the setup of the machine's firmware, or "
					    "unplug it") },
	[REASON_NVME_NO_NAMESPACE] = { "nvme-controller-without-namespace",
				       WIPE_MACHINE_NOT_VISIBLE, LEFT,
				       N_("The drive shows no namespace, and so none of its data"),
				       N_("Attach or create its namespaces with a program for NVMe, "
					  "or erase it by its own commands") },
	[REASON_NVME_NAMESPACE_HIDDEN] = { "nvme-namespace-hidden", WIPE_MACHINE_NOT_VISIBLE, LEFT,
					   N_("A namespace has a format or command set that the "
					      "kernel does not support"),
					   N_("Format it to a supported one, or erase it in another "
					      "machine") },
	[REASON_NVME_DEAD] = { "nvme-state-dead", WIPE_MACHINE_NOT_VISIBLE, LEFT,
			       N_("The kernel has given the drive up"),
			       N_("Try it after a cold start or in another machine; else destroy "
				  "it") },
	[REASON_NVME_NOT_READY] = { "nvme-not-ready", WIPE_MACHINE_NOT_VISIBLE, LEFT,
				    N_("The drive is being reset or set up"),
				    N_("Look again in a minute") },
	[REASON_NVDIMM_UNALLOCATED] = { "nvdimm-unallocated", WIPE_MACHINE_NOT_VISIBLE, LEFT,
					N_("A part of this persistent memory is in no namespace: "
					   "old data may lie there"),
					N_("Make a namespace of it (ndctl), or sanitize the "
					   "modules") },
	[REASON_NVDIMM_NO_REGION] = { "nvdimm-no-region", WIPE_MACHINE_NOT_VISIBLE, LEFT,
				      N_("A module of persistent memory that the system does not "
					 "use"),
				      N_("Set it up in the firmware, or sanitize or remove it") },
	[REASON_NVDIMM_LOCKED] = { "nvdimm-locked", WIPE_MACHINE_NOT_VISIBLE, LEFT,
				   N_("A module of persistent memory that is locked by a "
				      "passphrase"),
				   N_("Unlock it, or sanitize or remove it") },
	[REASON_FOREIGN_SECTOR_SIZE] = { "foreign-sector-size", WIPE_MACHINE_UNREADABLE, LEFT,
					 N_("It answers but has no capacity: as a rule a drive of "
					    "a disk array with sectors of 520 or 528 bytes"),
					 N_("Format it to sectors of 512 or 4096 bytes "
					    "(sg_format), then look again; else destroy it") },
	[REASON_NO_CAPACITY] = { "no-capacity", WIPE_MACHINE_UNREADABLE, LEFT,
				 N_("A drive that answers but has no capacity"),
				 N_("It is probably defective: try it in another machine; else "
				    "destroy it") },
	[REASON_NO_MEDIUM_OR_DEFECTIVE] = { "no-medium-or-defective", WIPE_MACHINE_UNREADABLE, LEFT,
					    N_("An empty reader, or a stick that is defective: "
					       "they look alike"),
					    N_("Unplug it; a stick is listed by hand") },
	[REASON_DEVICE_OFFLINE] = { "device-offline", WIPE_MACHINE_UNREADABLE, LEFT,
				    N_("The kernel has taken the drive off line"),
				    N_("Try it after a cold start or in another machine; else "
				       "destroy it") },
	[REASON_LINK_UP_NO_DEVICE] = { "link-up-no-device", WIPE_MACHINE_UNREADABLE, LEFT,
				       N_("Something is connected and does not answer as a drive"),
				       N_("Try it after a cold start or in another machine; else "
					  "destroy it") },
	[REASON_DRIVE_DISABLED] = { "drive-disabled", WIPE_MACHINE_UNREADABLE, LEFT,
				    N_("A drive was found there, and given up"),
				    N_("Try it after a cold start or in another machine; else "
				       "destroy it") },
	[REASON_SOLDERED_NO_ANSWER] = { "soldered-no-answer", WIPE_MACHINE_UNREADABLE, LEFT,
					N_("The board has a soldered memory there, which does not "
					   "answer"),
					N_("It is probably defective: destroy it") },
	[REASON_DISC_INSERTED] = { "disc-inserted", WIPE_MACHINE_NOT_EXAMINED, LEFT,
				   N_("A disc is in it"), N_("Take it out, and list it by hand") },
	[REASON_MEDIUM_UNKNOWN] = { "medium-unknown", WIPE_MACHINE_NOT_EXAMINED, LEFT,
				    N_("Whether something is in it cannot be told"),
				    N_("Open it: list by hand what is in it") },
	[REASON_TAPE] = { "tape", WIPE_MACHINE_NOT_EXAMINED, LEFT, N_("Tapes are not looked at"),
			  N_("Take tapes out, and list them by hand") },
	[REASON_RAW_FLASH] = { "raw-flash", WIPE_MACHINE_NOT_EXAMINED, LEFT,
			       N_("Raw flash that may hold data of the users"),
			       N_("Erase it by the means of its system (flash_erase), or destroy "
				  "the board") },
	[REASON_MTP] = { "mtp", WIPE_MACHINE_NOT_EXAMINED, LEFT,
			 N_("A telephone or player: its storage is not shown as a disk"),
			 N_("Unplug it; if it belongs to the case, erase it by its own means and "
			    "list it by hand") },
	[REASON_PTP] = { "ptp", WIPE_MACHINE_NOT_EXAMINED, LEFT,
			 N_("A camera or telephone: its storage is not shown as a disk"),
			 N_("Unplug it; if it belongs to the case, erase it by its own means and "
			    "list it by hand") },
	[REASON_SCSI_TYPE_UNKNOWN] = { "scsi-type-unknown", WIPE_MACHINE_NOT_EXAMINED, LEFT,
				       N_("A SCSI device of a type that this program does not "
					  "know"),
				       BY_HAND },
};

void machine_reason_fill(struct wipe_machine_finding *finding, enum machine_reason reason)
{
	finding->reason = reasons[reason].name;
	finding->state = reasons[reason].state;
	finding->accounted = reasons[reason].accounted;
	finding->why = _(reasons[reason].why);
	finding->advice = *reasons[reason].advice ? _(reasons[reason].advice) : "";
}
