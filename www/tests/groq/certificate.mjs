// Creates a certificate for api.groq.com at every start and keeps it in memory.

import { createHash, X509Certificate } from 'node:crypto';

import { generate } from 'selfsigned';

const DAY_MS = 86_400_000;

/**
 * @returns {Promise<{key: string, cert: string, spki: string}>} PEM texts, and the SHA-256 of the
 *   public key in base64, as Chromium's `--ignore-certificate-errors-spki-list` takes it
 */
export async function certificate() {
  const pems = await generate([{ name: 'commonName', value: 'api.groq.com' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - DAY_MS),
    notAfterDate: new Date(Date.now() + 30 * DAY_MS),
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'api.groq.com' },
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  const publicKey = new X509Certificate(pems.cert).publicKey;
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const spki = createHash('sha256').update(der).digest('base64');
  return { key: pems.private, cert: pems.cert, spki };
}
