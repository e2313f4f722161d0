// Measures fixes of large programs with one repeated mistake, in Node's wasm.
//
// Run by `npm --prefix www run bench`, after a build. Each shape is fixed at its size and at double
// the size; the ratio of the two times should be at most 2.3.
//
// Times are CPU seconds of this process, the best of several rounds, so that other load on the
// machine changes them little.
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import init, { fix, learn } from '../src/wasm/infragenie.js';

const ROUNDS = 2;
const KILOBYTE = 1_000;
const SHAPES = {
  'arguments that one resource does not have': {
    size: 430 * KILOBYTE,
    text: (size) =>
      `resource "aws_instance" "a" {\n${repeated((at) => `  argument_${at} = "value ${at}"\n`)(size)}}\n`,
  },
  'misspelt arguments of nested blocks': {
    size: 165 * KILOBYTE,
    text: (size) =>
      `resource "aws_instance" "a" {\n${repeated((at) => `  ebs_block_device {\n    volume_siz = ${at}\n    device_nam = "/dev/sd${at}"\n  }\n`)(size)}}\n`,
  },
  'misspelt references to variables': {
    size: 165 * KILOBYTE,
    text: repeated(
      (at) =>
        `variable "name_of_${at}" {\n}\nresource "aws_eip" "address_${at}" {\n  instance = var.name_off_${at}\n}\n`,
    ),
  },
  'misspelt references to resources': {
    size: 165 * KILOBYTE,
    text: repeated(
      (at) =>
        `resource "aws_eip" "address_${at}" {\n  instance = aws_instance.server_${at}x.id\n}\nresource "aws_instance" "server_${at}" {\n  ami           = "ami-1"\n  instance_type = var.kind_${at}\n}\n`,
    ),
  },
  'misspelt local values': {
    size: 165 * KILOBYTE,
    text: (size) =>
      `locals {\n${repeated((at) => `  value_${at} = 1\n  other_${at} = local.valeu_${at}\n`)(size)}}\n`,
  },
  'misspelt types': {
    size: 165 * KILOBYTE,
    text: repeated(
      (at) =>
        `resource "aws_subnett" "s${at}" {\n  vpc = aws_vpcs.x${at}.id\n}\nresource "aws_vpc" "x${at}" {\n  cidr = "10.0.0.0/16"\n}\n`,
    ),
  },
};

const wasm = readFileSync(new URL('../src/wasm/infragenie_bg.wasm', import.meta.url));
const packs = new URL('../public/data/', import.meta.url);
await init({ module_or_path: wasm });
for (const pack of ['aws-5', 'aws-5-constraints', 'iam-1']) {
  const file = readdirSync(packs).find((name) => name.startsWith(`${pack}.`));
  learn(pack, gunzipSync(readFileSync(new URL(file, packs))));
}
for (const [name, { size, text }] of Object.entries(SHAPES)) {
  const [one, two] = [size, 2 * size].map((size) => {
    const program = text(size);
    return best(() => fix(program));
  });
  const times = `${one.toFixed(2)} s, ${(2 * size) / KILOBYTE} KB ${two.toFixed(2)} s`;
  console.log(`${name}: ${size / KILOBYTE} KB ${times}, ${(two / one).toFixed(2)}x`);
}

/** Creates a function that repeats a numbered piece until the text has a size. */
function repeated(piece) {
  return (size) => {
    const pieces = [];
    for (let at = 0, length = 0; length < size; at++) {
      pieces.push(piece(at));
      length += pieces[at].length;
    }
    return pieces.join('');
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
