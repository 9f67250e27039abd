/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every call of a job that destroys keys failed in turn, in every way. Whatever fails: keys
 * are called destroyed only if no byte of a real header's area is left, and a record can be
 * made of it that does not contradict itself.
 */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <libcryptsetup.h>

#include <wipe/erase.h>

#include "fault_io.h"
#include "held_record.h"
#include "pattern.h"

#define MIB (UINT64_C(1) << 20)
#define SIZE (2 * MIB)
#define AREA MIB
#define CALLS_MAX 400

struct scene {
	struct fault_clock clock;
	struct wipe_device device;
	struct wipe_crypto crypto;
	struct wipe_plan plan;
	bool is_detached;
	uint64_t area_bytes;
	uint64_t skip_bytes;	 /* as that of fault_io */
	struct fault_io *medium; /* of the header, and of the data if they are one */
	struct wipe_report report;
};

static unsigned char volume[SIZE]; /* as libcryptsetup formats it, with two slots */
static unsigned char expected[AREA];
static char what[80];

#define HOLDS(condition)                                                                        \
	do {                                                                                    \
		if (!(condition))                                                               \
			fail_msg("%s: not so: %s (verdict %s, error %d: %s)", what, #condition, \
				 wipe_verdict_name(scene->report.verdict),                      \
				 scene->report.error.code, scene->report.error.message);        \
	} while (0)

static int format_volume(void **state)
{
	static const struct crypt_pbkdf_type fast = { .type = CRYPT_KDF_PBKDF2,
						      .hash = "sha256",
						      .iterations = 1000,
						      .flags = CRYPT_PBKDF_NO_BENCHMARK };
	struct crypt_params_luks2 params = { .pbkdf = &fast, .sector_size = 512 };
	struct crypt_device *device = NULL;
	int fd = memfd_create("volume", MFD_CLOEXEC);
	char path[32];
	int rc;

	(void)state;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	rc = fd < 0 || ftruncate(fd, SIZE) != 0 || crypt_init(&device, path) < 0 ||
	     crypt_set_metadata_size(device, 16384, 524288) < 0 ||
	     crypt_set_data_offset(device, AREA / 512) < 0 ||
	     crypt_format(device, CRYPT_LUKS2, "aes", "xts-plain64", NULL, NULL, 64, &params) < 0 ||
	     crypt_keyslot_add_by_volume_key(device, 0, NULL, 0, "first", 5) < 0 ||
	     crypt_keyslot_add_by_volume_key(device, 1, NULL, 0, "second", 6) < 0;
	crypt_free(device);
	if (!rc)
		rc = pread(fd, volume, SIZE, 0) != (ssize_t)SIZE;
	close(fd);
	return rc;
}

static void read_header(struct scene *scene)
{
	struct wipe_io *io = wipe_io_memory_new(SIZE, 512);
	struct wipe_volume *found = &scene->crypto.volumes[0];

	memcpy(wipe_io_memory_bytes(io), volume, SIZE);
	found->length_bytes = SIZE;
	assert_int_equal(wipe_luks_read(io, scene->is_detached, &found->luks, NULL), 0);
	assert_int_equal(found->luks.slot_count, 2);
	scene->area_bytes = found->luks.area_bytes;
	assert_true(scene->area_bytes == (scene->is_detached ? 32768 + 524288 : AREA));
	scene->crypto.volume_count = 1;
	scene->crypto.is_detached = scene->is_detached;
	scene->crypto.header = scene->device;
	strcpy(scene->crypto.header.serial, "H-0001");
	wipe_io_close(io);
}

static void begin(struct scene *scene, bool is_detached)
{
	const struct wipe_plan_request request = { .method = "luks", .crypto = &scene->crypto };
	struct pattern *pattern;

	memset(scene, 0, sizeof(*scene));
	scene->is_detached = is_detached;
	fault_clock_init(&scene->clock, 1);
	scene->device = (struct wipe_device){ .kind = WIPE_KIND_DEVICE,
					      .node = "/dev/sdb",
					      .name = "sdb",
					      .model = "MODEL 3000",
					      .serial = "S-0001",
					      .serial_source = WIPE_SERIAL_VPD,
					      .serial_plausible = true,
					      .bus = WIPE_BUS_ATA,
					      .media = WIPE_MEDIA_HDD,
					      .capacity_bytes = SIZE,
					      .logical_block_bytes = 512,
					      .physical_block_bytes = 4096 };
	for (unsigned int i = 0; i < WIPE_CONDITIONS; i++)
		scene->crypto.answers[i] = WIPE_ANSWER_YES;
	scene->crypto.answered_by = WIPE_ANSWERED_BY_FILE;
	scene->crypto.copies_complete = true;
	read_header(scene);
	assert_int_equal(
		wipe_plan_make(&request, &scene->device, &scene->clock.env, &scene->plan, NULL), 0);
	assert_int_equal(pattern_new(wipe_plan_header_pass(&scene->plan), &pattern, NULL), 0);
	assert_int_equal(pattern_generate(pattern, expected, scene->area_bytes, 0), 0);
	pattern_free(pattern);
}

/* False: the job needed fewer calls. */
static bool run(struct scene *scene, enum fault_kind kind, uint64_t at_call)
{
	struct wipe_target *target, *header = NULL;
	struct wipe_job_options options = { .header = NULL };

	snprintf(what, sizeof(what), "%s at call %llu", fault_kind_name(kind),
		 (unsigned long long)at_call);
	scene->medium = fault_io_new(&scene->clock, SIZE, 512, false);
	memcpy(scene->medium->bytes, volume, SIZE);
	scene->medium->kind = kind;
	scene->medium->at_call = at_call;
	scene->medium->skip_bytes = scene->skip_bytes;
	scene->medium->sys_errno = EIO;
	assert_int_equal(wipe_target_open_io(&scene->medium->io, &scene->device, &target, NULL), 0);
	if (scene->is_detached) {
		header = target;
		assert_int_equal(wipe_target_open_io(wipe_io_memory_new(SIZE, 512), &scene->device,
						     &target, NULL),
				 0);
	}
	options.header = header;
	wipe_job_run(target, &scene->plan, &scene->clock.env, &options, &scene->report, NULL);
	wipe_target_close(target, NULL);
	wipe_target_close(header, NULL);
	return scene->medium->has_fired;
}

static bool is_called_gone(const struct scene *scene)
{
	return scene->report.verdict ==
	       (scene->is_detached ? WIPE_VERDICT_KEY_DESTROYED_OPEN : WIPE_VERDICT_KEY_DESTROYED);
}

/* Around the block that is bad, if there is one. */
static bool is_overwritten(const struct scene *scene)
{
	const struct fault_io *medium = scene->medium;

	for (uint64_t at = 0; at < scene->area_bytes; at += 512)
		if ((at < medium->bad_from || at >= medium->bad_to) &&
		    memcmp(medium->bytes + at, expected + at, 512) != 0)
			return false;
	return true;
}

/* Slots of which no sector is as it was. */
static uint32_t changed_slots(const struct scene *scene)
{
	const struct wipe_luks *luks = &scene->plan.crypto.volumes[0].luks;
	uint32_t changed = 0;

	for (uint32_t i = 0; i < luks->slot_count; i++) {
		uint64_t at = luks->slots[i].offset_bytes, end = at + luks->slots[i].length_bytes;

		while (at < end && memcmp(scene->medium->bytes + at, volume + at, 512) != 0)
			at += 512;
		changed += at >= end;
	}
	return changed;
}

static void check(const struct scene *scene)
{
	size_t area = scene->area_bytes;
	bool is_gone = memcmp(scene->medium->bytes, expected, area) == 0;
	bool is_whole = memcmp(scene->medium->bytes, volume, SIZE) == 0;

	bool reads_cache = scene->medium->has_fired && scene->medium->kind == FAULT_ONCE &&
			   scene->medium->fired_call == FAULT_DROP;

	HOLDS(!is_called_gone(scene) || is_gone);
	HOLDS(!is_called_gone(scene) || !reads_cache);
	HOLDS(scene->report.volumes[0].slots_changed <= changed_slots(scene));
	HOLDS(scene->report.media_touched || is_whole);
	if (scene->medium->kind == FAULT_RANGE && scene->report.error.code == WIPE_OK) {
		HOLDS(is_overwritten(scene));
		HOLDS(scene->report.volumes[0].unreadable_bytes <= 512);
	}
	HOLDS(scene->report.level_achieved == WIPE_LEVEL_NONE ||
	      (is_called_gone(scene) && !scene->is_detached));
	HOLDS(memcmp(scene->medium->bytes + area, volume + area, SIZE - area) == 0 ||
	      scene->medium->kind == FAULT_GARBLED);
}

static void check_record(const struct scene *scene)
{
	HOLDS((held_record(&scene->report, what) == WIPECERT_HELD_YES) ==
	      (is_called_gone(scene) && !scene->is_detached));
}

static void fail_nothing(bool is_detached)
{
	struct scene *scene = malloc(sizeof(*scene));

	begin(scene, is_detached);
	run(scene, FAULT_NONE, 0);
	HOLDS(is_called_gone(scene));
	HOLDS(scene->report.volumes[0].slots_destroyed == 2);
	check(scene);
	if (getenv("RECORDS"))
		check_record(scene);
	fault_io_free(scene->medium);
	free(scene);
}

static void nothing_fails(void **state)
{
	(void)state;
	fail_nothing(false);
	fail_nothing(true);
}

/* Between the plan and the job somebody formats it anew. */
static void a_header_that_changed(void **state)
{
	struct scene *scene = malloc(sizeof(*scene));
	unsigned char *kept = malloc(SIZE);

	begin(scene, false);
	memcpy(kept, volume, SIZE);
	assert_int_equal(format_volume(state), 0);
	run(scene, FAULT_NONE, 0);
	HOLDS(scene->report.error.code == WIPE_E_REFUSED);
	HOLDS(!scene->report.media_touched && scene->report.verdict == WIPE_VERDICT_FAILED);
	check(scene);
	fault_io_free(scene->medium);
	memcpy(volume, kept, SIZE);
	free(kept);
	free(scene);
}

/* Goal: a block that can be neither written nor read any more saves nothing but itself. */
static void a_bad_block(void **state)
{
	struct scene *scene = malloc(sizeof(*scene));
	const struct wipe_volume_result *result = &scene->report.volumes[0];
	uint64_t at = 0;

	(void)state;
	do {
		if (at)
			fault_io_free(scene->medium);
		begin(scene, true);
		scene->skip_bytes = 80 * 512; /* in the first key slot */
		assert_true(run(scene, FAULT_RANGE, ++at));
	} while (scene->medium->fired_call != FAULT_WRITE);
	HOLDS(scene->medium->bad_from == 80 * 512 && is_overwritten(scene));
	HOLDS(memcmp(scene->medium->bytes + 80 * 512, volume + 80 * 512, 512) == 0);
	HOLDS(result->unreadable_bytes == 512 && !result->mismatch_bytes);
	HOLDS(result->bytes_verified == scene->area_bytes - 512);
	HOLDS(!result->is_destroyed && result->slots_changed == 1);
	HOLDS(scene->report.verdict == WIPE_VERDICT_PARTIAL);
	fault_io_free(scene->medium);
	free(scene);
}

static void fail_each(bool is_detached)
{
	struct scene *scene = malloc(sizeof(*scene));

	for (enum fault_kind kind = FAULT_ONCE; kind < FAULT_KINDS; kind++) {
		bool goes_on = true;
		uint64_t at;

		for (at = 1; goes_on && at < CALLS_MAX; at++) {
			begin(scene, is_detached);
			goes_on = run(scene, kind, at);
			check(scene);
			if (getenv("RECORDS"))
				check_record(scene);
			HOLDS(goes_on || is_called_gone(scene));
			fault_io_free(scene->medium);
		}
		assert_true(at > 10 && at < CALLS_MAX);
	}
	free(scene);
}

static void whatever_fails(void **state)
{
	(void)state;
	fail_each(false);
}

/* Nothing goes over the header once more: what is read back at once is all there is. */
static void whatever_fails_of_a_header_elsewhere(void **state)
{
	(void)state;
	fail_each(true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_fails),
		cmocka_unit_test(a_header_that_changed),
		cmocka_unit_test(a_bad_block),
		cmocka_unit_test(whatever_fails),
		cmocka_unit_test(whatever_fails_of_a_header_elsewhere),
	};

	return cmocka_run_group_tests(tests, format_volume, NULL);
}
