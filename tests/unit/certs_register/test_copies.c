/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of a case that go on by themselves, and come together again. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
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

/* "folder/attachments/HASH.txt" */
static const char *attachment_path(const struct case_scene *scene, const char *folder,
				   const uint8_t sha256[32])
{
	char path[128];
	int length = snprintf(path, sizeof(path), "%s/attachments/", folder);

	for (size_t i = 0; i < 32; i++)
		length += snprintf(path + length, sizeof(path) - (size_t)length, "%02x", sha256[i]);
	snprintf(path + length, sizeof(path) - (size_t)length, ".txt");
	return case_scene_path(scene, path);
}

/* A receipt with a file, which is said to be personal or not. */
static void receive_with(struct case_scene *scene, struct wipecert_case *opened, const char *folder,
			 const char *text, const char *personal, uint8_t sha256[32])
{
	struct wipecert_act *act = case_scene_act(WIPECERT_RECEIVE, personal,
						  "attachments/0/suffix=txt",
						  "attachments/0/what=document", NULL);
	struct wipecert_attachment attachment;
	char label[32], path[128];

	assert_int_equal(wipecert_attachment_make(text, strlen(text), "txt", &attachment, NULL), 0);
	memcpy(sha256, attachment.sha256, 32);
	assert_int_equal(wipecert_act_hex(act, "attachments/0/sha256", sha256, 32, NULL), 0);
	assert_int_equal(wipecert_act_bytes(act, "attachments/0/bytes", attachment.length, NULL),
			 0);
	snprintf(label, sizeof(label), "thing/label=%s", text);
	case_scene_say(act, label);
	snprintf(path, sizeof(path), "%s/attachments", folder);
	mkdir(case_scene_path(scene, path), 0755);
	write_file(attachment_path(scene, folder, sha256), text, strlen(text), 0644);
	wipecert_attachment_clear(&attachment);
	case_scene_add(scene, opened, ENGINEER_2, NULL, act);
}

static void attachments_come_along(void **state)
{
	struct case_scene *scene = *state;
	struct copies copies = begin(scene, "note=");
	struct wipecert_case_import counts;
	uint8_t plain[32], personal[32], none[32] = { 0 };
	char path[512];
	size_t refused = 0;

	receive_with(scene, copies.b, "b", "plain", "attachments/0/personal?false", plain);
	receive_with(scene, copies.b, "b", "personal", "attachments/0/personal?true", personal);
	/* What no record names stays there, whatever it is called. */
	write_file(attachment_path(scene, "b", none), "text", 4, 0644);
	write_file(case_scene_path(scene, "b/attachments/Thumbs.db"), "text", 4, 0644);
	assert_int_equal(unlink(attachment_path(scene, "b", personal)), 0);
	assert_int_equal(wipecert_case_import(copies.a, case_scene_path(scene, "b"), told, &refused,
					      &counts, NULL),
			 0);
	assert_int_equal(counts.added, 2);
	assert_int_equal(refused, 0);
	assert_true(wipecert_case_attachment(copies.a, plain, path, sizeof(path)));
	assert_false(wipecert_case_attachment(copies.a, plain, path, 10));
	assert_false(wipecert_case_attachment(copies.a, none, path, sizeof(path)));
	/* What was left out comes later. */
	write_file(attachment_path(scene, "b", personal), "personal", 8, 0644);
	assert_int_equal(import(scene, copies.a, "b").known, 3);
	assert_true(wipecert_case_attachment(copies.a, personal, path, sizeof(path)));
	assert_int_equal(wipecert_case_check_attachments(copies.a, NULL), 0);
	assert_int_equal(wipecert_case_finding_count(copies.a), 0);
	end(&copies);
}

/* A record without its file does not come in, nor what follows it; with it all of them do. */
static void attachments_that_do_not_come(void **state)
{
	struct case_scene *scene = *state;
	struct copies copies = begin(scene, "note=");
	uint8_t sha256[32];
	char path[512];

	receive_with(scene, copies.b, "b", "plain", "attachments/0/personal?false", sha256);
	case_receive(scene, copies.b, "B", "note=");
	assert_int_equal(unlink(attachment_path(scene, "b", sha256)), 0);
	assert_int_equal(import(scene, copies.a, "b").refused, 2);
	write_file(attachment_path(scene, "b", sha256), "other", 5, 0644);
	assert_int_equal(import(scene, copies.a, "b").refused, 2);
	assert_int_equal(wipecert_case_record_count(copies.a), 1);
	assert_false(wipecert_case_attachment(copies.a, sha256, path, sizeof(path)));
	assert_int_equal(unlink(attachment_path(scene, "b", sha256)), 0);
	write_file(attachment_path(scene, "b", sha256), "plain", 5, 0644);
	assert_int_equal(import(scene, copies.a, "b").added, 2);
	/* Damaged here: told, and the rest goes on. */
	assert_int_equal(unlink(attachment_path(scene, "a", sha256)), 0);
	write_file(attachment_path(scene, "a", sha256), "other", 5, 0644);
	case_receive(scene, copies.b, "C", "note=");
	assert_int_equal(import(scene, copies.a, "b").refused, 1);
	assert_int_equal(wipecert_case_record_count(copies.a), 4);
	end(&copies);
}

/* No folder, but something stands in its place: that is no case from which something was left out. */
static void attachments_in_a_file(void **state)
{
	struct case_scene *scene = *state;
	struct copies copies = begin(scene, "note=");
	uint8_t sha256[32];

	receive_with(scene, copies.b, "b", "personal", "attachments/0/personal?true", sha256);
	assert_int_equal(unlink(attachment_path(scene, "b", sha256)), 0);
	assert_int_equal(rmdir(case_scene_path(scene, "b/attachments")), 0);
	write_file(case_scene_path(scene, "b/attachments"), "x", 1, 0644);
	assert_int_equal(wipecert_case_check_attachments(copies.b, NULL), 0);
	assert_int_equal(case_scene_findings(copies.b, WIPECERT_CASE_ATTACHMENT_ALTERED), 1);
	end(&copies);
}

/* Each record after what it follows, whatever is in the way; and no second one of an id. */
static void what_is_not_whole(void **state)
{
	struct case_scene *scene = *state;
	struct copies copies = begin(scene, "note=");
	char path[256];
	uint32_t ids;

	case_receive(scene, copies.b, "A", "note=");
	snprintf(path, sizeof(path), "b/records/%s", scene->added.file);
	case_receive(scene, copies.b, "B", "note=");
	case_receive(scene, copies.b, "C", "note=");
	assert_int_equal(rename(case_scene_path(scene, path), case_scene_path(scene, "away.p7m")),
			 0);
	assert_int_equal(import(scene, copies.a, "b").refused, 2);
	assert_int_equal(wipecert_case_finding_count(copies.a), 0);
	assert_int_equal(import(scene, copies.a, "away.p7m").added, 1);
	assert_int_equal(import(scene, copies.a, "b").added, 2);
	assert_int_equal(wipecert_case_finding_count(copies.a), 0);
	/* The same id in both copies. */
	ids = scene->ids;
	case_receive(scene, copies.a, "D", "note=");
	scene->ids = ids;
	case_receive(scene, copies.b, "E", "note=");
	assert_int_equal(import(scene, copies.a, "b").refused, 1);
	assert_int_equal(case_scene_findings(copies.a, WIPECERT_CASE_SAME_ID), 0);
	end(&copies);
}

/* Killed wherever it was: the case is whole, and the next one brings the rest. */
static void killed_while_importing(void **state)
{
	struct case_scene *scene = *state;
	struct copies copies = begin(scene, "note=");
	const size_t records = 12, kills = 30 / test_step(3);
	struct wipecert_case_import counts = { 0 };
	uint8_t sha256[32];

	for (size_t i = 0; i < records; i++) {
		char text[16];

		snprintf(text, sizeof(text), "T%zu", i);
		receive_with(scene, copies.b, "b", text, "attachments/0/personal?false", sha256);
	}
	for (size_t i = 0; i < kills; i++) {
		struct timespec wait = { .tv_nsec = (long)(i * 397 % 20000) * 1000 };
		struct wipecert_case *looked;
		int status;
		pid_t child = fork();

		assert_true(child >= 0);
		if (!child) {
			wipecert_case_import(copies.a, case_scene_path(scene, "b"), NULL, NULL,
					     &counts, NULL);
			_exit(0);
		}
		nanosleep(&wait, NULL);
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		looked = case_scene_open(scene, "a", copies.init);
		assert_int_equal(wipecert_case_check_attachments(looked, NULL), 0);
		assert_int_equal(wipecert_case_finding_count(looked), 0);
		wipecert_case_free(looked);
	}
	import(scene, copies.a, "b");
	assert_int_equal(wipecert_case_record_count(copies.a), 1 + records);
	assert_int_equal(wipecert_case_check_attachments(copies.a, NULL), 0);
	assert_int_equal(wipecert_case_finding_count(copies.a), 0);
	end(&copies);
}

/* An officer's answer that is there in two files is one answer. */
static void an_answer_in_two_files(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "a", NULL);
	struct case_id data = case_receive(scene, opened, "A", "note="), said;
	unsigned char *bytes;
	size_t length;

	said = case_kept(case_scene_add(scene, opened, ENGINEER, data.text,
					case_scene_act(WIPECERT_RETURN, NULL)));
	outside(scene, opened, said.text, WIPECERT_ACCEPTED);
	import(scene, opened, "answer.p7m");
	case_scene_merge(scene, opened, ENGINEER);
	assert_int_equal(wipecert_load(case_scene_path(scene, "answer.p7m"), 1 << 20, &bytes,
				       &length, NULL),
			 0);
	write_file(case_scene_path(scene, "a/records/again.p7m"), bytes, length, 0644);
	free(bytes);
	assert_int_equal(wipecert_case_refresh(opened, NULL), 0);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_SAME_ID), 0);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_NAME), 1);
	assert_int_equal(case_scene_item(opened, data.text).lacks, 0);
	wipecert_case_free(opened);
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
		TEST(attachments_that_do_not_come),
		TEST(attachments_in_a_file),
		TEST(what_is_not_whole),
		TEST(killed_while_importing),
		TEST(an_answer_in_two_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
