/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "exit.h"
#include "i18n.h"
#include "stop.h"

static_assert(sizeof(struct message) <= PIPE_BUF, "messages must not be torn");

#define PROGRESS_PAUSE_NS UINT64_C(50000000)

#define PIPE_BYTES (16 * PIPE_BUF)

struct reporter {
	const struct worker *worker;
	uint64_t sent_ns;
};

/* The journal of the job, and where the job goes on. */
struct notes {
	const struct worker *worker;
	struct journal journal;
	struct wipe_resume resume;
	const struct wipecert_link *attempt; /* of this run */
	bool has_failed;
};

static bool must_arrive(enum message_kind kind)
{
	return kind == MESSAGE_RESULT || kind == MESSAGE_SIGN;
}

static void send_message(const struct worker *worker, const struct message *message)
{
	struct pollfd ready = { .fd = worker->pipe_fd, .events = POLLOUT };
	int waiting = 0;

	/* Half of the pipe is for what is told once. */
	if (message->kind == MESSAGE_PROGRESS &&
	    (ioctl(worker->pipe_fd, FIONREAD, &waiting) != 0 || waiting > PIPE_BYTES / 2))
		return;
	/*
	 * A parent that does not read (stopped, or its terminal) must hold up neither
	 * drive nor record: only the result waits for it, and what only the parent can
	 * sign. Without a parent the record tells the rest.
	 */
	while (write(worker->pipe_fd, message, sizeof(*message)) < 0 &&
	       (errno == EINTR || (errno == EAGAIN && must_arrive(message->kind))))
		poll(&ready, 1, 1000);
}

/* wipecert_relay_fn */
static int ask_for_signature(void *arg, const unsigned char *attributes, size_t attributes_bytes,
			     unsigned char signature[WIPECERT_SIGNATURE_MAX_BYTES],
			     size_t *signature_bytes, struct wipe_error *err)
{
	const struct worker *worker = arg;
	struct message message = { .kind = MESSAGE_SIGN };

	message.question.bytes = attributes_bytes;
	memcpy(message.question.attributes, attributes, attributes_bytes);
	send_message(worker, &message);
	return relay_read(worker->answer_fd, signature, signature_bytes, err);
}

static int report_progress(void *arg, const struct wipe_progress *progress)
{
	struct reporter *reporter = arg;
	const struct wipe_env *env = wipe_env_system();
	uint64_t now_ns = env->ops->monotonic_ns(env);

	if (now_ns - reporter->sent_ns >= PROGRESS_PAUSE_NS || progress->phase == WIPE_PHASE_DONE) {
		struct message message = { .kind = MESSAGE_PROGRESS };

		reporter->sent_ns = now_ns;
		message.progress = *progress;
		send_message(reporter->worker, &message);
	}
	return stop_requested();
}

/* To the log as it is, to people once. */
static void warn_of_journal(struct notes *notes, const char *what, struct wipe_error *err)
{
	struct message message = { .kind = MESSAGE_WARNING };

	log_line(notes->worker->log, WIPE_LOG_WARNING, "%s: journal: %s",
		 notes->worker->target->device->node, err->message);
	if (notes->has_failed)
		return;
	notes->has_failed = true;
	wipe_error_context(err, "%s", what);
	memcpy(message.warning, err->message, sizeof(message.warning));
	send_message(notes->worker, &message);
}

/* On the caller's thread or another one, never twice at once. */
static void note_checkpoint(void *arg, const struct wipe_checkpoint *checkpoint)
{
	struct notes *notes = arg;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (wipe_journal_checkpoint(notes->journal.file, checkpoint, &err) != 0)
		warn_of_journal(notes, _("the job goes on, but cannot be gone on with from here"),
				&err);
}

static void tell_of_journal(const struct notes *notes)
{
	struct message message = { .kind = MESSAGE_JOURNAL };
	const struct wipe_resume *resume = &notes->resume;

	memcpy(message.journal.path, notes->journal.path, sizeof(message.journal.path));
	if (resume->interruption_count)
		message.journal.resumed_at_s =
			resume->interruptions[resume->interruption_count - 1].resumed_at_s;
	send_message(notes->worker, &message);
	if (!resume->interruption_count)
		log_line(notes->worker->log, WIPE_LOG_INFO, "%s: journal %s",
			 notes->worker->target->device->node, notes->journal.path);
	else
		log_line(notes->worker->log, WIPE_LOG_INFO,
			 "%s: goes on from journal %s, pass %u, byte %llu%s",
			 notes->worker->target->device->node, notes->journal.path, resume->at.pass,
			 (unsigned long long)resume->at.covered_bytes,
			 wipe_journal_is_behind(notes->journal.file) ?
				 "; its newest checkpoint was damaged" :
				 "");
}

/*
 * When it is sure that this is the medium, and before the first write: what goes on
 * has to note that first, or it could go on twice from one place.
 */
static int note_going_on(void *arg, struct wipe_error *err)
{
	struct notes *notes = arg;
	int rc = journal_go_on(&notes->journal, notes->attempt, &notes->resume, err);

	wipe_error_context(err, "%s",
			   _("nothing was touched, because the journal cannot be written"));
	if (rc && err->code == WIPE_E_SYSTEM)
		err->code = WIPE_E_REFUSED;
	if (!rc)
		tell_of_journal(notes);
	return rc;
}

/* A job without a journal is still a job. */
static void begin_journal(struct notes *notes, const struct wipecert_link *attempt)
{
	const struct worker *worker = notes->worker;
	const struct target *target = worker->target;
	struct wipe_error why;
	int rc;

	notes->attempt = attempt;
	if (notes->journal.file) {
		wipe_journal_resume_point(notes->journal.file,
					  wipe_env_system()->ops->realtime_s(wipe_env_system()),
					  &notes->resume);
		return;
	}
	/* How far a drive has come with its zeros is its affair: there is nothing to note. */
	if (wipe_plan_trusts_drive(&target->plan))
		return;
	/* Nor of what takes a second, and has no keys left afterwards to begin with. */
	if (target->plan.is_limited)
		return;
	/* Nor where going on would leave a header that lies elsewhere as it is, and tell nothing of it. */
	if (target->plan.crypto.is_detached)
		return;
	wipe_error_clear(&why);
	rc = journal_create(&notes->journal, worker->records, target->device, &target->plan,
			    attempt, &why);
	if (rc)
		warn_of_journal(notes, _("no journal: if this job breaks off, it begins anew"),
				&why);
	else
		tell_of_journal(notes);
}

static int open_medium(const struct worker *worker, const struct wipe_device *device,
		       struct wipe_target **target, struct wipe_error *err)
{
	const struct wipe_env *env = wipe_env_system();

	return device->kind == WIPE_KIND_IMAGE ?
		       wipe_target_open_image(device, env, target, err) :
		       wipe_target_open_device(worker->source, device, env, target, err);
}

/* header stays NULL if it lies on the medium itself. */
static int open_target(const struct worker *worker, struct wipe_target **target,
		       struct wipe_target **header, struct wipe_error *err)
{
	int rc = open_medium(worker, worker->target->device, target, err);

	*header = NULL;
	if (!rc && worker->target->header && worker->target->plan.crypto.volume_count)
		rc = open_medium(worker, worker->target->header, header, err);
	if (rc) {
		wipe_target_close(*target, NULL);
		*target = NULL;
	}
	return rc;
}

static void keep_error(struct wipe_report *report, const struct wipe_error *err)
{
	bool touched = report->media_touched;

	if (report->error.code == WIPE_OK)
		report->error = *err;
	report->error.media_touched = touched;
	wipe_report_conclude(report);
}

static void result_from_error(const struct wipe_error *err, struct result *result)
{
	result->code = exit_from_error(err);
	snprintf(result->error_code, sizeof(result->error_code), "%s", wipe_code_name(err->code));
	memcpy(result->message, err->message, sizeof(result->message));
}

/* The attempt is on disk in every place before the first write, or nothing is written. */
static int save_attempt(const struct worker *worker, struct wipe_report *report,
			struct wipecert_link *attempt, struct wipe_error *err)
{
	struct message message = { .kind = MESSAGE_ATTEMPT };
	struct records_saved saved;
	int rc;

	target_fill_report(worker->target, report);
	rc = records_save(worker->records, WIPECERT_ATTEMPT, report, NULL, NULL, &saved, err);
	memset(attempt, 0, sizeof(*attempt));
	if (saved.path[0]) {
		*attempt = saved.link;
		message.attempt.link = saved.link;
		message.attempt.place = saved.place;
		send_message(worker, &message);
	}
	if (rc) {
		wipe_error_context(
			err, "%s",
			_("nothing was touched, because the record of the attempt cannot "
			  "be saved"));
		if (err->code == WIPE_E_SYSTEM)
			err->code = WIPE_E_REFUSED;
	}
	return rc;
}

void worker_save_result(struct records *records, const struct config *config,
			const struct wipe_report *report, const struct wipecert_link *attempt,
			struct result *result)
{
	struct records_saved saved;
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	rc = records_save(records, WIPECERT_ERASURE, report, attempt, NULL, &saved, &err);
	memcpy(result->record_path, saved.path, sizeof(result->record_path));
	memcpy(result->record_id, saved.link.id, sizeof(result->record_id));
	memcpy(result->attempt_id, attempt->id, sizeof(result->attempt_id));
	result->saved_everywhere = saved.everywhere;
	result->filed = saved.filed;
	result->is_signed = saved.is_signed;
	snprintf(result->flag, sizeof(result->flag), "%s", saved.flag ? saved.flag : "");
	if (report->media_touched &&
	    (rc || !saved.everywhere || (config->records.key && !saved.is_signed)))
		result->code = exit_combine(result->code, EXIT_UNSAVED);
	if (report->media_touched && saved.filed.fault != WIPECERT_FAULT_NONE)
		result->code = exit_combine(result->code, EXIT_UNCONFIRMED);
	if (rc && !result->message[0]) {
		snprintf(result->error_code, sizeof(result->error_code), "%s",
			 wipe_code_name(err.code));
		memcpy(result->message, err.message, sizeof(result->message));
	}
}

static void run_job(const struct worker *worker, struct wipe_target *target,
		    struct wipe_target *header, struct notes *notes, struct wipe_report *report)
{
	struct reporter reporter = { .worker = worker };
	struct wipe_job_options options = { .progress = report_progress,
					    .progress_arg = &reporter,
					    .log = log_for_library(worker->log),
					    .checkpoint_bytes = worker->config->checkpoint_bytes,
					    .header = header };

	engine_fill(&worker->config->engine, worker->index, &options);
	if (notes->journal.file) {
		options.checkpoint = note_checkpoint;
		options.checkpoint_arg = notes;
	}
	if (notes->resume.interruption_count) {
		options.resume = &notes->resume;
		options.begin = note_going_on;
		options.begin_arg = notes;
	}
	wipe_job_run(target, &worker->target->plan, wipe_env_system(), &options, report, NULL);
}

/* Attempt, journal, job. False: not even the attempt could be saved. */
static bool attempt_job(const struct worker *worker, struct wipe_target *target,
			struct wipe_target *header, struct notes *notes, struct wipe_report *report,
			struct wipecert_link *attempt)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	if (save_attempt(worker, report, attempt, &err) == 0) {
		begin_journal(notes, attempt);
		run_job(worker, target, header, notes, report);
	} else {
		keep_error(report, &err);
	}
	return attempt->id[0] != '\0';
}

/* For going on: not of a job that did not begin, perhaps on another medium. */
static void put_journal(const struct notes *notes, const struct wipe_report *report,
			struct result *result)
{
	result->journal[0] = '\0';
	if (report->media_touched)
		memcpy(result->journal, notes->journal.path, sizeof(result->journal));
}

static void work(const struct worker *worker, struct notes *notes, struct wipe_report *report,
		 struct result *result)
{
	struct message message = { .kind = MESSAGE_MEASURED };
	struct wipe_target *target = NULL, *header = NULL;
	struct wipecert_link attempt;
	struct wipe_error err;
	bool has_attempt;

	wipe_error_clear(&err);
	if (open_target(worker, &target, &header, &err) != 0) {
		result_from_error(&err, result);
		return;
	}
	has_attempt = attempt_job(worker, target, header, notes, report, &attempt);
	if (wipe_target_close(target, &err) != 0 || wipe_target_close(header, &err) != 0)
		keep_error(report, &err);
	result_from_report(report, result);
	if (!report->media_touched && report->error.code != WIPE_OK)
		result->code = exit_from_error(&report->error);
	put_journal(notes, report, result);
	if (!has_attempt)
		return;
	message.result = *result;
	send_message(worker, &message);
	worker_save_result(worker->records, worker->config, report, &attempt, result);
	journal_end(&notes->journal, report, result->record_path[0] != '\0', worker->log);
	put_journal(notes, report, result);
}

int worker_run(struct worker *worker)
{
	struct message message = { .kind = MESSAGE_RESULT };
	struct wipe_report *report = calloc(1, sizeof(*report));
	struct notes *notes = calloc(1, sizeof(*notes));
	const char *node = worker->target->device->node;

	records_set_item(worker->records, worker->target->erasing.item);
	if (worker->answer_fd >= 0)
		records_relay(worker->records, ask_for_signature, worker);
	if (!report || !notes) {
		message.result.code = EXIT_FAILED;
		snprintf(message.result.message, sizeof(message.result.message), "%s",
			 _("out of memory"));
	} else {
		log_line(worker->log, WIPE_LOG_INFO, "%s: begin, method %s", node,
			 worker->target->plan.scheme->name);
		notes->worker = worker;
		notes->journal = worker->target->journal;
		work(worker, notes, report, &message.result);
		journal_close(&notes->journal);
		log_line(worker->log, WIPE_LOG_INFO, "%s: end, %s, exit %d, record %s", node,
			 message.result.has_report ? wipe_verdict_name(message.result.verdict) :
						     message.result.error_code,
			 message.result.code, message.result.record_path);
	}
	send_message(worker, &message);
	free(notes);
	free(report);
	return message.result.code;
}
