/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a record: parsed, judged, read back field by field, shown to people. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/confirm.h>
#include <wipecert/render.h>

#include "digest.h"
#include "layout.h"
#include "width.h"

static void check(int condition)
{
	if (!condition)
		abort();
}

/* Every line fits, and nothing but newlines controls the terminal. */
static void check_text(char *text)
{
	for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		check(width_of_text(line) <= LAYOUT_COLUMNS);
		for (const char *at = line; *at; at++)
			check((unsigned char)*at >= 0x20 && *at != 0x7f);
	}
	free(text);
}

static void read_statement(const struct wipecert_record *record)
{
	struct wipecert_confirmation *confirmation = malloc(sizeof(*confirmation));
	struct wipecert_member member;

	if (wipecert_record_confirmation(record, confirmation))
		for (size_t i = 0; i < WIPECERT_GROUNDS_MAX; i++) {
			size_t length = strnlen(confirmation->grounds[i], WIPECERT_GROUND_BYTES);

			check(length < WIPECERT_GROUND_BYTES);
			check((length > 0) == (i < confirmation->ground_count));
		}
	if (wipecert_record_members(record, &member, 1))
		check(strnlen(member.person, WIPECERT_PERSON_BYTES) < WIPECERT_PERSON_BYTES);
	free(confirmation);
}

static void read_fields(const struct wipecert_record *record)
{
	struct wipecert_link links[2];
	struct wipe_device device;
	struct wipe_pass pass;
	uint8_t sha256[32];

	wipecert_record_medium(record, &device);
	check(strlen(device.serial) < sizeof(device.serial));
	check(strlen(wipecert_record_id(record)) == WIPECERT_ID_BYTES - 1);
	check(wipecert_record_previous(record, links, 2) <= WIPECERT_HEADS_MAX);
	wipecert_record_closes(record, links);
	wipecert_record_about(record, links);
	wipecert_record_issued_at(record);
	wipecert_record_content_sha256(record, sha256);
	wipecert_record_last_pass(record, &pass, NULL);
	read_statement(record);
}

static void show(struct wipecert_record *record, const uint8_t *data, size_t size)
{
	struct wipecert_result result = { .authentic = WIPECERT_VALID, .record = record };
	struct wipe_error err = { .code = WIPE_OK };
	char *text;

	result.held = wipecert_record_held(record, &err);
	check((result.held == WIPECERT_HELD_INCONSISTENT) == (err.code != WIPE_OK));
	check(digest_sha256(data, size, result.link.econtent_sha256));
	result.is_signed = result.link.econtent_sha256[0] & 1;
	if (wipecert_render_text(&result, &text, NULL) == 0)
		check_text(text);
	if (wipecert_render_commands(&result, "a'b", &text, NULL) == 0)
		check_text(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wipe_error err = { .code = WIPE_OK };
	struct wipecert_record *record;
	size_t bytes;

	if (wipecert_record_parse(data, size, &record, &err) != 0) {
		check(!record && err.code != WIPE_OK && err.message[0]);
		return 0;
	}
	check(memcmp(wipecert_record_json(record, &bytes), data, size) == 0 && bytes == size);
	read_fields(record);
	show(record, data, size);
	wipecert_record_free(record);
	return 0;
}
