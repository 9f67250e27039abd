/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contents.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text.h"

/* More than any honest medium has; a list of this length still fits a screenful of memory. */
#define CONTENTS_MAX 1024

/* Metadata at the end of a device lie within this distance from it. */
#define END_BYTES (1U << 20)

static bool is_at_end(const struct place *place, uint64_t offset_bytes)
{
	return offset_bytes >= place->size_bytes / 2 &&
	       place->size_bytes - offset_bytes <= END_BYTES;
}

/* A new content with what all contents of a place share. *content NULL: the list is full. */
static int append(struct findings *found, const struct place *place, struct wipe_content **content)
{
	struct wipe_device *dev = found->dev;
	struct wipe_content *grown;

	*content = NULL;
	if (dev->content_count >= CONTENTS_MAX) {
		found->more = true;
		return 0;
	}
	grown = reallocarray(dev->contents, dev->content_count + 1, sizeof(*dev->contents));
	if (!grown)
		return WIPE_E_NOMEM;
	dev->contents = grown;
	*content = &grown[dev->content_count++];
	memset(*content, 0, sizeof(**content));
	text_copy_plain((*content)->node, sizeof((*content)->node), place->node);
	(*content)->offset_bytes = place->offset_bytes;
	(*content)->size_bytes = place->size_bytes;
	(*content)->signature_offset_bytes = UINT64_MAX;
	if (place->entry) {
		(*content)->partition_number = place->entry->number;
		text_copy_ascii((*content)->partition_type, sizeof((*content)->partition_type),
				place->entry->type);
		text_copy_ascii((*content)->partition_type_name,
				sizeof((*content)->partition_type_name), place->entry->type_name);
		text_copy_label((*content)->partition_name, sizeof((*content)->partition_name),
				place->entry->name);
		text_copy_ascii((*content)->partition_uuid, sizeof((*content)->partition_uuid),
				place->entry->uuid);
	}
	return 0;
}

static bool is_listed(const struct findings *found, const char *type, uint64_t offset_bytes)
{
	for (size_t i = 0; i < found->dev->content_count; i++)
		if (strcmp(found->dev->contents[i].type, type) == 0 &&
		    found->dev->contents[i].signature_offset_bytes == offset_bytes)
			return true;
	return false;
}

int contents_add(struct findings *found, const struct place *place,
		 const struct signature *signature)
{
	bool located = signature->offset_bytes < place->size_bytes;
	uint64_t offset_bytes = located ? place->offset_bytes + signature->offset_bytes :
					  UINT64_MAX;
	struct wipe_content *content;
	int rc;

	if (located && is_listed(found, signature->type, offset_bytes))
		return 0;
	rc = append(found, place, &content);
	if (!content)
		return rc;
	text_copy_ascii(content->type, sizeof(content->type), signature->type);
	text_copy_ascii(content->usage, sizeof(content->usage), signature->usage);
	text_copy_ascii(content->origin, sizeof(content->origin),
			located && is_at_end(place, signature->offset_bytes) ? "end" : "signature");
	text_copy_label(content->label, sizeof(content->label), signature->label);
	text_copy_ascii(content->uuid, sizeof(content->uuid), signature->uuid);
	content->signature_offset_bytes = offset_bytes;
	return 0;
}

static int add_marker(struct findings *found, const struct place *place, const char *type,
		      const char *usage, const char *origin)
{
	struct wipe_content *content;
	int rc = append(found, place, &content);

	if (!content)
		return rc;
	text_copy_ascii(content->type, sizeof(content->type), type);
	text_copy_ascii(content->usage, sizeof(content->usage), usage);
	text_copy_ascii(content->origin, sizeof(content->origin), origin);
	return 0;
}

int contents_add_entry(struct findings *found, const struct place *place)
{
	return add_marker(found, place, "partition", "partition", "partition");
}

int contents_add_random(struct findings *found, const struct place *place)
{
	return add_marker(found, place, "random", "other", "contents");
}

int contents_add_more(struct findings *found)
{
	struct wipe_device *dev = found->dev;
	struct place whole = { .node = dev->node, .size_bytes = dev->capacity_bytes };

	if (!found->more)
		return 0;
	if (dev->content_count == CONTENTS_MAX)
		dev->content_count--; /* it takes the place of the last */
	return add_marker(found, &whole, "more", "partition", "more");
}

bool contents_have(const struct findings *found, const struct place *place, const char *type,
		   uint64_t offset_bytes)
{
	uint64_t at = place->offset_bytes + offset_bytes;

	for (size_t i = 0; i < found->dev->content_count; i++) {
		const struct wipe_content *content = &found->dev->contents[i];

		if (strcmp(content->type, type) == 0 &&
		    content->offset_bytes >= place->offset_bytes &&
		    content->size_bytes <= place->size_bytes && at >= content->offset_bytes &&
		    at - content->offset_bytes < content->size_bytes)
			return true;
	}
	return false;
}

void contents_read_failed(struct findings *found, int sys_errno, uint64_t offset_bytes)
{
	if (found->read_errno)
		return;
	found->read_errno = sys_errno ? sys_errno : EIO;
	found->read_offset_bytes = offset_bytes;
}

bool contents_read(struct findings *found, const struct place *place, uint64_t offset_bytes,
		   void *out, size_t bytes)
{
	size_t done = 0;

	if (bytes > place->size_bytes || offset_bytes > place->size_bytes - bytes)
		return false;
	while (done < bytes) {
		ssize_t got = pread(place->fd, (char *)out + done, bytes - done,
				    (off_t)(place->fd_offset_bytes + offset_bytes + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			contents_read_failed(found, got < 0 ? errno : EIO,
					     place->offset_bytes + offset_bytes + done);
			return false;
		}
		done += (size_t)got;
	}
	return true;
}
