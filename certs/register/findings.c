/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "text.h"

static const struct {
	const char *name, *text;
	int exit;
} problems[] = {
	[WIPECERT_CASE_INVALID] = { "invalid", N_("a record that does not verify"), 1 },
	[WIPECERT_CASE_UNDECIDED] = { "undecided", N_("a record of which it cannot be decided"),
				      8 },
	[WIPECERT_CASE_MISSING] = { "missing", N_("a record is gone that this one follows"), 1 },
	[WIPECERT_CASE_MISSING_ABOUT] = { "missing-about",
					  N_("a record is gone that this one is about"), 1 },
	[WIPECERT_CASE_NUMBER] = { "number",
				   N_("its number is not one more than those that it follows"), 1 },
	[WIPECERT_CASE_WRITER_GAP] = { "writer-gap", N_("the signer's record before it is gone"),
				       1 },
	[WIPECERT_CASE_FORK] = { "fork",
				 N_("its signer wrote two records of one number: in two copies, "
				    "or one of them should not be known"),
				 8 },
	[WIPECERT_CASE_FORK_MERGED] = { "fork-merged",
					N_("its signer wrote in two copies, which were merged "
					   "later"),
					0 },
	[WIPECERT_CASE_HEADS] = { "heads",
				  N_("copies that were not merged yet: several records that "
				     "nothing follows"),
				  0 },
	[WIPECERT_CASE_SAME_ID] = { "same-id", N_("two records of one id"), 1 },
	[WIPECERT_CASE_BACKDATED] = { "backdated",
				      N_("it says that it was issued before a record that it "
					 "follows: a clock was wrong, or somebody pretends"),
				      0 },
	[WIPECERT_CASE_NAME] = { "name", N_("the file bears the name of another record"), 1 },
	[WIPECERT_CASE_FOREIGN] = { "foreign", N_("a file that does not belong there"), 0 },
	[WIPECERT_CASE_VOID] = { "void", N_("a record that has no effect"), 8 },
	[WIPECERT_CASE_ATTACHMENT_MISSING] = { "attachment-missing", N_("an attachment is gone"),
					       1 },
	[WIPECERT_CASE_ATTACHMENT_ALTERED] = { "attachment-altered",
					       N_("an attachment is not what was signed"), 1 },
	[WIPECERT_CASE_ATTACHMENT_LEFT_OUT] = { "attachment-left-out",
						N_("an attachment with personal data was left "
						   "out"),
						0 },
	[WIPECERT_CASE_TRUST_ALTERED] = { "trust-altered",
					  N_("the trust folder is not the one that the case began "
					     "with"),
					  1 },
	[WIPECERT_CASE_NOT_PINNED] = { "not-pinned",
				       N_("nothing from outside says that this is the case: "
					  "compare the hash of its first record with the papers"),
				       8 },
	[WIPECERT_CASE_OTHER_INIT] = { "other-init",
				       N_("the first record is not the one whose hash was given"),
				       1 },
	[WIPECERT_CASE_HEAD_MISSING] = { "head-missing",
					 N_("a record is gone that another party holds the hash "
					    "of"),
					 1 },
	[WIPECERT_CASE_INCLUDED] = { "included",
				     N_("something is wrong with the case of a subcontractor"), 1 },
	[WIPECERT_CASE_INCLUDED_UNDECIDED] = { "included-undecided",
					       N_("something in the case of a subcontractor cannot "
						  "be confirmed"),
					       8 },
	[WIPECERT_CASE_AGAINST_RULES] = { "against-rules",
					  N_("recorded against a rule; it counts, and an officer "
					     "has to know it"),
					  8 },
	[WIPECERT_CASE_SETTLED] = { "settled",
				    N_("recorded against a rule, and an officer has answered it"),
				    0 },
	[WIPECERT_CASE_NAMESAKE] = { "namesake", N_("another item has the same label"), 0 },
	[WIPECERT_CASE_SAME_MEDIUM] = { "same-medium",
					N_("the medium was erased for another item, too"), 0 },
	[WIPECERT_CASE_COPIED] = { "copied",
				   N_("what it says of the copy is not what the lists of files "
				      "in the case give"),
				   1 },
};

#define KNOWN(problem) ((size_t)(problem) < sizeof(problems) / sizeof(problems[0]))

const char *wipecert_case_problem_name(enum wipecert_case_problem problem)
{
	return KNOWN(problem) ? problems[problem].name : "unknown";
}

const char *wipecert_case_problem_text(enum wipecert_case_problem problem)
{
	return KNOWN(problem) ? _(problems[problem].text) : "";
}

int wipecert_case_problem_exit(enum wipecert_case_problem problem)
{
	return KNOWN(problem) ? problems[problem].exit : 1;
}

int case_note(struct wipecert_case *opened, enum wipecert_case_problem problem, size_t record,
	      size_t other, const uint8_t *hash, const char *detail, struct wipe_error *err)
{
	struct wipecert_case_finding *finding;

	if (opened->finding_count == opened->finding_room) {
		size_t room = 2 * opened->finding_room + 16;
		struct wipecert_case_finding *more =
			realloc(opened->findings, room * sizeof(*more));

		if (!more)
			return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
		opened->findings = more;
		opened->finding_room = room;
	}
	finding = &opened->findings[opened->finding_count];
	*finding = (struct wipecert_case_finding){ .problem = problem,
						   .record = record,
						   .other = other };
	if (hash)
		memcpy(finding->hash, hash, sizeof(finding->hash));
	finding->detail = arena_text(&opened->finding_texts, detail);
	if (!finding->detail)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	opened->finding_count++;
	return 0;
}

size_t wipecert_case_finding_count(const struct wipecert_case *opened)
{
	return opened->finding_count;
}

void wipecert_case_finding(const struct wipecert_case *opened, size_t index,
			   struct wipecert_case_finding *finding)
{
	*finding = opened->findings[index];
}

static const struct {
	const char *name, *text;
} faults[] = {
	[WIPECERT_FAULT_NONE] = { "none", N_("it counts") },
	[WIPECERT_FAULT_NOT_AUTHENTIC] = { "not-authentic",
					   N_("it is not authentic, or not signed, or that cannot "
					      "be decided") },
	[WIPECERT_FAULT_OTHER_CASE] = { "other-case", N_("it belongs to another case") },
	[WIPECERT_FAULT_SECOND_INIT] = { "second-init", N_("the case has begun already") },
	[WIPECERT_FAULT_AFTER_CLOSE] = { "after-close", N_("the case is closed") },
	[WIPECERT_FAULT_STAFF] = { "staff",
				   N_("its signer is not on the list of staff at that time, or "
				      "not in that role") },
	[WIPECERT_FAULT_UNKNOWN_ITEM] = { "unknown-item", N_("no such item is in the case") },
	[WIPECERT_FAULT_UNKNOWN_RECORD] = { "unknown-record", N_("no such record is in the case") },
	[WIPECERT_FAULT_LABEL] = { "label", N_("another item has that label") },
	[WIPECERT_FAULT_SERIAL_USED] = { "serial-used",
					 N_("another item that is still open has that serial") },
	[WIPECERT_FAULT_SERIAL_OTHER] = { "serial-other",
					  N_("the medium's serial is none of the item's") },
	[WIPECERT_FAULT_NOT_PERMITTED] = { "not-permitted",
					   N_("it is not permitted, or not at that time") },
	[WIPECERT_FAULT_DONE] = { "done", N_("the officer has confirmed already what became of "
					     "the item") },
	[WIPECERT_FAULT_ORDER] = { "order", N_("something else has to come first") },
	[WIPECERT_FAULT_INCIDENT] = { "incident",
				      N_("the item is evidence of an open incident: only an "
					 "instruction of the officer allows it") },
	[WIPECERT_FAULT_RETURN_FIRST] = { "return-first",
					  N_("what was received has to be returned before it is "
					     "erased") },
	[WIPECERT_FAULT_CHALLENGE] = { "challenge",
				       N_("it does not answer a challenge of the officer that is "
					  "for this item, unused and not expired") },
	[WIPECERT_FAULT_HELD] = { "held",
				  N_("the medium was erased and is held until the officer has "
				     "confirmed it") },
	[WIPECERT_FAULT_ANSWER] = { "answer",
				    N_("it does not count as an answer: nobody confirms what he "
				       "signed himself") },
	[WIPECERT_FAULT_OPEN] = { "open", N_("something is still open") },
	[WIPECERT_FAULT_SAME_ID] = { "same-id", N_("another record has that id") },
	[WIPECERT_FAULT_QUANTITY] = { "quantity", N_("there are not so many pieces left") },
	[WIPECERT_FAULT_OTHER_ITEM] = { "other-item", N_("it belongs to another item") },
	[WIPECERT_FAULT_CONTENT] = { "content",
				     N_("it does not say what the records of the case give") },
	[WIPECERT_FAULT_FORM] = { "form",
				  N_("it does not go that way: paper goes back as paper, media and "
				     "copies as the medium, and mail is not destroyed") },
	[WIPECERT_FAULT_FILES] = { "files",
				   N_("files were erased, and the item has to be erased as a "
				      "medium") },
};

const char *wipecert_fault_name(enum wipecert_fault fault)
{
	return (size_t)fault < sizeof(faults) / sizeof(faults[0]) ? faults[fault].name : "unknown";
}

const char *wipecert_fault_text(enum wipecert_fault fault)
{
	return (size_t)fault < sizeof(faults) / sizeof(faults[0]) ? _(faults[fault].text) : "";
}
