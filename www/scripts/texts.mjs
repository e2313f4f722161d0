// Lists every text that a user reads, grouped by area, for www/tests/texts.txt.

import { join, resolve } from 'node:path';

import { isProse, isSentence, tracked } from './prose.mjs';
import { extract } from './source-text.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
export const TEXTS = join(ROOT, 'www/tests/texts.txt');

/** Areas in the order of the list. The first whose pattern fits a path has its texts. */
const AREAS = [
  ['Extension', /^www\/extension\/|^www\/src\/host\/extension\//],
  ['Page', /^www\/(?:src\/.*\.ts|index\.html|public\/manifest\.webmanifest)$/],
  ['Command line and package', /^www\/package\/(?:src\/.*\.ts|package\.json)$/],
  ['Rules: messages, rationales, notes of fixes', /^src\/scan/],
  ['Dangers', /^src\/safety/],
  ['Diagnostics: syntax', /^src\/hcl/],
  ['Diagnostics: schema', /^src\/schema/],
  ['Changes: descriptions and rationales of repairs', /^src\/repair/],
  ['Changes: descriptions and rationales of completions, and notes', /^src\/complete/],
  ['Changes: fixes of rules', /^src\/fix/],
  ['Reports of other tools', /^src\/violations/],
  ['Runs: notes and errors', /^src\/(?:job|reply|request|policy|model|ledger|cache)(?:\/|\.rs$)/],
  ['Errors of the WebAssembly module', /^src\/web/],
];

/** Attributes and literals of Rust that no user reads. */
const INTERNAL = /(?:_type|js_name|rename|expect\(|panic!\(|debug_\w+\(|unreachable!\() *=? *\(?$/;

/** Returns the list: the texts of each area by file, each text once for a file. */
export function texts(root = ROOT) {
  const files = tracked(root, ['src', 'www']);
  const lines = [
    'Every text that a user reads, by area and file, as the sources have it. `UPDATE=1 node' +
      ' --test www/tests/texts.test.mjs` rewrites this file.',
  ];
  const areas = new Map(AREAS.map(([name]) => [name, []]));
  for (const file of files) {
    const area = AREAS.find(([, pattern]) => pattern.test(file.path));
    const found = area === undefined ? [] : textsOf(file);
    if (found.length > 0) areas.get(area[0]).push('', `## ${file.path}`, '', ...found);
  }
  for (const [name, found] of areas) lines.push('', `# ${name}`, ...found);
  return `${lines.join('\n')}\n`;
}

/** Returns the texts of a file in order; those of a rule follow the line with the rule's id. */
function textsOf({ path, text }) {
  const found = new Set();
  for (const piece of joined(text, extract(path, text))) {
    const id = /^src\/scan\/aws\//.test(path) && piece.before.match(/^ {4}(CKV\w*) \w+ $/)?.[1];
    if (id) found.add(id);
    if (isShown(path, text, piece)) found.add(`  ${oneLine(piece.text)}`);
  }
  return [...found];
}

/** Joins literals that `+` concatenates. */
function joined(text, pieces) {
  const parts = [];
  for (const piece of pieces) {
    const last = parts.at(-1);
    if (
      last?.kind === 'string' &&
      piece.kind === 'string' &&
      text.slice(last.end, piece.at).trim() === '+'
    ) {
      parts[parts.length - 1] = { ...last, text: last.text + piece.text, end: piece.end };
    } else {
      parts.push(piece);
    }
  }
  return parts;
}

function isShown(path, text, piece) {
  if (!['string', 'text'].includes(piece.kind) || INTERNAL.test(piece.before)) return false;
  return (
    isProse(path, text, piece) && (piece.kind === 'text' || isSentence(piece.text, piece.before))
  );
}

const oneLine = (text) => text.trim().replaceAll(/[ \t]*\n\s*/g, ' ⏎ ');
