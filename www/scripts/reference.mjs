// Writes docs/reference.md, run by `npm --prefix www run reference`.
//
// The page is generated from the doc comments of the package's public API. A test compares the page
// with the output of this script.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { ROOT, run, WWW } from './steps.mjs';

export const REFERENCE = join(ROOT, 'docs', 'reference.md');
const SOURCES = ['api', 'correction', 'project', 'setup', 'error', 'host'];
/** Matches a doc comment and the declaration below it. */
const DOCUMENTED =
  /^\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport ((?:async )?function\*?|interface|type|class) (\w+)/gm;

/** Returns the text of the page for the current sources. */
export function reference() {
  const parts = SOURCES.flatMap((name) => {
    const text = readFileSync(join(WWW, 'package', 'src', `${name}.ts`), 'utf8');
    return [...text.matchAll(DOCUMENTED)].map(([whole, comment, kind, called]) => {
      const from = text.indexOf(whole);
      const at = from + whole.lastIndexOf('export ');
      return { kind, called, comment: plain(comment), declared: declared(text.slice(at), kind) };
    });
  });
  const functions = parts.filter(({ kind }) => kind.includes('function'));
  const shapes = parts.filter(({ kind }) => !kind.includes('function'));
  return `${HEAD}${functions.map(entry).join('')}## Types

The result types are in \`types.d.ts\` of the package, with a description of each field.

${shapes.map(entry).join('')}`;
}

const HEAD = `# infragenie, the package

All functions except \`setup\`, \`memory\` and \`correctPart\` are asynchronous. They load the files that they need
once and keep no key. Lines and columns count from 1, times are milliseconds since 1970, sizes are
tokens unless stated otherwise. Every error is an \`InfraGenieError\`. Its \`kind\` is stable, and
a program branches on it; its \`message\` is for the user and can change. Diagnostics of validation have a
\`kind\` as their stable code, findings and dangers an \`id\`, changes an \`id\` that \`exclude\` and \`accept\`
take. \`code\` is always Terraform. Generated from the doc comments in
[www/package/src](../www/package/src): \`npm --prefix www run reference\`.

`;

function entry({ called, comment, declared: code, kind }) {
  const level = kind.includes('function') ? '##' : '###';
  return `${level} \`${called}\`\n\n\`\`\`ts\n${code}\n\`\`\`\n\n${comment}\n\n`;
}

/** Returns a comment without its stars, with names for links and a sentence for `@throws`. */
function plain(comment) {
  return comment
    .split('\n')
    .map((line) => line.replace(/^ *\* ?/, ''))
    .join('\n')
    .trim()
    .replace(/\{@link (\w+)\}/g, '`$1`')
    .replace(/^@throws /m, 'Throws ');
}

/** Returns the declaration: a function up to its body, a type up to its end. */
function declared(text, kind) {
  if (kind.includes('function')) return text.slice('export '.length, text.indexOf(' {\n'));
  if (kind === 'type') return text.slice('export '.length, text.indexOf(';\n') + 1);
  if (kind === 'class')
    return `${text.slice('export '.length, text.indexOf(' {\n'))} {\n  readonly kind: ErrorKind;\n}`;
  return text.slice('export '.length, text.indexOf('\n}\n') + 2);
}

if (process.argv[1]?.endsWith('reference.mjs')) {
  run(async () => {
    mkdirSync(dirname(REFERENCE), { recursive: true });
    writeFileSync(REFERENCE, reference());
  });
}
