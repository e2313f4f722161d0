// Serves the built page as a static host does: `_headers` and compressed copies.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { WWW } from './steps.mjs';

const DIST = join(WWW, 'dist');
const CHUNK = 2_048;

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

/**
 * Starts the server on a free port of the loopback address.
 *
 * @param {object} [options]
 * @param {number} [options.bytesPerSecond] limit of all answers together
 * @param {(name: string) => void} [options.onFirstByte] called when an answer begins
 */
export async function serveBuilt({ bytesPerSecond = Infinity, onFirstByte } = {}) {
  const headers = siteHeaders();
  let free = 0;
  /** Sends a body; open answers share the line evenly. */
  const send = async (response, body) => {
    if (bytesPerSecond === Infinity) {
      response.end(body);
      return;
    }
    for (let at = 0; at < body.length && !response.destroyed; at += CHUNK) {
      const chunk = body.subarray(at, at + CHUNK);
      free = Math.max(free, Date.now()) + (chunk.length / bytesPerSecond) * 1_000;
      await sleep(free - Date.now());
      response.write(chunk);
    }
    response.end();
  };
  const server = createServer(
    ({ url, headers: { 'accept-encoding': accepted = '' } }, response) => {
      const name = new URL(url, 'http://host').pathname.slice(1) || 'index.html';
      const found = fileOf(name, /\bbr\b/.test(accepted));
      if (found === null) {
        response.writeHead(404).end();
        return;
      }
      const isKept = /^(assets|data)\//.test(name);
      response.writeHead(200, {
        ...headers,
        'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
        ...(isKept ? { 'cache-control': 'public, max-age=31536000, immutable' } : {}),
        ...(found.isCompressed ? { 'content-encoding': 'br', vary: 'accept-encoding' } : {}),
      });
      onFirstByte?.(name);
      send(response, found.body);
    },
  );
  await new Promise((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Reads a file of the page, or its compressed copy; null for none. */
function fileOf(name, isCompressed) {
  const path = join(DIST, name);
  if (!path.startsWith(DIST)) return null;
  try {
    return { body: readFileSync(isCompressed ? `${path}.br` : path), isCompressed };
  } catch {
    return isCompressed ? fileOf(name, false) : null;
  }
}

function siteHeaders() {
  const [all] = readFileSync(join(DIST, '_headers'), 'utf8').split('\n\n');
  const lines = all.split('\n').slice(1);
  const pairs = lines.filter((line) => line.includes(': ')).map((line) => line.trim());
  return Object.fromEntries(pairs.map((line) => line.split(/: (.*)/s).slice(0, 2)));
}
