// Tests the built folder on a plain file server under a sub-path.

import assert from 'node:assert/strict';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { filesUnder } from '../../scripts/steps.mjs';
import { openStage, SMALL } from './stage.mjs';

const DIST = resolve(import.meta.dirname, '../../dist');
const BASE = '/people/of/the-team/infragenie/';

/** MIME types of the server; WebAssembly and packs have none, as on many plain hosts. */
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

describe('any static host', () => {
  let stage;
  let server;
  before(async () => {
    stage = await openStage();
    server = createServer(({ url }, response) => {
      const { pathname } = new URL(url, 'http://host');
      const name = pathname.slice(BASE.length) || 'index.html';
      const path = join(DIST, name);
      if (
        !pathname.startsWith(BASE) ||
        !path.startsWith(DIST) ||
        !existsSync(path) ||
        !statSync(path).isFile()
      ) {
        response.writeHead(404).end();
        return;
      }
      const type = TYPES[extname(path)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type });
      createReadStream(path).pipe(response);
    });
    await new Promise((done) => {
      server.listen(0, '127.0.0.1', done);
    });
  });
  after(async () => {
    await stage.close();
    server.closeAllConnections();
    await new Promise((done) => {
      server.close(done);
    });
  });

  test('serves the page from a sub-path, also offline', async () => {
    const address = `http://127.0.0.1:${server.address().port}${BASE}`;
    const visit = await stage.visit('findings_hosting', { address, isKept: true });
    const { page } = visit;
    await visit.words.fill(SMALL);
    const forecast = await visit.promptTokens();
    await visit.ask(SMALL);
    await visit.ended();
    assert.equal(visit.sent()[0].promptTokens, forecast);
    assert.match(await visit.code(), /resource "aws_instance"/);
    await page.getByText('Available offline.').waitFor();
    await page.context().setOffline(true);
    await page.goto(`${address}#check`);
    await page.reload();
    await page.getByRole('button', { name: 'Try an example' }).click();
    await page.locator('.verdict_item').first().waitFor();
    const paths = visit.seen.requests
      .map(({ url }) => new URL(url))
      .filter(({ host }) => host !== 'api.groq.com')
      .map(({ pathname }) => pathname);
    assert.deepEqual(
      paths.filter((path) => !path.startsWith(BASE)),
      [],
    );
    await visit.leave({
      failing: true,
      allow: /wasm` does not have|Incorrect response MIME|instantiateStreaming/,
    });
  });

  test('has a compressed copy of every compressible file', () => {
    const files = filesUnder(DIST);
    for (const path of files.filter((one) => /\.(js|css|html|wasm|svg)$/.test(one))) {
      const bytes = readFileSync(path);
      assert.ok(brotliDecompressSync(readFileSync(`${path}.br`)).equals(bytes), path);
      assert.ok(gunzipSync(readFileSync(`${path}.gz`)).equals(bytes), path);
    }
  });

  test('has a headers file with the policy of the page', () => {
    const headers = readFileSync(join(DIST, '_headers'), 'utf8');
    const [, policy] = headers.match(/^\/\*\n {2}Content-Security-Policy: (.*)$/m);
    const [, own] = readFileSync(join(DIST, 'index.html'), 'utf8').match(
      /http-equiv="Content-Security-Policy" content="([^"]*)"/,
    );
    assert.equal(policy, `${own.replaceAll('&#39;', "'")}; frame-ancestors 'none'`);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/);
  });
});
