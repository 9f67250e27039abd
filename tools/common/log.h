/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The file of --log: one line an event, in English, times in UTC. It never gets
 * keys, passphrases or contents of a medium.
 */
#ifndef MASSHO_TOOLS_LOG_H
#define MASSHO_TOOLS_LOG_H

#include <wipe/error.h>
#include <wipe/log.h>

struct log;

/*
 * Appends to path, made with mode 0600; a regular file, not through a symbolic
 * link. path NULL: *log is NULL, and the functions below do nothing.
 * WIPE_E_USAGE if it cannot be opened. The caller ends with log_close().
 */
int log_open(const char *path, const char *tool, struct log **log, struct wipe_error *err);

/* For main(): opens, or says why not. EXIT_DONE, or an exit code. */
int log_start(const char *path, const char *tool, struct log **log);

/* Control characters are escaped, so a line cannot be forged. Keeps going on errors. */
void log_line(struct log *log, enum wipe_log_level level, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* What libwipe reports goes to log; valid as long as log. */
struct wipe_log log_for_library(struct log *log);

/* Says on stderr if lines were lost. NULL: no-op. */
void log_close(struct log *log);

#endif
