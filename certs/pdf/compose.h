/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one form of a PDF certificate. Writing and reading both compose it, so that
 * what is read is exactly what would be written.
 */
#ifndef PDF_COMPOSE_H
#define PDF_COMPOSE_H

#include <wipecert/pdf.h>

#include "output.h"
#include "scan.h"

/* For the signature, in which timestamps may find room later. */
#define COMPOSE_CMS_MAX_BYTES 16384

struct composed {
	struct output output;
	size_t hex_at; /* of the digits of the signature, all '0'; 0: not signed */
};

/*
 * The whole file. False: the drawing cannot be updated, or (output.failed) there is
 * no memory. The caller frees output.bytes.
 */
bool compose(const struct wipecert_pdf_contents *contents, bool is_signed, int64_t sealed_at_s,
	     struct composed *composed);

/*
 * The first object behind the drawing back into contents (drawing, records and their
 * bytes as slices of scan, which stands at that object). records is allocated.
 * False: it is not of this form, or (*no_memory) there is no memory.
 */
bool compose_read(struct scan *scan, struct wipecert_pdf *pdf, bool *no_memory);

#endif
