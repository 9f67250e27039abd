/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * For the Python tests: what the library makes of records.
 *
 *   record-verdict verdict FILE...    a line of JSON each: strict, schema, held, why
 *   record-verdict lines              the same for each line of stdin
 *   record-verdict commands FILE PATH [SIGNED]
 *                                     the script for the record in FILE, as if read from
 *                                     PATH; SIGNED: as if it was signed
 *   record-verdict text FILE          the certificate
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/render.h>
#include <wipecert/save.h>

#include "digest.h"
#include "schema.h"
#include "strict.h"

static bool fits_schema(json_t *root, struct wipe_error *err)
{
	struct schema *schema;

	if (schema_of_thread(&schema, err))
		abort();
	return schema_validate(schema, root, err) == 0;
}

static void print_verdict(const char *path, const void *bytes, size_t length)
{
	struct wipe_error err = { .code = WIPE_OK };
	struct wipecert_record *record = NULL;
	const char *held = "unparsed";
	json_t *root, *line;
	bool strict = strict_load(bytes, length, &root, &err) == 0;
	bool schema = strict && fits_schema(root, &err);

	if (wipecert_record_parse(bytes, length, &record, &err) == 0)
		held = wipecert_held_name(wipecert_record_held(record, &err));
	line = json_pack("{s:s, s:b, s:b, s:s, s:s}", "file", path, "strict", strict, "schema",
			 schema, "held", held, "why", err.message);
	json_dumpf(line, stdout, 0);
	putchar('\n');
	json_decref(line);
	json_decref(root);
	wipecert_record_free(record);
}

static int verdicts(int count, char **paths)
{
	for (int i = 0; i < count; i++) {
		unsigned char *bytes;
		size_t length;

		if (wipecert_load(paths[i], (size_t)8 << 20, &bytes, &length, NULL) != 0)
			return 2;
		print_verdict(paths[i], bytes, length);
		free(bytes);
	}
	return 0;
}

static int lines(void)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	while ((length = getline(&line, &size, stdin)) > 0)
		print_verdict("-", line, (size_t)length - 1);
	free(line);
	return 0;
}

static int render(const char *file, const char *path, bool is_signed)
{
	struct wipecert_result result = { .authentic = WIPECERT_UNDETERMINED,
					  .reason = WIPECERT_REASON_NO_TRUST,
					  .is_signed = is_signed };
	unsigned char *bytes;
	size_t length;
	char *text;
	int rc;

	if (wipecert_load(file, WIPECERT_JSON_MAX_BYTES, &bytes, &length, NULL) != 0 ||
	    wipecert_record_parse(bytes, length, &result.record, NULL) != 0 ||
	    !digest_sha256(bytes, length, result.link.econtent_sha256))
		return 2;
	result.held = wipecert_record_held(result.record, NULL);
	rc = path ? wipecert_render_commands(&result, path, &text, NULL) :
		    wipecert_render_text(&result, &text, NULL);
	if (rc == 0)
		fputs(text, stdout);
	free(text);
	free(bytes);
	wipecert_record_free(result.record);
	return rc ? 2 : 0;
}

int main(int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "verdict") == 0)
		return verdicts(argc - 2, argv + 2);
	if (argc == 2 && strcmp(argv[1], "lines") == 0)
		return lines();
	if (argc > 3 && strcmp(argv[1], "commands") == 0)
		return render(argv[2], argv[3], argc > 4);
	if (argc == 3 && strcmp(argv[1], "text") == 0)
		return render(argv[2], NULL, false);
	return 2;
}
