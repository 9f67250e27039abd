/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the kernel was started with, and the devices that it names there. Pure:
 * text in, text out, nothing is looked up.
 */
#ifndef USES_CMDLINE_H
#define USES_CMDLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cmdline_word {
	char name[64];
	char value[512]; /* "" if there is no '=' */
};

/*
 * The next word, as the kernel cuts it (lib/cmdline.c, next_arg): blanks separate,
 * but not between double quotes; those around a value are dropped. Words that do
 * not fit are passed over. false at the end. *cursor: the text at first.
 */
bool cmdline_next(const char **cursor, struct cmdline_word *word);

enum device_spec_kind {
	DEVICE_SPEC_NONE,   /* names no block device: "live", "/dev/nfs", "ZFS=..." */
	DEVICE_SPEC_PATH,   /* /dev/... */
	DEVICE_SPEC_NUMBER, /* major_no, minor_no */
	DEVICE_SPEC_TAG,    /* tag and value */
};

struct device_spec {
	enum device_spec_kind kind;
	uint32_t major_no, minor_no;
	char tag[16]; /* UUID, PARTUUID, LABEL or PARTLABEL */
	char value[256];
};

/*
 * The value of root=, resume= and the like, in the forms of the kernel
 * (block/early-lookup.c: path, MAJ:MIN, the hexadecimal number, PARTUUID= with
 * /PARTNROFF=, PARTLABEL=) and of initramfs programs (UUID=, LABEL=, CDLABEL=,
 * "live:" and "block:" in front).
 */
void device_spec_parse(const char *value, struct device_spec *spec);

/*
 * The variable LoaderDevicePartUUID of the Boot Loader Interface as efivarfs gives
 * it: 4 bytes of attributes, then UTF-16LE. The UUID in lower case, or false and
 * "" if it is none.
 */
bool efi_part_uuid_parse(const void *data, size_t bytes, char out[37]);

#endif
