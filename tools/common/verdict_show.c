/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verdict_show.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <wipe/report.h>
#include <wipe/verify.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "text.h"
#include "utc.h"
#include "utf8.h"
#include "verdict_confirmed.h"
#include "verdict_files.h"
#include "verdict_list.h"

#define FIELD_COLUMN 30
#define PATH_INDENT 8 /* of lines after the first */

static const struct {
	const char *name, *text;
} obstacles[] = {
	[VERDICT_READ] = { "none", "" },
	[VERDICT_NO_FILE] = { "unreadable", N_("the file cannot be read") },
	[VERDICT_PDF] = { "pdf", N_("a PDF is verified together with its drawing") },
	[VERDICT_LINK] = { "link-not-followed",
			   N_("a symbolic link to a folder, which is not followed") },
	[VERDICT_TOO_DEEP] = { "too-deep", N_("the folders are nested too deeply") },
	[VERDICT_TOO_MANY] = { "too-many", N_("there are more records than can be kept") },
};

static const char *const authentic_texts[] = {
	[WIPECERT_VALID] = N_("YES"),
	[WIPECERT_UNDETERMINED] = N_("CANNOT BE DECIDED"),
	[WIPECERT_INVALID] = N_("NO"),
};

/* What did not come off, by the verdict that the record states and its facts bear out. */
static const struct {
	const char *verdict, *text;
} not_held[] = {
	{ "erased-unverified", N_("NO: what was read proves nothing") },
	{ "partial", N_("NO, only in part: some blocks could not be erased or read back") },
	{ "failed", N_("NO: it failed") },
	{ "interrupted", N_("NO: it was interrupted") },
};

const char *verdict_show_reason(const struct verdict *verdict)
{
	if (verdict->obstacle != VERDICT_READ)
		return _(obstacles[verdict->obstacle].text);
	if (verdict->reason == WIPECERT_REASON_NONE)
		return "";
	return wipecert_reason_text(verdict->reason);
}

static const char *reason_name(const struct verdict *verdict)
{
	if (verdict->obstacle != VERDICT_READ)
		return obstacles[verdict->obstacle].name;
	return wipecert_reason_name(verdict->reason);
}

static const char *yes_text(const struct verdict_record *record)
{
	const char *sampled = wipe_verdict_name(WIPE_VERDICT_ERASED_SAMPLED);

	if (record->verdict && !strcmp(record->verdict, sampled))
		return _("YES, by samples: every block that was read back was equal");
	if (record->verdict &&
	    !strcmp(record->verdict, wipe_verdict_name(WIPE_VERDICT_KEY_DESTROYED)))
		return record->partition ?
			       _("YES, of one partition alone, as long as the conditions in the "
				 "record hold: its keys are destroyed, the encrypted data is still "
				 "there; the rest of the medium is not erased") :
			       _("YES, as long as the conditions in the record hold: the keys are "
				 "destroyed, the encrypted data is still there");
	if (record->type == WIPECERT_CHECK)
		return _("YES: what was read again is what was written");
	if (record->is_of_rest)
		return _("YES: every page of the swap areas was read back and was equal");
	if (record->is_of_files)
		return _("YES: every block of the files was read back and was equal");
	return _("YES: every block was read back and was equal");
}

/* It did not fail, and still it is not known to have come off. */
static const char *unverified_text(const struct verdict_record *record)
{
	static const char zeroout[] = "zeroout ";

	if (record->is_of_rest)
		return _(
			"NOT PROVED: free blocks were overwritten and read back; free inodes and the "
			"room between names were overwritten, which nothing reads back");
	if (record->verdict &&
	    !strcmp(record->verdict, wipe_verdict_name(WIPE_VERDICT_KEY_DESTROYED_OPEN)))
		return _("NOT PROVED: the keys are destroyed, but not all conditions in the record "
			 "are known to hold, and the encrypted data is still there");
	if (!strncmp(record->last_pass, zeroout, strlen(zeroout)))
		return _(
			"NOT PROVED: the drive was asked for zeros, and reading them proves nothing");
	return _("NOT PROVED: it was overwritten, but not read back");
}

static const char *no_text(const struct verdict_record *record, char *out, size_t size)
{
	const char *of_files = record->is_of_files ? verdict_files_no(record, out, size) : NULL;

	if (of_files)
		return of_files;
	for (size_t i = 0; i < sizeof(not_held) / sizeof(not_held[0]); i++)
		if (record->verdict && !strcmp(record->verdict, not_held[i].verdict))
			return _(not_held[i].text);
	return _("NO");
}

/* It may be in out. */
static const char *held_text(const struct verdict *verdict, char *out, size_t size)
{
	if (!verdict->record)
		return _("NOT JUDGED: nothing in this file can be relied on");
	switch (verdict->held) {
	case WIPECERT_HELD_YES:
		return yes_text(verdict->record);
	case WIPECERT_HELD_NO:
		return no_text(verdict->record, out, size);
	case WIPECERT_HELD_UNVERIFIED:
		return unverified_text(verdict->record);
	case WIPECERT_HELD_OPEN:
		return verdict->closed_by ?
			       _("see the record that closes this attempt") :
			       _("NOT KNOWN: this record tells only that an erasure began");
	case WIPECERT_HELD_NONE:
		return _("not told by a record of this type");
	case WIPECERT_HELD_INCONSISTENT:
		break;
	}
	return _("NO: the record contradicts itself");
}

void verdict_show_problem(const struct verdict *verdict, char *out, size_t size)
{
	const char *reason = verdict_show_reason(verdict);
	const char *detail = verdict->error ? verdict->error : verdict->detail;
	char held[VERDICT_FILES_BYTES];

	verdict_confirmed_problem(verdict, out, size);
	if (*out && !*reason && verdict->held == WIPECERT_HELD_YES)
		return;
	if (!*reason)
		snprintf(out, size, _("did the erasure hold? %s"),
			 held_text(verdict, held, sizeof(held)));
	else if (detail && *detail)
		snprintf(out, size, "%s (%s)", reason, detail);
	else
		snprintf(out, size, "%s", reason);
}

/* Each run of blanks, wide and unbreakable ones too, becomes one blank, in place. */
static void collapse_blanks(char *text)
{
	static const char blanks[] = " \u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
				     "\u2008\u2009\u200a\u202f\u205f\u3000\u1680";
	const char *at = text;
	bool in_run = false;

	while (*at) {
		const char *start = at, *blank = blanks;
		uint32_t code_point = utf8_next(&at);
		bool is_blank = false;

		while (*blank && !is_blank)
			is_blank = utf8_next(&blank) == code_point;
		if (!is_blank) {
			memmove(text, start, (size_t)(at - start));
			text += at - start;
		} else if (!in_run) {
			*text++ = ' ';
		}
		in_run = is_blank;
	}
	*text = '\0';
}

void verdict_show_text(const char *text, size_t indent)
{
	char shown[2048];

	text_escape(text, shown, sizeof(shown));
	collapse_blanks(shown);
	text_wrap(stdout, shown, indent, text_terminal_columns(STDOUT_FILENO));
}

void verdict_show_field(const char *label, const char *text)
{
	size_t width = text_columns(label);

	printf("  %s%*s", label, width < 28 ? (int)(28 - width) : 1, "");
	verdict_show_text(text, FIELD_COLUMN);
}

/* What a check by samples leaves open; "" if it leaves nothing. */
static void format_share(const struct verdict *verdict, char *out, size_t size)
{
	const struct verdict_record *record = verdict->record;

	*out = '\0';
	if (!record || record->type != WIPECERT_CHECK || !record->windows ||
	    verdict->held != WIPECERT_HELD_YES)
		return;
	snprintf(out, size,
		 _("; at most %.4f %% of the medium may differ unnoticed, at 99 %% confidence"),
		 100.0 * wipe_check_undetected_share(record->windows));
}

static void print_flags(const struct verdict_record *record)
{
	char line[512] = "";

	for (size_t i = 0; i < record->flag_count; i++)
		snprintf(line + strlen(line), sizeof(line) - strlen(line), "%s%s", i ? ", " : "",
			 record->flags[i]);
	if (*line)
		verdict_show_field(_("Flags"), line);
}

static void print_place(const struct verdict_record *record)
{
	const struct wipecert_place *place = &record->place;
	unsigned long long number = place->number;
	char line[COMPARED_BYTES], hex[65] = "";

	if (!record->has_place)
		return;
	text_hex(place->init_sha256, sizeof(place->init_sha256), hex);
	if (place->has_init)
		snprintf(line, sizeof(line), _("number %llu of the case that begins with %s"),
			 number, hex);
	else
		snprintf(line, sizeof(line), _("number %llu: it begins the case"), number);
	verdict_show_field(_("Case"), line);
	if (*place->item)
		verdict_show_field(_("Item"), place->item);
	if (record->on_paper)
		verdict_show_field(_("Decision"), _("on paper (entered by the contractor)"));
	if (!record->has_files)
		return;
	compared_words(&record->compared, line);
	verdict_show_field(_("Against what was received"), line);
}

static void print_partition(const struct verdict_record *record)
{
	char line[256];

	if (!record->partition)
		return;
	snprintf(line, sizeof(line),
		 _("partition %" PRIu64 " alone: the rest of the medium is not erased"),
		 record->partition);
	verdict_show_field(_("Erased part"), line);
}

static void print_record(const struct verdict_record *record)
{
	char line[512], when[UTC_TEXT_BYTES], size[TEXT_SIZE_BYTES];
	const char *name = record->kind == WIPE_KIND_IMAGE ? record->name : "";

	utc_format(record->issued_at_s, when);
	snprintf(line, sizeof(line), _("%s %s, %s (time as claimed)"),
		 wipecert_type_name(record->type), record->id, when);
	verdict_show_field(_("Record"), line);
	print_place(record);
	if (record->type > WIPECERT_CHECK) {
		verdict_confirmed_print_statement(record);
		print_flags(record);
		return;
	}
	if (record->is_of_files) {
		verdict_files_print(record);
		print_flags(record);
		return;
	}
	text_size(record->capacity_bytes, size);
	snprintf(line, sizeof(line), _("%s%s%s%s serial %s, %s"), record->vendor,
		 *record->vendor && *record->model ? " " : "", record->model, name,
		 *record->serial ? record->serial : "-", size);
	verdict_show_field(_("Medium"), line + strspn(line, " "));
	print_partition(record);
	print_flags(record);
}

/* A time that nobody need believe is shown with what is in the way. */
static void print_timestamp(const struct verdict *verdict)
{
	char line[1024], when[UTC_TEXT_BYTES];

	if (!verdict->has_timestamp || verdict->timestamp_reason == WIPECERT_REASON_TIMESTAMP)
		return;
	utc_format(verdict->timestamp_s, when);
	if (verdict->timestamp_authentic == WIPECERT_VALID)
		snprintf(line, sizeof(line), _("%s by %s"), when, verdict->timestamp_authority);
	else
		snprintf(line, sizeof(line), _("%s by %s; not relied upon: %s"), when,
			 verdict->timestamp_authority,
			 wipecert_reason_text(verdict->timestamp_reason));
	verdict_show_field(_("Timestamp"), line);
}

void verdict_show_print(const struct verdict *verdict)
{
	char line[2 * VERDICT_FILES_BYTES], share[256], held[VERDICT_FILES_BYTES];

	verdict_show_text(verdict->path, PATH_INDENT);
	if (verdict->record)
		print_record(verdict->record);
	verdict_list_print(verdict);
	if (verdict->signer && *verdict->signer)
		verdict_show_field(_("Signer"), verdict->signer);
	print_timestamp(verdict);
	snprintf(line, sizeof(line), "%s%s", _(authentic_texts[verdict->authentic]),
		 *verdict_show_reason(verdict) ? ": " : "");
	if (*verdict_show_reason(verdict))
		verdict_show_problem(verdict, line + strlen(line), sizeof(line) - strlen(line));
	verdict_show_field(_("Is the record authentic?"), line);
	format_share(verdict, share, sizeof(share));
	snprintf(line, sizeof(line), "%s%s%s",
		 verdict->record && verdict->authentic != WIPECERT_VALID ?
			 _("If it is authentic: ") :
			 "",
		 held_text(verdict, held, sizeof(held)), share);
	if (!verdict->record || verdict->held != WIPECERT_HELD_NONE)
		verdict_show_field(_("Did the erasure hold?"), line);
	verdict_confirmed_print(verdict);
	if (verdict->closed_by)
		verdict_show_field(_("Closed by"), verdict->closed_by);
	if (verdict->copy_of)
		verdict_show_field(_("Copy of"), verdict->copy_of->path);
}

static json_t *link_json(const struct wipecert_link *link)
{
	return json_pack("{s:o, s:o}", "econtent_sha256",
			 output_json_hex(link->econtent_sha256, sizeof(link->econtent_sha256)),
			 "signature_sha256",
			 output_json_hex(link->is_signed ? link->signature_sha256 : NULL,
					 sizeof(link->signature_sha256)));
}

static json_t *links_json(const struct wipecert_link *links, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++)
		if (json_array_append_new(list, link_json(&links[i]))) {
			json_decref(list);
			return NULL;
		}
	return list;
}

static json_t *case_json(const struct verdict_record *record)
{
	const struct wipecert_place *place = &record->place;

	if (!record->has_place)
		return json_null();
	return json_pack("{s:o, s:I, s:I, s:o}", "init_sha256",
			 output_json_hex(place->has_init ? place->init_sha256 : NULL,
					 sizeof(place->init_sha256)),
			 "number", (json_int_t)place->number, "writer_number",
			 (json_int_t)place->writer_number, "item",
			 output_json_text(*place->item ? place->item : NULL));
}

static json_t *medium_json(const struct verdict_record *record)
{
	if (record->type > WIPECERT_CHECK)
		return json_null();
	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "kind",
			 wipe_kind_name(record->kind), "vendor", output_json_text(record->vendor),
			 "model", output_json_text(record->model), "serial",
			 output_json_text(record->serial), "name", output_json_text(record->name),
			 "capacity_bytes", output_json_bytes(record->capacity_bytes), "partition",
			 record->partition ? json_integer((json_int_t)record->partition) :
					     json_null());
}

/* Of records of kind "file". */
static json_t *files_json(const struct verdict_record *record)
{
	if (!record->is_of_files)
		return json_null();
	return json_pack("{s:I, s:o, s:o}", "count", (json_int_t)record->file_count, "bytes",
			 output_json_bytes(record->file_bytes), "level_achieved",
			 output_json_text(record->file_level));
}

static json_t *flags_json(const struct verdict_record *record)
{
	json_t *flags = json_array();

	for (size_t i = 0; i < record->flag_count; i++)
		json_array_append_new(flags, output_json_text(record->flags[i]));
	return flags;
}

/* Null throughout where nothing in the file can be relied on: keys are always there. */
static json_t *record_json(const struct verdict_record *record)
{
	char when[UTC_TEXT_BYTES];

	if (!record)
		return json_pack("{s:n, s:n, s:n, s:n, s:n, s:n, s:n, s:n, s:n, s:n, s:n, s:n}",
				 "type", "id", "issued_at", "case", "verdict", "medium", "files",
				 "previous", "closes", "resumes", "about", "flags");
	utc_format(record->issued_at_s, when);
	return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "type",
			 wipecert_type_name(record->type), "id", record->id, "issued_at", when,
			 "case", case_json(record), "verdict", output_json_text(record->verdict),
			 "medium", medium_json(record), "files", files_json(record), "previous",
			 links_json(record->previous, record->previous_count), "closes",
			 record->has_closes ? link_json(&record->closes) : json_null(), "resumes",
			 links_json(record->resumes, record->resume_count), "about",
			 record->has_about ? link_json(&record->about) : json_null(), "flags",
			 flags_json(record));
}

/* The same as hex where it is no UTF-8, so that the file can be found again. */
static json_t *path_bytes_json(const char *path)
{
	if (utf8_is_valid(path))
		return json_null();
	return output_json_hex((const uint8_t *)path, strlen(path));
}

static json_t *file_json(const struct verdict *verdict)
{
	const char *error =
		verdict->obstacle == VERDICT_NO_FILE ? wipe_code_name(verdict->error_code) : NULL;

	return json_pack("{s:s, s:o, s:o, s:s, s:s, s:o, s:o, s:s, s:o, s:i, s:s}", "object",
			 "file", "path", output_json_text(verdict->path), "path_bytes",
			 path_bytes_json(verdict->path), "authentic",
			 wipecert_authentic_name(verdict->authentic), "reason",
			 reason_name(verdict), "detail",
			 output_json_text(verdict->error ? verdict->error : verdict->detail),
			 "error", output_json_text(error), "held",
			 verdict->record ? wipecert_held_name(verdict->held) : "not-judged", "list",
			 output_json_text(verdict_list_name(verdict->list)), "exit", verdict->exit,
			 "exit_name", exit_name(verdict->exit));
}

static json_t *timestamp_json(const struct verdict *verdict)
{
	char when[UTC_TEXT_BYTES];

	if (!verdict->has_timestamp)
		return json_null();
	utc_format(verdict->timestamp_s, when);
	return json_pack("{s:o, s:o, s:s, s:s}", "time",
			 verdict->timestamp_reason == WIPECERT_REASON_TIMESTAMP ? json_null() :
										  json_string(when),
			 "authority", output_json_text(verdict->timestamp_authority), "authentic",
			 wipecert_authentic_name(verdict->timestamp_authentic), "reason",
			 wipecert_reason_name(verdict->timestamp_reason));
}

static json_t *signature_json(const struct verdict *verdict)
{
	bool has_signer = verdict->signer && *verdict->signer;
	bool named = verdict->record != NULL;

	return json_pack("{s:b, s:o, s:o, s:b, s:o, s:b, s:o, s:o, s:o}", "signed",
			 verdict->is_signed, "signer", output_json_text(verdict->signer),
			 "signer_sha256",
			 output_json_hex(has_signer ? verdict->signer_sha256 : NULL,
					 sizeof(verdict->signer_sha256)),
			 "has_timestamp", verdict->has_timestamp, "timestamp",
			 timestamp_json(verdict), "revocation_checked", verdict->revocation_checked,
			 "link", named ? link_json(&verdict->link) : json_null(), "closed_by",
			 output_json_text(verdict->closed_by), "copy_of",
			 output_json_text(verdict->copy_of ? verdict->copy_of->path : NULL));
}

json_t *verdict_show_json(const struct verdict *verdict)
{
	json_t *object = file_json(verdict);
	json_t *record = record_json(verdict->record), *signature = signature_json(verdict);
	json_t *confirmed = verdict_confirmed_json(verdict);

	if (!object || !record || !signature || !confirmed ||
	    json_object_update(object, signature) || json_object_update(object, record) ||
	    json_object_update(object, confirmed)) {
		json_decref(object);
		object = NULL;
	}
	json_decref(confirmed);
	json_decref(record);
	json_decref(signature);
	return object;
}
