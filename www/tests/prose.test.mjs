// Checks that comments, documents and messages are written in plain words.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';

import { check, tracked } from '../scripts/prose.mjs';
import { extract, lineOf } from '../scripts/source-text.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const SHOWN_MAX = 40;

/** The kind, the line and the text of each piece. */
function pieces(path, text) {
  return extract(path, text).map(({ kind, text: value, at }) => [kind, lineOf(text, at), value]);
}

/** The line and the rule of each finding. */
function found(path, text, options) {
  return check(path, text, options).map(({ line, rule }) => [line, rule]);
}

describe('extraction', () => {
  test('reads comments and strings of Rust', () => {
    const text = `//! Reads.
//! More.

/// Returns.
fn a<'a>(c: char) -> &'a str {
    match c { '"' => r#"raw "text" // no comment"#, '\\'' => "go \\
        on \\"there\\"", _ => "" } // end
}
`;
    assert.deepEqual(pieces('src/a.rs', text), [
      ['doc', 1, 'Reads.\nMore.'],
      ['doc', 4, 'Returns.'],
      ['string', 6, 'raw "text" // no comment'],
      ['string', 6, 'go on "there"'],
      ['string', 7, ''],
      ['comment', 7, 'end'],
    ]);
  });

  test('reads comments, strings, templates and regular expressions of TypeScript', () => {
    const text = `// Reads.
/** Returns. */
const a = x / 2 + 'it\\'s'; /* block */ const b = /['"\`/]/.test(c) ? \`n \${d({ e: 'in' })} out\` : "";
const e = y.replace(/\\/\\//g, 'z');
`;
    assert.deepEqual(pieces('a.ts', text), [
      ['comment', 1, 'Reads.'],
      ['doc', 2, 'Returns.'],
      ['string', 3, "it's"],
      ['comment', 3, 'block'],
      ['string', 3, 'n {…} out'],
      ['string', 3, 'in'],
      ['string', 3, ''],
      ['string', 4, 'z'],
    ]);
  });

  test('reads comments of CSS, HTML, Python and configuration', () => {
    assert.deepEqual(pieces('a.css', 'a { b: url(//c) } /* One. */\n'), [['comment', 1, 'One.']]);
    assert.deepEqual(pieces('a.html', '<!-- One. -->\n<p title="Two">Three</p>'), [
      ['comment', 1, 'One.'],
      ['text', 2, 'Two'],
      ['text', 2, 'Three'],
    ]);
    assert.deepEqual(pieces('a.py', '"""One."""\na = "# no"  # Two.\n'), [
      ['doc', 1, 'One.'],
      ['comment', 2, 'Two.'],
    ]);
    assert.deepEqual(pieces('a.toml', '# One.\n# Two.\na = "#"\n'), [['comment', 1, 'One.\nTwo.']]);
  });

  test('leaves fenced blocks of Markdown out and keeps the lines', () => {
    assert.deepEqual(pieces('a.md', 'One.\n```sh\nhome\n```\nTwo.\n'), [
      ['text', 1, 'One.\n'],
      ['text', 5, 'Two.\n'],
    ]);
  });
});

describe('rules', () => {
  const WORDS = { words: true };

  test('finds banned words with their inflections, at their lines', () => {
    assert.deepEqual(found('a.md', 'Tools that are told\nwhere a block Stands.\n', WORDS), [
      [1, 'told'],
      [2, 'stands'],
    ]);
  });

  test('allows standard terms, code spans, paths and placeholders', () => {
    const text =
      'Edits in place, on a spot instance, in the home directory: `place` of src/repair/home.rs, ' +
      'hcl::place, {place}, [it](www/bench/page.mjs), the stand-in for Groq, a placeholder, a standard.\n';
    assert.deepEqual(found('a.md', text, WORDS), []);
  });

  test('reads messages and test names, and no other strings', () => {
    const text = `import 'a place';
const b = el('p', { class: 'place wide', text: 'A place here' });
const c = 'place';
`;
    assert.deepEqual(found('www/src/a.ts', text, WORDS), [[2, 'place']]);
    assert.deepEqual(
      found('www/tests/a.test.mjs', "test('a place', () => f('another place'));\n", WORDS),
      [[1, 'place']],
    );
    assert.deepEqual(
      found('src/a.rs', '#[cfg(test)]\nmod tests {\n    const A: &str = "a place";\n}\n', WORDS),
      [],
    );
    assert.deepEqual(found('src/prompt/a.rs', 'const A: &str = "a place";\n', WORDS), []);
  });

  test('requires a first line with a verb and a full stop', () => {
    assert.deepEqual(found('www/src/a.ts', '// Reads files.\n\nexport {};\n'), []);
    assert.deepEqual(found('www/src/a.ts', '#!/usr/bin/env node\n// Reads files.\n'), []);
    assert.deepEqual(found('www/src/a.ts', 'export {};\n'), [[1, 'no first line']]);
    assert.deepEqual(found('src/a.rs', '//! Text in, tokens out.\n'), [
      [1, 'X in, Y out'],
      [1, 'first word is no verb'],
    ]);
    assert.deepEqual(found('src/a.rs', '//! What a file is.\n'), [
      [1, 'riddle'],
      [1, 'first word is no verb'],
    ]);
    assert.deepEqual(found('src/a.rs', '//! Reads\n//! files.\n'), [
      [1, 'first line is no sentence'],
    ]);
    assert.deepEqual(found('src/a.rs', `//! Reads ${'a'.repeat(80)}.\n`), [
      [1, 'first line is too long'],
    ]);
    assert.deepEqual(found('src/scan/aws/s3.rs', '//! Rules for buckets.\n'), []);
  });

  test('requires a doc comment for each public item', () => {
    const text =
      '//! Reads.\n\n/// Returns one.\n#[must_use]\npub fn a() {}\n\npub fn b() {}\n\npub(crate) fn c() {}\n\n/// Two.\n#[a(\n    b[0],\n)]\n#[c]\npub enum D {}\n';
    assert.deepEqual(found('src/a.rs', text), [[7, 'no doc']]);
    const long = `//! Reads.\n\n/// Returns ${'a'.repeat(80)}.\n`;
    assert.deepEqual(found('src/a.rs', `${long}pub fn a() {}\n`), [[3, 'first line is too long']]);
    assert.deepEqual(found('src/a.rs', `${long}fn a() {}\n`), []);
    assert.deepEqual(found('src/a.rs', `${long}fn a() {}\n`, { strict: true }), [
      [3, 'first line is too long'],
    ]);
  });
});

test('the repository is written in plain words', () => {
  const findings = tracked(ROOT).flatMap(({ path, text }) => check(path, text));
  const shown = findings
    .slice(0, SHOWN_MAX)
    .map(({ path, line, rule, text }) => `${path}:${line}: ${rule}: ${text}`);
  assert.equal(findings.length, 0, `${findings.length} findings\n${shown.join('\n')}`);
});
