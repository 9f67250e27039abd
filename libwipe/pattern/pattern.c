/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pattern.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "ctr.h"
#include "endian.h"
#include "text.h"

struct pattern {
	struct wipe_pass_spec spec;
	struct ctr *stream; /* NULL for fills and zeros */
};

int pattern_new(const struct wipe_pass *pass, struct pattern **pattern, struct wipe_error *err)
{
	struct pattern *made;
	int rc = 0;

	*pattern = NULL;
	if (pass->spec.kind == WIPE_PASS_FIRMWARE ||
	    (pass->spec.kind == WIPE_PASS_FILL &&
	     (!pass->spec.pattern_bytes || pass->spec.pattern_bytes > WIPE_PATTERN_MAX_BYTES)))
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("this kind of pass cannot be computed by the host"));
	made = calloc(1, sizeof(*made));
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	made->spec = pass->spec;
	if (pass->spec.kind == WIPE_PASS_STREAM || pass->spec.kind == WIPE_PASS_STREAM_COMPLEMENT)
		rc = ctr_new(pass->key, &made->stream, err);
	if (rc) {
		pattern_free(made);
		return rc;
	}
	*pattern = made;
	return 0;
}

void pattern_free(struct pattern *pattern)
{
	if (!pattern)
		return;
	ctr_free(pattern->stream);
	free(pattern);
}

static void counter_at(uint64_t offset, uint8_t counter[16])
{
	assert(offset % 16 == 0);
	memset(counter, 0, 16);
	endian_put_u64be(counter + 8, offset / 16);
}

static bool is_inverted(const struct pattern *pattern)
{
	return pattern->spec.kind == WIPE_PASS_STREAM_COMPLEMENT;
}

static int generate_stream(const struct pattern *pattern, unsigned char *out, size_t len,
			   uint64_t offset)
{
	uint8_t counter[16];

	counter_at(offset, counter);
	return ctr_fill(pattern->stream, counter, is_inverted(pattern), out, len);
}

static void generate_fill(const struct wipe_pass_spec *spec, unsigned char *out, size_t len,
			  uint64_t offset)
{
	size_t filled;

	if (spec->pattern_bytes == 1) {
		memset(out, spec->pattern[0], len);
		return;
	}
	for (filled = 0; filled < len && filled < spec->pattern_bytes; filled++)
		out[filled] = spec->pattern[(offset + filled) % spec->pattern_bytes];
	/* Doubling a whole number of patterns keeps their phase. */
	while (filled < len) {
		size_t piece = filled < len - filled ? filled : len - filled;

		memcpy(out + filled, out, piece);
		filled += piece;
	}
}

int pattern_generate(struct pattern *pattern, void *out, size_t len, uint64_t offset)
{
	switch (pattern->spec.kind) {
	case WIPE_PASS_FILL:
		generate_fill(&pattern->spec, out, len, offset);
		return 0;
	case WIPE_PASS_STREAM:
	case WIPE_PASS_STREAM_COMPLEMENT:
		return generate_stream(pattern, out, len, offset);
	case WIPE_PASS_ZEROOUT:
		memset(out, 0, len);
		return 0;
	case WIPE_PASS_FIRMWARE:
		break;
	}
	return WIPE_E_CRYPTO;
}

static int matches_stream(const struct pattern *pattern, const unsigned char *bytes, size_t len,
			  uint64_t offset, bool *same)
{
	uint8_t counter[16];

	counter_at(offset, counter);
	return ctr_matches(pattern->stream, counter, is_inverted(pattern), bytes, len, same);
}

/* The first period is as it should be, and each byte is like that a period before it. */
static bool matches_period(const uint8_t *period, size_t period_bytes, const unsigned char *bytes,
			   size_t len, uint64_t offset)
{
	for (size_t i = 0; i < len && i < period_bytes; i++)
		if (bytes[i] != period[(offset + i) % period_bytes])
			return false;
	return len <= period_bytes || memcmp(bytes, bytes + period_bytes, len - period_bytes) == 0;
}

int pattern_matches(struct pattern *pattern, const void *bytes, size_t len, uint64_t offset,
		    bool *same)
{
	static const uint8_t zero[1];

	*same = false;
	switch (pattern->spec.kind) {
	case WIPE_PASS_FILL:
		*same = matches_period(pattern->spec.pattern, pattern->spec.pattern_bytes, bytes,
				       len, offset);
		return 0;
	case WIPE_PASS_STREAM:
	case WIPE_PASS_STREAM_COMPLEMENT:
		return matches_stream(pattern, bytes, len, offset, same);
	case WIPE_PASS_ZEROOUT:
		*same = matches_period(zero, sizeof(zero), bytes, len, offset);
		return 0;
	case WIPE_PASS_FIRMWARE:
		break;
	}
	return WIPE_E_CRYPTO;
}
