/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "readback.h"

#include "compare.h"
#include "text.h"

static int read_windows(struct compare *compare, struct windows *windows, struct wipe_error *err)
{
	uint64_t done_bytes = 0;

	for (uint64_t i = 0; i < windows->count; i++) {
		struct window window;
		int rc = windows_at(windows, i, &window);

		if (rc)
			return wipe_error_set(err, rc, 0, _("the windows cannot be drawn"));
		rc = compare_range(compare, window.offset_bytes, window.length_bytes, done_bytes,
				   err);
		if (rc)
			return rc;
		done_bytes += window.length_bytes;
		compare->run->report->windows_verified++;
	}
	return 0;
}

static void keep_hashes(struct compare *compare)
{
	struct wipe_report *report = compare->run->report;

	if (report->bytes_verified != report->plan.capacity_bytes)
		return;
	hash_finish(compare->hash, report->content_sha256, report->chunks_sha256);
	report->has_content_sha256 = true;
}

int readback_run(struct run *run, struct wipe_io *io, const struct wipe_pass *pass,
		 struct windows *windows, struct wipe_error *err)
{
	struct wipe_report *report = run->report;
	uint64_t capacity = report->plan.capacity_bytes;
	struct compare compare;
	int rc = compare_open(&compare, run, io, pass, report->plan.block_bytes, err);

	if (rc)
		goto out;
	report->bytes_to_verify = capacity;
	if (windows && windows_total(windows, &report->bytes_to_verify) != 0) {
		rc = wipe_error_set(err, WIPE_E_CRYPTO, 0, _("the windows cannot be drawn"));
		goto out;
	}
	if (!windows && (rc = hash_new(WIPE_CHUNK_BYTES, &compare.hash, err)))
		goto out;
	run_begin_phase(run, WIPE_PHASE_VERIFY, report->plan.pass_count, report->bytes_to_verify);
	rc = windows ? read_windows(&compare, windows, err) :
		       compare_range(&compare, 0, capacity, 0, err);
	if (rc)
		goto out;
	report->verify_completed = true;
	if (!windows)
		keep_hashes(&compare);
out:
	compare_close(&compare);
	return rc;
}
