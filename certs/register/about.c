/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What records are about, beyond the item that each names as its own. */
#include "fold.h"

static const struct told_incident *incident_of(const struct entry *entry)
{
	return entry->is_known && entry->voice.type == WIPECERT_INCIDENT ? entry->told.incident :
									   NULL;
}

bool wipecert_case_incident(const struct wipecert_case *opened, size_t record,
			    struct wipecert_case_incident *incident)
{
	const struct entry *entry = &opened->entries[record];
	const struct told_incident *told = incident_of(entry);

	*incident = (struct wipecert_case_incident){ .about = WIPECERT_NO_INDEX };
	if (!told)
		return false;
	incident->is_resolution = told->is_resolution;
	if (told->is_resolution)
		incident->about = fold_incident_of_id(opened, told->about);
	else
		incident->is_open = entry->counts && !entry->is_ended;
	return true;
}

/* What came of an incident is about whatever that was about. */
static bool is_of_incident(const struct wipecert_case *opened, const struct entry *entry,
			   const char *item)
{
	const struct told_incident *told = incident_of(entry);
	size_t about;

	if (!told || fold_is_of_incident(told, item))
		return told != NULL;
	about = told->is_resolution ? fold_incident_of_id(opened, told->about) : WIPECERT_NO_INDEX;
	return about != WIPECERT_NO_INDEX &&
	       fold_is_of_incident(opened->entries[about].told.incident, item);
}

/* A medium is erased in the name of one item, whatever else is on it. */
static bool rests_on(const struct wipecert_case *opened, const struct item *item, size_t record)
{
	if (item->outcome_entry == record || item->erasure == record || item->failure == record)
		return true;
	for (size_t i = 0; i < item->thing->media_count; i++)
		if (item->media[i].erasure == record)
			return true;
	for (size_t at = item->copying; at != WIPECERT_NO_INDEX; at = opened->entries[at].before)
		if (opened->entries[at].erased_by == record)
			return true;
	return false;
}

static bool is_itself_about(const struct wipecert_case *opened, size_t record, size_t item)
{
	const struct entry *entry = &opened->entries[record];
	const struct item *one = &opened->fold.items[item];

	return entry->item == item || rests_on(opened, one, record) ||
	       is_of_incident(opened, entry, opened->entries[one->entry].voice.link.id);
}

bool wipecert_case_is_about(const struct wipecert_case *opened, size_t record, size_t item)
{
	const struct entry *entry = &opened->entries[record];
	size_t about = WIPECERT_NO_INDEX;

	/* What was signed elsewhere names only the record. */
	if (entry->is_known &&
	    (entry->voice.type == WIPECERT_CONFIRMATION || entry->voice.type == WIPECERT_CHECK))
		about = case_find(opened, &entry->voice.about);
	return is_itself_about(opened, record, item) ||
	       (about != WIPECERT_NO_INDEX && is_itself_about(opened, about, item));
}
