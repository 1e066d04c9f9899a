/** A self-signed TLS certificate, made anew: Node makes keys and signatures, but has no function for certificates. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** One DER value: tag, length, content (ITU-T X.690). */
function der(tag: number, ...contents: Buffer[]): Buffer {
	const content = Buffer.concat(contents);
	const length =
		content.length < 128
			? Buffer.from([content.length])
			: Buffer.from([0x82, content.length >> 8, content.length & 0xff]);
	return Buffer.concat([Buffer.from([tag]), length, content]);
}

const sequence = (...contents: Buffer[]) => der(0x30, ...contents);
const set = (...contents: Buffer[]) => der(0x31, ...contents);
const objectId = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const ECDSA_WITH_SHA256 = sequence(objectId('2a8648ce3d040302'));
const COMMON_NAME = objectId('550403');
const SUBJECT_ALT_NAME = objectId('551d11');
const BASIC_CONSTRAINTS = objectId('551d13');

/** `YYMMDDhhmmssZ` */
function utcTime(date: Date): Buffer {
	const digits = date.toISOString().replace(/[-:T]/g, '').slice(2, 14);
	return der(0x17, Buffer.from(`${digits}Z`));
}

/** Key and certificate in PEM, for one host name, valid for a day. */
export function selfSigned(host: string): { key: string; cert: string } {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
	const name = sequence(set(sequence(COMMON_NAME, der(0x0c, Buffer.from(host)))));
	const day = 24 * 3600 * 1000;
	const alternatives = sequence(der(0x82, Buffer.from(host)));
	const authority = sequence(der(0x01, Buffer.from([0xff])));
	const body = sequence(
		der(0xa0, der(0x02, Buffer.from([2]))),
		der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
		ECDSA_WITH_SHA256,
		name,
		sequence(utcTime(new Date(Date.now() - day)), utcTime(new Date(Date.now() + day))),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
		der(
			0xa3,
			sequence(
				sequence(SUBJECT_ALT_NAME, der(0x04, alternatives)),
				sequence(BASIC_CONSTRAINTS, der(0x04, authority)),
			),
		),
	);
	const signature = sign('sha256', body, privateKey);
	const certificate = sequence(
		body,
		ECDSA_WITH_SHA256,
		der(0x03, Buffer.concat([Buffer.from([0]), signature])),
	);
	const base64 = certificate.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
	};
}
