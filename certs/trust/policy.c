/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "policy.h"

#include <stdlib.h>
#include <string.h>

#include "get.h"
#include "hex.h"
#include "instant.h"
#include "schema.h"
#include "strict.h"
#include "text.h"

#define DAY_S (INT64_C(24) * 60 * 60)
#define RSA_EXCEPTION_BITS 2048

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

static int check_schema(json_t *root, struct wipe_error *err)
{
	struct schema *schema;
	int rc = schema_load(schema_trust_1, schema_trust_1_bytes, &schema, err);

	if (!rc)
		rc = schema_validate(schema, root, err);
	schema_free(schema);
	return rc;
}

static struct policy_revocation read_revocation(const json_t *from)
{
	static const struct {
		const char *kind;
		enum policy_revocation_kind value;
	} kinds[] = {
		{ "none", POLICY_REVOCATION_NONE },
		{ "list", POLICY_REVOCATION_LIST },
		{ "list-after-signature", POLICY_REVOCATION_LIST_AFTER },
	};
	struct policy_revocation made = {
		/* The strictest, were a kind ever missing here. */
		.kind = POLICY_REVOCATION_LIST_AFTER,
		.max_age_s = (int64_t)get_count(from, "max_age_days") * DAY_S,
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(get_text(from, "kind"), kinds[i].kind) == 0)
			made.kind = kinds[i].value;
	return made;
}

/* The schema knows the form of a time, not how many days a month has. */
static int read_exceptions(const json_t *list, struct policy_rule *rule, struct wipe_error *err)
{
	const char *until = get_text(json_array_get(list, 0), "until");

	if (!until)
		return 0;
	rule->permits_rsa_2048 = true;
	if (instant_parse(until, &rule->rsa_2048_until_s))
		return 0;
	return wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s is no date of the calendar"), until);
}

static int read_anchors(const json_t *list, struct policy *policy, struct wipe_error *err)
{
	size_t count = json_array_size(list);
	int rc = 0;

	policy->anchors = calloc(count ? count : 1, sizeof(*policy->anchors));
	if (!policy->anchors)
		return no_memory(err);
	for (size_t i = 0; i < count && !rc; i++) {
		const json_t *from = json_array_get(list, i);
		struct policy_anchor *anchor = &policy->anchors[i];

		get_hex(from, "sha256", anchor->sha256, sizeof(anchor->sha256));
		anchor->rule.revocation = read_revocation(get_value(from, "revocation"));
		anchor->rule.is_demonstration = get_bool(from, "demonstration");
		for (size_t k = 0; k < i && !rc; k++)
			if (memcmp(policy->anchors[k].sha256, anchor->sha256, 32) == 0)
				rc = wipe_error_set(err, WIPE_E_FORMAT, 0, "%s",
						    _("an anchor is named twice"));
		if (!rc)
			rc = read_exceptions(get_value(from, "exceptions"), &anchor->rule, err);
		policy->anchor_count++;
	}
	return rc;
}

static int read_officers(const json_t *list, struct policy *policy, struct wipe_error *err)
{
	size_t count = json_array_size(list);

	policy->officers = calloc(count ? count : 1, sizeof(*policy->officers));
	if (!policy->officers)
		return no_memory(err);
	for (size_t i = 0; i < count; i++) {
		uint8_t sha256[32] = { 0 };

		hex_decode(json_string_value(json_array_get(list, i)), sha256, sizeof(sha256));
		if (policy_pins_officer(policy, sha256))
			return wipe_error_set(err, WIPE_E_FORMAT, 0, "%s",
					      _("an officer is named twice"));
		memcpy(policy->officers[policy->officer_count++], sha256, sizeof(sha256));
	}
	return 0;
}

static int read_policy(const json_t *root, struct policy *policy, struct wipe_error *err)
{
	const char *edition = get_text(root, "algorithms");
	int rc;

	get_copy(root, "name", policy->name, sizeof(policy->name));
	policy->asks_confirmation = strcmp(get_text(root, "confirmation"), "not-required") != 0;
	policy->asks_roster = strcmp(get_text(root, "roster"), "optional") != 0;
	policy->revocation = read_revocation(get_value(root, "revocation"));
	policy->algorithms = algorithm_edition_named(edition);
	if (!policy->algorithms)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("no edition of the algorithms is called %s"), edition);
	rc = read_officers(get_value(root, "officers"), policy, err);
	return rc ? rc : read_anchors(get_value(root, "anchors"), policy, err);
}

int policy_parse(const void *json, size_t bytes, struct policy **policy, struct wipe_error *err)
{
	struct policy *made = calloc(1, sizeof(*made));
	json_t *root = NULL;
	int rc;

	*policy = NULL;
	if (!made)
		return no_memory(err);
	rc = strict_load(json, bytes, &root, err);
	if (!rc)
		rc = check_schema(root, err);
	if (!rc)
		rc = read_policy(root, made, err);
	json_decref(root);
	if (rc)
		policy_free(made);
	else
		*policy = made;
	return rc;
}

void policy_free(struct policy *policy)
{
	if (!policy)
		return;
	free(policy->officers);
	free(policy->anchors);
	free(policy);
}

struct policy_rule policy_rule_for(const struct policy *policy, const uint8_t sha256[32])
{
	for (size_t i = 0; i < policy->anchor_count; i++)
		if (memcmp(policy->anchors[i].sha256, sha256, 32) == 0)
			return policy->anchors[i].rule;
	return (struct policy_rule){ .revocation = policy->revocation };
}

bool policy_pins_officer(const struct policy *policy, const uint8_t sha256[32])
{
	for (size_t i = 0; i < policy->officer_count; i++)
		if (memcmp(policy->officers[i], sha256, 32) == 0)
			return true;
	return false;
}

struct algorithm_edition policy_most_lenient(const struct policy *policy)
{
	struct algorithm_edition edition = *policy->algorithms;

	for (size_t i = 0; i < policy->anchor_count; i++) {
		if (!policy->anchors[i].rule.permits_rsa_2048)
			continue;
		edition.rsa_least_bits = RSA_EXCEPTION_BITS;
		edition.rsa_authority_least_bits = RSA_EXCEPTION_BITS;
	}
	return edition;
}
