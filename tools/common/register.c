/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "register.h"

#include <stdio.h>
#include <string.h>

#include "case_findings.h"
#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "text.h"

#define RECORD_ID_MIN 8

/* arg: the tool's name. */
static void tell_waits(void *arg, const char *path)
{
	output_error(arg, path, "%s", _("waiting for another program that writes to the case"));
}

int register_open(const char *tool, const char *path, const struct wipecert_case_options *options,
		  struct wipecert_case **opened)
{
	struct wipecert_case_options opening = *options;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (!wipecert_case_is_at(path)) {
		output_error(tool, path, "%s", _("there is no case"));
		return EXIT_USAGE;
	}
	opening.waits = tell_waits;
	opening.waits_arg = (void *)(uintptr_t)tool;
	if (!wipecert_case_open(path, &opening, opened, &err))
		return EXIT_DONE;
	output_wipe_error(tool, NULL, &err);
	return exit_from_error(&err);
}

int register_open_in_order(const char *tool, const char *path,
			   const struct wipecert_case_options *options,
			   struct wipecert_case **opened)
{
	struct wipe_error err;
	int code = register_open(tool, path, options, opened);

	if (code != EXIT_DONE)
		return code;
	wipe_error_clear(&err);
	if (!wipecert_case_in_order(*opened, &err)) {
		case_warn(tool, *opened);
		return EXIT_DONE;
	}
	output_wipe_error(tool, path, &err);
	return exit_from_error(&err);
}

int register_find_item(const char *tool, const struct wipecert_case *opened, const char *name,
		       size_t *index)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	if (!wipecert_case_find_item(opened, name, index, &err))
		return EXIT_DONE;
	output_wipe_error(tool, NULL, &err);
	return err.code == WIPE_E_NOTFOUND ? EXIT_REFUSED : EXIT_USAGE;
}

void register_title(const struct wipecert_item *item, char title[REGISTER_TITLE_BYTES])
{
	snprintf(title, REGISTER_TITLE_BYTES, "%.400s (%.8s)", item->label, item->id);
}

bool register_has_serial(const struct wipecert_item *item, const char *serial)
{
	if (!*serial)
		return false;
	if (strcmp(item->serial, serial) == 0)
		return true;
	for (size_t i = 0; i < item->media_count; i++)
		if (strcmp(item->media[i].serial, serial) == 0)
			return true;
	return false;
}

#define LEFT_MOST 8 /* more are told by an ellipsis */

struct left {
	const char *names[LEFT_MOST];
	size_t count;
	bool has_more;
};

static void note_left(struct left *left, const char *name)
{
	for (size_t i = 0; i < left->count; i++)
		if (strcmp(left->names[i], name) == 0)
			return;
	if (left->count < LEFT_MOST)
		left->names[left->count++] = name;
	else
		left->has_more = true;
}

/* A copying of the item that no erasure stands for. */
static bool is_left(const struct wipecert_case_record *record, size_t item)
{
	return record->is_known && record->type == WIPECERT_COPY_OUT && record->counts &&
	       record->item == item && record->erased_by == WIPECERT_NO_INDEX;
}

static void join_names(const struct left *left, char out[REGISTER_LEFT_BYTES])
{
	char shown[REGISTER_LEFT_BYTES];
	size_t used = 0;

	*out = '\0';
	for (size_t i = 0; i < left->count && used < REGISTER_LEFT_BYTES; i++) {
		text_escape(left->names[i], shown, sizeof(shown));
		used += (size_t)snprintf(out + used, REGISTER_LEFT_BYTES - used, "%s%s",
					 i ? _(", ") : "", shown);
	}
	if (left->has_more && used < REGISTER_LEFT_BYTES)
		snprintf(out + used, REGISTER_LEFT_BYTES - used, "%s", ", ...");
}

/* Where a copy is. */
struct places {
	struct left sure;	 /* not erased */
	struct left unsure;	 /* without a serial, where there are several: all of them */
	struct left unsure_left; /* as many of them as are not erased */
};

static void find_places(const struct wipecert_case *opened, size_t item, struct places *places)
{
	size_t count = wipecert_case_record_count(opened);

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(opened, i, &record);
		if (record.is_one_of_several && record.counts && record.item == item)
			note_left(&places->unsure, record.destination);
		if (!is_left(&record, item))
			continue;
		if (record.is_one_of_several)
			note_left(&places->unsure_left, record.destination);
		else
			note_left(&places->sure,
				  *record.serial ? record.serial : record.destination);
	}
}

/* Nothing is erased yet, so that each of them is left. */
static bool are_all_left(const struct places *places)
{
	return places->unsure.count == places->unsure_left.count;
}

static void join_places(const struct places *places, char out[REGISTER_LEFT_BYTES])
{
	char unsure[REGISTER_LEFT_BYTES];
	size_t used;

	join_names(&places->sure, out);
	used = strlen(out);
	if (!places->unsure_left.count)
		return;
	join_names(&places->unsure, unsure);
	if (used)
		used += (size_t)snprintf(out + used, REGISTER_LEFT_BYTES - used, "%s", _(", "));
	if (used >= REGISTER_LEFT_BYTES)
		return;
	if (are_all_left(places))
		snprintf(out + used, REGISTER_LEFT_BYTES - used, "%s", unsure);
	else
		/* TRANSLATORS: media, of which nothing tells which were erased */
		snprintf(out + used, REGISTER_LEFT_BYTES - used,
			 _("%zu of these, the records do not tell which: %s"),
			 places->unsure_left.count, unsure);
}

bool register_is_at_several(const struct wipecert_case *opened, size_t index,
			    char out[REGISTER_LEFT_BYTES])
{
	struct places places = { .sure = { .count = 0 } };

	find_places(opened, index, &places);
	join_places(&places, out);
	return places.sure.count + places.unsure_left.count > 1 ||
	       (places.unsure_left.count && !are_all_left(&places));
}

bool register_is_unsure(const struct wipecert_case *opened, size_t index,
			char out[REGISTER_LEFT_BYTES])
{
	struct places places = { .sure = { .count = 0 } };

	find_places(opened, index, &places);
	join_names(&places.unsure, out);
	return places.unsure.count > 0;
}

void register_left(const struct wipecert_case *opened, size_t index, char out[REGISTER_LEFT_BYTES])
{
	struct places places = { .sure = { .count = 0 } };
	struct wipecert_item item;

	*out = '\0';
	wipecert_case_item(opened, index, &item);
	if (!(item.lacks & WIPECERT_LACK_MEDIA))
		return;
	for (size_t i = 0; i < item.media_count; i++)
		if (item.media[i].erasure == WIPECERT_NO_INDEX)
			note_left(&places.sure, item.media[i].serial);
	find_places(opened, index, &places);
	join_places(&places, out);
}

int register_find_record(const char *tool, const struct wipecert_case *opened, const char *name,
			 size_t *index)
{
	size_t count = wipecert_case_record_count(opened), found = 0;
	size_t length = strlen(name);

	for (size_t i = 0; i < count && length >= RECORD_ID_MIN; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(opened, i, &record);
		if (!record.is_known || strncmp(record.link.id, name, length) != 0)
			continue;
		*index = i;
		found++;
	}
	if (found == 1)
		return EXIT_DONE;
	output_error(tool, name, "%s",
		     found ? _("several records begin so: give more of the id") :
			     _("no such record is in the case"));
	return found ? EXIT_USAGE : EXIT_REFUSED;
}
