/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whole machines (tests/fixtures/machines): what is said of NAME.tree is NAME.expected.
 * With NAME.udev there is a second machine that has udev's data base too; it is
 * described as NAME.udev.expected says, or the same as without if there is none; and as
 * without udev where its daemon does not run.
 */
#include "unit.h"

#include <ftw.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <wipe/device.h>

#include "fixture_tree.h"

static void print_text(FILE *out, const char *key, const char *value)
{
	if (*value)
		fprintf(out, "  %s: %s\n", key, value);
}

static void print_number(FILE *out, const char *key, uint64_t value)
{
	if (value)
		fprintf(out, "  %s: %llu\n", key, (unsigned long long)value);
}

static void print_identity(FILE *out, const struct wipe_device *dev)
{
	print_text(out, "vendor", dev->vendor);
	print_text(out, "model", dev->model);
	print_text(out, "firmware", dev->firmware);
	fprintf(out, "  serial: %s (%s, %s)\n", dev->serial,
		wipe_serial_source_name(dev->serial_source),
		wipe_serial_problem_name(dev->serial_problem));
	fprintf(out, "  wwn: %s (%s)\n", dev->wwn, wipe_wwn_source_name(dev->wwn_source));
	print_number(out, "namespace", dev->namespace_id);
	print_text(out, "nguid", dev->nguid);
	print_text(out, "eui64", dev->eui64);
	print_text(out, "subsystem", dev->subsystem);
	print_text(out, "bridge", dev->bridge);
	print_text(out, "bridge serial", dev->bridge_serial);
	print_text(out, "bridge driver", dev->bridge_driver);
	print_text(out, "confirmed by", wipe_device_confirmation(dev));
}

static void print_place(FILE *out, const struct wipe_device *dev)
{
	fprintf(out, "  bus: %s\n", wipe_bus_name(dev->bus));
	print_text(out, "path", dev->bus_path);
	print_text(out, "controller", dev->controller);
	print_text(out, "partition of", dev->whole_node);
	print_text(out, "belongs to", dev->belongs_to);
	print_number(out, "other namespaces", dev->other_namespaces);
	print_number(out, "other paths", dev->other_path_count);
	for (uint32_t i = 0; i < dev->other_path_count && i < WIPE_OTHER_PATHS_MAX; i++)
		print_text(out, "also", dev->other_paths[i]);
}

static void print_medium(FILE *out, const struct wipe_device *dev)
{
	fprintf(out, "  media: %s (%s)%s%s%s\n", wipe_media_name(dev->media), dev->media_reason,
		dev->is_virtual ? ", virtual" : "", dev->removable ? ", removable" : "",
		dev->read_only ? ", read-only" : "");
	fprintf(out, "  size: %llu in blocks of %u, physically %u\n",
		(unsigned long long)dev->capacity_bytes, dev->logical_block_bytes,
		dev->physical_block_bytes);
	print_number(out, "diskseq", dev->diskseq);
	print_number(out, "discard", dev->discard_max_bytes);
	print_number(out, "write zeroes", dev->write_zeroes_max_bytes);
	print_text(out, "zones", dev->zoned ? wipe_zoned_name(dev->zoned) : "");
	print_number(out, "link Mbit/s", dev->link_mbps);
}

static void print_layers(FILE *out, struct wipe_source *source, const struct wipe_device *dev)
{
	struct wipe_layers *layers;

	assert_int_equal(wipe_device_layers(source, dev, &layers, NULL), 0);
	for (size_t i = 1; i < layers->count; i++) {
		const struct wipe_layer *layer = &layers->items[i];

		assert_true(layer->parent < i);
		fprintf(out, "  layer: %s (%s, %s) on %s, %llu bytes from %llu\n", layer->node,
			layer->label, wipe_layer_kind_name(layer->kind),
			layers->items[layer->parent].node, (unsigned long long)layer->size_bytes,
			(unsigned long long)layer->start_bytes);
	}
	if (layers->overflow)
		fprintf(out, "  layer: and more\n");
	wipe_layers_free(layers);
}

/* One that leads nowhere would make what lies over a disk vanish from the test. */
static int check_link(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)ftw;
	if (type == FTW_SL && access(path, F_OK) != 0 &&
	    (strstr(path, "/holders/") || strstr(path, "/slaves/")))
		fail_msg("%s leads nowhere", path);
	return 0;
}

static char *describe(const char *tree)
{
	char *root = fixture_tree_make(tree), *text = NULL;
	struct wipe_source *source = wipe_source_tree(root);
	struct wipe_device_list *list;
	size_t bytes;
	FILE *out = open_memstream(&text, &bytes);

	assert_non_null(source);
	assert_non_null(out);
	assert_int_equal(nftw(root, check_link, 16, FTW_PHYS), 0);
	assert_int_equal(wipe_device_list(source, &list, NULL), 0);
	for (size_t i = 0; i < list->count; i++) {
		const struct wipe_device *dev = &list->items[i];

		fprintf(out, "%s (%s, %u:%u)\n", dev->node, dev->name, dev->major_no,
			dev->minor_no);
		print_identity(out, dev);
		print_place(out, dev);
		print_medium(out, dev);
		print_layers(out, source, dev);
	}
	fclose(out);
	wipe_device_list_free(list);
	wipe_source_free(source);
	fixture_tree_remove(root);
	return text;
}

static char *read_file(const char *path)
{
	FILE *file = fopen(path, "re");
	char *text = NULL;
	size_t room = 0;

	if (!file)
		return NULL;
	if (getdelim(&text, &room, '\0', file) < 0)
		fail_msg("%s is empty", path);
	fclose(file);
	return text;
}

/* Line by line, as far as they agree and one further: enough to see what it is. */
static bool is_same(const char *name, const char *expected, const char *found)
{
	const char *device = found;

	for (size_t line = 1; strcmp(expected, found) != 0; line++) {
		size_t wanted = strcspn(expected, "\n"), got = strcspn(found, "\n");

		if (*found != ' ')
			device = found;
		if (wanted != got || strncmp(expected, found, got) != 0) {
			print_message("%s, line %zu, of %.*s:\n- %.*s\n+ %.*s\n", name, line,
				      (int)strcspn(device, "\n"), device, (int)wanted, expected,
				      (int)got, found);
			return false;
		}
		expected += wanted + !!expected[wanted];
		found += got + !!found[got];
	}
	return true;
}

/* Where MASSHO_DESCRIBE names a folder, what was found is left there to be looked at. */
static void keep(const char *name, const char *text)
{
	const char *folder = getenv("MASSHO_DESCRIBE");
	char path[PATH_MAX];
	FILE *file;

	if (!folder)
		return;
	snprintf(path, sizeof(path), "%s/%s", folder, strrchr(name, '/') + 1);
	file = fopen(path, "we");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static bool is_as_expected(const char *tree, const char *expected_file, const char *own_file)
{
	char *found = describe(tree), *expected = read_file(expected_file);
	bool same = expected && is_same(expected_file, expected, found);

	if (!expected)
		print_message("%s is missing\n", expected_file);
	keep(own_file, found);
	free(found);
	free(expected);
	return same;
}

/* The machine's files and udev's in one; its daemon may have ended and left them behind. */
static char *join_files(const char *tree, const char *udev, bool runs)
{
	static char path[] = "/tmp/massho-machine-XXXXXX";
	char *texts[] = { read_file(tree), read_file(udev) };
	char *control = strstr(texts[1], "/run/udev/control");
	FILE *file;

	assert_non_null(control);
	if (!runs)
		*control = '#';

	memcpy(strrchr(path, '-'), "-XXXXXX", 8);
	file = fdopen(mkstemp(path), "we");
	assert_non_null(file);
	for (size_t i = 0; i < COUNT(texts); i++) {
		fputs(texts[i], file);
		free(texts[i]);
	}
	fclose(file);
	return path;
}

static bool is_described(const char *tree)
{
	char base[PATH_MAX / 2], udev[PATH_MAX], expected[PATH_MAX];
	char *joined;
	bool same;

	snprintf(base, sizeof(base), "%.*s", (int)(strlen(tree) - strlen(".tree")), tree);
	snprintf(expected, sizeof(expected), "%s.expected", base);
	same = is_as_expected(tree, expected, expected);
	snprintf(udev, sizeof(udev), "%s.udev", base);
	if (access(udev, F_OK) != 0)
		return same;
	joined = join_files(tree, udev, false);
	same &= is_as_expected(joined, expected, expected);
	unlink(joined);
	joined = join_files(tree, udev, true);
	snprintf(udev, sizeof(udev), "%s.udev.expected", base);
	same &= is_as_expected(joined, access(udev, F_OK) == 0 ? udev : expected, udev);
	unlink(joined);
	return same;
}

static void machines_are_what_their_files_say(void **state)
{
	char pattern[PATH_MAX];
	size_t wrong = 0;
	glob_t found;

	(void)state;
	snprintf(pattern, sizeof(pattern), "%s/tests/fixtures/machines/*.tree",
		 getenv("MASSHO_SOURCE"));
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	assert_true(found.gl_pathc >= 11);
	for (size_t i = 0; i < found.gl_pathc; i++)
		wrong += !is_described(found.gl_pathv[i]);
	globfree(&found);
	assert_int_equal(wrong, 0);
}

static char *fixture(const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/tests/fixtures/machines/%s", getenv("MASSHO_SOURCE"),
		 name);
	return fixture_tree_make(path);
}

static int take(void *arg, const struct wipe_raw_device *raw)
{
	return wipe_device_classify(raw, arg, NULL);
}

/* The identity is the disk's, the place its own. */
static void a_partition_is_found_by_its_number(void **state)
{
	char *root = fixture("sata.tree");
	struct wipe_source *source = wipe_source_tree(root);
	struct wipe_device dev;

	(void)state;
	assert_int_equal(source->ops->lookup(source, 8, 2, take, &dev, NULL), 0);
	assert_true(dev.is_partition);
	assert_string_equal(dev.node, "/dev/sda2");
	assert_string_equal(dev.whole_node, "/dev/sda");
	assert_string_equal(dev.belongs_to, "");
	assert_string_equal(dev.serial, "WD-WCC6Y0001234");
	assert_string_equal(dev.wwn, "naa.50014ee2b1234567");
	assert_int_equal(dev.physical_block_bytes, 4096);
	assert_true(dev.capacity_bytes == UINT64_C(999666221056));
	assert_int_equal(source->ops->lookup(source, 8, 99, take, &dev, NULL), WIPE_E_NOTFOUND);
	wipe_source_free(source);
	fixture_tree_remove(root);
}

static void what_is_gone_has_no_layers(void **state)
{
	char *root = fixture("sata.tree");
	struct wipe_source *source = wipe_source_tree(root);
	struct wipe_device dev = { .major_no = 8, .minor_no = 99 };
	struct wipe_error err = { .code = WIPE_OK };
	struct wipe_layers *layers;

	(void)state;
	assert_int_equal(wipe_device_layers(source, &dev, &layers, &err), WIPE_E_GONE);
	assert_null(layers);
	assert_int_equal(err.code, WIPE_E_GONE);
	wipe_source_free(source);
	fixture_tree_remove(root);
}

/* Every disk lies on both disks below it: the branches double with each, and end. */
static void layers_that_multiply_are_bounded(void **state)
{
	char file[] = "/tmp/massho-machine-XXXXXX", *root;
	FILE *out = fdopen(mkstemp(file), "we");
	struct wipe_device dev = { .major_no = 253, .minor_no = 0 };
	struct wipe_source *source;
	struct wipe_layers *layers;

	(void)state;
	assert_non_null(out);
	for (int i = 0; i < 40; i++) {
		const char *folder = "/sys/devices/virtual/block/dm-";

		fprintf(out, "%s%d/dev = 253:%d\n", folder, i, i);
		fprintf(out, "/sys/dev/block/253:%d -> ../../devices/virtual/block/dm-%d\n", i, i);
		for (int k = i / 2 * 2 + 2; k < i / 2 * 2 + 4; k++)
			fprintf(out, "%s%d/holders/dm-%d -> ../../dm-%d\n", folder, i, k, k);
	}
	fclose(out);
	root = fixture_tree_make(file);
	source = wipe_source_tree(root);
	assert_int_equal(wipe_device_layers(source, &dev, &layers, NULL), 0);
	assert_true(layers->overflow);
	assert_in_range(layers->count, 100, 1000);
	wipe_layers_free(layers);
	wipe_source_free(source);
	fixture_tree_remove(root);
	unlink(file);
}

#define LOOP_MAJOR 7 /* by which such devices are known for what they are */

/* Some block device's node, of which only the number is looked at. */
static bool any_node(char *path, size_t bytes, struct stat *st)
{
	bool found = false;
	glob_t nodes;

	if (glob("/dev/*", 0, NULL, &nodes) != 0)
		return false;
	for (size_t i = 0; i < nodes.gl_pathc && !found; i++) {
		found = stat(nodes.gl_pathv[i], st) == 0 && S_ISBLK(st->st_mode) &&
			major(st->st_rdev) != LOOP_MAJOR;
		if (found)
			snprintf(path, bytes, "%s", nodes.gl_pathv[i]);
	}
	globfree(&nodes);
	return found;
}

static void print_card(FILE *out, const char *name, unsigned int major_no, unsigned int minor_no)
{
	const char *folder = "/sys/devices/host";

	fprintf(out, "/sys/class/block/%s -> ../../devices/host/%s/block/%s\n", name, name, name);
	fprintf(out, "/sys/dev/block/%u:%u -> ../../devices/host/%s/block/%s\n", major_no, minor_no,
		name, name);
	fprintf(out, "%s/%s/block/%s/dev = %u:%u\n", folder, name, name, major_no, minor_no);
	fprintf(out, "%s/%s/subsystem -> ../../../bus/mmc\n", folder, name);
	fprintf(out, "%s/%s/type = SD\n%s/%s/serial = 0x9a2b77c8\n", folder, name, folder, name);
}

/* A source that counts how often all devices are asked for. */
struct counted {
	struct wipe_source source; /* first: the seam */
	struct wipe_source *inner;
	unsigned int enumerated;
};

static int count_enumerate(struct wipe_source *source,
			   int (*each)(void *arg, const struct wipe_raw_device *raw), void *arg,
			   struct wipe_error *err)
{
	struct counted *counted = (struct counted *)(void *)source;

	counted->enumerated++;
	return counted->inner->ops->enumerate(counted->inner, each, arg, err);
}

static int count_lookup(struct wipe_source *source, uint32_t major_no, uint32_t minor_no,
			int (*each)(void *arg, const struct wipe_raw_device *raw), void *arg,
			struct wipe_error *err)
{
	struct wipe_source *inner = ((struct counted *)(void *)source)->inner;

	return inner->ops->lookup(inner, major_no, minor_no, each, arg, err);
}

/* Goal: one device that is asked for is judged beside all others, as in the list. */
static void what_is_found_is_judged_beside_the_others(void **state)
{
	char file[] = "/tmp/massho-machine-XXXXXX", node[256], *root;
	static const struct wipe_source_ops ops = { .enumerate = count_enumerate,
						    .lookup = count_lookup };
	struct counted counted = { .source.ops = &ops };
	struct wipe_source *source;
	struct wipe_device *dev;
	struct stat st;
	FILE *out;

	(void)state;
	if (!any_node(node, sizeof(node), &st))
		skip();
	out = fdopen(mkstemp(file), "we");
	assert_non_null(out);
	print_card(out, "one", major(st.st_rdev), minor(st.st_rdev));
	print_card(out, "other", 179, 1048575);
	fclose(out);
	root = fixture_tree_make(file);
	source = counted.inner = wipe_source_tree(root);
	assert_int_equal(wipe_device_find(&counted.source, node, &dev, NULL), 0);
	assert_string_equal(dev->name, "one");
	assert_int_equal(dev->bus, WIPE_BUS_MMC);
	assert_int_equal(dev->serial_problem, WIPE_SERIAL_SHARED);
	assert_int_equal(counted.enumerated, 1);
	wipe_device_free(dev);
	/* What a second look compares is the same without them. */
	assert_int_equal(wipe_device_identify(&counted.source, node, &dev, NULL), 0);
	assert_string_equal(dev->serial, "0x9a2b77c8");
	assert_int_equal(dev->serial_problem, WIPE_SERIAL_OK);
	assert_int_equal(counted.enumerated, 1);
	wipe_device_free(dev);
	wipe_source_free(source);
	fixture_tree_remove(root);
	unlink(file);
}

/* No sysfs is not the same as no devices. */
static void an_empty_root_is_an_error(void **state)
{
	struct wipe_source *source = wipe_source_tree("/nonexistent");
	struct wipe_device_list *list;
	struct wipe_error err = { .code = WIPE_OK };

	(void)state;
	assert_int_equal(wipe_device_list(source, &list, &err), WIPE_E_SYSTEM);
	assert_null(list);
	wipe_source_free(source);
}

static void the_running_system_is_the_empty_root(void **state)
{
	struct wipe_source *source = wipe_source_tree(NULL), *other = wipe_source_system();

	(void)state;
	assert_string_equal(source->root, "");
	assert_string_equal(other->root, "");
	wipe_source_free(source);
	wipe_source_free(other);
	wipe_source_free(NULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(machines_are_what_their_files_say),
		cmocka_unit_test(a_partition_is_found_by_its_number),
		cmocka_unit_test(what_is_gone_has_no_layers),
		cmocka_unit_test(layers_that_multiply_are_bounded),
		cmocka_unit_test(what_is_found_is_judged_beside_the_others),
		cmocka_unit_test(an_empty_root_is_an_error),
		cmocka_unit_test(the_running_system_is_the_empty_root),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
