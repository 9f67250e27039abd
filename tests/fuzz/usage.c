/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel's texts that tell who uses a device, and names that anybody can choose. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "uses/cmdline.h"
#include "uses/holder.h"
#include "uses/locks.h"
#include "uses/quote.h"
#include "util/mountinfo.h"

static void check(int condition)
{
	if (!condition)
		abort();
}

static void read_words(const char *text)
{
	struct cmdline_word word;
	struct device_spec spec;
	size_t words = 0;

	for (const char *cursor = text; cmdline_next(&cursor, &word); words++) {
		check(cursor <= text + strlen(text));
		device_spec_parse(word.value, &spec);
		check(spec.kind != DEVICE_SPEC_NUMBER || spec.major_no);
		check(spec.kind != DEVICE_SPEC_TAG || (*spec.tag && *spec.value));
	}
	check(words <= strlen(text));
}

static void read_mount(const char *text)
{
	static struct mountinfo entry;
	static char value[PATH_MAX], path[PATH_MAX];
	char name[32];

	if (!mountinfo_parse(text, &entry))
		return;
	check(entry.options >= text && entry.options <= text + strlen(text));
	for (const char *cursor = entry.options; mount_option_next(&cursor, name, value);) {
		check(*name && cursor <= text + strlen(text));
		for (const char *at = value; overlay_layer_next(&at, path);)
			check(*path && strlen(path) <= strlen(value));
	}
}

/* Nothing but one word in quotes, and nothing that does anything to a terminal. */
static void quote(const char *text)
{
	char word[256];
	bool fits = quote_shell(word, sizeof(word), text);

	check(fits == (*word != '\0'));
	check(fits || strlen(text) >= (sizeof(word) - 8) / 4);
	for (const char *at = word; *at; at++)
		check((unsigned char)*at >= 0x20 && *at != 0x7f);
}

static void say(const char *text)
{
	const struct holder_facts facts = { .path = "/dev/dm-0",
					    .name = "dm-0",
					    .dm_name = text,
					    .dm_uuid = strlen(text) % 2 ? "LVM-" : "CRYPT-",
					    .below = "/dev/sda" };
	char line[512], group[128];

	holder_say(&facts, line, sizeof(line));
	check(strlen(line) < sizeof(line) - 1);
	check(!holder_volume_group(text, group, sizeof(group)) || *group);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
	char *text = malloc(bytes + 1), uuid[37];
	struct lock_line lock;

	check(text != NULL);
	memcpy(text, data, bytes);
	text[bytes] = '\0';
	read_words(text);
	read_mount(text);
	quote(text);
	say(text);
	(void)lock_line_parse(text, &lock);
	if (efi_part_uuid_parse(data, bytes, uuid))
		check(strlen(uuid) == 36);
	free(text);
	return 0;
}
