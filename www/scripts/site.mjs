// Completes a built page for any static host.
//
// The service worker gets the list of the files that it caches for use without a network. Files
// that a host may send compressed get compressed copies.

import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { filesUnder } from './steps.mjs';

/** Matches files that compression does not make smaller, or that no host sends. */
const UNCOMPRESSED = /\.(pack|png|br|gz)$|(^|\/)_headers$/;
/** Matches files that the page itself never requests. */
const NOT_CACHED = /(^|\/)(sw\.js|_headers)$|\.(br|gz)$|^icons\/(16|32|48|128)\.png$/;
/** The module that only checks: without a network the page uses the whole one, which is cached. */
const CHECK_MODULE = /^assets\/check_bg-.*\.wasm$/;
const DIGEST_DIGITS = 32;

/** Completes the build in the folder `dist`. */
export function finishSite(dist) {
  for (const path of filesUnder(dist)) if (/\.(br|gz)$/.test(path)) rmSync(path);
  const nameOf = (path) => relative(dist, path).replaceAll('\\', '/');
  const kept = filesUnder(dist)
    .map((path) => [nameOf(path), path])
    .filter(([name]) => !NOT_CACHED.test(name) && !CHECK_MODULE.test(name))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const files = Object.fromEntries(kept.map(([name, path]) => [name, digest(readFileSync(path))]));
  const worker = join(dist, 'sw.js');
  writeFileSync(worker, `const FILES=${JSON.stringify(files)};\n${readFileSync(worker, 'utf8')}`);
  for (const path of filesUnder(dist).filter((one) => !UNCOMPRESSED.test(nameOf(one)))) {
    const bytes = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(bytes));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

function digest(bytes) {
  return createHash('sha256').update(bytes).digest('hex').slice(0, DIGEST_DIGITS);
}
