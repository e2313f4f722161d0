// Prints Lighthouse's scores of the page, by `npm --prefix www run lighthouse`.
//
// Lighthouse is fetched by each run and is no dependency, since nothing else needs it.

import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

import { build } from './build.mjs';
import { Remedy, run, say, step, WWW } from './steps.mjs';
import { chromium } from './tools.mjs';

const LIGHTHOUSE = 'lighthouse@13.5.0';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const LEAST = 95;
const FOLDER = join(WWW, 'test-results');
const DIST = join(WWW, 'dist');

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

run(async () => {
  await build();
  const { chromium: path } = await chromium();
  if (path === null) throw new Remedy('no Chromium: install one, or name it in CHROMIUM');
  const server = await serve();
  const report = join(FOLDER, 'lighthouse.json');
  mkdirSync(FOLDER, { recursive: true });
  try {
    await step(
      'running Lighthouse',
      'npx',
      [
        '--yes',
        LIGHTHOUSE,
        `http://127.0.0.1:${server.address().port}/`,
        '--quiet',
        `--only-categories=${CATEGORIES.join(',')}`,
        '--output=json',
        `--output-path=${report}`,
        '--chrome-flags=--headless=new --no-sandbox --disable-gpu --no-first-run',
      ],
      { env: { ...process.env, CHROME_PATH: path } },
    );
  } finally {
    server.close();
    server.closeAllConnections();
  }
  const { categories, audits } = JSON.parse(readFileSync(report, 'utf8'));
  const scores = CATEGORIES.map((name) => [name, Math.round(categories[name].score * 100)]);
  for (const { title, score, displayValue } of Object.values(audits)) {
    if (score !== null && score < 0.9) say(`${score.toFixed(2)} ${title} ${displayValue ?? ''}`);
  }
  say(scores.map(([name, score]) => `${name} ${score}`).join(', '));
  return scores.every(([, score]) => score >= LEAST) ? 0 : 1;
});

/** Serves the folder like a host that reads `_headers` and sends compressed copies. */
async function serve() {
  const headers = Object.fromEntries(
    readFileSync(join(DIST, '_headers'), 'utf8')
      .split('\n\n')[0]
      .split('\n')
      .slice(1)
      .filter((line) => line.includes(': '))
      .map((line) =>
        line
          .trim()
          .split(/: (.*)/s)
          .slice(0, 2),
      ),
  );
  const server = createServer(
    ({ url, headers: { 'accept-encoding': accepted = '' } }, response) => {
      const name = new URL(url, 'http://host').pathname.slice(1) || 'index.html';
      const path = join(DIST, name);
      const type = { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' };
      const kept = /^(assets|data)\//.test(name)
        ? { 'cache-control': 'public, max-age=31536000, immutable' }
        : {};
      const send = (file, more) => {
        const body = readFileSync(file);
        response.writeHead(200, { ...headers, ...type, ...kept, ...more }).end(body);
      };
      try {
        if (!path.startsWith(DIST)) throw new Error('outside');
        try {
          if (!/\bbr\b/.test(accepted)) throw new Error('plain');
          send(`${path}.br`, { 'content-encoding': 'br', vary: 'accept-encoding' });
        } catch {
          send(path, {});
        }
      } catch {
        response.writeHead(404).end();
      }
    },
  );
  await new Promise((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return server;
}
