/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of every tool that verifies signatures: --trust, --crl, --tsa-trust, --tsa-crl, --at. */
#ifndef MASSHO_TOOLS_TRUST_H
#define MASSHO_TOOLS_TRUST_H

#include <stdbool.h>
#include <stdint.h>

#include <wipecert/verify.h>

#include "i18n.h"
#include "options.h"
#include "values.h"

enum trust_option {
	TRUST_OPTION_ANCHORS = 0x1000,
	TRUST_OPTION_CRL,
	TRUST_OPTION_AT,
	TRUST_OPTION_TSA,
	TRUST_OPTION_TSA_CRL,
};

/* Rows for a tool's option table. */
/* clang-format off */
#define TRUST_OPTION_ROWS                                                                          \
	{ "trust", 0, POPT_ARG_STRING, NULL, TRUST_OPTION_ANCHORS | OPTIONS_MANY,                  \
	  N_("trust the root certificates in this file, or in the *.pem, *.crt and *.cer files of "\
	     "this folder; can be repeated. Or a trust folder with a policy.json, alone"),         \
	  N_("FILE|DIR") },                                    \
	{ "crl", 0, POPT_ARG_STRING, NULL, TRUST_OPTION_CRL | OPTIONS_MANY,                        \
	  N_("check revocation against the list in this file; can be repeated"), N_("FILE") },     \
	{ "at", 0, POPT_ARG_STRING, NULL, TRUST_OPTION_AT,                                         \
	  N_("verify as of this time instead of now, as in 2026-11-22T03:04:05Z"), N_("TIME") },   \
	{ "tsa-trust", 0, POPT_ARG_STRING, NULL, TRUST_OPTION_TSA | OPTIONS_MANY,                  \
	  N_("believe the timestamps of authorities below these root certificates; can be "      \
	     "repeated"), N_("FILE|DIR") },                                                        \
	{ "tsa-crl", 0, POPT_ARG_STRING, NULL, TRUST_OPTION_TSA_CRL | OPTIONS_MANY,                \
	  N_("check revocation of those authorities against the list in this file; can be "      \
	     "repeated"), N_("FILE") }
/* clang-format on */

struct trust_options {
	struct values anchors, crls, tsa_anchors, tsa_crls; /* paths */
	int64_t at_s;
	bool has_at;
};

static inline bool trust_is_option(int number)
{
	return number >= TRUST_OPTION_ANCHORS && number <= TRUST_OPTION_TSA_CRL;
}

/* For an options_set_fn: 0, or an exit code after a message. */
int trust_set_option(struct trust_options *options, const char *tool, int number,
		     const char *value);
void trust_free_options(struct trust_options *options);

/*
 * Loads what the options name. EXIT_DONE, or an exit code after a message.
 * The caller frees *trust.
 */
int trust_load(const struct trust_options *options, const char *tool,
	       struct wipecert_trust **trust);

/* The time to verify at: --at, or now. */
int64_t trust_time(const struct trust_options *options);

#endif
