/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * With the SHA extensions of x86-64. Two rounds take four cycles of latency but
 * only two of the unit, so the rounds of the two states fill each other's gaps;
 * the message schedule is made once for both. Names as in FIPS 180-4 sec. 6.2.2;
 * a state is two registers, {A,B,E,F} and {C,D,G,H}, highest word first.
 */
#include <cpuid.h>
#include <immintrin.h>
#include <stdbool.h>

#include "sha256_blocks.h"

#define BLOCK_BYTES 64
#define TARGET __attribute__((target("sha,sse4.1")))
/* One body without a loop for the 64 rounds: a loop over them costs 7 %. */
#define INLINED TARGET __attribute__((always_inline)) static inline

struct half {
	__m128i abef, cdgh;
};

struct both {
	struct half first, second;
};

/* Sec. 4.2.2. */
static const uint32_t constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
};

INLINED __m128i load(const void *from)
{
	return _mm_loadu_si128(from);
}

INLINED struct half load_state(const uint32_t state[8])
{
	__m128i cdab = _mm_shuffle_epi32(load(state), 0xb1);
	__m128i efgh = _mm_shuffle_epi32(load(state + 4), 0x1b);

	return (struct half){ .abef = _mm_alignr_epi8(cdab, efgh, 8),
			      .cdgh = _mm_blend_epi16(efgh, cdab, 0xf0) };
}

INLINED void store_state(struct half half, uint32_t state[8])
{
	__m128i feba = _mm_shuffle_epi32(half.abef, 0x1b);
	__m128i dchg = _mm_shuffle_epi32(half.cdgh, 0xb1);

	_mm_storeu_si128((void *)state, _mm_blend_epi16(feba, dchg, 0xf0));
	_mm_storeu_si128((void *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

INLINED struct half sum(struct half a, struct half b)
{
	return (struct half){ .abef = _mm_add_epi32(a.abef, b.abef),
			      .cdgh = _mm_add_epi32(a.cdgh, b.cdgh) };
}

/* Four words of the message, which is big-endian (sec. 3.1). */
INLINED __m128i load_words(const uint8_t *bytes)
{
	const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);

	return _mm_shuffle_epi8(load(bytes), order);
}

/* Step 3 for t .. t + 3, words holding W. */
INLINED void four_rounds(struct both *both, __m128i words, int t)
{
	__m128i low = _mm_add_epi32(words, load(constants + t));
	__m128i high = _mm_shuffle_epi32(low, 0x0e);
	struct half *a = &both->first, *b = &both->second;

	a->cdgh = _mm_sha256rnds2_epu32(a->cdgh, a->abef, low);
	b->cdgh = _mm_sha256rnds2_epu32(b->cdgh, b->abef, low);
	a->abef = _mm_sha256rnds2_epu32(a->abef, a->cdgh, high);
	b->abef = _mm_sha256rnds2_epu32(b->abef, b->cdgh, high);
}

/* Step 1: W(t) .. W(t + 3) from the sixteen words before them, oldest first. */
INLINED __m128i schedule(__m128i w0, __m128i w1, __m128i w2, __m128i w3)
{
	__m128i partial = _mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8(w3, w2, 4));

	return _mm_sha256msg2_epu32(partial, w3);
}

/* Sixteen rounds, after which w holds the words of the next sixteen. */
INLINED void sixteen_rounds(struct both *both, __m128i w[4], int t)
{
	four_rounds(both, w[0], t);
	w[0] = schedule(w[0], w[1], w[2], w[3]);
	four_rounds(both, w[1], t + 4);
	w[1] = schedule(w[1], w[2], w[3], w[0]);
	four_rounds(both, w[2], t + 8);
	w[2] = schedule(w[2], w[3], w[0], w[1]);
	four_rounds(both, w[3], t + 12);
	w[3] = schedule(w[3], w[0], w[1], w[2]);
}

INLINED void last_rounds(struct both *both, const __m128i w[4])
{
	four_rounds(both, w[0], 48);
	four_rounds(both, w[1], 52);
	four_rounds(both, w[2], 56);
	four_rounds(both, w[3], 60);
}

TARGET static void take_blocks(uint32_t first[8], uint32_t second[8], const uint8_t *bytes,
			       size_t blocks)
{
	struct both both = { .first = load_state(first), .second = load_state(second) };

	for (; blocks; blocks--, bytes += BLOCK_BYTES) {
		struct both before = both;
		__m128i w[4] = { load_words(bytes), load_words(bytes + 16), load_words(bytes + 32),
				 load_words(bytes + 48) };

		sixteen_rounds(&both, w, 0);
		sixteen_rounds(&both, w, 16);
		sixteen_rounds(&both, w, 32);
		last_rounds(&both, w);
		both.first = sum(both.first, before.first);
		both.second = sum(both.second, before.second);
	}
	store_state(both.first, first);
	store_state(both.second, second);
}

static bool has_instructions(void)
{
	const unsigned int needed = bit_SSSE3 | bit_SSE4_1;
	unsigned int a, b, c, d;

	if (!__get_cpuid(1, &a, &b, &c, &d) || (c & needed) != needed)
		return false;
	return __get_cpuid_count(7, 0, &a, &b, &c, &d) && b & bit_SHA;
}

sha256_blocks_fn *sha256_blocks_find(void)
{
	return has_instructions() ? take_blocks : NULL;
}
