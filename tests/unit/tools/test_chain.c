/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chain.h"
#include "exit.h"

#define RECORDS_MAX 8

/* A handful of records; a hash is told by one byte. */
struct scene {
	struct verdict verdicts[RECORDS_MAX];
	struct verdict_record records[RECORDS_MAX];
	struct wipecert_link previous[RECORDS_MAX];
	size_t count;
	struct chain_findings findings;
};

static struct wipecert_link link_of(uint8_t hash, uint8_t signature)
{
	struct wipecert_link link = { .is_signed = signature != 0 };

	memset(link.econtent_sha256, hash, sizeof(link.econtent_sha256));
	memset(link.signature_sha256, signature, sizeof(link.signature_sha256));
	return link;
}

/* Signed and valid, from a folder, with nothing before it. */
static struct verdict *add(struct scene *scene, enum wipecert_type type, uint8_t hash)
{
	struct verdict *verdict = &scene->verdicts[scene->count];
	static char path[] = "record", serial[] = "S1", wwn[] = "0x5", last_pass[] = "fill 00 -";

	assert_true(scene->count < RECORDS_MAX);
	verdict->record = &scene->records[scene->count++];
	verdict->record->type = type;
	snprintf(verdict->record->id, sizeof(verdict->record->id), "id-%u", hash);
	verdict->record->serial = serial;
	verdict->record->wwn = wwn;
	verdict->record->last_pass = last_pass;
	verdict->path = path;
	verdict->link = link_of(hash, (uint8_t)(hash + 100));
	verdict->is_signed = true;
	verdict->from_folder = true;
	verdict->authentic = WIPECERT_VALID;
	verdict->held = type == WIPECERT_ATTEMPT ? WIPECERT_HELD_OPEN : WIPECERT_HELD_YES;
	verdict->exit = type == WIPECERT_ATTEMPT ? EXIT_UNCONFIRMED : EXIT_DONE;
	return verdict;
}

static void follows(struct scene *scene, struct verdict *verdict, uint8_t hash)
{
	struct wipecert_link *link = &scene->previous[verdict - scene->verdicts];

	*link = link_of(hash, (uint8_t)(hash + 100));
	verdict->record->previous = link;
	verdict->record->previous_count = 1;
}

static void closes(struct verdict *verdict, uint8_t hash)
{
	verdict->record->has_closes = true;
	verdict->record->closes = link_of(hash, (uint8_t)(hash + 100));
	snprintf(verdict->record->closes.id, sizeof(verdict->record->closes.id), "id-%u", hash);
}

/* link is the caller's, as long as the scene. */
static void resumes(struct verdict *verdict, struct wipecert_link *link, uint8_t hash)
{
	*link = link_of(hash, (uint8_t)(hash + 100));
	verdict->record->resumes = link;
	verdict->record->resume_count = 1;
}

static void is_about(struct verdict *verdict, uint8_t hash)
{
	verdict->record->has_about = true;
	verdict->record->about = link_of(hash, (uint8_t)(hash + 100));
}

static void examine(struct scene *scene)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	assert_int_equal(chain_examine(scene->verdicts, scene->count, &scene->findings, &err), 0);
}

static void expect(struct scene *scene, size_t count, enum chain_problem problem)
{
	examine(scene);
	assert_int_equal(scene->findings.count, count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(scene->findings.items[i].problem, problem);
	chain_free_findings(&scene->findings);
}

/* Goal: a whole job leaves nothing to complain about and does not worsen the exit. */
static void a_closed_attempt_is_no_problem(void **state)
{
	struct scene scene = { 0 };
	struct verdict *attempt = add(&scene, WIPECERT_ATTEMPT, 1);
	struct verdict *erasure = add(&scene, WIPECERT_ERASURE, 2);

	(void)state;
	follows(&scene, erasure, 1);
	closes(erasure, 1);
	expect(&scene, 0, CHAIN_FORK);
	assert_int_equal(attempt->exit, EXIT_DONE);
	assert_ptr_equal(attempt->closed_by, erasure->path);
}

/* Goal: nothing hides how an attempt ended. */
static void an_open_attempt_is_found(void **state)
{
	struct scene scene = { 0 };
	struct verdict *attempt = add(&scene, WIPECERT_ATTEMPT, 1);
	struct verdict *erasure = add(&scene, WIPECERT_ERASURE, 2);

	(void)state;
	closes(erasure, 3); /* another attempt */
	erasure->from_folder = false;
	expect(&scene, 1, CHAIN_OPEN_ATTEMPT);
	assert_null(attempt->closed_by);
	assert_int_equal(attempt->exit, EXIT_UNCONFIRMED);
}

/* Goal: what is not there is not blamed on a file that was named by itself. */
static void a_single_file_says_nothing_of_its_neighbours(void **state)
{
	struct scene scene = { 0 };
	struct verdict *attempt = add(&scene, WIPECERT_ATTEMPT, 1);

	(void)state;
	attempt->from_folder = false;
	follows(&scene, attempt, 9);
	expect(&scene, 0, CHAIN_FORK);
	assert_int_equal(attempt->exit, EXIT_UNCONFIRMED);
}

/* Goal: a bare file, made by anyone, does not close what was signed. */
static void only_an_equal_may_close(void **state)
{
	for (int i = 0; i < 4; i++) {
		struct scene scene = { 0 };
		struct verdict *attempt = add(&scene, WIPECERT_ATTEMPT, 1);
		struct verdict *closer = add(&scene, i == 0 ? WIPECERT_CHECK : WIPECERT_ERASURE, 2);

		closes(closer, 1);
		if (i == 1)
			closer->is_signed = false;
		if (i == 2)
			closer->authentic = WIPECERT_UNDETERMINED;
		if (i == 3)
			closer->authentic = WIPECERT_INVALID;
		expect(&scene, 1, CHAIN_OPEN_ATTEMPT);
		assert_int_equal(attempt->exit, EXIT_UNCONFIRMED);
	}
	(void)state;
}

/* Goal: unsigned records close each other, and stay unconfirmed. */
static void unsigned_attempts_are_closed_by_unsigned_records(void **state)
{
	struct scene scene = { 0 };
	struct verdict *attempt = add(&scene, WIPECERT_ATTEMPT, 1);
	struct verdict *erasure = add(&scene, WIPECERT_ERASURE, 2);

	(void)state;
	attempt->is_signed = erasure->is_signed = false;
	attempt->authentic = erasure->authentic = WIPECERT_UNDETERMINED;
	attempt->link = link_of(1, 0);
	erasure->record->has_closes = true;
	erasure->record->closes = link_of(1, 0);
	expect(&scene, 0, CHAIN_FORK);
	assert_non_null(attempt->closed_by);
	assert_int_equal(attempt->exit, EXIT_UNCONFIRMED);
}

/* Goal: of two results for one attempt neither is believed in silence. */
static void two_results_for_one_attempt_are_found(void **state)
{
	struct scene scene = { 0 };
	struct verdict *copy;

	(void)state;
	add(&scene, WIPECERT_ATTEMPT, 1);
	closes(add(&scene, WIPECERT_ERASURE, 2), 1);
	copy = add(&scene, WIPECERT_ERASURE, 2); /* a second place of the same record */
	closes(copy, 1);
	expect(&scene, 0, CHAIN_FORK);
	closes(add(&scene, WIPECERT_ERASURE, 3), 1);
	expect(&scene, 1, CHAIN_CLOSED_TWICE);
}

static void a_gap_is_found(void **state)
{
	struct scene scene = { 0 };
	struct verdict *second;

	(void)state;
	add(&scene, WIPECERT_ERASURE, 1);
	second = add(&scene, WIPECERT_ERASURE, 2);
	follows(&scene, second, 1);
	expect(&scene, 0, CHAIN_FORK);
	follows(&scene, second, 7);
	examine(&scene);
	assert_int_equal(scene.findings.count, 1);
	assert_int_equal(scene.findings.items[0].problem, CHAIN_MISSING_PREDECESSOR);
	assert_ptr_equal(scene.findings.items[0].verdict, second);
	assert_int_equal(scene.findings.items[0].hash[0], 7);
	chain_free_findings(&scene.findings);
}

/* Goal: the same contents under another signature are not the predecessor. */
static void a_predecessor_is_known_by_its_signature_too(void **state)
{
	struct scene scene = { 0 };
	struct verdict *first = add(&scene, WIPECERT_ERASURE, 1);

	(void)state;
	follows(&scene, add(&scene, WIPECERT_ERASURE, 2), 1);
	first->link = link_of(1, 55);
	expect(&scene, 1, CHAIN_MISSING_PREDECESSOR);
	first->link = link_of(1, 0);
	expect(&scene, 1, CHAIN_MISSING_PREDECESSOR);
}

/* Goal: an invalid record fills no gap. */
static void invalid_records_do_not_count(void **state)
{
	struct scene scene = { 0 };
	struct verdict *first = add(&scene, WIPECERT_ERASURE, 1);

	(void)state;
	follows(&scene, add(&scene, WIPECERT_ERASURE, 2), 1);
	first->authentic = WIPECERT_INVALID;
	expect(&scene, 1, CHAIN_MISSING_PREDECESSOR);
	first->authentic = WIPECERT_VALID;
	first->record = NULL;
	expect(&scene, 1, CHAIN_MISSING_PREDECESSOR);
}

static void a_fork_is_found(void **state)
{
	struct scene scene = { 0 };

	(void)state;
	add(&scene, WIPECERT_ERASURE, 1);
	follows(&scene, add(&scene, WIPECERT_ERASURE, 2), 1);
	follows(&scene, add(&scene, WIPECERT_ERASURE, 2), 1); /* a copy */
	follows(&scene, add(&scene, WIPECERT_ERASURE, 3), 2);
	expect(&scene, 0, CHAIN_FORK);
	follows(&scene, add(&scene, WIPECERT_ERASURE, 4), 1);
	expect(&scene, 1, CHAIN_FORK);
}

/* In a case, the previous record of the same signer has this hash; 0: none. */
static void of_case(struct verdict *verdict, uint8_t hash)
{
	verdict->record->has_place = true;
	verdict->record->place.has_writer_previous = hash != 0;
	verdict->record->place.writer_previous = link_of(hash, (uint8_t)(hash + 100));
}

/* Goal: two people may follow one record, one of them may not do so twice. */
static void in_a_case_only_a_signer_can_fork(void **state)
{
	struct scene scene = { 0 };
	struct verdict *officer, *again;

	(void)state;
	of_case(add(&scene, WIPECERT_INIT, 1), 0);
	follows(&scene, add(&scene, WIPECERT_RECEIVE, 2), 1);
	of_case(&scene.verdicts[1], 1);
	officer = add(&scene, WIPECERT_PERMIT, 3);
	follows(&scene, officer, 1);
	of_case(officer, 0);
	expect(&scene, 0, CHAIN_FORK);
	expect(&scene, 0, CHAIN_MISSING_PREDECESSOR);
	again = add(&scene, WIPECERT_RETURN, 4);
	follows(&scene, again, 3);
	of_case(again, 1);
	expect(&scene, 1, CHAIN_FORK);
}

/* Goal: only a record of this very erasure tells how it ended. */
static void what_tells_of_another_erasure_closes_nothing(void **state)
{
	static char other[] = "other";

	for (int i = 0; i < 8; i++) {
		struct scene scene = { 0 };
		struct verdict *attempt = add(&scene, WIPECERT_ATTEMPT, 1);
		struct verdict *closer = add(&scene, WIPECERT_ERASURE, 2);

		attempt->record->issued_at_s = closer->record->issued_at_s = 1000;
		closes(closer, 1);
		closer->from_folder = false;
		if (i == 1)
			strcpy(closer->record->closes.id, "id-7");
		if (i == 2)
			memset(closer->record->closes.signature_sha256, 7, 32);
		if (i == 3)
			closer->record->serial = other;
		if (i == 4)
			closer->record->wwn = other;
		if (i == 5)
			closer->record->capacity_bytes = 512;
		if (i == 6)
			closer->record->last_pass = other;
		if (i == 7)
			closer->record->issued_at_s = 999;
		expect(&scene, i > 0, CHAIN_OPEN_ATTEMPT);
		assert_int_equal(attempt->exit, i ? EXIT_UNCONFIRMED : EXIT_DONE);
	}
	(void)state;
}

/* Goal: an attempt that power loss left open is closed by the end of its job, and by that alone. */
static void a_resumed_job_closes_the_attempts_before(void **state)
{
	static char other[] = "other";

	for (int i = 0; i < 8; i++) {
		struct scene scene = { 0 };
		struct wipecert_link link;
		struct verdict *cut_off = add(&scene, WIPECERT_ATTEMPT, 1);
		struct verdict *attempt = add(&scene, WIPECERT_ATTEMPT, 2);
		struct verdict *erasure = add(&scene, WIPECERT_ERASURE, 3);

		closes(erasure, 2);
		resumes(erasure, &link, 1);
		if (i == 1)
			erasure->held = WIPECERT_HELD_NO;
		if (i == 2)
			erasure->record->serial = attempt->record->serial = other;
		if (i == 3)
			erasure->record->last_pass = attempt->record->last_pass = other;
		if (i == 4)
			link.econtent_sha256[0] ^= 1;
		if (i == 5)
			memset(link.signature_sha256, 7, 32);
		if (i == 6)
			cut_off->record->issued_at_s = 1;
		if (i == 7)
			erasure->is_signed = attempt->is_signed = false;
		examine(&scene);
		assert_int_equal(cut_off->exit, i ? EXIT_UNCONFIRMED : EXIT_DONE);
		assert_int_equal(cut_off->closed_by != NULL, !i);
		assert_int_equal(scene.findings.count, i > 0);
		chain_free_findings(&scene.findings);
	}
	(void)state;
}

/* Two runs that go on from one attempt: the one that came off speaks for it. */
static void an_attempt_may_be_gone_on_with_twice(void **state)
{
	struct scene scene = { 0 };
	struct wipecert_link links[2];
	struct verdict *cut_off = add(&scene, WIPECERT_ATTEMPT, 1);
	struct verdict *stopped = add(&scene, WIPECERT_ERASURE, 4);
	struct verdict *erasure = add(&scene, WIPECERT_ERASURE, 5);
	static char path[] = "the last";

	(void)state;
	closes(stopped, 2);
	closes(erasure, 3);
	add(&scene, WIPECERT_ATTEMPT, 2);
	add(&scene, WIPECERT_ATTEMPT, 3);
	resumes(stopped, &links[0], 1);
	resumes(erasure, &links[1], 1);
	stopped->held = WIPECERT_HELD_NO;
	erasure->path = path;
	expect(&scene, 0, CHAIN_FORK);
	assert_ptr_equal(cut_off->closed_by, path);
}

static void an_erasure_without_its_attempt_is_found(void **state)
{
	struct scene scene = { 0 };

	(void)state;
	closes(add(&scene, WIPECERT_ERASURE, 2), 1);
	expect(&scene, 1, CHAIN_MISSING_ATTEMPT);
	add(&scene, WIPECERT_ERASURE, 1); /* there, but no attempt */
	expect(&scene, 1, CHAIN_MISSING_ATTEMPT);
	scene.verdicts[0].from_folder = false;
	expect(&scene, 0, CHAIN_FORK);
}

/* Goal: a check speaks only for the medium and the pass that it has read. */
static void a_check_must_fit_what_it_is_about(void **state)
{
	static char other[] = "other";
	struct scene scene = { 0 };
	struct verdict *check = add(&scene, WIPECERT_CHECK, 2), *erasure;

	(void)state;
	is_about(check, 1);
	expect(&scene, 1, CHAIN_MISSING_CHECKED);
	erasure = add(&scene, WIPECERT_ERASURE, 1);
	expect(&scene, 0, CHAIN_FORK);
	erasure->record->capacity_bytes = 512;
	expect(&scene, 1, CHAIN_UNFIT_CHECK);
	erasure->record->capacity_bytes = 0;
	erasure->record->last_pass = other;
	expect(&scene, 1, CHAIN_UNFIT_CHECK);
	assert_int_equal(chain_problem_exit(CHAIN_UNFIT_CHECK), EXIT_FAILED);
}

static void one_id_for_two_records_is_found(void **state)
{
	struct scene scene = { 0 };
	struct verdict *second;

	(void)state;
	add(&scene, WIPECERT_ERASURE, 1);
	add(&scene, WIPECERT_ERASURE, 1); /* a copy */
	second = add(&scene, WIPECERT_ERASURE, 2);
	expect(&scene, 0, CHAIN_FORK);
	strcpy(second->record->id, "id-1");
	expect(&scene, 1, CHAIN_SAME_ID);
	assert_int_equal(chain_problem_exit(CHAIN_SAME_ID), EXIT_UNCONFIRMED);
}

/* Goal: a chain does not run backwards in time; small differences of clocks pass. */
static void a_later_predecessor_is_found(void **state)
{
	struct scene scene = { 0 };
	struct verdict *first = add(&scene, WIPECERT_ERASURE, 1);

	(void)state;
	follows(&scene, add(&scene, WIPECERT_ERASURE, 2), 1);
	first->record->issued_at_s = 300;
	expect(&scene, 0, CHAIN_FORK);
	first->record->issued_at_s = 301;
	expect(&scene, 1, CHAIN_OUT_OF_ORDER);
}

/* Goal: bare bytes beside the signed record neither worsen nor better anything. */
static void a_bare_copy_counts_as_the_signed_record(void **state)
{
	struct scene scene = { 0 };
	struct verdict *bare = add(&scene, WIPECERT_ATTEMPT, 1);
	struct verdict *attempt = add(&scene, WIPECERT_ATTEMPT, 1);

	(void)state;
	bare->is_signed = false;
	bare->link = link_of(1, 0);
	bare->authentic = WIPECERT_UNDETERMINED;
	expect(&scene, 1, CHAIN_OPEN_ATTEMPT);
	assert_ptr_equal(bare->copy_of, attempt);
	assert_int_equal(bare->exit, EXIT_UNCONFIRMED);
	closes(add(&scene, WIPECERT_ERASURE, 2), 1);
	expect(&scene, 0, CHAIN_FORK);
	assert_int_equal(bare->exit, EXIT_DONE);
	assert_null(bare->closed_by);
}

static void nothing_is_no_problem(void **state)
{
	struct scene scene = { 0 };

	(void)state;
	expect(&scene, 0, CHAIN_FORK);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_closed_attempt_is_no_problem),
		cmocka_unit_test(an_open_attempt_is_found),
		cmocka_unit_test(a_single_file_says_nothing_of_its_neighbours),
		cmocka_unit_test(only_an_equal_may_close),
		cmocka_unit_test(unsigned_attempts_are_closed_by_unsigned_records),
		cmocka_unit_test(two_results_for_one_attempt_are_found),
		cmocka_unit_test(a_gap_is_found),
		cmocka_unit_test(a_predecessor_is_known_by_its_signature_too),
		cmocka_unit_test(invalid_records_do_not_count),
		cmocka_unit_test(a_fork_is_found),
		cmocka_unit_test(in_a_case_only_a_signer_can_fork),
		cmocka_unit_test(what_tells_of_another_erasure_closes_nothing),
		cmocka_unit_test(a_resumed_job_closes_the_attempts_before),
		cmocka_unit_test(an_attempt_may_be_gone_on_with_twice),
		cmocka_unit_test(an_erasure_without_its_attempt_is_found),
		cmocka_unit_test(a_check_must_fit_what_it_is_about),
		cmocka_unit_test(one_id_for_two_records_is_found),
		cmocka_unit_test(a_later_predecessor_is_found),
		cmocka_unit_test(a_bare_copy_counts_as_the_signed_record),
		cmocka_unit_test(nothing_is_no_problem),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
