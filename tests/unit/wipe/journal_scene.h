/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A journal in the working directory, and ways to spoil it. */
#ifndef WIPE_JOURNAL_SCENE_H
#define WIPE_JOURNAL_SCENE_H

#include "unit.h"

#include <wipe/journal.h>

#include "fixed_env.h"
#include "header.h"
#include "slot.h"

#define CAPACITY (UINT64_C(1) << 30)
#define PATH "journal"

/* Where fields are, as massho-journal(5) has it. */
enum {
	AT_VERSION = 8,
	AT_STARTED = 48,
	AT_KIND = 56,
	AT_BLOCK = 60,
	AT_CAPACITY = 64,
	AT_SERIAL = 264,
	AT_METHOD = 776,
	AT_LEVEL = 840,
	AT_ATTEMPT = 844,
	AT_CHALLENGE_BYTES = 848,
	AT_PASS_COUNT = 916,
	AT_PASSES = 920,
	AT_HEADER_REST = 2560,
	AT_SEQUENCE = 0,
	AT_WRITTEN = 8,
	AT_DURATION = 16,
	AT_PASS = 24,
	AT_POSTPONED_COUNT = 28,
	AT_COVERED = 32,
	AT_POSTPONED = 40,
	AT_NOT_LISTED = 1064,
	AT_BAD_COUNT = 1072,
	AT_BAD = 1076,
	AT_INTERRUPTION_COUNT = 7220,
	AT_INTERRUPTIONS = 7224,
	AT_NOTES_BYTES = 8120,
	AT_SLOT_REST = 12220,
};

extern struct fixed_env scene_env;

/* Setup and teardown of a program: a folder that is empty, and is removed. */
int scene_in_a_folder_of_its_own(void **state);
int scene_remove_folder(void **state);

struct wipe_device scene_some_device(void);
void scene_some_plan(const char *method, struct wipe_plan *plan);
struct wipe_checkpoint scene_some_checkpoint(uint32_t pass, uint64_t covered_bytes);

/* A new one, of a job with three passes. */
struct wipe_journal *scene_make(void);
/* Of a job that wrote two checkpoints; the newest is in slot 1, with sequence 3. */
void scene_make_used(void);
/* The code of opening; resume, if not NULL, gets where it would go on. */
int scene_open_and_close(struct wipe_error *err, struct wipe_resume *resume);

void scene_load(uint8_t bytes[WIPE_JOURNAL_FILE_BYTES]);
void scene_store(const uint8_t *bytes, size_t count);
/* As someone would who knows the format. */
void scene_seal_all(uint8_t bytes[WIPE_JOURNAL_FILE_BYTES]);
void scene_put(uint8_t *at, uint64_t value, int bytes);

#endif
