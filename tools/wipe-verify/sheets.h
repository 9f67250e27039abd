/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sheets of PDF certificates, drawn again and compared, several at a time: each
 * drawing needs a whole process to speak its language, so that children draw.
 */
#ifndef MASSHO_WIPE_VERIFY_SHEETS_H
#define MASSHO_WIPE_VERIFY_SHEETS_H

#include <stddef.h>
#include <stdint.h>

#include <wipecert/pdf.h>
#include <wipecert/verify.h>

struct sheets {
	const struct wipecert_trust *trust;
	int64_t time_s;
	const char **paths;
	enum wipecert_pdf_comparison *found; /* for each path; set by sheets_compare() */
	size_t count;
	void (*tick)(void *arg, size_t done); /* after each one */
	void *arg;
};

/*
 * Fills found. What could not be compared, as the file is gone, memory is short or a
 * child died over it, is WIPECERT_PDF_NOT_COMPARED.
 */
void sheets_compare(const struct sheets *sheets);

#endif
