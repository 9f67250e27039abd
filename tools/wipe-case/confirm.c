/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-case confirm: an officer's answer to one record, to those of an item, or to all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <wipecert/confirm.h>
#include <wipecert/weigh.h>

#include "command.h"
#include "compare.h"
#include "copied.h"
#include "exit.h"
#include "next.h"
#include "output.h"
#include "picked.h"
#include "register.h"
#include "session.h"
#include "shown.h"
#include "type_words.h"
#include "words.h"

#define TOOL COMMAND_TOOL " confirm"

enum {
	OPTION_RECORD = 1,
	OPTION_ITEM,
	OPTION_ALL,
	OPTION_ACCEPT,
	OPTION_REJECT,
	OPTION_REASON,
	OPTION_LABEL_SEEN,
	OPTION_PAPER_SCAN,
};

/* clang-format off */
static const struct poptOption table[] = {
	{ "record", 0, POPT_ARG_STRING, NULL, OPTION_RECORD | OPTIONS_MANY,
	  N_("the record with this id, or the begin of it; can be repeated"), N_("ID") },
	{ "item", 0, POPT_ARG_STRING, NULL, OPTION_ITEM | OPTIONS_MANY,
	  N_("whatever of this item awaits an answer, or with --reject was accepted; can be "
	     "repeated"), N_("ITEM") },
	{ "all", 0, POPT_ARG_NONE, NULL, OPTION_ALL, N_("whatever awaits an answer"), NULL },
	{ "accept", 0, POPT_ARG_NONE, NULL, OPTION_ACCEPT, N_("accept"), NULL },
	{ "reject", 0, POPT_ARG_NONE, NULL, OPTION_REJECT, N_("reject; needs --reason"), NULL },
	{ "reason", 0, POPT_ARG_STRING, NULL, OPTION_REASON | OPTIONS_MANY,
	  N_("a reason, at most 500 characters; can be repeated"), N_("TEXT") },
	{ "label-seen", 0, POPT_ARG_NONE, NULL, OPTION_LABEL_SEEN,
	  N_("the label of the medium was compared with the record"), NULL },
	{ "paper-scan", 0, POPT_ARG_STRING, NULL, OPTION_PAPER_SCAN,
	  N_("the officer decided on paper, of which this file is a scan; the signature is that "
	     "of whoever enters it"), N_("FILE") },
	KEY_OPTION_ROWS,
	SESSION_OPTION_ROWS,
	POPT_TABLEEND,
};
/* clang-format on */

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("DIR [OPTION]... --accept|--reject --record ID|--item ITEM|--all --key KEY "
			"--cert CERT"),
	.summary =
		N_("Confirms or rejects what was recorded, as an officer: each in a record of its "
		   "own. What is rejected is open again."),
	.notes = N_(
		"Answers that were signed elsewhere, as in the officer's page, come into the case "
		"by wipe-case merge DIR FILE."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = 1,
};

struct config {
	struct session_options session;
	struct values records, items, reasons;
	bool all, accepts, rejects, label_seen;
	const char *paper_scan;
};

/* One answer on its way. */
struct answer {
	struct wipecert_confirmation *confirmation;
	struct wipecert_link about;
};

static int set_option(void *arg, int number, const char *value)
{
	struct config *config = arg;

	switch (number) {
	case OPTION_RECORD:
		return values_add(TOOL, &config->records, value);
	case OPTION_ITEM:
		return values_add(TOOL, &config->items, value);
	case OPTION_REASON:
		return values_add(TOOL, &config->reasons, value);
	case OPTION_ALL:
		config->all = true;
		return 0;
	case OPTION_ACCEPT:
		config->accepts = true;
		return 0;
	case OPTION_REJECT:
		config->rejects = true;
		return 0;
	case OPTION_LABEL_SEEN:
		config->label_seen = true;
		return 0;
	case OPTION_PAPER_SCAN:
		config->paper_scan = value;
		return 0;
	default:
		return session_set_option(&config->session, number, value);
	}
}

static int check(const struct config *config)
{
	if (config->accepts == config->rejects)
		return options_fail(TOOL, "%s", _("either --accept or --reject is needed"));
	if (config->rejects && !config->reasons.count)
		return options_fail(TOOL, "%s", _("--reject needs a --reason"));
	if (config->reasons.count > WIPECERT_GROUNDS_MAX)
		return options_fail(TOOL, _("more than %d reasons"), WIPECERT_GROUNDS_MAX);
	for (size_t i = 0; i < config->reasons.count; i++)
		if (strlen(config->reasons.items[i]) >= WIPECERT_GROUND_BYTES)
			return options_fail(TOOL, "%s", _("a --reason has at most 500 characters"));
	if (!config->all && !config->records.count && !config->items.count)
		return options_fail(TOOL, "%s", _("--record, --item or --all is needed"));
	return EXIT_DONE;
}

static int build(void *arg, const struct wipecert_meta *meta, char **json, size_t *json_bytes,
		 struct wipe_error *err)
{
	const struct answer *answer = arg;
	struct wipecert_meta own = *meta;

	own.about = &answer->about;
	return wipecert_confirmation_build(answer->confirmation, &own, json, json_bytes, err);
}

/* Does what became of the item, or of a medium in it, rest on this record? */
static bool bears(const struct wipecert_item *item, size_t record)
{
	for (size_t i = 0; i < item->media_count; i++)
		if (item->media[i].erasure == record)
			return true;
	return item->outcome_record == record || item->exit_record == record ||
	       item->erasure == record;
}

/* Otherwise than it is answered now. */
static bool is_answered(const struct wipecert_case_record *record, bool rejects)
{
	if (!rejects)
		return record->standing == WIPECERT_DISMISSED;
	return record->standing == WIPECERT_CONFIRMED || record->is_on_paper;
}

/* What awaits; with before, what was answered otherwise and still counts. How many. */
static size_t mark_item(const struct session *session, const struct wipecert_item *item,
			size_t index, bool before, bool rejects, bool *chosen)
{
	size_t count = wipecert_case_record_count(session->opened), marked = 0;

	for (size_t k = 0; k < count; k++) {
		struct wipecert_case_record record;
		bool fits;

		wipecert_case_record(session->opened, k, &record);
		if (record.item != index)
			continue;
		fits = before ? is_answered(&record, rejects) && bears(item, k) : record.awaits;
		chosen[k] |= fits;
		marked += fits;
	}
	return marked;
}

static int choose_item(const struct session *session, const struct config *config, const char *name,
		       bool *chosen)
{
	struct wipecert_item item;
	size_t index;
	int code = register_find_item(TOOL, session->opened, name, &index);

	if (code != EXIT_DONE)
		return code;
	wipecert_case_item(session->opened, index, &item);
	/* An officer may think again. */
	if (!mark_item(session, &item, index, false, config->rejects, chosen))
		mark_item(session, &item, index, true, config->rejects, chosen);
	return EXIT_DONE;
}

/* Marks what is asked for; the records' order stays. */
static int choose(const struct session *session, const struct config *config, bool *chosen)
{
	size_t count = wipecert_case_record_count(session->opened), index;
	struct wipecert_case_record record;
	int code = EXIT_DONE;

	for (size_t i = 0; i < config->records.count && code == EXIT_DONE; i++) {
		code = session_find_record(session, config->records.items[i], &index);
		if (code == EXIT_DONE)
			chosen[index] = true;
	}
	for (size_t i = 0; i < config->items.count && code == EXIT_DONE; i++)
		code = choose_item(session, config, config->items.items[i], chosen);
	for (size_t k = 0; k < count && config->all && code == EXIT_DONE; k++) {
		wipecert_case_record(session->opened, k, &record);
		chosen[k] |= record.awaits;
	}
	return code;
}

/* "receipt 0123… (A-1)" */
static void describe(const struct session *session, const struct wipecert_case_record *record,
		     char *out, size_t size)
{
	char title[SHOWN_TITLE_BYTES] = "";

	if (record->item != WIPECERT_NO_INDEX)
		shown_title(session->opened, record->item, title);
	snprintf(out, size, "%s %s%s%s", type_words(record->type), title, *title ? " " : "",
		 record->link.id);
}

/* An answer names a record by its id and by its hash, but people hear only the id. */
static bool shares_its_id(const struct session *session, size_t index)
{
	size_t count = wipecert_case_finding_count(session->opened);

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_finding finding;

		wipecert_case_finding(session->opened, i, &finding);
		if (finding.problem == WIPECERT_CASE_SAME_ID &&
		    (finding.record == index || finding.other == index))
			return true;
	}
	return false;
}

static const char *why_not(const struct session *session, const struct config *config, size_t index,
			   const struct wipecert_case_record *record)
{
	if (!record->is_known || !wipecert_type_is_answered(record->type) ||
	    record->type == WIPECERT_STAFF)
		return _("a record of a type that nobody confirms");
	if (!record->is_signed)
		return _("only a signed record can be confirmed");
	if (shares_its_id(session, index))
		return _("another record has the same id");
	if (config->label_seen && record->is_of_files)
		return _("files have no label to be seen: leave --label-seen out");
	if (config->accepts && record->type == WIPECERT_ERASURE && !record->has_come_off)
		return record->copied ? _("not all of the copy is erased: it cannot be accepted") :
					_("the erasure did not hold: it cannot be accepted");
	return NULL;
}

/* A re-read that did not find what the record says. */
static void warn_of_checks(const struct session *session, const struct wipecert_case_record *about)
{
	size_t count = wipecert_case_record_count(session->opened);

	for (size_t i = 0; i < count && about->type == WIPECERT_ERASURE; i++) {
		struct wipecert_case_record record;
		char day[WORDS_DAY_BYTES], told[SHOWN_RECORD_BYTES];

		wipecert_case_record(session->opened, i, &record);
		if (!record.is_known || record.type != WIPECERT_CHECK ||
		    record.held == WIPECERT_HELD_YES ||
		    memcmp(record.about.econtent_sha256, about->link.econtent_sha256, 32) != 0)
			continue;
		describe(session, about, told, sizeof(told));
		words_day(record.issued_at_s, day);
		output_error(TOOL, told,
			     _("a re-read of %s did not find the medium as recorded (record %s)"),
			     day, record.link.id);
	}
}

/* What an officer has to know of what went back, before it is signed. */
static void warn_of_return(const struct session *session, const struct picked *picked)
{
	struct compared listed;
	char words[COMPARED_BYTES];

	if (compared_differs(&picked->compared)) {
		compared_words(&picked->compared, words);
		output_error(TOOL, picked->shown, _("what went back is not what was received: %s"),
			     words);
	}
	if (!compare_lists(session->opened, picked->record, &listed) ||
	    (picked->compared.is_told && compared_are_same(&picked->compared, &listed)))
		return;
	compared_words(&listed, words);
	output_error(TOOL, picked->shown,
		     _("the lists of files in the case give something else than it says: %s"),
		     words);
}

/* One return or one word may stand for several media. */
static void warn_of_places(const struct session *session, const struct wipecert_case_record *about)
{
	char places[REGISTER_LEFT_BYTES], told[SHOWN_RECORD_BYTES];

	if (about->type == WIPECERT_ERASURE && about->item != WIPECERT_NO_INDEX && !about->copied &&
	    register_is_unsure(session->opened, about->item, places)) {
		describe(session, about, told, sizeof(told));
		output_error(TOOL, told,
			     _("the records do not tell which of these it was of; make sure that "
			       "each was erased: %s"),
			     places);
	}
	if ((about->type != WIPECERT_RETURN && about->type != WIPECERT_DISPOSE &&
	     about->type != WIPECERT_ATTEST) ||
	    about->item == WIPECERT_NO_INDEX ||
	    !register_is_at_several(session->opened, about->item, places))
		return;
	describe(session, about, told, sizeof(told));
	output_error(TOOL, told, _("it stands for everything that it was copied to: %s"), places);
}

/* What it states of the copy, and what the lists beside the records say to that. An exit code. */
static int warn_of_copies(const struct session *session, size_t index,
			  const struct wipecert_case_record *about)
{
	enum copied_lists_say say = copied_ask_lists(session->opened, index);
	char words[COPIED_BYTES] = "", told[SHOWN_RECORD_BYTES];

	describe(session, about, told, sizeof(told));
	if (about->copied)
		copied_warn(about->copied, about->has_come_off, words);
	if (*words)
		output_error(TOOL, told, "%s", words);
	if (!copied_lists_words(say))
		return EXIT_DONE;
	output_error(TOOL, told, "%s", copied_lists_words(say));
	return EXIT_FAILED;
}

/*
 * All of it, before anything is signed. *lists: EXIT_FAILED, if lists of files do not bear out what
 * is to be answered; the answer is the officer's all the same.
 */
static int examine(const struct session *session, const struct config *config, const bool *chosen,
		   int *lists)
{
	size_t count = wipecert_case_record_count(session->opened);
	int code = EXIT_DONE;

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;
		char told[SHOWN_RECORD_BYTES];
		const char *why;

		if (!chosen[i])
			continue;
		wipecert_case_record(session->opened, i, &record);
		why = why_not(session, config, i, &record);
		if (!why) {
			warn_of_checks(session, &record);
			warn_of_places(session, &record);
			*lists = exit_combine(*lists, warn_of_copies(session, i, &record));
			continue;
		}
		describe(session, &record, told, sizeof(told));
		output_error(TOOL, told, "%s", why);
		code = EXIT_REFUSED;
	}
	return code;
}

static int take_settings(const struct config *config, struct wipecert_confirmation *made,
			 struct wipecert_attachment *scan)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	made->accepts = config->accepts;
	made->label_seen = config->label_seen;
	made->ground_count = config->reasons.count;
	for (size_t i = 0; i < made->ground_count; i++)
		snprintf(made->grounds[i], sizeof(made->grounds[i]), "%s",
			 config->reasons.items[i]);
	if (!config->paper_scan)
		return EXIT_DONE;
	if (wipecert_attachment_load(config->paper_scan, scan, &err)) {
		output_wipe_error(TOOL, "--paper-scan", &err);
		return err.code == WIPE_E_FORMAT ? EXIT_USAGE : exit_from_error(&err);
	}
	made->is_paper = true;
	memcpy(made->scan_sha256, scan->sha256, sizeof(made->scan_sha256));
	made->scan_bytes = scan->length;
	return EXIT_DONE;
}

/* Of two words of his within one second nobody could say which is the later one. */
static int renew_after(struct session *session, int64_t earlier_s)
{
	const struct timespec moment = { .tv_nsec = 50 * 1000 * 1000 };
	int code = session_renew(session);

	for (int i = 0; i < 40 && code == EXIT_DONE && session->meta.issued_at_s == earlier_s;
	     i++) {
		nanosleep(&moment, NULL);
		code = session_renew(session);
	}
	return code;
}

static int answer_one(struct session *session, const struct config *config, struct picked *picked,
		      struct answer *answer, const struct wipecert_attachment *scan)
{
	struct wipecert_case_addition addition = { .build = build,
						   .build_arg = answer,
						   .item = *picked->item ? picked->item : NULL,
						   .attachments = scan,
						   .attachment_count = config->paper_scan ? 1 : 0 };
	int code = renew_after(session, picked->answered_s);

	answer->about = picked->about;
	if (code == EXIT_DONE)
		code = session_add(session, &addition, &picked->added);
	picked->is_answered = code == EXIT_DONE;
	return code;
}

/* How many pieces the record speaks of, and of a return, how its files were compared. */
static void read_more(const struct session *session, struct picked *picked)
{
	enum wipecert_type type = picked->type;
	const char *path = type == WIPECERT_RECEIVE || type == WIPECERT_PERMIT ? "thing/quantity" :
										 "quantity";
	struct wipecert_result result;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (type != WIPECERT_RECEIVE && type != WIPECERT_PERMIT && type != WIPECERT_RETURN &&
	    type != WIPECERT_DISPOSE)
		return;
	if (!wipecert_case_load_record(session->opened, picked->record, &result, &err) &&
	    result.record) {
		picked->quantity = wipecert_record_number(result.record, path);
		picked->has_files = compared_read(result.record, &picked->compared);
	}
	wipecert_result_clear(&result);
}

/* The answer that holds so far, if his has to be later: his own, or one on paper. */
static int64_t answered_before(const struct session *session,
			       const struct wipecert_case_record *record)
{
	struct wipecert_case_record answer;
	uint8_t own[32];

	if (record->confirmed_by == WIPECERT_NO_INDEX)
		return 0;
	wipecert_case_record(session->opened, record->confirmed_by, &answer);
	wipecert_signer_sha256(session->signer, own);
	return answer.is_from_paper || memcmp(own, answer.signer_sha256, sizeof(own)) == 0 ?
		       answer.issued_at_s :
		       0;
}

/* What answers need of the records that were chosen: places in the case may change meanwhile. */
static struct picked *pick(const struct session *session, const bool *chosen, size_t *count)
{
	size_t records = wipecert_case_record_count(session->opened), room = 1;
	struct picked *picked;

	for (size_t i = 0; i < records; i++)
		room += chosen[i];
	picked = calloc(room, sizeof(*picked));
	*count = 0;
	for (size_t i = 0; picked && i < records; i++) {
		struct picked *one = &picked[*count];
		struct wipecert_case_record record;
		struct wipecert_item item = { .id = "" };

		if (!chosen[i])
			continue;
		wipecert_case_record(session->opened, i, &record);
		if (record.item != WIPECERT_NO_INDEX)
			wipecert_case_item(session->opened, record.item, &item);
		memcpy(one->item, item.id, sizeof(one->item));
		one->about = record.link;
		one->type = record.type;
		one->record = i;
		one->answered_s = answered_before(session, &record);
		describe(session, &record, one->shown, sizeof(one->shown));
		read_more(session, one);
		++*count;
	}
	return picked;
}

/* Looks at them as they stand now, and at all before any is signed. */
static int pick_all(const struct session *session, const struct config *config,
		    struct picked **picked, size_t *count, int *lists)
{
	bool *chosen = calloc(wipecert_case_record_count(session->opened) + 1, sizeof(*chosen));
	int code = chosen ? choose(session, config, chosen) : EXIT_FAILED;

	if (code == EXIT_DONE)
		code = examine(session, config, chosen, lists);
	if (code == EXIT_DONE) {
		*picked = pick(session, chosen, count);
		code = *picked ? EXIT_DONE : EXIT_FAILED;
	}
	if (code == EXIT_DONE && !*count)
		code = (output_error(TOOL, NULL, "%s", _("nothing awaits an answer")),
			EXIT_REFUSED);
	for (size_t i = 0; i < *count && code == EXIT_DONE; i++)
		if ((*picked)[i].has_files)
			warn_of_return(session, &(*picked)[i]);
	free(chosen);
	return code;
}

/*
 * In one go: answers do not depend on each other. What awaits is looked at once nobody else can
 * answer it any more.
 */
static int answer_each(struct session *session, const struct config *config, struct answer *answer,
		       const struct wipecert_attachment *scan, int *lists)
{
	const struct answering how = { config->accepts, config->paper_scan != NULL };
	struct picked *picked = NULL;
	struct wipe_error err;
	size_t count = 0;
	int code;

	wipe_error_clear(&err);
	if (wipecert_case_hold(session->opened, &err))
		return session_fail_unrecorded(session, &err);
	code = pick_all(session, config, &picked, &count, lists);
	for (size_t i = 0; i < count && code == EXIT_DONE; i++)
		code = answer_one(session, config, &picked[i], answer, scan);
	if (wipecert_case_release(session->opened, &err)) {
		int failed = session_fail(session, NULL, &err);

		code = code == EXIT_DONE ? failed : code;
	} else {
		code = exit_combine(code, picked_tell(session, &how, picked, count));
	}
	free(picked);
	return code;
}

static int answer_all(struct session *session, const struct config *config)
{
	struct answer answer = { .confirmation = calloc(1, sizeof(*answer.confirmation)) };
	struct wipecert_attachment scan = { .bytes = NULL };
	int code = answer.confirmation ? take_settings(config, answer.confirmation, &scan) :
					 EXIT_FAILED;
	int lists = EXIT_DONE;

	if (code == EXIT_DONE)
		code = answer_each(session, config, &answer, &scan, &lists);
	if (code == EXIT_DONE || code == EXIT_UNCONFIRMED)
		next_tell_state(session);
	wipecert_attachment_clear(&scan);
	free(answer.confirmation);
	return exit_combine(code, lists);
}

static int run(struct config *config, const struct options *options)
{
	struct session session;
	int code = session_start(&session, TOOL, &config->session, options, true);

	if (code == EXIT_DONE)
		code = session_open(&session, &config->session, options->arguments[0]);
	if (code == EXIT_DONE)
		code = answer_all(&session, config);
	session_end(&session, code);
	return code;
}

int command_confirm(int argc, char **argv)
{
	struct config config = { .all = false };
	struct options options;
	int code;

	session_init(&config.session, TOOL);
	code = options_parse(&spec, argc, argv, set_option, &config, &options);
	if (code == OPTIONS_GO) {
		code = check(&config);
		if (code == EXIT_DONE)
			code = run(&config, &options);
	}
	values_free(&config.records);
	values_free(&config.items);
	values_free(&config.reasons);
	session_free_options(&config.session);
	options_free(&options);
	return code;
}
