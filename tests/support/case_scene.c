/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "case_scene.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wipecert/files.h>
#include <wipecert/save.h>

#include "support.h"
#include "unit.h"

#define STEP_S 60
#define WORD_BYTES 5000

static const char policy[] =
	"{\"schema\":\"massho-trust/1\",\"name\":\"test\",\"algorithms\":\"massho-2026\","
	"\"confirmation\":\"required\",\"roster\":\"optional\",\"revocation\":{\"kind\":\"none\"},"
	"\"officers\":[],\"anchors\":[]}\n";

/* One authority for each role, or everybody would be everything. */
static const struct {
	const char *authority, *folder; /* NULL: nobody trusts it */
} authorities[] = {
	{ "Authority of engineers", "trust/engineer" },
	{ "Authority of managers", "trust/manager" },
	{ "Authority of officers", "trust/officer" },
	{ "Authority of nobody", NULL },
};

static const struct {
	const char *name;
	size_t authority;
} persons[PERSONS] = {
	[MANAGER] = { "Manager", 1 },	    [ENGINEER] = { "Engineer", 0 },
	[ENGINEER_2] = { "Engineer 2", 0 }, [OFFICER] = { "Officer", 2 },
	[OFFICER_2] = { "Officer 2", 2 },   [STRANGER] = { "Stranger", 3 },
};

const char *case_scene_path(const struct case_scene *scene, const char *name)
{
	static char paths[8][CASE_SCENE_PATH_BYTES];
	static size_t next;
	char *path = paths[next++ % COUNT(paths)];

	snprintf(path, sizeof(paths[0]), "%s/%s", scene->folder, name);
	return path;
}

static void make_person(struct case_scene *scene, enum person person,
			const struct identity *authority)
{
	struct order order = signer_order("P-256");
	struct wipecert_signer_source source = { .key = case_scene_path(scene, "person.key"),
						 .cert = case_scene_path(scene, "person.pem") };
	struct identity identity;

	order.organisation = persons[person].name;
	identity = issue(&order, authority);
	write_key(source.key, identity.key, NULL);
	write_certificate(source.cert, identity.certificate);
	assert_int_equal(wipecert_signer_load(&source, &scene->signers[person], NULL), 0);
	wipecert_signer_sha256(scene->signers[person], scene->sha256[person]);
	assert_int_equal(unlink(source.key) | unlink(source.cert), 0);
	release(&identity);
}

static void make_persons(struct case_scene *scene, size_t authority)
{
	struct order order = authority_order;
	struct identity identity;
	char path[CASE_SCENE_PATH_BYTES];

	order.organisation = authorities[authority].authority;
	identity = issue(&order, NULL);
	if (authorities[authority].folder) {
		const char *folder = case_scene_path(scene, authorities[authority].folder);

		assert_int_equal(mkdir(folder, 0755), 0);
		snprintf(path, sizeof(path), "%s/ca.pem", folder);
		write_certificate(path, identity.certificate);
	}
	for (size_t i = 0; i < PERSONS; i++)
		if (persons[i].authority == authority)
			make_person(scene, (enum person)i, &identity);
	release(&identity);
}

/* Thousands of records are synced: where that costs nothing, if there is such a place. */
static void choose_place(void)
{
	if (!getenv("TMPDIR") && access("/dev/shm", W_OK | X_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
}

int case_scene_setup(void **state)
{
	struct case_scene *scene = calloc(1, sizeof(*scene));
	void *folder = NULL;

	choose_place();
	if (!scene || make_folder(&folder))
		return -1;
	snprintf(scene->folder, sizeof(scene->folder), "%s", (const char *)folder);
	free(folder);
	scene->now_s = CASE_SCENE_NOW_S;
	if (mkdir(case_scene_path(scene, "trust"), 0755))
		return -1;
	write_file(case_scene_path(scene, "trust/policy.json"), policy, sizeof(policy) - 1, 0644);
	for (size_t i = 0; i < COUNT(authorities); i++)
		make_persons(scene, i);
	*state = scene;
	return 0;
}

void case_scene_leave(struct case_scene *scene)
{
	for (size_t i = 0; i < PERSONS; i++)
		wipecert_signer_free(scene->signers[i]);
	free(scene);
}

int case_scene_teardown(void **state)
{
	struct case_scene *scene = *state;
	void *folder = strdup(scene->folder);

	case_scene_leave(scene);
	return folder ? remove_folder(&folder) : -1;
}

static const char *const defaults[WIPECERT_TYPES] = {
	[WIPECERT_INIT] = "contract/title=Survey;contract/number=1;contract/date=2026-04-01;"
			  "contract/ministry=Ministry;contract/section=Section;officers/0=Officer;"
			  "contractor/name=Company;contractor/corporate_number=7000012050002;"
			  "contractor/place_of_work=Tokyo;rules/0/name=Rules;rules/0/edition=1",
	[WIPECERT_APPROVE] = "subject=method;text=As agreed.;level=clear;officer=Officer;"
			     "date=2026-06-01",
	[WIPECERT_STAFF] = "",
	[WIPECERT_RECEIVE] = "thing/label=A;thing/kind=files;thing/description=Data;"
			     "given_by=Officer;received_on=2026-06-01",
	[WIPECERT_PERMIT] = "purpose=bring-in;thing/label=D;thing/kind=device;"
			    "thing/description=Laptop;use=Work;place=Room;from=2026-06-01;"
			    "officer=Officer;date=2026-06-01",
	[WIPECERT_CHALLENGE] = "challenge=000102030405060708090a0b0c0d0e0f;officer=Officer;"
			       "expires_at@1780444800",
	[WIPECERT_COPY_OUT] =
		"started_at@1780272000;ended_at@1780272001;destination=Disk;"
		"result=complete;read_back=past-cache;manifest/files#1;manifest/bytes=1;"
		"manifest/sha256=0000000000000000000000000000000000000000000000000000"
		"000000000000;"
		"manifest/public_sha256=00000000000000000000000000000000000000000000"
		"00000000000000000000",
	[WIPECERT_EXIT_CHECK] = "result=erased;text=Looked.;place=Gate;left_on=2026-06-01",
	[WIPECERT_RETURN] = "form=medium;to=Officer;returned_on=2026-06-01",
	[WIPECERT_DISPOSE] = "method=shredded;text=Cut.;by=Company;disposed_on=2026-06-01",
	[WIPECERT_ATTEST] = "method=deleted;text=Done.;reason=Cloud.;done_on=2026-06-01",
	[WIPECERT_INCIDENT] = "kind=other;noticed_on=2026-06-01;text=Odd.",
	[WIPECERT_DECLARE] = "clauses/0/clause#1;clauses/0/applies?true;clauses/0/text=",
	[WIPECERT_MERGE] = "",
	[WIPECERT_CLOSE] = "closed_on=2026-06-01",
};

void case_scene_say(struct wipecert_act *act, const char *word)
{
	size_t length = strcspn(word, "=#?@");
	const char *value = word + length + 1;
	char path[128];
	int rc;

	assert_true(word[length] && length < sizeof(path));
	memcpy(path, word, length);
	path[length] = '\0';
	switch (word[length]) {
	case '#':
		rc = wipecert_act_number(act, path, strtoull(value, NULL, 10), NULL);
		break;
	case '?':
		rc = wipecert_act_bool(act, path, strcmp(value, "true") == 0, NULL);
		break;
	case '@':
		rc = wipecert_act_time(act, path, strtoll(value, NULL, 10), NULL);
		break;
	default:
		rc = wipecert_act_text(act, path, *value ? value : NULL, NULL);
	}
	if (rc)
		fail_msg("%s", word);
}

static void say_all(struct wipecert_act *act, const char *words)
{
	char copy[WORD_BYTES], *rest = copy;

	snprintf(copy, sizeof(copy), "%s", words);
	for (char *word; (word = strsep(&rest, ";"));)
		if (*word)
			case_scene_say(act, word);
}

static struct wipecert_act *make_act(enum wipecert_type type, va_list words)
{
	struct wipecert_act *act;
	const char *word;

	assert_int_equal(wipecert_act_new(type, &act, NULL), 0);
	say_all(act, defaults[type]);
	while ((word = va_arg(words, const char *)))
		case_scene_say(act, word);
	return act;
}

struct wipecert_act *case_scene_act(enum wipecert_type type, ...)
{
	struct wipecert_act *act;
	va_list words;

	va_start(words, type);
	act = make_act(type, words);
	va_end(words);
	return act;
}

static void describe(struct case_scene *scene, struct wipecert_meta *meta)
{
	memset(meta, 0, sizeof(*meta));
	snprintf(meta->id, sizeof(meta->id), "%08x-0000-4000-8000-000000000000", ++scene->ids);
	scene->now_s += STEP_S;
	meta->issued_at_s = scene->now_s;
	strcpy(meta->tool_name, "scene");
	strcpy(meta->tool_version, "0");
	strcpy(meta->time_zone, "Asia/Tokyo");
	snprintf(scene->id, sizeof(scene->id), "%s", meta->id);
	scene->added = (struct wipecert_case_added){ .record = WIPECERT_NO_INDEX };
	wipe_error_clear(&scene->error);
}

struct wipecert_case *case_scene_open(const struct case_scene *scene, const char *name,
				      const uint8_t init_sha256[32])
{
	struct wipecert_case_options options = { .init_sha256 = init_sha256,
						 .time_s = scene->opened_s ?
								   scene->opened_s :
								   CASE_SCENE_NOW_S + 100 * DAY_S };
	struct wipecert_case *opened;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (wipecert_case_open(case_scene_path(scene, name), &options, &opened, &err))
		fail_msg("%s: %s", name, err.message);
	return opened;
}

struct wipecert_case *case_scene_begin(struct case_scene *scene, const char *name, ...)
{
	struct wipecert_act *act;
	struct wipecert_meta meta;
	uint8_t init[32];
	va_list words;

	va_start(words, name);
	act = make_act(WIPECERT_INIT, words);
	va_end(words);
	describe(scene, &meta);
	if (wipecert_case_create(case_scene_path(scene, name), case_scene_path(scene, "trust"), act,
				 NULL, 0, scene->signers[MANAGER], &meta, init, &scene->error))
		fail_msg("%s", scene->error.message);
	wipecert_act_free(act);
	return case_scene_open(scene, name, init);
}

static void copy_tree(const char *from, const char *to)
{
	struct case_files files = case_files_of(from);
	char path[2 * CASE_SCENE_PATH_BYTES], source[2 * CASE_SCENE_PATH_BYTES];

	assert_int_equal(mkdir(to, 0755), 0);
	for (size_t i = 0; i < files.count; i++) {
		unsigned char *bytes;
		size_t length;

		snprintf(path, sizeof(path), "%s/%s", to, files.files[i].name);
		for (char *at = strchr(path + strlen(to) + 1, '/'); at; at = strchr(at + 1, '/')) {
			*at = '\0';
			mkdir(path, 0755);
			*at = '/';
		}
		snprintf(source, sizeof(source), "%s/%s", from, files.files[i].name);
		assert_int_equal(wipecert_load(source, SIZE_MAX / 4, &bytes, &length, NULL), 0);
		write_file(path, bytes, length, 0644);
		free(bytes);
	}
	case_files_clear(&files);
}

void case_scene_copy(const struct case_scene *scene, const char *from, const char *to)
{
	copy_tree(case_scene_path(scene, from), case_scene_path(scene, to));
}

static void say_item(struct wipecert_act *act, size_t at, const struct wipecert_item *item)
{
	static const char *const names[] = { "item", "record", "confirmation" };
	char word[128];

	for (size_t i = 0; i < COUNT(names); i++) {
		snprintf(word, sizeof(word), "items/%zu/%s=%s", at, names[i], item->id);
		case_scene_say(act, word);
	}
	snprintf(word, sizeof(word), "items/%zu/outcome=%s", at,
		 wipecert_outcome_name(item->outcome));
	case_scene_say(act, word);
	snprintf(word, sizeof(word), "items/%zu/paper?false", at);
	case_scene_say(act, word);
}

struct wipecert_act *case_scene_closing(const struct wipecert_case *opened)
{
	struct wipecert_act *act = case_scene_act(WIPECERT_CLOSE, NULL);
	size_t named = 0;

	for (size_t i = 0; i < wipecert_case_item_count(opened); i++) {
		struct wipecert_item item;

		wipecert_case_item(opened, i, &item);
		if (item.outcome != WIPECERT_OUTCOME_NONE &&
		    item.outcome != WIPECERT_OUTCOME_WITHDRAWN)
			say_item(act, named++, &item);
	}
	return act;
}

static const char *add(struct case_scene *scene, struct wipecert_case *opened, enum person by,
		       const char *item, struct wipecert_case_addition *addition)
{
	char about[WIPECERT_ID_BYTES];

	if (item)
		snprintf(about, sizeof(about), "%s", item);
	addition->item = item ? about : NULL;
	addition->signer = scene->signers[by];
	addition->may_break_rules = scene->force;
	scene->rc = wipecert_case_add(opened, addition, &scene->added, &scene->error);
	if (scene->rc && !scene->lenient)
		fail_msg("%s", scene->error.message);
	return scene->rc ? NULL : scene->id;
}

static const char *add_act(struct case_scene *scene, struct wipecert_case *opened, enum person by,
			   const char *item, struct wipecert_act *act, bool joins)
{
	struct wipecert_meta meta;
	struct wipecert_case_addition addition = { .build = wipecert_case_build_act,
						   .build_arg = act,
						   .meta = &meta,
						   .joins_heads = joins };
	char about[WIPECERT_ID_BYTES];
	const char *id;

	/* It may be the scene's, which is about to be another. */
	if (item)
		snprintf(about, sizeof(about), "%s", item);
	describe(scene, &meta);
	if (wipecert_act_type(act) == WIPECERT_COPY_OUT) {
		int64_t at_s = scene->copied_s ? scene->copied_s : meta.issued_at_s;

		assert_int_equal(wipecert_act_time(act, "started_at", at_s, NULL), 0);
		assert_int_equal(wipecert_act_time(act, "ended_at", at_s, NULL), 0);
	}
	id = add(scene, opened, by, item ? about : NULL, &addition);
	wipecert_act_free(act);
	return id;
}

const char *case_scene_add(struct case_scene *scene, struct wipecert_case *opened, enum person by,
			   const char *item, struct wipecert_act *act)
{
	return add_act(scene, opened, by, item, act, false);
}

const char *case_scene_merge(struct case_scene *scene, struct wipecert_case *opened, enum person by)
{
	return add_act(scene, opened, by, NULL, case_scene_act(WIPECERT_MERGE, NULL), true);
}

struct building {
	const struct case_work *work;
	struct wipecert_link closes;
	uint8_t challenge[16];
	int64_t started_s;
};

/* One file, as planned, erased, or refused. */
static struct wipecert_files *list_of_one(const struct case_work *work)
{
	bool is_done = work->type == WIPECERT_ERASURE, is_erased = is_done && !work->unverified;
	const struct wipecert_file file = {
		.path = "copy.csv",
		.kind = "regular",
		.state = is_erased ? "erased" :
			 is_done   ? "refused" :
				     "planned",
		.level = is_done && !is_erased ? "F0" : "F1",
		.reason = "empty",
		.touched = is_erased,
		.name_count = 1,
	};
	struct wipecert_files *list;

	assert_int_equal(wipecert_files_new(NULL, &list, NULL), 0);
	if (!work->is_rest)
		assert_int_equal(wipecert_files_add(list, &file, NULL), 0);
	assert_int_equal(wipecert_files_seal(list, NULL), 0);
	return list;
}

static int build_files(const struct building *building, const struct wipecert_meta *meta,
		       char **json, size_t *json_bytes, struct wipe_error *err)
{
	static const char *const beneath[] = { "hdd" };
	const struct case_work *work = building->work;
	const struct wipecert_file_medium medium = { "Disk", work->serial, "hdd" };
	const struct wipecert_file_system system = { .type = "ext2",
						     .writes = "in-place",
						     .journal = "no",
						     .beneath = beneath,
						     .beneath_count = 1,
						     .media = &medium,
						     .medium_count = 1 };
	static const struct wipecert_swap swap = { .state = "verified",
						   .bytes = 4096,
						   .overwritten_bytes = 4096,
						   .verified_bytes = 4096 };
	static const struct wipecert_files_copied all = { .files = 1, .erased = 1 };
	static const struct wipecert_files_copied none = { .files = 1, .left = 1 };
	const struct wipecert_files_job job = { .level_requested = "F1",
						.copied = work->is_silent  ? NULL :
							  work->copied	   ? work->copied :
							  work->unverified ? &none :
									     &all,
						.started_at_s = building->started_s,
						.ended_at_s = building->started_s,
						.touched = !work->unverified,
						.journal = "none",
						.file_systems = &system,
						.file_system_count = 1,
						.swap = &swap,
						.swap_count = work->is_rest };
	struct wipecert_files *list = list_of_one(work);
	struct wipecert_meta own = *meta;
	int rc;

	own.closes = work->closes ? &building->closes : NULL;
	rc = wipecert_files_build(work->type, list, &job, &own, json, json_bytes, err);
	wipecert_files_free(list);
	return rc;
}

static int build_work(void *arg, const struct wipecert_meta *meta, char **json, size_t *json_bytes,
		      struct wipe_error *err)
{
	const struct building *building = arg;
	const struct case_work *work = building->work;
	struct sample_subject subject = {
		.serial = work->serial,
		.capacity_bytes = 1 << 16,
		.closes = work->closes ? &building->closes : NULL,
		.meta = meta,
		.challenge = work->challenge ? building->challenge : NULL,
		.challenge_bytes = work->challenge ? sizeof(building->challenge) : 0,
		.started_at_s = building->started_s,
		.crypto = work->crypto,
	};

	if (work->is_files)
		return build_files(building, meta, json, json_bytes, err);
	return sample_record_of(&subject, work->type,
				work->unverified ? SAMPLE_UNVERIFIED : SAMPLE_VERIFIED, json,
				json_bytes);
}

size_t case_scene_find(const struct wipecert_case *opened, const char *id)
{
	for (size_t i = 0; i < wipecert_case_record_count(opened); i++) {
		struct wipecert_case_record record;

		wipecert_case_record(opened, i, &record);
		if (strcmp(record.link.id, id) == 0)
			return i;
	}
	return WIPECERT_NO_INDEX;
}

static struct wipecert_link link_of(const struct wipecert_case *opened, const char *id)
{
	struct wipecert_case_record record;
	size_t at = case_scene_find(opened, id);

	assert_true(at != WIPECERT_NO_INDEX);
	wipecert_case_record(opened, at, &record);
	return record.link;
}

static void find_challenge(const struct wipecert_case *opened, const char *id,
			   uint8_t challenge[16])
{
	struct wipecert_result result;

	assert_int_equal(
		wipecert_case_load_record(opened, case_scene_find(opened, id), &result, NULL), 0);
	assert_true(wipecert_record_hex(result.record, "challenge", challenge, 16));
	wipecert_result_clear(&result);
}

const char *case_scene_work(struct case_scene *scene, struct wipecert_case *opened, enum person by,
			    const char *item, const struct case_work *work)
{
	struct building building = { .work = work };
	struct wipecert_meta meta;
	struct wipecert_case_addition addition = { .build = build_work,
						   .build_arg = &building,
						   .meta = &meta };
	char about[WIPECERT_ID_BYTES];

	if (item)
		snprintf(about, sizeof(about), "%s", item);
	if (work->closes)
		building.closes = link_of(opened, work->closes);
	if (work->challenge)
		find_challenge(opened, work->challenge, building.challenge);
	describe(scene, &meta);
	building.started_s = work->started_s ? work->started_s : scene->now_s - 1;
	return add(scene, opened, by, item ? about : NULL, &addition);
}

const char *case_scene_erase(struct case_scene *scene, struct wipecert_case *opened,
			     const char *item, const char *serial)
{
	char about[WIPECERT_ID_BYTES], attempt[WIPECERT_ID_BYTES];
	struct case_work work = { .serial = serial };

	snprintf(about, sizeof(about), "%s", item);
	snprintf(attempt, sizeof(attempt), "%s",
		 case_scene_work(scene, opened, ENGINEER, about, &work));
	work.type = WIPECERT_ERASURE;
	work.closes = attempt;
	return case_scene_work(scene, opened, ENGINEER, about, &work);
}

struct answering {
	struct wipecert_confirmation confirmation;
	struct wipecert_link about;
};

static int build_answer(void *arg, const struct wipecert_meta *meta, char **json,
			size_t *json_bytes, struct wipe_error *err)
{
	const struct answering *answering = arg;
	struct wipecert_meta own = *meta;

	own.about = &answering->about;
	return wipecert_confirmation_build(&answering->confirmation, &own, json, json_bytes, err);
}

static void fill_answer(struct answering *answering, const struct wipecert_case *opened,
			const char *about, enum wipecert_decision decision)
{
	struct wipecert_confirmation *confirmation = &answering->confirmation;

	memset(answering, 0, sizeof(*answering));
	answering->about = link_of(opened, about);
	confirmation->accepts = decision == WIPECERT_ACCEPTED ||
				decision == WIPECERT_ACCEPTED_ON_PAPER;
	confirmation->is_paper = decision == WIPECERT_ACCEPTED_ON_PAPER ||
				 decision == WIPECERT_REJECTED_ON_PAPER;
	confirmation->scan_bytes = confirmation->is_paper ? 1 : 0;
	if (!confirmation->accepts) {
		strcpy(confirmation->grounds[0], "No.");
		confirmation->ground_count = 1;
	}
}

const char *case_scene_answer(struct case_scene *scene, struct wipecert_case *opened,
			      enum person by, const char *about, enum wipecert_decision decision)
{
	struct answering answering;
	struct wipecert_meta meta;
	struct wipecert_case_addition addition = { .build = build_answer,
						   .build_arg = &answering,
						   .meta = &meta };

	fill_answer(&answering, opened, about, decision);
	describe(scene, &meta);
	return add(scene, opened, by, NULL, &addition);
}

unsigned char *case_scene_answer_outside(struct case_scene *scene,
					 const struct wipecert_case *opened, enum person by,
					 const char *about, enum wipecert_decision decision,
					 size_t *length)
{
	struct answering answering;
	struct wipecert_meta meta;
	unsigned char *der = NULL;
	size_t json_bytes;
	char *json;

	fill_answer(&answering, opened, about, decision);
	describe(scene, &meta);
	assert_int_equal(build_answer(&answering, &meta, &json, &json_bytes, NULL), 0);
	assert_int_equal(
		wipecert_sign(scene->signers[by], json, json_bytes, &der, length, NULL, NULL), 0);
	free(json);
	return der;
}

enum wipecert_fault case_scene_fault(const struct wipecert_case *opened, const char *id)
{
	struct wipecert_case_record record;
	size_t at = case_scene_find(opened, id);

	assert_true(at != WIPECERT_NO_INDEX);
	wipecert_case_record(opened, at, &record);
	return record.fault;
}

struct wipecert_item case_scene_item(const struct wipecert_case *opened, const char *id)
{
	struct wipecert_item item;

	for (size_t i = 0; i < wipecert_case_item_count(opened); i++) {
		wipecert_case_item(opened, i, &item);
		if (strcmp(item.id, id) == 0)
			return item;
	}
	fail_msg("no item %s", id);
	return item;
}

size_t case_scene_findings(const struct wipecert_case *opened, enum wipecert_case_problem problem)
{
	struct wipecert_case_finding finding;
	size_t count = 0;

	for (size_t i = 0; i < wipecert_case_finding_count(opened); i++) {
		wipecert_case_finding(opened, i, &finding);
		count += finding.problem == problem;
	}
	return count;
}
