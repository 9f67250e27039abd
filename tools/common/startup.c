/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "startup.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "i18n.h"

/*
 * A closed descriptor is filled with one that fails the transfer it is for:
 * output that nobody can get is an error, not a success.
 */
static void fill_standard_fds(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		/* The lowest free number is fd: all below are open. */
		if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			abort();
	}
}

void startup_run(void)
{
	fill_standard_fds();
	signal(SIGPIPE, SIG_IGN);
	i18n_start();
}
