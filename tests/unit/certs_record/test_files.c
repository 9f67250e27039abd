/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: a record of kind "file" is built as the fixtures hold it, is judged by its
 * facts, and every part that is changed alone is found out.
 */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include <wipecert/render.h>

#include "file_sample.h"
#include "sample.h"

static void fixtures_are_what_is_built(void **state)
{
	(void)state;
	for (size_t i = 0; i < file_sample_count; i++) {
		size_t bytes;
		char *json = file_sample_json(&file_samples[i], &bytes);

		assert_int_equal(strlen(json), bytes);
		fixture_compare(file_samples[i].name, json, bytes);
		free(json);
	}
}

static void each_is_judged_as_expected(void **state)
{
	(void)state;
	for (size_t i = 0; i < file_sample_count; i++) {
		const struct file_sample *sample = &file_samples[i];
		struct wipecert_record *record = file_sample_record(sample);
		struct wipe_error err = { .code = WIPE_OK };
		enum wipecert_held held = wipecert_record_held(record, &err);
		struct wipecert_files_stated stated;
		struct wipecert_stated outer;

		wipecert_record_stated(record, &outer);
		assert_true(wipecert_record_files(record, &stated));
		if (held != sample->held)
			fail_msg("%s: %s %s", sample->name, wipecert_held_name(held), err.message);
		if (sample->verdict) {
			assert_string_equal(outer.verdict, sample->verdict);
			assert_string_equal(stated.level_achieved, sample->level);
		} else {
			assert_null(outer.verdict);
			assert_null(stated.level_achieved);
		}
		wipecert_record_free(record);
	}
}

/* Nothing may take the disk beneath for one that was erased. */
static void medium_is_none(void **state)
{
	struct wipecert_record *record = file_sample_record(file_sample_find("file-erasure"));
	struct wipe_device device, empty = { .kind = WIPE_KIND_FILE };
	struct wipe_pass pass;

	(void)state;
	wipecert_record_medium(record, &device);
	assert_memory_equal(&device, &empty, sizeof(device));
	assert_int_equal(wipecert_record_last_pass(record, &pass, NULL), WIPE_E_UNSUPPORTED);
	wipecert_record_free(record);
}

static void its_list_is_recognised(void **state)
{
	(void)state;
	for (size_t i = 0; i < file_sample_count; i++) {
		struct wipecert_record *record = file_sample_record(&file_samples[i]);
		struct wipecert_files *list = file_sample_list(&file_samples[i]), *public;
		unsigned char *bytes;
		size_t length;

		if (!file_samples[i].count) {
			assert_int_equal(wipecert_record_check_files(record, list, NULL),
					 WIPE_E_USAGE);
			wipecert_files_free(list);
			wipecert_record_free(record);
			continue;
		}
		assert_int_equal(wipecert_record_check_files(record, list, NULL), 0);
		assert_int_equal(wipecert_files_write(list, WIPECERT_MANIFEST_PUBLIC, &bytes,
						      &length, NULL),
				 0);
		assert_int_equal(wipecert_files_parse(bytes, length, &public, NULL), 0);
		assert_int_equal(wipecert_record_check_files(record, public, NULL), 0);
		free(bytes);
		wipecert_files_free(list);
		wipecert_files_free(public);
		list = file_sample_list(&file_samples[(i + 1) % file_sample_count]);
		/* Two samples have the same one. */
		if (wipecert_record_check_files(record, list, NULL))
			assert_int_equal(wipecert_record_check_files(record, list, NULL),
					 WIPE_E_MISMATCH);
		else
			assert_string_equal(file_samples[i].name, "file-erasure");
		wipecert_files_free(list);
		wipecert_record_free(record);
	}
}

struct lie {
	const char *sample;
	const char *changes[24]; /* place and new value as JSON, in turn, or AGAIN */
	const char *message;
};

/* What a list begins with is put at its end, too: a key that encrypts the folder alone. */
#define AGAIN "+"
#define KEY_AGAIN \
	"files/keys/list", AGAIN, "files/keys/list/1/files", "0", "files/keys/list/0/folders", "0"
#define HCTR2 "files/keys/list/1/names", "\"AES-256-HCTR2\""
#define LACKS "files/keys/list/1/level", "\"F0\"", "files/keys/list/1/lacks"
#define STAYS(after)                                                                   \
	"files/keys/list/1/removed", "false", "files/keys/list/1/after", after, LACKS, \
		"\"not-removed\""
#define FIRST_STAYS                                                                     \
	"files/keys/list/0/removed", "false", "files/keys/list/0/after", "\"present\"", \
		"files/keys/list/0/lacks", "\"not-removed\""
#define OTHER_UUID "\"11111111-2222-4333-8444-555555555555\""
#define OTHER_SYSTEM "files/file_systems", AGAIN, "files/file_systems/1/uuid", OTHER_UUID
#define ON_OTHER "files/keys/list/1/file_system", OTHER_UUID
#define NO_MEDIUM "medium/model", "null", "medium/serial", "null", "medium/media", "null"

static const struct lie lies[] = {
	{ "file-erasure", { "verdict", "\"partial\"" }, "what was measured gives" },
	{ "file-erasure-partial", { "verdict", "\"erased-verified\"" }, "what was measured gives" },
	{ "file-erasure-partial", { "verdict", "\"failed\"" }, "what was measured gives" },
	{ "file-erasure-interrupted", { "verdict", "\"partial\"" }, "what was measured gives" },
	{ "file-erasure-failed", { "verdict", "\"interrupted\"" }, "what was measured gives" },
	{ "file-erasure", { "files/level_achieved", "\"F2\"" }, "is claimed" },
	{ "file-erasure", { "files/level_achieved", "\"F0\"" }, "is claimed" },
	{ "file-erasure",
	  { "files/by_state/removed", "1", "files/by_state/skipped", "1" },
	  "is claimed, what was measured gives \"F0\"" },
	{ "file-erasure",
	  { "files/level_achieved", "\"F2\"", "files/by_level/F1", "0", "files/by_level/F2", "3" },
	  "nothing in the record measures" },
	{ "file-erasure",
	  { "files/level_achieved", "\"F3\"", "files/by_level/F1", "0", "files/by_level/F3", "3" },
	  "nothing in the record measures" },
	{ "file-erasure", { "files/by_level/F1", "2" }, "do not fit what became" },
	{ "file-erasure", { "files/by_level/F1", "2", "files/by_level/F0", "1" }, "is claimed" },
	{ "file-erasure", { "files/by_level/F1", "4" }, "do not fit what became" },
	{ "file-erasure-partial", { "files/by_level/F1", "4" }, "do not fit what became" },
	{ "file-erasure-partial",
	  { "files/by_level/F1", "2", "files/by_level/F0", "2", "files/by_state/erased", "2",
	    "files/by_state/removed", "4", "files/by_state/refused", "1",
	    "files/by_reason/in-place", "1", "files/by_reason/empty", "0",
	    "files/by_reason/copy-on-write", "4" },
	  "its reason does not allow" },
	{ "file-erasure",
	  { "files/by_reason/in-place", "0", "files/by_reason/empty", "0", "files/by_reason/inline",
	    "3", "files/journal", "\"left\"" },
	  "its reason does not allow" },
	{ "file-erasure",
	  { "files/by_reason/in-place", "2", "files/by_reason/empty", "0" },
	  "do not add up" },
	{ "file-erasure",
	  { "files/by_state/erased", "3", "files/by_state/removed", "1" },
	  "do not add up" },
	{ "file-erasure", { "files/count", "4" }, "another number" },
	{ "file-erasure", { "files/folders", "0", "files/list/entries", "4" }, "do not add up" },
	{ "file-erasure", { "files/list", "null" }, "another number" },
	{ "file-erasure", { "files/bytes", "\"13001\"" }, "of other sizes" },
	{ "file-erasure", { "files/list/bytes", "\"12999\"" }, "of other sizes" },
	{ "file-attempt", { "files/list", "null" }, "another number" },
	{ "file-attempt", { "files/bytes", "\"11\"" }, "of other sizes" },
	{ "file-attempt", { "files/level_requested", "\"F2\"" }, "no file reaches" },
	/* What was required was checked before anything was written. */
	{ "file-erasure", { "files/level_requested", "\"F2\"" }, "no file reaches" },
	{ "file-erasure", { "files/level_requested", "\"F3\"" }, "no file reaches" },
	{ "file-erasure-partial", { "files/level_requested", "\"F1\"" }, "below the level" },
	{ "file-erasure-partial",
	  { "files/level_requested", "\"F1\"", "files/by_reason/copy-on-write", "0",
	    "files/by_reason/journal-stays", "1", "files/journal", "\"wiped\"" },
	  "below the level" },
	/* Who says that nothing was written says that nothing is erased. */
	{ "file-erasure",
	  { "files/overwritten_bytes", "\"0\"", "files/verified_bytes", "\"0\"", "areas/0/bytes",
	    "null" },
	  "nothing was overwritten" },
	{ "file-erasure",
	  { "files/overwritten_bytes", "\"1023\"", "files/verified_bytes", "\"1023\"",
	    "areas/0/bytes", "\"1023\"" },
	  "nothing was overwritten" },
	{ "file-erasure",
	  { "files/overwritten_bytes", "\"512\"", "files/verified_bytes", "\"512\"",
	    "areas/0/bytes", "\"512\"", "files/by_reason/in-place", "1", "files/by_reason/inline",
	    "1", "files/by_reason/empty", "1" },
	  "nothing was overwritten" },
	{ "file-erasure",
	  { "files/by_reason/in-place", "0", "files/by_reason/empty", "3" },
	  "of files that have none" },
	{ "file-erasure", { "files/file_systems", "[]", NO_MEDIUM }, "reason does not allow" },
	{ "file-erasure",
	  { "files/file_systems/0/type", "\"tmpfs\"", "files/file_systems/0/writes",
	    "\"in-memory\"" },
	  "reason does not allow" },
	{ "file-erasure",
	  { "files/file_systems/0/type", "\"xfs\"", "files/by_reason/in-place", "1",
	    "files/by_reason/inline", "1" },
	  "reason does not allow" },
	{ "file-erasure",
	  { "files/file_systems/0/type", "\"xfs\"", "files/by_reason/in-place", "1",
	    "files/by_reason/journaled", "1" },
	  "reason does not allow" },
	{ "file-erasure-partial",
	  { "files/file_systems", "[]", NO_MEDIUM, "files/by_level/F1", "0",
	    "files/by_state/erased", "0", "files/by_state/failed", "3" },
	  "no file system is told" },
	{ "file-erasure",
	  { "files/file_systems/0/writes", "\"copy-on-write\"" },
	  "as its kind does not" },
	{ "file-attempt",
	  { "files/file_systems/0/writes", "\"in-memory\"" },
	  "as its kind does not" },
	{ "file-erasure-free-space",
	  { "files/file_systems/1/writes", "\"in-place\"" },
	  "as its kind does not" },
	{ "file-erasure",
	  { "files/file_systems/0/type", "\"ext2\"", "files/file_systems/0/writes",
	    "\"in-place-journaled\"" },
	  "as its kind does not" },
	{ "file-erasure", { "files/list/entries", "4" }, "another number" },
	{ "file-attempt", { "files/list/entries", "4" }, "another number" },
	{ "file-attempt", { "files/count", "9" }, "another number" },
	{ "file-erasure", { "files/verified_bytes", "\"16385\"" }, "more was verified" },
	{ "file-erasure", { "files/verified_bytes", "\"16383\"" }, "what was measured gives" },
	{ "file-erasure", { "files/overwritten_bytes", "\"16385\"" }, "what was measured gives" },
	{ "file-erasure", { "files/attributes_left", "1" }, "what was measured gives" },
	{ "file-erasure",
	  { "execution/error", "{\"code\":\"io\",\"errno\":\"EIO\"}" },
	  "what was measured gives" },
	{ "file-erasure", { "execution/media_touched", "false" }, "not touched" },
	{ "file-erasure", { "files/journal", "\"none\"" }, "nothing is told of it" },
	{ "file-erasure-free-space",
	  { "files/free_space/not_reached", "[\"quota\"]" },
	  "not all of it was reached" },
	{ "file-erasure-free-space",
	  { "files/free_space/parts/data/state", "\"partly\"" },
	  "not all of it was reached" },
	{ "file-erasure-free-space",
	  { "files/free_space/reason", "\"io-error\"" },
	  "not all of it was reached" },
	{ "file-erasure-free-space",
	  { "files/free_space/result", "\"failed\"" },
	  "not all of it was reached" },
	{ "file-erasure-free-space",
	  { "files/free_space/parts/data/state", "\"partly\"", "files/free_space/result",
	    "\"failed\"" },
	  "does not fit its parts" },
	{ "file-erasure-free-space",
	  { "files/free_space/parts/data/bytes", "\"1\"" },
	  "does not fit its parts" },
	{ "file-erasure-free-space",
	  { "files/free_space/parts/inodes/state", "\"none\"" },
	  "does not fit its file system" },
	{ "file-erasure-free-space",
	  { "files/free_space/type", "\"tmpfs\"", "files/free_space/uuid", "null" },
	  "does not fit its file system" },
	{ "file-erasure-free-space",
	  { "files/free_space/type", "\"xfs\"" },
	  "does not fit its file system" },
	{ "file-erasure-free-space",
	  { "files/free_space/type", "\"btrfs\"" },
	  "not all of it was reached" },
	/* Without files: what was wiped, and never more. */
	{ "file-erasure-space-alone", { "files/journal", "\"left\"" }, "that of free space" },
	{ "file-erasure-space-alone", { "files/deleted_open/count", "3" }, "in two ways" },
	{ "file-erasure-swap-alone",
	  { "files/swap/0/reason", "\"io-error\"" },
	  "does not fit its reason" },
	{ "file-erasure-swap-partial", { "files/swap/2/reason", "null" }, "fit its reason" },
	{ "file-erasure-swap-partial",
	  { "files/swap/1/uuid", "\"11111111-2222-4333-8444-555555555555\"" },
	  "told twice" },
	{ "file-erasure-swap-partial",
	  { "files/swap/1/overwritten_bytes", "\"9223372036854775808\"", "files/swap/1/bytes",
	    "\"9223372036854775808\"", "files/swap/0/overwritten_bytes", "\"9223372036854775808\"",
	    "files/swap/0/bytes", "\"9223372036854775808\"" },
	  "does not fit its bytes" },
	{ "file-erasure-swap-partial", { "files/swap/1/bytes", "\"1048577\"" }, "fit its bytes" },
	{ "file-erasure-space-alone", { "verdict", "\"erased-verified\"" }, "what was measured" },
	{ "file-erasure-space-alone", { "verdict", "\"failed\"" }, "what was measured" },
	{ "file-erasure-space-alone",
	  { "files/journal", "\"none\"", "files/count", "1" },
	  "another number" },
	{ "file-erasure-space-alone", { "execution/media_touched", "false" }, "not touched" },
	{ "file-erasure-space-alone", { "areas/0/state", "\"unknown\"" }, "contradict" },
	{ "file-erasure-swap-alone", { "verdict", "\"erased-unverified\"" }, "what was measured" },
	{ "file-erasure-swap-alone", { "files/level_achieved", "\"F1\"" }, "is claimed" },
	{ "file-erasure-swap-alone", { "execution/media_touched", "false" }, "not touched" },
	{ "file-erasure-swap-alone", { "files/swap/0/state", "\"partly\"" }, "what was measured" },
	{ "file-erasure-swap-alone", { "files/swap/0/state", "\"refused\"" }, "was not touched" },
	{ "file-erasure-swap-alone", { "files/swap/0/state", "\"in-use\"" }, "was not touched" },
	{ "file-erasure-swap-alone",
	  { "files/swap/0/verified_bytes", "\"4096\"" },
	  "does not fit its bytes" },
	{ "file-erasure-swap-alone",
	  { "files/swap/0/overwritten_bytes", "\"4096\"" },
	  "more of a swap area" },
	{ "file-erasure-swap-alone", { "files/swap", "[]" }, "what was measured" },
	{ "file-erasure-swap-alone", { "areas/5/bytes", "\"4096\"" }, "contradict" },
	{ "file-erasure-swap-partial", { "verdict", "\"erased-verified\"" }, "what was measured" },
	{ "file-erasure-swap-partial", { "files/swap/1/state", "\"verified\"" }, "does not fit" },
	{ "file-erasure-swap-partial", { "areas/6/state", "\"absent\"" }, "contradict" },
	{ "file-erasure", { "areas/0/bytes", "\"16385\"" }, "contradict" },
	{ "file-erasure", { "areas/0/state", "\"unknown\"" }, "contradict" },
	{ "file-erasure", { "areas/1/state", "\"erased-verified\"" }, "contradict" },
	{ "file-erasure", { "areas/2/state", "\"absent\"" }, "contradict" },
	{ "file-erasure", { "areas/3/state", "\"erased-verified\"" }, "contradict" },
	{ "file-erasure", { "areas/4/state", "\"absent\"" }, "contradict" },
	{ "file-erasure", { "files/file_systems/0/beneath", "[\"hdd\",\"thin\"]" }, "contradict" },
	{ "file-erasure", { "areas/4/area", "\"free-space\"" }, "contradict" },
	{ "file-erasure", { "medium/serial", "\"OTHER\"" }, "not that of the file systems" },
	{ "file-erasure", { NO_MEDIUM }, "not that of the file systems" },
	{ "file-attempt", { "medium/model", "null" }, "not that of the file systems" },
	{ "file-erasure-free-space",
	  { "medium/model", "\"Flash Disk\"", "medium/media", "\"usb-flash\"" },
	  "not that of the file systems" },
	{ "file-erasure-manifest",
	  { "files/manifest", "null", "files/by_state/missing", "1" },
	  "another number" },
	{ "file-erasure-manifest", { "files/manifest/files", "2" }, "add up to the manifest" },
	{ "file-erasure-manifest",
	  { "files/manifest/found", "0", "files/manifest/missing", "1" },
	  "not what is listed" },
	{ "file-erasure-manifest-missing", { "files/manifest", "null" }, "not what is listed" },
	{ "file-erasure-manifest-missing",
	  { "files/by_state/missing", "0", "files/list/entries", "2" },
	  "not what is listed" },
	{ "file-erasure-manifest-missing",
	  { "files/manifest/changed", "0", "files/manifest/found", "1" },
	  "not what is listed" },
	{ "file-erasure-manifest-missing", { "files/level_achieved", "\"F1\"" }, "is claimed" },
	{ "file-erasure-manifest-missing",
	  { "verdict", "\"erased-verified\"" },
	  "what was measured gives" },
	{ "file-erasure-manifest-equal", { "files/manifest/equal", "2" }, "not what is listed" },
	{ "file-erasure-manifest-equal", { "files/manifest/equal", "0" }, "not what is listed" },
	{ "file-erasure-manifest-equal", { "files/manifest", "null" }, "not what is listed" },
	{ "file-erasure-manifest-equal", { "files/list/entries", "1" }, "another number" },
	{ "file-erasure-manifest-equal", { "files/level_achieved", "\"F1\"" }, "is claimed" },
	{ "file-erasure-manifest-equal",
	  { "verdict", "\"erased-verified\"" },
	  "what was measured gives" },
	{ "file-erasure-manifest-equal",
	  { "files/manifest/equal_taken", "1" },
	  "add up to the manifest" },
	{ "file-erasure-manifest-equal-taken",
	  { "files/manifest/equal_taken", "3" },
	  "add up to the manifest" },
	{ "file-erasure-manifest-equal-taken",
	  { "files/manifest/found", "0", "files/manifest/missing", "1" },
	  "add up to the manifest" },
	{ "file-attempt-manifest", { "files/manifest/equal", "1" }, "add up to the manifest" },
	{ "file-erasure-copied", { "case", "null" }, "about no item" },
	{ "file-erasure-copied", { "case/item", "null" }, "about no item" },
	{ "file-erasure-copied", { "files/copied/files", "4" }, "add up to its files" },
	{ "file-erasure-copied", { "files/copied/left", "1" }, "add up to its files" },
	{ "file-erasure-copied", { "files/copied/begun", "3" }, "add up to its files" },
	{ "file-erasure-copied", { "files/copied/resumed", "4" }, "add up to its files" },
	{ "file-erasure-key", { "verdict", "\"erased-verified\"" }, "what was measured gives" },
	{ "file-erasure-key", { "files/level_achieved", "\"F3\"" }, "is claimed" },
	{ "file-erasure-key", { "files/keys", "null" }, "than the keys are told to encrypt" },
	{ "file-erasure-key", { "files/keys/list/0/files", "0" }, "told to encrypt" },
	{ "file-erasure-key", { "files/keys/answers/no_escrow", "\"no\"" }, "not give its level" },
	{ "file-erasure-key",
	  { "files/keys/answers/no_protector", "\"unknown\"" },
	  "not give its level" },
	{ "file-erasure-key",
	  { "files/keys/list/0/after", "\"incompletely-removed\"" },
	  "not give its level" },
	{ "file-erasure-key", { "files/keys/list/0/before", "\"absent\"" }, "not give its level" },
	{ "file-erasure-key", { "files/keys/list/0/removed", "false" }, "not give its level" },
	{ "file-erasure-key", { "files/keys/list/0/unused", "false" }, "not give its level" },
	{ "file-erasure-key", { "files/keys/list/0/elsewhere", "true" }, "not give its level" },
	{ "file-erasure-key", { "files/keys/list/0/elsewhere", "null" }, "not give its level" },
	{ "file-erasure-key", { "files/keys/list/0/wrapped", "\"left\"" }, "not give its level" },
	{ "file-erasure-key",
	  { "files/keys/list/0/contents", "\"unknown\"" },
	  "not give its level" },
	{ "file-erasure-key",
	  { "files/keys/list/0/policy_version", "1", "files/keys/list/0/identifier",
	    "\"4343434343434343\"" },
	  "not give its level" },
	{ "file-erasure-key", { "files/keys/list/0/policy_version", "1" }, "not give its level" },
	{ "file-erasure-key",
	  { "files/keys/list/0/level", "\"F0\"", "files/keys/list/0/lacks", "\"in-use\"" },
	  "not give its level" },
	{ "file-erasure-key",
	  { "files/by_reason/key-destroyed", "0", "files/by_reason/in-place", "2" },
	  "more than had a key" },
	{ "file-erasure-key",
	  { "files/by_level/F1", "2", "files/by_level/F3", "0" },
	  "its reason does not allow" },
	{ "file-erasure-key",
	  { "files/by_level/F2", "1", "files/by_level/F3", "0" },
	  "its reason does not allow" },
	{ "file-erasure-key", { "areas/1/state", "\"erased-verified\"" }, "contradict" },
	{ "file-erasure-key-alone", { "areas/0/state", "\"erased-verified\"" }, "contradict" },
	{ "file-erasure-key-alone",
	  { "files/file_systems/0/type", "\"xfs\"" },
	  "contradicts itself" },
	{ "file-erasure-key-old",
	  { "files/keys/list/1/level", "\"F3\"", "files/keys/list/1/lacks", "null" },
	  "not give its level" },
	{ "file-erasure-key-old",
	  { "files/by_reason/key-removed", "0", "files/by_reason/key-destroyed", "2" },
	  "told to encrypt" },
	{ "file-erasure-key-open",
	  { "files/keys/answers/no_escrow", "\"yes\"", "files/keys/answers/no_recovery_key",
	    "\"yes\"" },
	  "not give its level" },
	{ "file-erasure-key-alone",
	  { "files/keys/list/0/contents", "\"none\"" },
	  "not give its level" },
	{ "file-erasure-key-alone",
	  { "files/keys/list/0/contents", "\"AES-256-CBC-CTS\"", "files/keys/list/0/names",
	    "\"AES-256-XTS\"" },
	  "not give its level" },
	{ "file-erasure-key-alone",
	  { "files/keys/list/0/names", "\"AES-128-CBC-ESSIV\"" },
	  "not give its level" },
	{ "file-erasure-key-old",
	  { "files/keys/list/1/contents", "\"none\"" },
	  "not give its level" },
	{ "file-erasure-key-alone",
	  { "files/keys/list/0/wrapped", "\"erased\"" },
	  "no file was overwritten" },
	{ "file-erasure-key-alone", { "files/keys/list/0/files", "2" }, "more than had a key" },
	{ "file-erasure-key-old", { "files/keys/list/1/files", "2" }, "more than had a key" },
	{ "file-erasure-key-alone", { "files/keys/list/0/folders", "2" }, "more than had a key" },
	{ "file-erasure-key-old", { "files/keys/list/1/folders", "1" }, "more than had a key" },
	{ "file-erasure-key-alone",
	  { "files/keys/list/0/file_system", OTHER_UUID },
	  "contradicts itself" },
	{ "file-erasure-key-alone",
	  { "files/keys/list/0/file_system", "null" },
	  "contradicts itself" },
	{ "file-erasure-key-alone",
	  { OTHER_SYSTEM, "files/file_systems/1/type", "\"xfs\"", "files/keys/list/0/file_system",
	    OTHER_UUID },
	  "contradicts itself" },
	{ "file-erasure-key-alone", { KEY_AGAIN }, "contradicts itself" },
	{ "file-erasure-key-alone",
	  { KEY_AGAIN, HCTR2, "files/keys/list/1/wrapped", "\"left\"", LACKS, "\"wrapped-key\"" },
	  "contradicts itself" },
	{ "file-erasure-key-alone",
	  { KEY_AGAIN, HCTR2, STAYS("\"present\"") },
	  "contradicts itself" },
	{ "file-erasure-key-alone",
	  { KEY_AGAIN, HCTR2, "files/keys/list/1/elsewhere", "true", LACKS, "\"held-elsewhere\"" },
	  "contradicts itself" },
	{ "file-erasure-key-alone",
	  { KEY_AGAIN, HCTR2, "files/keys/list/1/unused", "false", "files/keys/list/1/removed",
	    "false", LACKS, "\"in-use\"" },
	  "contradicts itself" },
	{ "file-erasure-key-alone",
	  { OTHER_SYSTEM, KEY_AGAIN, ON_OTHER, STAYS("\"present\"") },
	  "contradicts itself" },
	{ "file-erasure-key-alone",
	  { OTHER_SYSTEM, KEY_AGAIN, ON_OTHER, STAYS("\"incompletely-removed\"") },
	  "contradicts itself" },
	{ "file-erasure-key-alone",
	  { OTHER_SYSTEM, KEY_AGAIN, ON_OTHER, STAYS("\"unknown\"") },
	  "contradicts itself" },
	{ "file-erasure-key-alone",
	  { "files/file_systems", AGAIN, KEY_AGAIN, STAYS("\"present\"") },
	  "contradicts itself" },
	{ "file-erasure-key-alone",
	  { OTHER_SYSTEM, KEY_AGAIN, "files/keys/list/0/file_system", OTHER_UUID, FIRST_STAYS,
	    "files/keys/list/0/level", "\"F0\"" },
	  "contradicts itself" },
	{ "file-erasure-key-open",
	  { FIRST_STAYS, "files/keys/list", AGAIN, HCTR2, "files/keys/list/1/after",
	    "\"incompletely-removed\"" },
	  "contradicts itself" },
	{ "file-erasure-key-open",
	  { FIRST_STAYS, "files/keys/list", AGAIN, HCTR2, "files/keys/list/1/before",
	    "\"unknown\"" },
	  "contradicts itself" },
	{ "file-erasure", { "execution/duration_ms", "3600000" }, "measured duration" },
	{ "file-erasure", { "issued_at", "\"2026-11-22T03:04:05Z\"" }, "issued before" },
};

/* What can be, however rare: nobody is called a liar for it. */
static const struct {
	const char *sample;
	const char *changes[24];
} truths[] = {
	/* It lay in its inode, where there is no journal. */
	{ "file-erasure",
	  { "files/by_reason/in-place", "0", "files/by_reason/inline", "2",
	    "files/overwritten_bytes", "\"2\"", "files/verified_bytes", "\"2\"", "areas/0/bytes",
	    "\"2\"", "files/file_systems/0/journal", "\"no\"", "files/journal", "\"none\"",
	    "areas/2/state", "\"absent\"" } },
	/* All of them holes. */
	{ "file-erasure",
	  { "files/by_reason/in-place", "0", "files/by_reason/empty", "3",
	    "files/overwritten_bytes", "\"0\"", "files/verified_bytes", "\"0\"", "areas/0/bytes",
	    "null" } },
	/* F1 was required, and the journal could not be wiped after all. */
	{ "file-erasure-partial",
	  { "files/level_requested", "\"F1\"", "files/by_reason/copy-on-write", "0",
	    "files/by_reason/journal-stays", "1" } },
	/* A file of btrfs that is written in place. */
	{ "file-erasure",
	  { "files/file_systems/0/type", "\"btrfs\"", "files/file_systems/0/writes",
	    "\"copy-on-write\"" } },
	/* Of another kind nothing is known. */
	{ "file-erasure-partial",
	  { "files/file_systems/1/type", "\"vfat\"", "files/file_systems/1/writes",
	    "\"in-place\"" } },
	{ "file-erasure-free-space",
	  { "files/file_systems/0/writes", "\"unknown\"", "files/file_systems/1/type",
	    "\"bcachefs\"" } },
	/* F3 was required, and could be. */
	{ "file-erasure-key-alone", { "files/level_requested", "\"F3\"" } },
	/* It was, and at the end something spoke against it. */
	{ "file-erasure-key-open", { "files/level_requested", "\"F3\"" } },
	/* One key with two pairs of ciphers; with two that are not known here. */
	{ "file-erasure-key-alone", { KEY_AGAIN, HCTR2 } },
	{ "file-erasure-key-open",
	  { "files/keys/list/0/names", "\"unknown\"", "files/keys/list/0/lacks",
	    "\"cipher-does-not-count\"", "files/keys/list", AGAIN, "files/keys/list/1/files", "0",
	    "files/keys/list/1/folders", "1", "files/folders", "1", "files/by_state/removed", "2",
	    "files/list/entries", "2" } },
	/* Not all of it could be listed. */
	{ "file-erasure-key-open",
	  { "files/keys/list/0/files", "2", "files/keys/list/0/folders", "1",
	    "files/keys/list/0/wrapped", "\"erased\"", "execution/error",
	    "{\"code\":\"format\",\"errno\":null}" } },
	/* On two file systems; on a copy of one, where it is wrapped, too; on one without a UUID. */
	{ "file-erasure-key-alone", { OTHER_SYSTEM, KEY_AGAIN, ON_OTHER } },
	{ "file-erasure-key-alone", { "files/file_systems", AGAIN, KEY_AGAIN } },
	{ "file-erasure-key-alone",
	  { "files/file_systems", AGAIN, KEY_AGAIN, "files/keys/list/1/wrapped", "\"left\"", LACKS,
	    "\"wrapped-key\"" } },
	{ "file-erasure-key-alone",
	  { "files/keys/list/0/file_system", "null", "files/file_systems/0/uuid", "null" } },
};

static json_t *child(json_t *of, const char *name, size_t length)
{
	char key[64];

	assert_true(length < sizeof(key));
	memcpy(key, name, length);
	key[length] = '\0';
	return json_is_array(of) ? json_array_get(of, (size_t)atoi(key)) : json_object_get(of, key);
}

static void change(json_t *root, const char *place, const char *value_text)
{
	json_t *value = json_loads(value_text, JSON_DECODE_ANY, NULL), *at = root;
	const char *slash;

	for (; (slash = strchr(place, '/')); place = slash + 1)
		at = child(at, place, (size_t)(slash - place));
	if (strcmp(value_text, AGAIN) == 0) {
		at = child(at, place, strlen(place));
		value = json_deep_copy(json_array_get(at, 0));
		assert_int_equal(json_array_append_new(at, value), 0);
		return;
	}
	if (!value || !child(at, place, strlen(place)))
		fail_msg("the test is wrong: %s = %s", place, value_text);
	assert_int_equal(json_object_set_new(at, place, value), 0);
}

static int parse_changed(const char *sample, const char *const *changes, size_t count,
			 struct wipecert_record **record, struct wipe_error *err)
{
	size_t bytes;
	char *json = file_sample_json(file_sample_find(sample), &bytes);
	json_t *root = json_loads(json, 0, NULL);
	int rc;

	for (size_t i = 0; i < count && changes[i]; i += 2)
		change(root, changes[i], changes[i + 1]);
	free(json);
	json = json_dumps(root, 0);
	json_decref(root);
	rc = wipecert_record_parse(json, strlen(json), record, err);
	free(json);
	return rc;
}

static void lies_are_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lies); i++) {
		const struct lie *lie = &lies[i];
		struct wipe_error err = { .code = WIPE_OK };
		struct wipecert_record *record;
		enum wipecert_held held;

		if (parse_changed(lie->sample, lie->changes, COUNT(lie->changes), &record, &err))
			fail_msg("the test is wrong: %s %s: %s", lie->sample, lie->changes[0],
				 err.message);
		held = wipecert_record_held(record, &err);
		if (held != WIPECERT_HELD_INCONSISTENT || err.code != WIPE_E_FORMAT ||
		    !strstr(err.message, lie->message))
			fail_msg("%s, %s: %s, \"%s\"", lie->sample, lie->changes[0],
				 wipecert_held_name(held), err.message);
		wipecert_record_free(record);
	}
}

static void truths_are_believed(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(truths); i++) {
		struct wipe_error err = { .code = WIPE_OK };
		struct wipecert_record *record;
		enum wipecert_held held;

		if (parse_changed(truths[i].sample, truths[i].changes, COUNT(truths[i].changes),
				  &record, &err))
			fail_msg("the test is wrong: %s: %s", truths[i].sample, err.message);
		held = wipecert_record_held(record, &err);
		if (held != file_sample_find(truths[i].sample)->held)
			fail_msg("%s, %s: %s, \"%s\"", truths[i].sample, truths[i].changes[0],
				 wipecert_held_name(held), err.message);
		wipecert_record_free(record);
	}
}

/* When is what a run tells of the copy taken for all of it? */
static void only_all_of_a_copy_is_whole(void **state)
{
	static const struct {
		const char *changes[5];
		bool is_whole;
	} cases[] = {
		{ { "files/copied",
		    "{\"files\":5,\"erased\":3,\"changed\":2,\"only_name\":0,\"left\":0,\"begun\":0,\"resumed\":0}" },
		  true },
		{ { "files/copied",
		    "{\"files\":5,\"erased\":2,\"changed\":3,\"only_name\":0,\"left\":0,\"begun\":0,\"resumed\":0}" },
		  false },
		{ { "files/copied",
		    "{\"files\":5,\"erased\":4,\"changed\":0,\"only_name\":1,\"left\":0,\"begun\":0,\"resumed\":0}" },
		  false },
		{ { "files/copied",
		    "{\"files\":5,\"erased\":4,\"changed\":0,\"only_name\":0,\"left\":1,\"begun\":1,\"resumed\":0}" },
		  false },
		/* A file that is still there could be a copy of the copy. */
		{ { "files/copied",
		    "{\"files\":5,\"erased\":5,\"changed\":0,\"only_name\":0,\"left\":0,\"begun\":0,\"resumed\":0}",
		    "files/count", "2" },
		  false },
		{ { "files/copied",
		    "{\"files\":5,\"erased\":5,\"changed\":0,\"only_name\":0,\"left\":0,\"begun\":0,\"resumed\":0}",
		    "files/by_state/equal", "1" },
		  false },
		{ { "files/copied", "null" }, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct wipecert_files_stated stated;
		struct wipecert_record *record;

		assert_int_equal(parse_changed("file-erasure-copied", cases[i].changes,
					       COUNT(cases[i].changes), &record, NULL),
				 0);
		assert_true(wipecert_record_files(record, &stated));
		assert_int_equal(wipecert_files_copied_is_whole(&stated), cases[i].is_whole);
		wipecert_record_free(record);
	}
}

/* What the schema keeps out. */
static void other_shapes_are_refused(void **state)
{
	static const char *const changes[][3] = {
		{ "file-erasure", "kind", "\"device\"" },
		{ "file-erasure", "type", "\"check\"" },
		{ "file-erasure", "medium/kind", "\"device\"" },
		{ "file-erasure", "method/level_achieved", "\"clear\"" },
		{ "file-erasure", "method/name", "\"stream\"" },
		{ "file-erasure", "verdict", "\"erased-sampled\"" },
		{ "file-erasure", "areas/0/area", "\"user-lba\"" },
		{ "file-erasure", "areas/0/state", "\"erased-sampled\"" },
		{ "file-erasure", "files/by_state", "{}" },
		{ "file-erasure", "files/by_reason", "{\"cosy\":3}" },
		{ "file-erasure", "files/by_level/F1", "-1" },
		{ "file-erasure", "files/level_achieved", "\"F4\"" },
		{ "file-attempt", "files/level_requested", "null" },
		{ "file-attempt-rest", "files/swap_planned", "true" },
		{ "file-erasure-swap-alone", "files/swap/0/state", "\"wiped\"" },
		{ "file-erasure-space-alone", "files/free_space/parts/data/state", "\"verified\"" },
		{ "file-erasure-space-alone", "files/free_space/parts", "{}" },
		{ "file-erasure-copied", "files/copied", "{}" },
		{ "file-erasure-copied", "files/copied/erased", "\"2\"" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(changes); i++) {
		struct wipecert_record *record;

		if (parse_changed(changes[i][0], &changes[i][1], 2, &record, NULL) != WIPE_E_FORMAT)
			fail_msg("%s %s is taken", changes[i][1], changes[i][2]);
	}
}

/* Nothing that a record of a medium has, and the other way round. */
static void kinds_do_not_mix(void **state)
{
	size_t bytes;
	char *json = sample_json(sample_find("erasure"), &bytes);
	json_t *root = json_loads(json, 0, NULL);
	struct wipecert_record *record;
	struct wipecert_files_stated stated;

	(void)state;
	assert_int_equal(wipecert_record_parse(json, bytes, &record, NULL), 0);
	assert_false(wipecert_record_files(record, &stated));
	wipecert_record_free(record);
	free(json);
	json_object_set_new(root, "kind", json_string("file"));
	json = json_dumps(root, 0);
	assert_int_equal(wipecert_record_parse(json, strlen(json), &record, NULL), WIPE_E_FORMAT);
	free(json);
	json_decref(root);
}

/* What was planned was not done, and the other way round. */
static void lists_go_with_their_type(void **state)
{
	struct wipecert_files *planned = file_sample_list(file_sample_find("file-attempt"));
	struct wipecert_files *done = file_sample_list(file_sample_find("file-erasure"));
	struct wipecert_files_job job = { .level_requested = "F1", .journal = "none" };
	struct wipecert_meta meta;
	size_t bytes;
	char *json;

	(void)state;
	sample_meta(&samples[0], &meta);
	assert_int_equal(wipecert_files_build(WIPECERT_ERASURE, planned, &job, &meta, &json, &bytes,
					      NULL),
			 WIPE_E_USAGE);
	assert_int_equal(wipecert_files_build(WIPECERT_ATTEMPT, done, &job, &meta, &json, &bytes,
					      NULL),
			 WIPE_E_USAGE);
	wipecert_files_free(planned);
	wipecert_files_free(done);
}

static void only_work_is_built(void **state)
{
	struct wipecert_files *list = file_sample_list(file_sample_find("file-erasure"));
	struct wipecert_files_job job = { .level_requested = "F1", .journal = "none" };
	struct wipecert_meta meta;
	struct wipe_error err = { .code = WIPE_OK };
	size_t bytes;
	char *json;

	(void)state;
	sample_meta(&samples[0], &meta);
	assert_int_equal(wipecert_files_build(WIPECERT_CHECK, list, &job, &meta, &json, &bytes,
					      &err),
			 WIPE_E_USAGE);
	wipe_error_clear(&err);
	job.file_system_count = WIPECERT_FILE_SYSTEMS_MAX + 1;
	assert_int_equal(wipecert_files_build(WIPECERT_ERASURE, list, &job, &meta, &json, &bytes,
					      &err),
			 WIPE_E_UNSUPPORTED);
	wipecert_files_free(list);
	wipe_error_clear(&err);
	assert_int_equal(wipecert_files_new(NULL, &list, NULL), 0);
	job.file_system_count = 0;
	assert_int_equal(wipecert_files_build(WIPECERT_ERASURE, list, &job, &meta, &json, &bytes,
					      &err),
			 WIPE_E_USAGE);
	wipecert_files_free(list);
}

/* As if it was verified; the caller frees the record. */
static void make_result(const char *name, struct wipecert_result *result)
{
	memset(result, 0, sizeof(*result));
	result->record = file_sample_record(file_sample_find(name));
	result->authentic = WIPECERT_VALID;
	result->held = wipecert_record_held(result->record, NULL);
	result->is_signed = true;
}

static void expect_in(const char *name, const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("%s does not say \"%s\":\n%s", name, part, text);
}

static void expect_not_in(const char *name, const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("%s says \"%s\":\n%s", name, part, text);
}

/* Lines are broken anywhere. The caller frees it. */
static char *without_breaks(const char *text)
{
	char *words = strdup(text);

	for (char *at = words, *to = words; (*to = *at); at++)
		if (*at != '\n' && (*at != ' ' || (to > words && to[-1] != ' ')))
			to++;
		else if (to > words && to[-1] != ' ')
			*to++ = ' ';
	return words;
}

/* Text and sheet tell what is not claimed, and never a level of a medium. */
static void each_is_drawn_for_what_it_is(void **state)
{
	static const struct {
		const char *name, *parts[6];
	} expected[] = {
		{ "file-attempt", { "START OF AN ERASURE OF FILES", "Everything" } },
		{ "file-erasure",
		  { "CERTIFICATE OF ERASURE OF FILES", "FILES ERASED AND VERIFIED",
		    "F1:", "Free space: not wiped", "Journal: wiped" } },
		{ "file-erasure-free-space",
		  { "FILES ERASED AND VERIFIED", "interface only", "Free space: filled with",
		    "Swap areas that were not wiped: 1" } },
		{ "file-erasure-partial",
		  { "NOT A CERTIFICATE", "PARTIALLY ERASED", "Journal: not wiped",
		    "leaves the old blocks", "refused by a safety rule" } },
		{ "file-erasure-interrupted", { "INTERRUPTED", "not reached before the end" } },
		{ "file-erasure-failed", { "FAILED", "No file was erased" } },
		{ "file-attempt-rest",
		  { "START OF WIPING FREE SPACE OR SWAP AREAS", "is to be wiped",
		    "areas to be wiped: 2" } },
		{ "file-erasure-space-alone",
		  { "NOT A CERTIFICATE", "FREE SPACE OVERWRITTEN, VERIFIED IN PART",
		    "free blocks: overwritten, 1,073,741,824 bytes (1.0 GB), read back",
		    "the rest of free space (inodes, the room between names): not read back",
		    "NOT PROVED: no reading shows all of it" } },
		{ "file-erasure-swap-alone",
		  { "CERTIFICATE OF WIPING SWAP AREAS", "SWAP AREAS OVERWRITTEN AND VERIFIED",
		    "No file was erased, and no medium", "Free space: not wiped" } },
		{ "file-erasure-swap-partial",
		  { "WIPED IN PART", "overwritten in part", "refused by a safety rule",
		    "Swap areas that were not wiped: 2" } },
		{ "file-erasure-manifest",
		  { "FILES ERASED AND VERIFIED", "Only those of a manifest",
		    "at their paths: 1, elsewhere: 0", "SHA-256 of the manifest" } },
		{ "file-erasure-copied",
		  { "erased: 2, changed before and erased: 1, only the name removed: 0, left: 2",
		    "nothing proves how far it came", "not taken for erased" } },
		{ "file-erasure-manifest-missing",
		  { "PARTIALLY ERASED", "changed: 1, missing: 1", "lies another, not touched",
		    "listed, and found nowhere", "were not found" } },
		{ "file-erasure-manifest-equal",
		  { "PARTIALLY ERASED", "equal to them, not listed, left: 1",
		    "equal to a listed file, and not listed itself: left" } },
		{ "file-erasure-names-only",
		  { "NOT A CERTIFICATE", "NAMES REMOVED ONLY",
		    "Of every file only the name was removed" } },
		{ "file-erasure-manifest-equal-taken",
		  { "FILES ERASED AND VERIFIED", "not listed, to be erased, too: 1" } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(expected); i++) {
		struct wipecert_result result;
		char *text, *html, *words;

		make_result(expected[i].name, &result);
		assert_int_equal(wipecert_render_text(&result, &text, NULL), 0);
		assert_int_equal(wipecert_render_html(&result, "en", &html, NULL), 0);
		words = without_breaks(text);
		for (size_t k = 0; k < COUNT(expected[i].parts) && expected[i].parts[k]; k++) {
			if (strcmp(expected[i].parts[k], "Everything") != 0)
				expect_in(expected[i].name, words, expected[i].parts[k]);
			expect_in(expected[i].name, html, expected[i].parts[k]);
		}
		expect_in(expected[i].name, words, "never make a sanitized medium");
		if (strcmp(expected[i].name, "file-erasure-names-only") == 0)
			expect_in(expected[i].name, words, "Areas covered ------------- - none");
		for (size_t k = 0; k < 2; k++) {
			const char *drawn = k ? html : text;

			expect_not_in(expected[i].name, drawn, "Clear");
			expect_not_in(expected[i].name, drawn, "Purge");
			expect_not_in(expected[i].name, drawn, "wipe-check");
			expect_not_in(expected[i].name, drawn, "addressable");
		}
		free(words);
		free(text);
		free(html);
		wipecert_record_free(result.record);
	}
}

/* A level is one of files that are gone, and of no others. */
static void levels_are_those_of_what_is_gone(void **state)
{
	static const char f0[] = "the names are removed, no more";
	static const struct {
		const char *sample, *changes[20], *parts[4], *never[3];
	} expected[] = {
		{ "file-erasure",
		  { NULL },
		  { "Level of the files F1: the blocks of each", NULL },
		  { f0, "of 3 files", "No more than F0" } },
		{ "file-erasure-failed",
		  { NULL },
		  { "none: no file is gone", "No file was erased", NULL },
		  { f0, "F0:", "No more than F0" } },
		{ "file-erasure-interrupted",
		  { NULL },
		  { "3 of 6 files: F1:", "1 of 6 files: F0: the names are removed", "Files remain",
		    "No more than F0 can be reached: 1 file: the file system writes elsewhere" },
		  { "no file is gone", NULL } },
		{ "file-erasure-manifest-missing",
		  { NULL },
		  { "1 of 3 files: F1:", "were not found", NULL },
		  { f0, "F0:", NULL } },
		{ "file-erasure-manifest-equal",
		  { NULL },
		  { "1 of 2 files: F1:", "they are still there", NULL },
		  { f0, "F0:", NULL } },
		{ "file-erasure-failed",
		  { "verdict", "\"partial\"", "files/by_state/refused", "0",
		    "files/by_state/removed", "1", "files/by_level/F0", "1",
		    "files/by_reason/in-place", "0", "files/by_reason/copy-on-write", "1",
		    "execution/media_touched", "true", "files/journal", "\"left\"" },
		  { "Level of the files: F0: the names are removed", "Of every file only the name",
		    NULL },
		  { "of 1 files", "F1", NULL } },
		/* There were only names. */
		{ "file-erasure-failed",
		  { "verdict",
		    "\"partial\"",
		    "files/by_state/refused",
		    "0",
		    "files/by_state/removed",
		    "1",
		    "files/count",
		    "0",
		    "files/folders",
		    "1",
		    "files/bytes",
		    "\"0\"",
		    "files/list/bytes",
		    "\"0\"",
		    "files/by_reason/in-place",
		    "0",
		    "execution/media_touched",
		    "true",
		    "files/journal",
		    "\"left\"" },
		  { "none: there was no file", "there was no file among", NULL },
		  { "F0:", "Of some files", NULL } },
		{ "file-erasure",
		  { "verdict", "\"partial\"", "files/attributes_left", "1" },
		  { "Level of the files F1:",
		    "Every file was overwritten, read back and removed. Fo", NULL },
		  { "Of some files", NULL } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(expected); i++) {
		struct wipecert_result result = { .authentic = WIPECERT_VALID };
		char *text, *words;

		assert_int_equal(parse_changed(expected[i].sample, expected[i].changes, 20,
					       &result.record, NULL),
				 0);
		result.held = wipecert_record_held(result.record, NULL);
		assert_int_equal(wipecert_render_text(&result, &text, NULL), 0);
		words = without_breaks(text);
		for (size_t k = 0; k < 4 && expected[i].parts[k]; k++)
			expect_in(expected[i].sample, words, expected[i].parts[k]);
		for (size_t k = 0; k < 3 && expected[i].never[k]; k++)
			expect_not_in(expected[i].sample, words, expected[i].never[k]);
		free(words);
		free(text);
		wipecert_record_free(result.record);
	}
}

#define AREA                                                                          \
	"{\"state\":\"verified\",\"kind\":\"file\",\"uuid\":null,\"bytes\":\"4096\"," \
	"\"overwritten_bytes\":\"4096\",\"verified_bytes\":\"4096\",\"reason\":null},"

/* A sheet has no room for them all; what is to be said of one is said. */
static void many_areas_have_room(void **state)
{
	static const char *const changes[] = {
		"files/swap",
		"[" AREA AREA AREA AREA AREA AREA AREA
		"{\"state\":\"refused\",\"kind\":\"file\",\"uuid\":null,\"bytes\":\"0\","
		"\"overwritten_bytes\":\"0\",\"verified_bytes\":\"0\",\"reason\":\"refused\"}]",
		"areas/5/bytes",
		"\"28672\"",
	};
	struct wipecert_result result = { .authentic = WIPECERT_VALID, .held = WIPECERT_HELD_NO };
	char *text, *html;

	(void)state;
	assert_int_equal(parse_changed("file-erasure-swap-partial", changes, COUNT(changes),
				       &result.record, NULL),
			 0);
	assert_int_equal(wipecert_record_held(result.record, NULL), WIPECERT_HELD_NO);
	assert_int_equal(wipecert_render_text(&result, &text, NULL), 0);
	assert_int_equal(wipecert_render_html(&result, "en", &html, NULL), 0);
	expect_in("sheet", html, "and 3 more, which the record lists");
	expect_in("sheet", html, "refused by a safety rule");
	expect_not_in("text", text, "which the record lists");
	free(text);
	free(html);
	wipecert_record_free(result.record);
}

static void commands_need_no_medium(void **state)
{
	struct wipecert_result result;
	char *text;

	(void)state;
	make_result("file-erasure", &result);
	assert_int_equal(wipecert_render_commands(&result, "record.p7m", &text, NULL), 0);
	expect_in("commands", text, "openssl cms");
	expect_not_in("commands", text, "DEV");
	free(text);
	wipecert_record_free(result.record);
}

/* What the library tells is what records know. */
static void tables_are_those_of_the_library(void **state)
{
	static const struct wipe_file_extent block = { .device_bytes = 4096, .length_bytes = 4096 };

	(void)state;
	assert_int_equal(WIPE_FILE_REASONS, WIPECERT_FILE_REASONS);
	for (unsigned int i = 0; i < WIPECERT_FILE_REASONS; i++) {
		struct wipecert_files *list;
		struct wipe_file_result result = {
			.path = "a",
			.state = WIPE_FILE_ERASED,
			.level = WIPE_FILE_F1,
			.reason = (enum wipe_file_reason)i,
			.name_count = 1,
			.touched = true,
			.extents = &block,
			.extent_count = i == WIPE_FILE_EMPTY ? 0 : 1,
			.verified_bytes = i == WIPE_FILE_EMPTY ? 0 : 4096,
		};

		assert_string_equal(wipe_file_reason_name((enum wipe_file_reason)i),
				    wipecert_file_reason_name(i));
		/* F1 with the very reasons with which the library reaches it. */
		assert_int_equal(wipecert_files_new(NULL, &list, NULL), 0);
		assert_int_equal(wipecert_files_add_result(list, &result, NULL) == 0,
				 wipe_file_reason_level((enum wipe_file_reason)i) == WIPE_FILE_F1);
		wipecert_files_free(list);
	}
	for (unsigned int i = 0; i < WIPECERT_FILE_STATES; i++)
		assert_string_equal(wipe_file_state_name((enum wipe_file_state)i),
				    wipecert_file_state_name((enum wipecert_file_state)i));
	for (unsigned int i = 0; i < WIPECERT_FILE_KINDS; i++)
		assert_string_equal(wipe_file_kind_name((enum wipe_file_kind)i),
				    wipecert_file_kind_name((enum wipecert_file_kind)i));
	for (unsigned int i = 0; i < WIPECERT_FILE_LEVELS; i++)
		assert_string_equal(wipe_file_level_name((enum wipe_file_level)i),
				    wipecert_file_level_name(i));
}

/* All that libwipe can say of a file system is something that a record can say. */
static void file_systems_are_described(void **state)
{
	struct wipe_fs_device device = { .node = "/dev/sdz1" };
	struct wipe_fs_medium medium = { .media = WIPE_MEDIA_SSD, .model = "M" };
	struct wipe_filesystem fs = { .type = "ext4",
				      .beneath = WIPE_BENEATH_FLASH,
				      .devices = &device,
				      .device_count = 1,
				      .media = &medium,
				      .medium_count = 1 };
	struct wipecert_files *list = file_sample_list(file_sample_find("file-erasure"));
	struct wipecert_meta meta;

	(void)state;
	sample_meta(&samples[0], &meta);
	for (unsigned int i = 0; i < 15; i++) {
		struct wipecert_file_system_described out;
		struct wipecert_files_job job = { .level_requested = "F1",
						  .touched = true,
						  .journal = i % 2 ? "left" : "wiped",
						  .file_systems = &out.system,
						  .file_system_count = 1 };
		size_t bytes;
		char *json;

		fs.writes = (enum wipe_fs_writes)(i % (WIPE_FS_ELSEWHERE + 1));
		fs.journal = (enum wipe_fs_answer)(i % (WIPE_FS_YES + 1));
		fs.beneath |= 1U << i;
		wipecert_file_system_describe(&fs, &out);
		assert_int_equal(wipecert_files_build(WIPECERT_ERASURE, list, &job, &meta, &json,
						      &bytes, NULL),
				 0);
		free(json);
	}
	wipecert_files_free(list);
}

/* Wiped is only what was reached, all of it, without an error. */
static void free_space_is_described(void **state)
{
	struct wipe_space_result result = { .unreached_count = 0 };
	struct wipecert_free_space_described out;

	(void)state;
	for (size_t i = 0; i < WIPE_SPACE_PARTS; i++)
		result.parts[i].state = i % 2 ? WIPE_SPACE_WIPED : WIPE_SPACE_NONE;
	result.parts[WIPE_SPACE_DATA] = (struct wipe_space_done){ WIPE_SPACE_WIPED, 3, 4096, 4096 };
	wipecert_free_space_describe(&result, 0, &out);
	assert_string_equal(out.space.result, "wiped");
	assert_int_equal(out.space.bytes, 4096);
	assert_int_equal(out.space.not_reached_count, 0);
	wipecert_free_space_describe(&result, WIPE_E_INTERRUPTED, &out);
	assert_string_equal(out.space.result, "partial");
	assert_string_equal(out.space.reason, "interrupted");
	for (unsigned int i = 0; i < WIPE_SPACE_UNREACHED_MAX; i++)
		result.unreached[result.unreached_count++].reason =
			(enum wipe_space_reason)(i % (WIPE_SPACE_UNREAD + 1));
	wipecert_free_space_describe(&result, 0, &out);
	assert_string_equal(out.space.result, "partial");
	assert_int_equal(out.space.not_reached_count, WIPE_SPACE_UNREAD + 1);
	memset(&result, 0, sizeof(result));
	wipecert_free_space_describe(&result, WIPE_E_REFUSED, &out);
	assert_string_equal(out.space.result, "failed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fixtures_are_what_is_built),
		cmocka_unit_test(each_is_judged_as_expected),
		cmocka_unit_test(medium_is_none),
		cmocka_unit_test(its_list_is_recognised),
		cmocka_unit_test(lies_are_found),
		cmocka_unit_test(truths_are_believed),
		cmocka_unit_test(only_all_of_a_copy_is_whole),
		cmocka_unit_test(other_shapes_are_refused),
		cmocka_unit_test(kinds_do_not_mix),
		cmocka_unit_test(only_work_is_built),
		cmocka_unit_test(tables_are_those_of_the_library),
		cmocka_unit_test(file_systems_are_described),
		cmocka_unit_test(free_space_is_described),
		cmocka_unit_test(lists_go_with_their_type),
		cmocka_unit_test(each_is_drawn_for_what_it_is),
		cmocka_unit_test(levels_are_those_of_what_is_gone),
		cmocka_unit_test(many_areas_have_room),
		cmocka_unit_test(commands_need_no_medium),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
