/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "act.h"

/* clang-format off */
#define JSON(...) #__VA_ARGS__
#define THING { "label": null, "kind": null, "description": null, "quantity": 1, \
	"classification": null, "maker": null, "model": null, "serial": null, "media": [] }
#define JSON_OF(...) JSON(__VA_ARGS__)

static const char *const bodies[WIPECERT_TYPES] = {
	[WIPECERT_INIT] = JSON({
		"contract": { "title": null, "number": null, "date": null, "ministry": null,
			      "section": null },
		"officers": [],
		"contractor": { "name": null, "corporate_number": null, "place_of_work": null,
				"capital_ties": null },
		"rules": [],
		"policy": { "confirmation": "signed", "hold": false,
			    "return_before_erase": false, "challenge": "optional",
			    "level": "clear" },
		"trust": [] }),
	[WIPECERT_APPROVE] = JSON({
		"subject": null, "text": null, "kinds": [], "method": null, "level": null,
		"serial": null, "officer": null, "date": null, "means": { "kind": "signed" } }),
	[WIPECERT_STAFF] = JSON({ "persons": [] }),
	[WIPECERT_RECEIVE] = JSON_OF({
		"thing": THING, "given_by": null, "received_on": null, "due": "return-or-erase",
		"due_on": null, "manifest": null }),
	[WIPECERT_PERMIT] = JSON_OF({
		"purpose": null, "thing": THING, "parent": null, "use": null, "place": null,
		"from": null, "until": null, "officer": null, "date": null,
		"means": { "kind": "signed" } }),
	[WIPECERT_CHALLENGE] = JSON({
		"serial": null, "challenge": null, "expires_at": null, "officer": null,
		"means": { "kind": "signed" } }),
	[WIPECERT_COPY_OUT] = JSON({
		"started_at": null, "ended_at": null, "destination": null, "serial": null,
		"result": null, "begun": null, "failed": 0, "passed_over": 0,
		"not_reached": 0, "read_back": null, "manifest": null }),
	[WIPECERT_EXIT_CHECK] = JSON({
		"result": null, "text": null, "place": null, "left_on": null }),
	[WIPECERT_RETURN] = JSON({
		"form": null, "to": null, "returned_on": null, "quantity": 1, "text": null,
		"manifest": null, "compared": null }),
	[WIPECERT_DISPOSE] = JSON({
		"method": null, "text": null, "by": null, "disposed_on": null, "quantity": 1 }),
	[WIPECERT_ATTEST] = JSON({
		"method": null, "text": null, "reason": null, "done_on": null }),
	[WIPECERT_INCIDENT] = JSON({
		"stage": "opened", "kind": null, "about": null, "things": [], "missing": false,
		"noticed_on": null, "text": null, "cause": null, "measures": null }),
	[WIPECERT_DECLARE] = JSON({ "clauses": [] }),
	[WIPECERT_MERGE] = JSON({ "included": [], "text": null }),
	[WIPECERT_CLOSE] = JSON({ "closed_on": null, "items": [], "text": null }),
};
/* clang-format on */

const char *act_empty_body(enum wipecert_type type)
{
	return type < WIPECERT_TYPES ? bodies[type] : NULL;
}
