/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loaded.h"

#include <stdlib.h>
#include <string.h>

#include <wipecert/save.h>

#include "confirmations.h"
#include "exit.h"
#include "output.h"

static int verify(const char *tool, const char *path, const struct wipecert_trust *trust,
		  int64_t time_s, struct wipecert_result *result, unsigned char **bytes,
		  size_t *length)
{
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	rc = wipecert_load(path, WIPECERT_P7M_MAX_BYTES, bytes, length, &err);
	if (!rc)
		rc = wipecert_verify(trust, *bytes, *length, time_s, result, &err);
	if (!rc)
		return EXIT_DONE;
	output_wipe_error(tool, path, &err);
	return exit_from_error(&err);
}

/* As wipe-verify does it for a file that was named. */
static int weigh(const char *tool, const char *path, int64_t time_s,
		 const struct wipecert_trust *trust, struct wipecert_result *result)
{
	struct confirmations found = { 0 };
	struct verdict verdict = { 0 };
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	rc = verdict_of_result(result, path, &verdict, &err);
	if (!rc)
		rc = confirmations_find(trust, time_s, &verdict, 1, &found, &err);
	if (!rc)
		rc = confirmations_weigh(trust, &verdict, 1, &found, &err);
	result->standing = verdict.standing;
	confirmations_free(&found);
	verdict_clear(&verdict);
	if (!rc)
		return EXIT_DONE;
	output_wipe_error(tool, path, &err);
	return exit_from_error(&err);
}

int loaded_read_bytes(const char *tool, const char *path, const struct wipecert_trust *trust,
		      int64_t time_s, struct wipecert_result *result, unsigned char **bytes,
		      size_t *length)
{
	int code;

	*bytes = NULL;
	*length = 0;
	memset(result, 0, sizeof(*result));
	code = verify(tool, path, trust, time_s, result, bytes, length);
	if (code == EXIT_DONE && result->record && result->authentic != WIPECERT_INVALID)
		code = weigh(tool, path, time_s, trust, result);
	if (code != EXIT_DONE)
		return code;
	if (result->record && result->authentic != WIPECERT_INVALID)
		return EXIT_DONE;
	output_error(tool, path, _("not authentic: %s%s%s"), wipecert_reason_text(result->reason),
		     *result->detail ? ": " : "", result->detail);
	return EXIT_FAILED;
}

int loaded_read(const char *tool, const char *path, const struct trust_options *options,
		struct wipecert_result *result)
{
	struct wipecert_trust *trust = NULL;
	unsigned char *bytes = NULL;
	size_t length;
	int code;

	memset(result, 0, sizeof(*result));
	code = trust_load(options, tool, &trust);
	if (code == EXIT_DONE)
		code = loaded_read_bytes(tool, path, trust, trust_time(options), result, &bytes,
					 &length);
	wipecert_trust_free(trust);
	free(bytes);
	return code;
}

int loaded_exit(const struct trust_options *options, const struct wipecert_result *result)
{
	if (!options->anchors.count)
		return EXIT_DONE;
	return wipecert_weight_exit_code(wipecert_result_exit_code(result), result->standing);
}
