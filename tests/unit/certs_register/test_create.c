/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beginning a case, and adding to it: what is written, and what is left where it goes wrong. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wipecert/save.h>

#include "case_steps.h"
#include "support.h"
#include "unit.h"

static int create(struct case_scene *scene, const char *path, const char *trust, enum person by,
		  const struct wipecert_attachment *attachment, const char *word)
{
	struct wipecert_act *act = case_scene_act(WIPECERT_INIT, word, NULL);
	struct wipecert_meta meta = { .issued_at_s = scene->now_s,
				      .tool_name = "t",
				      .tool_version = "0",
				      .time_zone = "Asia/Tokyo" };
	uint8_t init[32];
	int rc;

	snprintf(meta.id, sizeof(meta.id), "%08x-0000-4000-8000-000000000000", ++scene->ids);
	wipe_error_clear(&scene->error);
	rc = wipecert_case_create(path, trust, act, attachment, attachment ? 1 : 0,
				  scene->signers[by], &meta, init, &scene->error);
	assert_true(!rc || (scene->error.code == rc && *scene->error.message));
	wipecert_act_free(act);
	return rc;
}

/* A case that could not be made leaves everything as it was. */
static void refuse(struct case_scene *scene, const char *name, const char *trust, enum person by,
		   int rc)
{
	struct case_files before = case_files_of(scene->folder), after;
	size_t entries = count_files(scene->folder);
	int got = create(scene, case_scene_path(scene, name), case_scene_path(scene, trust), by,
			 NULL, "note=");

	if (got != rc)
		fail_msg("%s: %d, not %d: %s", name, got, rc, scene->error.message);
	after = case_files_of(scene->folder);
	assert_int_equal(before.count, after.count);
	assert_true(case_files_grew(&before, &after));
	assert_int_equal(count_files(scene->folder), entries);
	case_files_clear(&before);
	case_files_clear(&after);
}

static void a_new_folder_and_an_empty_one(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_attachment attachment;
	char path[CASE_SCENE_PATH_BYTES + 8], found[CASE_SCENE_PATH_BYTES];
	struct wipecert_case *opened;

	assert_int_equal(mkdir(case_scene_path(scene, "empty"), 0755), 0);
	assert_int_equal(wipecert_attachment_make("text", 4, "txt", &attachment, NULL), 0);
	snprintf(path, sizeof(path), "%s///", case_scene_path(scene, "empty"));
	assert_false(wipecert_case_is_at(path));
	assert_int_equal(create(scene, path, case_scene_path(scene, "trust"), MANAGER, &attachment,
				"note="),
			 0);
	assert_true(wipecert_case_is_at(path));
	opened = case_scene_open(scene, "empty", NULL);
	assert_true(wipecert_case_attachment(opened, attachment.sha256, found, sizeof(found)));
	assert_int_equal(wipecert_case_record_count(opened), 1);
	assert_string_equal(wipecert_record_text(wipecert_case_init(opened), "contract/title"),
			    "Survey");
	/* Policy and three authorities. */
	assert_int_equal(wipecert_record_count(wipecert_case_init(opened), "trust"), 4);
	wipecert_case_free(opened);
	wipecert_attachment_clear(&attachment);
	/* What a crash left beside is in nobody's way. */
	assert_int_equal(mkdir(case_scene_path(scene, "new.massho-new-0123456789abcdef"), 0755), 0);
	assert_int_equal(create(scene, case_scene_path(scene, "new"),
				case_scene_path(scene, "trust"), MANAGER, NULL, "note="),
			 0);
}

static void what_is_there_stays(void **state)
{
	struct case_scene *scene = *state;
	char name[300];

	assert_int_equal(mkdir(case_scene_path(scene, "full"), 0755), 0);
	write_file(case_scene_path(scene, "full/x"), "x", 1, 0644);
	write_file(case_scene_path(scene, "file"), "x", 1, 0644);
	assert_int_equal(symlink("full", case_scene_path(scene, "link")), 0);
	refuse(scene, "full", "trust", MANAGER, WIPE_E_REFUSED);
	refuse(scene, "file", "trust", MANAGER, WIPE_E_REFUSED);
	refuse(scene, "link", "trust", MANAGER, WIPE_E_REFUSED);
	refuse(scene, "no/where", "trust", MANAGER, WIPE_E_SYSTEM);
	memset(name, 'n', 255);
	name[255] = '\0';
	refuse(scene, name, "trust", MANAGER, WIPE_E_SYSTEM);
	assert_int_equal(create(scene, "", case_scene_path(scene, "trust"), MANAGER, NULL, "note="),
			 WIPE_E_USAGE);
}

static void trust_that_is_none(void **state)
{
	struct case_scene *scene = *state;

	refuse(scene, "case", "nowhere", MANAGER, WIPE_E_SYSTEM);
	refuse(scene, "case", "trust/policy.json", MANAGER, WIPE_E_SYSTEM);
	/* No policy: nobody has a role. */
	refuse(scene, "case", "trust/manager", MANAGER, WIPE_E_REFUSED);
	refuse(scene, "case", "trust", ENGINEER, WIPE_E_REFUSED);
	refuse(scene, "case", "trust", OFFICER, WIPE_E_REFUSED);
	refuse(scene, "case", "trust", STRANGER, WIPE_E_REFUSED);
	assert_int_equal(mkfifo(case_scene_path(scene, "trust/fifo"), 0644), 0);
	refuse(scene, "case", "trust", MANAGER, WIPE_E_REFUSED);
	assert_int_equal(unlink(case_scene_path(scene, "trust/fifo")), 0);
	assert_int_equal(symlink("/etc/passwd", case_scene_path(scene, "trust/link")), 0);
	refuse(scene, "case", "trust", MANAGER, WIPE_E_REFUSED);
	assert_int_equal(unlink(case_scene_path(scene, "trust/link")), 0);
	assert_int_equal(mkdir(case_scene_path(scene, "trust/officer/deep"), 0755), 0);
	refuse(scene, "case", "trust", MANAGER, WIPE_E_REFUSED);
	assert_int_equal(rmdir(case_scene_path(scene, "trust/officer/deep")), 0);
	write_file(case_scene_path(scene, "trust/policy.json"), "{}", 2, 0644);
	refuse(scene, "case", "trust", MANAGER, WIPE_E_FORMAT);
}

static void what_the_first_record_may_not_say(void **state)
{
	struct case_scene *scene = *state;
	size_t entries = count_files(scene->folder);

	assert_int_equal(create(scene, case_scene_path(scene, "case"),
				case_scene_path(scene, "trust"), MANAGER, NULL, "contract/title="),
			 WIPE_E_FORMAT);
	assert_int_equal(count_files(scene->folder), entries);
}

static void numbers_and_predecessors(void **state)
{
	static const enum person writers[] = { ENGINEER, ENGINEER_2, ENGINEER, MANAGER, ENGINEER };
	static const uint64_t numbers[] = { 1, 1, 2, 2, 3 };
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	struct wipecert_case_record before, record;

	for (size_t i = 0; i < COUNT(writers); i++) {
		char label[32], name[96];
		struct wipecert_result result;
		struct wipecert_link previous[2];
		struct case_id id;

		snprintf(label, sizeof(label), "thing/label=L%zu", i);
		id = case_kept(case_scene_add(scene, opened, writers[i], NULL,
					      case_scene_act(WIPECERT_RECEIVE, label, NULL)));
		assert_int_equal(scene->added.number, i + 2);
		assert_int_equal(scene->added.record, i + 1);
		snprintf(name, sizeof(name), "%06zu-receive-%s.p7m", i + 2, id.text);
		assert_string_equal(scene->added.file, name);
		wipecert_case_record(opened, i, &before);
		wipecert_case_record(opened, i + 1, &record);
		assert_int_equal(record.number, i + 2);
		assert_int_equal(record.writer_number, numbers[i]);
		assert_memory_equal(record.signer_sha256, scene->sha256[writers[i]], 32);
		/* Read back from the file, whole, following the one before. */
		assert_int_equal(wipecert_case_load_record(opened, i + 1, &result, NULL), 0);
		assert_int_equal(wipecert_record_previous(result.record, previous, 2), 1);
		assert_memory_equal(previous[0].econtent_sha256, before.link.econtent_sha256, 32);
		assert_memory_equal(previous[0].signature_sha256, before.link.signature_sha256, 32);
		wipecert_result_clear(&result);
	}
	assert_int_equal(wipecert_case_finding_count(opened), 0);
	wipecert_case_free(opened);
}

/* Two who have the folder open at the same time: each takes in what the other added. */
static void two_at_one_folder(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *first = case_scene_begin(scene, "case", NULL), *second;
	uint8_t init[32];

	wipecert_case_init_sha256(first, init);
	second = case_scene_open(scene, "case", init);
	case_receive(scene, first, "A", "note=");
	case_receive(scene, second, "B", "note=");
	assert_int_equal(scene->added.number, 3);
	case_receive(scene, first, "C", "note=");
	assert_int_equal(scene->added.number, 4);
	assert_int_equal(wipecert_case_item_count(first), 3);
	assert_int_equal(wipecert_case_finding_count(first), 0);
	assert_int_equal(wipecert_case_item_count(second), 2);
	assert_int_equal(wipecert_case_refresh(second, NULL), 0);
	assert_int_equal(wipecert_case_item_count(second), 3);
	wipecert_case_free(first);
	wipecert_case_free(second);
}

/* An id that was used is not used again; the record that has it stays as it is. */
static void an_id_twice(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	struct case_id id = case_receive(scene, opened, "A", "note=");

	scene->ids--;
	scene->force = true;
	case_receive(scene, opened, "B", "note=");
	assert_string_equal(scene->id, id.text);
	assert_int_equal(scene->added.fault, WIPECERT_FAULT_SAME_ID);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_SAME_ID), 1);
	assert_int_equal(wipecert_case_item_count(opened), 1);
	wipecert_case_free(opened);
}

/* A record that is void does not hide the item whose id it took. */
static void an_id_that_was_taken(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	struct case_id id;

	scene->force = true;
	id = case_kept(case_scene_add(scene, opened, ENGINEER,
				      "99999999-0000-4000-8000-000000000000",
				      case_scene_act(WIPECERT_RETURN, NULL)));
	scene->force = false;
	scene->ids--;
	case_receive(scene, opened, "A", "note=");
	assert_string_equal(scene->id, id.text);
	case_give_back(scene, opened, id.text);
	assert_int_equal(case_scene_item(opened, id.text).lacks, 0);
	wipecert_case_free(opened);
}

static void a_clock_that_went_back(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);

	case_receive(scene, opened, "A", "note=");
	scene->now_s -= 3600;
	case_receive(scene, opened, "B", "note=");
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_BACKDATED), 1);
	assert_int_equal(wipecert_case_item_count(opened), 2);
	wipecert_case_free(opened);
}

static int stop(void *arg, size_t done, size_t count)
{
	(void)done;
	(void)count;
	return *(const int *)arg;
}

/* Stopped while reading, it knows what it knew before; stopped while adding, nothing is added. */
static void stopping(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL), *watched;
	int stops = 0;
	struct wipecert_case_options options = { .time_s = CASE_SCENE_NOW_S + 100 * DAY_S,
						 .progress = stop,
						 .progress_arg = &stops };
	struct case_files before, after;

	case_receive(scene, opened, "A", "note=");
	assert_int_equal(wipecert_case_open(wipecert_case_path(opened), &options, &watched, NULL),
			 0);
	for (size_t i = 0; i < 40; i++) {
		char label[16];

		snprintf(label, sizeof(label), "B%zu", i);
		case_receive(scene, opened, label, "note=");
	}
	stops = 1;
	before = case_files_of(wipecert_case_path(opened));
	scene->lenient = true;
	case_receive(scene, watched, "Z", "note=");
	after = case_files_of(wipecert_case_path(opened));
	if (scene->rc == WIPE_E_INTERRUPTED) {
		assert_int_equal(before.count, after.count);
		assert_int_equal(wipecert_case_item_count(watched), 1);
		assert_int_equal(case_scene_fault(watched, "00000002-0000-4000-8000-000000000000"),
				 WIPECERT_FAULT_NONE);
	} else {
		assert_int_equal(before.count + 1, after.count);
	}
	case_files_clear(&before);
	case_files_clear(&after);
	wipecert_case_free(watched);
	wipecert_case_free(opened);
}

static void attachments_from_files(void **state)
{
	static const struct {
		const char *name, *suffix;
	} names[] = {
		{ "a.txt", "txt" },	   { "a.tar.gz", "gz" }, { "a", "" },	    { "a.TXT", "" },
		{ "a.toolongsuffix", "" }, { "a.b c", "" },	 { ".txt", "txt" },
	};
	struct case_scene *scene = *state;
	struct wipecert_attachment attachment;

	for (size_t i = 0; i < COUNT(names); i++) {
		const char *path = case_scene_path(scene, names[i].name);

		write_file(path, "text", 4, 0644);
		assert_int_equal(wipecert_attachment_load(path, &attachment, NULL), 0);
		assert_string_equal(attachment.suffix, names[i].suffix);
		assert_int_equal(attachment.length, 4);
		wipecert_attachment_clear(&attachment);
	}
	write_file(case_scene_path(scene, "empty"), "", 0, 0644);
	assert_int_equal(wipecert_attachment_load(case_scene_path(scene, "empty"), &attachment,
						  NULL),
			 WIPE_E_FORMAT);
	assert_int_equal(mkfifo(case_scene_path(scene, "fifo"), 0644), 0);
	assert_true(wipecert_attachment_load(case_scene_path(scene, "fifo"), &attachment, NULL) <
		    0);
	assert_true(wipecert_attachment_load(scene->folder, &attachment, NULL) < 0);
	assert_int_equal(wipecert_attachment_load(case_scene_path(scene, "none"), &attachment,
						  NULL),
			 WIPE_E_NOTFOUND);
	assert_int_equal(wipecert_attachment_make("", 0, "", &attachment, NULL), WIPE_E_FORMAT);
	assert_null(attachment.bytes);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, case_scene_setup, case_scene_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_new_folder_and_an_empty_one),
		TEST(what_is_there_stays),
		TEST(trust_that_is_none),
		TEST(what_the_first_record_may_not_say),
		TEST(numbers_and_predecessors),
		TEST(two_at_one_folder),
		TEST(an_id_twice),
		TEST(an_id_that_was_taken),
		TEST(a_clock_that_went_back),
		TEST(stopping),
		TEST(attachments_from_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
