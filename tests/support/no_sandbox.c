/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tools that are built to run under valgrind, and for nothing else. */
#include "sandbox.h"

#include <stdio.h>

int sandbox_enter(bool rings, struct wipe_error *err)
{
	(void)rings;
	(void)err;
	fprintf(stderr, "built for valgrind: runs without a system call filter\n");
	return 0;
}

int sandbox_start(const char *tool)
{
	(void)tool;
	return sandbox_enter(false, NULL);
}

int sandbox_start_with_rings(const char *tool)
{
	(void)tool;
	return sandbox_enter(true, NULL);
}

int sandbox_start_with_swap(const char *tool)
{
	(void)tool;
	return sandbox_enter(false, NULL);
}
