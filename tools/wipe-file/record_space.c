/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record_space.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

void record_space_begin(struct record_space *told, const struct config *config)
{
	int fd = config->free_space ? open(config->free_space, O_PATH | O_CLOEXEC) : -1;

	told->fs = NULL;
	if (fd < 0)
		return;
	if (wipe_filesystem_of(NULL, fd, &told->fs, NULL))
		told->fs = NULL;
	close(fd);
}

void record_space_clear(struct record_space *told)
{
	wipe_filesystem_free(told->fs);
	told->fs = NULL;
}

static bool is_alone(const struct config *config)
{
	return !config->options.argument_count;
}

/* Where there are files, the record names what those lay on. */
static void tell_system(struct record_space *told, struct wipecert_files_job *job)
{
	if (!told->fs || job->file_system_count)
		return;
	wipecert_file_system_describe(told->fs, &told->system);
	job->file_systems = &told->system.system;
	job->file_system_count = 1;
}

void record_space_plan(struct record_space *told, const struct space *space,
		       struct wipecert_files_job *job)
{
	job->free_space_planned = space->is_asked;
	for (size_t i = 0; i < space->wiped->count; i++)
		job->swap_planned += space->wiped->items[i].result.state == WIPE_SWAP_PLANNED;
	tell_system(told, job);
}

/* Of areas that were copied bit by bit it names none but the first. */
static const char *uuid_of(const struct swaps *wiped, size_t index)
{
	const char *uuid = wiped->items[index].result.uuid;

	for (size_t i = 0; i < index; i++)
		if (strcmp(wiped->items[i].result.uuid, uuid) == 0)
			return NULL;
	return uuid;
}

static size_t tell_wiped(struct record_space *told, const struct swaps *wiped)
{
	for (size_t i = 0; i < wiped->count; i++) {
		const struct swap_one *one = &wiped->items[i];

		told->swaps[i] = (struct wipecert_swap){
			.state = wipe_swap_state_name(one->result.state),
			.is_file = one->result.is_file,
			.uuid = uuid_of(wiped, i),
			.bytes = one->result.bytes,
			.overwritten_bytes = one->result.overwritten_bytes,
			.verified_bytes = one->result.verified_bytes,
			.reason = one->error.code ? wipe_code_name(one->error.code) : NULL,
		};
	}
	return wiped->count;
}

static size_t tell_left(struct record_space *told, size_t count, const struct space *space)
{
	for (size_t i = 0; i < space->swap_count && count < WIPECERT_SWAPS_MAX; i++)
		told->swaps[count++] = (struct wipecert_swap){
			.state = space->swaps[i].is_active ? "in-use" : "left",
			.is_file = space->swaps[i].is_file,
			.bytes = space->swaps[i].bytes,
		};
	return count;
}

static const char *journal_of(const struct space *space)
{
	enum wipe_space_state state = space->result.parts[WIPE_SPACE_JOURNAL].state;

	if (!space->is_run || state == WIPE_SPACE_NONE)
		return "none";
	return state == WIPE_SPACE_WIPED ? "wiped" : "left";
}

/* null only where nobody looked. */
static void tell_deleted(struct record_space *told, const struct wipe_space_result *result,
			 struct wipecert_files_job *job)
{
	told->deleted = (struct wipecert_deleted_open){ result->deleted_count,
							result->deleted_bytes,
							result->all_processes };
	if (result->deleted_known)
		job->deleted_open = &told->deleted;
}

/* The first that kept it from being done. */
static void tell_failure(const struct space *space, struct wipecert_files_job *job)
{
	const struct swaps *wiped = space->wiped;
	const struct wipe_error *error = space->is_run && space->rc ? &space->error : NULL;

	job->interrupted |= error && error->code == WIPE_E_INTERRUPTED;
	for (size_t i = 0; i < wiped->count; i++) {
		enum wipe_swap_state state = wiped->items[i].result.state;

		job->interrupted |= state == WIPE_SWAP_INTERRUPTED;
		if (!error && (state == WIPE_SWAP_REFUSED || state == WIPE_SWAP_FAILED))
			error = &wiped->items[i].error;
	}
	if (!job->error && error && error->code != WIPE_E_INTERRUPTED)
		job->error = error;
}

void record_space_tell(struct record_space *told, const struct config *config,
		       const struct space *space, struct wipecert_files_job *job)
{
	job->touched |= space_touched(space);
	if (space->is_run) {
		wipecert_free_space_describe(&space->result, space->rc, &told->described);
		if (told->fs) {
			told->described.space.type = told->fs->type;
			told->described.space.uuid = told->fs->uuid;
		}
		job->free_space = &told->described.space;
	}
	job->swap = told->swaps;
	job->swap_count = tell_left(told, tell_wiped(told, space->wiped), space);
	if (!is_alone(config))
		return;
	job->journal = journal_of(space);
	tell_deleted(told, &space->result, job);
	tell_failure(space, job);
	tell_system(told, job);
}
