/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options about records that several tools have. */
#ifndef MASSHO_TOOLS_RECORDS_OPTIONS_H
#define MASSHO_TOOLS_RECORDS_OPTIONS_H

#include "i18n.h"
#include "options.h"
#include "values.h"

struct records_options {
	const char *record;		/* file of the result; NULL: massho-ID here */
	struct values save_to;		/* further folders */
	const char *key, *cert, *chain; /* key NULL: records are not signed */
	const char *passphrase_file;
	int passphrase_fd; /* -1: none */
};

enum records_option {
	RECORDS_RECORD = 0x100,
	RECORDS_SAVE_TO,
	RECORDS_SIGN,
	RECORDS_CERT,
	RECORDS_CHAIN,
	RECORDS_PASSPHRASE_FD,
	RECORDS_PASSPHRASE_FILE,
	RECORDS_END,
};

/* Entries for a tool's popt table. */
/* clang-format off */
#define RECORDS_OPTIONS_TABLE \
	{ "record", 0, POPT_ARG_STRING, NULL, RECORDS_RECORD, \
	  N_("where the record goes (default ./massho-ID.p7m or .json)"), N_("FILE") }, \
	{ "save-to", 0, POPT_ARG_STRING, NULL, RECORDS_SAVE_TO | OPTIONS_MANY, \
	  N_("save the records in this folder too"), N_("DIR") }, \
	{ "sign", 0, POPT_ARG_STRING, NULL, RECORDS_SIGN, \
	  N_("sign the records with this key (PEM, PKCS#12, or a pkcs11: URI)"), N_("KEY") }, \
	{ "cert", 0, POPT_ARG_STRING, NULL, RECORDS_CERT, \
	  N_("the certificate of that key"), N_("CERT") }, \
	{ "chain", 0, POPT_ARG_STRING, NULL, RECORDS_CHAIN, \
	  N_("intermediate certificates to add to the signature"), N_("FILE") }, \
	{ "passphrase-fd", 0, POPT_ARG_STRING, NULL, RECORDS_PASSPHRASE_FD, \
	  N_("read the key's passphrase or PIN from this descriptor"), N_("N") }, \
	{ "passphrase-file", 0, POPT_ARG_STRING, NULL, RECORDS_PASSPHRASE_FILE, \
	  N_("read the key's passphrase or PIN from this file"), N_("FILE") }
/* clang-format on */

/* None given. */
void records_options_init(struct records_options *records);
void records_options_free(struct records_options *records);

/* Takes one of the options above: 0, or an exit code after a message. */
int records_options_set(const char *tool, struct records_options *records, int number,
			const char *value);

/*
 * Whether a key and the passphrase's sources go together. OPTIONS_GO, or EXIT_USAGE
 * after a message, which does not repeat a key that has a PIN in it.
 */
int records_options_check_key(const char *tool, const char *key, int passphrase_fd,
			      const char *passphrase_file);

/* What makes no sense together. OPTIONS_GO, or EXIT_USAGE after a message. */
int records_options_check(const char *tool, const struct records_options *records);

#endif
