/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions to the person at the terminal, asked on /dev/tty whatever stdin and
 * stdout are. Passphrases never come from the command line or the environment.
 */
#ifndef MASSHO_TOOLS_PROMPT_H
#define MASSHO_TOOLS_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include <wipe/device.h>
#include <wipecert/sign.h>

struct prompt_source {
	const char *tool; /* in front of messages */
	int fd;		  /* the first line read from it; -1: not given */
	const char *file; /* the first line of it; NULL: not given */
};

/* Value of --passphrase-fd: false unless it is the number of an open descriptor. */
bool prompt_fd_parse(const char *text, int *fd);

/*
 * A wipecert_passphrase_fn; arg is a struct prompt_source. From a file that only
 * its owner can read, from the descriptor, or without echo from the terminal,
 * which is put back also if a signal ends the program. Says what went wrong.
 * Up to the end of the line, which is not counted; one CR before it neither.
 * Only the terminal is asked again if attempt is above 1.
 */
int prompt_passphrase(void *arg, const char *path, int attempt, char *buf, size_t size);

/*
 * A wipecert_passphrase_fn for the PIN of the token called label; the same, in other
 * words. It is never asked for twice.
 */
int prompt_pin(void *arg, const char *label, int attempt, char *buf, size_t size);

/*
 * A wipecert_token_fn. Tells people; the last try before a PIN is locked is used
 * only if somebody types so at the terminal, and the PIN comes from there too.
 */
bool prompt_token(void *arg, enum wipecert_token_event event, const char *label);

/*
 * Is this what confirms dev? The end of a serial, four characters or more; the
 * whole of a name, and of a serial shorter than that.
 */
bool prompt_confirms(const struct wipe_device *dev, const char *typed);

/*
 * 実行前の照合: shows dev on the terminal and asks for the end of its serial. task says
 * what will be done to it, a sentence with a colon; NULL: that everything will be erased.
 * given is the value of --confirm and has to be the whole of
 * wipe_device_confirmation(); NULL: ask. EXIT_DONE, or EXIT_REFUSED after a
 * message: wrong, or no terminal to ask.
 */
int prompt_confirmation(const char *tool, const struct wipe_device *dev, const char *task,
			const char *given);

#endif
