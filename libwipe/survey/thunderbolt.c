/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thunderbolt and USB4 devices whose PCIe, and so whose drives, the system does not see. */
#include <stdio.h>
#include <string.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"

/*
 * A router but the host's own: "0-1", "0-301"; "0-0" is the host, "0-1.0" a service,
 * "0-0:1.1" a retimer, "domain0" what the routers are in.
 */
static bool is_device(const char *name)
{
	size_t domain = strspn(name, "0123456789");
	const char *route = name + domain + 1;

	return domain && name[domain] == '-' && *route &&
	       !route[strspn(route, "0123456789abcdef")] && route[strspn(route, "0")];
}

/* Documentation/admin-guide/thunderbolt.rst: levels at which no PCIe is tunnelled. */
static bool domain_forbids_pcie(const struct survey *survey, const char *path)
{
	static const char *const levels[] = { "dponly", "usbonly", "nopcie" };
	char folder[SURVEY_PATH_BYTES];

	if (!sysfs_resolve(survey->root, path, folder, sizeof(folder)))
		return false;
	while (survey_parent(folder) && !sysfs_exists(survey->root, folder, "security"))
		;
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (survey_says(survey, folder, "security", levels[i]))
			return true;
	return false;
}

void machine_thunderbolt_look(struct survey *survey, const char *path, const char *name)
{
	struct wipe_machine_finding *finding;
	enum machine_reason reason;

	if (!is_device(name))
		return;
	if (domain_forbids_pcie(survey, path))
		reason = REASON_THUNDERBOLT_NO_PCIE;
	else if (survey_says(survey, path, "authorized", "0"))
		reason = REASON_THUNDERBOLT_UNAUTHORIZED;
	else
		return;
	finding =
		survey_add(survey, WIPE_MACHINE_THUNDERBOLT, reason, _("Thunderbolt device"), path);
	SURVEY_COPY(survey, path, "vendor_name", finding->vendor);
	SURVEY_COPY(survey, path, "device_name", finding->model);
}
