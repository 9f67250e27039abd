/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hash.h"

#include <gcrypt.h>
#include <stdlib.h>
#include <string.h>

#include "checked.h"
#include "gcrypt_ready.h"
#include "text.h"

struct hash {
	gcry_md_hd_t content, chunk, list;
	uint64_t chunk_bytes;
	uint64_t chunk_used;
};

int hash_new(uint64_t chunk_bytes, struct hash **hash, struct wipe_error *err)
{
	struct hash *made;
	int rc = gcrypt_ready(err);

	*hash = NULL;
	if (rc)
		return rc;
	made = calloc(1, sizeof(*made));
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	made->chunk_bytes = chunk_bytes;
	if (gcry_md_open(&made->content, GCRY_MD_SHA256, 0) ||
	    gcry_md_open(&made->chunk, GCRY_MD_SHA256, 0) ||
	    gcry_md_open(&made->list, GCRY_MD_SHA256, 0)) {
		hash_free(made);
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, _("SHA-256 is not available"));
	}
	*hash = made;
	return 0;
}

void hash_free(struct hash *hash)
{
	if (!hash)
		return;
	gcry_md_close(hash->content);
	gcry_md_close(hash->chunk);
	gcry_md_close(hash->list);
	free(hash);
}

static void end_chunk(struct hash *hash)
{
	gcry_md_write(hash->list, gcry_md_read(hash->chunk, GCRY_MD_SHA256), WIPE_SHA256_BYTES);
	gcry_md_reset(hash->chunk);
	hash->chunk_used = 0;
}

void hash_update(struct hash *hash, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	gcry_md_write(hash->content, bytes, len);
	while (len) {
		size_t piece = (size_t)checked_min_u64(len, hash->chunk_bytes - hash->chunk_used);

		gcry_md_write(hash->chunk, at, piece);
		at += piece;
		len -= piece;
		hash->chunk_used += piece;
		if (hash->chunk_used == hash->chunk_bytes)
			end_chunk(hash);
	}
}

void hash_finish(struct hash *hash, uint8_t content[WIPE_SHA256_BYTES],
		 uint8_t chunks[WIPE_SHA256_BYTES])
{
	if (hash->chunk_used)
		end_chunk(hash);
	memcpy(content, gcry_md_read(hash->content, GCRY_MD_SHA256), WIPE_SHA256_BYTES);
	memcpy(chunks, gcry_md_read(hash->list, GCRY_MD_SHA256), WIPE_SHA256_BYTES);
}
