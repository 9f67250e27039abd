/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SCSI devices that no block device is made of, and volumes of the RAID class. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"

enum duty {
	DUTY_UNKNOWN, /* what is in no table may hold data */
	DUTY_NOTHING, /* holds none */
	DUTY_BLOCK,   /* must be a block device */
	DUTY_TAPE,
};

/* SCSI Primary Commands (SPC-4), table 144: peripheral device type. */
static const struct {
	enum duty duty;
	enum wipe_machine_kind kind;
	const char *what;
} types[0x20] = {
	[0x00] = { DUTY_BLOCK, WIPE_MACHINE_DISK, N_("SCSI or SAS drive") },
	[0x01] = { DUTY_TAPE, WIPE_MACHINE_TAPE, N_("tape drive") },
	[0x02] = { DUTY_NOTHING, 0, "" }, /* printer */
	[0x03] = { DUTY_NOTHING, 0, "" }, /* processor, as a backplane */
	[0x04] = { DUTY_BLOCK, WIPE_MACHINE_OPTICAL, N_("write-once optical drive") },
	[0x05] = { DUTY_BLOCK, WIPE_MACHINE_OPTICAL, N_("optical drive") },
	[0x06] = { DUTY_NOTHING, 0, "" }, /* scanner */
	[0x07] = { DUTY_BLOCK, WIPE_MACHINE_DISK, N_("magneto-optical drive") },
	[0x08] = { DUTY_TAPE, WIPE_MACHINE_TAPE, N_("medium changer") },
	[0x09] = { DUTY_NOTHING, 0, "" }, /* communications */
	[0x0c] = { DUTY_NOTHING, 0, "" }, /* array controller: the PCI probe's */
	[0x0d] = { DUTY_NOTHING, 0, "" }, /* enclosure services */
	[0x0e] = { DUTY_BLOCK, WIPE_MACHINE_DISK, N_("SCSI or SAS drive") }, /* RBC */
	[0x10] = { DUTY_NOTHING, 0, "" },				     /* bridge */
	[0x12] = { DUTY_NOTHING, 0, "" },				     /* automation */
	[0x14] = { DUTY_BLOCK, WIPE_MACHINE_DISK, N_("zoned drive") },
	[0x1e] = { DUTY_NOTHING, 0, "" }, /* well-known logical unit, as of UFS */
	[0x1f] = { DUTY_NOTHING, 0, "" }, /* no device there */
};

/* UFS (JESD220): well-known logical unit C4h, of which SCSI makes the LUN C144h. */
#define UFS_RPMB_UNIT ":49476"

static bool has_block(struct survey *survey, const char *path)
{
	SURVEY_NAMES struct survey_names names = { 0 };
	char folder[SURVEY_PATH_BYTES];

	if (!survey_join(folder, path, "block"))
		return false;
	survey_names_read(survey, folder, &names);
	return names.count > 0;
}

static void describe(const struct survey *survey, const char *path,
		     struct wipe_machine_finding *finding)
{
	SURVEY_COPY(survey, path, "vendor", finding->vendor);
	SURVEY_COPY(survey, path, "model", finding->model);
	survey_detail(survey, path, "state", finding);
}

static bool is_ufs_rpmb(const struct survey *survey, const char *path, const char *name)
{
	const char *unit = strrchr(name, ':');

	return unit && strcmp(unit, UFS_RPMB_UNIT) == 0 && survey_says(survey, path, "type", "30");
}

void machine_scsi_look(struct survey *survey, const char *path, const char *name)
{
	enum machine_reason reason = REASON_SCSI_TYPE_UNKNOWN;
	enum wipe_machine_kind kind = WIPE_MACHINE_DISK;
	const char *what = N_("SCSI device");
	uint64_t type;

	/* hosts and targets are on the same bus */
	if (!isdigit((unsigned char)*name))
		return;
	if (is_ufs_rpmb(survey, path, name)) {
		describe(survey, path,
			 survey_add(survey, WIPE_MACHINE_BOOT_AREA, REASON_UFS_RPMB,
				    _("UFS RPMB area"), path));
		return;
	}
	if (sysfs_read_u64(survey->root, path, "type", &type) && type < 0x20 &&
	    types[type].duty != DUTY_UNKNOWN) {
		if (types[type].duty == DUTY_NOTHING ||
		    (types[type].duty == DUTY_BLOCK && has_block(survey, path)))
			return;
		reason = types[type].duty == DUTY_TAPE ? REASON_TAPE : REASON_NO_BLOCK_DEVICE;
		kind = types[type].kind;
		what = types[type].what;
	}
	describe(survey, path, survey_add(survey, kind, reason, _(what), path));
}

/* Volumes of SAS controllers that are no RAID controllers else (mpt2sas, mpt3sas). */
void machine_raid_volume_look(struct survey *survey, const char *path, const char *name)
{
	struct wipe_machine_finding *volume;
	char device[SURVEY_PATH_BYTES];

	(void)name;
	volume = survey_add(survey, WIPE_MACHINE_CONTROLLER, REASON_RAID_HIDES_DISKS,
			    _("RAID volume"), path);
	survey_detail(survey, path, "level", volume);
	if (survey_join(device, path, "device")) {
		SURVEY_COPY(survey, device, "vendor", volume->vendor);
		SURVEY_COPY(survey, device, "model", volume->model);
	}
}

/* What is connected to a SAS port and takes commands, but has become no SCSI device. */
void machine_sas_look(struct survey *survey, const char *path, const char *name)
{
	char owner[SURVEY_PATH_BYTES], attribute[300], protocols[64];

	if (!survey_class_owner(survey, path, owner))
		return;
	snprintf(attribute, sizeof(attribute), "sas_device/%s/target_port_protocols", name);
	SURVEY_COPY(survey, owner, attribute, protocols);
	/* Another host on the same fabric takes none. */
	if (strcmp(protocols, "none") == 0 || survey_count(survey, owner, "target"))
		return;
	survey_add(survey, WIPE_MACHINE_PORT, REASON_LINK_UP_NO_DEVICE, _("SAS port"), path);
}
