/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shown.h"

#include <stdio.h>

#include "text.h"

void shown_title(const struct wipecert_case *opened, size_t index, char title[SHOWN_TITLE_BYTES])
{
	struct wipecert_item item;
	char label[SHOWN_TITLE_BYTES - 16];

	wipecert_case_item(opened, index, &item);
	text_escape(item.label, label, sizeof(label));
	if (item.label_is_shared)
		snprintf(title, SHOWN_TITLE_BYTES, "%s (%.8s)", label, item.id);
	else
		snprintf(title, SHOWN_TITLE_BYTES, "%s", label);
}
