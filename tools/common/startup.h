/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_TOOLS_STARTUP_H
#define MASSHO_TOOLS_STARTUP_H

/*
 * First in every main(): language; the three standard descriptors exist, so
 * that no device or record is ever opened as stderr and written to; SIGPIPE is
 * ignored, so that a closed pipe is a write error and not a death in the middle
 * of an erasure.
 */
void startup_run(void);

#endif
