/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session.h"

#include <string.h>

#include "exit.h"
#include "output.h"
#include "register.h"
#include "sandbox.h"
#include "stop.h"
#include "why.h"

void session_init(struct session_options *options, const char *tool)
{
	*options = (struct session_options){ .key = { .prompt = { .tool = tool, .fd = -1 } } };
}

void session_free_options(struct session_options *options)
{
	trust_free_options(&options->trust);
}

int session_set_option(struct session_options *options, int number, const char *value)
{
	const char *tool = options->key.prompt.tool;

	if (key_is_option(number))
		return key_set_option(&options->key, number, value);
	if (trust_is_option(number))
		return trust_set_option(&options->trust, tool, number, value);
	return case_take_init(&options->init, tool, value);
}

int session_fail(const struct session *session, const char *subject, const struct wipe_error *err)
{
	output_wipe_error(session->tool, subject, err);
	return exit_from_error(err);
}

int session_fail_unrecorded(const struct session *session, struct wipe_error *err)
{
	if (err->code == WIPE_E_SYSTEM)
		wipe_error_context(err, "%s",
				   session->is_recorded ? _("this was not recorded") :
							  _("nothing was recorded"));
	return session_fail(session, NULL, err);
}

int session_renew(struct session *session)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	if (!wipecert_meta_renew(wipe_env_system(), &session->meta, &err))
		return EXIT_DONE;
	return session_fail(session, NULL, &err);
}

static int collect(struct session *session)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	if (!wipecert_meta_collect(wipe_env_system(), "wipe-case", &session->meta, &err))
		return EXIT_DONE;
	return session_fail(session, NULL, &err);
}

int session_start(struct session *session, const char *tool, struct session_options *options,
		  const struct options *parsed, bool signs)
{
	int code = EXIT_DONE;

	*session = (struct session){ .tool = tool, .options = parsed };
	if (!options->trust.anchors.count &&
	    (options->trust.crls.count || options->trust.tsa_anchors.count ||
	     options->trust.tsa_crls.count))
		return options_fail(
			tool, "%s",
			_("--crl, --tsa-trust and --tsa-crl need --trust: without it the "
			  "case's own trust folder counts"));
	if (signs && !options->key.source.key)
		return options_fail(tool, "%s", _("--key is missing"));
	if (signs)
		code = key_check_options(&options->key);
	if (code == EXIT_DONE)
		code = collect(session);
	if (code == EXIT_DONE)
		code = sandbox_start(tool);
	if (code == EXIT_DONE)
		code = log_start(parsed->log_path, tool, &session->log);
	if (code == EXIT_DONE && signs)
		code = key_load_signer(&options->key, &session->signer);
	if (code == EXIT_DONE && options->trust.anchors.count)
		code = trust_load(&options->trust, tool, &session->trust);
	return code;
}

static int refuse_other(const struct session *session, const uint8_t wanted[32])
{
	uint8_t found[32];

	wipecert_case_init_sha256(session->opened, found);
	if (memcmp(found, wanted, sizeof(found)) == 0)
		return EXIT_DONE;
	output_error(session->tool, wipecert_case_path(session->opened), "%s",
		     wipecert_case_problem_text(WIPECERT_CASE_OTHER_INIT));
	return EXIT_REFUSED;
}

/* Between two steps that leave a whole case each. */
static int is_stopped(void *arg, size_t done, size_t count)
{
	(void)arg;
	(void)done;
	(void)count;
	return stop_requested();
}

void session_stop(struct session *session)
{
	session->stops = true;
	stop_catch();
}

int session_open_any(struct session *session, const struct session_options *options,
		     const char *path)
{
	struct wipecert_case_options opening = { .trust = session->trust,
						 .time_s = trust_time(&options->trust),
						 .progress = session->stops ? is_stopped : NULL };

	return case_open(session->tool, path, &options->init, &opening, &session->opened);
}

int session_open(struct session *session, const struct session_options *options, const char *path)
{
	int code = session_open_any(session, options, path);

	if (code == EXIT_DONE && options->init.is_given)
		code = refuse_other(session, options->init.sha256);
	if (code == EXIT_DONE)
		case_warn(session->tool, session->opened);
	return code;
}

enum case_form session_form(const struct session *session)
{
	if (session->options->json)
		return CASE_JSON;
	return session->options->quiet ? CASE_SILENT : CASE_TEXT;
}

void session_end(struct session *session, int code)
{
	log_line(session->log, WIPE_LOG_INFO, "ended: %s", exit_name(code));
	log_close(session->log);
	wipecert_case_free(session->opened);
	wipecert_signer_free(session->signer);
	wipecert_trust_free(session->trust);
}

int session_add(struct session *session, struct wipecert_case_addition *addition,
		struct wipecert_case_added *added)
{
	struct wipe_error err;

	addition->signer = session->signer;
	addition->meta = &session->meta;
	addition->takes_time = true;
	wipe_error_clear(&err);
	if (!wipecert_case_add(session->opened, addition, added, &err)) {
		log_line(session->log, WIPE_LOG_INFO, "added %s", added->file);
		session->is_recorded = true;
		return EXIT_DONE;
	}
	log_line(session->log, WIPE_LOG_WARNING, "not added: %s%s%s", wipe_code_name(err.code),
		 added->fault ? ", " : "", added->fault ? wipecert_fault_name(added->fault) : "");
	if (added->is_there)
		session_fail(session, NULL, &err);
	else if (!why_instead(session, addition->item, added->fault))
		session_fail_unrecorded(session, &err);
	why_tell_refused(session, addition, added);
	/* What was said cannot be said so. */
	return err.code == WIPE_E_FORMAT ? EXIT_USAGE : exit_from_error(&err);
}

int session_find_item(const struct session *session, const char *name, char id[WIPECERT_ID_BYTES])
{
	struct wipecert_item item;
	size_t index;
	int code = register_find_item(session->tool, session->opened, name, &index);

	if (code != EXIT_DONE)
		return code;
	wipecert_case_item(session->opened, index, &item);
	memcpy(id, item.id, sizeof(item.id));
	return EXIT_DONE;
}

int session_find_record(const struct session *session, const char *name, size_t *index)
{
	return register_find_record(session->tool, session->opened, name, index);
}
