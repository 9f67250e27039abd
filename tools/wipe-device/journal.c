/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal.h"

#include <assert.h>
#include <string.h>
#include <sys/stat.h>

#include "config.h"
#include "exit.h"
#include "i18n.h"
#include "output.h"

/*
 * A link in the notes: id (36 characters), whether it is signed (bit 0) and whether keys
 * were to be destroyed first (bit 1), SHA-256 of content and of signature.
 */
#define IS_SIGNED 1u
#define HAD_KEYS 2u
#define ID_BYTES (WIPECERT_ID_BYTES - 1)
#define LINK_BYTES (ID_BYTES + 1 + 32 + 32)
#define LINKS_MAX (WIPECERT_RESUMES_MAX + 1)
static_assert(LINKS_MAX * LINK_BYTES <= WIPE_JOURNAL_NOTES_MAX, "room for all runs");

static void put_link(uint8_t *out, const struct wipecert_link *link, bool had_keys)
{
	memcpy(out, link->id, ID_BYTES);
	out[ID_BYTES] = (link->is_signed ? IS_SIGNED : 0) | (had_keys ? HAD_KEYS : 0);
	memcpy(out + ID_BYTES + 1, link->econtent_sha256, 32);
	memcpy(out + ID_BYTES + 33, link->signature_sha256, 32);
}

/* False: nothing that put_link() makes. */
static bool get_link(const uint8_t *in, struct wipecert_link *link)
{
	memset(link, 0, sizeof(*link));
	for (size_t i = 0; i < ID_BYTES; i++) {
		bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (!in[i] || !strchr(is_dash ? "-" : "0123456789abcdef", in[i]))
			return false;
	}
	memcpy(link->id, in, ID_BYTES);
	link->is_signed = in[ID_BYTES] & IS_SIGNED;
	memcpy(link->econtent_sha256, in + ID_BYTES + 1, 32);
	memcpy(link->signature_sha256, in + ID_BYTES + 33, 32);
	return in[ID_BYTES] <= (IS_SIGNED | HAD_KEYS);
}

static int take_notes(struct journal *journal)
{
	size_t bytes;
	const uint8_t *notes = wipe_journal_notes(journal->file, &bytes);

	journal->attempt_count = bytes / LINK_BYTES;
	if (!bytes || bytes % LINK_BYTES || journal->attempt_count > WIPECERT_RESUMES_MAX)
		return -1;
	for (size_t i = 0; i < journal->attempt_count; i++)
		if (!get_link(notes + i * LINK_BYTES, &journal->attempts[i]))
			return -1;
	journal->had_keys = notes[ID_BYTES] & HAD_KEYS;
	return 0;
}

/* What is no journal is a mistake in the command. */
static int open_failed(const struct wipe_error *err)
{
	output_error(TOOL, NULL, "%s", err->message);
	return err->code == WIPE_E_FORMAT || err->code == WIPE_E_NOTFOUND ? EXIT_USAGE :
									    exit_from_error(err);
}

int journal_open(const char *path, struct journal *journal)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	if (strlen(path) >= sizeof(journal->path))
		return options_fail(TOOL, _("%s: not the name of a file"), path);
	if (wipe_journal_open(path, wipe_env_system(), &journal->file, &err) != 0)
		return open_failed(&err);
	memcpy(journal->path, path, strlen(path) + 1);
	journal->is_resumed = true;
	if (take_notes(journal) == 0)
		return EXIT_DONE;
	output_error(TOOL, path, "%s", _("the journal is not one of this program's jobs"));
	return EXIT_USAGE;
}

void journal_close(struct journal *journal)
{
	wipe_journal_close(journal->file);
	journal->file = NULL;
}

int journal_check_place(const struct records *records)
{
	char path[RECORDS_PATH_BYTES];
	struct stat st;

	/* Without --record it is named after an attempt that has no name yet. */
	if (!records_journal_path(records, "", path) || lstat(path, &st) != 0)
		return EXIT_DONE;
	output_error(TOOL, path, "%s",
		     _("exists already: go on from it with --resume, or choose another --record"));
	return EXIT_REFUSED;
}

int journal_create(struct journal *journal, const struct records *records,
		   const struct wipe_device *device, const struct wipe_plan *plan,
		   const struct wipecert_link *attempt, struct wipe_error *err)
{
	uint8_t notes[LINK_BYTES];
	int rc;

	if (!records_journal_path(records, attempt->id, journal->path))
		return wipe_error_set(err, WIPE_E_USAGE, 0, "%s",
				      _("the path of a record is too long"));
	put_link(notes, attempt, plan->crypto.volume_count != 0);
	records_prepare_journal(records);
	rc = wipe_journal_create(journal->path, device, plan, notes, sizeof(notes),
				 wipe_env_system(), &journal->file, err);
	if (rc)
		journal->path[0] = '\0';
	return rc;
}

int journal_go_on(struct journal *journal, const struct wipecert_link *attempt,
		  struct wipe_resume *resume, struct wipe_error *err)
{
	uint8_t notes[LINKS_MAX * LINK_BYTES];
	size_t count = journal->attempt_count;

	for (size_t i = 0; i < count; i++)
		put_link(notes + i * LINK_BYTES, &journal->attempts[i], journal->had_keys);
	put_link(notes + count * LINK_BYTES, attempt, journal->had_keys);
	return wipe_journal_resume(journal->file, notes, (count + 1) * LINK_BYTES, resume, err);
}

void journal_fill_report(const struct wipe_resume *resume, struct wipe_report *report)
{
	const struct wipe_checkpoint *at = &resume->at;
	uint64_t written = report->plan.capacity_bytes * (at->pass - 1) + at->covered_bytes;

	report->started_at_s = resume->started_at_s;
	report->duration_ns += resume->duration_before_ns;
	memcpy(report->interruptions, resume->interruptions, sizeof(report->interruptions));
	report->interruption_count = resume->interruption_count;
	for (uint32_t i = 0; i < at->postponed_count; i++)
		written -= at->postponed[i].length_bytes;
	report->bad_ranges_not_listed = at->bad_ranges_not_listed;
	for (uint32_t i = 0; i < at->bad_range_count; i++) {
		const struct wipe_bad_range *range = &at->bad_ranges[i];
		bool counts = written >= range->length_bytes;

		written -= counts ? range->length_bytes : written;
		report->bad_ranges[report->bad_range_count++] = *range;
	}
	if (report->bytes_written < written)
		report->bytes_written = written;
	if (report->passes_completed < at->pass - 1)
		report->passes_completed = at->pass - 1;
}

void journal_end(struct journal *journal, const struct wipe_report *report, bool is_recorded,
		 struct log *log)
{
	struct wipe_error err;
	/* A job that never wrote leaves nothing to go on with, unless others did before. */
	bool is_over = report->error.code == WIPE_OK ||
		       (!report->media_touched && !journal->is_resumed);

	wipe_error_clear(&err);
	if (!journal->file || !is_recorded || !is_over)
		return;
	if (wipe_journal_remove(journal->file, &err) != 0)
		log_line(log, WIPE_LOG_WARNING, "journal %s is not removed: %s", journal->path,
			 err.message);
	journal->path[0] = '\0';
}
