// SPDX-License-Identifier: GPL-3.0-or-later
/** What the page, and its tests under node, use of the verifier. */
export { CaseError, openCase } from "./case.js";
export { nameApart } from "./case_files.js";
export { caseJson } from "./case_json.js";
export { isOther, isPdf, verifyFile } from "./pdf.js";
export { REASONS } from "./reason.js";
export { Trust, TrustError, isTrustFolder, loadFolder } from "./trust.js";
export { exitCode, verify } from "./verify.js";
export { weigh, weightExitCode } from "./weigh.js";
