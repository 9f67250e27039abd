/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-file: erase files and trees so that nothing of them can be found, and tell what can. */
#include <sys/resource.h>

#include "config.h"
#include "exit.h"
#include "job.h"
#include "output.h"
#include "place.h"
#include "sandbox.h"
#include "startup.h"

#define FILES_OPEN 1024

static int run(struct config *config)
{
	struct wipe_source *source = wipe_source_system();
	struct log *log = NULL;
	int code = place_check_log(config);

	if (code == EXIT_DONE)
		code = log_start(config->options.log_path, TOOL, &log);
	if (code == EXIT_DONE)
		code = job_run(config, source, log);
	wipe_source_free(source);
	log_close(log);
	return code;
}

/* Files are erased many at a time; where the limit stays low they are fewer. */
static void raise_file_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= FILES_OPEN)
		return;
	limit.rlim_cur = limit.rlim_max < FILES_OPEN ? limit.rlim_max : FILES_OPEN;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

int main(int argc, char **argv)
{
	struct config config;
	int code;

	startup_run();
	raise_file_limit();
	code = config_parse(argc, argv, &config);
	if (code == OPTIONS_GO) {
		code = config.swaps.count ? sandbox_start_with_swap(TOOL) : sandbox_start(TOOL);
		if (code == EXIT_DONE)
			code = run(&config);
	}
	config_free(&config);
	return output_finish(TOOL, code);
}
