/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include <wipecert/record.h>

#include "machine.h"
#include "program.h"
#include "text.h"

/* RFC 9562, sec. 5.4: 122 random bits, version 4, variant 10. */
static int draw_id(const struct wipe_env *env, char id[WIPECERT_ID_BYTES], struct wipe_error *err)
{
	uint8_t b[16];

	if (env->ops->random(env, b, sizeof(b)) != 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, 0,
				      _("the system's random number generator failed"));
	b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
	b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
	snprintf(id, WIPECERT_ID_BYTES,
		 "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
		 b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
		 b[15]);
	return 0;
}

int wipecert_meta_renew(const struct wipe_env *env, struct wipecert_meta *meta,
			struct wipe_error *err)
{
	meta->issued_at_s = env->ops->realtime_s(env);
	meta->clock_suspect = meta->issued_at_s < MASSHO_RELEASE_EPOCH;
	return draw_id(env, meta->id, err);
}

int wipecert_meta_collect(const struct wipe_env *env, const char *tool_name,
			  struct wipecert_meta *meta, struct wipe_error *err)
{
	memset(meta, 0, sizeof(*meta));
	snprintf(meta->tool_name, sizeof(meta->tool_name), "%s", tool_name);
	snprintf(meta->tool_version, sizeof(meta->tool_version), "%s", MASSHO_VERSION);
	program_build_id(meta->tool_build, sizeof(meta->tool_build));
	program_sha256(meta->tool_sha256);
	machine_describe(meta);
	return wipecert_meta_renew(env, meta, err);
}
