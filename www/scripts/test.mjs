// Runs every check of the project, by `npm --prefix www test`.
//
// `npm --prefix www run test:all` adds the heavy checks. All stages run even if one fails. Two
// lanes of stages run at once; each stage prints its output when it ends. Test files that fail in
// Chromium run once more at the end, when nothing else loads the machine: what passes then is
// reported as unstable. The last line has the sums of all stages.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, wasmEnvironment } from './build.mjs';
import { pack } from './package.mjs';
import { ask, collect, filesUnder, Remedy, ROOT, run, say, WWW } from './steps.mjs';
import { chromium, npmPackages, rust, testRunner } from './tools.mjs';

const TARGET = 'wasm32-unknown-unknown';
const IS_FULL = process.argv.includes('--all');
const FUZZ_SECONDS = 180;
/** Environment of the tests, which read the whole corpus if INFRAGENIE_FULL is set. */
const ENV = { ...process.env, ...(IS_FULL ? { INFRAGENIE_FULL: '1' } : {}) };
const total = { passed: 0, failed: 0, skipped: 0 };
const stages = [];
/** Failed stages in Chromium that run once more: name, command and options. */
const repeated = [];
/** Number of tests that failed while other stages ran and passed alone. */
let unstable = 0;

run(async () => {
  await npmPackages();
  await rust();
  const browser = await browserOrReason();
  const built = prepare();
  await Promise.all([crateLane(browser), pageLane(built, browser)]);
  for (const one of repeated) await runAgain(one);

  say('');
  for (const { name, outcome } of stages) say(`${name.padEnd(18)} ${outcome}`);
  if (unstable > 0) say(`unstable: ${unstable} failed at first and passed when run again`);
  say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed > 0 ? 1 : 0;
});

/** Runs the stages of cargo one after the other, since each would wait for cargo's lock. */
async function crateLane(browser) {
  await stage('format', ['cargo', 'fmt', '--check'], { needs: component('fmt') });
  await stage('Rust', ['cargo', 'test', '--no-fail-fast'], { env: ENV });
  await stage('lints', ['cargo', 'clippy', '--all-targets', '--quiet', '--', '-D', 'warnings'], {
    needs: component('clippy'),
  });
  await stage(
    'fuzz target',
    [
      'cargo',
      'check',
      '--quiet',
      '--manifest-path',
      'fuzz/Cargo.toml',
      '--target-dir',
      'target/fuzz',
    ],
    // Nothing is linked: the build script of libfuzzer-sys need not compile libFuzzer.
    { env: { ...process.env, CUSTOM_LIBFUZZER_PATH: join(ROOT, 'fuzz', 'Cargo.toml') } },
  );
  await wasmTests(browser);
  // The target is the browser's, since it compiles all of the crate.
  await stage('docs', ['cargo', 'doc', '--no-deps', '--quiet', '--target', TARGET], {
    env: { ...wasmEnvironment(), RUSTDOCFLAGS: '-D warnings' },
  });
  if (IS_FULL) {
    const missing = component('fuzz')
      ? null
      : 'cargo-fuzz is not installed: `cargo install cargo-fuzz`';
    await stage(
      'fuzz of the crate',
      [
        'cargo',
        '+nightly',
        'fuzz',
        'run',
        'text',
        '--',
        '-dict=fuzz/terraform.dict',
        '-max_len=4096',
        '-timeout=10',
        `-max_total_time=${FUZZ_SECONDS}`,
      ],
      { missing, isOptional: true },
    );
  }
}

/** Runs the stages that need the build. */
async function pageLane(built, browser) {
  if (!(await built)) return;
  await stage(
    'format and lints of www',
    [process.execPath, bin('@biomejs/biome/bin/biome'), 'ci'],
    {
      cwd: WWW,
    },
  );
  await stage('types', [process.execPath, bin('typescript/bin/tsc'), '--noEmit'], { cwd: WWW });
  await nodeTests(browser);
  if (IS_FULL) {
    const minutes = String(FUZZ_SECONDS / 60);
    const script = join(WWW, 'scripts', 'fuzz.mjs');
    await stage('fuzz of the package', [process.execPath, script, '--minutes', minutes]);
  }
}

/** Builds what ships; a failure counts as one and skips the stages that need the build. */
async function prepare() {
  try {
    await build();
    await pack();
    return true;
  } catch (error) {
    console.error(error instanceof Remedy ? error.message : error);
    total.failed += 1;
    stages.push({ name: 'build', outcome: 'failed' });
    return false;
  }
}

async function browserOrReason() {
  const found = await chromium();
  const reason =
    found.chromium && found.driver
      ? null
      : 'no Chromium with its driver: install chromium and chromium-driver, or name them in the ' +
        'environment variables CHROMIUM and CHROMEDRIVER';
  return { ...found, reason };
}

/** Runs the crate's wasm tests in headless Chromium. */
async function wasmTests({ driver, reason }) {
  const env = {
    ...wasmEnvironment(),
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: reason === null ? await testRunner() : '',
    CHROMEDRIVER: driver ?? '',
    // Seconds for all tests; the runner's 20 are too few while the page's tests load both cores.
    WASM_BINDGEN_TEST_TIMEOUT: '300',
    WASM_BINDGEN_TEST_ONLY_WEB: '1',
  };
  const command = ['cargo', 'test', '--target', TARGET, '--test', 'browser'];
  await stage('wasm in Chromium', command, { env, missing: reason, again: () => command });
}

/**
 * Runs the tests on Node and the load of the page at the same time, and then the page's other tests.
 *
 * The latter run in two processes, which share the files and have one browser each.
 */
async function nodeTests({ chromium: path, reason }) {
  const all = filesUnder(join(WWW, 'tests'))
    .filter((file) => file.endsWith('.test.mjs'))
    .filter((file) => IS_FULL || !file.includes(join('tests', 'slow')))
    .sort();
  const inBrowser = all.filter(
    (file) => file.includes(join('tests', 'page')) || file.includes(join('tests', 'chaos')),
  );
  const plain = all.filter((file) => !inBrowser.includes(file));
  const load = inBrowser.filter((file) => file.endsWith(join('chaos', 'load.test.mjs')));
  const others = inBrowser.filter((file) => !load.includes(file));
  const halves = equalHalves(others);
  const reporter = '--test-reporter=spec';
  const options = { cwd: WWW, env: { ...ENV, CHROMIUM: path ?? '' } };
  const together = join(WWW, 'tests', 'page', 'together.mjs');
  const command = (files) => [process.execPath, reporter, together, ...files];
  const page = (name, files) =>
    stage(name, command(files), {
      ...options,
      missing: reason,
      again: (output) => command(failedFiles(output, files)),
    });
  await Promise.all([
    stage('node', [process.execPath, '--test', reporter, ...plain], options),
    page('load in Chromium', load),
  ]);
  await Promise.all(halves.map((files, index) => page(`page in Chromium ${index + 1}`, files)));
}

/**
 * Deals test files to two lists with about the same number of tests.
 *
 * @param {string[]} files
 */
function equalHalves(files) {
  const tests = (file) => readFileSync(file, 'utf8').match(/^\s*(test|it)\(/gm)?.length ?? 0;
  const counted = files.map((file) => ({ file, count: tests(file) }));
  const halves = [0, 1].map(() => ({ files: [], count: 0 }));
  for (const { file, count } of counted.toSorted((one, other) => other.count - one.count)) {
    const least = halves[0].count <= halves[1].count ? halves[0] : halves[1];
    least.files.push(file);
    least.count += count;
  }
  return halves.map((half) => half.files.sort());
}

/**
 * Runs one stage, prints its output when it ends, and counts it.
 *
 * @param {string} name
 * @param {string[]} command
 * @param {object} [options] for spawn; `needs: false` skips the stage, as does a reason in
 *   `missing`, which is a failure under CI unless the stage `isOptional`; `again` returns the
 *   command that repeats what failed, by the output
 */
async function stage(
  name,
  [command, ...args],
  { needs = true, missing = null, isOptional = false, again = null, ...options } = {},
) {
  if (!needs || missing !== null) {
    const isRequired = missing !== null && !isOptional && process.env.CI === 'true';
    say(`\n== ${name}\n${missing ?? 'not installed here: skipped'}`);
    total[isRequired ? 'failed' : 'skipped'] += 1;
    stages.push({ name, outcome: isRequired ? 'failed: no Chromium' : 'skipped' });
    return;
  }
  const started = Date.now();
  const { code, output } = await collect(command, args, options);
  const seconds = `${Math.round((Date.now() - started) / 1000)} s`;
  say(`\n== ${name} (${seconds})`);
  process.stdout.write(output);
  const counted = count(output);
  // A stage that fails without a failed test (a compile error, a lint) counts as one failure.
  if (code !== 0 && counted.failed === 0) counted.failed = 1;
  if (code !== 0 && again !== null) {
    repeated.push({ name, command: again(output), options, failed: counted.failed });
  }
  for (const kind of Object.keys(total)) total[kind] += counted[kind];
  const tests = counted.passed + counted.failed > 0 ? `, ${counted.passed} tests passed` : '';
  const outcome = code === 0 ? `passed${tests}` : `failed (exit code ${code})`;
  stages.push({ name, outcome: `${outcome}, ${seconds}` });
}

/** Runs what failed in a stage once more, and takes back its failures if it passes. */
async function runAgain({ name, command: [command, ...args], options, failed }) {
  const { code, output } = await collect(command, args, options);
  say(`\n== ${name}, again`);
  process.stdout.write(output);
  const tests = `${failed} ${failed === 1 ? 'test' : 'tests'}`;
  const outcome = code === 0 ? `unstable: ${tests} passed` : `failed (exit code ${code})`;
  stages.push({ name: `${name}, again`, outcome });
  if (code !== 0) return;
  total.failed -= failed;
  total.passed += failed;
  unstable += failed;
}

/** Returns the files that the report of failed tests names, or all if it names none. */
function failedFiles(output, files) {
  const named = [...output.matchAll(/^test at (\S+?):\d+:\d+$/gm)].map(([, file]) =>
    join(WWW, file),
  );
  const failed = files.filter((file) => named.includes(file));
  return failed.length > 0 ? failed : files;
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
