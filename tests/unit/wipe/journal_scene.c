/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal_scene.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "seal.h"

struct fixed_env scene_env;

struct wipe_device scene_some_device(void)
{
	struct wipe_device device = { .kind = WIPE_KIND_DEVICE,
				      .node = "/dev/sdx",
				      .name = "sdx",
				      .vendor = "ATA",
				      .model = "MODEL 3000",
				      .serial = "S-0001",
				      .serial_source = WIPE_SERIAL_SYSFS,
				      .serial_plausible = true,
				      .wwn = "0x5000c500a1b2c3d4",
				      .bus = WIPE_BUS_ATA,
				      .media = WIPE_MEDIA_HDD,
				      .capacity_bytes = CAPACITY,
				      .logical_block_bytes = 512,
				      .physical_block_bytes = 4096 };

	return device;
}

void scene_some_plan(const char *method, struct wipe_plan *plan)
{
	static const uint8_t challenge[WIPE_CHALLENGE_MIN_BYTES] = "0123456789abcdef";
	const struct wipe_plan_request request = { .method = method,
						   .challenge = challenge,
						   .challenge_bytes = sizeof(challenge),
						   .require = WIPE_LEVEL_CLEAR,
						   .verify = WIPE_VERIFY_SAMPLE,
						   .attempt = 1 };
	struct wipe_device device = scene_some_device();

	assert_int_equal(wipe_plan_make(&request, &device, &scene_env.env, plan, NULL), 0);
}

struct wipe_checkpoint scene_some_checkpoint(uint32_t pass, uint64_t covered_bytes)
{
	struct wipe_checkpoint at = { .pass = pass, .covered_bytes = covered_bytes };

	at.postponed[at.postponed_count++] = (struct wipe_extent){ 4096, 1024 };
	at.postponed[at.postponed_count++] = (struct wipe_extent){ 5120, 512 };
	at.bad_ranges[at.bad_range_count++] =
		(struct wipe_bad_range){ 8192, 512, WIPE_PHASE_WRITE, 1, EIO, { 0 }, { 0 } };
	at.bad_ranges[at.bad_range_count++] =
		(struct wipe_bad_range){ 8192, 512, WIPE_PHASE_WRITE, 2, ETIME, { 0 }, { 0 } };
	return at;
}

struct wipe_journal *scene_make(void)
{
	struct wipe_device device = scene_some_device();
	struct wipe_journal *journal;
	struct wipe_plan *plan = calloc(1, sizeof(*plan));

	unlink(PATH);
	scene_some_plan("dod-5220.22-m-e", plan);
	assert_int_equal(wipe_journal_create(PATH, &device, plan, "first run", 9, &scene_env.env,
					     &journal, NULL),
			 0);
	free(plan);
	return journal;
}

/* Of a job that wrote two checkpoints; the newest is in slot 1, with sequence 3. */
void scene_make_used(void)
{
	struct wipe_checkpoint at = scene_some_checkpoint(2, 1 << 20);
	struct wipe_journal *journal = scene_make();

	scene_env.realtime_s += 100;
	assert_int_equal(wipe_journal_checkpoint(journal, &at, NULL), 0);
	scene_env.realtime_s += 100;
	at.covered_bytes = 2 << 20;
	assert_int_equal(wipe_journal_checkpoint(journal, &at, NULL), 0);
	wipe_journal_close(journal);
}

int scene_open_and_close(struct wipe_error *err, struct wipe_resume *resume)
{
	struct wipe_journal *journal;
	int rc;

	wipe_error_clear(err);
	rc = wipe_journal_open(PATH, &scene_env.env, &journal, err);
	assert_true((rc == 0) == (journal != NULL));
	assert_int_equal(rc, err->code);
	if (!rc && resume)
		wipe_journal_resume_point(journal, 0, resume);
	wipe_journal_close(journal);
	return rc;
}

void scene_load(uint8_t bytes[WIPE_JOURNAL_FILE_BYTES])
{
	FILE *file = fopen(PATH, "rb");

	assert_non_null(file);
	assert_int_equal(fread(bytes, 1, WIPE_JOURNAL_FILE_BYTES, file), WIPE_JOURNAL_FILE_BYTES);
	fclose(file);
}

void scene_store(const uint8_t *bytes, size_t count)
{
	FILE *file = fopen(PATH, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, count, file), count);
	assert_int_equal(fclose(file), 0);
}

/* As someone would who knows the format. */
void scene_seal_all(uint8_t bytes[WIPE_JOURNAL_FILE_BYTES])
{
	const uint8_t *seal = seal_of(bytes, HEADER_BYTES);

	assert_int_equal(seal_close(bytes, HEADER_BYTES, NULL, NULL), 0);
	for (int i = 0; i < SLOT_COUNT; i++)
		assert_int_equal(seal_close(bytes + HEADER_BYTES + i * SLOT_BYTES, SLOT_BYTES, seal,
					    NULL),
				 0);
}

void scene_put(uint8_t *at, uint64_t value, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--, value >>= 8)
		at[i] = (uint8_t)value;
}

int scene_in_a_folder_of_its_own(void **state)
{
	char folder[] = "/tmp/test-journal-XXXXXX";

	(void)state;
	fixed_env_init(&scene_env, 1);
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

int scene_remove_folder(void **state)
{
	char folder[64];

	(void)state;
	unlink(PATH);
	return getcwd(folder, sizeof(folder)) && chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}
