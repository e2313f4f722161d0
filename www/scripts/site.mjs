// Makes a built page into a folder for any static host: lists in the service worker the files that are
// kept for use without a network, and adds a compressed copy of each file that compresses.

import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { filesUnder } from './steps.mjs';

/** What compression does not make smaller, or no host sends. */
const AS_IT_IS = /\.(pack|png|br|gz)$|(^|\/)_headers$/;
/** What the page itself never asks for. */
const NOT_KEPT = /(^|\/)(sw\.js|_headers)$|\.(br|gz)$|^icons\/(16|32|48|128)\.png$/;
const DIGEST_DIGITS = 32;

/** Finishes a build in `dist`. */
export function finishSite(dist) {
  for (const path of filesUnder(dist)) if (/\.(br|gz)$/.test(path)) rmSync(path);
  const nameOf = (path) => relative(dist, path).replaceAll('\\', '/');
  const kept = filesUnder(dist).map((path) => [nameOf(path), path])
    .filter(([name]) => !NOT_KEPT.test(name)).sort(([one], [other]) => (one < other ? -1 : 1));
  const files = Object.fromEntries(kept.map(([name, path]) => [name, digest(readFileSync(path))]));
  const worker = join(dist, 'sw.js');
  writeFileSync(worker, `const FILES=${JSON.stringify(files)};\n${readFileSync(worker, 'utf8')}`);
  for (const path of filesUnder(dist).filter((one) => !AS_IT_IS.test(nameOf(one)))) {
    const bytes = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(bytes));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

function digest(bytes) {
  return createHash('sha256').update(bytes).digest('hex').slice(0, DIGEST_DIGITS);
}
