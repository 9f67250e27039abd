/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Persistent memory (Documentation/driver-api/nvdimm): modules, regions, namespaces. */
#include <stdio.h>
#include <string.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"

#define DEVICES "/sys/bus/nd/devices"
#define MAPPINGS_MAX 32

static bool has_entries(struct survey *survey, const char *folder)
{
	SURVEY_NAMES struct survey_names names = { 0 };

	survey_names_read(survey, folder, &names);
	return names.count > 0;
}

static bool has_block(struct survey *survey, const char *path)
{
	char folder[SURVEY_PATH_BYTES];

	return survey_join(folder, path, "block") && has_entries(survey, folder);
}

/* The disk is the namespace's, or that of what claims it (btt, pfn). */
static void look_at_namespace(struct survey *survey, const char *path)
{
	struct wipe_machine_finding *finding;
	char holder[SURVEY_PATH_BYTES], name[64];
	uint64_t size;

	/* One of size 0 stands ready for the next that is made. */
	if ((sysfs_read_u64(survey->root, path, "size", &size) && !size) || has_block(survey, path))
		return;
	SURVEY_COPY(survey, path, "holder", name);
	if (*name && !strchr(name, '/') && survey_join(holder, DEVICES, name) &&
	    has_block(survey, holder))
		return;
	finding = survey_add(survey, WIPE_MACHINE_NVDIMM, REASON_NO_BLOCK_DEVICE,
			     _("persistent memory"), path);
	finding->size_bytes = size;
	survey_detail(survey, path, "mode", finding);
}

static void look_at_region(struct survey *survey, const char *path)
{
	uint64_t available;

	if (sysfs_read_u64(survey->root, path, "available_size", &available) && available)
		survey_add(survey, WIPE_MACHINE_NVDIMM, REASON_NVDIMM_UNALLOCATED,
			   _("persistent memory"), path)
			->size_bytes = available;
}

/* mappingN of a region: "nmem0,0,1073741824,0", the module first. */
static bool region_uses(const struct survey *survey, const char *region, const char *module)
{
	size_t length = strlen(module);

	for (unsigned int i = 0; i < MAPPINGS_MAX; i++) {
		char name[16], text[128];

		snprintf(name, sizeof(name), "mapping%u", i);
		if (!sysfs_read(survey->root, region, name, text, sizeof(text)))
			return false;
		if (strncmp(text, module, length) == 0 && text[length] == ',')
			return true;
	}
	return false;
}

static bool is_used(struct survey *survey, const char *module)
{
	SURVEY_NAMES struct survey_names names = { 0 };
	char path[SURVEY_PATH_BYTES];

	survey_names_read(survey, DEVICES, &names);
	for (size_t i = 0; i < names.count; i++)
		if (survey_is_numbered(names.items[i], "region") &&
		    survey_join(path, DEVICES, names.items[i]) && region_uses(survey, path, module))
			return true;
	return false;
}

static void look_at_module(struct survey *survey, const char *path, const char *name)
{
	if (survey_says(survey, path, "security", "locked"))
		survey_add(survey, WIPE_MACHINE_NVDIMM, REASON_NVDIMM_LOCKED,
			   _("module of persistent memory"), path);
	else if (!is_used(survey, name))
		survey_add(survey, WIPE_MACHINE_NVDIMM, REASON_NVDIMM_NO_REGION,
			   _("module of persistent memory"), path);
}

void machine_nvdimm_look(struct survey *survey, const char *path, const char *name)
{
	if (survey_is_numbered(name, "namespace"))
		look_at_namespace(survey, path);
	else if (survey_is_numbered(name, "region"))
		look_at_region(survey, path);
	else if (survey_is_numbered(name, "nmem"))
		look_at_module(survey, path, name);
}

/* The firmware has a table of persistent memory, and no driver has read it. */
void machine_nfit_look(struct survey *survey, const char *path, const char *name)
{
	if (strncmp(name, "NFIT", 4) == 0 && !survey_count(survey, DEVICES, "ndbus"))
		survey_add(survey, WIPE_MACHINE_NVDIMM, REASON_NO_DRIVER, _("persistent memory"),
			   path);
}
