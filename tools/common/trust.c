/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trust.h"

#include <wipe/sys/env.h>

#include "exit.h"
#include "output.h"
#include "utc.h"

int trust_set_option(struct trust_options *options, const char *tool, int number, const char *value)
{
	switch ((enum trust_option)number) {
	case TRUST_OPTION_ANCHORS:
		return values_add(tool, &options->anchors, value);
	case TRUST_OPTION_CRL:
		return values_add(tool, &options->crls, value);
	case TRUST_OPTION_AT:
		options->has_at = utc_parse(value, &options->at_s);
		if (options->has_at)
			return 0;
		return options_fail(tool, _("--at: %s is no time like 2026-11-22T03:04:05Z"),
				    value);
	case TRUST_OPTION_TSA:
		return values_add(tool, &options->tsa_anchors, value);
	case TRUST_OPTION_TSA_CRL:
		return values_add(tool, &options->tsa_crls, value);
	}
	return 0;
}

void trust_free_options(struct trust_options *options)
{
	values_free(&options->anchors);
	values_free(&options->crls);
	values_free(&options->tsa_anchors);
	values_free(&options->tsa_crls);
	*options = (struct trust_options){ 0 };
}

typedef int (*add_fn)(struct wipecert_trust *trust, const char *path, struct wipe_error *err);

static int add_all(struct wipecert_trust *trust, const struct values *paths, add_fn add,
		   const char *tool)
{
	struct wipe_error err;

	for (size_t i = 0; i < paths->count; i++) {
		wipe_error_clear(&err);
		if (!add(trust, paths->items[i], &err))
			continue;
		output_wipe_error(tool, paths->items[i], &err);
		return exit_from_error(&err);
	}
	return EXIT_DONE;
}

/* Anchors, or the one trust folder; its roster is verified as of the time that was asked. */
static int load_all(struct wipecert_trust *trust, const struct trust_options *options,
		    const char *tool)
{
	int64_t time_s = trust_time(options);
	struct wipe_error err;

	for (size_t i = 0; i < options->anchors.count; i++) {
		wipe_error_clear(&err);
		if (!wipecert_trust_load(trust, options->anchors.items[i], time_s, &err))
			continue;
		output_wipe_error(tool, options->anchors.items[i], &err);
		return exit_from_error(&err);
	}
	return EXIT_DONE;
}

int trust_load(const struct trust_options *options, const char *tool, struct wipecert_trust **trust)
{
	struct wipe_error err;
	int code;

	wipe_error_clear(&err);
	if (wipecert_trust_new(trust, &err)) {
		output_wipe_error(tool, NULL, &err);
		return exit_from_error(&err);
	}
	code = load_all(*trust, options, tool);
	if (code == EXIT_DONE)
		code = add_all(*trust, &options->crls, wipecert_trust_add_crl, tool);
	if (code == EXIT_DONE)
		code = add_all(*trust, &options->tsa_anchors, wipecert_trust_add_tsa_anchors, tool);
	if (code == EXIT_DONE)
		code = add_all(*trust, &options->tsa_crls, wipecert_trust_add_tsa_crl, tool);
	if (code == EXIT_DONE)
		return code;
	wipecert_trust_free(*trust);
	*trust = NULL;
	return code;
}

int64_t trust_time(const struct trust_options *options)
{
	const struct wipe_env *env = wipe_env_system();

	return options->has_at ? options->at_s : env->ops->realtime_s(env);
}
