// Runs other programs for the scripts and prints one line for each step.
//
// The whole output of a step is printed only if it fails.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const WWW = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const ROOT = resolve(WWW, '..');

/** Error that the user can resolve; its message describes how. */
export class Remedy extends Error {}

export function say(text) {
  console.log(text);
}

/** Runs `main` and sets the exit code; a `Remedy` is printed without a stack. */
export function run(main) {
  main().then(
    (code) => {
      process.exitCode = code ?? 0;
    },
    (error) => {
      console.error(error instanceof Remedy ? `\n${error.message}` : error);
      process.exitCode = 1;
    },
  );
}

/** Returns the output of a short command, or null if it cannot run or fails. */
export function ask(command, args, options = {}) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', cwd: ROOT, ...options });
  return status === 0 ? stdout.trim() : null;
}

/**
 * Runs a long command under the line `what`; prints its output only if it fails.
 *
 * @param {string} what the line, such as `compiling the module`
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options] for spawn
 */
export async function step(what, command, args, options = {}) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  say(`- ${what}`);
  const { code, output } = await collect(command, args, options);
  // Several steps may run at once, so no line is overwritten.
  if (process.stdout.isTTY) say(`${code === 0 ? '✓' : '✗'} ${what} (${seconds()} s)`);
  if (code !== 0) {
    process.stderr.write(output.endsWith('\n') ? output : `${output}\n`);
    throw new Remedy(`${what}: \`${[command, ...args].join(' ')}\` failed, as shown above`);
  }
}

/**
 * Runs a command and prints its output at once.
 *
 * Resolves to its exit code and to the end of its output.
 */
export function show(command, args, options = {}) {
  return collect(command, args, options, (chunk) => process.stdout.write(chunk));
}

/** Runs a command; resolves to its exit code and the end of its output. */
export function collect(command, args, options = {}, hear = () => {}) {
  return new Promise((resolve_) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
    });
    let output = '';
    const take = (chunk) => {
      hear(chunk);
      output += chunk.toString();
      if (output.length > 2 * OUTPUT_CHARS_MAX) output = output.slice(-OUTPUT_CHARS_MAX);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', (error) => resolve_({ code: 127, output: `${error.message}\n` }));
    child.once('close', (code) => resolve_({ code: code ?? 1, output }));
  });
}

const OUTPUT_CHARS_MAX = 1_000_000;

/** Returns a hash of the names and contents of files and folders. */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap(filesUnder).sort()) {
    hash
      .update(`${relative(ROOT, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Returns all files of a folder, or the file itself. */
export function filesUnder(path) {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)],
    );
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    throw error;
  }
}

/** Runs `work` unless `product` exists and the stamp file contains `mark`. */
export async function unlessStamped(stamp, mark, product, work) {
  const fresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === mark && existsSync(product);
  if (fresh) return;
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, mark);
}
