// Writes docs/reference.md from the doc comments of the package's interface: `npm --prefix www run
// reference`. A test compares the file with the comments.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { ROOT, run, WWW } from './steps.mjs';

export const REFERENCE = join(ROOT, 'docs', 'reference.md');
const SOURCES = ['api', 'setup', 'error', 'host'];
/** A doc comment and the declaration below it. */
const DOCUMENTED = /^\/\*\*([\s\S]*?)\*\/\nexport ((?:async )?function\*?|interface|type|class) (\w+)/gm;

/** The page, as the sources have it now. */
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

All functions are asynchronous, load what they need by themselves, once, and keep no key. Lines and
columns count from 1, times are milliseconds since 1970, sizes are tokens where nothing else is said.
Every error is an \`InfraGenieError\` with a \`kind\`. Made from the doc comments in
[www/package/src](../www/package/src): \`npm --prefix www run reference\`.

`;

function entry({ called, comment, declared: code, kind }) {
  const level = kind.includes('function') ? '##' : '###';
  return `${level} \`${called}\`\n\n\`\`\`ts\n${code}\n\`\`\`\n\n${comment}\n\n`;
}

/** A comment without its stars; links are names, and what is thrown has a line of its own. */
function plain(comment) {
  return comment.split('\n').map((line) => line.replace(/^ *\* ?/, '')).join('\n').trim()
    .replace(/\{@link (\w+)\}/g, '`$1`')
    .replace(/^@throws /m, 'Throws ');
}

/** A function up to its body, a shape up to its end. */
function declared(text, kind) {
  if (kind.includes('function')) return text.slice('export '.length, text.indexOf(' {\n'));
  if (kind === 'type') return text.slice('export '.length, text.indexOf(';\n') + 1);
  if (kind === 'class') return `${text.slice('export '.length, text.indexOf(' {\n'))} {\n  readonly kind: ErrorKind;\n}`;
  return text.slice('export '.length, text.indexOf('\n}\n') + 2);
}

if (process.argv[1]?.endsWith('reference.mjs')) {
  run(async () => {
    mkdirSync(dirname(REFERENCE), { recursive: true });
    writeFileSync(REFERENCE, reference());
  });
}
