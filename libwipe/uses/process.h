/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef USES_PROCESS_H
#define USES_PROCESS_H

#define PROCESS_NAME_BYTES 128

/*
 * What a process calls itself, quoted if it is odd: any process can take any name.
 * "?" if it is gone.
 */
void process_name(const char *pid, char out[PROCESS_NAME_BYTES]);

#endif
