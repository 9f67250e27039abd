/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exit.h"

#include <stddef.h>

/* In the order in which they decide: the first that occurs is the result. */
static const struct {
	enum exit_code code;
	const char *name;
} exits[] = {
	{ EXIT_FAILED, "failed" },
	{ EXIT_INTERRUPTED, "interrupted" },
	{ EXIT_PARTIAL, "partial" },
	{ EXIT_UNSAVED, "unsaved" },
	{ EXIT_UNCONFIRMED, "unconfirmed" },
	{ EXIT_UNSUPPORTED, "unsupported" },
	{ EXIT_REFUSED, "refused" },
	{ EXIT_USAGE, "usage" },
	{ EXIT_DONE, "done" },
};
#define EXIT_COUNT (sizeof(exits) / sizeof(exits[0]))

/* What a failure means before and after a write may have reached a medium. */
static const struct {
	enum wipe_code code;
	enum exit_code untouched, touched;
} by_error[] = {
	{ WIPE_OK, EXIT_DONE, EXIT_DONE },
	{ WIPE_E_USAGE, EXIT_USAGE, EXIT_FAILED },
	{ WIPE_E_REFUSED, EXIT_REFUSED, EXIT_FAILED },
	{ WIPE_E_UNSUPPORTED, EXIT_UNSUPPORTED, EXIT_FAILED },
	{ WIPE_E_GONE, EXIT_USAGE, EXIT_INTERRUPTED },
	{ WIPE_E_NOTFOUND, EXIT_USAGE, EXIT_FAILED },
	{ WIPE_E_INTERRUPTED, EXIT_INTERRUPTED, EXIT_INTERRUPTED },
};

static size_t rank_of(int code)
{
	for (size_t i = 0; i < EXIT_COUNT; i++)
		if ((int)exits[i].code == code)
			return i;
	return 0;
}

int exit_combine(int a, int b)
{
	size_t rank_a = rank_of(a), rank_b = rank_of(b);

	return (int)exits[rank_a < rank_b ? rank_a : rank_b].code;
}

int exit_from_error(const struct wipe_error *err)
{
	for (size_t i = 0; i < sizeof(by_error) / sizeof(by_error[0]); i++)
		if ((int)by_error[i].code == err->code)
			return (int)(err->media_touched ? by_error[i].touched :
							  by_error[i].untouched);
	return EXIT_FAILED;
}

const char *exit_name(int code)
{
	return exits[rank_of(code)].name;
}
