/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "swap.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "text.h"

#define KIB 1024
#define SIGNATURE_BYTES 10 /* at the end of the first page, mkswap(8) */

static bool is_octal(const char *digits)
{
	return digits[0] >= '0' && digits[0] <= '3' && digits[1] >= '0' && digits[1] <= '7' &&
	       digits[2] >= '0' && digits[2] <= '7';
}

/* Blanks and the like are written as \ooo. */
static void undo_escapes(char *text)
{
	char *out = text;

	for (; *text; text++) {
		if (*text == '\\' && is_octal(text + 1)) {
			*out++ = (char)((text[1] - '0') * 64 + (text[2] - '0') * 8 + text[3] - '0');
			text += 3;
		} else {
			*out++ = *text;
		}
	}
	*out = '\0';
}

bool swap_parse(const char *line, struct wipe_space_swap *swap)
{
	char type[16];
	uint64_t size, used;
	int length;

	memset(swap, 0, sizeof(*swap));
	if (line[0] != '/' || strcspn(line, " \t") >= sizeof(swap->path))
		return false;
	length = (int)strcspn(line, " \t");
	memcpy(swap->path, line, (size_t)length);
	undo_escapes(swap->path);
	if (sscanf(line + length, " %15s %" SCNu64 " %" SCNu64 " %d", type, &size, &used,
		   &swap->priority) != 4 ||
	    size > UINT64_MAX / KIB || used > size)
		return false;
	swap->is_active = true;
	swap->is_file = !strcmp(type, "file");
	swap->bytes = size * KIB;
	swap->used_bytes = used * KIB;
	swap->holds_image = WIPE_FS_NO; /* the kernel takes no area that holds one */
	return true;
}

enum wipe_fs_answer swap_holds_image(const unsigned char *page, size_t bytes)
{
	static const char *const images[] = { "S1SUSPEND", "S2SUSPEND", "ULSUSPEND" };

	if (bytes < SIGNATURE_BYTES)
		return WIPE_FS_UNKNOWN;
	for (size_t i = 0; i < sizeof(images) / sizeof(images[0]); i++)
		if (!memcmp(page + bytes - SIGNATURE_BYTES, images[i], strlen(images[i])))
			return WIPE_FS_YES;
	return WIPE_FS_NO;
}

static bool read_text(const char *path, char *text, size_t bytes)
{
	CLEANUP_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : read(fd, text, bytes - 1);

	if (length <= 0)
		return false;
	text[length] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return true;
}

/* Where the kernel would put an image, and look for one; offset in pages. */
static bool find_resume(struct wipe_space_swap *swap)
{
	size_t page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	CLEANUP_FREE unsigned char *page = malloc(page_bytes);
	uint32_t major_no, minor_no;
	uint64_t offset = 0;
	CLEANUP_FD int fd = -1;
	char text[64];

	memset(swap, 0, sizeof(*swap));
	if (!page || !read_text("/sys/power/resume", text, sizeof(text)) ||
	    !text_parse_devnum(text, &major_no, &minor_no) || (!major_no && !minor_no))
		return false;
	if (read_text("/sys/power/resume_offset", text, sizeof(text)))
		text_parse_u64(text, &offset);
	snprintf(swap->path, sizeof(swap->path), "/dev/block/%u:%u", major_no, minor_no);
	swap->is_file = offset > 0;
	fd = open(swap->path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0 && offset < INT64_MAX / page_bytes &&
	    pread(fd, page, page_bytes, (off_t)(offset * page_bytes)) == (ssize_t)page_bytes)
		swap->holds_image = swap_holds_image(page, page_bytes);
	return true;
}

int wipe_space_swaps(wipe_space_swap_fn *each, void *arg, struct wipe_error *err)
{
	CLEANUP_FREE struct wipe_space_swap *swap = malloc(sizeof(*swap));
	CLEANUP_FILE FILE *file = fopen("/proc/swaps", "re");
	CLEANUP_FREE char *line = NULL;
	size_t size = 0;

	if (!swap)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	if (!file && errno != ENOENT) /* a kernel without swap */
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "/proc/swaps");
	while (file && getline(&line, &size, file) > 0)
		if (swap_parse(line, swap) && each(arg, swap))
			return wipe_error_set(err, WIPE_E_INTERRUPTED, 0, _("stopped"));
	if (find_resume(swap) && each(arg, swap))
		return wipe_error_set(err, WIPE_E_INTERRUPTED, 0, _("stopped"));
	return 0;
}
