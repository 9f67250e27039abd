/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <wipe/journal.h>

#include "file.h"
#include "header.h"
#include "instants.h"
#include "seal.h"
#include "slot.h"
#include "text.h"

struct wipe_journal {
	struct file file;
	const struct wipe_env *env;
	uint64_t began_ns; /* monotonic; of this run */
	uint64_t before_ns;
	struct header header;
	uint8_t header_seal[WIPE_SHA256_BYTES];
	struct slot slot; /* the newest on disk */
	bool is_behind;
	uint8_t bytes[WIPE_JOURNAL_FILE_BYTES];
};

static uint64_t place_of(uint64_t sequence)
{
	return HEADER_BYTES + SLOT_BYTES * (sequence % SLOT_COUNT);
}

static struct wipe_journal *new_journal(const struct wipe_env *env)
{
	struct wipe_journal *journal = calloc(1, sizeof(*journal));

	if (!journal)
		return NULL;
	journal->file.fd = journal->file.folder_fd = -1;
	journal->env = env;
	journal->began_ns = env->ops->monotonic_ns(env);
	return journal;
}

static int set_notes(struct slot *slot, const void *notes, size_t bytes, struct wipe_error *err)
{
	if (bytes > sizeof(slot->notes))
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("the notes of a journal have at most "
					"%d bytes"),
				      WIPE_JOURNAL_NOTES_MAX);
	memset(slot->notes, 0, sizeof(slot->notes));
	if (bytes)
		memcpy(slot->notes, notes, bytes);
	slot->notes_bytes = (uint32_t)bytes;
	return 0;
}

static int begin(struct wipe_journal *journal, const struct wipe_device *device,
		 const struct wipe_plan *plan, struct wipe_error *err)
{
	struct header *header = &journal->header;
	const struct wipe_env *env = journal->env;

	header_describe(device, plan, header);
	header->started_at_s = instants_clamp(env->ops->realtime_s(env));
	if (env->ops->random(env, header->id, sizeof(header->id)) != 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, 0,
				      _("the system's random number generator failed"));
	journal->slot.written_at_s = header->started_at_s;
	journal->slot.at.pass = 1;
	return 0;
}

static int fill_file(struct wipe_journal *journal, struct wipe_error *err)
{
	int rc = header_store(&journal->header, journal->bytes, err);

	memcpy(journal->header_seal, seal_of(journal->bytes, HEADER_BYTES), WIPE_SHA256_BYTES);
	for (uint64_t i = 0; i < SLOT_COUNT && !rc; i++) {
		journal->slot.sequence = i;
		rc = slot_store(&journal->slot, &journal->header, journal->header_seal,
				journal->bytes + place_of(i), err);
	}
	return rc;
}

int wipe_journal_create(const char *path, const struct wipe_device *device,
			const struct wipe_plan *plan, const void *notes, size_t notes_bytes,
			const struct wipe_env *env, struct wipe_journal **journal,
			struct wipe_error *err)
{
	struct wipe_journal *made = new_journal(env);
	int rc;

	*journal = NULL;
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	rc = set_notes(&made->slot, notes, notes_bytes, err);
	if (!rc)
		rc = begin(made, device, plan, err);
	if (!rc)
		rc = fill_file(made, err);
	if (!rc)
		rc = file_create(&made->file, path, made->bytes, sizeof(made->bytes), err);
	if (rc) {
		wipe_journal_close(made);
		return rc;
	}
	*journal = made;
	return 0;
}

/* The newer of the slots that hold; one that does not costs a checkpoint at most. */
static int choose_slot(struct wipe_journal *journal, struct wipe_error *err)
{
	struct slot *found = calloc(1, sizeof(*found));
	bool any = false;
	int rc = found ? 0 : wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));

	for (uint64_t i = 0; i < SLOT_COUNT && !rc; i++) {
		bool holds;

		rc = slot_parse(journal->bytes + place_of(i), &journal->header,
				journal->header_seal, found, &holds, err);
		if (rc)
			break;
		if (!holds)
			journal->is_behind = true;
		else if (found->sequence % SLOT_COUNT != i)
			rc = wipe_error_set(err, WIPE_E_FORMAT, 0, _("the journal is faulty: %s"),
					    _("a checkpoint in the wrong place"));
		else if (!any || found->sequence > journal->slot.sequence)
			journal->slot = *found;
		any |= holds;
	}
	free(found);
	if (!rc && !any)
		rc = wipe_error_set(err, WIPE_E_FORMAT, 0,
				    _("the journal is damaged: none of its checkpoints is whole"));
	return rc;
}

static int parse(struct wipe_journal *journal, size_t count, uint64_t size_bytes,
		 struct wipe_error *err)
{
	int rc = header_recognise(journal->bytes, count, err);

	if (rc)
		return rc;
	if (size_bytes != WIPE_JOURNAL_FILE_BYTES || count != WIPE_JOURNAL_FILE_BYTES)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("the journal is truncated or padded: it has %llu bytes "
					"instead of %d"),
				      (unsigned long long)size_bytes, WIPE_JOURNAL_FILE_BYTES);
	rc = header_parse(journal->bytes, &journal->header, err);
	if (rc)
		return rc;
	memcpy(journal->header_seal, seal_of(journal->bytes, HEADER_BYTES), WIPE_SHA256_BYTES);
	rc = choose_slot(journal, err);
	if (!rc && journal->slot.interruption_count == WIPE_INTERRUPTIONS_MAX)
		rc = wipe_error_set(err, WIPE_E_REFUSED, 0,
				    _("the job was interrupted %d times: begin it anew, without "
				      "the journal"),
				    WIPE_INTERRUPTIONS_MAX);
	return rc;
}

int wipe_journal_open(const char *path, const struct wipe_env *env, struct wipe_journal **journal,
		      struct wipe_error *err)
{
	struct wipe_journal *made = new_journal(env);
	uint64_t size_bytes = 0;
	size_t count = 0;
	int rc;

	*journal = NULL;
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	rc = file_open(&made->file, path, err);
	if (!rc) {
		rc = file_read(&made->file, made->bytes, sizeof(made->bytes), &count, &size_bytes,
			       err);
		if (!rc)
			rc = parse(made, count, size_bytes, err);
		if (rc)
			wipe_error_context(err, "%s", path);
	}
	if (rc) {
		wipe_journal_close(made);
		return rc;
	}
	made->before_ns = made->slot.duration_ns;
	*journal = made;
	return 0;
}

const struct wipe_journal_medium *wipe_journal_medium(const struct wipe_journal *journal)
{
	return &journal->header.medium;
}

const char *wipe_journal_method(const struct wipe_journal *journal)
{
	return journal->header.method;
}

const void *wipe_journal_notes(const struct wipe_journal *journal, size_t *bytes)
{
	*bytes = journal->slot.notes_bytes;
	return journal->slot.notes;
}

bool wipe_journal_is_behind(const struct wipe_journal *journal)
{
	return journal->is_behind;
}

static bool has_same_passes(const struct header *header, const struct wipe_scheme *scheme)
{
	if (header->pass_count != scheme->pass_count)
		return false;
	for (uint32_t i = 0; i < scheme->pass_count; i++) {
		const struct wipe_pass_spec *a = &header->passes[i].spec, *b = &scheme->passes[i];

		if (a->kind != b->kind || a->pattern_bytes != b->pattern_bytes ||
		    memcmp(a->pattern, b->pattern, sizeof(a->pattern)) != 0)
			return false;
	}
	return true;
}

int wipe_journal_plan(const struct wipe_journal *journal, const struct wipe_device *device,
		      struct wipe_plan *plan, struct wipe_error *err)
{
	const struct header *header = &journal->header;
	const struct wipe_scheme *scheme = wipe_scheme_find(header->method);
	const struct wipe_plan_request request = {
		.method = header->method,
		.challenge = header->challenge,
		.challenge_bytes = header->challenge_bytes,
		.require = header->level_requested,
		.attempt = header->attempt,
	};
	uint8_t secrets[WIPE_PASSES_MAX][WIPE_SECRET_BYTES];
	int rc = header_match(header, device, err);

	if (rc)
		return rc;
	if (!scheme || !has_same_passes(header, scheme))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("the journal is about a method \"%s\" that this program "
					"does not have"),
				      header->method);
	for (uint32_t i = 0; i < header->pass_count; i++)
		memcpy(secrets[i], header->passes[i].secret, WIPE_SECRET_BYTES);
	return wipe_plan_restore(&request, secrets, device, plan, err);
}

void wipe_journal_resume_point(const struct wipe_journal *journal, int64_t resumed_at_s,
			       struct wipe_resume *resume)
{
	const struct slot *slot = &journal->slot;

	memset(resume, 0, sizeof(*resume));
	resume->at = slot->at;
	resume->started_at_s = journal->header.started_at_s;
	resume->duration_before_ns = journal->before_ns;
	memcpy(resume->interruptions, slot->interruptions, sizeof(resume->interruptions));
	resume->interruption_count = slot->interruption_count;
	if (resume->interruption_count < WIPE_INTERRUPTIONS_MAX)
		resume->interruptions[resume->interruption_count++] = (struct wipe_interruption){
			.stopped_at_s = slot->written_at_s,
			.resumed_at_s = instants_clamp(resumed_at_s),
			.pass = slot->at.pass,
			.covered_bytes = slot->at.covered_bytes,
		};
}

/* Into the place of the older slot; the newest on disk stays what it is if that fails. */
static int write_slot(struct wipe_journal *journal, struct slot *next, struct wipe_error *err)
{
	const struct wipe_env *env = journal->env;
	uint8_t *block;
	int rc;

	next->sequence = journal->slot.sequence + 1;
	next->written_at_s = instants_clamp(env->ops->realtime_s(env));
	next->duration_ns = journal->before_ns + (env->ops->monotonic_ns(env) - journal->began_ns);
	block = journal->bytes + place_of(next->sequence);
	rc = slot_store(next, &journal->header, journal->header_seal, block, err);
	if (!rc)
		rc = file_write(&journal->file, block, SLOT_BYTES, place_of(next->sequence), err);
	if (!rc)
		journal->slot = *next;
	return rc;
}

int wipe_journal_resume(struct wipe_journal *journal, const void *notes, size_t notes_bytes,
			struct wipe_resume *resume, struct wipe_error *err)
{
	const struct wipe_env *env = journal->env;
	struct slot *next = malloc(sizeof(*next));
	int rc;

	if (!next)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	*next = journal->slot;
	journal->began_ns = env->ops->monotonic_ns(env);
	wipe_journal_resume_point(journal, env->ops->realtime_s(env), resume);
	memcpy(next->interruptions, resume->interruptions, sizeof(next->interruptions));
	next->interruption_count = resume->interruption_count;
	rc = set_notes(next, notes, notes_bytes, err);
	if (!rc)
		rc = write_slot(journal, next, err);
	free(next);
	return rc;
}

int wipe_journal_checkpoint(struct wipe_journal *journal, const struct wipe_checkpoint *checkpoint,
			    struct wipe_error *err)
{
	struct slot *next = malloc(sizeof(*next));
	int rc;

	if (!next)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	*next = journal->slot;
	slot_set_checkpoint(next, checkpoint);
	rc = write_slot(journal, next, err);
	free(next);
	return rc;
}

int wipe_journal_remove(struct wipe_journal *journal, struct wipe_error *err)
{
	return file_remove(&journal->file, err);
}

void wipe_journal_close(struct wipe_journal *journal)
{
	if (!journal)
		return;
	file_close(&journal->file);
	free(journal);
}
