/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "consistent.h"
#include "get.h"
#include "text.h"

static bool is_pass_of(const struct wipe_pass_spec *spec, const struct wipe_pass_spec *published)
{
	return spec->kind == published->kind && spec->pattern_bytes == published->pattern_bytes &&
	       memcmp(spec->pattern, published->pattern, spec->pattern_bytes) == 0;
}

static int check_scheme(const struct wipe_plan *plan, enum wipe_kind kind, struct wipe_error *err)
{
	const struct wipe_scheme *scheme = plan->scheme;

	if (!scheme)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("the method is not known"));
	if (plan->pass_count != scheme->pass_count)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("method %s has %u passes, the record has %u"), scheme->name,
				      scheme->pass_count, plan->pass_count);
	if (kind == WIPE_KIND_IMAGE && wipe_plan_trusts_drive(plan))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("method %s does not go with an image file"), scheme->name);
	for (uint32_t i = 0; i < plan->pass_count; i++)
		if (!is_pass_of(&plan->passes[i].spec, &scheme->passes[i]))
			return wipe_error_set(err, WIPE_E_FORMAT, 0,
					      _("pass %u is not that of method %s"), i + 1,
					      scheme->name);
	return 0;
}

static bool text_is(const json_t *object, const char *key, const char *expected)
{
	const char *text = get_text(object, key);

	return text && strcmp(text, expected) == 0;
}

/* What is said of the scheme beside its name is what the table says. */
static int check_description(const json_t *method, const struct wipe_scheme *scheme,
			     struct wipe_error *err)
{
	if (text_is(method, "variant", scheme->variant) &&
	    text_is(method, "source", scheme->source) &&
	    get_bool(method, "legacy") == scheme->legacy)
		return 0;
	return wipe_error_set(err, WIPE_E_FORMAT, 0, _("method %s is described as another one"),
			      scheme->name);
}

static enum wipe_level highest_level(const struct wipe_report *report)
{
	const struct wipe_device *dev = &report->device;

	if (report->plan.verify == WIPE_VERIFY_NONE)
		return WIPE_LEVEL_NONE;
	return wipe_level_of_plan(&report->plan, dev, NULL);
}

/* The one reason that makes a claim of its own. */
static int check_reason(const json_t *method, const struct wipe_report *report,
			struct wipe_error *err)
{
	static const char keys[] = "key-destroyed";
	const char *reason = "";

	if (!text_is(method, "level_reason", keys))
		return 0;
	(void)wipe_level_of_plan(&report->plan, &report->device, &reason);
	return strcmp(reason, keys) == 0 ?
		       0 :
		       wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("the level is said to rest on destroyed keys, which it "
					"does not"));
}

int consistent_method(const json_t *root, const struct wipe_report *report, struct wipe_error *err)
{
	const struct wipe_plan *plan = &report->plan;
	int rc = check_scheme(plan, report->device.kind, err);

	if (!rc)
		rc = check_description(get_value(root, "method"), plan->scheme, err);
	if (!rc)
		rc = check_reason(get_value(root, "method"), report, err);
	if (rc)
		return rc;
	if (plan->level_reachable != highest_level(report))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("level \"%s\" is not what this method reaches on this "
					"medium"),
				      wipe_level_name(plan->level_reachable));
	if (plan->level_requested > plan->level_reachable)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("level \"%s\" was required and could not be reached: "
					"such an erasure does not begin"),
				      wipe_level_name(plan->level_requested));
	return 0;
}
