/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cairo writes one revision with a plain cross-reference table (ISO 32000-1, 7.5.4).
 * Only the way to catalog and first page is followed.
 */
#include "base.h"

#define ENTRY_BYTES 20

static bool find_table(const unsigned char *bytes, size_t length, size_t *at)
{
	/* "startxref", a number of at most 10 digits, and the end. */
	const size_t tail = length < 32 ? length : 32;
	struct scan scan = { bytes + length - tail, tail };

	return scan_past(&scan, "startxref\n") && scan_number(&scan, length, at) &&
	       scan_text(&scan, "\n%%EOF\n") && !scan.left;
}

/* Bytes of the object of this number, behind "N 0 obj\n<<", by the table. */
static bool find_object(const unsigned char *bytes, size_t length, struct scan entries,
			size_t number, struct base_object *object)
{
	struct scan scan, end;
	size_t at = 0, same;

	if (!scan_skip(&entries, number * ENTRY_BYTES))
		return false;
	for (size_t i = 0; i < 10; i++) {
		if (i >= entries.left || entries.at[i] < '0' || entries.at[i] > '9')
			return false;
		at = 10 * at + (size_t)(entries.at[i] - '0');
	}
	if (at >= length)
		return false;
	scan = (struct scan){ bytes + at, length - at };
	if (!scan_number(&scan, BASE_OBJECTS_MAX, &same) || same != number ||
	    !scan_text(&scan, " 0 obj\n<<"))
		return false;
	end = scan;
	if (!scan_past(&end, "\n>>\nendobj\n"))
		return false;
	object->number = number;
	object->inside = (struct scan){ scan.at, (size_t)(end.at - scan.at) - 11 };
	return true;
}

static bool find_reference(struct scan scan, const char *key, size_t *number)
{
	return scan_past(&scan, key) && scan_number(&scan, BASE_OBJECTS_MAX, number) &&
	       scan_text(&scan, " 0 R");
}

static bool parse_trailer(struct scan scan, size_t size, size_t *root, size_t *info)
{
	size_t same;

	return scan_text(&scan, "trailer\n<< /Size ") &&
	       scan_number(&scan, BASE_OBJECTS_MAX, &same) && same == size &&
	       scan_text(&scan, "\n   /Root ") && scan_number(&scan, size - 1, root) &&
	       scan_text(&scan, " 0 R\n   /Info ") && scan_number(&scan, size - 1, info) &&
	       scan_text(&scan, " 0 R\n>>\nstartxref\n");
}

bool base_parse(const unsigned char *bytes, size_t length, struct base *base)
{
	struct scan scan, entries;
	struct base_object pages;
	size_t root, info, number;

	if (!find_table(bytes, length, &base->xref_at) || base->xref_at >= length)
		return false;
	scan = (struct scan){ bytes + base->xref_at, length - base->xref_at };
	if (!scan_text(&scan, "xref\n0 ") || !scan_number(&scan, BASE_OBJECTS_MAX, &base->size) ||
	    !base->size || !scan_text(&scan, "\n"))
		return false;
	entries = (struct scan){ scan.at, base->size * ENTRY_BYTES };
	return scan_skip(&scan, entries.left) && parse_trailer(scan, base->size, &root, &info) &&
	       find_object(bytes, length, entries, info, &base->info) &&
	       find_object(bytes, length, entries, root, &base->catalog) &&
	       find_reference(base->catalog.inside, "/Pages ", &number) && number < base->size &&
	       find_object(bytes, length, entries, number, &pages) &&
	       find_reference(pages.inside, "/Kids [ ", &number) && number < base->size &&
	       find_object(bytes, length, entries, number, &base->page);
}
