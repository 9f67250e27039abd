/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "register.h"

#include <string.h>

#include "case_findings.h"
#include "exit.h"
#include "i18n.h"
#include "output.h"

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
