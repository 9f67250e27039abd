/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "presence.h"

#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "cleanup.h"

/* drivers/scsi/scsi_sysfs.c (sdev_states) and drivers/nvme/host/sysfs.c (Linux 6.1). */
static const char *const states_gone[] = {
	"offline", "transport-offline", "cancel", "deleted", "deleting", "deleting (no IO)", "dead",
};

bool presence_in_state(const char *state)
{
	size_t length = strcspn(state, "\n");

	for (size_t i = 0; i < sizeof(states_gone) / sizeof(states_gone[0]); i++)
		if (strlen(states_gone[i]) == length && strncmp(states_gone[i], state, length) == 0)
			return false;
	return true;
}

bool presence_of(dev_t number)
{
	char path[96], state[32];
	CLEANUP_FILE FILE *file = NULL;

	if (access("/sys/dev/block", F_OK) != 0)
		return true;
	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u", major(number), minor(number));
	if (access(path, F_OK) != 0)
		return false;
	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u/device/state", major(number),
		 minor(number));
	file = fopen(path, "re");
	return !file || !fgets(state, sizeof(state), file) || presence_in_state(state);
}
