/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erasing by destroying keys: what a case makes of it. */
#include "unit.h"

#include <stdlib.h>

#include "case_steps.h"

#define SLOT_BYTES 4096

/* On a medium of 64 KiB: one volume, of the medium or of a partition. */
static struct wipe_crypto *volume_at(uint64_t offset, uint64_t length)
{
	struct wipe_crypto *crypto = calloc(1, sizeof(*crypto));

	assert_non_null(crypto);
	crypto->volumes[0] = (struct wipe_volume){
		.offset_bytes = offset,
		.length_bytes = length,
		.luks = { .version = 1,
			  .uuid = "0e9d8c7b-6a59-4838-9726-15f4e3d2c1b0",
			  .copies = { WIPE_LUKS_COPY_GOOD },
			  .copy_bytes = 592,
			  .area_bytes = 8192,
			  .data_offset_bytes = 8192,
			  .slot_count = 1,
			  .slots = { { .offset_bytes = SLOT_BYTES,
				       .length_bytes = SLOT_BYTES,
				       .key_bytes = 64,
				       .kdf = "pbkdf2" } },
			  .segment_count = 1,
			  .segments = { { .type = "crypt",
					  .cipher = "aes-xts-plain64",
					  .offset_bytes = 8192,
					  .length_bytes = WIPE_LUKS_TO_THE_END } } },
	};
	crypto->volume_count = 1;
	crypto->answered_by = WIPE_ANSWERED_BY_PROMPT;
	for (unsigned int i = 0; i < WIPE_CONDITIONS; i++)
		crypto->answers[i] = WIPE_ANSWER_YES;
	crypto->copies_complete = true;
	return crypto;
}

static struct wipe_crypto *partition_at(uint64_t offset, uint64_t length)
{
	struct wipe_crypto *crypto = volume_at(offset, length);

	crypto->volumes[0].partition_number = crypto->scope_partition = 1;
	crypto->scope_offset_bytes = offset;
	crypto->scope_bytes = length;
	return crypto;
}

static void erase_keys(struct case_scene *scene, struct wipecert_case *opened,
		       struct case_id device, const struct wipe_crypto *crypto)
{
	struct case_work work = { .serial = "S", .crypto = crypto };
	struct case_id attempt =
		case_kept(case_scene_work(scene, opened, ENGINEER, device.text, &work));

	work.type = WIPECERT_ERASURE;
	work.closes = attempt.text;
	case_scene_work(scene, opened, ENGINEER, device.text, &work);
	assert_int_equal(scene->added.fault, WIPECERT_FAULT_NONE);
}

static bool is_erased(const struct wipecert_case *opened, struct case_id device)
{
	struct wipecert_item item = case_scene_item(opened, device.text);

	assert_true((item.failed_record == WIPECERT_NO_INDEX) ==
		    (item.erasure != WIPECERT_NO_INDEX));
	return item.erasure != WIPECERT_NO_INDEX;
}

static void keys_that_are_gone_erase(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "keys", "note=", NULL);
	struct case_id device = case_permit(scene, opened, "D", "S");
	struct wipe_crypto *crypto = volume_at(0, 65536);
	struct wipecert_case_summary summary;

	/* Not all conditions are met: keys are gone, and nothing is shown. */
	crypto->answers[WIPE_CONDITION_NO_ESCROW] = WIPE_ANSWER_UNKNOWN;
	erase_keys(scene, opened, device, crypto);
	assert_false(is_erased(opened, device));
	crypto->answers[WIPE_CONDITION_NO_ESCROW] = WIPE_ANSWER_YES;
	erase_keys(scene, opened, device, crypto);
	assert_true(is_erased(opened, device));
	wipecert_case_summarize(opened, &summary);
	assert_int_equal(summary.open_attempts, 0);
	free(crypto);
	wipecert_case_free(opened);
}

/* Also where no level is asked for: the rest of the medium is as it was. */
static void a_partition_is_no_item(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "part", "policy/level=none", NULL);
	struct case_id device = case_permit(scene, opened, "D", "S");
	struct wipe_crypto *crypto = partition_at(4096, 32768), *other = partition_at(40960, 16384);
	struct case_work whole = { .serial = "S" }, begun = { .serial = "S", .crypto = other };
	struct wipecert_case_summary summary;

	/* Begun on the whole medium, and on another partition: neither is over by that. */
	case_scene_work(scene, opened, ENGINEER, device.text, &whole);
	case_scene_work(scene, opened, ENGINEER, device.text, &begun);
	erase_keys(scene, opened, device, crypto);
	assert_false(is_erased(opened, device));
	wipecert_case_summarize(opened, &summary);
	assert_int_equal(summary.open_attempts, 2);
	/* Erased as a whole, all of it is over. */
	case_scene_erase(scene, opened, device.text, "S");
	assert_true(is_erased(opened, device));
	wipecert_case_summarize(opened, &summary);
	assert_int_equal(summary.open_attempts, 0);
	free(crypto);
	free(other);
	wipecert_case_free(opened);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(keys_that_are_gone_erase, case_scene_setup,
						case_scene_teardown),
		cmocka_unit_test_setup_teardown(a_partition_is_no_item, case_scene_setup,
						case_scene_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
