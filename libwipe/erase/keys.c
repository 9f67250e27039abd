/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Erasing by destroying keys: what libcryptsetup leaves of each header is written, then
 * the whole area of keys is overwritten with the stream, flushed, and read back from the
 * medium. After that the passes go over what is not encrypted, or over everything.
 */
#include <stdlib.h>
#include <string.h>

#include <wipe/verify.h>

#include "checked.h"
#include "eraser.h"
#include "luks.h"
#include "part.h"
#include "pattern.h"
#include "target.h"
#include "text.h"

#define PIECE_BYTES ((size_t)1 << 20)
#define SECTOR_BYTES 512

struct keys {
	struct run *run;
	struct wipe_io *medium; /* of the headers */
	struct pattern *pattern;
	unsigned char *found, *expected; /* a piece each */
	uint64_t bad_ns,
		region_bad_ns; /* what failures have cost, and had before the present piece */
	bool stops;	       /* what fails is not tried again */
	struct volume {
		struct wipe_io *io; /* the part that the header lies in */
		struct luks_header header;
		const struct wipe_volume *facts;
		struct wipe_volume_result *result;
	} volumes[WIPE_VOLUMES_MAX];
	uint32_t count;
};

static uint64_t begin_of(const struct wipe_crypto *crypto, const struct wipe_volume *volume)
{
	return crypto->is_detached ? 0 : volume->offset_bytes;
}

static uint64_t length_of(const struct wipe_crypto *crypto, const struct wipe_volume *volume)
{
	return crypto->is_detached ? crypto->header.capacity_bytes : volume->length_bytes;
}

/* What its header begins, on the medium that it lies on; NULL: no memory. */
static struct wipe_io *open_part(struct wipe_io *medium, const struct wipe_crypto *crypto,
				 const struct wipe_volume *volume, struct wipe_error *err)
{
	struct wipe_io *part =
		part_io_new(medium, begin_of(crypto, volume), length_of(crypto, volume));

	if (!part)
		wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	return part;
}

/* The stream counts from the medium's begin, in units of 16 bytes as sectors are. */
static int generate(struct keys *keys, const struct volume *volume, size_t length, uint64_t at)
{
	return pattern_generate(keys->pattern, keys->expected, length,
				begin_of(&keys->run->report->plan.crypto, volume->facts) + at);
}

static void compare(struct keys *keys, struct volume *volume, size_t length, size_t from)
{
	struct wipe_volume_result *result = volume->result;

	for (size_t i = from; i < from + length; i += SECTOR_BYTES) {
		size_t sector = checked_min_u64(from + length - i, SECTOR_BYTES);

		if (memcmp(keys->found + i, keys->expected + i, sector) == 0)
			result->bytes_verified += sector;
		else
			result->mismatch_bytes += sector;
	}
}

/* Bytes that are written, or, bytes being NULL, read into found and compared. */
struct piece {
	struct keys *keys;
	struct volume *volume;
	const unsigned char *bytes;
	uint64_t at; /* from the header's begin */
};

static int transfer(const struct piece *piece, size_t length, size_t from)
{
	struct keys *keys = piece->keys;
	uint64_t began_ns = run_now_ns(keys->run), at = piece->at + from;
	int rc = piece->bytes ?
			 wipe_io_write_at(piece->volume->io, piece->bytes + from, length, at) :
			 wipe_io_read_at(piece->volume->io, keys->found + from, length, at);

	if (!rc && !piece->bytes)
		compare(keys, piece->volume, length, from);
	if (!rc)
		return 0;
	keys->bad_ns += run_now_ns(keys->run) - began_ns;
	if (run_tick(keys->run, 0))
		keys->stops = true;
	return rc;
}

/* As the passes give up what is bad. */
static bool is_spent(const struct keys *keys)
{
	const uint64_t second_ns = 1000000000;

	return keys->stops || keys->bad_ns / second_ns >= run_bad_limit_s(keys->run) ||
	       (keys->bad_ns - keys->region_bad_ns) / second_ns >= run_region_limit_s(keys->run);
}

/* In halves, down to a block: one that is bad keeps no other one. What could not be done, in bytes. */
static size_t carry_out(const struct piece *piece, size_t length, size_t from)
{
	size_t block = piece->keys->medium->block_bytes, half, failed;

	if (transfer(piece, length, from) == 0)
		return 0;
	if (length <= block || is_spent(piece->keys))
		return length;
	half = length / 2 / block * block;
	half = half ? half : block;
	failed = carry_out(piece, half, from);
	return failed + carry_out(piece, length - half, from + half);
}

static size_t do_piece(struct keys *keys, struct volume *volume, const unsigned char *bytes,
		       size_t length, uint64_t at)
{
	const struct piece piece = { .keys = keys, .volume = volume, .bytes = bytes, .at = at };

	keys->region_bad_ns = keys->bad_ns;
	return carry_out(&piece, length, 0);
}

static bool write_emptied(struct keys *keys, struct volume *volume)
{
	const struct luks_header *header = &volume->header;
	bool is_written = true;

	for (uint64_t at = 0; at < header->bytes; at += PIECE_BYTES) {
		size_t length = (size_t)checked_min_u64(header->bytes - at, PIECE_BYTES);

		if (do_piece(keys, volume, header->emptied + at, length, at))
			is_written = false;
	}
	return is_written;
}

/* What is not written is told by what is read afterwards: the medium's errors end nothing. */
static int overwrite_area(struct keys *keys, struct volume *volume)
{
	uint64_t area = volume->facts->luks.area_bytes;

	for (uint64_t at = 0; at < area; at += PIECE_BYTES) {
		size_t length = (size_t)checked_min_u64(area - at, PIECE_BYTES);

		if (generate(keys, volume, length, at) != 0)
			return WIPE_E_CRYPTO;
		(void)do_piece(keys, volume, keys->expected, length, at);
		if (run_tick(keys->run, 0) && at >= volume->header.bytes)
			return WIPE_E_INTERRUPTED;
	}
	return 0;
}

/* The area of a slot, of which found holds a piece: is any sector as it was? */
static bool is_changed(struct keys *keys, const struct volume *volume,
		       const struct wipe_luks_slot *slot)
{
	for (uint64_t at = 0; at < slot->length_bytes; at += PIECE_BYTES) {
		size_t length = (size_t)checked_min_u64(slot->length_bytes - at, PIECE_BYTES);
		uint64_t from = slot->offset_bytes + at;

		if (from + length > volume->header.bytes ||
		    wipe_io_read_at(volume->io, keys->found, length, from) != 0)
			return false;
		for (size_t i = 0; i < length; i += SECTOR_BYTES)
			if (memcmp(keys->found + i, volume->header.before + from + i,
				   checked_min_u64(length - i, SECTOR_BYTES)) == 0)
				return false;
	}
	return true;
}

static int read_area_back(struct keys *keys, struct volume *volume)
{
	const struct wipe_luks *luks = &volume->facts->luks;

	for (uint64_t at = 0; at < luks->area_bytes; at += PIECE_BYTES) {
		size_t length = (size_t)checked_min_u64(luks->area_bytes - at, PIECE_BYTES);

		if (generate(keys, volume, length, at) != 0)
			return WIPE_E_CRYPTO;
		volume->result->unreadable_bytes += do_piece(keys, volume, NULL, length, at);
		if (run_tick(keys->run, 0) && at >= volume->header.bytes)
			return WIPE_E_INTERRUPTED;
	}
	for (uint32_t i = 0; i < luks->slot_count; i++)
		volume->result->slots_changed += is_changed(keys, volume, &luks->slots[i]);
	return 0;
}

static int flush(struct keys *keys, struct wipe_error *err)
{
	int failure = -wipe_io_sync(keys->medium);

	return failure ? eraser_flush_failed(keys->run, keys->medium, failure, err) : 0;
}

/*
 * Whoever asks to stop is heard when the header is overwritten: that takes a second, and half of
 * it would be no state to be in; only bad blocks are not looked for any more. Behind it there may
 * be gigabytes until the data begins.
 */
static int destroy(struct keys *keys, struct volume *volume, struct wipe_error *err)
{
	const struct luks_header *header = &volume->header;
	struct wipe_volume_result *result = volume->result;
	int rc = 0;

	if (header->emptied) {
		result->is_destroyed = write_emptied(keys, volume);
		rc = flush(keys, err);
	}
	if (!rc && result->is_destroyed) {
		result->slots_destroyed = header->slots_destroyed;
		result->tokens_removed = header->tokens_removed;
	}
	if (!rc)
		rc = overwrite_area(keys, volume);
	if (!rc)
		rc = flush(keys, err);
	if (!rc && wipe_io_drop_cache(keys->medium) != 0)
		rc = wipe_error_set(err, WIPE_E_IO, 0,
				    _("the host's cache of the medium cannot be dropped"));
	if (!rc)
		rc = read_area_back(keys, volume);
	if (rc == WIPE_E_CRYPTO)
		wipe_error_set(err, rc, 0, _("the keyed stream cannot be made"));
	return rc == WIPE_E_INTERRUPTED ? run_interrupted(keys->run, err) : rc;
}

static void tell(const struct keys *keys, const struct wipe_error *err)
{
	const struct wipe_log *log = &keys->run->options->log;

	if (log->fn)
		log->fn(log->arg, WIPE_LOG_WARNING, err->message);
}

/* Without touching anything. What cannot be emptied is only overwritten, if that was asked for. */
static int prepare(struct keys *keys, uint32_t index, struct wipe_error *err)
{
	const struct wipe_crypto *crypto = &keys->run->report->plan.crypto;
	struct volume *volume = &keys->volumes[index];
	struct wipe_error why;
	int rc;

	wipe_error_clear(&why);
	volume->facts = &crypto->volumes[index];
	volume->result = &keys->run->report->volumes[index];
	volume->io = open_part(keys->medium, crypto, volume->facts, err);
	keys->count = index + 1;
	if (!volume->io)
		return WIPE_E_NOMEM;
	rc = luks_header_empty(volume->io, length_of(crypto, volume->facts), &volume->facts->luks,
			       &volume->header, &why);
	if (!rc)
		return 0;
	if (!crypto->then_overwrite)
		return wipe_error_set(err, rc, 0, "%s", why.message);
	tell(keys, &why);
	return 0;
}

static void keys_free(struct keys *keys)
{
	for (uint32_t i = 0; i < keys->count; i++) {
		luks_header_free(&keys->volumes[i].header);
		(void)wipe_io_close(keys->volumes[i].io);
	}
	pattern_free(keys->pattern);
	free(keys->found);
	free(keys->expected);
}

static int keys_open(struct keys *keys, struct wipe_error *err)
{
	const struct wipe_plan *plan = &keys->run->report->plan;
	int rc = pattern_new(wipe_plan_header_pass(plan), &keys->pattern, err);

	keys->found = malloc(PIECE_BYTES);
	keys->expected = malloc(PIECE_BYTES);
	if (!rc && (!keys->found || !keys->expected))
		rc = wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (uint32_t i = 0; i < plan->crypto.volume_count && !rc; i++)
		rc = prepare(keys, i, err);
	return rc;
}

/* The hold of the data's medium keeps nobody from opening the volume with other data. */
static int recheck_header(const struct wipe_crypto *crypto, struct wipe_target *header,
			  struct wipe_error *err)
{
	int rc = wipe_target_recheck(header, err);

	return rc ? rc : wipe_crypto_refuse_mapped(crypto, err);
}

static int destroy_all(struct run *run, struct wipe_target *target, struct wipe_target *header,
		       struct wipe_error *err)
{
	struct keys *keys = calloc(1, sizeof(*keys));
	int rc;

	if (!keys)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	keys->run = run;
	keys->medium = target_io(header ? header : target);
	rc = keys_open(keys, err);
	if (!rc && header)
		rc = recheck_header(&run->report->plan.crypto, header, err);
	if (!rc) {
		run_begin_phase(run, WIPE_PHASE_PREPARE, 1, 0);
		run->report->media_touched = true;
		target_mark_written(target);
		if (header)
			target_mark_written(header);
	}
	for (uint32_t i = 0; i < keys->count && !rc; i++)
		rc = destroy(keys, &keys->volumes[i], err);
	keys_free(keys);
	free(keys);
	return rc;
}

static bool serves(const struct wipe_plan *plan)
{
	return plan->crypto.volume_count > 0;
}

static int run_keys(struct run *run, struct wipe_target *target, struct wipe_error *err)
{
	const struct wipe_crypto *crypto = &run->report->plan.crypto;
	struct wipe_target *header = run->options->header;
	int rc;

	if (crypto->is_detached != (header != NULL))
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("the header lies on a medium of its own, which is not "
					"given"));
	if (crypto->scope_bytes)
		target_keep_partitions(target);
	rc = destroy_all(run, target, header, err);
	return rc ? rc : eraser_overwrite.run(run, target, err);
}

static int try_one(struct wipe_io *medium, const struct wipe_crypto *crypto,
		   const struct wipe_volume *volume, struct wipe_error *err)
{
	struct wipe_io *part = open_part(medium, crypto, volume, err);
	struct luks_header header;
	int rc;

	if (!part)
		return WIPE_E_NOMEM;
	rc = luks_header_empty(part, length_of(crypto, volume), &volume->luks, &header, err);
	if (!rc)
		luks_header_free(&header);
	(void)wipe_io_close(part);
	return rc;
}

int wipe_crypto_try(const struct wipe_device *dev, const struct wipe_crypto *crypto,
		    struct wipe_error *err)
{
	const struct wipe_device *where = crypto->is_detached ? &crypto->header : dev;
	struct wipe_target *target = NULL;
	int rc = wipe_target_open_read(where, &target, err);

	for (uint32_t i = 0; i < crypto->volume_count && !rc; i++)
		rc = try_one(target_io(target), crypto, &crypto->volumes[i], err);
	(void)wipe_target_close(target, NULL);
	if (rc)
		wipe_error_context(err, "%s", where->node);
	return rc;
}

const struct eraser eraser_keys = {
	.name = "keys",
	.serves = serves,
	.run = run_keys,
};
