// Encrypts a key under a passphrase, and decrypts it.

import { hex } from '../hex';

/** Iterations that OWASP recommends for PBKDF2 with SHA-256. */
const ROUNDS = 600_000;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const VERSION = 1;

/** Encrypts a text with AES-GCM and a key that PBKDF2 derives from a passphrase. */
export async function seal(text: string, passphrase: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce },
    await keyOf(passphrase, salt, ROUNDS),
    bytesOf(text),
  );
  return JSON.stringify({
    version: VERSION,
    rounds: ROUNDS,
    salt: hex(salt),
    nonce: hex(nonce),
    sealed: hex(new Uint8Array(sealed)),
  });
}

/** Decrypts a text; null for a wrong passphrase or a modified text. */
export async function unseal(text: string, passphrase: string): Promise<string | null> {
  const parts = partsOf(text);
  if (parts === null) return null;
  const { rounds, salt, nonce, sealed } = parts;
  try {
    const opened = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: nonce },
      await keyOf(passphrase, salt, rounds),
      sealed,
    );
    return new TextDecoder().decode(opened);
  } catch {
    return null;
  }
}

type Bytes = Uint8Array<ArrayBuffer>;

interface Parts {
  readonly rounds: number;
  readonly salt: Bytes;
  readonly nonce: Bytes;
  readonly sealed: Bytes;
}

async function keyOf(passphrase: string, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey(
    'raw',
    bytesOf(passphrase.normalize('NFKC')),
    'PBKDF2',
    false,
    ['deriveKey'],
  );
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

function partsOf(text: string): Parts | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { version, rounds, salt, nonce, sealed } = value as Readonly<Record<string, unknown>>;
    // More iterations were not written by this code, and could take very long.
    if (version !== VERSION || rounds !== ROUNDS) return null;
    return { rounds: ROUNDS, salt: unhex(salt), nonce: unhex(nonce), sealed: unhex(sealed) };
  } catch {
    return null;
  }
}

function bytesOf(text: string): Bytes {
  return new TextEncoder().encode(text);
}

function unhex(value: unknown): Bytes {
  const pairs = typeof value === 'string' ? value.match(/[0-9a-f]{2}/g) : null;
  return Uint8Array.from(pairs ?? [], (pair) => Number.parseInt(pair, 16));
}
