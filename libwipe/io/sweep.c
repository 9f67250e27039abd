/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sweep.h"

#include <assert.h>
#include <string.h>
#include <sys/sysinfo.h>

#include "checked.h"
#include "sweep_state.h"
#include "text.h"
#include "thread.h"

#define TICK_MS 100
#define NS_PER_MS UINT64_C(1000000)

/*
 * A medium that answers nothing for so long has met a region that is about to
 * fail. Not the time of a transfer: in that of a slow stick those before it are counted.
 */
#define SLOW_NS (UINT64_C(5000) * NS_PER_MS)

/* Behind a first failure so much is skipped; twice as much behind each further one. */
#define SKIP_BYTES (UINT64_C(4) << 20)

static uint64_t now_ns(const struct sweep *sweep)
{
	return sweep->plan->env->ops->monotonic_ns(sweep->plan->env);
}

static void end_locked(struct sweep *sweep, int code, const struct wipe_error *error)
{
	if (sweep->code)
		return;
	sweep->code = code;
	sweep->error = *error;
}

void sweep_end(struct sweep *sweep, int code, const struct wipe_error *error)
{
	pthread_mutex_lock(&sweep->lock);
	end_locked(sweep, code, error);
	pthread_mutex_unlock(&sweep->lock);
}

static void end_without_memory(struct sweep *sweep)
{
	struct wipe_error error;

	wipe_error_clear(&error);
	wipe_error_set(&error, WIPE_E_NOMEM, 0, _("out of memory"));
	end_locked(sweep, WIPE_E_NOMEM, &error);
}

void sweep_check_present(struct sweep *sweep, int sys_errno)
{
	const struct sweep_plan *plan = sweep->plan;
	struct wipe_error error;
	uint64_t size_bytes = 0;
	int rc;

	wipe_error_clear(&error);
	if (wipe_io_size(plan->io, &size_bytes) != 0 || !size_bytes)
		rc = wipe_error_set(&error, WIPE_E_GONE, sys_errno, "%s",
				    plan->is_write ? _("the medium went away while writing") :
						     _("the medium went away while reading"));
	else if (size_bytes != plan->capacity_bytes)
		rc = wipe_error_set(&error, WIPE_E_IO, 0,
				    _("the size of the medium changed: from %llu to %llu bytes"),
				    (unsigned long long)plan->capacity_bytes,
				    (unsigned long long)size_bytes);
	else
		return;
	sweep_end(sweep, rc, &error);
}

bool sweep_is_spent(const struct sweep *sweep)
{
	return sweep->bad_ns / NS_PER_MS / 1000 >= sweep->plan->bad_limit_s ||
	       sweep->failed_blocks >= sweep->plan->error_limit;
}

/*
 * No kernel lets a transfer wait longer: what goes beyond is time for which this
 * process was stopped, and not the medium's fault.
 */
uint64_t sweep_cost(uint64_t elapsed_ns)
{
	return checked_min_u64(elapsed_ns, UINT64_C(300000) * NS_PER_MS);
}

static int next_extent(struct sweep *sweep)
{
	if (!sweep->again)
		return sweep->plan->next(sweep->plan->arg, &sweep->current);
	if (sweep->again_at == sweep->again->count)
		return 0;
	sweep->current = sweep->again->items[sweep->again_at++];
	return 1;
}

/* What is in the list already is a window that was drawn twice, and counts twice. */
static void set_aside(struct sweep *sweep, struct extents *where, uint64_t offset, uint64_t length)
{
	int rc = extents_touch(where, offset, length) ?
			 extents_append(&sweep->aside, offset, length) :
			 extents_add(where, offset, length);

	if (rc != 0)
		end_without_memory(sweep);
}

static void cut(struct sweep *sweep, uint64_t length)
{
	sweep->current.offset_bytes += length;
	sweep->current.length_bytes -= length;
}

/*
 * The next piece of at most a transfer's length, which ends at a multiple of it.
 * What is not whole blocks of the io is set aside: such transfers are not for queues.
 */
static bool take_piece(struct sweep *sweep, uint64_t *offset, size_t *length)
{
	const uint64_t mask = sweep->plan->io->block_bytes - 1;
	uint64_t whole;
	int rc = 1;

	while (!sweep->code && (sweep->current.length_bytes || (rc = next_extent(sweep)) > 0)) {
		*offset = sweep->current.offset_bytes;
		whole = QUEUE_TRANSFER_BYTES - *offset % QUEUE_TRANSFER_BYTES;
		whole = checked_min_u64(whole, sweep->current.length_bytes);
		/* Goes to what failed, to be told as given up there. */
		if (sweep->again && sweep_is_spent(sweep)) {
			set_aside(sweep, &sweep->failed, *offset, sweep->current.length_bytes);
			sweep->settled_bytes += sweep->current.length_bytes;
			cut(sweep, sweep->current.length_bytes);
			continue;
		}
		if ((*offset & mask) == 0 && whole > mask) {
			*length = (size_t)(whole & ~mask);
			cut(sweep, *length);
			return true;
		}
		/* Not joined: windows that were drawn twice count twice. */
		if (extents_append(&sweep->aside, *offset, whole) != 0)
			end_without_memory(sweep);
		cut(sweep, whole);
	}
	/* Also where there was nothing to go through. */
	if (!rc && !sweep->again)
		sweep->current.offset_bytes = sweep->plan->capacity_bytes;
	if (rc < 0) {
		struct wipe_error error;

		wipe_error_clear(&error);
		wipe_error_set(&error, rc, 0, _("what is to be read cannot be computed"));
		end_locked(sweep, rc, &error);
	}
	return false;
}

/*
 * Something at offset failed or was slow. Of the transfers that were under way
 * together only the first one counts, so that one bad spot does not double the
 * skip once for each of them.
 */
static void skip_ahead(struct sweep *sweep, uint64_t offset)
{
	uint64_t length;

	if (sweep->again || offset < sweep->skip_end)
		return;
	sweep->skip_bytes = sweep->skip_bytes ? 2 * sweep->skip_bytes : SKIP_BYTES;
	length = checked_min_u64(sweep->skip_bytes, sweep->current.length_bytes);
	set_aside(sweep, &sweep->skipped, sweep->current.offset_bytes, length);
	cut(sweep, length);
	sweep->skip_end = sweep->current.offset_bytes;
}

/* Under the lock. */
static void account(struct sweep *sweep, const struct transfer *transfer)
{
	uint64_t now = now_ns(sweep), since = sweep->answered_ns, silent_ns;

	/* Nothing was asked of the medium before this one was submitted. */
	if (transfer->submitted_ns > since)
		since = transfer->submitted_ns;
	silent_ns = now - since;
	sweep->answered_ns = now;
	if (sweep->again)
		sweep->settled_bytes += transfer->length;
	if (transfer->result < 0)
		set_aside(sweep, &sweep->failed, transfer->offset, transfer->length);
	else
		sweep->done_bytes += transfer->length;
	if (transfer->result < 0)
		sweep->bad_ns += sweep_cost(silent_ns);
	if (transfer->result < 0 || silent_ns >= SLOW_NS) {
		skip_ahead(sweep, transfer->offset);
	} else if (transfer->offset >= sweep->skip_end && !sweep_is_spent(sweep)) {
		/* Once too much time is spent, each further bad spot doubles the skip for good. */
		sweep->skip_bytes = 0;
	}
}

static void end_by_work(struct sweep *sweep, int code)
{
	struct wipe_error error;

	wipe_error_clear(&error);
	wipe_error_set(&error, code, 0, _("the pattern cannot be computed"));
	sweep_end(sweep, code, &error);
}

static size_t slot_of(const struct sweep_lane *lane, const struct transfer *transfer)
{
	return (size_t)(transfer - lane->queue->transfers);
}

static bool start_one(struct sweep_lane *lane)
{
	struct sweep *sweep = lane->sweep;
	const struct sweep_plan *plan = sweep->plan;
	struct transfer *transfer = queue_idle(lane->queue);
	bool taken;
	int rc = 0;

	if (!transfer)
		return false;
	pthread_mutex_lock(&sweep->lock);
	while (sweep->is_paused && lane->index)
		pthread_cond_wait(&sweep->resumed, &sweep->lock);
	taken = take_piece(sweep, &transfer->offset, &transfer->length);
	if (taken)
		sweep->in_flight[lane->index][slot_of(lane, transfer)] = transfer->offset + 1;
	pthread_mutex_unlock(&sweep->lock);
	if (!taken)
		return false;
	transfer->is_write = plan->is_write;
	if (plan->is_write)
		rc = plan->work(plan->arg, lane->index, transfer->buffer, transfer->length,
				transfer->offset);
	if (rc) {
		/* Its place in in_flight stays: the frontier must not pass it. */
		end_by_work(sweep, rc);
		return false;
	}
	transfer->submitted_ns = now_ns(sweep);
	queue_submit(lane->queue, transfer);
	return true;
}

static void finish_one(struct sweep_lane *lane, const struct transfer *transfer)
{
	struct sweep *sweep = lane->sweep;
	const struct sweep_plan *plan = sweep->plan;
	int rc = 0;

	if (transfer->result < 0)
		sweep_check_present(sweep, -transfer->result);
	else if (!plan->is_write)
		rc = plan->work(plan->arg, lane->index, transfer->buffer, transfer->length,
				transfer->offset);
	if (rc)
		end_by_work(sweep, rc);
	pthread_mutex_lock(&sweep->lock);
	account(sweep, transfer);
	sweep->in_flight[lane->index][slot_of(lane, transfer)] = 0;
	pthread_mutex_unlock(&sweep->lock);
}

static void get_state(struct sweep *sweep, struct sweep_state *state)
{
	uint64_t silent_ms;

	pthread_mutex_lock(&sweep->lock);
	state->done_bytes = sweep->done_bytes;
	state->postponed_bytes = extents_total(&sweep->skipped) + extents_total(&sweep->failed) -
				 sweep->settled_bytes;
	silent_ms = (now_ns(sweep) - sweep->answered_ns) / NS_PER_MS;
	state->silent_ms = (uint32_t)checked_min_u64(silent_ms, UINT32_MAX);
	pthread_mutex_unlock(&sweep->lock);
}

void sweep_tick(struct sweep *sweep)
{
	const struct sweep_plan *plan = sweep->plan;
	struct sweep_state state;
	struct wipe_error error;
	int rc;

	get_state(sweep, &state);
	wipe_error_clear(&error);
	rc = plan->advance(plan->arg, sweep, &state, &error);
	if (rc)
		sweep_end(sweep, rc, &error);
}

void sweep_pause(struct sweep *sweep, bool pause)
{
	pthread_mutex_lock(&sweep->lock);
	sweep->is_paused = pause;
	sweep->answered_ns = now_ns(sweep);
	pthread_cond_broadcast(&sweep->resumed);
	pthread_mutex_unlock(&sweep->lock);
}

static void run_lane(struct sweep_lane *lane)
{
	do {
		struct transfer *transfer;

		while (start_one(lane))
			;
		transfer = queue_wait(lane->queue, TICK_MS);
		if (transfer)
			finish_one(lane, transfer);
		if (lane->index == 0)
			sweep_tick(lane->sweep);
	} while (lane->queue->in_flight);
}

static void *run_other_lane(void *arg)
{
	struct sweep_lane *lane = arg;
	struct sweep *sweep = lane->sweep;

	run_lane(lane);
	pthread_mutex_lock(&sweep->lock);
	sweep->running--;
	pthread_cond_signal(&sweep->changed);
	pthread_mutex_unlock(&sweep->lock);
	return NULL;
}

static void wait_for_others(struct sweep *sweep)
{
	struct timespec until;

	pthread_mutex_lock(&sweep->lock);
	while (sweep->running) {
		thread_deadline(TICK_MS, &until);
		pthread_cond_timedwait(&sweep->changed, &sweep->lock, &until);
		pthread_mutex_unlock(&sweep->lock);
		sweep_tick(sweep);
		pthread_mutex_lock(&sweep->lock);
	}
	pthread_mutex_unlock(&sweep->lock);
}

/* Through the extents once. A lane whose thread cannot be had is done without. */
static void run_lanes(struct sweep *sweep)
{
	unsigned int started = 1;

	sweep->answered_ns = now_ns(sweep);
	while (started < sweep->lane_count) {
		struct sweep_lane *lane = &sweep->lanes[started];

		pthread_mutex_lock(&sweep->lock);
		sweep->running++;
		pthread_mutex_unlock(&sweep->lock);
		if (thread_start(&lane->thread, run_other_lane, lane) != 0) {
			sweep->running--;
			break;
		}
		started++;
	}
	run_lane(&sweep->lanes[0]);
	wait_for_others(sweep);
	while (started > 1)
		pthread_join(sweep->lanes[--started].thread, NULL);
}

/* What was skipped, without skipping. The frontier takes all of it as skipped to the end. */
static void run_again(struct sweep *sweep)
{
	struct extents copy = { .items = NULL };

	for (size_t i = 0; i < sweep->skipped.count && !sweep->code; i++)
		set_aside(sweep, &copy, sweep->skipped.items[i].offset_bytes,
			  sweep->skipped.items[i].length_bytes);
	sweep->again = &copy;
	sweep->again_at = 0;
	if (!sweep->code)
		run_lanes(sweep);
	sweep->again = NULL;
	extents_clear(&copy);
	if (!sweep->code)
		extents_clear(&sweep->skipped);
	sweep->settled_bytes = 0;
}

int sweep_frontier(struct sweep *sweep, uint64_t *frontier_bytes, struct extents *postponed)
{
	const struct extents *lists[] = { &sweep->skipped, &sweep->failed, &sweep->aside };
	uint64_t frontier;
	int rc = 0;

	pthread_mutex_lock(&sweep->lock);
	/* Later rounds go through the lists, which stay whole until a round has ended. */
	frontier = sweep->went_through ? sweep->plan->capacity_bytes : sweep->current.offset_bytes;
	for (unsigned int i = 0; i < sweep->lane_count * QUEUE_DEPTH && !sweep->went_through; i++) {
		uint64_t busy = sweep->in_flight[i / QUEUE_DEPTH][i % QUEUE_DEPTH];

		if (busy && busy - 1 < frontier)
			frontier = busy - 1;
	}
	for (size_t k = 0; k < sizeof(lists) / sizeof(lists[0]) && !rc; k++)
		for (size_t i = 0; i < lists[k]->count && !rc; i++)
			rc = extents_add(postponed, lists[k]->items[i].offset_bytes,
					 lists[k]->items[i].length_bytes);
	pthread_mutex_unlock(&sweep->lock);
	*frontier_bytes = frontier;
	return rc;
}

/*
 * A second lane is for drives that are faster than one CPU makes and compares
 * patterns. It must not take its CPU from the hash, on which the end waits, nor from
 * the kernel's own work on the transfers: on two CPUs one lane is faster than two.
 */
static unsigned int lanes_wanted(const struct sweep_plan *plan)
{
	int cpus = get_nprocs() - (plan->is_hashing ? 1 : 0);
	unsigned int wanted = plan->lanes ? plan->lanes : cpus >= 4 ? 2 : 1;

	/* An io that only knows calls answers one at a time. */
	return plan->io->concurrent && wanted < SWEEP_LANES_MAX ? wanted :
	       plan->io->concurrent				? SWEEP_LANES_MAX :
								  1;
}

static int open_lanes(struct sweep *sweep, struct wipe_error *err)
{
	const struct sweep_plan *plan = sweep->plan;
	int rc = 0;

	for (unsigned int i = 0; i < lanes_wanted(plan) && !rc; i++) {
		struct sweep_lane *lane = &sweep->lanes[i];

		lane->sweep = sweep;
		lane->index = i;
		rc = queue_open(plan->io, plan->ring, i, &lane->queue, i ? NULL : err);
		if (!rc)
			sweep->lane_count++;
	}
	return sweep->lane_count ? 0 : rc;
}

static void take_over_postponed(struct sweep *sweep)
{
	const struct extents *postponed = sweep->plan->postponed;

	for (size_t i = 0; postponed && i < postponed->count; i++)
		set_aside(sweep, &sweep->failed, postponed->items[i].offset_bytes,
			  postponed->items[i].length_bytes);
}

static void run_rounds(struct sweep *sweep)
{
	take_over_postponed(sweep);
	if (!sweep->code)
		run_lanes(sweep);
	sweep->went_through = !sweep->code;
	sweep_recover(sweep, &sweep->aside);
	if (!sweep->code && sweep->skipped.count)
		run_again(sweep);
	sweep_recover(sweep, &sweep->aside);
	sweep_recover(sweep, &sweep->failed);
}

int sweep_run(const struct sweep_plan *plan, struct wipe_error *err)
{
	struct sweep sweep = { .plan = plan };
	struct sweep_state state;
	int rc;

	assert(plan->error_limit && plan->capacity_bytes);
	pthread_mutex_init(&sweep.lock, NULL);
	thread_cond_init(&sweep.changed);
	thread_cond_init(&sweep.resumed);
	rc = open_lanes(&sweep, err);
	if (!rc) {
		run_rounds(&sweep);
		get_state(&sweep, &state);
		if (plan->ended)
			plan->ended(plan->arg, &sweep, &state);
		rc = sweep.code;
		if (rc && err && err->code == WIPE_OK)
			*err = sweep.error;
	}
	for (unsigned int i = 0; i < sweep.lane_count; i++)
		queue_close(sweep.lanes[i].queue);
	extents_clear(&sweep.skipped);
	extents_clear(&sweep.failed);
	extents_clear(&sweep.aside);
	pthread_cond_destroy(&sweep.changed);
	pthread_cond_destroy(&sweep.resumed);
	pthread_mutex_destroy(&sweep.lock);
	return rc;
}
