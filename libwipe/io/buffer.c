/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "buffer.h"

#include <stdlib.h>
#include <sys/mman.h>

#define HUGE_PAGE_BYTES ((size_t)2 << 20)

static size_t rounded(size_t bytes)
{
	return (bytes + HUGE_PAGE_BYTES - 1) & ~(HUGE_PAGE_BYTES - 1);
}

void *buffer_new(size_t bytes)
{
	void *buffer = aligned_alloc(HUGE_PAGE_BYTES, rounded(bytes));

	/* Advice only: small pages do as well, slower. */
	if (buffer)
		(void)madvise(buffer, rounded(bytes), MADV_HUGEPAGE);
	return buffer;
}

void buffer_free(void *buffer)
{
	free(buffer);
}
