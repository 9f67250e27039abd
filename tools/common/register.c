/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "register.h"

#include "exit.h"
#include "i18n.h"
#include "output.h"

int register_open(const char *tool, const char *path, const struct wipecert_case_options *options,
		  struct wipecert_case **opened)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	if (!wipecert_case_is_at(path)) {
		output_error(tool, path, "%s", _("there is no case"));
		return EXIT_USAGE;
	}
	if (!wipecert_case_open(path, options, opened, &err))
		return EXIT_DONE;
	output_wipe_error(tool, NULL, &err);
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
