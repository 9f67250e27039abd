/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erasing by destroying keys: what is encrypted, what a claim rests on, what is concluded. */
#include "unit.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/plan.h>
#include <wipe/report.h>

#include "fixed_env.h"

#define MIB (UINT64_C(1) << 20)
#define CAPACITY (64 * MIB)

struct scene {
	struct fixed_env fixed;
	struct wipe_device dev;
	struct wipe_crypto crypto;
	struct wipe_plan plan;
	struct wipe_report report;
	struct wipe_error err;
};

static void add_volume(struct scene *scene, uint64_t offset, uint64_t length, uint32_t partition)
{
	struct wipe_volume *volume = &scene->crypto.volumes[scene->crypto.volume_count++];

	*volume = (struct wipe_volume){ .offset_bytes = offset,
					.length_bytes = length,
					.partition_number = partition };
	volume->luks = (struct wipe_luks){
		.version = 2,
		.uuid = "1b4e28ba-2fa1-11d2-883f-0016d3cca427",
		.copies = { WIPE_LUKS_COPY_GOOD, WIPE_LUKS_COPY_GOOD },
		.copy_bytes = 16384,
		.area_bytes = 16 * MIB,
		.data_offset_bytes = 16 * MIB,
		.slot_count = 2,
		.token_count = 1,
		.segment_count = 1,
		.slots = { { .number = 0,
			     .offset_bytes = 32768,
			     .length_bytes = 258048,
			     .key_bytes = 64,
			     .kdf = "argon2id" },
			   { .number = 1,
			     .offset_bytes = 290816,
			     .length_bytes = 258048,
			     .key_bytes = 64,
			     .kdf = "argon2id" } },
		.tokens = { { .slots = 1, .type = "systemd-tpm2" } },
		.segments = { { .type = "crypt",
				.cipher = "aes-xts-plain64",
				.offset_bytes = 16 * MIB,
				.length_bytes = WIPE_LUKS_TO_THE_END } },
	};
}

static struct scene *scene_new(void)
{
	struct scene *scene = calloc(1, sizeof(*scene));

	assert_non_null(scene);
	fixed_env_init(&scene->fixed, 7);
	scene->dev = (struct wipe_device){ .kind = WIPE_KIND_DEVICE,
					   .node = "/dev/test",
					   .name = "test",
					   .serial = "SERIAL-1",
					   .media = WIPE_MEDIA_HDD,
					   .bus = WIPE_BUS_ATA,
					   .capacity_bytes = CAPACITY,
					   .logical_block_bytes = 512 };
	for (unsigned int i = 0; i < WIPE_CONDITIONS; i++)
		scene->crypto.answers[i] = WIPE_ANSWER_YES;
	scene->crypto.copies_complete = true;
	return scene;
}

static int make(struct scene *scene, const char *method)
{
	struct wipe_plan_request request = { .method = method, .crypto = &scene->crypto };

	wipe_error_clear(&scene->err);
	return wipe_plan_make(&request, &scene->dev, &scene->fixed.env, &scene->plan, &scene->err);
}

/* Of 30 MiB in the middle, which alone are erased. */
static void make_of_a_partition(struct scene *scene)
{
	add_volume(scene, 20 * MIB, 30 * MIB, 3);
	scene->crypto.scope_partition = 3;
	scene->crypto.scope_offset_bytes = 20 * MIB;
	scene->crypto.scope_bytes = 30 * MIB;
	assert_int_equal(make(scene, "luks"), 0);
}

static void span_is(const struct wipe_plan *plan, uint32_t index, uint64_t from, uint64_t to)
{
	assert_true(index < plan->span_count);
	assert_true(plan->spans[index].offset_bytes == from);
	assert_true(plan->spans[index].length_bytes == to - from);
}

/* --- what is not encrypted ------------------------------------------------ */

static void a_volume_that_fills_the_medium(void **state)
{
	struct scene *scene = scene_new();

	(void)state;
	add_volume(scene, 0, CAPACITY, 0);
	assert_int_equal(make(scene, "luks"), 0);
	assert_true(scene->plan.is_limited);
	assert_int_equal(scene->plan.span_count, 1);
	span_is(&scene->plan, 0, 0, 16 * MIB);
	assert_true(wipe_plan_pass_bytes(&scene->plan) == 16 * MIB);
	assert_int_equal(scene->plan.level_reachable, WIPE_LEVEL_CLEAR);
	assert_string_equal(scene->plan.level_reason, "key-destroyed");
	free(scene);
}

/* EFI, a volume, something else, a volume of a fixed size, the end. */
static void what_lies_between_volumes(void **state)
{
	struct scene *scene = scene_new();

	(void)state;
	add_volume(scene, MIB, 20 * MIB, 2);
	add_volume(scene, 30 * MIB, 30 * MIB, 4);
	scene->crypto.volumes[1].luks.segments[0].length_bytes = 8 * MIB;
	assert_int_equal(make(scene, "luks"), 0);
	assert_int_equal(scene->plan.span_count, 3);
	span_is(&scene->plan, 0, 0, 17 * MIB);
	span_is(&scene->plan, 1, 21 * MIB, 46 * MIB);
	span_is(&scene->plan, 2, 54 * MIB, CAPACITY);
	free(scene);
}

static void a_partition_alone(void **state)
{
	struct scene *scene = scene_new();

	(void)state;
	make_of_a_partition(scene);
	assert_int_equal(scene->plan.span_count, 1);
	span_is(&scene->plan, 0, 20 * MIB, 36 * MIB);
	assert_int_equal(scene->plan.level_reachable, WIPE_LEVEL_NONE);
	assert_string_equal(scene->plan.level_reason, "only-a-partition");
	free(scene);
}

/* Nothing is left in the clear because a sector is only half of a block. */
static void blocks_in_part_encrypted_are_overwritten(void **state)
{
	struct scene *scene = scene_new();

	(void)state;
	scene->dev.logical_block_bytes = 4096;
	add_volume(scene, 0, 40 * MIB + 512, 1);
	scene->crypto.volumes[0].luks.segments[0].offset_bytes = 16 * MIB + 512;
	assert_int_equal(make(scene, "luks"), 0);
	assert_int_equal(scene->plan.span_count, 2);
	span_is(&scene->plan, 0, 0, 16 * MIB + 4096);
	span_is(&scene->plan, 1, 40 * MIB, CAPACITY);
	free(scene);
}

static void hostile_places(void **state)
{
	static const uint64_t places[][2] = {
		{ CAPACITY, 32 * MIB },	   { 0, CAPACITY + 1 },	     { UINT64_MAX, 32 * MIB },
		{ UINT64_MAX - MIB, MIB }, { 40 * MIB, UINT64_MAX },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(places); i++) {
		struct scene *scene = scene_new();

		add_volume(scene, places[i][0], places[i][1], 1);
		assert_int_equal(make(scene, "luks"), WIPE_E_FORMAT);
		free(scene);
	}
}

static void volumes_that_overlap(void **state)
{
	struct scene *scene = scene_new();

	(void)state;
	add_volume(scene, 0, 40 * MIB, 1);
	add_volume(scene, 20 * MIB, 40 * MIB, 2);
	assert_int_equal(make(scene, "luks"), WIPE_E_FORMAT);
	free(scene);
}

static void a_segment_that_leads_out_of_its_volume(void **state)
{
	struct scene *scene = scene_new();

	(void)state;
	add_volume(scene, 0, 40 * MIB, 1);
	scene->crypto.volumes[0].luks.segments[0].length_bytes = 24 * MIB + 512;
	assert_int_equal(make(scene, "luks"), WIPE_E_FORMAT);
	scene->crypto.volumes[0].luks.segments[0].length_bytes = 24 * MIB;
	assert_int_equal(make(scene, "luks"), 0);
	free(scene);
}

/* --- what is asked for ---------------------------------------------------- */

static void methods_that_fit(void **state)
{
	struct scene *scene = scene_new();

	(void)state;
	assert_int_equal(make(scene, "luks"), WIPE_E_UNSUPPORTED);
	add_volume(scene, 0, CAPACITY, 0);
	assert_int_equal(make(scene, "auto"), WIPE_E_USAGE);
	assert_int_equal(make(scene, "zero"), WIPE_E_USAGE);
	scene->crypto.then_overwrite = true;
	assert_int_equal(make(scene, "luks"), WIPE_E_USAGE);
	assert_int_equal(make(scene, "zero"), WIPE_E_USAGE);
	assert_int_equal(make(scene, "auto"), 0);
	assert_false(scene->plan.is_limited);
	assert_true(wipe_plan_pass_bytes(&scene->plan) == CAPACITY);
	assert_string_equal(scene->plan.scheme->name, "stream");
	assert_int_equal(scene->plan.level_reachable, WIPE_LEVEL_CLEAR);
	scene->crypto.scope_bytes = MIB;
	assert_int_equal(make(scene, "auto"), WIPE_E_USAGE);
	free(scene);
}

static void keys_alone_are_always_read_back(void **state)
{
	struct scene *scene = scene_new();
	struct wipe_plan_request request = { .method = "luks",
					     .verify = WIPE_VERIFY_NONE,
					     .crypto = &scene->crypto };

	(void)state;
	add_volume(scene, 0, CAPACITY, 0);
	assert_int_equal(wipe_plan_make(&request, &scene->dev, &scene->fixed.env, &scene->plan,
					NULL),
			 WIPE_E_USAGE);
	free(scene);
}

/* --- what the level rests on ---------------------------------------------- */

static void no_to(struct scene *scene)
{
	scene->crypto.answers[WIPE_CONDITION_NO_HEADER_BACKUP] = WIPE_ANSWER_NO;
}
static void unknown(struct scene *scene)
{
	scene->crypto.answers[WIPE_CONDITION_ENCRYPTED_FROM_FIRST_DAY] = WIPE_ANSWER_UNKNOWN;
}
static void copy_seen(struct scene *scene)
{
	scene->crypto.copy_count = 1;
}
static void null_cipher(struct scene *scene)
{
	strcpy(scene->crypto.volumes[0].luks.segments[0].cipher, "cipher_null-ecb");
}
static void half_key(struct scene *scene)
{
	scene->crypto.volumes[0].luks.slots[1].key_bytes = 16; /* two of 64 bits in XTS */
}
static void by_the_drive(struct scene *scene)
{
	strcpy(scene->crypto.volumes[0].luks.segments[0].type, "hw-opal");
}
static void on_a_stick(struct scene *scene)
{
	scene->dev.media = WIPE_MEDIA_USB_FLASH;
}
static void on_an_ssd(struct scene *scene)
{
	scene->dev.media = WIPE_MEDIA_SSD;
}
static void in_an_image(struct scene *scene)
{
	scene->dev.kind = WIPE_KIND_IMAGE;
	scene->dev.is_virtual = true;
}
static void header_in_a_file(struct scene *scene)
{
	scene->crypto.is_detached = true;
	scene->crypto.header = (struct wipe_device){ .kind = WIPE_KIND_IMAGE,
						     .capacity_bytes = 16 * MIB,
						     .logical_block_bytes = 512,
						     .is_virtual = true };
}
static void header_on_a_disk(struct scene *scene)
{
	header_in_a_file(scene);
	scene->crypto.header.kind = WIPE_KIND_DEVICE;
	scene->crypto.header.media = WIPE_MEDIA_HDD;
	scene->crypto.header.is_virtual = false;
}

static const struct {
	void (*change)(struct scene *scene);
	enum wipe_level level;
	const char *reason;
} levels[] = {
	{ no_to, WIPE_LEVEL_NONE, "conditions-not-met" },
	{ unknown, WIPE_LEVEL_NONE, "conditions-not-met" },
	{ copy_seen, WIPE_LEVEL_NONE, "header-copy-seen" },
	{ null_cipher, WIPE_LEVEL_NONE, "cipher-does-not-count" },
	{ half_key, WIPE_LEVEL_NONE, "cipher-does-not-count" },
	{ by_the_drive, WIPE_LEVEL_NONE, "cipher-does-not-count" },
	{ on_a_stick, WIPE_LEVEL_NONE, "flash-needs-complement" },
	{ on_an_ssd, WIPE_LEVEL_CLEAR, "key-destroyed" },
	{ in_an_image, WIPE_LEVEL_NONE, "backing-storage-unknown" },
	{ header_in_a_file, WIPE_LEVEL_NONE, "header-in-a-file" },
	{ header_on_a_disk, WIPE_LEVEL_NONE, "header-elsewhere" },
};

static void what_lowers_the_level(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(levels); i++) {
		struct scene *scene = scene_new();

		add_volume(scene, 0, CAPACITY, 0);
		levels[i].change(scene);
		assert_int_equal(make(scene, "luks"), 0);
		assert_int_equal(scene->plan.level_reachable, levels[i].level);
		assert_string_equal(scene->plan.level_reason, levels[i].reason);
		assert_true(*wipe_level_reason_text(levels[i].reason));
		free(scene);
	}
}

/* --- what is concluded ---------------------------------------------------- */

/* Everything came off. */
static void conclude_perfect(struct scene *scene)
{
	struct wipe_report *report = &scene->report;
	uint64_t bytes = wipe_plan_pass_bytes(&scene->plan);

	*report = (struct wipe_report){ .device = scene->dev,
					.plan = scene->plan,
					.media_touched = true,
					.direct_io = true,
					.passes_completed = 1,
					.bytes_written = bytes,
					.verify_completed = true,
					.bytes_to_verify = bytes,
					.bytes_verified = bytes };
	for (uint32_t i = 0; i < scene->plan.crypto.volume_count; i++)
		report->volumes[i] = (struct wipe_volume_result){ .is_destroyed = true,
								  .slots_destroyed = 2,
								  .tokens_removed = 1,
								  .bytes_verified = 16 * MIB,
								  .slots_changed = 2 };
	wipe_report_conclude(report);
}

static uint64_t bytes_of(const struct wipe_report *report, enum wipe_area_state state)
{
	for (uint32_t i = 0; i < report->area_count; i++)
		if (report->areas[i].kind == WIPE_AREA_USER_LBA && report->areas[i].state == state)
			return report->areas[i].bytes;
	return 0;
}

static enum wipe_area_state old_keys(const struct wipe_report *report)
{
	for (uint32_t i = 0; i < report->area_count; i++)
		if (report->areas[i].kind == WIPE_AREA_OLD_KEYS)
			return report->areas[i].state;
	fail();
	return WIPE_AREA_ABSENT;
}

static void keys_that_are_gone(void **state)
{
	struct scene *scene = scene_new();

	(void)state;
	scene->dev.media = WIPE_MEDIA_SSD;
	add_volume(scene, 0, CAPACITY, 0);
	assert_int_equal(make(scene, "luks"), 0);
	conclude_perfect(scene);
	assert_true(wipe_report_keys_are_gone(&scene->report));
	scene->report.direct_io = false;
	assert_false(wipe_report_keys_are_gone(&scene->report));
	scene->report.direct_io = true;
	assert_int_equal(scene->report.verdict, WIPE_VERDICT_KEY_DESTROYED);
	assert_int_equal(wipe_verdict_exit_code(scene->report.verdict), 0);
	assert_int_equal(scene->report.verification, WIPE_RESULT_PASS);
	assert_int_equal(scene->report.level_achieved, WIPE_LEVEL_CLEAR);
	assert_true(bytes_of(&scene->report, WIPE_AREA_ERASED_VERIFIED) == 16 * MIB);
	assert_true(bytes_of(&scene->report, WIPE_AREA_KEY_DESTROYED) == 48 * MIB);
	assert_true(bytes_of(&scene->report, WIPE_AREA_UNKNOWN) == 0);
	assert_int_equal(old_keys(&scene->report), WIPE_AREA_UNKNOWN);
	free(scene);
}

static void conditions_that_are_open(void **state)
{
	struct scene *scene = scene_new();

	(void)state;
	add_volume(scene, 0, CAPACITY, 0);
	unknown(scene);
	assert_int_equal(make(scene, "luks"), 0);
	conclude_perfect(scene);
	assert_int_equal(scene->report.verdict, WIPE_VERDICT_KEY_DESTROYED_OPEN);
	assert_int_equal(wipe_verdict_exit_code(scene->report.verdict), 4);
	assert_int_equal(scene->report.level_achieved, WIPE_LEVEL_NONE);
	assert_true(bytes_of(&scene->report, WIPE_AREA_KEY_DESTROYED) == 0);
	assert_true(bytes_of(&scene->report, WIPE_AREA_UNKNOWN) == 48 * MIB);
	assert_int_equal(old_keys(&scene->report), WIPE_AREA_NOT_REACHABLE);
	free(scene);
}

static void the_rest_beside_a_partition(void **state)
{
	struct scene *scene = scene_new();

	(void)state;
	make_of_a_partition(scene);
	conclude_perfect(scene);
	assert_int_equal(scene->report.verdict, WIPE_VERDICT_KEY_DESTROYED);
	assert_int_equal(scene->report.level_achieved, WIPE_LEVEL_NONE);
	assert_true(bytes_of(&scene->report, WIPE_AREA_UNKNOWN) == 34 * MIB);
	assert_true(bytes_of(&scene->report, WIPE_AREA_KEY_DESTROYED) == 14 * MIB);
	free(scene);
}

/* Of a detached header nothing may be left to overwrite on the data's medium. */
static void a_header_elsewhere(void **state)
{
	struct scene *scene = scene_new();

	(void)state;
	add_volume(scene, 0, CAPACITY, 0);
	header_on_a_disk(scene);
	scene->crypto.volumes[0].luks.segments[0].offset_bytes = 0;
	assert_int_equal(make(scene, "luks"), 0);
	assert_int_equal(scene->plan.span_count, 0);
	assert_memory_not_equal(scene->plan.header_pass.key, scene->plan.passes[0].key,
				WIPE_KEY_BYTES);
	conclude_perfect(scene);
	assert_true(wipe_report_keys_are_gone(&scene->report));
	/* That they are those of this data, nothing shows. */
	assert_int_equal(scene->report.verdict, WIPE_VERDICT_KEY_DESTROYED_OPEN);
	assert_true(bytes_of(&scene->report, WIPE_AREA_UNKNOWN) == CAPACITY);
	scene->report.volumes[0].is_destroyed = false;
	wipe_report_conclude(&scene->report);
	assert_int_equal(scene->report.verdict, WIPE_VERDICT_PARTIAL);
	free(scene);
}

static void not_destroyed(struct wipe_report *report)
{
	report->volumes[0].is_destroyed = false;
}
static void a_slot_less(struct wipe_report *report)
{
	report->volumes[0].slots_destroyed = 1;
}
static void a_token_less(struct wipe_report *report)
{
	report->volumes[0].tokens_removed = 0;
}
static void a_slot_as_it_was(struct wipe_report *report)
{
	report->volumes[0].slots_changed = 1;
}
static void header_unreadable(struct wipe_report *report)
{
	report->volumes[0].unreadable_bytes = 512;
	report->volumes[0].bytes_verified -= 512;
}
static void header_differs(struct wipe_report *report)
{
	report->volumes[0].mismatch_bytes = 512;
	report->volumes[0].bytes_verified -= 512;
}
static void header_not_all_read(struct wipe_report *report)
{
	report->volumes[0].bytes_verified -= 512;
}
static void rest_not_all_read(struct wipe_report *report)
{
	report->bytes_verified -= 512;
}
static void from_the_cache(struct wipe_report *report)
{
	report->direct_io = false;
}

static const struct {
	void (*change)(struct wipe_report *report);
	enum wipe_verdict verdict;
} endings[] = {
	{ not_destroyed, WIPE_VERDICT_PARTIAL },
	{ a_slot_less, WIPE_VERDICT_PARTIAL },
	{ a_token_less, WIPE_VERDICT_PARTIAL },
	{ a_slot_as_it_was, WIPE_VERDICT_PARTIAL },
	{ header_unreadable, WIPE_VERDICT_PARTIAL },
	{ header_differs, WIPE_VERDICT_FAILED },
	{ header_not_all_read, WIPE_VERDICT_PARTIAL },
	{ rest_not_all_read, WIPE_VERDICT_FAILED },
	{ from_the_cache, WIPE_VERDICT_ERASED_UNVERIFIED },
};

static void what_spoils_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(endings); i++) {
		struct scene *scene = scene_new();

		add_volume(scene, 0, CAPACITY, 0);
		assert_int_equal(make(scene, "luks"), 0);
		conclude_perfect(scene);
		endings[i].change(&scene->report);
		wipe_report_conclude(&scene->report);
		assert_int_equal(scene->report.verdict, endings[i].verdict);
		assert_int_equal(scene->report.level_achieved, WIPE_LEVEL_NONE);
		assert_int_not_equal(scene->report.verification, WIPE_RESULT_PASS);
		assert_true(bytes_of(&scene->report, WIPE_AREA_KEY_DESTROYED) == 0);
		free(scene);
	}
}

/* All of the medium is overwritten, and no pass goes over a header that lies elsewhere. */
static void what_is_left_of_a_header_elsewhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(endings); i++) {
		struct scene *scene = scene_new();

		add_volume(scene, 0, CAPACITY, 0);
		header_on_a_disk(scene);
		scene->crypto.then_overwrite = true;
		assert_int_equal(make(scene, "stream"), 0);
		conclude_perfect(scene);
		assert_int_equal(scene->report.verdict, WIPE_VERDICT_ERASED_VERIFIED);
		endings[i].change(&scene->report);
		wipe_report_conclude(&scene->report);
		assert_int_equal(scene->report.verdict, endings[i].verdict);
		assert_int_equal(scene->report.level_achieved, WIPE_LEVEL_NONE);
		assert_int_not_equal(scene->report.verification, WIPE_RESULT_PASS);
		/* What became of the medium is told as it is. */
		if (endings[i].verdict == WIPE_VERDICT_PARTIAL)
			assert_true(bytes_of(&scene->report, WIPE_AREA_ERASED_VERIFIED) ==
				    CAPACITY);
		free(scene);
	}
}

/* Goal: nothing of a header may change between two readings without being noticed. */
static void a_header_that_is_another(void **state)
{
#define AT(field) offsetof(struct wipe_luks, field)
	static const size_t fields[] = {
		AT(version),
		AT(uuid),
		AT(label),
		AT(subsystem),
		AT(copies[0]),
		AT(copies[1]),
		AT(copy_bytes),
		AT(area_bytes),
		AT(data_offset_bytes),
		AT(is_detached),
		AT(is_reencrypting),
		AT(slot_count),
		AT(token_count),
		AT(segment_count),
		AT(requirement_count),
		AT(slots[1].number),
		AT(slots[1].kind),
		AT(slots[1].offset_bytes),
		AT(slots[1].length_bytes),
		AT(slots[1].key_bytes),
		AT(slots[1].kdf),
		AT(tokens[0].number),
		AT(tokens[0].slots),
		AT(tokens[0].type),
		AT(segments[0].number),
		AT(segments[0].type),
		AT(segments[0].cipher),
		AT(segments[0].integrity),
		AT(segments[0].offset_bytes),
		AT(segments[0].length_bytes),
		AT(segments[0].is_backup),
		AT(requirements[0]),
	};
#undef AT
	struct scene *scene = scene_new();
	struct wipe_luks *one = &scene->crypto.volumes[0].luks,
			 *other = &scene->crypto.volumes[1].luks;

	(void)state;
	for (int i = 0; i < 2; i++) {
		add_volume(scene, 0, CAPACITY, 0);
		scene->crypto.volumes[i].luks.requirement_count = 1;
		strcpy(scene->crypto.volumes[i].luks.requirements[0], "other");
	}
	for (size_t i = 0; i < COUNT(fields); i++) {
		assert_true(wipe_luks_equal(one, other));
		((unsigned char *)other)[fields[i]] ^= 1;
		if (wipe_luks_equal(one, other))
			fail_msg("field %zu", i);
		((unsigned char *)other)[fields[i]] ^= 1;
	}
	free(scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_volume_that_fills_the_medium),
		cmocka_unit_test(what_lies_between_volumes),
		cmocka_unit_test(a_partition_alone),
		cmocka_unit_test(blocks_in_part_encrypted_are_overwritten),
		cmocka_unit_test(hostile_places),
		cmocka_unit_test(volumes_that_overlap),
		cmocka_unit_test(a_segment_that_leads_out_of_its_volume),
		cmocka_unit_test(methods_that_fit),
		cmocka_unit_test(keys_alone_are_always_read_back),
		cmocka_unit_test(what_lowers_the_level),
		cmocka_unit_test(keys_that_are_gone),
		cmocka_unit_test(conditions_that_are_open),
		cmocka_unit_test(the_rest_beside_a_partition),
		cmocka_unit_test(a_header_elsewhere),
		cmocka_unit_test(what_spoils_it),
		cmocka_unit_test(what_is_left_of_a_header_elsewhere),
		cmocka_unit_test(a_header_that_is_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
