/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build_id.h"

#include <elf.h>
#include <link.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* ELF notes are padded to four bytes (System V gABI, "Note Section"). */
static size_t padded(size_t bytes)
{
	return (bytes + 3) & ~(size_t)3;
}

static void write_hex(const unsigned char *id, size_t bytes, char *text)
{
	for (size_t i = 0; i < bytes && 2 * i + 2 < BUILD_ID_TEXT_BYTES; i++)
		snprintf(text + 2 * i, 3, "%02x", id[i]);
}

static void read_notes(const unsigned char *notes, size_t bytes, char *text)
{
	size_t at = 0;

	while (bytes - at >= sizeof(ElfW(Nhdr))) {
		ElfW(Nhdr) header;
		size_t name = at + sizeof(header), id, end;

		memcpy(&header, notes + at, sizeof(header));
		id = name + padded(header.n_namesz);
		end = id + padded(header.n_descsz);
		if (end > bytes || end < at)
			return;
		if (header.n_type == NT_GNU_BUILD_ID && header.n_namesz == 4 &&
		    !memcmp(notes + name, "GNU", 4)) {
			write_hex(notes + id, header.n_descsz, text);
			return;
		}
		at = end;
	}
}

/* The first object that dl_iterate_phdr() names is the program itself. */
static int read_program(struct dl_phdr_info *info, size_t size, void *arg)
{
	(void)size;
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *header = &info->dlpi_phdr[i];

		if (header->p_type == PT_NOTE)
			read_notes((const unsigned char *)(info->dlpi_addr + header->p_vaddr),
				   header->p_memsz, arg);
	}
	return 1;
}

void build_id_text(char text[BUILD_ID_TEXT_BYTES])
{
	text[0] = '\0';
	dl_iterate_phdr(read_program, text);
}
