/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content.h"

#include "digest.h"

#define TICK_MS 100

struct digest *content_begin(struct run *run, const struct wipe_pass *pass)
{
	struct digest *digest;

	if (run->options->no_hash || run->report->plan.verify != WIPE_VERIFY_FULL ||
	    run->report->plan.is_limited)
		return NULL;
	if (digest_start(pass, run->report->plan.capacity_bytes, WIPE_CHUNK_BYTES, &digest, NULL))
		return NULL;
	run->hash_done_bytes = digest_counter(digest);
	run->progress.hash_total_bytes = run->report->plan.capacity_bytes;
	return digest;
}

void content_end(struct run *run, struct digest *digest)
{
	struct wipe_report *report = run->report;
	uint64_t capacity = report->plan.capacity_bytes;
	bool ended = false;

	if (digest && report->verify_completed && report->bytes_verified == capacity) {
		run_begin_phase(run, WIPE_PHASE_HASH, report->plan.pass_count, capacity);
		do
			ended = digest_wait(digest, TICK_MS);
		while (!ended && !run_tick(run, digest_done_bytes(digest)));
	}
	if (ended)
		report->has_content_sha256 =
			digest_result(digest, report->content_sha256, report->chunks_sha256) == 0;
	content_drop(run, digest);
}

void content_drop(struct run *run, struct digest *digest)
{
	run->hash_done_bytes = NULL;
	run->progress.hash_total_bytes = 0;
	digest_free(digest);
}
