// Calls the package with mutated configurations and checks its invariants.
//
// Run by `npm --prefix www run fuzz -- [--minutes N] [--seed N]`, after a build of the package.
//
// Each input is a configuration of the tests (or a recorded one, if INFRAGENIE_CORPUS or
// ../shared/corpus has them) after one to four mutations, as the seed orders them. For every input no
// call may fail with anything but a documented error, or take longer than SLOWEST_MS of CPU time;
// leaving out all changes of a fix has to give the input back; and a second fix has to change
// nothing. Inputs that violate this are written to www/test-results/fuzz.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { PACKAGE } from './package.mjs';
import { filesUnder, Remedy, ROOT, run, say, WWW } from './steps.mjs';

const SLOWEST_MS = 2_000;
/** Share of inputs whose second fix may change something, all of them invalid. */
const UNSTABLE_MAX = 0.001;
const INPUT_MAX = 40_000;
const MUTATIONS_MAX = 4;
/** Rounds of leaving out changes: without a change another one can become possible. */
const UNDO_ROUNDS = 20;
const RESULTS = join(WWW, 'test-results', 'fuzz');
const ODD = [
  '\ud800',
  '\udc00x',
  '\ufeff',
  '\u0000',
  '\r\n',
  '\u202e',
  '\u200b',
  '"',
  '${',
  '%{',
  '<<EOT\n',
  '/*',
  '#',
  '}',
  '{',
  '𝕏',
];

run(async () => {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '3' }, seed: { type: 'string', default: '1' } },
  });
  const seeds = configurations();
  const words = dictionary();
  if (!existsSync(join(PACKAGE, 'index.js'))) {
    throw new Remedy('the package is not built: run `npm --prefix www run package`');
  }
  const infragenie = await import(pathToFileURL(join(PACKAGE, 'index.js')).href);
  const random = generator(Number(values.seed));
  const end = Date.now() + Number(values.minutes) * 60_000;
  const count = { inputs: 0, fixed: 0, calls: 0, panics: 0, slow: 0, lost: 0, unstable: 0 };
  let slowest = 0;
  mkdirSync(RESULTS, { recursive: true });

  const report = (kind, input, detail) => {
    count[kind] += 1;
    const file = join(RESULTS, `${kind}-${values.seed}-${count.inputs}.json`);
    writeFileSync(file, `${JSON.stringify({ kind, detail, input }, null, 1)}\n`);
    say(`${kind}: ${detail}; the input is in ${file}`);
  };

  /** Calls a function of the package; returns null after a documented error. */
  const call = async (name, input, ...args) => {
    const before = process.cpuUsage();
    count.calls += 1;
    try {
      return await infragenie[name](...args);
    } catch (error) {
      const isDocumented = error instanceof infragenie.InfraGenieError && error.kind !== 'internal';
      if (!isDocumented) report('panics', input, `${name}: ${error}`);
      return null;
    } finally {
      const { user, system } = process.cpuUsage(before);
      const took = (user + system) / 1000;
      slowest = Math.max(slowest, took);
      // The first input loads the module and its packs.
      if (count.inputs > 1 && took > SLOWEST_MS) report('slow', input, `${name}: ${took} ms`);
    }
  };

  while (Date.now() < end) {
    count.inputs += 1;
    const input = mutated(seeds, words, random);
    const options = [{}, { harden: true }, { request: 'a web server', harden: random() < 0.5 }][
      Math.floor(random() * 3)
    ];
    for (const name of ['validate', 'scan', 'safety', 'cost', 'format']) {
      await call(name, input, input);
    }
    if (random() < 0.1) await call('readReport', input, input);
    if (random() < 0.1) await call('preview', input, input.slice(0, 2_000));
    await checkProject(call, input, random);

    const fixed = await call('fix', input, input, options);
    if (fixed === null) continue;
    if (fixed.changes.length > 0) count.fixed += 1;
    const again = await call('fix', input, fixed.code, {
      ...options,
      request: null,
      reach: 'file',
    });
    const once = options.request
      ? again &&
        (await call('fix', input, again.code, { ...options, request: null, reach: 'file' }))
      : again;
    if (once && once.code !== (options.request ? again.code : fixed.code)) {
      report(
        'unstable',
        input,
        `a second fix changes ${ids(once)}; options ${JSON.stringify(options)}`,
      );
    }
    const left = await withoutChanges(call, input, fixed, options);
    if (left !== null && left !== input.toWellFormed()) {
      report('lost', input, `the text differs without changes; options ${JSON.stringify(options)}`);
    }
  }

  const share = count.unstable / Math.max(1, count.inputs);
  say(JSON.stringify({ seed: Number(values.seed), ...count, slowest_ms: Math.round(slowest) }));
  return count.panics + count.slow + count.lost > 0 || share > UNSTABLE_MAX ? 1 : 0;
});

/** Checks and fixes the input as two files of one folder, and compares the untouched rest. */
async function checkProject(call, input, random) {
  const at = Math.floor(random() * input.length);
  const files = [
    { path: 'main.tf', text: input.slice(0, at) },
    { path: 'other.tf', text: input.slice(at), readOnly: random() < 0.5 },
  ];
  await call('checkProject', input, files);
  await call('fixProject', input, files);
}

/** Leaves out every change of a fix; returns the text, or null where changes do not end. */
async function withoutChanges(call, input, fixed, options) {
  const exclude = new Set();
  let current = fixed;
  for (let round = 0; round < UNDO_ROUNDS; round += 1) {
    if (current.changes.length === 0) return current.code;
    for (const { id } of current.changes) exclude.add(id);
    current = await call('fix', input, input, { ...options, exclude: [...exclude] });
    if (current === null) return null;
  }
  return null;
}

function ids({ changes }) {
  return changes.map(({ id }) => id).join(', ');
}

/** Returns the texts that are mutated. */
function configurations() {
  const fixtures = ['src', 'tests']
    .flatMap((folder) => filesUnder(join(ROOT, folder)))
    .filter((file) => file.endsWith('.tf'))
    .map((file) => readFileSync(file, 'utf8'));
  const folder = process.env.INFRAGENIE_CORPUS ?? join(ROOT, '..', 'shared', 'corpus');
  const recorded = ['programs', 'docs', 'rule-cases']
    .map((name) => join(folder, `${name}.jsonl`))
    .filter(existsSync)
    .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line).program);
  return [...fixtures, ...recorded];
}

/** Returns the words of the dictionary that the fuzz target of the crate uses. */
function dictionary() {
  const lines = readFileSync(join(ROOT, 'fuzz', 'terraform.dict'), 'utf8').split('\n');
  const words = lines
    .filter((line) => line.startsWith('"'))
    .map((line) => JSON.parse(line.replaceAll(/\\x([0-9a-fA-F]{2})/g, '\\u00$1')));
  return [...words, ...ODD];
}

function mutated(seeds, words, random) {
  const below = (limit) => Math.floor(random() * limit);
  const one = (list) => list[below(list.length)];
  let text = one(seeds).slice(0, INPUT_MAX);
  for (let left = 1 + below(MUTATIONS_MAX); left > 0; left -= 1) {
    const at = below(text.length + 1);
    const to = Math.min(text.length, at + 1 + below(random() < 0.7 ? 12 : 400));
    const head = text.slice(0, at);
    text = [
      () => head + text.slice(to),
      () => head + text.slice(at, to).repeat(2 + below(3)) + text.slice(to),
      () => head + one(words) + text.slice(at),
      () => head + one(words) + text.slice(to),
      () => head,
      () => head + one(seeds).slice(0, INPUT_MAX).slice(below(200)),
      () => text.replaceAll('\n', '\r\n'),
      () => head + '['.repeat(1 + below(300)) + text.slice(at),
      () => `${text}\n${one(seeds).slice(0, INPUT_MAX)}`,
    ][below(9)]();
  }
  return text.slice(0, INPUT_MAX * 2);
}

/** Returns a generator of numbers from 0 to 1 (mulberry32). */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
