/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NVMe drives: alive, and with namespaces that can be reached? */
#include <stdio.h>
#include <string.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"

/* Is there a block device that is not hidden and has this namespace's identity? */
static bool has_head(struct survey *survey, const char *wwid)
{
	SURVEY_NAMES struct survey_names names = { 0 };
	char path[SURVEY_PATH_BYTES];

	if (!*wwid)
		return false;
	survey_names_read(survey, "/sys/block", &names);
	for (size_t i = 0; i < names.count; i++)
		if (survey_join(path, "/sys/block", names.items[i]) &&
		    survey_says(survey, path, "wwid", wwid) &&
		    !survey_says(survey, path, "hidden", "1"))
			return true;
	return false;
}

static bool is_reachable(struct survey *survey, const char *path)
{
	char wwid[SURVEY_VALUE_BYTES];

	if (!survey_says(survey, path, "hidden", "1"))
		return true;
	/* A path of multipath is hidden, its head is not; else the kernel cannot use it. */
	return sysfs_read(survey->root, path, "wwid", wwid, sizeof(wwid)) && has_head(survey, wwid);
}

struct namespaces {
	size_t reachable, hidden;
};

/* Block devices below the controller, and character devices without one beside them. */
static struct namespaces count_namespaces(struct survey *survey, const char *controller)
{
	SURVEY_NAMES struct survey_names names = { 0 };
	struct namespaces count = { 0 };
	size_t characters = 0, blocks = 0;
	char path[SURVEY_PATH_BYTES];

	survey_names_read(survey, controller, &names);
	for (size_t i = 0; i < names.count; i++) {
		if (!survey_join(path, controller, names.items[i]))
			continue;
		characters += survey_is_numbered(names.items[i], "ng");
		if (!survey_is_numbered(names.items[i], "nvme") ||
		    !sysfs_exists(survey->root, path, "size"))
			continue;
		blocks++;
		if (is_reachable(survey, path))
			count.reachable++;
		else
			count.hidden++;
	}
	if (characters > blocks)
		count.hidden += characters - blocks;
	return count;
}

/* Drives of this machine; absent in kernels before 4.5. */
static bool is_local(const struct survey *survey, const char *path)
{
	char transport[16];

	return !sysfs_read(survey->root, path, "transport", transport, sizeof(transport)) ||
	       strcmp(transport, "pcie") == 0 || strncmp(transport, "apple", 5) == 0;
}

static void add(struct survey *survey, enum machine_reason reason, const char *path,
		size_t hidden_count)
{
	struct wipe_machine_finding *drive =
		survey_add(survey, WIPE_MACHINE_DISK, reason, _("NVMe drive"), path);

	SURVEY_COPY(survey, path, "model", drive->model);
	survey_detail(survey, path, "state", drive);
	drive->hidden_count = (uint32_t)hidden_count;
}

void machine_nvme_look(struct survey *survey, const char *path, const char *name)
{
	struct namespaces count;
	char state[32];

	(void)name;
	/* Administrative and discovery controllers have no namespaces. */
	if (!is_local(survey, path) || survey_says(survey, path, "cntrltype", "admin") ||
	    survey_says(survey, path, "cntrltype", "discovery"))
		return;
	if (sysfs_read(survey->root, path, "state", state, sizeof(state)) &&
	    strcmp(state, "live") != 0) {
		add(survey,
		    strcmp(state, "new") == 0 || strcmp(state, "resetting") == 0 ||
				    strcmp(state, "connecting") == 0 ?
			    REASON_NVME_NOT_READY :
			    REASON_NVME_DEAD,
		    path, 0);
		return;
	}
	count = count_namespaces(survey, path);
	if (count.hidden)
		add(survey, REASON_NVME_NAMESPACE_HIDDEN, path, count.hidden);
	else if (!count.reachable)
		add(survey, REASON_NVME_NO_NAMESPACE, path, 0);
}
