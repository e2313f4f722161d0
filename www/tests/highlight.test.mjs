// Tests the tokens of syntax highlighting, and that its time is linear.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { before, describe, test } from 'node:test';

import { runnerImport } from 'vite';

const WWW = resolve(import.meta.dirname, '..');

describe('highlight', () => {
  let highlight;
  before(async () => {
    const { module } = await runnerImport(resolve(WWW, 'src/view/code/highlight.ts'));
    highlight = module.highlight;
  });

  /** Returns the pieces of one kind in order. */
  const of = (code, kind) =>
    highlight(code)
      .flat()
      .filter((piece) => piece.kind === kind)
      .map(({ text }) => text);
  const joined = (code) =>
    highlight(code)
      .map((line) => line.map(({ text }) => text).join(''))
      .join('\n');

  const PROGRAM = `# A comment
resource "aws_instance" "web" { // another
  ami   = data.aws_ami.ubuntu.id /* and
  one more */
  count = var.on ? 2 : 1.5e3
  tags  = merge(local.tags, { Name = "\${var.name}-\${upper("x}")}" })
  user_data = <<-EOT
    echo "hello" # no comment
  EOT
  on = true
}
`;

  test('distinguishes all kinds of tokens', () => {
    assert.deepEqual(of(PROGRAM, 'block'), ['resource']);
    assert.deepEqual(of(PROGRAM, 'number'), ['2', '1.5e3']);
    assert.deepEqual(of(PROGRAM, 'word'), ['true']);
    assert.deepEqual(of(PROGRAM, 'call'), ['merge']);
    assert.deepEqual(of(PROGRAM, 'comment'), [
      '# A comment',
      '// another',
      '/* and',
      '  one more */',
    ]);
    assert.deepEqual(of(PROGRAM, 'string'), [
      '"aws_instance"',
      '"web"',
      '"${var.name}-${upper("x}")}"',
      '<<-EOT',
      '    echo "hello" # no comment',
      '  EOT',
    ]);
    assert.deepEqual(of(PROGRAM, 'name'), ['ami', 'count', 'tags', 'Name', 'user_data', 'on']);
  });

  test('finds the end of nested strings', () => {
    assert.deepEqual(of('a = "${b("${c("d")}")}" # e', 'comment'), ['# e']);
    assert.deepEqual(of('a = "x\\"y" # e', 'comment'), ['# e']);
    assert.deepEqual(of('a = "never closed\nb = 1', 'number'), ['1']);
  });

  test('loses and adds no text', () => {
    const odd = [
      '',
      '\n',
      '\n\n',
      '"',
      '"${',
      '<<',
      '<<EOT',
      '<<EOT\nx',
      '/*',
      '/* a\n',
      'ä = "ü"',
      '\u0000\ufffd',
      '<<-A\n  A\n',
      '# x\r',
      'a\tb',
      '}}}}',
      '"${"${"${',
      '\ud800 = 1',
    ];
    for (const code of [PROGRAM, ...odd]) {
      assert.equal(joined(code), code.replaceAll('\r\n', '\n').replace(/\r$/, ''));
    }
  });

  test('reads Windows line ends', () => {
    const code = PROGRAM.replaceAll('\n', '\r\n');
    assert.equal(joined(code), PROGRAM);
    assert.deepEqual(of(code, 'string').at(-1), '  EOT');
  });

  test('reads hostile texts of 200,000 characters in linear time', () => {
    const units = [
      '"',
      '"${',
      '<<A\n',
      '/*',
      '<<-',
      '1',
      '1.',
      '{',
      'a',
      'a ',
      ' ',
      '\t\n',
      '#',
      '\\"',
      'a = (',
      '/* */',
      '<<A\nA\n',
      '\u0301',
    ];
    for (const unit of units) {
      const code = unit.repeat(200_000 / unit.length);
      assert.equal(joined(code).length, code.length);
    }
  });
});
