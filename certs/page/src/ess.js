// SPDX-License-Identifier: GPL-3.0-or-later
/** signing-certificate-v2 (RFC 5035), after certs/x509/ess.c. */
import { SHA256, digestOf } from "./algorithm.js";
import { equal, hash } from "./bytes.js";
import * as der from "./der.js";

/** ESSCertIDv2 ::= SEQUENCE { hashAlgorithm DEFAULT SHA-256, certHash, issuerSerial OPTIONAL } */
function parseId(body, isToken) {
	const reader = new der.Reader(body);
	const algorithm = reader.take(der.SEQUENCE);
	const digest = algorithm ? digestOf(algorithm.whole) : SHA256;
	const value = reader.take(der.OCTET_STRING), issuerSerial = reader.take(der.SEQUENCE);

	/* DER leaves the default out; tokens of others may spell it out. */
	if (!digest || !value || !reader.isEmpty || (algorithm && digest === SHA256 && !isToken))
		return null;
	return { digest, value: value.body, issuerSerial: issuerSerial?.whole ?? null };
}

/** A record has one identifier and nothing else; a token may go on. null: malformed. */
export function parse(value, { isToken }) {
	const outer = value.tag === der.SEQUENCE ? new der.Reader(value.body) : null;
	const list = outer && outer.open(der.SEQUENCE);
	const id = list && list.take(der.SEQUENCE);

	if (!id || (!isToken && !(outer.isEmpty && list.isEmpty)))
		return null;
	return parseId(id.body, isToken);
}

/** IssuerSerial ::= SEQUENCE { GeneralNames with one [4] directoryName, INTEGER } */
function issuerSerialFits(whole, certificate) {
	const outer = new der.Reader(whole).open(der.SEQUENCE);
	const names = outer && outer.take(der.SEQUENCE), serial = names && outer.take(der.INTEGER);
	const directory = serial && outer.isEmpty ? der.only(names.body, der.CONTEXT + 4) : null;

	return directory !== null && certificate.is(directory.body, serial.whole);
}

export async function means(ess, certificate) {
	return equal(ess.value, await hash(ess.digest.name, certificate.der)) &&
		(!ess.issuerSerial || issuerSerialFits(ess.issuerSerial, certificate));
}
