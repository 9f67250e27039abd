/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "holders_show.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "output.h"
#include "text.h"

#define ONE_BYTES 2048

static void describe(const struct wipe_file_holder *holder, char *out, size_t size)
{
	char name[4 * sizeof(holder->name)], place[4 * sizeof(holder->mounted_at)];

	text_escape(holder->name, name, sizeof(name));
	text_escape(holder->mounted_at, place, sizeof(place));
	switch (holder->kind) {
	case WIPE_FILE_HOLDER_PROCESS:
		snprintf(out, size, _("process %" PRId64 " (%s)"), holder->pid, *name ? name : "?");
		return;
	case WIPE_FILE_HOLDER_LOOP:
		if (*place)
			snprintf(out, size, _("%s, mounted at %s"), name, place);
		else
			snprintf(out, size, "%s", name);
		return;
	case WIPE_FILE_HOLDER_SWAP:
		snprintf(out, size, "%s", _("swap"));
		return;
	case WIPE_FILE_HOLDER_UNKNOWN:
		break;
	}
	snprintf(out, size, "%s", _("an unknown process"));
}

void holders_text(const struct wipe_file_result *result, char *out, size_t size)
{
	size_t used = 0;

	*out = '\0';
	for (size_t i = 0; i < result->holder_count; i++) {
		char one[ONE_BYTES];

		describe(&result->holders[i], one, sizeof(one));
		if (strlen(one) + 3 > size - used)
			return;
		used += (size_t)snprintf(out + used, size - used, "%s%s", i ? "; " : ": ", one);
	}
}

static json_t *holder_json(const struct wipe_file_holder *holder)
{
	return json_pack("{s:s,s:o,s:o,s:o}", "kind", wipe_file_holder_name(holder->kind), "pid",
			 holder->pid ? json_integer((json_int_t)holder->pid) : json_null(), "name",
			 *holder->name ? output_json_text(holder->name) : json_null(), "mounted_at",
			 *holder->mounted_at ? output_json_text(holder->mounted_at) : json_null());
}

json_t *holders_json(const struct wipe_file_result *result)
{
	json_t *list = json_array();

	for (size_t i = 0; i < result->holder_count; i++)
		json_array_append_new(list, holder_json(&result->holders[i]));
	return list;
}

static size_t told_of(const struct wipe_file_totals *totals)
{
	return totals->deleted_count < WIPE_FILE_DELETED_MAX ? (size_t)totals->deleted_count :
							       WIPE_FILE_DELETED_MAX;
}

void deleted_print(const struct wipe_file_totals *totals)
{
	char one[ONE_BYTES], size[TEXT_SIZE_BYTES];

	if (!totals->deleted_count)
		return;
	text_size(totals->deleted_bytes, size);
	printf(_("Deleted files on the same file system that are still open: %llu (%s). What a file "
		 "held before it was saved anew may be in them:\n"),
	       (unsigned long long)totals->deleted_count, size);
	for (size_t i = 0; i < told_of(totals); i++) {
		describe(&totals->deleted[i].holder, one, sizeof(one));
		text_size(totals->deleted[i].bytes, size);
		printf("  %s: %s\n", one, size);
	}
}

json_t *deleted_json(const struct wipe_file_totals *totals)
{
	json_t *list = json_array();

	if (!totals->deleted_known) {
		json_decref(list);
		return json_null();
	}
	for (size_t i = 0; i < told_of(totals); i++)
		json_array_append_new(list, json_pack("{s:o,s:o}", "bytes",
						      output_json_bytes(totals->deleted[i].bytes),
						      "held_by",
						      holder_json(&totals->deleted[i].holder)));
	return json_pack("{s:I,s:o,s:b,s:o}", "count", (json_int_t)totals->deleted_count, "bytes",
			 output_json_bytes(totals->deleted_bytes), "all_processes",
			 (int)totals->all_processes, "files", list);
}
