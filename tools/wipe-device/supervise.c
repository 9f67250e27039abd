/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "exit.h"
#include "i18n.h"
#include "journal.h"
#include "output.h"
#include "progress.h"
#include "result.h"
#include "stop.h"
#include "worker.h"

#define POLL_MS 100

struct child {
	const struct target *target;
	pid_t pid;
	int pipe_fd;   /* -1: closed */
	int answer_fd; /* to the child; -1: closed, or the child can sign */
	bool has_attempt, has_measured, has_result;
	struct wipecert_link attempt;
	struct wipecert_place place;	  /* of the attempt, in a case */
	char journal[RECORDS_PATH_BYTES]; /* "": none */
	int64_t resumed_at_s;		  /* 0: it began anew */
	struct wipe_progress last;	  /* what it told last */
	int64_t started_at_s;		  /* when its attempt was saved */
	struct result result;
};

struct supervisor {
	const struct config *config;
	struct wipe_source *source;
	struct records *records;
	struct log *log;
	struct progress *progress;
	struct child *children;
	struct pollfd *polls;
	size_t count;
	bool stop_sent;
};

static void close_end(int fd)
{
	if (fd >= 0)
		close(fd);
}

/* Held open here, they would hide from the others that the parent is gone. */
static void close_ends_of_others(const struct supervisor *supervisor)
{
	for (size_t i = 0; i < supervisor->count; i++) {
		close_end(supervisor->children[i].pipe_fd);
		close_end(supervisor->children[i].answer_fd);
	}
}

static int run_child(const struct supervisor *supervisor, struct child *child, int pipe_fd,
		     int answer_fd, pid_t parent)
{
	struct worker worker = { .config = supervisor->config,
				 .source = supervisor->source,
				 .target = child->target,
				 .index = (size_t)(child - supervisor->children),
				 .records = supervisor->records,
				 .log = supervisor->log,
				 .pipe_fd = pipe_fd,
				 .answer_fd = answer_fd };

	/* If the parent is killed, end with a record instead of working on unseen. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		raise(SIGTERM);
	return worker_run(&worker);
}

static int start_child(struct supervisor *supervisor, struct child *child)
{
	pid_t parent = getpid();
	int ends[2] = { -1, -1 }, answer_ends[2] = { -1, -1 };

	if (pipe2(ends, O_CLOEXEC) != 0 ||
	    (records_need_relay(supervisor->records) && pipe2(answer_ends, O_CLOEXEC) != 0))
		goto fail;
	child->pid = fork();
	if (child->pid == 0) {
		close_ends_of_others(supervisor);
		close(ends[0]);
		close_end(answer_ends[1]);
		fcntl(ends[1], F_SETFL, O_WRONLY | O_NONBLOCK);
		_exit(run_child(supervisor, child, ends[1], answer_ends[0], parent));
	}
	if (child->pid < 0)
		goto fail;
	close(ends[1]);
	close_end(answer_ends[0]);
	child->pipe_fd = ends[0];
	child->answer_fd = answer_ends[1];
	return 0;
fail:
	snprintf(child->result.message, sizeof(child->result.message), "%s: %s",
		 _("no process can be started"), strerror(errno));
	for (size_t i = 0; i < 2; i++) {
		close_end(ends[i]);
		close_end(answer_ends[i]);
	}
	child->result.code = EXIT_FAILED;
	child->has_result = true;
	return -1;
}

/* What the child told last: at least so much was written. */
static void take_last_progress(const struct child *child, struct wipe_report *report)
{
	const struct wipe_progress *last = &child->last;
	uint64_t most = report->plan.capacity_bytes * report->plan.pass_count;

	report->passes_completed = last->pass ? last->pass - 1 : 0;
	report->bytes_written = last->job_done_bytes < most ? last->job_done_bytes : most;
	report->bytes_written -= last->error_bytes < report->bytes_written ? last->error_bytes :
									     report->bytes_written;
}

/* Of the runs before, what their journal tells. */
static void take_resumed(const struct child *child, struct wipe_report *report)
{
	struct wipe_resume *resume = malloc(sizeof(*resume));

	if (!resume)
		return;
	wipe_journal_resume_point(child->target->journal.file, child->resumed_at_s, resume);
	journal_fill_report(resume, report);
	free(resume);
}

/*
 * The child died (killed, out of memory, a bug): what it told last is all that is
 * known, and an open attempt is closed by saying so.
 */
static void close_for_dead(struct supervisor *supervisor, struct child *child)
{
	struct wipe_report *report = calloc(1, sizeof(*report));
	const struct wipe_env *env = wipe_env_system();

	child->has_result = true;
	if (child->has_measured) {
		/* It died while it saved its record: another one would contradict it. */
		child->result.code = exit_combine(child->result.code, EXIT_UNSAVED);
		snprintf(child->result.message, sizeof(child->result.message), "%s",
			 _("the process that worked on it died while it saved the record: it may "
			   "be there or not"));
		free(report);
		return;
	}
	child->result.code = child->has_attempt ? EXIT_INTERRUPTED : EXIT_FAILED;
	if (!child->has_attempt || !report) {
		snprintf(child->result.message, sizeof(child->result.message), "%s",
			 _("the process that worked on it died before anything was written"));
		free(report);
		return;
	}
	report->device = *child->target->device;
	report->device.contents = NULL;
	report->device.uses = NULL;
	report->plan = child->target->plan;
	report->started_at_s = child->started_at_s;
	report->ended_at_s = env->ops->realtime_s(env);
	if (report->ended_at_s > report->started_at_s)
		report->duration_ns =
			(uint64_t)(report->ended_at_s - report->started_at_s) * 1000000000u;
	take_last_progress(child, report);
	if (child->resumed_at_s)
		take_resumed(child, report);
	report->media_touched = true; /* it cannot be excluded */
	report->interrupted = true;
	wipe_error_set(&report->error, WIPE_E_INTERRUPTED, 0,
		       _("the process that worked on it died"));
	wipe_report_conclude(report);
	result_from_report(report, &child->result);
	memcpy(child->result.journal, child->journal, sizeof(child->result.journal));
	records_set_item(supervisor->records, child->target->erasing.item);
	records_follow(supervisor->records, &child->place);
	worker_save_result(supervisor->records, supervisor->config, report, &child->attempt,
			   &child->result);
	free(report);
}

static void take_message(struct supervisor *supervisor, struct child *child,
			 const struct message *message)
{
	size_t index = (size_t)(child - supervisor->children);

	switch (message->kind) {
	case MESSAGE_PROGRESS:
		child->last = message->progress;
		progress_update(supervisor->progress, index, &child->last, clock_ns());
		break;
	case MESSAGE_ATTEMPT:
		child->attempt = message->attempt.link;
		child->place = message->attempt.place;
		child->has_attempt = true;
		child->started_at_s = wipe_env_system()->ops->realtime_s(wipe_env_system());
		break;
	case MESSAGE_JOURNAL:
		memcpy(child->journal, message->journal.path, sizeof(child->journal));
		child->resumed_at_s = message->journal.resumed_at_s;
		break;
	case MESSAGE_WARNING:
		progress_hide(supervisor->progress);
		output_message(TOOL, child->target->device->node, message->warning);
		break;
	case MESSAGE_SIGN:
		/* The token may ask for something. */
		progress_hide(supervisor->progress);
		relay_answer(supervisor->records, &message->question, child->answer_fd);
		break;
	case MESSAGE_MEASURED:
		child->result = message->result;
		child->has_measured = true;
		break;
	case MESSAGE_RESULT:
		child->result = message->result;
		child->has_result = true;
		break;
	}
}

static void show_result(struct supervisor *supervisor, struct child *child)
{
	progress_finish(supervisor->progress, (size_t)(child - supervisor->children), clock_ns());
	progress_hide(supervisor->progress);
	if (supervisor->config->options.json)
		result_print_json(supervisor->config, child->target, &child->result);
	else
		result_print_text(supervisor->config, child->target, &child->result);
}

static void settle(struct supervisor *supervisor, struct child *child)
{
	if (!child->has_result)
		close_for_dead(supervisor, child);
	show_result(supervisor, child);
}

static void end_child(struct supervisor *supervisor, struct child *child)
{
	int status;

	close(child->pipe_fd);
	child->pipe_fd = -1;
	close_end(child->answer_fd);
	child->answer_fd = -1;
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		;
	/*
	 * Saving waits for the head of the chain, and a worker that has it may be waiting
	 * for a signature from here.
	 */
	if (!child->has_result && records_need_relay(supervisor->records))
		return;
	settle(supervisor, child);
}

static void read_child(struct supervisor *supervisor, struct child *child)
{
	struct message message;
	ssize_t got = read(child->pipe_fd, &message, sizeof(message));

	if (got == (ssize_t)sizeof(message))
		take_message(supervisor, child, &message);
	else if (got >= 0 || errno != EINTR)
		end_child(supervisor, child);
}

/* Only what is open: poll() takes no more entries than there may be descriptors. */
static nfds_t fill_polls(struct supervisor *supervisor)
{
	nfds_t running = 0;

	for (size_t i = 0; i < supervisor->count; i++)
		if (supervisor->children[i].pipe_fd >= 0)
			supervisor->polls[running++] =
				(struct pollfd){ .fd = supervisor->children[i].pipe_fd,
						 .events = POLLIN };
	return running;
}

static struct child *child_of(struct supervisor *supervisor, int pipe_fd)
{
	size_t i = 0;

	while (supervisor->children[i].pipe_fd != pipe_fd)
		i++;
	return &supervisor->children[i];
}

static void forward_stop(struct supervisor *supervisor)
{
	if (!stop_requested() || supervisor->stop_sent)
		return;
	supervisor->stop_sent = true;
	for (size_t i = 0; i < supervisor->count; i++)
		if (supervisor->children[i].pipe_fd >= 0)
			kill(supervisor->children[i].pid, SIGTERM);
}

static int watch(struct supervisor *supervisor)
{
	int code = EXIT_DONE;
	nfds_t running;

	while ((running = fill_polls(supervisor))) {
		forward_stop(supervisor);
		if (poll(supervisor->polls, running, POLL_MS) <= 0)
			continue;
		for (nfds_t i = 0; i < running; i++)
			if (supervisor->polls[i].revents)
				read_child(supervisor,
					   child_of(supervisor, supervisor->polls[i].fd));
	}
	for (size_t i = 0; i < supervisor->count; i++)
		if (!supervisor->children[i].has_result)
			settle(supervisor, &supervisor->children[i]);
	for (size_t i = 0; i < supervisor->count; i++)
		code = exit_combine(code, supervisor->children[i].result.code);
	return code;
}

int supervise_run(const struct config *config, struct wipe_source *source,
		  const struct targets *targets, struct records *records, struct log *log)
{
	struct supervisor supervisor = {
		.config = config,
		.source = source,
		.records = records,
		.log = log,
		.progress = progress_new(config->progress, targets->count),
		.children = calloc(targets->count, sizeof(struct child)),
		.polls = calloc(targets->count, sizeof(struct pollfd)),
		.count = targets->count,
	};
	int code = EXIT_FAILED;

	if (!supervisor.progress || !supervisor.children || !supervisor.polls) {
		output_error(TOOL, NULL, "%s", _("out of memory"));
		goto out;
	}
	stop_catch();
	fflush(NULL); /* or children would print it again */
	for (size_t i = 0; i < targets->count; i++)
		supervisor.children[i].pipe_fd = supervisor.children[i].answer_fd = -1;
	for (size_t i = 0; i < targets->count; i++) {
		supervisor.children[i].target = &targets->items[i];
		progress_name(supervisor.progress, i, targets->items[i].device->name);
		if (start_child(&supervisor, &supervisor.children[i]) != 0)
			show_result(&supervisor, &supervisor.children[i]);
	}
	code = watch(&supervisor);
out:
	progress_free(supervisor.progress);
	free(supervisor.children);
	free(supervisor.polls);
	return code;
}
