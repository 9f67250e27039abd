/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which encryption of software counts, and what of a volume's key is the cipher's.
 * Names and lengths as cryptsetup(8) has them: luksFormat, --cipher, --integrity.
 */
#include <string.h>

#include <wipe/crypto.h>

#define KEY_BYTES_LEAST 16
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* What is not listed is not known to count: the null cipher, ECB, one that does not exist. */
static const struct cipher {
	const char *name;
	uint32_t most;	  /* bytes of a key */
	const char *mode; /* its only one; NULL: any of a block cipher */
} ciphers[] = {
	{ "aes", 32, NULL },
	{ "serpent", 32, NULL },
	{ "twofish", 32, NULL },
	{ "camellia", 32, NULL },
	{ "aria", 32, NULL },
	{ "sm4", 16, NULL },
	{ "xchacha12,aes", 32, "adiantum-plain64" },
	{ "xchacha20,aes", 32, "adiantum-plain64" },
	{ "aegis128", 16, "random" },
};

static const struct mode {
	const char *name;
	uint32_t keys;	    /* XTS uses two of half the length: IEEE 1619 */
	bool is_of_its_own; /* not for any block cipher */
	bool is_aead;	    /* authenticates by itself */
} modes[] = {
	{ "xts-plain64", 2, false, false },	{ "xts-plain", 2, false, false },
	{ "xts-random", 2, false, false },	{ "cbc-essiv:sha256", 1, false, false },
	{ "cbc-plain64", 1, false, false },	{ "cbc-plain", 1, false, false },
	{ "cbc-random", 1, false, false },	{ "gcm-random", 1, false, true },
	{ "adiantum-plain64", 1, true, false }, { "random", 1, true, true },
};

/* The integrity's key stands behind the cipher's, in the same volume key. */
static const struct integrity {
	const char *name;
	uint32_t key_bytes;
	bool is_aead;
} integrities[] = {
	{ "", 0, false },
	{ "none", 0, false },
	{ "hmac(sha1)", 20, false },
	{ "hmac(sha256)", 32, false },
	{ "hmac(sha512)", 64, false },
	{ "aead", 0, true },
};

static const struct integrity *find_integrity(const char *name)
{
	for (size_t i = 0; i < COUNT(integrities); i++)
		if (strcmp(integrities[i].name, name) == 0)
			return &integrities[i];
	return NULL;
}

static const struct mode *find_mode(const char *name)
{
	for (size_t i = 0; i < COUNT(modes); i++)
		if (strcmp(modes[i].name, name) == 0)
			return &modes[i];
	return NULL;
}

/* Of "aes-xts-plain64", of which mode is what follows the first dash. */
static const struct cipher *find_cipher(const char *name, const struct mode **mode)
{
	size_t length = strcspn(name, "-");

	*mode = name[length] ? find_mode(name + length + 1) : NULL;
	for (size_t i = 0; i < COUNT(ciphers) && *mode; i++)
		if (strncmp(ciphers[i].name, name, length) == 0 && !ciphers[i].name[length])
			return &ciphers[i];
	return NULL;
}

/* Of the segments' key: that of the slots which open them. */
static uint32_t key_bytes(const struct wipe_luks *luks)
{
	uint32_t least = 0;

	for (uint32_t i = 0; i < luks->slot_count; i++)
		if (luks->slots[i].kind == WIPE_LUKS_SLOT_ACTIVE &&
		    (!least || luks->slots[i].key_bytes < least))
			least = luks->slots[i].key_bytes;
	return least;
}

bool wipe_luks_split_key(const struct wipe_luks *luks, const struct wipe_luks_segment *segment,
			 uint32_t *cipher_bytes, uint32_t *integrity_bytes)
{
	const struct integrity *integrity = find_integrity(segment->integrity);
	uint32_t bytes = key_bytes(luks);

	*cipher_bytes = *integrity_bytes = 0;
	if (!integrity || bytes <= integrity->key_bytes)
		return false;
	*integrity_bytes = integrity->key_bytes;
	*cipher_bytes = bytes - integrity->key_bytes;
	return true;
}

static bool is_strong_segment(const struct wipe_luks *luks, const struct wipe_luks_segment *segment)
{
	const struct mode *mode;
	const struct cipher *cipher = find_cipher(segment->cipher, &mode);
	uint32_t bytes, integrity_bytes;

	if (strcmp(segment->type, "crypt") != 0 || !cipher ||
	    (cipher->mode ? strcmp(cipher->mode, mode->name) != 0 : mode->is_of_its_own) ||
	    !wipe_luks_split_key(luks, segment, &bytes, &integrity_bytes) ||
	    mode->is_aead != find_integrity(segment->integrity)->is_aead || bytes % mode->keys)
		return false;
	bytes /= mode->keys;
	return bytes >= KEY_BYTES_LEAST && bytes <= cipher->most;
}

bool wipe_luks_is_strong(const struct wipe_luks *luks)
{
	for (uint32_t i = 0; i < luks->segment_count; i++)
		if (!is_strong_segment(luks, &luks->segments[i]))
			return false;
	return luks->segment_count > 0;
}
