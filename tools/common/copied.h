/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that were copied for an item, held against those that were erased for it: by the lists
 * beside the records. The rules of a case do not ask for it; whoever confirms should.
 */
#ifndef MASSHO_TOOLS_COPIED_H
#define MASSHO_TOOLS_COPIED_H

#include <jansson.h>
#include <wipecert/register.h>

#define COPIED_BYTES 256

struct copied {
	bool is_told;	    /* false: nothing was copied to be erased by it, or no list is here */
	uint64_t erased;    /* with the contents that were copied, wherever they lay by then */
	uint64_t changed;   /* erased at their place, with other contents */
	uint64_t only_name; /* F0: of them the name was removed */
	uint64_t left;	    /* not among those that were erased */
};

/*
 * What an erasure of files did of the copyings that it covers, with those of the same item that
 * cover none (they broke off, or erased what was left); of one that covers none itself, of those
 * that are without, or of all. Of an item that was received, of what came.
 */
void copied_compare(const struct wipecert_case *opened, size_t erasure, struct copied *copied);

/* Is something left of what was copied? */
bool copied_lacks(const struct copied *copied);

/* "erased 3, changed since 0, only the name removed 0, not among them 1" */
void copied_words(const struct copied *copied, char text[COPIED_BYTES]);

/* An object of the four counts, or null. */
json_t *copied_json(const struct copied *copied);

#endif
