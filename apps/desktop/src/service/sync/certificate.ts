import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface TlsCredentials {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

/**
 * A self-signed certificate for the sync port, new at each start and never on disk: nobody trusts it by itself. Who is
 * at the other end is proven by the terminals' own keys over the channel (core, handshake.ts). P-256 because Electron's
 * BoringSSL offers no Ed25519 certificates by default.
 */
export function makeCertificate(): TlsCredentials {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const der = certificateDer(privateKey, publicKey.export({ type: 'spki', format: 'der' }));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** RFC 5280 section 4.1, with the one extension that clients look at. */
function certificateDer(key: KeyObject, publicKeyInfo: Buffer): Buffer {
  const commonName = 'Apotheca terminal';
  const name = sequence(tlv(0x31, sequence(oid(2, 5, 4, 3), tlv(0x0c, Buffer.from(commonName)))));
  const serial = randomBytes(16);
  // Positive, and without a leading zero byte.
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  // RFC 5280 section 4.1.2.5: the second is the time that stands for "no end".
  const validity = sequence(tlv(0x17, Buffer.from('200101000000Z')), tlv(0x18, Buffer.from('99991231235959Z')));
  const dnsName = tlv(0x82, Buffer.from('apotheca.invalid'));
  const alternativeName = sequence(oid(2, 5, 29, 17), tlv(0x04, sequence(dnsName)));
  const signed = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, serial),
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKeyInfo,
    tlv(0xa3, sequence(alternativeName)),
  );
  const signature = sign('sha256', signed, key);
  return sequence(signed, ecdsaWithSha256, tlv(0x03, Buffer.concat([Buffer.from([0]), signature])));
}

const ecdsaWithSha256 = sequence(oid(1, 2, 840, 10045, 4, 3, 2));

/** X.690 section 8: tag, length, content. */
function tlv(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(parts));
}

function oid(first: number, second: number, ...rest: number[]): Buffer {
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tlv(0x06, Buffer.from(bytes));
}
