/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For processors that no other sha256_blocks_*.c is for. */
#include "sha256_blocks.h"

sha256_blocks_fn *sha256_blocks_find(void)
{
	return NULL;
}
