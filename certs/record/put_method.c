/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "put.h"
#include "put_parts.h"

json_t *put_pass(const struct wipe_pass *pass)
{
	static const uint8_t iv[WIPE_IV_BYTES];
	const struct wipe_stream_inputs *in = &pass->inputs;
	struct put put;

	put_begin(&put);
	put_ascii(&put, "kind", wipe_pass_kind_name(pass->spec.kind));
	if (pass->spec.kind == WIPE_PASS_FILL) {
		put_hex(&put, "pattern", pass->spec.pattern, pass->spec.pattern_bytes);
		return put_end(&put);
	}
	if (pass->spec.kind == WIPE_PASS_ZEROOUT)
		return put_end(&put);
	put_ascii(&put, "cipher", "AES-256-CTR");
	put_ascii(&put, "kdf", WIPE_STREAM_KDF);
	put_hex(&put, "secret", in->secret, sizeof(in->secret));
	if (in->challenge_bytes)
		put_hex(&put, "challenge", in->challenge, in->challenge_bytes);
	else
		put_null(&put, "challenge");
	put_hex(&put, "serial_bytes", in->serial, in->serial_bytes);
	put_hex(&put, "wwn", in->wwn, in->wwn_bytes);
	put_count(&put, "pass", in->pass);
	put_count(&put, "attempt", in->attempt);
	put_hex(&put, "key", pass->key, sizeof(pass->key));
	put_hex(&put, "iv", iv, sizeof(iv));
	return put_end(&put);
}

static json_t *put_passes(const struct wipe_plan *plan)
{
	json_t *passes = json_array();

	for (uint32_t i = 0; i < plan->pass_count && i < WIPE_PASSES_MAX; i++) {
		if (json_array_append_new(passes, put_pass(&plan->passes[i])) != 0) {
			json_decref(passes);
			return NULL;
		}
	}
	return passes;
}

/* Why level_achieved is what it is: the plan's reason, if the plan came off. */
static void put_level_reason(struct put *put, const struct wipe_report *report)
{
	char reason[48];

	if (report->verification == WIPE_RESULT_PASS ||
	    (report->verdict == WIPE_VERDICT_ERASED_UNVERIFIED &&
	     wipe_plan_trusts_drive(&report->plan))) {
		put_ascii(put, "level_reason", report->plan.level_reason);
	} else if (report->verdict == WIPE_VERDICT_ERASED_UNVERIFIED) {
		put_ascii(put, "level_reason", "not-verified");
	} else {
		snprintf(reason, sizeof(reason), "verdict-%s", wipe_verdict_name(report->verdict));
		put_ascii(put, "level_reason", reason);
	}
}

static void put_scheme(struct put *put, const struct wipe_scheme *scheme)
{
	put_ascii(put, "name", scheme->name);
	put_ascii(put, "variant", scheme->variant);
	put_ascii(put, "source", scheme->source);
	put_bool(put, "legacy", scheme->legacy);
}

/* What a re-read was limited to. */
static json_t *put_spans(const struct wipe_plan *plan)
{
	json_t *spans = json_array();

	for (uint32_t i = 0; i < plan->span_count && i < WIPE_SPANS_MAX; i++) {
		struct put put;

		put_begin(&put);
		put_u64(&put, "offset_bytes", plan->spans[i].offset_bytes);
		put_u64(&put, "length_bytes", plan->spans[i].length_bytes);
		if (json_array_append_new(spans, put_end(&put)) != 0) {
			json_decref(spans);
			return NULL;
		}
	}
	return spans;
}

json_t *put_method(enum wipecert_type type, const struct wipe_report *report)
{
	const struct wipe_plan *plan = &report->plan;
	struct put put;

	put_begin(&put);
	if (type == WIPECERT_CHECK) {
		put_ascii(&put, "name", "re-read");
		put_value(&put, "passes", put_passes(plan));
		if (plan->is_limited)
			put_value(&put, "spans", put_spans(plan));
		return put_end(&put);
	}
	put_scheme(&put, plan->scheme);
	put_ascii(&put, "reason", plan->reason);
	put_ascii(&put, "level_requested", wipe_level_name(plan->level_requested));
	put_ascii(&put, "level_reachable", wipe_level_name(plan->level_reachable));
	if (type == WIPECERT_ERASURE) {
		put_ascii(&put, "level_achieved", wipe_level_name(report->level_achieved));
		put_level_reason(&put, report);
	} else {
		put_ascii(&put, "level_reason", plan->level_reason);
	}
	put_value(&put, "passes", put_passes(plan));
	if (plan->crypto.volume_count)
		put_value(&put, "crypto", put_crypto(type, report));
	return put_end(&put);
}
