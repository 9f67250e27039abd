/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The volumes, their keys, and what became of both. */
#include "keys_lines.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "text.h"
#include "words.h"

#define VALUE_BYTES 512

struct lines {
	const struct wipe_report *report;
	bool is_attempt;
	keys_line_fn *line;
	void *arg;
};

static void add(const struct lines *lines, enum wipecert_line_style style, const char *label,
		const char *value)
{
	lines->line(lines->arg, style, label, value);
}

/* A list in words, cut where there is no more room; *used is what there is of it. */
static void append(char *text, size_t *used, const char *word)
{
	int written = snprintf(text + *used, VALUE_BYTES - *used, "%s%s", *used ? ", " : "", word);

	if (written > 0 && *used + (size_t)written < VALUE_BYTES)
		*used += (size_t)written;
}

static void add_place(const struct lines *lines, uint32_t index)
{
	const struct wipe_volume *volume = &lines->report->plan.crypto.volumes[index];
	char label[64], value[VALUE_BYTES], bytes[WORDS_BYTES];

	snprintf(label, sizeof(label), _("Volume %u"), index + 1);
	words_bytes(volume->length_bytes, bytes);
	if (volume->partition_number)
		snprintf(value, sizeof(value),
			 _("LUKS%u in partition %u, from byte %" PRIu64 ", %s"),
			 volume->luks.version, volume->partition_number, volume->offset_bytes,
			 bytes);
	else
		snprintf(value, sizeof(value),
			 _("LUKS%u, in no partition, from byte %" PRIu64 ", %s"),
			 volume->luks.version, volume->offset_bytes, bytes);
	add(lines, WIPECERT_LINE_PLAIN, label, value);
	add(lines, WIPECERT_LINE_CODE, _("UUID"), volume->luks.uuid);
	if (volume->luks.label[0])
		add(lines, WIPECERT_LINE_PLAIN, _("Label of the volume"), volume->luks.label);
}

static const char *slot_word(const struct wipe_luks_slot *slot)
{
	return slot->kind == WIPE_LUKS_SLOT_UNBOUND   ? _("opens no data") :
	       slot->kind == WIPE_LUKS_SLOT_REENCRYPT ? _("for re-encryption") :
							slot->kdf;
}

/* "3 of 3 destroyed (argon2id, pbkdf2, opens no data)", to be noticed if not all are. */
static void add_slots(const struct lines *lines, uint32_t index)
{
	const struct wipe_luks *luks = &lines->report->plan.crypto.volumes[index].luks;
	uint32_t done = lines->report->volumes[index].slots_destroyed;
	char words[VALUE_BYTES] = "", value[VALUE_BYTES + 64];
	size_t used = 0;

	for (uint32_t i = 0; i < luks->slot_count; i++)
		append(words, &used, slot_word(&luks->slots[i]));
	if (!luks->slot_count)
		snprintf(value, sizeof(value), "%s", _("none was in use"));
	else if (lines->is_attempt)
		snprintf(value, sizeof(value), _("%u in use (%s)"), luks->slot_count, words);
	else
		snprintf(value, sizeof(value), _("%u of %u destroyed (%s)"), done, luks->slot_count,
			 words);
	add(lines,
	    lines->is_attempt || done == luks->slot_count ? WIPECERT_LINE_PLAIN :
							    WIPECERT_LINE_MARK,
	    _("Key slots"), value);
}

/* How many of each type. */
static void list_tokens(const struct wipe_luks *luks, char text[VALUE_BYTES])
{
	size_t used = 0;

	*text = '\0';
	for (uint32_t i = 0; i < luks->token_count; i++)
		append(text, &used, luks->tokens[i].type);
}

static void add_tokens(const struct lines *lines, uint32_t index)
{
	const struct wipe_luks *luks = &lines->report->plan.crypto.volumes[index].luks;
	uint32_t done = lines->report->volumes[index].tokens_removed;
	char words[VALUE_BYTES], value[VALUE_BYTES + 64];

	if (!luks->token_count)
		return;
	list_tokens(luks, words);
	if (lines->is_attempt)
		snprintf(value, sizeof(value), "%u (%s)", luks->token_count, words);
	else
		snprintf(value, sizeof(value), _("%u of %u removed (%s)"), done, luks->token_count,
			 words);
	add(lines,
	    lines->is_attempt || done == luks->token_count ? WIPECERT_LINE_PLAIN :
							     WIPECERT_LINE_MARK,
	    _("Tokens"), value);
}

/* What was read is told in figures, for it is this that shows that they are gone. */
static void add_area(const struct lines *lines, uint32_t index)
{
	const struct wipe_luks *luks = &lines->report->plan.crypto.volumes[index].luks;
	const struct wipe_volume_result *result = &lines->report->volumes[index];
	char value[VALUE_BYTES], area[WORDS_BYTES], read[WORDS_BYTES];
	bool is_whole = result->bytes_verified == luks->area_bytes;

	words_bytes(luks->area_bytes, area);
	if (lines->is_attempt) {
		add(lines, WIPECERT_LINE_PLAIN, _("Area of keys"), area);
		return;
	}
	words_bytes(result->bytes_verified, read);
	snprintf(value, sizeof(value),
		 is_whole ? _("all of its %s overwritten, read back and equal") :
			    _("of its %s, read back and equal to what was written: %s"),
		 area, read);
	add(lines, is_whole ? WIPECERT_LINE_PLAIN : WIPECERT_LINE_MARK, _("Area of keys"), value);
	if (result->mismatch_bytes || result->unreadable_bytes) {
		snprintf(value, sizeof(value),
			 _("differing: %" PRIu64 " bytes; not readable: %" PRIu64 " bytes"),
			 result->mismatch_bytes, result->unreadable_bytes);
		add(lines, WIPECERT_LINE_MARK, "", value);
	}
	if (result->slots_changed == luks->slot_count)
		return;
	snprintf(value, sizeof(value), _("key slots that may be as they were: %u of %u"),
		 luks->slot_count - result->slots_changed, luks->slot_count);
	add(lines, WIPECERT_LINE_MARK, "", value);
}

static void add_volume(const struct lines *lines, uint32_t index)
{
	add_place(lines, index);
	add_slots(lines, index);
	add_tokens(lines, index);
	if (!lines->is_attempt && !lines->report->volumes[index].is_destroyed)
		add(lines, WIPECERT_LINE_MARK, "",
		    _("The header was not emptied before it was overwritten."));
	add_area(lines, index);
}

static void add_scope(const struct lines *lines)
{
	const struct wipe_crypto *crypto = &lines->report->plan.crypto;
	char value[VALUE_BYTES], bytes[WORDS_BYTES];

	if (!crypto->scope_bytes)
		return;
	words_bytes(crypto->scope_bytes, bytes);
	snprintf(value, sizeof(value),
		 _("partition %u alone, from byte %" PRIu64
		   ", %s: the rest of the medium is not erased"),
		 crypto->scope_partition, crypto->scope_offset_bytes, bytes);
	add(lines, WIPECERT_LINE_MARK, _("Erased part"), value);
}

static void add_header(const struct lines *lines)
{
	const struct wipe_device *dev = &lines->report->plan.crypto.header;
	char value[VALUE_BYTES];

	if (!lines->report->plan.crypto.is_detached)
		return;
	if (dev->kind == WIPE_KIND_IMAGE)
		snprintf(value, sizeof(value), _("in the file %s"), dev->name);
	else
		snprintf(value, sizeof(value), _("on another medium: %s%s%s, %s"), dev->vendor,
			 dev->vendor[0] ? " " : "", dev->model[0] ? dev->model : _("unknown"),
			 words_media(dev->media));
	add(lines, WIPECERT_LINE_MARK, _("Header"), value);
	if (dev->serial[0])
		add(lines, WIPECERT_LINE_CODE, _("Its serial"), dev->serial);
}

static bool is_overwritten(const struct wipe_report *report)
{
	return report->passes_completed == report->plan.pass_count;
}

bool keys_lines_matter(const struct wipe_report *report, enum wipecert_type type)
{
	return report->plan.crypto.volume_count &&
	       (!report->plan.crypto.then_overwrite ||
		(type != WIPECERT_ATTEMPT && !is_overwritten(report)));
}

static void add_overwriting(const struct lines *lines)
{
	const struct wipe_plan *plan = &lines->report->plan;

	if (!plan->crypto.then_overwrite)
		return;
	if (lines->is_attempt)
		add(lines, WIPECERT_LINE_PLAIN, _("After that"),
		    _("all of the medium is to be overwritten"));
	else if (is_overwritten(lines->report))
		add(lines, WIPECERT_LINE_PLAIN, _("After that"),
		    plan->crypto.is_detached ?
			    _("all of the medium was overwritten, but not the one of the header; "
			      "the verdict is about both") :
			    _("all of the medium was overwritten; the verdict is about that, and "
			      "rests on no keys"));
	else
		add(lines, WIPECERT_LINE_MARK, _("After that"),
		    _("all of the medium was to be overwritten, which did NOT come to its end; "
		      "the verdict is about that"));
}

void keys_lines_destroyed(const struct wipe_report *report, enum wipecert_type type, uint32_t most,
			  keys_line_fn *line, void *arg)
{
	const struct lines lines = { report, type == WIPECERT_ATTEMPT, line, arg };
	uint32_t count = report->plan.crypto.volume_count;
	char more[128];

	if (!count)
		return;
	add_scope(&lines);
	add_header(&lines);
	for (uint32_t i = 0; i < count && i < most; i++)
		add_volume(&lines, i);
	if (count > most) {
		snprintf(more, sizeof(more), _("and %u more volumes, which only the record lists"),
			 count - most);
		add(&lines, WIPECERT_LINE_MARK, "", more);
	}
	add_overwriting(&lines);
}
