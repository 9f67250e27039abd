/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include <jansson.h>

#include "csv.h"
#include "output.h"
#include "report.h"
#include "verdict_show.h"

/* Columns in their order, and the keys of --json that they are taken from. */
static const struct {
	const char *name, *outer, *inner; /* inner NULL: outer itself */
} columns[] = {
	{ "path", "path", NULL },
	{ "exit", "exit", NULL },
	{ "exit_name", "exit_name", NULL },
	{ "authentic", "authentic", NULL },
	{ "reason", "reason", NULL },
	{ "detail", "detail", NULL },
	{ "held", "held", NULL },
	{ "standing", "confirmation", "standing" },
	{ "confirmed_by", "confirmation", "by" },
	{ "type", "type", NULL },
	{ "id", "id", NULL },
	{ "issued_at", "issued_at", NULL },
	{ "verdict", "verdict", NULL },
	{ "kind", "medium", "kind" },
	{ "vendor", "medium", "vendor" },
	{ "model", "medium", "model" },
	{ "serial", "medium", "serial" },
	{ "name", "medium", "name" },
	{ "capacity_bytes", "medium", "capacity_bytes" },
	{ "signer", "signer", NULL },
	{ "signer_sha256", "signer_sha256", NULL },
	{ "timestamp", "timestamp", "time" },
	{ "timestamp_authentic", "timestamp", "authentic" },
	{ "timestamp_authority", "timestamp", "authority" },
	{ "revocation_checked", "revocation_checked", NULL },
	{ "closed_by", "closed_by", NULL },
	{ "copy_of", "copy_of", NULL },
	{ "econtent_sha256", "link", "econtent_sha256" },
	{ "signature_sha256", "link", "signature_sha256" },
	{ "path_bytes", "path_bytes", NULL },
	{ "case_init_sha256", "case", "init_sha256" },
	{ "case_number", "case", "number" },
	{ "item", "case", "item" },
	{ "files", "files", "count" },
	{ "file_bytes", "files", "bytes" },
	{ "file_level", "files", "level_achieved" },
	{ "list", "list", NULL },
	{ "partition", "medium", "partition" },
};
#define COLUMN_COUNT (sizeof(columns) / sizeof(columns[0]))

static void print_value(json_t *value)
{
	if (json_is_string(value) && !csv_text(stdout, json_string_value(value)))
		output_json(NULL); /* remembered as lost */
	else if (json_is_integer(value))
		printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else if (json_is_boolean(value))
		fputs(json_is_true(value) ? "true" : "false", stdout);
}

static void print_line(json_t *object)
{
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		json_t *value = json_object_get(object, columns[i].outer);

		if (i)
			csv_next(stdout);
		print_value(columns[i].inner ? json_object_get(value, columns[i].inner) : value);
	}
	csv_end_line(stdout);
}

void report_csv_head(void)
{
	csv_begin(stdout);
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		printf("%s%s", i ? "," : "", columns[i].name);
	csv_end_line(stdout);
}

void report_csv(const struct collection *collection)
{
	for (size_t i = 0; i < collection->count; i++) {
		json_t *object = verdict_show_json(&collection->items[i]);

		if (object)
			print_line(object);
		else
			output_json(NULL); /* remembered as lost */
		json_decref(object);
	}
}
