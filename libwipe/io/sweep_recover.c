/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One transfer at a time, in the end of one block, over what the lanes left behind. */
#include <errno.h>

#include "checked.h"
#include "sweep_state.h"
#include "text.h"

#define BLOCK_TRIES 2

struct recovery {
	struct sweep *sweep;
	unsigned char *buffer;
	bool was_postponed;	/* what is only not for queues was not */
	uint64_t region_bad_ns; /* bad_ns when the region was begun */
};

static uint64_t now_ns(const struct sweep *sweep)
{
	return sweep->plan->env->ops->monotonic_ns(sweep->plan->env);
}

/* The buffer of a transfer that is idle, as all are now. */
static unsigned char *idle_buffer(const struct sweep *sweep)
{
	return queue_idle(sweep->lanes[0].queue)->buffer;
}

static int transfer(struct recovery *recovery, size_t len, uint64_t offset)
{
	const struct sweep_plan *plan = recovery->sweep->plan;
	unsigned char *buffer = recovery->buffer;
	int code = 0, rc;

	if (plan->is_write)
		code = plan->work(plan->arg, 0, buffer, len, offset);
	rc = code	    ? 0 :
	     plan->is_write ? wipe_io_write_at(plan->io, buffer, len, offset) :
			      wipe_io_read_at(plan->io, buffer, len, offset);
	if (!code && !rc && !plan->is_write)
		code = plan->work(plan->arg, 0, buffer, len, offset);
	if (code) {
		struct wipe_error error;

		wipe_error_clear(&error);
		wipe_error_set(&error, code, 0, _("the pattern cannot be computed"));
		sweep_end(recovery->sweep, code, &error);
	}
	return rc;
}

/* As transfer(), and counts what a failure has cost. */
static int timed_transfer(struct recovery *recovery, size_t len, uint64_t offset)
{
	struct sweep *sweep = recovery->sweep;
	uint64_t began_ns = now_ns(sweep);
	int rc = transfer(recovery, len, offset);

	sweep->answered_ns = now_ns(sweep);
	if (rc) {
		sweep->bad_ns += sweep_cost(sweep->answered_ns - began_ns);
		sweep_check_present(sweep, -rc);
	}
	sweep_tick(sweep);
	return rc;
}

static void count_done(struct recovery *recovery, uint64_t len)
{
	recovery->sweep->done_bytes += len;
	if (recovery->was_postponed)
		recovery->sweep->settled_bytes += len;
}

static void settle(struct recovery *recovery, uint64_t len, uint64_t offset, int sys_errno)
{
	struct sweep *sweep = recovery->sweep;
	const struct sweep_plan *plan = sweep->plan;
	struct wipe_error error;
	int rc;

	if (sweep->code)
		return;
	wipe_error_clear(&error);
	count_done(recovery, len);
	rc = plan->failed(plan->arg, len, offset, sys_errno, &error);
	if (rc)
		sweep_end(sweep, rc, &error);
}

static bool region_is_spent(const struct recovery *recovery)
{
	uint64_t cost_ns = recovery->sweep->bad_ns - recovery->region_bad_ns;

	return cost_ns / UINT64_C(1000000000) >= recovery->sweep->plan->region_limit_s ||
	       sweep_is_spent(recovery->sweep);
}

static void settle_block(struct recovery *recovery, size_t len, uint64_t offset, int rc)
{
	struct sweep *sweep = recovery->sweep;

	for (int i = 1; i < BLOCK_TRIES && rc && !sweep->code; i++)
		rc = timed_transfer(recovery, len, offset);
	if (!rc) {
		count_done(recovery, len);
		return;
	}
	sweep->failed_blocks++;
	settle(recovery, len, offset, -rc);
}

/* Halves are whole blocks; at most 20 deep, from a transfer's length down to one. */
static void recover_span(struct recovery *recovery, size_t len, uint64_t offset)
{
	const size_t block = recovery->sweep->plan->block_bytes;
	struct sweep *sweep = recovery->sweep;
	size_t half;
	int rc;

	if (sweep->code)
		return;
	if (region_is_spent(recovery)) {
		settle(recovery, len, offset, ETIME);
		return;
	}
	rc = timed_transfer(recovery, len, offset);
	if (!rc) {
		count_done(recovery, len);
		return;
	}
	if (sweep->code)
		return;
	if (len <= block) {
		settle_block(recovery, len, offset, rc);
		return;
	}
	half = len / 2 / block * block;
	half = half ? half : block;
	recover_span(recovery, half, offset);
	recover_span(recovery, len - half, offset + half);
}

static void recover_extent(struct recovery *recovery, const struct wipe_extent *extent)
{
	struct wipe_extent left = *extent;

	while (left.length_bytes && !recovery->sweep->code) {
		uint64_t len = QUEUE_TRANSFER_BYTES - left.offset_bytes % QUEUE_TRANSFER_BYTES;

		len = checked_min_u64(len, left.length_bytes);
		recovery->region_bad_ns = recovery->sweep->bad_ns;
		/* What is not tried any more is told in one piece. */
		if (sweep_is_spent(recovery->sweep)) {
			settle(recovery, left.length_bytes, left.offset_bytes, ETIME);
			return;
		}
		recover_span(recovery, (size_t)len, left.offset_bytes);
		left.offset_bytes += len;
		left.length_bytes -= len;
	}
}

void sweep_recover(struct sweep *sweep, struct extents *extents)
{
	struct recovery recovery = { .sweep = sweep,
				     .buffer = idle_buffer(sweep),
				     .was_postponed = extents != &sweep->aside };

	sweep->settled_bytes = 0;
	for (size_t i = 0; i < extents->count && !sweep->code; i++)
		recover_extent(&recovery, &extents->items[i]);
	if (!sweep->code)
		extents_clear(extents);
	sweep->settled_bytes = 0;
}
