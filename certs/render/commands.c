/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/report.h>
#include <wipecert/render.h>

#include "facts.h"
#include "files_facts.h"
#include "get.h"
#include "hex.h"
#include "layout.h"
#include "parsed.h"
#include "text.h"
#include "utf8.h"

/* Hex digits of a derivation's message on one line. */
#define HEX_COLUMNS 64

/* May stand on a terminal as it is? */
static bool is_plain(const char *path)
{
	size_t left = strlen(path);

	while (left) {
		uint32_t code_point;
		size_t step = utf8_decode(path, left, &code_point);

		if (!step || utf8_is_deceptive(code_point))
			return false;
		path += step;
		left -= step;
	}
	return true;
}

/* RECORD='...': within single quotes only the quote itself is special. */
static void draw_path(struct layout *layout, const char *path)
{
	if (!is_plain(path)) {
		layout_comment(
			layout, "%s",
			_("The name of the record's file cannot be shown: set RECORD to it."));
		layout_raw(layout, ": \"${RECORD:?}\"\n");
		return;
	}
	layout_raw(layout, "RECORD='");
	for (; *path; path++) {
		if (*path == '\'')
			layout_raw(layout, "'\\''");
		else
			layout_raw(layout, "%c", *path);
	}
	layout_raw(layout, "'\n");
}

static void draw_statement_head(struct layout *layout, const struct wipecert_result *result,
				const char *path)
{
	layout_comment(layout,
		       _("How to check record %s without massho: a script for any POSIX shell with "
			 "OpenSSL and coreutils. Each command ends with status 0 only if what its "
			 "comment says is true."),
		       result->record->id);
	draw_path(layout, path);
	layout_blank(layout);
}

static void draw_head(struct layout *layout, const struct wipecert_result *result, const char *path)
{
	layout_comment(layout,
		       _("How to check record %s without massho: a script for any POSIX shell with "
			 "OpenSSL, coreutils, diffutils and util-linux. Each command ends with "
			 "status 0 only if what its comment says is true; with \"sh -e\" the "
			 "script stops at the first that does not."),
		       result->record->id);
	layout_comment(layout, "%s",
		       _("Set DEV to the medium (or image) before, for example DEV=/dev/sdX."));
	layout_raw(layout, ": \"${DEV:?}\"\n");
	draw_path(layout, path);
	layout_blank(layout);
}

static void draw_signature(struct layout *layout, const struct wipecert_result *result)
{
	char sha256[65];

	hex_encode(result->link.econtent_sha256, sizeof(result->link.econtent_sha256), sha256);
	if (result->is_signed) {
		layout_comment(layout, "%s",
			       _("The signature is valid under root.pem, an anchor that you were "
				 "given by another way, and no other. The record itself is then "
				 "in the file that OUT names; the values below are those that "
				 "stand in it."));
		layout_raw(layout,
			   "OUT=$(mktemp)\n"
			   "openssl cms -verify -inform DER -binary -cades -purpose any \\\n"
			   "  -no-CApath -no-CAstore -CAfile root.pem \\\n"
			   "  -in \"$RECORD\" -out \"$OUT\"\n\n");
	} else {
		layout_comment(layout, "%s",
			       _("The record is not signed: only its bytes can be compared, not "
				 "who wrote them."));
	}
	layout_comment(layout, "%s", _("The record is the one that was shown."));
	layout_raw(layout, "test \"$(sha256sum <%s | cut -d ' ' -f 1)\" = \\\n  %s\n\n",
		   result->is_signed ? "\"$OUT\"" : "\"$RECORD\"", sha256);
}

static void draw_hex(struct layout *layout, const uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		layout_raw(layout, "%s%02X", i % (HEX_COLUMNS / 2) ? "" : " \\\n  ", bytes[i]);
}

static void draw_key(struct layout *layout, const struct wipe_pass *pass)
{
	uint8_t message[WIPE_STREAM_MESSAGE_MAX_BYTES];
	char secret[2 * WIPE_SECRET_BYTES + 1], key[2 * WIPE_KEY_BYTES + 1];
	size_t message_bytes;

	hex_encode(pass->key, sizeof(pass->key), key);
	layout_raw(layout, "KEY=%s\n", key);
	if (wipe_stream_message(&pass->inputs, message, &message_bytes, NULL) != 0)
		return;
	hex_encode(pass->inputs.secret, sizeof(pass->inputs.secret), secret);
	layout_raw(layout, "SECRET=%s\n\n", secret);
	layout_comment(layout, "%s",
		       _("The key follows from the secret and from the text \"massho-stream-1\", "
			 "challenge, serial and WWN (each behind its length), capacity, pass and "
			 "attempt, which are written here one after the other."));
	layout_raw(layout, "printf %%s");
	draw_hex(layout, message, message_bytes);
	layout_raw(layout, " |\n  basenc --base16 -d |\n"
			   "  openssl mac -digest SHA256 -macopt \"hexkey:$SECRET\" HMAC |\n"
			   "  grep -qix \"$KEY\"\n\n");
}

static void draw_size(struct layout *layout, uint64_t capacity)
{
	layout_comment(layout, "%s", _("The medium is as large as recorded."));
	layout_raw(layout,
		   "SIZE=$(blockdev --getsize64 \"$DEV\" 2>/dev/null || stat -Lc %%s \"$DEV\")\n"
		   "test \"$SIZE\" = %" PRIu64 "\n\n",
		   capacity);
	layout_comment(layout, "%s",
		       _("What the computer still has in memory of the medium is dropped, so that "
			 "the medium itself is read (devices only; needs root)."));
	layout_raw(layout, "if [ -b \"$DEV\" ]; then blockdev --flushbufs \"$DEV\"; fi\n\n");
}

static void draw_compare(struct layout *layout, uint64_t capacity)
{
	layout_raw(layout, "  cmp -n %" PRIu64 " - \"$DEV\"\n\n", capacity);
}

static bool is_stream(const struct wipe_pass *pass)
{
	return pass->spec.kind == WIPE_PASS_STREAM ||
	       pass->spec.kind == WIPE_PASS_STREAM_COMPLEMENT;
}

/* The counter mode adds its stream to what it is fed: zeros give it, ones its complement. */
static void draw_stream(struct layout *layout, const struct wipe_pass *pass, uint64_t capacity)
{
	if (pass->spec.kind == WIPE_PASS_STREAM_COMPLEMENT)
		layout_raw(layout, "LC_ALL=C tr '\\000' '\\377' </dev/zero |\n"
				   "  openssl enc -aes-256-ctr -nosalt \\\n");
	else
		layout_raw(layout, "openssl enc -aes-256-ctr -nosalt </dev/zero \\\n");
	layout_raw(layout, "  -iv 00000000000000000000000000000000 -K \"$KEY\" |\n");
	draw_compare(layout, capacity);
}

/* yes(1) repeats a line of digits, tr(1) makes the bytes of the pattern of them. */
static void draw_fill(struct layout *layout, const struct wipe_pass_spec *spec, uint64_t capacity)
{
	if (spec->kind == WIPE_PASS_ZEROOUT || (spec->pattern_bytes == 1 && !spec->pattern[0])) {
		layout_raw(layout, "cmp -n %" PRIu64 " /dev/zero \"$DEV\"\n\n", capacity);
		return;
	}
	layout_raw(layout, "yes %.*s | tr -d '\\n' |\n  LC_ALL=C tr %.*s '", spec->pattern_bytes,
		   "1234", spec->pattern_bytes, "1234");
	for (size_t i = 0; i < spec->pattern_bytes; i++)
		layout_raw(layout, "\\%03o", spec->pattern[i]);
	layout_raw(layout, "' |\n");
	draw_compare(layout, capacity);
}

static void draw_medium(struct layout *layout, const struct wipe_pass *pass, uint64_t capacity)
{
	draw_size(layout, capacity);
	layout_comment(layout, "%s",
		       _("Every byte of the medium is what the last pass wrote. A difference, a "
			 "shorter medium and a read error end with a status other than 0."));
	if (pass->spec.kind == WIPE_PASS_ZEROOUT)
		layout_comment(layout, "%s",
			       _("It was asked for zeros and may make them up: that they are read "
				 "proves no erasure."));
	if (!is_stream(pass))
		draw_fill(layout, &pass->spec, capacity);
	else
		draw_stream(layout, pass, capacity);
}

/* Counter mode begins anywhere: the counter of a byte is its address in blocks of 16. */
static void draw_part(struct layout *layout, const char *medium, uint64_t offset, uint64_t length)
{
	layout_raw(layout,
		   "openssl enc -aes-256-ctr -nosalt </dev/zero \\\n"
		   "  -iv %032" PRIx64 " -K \"$KEY\" |\n"
		   "  cmp -i 0:%" PRIu64 " -n %" PRIu64 " - \"$%s\"\n\n",
		   offset / 16, offset, length, medium);
}

/* All that is not encrypted; the areas of the keys are in it, unless they lie elsewhere. */
static void draw_spans(struct layout *layout, const struct wipe_plan *plan)
{
	draw_size(layout, plan->capacity_bytes);
	layout_comment(
		layout, "%s",
		plan->span_count ?
			_("Every byte that was overwritten is what the pass wrote. What is "
			  "encrypted, or outside of a partition that alone was erased, is not "
			  "compared.") :
			_("All of the medium is encrypted: nothing of it was overwritten."));
	for (uint32_t i = 0; i < plan->span_count; i++)
		draw_part(layout, "DEV", plan->spans[i].offset_bytes, plan->spans[i].length_bytes);
}

static void draw_detached(struct layout *layout, const struct wipe_plan *plan)
{
	layout_blank(layout);
	layout_comment(
		layout, "%s",
		_("The keys lay on another medium. Set HEADER to that (or its image) before; "
		  "all of the area that held them is what was written there."));
	layout_raw(layout, ": \"${HEADER:?}\"\n");
	draw_key(layout, &plan->header_pass);
	layout_raw(layout, "if [ -b \"$HEADER\" ]; then blockdev --flushbufs \"$HEADER\"; fi\n");
	draw_part(layout, "HEADER", 0, plan->crypto.volumes[0].luks.area_bytes);
}

static void draw_content_hash(struct layout *layout, const struct wipecert_record *record)
{
	uint8_t sha256[32];
	char hex[65];

	if (!wipecert_record_content_sha256(record, sha256))
		return;
	hex_encode(sha256, sizeof(sha256), hex);
	layout_comment(layout, "%s",
		       _("The same at once: the SHA-256 of the medium is the one recorded."));
	layout_raw(layout, "test \"$(sha256sum <\"$DEV\" | cut -d ' ' -f 1)\" = \\\n  %s\n", hex);
}

static void draw_work(struct layout *layout, const struct wipecert_result *result,
		      const struct wipe_pass *pass, const char *path)
{
	struct wipe_report *report = calloc(1, sizeof(*report));
	const struct wipe_plan *plan = report ? &report->plan : NULL;

	if (!report) {
		layout->failed = true;
		return;
	}
	facts_report(result->record->root, report);
	draw_head(layout, result, path);
	draw_signature(layout, result);
	if (is_stream(pass))
		draw_key(layout, pass);
	if (plan->is_limited)
		draw_spans(layout, plan);
	else
		draw_medium(layout, pass, plan->capacity_bytes);
	if (plan->crypto.is_detached)
		draw_detached(layout, plan);
	draw_content_hash(layout, result->record);
	free(report);
}

/* FILE.files.jsonl beside FILE.p7m; of a case, among its attachments. */
static void draw_list(struct layout *layout, const struct wipecert_record *record)
{
	struct wipecert_files_stated stated;
	char sha256[65];

	if (!wipecert_record_files(record, &stated) || !stated.has_list)
		return;
	hex_encode(stated.list_sha256, sizeof(stated.list_sha256), sha256);
	layout_comment(layout, "%s",
		       _("The list of its files, with their names, is the one that the record "
			 "names. Set LIST to it, if it lies elsewhere."));
	if (get_value(record->root, "case") && !json_is_null(get_value(record->root, "case")))
		layout_raw(layout,
			   ": \"${LIST:=$(dirname \"$RECORD\")/../attachments/%s.jsonl}\"\n",
			   sha256);
	else
		layout_raw(layout,
			   "STEM=${RECORD%%.p7m}\n"
			   "if [ \"$STEM\" = \"$RECORD\" ]; then STEM=${RECORD%%.json}; fi\n"
			   ": \"${LIST:=$STEM.files.jsonl}\"\n");
	layout_raw(layout, "test \"$(sha256sum <\"$LIST\" | cut -d ' ' -f 1)\" = \\\n  %s\n",
		   sha256);
}

int wipecert_render_commands(const struct wipecert_result *result, const char *path, char **text,
			     struct wipe_error *err)
{
	struct layout layout = { .failed = false };
	const json_t *root = result->record ? result->record->root : NULL;
	struct wipe_pass pass;

	*text = NULL;
	if (root && (result->record->type > WIPECERT_CHECK || files_is(root))) {
		draw_statement_head(&layout, result, path);
		draw_signature(&layout, result);
		draw_list(&layout, result->record);
	} else if (root && facts_pass_count(root) &&
		   facts_pass(root, facts_pass_count(root) - 1, &pass)) {
		draw_work(&layout, result, &pass, path);
	} else {
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("there is no verified record to make commands for"));
	}
	*text = layout_end(&layout);
	return *text ? 0 : wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}
