// Checks the words of comments, documents and messages, and the head of each file.
//
//   node www/scripts/prose.mjs [--root DIR] [--words | --strict] [PATH...]
//
// Prints `file:line: rule: text`. PATH is a file or a folder under the root, by default all tracked
// files. `--words` leaves the rules for first lines out; `--strict` checks the length of the first
// lines of private items too.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { extract, lineOf } from './source-text.mjs';

const FIRST_LINE_CHARS_MAX = 80;

const BANNED = new RegExp(
  `\\b(?:${[
    'mend(?:s|ed|ing)?',
    'deeds?',
    'wish(?:es|ed|ing)?',
    'worlds?',
    'homes?',
    'plac(?:e|es|ed|ing)',
    'spot(?:s|ted)?',
    'bench(?:es)?',
    'twins?',
    'rooms?',
    'beside',
    'stand(?:s|ing)?',
    'stood',
    'tell(?:s|ing)?',
    'told',
    'lie[sd]?',
    'lay(?:s|ing)?',
    'lying',
    'whoever',
  ].join('|')})\\b`,
  'gi',
);

/** Phrases that hold a banned word and are standard terms; each is removed before the check. */
const ALLOWED = [
  /\bin[ -]place\b/gi, // The standard term for an edit of the original.
  /\bhome (?:directory|folder|page)\b/gi, // The user's directory, and the address of a package.
  /\bnpm run bench\b|\brun bench\b|\bcargo bench\b/gi, // Names of commands.
  /\bspot (?:instances?|fleets?|prices?|requests?|capacity|nodes?|markets?)\b/gi, // Words of EC2.
  /\bstand-in\b/gi, // The stand-in for Groq.
  /\bworld-(?:readable|writable)\b/gi, // Words of file permissions.
];

/** Parts of prose that are code: spans, links, paths, identifiers and placeholders. */
const CODE = [
  /^```[\s\S]*?^```/gm,
  /``.*?``|`[^`\n]*(?:\n[^`\n]*)?`/g,
  /\]\([^)]*\)/g,
  /\bhttps?:\/\/\S+/g,
  /[\w.*-]*\/[\w.*/-]*\w/g,
  /\w+(?:::\w+)+/g,
  /\{[^{}\s]*\}/g,
  /\b[\w-]+\.(?:rs|ts|mjs|tf|css|py|md|txt|json|tsv|html)\b/g,
];

/** Files whose text is data, is written into generated Terraform or is sent to a model. */
const DATA = [
  /^(?:LICENSE|LICENSES\.md|Cargo\.lock)$/,
  /^(?:fuzz\/)?Cargo\.lock$/,
  /package-lock\.json$/,
  /^www\/tests\/groq\/answers\//,
  /^www\/tests\/groq\/.*\.tsv$/,
  /^examples\/schema\/\w+\.json$/,
];

/** Files whose string literals are no messages: the vocabulary of requests, prompts, Terraform. */
const STRINGS_ARE_DATA = [
  /^src\/(?:intent|tokens|prompt|library|templates)(?:\/|\.rs$)/,
  /^www\/tests\/groq\//,
];

/** Files that hold data alone, for which the first line may be a noun phrase. */
const NOUN_PHRASE = [
  /^src\/scan\/aws\/\w+\.rs$/,
  /^src\/(?:lib|schema\/constants)\.rs$/,
  /\.d\.ts$/,
  /(?:^|\/)types?\.ts$/,
  /^www\/extension\/manifest\.mjs$/,
];

/** Returns the findings of one file, each with its path, line, rule and text. */
export function check(path, text, { words = false, strict = false } = {}) {
  if (DATA.some((pattern) => pattern.test(path))) return [];
  const findings = [];
  const add = (at, rule, found) =>
    findings.push({ path, line: lineOf(text, at), rule, text: found });
  const pieces = extract(path, text);
  for (const piece of pieces.filter((one) => isProse(path, text, one))) {
    // A word is found at its own line, so what is removed keeps its line breaks.
    const blank = (found) => found.replaceAll(/[^\n]/g, ' ');
    const indented = path.endsWith('.py') ? [/^ {4,}\S.*$/gm] : [];
    const plain = [...indented, ...CODE, ...ALLOWED].reduce(
      (rest, one) => rest.replaceAll(one, blank),
      piece.text,
    );
    for (const { 0: word, index } of plain.matchAll(BANNED)) {
      const line = piece.text.slice(0, index).split('\n').length - 1;
      const row = piece.text.split('\n')[line].trim();
      findings.push({
        path,
        line: lineOf(text, piece.at) + line,
        rule: word.toLowerCase(),
        text: row,
      });
    }
    if (!words && piece.kind === 'doc') {
      const isChecked = strict || isPublic(text, piece);
      firstLine(piece.text, isChecked, (rule, row) => add(piece.at, rule, row));
    }
  }
  if (!words) {
    fileLine(path, text, pieces, (rule, row) => add(0, rule, row));
    if (/^src\/.*\.rs$/.test(path)) undocumented(text, (at, row) => add(at, 'no doc', row));
  }
  return findings;
}

/** Checks the first line of a documented item. */
function firstLine(text, isPublished, add) {
  const row = text.split('\n')[0].trim();
  if (/^[@`]/.test(row)) return;
  if (isPublished && row.length > FIRST_LINE_CHARS_MAX) add('first line is too long', row);
  if (isPublished && !/[.:]$/.test(row)) add('first line is no sentence', row);
  if (/^(?:What|Where|Who|Whoever|Which|Why)\b/.test(row)) add('riddle', row);
  if (/\bin[,;] .*\bout\b|\bin, and back/.test(text.split(/\.\s/)[0])) add('X in, Y out', row);
}

/** Whether a doc comment is one of a file, of a `pub` item or of an export. */
function isPublic(text, { at, end, mark }) {
  if (mark === '//!') return true;
  const below = text.slice(mark === undefined ? text.indexOf('*/', at) + 2 : end);
  return /^\s*(?:#\[[\s\S]*?\]\n\s*)*(?:pub|export) /.test(below);
}

/** Checks that a file opens with a sentence that says what the file does. */
function fileLine(path, text, pieces, add) {
  if (!/\.(?:rs|ts|mjs)$/.test(path)) return;
  const [first] = pieces;
  const row = first?.text.split('\n')[0].trim() ?? '';
  const opens = text.startsWith('#!/') ? text.indexOf('\n') + 1 : 0;
  if (first?.at !== opens || !text.startsWith(path.endsWith('.rs') ? '//!' : '//', opens)) {
    return add('no first line', text.slice(opens).split('\n')[0]);
  }
  if (first.kind !== 'doc') firstLine(first.text, true, add);
  const isNounPhrase = NOUN_PHRASE.some((pattern) => pattern.test(path));
  if (!isNounPhrase && !/^[A-Z][a-z-]*s\b(?!['’])/.test(row)) add('first word is no verb', row);
}

/** Finds public items without a doc comment; `pub use` and `pub mod x;` have theirs elsewhere. */
function undocumented(text, add) {
  const lines = text.split('\n');
  let at = 0;
  lines.forEach((line, index) => {
    if (
      /^\s*pub (?:const |async |unsafe )*(?:fn|struct|enum|trait|type|const|static)\b/.test(line)
    ) {
      let above = index - 1;
      // Attributes may take several lines.
      while (lines[above]?.endsWith(']') && !/^\s*\/\//.test(lines[above])) {
        while (above > 0 && !/^\s*#\[/.test(lines[above])) above -= 1;
        above -= 1;
      }
      if (!/^\s*\/\/\//.test(lines[above] ?? '')) add(at, line.trim());
    }
    at += line.length + 1;
  });
}

const TEST_NAME = /\b(?:test|describe|it)(?:\.\w+)?\($/;

/** Whether a piece is read by a person: a comment, a text or a message. */
export function isProse(path, text, { kind, text: value, before, at }) {
  if (kind !== 'string') return true;
  if (/\.(?:json|toml|yml)$/.test(path)) return true;
  if (TEST_NAME.test(before)) return true;
  if (STRINGS_ARE_DATA.some((pattern) => pattern.test(path))) return false;
  if (!/^src\/|^www\/(?:src|package\/src|scripts|extension)\//.test(path)) return false;
  if (path.endsWith('.rs') && (path.endsWith('/tests.rs') || isTestCode(text, at))) return false;
  return isSentence(value, before) && !(path.endsWith('.rs') && /^\w+$/.test(value));
}

/** Whether a string literal is worded: several words, or one in title case. */
export function isSentence(value, before = '') {
  if (/\bclass(?:Name)?: *$|\bfrom $|^import |\.(?:query\w*|closest|matches)\($/.test(before))
    return false;
  if (/^[\s{}]*[.#<][\w-]|=\s*[["{]|^\s*(?:resource|data|variable|output|provider) "/.test(value))
    return false;
  // Lists of CSS classes, values of CSS, and sources of a content security policy.
  if (/^\w+_\w+(?: [\w-]+)*$|var\(--|'(?:none|self)'/.test(value)) return false;
  return /[A-Za-z]{2,}[,;:]? +(?:[A-Za-z`"“'{(]|\d)/.test(value) || /^[A-Z][a-z]+$/.test(value);
}

/** Whether an offset is in an item under `#[cfg(test)]`; such an item ends at the margin. */
function isTestCode(text, at) {
  const start = text.lastIndexOf('\n#[cfg(test)]\n', at);
  return start !== -1 && !/\n(?:\}|[^ \n#].*;)(?=\n)/.test(text.slice(start + 14, at));
}

/** Returns the files of a working tree under the given paths, without ignored ones. */
export function tracked(root, paths = []) {
  const listed = execFileSync(
    'git',
    ['-C', root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...paths],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  ).split('\0');
  return listed
    .filter(
      (path) => path !== '' && basename(path) !== '.gitattributes' && existsSync(join(root, path)),
    )
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = process.argv.slice(2);
  const rootAt = given.indexOf('--root');
  const [, named] = rootAt === -1 ? [] : given.splice(rootAt, 2);
  const root = resolve(named ?? join(import.meta.dirname, '../..'));
  const words = given.includes('--words');
  const strict = given.includes('--strict');
  const paths = given.filter((one) => !one.startsWith('--'));
  const findings = tracked(root, paths).flatMap(({ path, text }) =>
    check(path, text, { words, strict }),
  );
  for (const { path, line, rule, text } of findings)
    console.log(`${path}:${line}: ${rule}: ${text}`);
  console.error(`${findings.length} findings`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}
