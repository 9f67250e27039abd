// SPDX-License-Identifier: GPL-3.0-or-later
/** Green is for what ends with 0, and for nothing else. */
export const colourOf = ({ code }) => (code === 0 ? "good" : code === 8 ? "amber" : "bad");
