/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>

#include <wipe/swap.h>

const char *wipe_swap_state_name(enum wipe_swap_state state)
{
	static const char *const names[WIPE_SWAP_STATES] = {
		"planned", "verified", "partly", "in-memory", "refused", "failed", "interrupted",
	};

	return (size_t)state < WIPE_SWAP_STATES ? names[state] : "unknown";
}
