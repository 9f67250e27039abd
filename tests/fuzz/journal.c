/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a journal, with the hashes that they have and with right ones. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <wipe/journal.h>

#include "journal/header.h"
#include "journal/seal.h"
#include "journal/slot.h"

static void check(int condition)
{
	if (!condition)
		abort();
}

static void check_bounds(const struct wipe_resume *resume, const struct wipe_journal *journal)
{
	const struct wipe_journal_medium *medium = wipe_journal_medium(journal);
	const struct wipe_checkpoint *at = &resume->at;
	size_t notes_bytes;

	check(at->pass >= 1 && at->pass <= WIPE_PASSES_MAX);
	check(at->covered_bytes <= medium->capacity_bytes);
	check(at->postponed_count <= WIPE_POSTPONED_MAX);
	check(at->bad_range_count <= WIPE_BAD_RANGES_MAX);
	for (uint32_t i = 0; i < at->postponed_count; i++)
		check(at->postponed[i].length_bytes &&
		      at->postponed[i].offset_bytes < at->covered_bytes &&
		      at->postponed[i].length_bytes <=
			      at->covered_bytes - at->postponed[i].offset_bytes);
	for (uint32_t i = 0; i < at->bad_range_count; i++)
		check(at->bad_ranges[i].length_bytes && at->bad_ranges[i].sys_errno &&
		      at->bad_ranges[i].pass <= at->pass &&
		      at->bad_ranges[i].offset_bytes < medium->capacity_bytes &&
		      at->bad_ranges[i].length_bytes <=
			      medium->capacity_bytes - at->bad_ranges[i].offset_bytes);
	check(resume->interruption_count && resume->interruption_count <= WIPE_INTERRUPTIONS_MAX);
	check(wipe_journal_notes(journal, &notes_bytes) && notes_bytes <= WIPE_JOURNAL_NOTES_MAX);
	check(memchr(medium->serial, 0, sizeof(medium->serial)) != NULL);
	check(strlen(wipe_journal_method(journal)) < WIPE_JOURNAL_METHOD_BYTES);
}

/* A device that is what the journal says. */
static void plan_for(const struct wipe_journal *journal)
{
	const struct wipe_journal_medium *medium = wipe_journal_medium(journal);
	struct wipe_device device = { .kind = medium->kind,
				      .media = WIPE_MEDIA_HDD,
				      .serial_plausible = true,
				      .capacity_bytes = medium->capacity_bytes,
				      .logical_block_bytes = medium->block_bytes };
	struct wipe_error err = { .code = WIPE_OK };
	struct wipe_plan *plan = malloc(sizeof(*plan));

	check(plan != NULL);
	memcpy(device.serial, medium->serial, sizeof(device.serial));
	memcpy(device.wwn, medium->wwn, sizeof(device.wwn));
	memcpy(device.name, medium->name, sizeof(device.name));
	memcpy(device.model, medium->model, sizeof(device.model));
	if (wipe_journal_plan(journal, &device, plan, &err) == 0)
		check(plan->pass_count >= 1 && plan->verify == WIPE_VERIFY_FULL &&
		      plan->capacity_bytes == medium->capacity_bytes);
	else
		check(err.code != WIPE_OK && err.message[0]);
	free(plan);
}

static char path[64];

static void remove_file(void)
{
	unlink(path);
}

static void write_file(const uint8_t *bytes, size_t size)
{
	FILE *file;

	if (!path[0]) {
		snprintf(path, sizeof(path), "/tmp/fuzz-journal-%ld", (long)getpid());
		atexit(remove_file);
	}
	file = fopen(path, "wb");
	check(file && fwrite(bytes, 1, size, file) == size && fclose(file) == 0);
}

static void read_as_file(const uint8_t *bytes, size_t size)
{
	struct wipe_error err = { .code = WIPE_OK };
	struct wipe_resume *resume = malloc(sizeof(*resume));
	struct wipe_journal *journal;

	check(resume != NULL);
	write_file(bytes, size);
	if (wipe_journal_open(path, wipe_env_system(), &journal, &err) == 0) {
		wipe_journal_resume_point(journal, 0, resume);
		check_bounds(resume, journal);
		plan_for(journal);
		/* What was read can be gone on with. */
		check(wipe_journal_resume(journal, "n", 1, resume, NULL) == 0);
		check(wipe_journal_checkpoint(journal, &resume->at, NULL) == 0);
	} else {
		check(!journal && err.message[0] &&
		      (err.code == WIPE_E_FORMAT || err.code == WIPE_E_REFUSED));
	}
	wipe_journal_close(journal);
	free(resume);
}

static void seal_all(uint8_t *bytes)
{
	const uint8_t *seal = seal_of(bytes, HEADER_BYTES);

	check(seal_close(bytes, HEADER_BYTES, NULL, NULL) == 0);
	for (int i = 0; i < SLOT_COUNT; i++)
		check(seal_close(bytes + HEADER_BYTES + i * SLOT_BYTES, SLOT_BYTES, seal, NULL) ==
		      0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t bytes[WIPE_JOURNAL_FILE_BYTES];

	read_as_file(data, size);
	if (size != sizeof(bytes))
		return 0;
	memcpy(bytes, data, size);
	seal_all(bytes);
	read_as_file(bytes, size);
	return 0;
}
