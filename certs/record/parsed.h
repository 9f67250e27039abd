/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a record is once it was parsed; shared by the files of this folder. */
#ifndef RECORD_PARSED_H
#define RECORD_PARSED_H

#include <jansson.h>

#include <wipecert/record.h>

struct wipecert_record {
	enum wipecert_type type;
	char id[WIPECERT_ID_BYTES];
	char *json; /* the bytes it was parsed from, and a NUL */
	size_t json_bytes;
	json_t *root; /* the schema holds */
};

#endif
