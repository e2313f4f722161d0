// Extracts comments and string literals from source files, with their lines.

import { extname } from 'node:path';

/**
 * Piece of prose.
 *
 * `kind` is `comment`, `doc` (a documentation comment), `string` or `text` (running text of a
 * document). `at` is the offset in the file, and `before` is the code on the same line before it.
 * An interpolation in a template literal is `{…}` in `text`. Literals have `end`.
 *
 * @typedef {{ kind: string, text: string, at: number, end?: number, before: string }} Piece
 */

const SCANNERS = {
  '.rs': rust,
  '.ts': script,
  '.mjs': script,
  '.css': script,
  '.md': markdown,
  '.html': html,
  '.py': python,
  '.json': descriptions,
  '.toml': hashes,
  '.yml': hashes,
  '.sh': hashes,
};

/** Returns the pieces of a file in order, none for a file type without prose. */
export function extract(path, text) {
  const pieces = SCANNERS[extname(path)]?.(text) ?? [];
  return pieces.sort((a, b) => a.at - b.at);
}

/** Returns the line of an offset, counted from one. */
export function lineOf(text, at) {
  let line = 1;
  for (let next = text.indexOf('\n'); next !== -1 && next < at; next = text.indexOf('\n', next + 1))
    line += 1;
  return line;
}

const lineBefore = (text, at) => text.slice(text.lastIndexOf('\n', at - 1) + 1, at);

/** Appends a line comment, to the comment above it where both are of one kind and one margin. */
function addLine(pieces, text, { kind, at, mark, end }) {
  const before = lineBefore(text, at);
  const value = text.slice(at + mark.length, end).replace(/^ /, '');
  const last = pieces.at(-1);
  const between = last === undefined ? '' : text.slice(last.end, at);
  if (
    last?.mark === mark &&
    before.trim() === '' &&
    last.before.trim() === '' &&
    between.trim() === '' &&
    between.split('\n').length === 2
  ) {
    last.text += `\n${value}`;
    last.end = end;
  } else {
    pieces.push({ kind, text: value, at, before, mark, end });
  }
}

/** Appends a block comment, without the stars at the heads of its lines. */
function addBlock(pieces, text, at, end) {
  const kind = text.startsWith('/**', at) ? 'doc' : 'comment';
  const value = text
    .slice(at, end)
    .replace(/^\/\*+ ?|\s*\*+\/$/g, '')
    .replaceAll(/\n[ \t]*\*? ?/g, '\n')
    .replace(/^\n/, '');
  pieces.push({ kind, text: value, at, before: lineBefore(text, at) });
}

const endOfLine = (text, at) => (text.indexOf('\n', at) + 1 || text.length + 1) - 1;

function closing(text, at, mark) {
  const end = text.indexOf(mark, at);
  return end === -1 ? text.length : end + mark.length;
}

/** Finds the end of a quoted literal whose first quote is at `at`. */
function quoteEnd(text, at, quote = text[at]) {
  let end = at + 1;
  while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1;
  return end + 1;
}

const ESCAPES = { n: '\n', t: '\t', r: '\r', 0: '\0' };

/** Undoes escapes; an escaped line end of Rust goes with the indentation behind it. */
function unescaped(value) {
  return value.replaceAll(/\\(\n\s*|u\{?([0-9a-fA-F]+)\}?|.)/g, (_, one, hex) => {
    if (one.startsWith('\n')) return '';
    return hex === undefined
      ? (ESCAPES[one] ?? one)
      : String.fromCodePoint(Number.parseInt(hex, 16));
  });
}

function rust(text) {
  const pieces = [];
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at, at + 300);
    const raw = /^b?r(#*)"/.exec(rest);
    if (rest.startsWith('//')) {
      const end = endOfLine(text, at);
      const mark = /^\/\/(?:!|\/(?!\/))?/.exec(rest)[0];
      addLine(pieces, text, { kind: mark === '//' ? 'comment' : 'doc', at, mark, end });
      at = end;
    } else if (rest.startsWith('/*')) {
      const end = closing(text, at + 2, '*/');
      addBlock(pieces, text, at, end);
      at = end;
    } else if (raw !== null && !/\w/.test(text[at - 1] ?? '')) {
      const end = closing(text, at + raw[0].length, `"${raw[1]}`);
      const value = text.slice(at + raw[0].length, end - 1 - raw[1].length);
      pieces.push({ kind: 'string', text: value, at, end, before: lineBefore(text, at) });
      at = end;
    } else if (rest[0] === '"') {
      const end = quoteEnd(text, at);
      const value = unescaped(text.slice(at + 1, end - 1));
      pieces.push({ kind: 'string', text: value, at, end, before: lineBefore(text, at) });
      at = end;
    } else {
      // A lifetime has no closing quote.
      at += /^'(?:\\(?:u\{\w+\}|x\w\w|.)|[^\\'])'/u.exec(rest)?.[0].length ?? 1;
    }
  }
  return pieces;
}

function script(text) {
  const pieces = [];
  code(0, null);
  return pieces;

  /** Reads code up to the brace that closes an interpolation, or to the end. */
  function code(from, close) {
    let depth = 0;
    let last = '';
    let at = from;
    while (at < text.length) {
      const c = text[at];
      if (text.startsWith('//', at) && !/url\($/.test(lineBefore(text, at))) {
        const end = endOfLine(text, at);
        addLine(pieces, text, { kind: 'comment', at, mark: '//', end });
        at = end;
        continue;
      }
      if (text.startsWith('/*', at)) {
        const end = closing(text, at + 2, '*/');
        addBlock(pieces, text, at, end);
        at = end;
        continue;
      }
      if (c === '}' && depth === 0 && close !== null) return at + 1;
      depth += c === '{' ? 1 : c === '}' ? -1 : 0;
      if (c === "'" || c === '"') {
        const end = quoteEnd(text, at);
        const value = unescaped(text.slice(at + 1, end - 1));
        pieces.push({ kind: 'string', text: value, at, end, before: lineBefore(text, at) });
        at = end;
      } else if (c === '`') {
        at = template(at);
      } else if (
        c === '/' &&
        /(?:^|[(,=:[!&|?{};~^+*%<>-]|\b(?:return|case|typeof|of|in))$/.test(last)
      ) {
        at =
          /^\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\//.exec(text.slice(at, at + 2000))?.[0]
            .length + at || at + 1;
      } else {
        at += 1;
      }
      if (/\S/.test(c))
        last = /\w/.test(c) && /\w$/.test(last) && /\w/.test(text[at - 2]) ? last + c : c;
    }
    return at;
  }

  function template(from) {
    let value = '';
    let at = from + 1;
    while (at < text.length && text[at] !== '`') {
      if (text.startsWith('${', at)) {
        at = code(at + 2, '}');
        value += '{…}';
      } else {
        const length = text[at] === '\\' ? 2 : 1;
        value += text.slice(at, at + length);
        at += length;
      }
    }
    const before = lineBefore(text, from);
    pieces.push({ kind: 'string', text: unescaped(value), at: from, end: at + 1, before });
    return at + 1;
  }
}

/** A page without its fenced blocks; the spaces that replace them keep every offset. */
function markdown(text) {
  const plain = text.replaceAll(/^```[\s\S]*?^```$/gm, (block) => block.replaceAll(/[^\n]/g, ' '));
  return [...plain.matchAll(/(?:^.*\S.*\n?)+/gm)].map((found) => ({
    kind: 'text',
    text: found[0],
    at: found.index,
    before: '',
  }));
}

/** Comments, running text, and the attributes that a user reads or hears. */
function html(text) {
  const pieces = [];
  const add = (kind, value, at) => pieces.push({ kind, text: value, at, before: '' });
  for (const found of text.matchAll(/<!--([\s\S]*?)-->|>([^<>]*[A-Za-z][^<>]*)(?=<)/g)) {
    add(found[1] === undefined ? 'text' : 'comment', (found[1] ?? found[2]).trim(), found.index);
  }
  for (const found of text.matchAll(/(?:title|alt|placeholder|aria-label|content)="([^"]*)"/g)) {
    add('text', found[1], found.index);
  }
  return pieces;
}

function hashes(text) {
  const pieces = [];
  for (const { 0: line, index } of text.matchAll(/^.*$/gm)) {
    const found = /^((?:[^#"']|"[^"]*"|'[^']*')*?(?:^|\s))#(?![!:])/.exec(line);
    if (found === null) continue;
    const at = index + found[1].length;
    addLine(pieces, text, { kind: 'comment', at, mark: '#', end: index + line.length });
  }
  for (const found of text.matchAll(
    /^(?:description|name): *"?([^"\n]+)|^description = "(.*)"$/gm,
  )) {
    pieces.push({ kind: 'string', text: found[1] ?? found[2], at: found.index, before: '' });
  }
  return pieces;
}

function python(text) {
  const pieces = hashes(text);
  for (const found of text.matchAll(/^[ \t]*"""([\s\S]*?)"""/gm)) {
    pieces.push({ kind: 'doc', text: found[1], at: found.index, before: '' });
  }
  return pieces;
}

function descriptions(text) {
  return [...text.matchAll(/"(?:description|name|short_name)": *"((?:\\.|[^"\\])*)"/g)].map(
    (found) => ({ kind: 'string', text: found[1], at: found.index, before: '' }),
  );
}
