// SPDX-License-Identifier: GPL-3.0-or-later
/** What texts of several lines and figures are made of. */
import { word } from "./words.js";

export const group = (digits) => String(digits).replace(/\B(?=(\d{3})+$)/g, ",");
export const bytesOf = (digits) => word("bytesOf", { n: group(digits) });
export const lines = (list) => list.filter(Boolean).join("\n");
export const listed = (...parts) => parts.filter(Boolean).join(word("comma"));
