/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record that was read and verified, for the commands that show it. */
#ifndef MASSHO_WIPE_CERT_LOADED_H
#define MASSHO_WIPE_CERT_LOADED_H

#include <wipecert/verify.h>

#include "trust.h"

/*
 * Reads and verifies path by trust, which is loaded already. As below, and *bytes is
 * the file, the caller's (free()) in any case.
 */
int loaded_read_bytes(const char *tool, const char *path, const struct wipecert_trust *trust,
		      int64_t time_s, struct wipecert_result *result, unsigned char **bytes,
		      size_t *length);

/*
 * Reads and verifies path. EXIT_DONE if its contents may be shown: nothing is
 * wrong with it, though it may not be possible to confirm it. Else an exit code
 * after a message. The caller ends with wipecert_result_clear() either way.
 */
int loaded_read(const char *tool, const char *path, const struct trust_options *options,
		struct wipecert_result *result);

/*
 * The exit code of having shown it: what verifying gave if the user asked for it
 * by --trust. Without, no more was asked for than to show it.
 */
int loaded_exit(const struct trust_options *options, const struct wipecert_result *result);

#endif
