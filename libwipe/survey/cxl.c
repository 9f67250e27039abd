/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory behind CXL (Documentation/ABI/testing/sysfs-bus-cxl): its persistent part is
 * a module of the NVDIMM bus, whose probe sees to it, once a driver has the bridge.
 */
#include <stdio.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"

void machine_cxl_look(struct survey *survey, const char *path, const char *name)
{
	struct wipe_machine_finding *memory;
	char bridge[SURVEY_PATH_BYTES];
	uint64_t bytes;

	if (!survey_is_numbered(name, "mem") ||
	    !sysfs_read_u64(survey->root, path, "pmem/size", &bytes) || !bytes)
		return;
	/* "mem3" has "pmem3" */
	snprintf(bridge, sizeof(bridge), "/sys/bus/cxl/devices/p%s", name);
	if (sysfs_exists(survey->root, bridge, "driver"))
		return;
	memory = survey_add(survey, WIPE_MACHINE_NVDIMM,
			    survey_says(survey, path, "security/state", "locked") ?
				    REASON_NVDIMM_LOCKED :
				    REASON_NO_DRIVER,
			    _("CXL memory"), path);
	memory->size_bytes = bytes;
	survey_detail(survey, path, "security/state", memory);
}
