/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known.h"

#include <stdio.h>
#include <string.h>

#include <wipecert/act.h>

#include "output.h"
#include "text.h"

#define NAME_BYTES 512

static bool begins_with(const struct wipecert_case *opened, const uint8_t init_sha256[32])
{
	uint8_t found[32];

	wipecert_case_init_sha256(opened, found);
	return memcmp(found, init_sha256, sizeof(found)) == 0;
}

/* One remark: the name that it was given now, or has; how it is called here; how often it is. */
static void remark_json(const char *name, const char *known_as, size_t times)
{
	output_json(json_pack("{s:s, s:o, s:o, s:I}", "object", "subcontractor-known", "name",
			      output_json_text(name), "known_as", output_json_text(known_as),
			      "times", (json_int_t)times));
}

/* The name of its first merge is the one that it keeps. */
static void tell_name(const struct session *session, const char *name,
		      const uint8_t init_sha256[32])
{
	size_t count = wipecert_case_included_count(session->opened);

	for (size_t i = 0; i < count; i++) {
		const char *known_as;
		const struct wipecert_case *inner =
			wipecert_case_included(session->opened, i, &known_as);
		char shown[NAME_BYTES], given[NAME_BYTES];

		if (!inner || !begins_with(inner, init_sha256) || strcmp(name, known_as) == 0)
			continue;
		text_escape(name, given, sizeof(given));
		text_escape(known_as, shown, sizeof(shown));
		output_error(session->tool, NULL,
			     _("%s: that is the case of %s, and goes on being called so"), given,
			     shown);
		if (session->options->json)
			remark_json(name, known_as, 1);
	}
}

/* Where it is met first; *times becomes how often in all. */
static const struct wipecert_case *find(const struct wipecert_case *opened,
					const uint8_t init_sha256[32], size_t *times)
{
	size_t count = wipecert_case_included_count(opened);
	const struct wipecert_case *first = NULL;

	for (size_t i = 0; i < count; i++) {
		const char *name;
		const struct wipecert_case *inner = wipecert_case_included(opened, i, &name),
					   *below;

		if (!inner)
			continue;
		if (begins_with(inner, init_sha256)) {
			first = first ? first : inner;
			++*times;
		}
		below = find(inner, init_sha256, times);
		first = first ? first : below;
	}
	return first;
}

/* Whoever counts items counts those in it each time. */
static void tell_doubles(const struct session *session, const struct wipecert_case *opened)
{
	size_t count = wipecert_case_included_count(opened);

	for (size_t i = 0; i < count; i++) {
		const char *name;
		const struct wipecert_case *inner = wipecert_case_included(opened, i, &name);
		char shown[NAME_BYTES];
		uint8_t init_sha256[32];
		size_t times = 0;

		if (!inner)
			continue;
		wipecert_case_init_sha256(inner, init_sha256);
		if (find(session->opened, init_sha256, &times) == inner && times > 1) {
			text_escape(name, shown, sizeof(shown));
			output_error(session->tool, NULL,
				     _("%s: this case is in here %zu times, also within that of "
				       "another subcontractor: what is in it is counted each time"),
				     shown, times);
			if (session->options->json)
				remark_json(name, name, times);
		}
		tell_doubles(session, inner);
	}
}

void known_tell(const struct session *session, size_t record)
{
	struct wipecert_result result;
	size_t count;

	if (wipecert_case_load_record(session->opened, record, &result, NULL))
		return;
	count = wipecert_record_count(result.record, "included");
	for (size_t i = 0; i < count; i++) {
		char path[64];
		uint8_t init_sha256[32];
		const char *name;

		snprintf(path, sizeof(path), "included/%zu/name", i);
		name = wipecert_record_text(result.record, path);
		snprintf(path, sizeof(path), "included/%zu/init_sha256", i);
		if (name && wipecert_record_hex(result.record, path, init_sha256, 32))
			tell_name(session, name, init_sha256);
	}
	if (count)
		tell_doubles(session, session->opened);
	wipecert_result_clear(&result);
}
