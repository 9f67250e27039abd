/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where in a document something is: a path of keys and indexes, leaf first. */
#ifndef SCHEMA_PLACE_H
#define SCHEMA_PLACE_H

#include <stddef.h>

#include <wipe/error.h>

struct place {
	const struct place *up; /* NULL: the document itself is above */
	const char *key;	/* NULL: index counts */
	size_t index;
};

/* "/medium/serial: WHAT" as WIPE_E_FORMAT, which it returns. place NULL: the document. */
int place_error(const struct place *place, struct wipe_error *err, const char *what);

#endif
