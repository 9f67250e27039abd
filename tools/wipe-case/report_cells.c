/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tables of several reports have in common. */
#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "report.h"
#include "words.h"

void report_serials(const struct wipecert_item *item, char out[REPORT_TEXT_BYTES])
{
	size_t used = (size_t)snprintf(out, REPORT_TEXT_BYTES, "%s", item->serial);

	for (size_t i = 0; i < item->media_count && used < REPORT_TEXT_BYTES; i++)
		if (strcmp(item->media[i].serial, item->serial) != 0)
			used += (size_t)snprintf(out + used, REPORT_TEXT_BYTES - used, "%s%s",
						 used ? " " : "", item->media[i].serial);
}

void report_product(const struct wipecert_item *item, char out[REPORT_TEXT_BYTES])
{
	snprintf(out, REPORT_TEXT_BYTES, "%s%s%s", item->maker,
		 *item->maker && *item->model ? " " : "", item->model);
}

void report_day(const struct report_input *input, size_t record, char out[16])
{
	struct wipecert_case_record one;

	*out = '\0';
	if (record == WIPECERT_NO_INDEX)
		return;
	wipecert_case_record(input->opened, record, &one);
	words_day(one.issued_at_s, out);
}

bool report_is_in_period(const struct report_input *input, int64_t time_s)
{
	return time_s >= input->period.from_s && time_s < input->period.until_s;
}

void report_state(const struct report_input *input, const struct wipecert_item *item,
		  struct document *document, json_t *row)
{
	bool is_late = item->lacks && item->has_due && input->now_s >= item->due_s;
	char text[REPORT_TEXT_BYTES];

	if (!item->lacks) {
		document_state(document, row, wipecert_outcome_name(item->outcome),
			       words_outcome(item->outcome),
			       item->outcome == WIPECERT_OUTCOME_MISSING ||
					       item->outcome == WIPECERT_OUTCOME_ATTESTED ?
				       WIPEPAPER_CAUTION :
				       WIPEPAPER_GOOD);
		return;
	}
	words_join_lacks(item->lacks, text, sizeof(text));
	document_state(document, row, "open", text,
		       is_late || (item->lacks &
				   (WIPECERT_LACK_INCIDENT | WIPECERT_LACK_REJECTED)) ?
			       WIPEPAPER_BAD :
			       WIPEPAPER_CAUTION);
}

void report_answer(const struct report_input *input, const struct wipecert_item *item,
		   struct document *document, json_t *row)
{
	struct wipecert_case_record outcome, answer;
	char text[REPORT_TEXT_BYTES], day[16] = "";

	if (item->outcome_record == WIPECERT_NO_INDEX) {
		document_state(document, row, "none", "", WIPEPAPER_PLAIN);
		return;
	}
	wipecert_case_record(input->opened, item->outcome_record, &outcome);
	if (outcome.standing == WIPECERT_CONFIRMED || outcome.standing == WIPECERT_DISMISSED) {
		wipecert_case_record(input->opened, outcome.confirmed_by, &answer);
		words_day(answer.issued_at_s, day);
		snprintf(text, sizeof(text), "%s %s",
			 outcome.standing == WIPECERT_CONFIRMED ? _("confirmed") : _("rejected"),
			 day);
		document_state(
			document, row,
			outcome.standing == WIPECERT_CONFIRMED ? "confirmed" : "rejected", text,
			outcome.standing == WIPECERT_CONFIRMED ? WIPEPAPER_GOOD : WIPEPAPER_BAD);
	} else if (outcome.is_on_paper) {
		document_state(document, row, "paper", _("on paper (entered by the contractor)"),
			       WIPEPAPER_CAUTION);
	} else {
		document_state(document, row, "unconfirmed", _("not confirmed"), WIPEPAPER_CAUTION);
	}
}

static void field(const struct report_input *input, struct document *document, json_t *section,
		  const char *key, const char *label, const char *path)
{
	const char *text = wipecert_record_text(wipecert_case_init(input->opened), path);

	document_field(document, section, key, label, WIPEPAPER_TEXT, text ? text : "-");
}

static void add_rules(const struct report_input *input, struct document *document, json_t *section)
{
	const struct wipecert_record *init = wipecert_case_init(input->opened);
	size_t count = wipecert_record_count(init, "rules");

	for (size_t i = 0; i < count; i++) {
		char path[40], key[40], text[REPORT_TEXT_BYTES];
		const char *name, *edition;

		snprintf(path, sizeof(path), "rules/%zu/name", i);
		name = wipecert_record_text(init, path);
		snprintf(path, sizeof(path), "rules/%zu/edition", i);
		edition = wipecert_record_text(init, path);
		snprintf(key, sizeof(key), "rule_%zu", i + 1);
		snprintf(text, sizeof(text), _("%s (%s)"), name ? name : "",
			 edition ? edition : "");
		document_field(document, section, key, _("Rules"), WIPEPAPER_TEXT, text);
	}
}

void report_contract(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "contract", _("Contract"));
	char hash[65], period[64];
	uint8_t sha256[32];

	field(input, document, section, "title", _("Contract title"), "contract/title");
	field(input, document, section, "number", _("Contract number"), "contract/number");
	field(input, document, section, "date", _("Signed on"), "contract/date");
	field(input, document, section, "place", _("Place of work"), "contractor/place_of_work");
	add_rules(input, document, section);
	if (*input->period.from || *input->period.until) {
		snprintf(period, sizeof(period), _("%s to %s"), input->period.from,
			 input->period.until);
		document_field(document, section, "period", _("Period"), WIPEPAPER_TEXT, period);
	}
	wipecert_case_init_sha256(input->opened, sha256);
	for (size_t i = 0; i < sizeof(sha256); i++)
		snprintf(hash + 2 * i, 3, "%02x", sha256[i]);
	document_field(document, section, "init_sha256", _("Case (SHA-256 of its first record)"),
		       WIPEPAPER_CODE, hash);
}
