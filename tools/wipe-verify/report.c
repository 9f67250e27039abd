/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report.h"

#include <stdio.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "verdict_show.h"

void report_add(struct report_totals *totals, const struct collection *collection,
		const struct chain_findings *findings)
{
	totals->files += collection->count;
	totals->good += report_count(collection, EXIT_DONE);
	totals->ignored += collection->ignored_count;
	totals->others += collection->other_count;
	totals->findings += findings->count;
	for (size_t i = 0; i < collection->count; i++)
		totals->code = exit_combine(totals->code, collection->items[i].exit);
	for (size_t i = 0; i < findings->count; i++)
		totals->code =
			exit_combine(totals->code, chain_problem_exit(findings->items[i].problem));
}

size_t report_count(const struct collection *collection, int code)
{
	size_t count = 0;

	for (size_t i = 0; i < collection->count; i++)
		count += collection->items[i].exit == code;
	return count;
}

static const char *id_of(const struct verdict *verdict)
{
	return verdict && verdict->record ? verdict->record->id : NULL;
}

static json_t *finding_json(const struct chain_finding *finding)
{
	const struct verdict *other = finding->other;
	int code = chain_problem_exit(finding->problem);

	return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:i, s:s}", "object", "finding",
			 "finding", chain_problem_name(finding->problem), "path",
			 output_json_text(finding->verdict->path), "id",
			 output_json_text(id_of(finding->verdict)), "other_path",
			 output_json_text(other ? other->path : NULL), "other_id",
			 output_json_text(id_of(other)), "econtent_sha256",
			 output_json_hex(finding->hash, sizeof(finding->hash)), "exit", code,
			 "exit_name", exit_name(code));
}

void report_rows(const struct collection *collection, enum report_form form)
{
	if (form == REPORT_CSV)
		report_csv(collection);
	for (size_t i = 0; form == REPORT_JSON && i < collection->count; i++)
		output_json(verdict_show_json(&collection->items[i]));
}

static void print_json(const struct collection *collection, const struct chain_findings *findings)
{
	report_rows(collection, REPORT_JSON);
	for (size_t i = 0; i < collection->ignored_count; i++)
		output_json(json_pack("{s:s, s:o}", "object", "ignored", "path",
				      output_json_text(collection->ignored[i])));
	for (size_t i = 0; i < findings->count; i++)
		output_json(finding_json(&findings->items[i]));
}

void report_begin(enum report_form form)
{
	if (form == REPORT_CSV)
		report_csv_head();
}

void report_end(const char *tool, const struct report_totals *totals, enum report_form form)
{
	if (form == REPORT_JSON)
		output_json(json_pack(
			"{s:s, s:I, s:I, s:I, s:I, s:I, s:i, s:s}", "object", "summary", "files",
			(json_int_t)totals->files, "good", (json_int_t)totals->good, "ignored",
			(json_int_t)totals->ignored, "others", (json_int_t)totals->others,
			"findings", (json_int_t)totals->findings, "exit", totals->code, "exit_name",
			exit_name(totals->code)));
	if (!totals->files && !totals->cases)
		output_error(tool, NULL, "%s", _("no record was found"));
}

void report_format_finding(const struct chain_finding *finding, char *out, size_t size)
{
	const struct verdict *other = finding->other;

	snprintf(out, size, "%s%s%s%s%s", chain_problem_text(finding->problem), other ? ": " : "",
		 other ? other->path : "", id_of(finding->verdict) ? _("; record ") : "",
		 id_of(finding->verdict) ? id_of(finding->verdict) : "");
}

static void print_findings(const char *tool, const struct chain_findings *findings)
{
	char line[1024];

	for (size_t i = 0; i < findings->count; i++) {
		report_format_finding(&findings->items[i], line, sizeof(line));
		output_error(tool, findings->items[i].verdict->path, "%s", line);
	}
}

/* Problems as messages, in one line each. */
static void print_problems(const char *tool, const struct collection *collection)
{
	char line[1024];

	for (size_t i = 0; i < collection->count; i++) {
		if (collection->items[i].exit == EXIT_DONE)
			continue;
		verdict_show_problem(&collection->items[i], line, sizeof(line));
		output_error(tool, collection->items[i].path, "%s", line);
	}
}

void report_print(const char *tool, const struct collection *collection,
		  const struct chain_findings *findings, enum report_form form)
{
	switch (form) {
	case REPORT_JSON:
		print_json(collection, findings);
		break;
	case REPORT_CSV:
		report_csv(collection);
		print_findings(tool, findings);
		break;
	case REPORT_QUIET:
		print_problems(tool, collection);
		print_findings(tool, findings);
		break;
	case REPORT_TEXT:
		report_text(collection, findings);
		break;
	}
}
