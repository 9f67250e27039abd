/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * many-items make FOLDER COUNT: a case of so many media, each received, challenged, erased
 * and confirmed: five records an item, not synced.
 * many-items measure CASE: reads it, folds it once more, tells seconds and the peak of memory.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "case_scene.h"
#include "support.h"
#include "unit.h"

struct making {
	struct case_scene *scene;
	char records[CASE_SCENE_PATH_BYTES];
	uint8_t init[32];
	uint64_t number;
	struct wipecert_link last, by_writer[PERSONS];
	uint64_t numbers[PERSONS];
	struct wipecert_meta meta;
	struct wipecert_place place;
};

/* The frame of the next record. */
static void frame(struct making *making, enum person by, const char *item)
{
	struct wipecert_meta *meta = &making->meta;
	struct wipecert_place *place = &making->place;

	memset(meta, 0, sizeof(*meta));
	memset(place, 0, sizeof(*place));
	snprintf(meta->id, sizeof(meta->id), "%08x-0000-4000-8000-000000000000",
		 ++making->scene->ids);
	meta->issued_at_s = making->scene->now_s + (int64_t)making->number;
	strcpy(meta->tool_name, "many-items");
	strcpy(meta->tool_version, "0");
	strcpy(meta->time_zone, "Asia/Tokyo");
	meta->place = place;
	meta->previous = &making->last;
	meta->previous_count = 1;
	place->has_init = true;
	memcpy(place->init_sha256, making->init, sizeof(place->init_sha256));
	place->number = ++making->number;
	place->writer_number = ++making->numbers[by];
	place->has_writer_previous = place->writer_number > 1;
	place->writer_previous = making->by_writer[by];
	if (item)
		memcpy(place->item, item, sizeof(place->item));
}

/* Signs and writes what was built; takes json over. */
static struct wipecert_link put(struct making *making, enum person by, enum wipecert_type type,
				char *json, size_t json_bytes)
{
	char path[2 * CASE_SCENE_PATH_BYTES];
	struct wipecert_link link;
	unsigned char *der;
	size_t length;

	if (!json ||
	    wipecert_sign(making->scene->signers[by], json, json_bytes, &der, &length, &link, NULL))
		errx(1, "record %llu", (unsigned long long)making->number);
	memcpy(link.id, making->meta.id, sizeof(link.id));
	snprintf(path, sizeof(path), "%s/%06llu-%s-%s.p7m", making->records,
		 (unsigned long long)making->number, wipecert_type_name(type), link.id);
	write_file(path, der, length, 0644);
	free(der);
	free(json);
	making->last = making->by_writer[by] = link;
	return link;
}

static struct wipecert_link put_act(struct making *making, enum person by, const char *item,
				    struct wipecert_act *act)
{
	enum wipecert_type type = wipecert_act_type(act);
	struct wipe_error why;
	size_t json_bytes;
	char *json;

	wipe_error_clear(&why);
	frame(making, by, item);
	if (wipecert_act_build(act, &making->meta, &json, &json_bytes, &why))
		errx(1, "%s", why.message);
	wipecert_act_free(act);
	return put(making, by, type, json, json_bytes);
}

static struct wipecert_link put_work(struct making *making, const char *item, const char *serial,
				     const uint8_t challenge[16],
				     const struct wipecert_link *closes)
{
	enum wipecert_type type = closes ? WIPECERT_ERASURE : WIPECERT_ATTEMPT;
	struct sample_subject subject = { .serial = serial,
					  .capacity_bytes = 1 << 16,
					  .closes = closes,
					  .meta = &making->meta,
					  .challenge = challenge,
					  .challenge_bytes = 16 };
	size_t json_bytes;
	char *json;

	frame(making, ENGINEER, item);
	subject.started_at_s = making->meta.issued_at_s;
	if (sample_record_of(&subject, type, SAMPLE_VERIFIED, &json, &json_bytes))
		errx(1, "erasure of %s", serial);
	return put(making, ENGINEER, type, json, json_bytes);
}

static void put_answer(struct making *making, const struct wipecert_link *about)
{
	struct wipecert_confirmation *confirmation = calloc(1, sizeof(*confirmation));
	size_t json_bytes;
	char *json;

	frame(making, OFFICER, NULL);
	if (!confirmation)
		errx(1, "out of memory");
	confirmation->accepts = true;
	making->meta.about = about;
	if (wipecert_confirmation_build(confirmation, &making->meta, &json, &json_bytes, NULL))
		errx(1, "answer");
	free(confirmation);
	put(making, OFFICER, WIPECERT_CONFIRMATION, json, json_bytes);
}

static void put_item(struct making *making, size_t index)
{
	struct wipecert_act *challenge = case_scene_act(WIPECERT_CHALLENGE, NULL);
	char label[64], of[64], serial[32], item[WIPECERT_ID_BYTES];
	uint8_t bytes[16] = { 0 };
	struct wipecert_link link;

	snprintf(serial, sizeof(serial), "SERIAL-%08zu", index);
	snprintf(label, sizeof(label), "thing/label=Medium %zu", index);
	snprintf(of, sizeof(of), "thing/serial=%s", serial);
	memcpy(bytes, &index, sizeof(index));
	put_act(making, ENGINEER, NULL,
		case_scene_act(WIPECERT_RECEIVE, label, of, "thing/kind=medium", NULL));
	memcpy(item, making->meta.id, sizeof(item));
	if (wipecert_act_hex(challenge, "challenge", bytes, sizeof(bytes), NULL))
		errx(1, "challenge");
	put_act(making, OFFICER, item, challenge);
	link = put_work(making, item, serial, bytes, NULL);
	link = put_work(making, item, serial, bytes, &link);
	put_answer(making, &link);
}

static void begin(struct making *making)
{
	struct wipecert_case *opened =
		case_scene_begin(making->scene, "case", "policy/challenge=required", NULL);
	struct wipecert_case_record record;

	wipecert_case_init_sha256(opened, making->init);
	wipecert_case_record(opened, 0, &record);
	making->number = making->numbers[MANAGER] = 1;
	making->last = making->by_writer[MANAGER] = record.link;
	snprintf(making->records, sizeof(making->records), "%s",
		 case_scene_path(making->scene, "case/records"));
	wipecert_case_free(opened);
}

static int make(const char *folder, size_t count)
{
	struct making making = { 0 };
	void *state = NULL;

	setenv("TMPDIR", folder, 1);
	if (case_scene_setup(&state))
		errx(1, "%s", folder);
	making.scene = state;
	begin(&making);
	for (size_t i = 0; i < count; i++)
		put_item(&making, i);
	printf("%s\n", case_scene_path(making.scene, "case"));
	case_scene_leave(making.scene);
	return 0;
}

static double clock_s(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Seconds by the wall and of all CPUs since it was begun. */
struct watch {
	double wall_s, cpu_s;
};

static struct watch begin_watch(void)
{
	return (struct watch){ clock_s(CLOCK_MONOTONIC), clock_s(CLOCK_PROCESS_CPUTIME_ID) };
}

static void tell_watch(const char *what, const struct watch *watch)
{
	printf("\"%s_s\": %.6f, \"%s_cpu_s\": %.6f, ", what,
	       clock_s(CLOCK_MONOTONIC) - watch->wall_s, what,
	       clock_s(CLOCK_PROCESS_CPUTIME_ID) - watch->cpu_s);
}

static int measure(const char *path)
{
	const struct wipecert_case_options options = { .time_s = CASE_SCENE_NOW_S + 100 * DAY_S };
	struct watch watch = begin_watch();
	struct wipecert_case_summary summary;
	struct wipecert_case *opened;
	struct rusage usage;
	struct wipe_error why;

	wipe_error_clear(&why);
	if (wipecert_case_open(path, &options, &opened, &why))
		errx(1, "%s", why.message);
	printf("{");
	tell_watch("open", &watch);
	watch = begin_watch();
	if (wipecert_case_refresh(opened, &why))
		errx(1, "%s", why.message);
	tell_watch("fold", &watch);
	wipecert_case_summarize(opened, &summary);
	getrusage(RUSAGE_SELF, &usage);
	printf("\"records\": %zu, \"items\": %zu, \"open\": %zu, \"findings\": %zu, "
	       "\"peak_kib\": %ld}\n",
	       summary.records, summary.items, summary.open_items,
	       wipecert_case_finding_count(opened), usage.ru_maxrss);
	wipecert_case_free(opened);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "make") == 0)
		return make(argv[2], strtoul(argv[3], NULL, 10));
	if (argc == 3 && strcmp(argv[1], "measure") == 0)
		return measure(argv[2]);
	errx(2, "usage: many-items make FOLDER COUNT | measure CASE");
}
