/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eraser.h"

#include <wipe/sys/io.h>

#include "text.h"

#define GONE_TRIES 20
#define GONE_PAUSE_MS 100

static const struct eraser *const erasers[] = {
	&eraser_keys, /* before the one that it calls */
	&eraser_overwrite,
	&eraser_zeroout,
};

const struct eraser *eraser_for(const struct wipe_plan *plan)
{
	for (size_t i = 0; i < sizeof(erasers) / sizeof(erasers[0]); i++)
		if (erasers[i]->serves(plan))
			return erasers[i];
	return NULL;
}

static bool is_gone(struct wipe_io *io)
{
	uint64_t size_bytes = 0;

	return wipe_io_size(io, &size_bytes) != 0 || !size_bytes;
}

int eraser_flush_failed(const struct run *run, struct wipe_io *io, int sys_errno,
			struct wipe_error *err)
{
	/* Of a drive that is pulled commands fail before the kernel takes its node away. */
	for (unsigned int i = 0; i < GONE_TRIES && !is_gone(io); i++)
		run->env->ops->sleep_ms(run->env, GONE_PAUSE_MS);
	return wipe_error_set(err, is_gone(io) ? WIPE_E_GONE : WIPE_E_IO, sys_errno,
			      _("the medium's caches cannot be flushed"));
}
