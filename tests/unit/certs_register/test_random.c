/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A manager, two engineers and an officer, each with a copy, do whatever comes to their
 * minds. Whatever that is: what is said of a case holds. MASSHO_TEST_SEED sets where it begins.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "case_steps.h"
#include "support.h"
#include "unit.h"

#define SEEDS UINT64_C(2)
#define STEPS 120
#define COPIES 4

struct world {
	struct case_scene *scene;
	struct wipecert_case *copies[COPIES];
	uint8_t init[32];
	uint64_t random;
	unsigned int labels;
};

static const struct {
	const char *name;
	enum person person;
} copies[COPIES] = { { "m", MANAGER }, { "e", ENGINEER }, { "f", ENGINEER_2 }, { "o", OFFICER } };

/* SplitMix64 (Steele, Lea, Flood 2014). */
static size_t draw(struct world *world, size_t below)
{
	uint64_t z = world->random += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return below ? (size_t)((z ^ (z >> 31)) % below) : 0;
}

/* "" if there is none. */
static struct case_id some_item(struct world *world, const struct wipecert_case *opened)
{
	size_t count = wipecert_case_item_count(opened);
	struct wipecert_item item;

	if (!count)
		return case_kept("99999999-0000-4000-8000-000000000000");
	wipecert_case_item(opened, draw(world, count), &item);
	return case_kept(item.id);
}

static struct case_id some_record(struct world *world, const struct wipecert_case *opened)
{
	struct wipecert_case_record record;
	size_t count = wipecert_case_record_count(opened);

	/* Rather one that awaits an answer. */
	for (size_t i = 0; i < 40; i++) {
		wipecert_case_record(opened, draw(world, count), &record);
		if (record.awaits)
			break;
	}
	return case_kept(record.link.id);
}

static const char *some_serial(struct world *world)
{
	static const char *const serials[] = { "serial=S1", "serial=S2", "serial=S3", "serial=S4",
					       "serial=" };

	return serials[draw(world, COUNT(serials))];
}

static void bring(struct world *world, struct wipecert_case *opened, enum person by)
{
	char label[32], parent[64], serial[64];
	struct wipecert_act *act;

	snprintf(label, sizeof(label), "thing/label=L%u", draw(world, 8) ? ++world->labels : 1);
	snprintf(serial, sizeof(serial), "thing/%s", some_serial(world));
	if (by != OFFICER) {
		act = case_scene_act(WIPECERT_RECEIVE, label, NULL);
		case_scene_say(act, draw(world, 2) ? "due=return" : serial);
	} else if (draw(world, 2)) {
		act = case_scene_act(WIPECERT_PERMIT, label, serial, NULL);
	} else {
		snprintf(parent, sizeof(parent), "parent=%s", some_item(world, opened).text);
		act = case_scene_act(WIPECERT_PERMIT, label, parent, "purpose=copy-inside",
				     "thing/kind=files", NULL);
	}
	case_scene_add(world->scene, opened, by, NULL, act);
}

static void work(struct world *world, struct wipecert_case *opened, enum person by)
{
	struct case_id item = some_item(world, opened), attempt;
	struct case_work done = { .serial = strchr(some_serial(world), '=') + 1 };

	if (by == OFFICER)
		by = ENGINEER;
	if (!case_scene_work(world->scene, opened, by, item.text, &done) || !draw(world, 6))
		return;
	attempt = case_kept(world->scene->id);
	done.closes = attempt.text;
	done.type = WIPECERT_ERASURE;
	done.unverified = !draw(world, 5);
	case_scene_work(world->scene, opened, by, item.text, &done);
}

static void end_item(struct world *world, struct wipecert_case *opened, enum person by)
{
	static const enum wipecert_type types[] = { WIPECERT_RETURN,	 WIPECERT_RETURN,
						    WIPECERT_DISPOSE,	 WIPECERT_ATTEST,
						    WIPECERT_EXIT_CHECK, WIPECERT_COPY_OUT };
	enum wipecert_type type = types[draw(world, COUNT(types))];
	struct wipecert_act *act = case_scene_act(type, NULL);

	if (type == WIPECERT_EXIT_CHECK && draw(world, 2))
		case_scene_say(act, "result=nothing-copied");
	if (type == WIPECERT_COPY_OUT)
		case_scene_say(act, some_serial(world));
	case_scene_add(world->scene, opened, by == OFFICER ? ENGINEER : by,
		       some_item(world, opened).text, act);
}

static void trouble(struct world *world, struct wipecert_case *opened, enum person by)
{
	struct wipecert_act *act = case_scene_act(WIPECERT_INCIDENT, NULL);
	char said[64];

	if (draw(world, 3)) {
		snprintf(said, sizeof(said), "about=%s", some_record(world, opened).text);
		for (size_t i = wipecert_case_record_count(opened); i-- > 0;) {
			struct wipecert_case_record record;

			wipecert_case_record(opened, i, &record);
			if (record.is_known && record.type == WIPECERT_INCIDENT)
				snprintf(said, sizeof(said), "about=%s", record.link.id);
		}
		case_scene_say(act, said);
		case_scene_say(act, "stage=resolved");
		case_scene_say(act, "cause=C");
		case_scene_say(act, "measures=M");
	} else if (wipecert_case_item_count(opened)) {
		snprintf(said, sizeof(said), "things/0=%s", some_item(world, opened).text);
		case_scene_say(act, said);
		if (!draw(world, 3))
			case_scene_say(act, "missing?true");
	}
	case_scene_add(world->scene, opened, by, NULL, act);
}

static void answer(struct world *world, struct wipecert_case *opened, enum person by)
{
	(void)by;
	case_scene_answer(world->scene, opened, draw(world, 8) ? OFFICER : OFFICER_2,
			  some_record(world, opened).text,
			  draw(world, 6) ? WIPECERT_ACCEPTED : WIPECERT_REJECTED);
}

static void closing(struct world *world, struct wipecert_case *opened, enum person by)
{
	/* Rarely: hardly anything can be done afterwards. */
	if (by == MANAGER && !draw(world, 6))
		case_scene_add(world->scene, opened, MANAGER, NULL, case_scene_closing(opened));
}

static void take_over(struct world *world, size_t into, size_t from)
{
	struct wipecert_case *opened = world->copies[into];
	struct wipecert_case_summary summary;
	struct wipecert_case_import counts;

	assert_int_equal(wipecert_case_import(opened, wipecert_case_path(world->copies[from]), NULL,
					      NULL, &counts, NULL),
			 0);
	assert_int_equal(counts.refused, 0);
	wipecert_case_summarize(opened, &summary);
	if (summary.head_count > 1)
		case_scene_merge(world->scene, opened, copies[into].person);
}

static void (*const deeds[])(struct world *world, struct wipecert_case *opened, enum person by) = {
	bring,	 bring,	 work,	 work,	 end_item, end_item, end_item,
	trouble, answer, answer, answer, answer,   closing,
};

/* Nothing is both open and closed, and nothing is closed without an officer's word. */
static void check_items(const struct wipecert_case *opened)
{
	struct wipecert_case_summary summary;
	size_t open = 0;

	wipecert_case_summarize(opened, &summary);
	for (size_t i = 0; i < wipecert_case_item_count(opened); i++) {
		struct wipecert_case_record outcome;
		struct wipecert_item item;

		wipecert_case_item(opened, i, &item);
		open += item.lacks != 0;
		if (item.outcome == WIPECERT_OUTCOME_NONE)
			assert_true(item.lacks &
				    (WIPECERT_LACK_OUTCOME | WIPECERT_LACK_EXIT_CHECK));
		assert_int_equal(item.incident_count > 0,
				 (item.lacks & WIPECERT_LACK_INCIDENT) != 0);
		if (item.lacks)
			continue;
		wipecert_case_record(opened, item.outcome_record, &outcome);
		assert_int_equal(outcome.standing, WIPECERT_CONFIRMED);
		assert_int_equal(outcome.fault, WIPECERT_FAULT_NONE);
		wipecert_case_record(opened, outcome.confirmed_by, &outcome);
		assert_int_equal(outcome.decision, WIPECERT_ACCEPTED);
		assert_int_equal(outcome.fault, WIPECERT_FAULT_NONE);
	}
	assert_int_equal(open, summary.open_items);
	assert_true(summary.open_incidents < 1000 && summary.open_attempts < 1000);
	if (summary.is_closed)
		assert_int_equal(open + summary.open_incidents + summary.open_attempts, 0);
}

static void assert_same(const struct wipecert_case *a, const struct wipecert_case *b)
{
	assert_int_equal(wipecert_case_record_count(a), wipecert_case_record_count(b));
	assert_int_equal(wipecert_case_item_count(a), wipecert_case_item_count(b));
	assert_int_equal(wipecert_case_finding_count(a), wipecert_case_finding_count(b));
	for (size_t i = 0; i < wipecert_case_item_count(a); i++) {
		struct wipecert_item item, other;

		wipecert_case_item(a, i, &item);
		wipecert_case_item(b, i, &other);
		assert_string_equal(item.id, other.id);
		assert_int_equal(item.lacks, other.lacks);
		assert_int_equal(item.outcome, other.outcome);
		assert_int_equal(item.outcome_record, other.outcome_record);
	}
	for (size_t i = 0; i < wipecert_case_record_count(a); i++) {
		struct wipecert_case_record record, other;

		wipecert_case_record(a, i, &record);
		wipecert_case_record(b, i, &other);
		assert_string_equal(record.file, other.file);
		assert_int_equal(record.fault, other.fault);
		assert_int_equal(record.awaits, other.awaits);
		assert_int_equal(record.standing, other.standing);
	}
}

/* The whole once more gives what was found bit by bit. */
static void check_again(const struct world *world, size_t at)
{
	struct wipecert_case *again = case_scene_open(world->scene, copies[at].name, world->init);

	assert_same(world->copies[at], again);
	wipecert_case_free(again);
}

static void check_closing(const struct world *world, size_t at)
{
	struct wipecert_act *act = case_scene_closing(world->copies[at]);
	struct wipecert_meta meta = { .id = "01234567-89ab-4cde-8f01-23456789abcd",
				      .issued_at_s = world->scene->now_s + 1,
				      .tool_name = "t",
				      .tool_version = "0",
				      .time_zone = "Asia/Tokyo" };
	const struct wipecert_case_addition addition = { .build = wipecert_case_build_act,
							 .build_arg = act,
							 .signer = world->scene->signers[MANAGER],
							 .meta = &meta };
	struct wipecert_case_summary summary;
	enum wipecert_fault fault;
	int rc = wipecert_case_try(world->copies[at], &addition, &fault, NULL);

	wipecert_case_summarize(world->copies[at], &summary);
	assert_int_equal(rc == 0, !summary.open_items && !summary.open_incidents &&
					  !summary.open_attempts &&
					  summary.closing == WIPECERT_NO_INDEX);
	wipecert_act_free(act);
}

/* What counted, or did not, goes on doing so as long as nothing comes from elsewhere. */
static enum wipecert_fault *faults_of(const struct wipecert_case *opened)
{
	size_t count = wipecert_case_record_count(opened);
	enum wipecert_fault *faults = calloc(count, sizeof(*faults));

	assert_non_null(faults);
	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(opened, i, &record);
		faults[i] = record.fault;
	}
	return faults;
}

static void act_alone(struct world *world, size_t at)
{
	struct wipecert_case *opened = world->copies[at];
	size_t count = wipecert_case_record_count(opened);
	enum wipecert_fault *before = faults_of(opened), *after;

	world->scene->rc = 0;
	deeds[draw(world, COUNT(deeds))](world, opened, copies[at].person);
	after = faults_of(opened);
	assert_memory_equal(before, after, count * sizeof(*before));
	free(before);
	free(after);
}

static void step(struct world *world)
{
	size_t at = draw(world, COPIES), other = draw(world, COPIES);
	struct case_files before = case_files_of(wipecert_case_path(world->copies[at])), after;
	size_t records = wipecert_case_record_count(world->copies[at]);
	bool is_alone = at == other || draw(world, 5);

	if (is_alone)
		act_alone(world, at);
	else
		take_over(world, at, other);
	after = case_files_of(wipecert_case_path(world->copies[at]));
	assert_true(case_files_grew(&before, &after));
	if (world->scene->rc && wipecert_case_record_count(world->copies[at]) == records)
		assert_int_equal(before.count, after.count);
	case_files_clear(&before);
	case_files_clear(&after);
	check_items(world->copies[at]);
	check_closing(world, at);
	check_again(world, at);
}

static void come_together(struct world *world)
{
	for (size_t i = 1; i < COPIES; i++)
		take_over(world, 0, i);
	for (size_t i = 1; i < COPIES; i++) {
		take_over(world, i, 0);
		assert_same(world->copies[0], world->copies[i]);
	}
}

static void run(struct case_scene *scene, uint64_t seed)
{
	struct world world = { .scene = scene, .random = seed };
	const size_t steps = STEPS / test_step(5);
	struct wipecert_case_summary summary;

	print_message("seed %" PRIu64 "\n", seed);
	scene->lenient = true;
	world.copies[0] = case_scene_begin(scene, copies[0].name, NULL);
	wipecert_case_init_sha256(world.copies[0], world.init);
	for (size_t i = 1; i < COPIES; i++) {
		case_scene_copy(scene, copies[0].name, copies[i].name);
		world.copies[i] = case_scene_open(scene, copies[i].name, world.init);
	}
	for (size_t i = 0; i < steps; i++)
		step(&world);
	come_together(&world);
	wipecert_case_summarize(world.copies[0], &summary);
	print_message("records %zu, items %zu, open %zu, void %zu, incidents %zu, closed %d\n",
		      summary.records, summary.items, summary.open_items, summary.void_records,
		      summary.open_incidents, summary.is_closed);
	for (size_t i = 0; i < COPIES; i++)
		wipecert_case_free(world.copies[i]);
}

/* Where a run begins: MASSHO_TEST_SEED, and so many from there. */
static uint64_t first_seed(void)
{
	const char *given = getenv("MASSHO_TEST_SEED");

	return given && *given ? strtoull(given, NULL, 10) : 1;
}

static void whatever_comes_to_mind(void **state)
{
	const uint64_t seeds = SEEDS / (test_step(5) > 1 ? SEEDS : 1);

	(void)state;
	for (uint64_t i = 0; i < seeds; i++) {
		void *scene;

		assert_int_equal(case_scene_setup(&scene), 0);
		run(scene, first_seed() + i);
		assert_int_equal(case_scene_teardown(&scene), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(whatever_comes_to_mind) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
