// Measures checks by the schema and its constraints in Node's wasm.
//
// Run by `npm --prefix www run bench -- FILE.jsonl`, after a build. Each line of the file is an
// object with a `program`. Without a file the recorded programs are checked if they exist
// (INFRAGENIE_CORPUS, else ../shared/corpus), else the fixtures of the Rust tests. Then programs of
// one and of two megabytes are checked, in shapes whose time could be more than linear; the ratio
// of the two times should be about 2.
//
// Times are CPU seconds of this process, the best of several rounds, so that other load on the
// machine changes them little.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import init, { learn, validate } from '../src/wasm/infragenie.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ROUNDS = 3;
const MEGABYTE = 1_000_000;
const SHAPES = {
  'small blocks': repeated(
    (at) =>
      `resource "aws_subnet" "s${at}" {\n  vpc_id     = aws_vpc.main.id\n  cidr_block = "10.0.0.0/24"\n}\n`,
  ),
  'wrong blocks': repeated(
    (at) =>
      `resource "aws_subnett" "s${at}" {\n  vpc = aws_vpc.x${at}.id\n}\nresource "aws_subnet" "t${at}" {\n  vpcid = var.v${at}\n}\n`,
  ),
  'local values': (size) =>
    `locals {\n${repeated((at) => `  a${at} = local.a${at + 1}\n`)(size)}}\n`,
  'one block': (size) =>
    `resource "aws_security_group" "x" {\n${repeated((at) => `  ingress {\n    from_port = ${at}\n    to_port   = ${at}\n    protocol  = "tcp"\n  }\n`)(size)}}\n`,
  'one list': (size) => `locals {\n  x = [${repeated((at) => `${at}, `)(size)}]\n}\n`,
  'one object': (size) =>
    `locals {\n  x = {\n${repeated((at) => `    k${at} = "v"\n`)(size)}  }\n}\n`,
  'one sum': (size) => `locals {\n  x = 1${repeated((at) => ` + ${at}`)(size)}\n}\n`,
  'one template': (size) => `locals {\n  x = "${repeated(() => 'a${var.x}')(size)}"\n}\n`,
  'deep nesting': (size) => `locals {\n  x = ${'('.repeat(size / 2)}1${')'.repeat(size / 2)}\n}\n`,
  'open blocks': repeated((at) => `resource "aws_vpc" "v${at}" {\n  a = [\n`),
};

const wasm = readFileSync(new URL('../src/wasm/infragenie_bg.wasm', import.meta.url));
const packs = new URL('../public/data/', import.meta.url);
await init({ module_or_path: wasm });
for (const pack of ['aws-5', 'aws-5-constraints']) {
  const file = readdirSync(packs).find((name) => name.startsWith(`${pack}.`));
  const bytes = gunzipSync(readFileSync(new URL(file, packs)));
  console.log(`${pack}: ${bytes.length} bytes read in ${ms(best(() => learn(pack, bytes)))}`);
}

const file = process.argv[2] ?? recorded();
const programs = file === undefined ? fixtures() : lines(file);
for (const program of programs) validate(program);
const times = programs.map((program) => best(() => validate(program))).sort((a, b) => a - b);
const at = (part) => ms(times[Math.floor(part * (times.length - 1))]);
console.log(`${programs.length} programs: p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}`);
for (const [name, shape] of Object.entries(SHAPES)) {
  const [one, two] = [MEGABYTE, 2 * MEGABYTE].map((size) => {
    const text = Buffer.from(shape(size)).toString('latin1');
    return best(() => validate(text));
  });
  console.log(`${name}: 1 MB ${ms(one)}, 2 MB ${(two / one).toFixed(2)}x`);
}

function lines(file) {
  const text = readFileSync(file, 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).program);
}

/** Returns the file of the recorded programs, if it exists. */
function recorded() {
  const folder = process.env.INFRAGENIE_CORPUS ?? join(ROOT, '..', 'shared', 'corpus');
  const file = join(folder, 'programs.jsonl');
  return existsSync(file) ? file : undefined;
}

function fixtures() {
  const folder = new URL('../../tests/schema/', import.meta.url);
  return readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
}

/** Creates a function that repeats a numbered piece until the text has a size. */
function repeated(piece) {
  return (size) => {
    let text = '';
    for (let at = 0; text.length < size; at++) text += piece(at);
    return text;
  };
}

/** Returns the minimum CPU seconds of a call. */
function best(call) {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    call();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

function ms(time) {
  return `${(time * 1000).toFixed(2)} ms`;
}
