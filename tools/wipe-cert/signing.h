/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands that write a signed record have in common: from bytes to a saved file. */
#ifndef MASSHO_WIPE_CERT_SIGNING_H
#define MASSHO_WIPE_CERT_SIGNING_H

#include <stdbool.h>
#include <stddef.h>

#include <wipecert/sign.h>

#include "key.h"

enum { SIGNING_OUTPUT = 0x3000 };

/* Rows for a command's option table. */
/* clang-format off */
#define SIGNING_OPTION_ROWS                                                                        \
	KEY_OPTION_ROWS,                                                                           \
	{ "output", 'o', POPT_ARG_STRING, NULL, SIGNING_OUTPUT,                                    \
	  N_("write to this file, which must not exist"), N_("FILE") }
/* clang-format on */

struct signing_options {
	struct key_options key;
	const char *output;
};

void signing_init(struct signing_options *options, const char *tool);

static inline bool signing_is_option(int number)
{
	return key_is_option(number) || number == SIGNING_OUTPUT;
}

/* For an options_set_fn: 0, or an exit code after a message. */
int signing_set_option(struct signing_options *options, int number, const char *value);
/* A key and an output are there, and fit: EXIT_DONE, or EXIT_USAGE after a message. */
int signing_check_options(const struct signing_options *options);

/* EXIT_DONE, or an exit code after a message. Warns of a certificate out of its time. */
int signing_load(struct signing_options *options, struct wipecert_signer **signer);

/* A signed record. */
struct signing {
	unsigned char *der;
	size_t der_bytes;
	struct wipecert_link link; /* its id is "" */
};

int signing_sign(const struct signing_options *options, const struct wipecert_signer *signer,
		 const void *json, size_t json_bytes, struct signing *signing);
/* Saves it and reads it back: what does not verify is not left there. */
int signing_save(const struct signing_options *options, const struct signing *signing,
		 const void *json, size_t json_bytes);
void signing_free(struct signing *signing);

/*
 * What a new record begins with, from the program, the machine and the clock.
 * Before a sandbox: it reads what that closes.
 */
int signing_meta(const struct signing_options *options, struct wipecert_meta *meta);

#endif
