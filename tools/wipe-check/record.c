/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

#include <stdlib.h>
#include <string.h>

#include <wipecert/files.h>
#include <wipecert/save.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"

int64_t record_time(const struct config *config)
{
	const struct wipe_env *env = wipe_env_system();

	return config->has_at ? config->at_s : env->ops->realtime_s(env);
}

int record_trust(const struct config *config, int64_t time_s, struct wipecert_trust **trust,
		 struct wipe_error *err)
{
	int rc = wipecert_trust_new(trust, err);

	for (size_t i = 0; i < config->trusts.count && !rc; i++)
		rc = wipecert_trust_load(*trust, config->trusts.items[i], time_s, err);
	for (size_t i = 0; i < config->crls.count && !rc; i++)
		rc = wipecert_trust_add_crl(*trust, config->crls.items[i], err);
	return rc;
}

int record_judge(const char *path, const struct wipecert_result *result)
{
	struct wipecert_files_stated stated;

	if (result->authentic == WIPECERT_INVALID || !result->record) {
		output_error(TOOL, path, "%s%s%s", wipecert_reason_text(result->reason),
			     result->detail[0] ? ": " : "", result->detail);
		return EXIT_FAILED;
	}
	if (wipecert_record_type(result->record) != WIPECERT_ERASURE) {
		output_error(TOOL, path, _("is a record of type \"%s\", not of an erasure"),
			     wipecert_type_name(wipecert_record_type(result->record)));
		return EXIT_USAGE;
	}
	if (wipecert_record_files(result->record, &stated)) {
		output_error(TOOL, path,
			     _("is a record of files: what is gone cannot be read again"));
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

int record_load(const struct config *config, struct wipecert_result *result)
{
	int64_t time_s = record_time(config);
	const char *path = config->options.arguments[0];
	struct wipecert_trust *trust = NULL;
	unsigned char *bytes = NULL;
	struct wipe_error err;
	size_t length;
	int code, rc;

	memset(result, 0, sizeof(*result));
	wipe_error_clear(&err);
	rc = record_trust(config, time_s, &trust, &err);
	if (!rc)
		rc = wipecert_load(path, WIPECERT_P7M_MAX_BYTES, &bytes, &length, &err);
	if (rc) {
		output_error(TOOL, NULL, "%s", err.message);
		code = rc == WIPE_E_NOTFOUND ? EXIT_USAGE : exit_from_error(&err);
		goto out;
	}
	rc = wipecert_verify(trust, bytes, length, time_s, result, &err);
	code = rc ? EXIT_FAILED : record_judge(path, result);
	if (rc)
		output_error(TOOL, path, "%s", err.message);
out:
	free(bytes);
	wipecert_trust_free(trust);
	return code;
}
