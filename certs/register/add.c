/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Adding a record. The lock is held from reading what others added until the file has
 * its name; the name is what makes it part of the case, in one step.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <wipe/sys/env.h>

#include "case.h"
#include "folders.h"
#include "text.h"

#define NUMBER_DIGITS 6

/* A record on its way: how it would stand, its bytes, what it would be. */
struct candidate {
	struct wipecert_place place;
	struct wipecert_link heads[WIPECERT_HEADS_MAX];
	size_t head_count;
	char *json;
	size_t json_bytes;
	unsigned char *der;
	size_t der_bytes;
	struct wipecert_link link;
	struct entry entry;
	enum wipecert_reason reason; /* why it would not count */
};

/* Until the lock is ours, or somebody wants to stop: only while sleeping is that heard, so that it is never missed. */
static int wait_long(int fd, const sigset_t *heard)
{
	const struct timespec moment = { .tv_nsec = 50 * 1000 * 1000 };

	do {
		if (ppoll(NULL, 0, &moment, heard) < 0)
			return -1;
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return 0;
	} while (errno == EWOULDBLOCK);
	return -1;
}

/* A signal that is caught and asks to end ends it. */
static int wait_for(const struct wipecert_case *opened, int fd)
{
	static const int ends[] = { SIGINT, SIGTERM, SIGHUP };
	sigset_t all, before, heard;
	int rc, saved;

	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	if (errno != EWOULDBLOCK)
		return -1;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	heard = all;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (!sigismember(&before, ends[i]))
			sigdelset(&heard, ends[i]);
	if (opened->options.waits)
		opened->options.waits(opened->options.waits_arg, opened->path);
	rc = wait_long(fd, &heard);
	saved = errno;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = saved;
	return rc;
}

/* Where the folder is at fault the lock is none of anybody's business. */
static int cannot_lock(const struct wipecert_case *opened, const char *path, struct wipe_error *err)
{
	int saved = errno;

	if (saved != ENOSPC && saved != EDQUOT && access(opened->path, W_OK) == 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, saved, "%s", path);
	return folders_fail(opened->path, saved, err);
}

int case_lock(const struct wipecert_case *opened, int *fd, struct wipe_error *err)
{
	char path[PATH_MAX];
	int rc = case_path(opened, CASE_LOCK, NULL, path, err);

	*fd = -1;
	if (rc)
		return rc;
	*fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0644);
	if (*fd < 0)
		return cannot_lock(opened, path, err);
	if (!wait_for(opened, *fd))
		return 0;
	rc = errno == EINTR ?
		     wipe_error_set(err, WIPE_E_INTERRUPTED, 0, "%s",
				    _("stopped while another program was writing to the case")) :
		     wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	close(*fd);
	*fd = -1;
	return rc;
}

int case_lock_to_read(const struct wipecert_case *opened, int *fd, struct wipe_error *err)
{
	struct wipe_error why;
	int rc;

	wipe_error_clear(&why);
	rc = case_lock(opened, fd, &why);
	if (!rc || (rc == WIPE_E_SYSTEM &&
		    (why.sys_errno == EROFS || why.sys_errno == EACCES || why.sys_errno == EPERM ||
		     why.sys_errno == ENOSPC || why.sys_errno == EDQUOT)))
		return 0;
	if (err)
		*err = why;
	return rc;
}

void case_unlock(int fd)
{
	if (fd >= 0)
		close(fd);
}

/* Onto what is false nothing is built. */
int wipecert_case_in_order(const struct wipecert_case *opened, struct wipe_error *err)
{
	for (size_t i = 0; i < opened->finding_count; i++) {
		enum wipecert_case_problem problem = opened->findings[i].problem;

		if (problem != WIPECERT_CASE_TRUST_ALTERED && problem != WIPECERT_CASE_OTHER_INIT)
			continue;
		return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s",
				      wipecert_case_problem_text(problem));
	}
	return 0;
}

/* While the case is held nobody else can have come in between. */
static void follow_last(const struct holding *holding, struct candidate *candidate)
{
	candidate->heads[0] = holding->last;
	candidate->head_count = 1;
	candidate->place.number = holding->number + 1;
	candidate->place.has_writer_previous = true;
	candidate->place.writer_previous = holding->last;
	candidate->place.writer_number = holding->writer_number + 1;
}

static int find_place(struct wipecert_case *opened, const struct wipecert_case_addition *addition,
		      struct candidate *candidate, struct wipe_error *err)
{
	struct wipecert_meta *meta = addition->meta;
	uint8_t signer[32];
	int rc;

	wipecert_signer_sha256(addition->signer, signer);
	candidate->place.has_init = true;
	wipecert_case_init_sha256(opened, candidate->place.init_sha256);
	if (addition->item)
		snprintf(candidate->place.item, sizeof(candidate->place.item), "%s",
			 addition->item);
	meta->place = &candidate->place;
	meta->previous = candidate->heads;
	meta->signer_flag = wipecert_signer_flag_at(addition->signer, meta->issued_at_s);
	if (opened->holding.has_last) {
		follow_last(&opened->holding, candidate);
		meta->previous_count = candidate->head_count;
		return 0;
	}
	rc = case_next_place(opened, signer, addition->joins_heads, &candidate->place,
			     candidate->heads, &candidate->head_count, err);
	meta->previous_count = candidate->head_count;
	return rc;
}

/* It would stay undecided for ever. What has happened is told all the same. */
static bool is_too_late(const struct wipecert_case_addition *addition, const struct entry *entry)
{
	return !addition->may_break_rules && entry->voice.authentic == WIPECERT_UNDETERMINED &&
	       entry->voice.reason == WIPECERT_REASON_EXPIRED;
}

static int sign(struct wipecert_case *opened, const struct wipecert_case_addition *addition,
		struct candidate *candidate, struct wipe_error *err)
{
	struct wipecert_result result;
	int rc = wipecert_sign(addition->signer, candidate->json, candidate->json_bytes,
			       &candidate->der, &candidate->der_bytes, &candidate->link, err);

	if (rc)
		return rc;
	rc = wipecert_verify(wipecert_case_trust(opened), candidate->der, candidate->der_bytes,
			     opened->options.time_s, &result, err);
	if (!rc)
		rc = case_take(opened, &result, "", &candidate->entry, err);
	if (!rc && (!case_counts_as_authentic(&candidate->entry) ||
		    is_too_late(addition, &candidate->entry))) {
		candidate->reason = result.reason;
		rc = wipe_error_set(err, WIPE_E_REFUSED, 0, "%s: %s",
				    wipecert_signer_name(addition->signer),
				    wipecert_reason_text(result.reason));
	}
	wipecert_result_clear(&result);
	return rc;
}

static int judge(struct wipecert_case *opened, const struct wipecert_case_addition *addition,
		 const struct candidate *candidate, enum wipecert_fault *fault,
		 struct wipe_error *err)
{
	*fault = case_judge(opened, &candidate->entry);
	if (*fault == WIPECERT_FAULT_NONE || addition->may_break_rules)
		return 0;
	return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s", wipecert_fault_text(*fault));
}

/* Built and signed as it would stand now, and judged; nothing is written. */
static int prepare(struct wipecert_case *opened, const struct wipecert_case_addition *addition,
		   struct candidate *candidate, enum wipecert_fault *fault, struct wipe_error *err)
{
	int rc = wipecert_case_in_order(opened, err);

	*fault = WIPECERT_FAULT_NONE;
	if (!rc)
		rc = find_place(opened, addition, candidate, err);
	if (!rc)
		rc = addition->build(addition->build_arg, addition->meta, &candidate->json,
				     &candidate->json_bytes, err);
	if (!rc)
		rc = sign(opened, addition, candidate, err);
	return rc ? rc : judge(opened, addition, candidate, fault, err);
}

static void drop(const struct wipecert_case_addition *addition, struct candidate *candidate)
{
	addition->meta->place = NULL;
	addition->meta->previous = NULL;
	addition->meta->previous_count = 0;
	free(candidate->json);
	free(candidate->der);
	free(candidate);
}

void case_name(const struct entry *entry, const char *suffix, char name[CASE_NAME_BYTES])
{
	snprintf(name, CASE_NAME_BYTES, "%0*llu-%s-%s%s", NUMBER_DIGITS,
		 (unsigned long long)entry->place.number, wipecert_type_name(entry->voice.type),
		 entry->voice.link.id, suffix);
}

static int save(struct wipecert_case *opened, struct candidate *candidate,
		struct wipecert_case_added *added, struct wipe_error *err)
{
	char path[PATH_MAX];
	int rc;

	case_name(&candidate->entry, ".p7m", added->file);
	rc = case_path(opened, WIPECERT_FOLDER_RECORDS, added->file, path, err);
	if (rc)
		return rc;
	rc = folders_save(path, candidate->der, candidate->der_bytes, err);
	if (rc == WIPE_E_MISMATCH)
		unlink(path);
	added->is_there = access(path, F_OK) == 0;
	return rc;
}

static void remember(struct wipecert_case *opened, const struct candidate *candidate)
{
	struct holding *holding = &opened->holding;

	holding->has_last = true;
	holding->last = candidate->entry.voice.link;
	holding->number = candidate->place.number;
	holding->writer_number = candidate->place.writer_number;
}

/* The record is there: nobody is asked any more whether to stop. */
static int read_back(struct wipecert_case *opened, struct wipe_error *err)
{
	wipecert_case_progress_fn progress = opened->options.progress;
	int rc;

	opened->options.progress = NULL;
	rc = wipecert_case_refresh(opened, err);
	opened->options.progress = progress;
	return rc;
}

/* The record is there; what it means is found by folding, unless that is put off. */
static int take_in(struct wipecert_case *opened, const struct candidate *candidate,
		   struct wipecert_case_added *added, struct wipe_error *err)
{
	int rc;

	if (opened->holding.is_held) {
		remember(opened, candidate);
		return 0;
	}
	rc = read_back(opened, err);
	if (rc) {
		wipe_error_context(err, _("%s was recorded, but the case could not be read back"),
				   added->file);
		return rc;
	}
	added->record = case_find(opened, &candidate->entry.voice.link);
	if (added->record != WIPECERT_NO_INDEX)
		return 0;
	return wipe_error_set(err, WIPE_E_MISMATCH, 0,
			      _("%s: what was read back is not what was written"), added->file);
}

/*
 * Whoever adds tells what time it is: an erasure ends hours after its case was opened, and
 * would be of the future as of then.
 */
static void move_time(struct wipecert_case *opened, const struct wipecert_case_addition *addition)
{
	if (opened->options.time_s < addition->meta->issued_at_s)
		opened->options.time_s = addition->meta->issued_at_s;
}

/* Others may have added while this one waited for them. */
static void take_time(const struct wipecert_case_addition *addition)
{
	const struct wipe_env *env = wipe_env_system();
	int64_t now_s = env->ops->realtime_s(env);

	if (addition->takes_time && addition->meta->issued_at_s < now_s)
		addition->meta->issued_at_s = now_s;
}

static int add_locked(struct wipecert_case *opened, const struct wipecert_case_addition *addition,
		      struct wipecert_case_added *added, struct wipe_error *err)
{
	struct candidate *candidate = calloc(1, sizeof(*candidate));
	int rc;

	if (!candidate)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	move_time(opened, addition);
	rc = opened->holding.is_held ? 0 : wipecert_case_refresh(opened, err);
	take_time(addition);
	move_time(opened, addition);
	if (!rc)
		rc = prepare(opened, addition, candidate, &added->fault, err);
	if (!rc && addition->sealed)
		addition->sealed(addition->build_arg, candidate->der, candidate->der_bytes);
	for (size_t i = 0; i < addition->attachment_count && !rc; i++)
		rc = case_attach(opened, &addition->attachments[i], err);
	if (!rc)
		rc = save(opened, candidate, added, err);
	if (!rc)
		rc = take_in(opened, candidate, added, err);
	added->reason = candidate->reason;
	added->link = candidate->entry.voice.link;
	added->number = candidate->place.number;
	drop(addition, candidate);
	return rc;
}

int wipecert_case_add(struct wipecert_case *opened, const struct wipecert_case_addition *addition,
		      struct wipecert_case_added *added, struct wipe_error *err)
{
	int fd, rc;

	*added = (struct wipecert_case_added){ .record = WIPECERT_NO_INDEX };
	if (opened->holding.is_held)
		return add_locked(opened, addition, added, err);
	rc = case_lock(opened, &fd, err);
	if (!rc)
		rc = add_locked(opened, addition, added, err);
	case_unlock(fd);
	return rc;
}

int wipecert_case_hold(struct wipecert_case *opened, struct wipe_error *err)
{
	int fd, rc = case_lock(opened, &fd, err);

	if (!rc)
		rc = wipecert_case_refresh(opened, err);
	if (rc)
		case_unlock(fd);
	else
		opened->holding = (struct holding){ .is_held = true, .lock = fd };
	return rc;
}

int wipecert_case_release(struct wipecert_case *opened, struct wipe_error *err)
{
	if (!opened->holding.is_held)
		return 0;
	case_unlock(opened->holding.lock);
	opened->holding = (struct holding){ .is_held = false };
	return wipecert_case_refresh(opened, err);
}

int wipecert_case_try(struct wipecert_case *opened, const struct wipecert_case_addition *addition,
		      enum wipecert_fault *fault, struct wipe_error *err)
{
	struct candidate *candidate = calloc(1, sizeof(*candidate));
	int rc;

	if (!candidate)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	move_time(opened, addition);
	rc = prepare(opened, addition, candidate, fault, err);
	drop(addition, candidate);
	return rc;
}

int wipecert_case_build_act(void *arg, const struct wipecert_meta *meta, char **json,
			    size_t *json_bytes, struct wipe_error *err)
{
	return wipecert_act_build(arg, meta, json, json_bytes, err);
}
