/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compose.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base.h"
#include "digest.h"
#include "hex.h"

#define DATE_BYTES 20 /* "20261122030506Z" and room */
#define NAME_BYTES 32

/* Where the objects of the update stand; their numbers follow from the drawing's. */
struct update {
	const struct wipecert_pdf_contents *contents;
	const struct base *base;
	struct output *out;
	bool is_signed;
	char sealed[DATE_BYTES], dated[DATE_BYTES];
	size_t new_count; /* objects behind those of the drawing */
	size_t *new_at;	  /* their offsets */
	size_t info_at, page_at, catalog_at;
	size_t range_at; /* of the digits of /ByteRange */
	size_t hex_at;
};

static size_t seal_number(const struct update *update)
{
	return update->base->size;
}

static size_t file_number(const struct update *update, size_t index)
{
	return update->base->size + 1 + 2 * index;
}

static size_t signature_number(const struct update *update)
{
	return file_number(update, update->contents->count);
}

static void begin(struct update *update, size_t number)
{
	if (number >= update->base->size)
		update->new_at[number - update->base->size] = update->out->used;
	output_format(update->out, "%zu 0 obj\n<< ", number);
}

static void end(struct update *update)
{
	output_format(update->out, "\n>>\nendobj\n");
}

static bool format_date(int64_t time_s, char date[DATE_BYTES])
{
	time_t at = time_s;
	struct tm utc;

	return time_s >= 0 && time_s < INT64_C(253402300800) && gmtime_r(&at, &utc) &&
	       strftime(date, DATE_BYTES, "%Y%m%d%H%M%SZ", &utc) == 15;
}

/* Is that what it is by its first byte? A name only: it is verified as whatever it is. */
static void name_file(const struct wipecert_pdf_contents *contents, size_t index,
		      char name[NAME_BYTES])
{
	const struct wipecert_pdf_record *record = &contents->records[index];
	bool is_der = record->length && record->bytes[0] == 0x30;
	struct output out = { 0 };

	output_format(&out, "massho-record-%03zu.%s", index + 1, is_der ? "p7m" : "json");
	memset(name, 0, NAME_BYTES);
	if (!out.failed)
		memcpy(name, out.bytes, out.used < NAME_BYTES ? out.used : NAME_BYTES - 1);
	free(out.bytes);
}

static void put_seal(struct update *update)
{
	const struct wipecert_pdf_contents *contents = update->contents;

	begin(update, seal_number(update));
	output_format(update->out,
		      "/Type /MasshoSeal /V 1\n/Language (%s)\n/Works (%s)\n/Dated (D:%s)\n",
		      contents->language, contents->works, update->dated);
	if (update->is_signed)
		output_format(update->out, "/Sealed (D:%s)\n", update->sealed);
	output_format(update->out, "/Count %zu\n/Records [\n", contents->count);
	for (size_t i = 0; i < contents->count; i++) {
		const struct wipecert_pdf_record *record = &contents->records[i];

		output_format(update->out, "<< /Length %zu /Drawn (%s %s %s %s) >>\n",
			      record->length, wipecert_authentic_name(record->authentic),
			      wipecert_reason_name(record->reason),
			      wipecert_authentic_name(record->stamp_authentic),
			      wipecert_reason_name(record->stamp_reason));
	}
	output_format(update->out, "]");
	end(update);
}

/* ISO 32000-2, 14.13: what the document was made from. */
static void put_file(struct update *update, size_t index)
{
	const struct wipecert_pdf_record *record = &update->contents->records[index];
	size_t number = file_number(update, index);
	char name[NAME_BYTES];

	name_file(update->contents, index, name);
	begin(update, number);
	output_format(update->out,
		      "/Type /EmbeddedFile /Subtype /application#2F%s\n   /Length %zu\n"
		      "   /Params << /Size %zu /ModDate (D:%s) >>\n>>\nstream\n",
		      strstr(name, ".p7m") ? "pkcs7-mime" : "json", record->length, record->length,
		      update->dated);
	output_bytes(update->out, record->bytes, record->length);
	output_format(update->out, "\nendstream\nendobj\n");
	begin(update, number + 1);
	output_format(update->out,
		      "/Type /Filespec /F (%s) /UF (%s)\n   /AFRelationship /Source\n"
		      "   /Desc (massho record)\n   /EF << /F %zu 0 R /UF %zu 0 R >>",
		      name, name, number, number);
	end(update);
}

/* ISO 32000-1, 12.8: nothing may be changed afterwards (DocMDP, P 1). */
static void put_signature(struct update *update)
{
	struct output *out = update->out;

	begin(update, signature_number(update));
	output_format(out,
		      "/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n"
		      "   /M (D:%s)\n   /Reference [ << /Type /SigRef /TransformMethod "
		      "/DocMDP\n      /TransformParams << /Type /TransformParams /P 1 /V /1.2 "
		      ">> >> ]\n   /ByteRange [ 0 ",
		      update->sealed);
	update->range_at = out->used;
	output_format(out, "%-33s]\n   /Contents <", "");
	update->hex_at = out->used;
	for (size_t i = 0; i < COMPOSE_CMS_MAX_BYTES; i++)
		output_bytes(out, "00", 2);
	output_format(out, ">");
	end(update);
	begin(update, signature_number(update) + 1);
	output_format(out,
		      "/Type /Annot /Subtype /Widget /FT /Sig /T (Signature1)\n   /F 132 "
		      "/Rect [ 0 0 0 0 ] /P %zu 0 R\n   /V %zu 0 R",
		      update->base->page.number, signature_number(update));
	end(update);
}

/* Dates begin with "D:" (ISO 32000-1, 7.9.4), which cairo leaves out. */
static void put_info(struct update *update)
{
	struct scan rest = update->base->info.inside;
	struct scan before = rest;

	update->info_at = update->out->used;
	output_format(update->out, "%zu 0 obj\n<<", update->base->info.number);
	while (scan_past(&rest, "Date (")) {
		output_bytes(update->out, before.at, (size_t)(rest.at - before.at));
		scan_text(&rest, "D:");
		output_format(update->out, "D:");
		before = rest;
	}
	output_bytes(update->out, before.at, before.left);
	end(update);
}

static void put_page(struct update *update)
{
	update->page_at = update->out->used;
	output_format(update->out, "%zu 0 obj\n<<", update->base->page.number);
	output_bytes(update->out, update->base->page.inside.at, update->base->page.inside.left);
	output_format(update->out, "\n   /Annots [ %zu 0 R ]", signature_number(update) + 1);
	end(update);
}

static void put_catalog(struct update *update)
{
	const struct scan inside = update->base->catalog.inside;
	struct output *out = update->out;
	char name[NAME_BYTES];

	update->catalog_at = out->used;
	output_format(out, "%zu 0 obj\n<<", update->base->catalog.number);
	output_bytes(out, inside.at, inside.left);
	output_format(out, "\n   /Version /1.7\n   /Lang (%s)\n   /MasshoSeal %zu 0 R\n   /AF [",
		      update->contents->language, seal_number(update));
	for (size_t i = 0; i < update->contents->count; i++)
		output_format(out, " %zu 0 R", file_number(update, i) + 1);
	output_format(out, " ]\n   /Names << /EmbeddedFiles << /Names [");
	for (size_t i = 0; i < update->contents->count; i++) {
		name_file(update->contents, i, name);
		output_format(out, " (%s) %zu 0 R", name, file_number(update, i) + 1);
	}
	output_format(out, " ] >> >>");
	if (update->is_signed)
		output_format(out,
			      "\n   /AcroForm << /Fields [ %zu 0 R ] /SigFlags 3 >>\n"
			      "   /Perms << /DocMDP %zu 0 R >>",
			      signature_number(update) + 1, signature_number(update));
	end(update);
}

struct entry {
	size_t number, at;
};

static int compare_entries(const void *a, const void *b)
{
	const struct entry *first = a, *second = b;

	return (first->number > second->number) - (first->number < second->number);
}

static void put_table(struct update *update)
{
	struct entry changed[] = { { update->base->info.number, update->info_at },
				   { update->base->catalog.number, update->catalog_at },
				   { update->base->page.number, update->page_at } };
	size_t count = update->is_signed ? 3 : 2;

	qsort(changed, count, sizeof(changed[0]), compare_entries);
	output_format(update->out, "xref\n");
	for (size_t i = 0; i < count; i++)
		output_format(update->out, "%zu 1\n%010zu 00000 n \n", changed[i].number,
			      changed[i].at);
	output_format(update->out, "%zu %zu\n", update->base->size, update->new_count);
	for (size_t i = 0; i < update->new_count; i++)
		output_format(update->out, "%010zu 00000 n \n", update->new_at[i]);
}

/* The same content has the same identifier. False: no memory. */
static bool make_id(const struct wipecert_pdf_contents *contents, char id[33])
{
	uint8_t hash[32];
	struct output all = { 0 };
	bool done;

	for (size_t i = 0; i < contents->count; i++)
		output_bytes(&all, contents->records[i].bytes, contents->records[i].length);
	done = !all.failed && digest_sha256(all.bytes, all.used, hash);
	free(all.bytes);
	if (done)
		hex_encode(hash, 16, id);
	return done;
}

static bool put_end(struct update *update)
{
	size_t table_at = update->out->used;
	char id[33];

	if (!make_id(update->contents, id))
		return false;
	put_table(update);
	output_format(update->out,
		      "trailer\n<< /Size %zu\n   /Root %zu 0 R\n   /Info %zu 0 R\n   /Prev %zu\n"
		      "   /ID [ <%s> <%s> ]\n>>\nstartxref\n%zu\n%%%%EOF\n",
		      update->base->size + update->new_count, update->base->catalog.number,
		      update->base->info.number, update->base->xref_at, id, id, table_at);
	return true;
}

/* All but the brackets and digits of /Contents (ISO 32000-1, 12.8.1). */
static void fill_range(struct update *update)
{
	size_t first = update->hex_at - 1;
	size_t second = update->hex_at + (size_t)2 * COMPOSE_CMS_MAX_BYTES + 1;
	struct output digits = { 0 };

	output_format(&digits, "%zu %zu %zu", first, second, update->out->used - second);
	if (digits.failed)
		update->out->failed = true;
	else
		memcpy(update->out->bytes + update->range_at, digits.bytes, digits.used);
	free(digits.bytes);
}

static bool put_all(struct update *update)
{
	const struct wipecert_pdf_contents *contents = update->contents;

	output_bytes(update->out, contents->drawing, contents->drawing_bytes);
	put_seal(update);
	for (size_t i = 0; i < contents->count; i++)
		put_file(update, i);
	if (update->is_signed) {
		put_signature(update);
		put_page(update);
	}
	put_info(update);
	put_catalog(update);
	if (!put_end(update))
		update->out->failed = true;
	if (update->is_signed && !update->out->failed)
		fill_range(update);
	return !update->out->failed;
}

/* What may stand between the brackets of a string as it is. */
static bool is_plain(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~' || strchr("()\\", *text))
			return false;
	return true;
}

bool compose(const struct wipecert_pdf_contents *contents, bool is_signed, int64_t sealed_at_s,
	     struct composed *composed)
{
	struct base base;
	struct update update = { .contents = contents,
				 .base = &base,
				 .out = &composed->output,
				 .is_signed = is_signed };
	bool done;

	memset(composed, 0, sizeof(*composed));
	if (!is_plain(contents->language) || !is_plain(contents->works) ||
	    !base_parse(contents->drawing, contents->drawing_bytes, &base) ||
	    !format_date(contents->dated_at_s, update.dated) ||
	    (is_signed && !format_date(sealed_at_s, update.sealed)))
		return false;
	update.new_count = 1 + 2 * contents->count + (is_signed ? 2 : 0);
	update.new_at = calloc(update.new_count, sizeof(*update.new_at));
	composed->output.failed = !update.new_at;
	done = update.new_at && put_all(&update);
	composed->hex_at = update.hex_at;
	free(update.new_at);
	return done;
}
