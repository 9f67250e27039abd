/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "act_fields.h"

#include <string.h>

#include "text.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* clang-format off */
#define END { NULL, NULL, FIELD_TEXT, NULL }

static const struct act_field medium_entry[] = {
	{ "maker", "", FIELD_CODE, NULL },
	{ "model", "", FIELD_CODE, NULL },
	{ "serial", N_("serial"), FIELD_CODE, NULL },
	END
};

#define THING                                                             \
	{ "thing/label", N_("Label"), FIELD_TEXT, NULL },                     \
	{ "thing/kind", N_("Kind"), FIELD_WORD, NULL },                       \
	{ "thing/description", N_("Description"), FIELD_TEXT, NULL },         \
	{ "thing/quantity", N_("Quantity"), FIELD_NUMBER, NULL },             \
	{ "thing/classification", N_("Classification"), FIELD_TEXT, NULL },   \
	{ "thing/maker", N_("Maker"), FIELD_CODE, NULL },                     \
	{ "thing/model", N_("Model"), FIELD_CODE, NULL },                     \
	{ "thing/serial", N_("Serial"), FIELD_CODE, NULL },                   \
	{ "thing/media", N_("Medium in it"), FIELD_ENTRIES, medium_entry }

#define MANIFEST                                                          \
	{ "manifest/files", N_("Files"), FIELD_NUMBER, NULL },                \
	{ "manifest/bytes", N_("Size of the files"), FIELD_BYTES, NULL },     \
	{ "manifest/sha256", N_("SHA-256 of the list of files"), FIELD_CODE, NULL }, \
	{ "manifest/public_sha256", N_("SHA-256 of that list without names"), FIELD_CODE, NULL }

#define DECIDED                                                           \
	{ "officer", N_("Officer"), FIELD_TEXT, NULL },                       \
	{ "date", N_("Decided on"), FIELD_DAY, NULL }

static const struct act_field rule_entry[] = {
	{ "name", "", FIELD_TEXT, NULL },
	{ "edition", "", FIELD_TEXT, NULL },
	END
};

static const struct act_field trust_entry[] = {
	{ "name", "", FIELD_TEXT, NULL },
	{ "bytes", "", FIELD_BYTES, NULL },
	{ "sha256", "SHA-256", FIELD_CODE, NULL },
	END
};

static const struct act_field init_fields[] = {
	{ "contract/title", N_("Contract"), FIELD_TEXT, NULL },
	{ "contract/number", N_("Contract number"), FIELD_TEXT, NULL },
	{ "contract/date", N_("Date of the contract"), FIELD_DAY, NULL },
	{ "contract/ministry", N_("Ministry"), FIELD_TEXT, NULL },
	{ "contract/section", N_("Section"), FIELD_TEXT, NULL },
	{ "officers", N_("Officer"), FIELD_EACH, NULL },
	{ "contractor/name", N_("Contractor"), FIELD_TEXT, NULL },
	{ "contractor/corporate_number", N_("Corporate number"), FIELD_CODE, NULL },
	{ "contractor/place_of_work", N_("Place of work"), FIELD_TEXT, NULL },
	{ "contractor/capital_ties", N_("Capital ties"), FIELD_TEXT, NULL },
	{ "rules", N_("Rules"), FIELD_ENTRIES, rule_entry },
	{ "policy/confirmation", N_("An item is closed by"), FIELD_WORD, NULL },
	{ "policy/hold", N_("Held until confirmed"), FIELD_YES_NO, NULL },
	{ "policy/return_before_erase", N_("Returned before erased"), FIELD_YES_NO, NULL },
	{ "policy/challenge", N_("Challenge"), FIELD_WORD, NULL },
	{ "policy/level", N_("Least level"), FIELD_WORD, NULL },
	{ "trust", N_("File of the trust folder"), FIELD_ENTRIES, trust_entry },
	END
};

static const struct act_field approve_fields[] = {
	{ "subject", N_("Subject"), FIELD_WORD, NULL },
	{ "text", N_("Text"), FIELD_TEXT, NULL },
	{ "kinds", N_("For items of kind"), FIELD_WORDS, NULL },
	{ "method", N_("Method"), FIELD_CODE, NULL },
	{ "level", N_("Least level"), FIELD_WORD, NULL },
	{ "serial", N_("Serial"), FIELD_CODE, NULL },
	DECIDED,
	END
};

static const struct act_field person_entry[] = {
	{ "number", N_("no."), FIELD_NUMBER, NULL },
	{ "role", "", FIELD_WORD, NULL },
	{ "from", N_("from"), FIELD_DAY, NULL },
	{ "until", N_("until"), FIELD_DAY, NULL },
	{ "certificate_sha256", N_("certificate"), FIELD_CODE, NULL },
	END
};

static const struct act_field staff_fields[] = {
	{ "persons", N_("Person"), FIELD_ENTRIES, person_entry },
	END
};

static const struct act_field receive_fields[] = {
	THING,
	{ "given_by", N_("Given by"), FIELD_TEXT, NULL },
	{ "received_on", N_("Received on"), FIELD_DAY, NULL },
	{ "due", N_("To become of it"), FIELD_WORD, NULL },
	{ "due_on", N_("Until when"), FIELD_DAY, NULL },
	MANIFEST,
	END
};

static const struct act_field permit_fields[] = {
	{ "purpose", N_("Permitted"), FIELD_WORD, NULL },
	THING,
	{ "parent", N_("Copy of the item"), FIELD_CODE, NULL },
	{ "use", N_("Purpose of use"), FIELD_TEXT, NULL },
	{ "place", N_("Place"), FIELD_TEXT, NULL },
	{ "from", N_("First day"), FIELD_DAY, NULL },
	{ "until", N_("Last day"), FIELD_DAY, NULL },
	DECIDED,
	END
};

static const struct act_field challenge_fields[] = {
	{ "challenge", N_("Challenge"), FIELD_CHALLENGE, NULL },
	{ "serial", N_("Serial"), FIELD_CODE, NULL },
	{ "expires_at", N_("Expires"), FIELD_TIME, NULL },
	{ "officer", N_("Officer"), FIELD_TEXT, NULL },
	END
};

static const struct act_field copy_out_fields[] = {
	{ "result", N_("Result"), FIELD_WORD, NULL },
	{ "begun", N_("Record that it began"), FIELD_CODE, NULL },
	{ "failed", N_("Files that failed"), FIELD_NUMBER, NULL },
	{ "passed_over", N_("Files passed over"), FIELD_NUMBER, NULL },
	{ "not_reached", N_("Files not reached"), FIELD_NUMBER, NULL },
	{ "read_back", N_("Read back"), FIELD_WORD, NULL },
	{ "destination", N_("Copied to"), FIELD_TEXT, NULL },
	{ "serial", N_("Serial"), FIELD_CODE, NULL },
	{ "started_at", N_("Began"), FIELD_TIME, NULL },
	{ "ended_at", N_("Ended"), FIELD_TIME, NULL },
	MANIFEST,
	END
};

static const struct act_field exit_check_fields[] = {
	{ "result", N_("Result"), FIELD_WORD, NULL },
	{ "text", N_("Text"), FIELD_TEXT, NULL },
	{ "place", N_("Place"), FIELD_TEXT, NULL },
	{ "left_on", N_("Left on"), FIELD_DAY, NULL },
	END
};

static const struct act_field return_fields[] = {
	{ "form", N_("Returned as"), FIELD_WORD, NULL },
	{ "quantity", N_("Quantity"), FIELD_NUMBER, NULL },
	{ "to", N_("Returned to"), FIELD_TEXT, NULL },
	{ "returned_on", N_("Returned on"), FIELD_DAY, NULL },
	{ "text", N_("Text"), FIELD_TEXT, NULL },
	MANIFEST,
	END
};

static const struct act_field dispose_fields[] = {
	{ "method", N_("Method"), FIELD_WORD, NULL },
	{ "quantity", N_("Quantity"), FIELD_NUMBER, NULL },
	{ "by", N_("Carried out by"), FIELD_TEXT, NULL },
	{ "disposed_on", N_("Disposed of on"), FIELD_DAY, NULL },
	{ "text", N_("Text"), FIELD_TEXT, NULL },
	END
};

static const struct act_field attest_fields[] = {
	{ "method", N_("What was done"), FIELD_TEXT, NULL },
	{ "text", N_("Text"), FIELD_TEXT, NULL },
	{ "reason", N_("Why it could not be recorded otherwise"), FIELD_TEXT, NULL },
	{ "done_on", N_("Done on"), FIELD_DAY, NULL },
	END
};

static const struct act_field incident_fields[] = {
	{ "stage", N_("Stage"), FIELD_WORD, NULL },
	{ "kind", N_("Kind"), FIELD_WORD, NULL },
	{ "about", N_("Record that opened it"), FIELD_CODE, NULL },
	{ "things", N_("Item concerned"), FIELD_EACH, NULL },
	{ "missing", N_("Given up for lost"), FIELD_YES_NO, NULL },
	{ "noticed_on", N_("Noticed on"), FIELD_DAY, NULL },
	{ "text", N_("Text"), FIELD_TEXT, NULL },
	{ "cause", N_("Cause"), FIELD_TEXT, NULL },
	{ "measures", N_("Measures"), FIELD_TEXT, NULL },
	END
};

static const struct act_field clause_entry[] = {
	{ "clause", N_("no."), FIELD_NUMBER, NULL },
	{ "applies", "", FIELD_APPLIES, NULL },
	{ "text", "", FIELD_TEXT, NULL },
	END
};

static const struct act_field declare_fields[] = {
	{ "clauses", N_("Clause"), FIELD_ENTRIES, clause_entry },
	END
};

static const struct act_field included_entry[] = {
	{ "name", "", FIELD_TEXT, NULL },
	{ "records", N_("records"), FIELD_NUMBER, NULL },
	{ "heads", N_("newest ones"), FIELD_COUNT, NULL },
	{ "init_sha256", N_("first record"), FIELD_CODE, NULL },
	END
};

static const struct act_field merge_fields[] = {
	{ "included", N_("Case of a subcontractor"), FIELD_ENTRIES, included_entry },
	{ "text", N_("Text"), FIELD_TEXT, NULL },
	END
};

static const struct act_field closed_entry[] = {
	{ "item", "", FIELD_CODE, NULL },
	{ "outcome", "", FIELD_WORD, NULL },
	{ "record", N_("record"), FIELD_CODE, NULL },
	{ "confirmation", N_("confirmation"), FIELD_CODE, NULL },
	{ "paper", "", FIELD_BY_PAPER, NULL },
	END
};

static const struct act_field close_fields[] = {
	{ "closed_on", N_("Closed on"), FIELD_DAY, NULL },
	{ "items", N_("Item"), FIELD_ENTRIES, closed_entry },
	{ "text", N_("Text"), FIELD_TEXT, NULL },
	END
};

static const struct act_field attachment_entry[] = {
	{ "what", "", FIELD_WORD, NULL },
	{ "suffix", "", FIELD_CODE, NULL },
	{ "bytes", "", FIELD_BYTES, NULL },
	{ "personal", "", FIELD_PERSONAL, NULL },
	{ "sha256", "SHA-256", FIELD_CODE, NULL },
	END
};

static const struct act_field common_fields[] = {
	{ "note", N_("Note"), FIELD_TEXT, NULL },
	{ "attachments", N_("Attachment"), FIELD_ENTRIES, attachment_entry },
	END
};

static const struct {
	const char *title;
	const struct act_field *fields;
} acts[WIPECERT_TYPES] = {
	/* TRANSLATORS: the titles of acts are those of the ministry's forms. 案件開始記録 */
	[WIPECERT_INIT] = { N_("BEGIN OF A CASE"), init_fields },
	/* TRANSLATORS: 承認・指示の記録 */
	[WIPECERT_APPROVE] = { N_("APPROVAL OR INSTRUCTION"), approve_fields },
	/* TRANSLATORS: 従事者名簿 */
	[WIPECERT_STAFF] = { N_("LIST OF STAFF"), staff_fields },
	/* TRANSLATORS: 受領記録 */
	[WIPECERT_RECEIVE] = { N_("RECORD OF RECEIPT"), receive_fields },
	[WIPECERT_PERMIT] = { NULL, permit_fields }, /* by its purpose */
	/* TRANSLATORS: 抹消時確認コード（チャレンジ）の記録 */
	[WIPECERT_CHALLENGE] = { N_("CHALLENGE FOR AN ERASURE"), challenge_fields },
	/* TRANSLATORS: 複製記録 */
	[WIPECERT_COPY_OUT] = { N_("RECORD OF COPYING"), copy_out_fields },
	/* TRANSLATORS: 退出時確認記録 */
	[WIPECERT_EXIT_CHECK] = { N_("EXIT CHECK"), exit_check_fields },
	/* TRANSLATORS: 返却記録 */
	[WIPECERT_RETURN] = { N_("RECORD OF RETURN"), return_fields },
	/* TRANSLATORS: 廃棄記録 */
	[WIPECERT_DISPOSE] = { N_("RECORD OF DISPOSAL"), dispose_fields },
	/* TRANSLATORS: 受託者の申告 */
	[WIPECERT_ATTEST] = { N_("STATEMENT OF THE CONTRACTOR"), attest_fields },
	/* TRANSLATORS: 事故等の記録 */
	[WIPECERT_INCIDENT] = { N_("RECORD OF AN INCIDENT"), incident_fields },
	/* TRANSLATORS: 該当・非該当の申告 */
	[WIPECERT_DECLARE] = { N_("DECLARATION OF WHICH CLAUSES APPLY"), declare_fields },
	/* TRANSLATORS: 統合記録 */
	[WIPECERT_MERGE] = { N_("RECORD OF A MERGE"), merge_fields },
	/* TRANSLATORS: 完了記録 */
	[WIPECERT_CLOSE] = { N_("CLOSING OF A CASE"), close_fields },
};

static const struct {
	const char *purpose, *title;
} permits[] = {
	/* TRANSLATORS: 持込許可 */
	{ "bring-in", N_("PERMIT TO BRING IN") },
	/* TRANSLATORS: 複製許可（省内） */
	{ "copy-inside", N_("PERMIT TO COPY INSIDE THE MINISTRY") },
	/* TRANSLATORS: 複製許可（省外） */
	{ "copy-outside", N_("PERMIT TO DUPLICATE OUTSIDE THE MINISTRY") },
};

/* Identifiers mean the same wherever they stand. */
static const struct {
	const char *identifier, *word;
} words[] = {
	{ "files", N_("files") }, { "paper", N_("paper") }, { "mail", N_("mail") },
	{ "medium", N_("medium") }, { "device", N_("device") }, { "archive", N_("archive") },
	{ "none", N_("none") }, { "clear", N_("Clear") }, { "purge", N_("Purge") },
	{ "required", N_("required") }, { "optional", N_("optional") },
	{ "signed", N_("an officer's signature") },
	{ "signed-or-paper", N_("an officer's signature, or a paper that was entered") },
	{ "method", N_("method and level of erasure accepted") },
	{ "change", N_("change accepted") },
	{ "instruction", N_("instruction to erase") },
	{ "engineer", N_("Engineer") }, { "manager", N_("Manager") }, { "other", N_("other") },
	{ "return", N_("return") }, { "return-or-erase", N_("return or erase") },
	{ "bring-in", N_("bring in") }, { "copy-inside", N_("copy inside the ministry") },
	{ "copy-outside", N_("duplicate outside the ministry") },
	{ "begun", N_("BEGUN; how it ended is told by another record") },
	{ "complete", N_("complete") }, { "partial", N_("PARTIAL") },
	{ "past-cache", N_("past the host's cache") },
	{ "cache-dropped", N_("after the host's cache was dropped; some of it may have come "
			      "from there") },
	{ "nothing-copied", N_("nothing was copied") }, { "erased", N_("erased") },
	{ "returned", N_("returned") }, { "disposed", N_("destroyed") },
	{ "attested", N_("attested by the contractor") }, { "missing", N_("missing") },
	{ "shredded", N_("shredded") }, { "dissolved", N_("dissolved") },
	{ "incinerated", N_("incinerated") }, { "destroyed", N_("physically destroyed") },
	{ "degaussed", N_("degaussed") },
	{ "opened", N_("opened") }, { "resolved", N_("resolved") },
	{ "lost", N_("lost") }, { "stolen", N_("stolen") }, { "leaked", N_("leaked") },
	{ "erasure-failed", N_("an erasure failed") },
	{ "erasure-aborted", N_("an erasure was broken off") },
	{ "signature-mismatch", N_("a signature that is not the expected one") },
	{ "document", N_("document") }, { "photograph", N_("photograph") },
	{ "receipt", N_("receipt") }, { "persons", N_("list of persons") },
};
/* clang-format on */

const struct act_field *act_fields(enum wipecert_type type)
{
	return acts[type].fields;
}

const struct act_field *act_fields_common(void)
{
	return common_fields;
}

const char *act_title(const struct wipecert_record *act)
{
	enum wipecert_type type = wipecert_record_type(act);
	const char *purpose = wipecert_record_text(act, "purpose");

	for (size_t i = 0; type == WIPECERT_PERMIT && i < COUNT(permits); i++)
		if (purpose && strcmp(permits[i].purpose, purpose) == 0)
			return _(permits[i].title);
	return acts[type].title ? _(acts[type].title) : "";
}

const char *act_word(const char *identifier)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (strcmp(words[i].identifier, identifier) == 0)
			return _(words[i].word);
	return identifier;
}
