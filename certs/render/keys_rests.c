/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it rests on that keys are gone, and what would bring back what they opened. */
#include <stdio.h>
#include <string.h>

#include "keys_lines.h"
#include "text.h"
#include "words.h"

#define VALUE_BYTES 512

/* Of a statement, which may itself say that there is no such thing: "No" would be misread. */
static const char *answer_word(enum wipe_answer answer)
{
	return answer == WIPE_ANSWER_YES ? _("True") :
	       answer == WIPE_ANSWER_NO	 ? _("NOT TRUE") :
					   _("Not known");
}

static const char *answered_by_word(enum wipe_answered_by by)
{
	return by == WIPE_ANSWERED_BY_PROMPT ?
		       _("whoever ran the program, when it asked; nothing measures this") :
	       by == WIPE_ANSWERED_BY_FILE ?
		       _("a file that was given to the program; nothing measures this") :
		       _("nobody: nobody was asked");
}

static void add_conditions(const struct wipe_crypto *crypto, keys_line_fn *line, void *arg)
{
	for (unsigned int i = 0; i < WIPE_CONDITIONS; i++)
		line(arg,
		     crypto->answers[i] == WIPE_ANSWER_YES ? WIPECERT_LINE_PLAIN :
							     WIPECERT_LINE_MARK,
		     answer_word(crypto->answers[i]), wipe_condition_text((enum wipe_condition)i));
	line(arg,
	     crypto->answered_by == WIPE_ANSWERED_BY_NOBODY ? WIPECERT_LINE_MARK :
							      WIPECERT_LINE_PLAIN,
	     _("Answered by"), answered_by_word(crypto->answered_by));
}

/* Of what opens the data. */
static void describe_key(const struct wipe_luks *luks, const struct wipe_luks_segment *segment,
			 char *text, size_t text_bytes)
{
	uint32_t bytes, integrity;
	unsigned int bits;
	int used;

	if (!wipe_luks_split_key(luks, segment, &bytes, &integrity)) {
		snprintf(text, text_bytes, ", %s", _("length of the key not known"));
		return;
	}
	bits = bytes > UINT32_MAX / 8 ? UINT32_MAX : bytes * 8;
	if (strstr(segment->cipher, "-xts-"))
		used = snprintf(text, text_bytes, _(", key of %u bits (two of %u)"), bits,
				bits / 2);
	else
		used = snprintf(text, text_bytes, _(", key of %u bits"), bits);
	if (integrity && used > 0 && (size_t)used < text_bytes)
		snprintf(text + used, text_bytes - (size_t)used,
			 _(", and %u bits of the integrity's key"), integrity * 8);
}

static void describe_segment(const struct wipe_luks *luks, const struct wipe_luks_segment *segment,
			     char text[VALUE_BYTES])
{
	int used = snprintf(text, VALUE_BYTES, "%s%s%s",
			    segment->cipher[0] ? segment->cipher : segment->type,
			    segment->integrity[0] ? ", " : "", segment->integrity);

	if (used >= 0 && used < VALUE_BYTES)
		describe_key(luks, segment, text + used, VALUE_BYTES - (size_t)used);
}

static void add_cipher(const struct wipe_crypto *crypto, uint32_t index, keys_line_fn *line,
		       void *arg)
{
	const struct wipe_luks *luks = &crypto->volumes[index].luks;
	bool is_strong = wipe_luks_is_strong(luks);
	char label[64], value[VALUE_BYTES];

	snprintf(label, sizeof(label), _("Cipher of volume %u"), index + 1);
	for (uint32_t i = 0; i < luks->segment_count; i++) {
		describe_segment(luks, &luks->segments[i], value);
		line(arg, is_strong ? WIPECERT_LINE_PLAIN : WIPECERT_LINE_MARK, i ? "" : label,
		     value);
	}
	if (!is_strong)
		line(arg, WIPECERT_LINE_MARK, "",
		     _("It does not count: not known to be encrypted by software with at least 128 bits."));
}

/* What is not overwritten: there, and to be read by whoever has the key. */
static void add_ciphertext(const struct wipe_plan *plan, keys_line_fn *line, void *arg)
{
	uint64_t scope = plan->crypto.scope_bytes ? plan->crypto.scope_bytes : plan->capacity_bytes;
	char value[VALUE_BYTES], bytes[WORDS_BYTES];

	if (plan->crypto.then_overwrite) {
		line(arg, WIPECERT_LINE_MARK, _("Encrypted data"),
		     _("what was not overwritten lies on the medium as before: whoever has the "
		       "key reads it"));
		return;
	}
	words_bytes(scope - wipe_plan_pass_bytes(plan), bytes);
	snprintf(value, sizeof(value),
		 _("%s are not overwritten and lie on the medium as before: whoever has the key "
		   "reads them"),
		 bytes);
	line(arg, WIPECERT_LINE_MARK, _("Encrypted data"), value);
}

static void add_seen(const struct wipe_crypto *crypto, keys_line_fn *line, void *arg)
{
	const char *label = _("Same UUID elsewhere");
	char value[VALUE_BYTES];

	for (uint32_t i = 0; i < crypto->copy_count && i < WIPE_UUID_COPIES_MAX; i++) {
		const struct wipe_uuid_copy *copy = &crypto->copies[i];

		snprintf(value, sizeof(value),
			 copy->serial[0] ? _("volume %u: %s, serial %s") : _("volume %u: %s%s"),
			 copy->volume + 1, copy->node, copy->serial);
		line(arg, WIPECERT_LINE_MARK, i ? "" : label, value);
	}
	if (crypto->copy_count > WIPE_UUID_COPIES_MAX) {
		snprintf(value, sizeof(value), _("and %u more"),
			 crypto->copy_count - WIPE_UUID_COPIES_MAX);
		line(arg, WIPECERT_LINE_MARK, "", value);
	}
	if (!crypto->copies_complete)
		line(arg, WIPECERT_LINE_MARK, crypto->copy_count ? "" : label,
		     _("not all devices of the machine could be looked at"));
	else if (!crypto->copy_count)
		line(arg, WIPECERT_LINE_PLAIN, label,
		     _("none was seen on the devices of the machine"));
}

void keys_lines_rests(const struct wipe_report *report, uint32_t most, keys_line_fn *line,
		      void *arg)
{
	const struct wipe_plan *plan = &report->plan;
	const struct wipe_crypto *crypto = &plan->crypto;

	add_ciphertext(plan, line, arg);
	add_conditions(crypto, line, arg);
	for (uint32_t i = 0; i < crypto->volume_count && i < most; i++)
		add_cipher(crypto, i, line, arg);
	add_seen(crypto, line, arg);
}

static bool has_tokens(const struct wipe_crypto *crypto)
{
	for (uint32_t i = 0; i < crypto->volume_count; i++)
		if (crypto->volumes[i].luks.token_count)
			return true;
	return false;
}

static const char *old_slots(const struct wipe_report *report)
{
	const struct wipe_crypto *crypto = &report->plan.crypto;
	const struct wipe_device *dev = crypto->is_detached ? &crypto->header : &report->device;

	return dev->media == WIPE_MEDIA_HDD && !dev->is_virtual ?
		       _("Old key slots in blocks that the disk has retired, which no address leads "
			 "to.") :
		       _("Old key slots in blocks that no address leads to any more: flash and what "
			 "lies beneath a virtual medium move what is written, and nobody can ask "
			 "where to.");
}

void keys_lines_undo(const struct wipe_report *report, keys_line_fn *line, void *arg)
{
	const struct wipe_crypto *crypto = &report->plan.crypto;

	line(arg, WIPECERT_LINE_PLAIN, "",
	     _("With one of these, whoever has the medium reads the encrypted data again:"));
	line(arg, WIPECERT_LINE_MARK, "",
	     _("A backup of the header, with a passphrase that opened it when it was made."));
	line(arg, WIPECERT_LINE_MARK, "",
	     _("A copy of the volume key, in escrow or anywhere else."));
	line(arg, WIPECERT_LINE_MARK, "",
	     has_tokens(crypto) ?
		     _("A recovery key, or the security chip or key that a token named, with a copy "
		       "of the header.") :
		     _("A recovery key, with a copy of the header."));
	line(arg, WIPECERT_LINE_MARK, "", old_slots(report));
	line(arg, WIPECERT_LINE_MARK, "",
	     crypto->copy_count ?
		     _("Another device with the same UUID, which may hold a copy of the header: one "
		       "was seen, see above.") :
		     _("Another device with the same UUID, which may hold a copy of the header."));
}
