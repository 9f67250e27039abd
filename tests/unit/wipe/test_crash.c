/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The power is cut at every flush and every write of a job, on a medium with a
 * volatile cache; the job goes on from the last checkpoint it told of, as often
 * as it takes. MASSHO_TEST_SEED draws other losses.
 */
#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <wipe/erase.h>

#include "crash_io.h"
#include "fault_io.h"
#include "pattern.h"

#define MIB (UINT64_C(1) << 20)
#define HANG_S 20
#define PAUSE_S 3600
#define CUTS_MAX 3
#define PASSES_MAX 3
#define STEP_BYTES 512

struct setup {
	const char *method;
	bool concurrent;
	uint32_t block_bytes;
	uint64_t size_bytes;
	uint64_t bad_from, bad_to, other_bad_from, other_bad_to;
	uint64_t checkpoint_bytes;
};

static const struct setup setups[] = {
	{ "stream", false, 512, 3 * MIB + 100, 0, 0, 0, 0, MIB },
	{ "stream", true, 4096, 4 * MIB, 0, 0, 0, 0, MIB },
	{ "stream-complement", true, 512, 2 * MIB + 512, 0, 0, 0, 0, 1 },
	{ "dod-5220.22-m-e", false, 4096, 2 * MIB + 4096, 0, 0, 0, 0, 1 },
	{ "stream", false, 512, 7 * MIB + 100, MIB + 512, MIB + 2048, 7 * MIB, 7 * MIB + 100,
	  MIB / 2 },
	{ "stream-complement", false, 512, 2 * MIB + 100, MIB, MIB + 512, 2 * MIB, 2 * MIB + 100,
	  MIB / 64 },
	{ "stream", true, 4096, 7 * MIB, MIB + 4096, MIB + 8192, 0, 0, MIB / 2 },
};

enum cut { CUT_WRITE, CUT_SYNC, CUT_AFTER_SYNC, CUT_READ, CUT_STOP, CUT_FAILED_SYNC, CUTS };

struct scene {
	const struct setup *setup;
	struct fault_clock clock;
	struct wipe_device device;
	struct wipe_plan plan;
	unsigned char *left[PASSES_MAX]; /* what each pass leaves */
	struct crash_io *medium;
	struct wipe_report report;
	struct wipe_error err;
	/* What a journal holds. */
	bool has_checkpoint;
	struct wipe_checkpoint last;
	int64_t last_at_s;
	struct wipe_resume resume;
	uint64_t stop_at, progressed;
	bool is_changed; /* behind the job's back: checkpoints cannot know */
	int rc;
};

static char what[200];
static uint64_t seed;

static void tell_hang(int signal)
{
	static const char text[] = "hangs: ";

	(void)signal;
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0 ||
	    write(STDERR_FILENO, what, strlen(what)) < 0 || write(STDERR_FILENO, "\n", 1) < 0)
		_exit(98);
	_exit(99);
}

/* Also called on the flusher's thread, where cmocka cannot end a test. */
static void broken(const struct scene *scene, const char *condition)
{
	fprintf(stderr, "%s: not so: %s (pass %u, covered %llu; verdict %s, error %d: %s)\n", what,
		condition, scene->last.pass, (unsigned long long)scene->last.covered_bytes,
		wipe_verdict_name(scene->report.verdict), scene->report.error.code,
		scene->report.error.message);
	_exit(1);
}

#define HOLDS(condition)                           \
	do {                                       \
		if (!(condition))                  \
			broken(scene, #condition); \
	} while (0)

static void begin_scene(struct scene *scene, const struct setup *setup)
{
	const struct wipe_plan_request request = { .method = setup->method,
						   .verify = WIPE_VERIFY_SAMPLE };
	struct wipe_plan *plan = &scene->plan;

	*scene = (struct scene){ .setup = setup };
	fault_clock_init(&scene->clock, seed);
	scene->device = (struct wipe_device){ .kind = WIPE_KIND_IMAGE,
					      .node = "/image",
					      .name = "image",
					      .bus = WIPE_BUS_FILE,
					      .media = WIPE_MEDIA_VIRTUAL,
					      .is_virtual = true,
					      .capacity_bytes = setup->size_bytes,
					      .logical_block_bytes = setup->block_bytes };
	assert_int_equal(wipe_plan_make(&request, &scene->device, &scene->clock.env, plan, NULL),
			 0);
	assert_true(plan->pass_count <= PASSES_MAX);
	for (uint32_t i = 0; i < plan->pass_count; i++) {
		struct pattern *pattern;

		scene->left[i] = malloc((size_t)setup->size_bytes);
		assert_non_null(scene->left[i]);
		assert_int_equal(pattern_new(&plan->passes[i], &pattern, NULL), 0);
		assert_int_equal(
			pattern_generate(pattern, scene->left[i], (size_t)setup->size_bytes, 0), 0);
		pattern_free(pattern);
	}
}

static void end_scene(struct scene *scene)
{
	for (uint32_t i = 0; i < scene->plan.pass_count; i++)
		free(scene->left[i]);
	free(scene);
}

static bool is_excused(const struct wipe_checkpoint *at, uint64_t offset)
{
	for (uint32_t i = 0; i < at->postponed_count; i++)
		if (offset >= at->postponed[i].offset_bytes &&
		    offset - at->postponed[i].offset_bytes < at->postponed[i].length_bytes)
			return true;
	for (uint32_t i = 0; i < at->bad_range_count; i++)
		if (at->bad_ranges[i].pass == at->pass &&
		    offset >= at->bad_ranges[i].offset_bytes &&
		    offset - at->bad_ranges[i].offset_bytes < at->bad_ranges[i].length_bytes)
			return true;
	return false;
}

static uint64_t postponed_bytes(const struct wipe_checkpoint *at)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < at->postponed_count; i++)
		sum += at->postponed[i].length_bytes;
	return sum;
}

static void check_durable(const struct scene *scene, const struct wipe_checkpoint *at,
			  uint64_t offset, uint64_t length)
{
	const unsigned char *left = scene->left[at->pass - 1];
	const unsigned char *durable = scene->medium->durable;

	if (memcmp(left + offset, durable + offset, (size_t)length) == 0)
		return;
	for (uint64_t i = offset; i < offset + length; i++)
		HOLDS(left[i] == durable[i] || is_excused(at, i));
}

/* All that it covers is durable, and it covers no less than the one before. */
static void checkpoint(void *arg, const struct wipe_checkpoint *at)
{
	struct scene *scene = arg;
	struct crash_io *medium = scene->medium;
	const struct wipe_checkpoint *last = &scene->last;
	uint64_t covered = at->covered_bytes;

	HOLDS(at->pass >= 1 && at->pass <= scene->plan.pass_count);
	HOLDS(covered <= scene->setup->size_bytes);
	if (scene->has_checkpoint)
		HOLDS(at->pass > last->pass ||
		      (at->pass == last->pass && covered >= last->covered_bytes));
	pthread_mutex_lock(&medium->lock);
	for (uint64_t i = 0; i < covered && !scene->is_changed; i += STEP_BYTES)
		check_durable(scene, at, i, covered - i < STEP_BYTES ? covered - i : STEP_BYTES);
	pthread_mutex_unlock(&medium->lock);
	scene->last = *at;
	scene->has_checkpoint = true;
	scene->last_at_s = scene->clock.env.ops->realtime_s(&scene->clock.env);
}

static int progress(void *arg, const struct wipe_progress *progress)
{
	struct scene *scene = arg;

	(void)progress;
	return ++scene->progressed == scene->stop_at;
}

static void run(struct scene *scene, const struct wipe_resume *resume)
{
	const struct setup *setup = scene->setup;
	const struct wipe_job_options options = { .progress = progress,
						  .progress_arg = scene,
						  .no_hash = setup->size_bytes > 4 * MIB,
						  .checkpoint = checkpoint,
						  .checkpoint_arg = scene,
						  .checkpoint_bytes = setup->checkpoint_bytes,
						  .resume = resume };
	struct wipe_target *target = NULL;

	wipe_error_clear(&scene->err);
	scene->progressed = 0;
	alarm(HANG_S);
	assert_int_equal(wipe_target_open_io(&scene->medium->io, &scene->device, &target, NULL), 0);
	scene->rc = wipe_job_run(target, &scene->plan, &scene->clock.env, &options, &scene->report,
				 &scene->err);
	wipe_target_close(target, NULL);
	alarm(0);
	HOLDS(scene->medium->is_closed);
	HOLDS(scene->rc == scene->report.error.code);
}

static void new_medium(struct scene *scene, uint64_t number)
{
	const struct setup *setup = scene->setup;

	scene->medium = crash_io_new(setup->size_bytes, setup->block_bytes, setup->concurrent,
				     seed + number);
	scene->medium->bad[0] = (struct crash_range){ setup->bad_from, setup->bad_to };
	scene->medium->bad[1] = (struct crash_range){ setup->other_bad_from, setup->other_bad_to };
	scene->has_checkpoint = scene->is_changed = false;
	scene->resume = (struct wipe_resume){ .interruption_count = 0 };
	scene->stop_at = 0;
}

static void arm(struct scene *scene, enum cut cut, uint64_t number)
{
	struct crash_io *medium = scene->medium;

	snprintf(what, sizeof(what), "seed %llu, %s, %llu bytes, %s, cut %d at %llu",
		 (unsigned long long)seed, scene->setup->method,
		 (unsigned long long)scene->setup->size_bytes,
		 scene->setup->concurrent ? "threads" : "inline", (int)cut,
		 (unsigned long long)number);
	medium->cut_at_write = cut == CUT_WRITE ? number : 0;
	medium->cut_at_sync = cut == CUT_SYNC || cut == CUT_AFTER_SYNC ? number : 0;
	medium->sync_takes_effect = cut == CUT_AFTER_SYNC;
	medium->cut_at_read = cut == CUT_READ ? number : 0;
	medium->fail_sync = cut == CUT_FAILED_SYNC ? number : 0;
	scene->stop_at = cut == CUT_STOP ? number : 0;
}

/* As a journal does. False: nothing was told yet, so there is nothing to go on from. */
static bool take_up(struct scene *scene)
{
	struct wipe_resume *resume = &scene->resume;
	int64_t now_s = scene->last_at_s + PAUSE_S;

	if (!scene->has_checkpoint)
		return false;
	resume->at = scene->last;
	resume->started_at_s = scene->report.started_at_s;
	resume->duration_before_ns = scene->report.duration_ns;
	resume->interruptions[resume->interruption_count++] =
		(struct wipe_interruption){ .stopped_at_s = scene->last_at_s,
					    .resumed_at_s = now_s,
					    .pass = scene->last.pass,
					    .covered_bytes = scene->last.covered_bytes };
	return true;
}

static bool is_bad(const struct setup *setup, uint64_t at)
{
	return (at >= setup->bad_from && at < setup->bad_to) ||
	       (at >= setup->other_bad_from && at < setup->other_bad_to);
}

static uint64_t bad_bytes(const struct setup *setup)
{
	return setup->bad_to - setup->bad_from + setup->other_bad_to - setup->other_bad_from;
}

/* The job came to its end: only what cannot be written is not the pattern's, and it is told. */
static void check_end(const struct scene *scene)
{
	const struct wipe_report *report = &scene->report;
	const struct setup *setup = scene->setup;
	uint64_t size = setup->size_bytes, bad = bad_bytes(setup);

	HOLDS(scene->rc == 0);
	HOLDS(report->plan.verify == WIPE_VERIFY_FULL);
	HOLDS(report->verdict == (bad ? WIPE_VERDICT_PARTIAL : WIPE_VERDICT_ERASED_VERIFIED));
	HOLDS(report->bytes_verified == size - bad);
	HOLDS(report->write_error_bytes == bad);
	HOLDS(report->mismatch_bytes == 0);
	HOLDS(report->bytes_written == (size - bad) * scene->plan.pass_count);
	HOLDS(report->passes_completed == scene->plan.pass_count);
	HOLDS(report->interruption_count == scene->resume.interruption_count);
	/* Whoever asks to stop while it is hashed gets no hash. */
	HOLDS(bad || report->has_content_sha256 || size > 4 * MIB ||
	      (scene->stop_at && scene->progressed >= scene->stop_at));
	HOLDS(bad || memcmp(scene->medium->bytes, scene->left[scene->plan.pass_count - 1],
			    (size_t)size) == 0);
	for (uint64_t i = 0; bad && i < size; i++)
		if (scene->medium->bytes[i] != scene->left[scene->plan.pass_count - 1][i])
			HOLDS(is_bad(setup, i));
}

/* Of what the checkpoint covers nothing is written again. */
static void check_rewritten(const struct scene *scene, const struct wipe_checkpoint *from)
{
	uint64_t size = scene->setup->size_bytes, left, again = 0;

	left = size - from->covered_bytes + postponed_bytes(from) +
	       (scene->plan.pass_count - from->pass) * size;
	/* Those that were found to be bad may have been written a moment before. */
	for (uint32_t i = 0; i < from->bad_range_count; i++)
		again += from->bad_ranges[i].pass == from->pass ? from->bad_ranges[i].length_bytes :
								  0;
	HOLDS(scene->medium->written_bytes <= left + again);
}

/* The medium's power comes back; the job goes on, and is cut again up to that many times. */
static void go_on(struct scene *scene, uint32_t cuts)
{
	for (uint32_t i = 0; i <= cuts; i++) {
		struct wipe_checkpoint from;

		if (!take_up(scene))
			return;
		from = scene->last;
		crash_io_switch_on(scene->medium);
		if (i < cuts)
			arm(scene, (enum cut)(fault_random(&scene->medium->state) % CUTS),
			    1 + fault_random(&scene->medium->state) % 6);
		else
			arm(scene, CUT_WRITE, 0);
		run(scene, &scene->resume);
		check_rewritten(scene, &from);
		if (scene->rc == 0)
			break;
		HOLDS(scene->report.verdict != WIPE_VERDICT_ERASED_VERIFIED);
	}
	check_end(scene);
}

/* False: the job came to its end before. */
static bool cut_and_go_on(struct scene *scene, enum cut cut, uint64_t number, uint32_t cuts)
{
	bool was_cut;

	new_medium(scene, number * CUTS + (uint64_t)cut);
	arm(scene, cut, number);
	run(scene, NULL);
	was_cut = scene->rc != 0;
	HOLDS(!was_cut || scene->report.verdict == WIPE_VERDICT_INTERRUPTED ||
	      scene->rc == WIPE_E_IO);
	if (was_cut)
		go_on(scene, cuts);
	crash_io_free(scene->medium);
	return was_cut;
}

static void test_cuts(void **state)
{
	struct scene *scene = calloc(1, sizeof(*scene));
	const struct setup *setup = *state;
	/* Every one of the first. With a sanitizer fewer, and every second cut; the neighbour
	 * has the others. */
	uint64_t all = 8 / test_step(4);

	assert_non_null(scene);
	begin_scene(scene, *state);
	for (int cut = 0; cut < CUTS; cut++) {
		uint64_t number = 1;

		if (((size_t)cut + (size_t)(setup - setups)) % test_step(2))
			continue;
		while (cut_and_go_on(scene, (enum cut)cut, number, (uint32_t)number % CUTS_MAX))
			number += number < all ? 1 : number;
		HOLDS(number > 1);
	}
	end_scene(scene);
}

/* One sector of what is covered, in the last pass, is another one when the job goes on. */
static void change_covered(struct scene *scene, uint64_t number)
{
	const struct wipe_checkpoint *at = &scene->last;
	uint64_t offset;

	new_medium(scene, number);
	arm(scene, CUT_SYNC, number);
	run(scene, NULL);
	if (scene->has_checkpoint && at->pass == scene->plan.pass_count && at->covered_bytes &&
	    take_up(scene)) {
		crash_io_switch_on(scene->medium);
		do
			offset = fault_random(&scene->medium->state) % at->covered_bytes;
		while (is_excused(at, offset));
		scene->is_changed = true;
		scene->medium->bytes[offset] ^= 0x40;
		scene->medium->durable[offset] ^= 0x40;
		run(scene, &scene->resume);
		HOLDS(scene->rc == WIPE_E_REFUSED ||
		      (scene->report.verdict == WIPE_VERDICT_FAILED &&
		       scene->report.mismatch_bytes));
		HOLDS(scene->rc != WIPE_E_REFUSED || scene->medium->writes == 0);
	}
	crash_io_free(scene->medium);
}

/* Another medium altogether is noticed before it is written to. */
static void change_medium(struct scene *scene, uint64_t number)
{
	new_medium(scene, number);
	arm(scene, CUT_SYNC, number);
	run(scene, NULL);
	if (scene->has_checkpoint && scene->last.covered_bytes &&
	    scene->last.covered_bytes > postponed_bytes(&scene->last) && take_up(scene)) {
		crash_io_switch_on(scene->medium);
		memset(scene->medium->bytes, 0x17, (size_t)scene->setup->size_bytes);
		run(scene, &scene->resume);
		HOLDS(scene->rc == WIPE_E_REFUSED);
		HOLDS(scene->medium->writes == 0 && !scene->report.media_touched);
		HOLDS(scene->report.verdict == WIPE_VERDICT_FAILED);
	}
	crash_io_free(scene->medium);
}

static void test_changed(void **state)
{
	struct scene *scene = calloc(1, sizeof(*scene));

	assert_non_null(scene);
	begin_scene(scene, *state);
	for (uint64_t number = 2; number < 8; number++) {
		change_covered(scene, number);
		change_medium(scene, number);
	}
	end_scene(scene);
}

/* Every other block is postponed or bad, the latter more often than a checkpoint has room for. */
static void place_holes(struct scene *scene)
{
	struct wipe_checkpoint *at = &scene->last;
	struct crash_io *medium = scene->medium;
	uint32_t count = WIPE_POSTPONED_MAX + 100;

	memcpy(medium->durable, scene->left[0], (size_t)scene->setup->size_bytes);
	*at = (struct wipe_checkpoint){ .pass = 1, .covered_bytes = 2 * MIB };
	for (uint32_t i = 0; i < count; i++) {
		uint64_t offset = 2 * UINT64_C(512) * i + 512;

		memset(medium->durable + offset, 0xd6, 512);
		if (i < WIPE_POSTPONED_MAX)
			at->postponed[at->postponed_count++] = (struct wipe_extent){ offset, 512 };
		else
			at->bad_ranges[at->bad_range_count++] =
				(struct wipe_bad_range){ .offset_bytes = offset,
							 .length_bytes = 512,
							 .phase = WIPE_PHASE_WRITE,
							 .pass = 1,
							 .sys_errno = 5 };
	}
	memset(medium->durable + at->covered_bytes, 0xd6,
	       (size_t)(scene->setup->size_bytes - at->covered_bytes));
	scene->last_at_s = 1764000000;
}

static void test_many_holes(void **state)
{
	struct scene *scene = calloc(1, sizeof(*scene));

	(void)state;
	assert_non_null(scene);
	begin_scene(scene, &setups[0]);
	/* The first ones come while it is looked whether this is the medium. */
	for (uint64_t stop = 1; stop < 150; stop++) {
		new_medium(scene, stop);
		place_holes(scene);
		/* The frontier may move back to where there is room again: this once. */
		HOLDS((scene->has_checkpoint = true) && take_up(scene));
		scene->has_checkpoint = false;
		crash_io_switch_on(scene->medium);
		arm(scene, CUT_STOP, stop);
		run(scene, &scene->resume);
		if (scene->rc)
			go_on(scene, 0);
		else
			check_end(scene);
		crash_io_free(scene->medium);
	}
	HOLDS(scene->has_checkpoint);
	end_scene(scene);
}

int main(void)
{
	const char *given = getenv("MASSHO_TEST_SEED");
	struct CMUnitTest tests[2 * COUNT(setups) + 1];

	seed = given ? strtoull(given, NULL, 0) : 20261123;
	printf("MASSHO_TEST_SEED=%llu\n", (unsigned long long)seed);
	fflush(stdout);
	signal(SIGALRM, tell_hang);
	tests[2 * COUNT(setups)] =
		(struct CMUnitTest){ .name = "many holes", .test_func = test_many_holes };
	for (size_t i = 0; i < 2 * COUNT(setups); i++)
		tests[i] = (struct CMUnitTest){
			.name = setups[i / 2].method,
			.test_func = i % 2 ? test_changed : test_cuts,
			.initial_state = (void *)(uintptr_t)&setups[i / 2],
		};
	return cmocka_run_group_tests_name("crash", tests, NULL, NULL);
}
