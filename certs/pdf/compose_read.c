/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The object behind the drawing tells everything that composing needs. It is read
 * loosely: what is composed from it must be the file again.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "compose.h"

/* Its name in a table of names that ends with "unknown". */
static bool find_authentic(const char *name, enum wipecert_authentic *authentic)
{
	for (int i = 0; i <= WIPECERT_INVALID; i++) {
		*authentic = (enum wipecert_authentic)i;
		if (strcmp(wipecert_authentic_name(*authentic), name) == 0)
			return true;
	}
	return false;
}

static bool find_reason(const char *name, enum wipecert_reason *reason)
{
	for (int i = 0; i <= WIPECERT_REASON_DEMO; i++) {
		*reason = (enum wipecert_reason)i;
		if (strcmp(wipecert_reason_name(*reason), name) == 0)
			return true;
	}
	return false;
}

static bool read_date(struct scan *scan, int64_t *time_s)
{
	char date[20], *rest;
	struct tm utc;

	if (!scan_text(scan, "(D:") || !scan_word(scan, ')', date, sizeof(date)) ||
	    !scan_text(scan, ")\n"))
		return false;
	memset(&utc, 0, sizeof(utc));
	rest = strptime(date, "%Y%m%d%H%M%SZ", &utc);
	*time_s = timegm(&utc);
	return rest && !*rest;
}

static bool read_drawn(struct scan *scan, struct wipecert_pdf_record *record)
{
	char words[4][32];

	for (size_t i = 0; i < 4; i++)
		if (!scan_word(scan, i < 3 ? ' ' : ')', words[i], sizeof(words[i])) ||
		    !scan_skip(scan, 1))
			return false;
	return find_authentic(words[0], &record->authentic) &&
	       find_reason(words[1], &record->reason) &&
	       find_authentic(words[2], &record->stamp_authentic) &&
	       find_reason(words[3], &record->stamp_reason);
}

static bool read_records(struct scan *scan, struct wipecert_pdf *pdf)
{
	for (size_t i = 0; i < pdf->contents.count; i++) {
		struct wipecert_pdf_record *record = &pdf->records[i];

		if (!scan_text(scan, "<< /Length ") ||
		    !scan_number(scan, WIPECERT_PDF_MAX_BYTES, &record->length) ||
		    !scan_text(scan, " /Drawn (") || !read_drawn(scan, record) ||
		    !scan_text(scan, " >>\n"))
			return false;
	}
	return scan_text(scan, "]\n>>\nendobj\n");
}

/* Where the bytes of the records lie follows from their lengths. */
static bool find_bytes(struct scan scan, struct wipecert_pdf *pdf)
{
	for (size_t i = 0; i < pdf->contents.count; i++) {
		struct wipecert_pdf_record *record = &pdf->records[i];

		if (!scan_past(&scan, "\n>>\nstream\n"))
			return false;
		record->bytes = scan.at;
		if (!scan_skip(&scan, record->length))
			return false;
	}
	return true;
}

bool compose_read(struct scan *scan, struct wipecert_pdf *pdf, bool *no_memory)
{
	struct wipecert_pdf_contents *contents = &pdf->contents;
	size_t number;

	*no_memory = false;
	if (!scan_number(scan, WIPECERT_PDF_MAX_BYTES, &number) ||
	    !scan_text(scan, " 0 obj\n<< /Type /MasshoSeal /V 1\n/Language (") ||
	    !scan_word(scan, ')', contents->language, sizeof(contents->language)) ||
	    !scan_text(scan, ")\n/Works (") ||
	    !scan_word(scan, ')', contents->works, sizeof(contents->works)) ||
	    !scan_text(scan, ")\n/Dated ") || !read_date(scan, &contents->dated_at_s))
		return false;
	pdf->is_signed = scan_text(scan, "/Sealed ");
	if (pdf->is_signed && !read_date(scan, &pdf->sealed_at_s))
		return false;
	if (!scan_text(scan, "/Count ") ||
	    !scan_number(scan, WIPECERT_PDF_RECORDS_MAX, &contents->count) || !contents->count ||
	    !scan_text(scan, "\n/Records [\n"))
		return false;
	pdf->records = calloc(contents->count, sizeof(*pdf->records));
	*no_memory = !pdf->records;
	contents->records = pdf->records;
	return pdf->records && read_records(scan, pdf) && find_bytes(*scan, pdf);
}
