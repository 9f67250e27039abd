// SPDX-License-Identifier: GPL-3.0-or-later
/** A signed record without the question whom one trusts, after certs/cms/envelope.c. */
import { digestOf, lowSignature, signatureFits, verifySignature } from "./algorithm.js";
import * as attributes from "./attributes.js";
import { equal, hash, sha256 } from "./bytes.js";
import { Certificate, checkKey } from "./certificate.js";
import * as der from "./der.js";
import * as ess from "./ess.js";
import { canonical, parse as parseName } from "./name.js";
import * as signedDatas from "./signed_data.js";

/** The signer's certificate is the one whose hash was signed. */
async function findSigner(envelope, finding) {
	envelope.certificates = [];
	for (const bytes of envelope.signedData.certificates) {
		const certificate = Certificate.parse(bytes);

		if (!certificate)
			return finding.note("not-cms", "a certificate in it is malformed");
		envelope.certificates.push(certificate);
		if (await ess.means(envelope.attributes.signingCert, certificate))
			envelope.signer = certificate;
	}
	return Boolean(envelope.signer) ||
		finding.note("signing-cert", "no certificate in it is the one that was signed for");
}

function checkAlgorithms(envelope, edition, finding) {
	if (!checkKey(envelope.signer, edition, finding))
		return false;
	return signatureFits(envelope.signedData.signatureAlgorithm, envelope.digest, envelope.signer.key) ||
		finding.note("algorithm", "the signature algorithm is not allowed or does not fit");
}

/** By identifier of the key, or by a name that libcrypto takes for equal and the same serial. */
export function signerIdMeans(signerId, certificate) {
	if (signerId.keyIdentifier)
		return certificate.subjectKey !== null && equal(signerId.keyIdentifier, certificate.subjectKey);
	const both = signedDatas.parseIssuerAndSerial(signerId.issuerAndSerial);
	return both !== null && canonical(parseName(both.issuer)) === certificate.issuerKey &&
		equal(both.serial, certificate.serial.whole);
}

function checkSignerId(signerId, signer, finding) {
	const isExact = () => {
		const both = signedDatas.parseIssuerAndSerial(signerId.issuerAndSerial);
		return signer.is(both.issuer, both.serial);
	};

	if (signerId.issuerAndSerial && !signedDatas.parseIssuerAndSerial(signerId.issuerAndSerial))
		return finding.note("not-cms", "the signer is named in a malformed way");
	return (signerIdMeans(signerId, signer) && (signerId.keyIdentifier || isExact())) ? true :
		finding.note("signing-cert", "the signer is named as another than the one signed for");
}

async function checkSignature(envelope, finding) {
	const { content, signature, signatureAlgorithm, signedAttributes } = envelope.signedData;
	const digest = await hash(envelope.digest.name, content);
	const good = equal(digest, envelope.attributes.messageDigest) ?
		await verifySignature(signatureAlgorithm, envelope.signer.key, envelope.digest, signature,
			der.encode(der.SET, signedAttributes)) : false;

	if (good === null)
		return finding.note("not-compared", "this browser cannot check a signature by this key");
	return good || finding.note("signature", "the signature does not belong to this content");
}

/**
 * @param {Uint8Array|null} detached as for signed_data.js
 * @returns {object|null} null: finding says why
 */
export async function open(bytes, edition, finding, detached = null) {
	const signedData = signedDatas.parse(bytes, finding, detached);
	const envelope = { signedData, digest: signedData && digestOf(signedData.digestAlgorithm) };

	if (!signedData)
		return null;
	if (!envelope.digest)
		return finding.note("algorithm", "the digest is none of SHA-256, SHA-384 and SHA-512") || null;
	envelope.attributes = attributes.check(signedData, finding);
	if (!envelope.attributes || !await findSigner(envelope, finding) ||
	    !checkAlgorithms(envelope, edition, finding) ||
	    !checkSignerId(signedData.signerId, envelope.signer, finding) ||
	    !await checkSignature(envelope, finding))
		return null;
	envelope.link = {
		econtentSha256: await sha256(signedData.content),
		signatureSha256: await sha256(lowSignature(signedData.signature, envelope.signer.key)),
	};
	return envelope;
}
