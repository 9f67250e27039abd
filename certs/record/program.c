/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "program.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <openssl/evp.h>
#include <string.h>
#include <unistd.h>

#include "hex.h"

#define BUILD_ID_BYTES_MAX 64

struct build_id {
	unsigned char bytes[BUILD_ID_BYTES_MAX];
	size_t count;
};

static size_t aligned(size_t bytes, size_t alignment)
{
	return (bytes + alignment - 1) / alignment * alignment;
}

/* A segment of notes (System V gABI, "Note Section"); never read beyond its end. */
static void search_notes(const unsigned char *notes, size_t left, size_t alignment,
			 struct build_id *found)
{
	ElfW(Nhdr) header;

	while (left >= sizeof(header)) {
		const unsigned char *name = notes + sizeof(header);
		size_t name_bytes, id_bytes;

		memcpy(&header, notes, sizeof(header));
		left -= sizeof(header);
		name_bytes = aligned(header.n_namesz, alignment);
		if (name_bytes > left || header.n_descsz > left - name_bytes)
			return;
		if (header.n_type == NT_GNU_BUILD_ID && header.n_namesz == sizeof("GNU") &&
		    memcmp(name, "GNU", sizeof("GNU")) == 0 &&
		    header.n_descsz <= sizeof(found->bytes)) {
			memcpy(found->bytes, name + name_bytes, header.n_descsz);
			found->count = header.n_descsz;
			return;
		}
		id_bytes = aligned(header.n_descsz, alignment);
		if (id_bytes > left - name_bytes)
			return;
		left -= name_bytes + id_bytes;
		notes = name + name_bytes + id_bytes;
	}
}

/* The program itself is the first object; the libraries are not asked. */
static int search_program(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct build_id *found = arg;

	(void)size;
	for (size_t i = 0; i < info->dlpi_phnum && !found->count; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
		uintptr_t address = info->dlpi_addr + segment->p_vaddr;

		if (segment->p_type == PT_NOTE)
			search_notes((const unsigned char *)address, segment->p_memsz,
				     segment->p_align == 8 ? 8 : 4, found);
	}
	return 1;
}

void program_build_id(char *text, size_t text_bytes)
{
	struct build_id found = { .count = 0 };

	dl_iterate_phdr(search_program, &found);
	if (found.count > (text_bytes - 1) / 2)
		found.count = (text_bytes - 1) / 2;
	hex_encode(found.bytes, found.count, text);
}

static bool hash_file(int fd, EVP_MD_CTX *ctx)
{
	unsigned char buffer[16384];
	ssize_t got;

	while ((got = read(fd, buffer, sizeof(buffer))) > 0)
		if (EVP_DigestUpdate(ctx, buffer, (size_t)got) != 1)
			return false;
	return got == 0;
}

void program_sha256(char text[65])
{
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char sha256[EVP_MAX_MD_SIZE];
	unsigned int length = 0;

	text[0] = '\0';
	if (fd >= 0 && ctx && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1 &&
	    hash_file(fd, ctx) && EVP_DigestFinal_ex(ctx, sha256, &length) == 1 && length == 32)
		hex_encode(sha256, 32, text);
	EVP_MD_CTX_free(ctx);
	if (fd >= 0)
		close(fd);
}
