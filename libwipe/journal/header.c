/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "header.h"

#include <assert.h>
#include <string.h>

#include "instants.h"
#include "seal.h"
#include "slot.h"
#include "text.h"
#include "wire.h"

static const uint8_t magic[HEADER_MAGIC_BYTES] = { 'm', 'a', 's', 's', 'h', 'o', 'J', '\n' };

/* Lengths of everything, so that a reader of another version can tell what it has. */
struct sizes {
	uint32_t version, header_bytes, slot_bytes, slot_count;
	uint64_t file_bytes;
};

static const struct sizes own_sizes = { HEADER_VERSION, HEADER_BYTES, SLOT_BYTES, SLOT_COUNT,
					WIPE_JOURNAL_FILE_BYTES };
static_assert(HEADER_BYTES + SLOT_BYTES * SLOT_COUNT == WIPE_JOURNAL_FILE_BYTES,
	      "the blocks are the file");

static void transfer_sizes(struct wire *wire, struct sizes *sizes)
{
	wire_u32(wire, &sizes->version);
	wire_u32(wire, &sizes->header_bytes);
	wire_u32(wire, &sizes->slot_bytes);
	wire_u32(wire, &sizes->slot_count);
	wire_u64(wire, &sizes->file_bytes);
}

static void transfer_medium(struct wire *wire, struct wipe_journal_medium *medium)
{
	uint32_t kind = (uint32_t)medium->kind;

	wire_u32(wire, &kind);
	medium->kind = (enum wipe_kind)kind;
	wire_u32(wire, &medium->block_bytes);
	wire_u64(wire, &medium->capacity_bytes);
	wire_text(wire, medium->vendor, sizeof(medium->vendor));
	wire_text(wire, medium->model, sizeof(medium->model));
	wire_text(wire, medium->serial, sizeof(medium->serial));
	wire_text(wire, medium->wwn, sizeof(medium->wwn));
	wire_text(wire, medium->name, sizeof(medium->name));
}

static void transfer_pass(struct wire *wire, struct header_pass *pass)
{
	uint32_t kind = (uint32_t)pass->spec.kind;

	wire_u32(wire, &kind);
	pass->spec.kind = (enum wipe_pass_kind)kind;
	wire_bytes(wire, &pass->spec.pattern_bytes, 1);
	wire_bytes(wire, pass->spec.pattern, sizeof(pass->spec.pattern));
	wire_bytes(wire, pass->secret, sizeof(pass->secret));
}

/* Behind magic and sizes. */
static void transfer(struct wire *wire, struct header *header)
{
	uint32_t level = (uint32_t)header->level_requested;

	wire_bytes(wire, header->id, sizeof(header->id));
	wire_i64(wire, &header->started_at_s);
	transfer_medium(wire, &header->medium);
	wire_text(wire, header->method, sizeof(header->method));
	wire_u32(wire, &level);
	header->level_requested = (enum wipe_level)level;
	wire_u32(wire, &header->attempt);
	wire_u32(wire, &header->challenge_bytes);
	wire_bytes(wire, header->challenge, sizeof(header->challenge));
	wire_u32(wire, &header->pass_count);
	for (uint32_t i = 0; i < WIPE_PASSES_MAX; i++)
		transfer_pass(wire, &header->passes[i]);
}

static void copy_text(char *out, size_t out_bytes, const char *text)
{
	memcpy(out, text, strnlen(text, out_bytes - 1));
}

void header_describe(const struct wipe_device *device, const struct wipe_plan *plan,
		     struct header *header)
{
	struct wipe_journal_medium *medium = &header->medium;

	memset(header, 0, sizeof(*header));
	medium->kind = device->kind;
	copy_text(medium->vendor, sizeof(medium->vendor), device->vendor);
	copy_text(medium->model, sizeof(medium->model), device->model);
	copy_text(medium->serial, sizeof(medium->serial), device->serial);
	copy_text(medium->wwn, sizeof(medium->wwn), device->wwn);
	copy_text(medium->name, sizeof(medium->name), device->name);
	medium->capacity_bytes = plan->capacity_bytes;
	medium->block_bytes = plan->block_bytes;
	copy_text(header->method, sizeof(header->method), plan->scheme->name);
	header->level_requested = plan->level_requested;
	header->attempt = 1;
	header->pass_count = plan->pass_count;
	for (uint32_t i = 0; i < plan->pass_count; i++) {
		const struct wipe_pass *pass = &plan->passes[i];

		header->passes[i].spec = pass->spec;
		if (pass->spec.kind != WIPE_PASS_STREAM)
			continue;
		memcpy(header->passes[i].secret, pass->inputs.secret, WIPE_SECRET_BYTES);
		memcpy(header->challenge, pass->inputs.challenge, pass->inputs.challenge_bytes);
		header->challenge_bytes = pass->inputs.challenge_bytes;
		header->attempt = pass->inputs.attempt;
	}
}

static int write_block(const struct header *header, uint8_t block[HEADER_BYTES],
		       struct wipe_error *err)
{
	struct header copy = *header;
	struct sizes sizes = own_sizes;
	struct wire wire = { .at = block + sizeof(magic) };

	memset(block, 0, HEADER_BYTES);
	memcpy(block, magic, sizeof(magic));
	transfer_sizes(&wire, &sizes);
	transfer(&wire, &copy);
	assert(wire.at <= seal_of(block, HEADER_BYTES));
	return seal_close(block, HEADER_BYTES, NULL, err);
}

int header_recognise(const uint8_t *block, size_t bytes, struct wipe_error *err)
{
	uint8_t head[sizeof(magic) + 4];
	struct wire wire = { .at = head + sizeof(magic), .loads = true };
	uint32_t version;

	if (bytes < sizeof(head) || memcmp(block, magic, sizeof(magic)) != 0)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("this is no journal"));
	memcpy(head, block, sizeof(head));
	wire_u32(&wire, &version);
	if (version != HEADER_VERSION)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("this is a journal of version %u; this program reads "
					"version %u"),
				      version, HEADER_VERSION);
	return 0;
}

static int out_of_bounds(struct wipe_error *err, const char *what)
{
	return wipe_error_set(err, WIPE_E_FORMAT, 0, _("the journal is faulty: %s"), what);
}

static bool is_plain(const char *text, bool ascii)
{
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte < 0x20 || byte == 0x7f || (ascii && byte > 0x7e))
			return false;
	}
	return true;
}

static int check_medium(const struct wipe_journal_medium *medium, struct wipe_error *err)
{
	uint32_t block = medium->block_bytes;

	if (medium->kind != WIPE_KIND_DEVICE && medium->kind != WIPE_KIND_IMAGE)
		return out_of_bounds(err, _("the kind of medium"));
	if (block < 512 || block > 4096 || (block & (block - 1)) || !medium->capacity_bytes ||
	    medium->capacity_bytes > INT64_MAX)
		return out_of_bounds(err, _("the size of the medium"));
	if (!is_plain(medium->vendor, true) || !is_plain(medium->model, true) ||
	    !is_plain(medium->serial, true) || !is_plain(medium->wwn, true) ||
	    !is_plain(medium->name, false))
		return out_of_bounds(err, _("the name of the medium"));
	return 0;
}

static int check_job(const struct header *header, struct wipe_error *err)
{
	uint32_t challenge = header->challenge_bytes;

	if (!instants_hold(header->started_at_s))
		return out_of_bounds(err, _("a time"));
	if (!header->method[0] || !is_plain(header->method, true))
		return out_of_bounds(err, _("the method"));
	if ((unsigned int)header->level_requested > WIPE_LEVEL_PURGE)
		return out_of_bounds(err, _("the level"));
	if (!header->attempt || (challenge && (challenge < WIPE_CHALLENGE_MIN_BYTES ||
					       challenge > WIPE_CHALLENGE_MAX_BYTES)))
		return out_of_bounds(err, _("the challenge"));
	if (!header->pass_count || header->pass_count > WIPE_PASSES_MAX)
		return out_of_bounds(err, _("the number of passes"));
	return 0;
}

int header_parse(const uint8_t block[HEADER_BYTES], struct header *header, struct wipe_error *err)
{
	uint8_t copy[HEADER_BYTES], again[HEADER_BYTES];
	struct wire wire = { .at = copy + sizeof(magic), .loads = true };
	struct sizes sizes;
	bool holds;
	int rc = seal_check(block, HEADER_BYTES, NULL, &holds, err);

	if (rc)
		return rc;
	if (!holds)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("the journal is damaged"));
	memcpy(copy, block, sizeof(copy));
	memset(header, 0, sizeof(*header));
	transfer_sizes(&wire, &sizes);
	transfer(&wire, header);
	if ((rc = check_medium(&header->medium, err)) || (rc = check_job(header, err)) ||
	    (rc = write_block(header, again, err)))
		return rc;
	/* One form for one meaning: sizes, rest of texts, unused bytes. */
	if (memcmp(block, again, sizeof(again)) != 0)
		return out_of_bounds(err, _("its form"));
	return 0;
}

int header_store(const struct header *header, uint8_t block[HEADER_BYTES], struct wipe_error *err)
{
	struct header again;
	int rc = write_block(header, block, err);

	if (!rc)
		rc = header_parse(block, &again, err);
	return rc == WIPE_E_FORMAT ? WIPE_E_USAGE : rc;
}

static int differs(struct wipe_error *err, const char *what, const char *there, const char *here)
{
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("the journal is about another medium: %s \"%s\", this one has "
				"\"%s\""),
			      what, there, here);
}

static int match_texts(const struct wipe_journal_medium *medium, const struct wipe_device *device,
		       struct wipe_error *err)
{
	const struct {
		const char *what, *there, *here;
		bool counts;
	} texts[] = {
		{ _("serial"), medium->serial, device->serial, true },
		{ _("WWN"), medium->wwn, device->wwn, true },
		/* How these are told differs from machine to machine. */
		{ _("model"), medium->model, device->model, !device->serial_plausible },
		{ _("name"), medium->name, device->name, device->kind == WIPE_KIND_IMAGE },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i].counts && strcmp(texts[i].there, texts[i].here) != 0)
			return differs(err, texts[i].what, texts[i].there, texts[i].here);
	return 0;
}

int header_match(const struct header *header, const struct wipe_device *device,
		 struct wipe_error *err)
{
	const struct wipe_journal_medium *medium = &header->medium;

	if (medium->kind != device->kind)
		return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s",
				      medium->kind == WIPE_KIND_IMAGE ?
					      _("the journal is about an image file, this is a "
						"device") :
					      _("the journal is about a device, this is an image "
						"file"));
	if (medium->capacity_bytes != device->capacity_bytes)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("the journal is about another medium: %llu bytes, this "
					"one has %llu"),
				      (unsigned long long)medium->capacity_bytes,
				      (unsigned long long)device->capacity_bytes);
	if (medium->block_bytes != device->logical_block_bytes)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("the journal is about a medium with blocks of %u bytes, "
					"this one has %u"),
				      medium->block_bytes, device->logical_block_bytes);
	return match_texts(medium, device, err);
}
