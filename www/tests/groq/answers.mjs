// Chooses the answer to a conversation, from files of this project.
//
//   answers/asked/<program>/   programs for the two requests that the documentation suggests
//   answers/ci/<program>/      programs for three requests that only tests send
//   answers/others/<program>/  programs for all other requests, chosen by the hash of the message
//
// A program's folder has `request.txt`, the request that the program answers (except in `others`),
// and the variants `findings.md`, `clean.md` and `broken.md` as a model would write them: with or
// without a fence, with prose around it, in several fences. `correction.tf` has the corrected
// blocks of a program without `clean.md`.
//
// A message with Terraform blocks requests a repair. Its answer has the corrected version of those
// blocks, found by address, and every new corrected block that one of them refers to or that
// refers to one of them.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** All programs by name, in a fixed order. */
export const PROGRAMS = load();

/** Returns the reasoning of a model of `effort` before its answer to `text`. */
export function reasoning(effort, text) {
  const all = REASONING[effort] ?? REASONING.medium;
  return all[hash(text) % all.length];
}

const REASONING = JSON.parse(readFileSync(join(FOLDER, 'reasoning.json'), 'utf8'));

/**
 * Returns the answer to a request.
 *
 * It is that of the scenario's program, of the program with this request, or of one that the hash
 * of the message chooses.
 *
 * @param {string} message the message of the user
 * @param {{variant?: string, program?: string}} wanted the settings of the scenario
 * @returns {{program: string, variant: string, text: string}}
 */
export function draft(message, { variant = 'findings', program } = {}) {
  const found = PROGRAMS.get(program) ?? asked(message) ?? picked(message);
  const served = [variant, ...VARIANTS].find((name) => found.variants[name] !== undefined);
  return { program: found.name, variant: served, text: found.variants[served] };
}

/** Returns whether a message requests a repair. */
export function asksRepair(message) {
  return addresses(message).length > 0;
}

/**
 * Returns the answer to a repair request.
 *
 * @param {string[]} userTexts all messages of the user, the repair request last
 * @param {{text: string, program: string, variant: string}[]} drafts earlier drafts, oldest first
 * @param {'corrected' | 'broken' | 'unchanged' | 'empty'} how the setting of the scenario
 */
export function repair(userTexts, drafts, how = 'corrected') {
  const message = userTexts.at(-1);
  const wanted = addresses(message);
  const { program, variant } = served(userTexts.join('\n'), wanted, drafts);
  const corrected = PROGRAMS.get(program).corrections;
  const before = blocks(code(PROGRAMS.get(program).variants[variant] ?? ''));
  const known = new Set(before.map(({ address }) => address));
  let texts = grow(
    wanted.filter((address) => corrected.has(address)),
    corrected,
    known,
  );
  if (texts.length === 0 || how === 'unchanged') {
    texts = blocks(code(message)).map((one) => one.text);
  }
  const body = texts.join('\n\n');
  const text = { empty: '', broken: fenced(body.replace(/\}\s*$/, '')) }[how] ?? fenced(body);
  return { program, variant: `repair, ${how}`, text };
}

/** Returns the distinct addresses of the Terraform blocks in a text. */
export function addresses(text) {
  return [
    ...new Set(
      text
        .split('\n')
        .map(addressOf)
        .filter((address) => address !== null),
    ),
  ];
}

/** Returns the top-level blocks of a formatted Terraform text. */
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

/** Returns the contents of an answer's fences, or all of a text without fences. */
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

/** Returns the corrected blocks at `start` and the new blocks that are connected to them. */
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

/**
 * Finds the draft that a repair request concerns.
 *
 * It is the draft with the longest request that the conversation repeats, or else the program that
 * shares the most addresses.
 */
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
