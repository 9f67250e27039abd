/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A finished case, and everything that somebody with its folder might do to it. Nothing
 * goes unnoticed but that the newest record is gone, unless another party holds its hash.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wipecert/save.h>

#include "case_steps.h"
#include "support.h"
#include "unit.h"

#define SPOILT_SOONEST 40

struct finished {
	uint8_t init[32];
	struct case_files files;
	uint8_t head[32];
	uint64_t number;
	char attachment[CASE_SCENE_PATH_BYTES];
};

static void add_with_document(struct case_scene *scene, struct wipecert_case *opened)
{
	struct wipecert_act *act =
		case_scene_act(WIPECERT_RECEIVE, "thing/label=DOC", "attachments/0/what=document",
			       "attachments/0/suffix=txt", "attachments/0/personal?false", NULL);
	struct wipecert_attachment attachment;
	struct wipecert_meta meta = { .issued_at_s = scene->now_s += 60,
				      .tool_name = "t",
				      .tool_version = "0",
				      .time_zone = "Asia/Tokyo" };
	struct wipecert_case_addition addition = { .build = wipecert_case_build_act,
						   .build_arg = act,
						   .signer = scene->signers[ENGINEER],
						   .attachments = &attachment,
						   .attachment_count = 1,
						   .meta = &meta };

	snprintf(meta.id, sizeof(meta.id), "%08x-0000-4000-8000-000000000000", ++scene->ids);
	assert_int_equal(wipecert_attachment_make("text", 4, "txt", &attachment, NULL), 0);
	assert_int_equal(wipecert_act_hex(act, "attachments/0/sha256", attachment.sha256, 32, NULL),
			 0);
	assert_int_equal(wipecert_act_bytes(act, "attachments/0/bytes", 4, NULL), 0);
	assert_int_equal(wipecert_case_add(opened, &addition, &scene->added, &scene->error), 0);
	wipecert_attachment_clear(&attachment);
	wipecert_act_free(act);
	case_give_back(scene, opened, meta.id);
}

/* Something of everything, and closed. */
static struct finished finish(struct case_scene *scene)
{
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	struct case_id device = case_permit(scene, opened, "D", "S"), erased, left;
	struct finished finished;
	struct wipecert_case_summary summary;

	add_with_document(scene, opened);
	erased = case_kept(case_scene_erase(scene, opened, device.text, "S"));
	case_confirm(scene, opened, erased.text);
	left = case_kept(case_scene_add(scene, opened, ENGINEER, device.text,
					case_scene_act(WIPECERT_EXIT_CHECK, NULL)));
	case_confirm(scene, opened, left.text);
	case_scene_add(scene, opened, MANAGER, NULL, case_scene_closing(opened));
	wipecert_case_summarize(opened, &summary);
	assert_true(summary.is_closed);
	assert_int_equal(wipecert_case_finding_count(opened), 0);
	assert_int_equal(wipecert_case_check_attachments(opened, NULL), 0);
	assert_int_equal(wipecert_case_finding_count(opened), 0);
	assert_int_equal(summary.head_count, 1);
	memcpy(finished.head, summary.heads[0].econtent_sha256, 32);
	finished.number = summary.number;
	wipecert_case_init_sha256(opened, finished.init);
	finished.files = case_files_of(wipecert_case_path(opened));
	for (size_t i = 0; i < finished.files.count; i++)
		if (strncmp(finished.files.files[i].name, "attachments/", 12) == 0)
			snprintf(finished.attachment, sizeof(finished.attachment), "%s",
				 finished.files.files[i].name);
	wipecert_case_free(opened);
	return finished;
}

/* NULL: it could not be opened at all. */
static struct wipecert_case *look(struct case_scene *scene, const struct finished *finished)
{
	struct wipecert_case_options options = { .init_sha256 = finished->init,
						 .time_s = CASE_SCENE_NOW_S + 100 * DAY_S };
	struct wipecert_case *opened;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (wipecert_case_open(case_scene_path(scene, "case"), &options, &opened, &err)) {
		assert_true(err.code == WIPE_E_FORMAT || err.code == WIPE_E_SYSTEM ||
			    err.code == WIPE_E_NOTFOUND);
		return NULL;
	}
	assert_int_equal(wipecert_case_check_attachments(opened, NULL), 0);
	return opened;
}

/* 0: nothing is wrong; 1 and 8 as of the worst finding. */
static int worst(const struct wipecert_case *opened)
{
	int code = 0;

	for (size_t i = 0; i < wipecert_case_finding_count(opened); i++) {
		struct wipecert_case_finding finding;
		int one;

		wipecert_case_finding(opened, i, &finding);
		one = wipecert_case_problem_exit(finding.problem);
		code = one == 1 || code == 0 ? one : code;
	}
	return code;
}

static const char *in_case(const struct case_scene *scene, const char *name)
{
	char path[2 * CASE_SCENE_PATH_BYTES];

	snprintf(path, sizeof(path), "case/%.500s", name);
	return case_scene_path(scene, path);
}

static bool is_record(const char *name)
{
	return strncmp(name, "records/", 8) == 0;
}

static bool is_newest(const struct finished *finished, const char *name)
{
	return is_record(name) && strtoull(name + 8, NULL, 10) == finished->number;
}

static void expect(struct case_scene *scene, const struct finished *finished, const char *name,
		   enum wipecert_case_problem problem)
{
	struct wipecert_case *opened = look(scene, finished);

	if (!opened || !case_scene_findings(opened, problem))
		fail_msg("%s: no %s", name, wipecert_case_problem_name(problem));
	assert_int_equal(worst(opened), wipecert_case_problem_exit(problem) == 8 ? 8 : 1);
	wipecert_case_free(opened);
}

static void spoilt_bytes(void **state)
{
	struct case_scene *scene = *state;
	struct finished finished = finish(scene);

	for (size_t i = 0; i < finished.files.count; i++) {
		const char *name = finished.files.files[i].name;
		char path[2 * CASE_SCENE_PATH_BYTES];
		unsigned char *bytes;
		size_t length, step;

		snprintf(path, sizeof(path), "%s", in_case(scene, name));
		assert_int_equal(wipecert_load(path, 1 << 20, &bytes, &length, NULL), 0);
		step = length / (SPOILT_SOONEST / test_step(10)) + 1;
		for (size_t at = i % step; at < length; at += step) {
			struct wipecert_case *opened;

			bytes[at] ^= 0x20;
			write_file(path, bytes, length, 0644);
			bytes[at] ^= 0x20;
			opened = look(scene, &finished);
			if (opened && worst(opened) != 1)
				fail_msg("%s: byte %zu goes unnoticed", name, at);
			if (opened && is_record(name) &&
			    !case_scene_findings(opened, WIPECERT_CASE_INVALID))
				fail_msg("%s: byte %zu: not invalid", name, at);
			if (!is_record(name) && strncmp(name, "trust", 5) == 0)
				assert_true(
					!opened ||
					case_scene_findings(opened, WIPECERT_CASE_TRUST_ALTERED));
			wipecert_case_free(opened);
		}
		write_file(path, bytes, length, 0644);
		free(bytes);
	}
	case_files_clear(&finished.files);
}

static void records_that_are_gone(void **state)
{
	struct case_scene *scene = *state;
	struct finished finished = finish(scene);
	char away[CASE_SCENE_PATH_BYTES];

	snprintf(away, sizeof(away), "%s", case_scene_path(scene, "away"));
	for (size_t i = 0; i < finished.files.count; i++) {
		const char *name = finished.files.files[i].name;
		struct wipecert_case *opened;
		char path[2 * CASE_SCENE_PATH_BYTES];

		if (!is_record(name))
			continue;
		snprintf(path, sizeof(path), "%s", in_case(scene, name));
		assert_int_equal(rename(path, away), 0);
		opened = look(scene, &finished);
		if (strstr(name, "-init-")) {
			assert_null(opened);
		} else if (is_newest(&finished, name)) {
			/* Nobody can tell, unless somebody holds it. */
			assert_int_equal(wipecert_case_finding_count(opened), 0);
			assert_int_equal(wipecert_case_hold_against(opened, finished.head,
								    finished.number, NULL),
					 0);
			assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_HEAD_MISSING),
					 1);
		} else {
			assert_true(case_scene_findings(opened, WIPECERT_CASE_MISSING) > 0);
			assert_int_equal(worst(opened), 1);
		}
		wipecert_case_free(opened);
		assert_int_equal(rename(away, path), 0);
	}
	/* All is there again, and the head is known: with its number, and with no other. */
	{
		struct wipecert_case *opened = look(scene, &finished);

		assert_int_equal(wipecert_case_hold_against(opened, finished.head, 0, NULL), 0);
		assert_int_equal(wipecert_case_hold_against(opened, finished.head, finished.number,
							    NULL),
				 0);
		assert_int_equal(wipecert_case_finding_count(opened), 0);
		assert_int_equal(wipecert_case_hold_against(opened, finished.head,
							    finished.number + 1, NULL),
				 0);
		assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_HEAD_MISSING), 1);
		wipecert_case_free(opened);
	}
	case_files_clear(&finished.files);
}

static void swapped_and_doubled(void **state)
{
	struct case_scene *scene = *state;
	struct finished finished = finish(scene);
	const char *first = NULL;
	char away[CASE_SCENE_PATH_BYTES];

	snprintf(away, sizeof(away), "%s", case_scene_path(scene, "away"));
	for (size_t i = 0; i < finished.files.count; i++) {
		const char *name = finished.files.files[i].name;
		char copy[2 * CASE_SCENE_PATH_BYTES];
		struct wipecert_case *opened;

		if (!is_record(name))
			continue;
		/* Under another name that a record could have, and one that none has. */
		for (int k = 0; k < 2; k++) {
			snprintf(copy, sizeof(copy), "records/%s%.300s", k ? "x-" : "9", name + 8);
			assert_int_equal(link(in_case(scene, name), in_case(scene, copy)), 0);
			expect(scene, &finished, copy, WIPECERT_CASE_NAME);
			opened = look(scene, &finished);
			assert_int_equal(wipecert_case_finding_count(opened), 1);
			assert_int_equal(wipecert_case_record_count(opened), finished.number);
			wipecert_case_free(opened);
			assert_int_equal(unlink(in_case(scene, copy)), 0);
		}
		assert_int_equal(rename(in_case(scene, name), in_case(scene, copy)), 0);
		expect(scene, &finished, copy, WIPECERT_CASE_NAME);
		assert_int_equal(rename(in_case(scene, copy), in_case(scene, name)), 0);
		if (!first) {
			first = name;
			continue;
		}
		assert_int_equal(rename(in_case(scene, first), away), 0);
		assert_int_equal(rename(in_case(scene, name), in_case(scene, first)), 0);
		assert_int_equal(rename(away, in_case(scene, name)), 0);
		expect(scene, &finished, name, WIPECERT_CASE_NAME);
		assert_int_equal(rename(in_case(scene, name), away), 0);
		assert_int_equal(rename(in_case(scene, first), in_case(scene, name)), 0);
		assert_int_equal(rename(away, in_case(scene, first)), 0);
	}
	case_files_clear(&finished.files);
}

static void the_trust_is_replaced(void **state)
{
	struct case_scene *scene = *state;
	struct finished finished = finish(scene);
	struct wipecert_case *opened;
	unsigned char *bytes;
	size_t length;

	write_file(case_scene_path(scene, "case/trust/engineer/more.txt"), "x", 1, 0644);
	expect(scene, &finished, "a file more", WIPECERT_CASE_TRUST_ALTERED);
	opened = look(scene, &finished);
	/* Nothing is built onto it. */
	scene->lenient = scene->force = true;
	case_scene_add(scene, opened, ENGINEER, NULL, case_scene_act(WIPECERT_INCIDENT, NULL));
	assert_int_equal(scene->rc, WIPE_E_REFUSED);
	wipecert_case_free(opened);
	unlink(case_scene_path(scene, "case/trust/engineer/more.txt"));

	assert_int_equal(wipecert_load(case_scene_path(scene, "case/trust/officer/ca.pem"), 1 << 20,
				       &bytes, &length, NULL),
			 0);
	/* Engineers who are officers from now on. */
	assert_int_equal(unlink(case_scene_path(scene, "case/trust/officer/ca.pem")), 0);
	assert_int_equal(symlink("../engineer/ca.pem",
				 case_scene_path(scene, "case/trust/officer/ca.pem")),
			 0);
	opened = look(scene, &finished);
	assert_true(!opened || case_scene_findings(opened, WIPECERT_CASE_TRUST_ALTERED));
	wipecert_case_free(opened);
	assert_int_equal(unlink(case_scene_path(scene, "case/trust/officer/ca.pem")), 0);
	opened = look(scene, &finished);
	assert_true(!opened || case_scene_findings(opened, WIPECERT_CASE_TRUST_ALTERED));
	wipecert_case_free(opened);
	write_file(case_scene_path(scene, "case/trust/officer/ca.pem"), bytes, length, 0644);
	free(bytes);
	/* Revocation lists come and go. */
	assert_int_equal(mkdir(case_scene_path(scene, "case/trust/crl"), 0755), 0);
	opened = look(scene, &finished);
	assert_int_equal(wipecert_case_finding_count(opened), 0);
	wipecert_case_free(opened);
	case_files_clear(&finished.files);
}

static void attachments(void **state)
{
	struct case_scene *scene = *state;
	struct finished finished = finish(scene);
	char other[CASE_SCENE_PATH_BYTES];

	write_file(in_case(scene, finished.attachment), "tex", 3, 0644);
	expect(scene, &finished, "cut", WIPECERT_CASE_ATTACHMENT_ALTERED);
	write_file(in_case(scene, finished.attachment), "text", 4, 0644);
	/* A second file under the hash, which somebody might open. */
	snprintf(other, sizeof(other), "%.76s.pdf", finished.attachment);
	write_file(in_case(scene, other), "lies", 4, 0644);
	expect(scene, &finished, "beside", WIPECERT_CASE_ATTACHMENT_ALTERED);
	assert_int_equal(unlink(in_case(scene, other)), 0);
	assert_int_equal(unlink(in_case(scene, finished.attachment)), 0);
	expect(scene, &finished, "gone", WIPECERT_CASE_ATTACHMENT_MISSING);
	assert_int_equal(mkdir(in_case(scene, finished.attachment), 0755), 0);
	expect(scene, &finished, "a folder", WIPECERT_CASE_ATTACHMENT_ALTERED);
	case_files_clear(&finished.files);
}

/* Adding what is there already, altered, does not make it good. */
static void an_altered_attachment_is_not_added_again(void **state)
{
	struct case_scene *scene = *state;
	struct finished finished = finish(scene);
	struct wipecert_case *opened = look(scene, &finished);
	struct wipecert_act *act = case_scene_act(WIPECERT_INCIDENT, NULL);
	struct wipecert_attachment attachment;
	struct wipecert_meta meta = { .id = "01234567-89ab-4cde-8f01-23456789abcd",
				      .issued_at_s = scene->now_s + 60,
				      .tool_name = "t",
				      .tool_version = "0",
				      .time_zone = "Asia/Tokyo" };
	struct wipecert_case_addition addition = { .build = wipecert_case_build_act,
						   .build_arg = act,
						   .signer = scene->signers[ENGINEER],
						   .attachments = &attachment,
						   .attachment_count = 1,
						   .meta = &meta };

	assert_int_equal(wipecert_attachment_make("text", 4, "txt", &attachment, NULL), 0);
	write_file(in_case(scene, finished.attachment), "lies", 4, 0644);
	assert_int_equal(wipecert_case_add(opened, &addition, &scene->added, NULL), WIPE_E_REFUSED);
	write_file(in_case(scene, finished.attachment), "text", 4, 0644);
	assert_int_equal(wipecert_case_add(opened, &addition, &scene->added, NULL), 0);
	wipecert_attachment_clear(&attachment);
	wipecert_act_free(act);
	wipecert_case_free(opened);
	case_files_clear(&finished.files);
}

static void what_does_not_belong_there(void **state)
{
	static const char *const names[] = { "Thumbs.db", "notes.txt", "000001-init", ".p7m.bak",
					     "a\nb" };
	struct case_scene *scene = *state;
	struct finished finished = finish(scene);
	struct wipecert_case *opened;
	char path[64];

	for (size_t i = 0; i < COUNT(names); i++) {
		size_t told = names[i][0] == '.' ? 0 : 1;

		snprintf(path, sizeof(path), "records/%s", names[i]);
		write_file(in_case(scene, path), "x", 1, 0644);
		opened = look(scene, &finished);
		assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_FOREIGN), told);
		assert_int_equal(wipecert_case_finding_count(opened), told);
		assert_int_equal(wipecert_case_record_count(opened), finished.number);
		/* Each time it is looked at, once. */
		assert_int_equal(wipecert_case_refresh(opened, NULL), 0);
		assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_FOREIGN), told);
		wipecert_case_free(opened);
		assert_int_equal(unlink(in_case(scene, path)), 0);
	}
	write_file(in_case(scene, "records/000099-return-x.p7m"), "x", 1, 0644);
	expect(scene, &finished, "what looks like one", WIPECERT_CASE_INVALID);
	case_files_clear(&finished.files);
}

static void another_begin(void **state)
{
	struct case_scene *scene = *state;
	struct finished finished = finish(scene);
	struct wipecert_case *other, *opened;
	struct wipecert_case_options options = { .time_s = CASE_SCENE_NOW_S + 100 * DAY_S };
	char from[256], to[256];
	uint8_t pin[32];

	other = case_scene_begin(scene, "other", NULL);
	snprintf(from, sizeof(from), "other/records/000001-init-%s.p7m", scene->id);
	snprintf(to, sizeof(to), "case/records/000001-init-%s.p7m", scene->id);
	assert_int_equal(link(case_scene_path(scene, from), case_scene_path(scene, to)), 0);
	opened = look(scene, &finished);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_VOID), 1);
	assert_int_equal(case_scene_fault(opened, scene->id), WIPECERT_FAULT_SECOND_INIT);
	/* Two that nothing says are one line. */
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_HEADS), 1);
	wipecert_case_free(opened);
	/* Pinned to that one, everything else is of another case. */
	wipecert_case_init_sha256(other, pin);
	wipecert_case_free(other);
	options.init_sha256 = pin;
	assert_int_equal(
		wipecert_case_open(case_scene_path(scene, "case"), &options, &opened, NULL), 0);
	assert_int_equal(wipecert_case_item_count(opened), 0);
	assert_true(case_scene_findings(opened, WIPECERT_CASE_VOID) >= finished.number - 1);
	wipecert_case_free(opened);
	assert_int_equal(unlink(case_scene_path(scene, to)), 0);
	/* A pin that nothing has; none at all. */
	pin[0] ^= 1;
	assert_int_equal(
		wipecert_case_open(case_scene_path(scene, "case"), &options, &opened, NULL), 0);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_OTHER_INIT), 1);
	scene->lenient = scene->force = true;
	case_scene_add(scene, opened, ENGINEER, NULL, case_scene_act(WIPECERT_INCIDENT, NULL));
	assert_int_equal(scene->rc, WIPE_E_REFUSED);
	wipecert_case_free(opened);
	options.init_sha256 = NULL;
	assert_int_equal(
		wipecert_case_open(case_scene_path(scene, "case"), &options, &opened, NULL), 0);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_NOT_PINNED), 1);
	assert_int_equal(worst(opened), 8);
	wipecert_case_free(opened);
	case_files_clear(&finished.files);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, case_scene_setup, case_scene_teardown)
	const struct CMUnitTest tests[] = {
		TEST(spoilt_bytes),
		TEST(records_that_are_gone),
		TEST(swapped_and_doubled),
		TEST(the_trust_is_replaced),
		TEST(attachments),
		TEST(an_altered_attachment_is_not_added_again),
		TEST(what_does_not_belong_there),
		TEST(another_begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
