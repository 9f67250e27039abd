/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What draws, told apart: another build, font or translation may draw other bytes, and
 * nobody must be called a liar for that.
 */
#ifndef PAPER_WORKS_H
#define PAPER_WORKS_H

#include <openssl/evp.h>

#include <wipepaper/pdf.h>

/* The contents of a file into the sum. WIPE_E_NOTFOUND: it cannot be read. */
int works_add_file(EVP_MD_CTX *sum, const char *path, struct wipe_error *err);

/* fonts_sha256: over their files. catalogue: of the words; NULL: there is none. */
int works_describe(const unsigned char *fonts_sha256, const char *catalogue,
		   char works[WIPEPAPER_WORKS_BYTES], struct wipe_error *err);

#endif
