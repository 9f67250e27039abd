/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines of /proc/PID/mountinfo (proc(5)) and the options of overlay in them. Pure.
 * libmount undoes the kernel's escapes before options are cut at commas: paths of
 * an overlay that hold one would then be two.
 */
#ifndef UTIL_MOUNTINFO_H
#define UTIL_MOUNTINFO_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mountinfo {
	uint64_t id, parent_id;
	uint32_t major_no, minor_no;
	char root[PATH_MAX]; /* what of the file system is mounted */
	char target[PATH_MAX];
	char type[64];
	char source[PATH_MAX];
	const char *mount_options; /* in line up to a blank, escapes as they are */
	const char *options;	   /* the same of the file system, up to the end of the line */
};

/* false if the line is not one, or a field does not fit. */
bool mountinfo_parse(const char *line, struct mountinfo *entry);

/*
 * Undoes the kernel's \ooo (fs/seq_file.c) in the length bytes at in; false if the result
 * does not fit, or has a NUL.
 */
bool mountinfo_unescape(char *out, size_t out_bytes, const char *in, size_t length);

/*
 * The next option: the name as it is, the value ("" if none) without the kernel's
 * octal escapes. One that does not fit is passed over. false at the end.
 */
bool mount_option_next(const char **cursor, char name[32], char value[PATH_MAX]);

/*
 * The next path of an overlay's lowerdir, upperdir or workdir: ':' separates, '\'
 * takes the next character's meaning. false at the end.
 */
bool overlay_layer_next(const char **cursor, char path[PATH_MAX]);

/* Is it a mount point that the running system cannot be without, or has its medium at? */
bool mount_target_is_system(const char *target);

#endif
