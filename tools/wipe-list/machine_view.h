/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What --machine found, for people. */
#ifndef MASSHO_WIPE_LIST_MACHINE_VIEW_H
#define MASSHO_WIPE_LIST_MACHINE_VIEW_H

#include <wipe/device.h>
#include <wipe/machine.h>

#include "table.h"

/* What is known of the uses of a finding that has a node. */
struct machine_uses {
	bool known;
	bool kinds[WIPE_USE_READ_ONLY + 1]; /* there is a use of this kind */
};

struct machine_view {
	const struct wipe_machine *machine;
	const struct wipe_machine_survey *survey;
	const struct machine_uses *uses; /* of each finding; NULL: not looked for */
};

/* 0, or -1 without memory. */
int machine_view_print(const struct machine_view *view, const struct sheet *sheet);

#endif
