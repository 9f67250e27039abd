/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exit.h"
#include "i18n.h"
#include "options.h"
#include "output.h"
#include "text.h"
#include "tty.h"

#define SERIAL_END_LEAST 4

bool prompt_fd_parse(const char *text, int *fd)
{
	unsigned long number;

	if (!options_number(text, 0, INT_MAX, &number) || fcntl((int)number, F_GETFD) < 0)
		return false;
	*fd = (int)number;
	return true;
}

static int say(const struct prompt_source *source, const char *subject, const char *reason)
{
	output_error(source->tool, subject, "%s", reason);
	return -1;
}

static const char *reason_of(int error)
{
	switch (error) {
	case ENODATA:
		return _("it holds no passphrase");
	case EMSGSIZE:
		return _("the passphrase is too long");
	default:
		return strerror(error);
	}
}

/* A NUL would silently cut the passphrase where libraries take text. */
static int take_line(const struct prompt_source *source, const char *subject, int fd, char *buf,
		     size_t size)
{
	int length = tty_read_line(fd, buf, size);

	if (length < 0)
		return say(source, subject, reason_of(errno));
	if (strlen(buf) != (size_t)length)
		return say(source, subject, _("the passphrase holds a NUL character"));
	if (length && buf[length - 1] == '\r')
		buf[--length] = '\0';
	return length;
}

static int from_file(const struct prompt_source *source, char *buf, size_t size)
{
	int fd = open(source->file, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	int length;

	if (fd < 0 || fstat(fd, &st)) {
		length = say(source, source->file, strerror(errno));
	} else if (!S_ISREG(st.st_mode)) {
		length = say(source, source->file, _("the passphrase file is no regular file"));
	} else if (st.st_mode & (S_IRWXG | S_IRWXO)) {
		length = say(source, source->file,
			     _("others than its owner can use the passphrase file (chmod 600)"));
	} else {
		length = take_line(source, source->file, fd, buf, size);
	}
	if (fd >= 0)
		close(fd);
	return length;
}

static int from_terminal(const struct prompt_source *source, const char *subject,
			 const char *question, char *buf, size_t size)
{
	int length = tty_ask(question, false, buf, size);

	if (length >= 0)
		return length;
	if (errno == ENXIO)
		return say(source, subject,
			   _("no terminal to ask for the passphrase; use --passphrase-fd or "
			     "--passphrase-file"));
	return say(source, subject, reason_of(errno));
}

static int get_secret(const struct prompt_source *source, const char *subject, const char *question,
		      int attempt, char *buf, size_t size)
{
	int length;

	if (!size)
		return -1;
	if ((source->file || source->fd >= 0) && attempt > 1)
		return -1;
	if (source->file)
		length = from_file(source, buf, size);
	else if (source->fd >= 0)
		length = take_line(source, "--passphrase-fd", source->fd, buf, size);
	else
		length = from_terminal(source, subject, question, buf, size);
	if (length < 0)
		explicit_bzero(buf, size);
	return length;
}

int prompt_passphrase(void *arg, const char *path, int attempt, char *buf, size_t size)
{
	char question[1024], shown[768];

	text_escape(path, shown, sizeof(shown));
	snprintf(question, sizeof(question), _("%sPassphrase for %s: "),
		 attempt > 1 ? _("That was wrong. ") : "", shown);
	return get_secret(arg, path, question, attempt, buf, size);
}

int prompt_pin(void *arg, const char *label, int attempt, char *buf, size_t size)
{
	char question[1024], shown[768];

	text_escape(label, shown, sizeof(shown));
	snprintf(question, sizeof(question), _("PIN of the token %s: "), shown);
	return get_secret(arg, label, question, attempt, buf, size);
}

/* Nobody is asked where nobody is asked for the PIN. */
static bool confirm_last_try(const struct prompt_source *source, const char *label)
{
	char question[1024], shown[512], line[64];

	if (source->file || source->fd >= 0)
		return false;
	text_escape(label, shown, sizeof(shown));
	snprintf(question, sizeof(question),
		 _("\nOne try is left: if the next PIN is wrong, the token %s is locked.\n"
		   "Type LAST to use it: "),
		 shown);
	return tty_ask(question, true, line, sizeof(line)) >= 0 && strcmp(line, "LAST") == 0;
}

bool prompt_token(void *arg, enum wipecert_token_event event, const char *label)
{
	const struct prompt_source *source = arg;

	switch (event) {
	case WIPECERT_TOKEN_LAST_TRY:
		return confirm_last_try(source, label);
	case WIPECERT_TOKEN_FEW_TRIES:
		output_error(source->tool, label, "%s",
			     _("wrong PINs were entered before: only few tries are left"));
		break;
	case WIPECERT_TOKEN_AT_READER:
		output_error(source->tool, label, "%s",
			     _("enter the PIN at the card reader or the token now"));
		break;
	}
	return true;
}

/* A name says too little at its end: sda1, sdb1. */
static bool needs_whole(const struct wipe_device *dev)
{
	return !dev->serial_plausible || strcmp(wipe_device_confirmation(dev), dev->serial) != 0 ||
	       strlen(dev->serial) < SERIAL_END_LEAST;
}

/* What another drive's serial ends with does not tell which of the two is meant. */
static size_t end_chars(const struct wipe_device *dev)
{
	size_t chars = (size_t)dev->serial_shared_end + 1, all = strlen(dev->serial);

	if (chars < SERIAL_END_LEAST)
		chars = SERIAL_END_LEAST;
	return chars < all ? chars : all;
}

bool prompt_confirms(const struct wipe_device *dev, const char *typed)
{
	const char *whole = wipe_device_confirmation(dev);
	size_t typed_bytes = strlen(typed), whole_bytes = strlen(whole);

	if (!whole_bytes)
		return false;
	if (needs_whole(dev))
		return !strcmp(typed, whole);
	return typed_bytes >= end_chars(dev) && typed_bytes <= whole_bytes &&
	       !strcmp(typed, whole + whole_bytes - typed_bytes);
}

static void format_task(const struct wipe_device *dev, char *out, size_t bytes)
{
	if (!needs_whole(dev))
		snprintf(out, bytes,
			 _("Type the last %zu or more characters of the serial to confirm: "),
			 end_chars(dev));
	else
		snprintf(out, bytes, "%s",
			 dev->kind == WIPE_KIND_IMAGE ?
				 _("Type the file's name to confirm: ") :
				 _("Type the device's name (as in /dev) to confirm: "));
}

static void format_question(const struct wipe_device *dev, const char *what, char *out,
			    size_t bytes)
{
	char node[512], model[256], serial[256], size[TEXT_EXACT_SIZE_BYTES];
	char task[256], vendor_model[sizeof(dev->vendor) + sizeof(dev->model) + 1];

	text_escape(dev->node, node, sizeof(node));
	snprintf(vendor_model, sizeof(vendor_model), "%s%s%s", dev->vendor,
		 *dev->vendor && *dev->model ? " " : "", dev->model);
	text_escape(vendor_model, model, sizeof(model));
	text_escape(dev->serial, serial, sizeof(serial));
	text_exact_size(dev->capacity_bytes, size);
	format_task(dev, task, sizeof(task));
	snprintf(out, bytes, _("\n%s\n  %s  %s\n  serial: %s\n  size:   %s\n%s"),
		 what ? what : _("Everything on this medium will be erased:"), node,
		 *model ? model : "-", *serial ? serial : "-", size, task);
}

/* Blanks at both ends are slips of the hand. */
static char *trimmed(char *line)
{
	size_t bytes;

	line += strspn(line, " \t");
	bytes = strlen(line);
	while (bytes && (line[bytes - 1] == ' ' || line[bytes - 1] == '\t'))
		line[--bytes] = '\0';
	return line;
}

static int refuse(const char *tool, const struct wipe_device *dev, const char *reason)
{
	output_error(tool, dev->node, "%s", reason);
	return EXIT_REFUSED;
}

int prompt_confirmation(const char *tool, const struct wipe_device *dev, const char *task,
			const char *given)
{
	const char *whole = wipe_device_confirmation(dev);
	char question[4096], line[256];

	if (given)
		return *whole && !strcmp(given, whole) ?
			       EXIT_DONE :
			       refuse(tool, dev, _("--confirm names another medium"));
	format_question(dev, task, question, sizeof(question));
	if (tty_ask(question, true, line, sizeof(line)) < 0)
		return refuse(tool, dev,
			      errno == ENXIO ? _("no terminal to confirm on; use --confirm") :
					       _("not confirmed"));
	if (!prompt_confirms(dev, trimmed(line)))
		return refuse(tool, dev, _("not confirmed: what was typed does not match"));
	return EXIT_DONE;
}
