// Creates projects that have the packed package, and runs programs in them.

import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join, normalize } from 'node:path';

import { PACKAGE } from '../../scripts/package.mjs';

/** Program without its import of the package; `result` is one line of JSON. */
export const PROGRAM = `
const code = 'resource "aws_ebs_volume" "a" {\\n  availability_zone = "eu-west-1a"\\n  size = 8\\n  iopss = 100\\n}\\n';
const { plan } = await preview('create ec2 instance with nginx for the quagga');
const [problems, findings, fixed] = await Promise.all([validate(code), scan(code), fix(code, { reach: 'draft' })]);
const result = JSON.stringify({
  model: plan.model, tokens: plan.promptTokens, problems: problems.map(({ kind }) => kind),
  findings: findings.map(({ id }) => id), code: fixed.code,
});
`;
export const IMPORT = "import { fix, preview, scan, validate } from 'infragenie';\n";

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};
const PATIENCE_MS = 60_000;

/** Creates a folder with files and the package in node_modules; `close` removes it. */
export function project(files = {}) {
  if (!existsSync(PACKAGE)) throw new Error('run `npm --prefix www run package` first');
  const folder = mkdtempSync(join(tmpdir(), 'infragenie-'));
  cpSync(PACKAGE, join(folder, 'node_modules', 'infragenie'), { recursive: true });
  write(folder, { 'package.json': '{ "type": "module", "private": true }\n', ...files });
  return {
    folder,
    path: (...names) => join(folder, ...names),
    write: (more) => write(folder, more),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** Runs a command; resolves to its output, its errors and its exit code. */
export function ran(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { timeout: PATIENCE_MS, ...options });
    let [out, errors] = ['', ''];
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, errors }));
    child.stdin.end(options.input ?? '');
  });
}

/** Serves a folder like a plain static host, without rewriting URLs. */
export async function served(folder) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    readFile(file).then(
      (bytes) => {
        const type = TYPES[extname(file)] ?? 'application/octet-stream';
        response.writeHead(200, { 'Content-Type': type }).end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
