/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders read within bounds, and findings: what all probes of the survey use. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "survey.h"
#include "sysfs.h"
#include "text.h"

/* Far above what machines have, so that only damage or malice reaches them. */
#define FOLDER_ENTRIES_MAX 8192
#define ALL_ENTRIES_MAX (1u << 19)
#define FINDINGS_MAX 4096

static const struct {
	const char *name, *text;
} doubts[] = {
	{ "no-sysfs", N_("sysfs is not there: mount it on /sys") },
	{ "no-hardware", N_("sysfs shows no hardware at all") },
	{ "unreadable", N_("a folder of sysfs cannot be read: run as root, outside of a "
			   "container") },
	{ "too-many", N_("there are more entries than are looked at") },
};

void survey_doubt(struct survey *survey, const char *doubt, const char *where)
{
	struct wipe_machine_survey *found = survey->found;

	if (found->doubt)
		return;
	for (size_t i = 0; i < sizeof(doubts) / sizeof(doubts[0]); i++) {
		if (strcmp(doubts[i].name, doubt) == 0) {
			found->doubt = doubts[i].name;
			found->doubt_text = _(doubts[i].text);
		}
	}
	text_copy_ascii(found->doubt_path, sizeof(found->doubt_path), where);
}

const char *survey_doubt_name(size_t index)
{
	return index < sizeof(doubts) / sizeof(doubts[0]) ? doubts[index].name : NULL;
}

static int compare_names(const void *a, const void *b)
{
	return strverscmp(*(char *const *)a, *(char *const *)b);
}

static bool append_name(struct survey *survey, struct survey_names *names, size_t *room,
			const char *name)
{
	char *copy = strdup(name);

	if (copy && names->count == *room) {
		size_t more = *room ? 2 * *room : 32;
		char **grown = reallocarray(names->items, more, sizeof(*grown));

		if (grown) {
			names->items = grown;
			*room = more;
		}
	}
	if (!copy || names->count == *room) {
		free(copy);
		survey->no_memory = true;
		return false;
	}
	names->items[names->count++] = copy;
	return true;
}

void survey_names_read(struct survey *survey, const char *folder, struct survey_names *names)
{
	CLEANUP_DIR DIR *dir = NULL;
	const struct dirent *entry;
	size_t room = 0;

	*names = (struct survey_names){ .items = NULL };
	errno = 0;
	dir = sysfs_open_folder(survey->root, folder);
	if (!dir) {
		if (errno != ENOENT)
			survey_doubt(survey, "unreadable", folder);
		return;
	}
	while (!survey->no_memory && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		if (names->count == FOLDER_ENTRIES_MAX || survey->entries_read == ALL_ENTRIES_MAX) {
			survey_doubt(survey, "too-many", folder);
			break;
		}
		survey->entries_read++;
		if (!append_name(survey, names, &room, entry->d_name))
			break;
	}
	if (names->count)
		qsort(names->items, names->count, sizeof(*names->items), compare_names);
}

void survey_names_free(struct survey_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->items[i]);
	free(names->items);
}

bool survey_is_numbered(const char *name, const char *prefix)
{
	size_t length = strlen(prefix);

	return strncmp(name, prefix, length) == 0 && isdigit((unsigned char)name[length]);
}

size_t survey_count(struct survey *survey, const char *folder, const char *prefix)
{
	SURVEY_NAMES struct survey_names names = { 0 };
	size_t count = 0;

	survey_names_read(survey, folder, &names);
	for (size_t i = 0; i < names.count; i++)
		count += survey_is_numbered(names.items[i], prefix);
	return count;
}

bool survey_join(char out[SURVEY_PATH_BYTES], const char *folder, const char *name)
{
	return snprintf(out, SURVEY_PATH_BYTES, "%s/%s", folder, name) < SURVEY_PATH_BYTES;
}

bool survey_parent(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash || slash == path)
		return false;
	*slash = '\0';
	return true;
}

bool survey_class_owner(const struct survey *survey, const char *path,
			char owner[SURVEY_PATH_BYTES])
{
	return sysfs_resolve(survey->root, path, owner, SURVEY_PATH_BYTES) &&
	       survey_parent(owner) && survey_parent(owner);
}

/* Room for one more, or the spare one. */
static struct wipe_machine_finding *next_finding(struct survey *survey, const char *path)
{
	struct wipe_machine_survey *found = survey->found;

	if (found->count == FINDINGS_MAX) {
		survey_doubt(survey, "too-many", path);
		return &survey->spare;
	}
	if (found->count == survey->room) {
		size_t more = survey->room ? 2 * survey->room : 16;
		struct wipe_machine_finding *grown =
			reallocarray(found->items, more, sizeof(*grown));

		if (!grown) {
			survey->no_memory = true;
			return &survey->spare;
		}
		found->items = grown;
		survey->room = more;
	}
	return &found->items[found->count++];
}

struct wipe_machine_finding *survey_add(struct survey *survey, enum wipe_machine_kind kind,
					enum machine_reason reason, const char *what,
					const char *path)
{
	struct wipe_machine_finding *finding = next_finding(survey, path);
	char real[SURVEY_PATH_BYTES];

	memset(finding, 0, sizeof(*finding));
	finding->kind = kind;
	finding->what = what;
	machine_reason_fill(finding, reason);
	text_copy_ascii(finding->name, sizeof(finding->name), strrchr(path, '/') + 1);
	if (!sysfs_resolve(survey->root, path, real, sizeof(real)))
		snprintf(real, sizeof(real), "%s", path);
	text_copy_ascii(finding->sysfs_path, sizeof(finding->sysfs_path), real);
	sysfs_link_name(survey->root, path, "driver", real, sizeof(real));
	text_copy_ascii(finding->driver, sizeof(finding->driver), real);
	return finding;
}

void survey_copy(const struct survey *survey, const char *path, const char *attribute, char *out,
		 size_t out_bytes)
{
	char text[512];

	sysfs_read(survey->root, path, attribute, text, sizeof(text));
	text_copy_ascii(out, out_bytes, text);
}

void survey_detail(const struct survey *survey, const char *path, const char *attribute,
		   struct wipe_machine_finding *finding)
{
	char value[40];
	const char *last = strrchr(attribute, '/');

	SURVEY_COPY(survey, path, attribute, value);
	if (*value)
		snprintf(finding->detail, sizeof(finding->detail), "%.20s=%s",
			 last ? last + 1 : attribute, value);
}

bool survey_says(const struct survey *survey, const char *path, const char *attribute,
		 const char *text)
{
	char value[SURVEY_VALUE_BYTES];

	return sysfs_read(survey->root, path, attribute, value, sizeof(value)) &&
	       strcmp(value, text) == 0;
}

bool survey_is_placeholder_driver(const char *driver)
{
	static const char *const drivers[] = { "vfio-pci", "pci-stub",	      "xen-pciback",
					       "pciback",  "uio_pci_generic", "igb_uio",
					       "usbfs",	   "usbip-host",      "vfio-platform" };

	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++)
		if (strcmp(driver, drivers[i]) == 0)
			return true;
	return false;
}
