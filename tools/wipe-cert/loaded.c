/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loaded.h"

#include <stdlib.h>
#include <string.h>

#include <wipecert/save.h>

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

int loaded_read_bytes(const char *tool, const char *path, const struct wipecert_trust *trust,
		      int64_t time_s, struct wipecert_result *result, unsigned char **bytes,
		      size_t *length)
{
	int code;

	*bytes = NULL;
	*length = 0;
	memset(result, 0, sizeof(*result));
	code = verify(tool, path, trust, time_s, result, bytes, length);
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
	return options->anchors.count ? wipecert_result_exit_code(result) : EXIT_DONE;
}
