/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes that grow. A failure (no memory) sticks. */
#ifndef PDF_OUTPUT_H
#define PDF_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

struct output {
	unsigned char *bytes; /* free() */
	size_t used, size;
	bool failed;
};

void output_bytes(struct output *output, const void *bytes, size_t length);
void output_format(struct output *output, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
