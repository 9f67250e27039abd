/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_wanted.h"

#include <stdlib.h>
#include <string.h>

#include "erase_list.h"
#include "text.h"

typedef const struct wipe_file_wanted *const one_ptr;

static int compare_sizes(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int compare_contents(const void *a, const void *b)
{
	one_ptr *first = a, *second = b;
	int order = compare_sizes((*first)->size_bytes, (*second)->size_bytes);

	return order ? order : memcmp((*first)->sha256, (*second)->sha256, WIPE_SHA256_BYTES);
}

static int compare_paths(const void *a, const void *b)
{
	one_ptr *first = a, *second = b;

	return strcmp((*first)->path, (*second)->path);
}

static int compare_contents_then_paths(const void *a, const void *b)
{
	int order = compare_contents(a, b);

	return order ? order : compare_paths(a, b);
}

int erase_wanted_init(struct erase_wanted *wanted, const struct wipe_file_wanted *files,
		      size_t count, struct wipe_error *err)
{
	*wanted = (struct erase_wanted){ .files = files, .count = count };
	wanted->by_path = calloc(count, sizeof(*wanted->by_path));
	wanted->by_contents = calloc(count, sizeof(*wanted->by_contents));
	wanted->next = calloc(count, sizeof(*wanted->next));
	wanted->findings = calloc(count, sizeof(*wanted->findings));
	if (!wanted->by_path || !wanted->by_contents || !wanted->next || !wanted->findings)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (size_t i = 0; i < count; i++) {
		wanted->by_path[i] = wanted->by_contents[i] = &files[i];
		wanted->next[i] = (struct erase_next){ i, i };
	}
	qsort(wanted->by_path, count, sizeof(*wanted->by_path), compare_paths);
	qsort(wanted->by_contents, count, sizeof(*wanted->by_contents),
	      compare_contents_then_paths);
	return 0;
}

void erase_wanted_clear(struct erase_wanted *wanted)
{
	for (size_t i = 0; wanted->findings && i < wanted->count; i++)
		free(wanted->findings[i].path);
	for (size_t i = 0; i < wanted->equal_count; i++)
		free(wanted->equals[i].path);
	free(wanted->equals);
	free(wanted->by_path);
	free(wanted->by_contents);
	free(wanted->next);
	free(wanted->findings);
	*wanted = (struct erase_wanted){ 0 };
}

static int compare_size(const void *key, const void *element)
{
	const uint64_t *size_bytes = key;
	one_ptr *one = element;

	return compare_sizes(*size_bytes, (*one)->size_bytes);
}

bool erase_wanted_has_size(const struct erase_wanted *wanted, uint64_t size_bytes)
{
	return bsearch(&size_bytes, wanted->by_contents, wanted->count,
		       sizeof(*wanted->by_contents), compare_size);
}

size_t erase_wanted_at_path(const struct erase_wanted *wanted, const char *path)
{
	const struct wipe_file_wanted key = { .path = path }, *sought = &key;
	one_ptr *found = bsearch(&sought, wanted->by_path, wanted->count, sizeof(*wanted->by_path),
				 compare_paths);

	return found ? (size_t)(*found - wanted->files) : ERASE_NONE;
}

size_t erase_wanted_with(const struct erase_wanted *wanted, uint64_t size_bytes,
			 const uint8_t sha256[WIPE_SHA256_BYTES])
{
	struct wipe_file_wanted key = { .size_bytes = size_bytes };
	const struct wipe_file_wanted *sought = &key;
	size_t low = 0, high = wanted->count;

	memcpy(key.sha256, sha256, sizeof(key.sha256));
	/* The first of them: bsearch() would give any. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_contents(&wanted->by_contents[middle], &sought) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == wanted->count || compare_contents(&wanted->by_contents[low], &sought))
		return ERASE_NONE;
	return low;
}

/* The next in that state that has no file yet; ERASE_NONE. */
static size_t next_of(const struct erase_wanted *wanted, size_t place, size_t *next,
		      enum erase_finding_state state)
{
	for (; *next < wanted->count; ++*next) {
		one_ptr *one = &wanted->by_contents[*next];
		size_t index = (size_t)(*one - wanted->files);

		if (compare_contents(one, &wanted->by_contents[place]))
			break;
		if (wanted->findings[index].state == state && !wanted->findings[index].is_taken)
			return index;
	}
	return ERASE_NONE;
}

size_t erase_wanted_move(struct erase_wanted *wanted, size_t place)
{
	struct erase_next *next = &wanted->next[place];
	size_t index = next_of(wanted, place, &next->missing, ERASE_IS_MISSING);

	if (index != ERASE_NONE)
		wanted->findings[index].state = ERASE_IS_MOVED;
	else
		index = next_of(wanted, place, &next->changed, ERASE_IS_CHANGED);
	if (index != ERASE_NONE)
		wanted->findings[index].is_taken = true;
	return index;
}

int erase_wanted_leave(struct erase_wanted *wanted, const char *path, uint32_t names,
		       size_t equal_to, struct wipe_error *err)
{
	size_t room = wanted->equal_room ? 2 * wanted->equal_room : 16;
	struct erase_equal equal = { .path = strdup(path), .names = names, .wanted = equal_to };

	if (equal.path && wanted->equal_count == wanted->equal_room) {
		struct erase_equal *grown =
			reallocarray(wanted->equals, room, sizeof(*wanted->equals));

		wanted->equals = grown ? grown : wanted->equals;
		wanted->equal_room = grown ? room : wanted->equal_room;
	}
	if (!equal.path || wanted->equal_count == wanted->equal_room) {
		free(equal.path);
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	}
	wanted->equals[wanted->equal_count++] = equal;
	return 0;
}

void erase_wanted_count(const struct erase_wanted *wanted, struct wipe_file_findings *counts)
{
	uint64_t *const of[] = {
		[ERASE_IS_MISSING] = &counts->missing, [ERASE_IS_MOVED] = &counts->moved,
		[ERASE_IS_CHANGED] = &counts->changed, [ERASE_IS_UNREAD] = &counts->unread,
		[ERASE_IS_FOUND] = &counts->found,
	};

	*counts = (struct wipe_file_findings){ .equal = wanted->equal_count };
	for (size_t i = 0; i < wanted->count; i++)
		++*of[wanted->findings[i].state];
}
