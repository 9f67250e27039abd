/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wipe-space [--count] [--limit S] [--stop-at N | --wait-at N] PATH, or --mend PATH: what
 * a tool would do with wipe_space_run(). Lines: "part NAME STATE COUNT BYTES
 * VERIFIED", "unreached REASON PART
 * COUNT BYTES ERRNO", "mended", "removed", "end CODE ERRNO MESSAGE". --stop-at: asks to stop at the
 * Nth call of progress; --wait-at: there it prints "at" and goes on when it gets a line;
 * --count tells in the end how many calls there were.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/space.h>

struct asked {
	long stop_at, wait_at, calls;
};

static int progress(void *arg, const struct wipe_space_progress *progress)
{
	struct asked *asked = arg;
	char line[16];

	(void)progress;
	asked->calls++;
	if (asked->calls == asked->wait_at) {
		puts("at");
		fflush(stdout);
		return fgets(line, sizeof(line), stdin) == NULL;
	}
	return asked->calls == asked->stop_at;
}

static void print(const struct wipe_space_result *result)
{
	for (unsigned int i = 0; i < WIPE_SPACE_PARTS; i++)
		printf("part %s %s %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", wipe_space_part_name(i),
		       wipe_space_state_name(result->parts[i].state), result->parts[i].count,
		       result->parts[i].bytes, result->parts[i].verified_bytes);
	for (size_t i = 0; i < result->unreached_count; i++)
		printf("unreached %s %s %" PRIu64 " %" PRIu64 " %d\n",
		       wipe_space_reason_name(result->unreached[i].reason),
		       wipe_space_part_name(result->unreached[i].part), result->unreached[i].count,
		       result->unreached[i].bytes, result->unreached[i].sys_errno);
	if (result->mended)
		puts("mended");
	if (result->removed)
		puts("removed");
}

static int mend(const char *path)
{
	struct wipe_error err;
	bool mended;
	int rc;

	wipe_error_clear(&err);
	rc = wipe_space_mend(path, &mended, &err);
	if (mended)
		puts("mended");
	printf("end %s %d %s\n", wipe_code_name(rc), err.sys_errno, err.message);
	return rc != 0;
}

int main(int argc, char **argv)
{
	struct asked asked = { .calls = 0 };
	struct wipe_space_job job = { .progress = progress, .arg = &asked };
	struct wipe_space_result result;
	struct wipe_error err;
	bool count = false;
	int rc;

	for (; argc > 2; argc--, argv++) {
		if (!strcmp(argv[1], "--mend"))
			return mend(argv[2]);
		if (!strcmp(argv[1], "--count")) {
			count = true;
			continue;
		}
		if (!strcmp(argv[1], "--limit"))
			job.time_limit_s = (uint32_t)strtoul(argv[2], NULL, 10);
		else if (!strcmp(argv[1], "--stop-at"))
			asked.stop_at = strtol(argv[2], NULL, 10);
		else if (!strcmp(argv[1], "--wait-at"))
			asked.wait_at = strtol(argv[2], NULL, 10);
		else
			return 2;
		argc--;
		argv++;
	}
	if (argc != 2)
		return 2;
	job.path = argv[1];
	wipe_error_clear(&err);
	rc = wipe_space_run(&job, &result, &err);
	print(&result);
	if (count)
		printf("calls %ld\n", asked.calls);
	printf("end %s %d %s\n", wipe_code_name(rc), err.sys_errno, err.message);
	return rc != 0;
}
