/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bays of enclosures and backplanes (SES): occupied, and nothing of it to be seen. */
#include <stdio.h>
#include <string.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"

static bool is_bay(const struct survey *survey, const char *path)
{
	return survey_says(survey, path, "type", "device") ||
	       survey_says(survey, path, "type", "array device");
}

/*
 * Some backplanes link none of their bays to a drive: there a bay without a link
 * says nothing. Where one is linked, all that are occupied have to be.
 */
void machine_enclosure_look(struct survey *survey, const char *path, const char *name)
{
	SURVEY_NAMES struct survey_names names = { 0 };
	char bay[SURVEY_PATH_BYTES];
	size_t linked = 0;

	(void)name;
	survey_names_read(survey, path, &names);
	for (size_t i = 0; i < names.count; i++)
		linked += survey_join(bay, path, names.items[i]) && is_bay(survey, bay) &&
			  sysfs_exists(survey->root, bay, "device");
	for (size_t i = 0; linked && i < names.count; i++) {
		if (!survey_join(bay, path, names.items[i]) || !is_bay(survey, bay) ||
		    sysfs_exists(survey->root, bay, "device") ||
		    !survey_says(survey, bay, "status", "OK"))
			continue;
		survey_detail(survey, bay, "slot",
			      survey_add(survey, WIPE_MACHINE_PORT, REASON_SLOT_OCCUPIED,
					 _("drive bay"), bay));
	}
}
