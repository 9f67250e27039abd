/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tells a file from the next one that gets its number: file systems give those again. */
#ifndef FILE_ERASE_BIRTH_H
#define FILE_ERASE_BIRTH_H

#include <stdbool.h>
#include <stdint.h>

struct erase_birth {
	int64_t s; /* when it was made */
	uint32_t ns;
	uint32_t generation; /* of its number */
	bool has_time, has_generation;
};

/* Of fd, which may be of O_PATH. What cannot be had is left out. */
void erase_birth_read(int fd, struct erase_birth *birth);

/*
 * Can fd, of the same number and kind, be what this was read of? Always a folder on an overlay:
 * it is made anew when something in it goes.
 */
bool erase_birth_fits(const struct erase_birth *birth, int fd, bool is_folder);

#endif
