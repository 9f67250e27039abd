/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of every command that signs: --key, --cert, --chain, --passphrase-*. */
#ifndef MASSHO_TOOLS_KEY_H
#define MASSHO_TOOLS_KEY_H

#include <stdbool.h>

#include <wipecert/sign.h>

#include "i18n.h"
#include "options.h"
#include "prompt.h"

enum key_option {
	KEY_OPTION_KEY = 0x2000,
	KEY_OPTION_CERT,
	KEY_OPTION_CHAIN,
	KEY_OPTION_PASSPHRASE_FD,
	KEY_OPTION_PASSPHRASE_FILE,
};

/* Rows for a command's option table. */
/* clang-format off */
#define KEY_OPTION_ROWS                                                                            \
	{ "key", 0, POPT_ARG_STRING, NULL, KEY_OPTION_KEY,                                         \
	  N_("sign with this key (PEM, PKCS#12, or a pkcs11: URI)"), N_("KEY") },                  \
	{ "cert", 0, POPT_ARG_STRING, NULL, KEY_OPTION_CERT,                                       \
	  N_("the certificate of that key; may be left out if the PKCS#12 or the token holds it"), \
	  N_("CERT") },                                                                            \
	{ "chain", 0, POPT_ARG_STRING, NULL, KEY_OPTION_CHAIN,                                     \
	  N_("intermediate certificates to add to the signature"), N_("FILE") },                   \
	{ "passphrase-fd", 0, POPT_ARG_STRING, NULL, KEY_OPTION_PASSPHRASE_FD,                     \
	  N_("read the key's passphrase or PIN from this descriptor"), N_("N") },                  \
	{ "passphrase-file", 0, POPT_ARG_STRING, NULL, KEY_OPTION_PASSPHRASE_FILE,                 \
	  N_("read the key's passphrase or PIN from this file"), N_("FILE") }
/* clang-format on */

struct key_options {
	struct wipecert_signer_source source;
	struct prompt_source prompt; /* begins as { .tool = TOOL, .fd = -1 } */
};

static inline bool key_is_option(int number)
{
	return number >= KEY_OPTION_KEY && number <= KEY_OPTION_PASSPHRASE_FILE;
}

/* For an options_set_fn: 0, or an exit code after a message. */
int key_set_option(struct key_options *options, int number, const char *value);

/* EXIT_DONE, or EXIT_USAGE after a message. No key at all is in order. */
int key_check_options(const struct key_options *options);

/*
 * Loads the key, asking for a passphrase if need be; *signer is the caller's.
 * EXIT_DONE, or an exit code after a message.
 */
int key_load_signer(struct key_options *options, struct wipecert_signer **signer);

#endif
