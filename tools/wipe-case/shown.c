/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shown.h"

#include <stdio.h>
#include <string.h>

#include "text.h"

static bool is_shared(const struct wipecert_case *opened, const struct wipecert_item *item)
{
	size_t count = wipecert_case_item_count(opened), found = 0;

	for (size_t i = 0; i < count && found < 2; i++) {
		struct wipecert_item other;

		wipecert_case_item(opened, i, &other);
		found += strcmp(other.label, item->label) == 0;
	}
	return found > 1;
}

void shown_title(const struct wipecert_case *opened, size_t index, char title[SHOWN_TITLE_BYTES])
{
	struct wipecert_item item;
	char label[SHOWN_TITLE_BYTES - 16];

	wipecert_case_item(opened, index, &item);
	text_escape(item.label, label, sizeof(label));
	if (is_shared(opened, &item))
		snprintf(title, SHOWN_TITLE_BYTES, "%s (%.8s)", label, item.id);
	else
		snprintf(title, SHOWN_TITLE_BYTES, "%s", label);
}
