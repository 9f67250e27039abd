/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "go_back.h"

#include <stdlib.h>
#include <string.h>

#include "i18n.h"
#include "output.h"
#include "register.h"

/* Also if it was copied to a medium of that one. */
static bool shares_medium(const struct wipecert_item *item, const struct wipecert_item *other)
{
	bool shares = register_has_serial(item, other->serial) ||
		      register_has_serial(item, other->copied_to) ||
		      register_has_serial(other, item->copied_to);

	for (size_t i = 0; i < other->media_count && !shares; i++)
		shares = register_has_serial(item, other->media[i].serial);
	return shares || (*item->copied_to && strcmp(item->copied_to, other->copied_to) == 0);
}

/* What was received, that this is a copy of; itself if it is none. */
static size_t root_of(const struct wipecert_case *opened, size_t index)
{
	size_t count = wipecert_case_item_count(opened);
	struct wipecert_item item;

	for (size_t steps = 0; steps <= count; steps++) {
		wipecert_case_item(opened, index, &item);
		if (item.parent == WIPECERT_NO_INDEX)
			break;
		index = item.parent;
	}
	return index;
}

static void tell(const char *tool, const struct wipecert_case *opened, size_t root)
{
	struct wipecert_item item;
	char title[REGISTER_TITLE_BYTES];

	wipecert_case_item(opened, root, &item);
	register_title(&item, title);
	output_error(tool, title, "%s",
		     item.outcome == WIPECERT_OUTCOME_RETURNED ?
			     _("it went back, but an officer has to confirm that first (wipe-case "
			       "confirm)") :
			     _("it has to go back first (wipe-case return), and an officer has to "
			       "confirm that"));
}

/* Itself only where it has to be returned. */
static bool waits_for(const struct wipecert_case *opened, size_t index, size_t root)
{
	struct wipecert_item item;

	wipecert_case_item(opened, root, &item);
	if (item.origin != WIPECERT_RECEIVED || !item.lacks)
		return false;
	return root != index || item.lacks & WIPECERT_LACK_RETURN ||
	       item.outcome == WIPECERT_OUTCOME_RETURNED;
}

void go_back_tell(const char *tool, const struct wipecert_case *opened, const char *name,
		  const char *serial)
{
	size_t count = wipecert_case_item_count(opened), own = WIPECERT_NO_INDEX;
	bool *is_told = calloc(count + 1, sizeof(*is_told));
	struct wipecert_item item = { .serial = serial, .copied_to = "" }, other;

	if (is_told && *name && !wipecert_case_find_item(opened, name, &own, NULL))
		wipecert_case_item(opened, own, &item);
	for (size_t i = 0; i < count && is_told; i++) {
		size_t root = root_of(opened, i);

		wipecert_case_item(opened, i, &other);
		if (!other.lacks || is_told[root] || !waits_for(opened, i, root) ||
		    (i != own && !shares_medium(&other, &item) &&
		     !register_has_serial(&other, serial) &&
		     (!*serial || strcmp(other.copied_to, serial) != 0)))
			continue;
		is_told[root] = true;
		tell(tool, opened, root);
	}
	free(is_told);
}
