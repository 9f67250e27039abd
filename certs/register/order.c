/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In which order records count. It follows from the records alone: everybody gets the
 * same, however the files are called.
 *
 * Each record comes behind those that it follows. A merge takes the longest of the lines
 * that it joins first, whole, then the next one, then itself: what was done in a copy that
 * was left behind comes behind what the case had done meanwhile, and changes nothing of
 * it. What stands behind a gap comes behind all that goes back to the first record. Numbers
 * and times are what signers say, and only break ties. A record without place,
 * as an officer's confirmation that was signed elsewhere, comes with the merge that took it
 * in, and last of all before there is one.
 */
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "text.h"

#define HASH_BYTES 32

/* What follows what: those that node follows are edges[first[node]] to edges[first[node + 1]]. */
struct graph {
	const struct wipecert_case *opened;
	size_t count;
	size_t *first, *edges;
	size_t *depth;	 /* records in the longest line that ends there */
	bool *is_rooted; /* its line goes back to the first record: nothing of it is gone */
	/* While walking. */
	bool *is_seen;
	size_t *stack, *next; /* nodes whose history is on its way, and their next edge */
	size_t *found, found_count;
};

static int index_entries(struct wipecert_case *opened, struct wipe_error *err)
{
	int rc = 0;

	table_clear(&opened->by_hash);
	table_clear(&opened->by_id);
	for (size_t i = 0; i < opened->count && !rc; i++) {
		const struct wipecert_voice *voice = &opened->entries[i].voice;

		if (!opened->entries[i].is_known)
			continue;
		rc = table_add(&opened->by_hash, voice->link.econtent_sha256, HASH_BYTES, i, err);
		if (!rc)
			rc = table_add_text(&opened->by_id, voice->link.id, i, err);
	}
	table_sort(&opened->by_hash);
	table_sort(&opened->by_id);
	return rc;
}

static void graph_clear(struct graph *graph)
{
	free(graph->first);
	free(graph->edges);
	free(graph->depth);
	free(graph->is_rooted);
	free(graph->is_seen);
	free(graph->stack);
	free(graph->next);
	free(graph->found);
}

static int graph_new(const struct wipecert_case *opened, struct graph *graph,
		     struct wipe_error *err)
{
	size_t edges = 0, room = opened->count + 1;

	for (size_t i = 0; i < opened->count; i++)
		edges += opened->entries[i].previous_count;
	*graph = (struct graph){
		.opened = opened,
		.count = opened->count,
		.first = calloc(room, sizeof(*graph->first)),
		.edges = calloc(edges + 1, sizeof(*graph->edges)),
		.depth = calloc(room, sizeof(*graph->depth)),
		.is_rooted = calloc(room, sizeof(*graph->is_rooted)),
		.is_seen = calloc(room, sizeof(*graph->is_seen)),
		.stack = calloc(room, sizeof(*graph->stack)),
		.next = calloc(room, sizeof(*graph->next)),
		.found = calloc(room, sizeof(*graph->found)),
	};
	if (graph->first && graph->edges && graph->depth && graph->is_rooted && graph->is_seen &&
	    graph->stack && graph->next && graph->found)
		return 0;
	graph_clear(graph);
	return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
}

static void graph_fill(struct graph *graph)
{
	size_t count = 0;

	for (size_t i = 0; i < graph->count; i++) {
		const struct entry *entry = &graph->opened->entries[i];

		graph->first[i] = count;
		for (size_t k = 0; k < entry->previous_count && entry->has_place; k++) {
			size_t at = case_find(graph->opened, &entry->previous[k]);

			if (at != WIPECERT_NO_INDEX)
				graph->edges[count++] = at;
		}
	}
	graph->first[graph->count] = count;
}

/* A node whose history has been found comes next. */
static void graph_put(struct graph *graph, size_t node)
{
	const struct entry *entry = &graph->opened->entries[node];
	bool is_rooted = entry->is_known && entry->voice.type == WIPECERT_INIT;
	size_t deepest = 0;

	for (size_t k = graph->first[node]; k < graph->first[node + 1]; k++) {
		size_t before = graph->edges[k];

		is_rooted |= graph->is_rooted[before];
		if (graph->depth[before] > deepest)
			deepest = graph->depth[before];
	}
	graph->is_rooted[node] = is_rooted;
	graph->depth[node] = entry->has_place ? deepest + 1 : 0;
	graph->found[graph->found_count++] = node;
}

/* The history of node, those that it follows in the order of its edges, then itself. */
static void graph_walk(struct graph *graph, size_t node)
{
	size_t height = 0;

	if (graph->is_seen[node])
		return;
	graph->is_seen[node] = true;
	graph->next[node] = graph->first[node];
	graph->stack[height++] = node;
	while (height) {
		size_t top = graph->stack[height - 1];
		size_t before;

		if (graph->next[top] == graph->first[top + 1]) {
			graph_put(graph, top);
			height--;
			continue;
		}
		before = graph->edges[graph->next[top]++];
		if (graph->is_seen[before])
			continue;
		graph->is_seen[before] = true;
		graph->next[before] = graph->first[before];
		graph->stack[height++] = before;
	}
}

/* What can be said of a record before it is known where the case begins. */
static bool is_worth_following(const struct entry *entry)
{
	return entry->is_known && entry->voice.is_signed &&
	       entry->voice.authentic != WIPECERT_INVALID;
}

static int compare_entries(const struct entry *entry, const struct entry *other)
{
	int order;

	if (entry->voice.claimed_time_s != other->voice.claimed_time_s)
		return entry->voice.claimed_time_s < other->voice.claimed_time_s ? -1 : 1;
	order = memcmp(entry->voice.link.econtent_sha256, other->voice.link.econtent_sha256,
		       HASH_BYTES);
	if (!order)
		order = memcmp(entry->voice.link.signature_sha256,
			       other->voice.link.signature_sha256, HASH_BYTES);
	return order ? order : strcmp(entry->file, other->file);
}

/* Ends of lines: which one counts first. */
static int compare_nodes(const void *a, const void *b, void *arg)
{
	const struct graph *graph = arg;
	size_t node = *(const size_t *)a, second = *(const size_t *)b;
	const struct entry *entry = &graph->opened->entries[node];
	const struct entry *other = &graph->opened->entries[second];

	if (is_worth_following(entry) != is_worth_following(other))
		return is_worth_following(entry) ? -1 : 1;
	if (graph->is_rooted[node] != graph->is_rooted[second])
		return graph->is_rooted[node] ? -1 : 1;
	if (graph->depth[node] != graph->depth[second])
		return graph->depth[node] > graph->depth[second] ? -1 : 1;
	return compare_entries(entry, other);
}

static void graph_forget(struct graph *graph)
{
	memset(graph->is_seen, 0, graph->count * sizeof(*graph->is_seen));
	graph->found_count = 0;
}

/* found: all nodes, in the order in which they count. */
static int graph_order(struct graph *graph, struct wipe_error *err)
{
	size_t *ends = calloc(graph->count + 1, sizeof(*ends));

	if (!ends)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	/* In any order, for the depths. */
	for (size_t i = 0; i < graph->count; i++)
		graph_walk(graph, i);
	for (size_t i = 0; i < graph->count; i++) {
		size_t first = graph->first[i], edges = graph->first[i + 1] - first;

		ends[i] = i;
		if (edges > 1)
			qsort_r(&graph->edges[first], edges, sizeof(*ends), compare_nodes, graph);
	}
	qsort_r(ends, graph->count, sizeof(*ends), compare_nodes, graph);
	graph_forget(graph);
	/* A record that another one follows is less deep, and has been found by then. */
	for (size_t i = 0; i < graph->count; i++)
		graph_walk(graph, ends[i]);
	free(ends);
	return 0;
}

/* What was signed elsewhere has a time in the case once a merge says so. */
static void mark_taken(struct wipecert_case *opened, const struct graph *graph)
{
	for (size_t i = 0; i < graph->count; i++)
		opened->entries[i].is_taken = false;
	for (size_t i = 0; i < graph->count; i++)
		for (size_t k = graph->first[i]; k < graph->first[i + 1]; k++)
			if (is_worth_following(&opened->entries[i]))
				opened->entries[graph->edges[k]].is_taken = true;
}

/* found becomes, for each entry, where it goes; each swap puts one where it belongs. */
static void rearrange(struct wipecert_case *opened, struct graph *graph)
{
	size_t *target = graph->stack;

	for (size_t i = 0; i < graph->count; i++)
		target[graph->found[i]] = i;
	for (size_t i = 0; i < graph->count; i++) {
		while (target[i] != i) {
			size_t to = target[i];
			struct entry moved = opened->entries[to];

			opened->entries[to] = opened->entries[i];
			opened->entries[i] = moved;
			target[i] = target[to];
			target[to] = to;
		}
	}
}

static int sort_entries(struct wipecert_case *opened, struct wipe_error *err)
{
	struct graph graph;
	int rc = graph_new(opened, &graph, err);

	if (rc)
		return rc;
	graph_fill(&graph);
	rc = graph_order(&graph, err);
	if (!rc)
		mark_taken(opened, &graph);
	if (!rc)
		rearrange(opened, &graph);
	graph_clear(&graph);
	return rc;
}

int case_order(struct wipecert_case *opened, struct wipe_error *err)
{
	int rc = case_check_files(opened, err);

	if (!rc)
		rc = index_entries(opened, err);
	if (!rc)
		rc = case_drop_doubles(opened, err);
	if (!rc)
		rc = index_entries(opened, err);
	if (!rc)
		rc = sort_entries(opened, err);
	return rc ? rc : index_entries(opened, err);
}
