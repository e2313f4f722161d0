// Runs every check of the project, by `npm --prefix www test`.
//
// All stages run even if one fails. Each prints the output of its runner; the last line has the
// sums of all stages.

import { existsSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';

import { build, wasmEnvironment } from './build.mjs';
import { pack } from './package.mjs';
import { ask, filesUnder, Remedy, ROOT, run, say, show, WWW } from './steps.mjs';
import { chromium } from './tools.mjs';

const TARGET = 'wasm32-unknown-unknown';
const total = { passed: 0, failed: 0, skipped: 0 };
const stages = [];

run(async () => {
  await stage('format', ['cargo', 'fmt', '--check'], { needs: component('fmt') });
  await stage('lints', ['cargo', 'clippy', '--all-targets', '--quiet', '--', '-D', 'warnings'],
    { needs: component('clippy') });
  await stage('Rust', ['cargo', 'test', '--no-fail-fast']);

  const tools = await prepare();
  if (tools !== null) {
    await stage('types', [process.execPath, bin('typescript/bin/tsc'), '--noEmit'], { cwd: WWW });
    const browser = await browserOrReason();
    await wasmTests(tools, browser);
    // The target is the browser's, since it compiles all of the crate.
    await stage('docs', ['cargo', 'doc', '--no-deps', '--quiet', '--target', TARGET],
      { env: { ...wasmEnvironment(), RUSTDOCFLAGS: '-D warnings' } });
    await nodeTests(browser);
  }

  say('');
  for (const { name, outcome } of stages) say(`${name.padEnd(18)} ${outcome}`);
  say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed > 0 ? 1 : 0;
});

/** Builds what ships; a failure counts as one and skips the stages that need the build. */
async function prepare() {
  say('\n== build');
  try {
    const tools = await build();
    await pack();
    return tools;
  } catch (error) {
    console.error(error instanceof Remedy ? error.message : error);
    total.failed += 1;
    stages.push({ name: 'build', outcome: 'failed' });
    return null;
  }
}

async function browserOrReason() {
  const found = await chromium();
  const reason = found.chromium && found.driver ? null
    : 'no Chromium with its driver: install chromium and chromium-driver, or name them in the '
      + 'environment variables CHROMIUM and CHROMEDRIVER';
  return { ...found, reason };
}

/** Runs the crate's wasm tests in headless Chromium: the files with `#[wasm_bindgen_test]`. */
async function wasmTests({ runner }, { driver, reason }) {
  const named = (folder) => filesUnder(join(ROOT, folder)).filter((path) =>
    path.endsWith('.rs') && readFileSync(path, 'utf8').includes('#[wasm_bindgen_test]'));
  const tests = named('tests').flatMap((path) => ['--test', parse(path).name]);
  if (named('src').length > 0) tests.unshift('--lib');
  if (tests.length === 0) return;
  const env = {
    ...wasmEnvironment(),
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: runner,
    CHROMEDRIVER: driver ?? '',
    WASM_BINDGEN_TEST_ONLY_WEB: '1',
  };
  await stage('wasm in Chromium', ['cargo', 'test', '--target', TARGET, ...tests],
    { env, missing: reason });
}

/** Runs the tests on Node, first those without a browser, then the page in Chromium. */
async function nodeTests({ chromium: path, reason }) {
  const all = filesUnder(join(WWW, 'tests')).filter((file) => file.endsWith('.test.mjs')).sort();
  const inBrowser = all.filter((file) =>
    file.includes(join('tests', 'page')) || file.includes(join('tests', 'chaos')));
  const plain = all.filter((file) => !inBrowser.includes(file));
  const command = [process.execPath, '--test', '--test-reporter=spec'];
  const options = { cwd: WWW, env: { ...process.env, CHROMIUM: path ?? '' } };
  if (plain.length > 0) await stage('node', [...command, ...plain], options);
  if (inBrowser.length > 0) {
    await stage('page in Chromium', [...command, '--test-concurrency=2', ...inBrowser],
      { ...options, missing: reason });
  }
}

/**
 * Runs one stage and counts it.
 *
 * @param {string} name
 * @param {string[]} command
 * @param {object} [options] for spawn; `needs: false` skips the stage, as does a reason in
 *   `missing`, which is a failure under CI
 */
async function stage(name, [command, ...args], { needs = true, missing = null, ...options } = {}) {
  say(`\n== ${name}`);
  if (!needs || missing !== null) {
    const required = missing !== null && process.env.CI === 'true';
    say(missing ?? 'not installed here: skipped');
    total[required ? 'failed' : 'skipped'] += 1;
    stages.push({ name, outcome: required ? 'failed: no Chromium' : 'skipped' });
    return;
  }
  const { code, output } = await show(command, args, options);
  const counted = count(output);
  // A stage that fails without a failed test (a compile error, a lint) counts as one failure.
  if (code !== 0 && counted.failed === 0) counted.failed = 1;
  for (const kind of Object.keys(total)) total[kind] += counted[kind];
  const tests = counted.passed + counted.failed > 0 ? `, ${counted.passed} tests passed` : '';
  stages.push({ name, outcome: code === 0 ? `passed${tests}` : `failed (exit code ${code})` });
}

/** Reads the counts of cargo's and Node's runners from their last lines. */
function count(output) {
  const sum = (pattern) =>
    [...output.matchAll(pattern)].reduce((all, [, number]) => all + Number(number), 0);
  return {
    passed: sum(/^test result: .*?(\d+) passed/gm) + sum(/^(?:ℹ|#) pass (\d+)$/gm),
    failed: sum(/^test result: .*?(\d+) failed/gm) + sum(/^(?:ℹ|#) fail (\d+)$/gm),
    skipped: sum(/^test result: .*?(\d+) ignored/gm) + sum(/^(?:ℹ|#) skipped (\d+)$/gm),
  };
}

function component(name) {
  return ask('cargo', [name, '--version']) !== null;
}

function bin(path) {
  const found = join(WWW, 'node_modules', path);
  if (!existsSync(found)) throw new Remedy(`${found} is missing: run this again`);
  return found;
}
