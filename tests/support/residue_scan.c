/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * residue-scan [--chunk BYTES] FILE: where byte strings occur in a file or device, at any offset.
 *
 * The strings come as lines of hex on stdin, each of PREFIX to LONGEST bytes. Prints "LINE OFFSET"
 * for each occurrence (lines count from 0), in the order of the offsets, and at the end
 * "end BYTES" with what was read, without which the answer is not whole. It shares no code with
 * what it is used to judge.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	PREFIX = 8, /* what is looked up; the rest is compared */
	LONGEST = 256,
	TABLE_BITS = 22,
	CHUNK = 4 << 20,
	ZEROS = 4096, /* so many are passed over at once: most of an image */
};

struct string {
	unsigned char bytes[LONGEST];
	size_t length;
	size_t next; /* of the same slot, by number + 1; 0: none */
};

static struct string *strings;
static size_t count;
/* By the hash of the prefix: a bit for all slots stays in the cache, the slots do not. */
static uint64_t there[1 << (TABLE_BITS - 6)];
static size_t *slots;

static size_t slot_of(const unsigned char *bytes)
{
	uint64_t prefix;

	memcpy(&prefix, bytes, sizeof(prefix));
	return (size_t)((prefix * UINT64_C(0x9e3779b97f4a7c15)) >> (64 - TABLE_BITS));
}

static void take(struct string *string)
{
	size_t slot = slot_of(string->bytes);

	string->next = slots[slot];
	slots[slot] = count;
	there[slot >> 6] |= UINT64_C(1) << (slot & 63);
}

static size_t from_hex(const char *text, unsigned char *bytes)
{
	size_t length = 0;
	unsigned int byte;

	for (; *text && *text != '\n'; text += 2, length++) {
		if (length == LONGEST || sscanf(text, "%2x", &byte) != 1)
			errx(2, "line %zu is not a string in hex", count);
		bytes[length] = (unsigned char)byte;
	}
	return length;
}

static void read_strings(void)
{
	char line[2 * LONGEST + 2];
	size_t room = 0;

	slots = calloc((size_t)1 << TABLE_BITS, sizeof(*slots));
	if (!slots)
		err(2, "memory");
	while (fgets(line, sizeof(line), stdin)) {
		if (count == room) {
			room = room ? 2 * room : 1024;
			strings = reallocarray(strings, room, sizeof(*strings));
			if (!strings)
				err(2, "memory");
		}
		strings[count].length = from_hex(line, strings[count].bytes);
		if (strings[count].length < PREFIX ||
		    !memcmp(strings[count].bytes, "\0\0\0\0\0\0\0", PREFIX))
			errx(2, "line %zu does not begin with %d bytes that are something", count,
			     PREFIX);
		count++;
		take(&strings[count - 1]);
	}
}

static void compare(const unsigned char *at, size_t left, uint64_t offset)
{
	size_t number;

	for (number = slots[slot_of(at)]; number; number = strings[number - 1].next) {
		const struct string *string = &strings[number - 1];

		if (string->length <= left && !memcmp(string->bytes, at, string->length))
			printf("%zu %llu\n", number - 1, (unsigned long long)offset);
	}
}

/* How many positions can be passed over: no string begins with PREFIX zeros. */
static size_t zeros(const unsigned char *bytes, size_t left)
{
	static const unsigned char none[ZEROS];

	if (bytes[0] || left < ZEROS || memcmp(bytes, none, ZEROS) != 0)
		return 0;
	return ZEROS - PREFIX + 1;
}

/* Occurrences that begin before the end of what may begin here. */
static void search(const unsigned char *bytes, size_t begins, size_t length, uint64_t offset)
{
	for (size_t i = 0; i < begins && length - i >= PREFIX;) {
		size_t passed = zeros(bytes + i, length - i);

		if (!passed) {
			size_t slot = slot_of(bytes + i);

			if (there[slot >> 6] >> (slot & 63) & 1)
				compare(bytes + i, length - i, offset + i);
			passed = 1;
		}
		i += passed;
	}
}

static size_t read_all(int fd, unsigned char *bytes, size_t length)
{
	size_t done = 0;

	while (done < length) {
		ssize_t got = read(fd, bytes + done, length - done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			err(2, "read");
		if (!got)
			break;
		done += (size_t)got;
	}
	return done;
}

/* What may go on in the next chunk is kept and searched with it. */
static uint64_t scan(int fd, size_t chunk)
{
	unsigned char *bytes = malloc(chunk + LONGEST);
	size_t kept = 0, got;
	uint64_t offset = 0;

	if (!bytes)
		err(2, "memory");
	do {
		size_t length, begins;

		got = read_all(fd, bytes + kept, chunk);
		length = kept + got;
		begins = got < chunk ? length : length - (length < LONGEST ? length : LONGEST - 1);
		search(bytes, begins, length, offset);
		kept = length - begins;
		memmove(bytes, bytes + begins, kept);
		offset += begins;
	} while (got == chunk);
	free(bytes);
	return offset;
}

int main(int argc, char **argv)
{
	size_t chunk = CHUNK;
	uint64_t read_bytes;
	int fd;

	if (argc == 4 && !strcmp(argv[1], "--chunk")) {
		chunk = strtoul(argv[2], NULL, 10);
		argv += 2;
		argc -= 2;
	}
	if (argc != 2 || !chunk || chunk > 1U << 30)
		errx(2, "residue-scan [--chunk BYTES] FILE < strings");
	read_strings();
	fd = open(argv[1], O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		err(2, "%s", argv[1]);
	read_bytes = scan(fd, chunk);
	close(fd);
	free(strings);
	free(slots);
	printf("end %llu\n", (unsigned long long)read_bytes);
	return fflush(stdout) ? 2 : 0;
}
