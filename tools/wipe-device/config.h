/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of wipe-device. */
#ifndef WIPE_DEVICE_CONFIG_H
#define WIPE_DEVICE_CONFIG_H

#include <wipe/plan.h>

#include "engine.h"
#include "options.h"
#include "progress.h"
#include "records_options.h"

#define TOOL "wipe-device"

struct config {
	struct options options; /* arguments: the devices */
	struct wipe_plan_request plan;
	uint8_t challenge[WIPE_CHALLENGE_MIN_BYTES];
	bool dry_run, image, then_overwrite;
	const char *header;	/* where the header of a volume lies; NULL: in it */
	const char *conditions; /* the file of answers; NULL: none */
	enum wipe_answer answers[WIPE_CONDITIONS];
	const char *resume;	   /* the journal that is gone on from; NULL: none */
	const char *said_anew;	   /* an option that begins a job; NULL: none was given */
	uint64_t checkpoint_bytes; /* 0: the library's */
	struct values confirms;
	const char *case_path; /* NULL: records are files */
	struct values items;   /* none, or one a device */
	enum progress_mode progress;
	struct engine engine;
	struct records_options records;
};

/* OPTIONS_GO or an exit code after a message. config_free() in either case. */
int config_parse(int argc, char **argv, struct config *config);
void config_free(struct config *config);

#endif
