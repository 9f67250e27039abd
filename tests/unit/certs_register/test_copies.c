/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of a case that go on by themselves, and come together again. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wipecert/save.h>

#include "case_steps.h"
#include "support.h"
#include "unit.h"

struct copies {
	struct wipecert_case *a, *b;
	uint8_t init[32];
};

static struct copies begin(struct case_scene *scene, const char *word)
{
	struct copies copies = { .a = case_scene_begin(scene, "a", word, NULL) };

	wipecert_case_init_sha256(copies.a, copies.init);
	case_scene_copy(scene, "a", "b");
	copies.b = case_scene_open(scene, "b", copies.init);
	return copies;
}

static void end(struct copies *copies)
{
	wipecert_case_free(copies->a);
	wipecert_case_free(copies->b);
}

static struct wipecert_case_import import(const struct case_scene *scene,
					  struct wipecert_case *into, const char *name)
{
	struct wipecert_case_import counts;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (wipecert_case_import(into, case_scene_path(scene, name), NULL, NULL, &counts, &err))
		fail_msg("%s", err.message);
	return counts;
}

/* Every item of one is in the other, in the same state. */
static void assert_same_state(const struct wipecert_case *a, const struct wipecert_case *b)
{
	assert_int_equal(wipecert_case_item_count(a), wipecert_case_item_count(b));
	for (size_t i = 0; i < wipecert_case_item_count(a); i++) {
		struct wipecert_item item, other;

		wipecert_case_item(a, i, &item);
		wipecert_case_item(b, i, &other);
		assert_string_equal(item.id, other.id);
		assert_int_equal(item.lacks, other.lacks);
		assert_int_equal(item.outcome, other.outcome);
		assert_int_equal(item.incident_count, other.incident_count);
	}
}

static void no_order_of_merging_is_another(void **state)
{
	struct case_scene *scene = *state;
	struct copies copies = begin(scene, "note=");
	struct case_id data = case_receive(scene, copies.a, "A", "note="), same;

	import(scene, copies.b, "a");
	/* Both go on: the same label, the same item, other items. */
	case_receive(scene, copies.a, "SAME", "note=");
	case_scene_add(scene, copies.a, ENGINEER, data.text, case_scene_act(WIPECERT_RETURN, NULL));
	same = case_kept(
		case_scene_add(scene, copies.b, ENGINEER_2, NULL,
			       case_scene_act(WIPECERT_RECEIVE, "thing/label=SAME", NULL)));
	case_scene_add(scene, copies.b, ENGINEER_2, data.text,
		       case_scene_act(WIPECERT_DISPOSE, NULL));
	case_permit(scene, copies.b, "D", "S");

	case_scene_copy(scene, "a", "old");
	assert_int_equal(import(scene, copies.a, "b").added, 3);
	assert_int_equal(case_scene_findings(copies.a, WIPECERT_CASE_HEADS), 1);
	case_scene_merge(scene, copies.a, MANAGER);
	assert_int_equal(case_scene_findings(copies.a, WIPECERT_CASE_HEADS), 0);
	assert_int_equal(import(scene, copies.b, "old").added, 2);
	case_scene_merge(scene, copies.b, OFFICER);
	assert_same_state(copies.a, copies.b);
	/* Both are items, and one is told to have the other's label: the same one for everybody. */
	assert_int_equal(case_scene_findings(copies.a, WIPECERT_CASE_VOID), 0);
	assert_int_equal(case_scene_findings(copies.a, WIPECERT_CASE_NAMESAKE), 1);
	assert_int_equal(wipecert_case_item_count(copies.a), 4);
	assert_true(case_scene_item(copies.a, same.text).label_is_shared);
	assert_int_equal(case_scene_fault(copies.a, same.text),
			 case_scene_fault(copies.b, same.text));
	/* Both merges are kept when they meet. */
	import(scene, copies.a, "b");
	case_scene_merge(scene, copies.a, MANAGER);
	import(scene, copies.b, "a");
	assert_same_state(copies.a, copies.b);
	assert_int_equal(wipecert_case_record_count(copies.a),
			 wipecert_case_record_count(copies.b));
	assert_int_equal(case_scene_findings(copies.a, WIPECERT_CASE_FORK), 0);
	end(&copies);
}

static void a_key_in_two_copies(void **state)
{
	struct case_scene *scene = *state;
	struct copies copies = begin(scene, "note=");

	case_receive(scene, copies.a, "A", "note=");
	case_receive(scene, copies.b, "B", "note=");
	import(scene, copies.a, "b");
	assert_int_equal(case_scene_findings(copies.a, WIPECERT_CASE_FORK), 1);
	assert_int_equal(case_scene_findings(copies.a, WIPECERT_CASE_FORK_MERGED), 0);
	assert_int_equal(wipecert_case_item_count(copies.a), 2);
	case_scene_merge(scene, copies.a, MANAGER);
	assert_int_equal(case_scene_findings(copies.a, WIPECERT_CASE_FORK), 0);
	assert_int_equal(case_scene_findings(copies.a, WIPECERT_CASE_FORK_MERGED), 1);
	assert_int_equal(wipecert_case_item_count(copies.a), 2);
	/* What somebody drops there beside does not hide a fork. */
	write_file(case_scene_path(scene, "a/records/note.txt"), "x", 1, 0644);
	assert_int_equal(wipecert_case_refresh(copies.a, NULL), 0);
	assert_int_equal(case_scene_findings(copies.a, WIPECERT_CASE_FORK_MERGED), 1);
	assert_int_equal(case_scene_findings(copies.a, WIPECERT_CASE_FOREIGN), 1);
	end(&copies);
}

static void a_challenge_that_was_drawn_elsewhere(void **state)
{
	struct case_scene *scene = *state;
	struct copies copies = begin(scene, "policy/challenge=required");
	struct case_id device = case_permit(scene, copies.a, "D", "S"), drawn, erased;
	struct case_work work = { .serial = "S" };

	import(scene, copies.b, "a");
	/* The officer draws in her copy; the engineer, who has not heard of it, is told the bytes. */
	drawn = case_kept(case_scene_add(scene, copies.b, OFFICER, device.text,
					 case_scene_act(WIPECERT_CHALLENGE, NULL)));
	case_receive(scene, copies.a, "A", "note=");
	case_receive(scene, copies.a, "B", "note=");
	import(scene, copies.a, "b");
	case_scene_merge(scene, copies.a, MANAGER);
	work.challenge = drawn.text;
	case_scene_work(scene, copies.a, ENGINEER, device.text, &work);
	work.type = WIPECERT_ERASURE;
	erased = case_kept(case_scene_work(scene, copies.a, ENGINEER, device.text, &work));
	assert_int_equal(case_scene_fault(copies.a, erased.text), WIPECERT_FAULT_NONE);
	import(scene, copies.b, "a");
	assert_same_state(copies.a, copies.b);
	end(&copies);
}

static const char *outside(struct case_scene *scene, const struct wipecert_case *opened,
			   const char *about, enum wipecert_decision decision)
{
	const char *path = case_scene_path(scene, "answer.p7m");
	unsigned char *der;
	size_t length;

	der = case_scene_answer_outside(scene, opened, OFFICER, about, decision, &length);
	unlink(path);
	write_file(path, der, length, 0644);
	free(der);
	return scene->id;
}

/* It counts once a merge says when it came, and does not reach back. */
static void an_answer_from_outside(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "a", NULL);
	struct case_id data = case_receive(scene, opened, "A", "note="), said, answer;

	said = case_kept(case_scene_add(scene, opened, ENGINEER, data.text,
					case_scene_act(WIPECERT_RETURN, NULL)));
	answer = case_kept(outside(scene, opened, said.text, WIPECERT_ACCEPTED));
	assert_int_equal(import(scene, opened, "answer.p7m").added, 1);
	assert_int_equal(case_scene_fault(opened, answer.text), WIPECERT_FAULT_ORDER);
	assert_int_equal(case_scene_item(opened, data.text).lacks, WIPECERT_LACK_CONFIRMATION);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_HEADS), 1);
	case_scene_merge(scene, opened, ENGINEER);
	assert_int_equal(case_scene_fault(opened, answer.text), WIPECERT_FAULT_NONE);
	assert_int_equal(case_scene_item(opened, data.text).lacks, 0);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_HEADS), 0);
	/* Known by now. */
	assert_int_equal(import(scene, opened, "answer.p7m").known, 1);
	wipecert_case_free(opened);
}

static void what_is_refused(void **state)
{
	struct case_scene *scene = *state;
	struct copies copies = begin(scene, "note=");
	struct wipecert_case *other = case_scene_begin(scene, "other", NULL);
	struct case_files before = case_files_of(case_scene_path(scene, "a")), after;
	char *deep = malloc(1 << 20);
	unsigned char *bytes;
	struct wipecert_case_import counts;
	size_t length;
	char path[256];

	case_receive(scene, other, "A", "note=");
	counts = import(scene, copies.a, "other");
	assert_int_equal(counts.added, 0);
	assert_int_equal(counts.refused, 2);
	/* No record at all, a spoilt one, one that nobody signed, one that nobody trusts. */
	assert_non_null(deep);
	memset(deep, '[', 1 << 20);
	write_file(case_scene_path(scene, "x.json"), deep, 1 << 20, 0644);
	free(deep);
	write_file(case_scene_path(scene, "x.p7m"), "x", 1, 0644);
	snprintf(path, sizeof(path), "other/records/%s", scene->added.file);
	assert_int_equal(
		wipecert_load(case_scene_path(scene, path), 1 << 20, &bytes, &length, NULL), 0);
	bytes[length / 2] ^= 1;
	write_file(case_scene_path(scene, "spoilt.p7m"), bytes, length, 0644);
	free(bytes);
	counts = import(scene, copies.a, "spoilt.p7m");
	assert_int_equal(counts.refused, 1);
	assert_int_equal(import(scene, copies.a, "x.p7m").refused, 1);
	assert_int_equal(import(scene, copies.a, "x.json").refused, 1);
	assert_int_equal(import(scene, copies.a, "nowhere.p7m").refused, 1);
	after = case_files_of(case_scene_path(scene, "a"));
	assert_true(before.count == after.count && case_files_grew(&before, &after));
	case_files_clear(&before);
	case_files_clear(&after);
	wipecert_case_free(other);
	end(&copies);
}

/* An unsigned record of the case has no effect; it does not come in. */
static void what_nobody_signed(void **state)
{
	struct case_scene *scene = *state;
	struct copies copies = begin(scene, "note=");
	struct wipecert_result result;
	const char *json;
	size_t length;

	case_receive(scene, copies.b, "A", "note=");
	assert_int_equal(wipecert_case_load_record(copies.b, 1, &result, NULL), 0);
	json = wipecert_record_json(result.record, &length);
	write_file(case_scene_path(scene, "bare.json"), json, length, 0644);
	assert_int_equal(import(scene, copies.a, "bare.json").refused, 1);
	/* Put there by hand it is told, followed by nothing, and no head that anybody holds. */
	write_file(case_scene_path(scene, "a/records/bare.json"), json, length, 0644);
	assert_int_equal(wipecert_case_refresh(copies.a, NULL), 0);
	assert_int_equal(case_scene_findings(copies.a, WIPECERT_CASE_UNDECIDED), 1);
	assert_int_equal(case_scene_findings(copies.a, WIPECERT_CASE_NAME), 1);
	assert_int_equal(wipecert_case_item_count(copies.a), 0);
	assert_int_equal(wipecert_case_hold_against(copies.a, result.link.econtent_sha256, 0, NULL),
			 0);
	assert_int_equal(case_scene_findings(copies.a, WIPECERT_CASE_HEAD_MISSING), 1);
	case_receive(scene, copies.a, "B", "note=");
	assert_int_equal(scene->added.number, 2);
	wipecert_result_clear(&result);
	end(&copies);
}

static void told(void *arg, const char *path, const char *why)
{
	assert_true(*path && *why);
	++*(size_t *)arg;
}

static void attachments_come_along(void **state)
{
	static const char hex[] =
		"0000000000000000000000000000000000000000000000000000000000000000";
	struct case_scene *scene = *state;
	struct copies copies = begin(scene, "note=");
	struct wipecert_attachment attachment;
	struct wipecert_case_import counts;
	char path[512], name[128];
	size_t refused = 0;

	assert_int_equal(wipecert_attachment_make("text", 4, "txt", &attachment, NULL), 0);
	snprintf(path, sizeof(path), "%s/attachments", case_scene_path(scene, "b"));
	assert_int_equal(mkdir(path, 0755), 0);
	for (size_t i = 0; i < 32; i++)
		snprintf(name + 2 * i, 3, "%02x", attachment.sha256[i]);
	snprintf(path, sizeof(path), "b/attachments/%s.txt", name);
	write_file(case_scene_path(scene, path), "text", 4, 0644);
	snprintf(path, sizeof(path), "b/attachments/%s.txt", hex);
	write_file(case_scene_path(scene, path), "text", 4, 0644);
	write_file(case_scene_path(scene, "b/attachments/none"), "text", 4, 0644);
	assert_int_equal(wipecert_case_import(copies.a, case_scene_path(scene, "b"), told, &refused,
					      &counts, NULL),
			 0);
	assert_int_equal(counts.refused, 2);
	assert_int_equal(refused, 2);
	assert_true(wipecert_case_attachment(copies.a, attachment.sha256, path, sizeof(path)));
	assert_false(wipecert_case_attachment(copies.a, attachment.sha256, path, 10));
	wipecert_attachment_clear(&attachment);
	end(&copies);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, case_scene_setup, case_scene_teardown)
	const struct CMUnitTest tests[] = {
		TEST(no_order_of_merging_is_another),
		TEST(a_key_in_two_copies),
		TEST(a_challenge_that_was_drawn_elsewhere),
		TEST(an_answer_from_outside),
		TEST(what_is_refused),
		TEST(what_nobody_signed),
		TEST(attachments_come_along),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
