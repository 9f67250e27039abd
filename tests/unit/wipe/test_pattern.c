/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include <string.h>

#include <wipe/stream.h>

#include "ctr.h"
#include "hmac.h"
#include "pattern.h"

static size_t unhex(const char *hex, uint8_t *out)
{
	size_t count = 0;

	for (; hex[0] && hex[1]; hex += 2) {
		unsigned int byte = 0;

		for (int i = 0; i < 2; i++)
			byte = byte * 16 + (unsigned int)(strchr("0123456789abcdef", hex[i]) -
							  "0123456789abcdef");
		out[count++] = (uint8_t)byte;
	}
	return count;
}

/* RFC 4231, test cases 1 to 4. */
static void hmac_gives_the_published_values(void **state)
{
	static const struct {
		const char *key, *data, *mac;
	} cases[] = {
		{ "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
		  "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
		{ "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
		  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		  "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
		  "dddddddddddddddd",
		  "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe" },
		{ "0102030405060708090a0b0c0d0e0f10111213141516171819",
		  "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
		  "cdcdcdcdcdcdcdcd",
		  "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b" },
	};
	uint8_t key[64], data[128], mac[32], expected[32];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t key_bytes = unhex(cases[i].key, key);
		size_t data_bytes = unhex(cases[i].data, data);

		unhex(cases[i].mac, expected);
		assert_int_equal(hmac_sha256(key, key_bytes, data, data_bytes, mac, NULL), 0);
		assert_memory_equal(mac, expected, sizeof(mac));
	}
}

/* NIST SP 800-38A, F.5.5, and RFC 3686, test vector 9 (AES-256): the stream is P xor C. */
static void ctr_gives_the_published_values(void **state)
{
	static const struct {
		const char *key, *counter, *plain, *cipher;
	} cases[] = {
		{ "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
		  "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
		  "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
		  "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710",
		  "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"
		  "2b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6" },
		{ "ff7a617ce69148e4f1726e2f43581de2aa62d9f805532edff1eed687fb54153d",
		  "001cc5b751a51d70a1c1114800000001",
		  "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223",
		  "eb6c52821d0bbbf7ce7594462aca4faab407df866569fd07f48cc0b583d6071f1ec0e6b8" },
	};
	uint8_t key[32], counter[16], plain[64], cipher[64], stream[64];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t bytes = unhex(cases[i].plain, plain);
		struct ctr *ctr;

		unhex(cases[i].key, key);
		unhex(cases[i].counter, counter);
		unhex(cases[i].cipher, cipher);
		assert_int_equal(ctr_new(key, &ctr, NULL), 0);
		assert_int_equal(ctr_fill(ctr, counter, false, stream, bytes), 0);
		for (size_t k = 0; k < bytes; k++)
			assert_int_equal(stream[k], plain[k] ^ cipher[k]);
		assert_int_equal(ctr_fill(ctr, counter, true, stream, bytes), 0);
		for (size_t k = 0; k < bytes; k++)
			assert_int_equal(stream[k] ^ 0xff, plain[k] ^ cipher[k]);
		ctr_free(ctr);
	}
}

static struct wipe_stream_inputs sample_inputs(void)
{
	struct wipe_stream_inputs in = { .capacity_bytes = 0x0102030405060708,
					 .pass = 2,
					 .attempt = 3 };

	in.serial_bytes = 3;
	memcpy(in.serial, "S1N", 3);
	in.wwn_bytes = 2;
	memcpy(in.wwn, "W2", 2);
	return in;
}

/* Goal: the message is laid out as <wipe/stream.h> says, byte for byte. */
static void the_message_is_laid_out_as_documented(void **state)
{
	static const char expected[] = "massho-stream-1"
				       "\0\0\0\0"
				       "\0\0\0\003S1N"
				       "\0\0\0\002W2"
				       "\001\002\003\004\005\006\007\010"
				       "\0\0\0\002"
				       "\0\0\0\003";
	struct wipe_stream_inputs in = sample_inputs();
	uint8_t message[WIPE_STREAM_MESSAGE_MAX_BYTES];
	size_t bytes;

	(void)state;
	assert_int_equal(wipe_stream_message(&in, message, &bytes, NULL), 0);
	assert_int_equal(bytes, sizeof(expected) - 1);
	assert_memory_equal(message, expected, bytes);
}

/* Goal: every input matters, and moving a byte from one field to the next too. */
static void every_input_changes_the_key(void **state)
{
	struct wipe_stream_inputs variants[9];
	uint8_t keys[COUNT(variants)][WIPE_KEY_BYTES];

	(void)state;
	for (size_t i = 0; i < COUNT(variants); i++)
		variants[i] = sample_inputs();
	variants[1].secret[31] ^= 1;
	variants[2].challenge_bytes = 16;
	variants[3].serial[0] ^= 1;
	variants[4].wwn[1] ^= 1;
	variants[5].capacity_bytes++;
	variants[6].pass++;
	variants[7].attempt++;
	variants[8].serial_bytes = 4; /* "S1NW" and "2" */
	variants[8].serial[3] = 'W';
	variants[8].wwn_bytes = 1;
	variants[8].wwn[0] = '2';
	for (size_t i = 0; i < COUNT(variants); i++)
		assert_int_equal(wipe_stream_key(&variants[i], keys[i], NULL), 0);
	for (size_t i = 0; i < COUNT(variants); i++)
		for (size_t k = i + 1; k < COUNT(variants); k++)
			assert_memory_not_equal(keys[i], keys[k], WIPE_KEY_BYTES);
}

static void inputs_out_of_range_are_refused(void **state)
{
	struct wipe_stream_inputs in = sample_inputs();
	uint8_t key[WIPE_KEY_BYTES];

	(void)state;
	in.challenge_bytes = 15;
	assert_int_equal(wipe_stream_key(&in, key, NULL), WIPE_E_USAGE);
	in = sample_inputs();
	in.serial_bytes = WIPE_SERIAL_MAX_BYTES + 1;
	assert_int_equal(wipe_stream_key(&in, key, NULL), WIPE_E_USAGE);
	in = sample_inputs();
	in.pass = 0;
	assert_int_equal(wipe_stream_key(&in, key, NULL), WIPE_E_USAGE);
}

static struct pattern *new_pattern(enum wipe_pass_kind kind, const char *bytes, uint8_t count)
{
	struct wipe_pass pass = { .spec = { .kind = kind, .pattern_bytes = count } };
	struct pattern *pattern;

	memcpy(pass.spec.pattern, bytes, count);
	memset(pass.key, 0x5a, sizeof(pass.key));
	assert_int_equal(pattern_new(&pass, &pattern, NULL), 0);
	return pattern;
}

/* A pass of each kind that the host computes. */
static const struct {
	enum wipe_pass_kind kind;
	const char *bytes;
	uint8_t count;
} kinds[] = {
	{ WIPE_PASS_STREAM, "", 0 },	       { WIPE_PASS_STREAM_COMPLEMENT, "", 0 },
	{ WIPE_PASS_FILL, "\x92\x49\x24", 3 }, { WIPE_PASS_FILL, "\x27\xff\xff\xff", 4 },
	{ WIPE_PASS_FILL, "\xaa", 1 },	       { WIPE_PASS_FILL, "\0", 1 },
	{ WIPE_PASS_ZEROOUT, "", 0 },
};

/* Goal: what is generated at an address does not depend on where the request began. */
static void bytes_belong_to_addresses(void **state)
{
	static unsigned char whole[300000], part[300000];

	(void)state;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct pattern *pattern =
			new_pattern(kinds[i].kind, kinds[i].bytes, kinds[i].count);

		assert_int_equal(pattern_generate(pattern, whole, sizeof(whole), 0), 0);
		for (size_t at = 16; at < 140000; at = at * 3 / 16 * 16 + 16) {
			assert_int_equal(pattern_generate(pattern, part, 70001, at), 0);
			assert_memory_equal(part, whole + at, 70001);
		}
		pattern_free(pattern);
	}
}

/* Goal: matching says of every length and place what generating and comparing would say. */
static void one_changed_bit_never_matches(void **state)
{
	/* Around what is encrypted at once, and less than a period. */
	static const size_t lengths[] = { 1, 2, 3, 5, 512, 16383, 16384, 16385, 65536 };
	static unsigned char bytes[65536];

	(void)state;
	for (size_t i = 0; i < COUNT(kinds) * COUNT(lengths); i++) {
		size_t kind = i / COUNT(lengths), len = lengths[i % COUNT(lengths)];
		struct pattern *pattern =
			new_pattern(kinds[kind].kind, kinds[kind].bytes, kinds[kind].count);
		bool same = false;

		assert_int_equal(pattern_generate(pattern, bytes, len, 4112), 0);
		for (size_t at = 0; at < len; at = at < 8 || at + 2 >= len ? at + 1 : at * 2 - 5) {
			bytes[at] ^= (unsigned char)(1u << at % 8);
			same = true;
			assert_int_equal(pattern_matches(pattern, bytes, len, 4112, &same), 0);
			assert_false(same);
			bytes[at] ^= (unsigned char)(1u << at % 8);
			assert_int_equal(pattern_matches(pattern, bytes, len, 4112, &same), 0);
			assert_true(same);
		}
		bytes[len - 1] ^= 0x80;
		assert_int_equal(pattern_matches(pattern, bytes, len, 4112, &same), 0);
		assert_false(same);
		pattern_free(pattern);
	}
}

/* Goal: what repeats, but is not the pattern, or is it at another place, does not match. */
static void another_period_or_place_does_not_match(void **state)
{
	static unsigned char bytes[4096];
	struct pattern *fill = new_pattern(WIPE_PASS_FILL, "\x92\x49\x24", 3);
	struct pattern *stream = new_pattern(WIPE_PASS_STREAM, "", 0);
	bool same;

	(void)state;
	memset(bytes, 0, sizeof(bytes));
	assert_int_equal(pattern_matches(fill, bytes, sizeof(bytes), 0, &same), 0);
	assert_false(same);
	assert_int_equal(pattern_matches(stream, bytes, sizeof(bytes), 0, &same), 0);
	assert_false(same);
	assert_int_equal(pattern_generate(fill, bytes, sizeof(bytes), 16), 0);
	assert_int_equal(pattern_matches(fill, bytes, sizeof(bytes), 32, &same), 0);
	assert_false(same);
	assert_int_equal(pattern_matches(fill, bytes, sizeof(bytes), 64, &same), 0);
	assert_true(same);
	assert_int_equal(pattern_generate(stream, bytes, sizeof(bytes), 16), 0);
	assert_int_equal(pattern_matches(stream, bytes, sizeof(bytes), 32, &same), 0);
	assert_false(same);
	pattern_free(fill);
	pattern_free(stream);
}

static void the_complement_has_every_bit_inverted(void **state)
{
	unsigned char first[100], second[100];
	struct pattern *stream = new_pattern(WIPE_PASS_STREAM, "", 0);
	struct pattern *complement = new_pattern(WIPE_PASS_STREAM_COMPLEMENT, "", 0);

	(void)state;
	assert_int_equal(pattern_generate(stream, first, sizeof(first), 4096), 0);
	assert_int_equal(pattern_generate(complement, second, sizeof(second), 4096), 0);
	for (size_t i = 0; i < sizeof(first); i++)
		assert_int_equal(first[i] ^ second[i], 0xff);
	pattern_free(stream);
	pattern_free(complement);
}

static void a_fill_runs_on_from_address_0(void **state)
{
	unsigned char out[7];
	struct pattern *pattern = new_pattern(WIPE_PASS_FILL, "\x92\x49\x24", 3);

	(void)state;
	assert_int_equal(pattern_generate(pattern, out, sizeof(out), 16), 0);
	assert_memory_equal(out, "\x49\x24\x92\x49\x24\x92\x49", sizeof(out));
	pattern_free(pattern);
}

static void firmware_passes_cannot_be_generated(void **state)
{
	struct wipe_pass pass = { .spec.kind = WIPE_PASS_FIRMWARE };
	struct pattern *pattern;

	(void)state;
	assert_int_equal(pattern_new(&pass, &pattern, NULL), WIPE_E_UNSUPPORTED);
	pass.spec.kind = WIPE_PASS_FILL;
	pass.spec.pattern_bytes = 0;
	assert_int_equal(pattern_new(&pass, &pattern, NULL), WIPE_E_UNSUPPORTED);
}

static void challenges_survive_being_spoken(void **state)
{
	uint8_t challenge[16], back[16];
	char text[WIPE_CHALLENGE_TEXT_BYTES], spoken[80];

	(void)state;
	for (int i = 0; i < 16; i++)
		challenge[i] = (uint8_t)(i * 37 + 129);
	wipe_challenge_format(challenge, text);
	assert_int_equal(strlen(text), WIPE_CHALLENGE_TEXT_BYTES - 1);
	assert_int_equal(wipe_challenge_parse(text, back, NULL), 0);
	assert_memory_equal(challenge, back, sizeof(back));
	for (size_t i = 0; i <= strlen(text); i++) {
		spoken[2 * i] = text[i] == '0' ? 'o' : text[i] == '1' ? 'l' : text[i];
		spoken[2 * i + 1] = text[i] ? ' ' : '\0';
	}
	assert_int_equal(wipe_challenge_parse(spoken, back, NULL), 0);
	assert_memory_equal(challenge, back, sizeof(back));
}

#define CHECK_AT 32 /* 26 symbols and six hyphens before the check digits */

/* Goal: the claim in the header, by trying all wrong symbols and all exchanges. */
static void every_slip_of_the_tongue_is_found(void **state)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	uint8_t challenge[16], back[16];
	char text[WIPE_CHALLENGE_TEXT_BYTES], wrong[WIPE_CHALLENGE_TEXT_BYTES];
	size_t length;

	(void)state;
	for (int i = 0; i < 16; i++)
		challenge[i] = (uint8_t)(255 - i * 11);
	wipe_challenge_format(challenge, text);
	length = strlen(text);
	for (size_t at = 0; at < length; at++) {
		for (const char *symbol = alphabet; *symbol && text[at] != '-'; symbol++) {
			if (*symbol == text[at])
				continue;
			memcpy(wrong, text, sizeof(wrong));
			wrong[at] = *symbol;
			assert_int_equal(wipe_challenge_parse(wrong, back, NULL), WIPE_E_USAGE);
		}
		for (size_t other = at + 1; other < length; other++) {
			if (text[at] == '-' || text[other] == '-' || text[at] == text[other])
				continue;
			memcpy(wrong, text, sizeof(wrong));
			wrong[at] = text[other];
			wrong[other] = text[at];
			/* A check digit is found to be exchanged with its neighbour only. */
			if (other >= CHECK_AT && other != at + 1)
				continue;
			assert_int_equal(wipe_challenge_parse(wrong, back, NULL), WIPE_E_USAGE);
		}
	}
	assert_int_equal(wipe_challenge_parse("", back, NULL), WIPE_E_USAGE);
	assert_int_equal(wipe_challenge_parse("U", back, NULL), WIPE_E_USAGE);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(hmac_gives_the_published_values),
		cmocka_unit_test(ctr_gives_the_published_values),
		cmocka_unit_test(the_message_is_laid_out_as_documented),
		cmocka_unit_test(every_input_changes_the_key),
		cmocka_unit_test(inputs_out_of_range_are_refused),
		cmocka_unit_test(bytes_belong_to_addresses),
		cmocka_unit_test(one_changed_bit_never_matches),
		cmocka_unit_test(another_period_or_place_does_not_match),
		cmocka_unit_test(the_complement_has_every_bit_inverted),
		cmocka_unit_test(a_fill_runs_on_from_address_0),
		cmocka_unit_test(firmware_passes_cannot_be_generated),
		cmocka_unit_test(challenges_survive_being_spoken),
		cmocka_unit_test(every_slip_of_the_tongue_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
