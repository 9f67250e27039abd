/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * copy-files [--wait NAME] DESTINATION SOURCE, or - SOURCE to scan: what a tool
 * would do with wipe_copy_run(). One line each: state, kind, size, SHA-256, code,
 * errno, name; then "end", code, errno. --wait: within the file NAME it prints
 * "at" and goes on when it gets a line.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <wipe/copy.h>

static const char *wait_in;

static int print_result(void *arg, const struct wipe_copy_result *result)
{
	(void)arg;
	printf("%s %s %" PRIu64 " ", wipe_copy_state_name(result->state),
	       wipe_copy_kind_name(result->kind), result->size_bytes);
	for (size_t i = 0; i < sizeof(result->sha256); i++)
		printf("%02x", result->sha256[i]);
	printf(" %s %d %s\n", wipe_code_name(result->error ? result->error->code : 0),
	       result->error ? result->error->sys_errno : 0, result->path);
	return 0;
}

static int wait_there(void *arg, const struct wipe_copy_progress *progress)
{
	char line[16];

	(void)arg;
	if (!wait_in || strcmp(progress->path, wait_in) || !progress->bytes_done)
		return 0;
	wait_in = NULL;
	puts("at");
	fflush(stdout);
	return fgets(line, sizeof(line), stdin) == NULL;
}

int main(int argc, char **argv)
{
	struct wipe_copy_source source = { .as = "" };
	struct wipe_copy_job job = { .sources = &source,
				     .source_count = 1,
				     .result = print_result,
				     .progress = wait_there };
	struct wipe_error err;
	int rc;

	if (argc == 5 && !strcmp(argv[1], "--wait")) {
		wait_in = argv[2];
		argv += 2;
		argc -= 2;
	}
	if (argc != 3)
		return 2;
	source.path = argv[2];
	job.destination = strcmp(argv[1], "-") ? argv[1] : NULL;
	wipe_error_clear(&err);
	rc = job.destination ? wipe_copy_run(&job, NULL, &err) : wipe_copy_scan(&job, NULL, &err);
	printf("end %s %d %s\n", wipe_code_name(rc), err.sys_errno, err.message);
	return rc != 0;
}
