/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stop.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t requested;

static void note(int signal_number)
{
	(void)signal_number;
	requested = 1;
}

void stop_catch(void)
{
	/* All that would end the process and can be caught, but for faults of its own. */
	static const int signals[] = { SIGINT,	SIGTERM, SIGHUP,   SIGQUIT,   SIGUSR1,
				       SIGUSR2, SIGALRM, SIGPROF,  SIGVTALRM, SIGXCPU,
				       SIGIO,	SIGPWR,	 SIGSTKFLT };
	/* stdio drops what a write that is broken off would have written. */
	struct sigaction action = { .sa_handler = note, .sa_flags = SA_RESTART }, before;

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		/* What the caller had ignored stays so: nohup. */
		if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	/* A write that goes beyond a limit fails, and is told. */
	signal(SIGXFSZ, SIG_IGN);
}

bool stop_requested(void)
{
	return requested != 0;
}
