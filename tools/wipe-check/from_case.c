/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "from_case.h"

#include <string.h>

#include "exit.h"
#include "output.h"
#include "record.h"
#include "register.h"
#include "text.h"

/* The newest erasure of item that held; WIPECERT_NO_INDEX: none. */
static size_t newest_of(const struct wipecert_case *opened, size_t item)
{
	struct wipecert_case_record record;

	for (size_t i = wipecert_case_record_count(opened); i > 0; i--) {
		wipecert_case_record(opened, i - 1, &record);
		if (record.is_known && record.type == WIPECERT_ERASURE && record.item == item &&
		    record.held == WIPECERT_HELD_YES)
			return i - 1;
	}
	return WIPECERT_NO_INDEX;
}

static int find(const struct wipecert_case *opened, const char *name, size_t *index)
{
	struct wipe_error err;
	size_t item;

	wipe_error_clear(&err);
	*index = WIPECERT_NO_INDEX;
	if (!wipecert_case_find_item(opened, name, &item, &err))
		*index = newest_of(opened, item);
	else if (err.code == WIPE_E_NOTFOUND)
		return register_find_record(TOOL, opened, name, index);
	if (*index != WIPECERT_NO_INDEX)
		return EXIT_DONE;
	output_error(TOOL, name, "%s",
		     err.code ? err.message : _("the item has no erasure that held"));
	return EXIT_USAGE;
}

static int open_case(const struct config *config, struct from_case *from)
{
	struct wipecert_case_options options = { .time_s = record_time(config) };
	struct wipe_error err;

	wipe_error_clear(&err);
	if (config->trusts.count && record_trust(config, options.time_s, &from->trust, &err)) {
		output_wipe_error(TOOL, NULL, &err);
		return exit_from_error(&err);
	}
	options.trust = from->trust;
	return register_open_in_order(TOOL, config->case_path, &options, &from->opened);
}

static void note_item(struct from_case *from, size_t index)
{
	struct wipecert_case_record record;
	struct wipecert_item item;

	wipecert_case_record(from->opened, index, &record);
	if (record.item == WIPECERT_NO_INDEX)
		return;
	wipecert_case_item(from->opened, record.item, &item);
	memcpy(from->item, item.id, sizeof(from->item));
	from->lacks = item.lacks;
}

int from_case_load(const struct config *config, struct from_case *from,
		   struct wipecert_result *result)
{
	const char *name = config->options.arguments[0];
	struct wipe_error err;
	size_t index;
	int code = open_case(config, from);

	memset(result, 0, sizeof(*result));
	wipe_error_clear(&err);
	if (code == EXIT_DONE)
		code = find(from->opened, name, &index);
	if (code != EXIT_DONE)
		return code;
	note_item(from, index);
	if (!wipecert_case_load_record(from->opened, index, result, &err))
		return record_judge(name, result);
	output_wipe_error(TOOL, NULL, &err);
	return exit_from_error(&err);
}

bool from_case_reopened(const struct from_case *from, char *label, size_t size)
{
	static const unsigned int erasure = WIPECERT_LACK_OUTCOME | WIPECERT_LACK_MEDIA;
	struct wipecert_item item;
	size_t index;

	if (!from->opened || !*from->item ||
	    wipecert_case_find_item(from->opened, from->item, &index, NULL))
		return false;
	wipecert_case_item(from->opened, index, &item);
	text_escape(item.label, label, size);
	return item.lacks & ~from->lacks & erasure;
}

void from_case_free(struct from_case *from)
{
	wipecert_case_free(from->opened);
	wipecert_trust_free(from->trust);
}
