/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SATA ports: a link that is up has a drive at its end. */
#include <stdio.h>
#include <string.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"

/* Devices on a link (class "ata", "atapi", "zac", "pmp", ...); drives only, if asked. */
static size_t count_devices(struct survey *survey, const char *link, bool drives)
{
	static const char *const others[] = { "none", "unknown", "", "pmp", "semb" };
	SURVEY_NAMES struct survey_names names = { 0 };
	size_t count = 0;

	survey_names_read(survey, link, &names);
	for (size_t i = 0; i < names.count; i++) {
		char folder[SURVEY_PATH_BYTES], attribute[512], class_name[32];
		bool counts = true;

		if (!survey_is_numbered(names.items[i], "dev") ||
		    !survey_join(folder, link, names.items[i]))
			continue;
		snprintf(attribute, sizeof(attribute), "ata_device/%s/class", names.items[i]);
		SURVEY_COPY(survey, folder, attribute, class_name);
		for (size_t k = 0; k < (drives ? 5 : 3); k++)
			counts = counts && strcmp(class_name, others[k]) != 0;
		count += counts;
	}
	return count;
}

/* A port multiplier's own links are looked at as links, too. */
void machine_ata_link_look(struct survey *survey, const char *path, const char *name)
{
	char folder[SURVEY_PATH_BYTES], speed[32];

	(void)name;
	SURVEY_COPY(survey, path, "sata_spd", speed);
	if (!*speed || strcmp(speed, "<unknown>") == 0 || !survey_class_owner(survey, path, folder))
		return;
	if (count_devices(survey, folder, false) == 0)
		survey_detail(survey, path, "sata_spd",
			      survey_add(survey, WIPE_MACHINE_PORT, REASON_LINK_UP_NO_DEVICE,
					 _("SATA port"), path));
}

/* SCSI devices that libata made of a port's drives. */
static size_t count_scsi(struct survey *survey, const char *port)
{
	SURVEY_NAMES struct survey_names hosts = { 0 };
	size_t count = 0;

	survey_names_read(survey, port, &hosts);
	for (size_t i = 0; i < hosts.count; i++) {
		SURVEY_NAMES struct survey_names targets = { 0 };
		char host[SURVEY_PATH_BYTES], target[SURVEY_PATH_BYTES];

		if (!survey_is_numbered(hosts.items[i], "host") ||
		    !survey_join(host, port, hosts.items[i]))
			continue;
		survey_names_read(survey, host, &targets);
		for (size_t k = 0; k < targets.count; k++)
			if (survey_is_numbered(targets.items[k], "target") &&
			    survey_join(target, host, targets.items[k]))
				count += survey_count(survey, target, "");
	}
	return count;
}

/* A drive that failed after it was identified keeps its class and loses its SCSI device. */
void machine_ata_port_look(struct survey *survey, const char *path, const char *name)
{
	SURVEY_NAMES struct survey_names links = { 0 };
	char port[SURVEY_PATH_BYTES], link[SURVEY_PATH_BYTES];
	size_t drives = 0, shown;

	(void)name;
	if (!survey_class_owner(survey, path, port))
		return;
	survey_names_read(survey, port, &links);
	for (size_t i = 0; i < links.count; i++)
		if (survey_is_numbered(links.items[i], "link") &&
		    survey_join(link, port, links.items[i]))
			drives += count_devices(survey, link, true);
	shown = drives ? count_scsi(survey, port) : 0;
	if (drives > shown)
		survey_add(survey, WIPE_MACHINE_PORT, REASON_DRIVE_DISABLED, _("SATA port"), path)
			->hidden_count = (uint32_t)(drives - shown);
}
