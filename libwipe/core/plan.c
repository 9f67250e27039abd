/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <wipe/plan.h>

#include "text.h"

static bool pass_is_complement(const struct wipe_pass_spec *first,
			       const struct wipe_pass_spec *second)
{
	if (second->kind == WIPE_PASS_STREAM_COMPLEMENT)
		return first->kind == WIPE_PASS_STREAM;
	if (first->kind != WIPE_PASS_FILL || second->kind != WIPE_PASS_FILL ||
	    first->pattern_bytes != second->pattern_bytes)
		return false;
	for (uint32_t i = 0; i < first->pattern_bytes; i++)
		if ((first->pattern[i] ^ second->pattern[i]) != 0xff)
			return false;
	return true;
}

static bool scheme_has_complement(const struct wipe_scheme *scheme)
{
	for (uint32_t i = 1; i < scheme->pass_count; i++)
		if (pass_is_complement(&scheme->passes[i - 1], &scheme->passes[i]))
			return true;
	return false;
}

static bool leaves_zeros_to_drive(const struct wipe_scheme *scheme)
{
	for (uint32_t i = 0; i < scheme->pass_count; i++)
		if (scheme->passes[i].kind == WIPE_PASS_ZEROOUT)
			return true;
	return false;
}

bool wipe_plan_trusts_drive(const struct wipe_plan *plan)
{
	return plan->pass_count &&
	       plan->passes[plan->pass_count - 1].spec.kind == WIPE_PASS_ZEROOUT;
}

/*
 * NIST SP 800-88 Rev. 1, Appendix A: one overwrite clears magnetic disks and
 * SSDs; removable flash needs a pattern and its complement. A medium of unknown
 * kind is treated like removable flash.
 */
enum wipe_level wipe_level_of_overwrite(const struct wipe_scheme *scheme, enum wipe_kind kind,
					enum wipe_media media, bool is_virtual, const char **reason)
{
	const char *unused;

	if (!reason)
		reason = &unused;
	if (leaves_zeros_to_drive(scheme)) {
		*reason = "zeros-by-the-drive";
		return WIPE_LEVEL_NONE;
	}
	if (kind == WIPE_KIND_IMAGE || is_virtual || media == WIPE_MEDIA_VIRTUAL) {
		*reason = "backing-storage-unknown";
		return WIPE_LEVEL_NONE;
	}
	if (media == WIPE_MEDIA_HDD || media == WIPE_MEDIA_SSD) {
		*reason = "host-overwrite";
		return WIPE_LEVEL_CLEAR;
	}
	if (scheme_has_complement(scheme)) {
		*reason = "host-overwrite-with-complement";
		return WIPE_LEVEL_CLEAR;
	}
	*reason = media == WIPE_MEDIA_UNKNOWN ? "media-unknown-needs-complement" :
						"flash-needs-complement";
	return WIPE_LEVEL_NONE;
}

static const struct wipe_scheme *choose_auto(const struct wipe_device *dev, const char **reason)
{
	if (dev->is_virtual || dev->kind == WIPE_KIND_IMAGE || dev->media == WIPE_MEDIA_HDD ||
	    dev->media == WIPE_MEDIA_SSD) {
		*reason = "auto-no-firmware-methods-yet";
		return wipe_scheme_find("stream");
	}
	*reason = "auto-flash-needs-complement";
	return wipe_scheme_find("stream-complement");
}

static int check_geometry(const struct wipe_device *dev, struct wipe_error *err)
{
	uint32_t block = dev->logical_block_bytes;

	if (!dev->capacity_bytes)
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0, _("%s has no medium or no size"),
				      dev->node);
	if (block < 512 || block > 4096 || (block & (block - 1)))
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("%s has sectors of %u bytes: only 512 to 4096, powers of "
					"two, can be erased"),
				      dev->node, block);
	if (dev->zoned != WIPE_ZONED_NO)
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("%s is a zoned drive (%s): this version cannot erase such "
					"drives"),
				      dev->node, wipe_zoned_name(dev->zoned));
	if (dev->media == WIPE_MEDIA_OPTICAL)
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("%s is an optical drive: destroy the disc instead"),
				      dev->node);
	return 0;
}

static int check_request(const struct wipe_plan_request *request, struct wipe_error *err)
{
	if (request->challenge_bytes && (request->challenge_bytes < WIPE_CHALLENGE_MIN_BYTES ||
					 request->challenge_bytes > WIPE_CHALLENGE_MAX_BYTES))
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("a challenge has %d to %d bytes, this one has %zu"),
				      WIPE_CHALLENGE_MIN_BYTES, WIPE_CHALLENGE_MAX_BYTES,
				      request->challenge_bytes);
	if (request->sample_percent > 99)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("a sample is 1 to 99 percent; for all of it choose full "
					"verification"));
	return 0;
}

static int check_scheme(const struct wipe_scheme *scheme, const char *method,
			const struct wipe_device *dev, struct wipe_error *err)
{
	if (!scheme)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("there is no method called \"%s\""),
				      method);
	for (uint32_t i = 0; i < scheme->pass_count; i++)
		if (scheme->passes[i].kind == WIPE_PASS_FIRMWARE || scheme->unhide)
			return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
					      _("method %s needs the drive's own erase commands, "
						"which this version does not give"),
					      scheme->name);
	if (dev->kind == WIPE_KIND_IMAGE && leaves_zeros_to_drive(scheme))
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("%s is a file: method %s asks a drive for zeros"),
				      dev->node, scheme->name);
	return 0;
}

/* The secret is in place. */
static int derive_stream(const struct wipe_plan_request *request, const struct wipe_device *dev,
			 uint32_t number, struct wipe_pass *pass, struct wipe_error *err)
{
	struct wipe_stream_inputs *in = &pass->inputs;

	if (request->challenge_bytes)
		memcpy(in->challenge, request->challenge, request->challenge_bytes);
	in->challenge_bytes = (uint32_t)request->challenge_bytes;
	in->serial_bytes = (uint32_t)strlen(dev->serial);
	memcpy(in->serial, dev->serial, in->serial_bytes);
	in->wwn_bytes = (uint32_t)strlen(dev->wwn);
	memcpy(in->wwn, dev->wwn, in->wwn_bytes);
	in->capacity_bytes = dev->capacity_bytes;
	in->pass = number;
	in->attempt = request->attempt ? request->attempt : 1;
	return wipe_stream_key(in, pass->key, err);
}

static int draw_secrets(const struct wipe_env *env, struct wipe_plan *plan, struct wipe_error *err)
{
	int rc = env->ops->random(env, plan->sample_seed, sizeof(plan->sample_seed));

	for (uint32_t i = 0; i < plan->pass_count && !rc; i++)
		if (plan->passes[i].spec.kind == WIPE_PASS_STREAM)
			rc = env->ops->random(env, plan->passes[i].inputs.secret,
					      sizeof(plan->passes[i].inputs.secret));
	if (!rc && plan->crypto.is_detached)
		rc = env->ops->random(env, plan->header_pass.inputs.secret,
				      sizeof(plan->header_pass.inputs.secret));
	return rc ? wipe_error_set(err, WIPE_E_SYSTEM, 0,
				   _("the system's random number generator failed")) :
		    0;
}

static int derive_passes(const struct wipe_plan_request *request, const struct wipe_device *dev,
			 struct wipe_plan *plan, struct wipe_error *err)
{
	for (uint32_t i = 0; i < plan->pass_count; i++) {
		struct wipe_pass *pass = &plan->passes[i];
		int rc = 0;

		if (pass->spec.kind == WIPE_PASS_STREAM) {
			rc = derive_stream(request, dev, i + 1, pass, err);
		} else if (pass->spec.kind == WIPE_PASS_STREAM_COMPLEMENT) {
			pass->inputs = plan->passes[i - 1].inputs;
			memcpy(pass->key, plan->passes[i - 1].key, sizeof(pass->key));
		}
		if (rc)
			return rc;
	}
	return plan->crypto.is_detached ?
		       derive_stream(request, &plan->crypto.header, 1, &plan->header_pass, err) :
		       0;
}

static int check_level(const struct wipe_plan *plan, const struct wipe_device *dev,
		       struct wipe_error *err)
{
	if (plan->level_reachable >= plan->level_requested)
		return 0;
	return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
			      _("%s: the level %s is required, and the method %s reaches the level "
				"%s here. %s"),
			      dev->node, wipe_level_text(plan->level_requested), plan->scheme->name,
			      wipe_level_text(plan->level_reachable),
			      wipe_level_reason_text(plan->level_reason));
}

static bool is_luks(const struct wipe_scheme *scheme)
{
	return strcmp(scheme->name, "luks") == 0;
}

/* Keys are destroyed by the method of that name, or before all is overwritten. */
static int take_crypto(const struct wipe_plan_request *request, struct wipe_plan *plan,
		       struct wipe_error *err)
{
	const struct wipe_crypto *crypto = request->crypto;

	if (!crypto || !crypto->volume_count)
		return is_luks(plan->scheme) ?
			       wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
					      _("there is no encrypted volume whose keys could be "
						"destroyed")) :
			       0;
	if (crypto->then_overwrite == is_luks(plan->scheme) ||
	    plan->scheme->passes[0].kind != WIPE_PASS_STREAM)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("the method %s destroys no keys"),
				      plan->scheme->name);
	if (crypto->then_overwrite && crypto->scope_bytes)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("only a whole device is overwritten after its keys are "
					"destroyed"));
	if (!crypto->then_overwrite && request->verify != WIPE_VERIFY_FULL)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("where only keys are destroyed, all that is written is "
					"read back"));
	plan->crypto = *crypto;
	if (crypto->is_detached)
		plan->header_pass.spec.kind = WIPE_PASS_STREAM;
	return crypto->then_overwrite ? 0 : wipe_plan_limit(plan, err);
}

/* Everything but secrets, sampling seed and keys. */
static int sketch(const struct wipe_plan_request *request, const struct wipe_device *dev,
		  struct wipe_plan *plan, struct wipe_error *err)
{
	int rc;

	memset(plan, 0, sizeof(*plan));
	if ((rc = check_request(request, err)) || (rc = check_geometry(dev, err)))
		return rc;
	plan->reason = "requested";
	plan->scheme = strcmp(request->method, "auto") == 0 ? choose_auto(dev, &plan->reason) :
							      wipe_scheme_find(request->method);
	if ((rc = check_scheme(plan->scheme, request->method, dev, err)))
		return rc;
	plan->capacity_bytes = dev->capacity_bytes;
	plan->block_bytes = dev->logical_block_bytes;
	if ((rc = take_crypto(request, plan, err)))
		return rc;
	plan->level_requested = request->require;
	plan->level_reachable = wipe_level_of_plan(plan, dev, &plan->level_reason);
	if (request->verify == WIPE_VERIFY_NONE && !leaves_zeros_to_drive(plan->scheme))
		plan->level_reachable = WIPE_LEVEL_NONE, plan->level_reason = "not-verified";
	plan->verify = request->verify;
	plan->sample_percent = request->sample_percent ? request->sample_percent : 10;
	plan->pass_count = plan->scheme->pass_count;
	for (uint32_t i = 0; i < plan->pass_count; i++)
		plan->passes[i].spec = plan->scheme->passes[i];
	return check_level(plan, dev, err);
}

int wipe_plan_make(const struct wipe_plan_request *request, const struct wipe_device *dev,
		   const struct wipe_env *env, struct wipe_plan *plan, struct wipe_error *err)
{
	int rc = sketch(request, dev, plan, err);

	if (!rc)
		rc = draw_secrets(env, plan, err);
	return rc ? rc : derive_passes(request, dev, plan, err);
}

int wipe_plan_restore(const struct wipe_plan_request *request,
		      const uint8_t (*secrets)[WIPE_SECRET_BYTES], const struct wipe_device *dev,
		      struct wipe_plan *plan, struct wipe_error *err)
{
	struct wipe_plan_request whole = *request;
	int rc;

	whole.verify = WIPE_VERIFY_FULL;
	rc = sketch(&whole, dev, plan, err);
	if (rc)
		return rc;
	if (wipe_plan_trusts_drive(plan))
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("a job of method %s cannot be gone on with"),
				      plan->scheme->name);
	plan->reason = "resumed";
	for (uint32_t i = 0; i < plan->pass_count; i++)
		if (plan->passes[i].spec.kind == WIPE_PASS_STREAM)
			memcpy(plan->passes[i].inputs.secret, secrets[i], WIPE_SECRET_BYTES);
	return derive_passes(&whole, dev, plan, err);
}
