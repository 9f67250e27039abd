/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sha256_pair.h"

#include <assert.h>
#include <gcrypt.h>
#include <stdlib.h>
#include <string.h>

#include "checked.h"
#include "endian.h"
#include "gcrypt_ready.h"
#include "text.h"

#define BLOCK_BYTES 64

/* FIPS 180-4 sec. 5.3.3. */
static const uint32_t initial[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
				     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };

struct sha256_pair {
	uint64_t chunk_bytes;
	uint64_t chunk_used;
	uint64_t content_used;
	gcry_md_hd_t list;

	/* NULL: the two handles serve. If not, the members after them; chunks end where blocks do. */
	sha256_blocks_fn *blocks;
	gcry_md_hd_t content_md, chunk_md;
	uint32_t content[8], chunk[8];
	uint8_t pending[BLOCK_BYTES]; /* chunk_used % BLOCK_BYTES of it */
};

static int open_pair(uint64_t chunk_bytes, sha256_blocks_fn *blocks, struct sha256_pair **pair,
		     struct wipe_error *err)
{
	struct sha256_pair *made = calloc(1, sizeof(*made));

	*pair = NULL;
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	assert(chunk_bytes && (!blocks || chunk_bytes % BLOCK_BYTES == 0));
	made->chunk_bytes = chunk_bytes;
	made->blocks = blocks;
	memcpy(made->content, initial, sizeof(initial));
	memcpy(made->chunk, initial, sizeof(initial));
	if (gcry_md_open(&made->list, GCRY_MD_SHA256, 0) ||
	    (!blocks && (gcry_md_open(&made->content_md, GCRY_MD_SHA256, 0) ||
			 gcry_md_open(&made->chunk_md, GCRY_MD_SHA256, 0)))) {
		sha256_pair_free(made);
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, _("SHA-256 is not available"));
	}
	*pair = made;
	return 0;
}

void sha256_pair_free(struct sha256_pair *pair)
{
	if (!pair)
		return;
	gcry_md_close(pair->list);
	gcry_md_close(pair->content_md);
	gcry_md_close(pair->chunk_md);
	free(pair);
}

bool sha256_pair_is_fast(const struct sha256_pair *pair)
{
	return pair->blocks != NULL;
}

/* FIPS 180-4 sec. 5.1.1 and the end of 6.2.2, on a copy of state. */
static void finish_state(const struct sha256_pair *pair, const uint32_t state[8],
			 uint64_t total_bytes, uint8_t digest[WIPE_SHA256_BYTES])
{
	uint8_t last[2 * BLOCK_BYTES] = { 0 };
	size_t used = total_bytes % BLOCK_BYTES;
	size_t blocks = used < BLOCK_BYTES - 8 ? 1 : 2;
	uint32_t value[8], unused[8] = { 0 };

	memcpy(value, state, sizeof(value));
	memcpy(last, pair->pending, used);
	last[used] = 0x80;
	endian_put_u64be(last + blocks * BLOCK_BYTES - 8, total_bytes * 8);
	pair->blocks(value, unused, last, blocks);
	for (int i = 0; i < 8; i++)
		endian_put_u32be(digest + 4 * i, value[i]);
}

static void end_chunk(struct sha256_pair *pair)
{
	uint8_t digest[WIPE_SHA256_BYTES];

	if (pair->blocks) {
		finish_state(pair, pair->chunk, pair->chunk_used, digest);
		memcpy(pair->chunk, initial, sizeof(initial));
	} else {
		memcpy(digest, gcry_md_read(pair->chunk_md, GCRY_MD_SHA256), sizeof(digest));
		gcry_md_reset(pair->chunk_md);
	}
	gcry_md_write(pair->list, digest, sizeof(digest));
	pair->chunk_used = 0;
}

/* Some bytes that end no later than the chunk. */
static void take_blocks(struct sha256_pair *pair, const uint8_t *bytes, size_t len)
{
	size_t used = pair->chunk_used % BLOCK_BYTES;
	size_t head = used ? (size_t)checked_min_u64(len, BLOCK_BYTES - used) : 0;
	size_t whole = (len - head) / BLOCK_BYTES * BLOCK_BYTES;

	if (head) {
		memcpy(pair->pending + used, bytes, head);
		if (used + head == BLOCK_BYTES)
			pair->blocks(pair->content, pair->chunk, pair->pending, 1);
	}
	if (whole)
		pair->blocks(pair->content, pair->chunk, bytes + head, whole / BLOCK_BYTES);
	if (len > head + whole)
		memcpy(pair->pending, bytes + head + whole, len - head - whole);
}

void sha256_pair_update(struct sha256_pair *pair, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;

	while (len) {
		size_t piece = (size_t)checked_min_u64(len, pair->chunk_bytes - pair->chunk_used);

		if (pair->blocks) {
			take_blocks(pair, at, piece);
		} else {
			gcry_md_write(pair->content_md, at, piece);
			gcry_md_write(pair->chunk_md, at, piece);
		}
		at += piece;
		len -= piece;
		pair->content_used += piece;
		pair->chunk_used += piece;
		if (pair->chunk_used == pair->chunk_bytes)
			end_chunk(pair);
	}
}

void sha256_pair_finish(struct sha256_pair *pair, uint8_t content[WIPE_SHA256_BYTES],
			uint8_t chunks[WIPE_SHA256_BYTES])
{
	if (pair->blocks)
		finish_state(pair, pair->content, pair->content_used, content);
	else
		memcpy(content, gcry_md_read(pair->content_md, GCRY_MD_SHA256), WIPE_SHA256_BYTES);
	if (pair->chunk_used)
		end_chunk(pair);
	memcpy(chunks, gcry_md_read(pair->list, GCRY_MD_SHA256), WIPE_SHA256_BYTES);
}

/* In two parts, so that bytes stay pending between them. */
static int hash_sample(sha256_blocks_fn *blocks, const uint8_t *bytes, size_t len,
		       uint8_t digests[2 * WIPE_SHA256_BYTES], struct wipe_error *err)
{
	struct sha256_pair *pair;
	int rc = open_pair((uint64_t)3 * BLOCK_BYTES, blocks, &pair, err);

	if (rc)
		return rc;
	sha256_pair_update(pair, bytes, len / 2 + 1);
	sha256_pair_update(pair, bytes + len / 2 + 1, len - len / 2 - 1);
	sha256_pair_finish(pair, digests, digests + WIPE_SHA256_BYTES);
	sha256_pair_free(pair);
	return 0;
}

static int is_right(sha256_blocks_fn *blocks, bool *right, struct wipe_error *err)
{
	/* The two-block example that NIST gives for FIPS 180-4. */
	static const char message[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	static const uint8_t known[WIPE_SHA256_BYTES] = {
		0x24, 0x8d, 0x6a, 0x61, 0xd2, 0x06, 0x38, 0xb8, 0xe5, 0xc0, 0x26,
		0x93, 0x0c, 0x3e, 0x60, 0x39, 0xa3, 0x3c, 0xe4, 0x59, 0x64, 0xff,
		0x21, 0x67, 0xf6, 0xec, 0xed, 0xd4, 0x19, 0xdb, 0x06, 0xc1,
	};
	uint8_t sample[1000], got[2 * WIPE_SHA256_BYTES], expected[2 * WIPE_SHA256_BYTES];
	int rc;

	for (size_t i = 0; i < sizeof(sample); i++)
		sample[i] = (uint8_t)(i * 167 + (i >> 5));
	rc = hash_sample(blocks, (const uint8_t *)message, sizeof(message) - 1, got, err);
	*right = !rc && memcmp(got, known, sizeof(known)) == 0;
	if (!rc)
		rc = hash_sample(blocks, sample, sizeof(sample), got, err);
	if (!rc)
		rc = hash_sample(NULL, sample, sizeof(sample), expected, err);
	*right = *right && !rc && memcmp(got, expected, sizeof(got)) == 0;
	return rc;
}

int sha256_pair_new_with(uint64_t chunk_bytes, sha256_blocks_fn *blocks, struct sha256_pair **pair,
			 struct wipe_error *err)
{
	bool use_blocks = blocks && chunk_bytes % BLOCK_BYTES == 0;
	int rc = gcrypt_ready(err);

	*pair = NULL;
	if (!rc && use_blocks)
		rc = is_right(blocks, &use_blocks, err);
	return rc ? rc : open_pair(chunk_bytes, use_blocks ? blocks : NULL, pair, err);
}

int sha256_pair_new(uint64_t chunk_bytes, struct sha256_pair **pair, struct wipe_error *err)
{
	return sha256_pair_new_with(chunk_bytes, sha256_blocks_find(), pair, err);
}
