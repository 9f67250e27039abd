/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of kind "file" that are made for an item of a case: what of its copy is erased. */
#include "files_copied.h"

#include "files_facts.h"
#include "get.h"
#include "text.h"

json_t *files_put_copied(const struct wipecert_files_copied *copied)
{
	struct put put;

	if (!copied)
		return json_null();
	put_begin(&put);
	put_count(&put, "files", copied->files);
	put_count(&put, "erased", copied->erased);
	put_count(&put, "changed", copied->changed);
	put_count(&put, "only_name", copied->only_name);
	put_count(&put, "left", copied->left);
	put_count(&put, "begun", copied->begun);
	put_count(&put, "resumed", copied->resumed);
	return put_end(&put);
}

bool files_read_copied(const json_t *files, struct wipecert_files_copied *copied)
{
	const json_t *from = get_value(files, "copied");

	*copied = (struct wipecert_files_copied){
		.files = get_count(from, "files"),
		.erased = get_count(from, "erased"),
		.changed = get_count(from, "changed"),
		.only_name = get_count(from, "only_name"),
		.left = get_count(from, "left"),
		.begun = get_count(from, "begun"),
		.resumed = get_count(from, "resumed"),
	};
	return json_is_object(from);
}

int files_check_copied(const json_t *root, struct wipe_error *err)
{
	const json_t *place = get_value(root, "case");
	struct wipecert_files_copied is;

	if (!files_read_copied(get_value(root, "files"), &is))
		return 0;
	if (!json_is_object(place) || !get_text(place, "item"))
		return files_deny(err, _("it tells of a copy, and is about no item of a case"));
	if (!is.files || is.erased + is.changed + is.only_name + is.left != is.files ||
	    is.begun > is.left || is.resumed > is.erased)
		return files_deny(err, _("what became of the copy does not add up to its files"));
	return 0;
}

bool wipecert_files_copied_is_whole(const struct wipecert_files_stated *stated)
{
	const struct wipecert_files_copied *is = &stated->copied;

	return stated->has_copied && !is->left && !is->only_name && is->changed <= is->erased &&
	       wipecert_files_gone(&stated->sums, 0) == stated->sums.count &&
	       !stated->sums.by_state[WIPECERT_FILE_EQUAL] && !stated->sums.attributes_left;
}
