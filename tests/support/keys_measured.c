/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys_measured.h"

void keys_measured(struct wipe_report *report)
{
	const struct wipe_crypto *crypto = &report->plan.crypto;
	uint64_t bytes = wipe_plan_pass_bytes(&report->plan);

	report->media_touched = report->direct_io = report->verify_completed = true;
	report->passes_completed = report->plan.pass_count;
	report->bytes_written = bytes * report->plan.pass_count;
	report->bytes_to_verify = report->bytes_verified = bytes;
	for (uint32_t i = 0; i < crypto->volume_count; i++)
		report->volumes[i] = (struct wipe_volume_result){
			.is_destroyed = true,
			.slots_destroyed = crypto->volumes[i].luks.slot_count,
			.slots_changed = crypto->volumes[i].luks.slot_count,
			.tokens_removed = crypto->volumes[i].luks.token_count,
			.bytes_verified = crypto->volumes[i].luks.area_bytes,
		};
}
