/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "task.h"

#include <stdlib.h>
#include <string.h>

#include <wipe/plan.h>

#include "pattern.h"
#include "text.h"

#define NS_PER_S UINT64_C(1000000000)
#define BUFFER_ALIGNMENT 4096

void task_init(struct task *task, const struct wipe_space_job *job,
	       struct wipe_space_result *result)
{
	*task = (struct task){ .job = job, .result = result, .top = -1, .own = -1 };
	task->env = job->env ? job->env : wipe_env_system();
	task->begin_ns = task->env->ops->monotonic_ns(task->env);
}

int task_make_stream(struct task *task, struct wipe_error *err)
{
	struct wipe_pass pass = { .spec.kind = WIPE_PASS_STREAM };
	int rc;

	task->buffer = aligned_alloc(BUFFER_ALIGNMENT, TASK_BUFFER_BYTES);
	if (!task->buffer)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	rc = task->env->ops->random(task->env, pass.key, sizeof(pass.key));
	if (!rc)
		rc = task->env->ops->random(task->env, &task->random, sizeof(task->random));
	if (rc)
		return wipe_error_set(err, rc, 0, _("no random numbers"));
	task->random |= 1;
	return pattern_new(&pass, &task->stream, err);
}

void task_clear(struct task *task)
{
	fs_runs_clear(&task->held);
	fs_runs_clear(&task->never);
	pattern_free(task->stream);
	free(task->buffer);
	task->stream = NULL;
	task->buffer = NULL;
}

void task_begin_part(struct task *task, enum wipe_space_part part, uint64_t items_total)
{
	task->progress.part = part;
	task->progress.items_done = 0;
	task->progress.items_total = items_total;
	/* All else is done: there may have been less of it. */
	if (part == WIPE_SPACE_JOURNAL)
		task->progress.bytes_total = task->progress.bytes_done + task->ahead;
}

void task_expect(struct task *task, uint64_t bytes)
{
	task->ahead += bytes;
	task->progress.bytes_total += bytes;
}

static bool limit_has_passed(const struct task *task)
{
	uint64_t now = task->env->ops->monotonic_ns(task->env);

	return task->job->time_limit_s && now - task->begin_ns > task->job->time_limit_s * NS_PER_S;
}

int task_advance(struct task *task, uint64_t bytes, uint64_t items, struct wipe_error *err)
{
	struct wipe_space_progress *progress = &task->progress;

	progress->bytes_done += bytes;
	progress->items_done += items;
	if (progress->bytes_done + task->ahead > progress->bytes_total)
		progress->bytes_total = progress->bytes_done + task->ahead;
	if (!task->is_late && limit_has_passed(task)) {
		task->is_late = true;
		task_unreached(task, WIPE_SPACE_TIME_LIMIT, progress->part, 0, 0, 0);
	}
	if (task->job->progress && task->job->progress(task->job->arg, progress) &&
	    !progress->is_cleaning)
		return wipe_error_set(err, WIPE_E_INTERRUPTED, 0, _("stopped"));
	return 0;
}

int task_journal_progress(void *arg, uint64_t done_bytes, uint64_t total_bytes)
{
	struct task *task = arg;
	uint64_t before = task->progress.items_done;
	uint64_t more = done_bytes > before ? done_bytes - before : 0;

	task->progress.items_done = done_bytes;
	task->progress.items_total = total_bytes;
	task->ahead -= more < task->ahead ? more : task->ahead;
	return task_advance(task, more, 0, NULL);
}

int task_fill_buffer(struct task *task, size_t bytes, struct wipe_error *err)
{
	int rc = pattern_generate(task->stream, task->buffer, bytes, task->stream_at);

	task->stream_at += bytes;
	return rc ? wipe_error_set(err, rc, 0, _("the fill could not be computed")) : 0;
}

/* xorshift64 (Marsaglia 2003): state never 0. */
uint64_t task_random(struct task *task)
{
	uint64_t x = task->random;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return task->random = x;
}

void task_random_name(struct task *task, char *name, size_t length)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_=";

	for (size_t i = 0; i < length; i++)
		name[i] = letters[task_random(task) >> 58];
	name[length] = '\0';
}

void task_unreached(struct task *task, enum wipe_space_reason reason, enum wipe_space_part part,
		    uint64_t count, uint64_t bytes, int sys_errno)
{
	struct wipe_space_result *result = task->result;

	for (size_t i = 0; i < result->unreached_count; i++) {
		struct wipe_space_unreached *told = &result->unreached[i];

		if (told->reason != reason || told->part != part)
			continue;
		/* Of the same once more: the larger one. */
		told->count = told->count > count ? told->count : count;
		told->bytes = told->bytes > bytes ? told->bytes : bytes;
		return;
	}
	if (result->unreached_count == WIPE_SPACE_UNREACHED_MAX)
		return;
	if (result->parts[part].state == WIPE_SPACE_WIPED)
		result->parts[part].state = WIPE_SPACE_PARTLY;
	result->unreached[result->unreached_count++] = (struct wipe_space_unreached){
		.reason = reason,
		.part = part,
		.count = count,
		.bytes = bytes,
		.sys_errno = sys_errno,
	};
}

void task_end_part(struct task *task, enum wipe_space_part part, uint64_t count, uint64_t bytes,
		   int rc)
{
	struct wipe_space_done *done = &task->result->parts[part];

	done->state = WIPE_SPACE_WIPED;
	done->count = count;
	done->bytes = bytes;
	for (size_t i = 0; i < task->result->unreached_count; i++)
		if (task->result->unreached[i].part == part)
			done->state = WIPE_SPACE_PARTLY;
	if (task->is_late || rc)
		done->state = count || bytes ? WIPE_SPACE_PARTLY : WIPE_SPACE_NOT_DONE;
}
