// SPDX-License-Identifier: GPL-3.0-or-later
/** Signing, for tests under node; the page does not offer it yet. */
export { open as openPkcs12 } from "./pkcs12.js";
export { confirmation, sign } from "./sign.js";
