/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "act_sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "sample.h"

#define ISSUED_S INT64_C(1795316766)
#define HASH_A "a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7"
#define HASH_B "b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8"
#define ITEM "00000000-0000-4000-8000-000000000104" /* what the sample "receive" brings */
#define RECORD "00000000-0000-4000-8000-000000000110"
#define ANSWER "00000000-0000-4000-8000-000000000201"

/* clang-format off */
#define THING(label, kind, what)                                      \
	{ "thing/label", label, 0 }, { "thing/kind", kind, 0 },       \
	{ "thing/description", what, 0 }
#define MANIFEST                                                      \
	{ "manifest/files", NULL, 12 }, { "manifest/bytes", "5000000000", 0 }, \
	{ "manifest/sha256", HASH_A, 0 }, { "manifest/public_sha256", HASH_B, 0 }
#define OFFICER { "officer", "佐藤花子", 0 }, { "date", "2026-11-20", 0 }
#define PAPER                                                         \
	{ "means/kind", "paper", 0 }, { "means/scan_sha256", HASH_B, 0 }, \
	{ "means/scan_bytes", "48213", 0 }
#define ATTACHMENT(what, path)                                        \
	{ path "/what", what, 0 }, { path "/sha256", HASH_B, 0 },     \
	{ path "/bytes", "48213", 0 }, { path "/suffix", "pdf", 0 },  \
	{ path "/personal", NULL, ACT_TRUE }
#define END { NULL, NULL, 0 }

static const struct act_value init[] = {
	{ "contract/title", "統計調査業務", 0 }, { "contract/number", "契第2026-117号", 0 },
	{ "contract/date", "2026-11-01", 0 }, { "contract/ministry", "環境省", 0 },
	{ "contract/section", "総合政策課", 0 }, { "officers/0", "佐藤花子", 0 },
	{ "officers/1", "鈴木一郎", 0 }, { "contractor/name", "株式会社例示", 0 },
	{ "contractor/corporate_number", "7000012050002", 0 },
	{ "contractor/place_of_work", "東京都千代田区", 0 },
	{ "contractor/capital_ties", "なし", 0 },
	{ "rules/0/name", "情報セキュリティポリシー", 0 }, { "rules/0/edition", "第16版", 0 },
	{ "policy/confirmation", "signed-or-paper", 0 }, { "policy/hold", NULL, ACT_TRUE },
	{ "trust/0/name", "policy.json", 0 }, { "trust/0/sha256", HASH_A, 0 },
	{ "trust/0/bytes", "412", 0 }, { "note", "別紙様式による。", 0 }, END
};

static const struct act_value approve[] = {
	{ "subject", "method", 0 }, { "text", "提案の抹消方法を承認する。", 0 },
	{ "kinds/0", "medium", 0 }, { "kinds/1", "device", 0 }, { "method", "stream", 0 },
	{ "level", "clear", 0 }, OFFICER, END
};

static const struct act_value staff[] = {
	{ "persons/0/number", NULL, 1 }, { "persons/0/role", "manager", 0 },
	{ "persons/0/certificate_sha256", HASH_A, 0 }, { "persons/0/from", "2026-11-01", 0 },
	{ "persons/0/until", NULL, 0 },
	{ "persons/1/number", NULL, 2 }, { "persons/1/role", "other", 0 },
	{ "persons/1/certificate_sha256", NULL, 0 }, { "persons/1/from", "2026-11-01", 0 },
	{ "persons/1/until", "2027-03-31", 0 }, ATTACHMENT("persons", "attachments/0"), END
};

static const struct act_value receive[] = {
	THING("資料CD-1", "medium", "調査票データ"), { "thing/classification", "機密性2", 0 },
	{ "thing/maker", "Example", 0 }, { "thing/model", "Disc", 0 },
	{ "thing/serial", "CD-000117", 0 }, { "given_by", "佐藤花子", 0 },
	{ "received_on", "2026-11-20", 0 }, { "due", "return", 0 },
	{ "due_on", "2027-03-31", 0 }, MANIFEST, END
};

static const struct act_value permit[] = {
	{ "purpose", "bring-in", 0 }, THING("持込PC-1", "device", "集計用の端末"),
	{ "thing/media/0/maker", "Example", 0 }, { "thing/media/0/model", NULL, 0 },
	{ "thing/media/0/serial", "WD-WCC6Y0000000", 0 },
	{ "use", "現地での集計", 0 }, { "place", "総合政策課執務室", 0 },
	{ "from", "2026-11-20", 0 }, { "until", "2027-03-31", 0 }, OFFICER, END
};

static const struct act_value permit_copy[] = {
	{ "purpose", "copy-outside", 0 }, THING("複製-1", "files", "作業用の複製"),
	{ "parent", ITEM, 0 }, { "use", "集計", 0 }, { "place", "受託者作業室", 0 },
	{ "from", "2026-11-20", 0 }, OFFICER, PAPER, END
};

static const struct act_value challenge[] = {
	{ "serial", "WD-WCC6Y0000000", 0 },
	{ "challenge", "1bd98e4b38fb9487dcc234964d56743c", 0 },
	{ "expires_at", "2026-11-30T15:00:00Z", 0 }, { "officer", "佐藤花子", 0 }, END
};

static const struct act_value copy_out[] = {
	{ "started_at", "2026-11-22T03:00:00Z", 0 }, { "ended_at", "2026-11-22T03:04:05Z", 0 },
	{ "destination", "暗号化USBメモリ 3号", 0 }, { "serial", "USB-0003", 0 },
	{ "result", "partial", 0 }, { "begun", RECORD, 0 }, { "failed", NULL, 2 },
	{ "passed_over", NULL, 1 }, { "not_reached", NULL, 3 },
	{ "read_back", "past-cache", 0 }, MANIFEST, END
};

static const struct act_value exit_check[] = {
	{ "result", "nothing-copied", 0 }, { "text", "残存データのないことを目視で確認した。", 0 },
	{ "place", "総合政策課執務室", 0 }, { "left_on", "2026-11-22", 0 }, END
};

static const struct act_value return_[] = {
	{ "form", "medium", 0 }, { "to", "佐藤花子", 0 }, { "returned_on", "2026-11-22", 0 },
	{ "quantity", NULL, 1 }, ATTACHMENT("receipt", "attachments/0"), MANIFEST,
	{ "compared/same", NULL, 10 }, { "compared/changed", NULL, 1 },
	{ "compared/missing", NULL, 7 }, { "compared/additional", NULL, 1 }, END
};

static const struct act_value dispose[] = {
	{ "method", "shredded", 0 }, { "text", "2mm幅で細断した。", 0 },
	{ "by", "株式会社溶解", 0 }, { "disposed_on", "2026-11-22", 0 },
	{ "quantity", NULL, 3 }, ATTACHMENT("photograph", "attachments/0"), END
};

static const struct act_value attest[] = {
	{ "method", "メールの完全削除", 0 }, { "text", "受信箱とごみ箱から削除した。", 0 },
	{ "reason", "サーバーの媒体を読み戻せない。", 0 }, { "done_on", "2026-11-22", 0 }, END
};

static const struct act_value incident[] = {
	{ "kind", "lost", 0 }, { "things/0", ITEM, 0 }, { "missing", NULL, ACT_TRUE },
	{ "noticed_on", "2026-11-21", 0 }, { "text", "輸送中に所在不明となった。", 0 }, END
};

static const struct act_value incident_resolved[] = {
	{ "stage", "resolved", 0 }, { "kind", "lost", 0 }, { "about", RECORD, 0 },
	{ "things/0", ITEM, 0 }, { "missing", NULL, ACT_TRUE }, { "noticed_on", "2026-11-21", 0 },
	{ "text", "発見に至らなかった。", 0 }, { "cause", "梱包の誤り", 0 },
	{ "measures", "輸送手順を改めた。", 0 }, END
};

static const struct act_value declare[] = {
	{ "clauses/0/clause", NULL, 13 }, { "clauses/0/applies", NULL, 0 },
	{ "clauses/0/text", "ウェブサイトはない。", 0 }, { "clauses/1/clause", NULL, 14 },
	{ "clauses/1/applies", NULL, ACT_TRUE }, { "clauses/1/text", NULL, 0 }, END
};

static const struct act_value merge[] = {
	{ "included/0/name", "再委託先", 0 }, { "included/0/init_sha256", HASH_A, 0 },
	{ "included/0/heads/0/econtent_sha256", HASH_B, 0 },
	{ "included/0/heads/0/signature_sha256", HASH_A, 0 }, { "included/0/records", NULL, 9 },
	{ "text", "写しを統合した。", 0 }, END
};

static const struct act_value close_[] = {
	{ "closed_on", "2027-03-31", 0 }, { "items/0/item", ITEM, 0 },
	{ "items/0/outcome", "returned", 0 }, { "items/0/record", RECORD, 0 },
	{ "items/0/confirmation", ANSWER, 0 }, { "items/0/paper", NULL, ACT_TRUE },
	{ "text", "すべて完了した。", 0 }, END
};
/* clang-format on */

const struct act_sample act_samples[] = {
	{ "init", WIPECERT_INIT, 1, false, init },
	{ "approve", WIPECERT_APPROVE, 2, false, approve },
	{ "staff", WIPECERT_STAFF, 3, false, staff },
	{ "receive", WIPECERT_RECEIVE, 4, false, receive },
	{ "permit", WIPECERT_PERMIT, 5, false, permit },
	{ "permit-copy-paper", WIPECERT_PERMIT, 6, false, permit_copy },
	{ "challenge", WIPECERT_CHALLENGE, 7, true, challenge },
	{ "copy-out", WIPECERT_COPY_OUT, 8, true, copy_out },
	{ "exit-check", WIPECERT_EXIT_CHECK, 9, true, exit_check },
	{ "incident", WIPECERT_INCIDENT, 10, false, incident },
	{ "incident-resolved", WIPECERT_INCIDENT, 11, false, incident_resolved },
	{ "return", WIPECERT_RETURN, 12, true, return_ },
	{ "dispose", WIPECERT_DISPOSE, 13, true, dispose },
	{ "attest", WIPECERT_ATTEST, 14, true, attest },
	{ "declare", WIPECERT_DECLARE, 15, false, declare },
	{ "merge", WIPECERT_MERGE, 16, false, merge },
	{ "close", WIPECERT_CLOSE, 17, false, close_ },
};
const size_t act_sample_count = COUNT(act_samples);

const struct act_sample *act_sample_find(const char *name)
{
	for (size_t i = 0; i < act_sample_count; i++)
		if (strcmp(act_samples[i].name, name) == 0)
			return &act_samples[i];
	fail_msg("no act sample %s", name);
	return NULL;
}

static bool is_flag(const char *path)
{
	static const char *const flags[] = { "hold", "personal", "missing", "applies", "paper" };
	const char *slash = strrchr(path, '/'), *last = slash ? slash + 1 : path;

	if (strcmp(path, "compared/missing") == 0)
		return false;
	for (size_t i = 0; i < COUNT(flags); i++)
		if (strcmp(flags[i], last) == 0)
			return true;
	return false;
}

static void put(struct wipecert_act *act, const struct act_value *value)
{
	struct wipe_error err = { .code = WIPE_OK };
	int rc;

	if (value->text || (!value->number && !is_flag(value->path)))
		rc = wipecert_act_text(act, value->path, value->text, &err);
	else if (is_flag(value->path))
		rc = wipecert_act_bool(act, value->path, value->number == ACT_TRUE, &err);
	else
		rc = wipecert_act_number(act, value->path, value->number, &err);
	if (rc)
		fail_msg("%s: %s", value->path, err.message);
}

/* Each follows the one before; what a merge follows is two. */
static void make_meta(const struct act_sample *sample, struct wipecert_place *place,
		      struct wipecert_link links[2], struct wipecert_meta *meta)
{
	size_t bytes, count = sample->type == WIPECERT_INIT ? 0 : 1;

	sample_meta(sample_find("check"), meta);
	meta->issued_at_s = ISSUED_S + (int64_t)sample->number * 60;
	snprintf(meta->tool_name, sizeof(meta->tool_name), "wipe-case");
	snprintf(meta->id, sizeof(meta->id), "00000000-0000-4000-8000-%012u",
		 100 + (unsigned int)sample->number);
	*place = (struct wipecert_place){ .number = sample->number,
					  .writer_number = sample->number,
					  .has_init = count,
					  .has_writer_previous = count };
	if (count) {
		char *json = act_sample_json(&act_samples[0], &bytes);

		assert_true(digest_sha256(json, bytes, place->init_sha256));
		free(json);
	}
	for (size_t i = 0; i < 2; i++) {
		links[i] = (struct wipecert_link){ .is_signed = true };
		memset(links[i].econtent_sha256, (int)(sample->number + 64 * i), 32);
		memset(links[i].signature_sha256, (int)(sample->number + 128 * i), 32);
	}
	place->writer_previous = links[0];
	if (sample->is_about_item)
		snprintf(place->item, sizeof(place->item), ITEM);
	meta->place = place;
	meta->previous = links;
	meta->previous_count = sample->type == WIPECERT_MERGE ? 2 : count;
}

static char *build(const struct act_sample *sample, void (*more)(struct wipecert_act *act),
		   size_t *bytes)
{
	struct wipe_error err = { .code = WIPE_OK };
	struct wipecert_link links[2];
	struct wipecert_place place;
	struct wipecert_meta meta;
	struct wipecert_act *act;
	char *json;

	assert_int_equal(wipecert_act_new(sample->type, &act, &err), 0);
	for (const struct act_value *value = sample->values; value->path; value++)
		put(act, value);
	if (more)
		more(act);
	make_meta(sample, &place, links, &meta);
	if (wipecert_act_build(act, &meta, &json, bytes, &err))
		fail_msg("%s: %s", sample->name, err.message);
	wipecert_act_free(act);
	return json;
}

/* Takes json over. */
static struct wipecert_record *parse(const struct act_sample *sample, char *json, size_t bytes)
{
	struct wipe_error err = { .code = WIPE_OK };
	struct wipecert_record *record;

	if (wipecert_record_parse(json, bytes, &record, &err))
		fail_msg("%s: %s", sample->name, err.message);
	free(json);
	return record;
}

char *act_sample_json(const struct act_sample *sample, size_t *bytes)
{
	return build(sample, NULL, bytes);
}

struct wipecert_record *act_sample_record(const struct act_sample *sample)
{
	size_t bytes;
	char *json = act_sample_json(sample, &bytes);

	return parse(sample, json, bytes);
}

static void put_entry(struct wipecert_act *act, const char *list, size_t index, const char *key,
		      const char *text)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/%zu%s%s", list, index, *key ? "/" : "", key);
	put(act, &(struct act_value){ path, text, text ? 0 : ACT_TRUE });
}

static void lengthen(struct wipecert_act *act)
{
	for (size_t i = 0; i < 16; i++)
		put_entry(act, "officers", i, "", "x");
	for (size_t i = 0; i < 32; i++) {
		put_entry(act, "rules", i, "name", "x");
		put_entry(act, "rules", i, "edition", "x");
	}
	for (size_t i = 0; i < 1000; i++) {
		put_entry(act, "trust", i, "name", "x");
		put_entry(act, "trust", i, "sha256", HASH_A);
		put_entry(act, "trust", i, "bytes", "1");
	}
	for (size_t i = 0; i < 64; i++) {
		put_entry(act, "attachments", i, "what", "document");
		put_entry(act, "attachments", i, "sha256", HASH_A);
		put_entry(act, "attachments", i, "bytes", "1");
		put_entry(act, "attachments", i, "suffix", "pdf");
		put_entry(act, "attachments", i, "personal", NULL);
	}
}

struct wipecert_record *act_sample_long_init(void)
{
	const struct act_sample *sample = act_sample_find("init");
	size_t bytes;
	char *json = build(sample, lengthen, &bytes);

	return parse(sample, json, bytes);
}
