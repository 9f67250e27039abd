/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the library reports what it does. It never prints by itself. */
#ifndef WIPE_LOG_H
#define WIPE_LOG_H

#ifdef __cplusplus
extern "C" {
#endif

enum wipe_log_level {
	WIPE_LOG_WARNING,
	WIPE_LOG_INFO,
	WIPE_LOG_DEBUG,
};

/*
 * One line without newline, valid during the call only. Never holds keys,
 * passphrases or the contents of a medium. fn NULL: nothing is reported.
 */
struct wipe_log {
	void (*fn)(void *arg, enum wipe_log_level level, const char *line);
	void *arg;
};

#ifdef __cplusplus
}
#endif
#endif
