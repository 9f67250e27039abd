/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "process.h"

#include <stdio.h>
#include <string.h>

#include "quote.h"
#include "sysfs.h"

void process_name(const char *pid, char out[PROCESS_NAME_BYTES])
{
	char folder[40], name[32];
	ssize_t got;

	snprintf(folder, sizeof(folder), "/proc/%.20s", pid);
	got = sysfs_read_bytes("", folder, "comm", name, sizeof(name) - 1);
	if (got > 0 && name[got - 1] == '\n')
		got--;
	name[got > 0 ? got : 0] = '\0';
	if (got <= 0 || !quote_shell(out, PROCESS_NAME_BYTES, name))
		memcpy(out, "?", 2);
}
