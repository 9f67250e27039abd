/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signing.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <wipecert/save.h>
#include <wipecert/verify.h>

#include "exit.h"
#include "output.h"

void signing_init(struct signing_options *options, const char *tool)
{
	*options = (struct signing_options){ .key = { .prompt = { .tool = tool, .fd = -1 } } };
}

static const char *tool_of(const struct signing_options *options)
{
	return options->key.prompt.tool;
}

int signing_set_option(struct signing_options *options, int number, const char *value)
{
	if (key_is_option(number))
		return key_set_option(&options->key, number, value);
	options->output = value;
	return 0;
}

int signing_check_options(const struct signing_options *options)
{
	if (!options->key.source.key)
		return options_fail(tool_of(options), "%s", _("--key is missing"));
	if (!options->output)
		return options_fail(tool_of(options), "%s", _("-o is missing"));
	return key_check_options(&options->key);
}

/* It is signed all the same: whoever verifies it decides what it is worth. */
static void warn_of_flag(const char *tool, const struct wipecert_signer *signer)
{
	const struct wipe_env *env = wipe_env_system();
	const char *flag = wipecert_signer_flag_at(signer, env->ops->realtime_s(env));

	if (flag)
		output_error(tool, wipecert_signer_name(signer), _("warning: %s"), flag);
}

int signing_load(struct signing_options *options, struct wipecert_signer **signer)
{
	int code = key_load_signer(&options->key, signer);

	if (code == EXIT_DONE)
		warn_of_flag(tool_of(options), *signer);
	return code;
}

static int fail(const struct signing_options *options, const struct wipe_error *err)
{
	output_wipe_error(tool_of(options), options->output, err);
	return exit_from_error(err);
}

int signing_sign(const struct signing_options *options, const struct wipecert_signer *signer,
		 const void *json, size_t json_bytes, struct signing *signing)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	*signing = (struct signing){ 0 };
	if (wipecert_sign(signer, json, json_bytes, &signing->der, &signing->der_bytes,
			  &signing->link, &err))
		return fail(options, &err);
	return EXIT_DONE;
}

/* Is what lies at path now a sound signature over exactly these bytes? */
static int check_saved(const char *path, const void *json, size_t json_bytes,
		       struct wipe_error *err)
{
	const struct wipe_env *env = wipe_env_system();
	struct wipecert_trust *trust = NULL;
	struct wipecert_result result;
	unsigned char *saved = NULL;
	const char *found;
	size_t length = 0, found_bytes;
	int rc;

	memset(&result, 0, sizeof(result));
	rc = wipecert_load(path, WIPECERT_P7M_MAX_BYTES, &saved, &length, err);
	if (!rc)
		rc = wipecert_trust_new(&trust, err);
	if (!rc)
		rc = wipecert_verify(trust, saved, length, env->ops->realtime_s(env), &result, err);
	if (!rc && (result.authentic == WIPECERT_INVALID || !result.record))
		rc = wipe_error_set(err, WIPE_E_CRYPTO, 0, _("what was saved does not verify: %s"),
				    wipecert_reason_text(result.reason));
	if (!rc) {
		found = wipecert_record_json(result.record, &found_bytes);
		if (found_bytes != json_bytes || memcmp(found, json, json_bytes) != 0)
			rc = wipe_error_set(err, WIPE_E_CRYPTO, 0, "%s",
					    _("what was saved is not what was signed"));
	}
	wipecert_result_clear(&result);
	wipecert_trust_free(trust);
	free(saved);
	return rc;
}

int signing_save(const struct signing_options *options, const struct signing *signing,
		 const void *json, size_t json_bytes)
{
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	rc = wipecert_save(options->output, signing->der, signing->der_bytes, &err);
	if (rc)
		return fail(options, &err);
	if (!check_saved(options->output, json, json_bytes, &err))
		return EXIT_DONE;
	/* It was made just now, by us: an existing file would have been refused. */
	unlink(options->output);
	return fail(options, &err);
}

void signing_free(struct signing *signing)
{
	free(signing->der);
	*signing = (struct signing){ 0 };
}

int signing_meta(const struct signing_options *options, struct wipecert_meta *meta)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	if (!wipecert_meta_collect(wipe_env_system(), "wipe-cert", meta, &err))
		return EXIT_DONE;
	output_wipe_error(tool_of(options), NULL, &err);
	return exit_from_error(&err);
}
