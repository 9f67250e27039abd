/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare.h"

#include <stdio.h>
#include <string.h>

#include "case_lists.h"
#include "exit.h"
#include "output.h"

/* What was received as the item; a copy of it is no such thing. */
static struct wipecert_manifest *load_received(const struct wipecert_case *opened, size_t index,
					       enum case_list *state)
{
	struct wipecert_item item;

	*state = CASE_LIST_NONE;
	wipecert_case_item(opened, index, &item);
	return item.origin == WIPECERT_RECEIVED ? case_lists_manifest(opened, item.record, state) :
						  NULL;
}

/* False: a list has no names, or is empty. */
static bool compare(const struct wipecert_manifest *received,
		    const struct wipecert_manifest *returned, struct compared *compared)
{
	uint64_t count[WIPECERT_MANIFEST_STATES] = { 0 };
	struct wipecert_manifest_check *check = NULL;
	size_t cursor = 0;

	if (wipecert_manifest_form(returned) != WIPECERT_MANIFEST_FULL ||
	    !wipecert_manifest_count(received) ||
	    wipecert_manifest_check_new(received, &check, NULL))
		return false;
	for (size_t i = 0; i < wipecert_manifest_count(returned); i++) {
		const struct wipecert_manifest_entry *entry = wipecert_manifest_at(returned, i);

		count[wipecert_manifest_check_file(check, entry->path, entry->size_bytes,
						   entry->sha256)]++;
	}
	while (wipecert_manifest_check_missing(check, &cursor))
		count[WIPECERT_MANIFEST_MISSING]++;
	wipecert_manifest_check_free(check);
	*compared = (struct compared){ .is_told = true,
				       .same = count[WIPECERT_MANIFEST_SAME],
				       .changed = count[WIPECERT_MANIFEST_CHANGED],
				       .missing = count[WIPECERT_MANIFEST_MISSING],
				       .additional = count[WIPECERT_MANIFEST_ADDITIONAL] };
	return true;
}

static int put(struct wipecert_act *act, const struct compared *compared, struct wipe_error *err)
{
	int rc = wipecert_act_number(act, "compared/same", compared->same, err);

	if (!rc)
		rc = wipecert_act_number(act, "compared/changed", compared->changed, err);
	if (!rc)
		rc = wipecert_act_number(act, "compared/missing", compared->missing, err);
	return rc ? rc : wipecert_act_number(act, "compared/additional", compared->additional, err);
}

int compare_finish(struct session *session, struct wipecert_act *act, struct field_parts *parts)
{
	struct wipecert_manifest *received;
	struct compared compared;
	struct wipe_error err;
	enum case_list state;
	size_t index;
	int rc = 0;

	wipe_error_clear(&err);
	if (!parts->files || wipecert_case_find_item(session->opened, parts->item, &index, &err))
		return EXIT_DONE;
	received = load_received(session->opened, index, &state);
	if (received && compare(received, parts->files, &compared))
		rc = put(act, &compared, &err);
	else if (state != CASE_LIST_NONE)
		output_error(session->tool, NULL, "%s",
			     _("the list of the files that were received cannot be read with its "
			       "names: they are not compared"));
	wipecert_manifest_free(received);
	return rc ? session_fail(session, NULL, &err) : EXIT_DONE;
}

bool compare_of_record(const struct wipecert_case *opened, size_t record, struct compared *compared)
{
	struct wipecert_result result;
	bool is_read;

	*compared = (struct compared){ .is_told = false };
	if (wipecert_case_load_record(opened, record, &result, NULL))
		return false;
	is_read = result.record && compared_read(result.record, compared);
	wipecert_result_clear(&result);
	return is_read;
}

bool compare_lists(const struct wipecert_case *opened, size_t record, struct compared *compared)
{
	struct wipecert_manifest *received = NULL, *returned = NULL;
	struct wipecert_case_record one;
	enum case_list state;
	bool is_compared;

	wipecert_case_record(opened, record, &one);
	if (one.item != WIPECERT_NO_INDEX)
		received = load_received(opened, one.item, &state);
	if (received)
		returned = case_lists_manifest(opened, record, &state);
	is_compared = returned && compare(received, returned, compared);
	wipecert_manifest_free(received);
	wipecert_manifest_free(returned);
	return is_compared;
}

/* Nobody can say later which files they were. */
static void tell_unlisted(const struct session *session, size_t record)
{
	struct wipecert_result result;
	const char *form;
	uint8_t sha256[32];

	if (wipecert_case_load_record(session->opened, record, &result, NULL))
		return;
	form = result.record ? wipecert_record_text(result.record, "form") : NULL;
	if (form && (strcmp(form, "files") == 0 || strcmp(form, "archive") == 0) &&
	    !wipecert_record_hex(result.record, "manifest/sha256", sha256, 32))
		output_error(session->tool, NULL, "%s",
			     _("which files went back is not recorded, and the officer cannot "
			       "compare them: give --files"));
	wipecert_result_clear(&result);
}

void compare_tell(const struct session *session, const struct wipecert_case_added *added,
		  const struct field_parts *parts)
{
	struct compared compared;
	char words[COMPARED_BYTES];
	json_t *told, *counts;

	(void)parts;
	tell_unlisted(session, added->record);
	if (!compare_of_record(session->opened, added->record, &compared) || !compared.is_told)
		return;
	if (session->options->json) {
		told = json_pack("{s:s}", "object", "compared");
		counts = compared_json(&compared);
		json_object_update(told, counts);
		json_decref(counts);
		output_json(told);
	} else if (!session->options->quiet) {
		compared_words(&compared, words);
		printf("%s: %s\n", _("Against what was received"), words);
	}
	if (compared_differs(&compared))
		output_error(session->tool, NULL, "%s",
			     _("what goes back is not what was received: the officer has to know "
			       "why"));
}
