// Chooses the text that the model answers to a conversation. The answers are files of this project:
//
//   answers/asked/<program>/   programs for the two requests that the documentation tells to try
//   answers/ci/<program>/      programs for three requests that only tests send
//   answers/others/<program>/  for any other request: one of these, by the hash of the message
//
// A program's folder holds `request.txt` (what it answers; not for others), and the variants
// `findings.md`, `clean.md` and `broken.md` as a model would write them: with or without a fence,
// with chatter, in several fences. `correction.tf` holds the corrected blocks of a program that
// has no `clean.md`.
//
// A message that holds Terraform blocks asks for a repair. It is answered with the corrected
// version of those blocks, found by address, and with every corrected block that is new and that
// one of them refers to or is referred to by.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('answers', import.meta.url));
const VARIANTS = ['findings', 'clean', 'broken'];
const LABEL = '[ \\t]+"?([\\w-]+)"?';
const HEADERS = [
  ['resource|data', LABEL + LABEL],
  ['module|variable|output|provider', LABEL],
  ['locals|terraform', ''],
].map(([kinds, labels]) => new RegExp(`^[ \\t]*(${kinds})${labels}[ \\t]*\\{`));

/** Every program by name, in a fixed order. */
export const PROGRAMS = load();

/** The reasoning that a model of `effort` shows before it answers `text`. */
export function reasoning(effort, text) {
  const all = REASONING[effort] ?? REASONING.medium;
  return all[hash(text) % all.length];
}

const REASONING = JSON.parse(readFileSync(join(FOLDER, 'reasoning.json'), 'utf8'));

/**
 * The answer to a request: whose line it is, or which the hash of it picks.
 *
 * @param {string} message of the user
 * @param {{variant?: string, program?: string}} wanted a scenario's choice
 * @returns {{program: string, variant: string, text: string}}
 */
export function draft(message, { variant = 'findings', program } = {}) {
  const found = PROGRAMS.get(program) ?? asked(message) ?? picked(message);
  const served = [variant, ...VARIANTS].find((name) => found.variants[name] !== undefined);
  return { program: found.name, variant: served, text: found.variants[served] };
}

/** Whether a message asks for a repair. */
export function asksRepair(message) {
  return addresses(message).length > 0;
}

/**
 * The answer to a repair.
 *
 * @param {string[]} said everything the user said, the repair last
 * @param {{text: string, program: string, variant: string}[]} drafts served before, oldest first
 * @param {'corrected' | 'broken' | 'unchanged' | 'empty'} how a scenario's choice
 */
export function repair(said, drafts, how = 'corrected') {
  const message = said.at(-1);
  const wanted = addresses(message);
  const { program, variant } = served(said.join('\n'), wanted, drafts);
  const corrected = PROGRAMS.get(program).corrections;
  const before = blocks(code(PROGRAMS.get(program).variants[variant] ?? ''));
  const known = new Set(before.map(({ address }) => address));
  let texts = grow(wanted.filter((address) => corrected.has(address)), corrected, known);
  if (texts.length === 0 || how === 'unchanged') {
    texts = blocks(code(message)).map((one) => one.text);
  }
  const body = texts.join('\n\n');
  const text = { empty: '', broken: fenced(body.replace(/\}\s*$/, '')) }[how] ?? fenced(body);
  return { program, variant: `repair, ${how}`, text };
}

/** The addresses of the Terraform blocks in a text, each once. */
export function addresses(text) {
  return [...new Set(text.split('\n').map(addressOf).filter((address) => address !== null))];
}

/** The top-level blocks of a well laid out Terraform text. */
export function blocks(text) {
  const found = [];
  let open = null;
  let heredoc = null;
  for (const line of text.split(/\r?\n/)) {
    const address = open === null ? addressOf(line) : null;
    if (address !== null) open = { address, lines: [] };
    if (open === null) continue;
    open.lines.push(line);
    if (heredoc !== null) {
      if (line.trim() === heredoc) heredoc = null;
      continue;
    }
    heredoc = /<<[-~]?(\w+)\s*$/.exec(line)?.[1] ?? null;
    const closed = line === '}' || (open.lines.length === 1 && line.trimEnd().endsWith('}'));
    if (!closed) continue;
    found.push({ address: open.address, text: open.lines.join('\n') });
    open = null;
  }
  if (open !== null) found.push({ address: open.address, text: open.lines.join('\n') });
  return found;
}

/** The Terraform in an answer: what its fences hold, or all of it. */
export function code(answer) {
  const fences = [...answer.matchAll(/^(```|~~~)[^\n]*\n([\s\S]*?)(?:^\1[ \t]*\r?$|(?![\s\S]))/gm)];
  return fences.length === 0 ? answer : fences.map((fence) => fence[2]).join('\n');
}

function addressOf(line) {
  const header = HEADERS.map((one) => one.exec(line)).find((found) => found !== null);
  if (header === undefined) return null;
  const [, kind, ...labels] = header;
  const prefix = { resource: [], variable: ['var'] }[kind] ?? [kind];
  return [...prefix, ...labels].join('.');
}

/** The corrected blocks at `start`, and the new ones that they bring along. */
function grow(start, corrected, known) {
  const chosen = new Set(start);
  const refers = (from, to) =>
    new RegExp(`\\b${to.replaceAll('.', '\\.')}\\b`).test(corrected.get(from));
  for (let before = -1; before !== chosen.size && chosen.size > 0; ) {
    before = chosen.size;
    for (const address of corrected.keys()) {
      if (chosen.has(address) || known.has(address)) continue;
      const tied = [...chosen].some((one) => refers(one, address) || refers(address, one));
      if (tied) chosen.add(address);
    }
  }
  return [...corrected].filter(([address]) => chosen.has(address)).map(([, text]) => text);
}

/** Which draft a repair is about: the longest request that the conversation repeats, or else the
 * program that shares the most addresses. */
function served(conversation, wanted, drafts) {
  const text = plain(conversation);
  const repeated = drafts.filter((one) => text.includes(plain(one.text)));
  if (repeated.length > 0) {
    return repeated.reduce((best, one) => (one.text.length >= best.text.length ? one : best));
  }
  const shared = (program) => wanted.filter((address) => program.corrections.has(address)).length;
  const all = [...PROGRAMS.values()];
  const best = all.reduce((one, other) => (shared(other) > shared(one) ? other : one));
  return { program: best.name, variant: 'findings' };
}

function asked(message) {
  const lines = new Set([message, ...message.split('\n')].map(plain));
  return [...PROGRAMS.values()].find(({ request }) => request !== null && lines.has(request));
}

function picked(message) {
  const others = [...PROGRAMS.values()].filter(({ request }) => request === null);
  return others[hash(plain(message)) % others.length];
}

function plain(text) {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

function hash(text) {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

function fenced(text) {
  return `\`\`\`hcl\n${text}\n\`\`\`\n`;
}

function load() {
  const programs = new Map();
  for (const group of ['asked', 'ci', 'others']) {
    for (const name of readdirSync(join(FOLDER, group)).sort()) {
      const text = (file) => {
        const path = join(FOLDER, group, name, file);
        return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
      };
      const request = text('request.txt');
      const variants = Object.fromEntries(VARIANTS.map((one) => [one, text(`${one}.md`)]));
      const corrected = text('correction.tf') ?? code(variants.clean ?? '');
      programs.set(name, {
        name,
        group,
        request: request === undefined ? null : plain(request),
        variants,
        corrections: new Map(blocks(corrected).map((block) => [block.address, block.text])),
      });
    }
  }
  return programs;
}
