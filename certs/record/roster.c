/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <wipecert/confirm.h>

#include "get.h"
#include "parsed.h"
#include "put_frame.h"
#include "statement.h"
#include "text.h"

#define PERSON_CHARACTERS 100

static const char *role_name(unsigned int role)
{
	static const char *const names[] = {
		[WIPECERT_ENGINEER] = "engineer",
		[WIPECERT_MANAGER] = "manager",
		[WIPECERT_OFFICER] = "officer",
		[WIPECERT_TSA] = "tsa",
	};

	return role < sizeof(names) / sizeof(names[0]) ? names[role] : "unknown";
}

const char *wipecert_role_name(enum wipecert_role role)
{
	return role_name((unsigned int)role);
}

static json_t *put_member(const struct wipecert_member *member)
{
	struct put put;

	put_begin(&put);
	put_ascii(&put, "role", wipecert_role_name(member->role));
	put_value(&put, "person", json_string(member->person));
	put_hex(&put, "certificate_sha256", member->certificate_sha256,
		sizeof(member->certificate_sha256));
	put_time(&put, "from", member->from_s);
	if (member->until_s == WIPECERT_NO_END)
		put_null(&put, "until");
	else
		put_time(&put, "until", member->until_s);
	return put_end(&put);
}

static json_t *put_members(const struct wipecert_member *members, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++) {
		if (json_array_append_new(list, put_member(&members[i])) != 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static json_t *put_roster(const struct wipecert_member *members, size_t count,
			  const struct wipecert_meta *meta)
{
	struct put put;

	put_frame_begin(&put, WIPECERT_ROSTER, meta);
	put_value(&put, "members", put_members(members, count));
	put_frame_end(&put, false, meta);
	return put_end(&put);
}

static int check_input(const struct wipecert_member *members, size_t count, struct wipe_error *err)
{
	int rc = 0;

	if (count > WIPECERT_MEMBERS_MAX)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("more than %d members"),
				      WIPECERT_MEMBERS_MAX);
	for (size_t i = 0; i < count && !rc; i++) {
		rc = statement_check_text(members[i].person, PERSON_CHARACTERS,
					  _("a person's name"), err);
		if (!rc && members[i].role >= WIPECERT_TSA)
			rc = wipe_error_set(err, WIPE_E_USAGE, 0, "%s",
					    _("only engineers, managers and officers are on a "
					      "roster"));
	}
	return rc ? rc : statement_check_roster(members, count, err);
}

int wipecert_roster_build(const struct wipecert_member *members, size_t count,
			  const struct wipecert_meta *meta, char **json, size_t *json_bytes,
			  struct wipe_error *err)
{
	int rc = check_input(members, count, err);

	*json = NULL;
	*json_bytes = 0;
	return rc ? rc : put_frame_print(put_roster(members, count, meta), json, json_bytes, err);
}

static void read_member(const json_t *from, struct wipecert_member *member)
{
	memset(member, 0, sizeof(*member));
	member->role = (enum wipecert_role)get_index(from, "role", WIPECERT_OFFICER + 1, role_name);
	get_copy(from, "person", member->person, sizeof(member->person));
	get_hex(from, "certificate_sha256", member->certificate_sha256,
		sizeof(member->certificate_sha256));
	member->from_s = get_time(from, "from");
	member->until_s = get_text(from, "until") ? get_time(from, "until") : WIPECERT_NO_END;
}

size_t wipecert_record_members(const struct wipecert_record *record,
			       struct wipecert_member *members, size_t max)
{
	const json_t *list = get_value(record->root, "members");
	size_t count = json_array_size(list);

	for (size_t i = 0; i < count && i < max; i++)
		read_member(json_array_get(list, i), &members[i]);
	return count;
}
