/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an update has to know of the drawing that it is appended to. */
#ifndef PDF_BASE_H
#define PDF_BASE_H

#include "scan.h"

#define BASE_OBJECTS_MAX 1000000

/* A dictionary without its brackets. */
struct base_object {
	size_t number;
	struct scan inside;
};

struct base {
	size_t xref_at, size; /* of the cross-reference table; its number of objects */
	struct base_object info, catalog, page; /* the first page */
};

/* False: it is no PDF as wipepaper_draw() makes it. The slices borrow the bytes. */
bool base_parse(const unsigned char *bytes, size_t length, struct base *base);

#endif
