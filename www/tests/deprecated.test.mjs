// Tests the names of version 0.1 that the npm package still accepts.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { before, describe, test } from 'node:test';

import { runnerImport } from 'vite';

const WWW = resolve(import.meta.dirname, '..');

describe('deprecated names', () => {
  let currentOptions;
  let withOldNames;
  before(async () => {
    const { module } = await runnerImport(resolve(WWW, 'package/src/deprecated.ts'));
    ({ currentOptions, withOldNames } = module);
  });
  /** Collects the warnings of a function. */
  const warningsOf = (run) => {
    const { emitWarning } = process;
    const messages = [];
    process.emitWarning = (message, type) => messages.push([message, type]);
    try {
      run();
    } finally {
      process.emitWarning = emitWarning;
    }
    return messages;
  };

  test('renames options and warns once for each', () => {
    const messages = warningsOf(() => {
      assert.deepEqual(currentOptions({ library: false, anew: true, model: null }), {
        templates: false,
        skipCache: true,
        model: null,
      });
      assert.deepEqual(currentOptions({ library: true }), { templates: true });
      assert.deepEqual(currentOptions({ without: ['a'], accepted: ['b'] }), {
        exclude: ['a'],
        accept: ['b'],
      });
      assert.deepEqual(currentOptions({ world: 1 }), { host: 1 });
    });
    assert.equal(messages.length, 5);
    assert.deepEqual(messages[0], [
      'the option `library` of infragenie is deprecated; use `templates`',
      'DeprecationWarning',
    ]);
  });

  test('renames profiles', () => {
    warningsOf(() => {
      const profiles = ['thrift', 'seed', 'careful', 'minimal', 'unknown', null];
      assert.deepEqual(
        profiles.map((profile) => currentOptions({ profile }).profile),
        ['minimal', 'balanced', 'thorough', 'minimal', 'unknown', null],
      );
    });
  });

  test('prefers a current name to its old one', () => {
    warningsOf(() => {
      assert.deepEqual(currentOptions({ templates: true, library: false }), { templates: true });
      assert.deepEqual(currentOptions({ library: false, templates: true }), { templates: true });
    });
  });

  test('does not warn about current names', () => {
    assert.deepEqual(
      warningsOf(() => currentOptions({ templates: true, profile: 'thorough' })),
      [],
    );
  });

  const result = () => ({
    code: '',
    variables: ['v'],
    problems: [{ start: 1, message: 'm' }],
    findings: [{ start: 2, message: 'f', rationale: 'r' }],
    changes: [{ description: 'd', rationale: 'r' }],
  });

  test('adds old property names to a result and to its lists', () => {
    const value = withOldNames(result(), 'result');
    warningsOf(() => {
      assert.deepEqual(value.questions, ['v']);
      assert.equal(value.problems[0].place, 1);
      assert.deepEqual(
        [value.findings[0].place, value.findings[0].wrong, value.findings[0].why],
        [2, 'f', 'r'],
      );
      assert.deepEqual([value.changes[0].what, value.changes[0].why], ['d', 'r']);
    });
  });

  test('warns once for an old property', () => {
    const {
      findings: [finding],
    } = withOldNames(result(), 'report');
    // Other tests may have read the property before.
    warningsOf(() => finding.why);
    assert.deepEqual(
      warningsOf(() => [finding.why, finding.why]),
      [],
    );
    const [first] = warningsOf(() => withOldNames({ capRefund: 'kept' }, 'quota').regime);
    assert.match(first[0], /^the property `regime` of infragenie is deprecated; use `capRefund`$/);
  });

  test('leaves copies, JSON and keys as they are', () => {
    const value = withOldNames(result(), 'result');
    assert.equal(JSON.stringify(value), JSON.stringify(result()));
    assert.deepEqual(Object.keys(value.findings[0]), ['start', 'message', 'rationale']);
    assert.deepEqual({ ...value.changes[0] }, { description: 'd', rationale: 'r' });
  });

  test('adds no name whose current property is missing', () => {
    assert.ok(!('why' in withOldNames({ event: 'delta', text: '' }, 'event')));
    assert.ok('why' in withOldNames({ event: 'waiting', reason: 'r' }, 'event'));
  });
});
