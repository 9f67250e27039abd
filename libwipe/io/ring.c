/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ring.h"

#include <errno.h>
#include <stdlib.h>

#include "queue.h"
#include "text.h"

/* A flush beside the transfers never goes through a ring: fsync(2) does it. */
#define ENTRIES (2 * QUEUE_DEPTH)

struct wipe_ring {
	struct io_uring rings[RING_COUNT];
	unsigned int count;
};

/* io_uring_register(2): all that a ring may do once it is enabled. */
static const struct io_uring_restriction restrictions[] = {
	{ .opcode = IORING_RESTRICTION_SQE_OP, .sqe_op = IORING_OP_READ },
	{ .opcode = IORING_RESTRICTION_SQE_OP, .sqe_op = IORING_OP_WRITE },
	{ .opcode = IORING_RESTRICTION_SQE_OP, .sqe_op = IORING_OP_READ_FIXED },
	{ .opcode = IORING_RESTRICTION_SQE_OP, .sqe_op = IORING_OP_WRITE_FIXED },
	{ .opcode = IORING_RESTRICTION_SQE_FLAGS_ALLOWED, .sqe_flags = IOSQE_FIXED_FILE },
	{ .opcode = IORING_RESTRICTION_SQE_FLAGS_REQUIRED, .sqe_flags = IOSQE_FIXED_FILE },
	{ .opcode = IORING_RESTRICTION_REGISTER_OP, .register_op = IORING_REGISTER_FILES },
	{ .opcode = IORING_RESTRICTION_REGISTER_OP, .register_op = IORING_UNREGISTER_FILES },
	{ .opcode = IORING_RESTRICTION_REGISTER_OP, .register_op = IORING_REGISTER_BUFFERS },
	{ .opcode = IORING_RESTRICTION_REGISTER_OP, .register_op = IORING_UNREGISTER_BUFFERS },
};

static int open_one(struct io_uring *ring)
{
	struct io_uring_params params = { .flags = IORING_SETUP_R_DISABLED | IORING_SETUP_CLAMP };
	int rc = io_uring_queue_init_params(ENTRIES, ring, &params);

	if (rc)
		return rc;
	/* Waiting with a time limit would need an operation of its own without this. */
	rc = params.features & IORING_FEAT_EXT_ARG ? 0 : -EOPNOTSUPP;
	/* liburing 2.3 has functions for these two, and forgot to export them. */
	if (!rc)
		rc = io_uring_register((unsigned int)ring->ring_fd, IORING_REGISTER_RESTRICTIONS,
				       restrictions,
				       sizeof(restrictions) / sizeof(restrictions[0]));
	if (!rc)
		rc = io_uring_register((unsigned int)ring->ring_fd, IORING_REGISTER_ENABLE_RINGS,
				       NULL, 0);
	if (rc)
		io_uring_queue_exit(ring);
	return rc < 0 ? rc : 0;
}

int wipe_ring_open(struct wipe_ring **ring, struct wipe_error *err)
{
	struct wipe_ring *made = calloc(1, sizeof(*made));
	int rc = 0;

	*ring = NULL;
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	while (made->count < RING_COUNT && (rc = open_one(&made->rings[made->count])) == 0)
		made->count++;
	if (rc) {
		wipe_ring_close(made);
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, -rc,
				      _("this system has no io_uring for us"));
	}
	*ring = made;
	return 0;
}

void wipe_ring_close(struct wipe_ring *ring)
{
	if (!ring)
		return;
	while (ring->count)
		io_uring_queue_exit(&ring->rings[--ring->count]);
	free(ring);
}

struct io_uring *ring_at(struct wipe_ring *ring, unsigned int index)
{
	return &ring->rings[index];
}
