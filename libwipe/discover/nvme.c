/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>

#include "classify.h"
#include "text.h"

/* Digits without the blanks and dashes between them; "" unless there are as many as fit, not all 0. */
static void copy_digits(char *out, size_t out_bytes, const char *text)
{
	size_t used = 0;

	for (; text && *text; text++) {
		if (*text == '-' || *text == ' ')
			continue;
		if (!isxdigit((unsigned char)*text) || used == out_bytes - 1) {
			used = 0;
			break;
		}
		out[used++] = (char)tolower((unsigned char)*text);
	}
	out[used] = '\0';
	if (used != out_bytes - 1 || strspn(out, "0") == used)
		out[0] = '\0';
}

void nvme_classify(const struct wipe_raw_device *raw, struct wipe_device *dev)
{
	static const char *const subsystem[] = { "up:nvme-subsystem:subsysnqn", "up:nvme:subsysnqn",
						 NULL };
	const char *nqn;
	uint64_t nsid = raw_number(raw, "attr:nsid");

	if (dev->bus != WIPE_BUS_NVME)
		return;
	dev->namespace_id = nsid <= UINT32_MAX ? (uint32_t)nsid : 0;
	copy_digits(dev->nguid, sizeof(dev->nguid), wipe_raw_get(raw, "attr:nguid"));
	copy_digits(dev->eui64, sizeof(dev->eui64), wipe_raw_get(raw, "attr:eui"));
	nqn = raw_first(raw, subsystem);
	/* Half a name would be another's. */
	if (nqn && strlen(nqn) < sizeof(dev->subsystem))
		text_copy_ascii(dev->subsystem, sizeof(dev->subsystem), nqn);
}
