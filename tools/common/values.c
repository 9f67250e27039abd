/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "values.h"

#include <stdlib.h>

#include "i18n.h"
#include "options.h"

int values_add(const char *tool, struct values *values, const char *value)
{
	const char **grown = reallocarray(values->items, values->count + 1, sizeof(*values->items));

	if (!grown)
		return options_fail(tool, "%s", _("out of memory"));
	values->items = grown;
	grown[values->count++] = value;
	return 0;
}

void values_free(struct values *values)
{
	free(values->items);
}
