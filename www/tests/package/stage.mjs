// Sets up the package's tests: the package as it is packed, in folders as its users have them, and one
// program that all tests run.

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, extname, join, normalize } from 'node:path';
import { spawn } from 'node:child_process';

import { PACKAGE } from '../../scripts/package.mjs';

/** The program, without what brings the package in; its result is one line of JSON. */
export const PROGRAM = `
const code = 'resource "aws_ebs_volume" "a" {\\n  availability_zone = "eu-west-1a"\\n  size = 8\\n  iopss = 100\\n}\\n';
const { plan } = await preview('create ec2 instance with nginx for the quagga');
const [problems, findings, mended] = await Promise.all([validate(code), scan(code), fix(code)]);
const result = JSON.stringify({
  model: plan.model, tokens: plan.promptTokens, problems: problems.map(({ kind }) => kind),
  findings: findings.map(({ id }) => id), code: mended.code,
});
`;
export const IMPORT = "import { fix, preview, scan, validate } from 'infragenie';\n";

const TYPES = {
  '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript',
  '.wasm': 'application/wasm', '.json': 'application/json',
};
const PATIENCE_MS = 60_000;

/** A folder of files, with the package in its node_modules; it is removed at the end. */
export function project(files = {}) {
  if (!existsSync(PACKAGE)) throw new Error('`npm --prefix www run package` comes first');
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

/** What a command prints and its exit code. */
export function ran(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { timeout: PATIENCE_MS, ...options });
    let [out, errors] = ['', ''];
    child.stdout.on('data', (chunk) => { out += chunk; });
    child.stderr.on('data', (chunk) => { errors += chunk; });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, errors }));
    child.stdin.end(options.input ?? '');
  });
}

/** Serves a folder as a plain static host does; nothing is rewritten. */
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
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
