// SPDX-License-Identifier: GPL-3.0-or-later
#include "held_record.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

enum wipecert_held held_record(const struct wipe_report *report, const char *what)
{
	struct wipecert_meta meta = { .id = "00000000-0000-4000-8000-000000000001",
				      .issued_at_s = report->ended_at_s,
				      .tool_name = "wipe-device",
				      .tool_version = "0.1.0",
				      .time_zone = "UTC",
				      .clock_source = "synchronised" };
	struct wipecert_record *record = NULL;
	struct wipe_error err = { .code = WIPE_OK };
	enum wipecert_held held;
	char *json = NULL;
	size_t bytes;

	memset(meta.tool_sha256, 'a', 64);
	if (wipecert_record_build(WIPECERT_ERASURE, report, &meta, &json, &bytes, &err) ||
	    wipecert_record_parse(json, bytes, &record, &err))
		fail_msg("%s: no record: %s", what, err.message);
	held = wipecert_record_held(record, &err);
	if (held == WIPECERT_HELD_INCONSISTENT)
		fail_msg("%s: %s", what, err.message);
	wipecert_record_free(record);
	free(json);
	return held;
}
