/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "exit.h"
#include "i18n.h"
#include "report.h"
#include "text.h"
#include "type_words.h"
#include "verdict_show.h"

#define FINDING_INDENT 8 /* of lines after the first */
#define GAP 2		 /* columns between those of a table */
#define SUBJECT_COLUMNS 24
#define CELL_BYTES 256
#define ROWS_MAX 1000 /* beyond it only what has to be looked at has a line */

/* What a file's exit code comes to, and the column of the table that counts it. */
static const struct {
	int exit;
	const char *word, *heading;
} outcomes[] = {
	{ EXIT_DONE, N_("good"), N_("good") },
	{ EXIT_FAILED, N_("FAILED"), N_("failed") },
	{ EXIT_UNCONFIRMED, N_("undecided"), N_("undecided") },
	{ EXIT_USAGE, N_("missing"), N_("missing") },
};
#define OUTCOME_COUNT (sizeof(outcomes) / sizeof(outcomes[0]))

/* The acts of a case are called as wipe-case calls them. */
static const char *const type_texts[WIPECERT_TYPES] = {
	[WIPECERT_ATTEMPT] = N_("attempt"), [WIPECERT_ERASURE] = N_("erasure"),
	[WIPECERT_CHECK] = N_("check"),	    [WIPECERT_CONFIRMATION] = N_("confirmation"),
	[WIPECERT_ROSTER] = N_("roster"),
};
#define TYPE_COUNT WIPECERT_TYPES

/* Of a file whose contents cannot be relied on nothing is known: the last row. */
static size_t row_of(const struct verdict *verdict)
{
	return verdict->record ? (size_t)verdict->record->type : TYPE_COUNT;
}

static const char *row_text(size_t row)
{
	if (row == TYPE_COUNT)
		return _("not known");
	return type_texts[row] ? _(type_texts[row]) : type_words((enum wipecert_type)row);
}

static size_t outcome_of(const struct verdict *verdict)
{
	for (size_t i = 0; i < OUTCOME_COUNT; i++)
		if (outcomes[i].exit == verdict->exit)
			return i;
	return 1; /* any other one is a failure */
}

/* From the left; columns 0: as it is, at the end of a line. */
static void print_cell(const char *text, size_t columns)
{
	char fitted[CELL_BYTES];
	size_t used;

	if (!columns) {
		fputs(text, stdout);
		return;
	}
	text_fit(text, columns, fitted, sizeof(fitted));
	used = text_columns(fitted);
	printf("%s%*s", fitted, (int)(columns - used + GAP), "");
}

static size_t widest(size_t columns, const char *text)
{
	size_t own = text_columns(text);

	return own > columns ? own : columns;
}

static size_t outcome_columns(void)
{
	size_t columns = 0;

	for (size_t i = 0; i < OUTCOME_COUNT; i++)
		columns = widest(columns, _(outcomes[i].word));
	return columns;
}

static size_t type_columns(void)
{
	size_t columns = 0;

	for (size_t i = 0; i <= TYPE_COUNT; i++)
		columns = widest(columns, row_text(i));
	return columns;
}

/* The serial number of a device, the name of an image. */
static const char *subject_of(const struct verdict_record *record)
{
	if (record && record->is_of_files)
		return record->is_of_rest ? _("free space, swap") : _("files");
	if (record && *record->serial)
		return record->serial;
	return record && *record->name ? record->name : "-";
}

/* Of the first two columns, which words in the user's language fill. */
struct widths {
	size_t outcome, type;
};

static void print_row(const struct verdict *verdict, const struct widths *widths)
{
	char escaped[CELL_BYTES], path[4 * 4096];

	text_escape(subject_of(verdict->record), escaped, sizeof(escaped));
	text_escape(verdict->path, path, sizeof(path));
	print_cell(_(outcomes[outcome_of(verdict)].word), widths->outcome);
	print_cell(row_text(row_of(verdict)), widths->type);
	print_cell(escaped, SUBJECT_COLUMNS);
	print_cell(path, 0);
	if (verdict->copy_of)
		printf(" %s", _("(copy of a signed record)"));
	putchar('\n');
}

static void print_rows(const struct collection *collection)
{
	const struct widths widths = { outcome_columns(), type_columns() };
	bool all = collection->count <= ROWS_MAX, any = false;
	size_t left_out = 0;

	for (size_t i = 0; i < collection->count; i++) {
		const struct verdict *verdict = &collection->items[i];

		if (!verdict->from_folder)
			continue;
		if (!all && verdict->exit == EXIT_DONE) {
			left_out++;
			continue;
		}
		print_row(verdict, &widths);
		any = true;
	}
	if (left_out)
		printf(ngettext("%zu good file is not listed (--csv and --json list it)\n",
				"%zu good files are not listed (--csv and --json list them)\n",
				left_out),
		       left_out);
	if (any || left_out)
		putchar('\n');
}

static void print_in_full(const struct collection *collection)
{
	for (size_t i = 0; i < collection->count; i++) {
		const struct verdict *verdict = &collection->items[i];

		if (verdict->from_folder && verdict->exit == EXIT_DONE)
			continue;
		verdict_show_print(verdict);
		putchar('\n');
	}
}

static void print_findings(const struct chain_findings *findings)
{
	char line[1024];

	for (size_t i = 0; i < findings->count; i++) {
		report_format_finding(&findings->items[i], line, sizeof(line));
		verdict_show_text(findings->items[i].verdict->path, FINDING_INDENT);
		printf("  ");
		verdict_show_text(line, FINDING_INDENT);
		putchar('\n');
	}
}

struct counts {
	size_t of[TYPE_COUNT + 1][OUTCOME_COUNT];
	size_t row_sums[TYPE_COUNT + 1], outcome_sums[OUTCOME_COUNT];
};

static void count_all(const struct collection *collection, struct counts *counts)
{
	memset(counts, 0, sizeof(*counts));
	for (size_t i = 0; i < collection->count; i++) {
		size_t row = row_of(&collection->items[i]);
		size_t outcome = outcome_of(&collection->items[i]);

		counts->of[row][outcome]++;
		counts->row_sums[row]++;
		counts->outcome_sums[outcome]++;
	}
}

/* Numbers from the right, a dash for none; columns with nothing in them are left out. */
static void print_numbers(const size_t *numbers, const struct counts *counts)
{
	for (size_t i = 0; i < OUTCOME_COUNT; i++) {
		size_t columns = widest(8, _(outcomes[i].heading));
		char text[32] = "-";

		if (!counts->outcome_sums[i])
			continue;
		if (numbers[i])
			snprintf(text, sizeof(text), "%zu", numbers[i]);
		printf("%*s", (int)(columns + GAP), text);
	}
	putchar('\n');
}

static void print_label(const char *text, size_t columns)
{
	printf("%*s%s%*s", GAP, "", text, (int)(columns - text_columns(text)), "");
}

static void print_headings(const struct counts *counts, size_t first_columns)
{
	print_label("", first_columns);
	for (size_t i = 0; i < OUTCOME_COUNT; i++) {
		const char *heading = _(outcomes[i].heading);
		size_t columns = widest(8, heading);

		if (counts->outcome_sums[i])
			printf("%*s%s", (int)(columns + GAP - text_columns(heading)), "", heading);
	}
	putchar('\n');
}

static void print_table(const struct collection *collection)
{
	size_t first_columns = widest(type_columns(), _("in all"));
	struct counts counts;
	size_t rows = 0;

	count_all(collection, &counts);
	print_headings(&counts, first_columns);
	for (size_t i = 0; i <= TYPE_COUNT; i++) {
		if (!counts.row_sums[i])
			continue;
		print_label(row_text(i), first_columns);
		print_numbers(counts.of[i], &counts);
		rows++;
	}
	if (rows < 2)
		return;
	print_label(_("in all"), first_columns);
	print_numbers(counts.outcome_sums, &counts);
}

static size_t count_lists(const struct collection *collection, enum verdict_list list)
{
	size_t count = 0;

	for (size_t i = 0; i < collection->count; i++)
		count += collection->items[i].list == list;
	return count;
}

static void print_summary(const struct collection *collection,
			  const struct chain_findings *findings)
{
	printf(ngettext("%zu file\n", "%zu files\n", collection->count), collection->count);
	if (collection->count)
		print_table(collection);
	if (collection->ignored_count)
		printf("  %s: %zu\n", _("JSON and PDF files of other kinds, not judged"),
		       collection->ignored_count);
	if (collection->other_count)
		printf("  %s: %zu\n", _("other files, not looked at"), collection->other_count);
	if (count_lists(collection, VERDICT_LIST_MISSING))
		printf("  %s: %zu\n", _("records of which the list of files is not here"),
		       count_lists(collection, VERDICT_LIST_MISSING));
	if (findings->count)
		printf("  %s: %zu\n", _("gaps and contradictions between records"),
		       findings->count);
}

void report_text(const struct collection *collection, const struct chain_findings *findings)
{
	print_rows(collection);
	print_in_full(collection);
	print_findings(findings);
	if (collection->count != 1 || findings->count || collection->ignored_count ||
	    collection->other_count)
		print_summary(collection, findings);
}
