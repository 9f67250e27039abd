/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "colour.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool colour_wanted(int fd)
{
	const char *refused = getenv("NO_COLOR"), *terminal = getenv("TERM");

	return (!refused || !*refused) && terminal && *terminal && strcmp(terminal, "dumb") != 0 &&
	       isatty(fd);
}
