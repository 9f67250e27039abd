/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PCI functions that drives can be behind: has each a driver, and one that shows them? */
#include <stdio.h>
#include <string.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"

#define INTEL 0x8086
#define REALTEK 0x10ec

struct function {
	uint32_t vendor, device, class_code; /* 24 bits */
};

/* PCI Code and ID Assignment: base class, subclass, interface. The first that fits. */
static const struct {
	uint32_t class_code, mask, vendor; /* vendor 0: any */
	enum wipe_machine_kind kind;
	bool storage; /* nothing else than drives is behind it */
	const char *what;
} classes[] = {
	{ 0x010000, 0xffff00, 0, WIPE_MACHINE_CONTROLLER, true, N_("SCSI controller") },
	{ 0x010100, 0xffff00, 0, WIPE_MACHINE_CONTROLLER, true, N_("IDE controller") },
	{ 0x010200, 0xffff00, 0, WIPE_MACHINE_CONTROLLER, true, N_("floppy controller") },
	{ 0x010400, 0xffff00, 0, WIPE_MACHINE_CONTROLLER, true, N_("RAID controller") },
	{ 0x010500, 0xffff00, 0, WIPE_MACHINE_CONTROLLER, true, N_("ATA controller") },
	{ 0x010600, 0xffff00, 0, WIPE_MACHINE_CONTROLLER, true, N_("SATA controller") },
	{ 0x010700, 0xffff00, 0, WIPE_MACHINE_CONTROLLER, true, N_("SAS controller") },
	{ 0x010800, 0xffff00, 0, WIPE_MACHINE_CONTROLLER, true, N_("NVMe drive") },
	{ 0x010900, 0xffff00, 0, WIPE_MACHINE_CONTROLLER, true, N_("UFS controller") },
	{ 0x010000, 0xff0000, 0, WIPE_MACHINE_CONTROLLER, true, N_("storage controller") },
	{ 0x050200, 0xffff00, 0, WIPE_MACHINE_NVDIMM, false, N_("CXL memory") },
	{ 0x080500, 0xffff00, 0, WIPE_MACHINE_CARD_READER, true, N_("SD card controller") },
	{ 0xff0000, 0xff0000, REALTEK, WIPE_MACHINE_CARD_READER, true, N_("card reader") },
	{ 0x0c0000, 0xffff00, 0, WIPE_MACHINE_CONTROLLER, false, N_("FireWire controller") },
	{ 0x0c0300, 0xffffff, 0, WIPE_MACHINE_CONTROLLER, false, N_("USB controller") },
	{ 0x0c0310, 0xffffff, 0, WIPE_MACHINE_CONTROLLER, false, N_("USB controller") },
	{ 0x0c0320, 0xffffff, 0, WIPE_MACHINE_CONTROLLER, false, N_("USB controller") },
	{ 0x0c0330, 0xffffff, 0, WIPE_MACHINE_CONTROLLER, false, N_("USB controller") },
	{ 0x0c0340, 0xffffff, 0, WIPE_MACHINE_THUNDERBOLT, false, N_("Thunderbolt controller") },
};

/* Intel VMD; the table of drivers/pci/controller/vmd.c. */
static const uint16_t vmd_devices[] = { 0x201d, 0x28c0, 0x467f, 0x4c3d, 0x7d0b, 0x9a0b,
					0xa77f, 0xad0b, 0xb06f, 0xb60b, 0xd70b };

/* Drivers of controllers that make volumes of drives and show those instead. */
static const char *const raid_drivers[] = {
	"megaraid_sas", "megaraid_mbox", "megaraid_legacy",
	"megaraid",	"hpsa",		 "cciss",
	"smartpqi",	"aacraid",	 "arcmsr",
	"3w-9xxx",	"3w-sas",	 "3w-xxxx",
	"ips",		"ipr",		 "pmcraid",
	"gdth",		"dpt_i2o",	 "hptiop",
	"stex",		"mvumi",	 "myrb",
	"myrs",		"DAC960",
};

/* These drive RAID and plain controllers alike: the class tells which it is. */
static const char *const either_drivers[] = { "mpi3mr", "mpt3sas", "mpt2sas", "mptsas", "mptspi" };

static bool is_one_of(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}
#define IS_ONE_OF(names, name) is_one_of(names, sizeof(names) / sizeof((names)[0]), name)

static bool is_vmd(const struct function *function)
{
	if (function->vendor != INTEL)
		return false;
	for (size_t i = 0; i < sizeof(vmd_devices) / sizeof(vmd_devices[0]); i++)
		if (function->device == vmd_devices[i])
			return true;
	return false;
}

static bool hides_drives(const struct function *function, const char *driver)
{
	return IS_ONE_OF(raid_drivers, driver) ||
	       (IS_ONE_OF(either_drivers, driver) && (function->class_code & 0xffff00) == 0x010400);
}

/* ahci(4): how many NVMe drives the chipset hides in this controller's registers. */
static uint64_t count_remapped(struct survey *survey, const char *path)
{
	char attribute[SURVEY_PATH_BYTES];
	uint64_t count = 0;

	/* What is there and is no number may stand for any. */
	if (!sysfs_read_u64(survey->root, path, "remapped_nvme", &count) &&
	    sysfs_exists(survey->root, path, "remapped_nvme") &&
	    survey_join(attribute, path, "remapped_nvme"))
		survey_doubt(survey, "unreadable", attribute);
	return count;
}

static enum machine_reason reason_of(struct survey *survey, const char *path,
				     const struct function *function, const char *driver,
				     uint64_t *remapped)
{
	if (!*driver)
		return is_vmd(function) ? REASON_VMD_NO_DRIVER : REASON_NO_DRIVER;
	if (survey_is_placeholder_driver(driver))
		return REASON_GIVEN_TO_GUEST;
	if (hides_drives(function, driver))
		return REASON_RAID_HIDES_DISKS;
	/* The driver was bound, and the drive's controller is not there yet. */
	if (strcmp(driver, "nvme") == 0 && !sysfs_exists(survey->root, path, "nvme"))
		return REASON_NVME_NOT_READY;
	*remapped = count_remapped(survey, path);
	return *remapped ? REASON_NVME_REMAPPED : REASON_BLOCK_DEVICE;
}

static bool read_number(const struct survey *survey, const char *path, const char *name,
			uint32_t max, uint32_t *value)
{
	uint64_t read;

	if (!sysfs_read_u64(survey->root, path, name, &read) || read > max)
		return false;
	*value = (uint32_t)read;
	return true;
}

static void describe(struct wipe_machine_finding *finding, const struct function *function,
		     uint64_t remapped)
{
	snprintf(finding->ids, sizeof(finding->ids), "%04x:%04x", function->vendor & 0xffff,
		 function->device & 0xffff);
	snprintf(finding->class_code, sizeof(finding->class_code), "%06x",
		 function->class_code & 0xffffff);
	finding->hidden_count = remapped > UINT32_MAX ? UINT32_MAX : (uint32_t)remapped;
}

void machine_pci_look(struct survey *survey, const char *path, const char *name)
{
	struct function function;
	enum machine_reason reason;
	uint64_t remapped = 0;
	char driver[64];
	size_t i = 0;

	(void)name;
	/* Which class it is of decides whether data may be behind it. */
	if (!read_number(survey, path, "class", 0xffffff, &function.class_code) ||
	    !read_number(survey, path, "vendor", 0xffff, &function.vendor) ||
	    !read_number(survey, path, "device", 0xffff, &function.device)) {
		survey_doubt(survey, "unreadable", path);
		return;
	}
	while (i < sizeof(classes) / sizeof(classes[0]) &&
	       ((function.class_code & classes[i].mask) != classes[i].class_code ||
		(classes[i].vendor && classes[i].vendor != function.vendor)))
		i++;
	if (i == sizeof(classes) / sizeof(classes[0]))
		return;
	sysfs_link_name(survey->root, path, "driver", driver, sizeof(driver));
	reason = reason_of(survey, path, &function, driver, &remapped);
	if (*driver && classes[i].storage)
		survey->found->controllers++;
	if (reason != REASON_BLOCK_DEVICE)
		describe(survey_add(survey, classes[i].kind, reason, _(classes[i].what), path),
			 &function, remapped);
}

/* Hot-plug slots (pciehp): something is plugged in, and its power is off. */
void machine_pci_slot_look(struct survey *survey, const char *path, const char *name)
{
	(void)name;
	if (survey_says(survey, path, "adapter", "1") && survey_says(survey, path, "power", "0"))
		survey_detail(survey, path, "address",
			      survey_add(survey, WIPE_MACHINE_PORT, REASON_SLOT_POWERED_OFF,
					 _("PCI Express slot"), path));
}
