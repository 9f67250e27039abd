/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Optical drives: sysfs does not tell whether a disc is in one, udev does. */
#include <stdio.h>
#include <string.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"

/* sr gives this many sectors to a drive whose disc it has not read (drivers/scsi/sr.c). */
#define SR_UNREAD_SECTORS 0x1fffff

static bool has_property(const char *record, const char *property)
{
	const char *at = strstr(record, property);

	return at && (at == record || at[-1] == '\n');
}

/* udev's record of the device, from the last time that a disc went in or out. */
static enum machine_reason reason_by_udev(const struct survey *survey, const char *path)
{
	char number[32], name[40], record[16384];
	ssize_t got;

	if (!sysfs_udev_runs(survey->root) ||
	    !sysfs_read(survey->root, path, "dev", number, sizeof(number)))
		return REASON_MEDIUM_UNKNOWN;
	snprintf(name, sizeof(name), "b%s", number);
	got = sysfs_read_bytes(survey->root, "/run/udev/data", name, record, sizeof(record) - 1);
	/* Half a record says nothing of what is not in it. */
	if (got < 0 || got == (ssize_t)sizeof(record) - 1)
		return REASON_MEDIUM_UNKNOWN;
	record[got] = '\0';
	if (has_property(record, "E:ID_CDROM_MEDIA=1\n"))
		return REASON_DISC_INSERTED;
	return has_property(record, "E:ID_CDROM=1\n") ? REASON_NO_DISC : REASON_MEDIUM_UNKNOWN;
}

void machine_optical_add(struct survey *survey, const char *path)
{
	struct wipe_machine_finding *drive;
	enum machine_reason reason = reason_by_udev(survey, path);
	uint64_t sectors;

	sysfs_read_u64(survey->root, path, "size", &sectors);
	if (reason == REASON_MEDIUM_UNKNOWN && sectors && sectors != SR_UNREAD_SECTORS)
		reason = REASON_DISC_INSERTED;
	drive = survey_add(survey, WIPE_MACHINE_OPTICAL, reason, _("optical drive"), path);
	if (reason == REASON_DISC_INSERTED && sectors != SR_UNREAD_SECTORS &&
	    sectors <= UINT64_MAX / 512)
		drive->size_bytes = 512 * sectors;
	SURVEY_COPY(survey, path, "device/vendor", drive->vendor);
	SURVEY_COPY(survey, path, "device/model", drive->model);
	snprintf(drive->node, sizeof(drive->node), "/dev/%s", drive->name);
}
