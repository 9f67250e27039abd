/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every call of a job failed in turn, in every way, until a job needs no more
 * calls. Whatever fails: what the report says is true, and a record can be made
 * of it. MASSHO_TEST_SEED draws other keys and windows.
 */
#include "unit.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <wipe/erase.h>

#include "fault_io.h"
#include "held_record.h"
#include "pattern.h"

#define MIB (UINT64_C(1) << 20)
#define HANG_S 20 /* what takes milliseconds */
#define SECOND_NS UINT64_C(1000000000)

struct setup {
	const char *method;
	enum wipe_verify_mode verify;
	bool concurrent;
	uint32_t block_bytes, io_block_bytes;
	uint64_t size_bytes;
	bool has_checkpoints;
};

static const struct setup setups[] = {
	{ "stream", WIPE_VERIFY_FULL, false, 512, 512, 3 * MIB + 2560, true },
	{ "stream", WIPE_VERIFY_FULL, true, 4096, 4096, 3 * MIB, true },
	{ "stream", WIPE_VERIFY_SAMPLE, false, 4096, 4096, 2 * MIB, false },
	{ "stream", WIPE_VERIFY_SAMPLE, true, 512, 512, MIB + 100, false },
	{ "stream-complement", WIPE_VERIFY_FULL, false, 512, 4096, 2 * MIB + 1100, false },
	{ "stream-complement", WIPE_VERIFY_FULL, true, 512, 512, 2 * MIB + 512, true },
	{ "dod-5220.22-m-e", WIPE_VERIFY_FULL, false, 4096, 4096, 2 * MIB + 8192, true },
	{ "dod-5220.22-m-e", WIPE_VERIFY_SAMPLE, true, 4096, 4096, 2 * MIB + 5000, true },
	{ "zero", WIPE_VERIFY_FULL, false, 4096, 4096, 22 * MIB + 100, false },
	{ "zero", WIPE_VERIFY_SAMPLE, false, 512, 4096, MIB / 2 + 700, true },
	{ "stream", WIPE_VERIFY_NONE, true, 512, 512, 3 * MIB + 100, true },
};

struct fault {
	enum fault_kind kind;
	uint64_t at_call;
	int sys_errno;
	uint64_t delay_ns;
	uint64_t stop_at; /* this call of progress asks to stop; 0: none */
};

struct scene {
	const struct setup *setup;
	struct fault_clock clock;
	struct wipe_device device;
	struct wipe_plan plan;
	unsigned char *expected; /* what the last pass leaves */
	struct fault_io *medium;
	struct wipe_report report;
	uint64_t stop_at, progressed, checkpoints;
	int rc;
};

static char what[160]; /* is being done, for whoever has to look at a failure */
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

#define HOLDS(condition)                                                                        \
	do {                                                                                    \
		if (!(condition))                                                               \
			fail_msg("%s: not so: %s (verdict %s, error %d: %s)", what, #condition, \
				 wipe_verdict_name(scene->report.verdict),                      \
				 scene->report.error.code, scene->report.error.message);        \
	} while (0)

static void begin_scene(struct scene *scene, const struct setup *setup)
{
	const struct wipe_plan_request request = { .method = setup->method,
						   .verify = setup->verify };
	bool is_odd = setup->size_bytes % setup->block_bytes != 0;
	struct pattern *pattern;

	*scene = (struct scene){ .setup = setup };
	fault_clock_init(&scene->clock, seed);
	scene->device = (struct wipe_device){
		.kind = is_odd ? WIPE_KIND_IMAGE : WIPE_KIND_DEVICE,
		.node = "/dev/sdb",
		.name = "sdb",
		.model = "MODEL 3000",
		.bus = is_odd ? WIPE_BUS_FILE : WIPE_BUS_ATA,
		.media = is_odd ? WIPE_MEDIA_VIRTUAL : WIPE_MEDIA_HDD,
		.is_virtual = is_odd,
		.serial_problem = is_odd ? WIPE_SERIAL_ABSENT : WIPE_SERIAL_OK,
		.capacity_bytes = setup->size_bytes,
		.logical_block_bytes = setup->block_bytes,
		.physical_block_bytes = 4096,
	};
	if (!is_odd) {
		strcpy(scene->device.serial, "S-0001");
		scene->device.serial_source = WIPE_SERIAL_VPD;
		scene->device.serial_plausible = true;
	}
	assert_int_equal(
		wipe_plan_make(&request, &scene->device, &scene->clock.env, &scene->plan, NULL), 0);
	scene->expected = malloc((size_t)setup->size_bytes);
	assert_non_null(scene->expected);
	assert_int_equal(
		pattern_new(&scene->plan.passes[scene->plan.pass_count - 1], &pattern, NULL), 0);
	assert_int_equal(pattern_generate(pattern, scene->expected, (size_t)setup->size_bytes, 0),
			 0);
	pattern_free(pattern);
}

static int progress(void *arg, const struct wipe_progress *progress)
{
	struct scene *scene = arg;

	/* The last word of a job that has ended asks nothing. */
	if (progress->phase == WIPE_PHASE_DONE)
		return 0;
	scene->progressed++;
	HOLDS(progress->postponed_bytes <= scene->setup->size_bytes);
	HOLDS(progress->phase_done_bytes <= progress->phase_total_bytes ||
	      !progress->phase_total_bytes);
	HOLDS(progress->job_done_bytes <= progress->job_total_bytes ||
	      scene->setup->verify == WIPE_VERIFY_SAMPLE);
	return scene->stop_at && scene->progressed == scene->stop_at;
}

static void count_checkpoint(void *arg, const struct wipe_checkpoint *checkpoint)
{
	(void)checkpoint;
	((struct scene *)arg)->checkpoints++;
}

static void run(struct scene *scene, const struct fault *fault)
{
	const struct setup *setup = scene->setup;
	struct wipe_job_options options = { .progress = progress,
					    .progress_arg = scene,
					    .no_hash = setup->concurrent,
					    .checkpoint = setup->has_checkpoints ?
								  count_checkpoint :
								  NULL,
					    .checkpoint_arg = scene,
					    .checkpoint_bytes = MIB };
	struct wipe_target *target = NULL;
	struct wipe_error err;

	wipe_error_clear(&err);
	fault_clock_init(&scene->clock, seed);
	scene->medium = fault_io_new(&scene->clock, setup->size_bytes, setup->io_block_bytes,
				     setup->concurrent);
	scene->medium->kind = fault->kind;
	scene->medium->at_call = fault->at_call;
	scene->medium->sys_errno = fault->sys_errno;
	scene->medium->delay_ns = fault->delay_ns;
	scene->stop_at = fault->stop_at;
	scene->progressed = scene->checkpoints = 0;
	alarm(HANG_S);
	assert_int_equal(wipe_target_open_io(&scene->medium->io, &scene->device, &target, NULL), 0);
	scene->rc = wipe_job_run(target, &scene->plan, &scene->clock.env, &options, &scene->report,
				 &err);
	wipe_target_close(target, NULL);
	alarm(0);
	assert_int_equal(scene->rc, err.code);
}

static bool is_listed(const struct wipe_report *report, uint64_t at)
{
	for (uint32_t i = 0; i < report->bad_range_count; i++)
		if (at >= report->bad_ranges[i].offset_bytes &&
		    at - report->bad_ranges[i].offset_bytes < report->bad_ranges[i].length_bytes)
			return true;
	return false;
}

/* Bytes that are the pattern's; *hidden: others that no bad range tells of. */
static uint64_t look(const struct scene *scene, uint64_t *hidden)
{
	const unsigned char *bytes = scene->medium->bytes;
	uint64_t size = scene->setup->size_bytes, equal = 0;

	*hidden = 0;
	if (memcmp(bytes, scene->expected, (size_t)size) == 0)
		return size;
	for (uint64_t i = 0; i < size; i++) {
		if (bytes[i] == scene->expected[i])
			equal++;
		else if (!is_listed(&scene->report, i))
			++*hidden;
	}
	return equal;
}

static uint64_t listed_unwritten(const struct wipe_report *report)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < report->bad_range_count; i++)
		if (report->bad_ranges[i].phase == WIPE_PHASE_WRITE)
			sum += report->bad_ranges[i].length_bytes;
	return sum;
}

static bool is_clean(enum wipe_verdict verdict)
{
	return verdict == WIPE_VERDICT_ERASED_VERIFIED || verdict == WIPE_VERDICT_ERASED_SAMPLED ||
	       verdict == WIPE_VERDICT_ERASED_UNVERIFIED;
}

/* What must be so whatever went wrong. */
static void check_truth(const struct scene *scene, const struct fault *fault)
{
	const struct wipe_report *report = &scene->report;
	uint64_t size = scene->setup->size_bytes, hidden;
	uint64_t equal = look(scene, &hidden);
	bool lies = fault->kind == FAULT_LOST || fault->kind == FAULT_GARBLED;
	bool has_written = report->passes_completed == scene->plan.pass_count;

	HOLDS(scene->medium->is_closed);
	HOLDS(scene->rc == report->error.code);
	HOLDS(report->media_touched == (scene->medium->writes > 0));
	HOLDS(report->error.media_touched == report->media_touched);
	HOLDS(report->media_touched || !report->bytes_written);
	HOLDS(report->interrupted || report->error.code != WIPE_E_INTERRUPTED);
	HOLDS(!report->interrupted || fault->stop_at);
	HOLDS(!report->device_gone || report->verdict == WIPE_VERDICT_INTERRUPTED);
	HOLDS(scene->rc == 0 || !is_clean(report->verdict));
	HOLDS(report->verdict != WIPE_VERDICT_ERASED_VERIFIED || equal == size);
	HOLDS(!is_clean(report->verdict) || lies || equal == size);
	HOLDS(!has_written || lies || hidden == 0 || report->bad_ranges_not_listed);
	HOLDS(!report->bad_ranges_not_listed || report->bad_range_count == WIPE_BAD_RANGES_MAX);
	if (scene->setup->verify == WIPE_VERIFY_FULL)
		HOLDS(report->bytes_verified <= equal);
	if (has_written && !report->bad_ranges_not_listed)
		HOLDS(report->bytes_written + listed_unwritten(report) ==
		      size * scene->plan.pass_count);
	if (report->verify_completed && report->plan.verify == WIPE_VERIFY_FULL) {
		uint64_t read =
			report->bytes_verified + report->mismatch_bytes + report->unreadable_bytes;

		HOLDS(read <= size && read + report->write_error_bytes >= size);
		HOLDS(lies || report->mismatch_bytes == 0);
	}
	HOLDS(!report->has_content_sha256 || report->bytes_verified == size);
}

static void check_record(const struct scene *scene)
{
	HOLDS((held_record(&scene->report, what) == WIPECERT_HELD_YES) ==
	      (scene->report.verdict == WIPE_VERDICT_ERASED_VERIFIED ||
	       scene->report.verdict == WIPE_VERDICT_ERASED_SAMPLED));
}

/* What this fault at this call has to lead to. */
static void check_outcome(const struct scene *scene, const struct fault *fault)
{
	enum wipe_verdict verdict = scene->report.verdict;
	enum fault_call call = scene->medium->fired_call;
	bool is_transfer = call == FAULT_READ || call == FAULT_WRITE;
	bool fails = fault->kind == FAULT_ONCE || fault->kind == FAULT_TORN ||
		     fault->kind == FAULT_LATE;

	if (!scene->medium->has_fired || fault->kind == FAULT_NONE)
		HOLDS(is_clean(verdict));
	else if (fails && call == FAULT_SIZE)
		HOLDS(verdict == WIPE_VERDICT_INTERRUPTED && scene->report.device_gone);
	else if (fails && !is_transfer)
		HOLDS(verdict == WIPE_VERDICT_FAILED && scene->rc == WIPE_E_IO);
	else if (fault->kind == FAULT_SLOW || (fails && fault->delay_ns <= 10 * SECOND_NS))
		HOLDS(is_clean(verdict));
	else if (fails || fault->kind == FAULT_RANGE || (fault->kind == FAULT_BURST && is_transfer))
		HOLDS(is_clean(verdict) || verdict == WIPE_VERDICT_PARTIAL ||
		      scene->rc == WIPE_E_IO);
	else if (fault->kind == FAULT_GONE)
		HOLDS(verdict == WIPE_VERDICT_INTERRUPTED || call == FAULT_DROP);
	else if (fault->kind == FAULT_GARBLED && scene->report.verify_completed)
		HOLDS(verdict == WIPE_VERDICT_FAILED || is_clean(verdict));
}

static int errno_of(uint64_t number)
{
	static const int errnos[] = { EIO,     ENOSPC,	  ENXIO,  EAGAIN, EROFS,
				      ENODATA, ETIMEDOUT, ENOMEM, EINTR,  EREMOTEIO };

	return errnos[number % COUNT(errnos)];
}

/* False: the job needed fewer calls. */
static bool try(struct scene *scene, const struct fault *fault)
{
	bool has_fired;

	snprintf(what, sizeof(what),
		 "seed %llu, %s, %s, %llu bytes, %s, %s at call %llu, "
		 "stop %llu",
		 (unsigned long long)seed, scene->setup->method,
		 wipe_verify_mode_name(scene->setup->verify),
		 (unsigned long long)scene->setup->size_bytes,
		 scene->setup->concurrent ? "threads" : "inline", fault_kind_name(fault->kind),
		 (unsigned long long)fault->at_call, (unsigned long long)fault->stop_at);
	run(scene, fault);
	has_fired = scene->medium->has_fired;
	check_truth(scene, fault);
	check_record(scene);
	if (fault->stop_at)
		HOLDS(scene->progressed < fault->stop_at || scene->report.interrupted ||
		      is_clean(scene->report.verdict));
	else
		check_outcome(scene, fault);
	fault_io_free(scene->medium);
	return has_fired;
}

/*
 * All of the first ones; of the many calls of a sample only some, and so with a
 * sanitizer, which takes its time.
 */
static uint64_t next_call(const struct setup *setup, uint64_t at)
{
	bool is_long = setup->verify == WIPE_VERIFY_SAMPLE || setup->size_bytes > 16 * MIB ||
		       test_step(2) > 1;

	return is_long && at >= 4 ? at + 1 + at / 2 : at + 1;
}

static void fail_every_call(struct scene *scene, enum fault_kind kind, uint64_t delay_ns)
{
	struct fault fault = { .kind = kind, .at_call = 1, .delay_ns = delay_ns };

	do {
		fault.sys_errno = errno_of(fault.at_call + (uint64_t)kind);
		if (!try(scene, &fault))
			return;
		fault.at_call = next_call(scene->setup, fault.at_call);
	} while (true);
}

static void stop_everywhere(struct scene *scene)
{
	struct fault fault = { .sys_errno = EIO };

	for (uint64_t k = 1; k == 1 || scene->progressed >= fault.stop_at; k++) {
		fault.stop_at = fault.stop_at ? next_call(scene->setup, fault.stop_at) : 1;
		try(scene, &fault);
	}
}

/* A flush fails, and the one who waits wants to stop as well. */
static void stop_while_all_fails(struct scene *scene)
{
	struct fault fault = { .kind = FAULT_MUTE, .sys_errno = EIO };

	for (fault.at_call = 2; fault.at_call < 8; fault.at_call += 2)
		for (fault.stop_at = 2; fault.stop_at < 9; fault.stop_at += 2)
			try(scene, &fault);
}

static void test_setup(void **state)
{
	const struct setup *setup = *state;
	const struct fault none = { .kind = FAULT_NONE };
	struct scene *scene = calloc(1, sizeof(*scene));

	assert_non_null(scene);
	begin_scene(scene, setup);
	try(scene, &none);
	assert_true(!setup->has_checkpoints || scene->checkpoints);
	/* With a sanitizer a setup gets every second kind, and its neighbour the others. */
	for (enum fault_kind kind = FAULT_ONCE; kind < FAULT_KINDS; kind++)
		if (((size_t)kind + (size_t)(setup - setups)) % test_step(2) == 0)
			fail_every_call(scene, kind, 6 * SECOND_NS);
	fail_every_call(scene, FAULT_LATE, 2000 * SECOND_NS);
	stop_everywhere(scene);
	stop_while_all_fails(scene);
	free(scene->expected);
	free(scene);
}

int main(void)
{
	const char *given = getenv("MASSHO_TEST_SEED");
	struct CMUnitTest tests[COUNT(setups)];

	seed = given ? strtoull(given, NULL, 0) : 20261123;
	printf("MASSHO_TEST_SEED=%llu\n", (unsigned long long)seed);
	fflush(stdout);
	signal(SIGALRM, tell_hang);
	for (size_t i = 0; i < COUNT(setups); i++)
		tests[i] = (struct CMUnitTest){ .name = setups[i].method,
						.test_func = test_setup,
						.initial_state = (void *)(uintptr_t)&setups[i] };
	return cmocka_run_group_tests_name("faults", tests, NULL, NULL);
}
