/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many files are verified, how fast, and how long it will take, on stderr: one
 * line on a terminal, or one object of JSON Lines a second. What is over at once
 * shows nothing on a terminal.
 */
#ifndef MASSHO_WIPE_VERIFY_PACE_H
#define MASSHO_WIPE_VERIFY_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "meter.h"
#include "progress.h"

struct pace {
	enum progress_mode mode;
	size_t done, total;
	size_t failed; /* invalid, or cannot be read */
	bool is_drawn;
	uint64_t started_ns, printed_ns;
	struct meter meter; /* files for bytes */
};

void pace_start(struct pace *pace, enum progress_mode mode, size_t total);
void pace_tell(struct pace *pace, size_t done, size_t failed);
/* Takes the line off the terminal; in JSON the last object is written. */
void pace_end(struct pace *pace);

/* A line for a terminal of so many columns, without newline. */
void pace_format(const struct pace *pace, size_t columns, char *line, size_t size);

#endif
