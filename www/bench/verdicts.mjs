// Measures parse, check, scan, fix and rescan of a program together.
//
// Run by `npm --prefix www run bench`, after a build.
//
// The programs are the recorded ones if they exist (INFRAGENIE_CORPUS, else ../shared/corpus), else
// the cases of the rules. Times are CPU milliseconds of one call each, after some calls that warm
// up the engine. If INFRAGENIE_CHECKOV names a Python with checkov 3.3.30, that scans a few of the
// same programs in the same run: cold, with a process for each, and warm, all in one process.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import init, { fix, learn } from '../src/wasm/infragenie.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAMS = 400;
const PEER_PROGRAMS = 8;
const WARM_UP = 40;

const packs = new URL('../public/data/', import.meta.url);
await init({
  module_or_path: readFileSync(new URL('../src/wasm/infragenie_bg.wasm', import.meta.url)),
});
for (const pack of ['aws-5', 'iam-1']) {
  const file = readdirSync(packs).find((name) => name.startsWith(`${pack}.`));
  learn(pack, gunzipSync(readFileSync(new URL(file, packs))));
}

const programs = recorded() ?? cases();
for (const program of programs.slice(0, WARM_UP)) fix(program, { harden: true });
const times = programs.map((program) => milliseconds(() => fix(program, { harden: true })));
const sorted = times.toSorted((a, b) => a - b);
const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
console.log(
  `${programs.length} programs, parse to rescan: p50 ${ms(at(0.5))}, p99 ${ms(at(0.99))}, ` +
    `max ${ms(sorted.at(-1))}`,
);
const python = process.env.INFRAGENIE_CHECKOV;
if (python) peer();
else console.log('INFRAGENIE_CHECKOV names no Python with checkov 3.3.30: no comparison');

/** Returns an even selection of the recorded programs, or null if they do not exist. */
function recorded() {
  const folder = process.env.INFRAGENIE_CORPUS ?? join(ROOT, '..', 'shared', 'corpus');
  const file = join(folder, 'programs.jsonl');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const step = Math.max(1, Math.floor(lines.length / PROGRAMS));
  return lines.filter((_, index) => index % step === 0).map((line) => JSON.parse(line).program);
}

function cases() {
  const folder = join(ROOT, 'src', 'scan', 'aws');
  const files = readdirSync(folder).filter((name) => name.endsWith('.tf'));
  return files.map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** Measures Checkov on a few of the programs, in ratios to this module. */
function peer() {
  const step = Math.max(1, Math.floor(programs.length / PEER_PROGRAMS));
  const chosen = programs
    .map((_, index) => index)
    .filter((index) => index % step === 0)
    .slice(0, PEER_PROGRAMS);
  const folder = mkdtempSync(join(tmpdir(), 'verdicts-'));
  try {
    const files = chosen.map((index) => {
      const file = join(folder, `${index}.tf`);
      writeFileSync(file, programs[index]);
      return file;
    });
    const ours = sum(chosen.map((index) => times[index]));
    const command = join(dirname(python), 'checkov');
    const cold = sum(
      files.map((file) =>
        childMilliseconds(command, [
          '-f',
          file,
          '--framework',
          'terraform',
          '--skip-download',
          '--quiet',
          '--compact',
        ]),
      ),
    );
    const script = join(ROOT, 'tests', 'oracle', 'checkov_warm.py');
    const { stdout } = spawnSync(python, [script, ...files], { encoding: 'utf8' });
    const warm = Number(stdout.trim().split('\n').at(-1));
    const ratio = (what, theirs) =>
      `${what} ${ms(theirs / files.length)} a program: ${Math.round(theirs / ours)}x`;
    console.log(`${files.length} of them: this module ${ms(ours / files.length)} a program`);
    console.log(ratio('checkov -f', cold));
    console.log(ratio('checkov warm', warm));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Returns the CPU milliseconds of a child process and its children. */
function childMilliseconds(command, args) {
  const script =
    'import os,subprocess,sys\n' +
    'subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL)\n' +
    't=os.times()\nprint((t.children_user+t.children_system)*1000)';
  const { stdout } = spawnSync(python, ['-c', script, command, ...args], { encoding: 'utf8' });
  return Number(stdout.trim());
}

/** Returns the CPU milliseconds of a call. */
function milliseconds(call) {
  const before = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

function ms(time) {
  return `${time.toFixed(2)} ms`;
}
