/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eraser.h"

static const struct eraser *const erasers[] = {
	&eraser_overwrite,
	&eraser_zeroout,
};

const struct eraser *eraser_for(const struct wipe_plan *plan)
{
	for (size_t i = 0; i < sizeof(erasers) / sizeof(erasers[0]); i++)
		if (erasers[i]->serves(plan))
			return erasers[i];
	return NULL;
}
