/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ctrl-C, and being asked to end: noticed, and acted on at the next safe place. */
#ifndef MASSHO_TOOLS_STOP_H
#define MASSHO_TOOLS_STOP_H

#include <stdbool.h>

/* From now on SIGINT, SIGTERM, SIGHUP and SIGQUIT only set a flag, unless
 * the caller had them ignored. Inherited by children. */
void stop_catch(void);

/* Has one of them come? */
bool stop_requested(void);

#endif
