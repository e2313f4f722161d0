// Tests the comparison of two programs by lines.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { before, describe, test } from 'node:test';

import { runnerImport } from 'vite';

const WWW = resolve(import.meta.dirname, '..');
const ROUNDS = 300;

describe('changed lines', () => {
  let changedLines;
  before(async () => {
    ({
      module: { changedLines },
    } = await runnerImport(resolve(WWW, 'src/editor/comparison.ts')));
  });
  /** Returns the removed and the inserted text of every change. */
  const seen = (one, other) =>
    changedLines(one, other).map(({ fromA, toA, fromB, toB }) => [
      one.slice(fromA, toA),
      other.slice(fromB, toB),
    ]);

  test('reports changed lines only', () => {
    assert.deepEqual(seen('a\nb\nc\n', 'a\nx\nc\n'), [['b\n', 'x\n']]);
    assert.deepEqual(seen('a\nb\n', 'a\nb\nc\n'), [['', 'c\n']]);
    assert.deepEqual(seen('a\nb\nc', 'b\nc'), [['a\n', '']]);
    assert.deepEqual(seen('a\n', 'a\n'), []);
    assert.deepEqual(seen('', 'a'), [['', 'a']]);
  });

  test('changes turn one text into the other', () => {
    // The generator has a fixed seed, so that a failure can be repeated.
    let state = 7;
    const below = (limit) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor(state / 65_536) % limit;
    };
    const words = ['', 'a', 'b', '  tags = {}', '}', 'é😀', '\r'];
    const text = () =>
      Array.from({ length: below(30) }, () => words[below(words.length)]).join('\n') +
      (below(2) ? '\n' : '');
    for (let round = 0; round < ROUNDS; round += 1) {
      const [one, other] = [text(), text()];
      let [made, end] = ['', 0];
      for (const { fromA, toA, fromB, toB } of changedLines(one, other)) {
        made += one.slice(end, fromA) + other.slice(fromB, toB);
        end = toA;
      }
      assert.equal(made + one.slice(end), other);
    }
  });

  test('treats a text with too many distinct lines as one change', () => {
    const many = Array.from({ length: 60_000 }, (_, line) => `${line}\n`).join('');
    assert.deepEqual(
      changedLines('a\n', many).map(({ toA, toB }) => [toA, toB]),
      [[2, many.length]],
    );
  });
});
