/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A machine's /sys and /run/udev as one text file (tests/fixtures/machines, surveys). A line is
 *
 *	PATH = TEXT	a file that holds TEXT and a newline; a further line of the
 *			same PATH is appended
 *	PATH : HEX	a file that holds these bytes
 *	PATH -> TARGET	a symbolic link
 *	PATH/		an empty folder
 *
 * or a comment after '#', or empty. Folders above are made as needed.
 */
#ifndef SUPPORT_FIXTURE_TREE_H
#define SUPPORT_FIXTURE_TREE_H

/*
 * Makes the tree in a new temporary folder, whose path is returned: the root for
 * what reads it. Ends the program with a message if the file is not as above.
 */
char *fixture_tree_make(const char *file);

/* Removes the folder and frees the path. */
void fixture_tree_remove(char *root);

#endif
