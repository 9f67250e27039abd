/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_WIPE_LIST_MACHINE_JSON_H
#define MASSHO_WIPE_LIST_MACHINE_JSON_H

#include <jansson.h>

#include "machine_view.h"

/* The objects of --machine --json (wipe-list(1), "JSON OUTPUT"). NULL: no memory. */
json_t *machine_finding_json(const struct wipe_machine_finding *finding,
			     const struct machine_uses *uses);
json_t *machine_json(const struct wipe_machine *machine, const struct wipe_machine_survey *survey);

#endif
