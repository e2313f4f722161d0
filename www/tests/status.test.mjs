// Tests that the status of every end of a run states only what holds.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { before, describe, test } from 'node:test';

import { runnerImport } from 'vite';

const WWW = resolve(import.meta.dirname, '..');

const failure = (kind) => ({ kind, message: 'm', until: null });
const attempt = (finish, step = 'draft') => ({ finish, plan: { step } });
const error = { severity: 'error' };
const CLEAN = { problems: [], findings: [], suppressed: [] };

/** Each end of a run: report, configuration, dangers, the expected text and tone. */
const ENDS = [
  {
    name: 'a whole answer without findings',
    report: { end: 'clean', failure: null, attempts: [attempt('stop')] },
    text: 'No errors found · no open findings',
    tone: 'good',
  },
  {
    name: 'templates',
    report: { end: 'clean', failure: null, attempts: [] },
    text: 'No errors found · no open findings',
    tone: 'good',
  },
  {
    name: 'open findings',
    report: { end: 'open', failure: null, attempts: [attempt('stop')] },
    shown: { problems: [], findings: [{}, {}], suppressed: [{}] },
    text: 'No errors found · 2 open findings · 1 suppressed',
    tone: 'open',
  },
  {
    name: 'an error',
    report: { end: 'open', failure: null, attempts: [attempt('stop')] },
    shown: { problems: [error], findings: [], suppressed: [] },
    text: '1 error · no open findings',
    tone: 'bad',
  },
  {
    name: 'a warning',
    report: { end: 'open', failure: null, attempts: [attempt('stop')] },
    shown: { problems: [{ severity: 'warning' }], findings: [], suppressed: [] },
    text: 'No errors found · 1 warning · no open findings',
    tone: 'open',
  },
  {
    name: 'a danger',
    report: { end: 'clean', failure: null, attempts: [attempt('stop')] },
    dangers: 1,
    text: '1 danger to accept · No errors found · no open findings',
    tone: 'bad',
  },
  {
    name: 'cancelled during the answer',
    report: { end: 'open', failure: failure('cancelled'), attempts: [] },
    text: 'Incomplete: you cancelled it · No errors found · no open findings',
    tone: 'bad',
  },
  {
    name: 'cut off at the cap',
    report: { end: 'clean', failure: null, attempts: [attempt('length')] },
    text: 'Incomplete: the answer reached its token cap · No errors found · no open findings',
    tone: 'bad',
  },
  {
    name: 'a connection that breaks in each attempt',
    report: {
      end: 'open',
      failure: failure('broken_stream'),
      attempts: [attempt('broken'), attempt('broken')],
    },
    text: 'Incomplete: the connection broke · No errors found · no open findings',
    tone: 'bad',
  },
  {
    name: 'a broken answer that nothing completes',
    report: {
      end: 'clean',
      failure: null,
      attempts: [attempt('broken'), attempt('stop', 'repair')],
    },
    text: 'Incomplete: the connection broke · No errors found · no open findings',
    tone: 'bad',
  },
  {
    name: 'a broken answer that a second draft replaces',
    report: { end: 'clean', failure: null, attempts: [attempt('broken'), attempt('stop')] },
    text: 'No errors found · no open findings',
    tone: 'good',
  },
  {
    name: 'a content filter',
    report: { end: 'clean', failure: null, attempts: [attempt('content_filter')] },
    text: 'Incomplete: a content filter ended the answer · No errors found · no open findings',
    tone: 'bad',
  },
  {
    name: 'a whole answer whose repair has no quota left',
    report: { end: 'open', failure: failure('quota'), attempts: [attempt('stop')] },
    shown: { problems: [error], findings: [], suppressed: [] },
    text: 'Not repaired: the free quota ran out · 1 error · no open findings',
    tone: 'bad',
  },
  {
    name: 'a worker that stops during the answer',
    report: { end: 'failed', failure: failure('stopped'), attempts: [] },
    text: 'Incomplete: the run stopped early · No errors found · no open findings',
    tone: 'bad',
  },
  {
    name: 'a worker that stops after a whole answer',
    report: { end: 'failed', failure: failure('stopped'), attempts: [attempt('stop')] },
    text: 'Incomplete: the run stopped early · No errors found · no open findings',
    tone: 'bad',
  },
  {
    name: 'a cut answer whose second draft is refused in words',
    report: { end: 'open', failure: failure('unusable'), attempts: [attempt('length')] },
    text: 'Incomplete: the model returned no usable Terraform · No errors found · no open findings',
    tone: 'bad',
  },
  {
    name: 'a whole answer whose repair finds no network',
    report: { end: 'open', failure: failure('network'), attempts: [attempt('stop')] },
    text: 'Not repaired: the connection broke · No errors found · no open findings',
    tone: 'bad',
  },
  {
    name: 'an early end of an unknown kind',
    report: { end: 'failed', failure: null, attempts: [] },
    text: 'Incomplete: the run stopped early · No errors found · no open findings',
    tone: 'bad',
  },
];

/** The kinds of failure that the module reports, from its types. */
function refusals() {
  const types = readFileSync(resolve(WWW, '../src/web/types.ts'), 'utf8');
  const [, union] = types.match(/export type RefusalKind = ([^;]+);/);
  return union.split('|').map((kind) => JSON.parse(kind.trim()));
}

describe('the status', () => {
  let status;
  before(async () => {
    ({ module: status } = await runnerImport(resolve(WWW, 'src/status.ts')));
  });

  for (const { name, report, shown = CLEAN, dangers = 0, text, tone } of ENDS) {
    test(`of ${name}`, () => {
      assert.deepEqual(status.statusOfResult(report, shown, dangers, null), { text, tone });
    });
  }

  test('is good only where the whole answer arrived and nothing failed', () => {
    const kinds = [null, ...refusals(), 'stopped', 'interrupted', 'unforeseen'];
    for (const kind of kinds) {
      for (const finish of ['stop', 'length', 'content_filter', 'broken']) {
        for (const end of ['clean', 'open', 'failed']) {
          const report = {
            end,
            failure: kind === null ? null : failure(kind),
            attempts: [attempt(finish)],
          };
          const isWhole = kind === null && finish === 'stop' && end !== 'failed';
          const { text, tone } = status.statusOfResult(report, CLEAN, 0, null);
          assert.equal(tone, isWhole ? 'good' : 'bad', `${kind} ${finish} ${end}`);
          assert.equal(/^(?:Incomplete|Not repaired): /.test(text), !isWhole, text);
        }
      }
    }
  });

  test('names a reason for each kind of failure that the module reports', () => {
    const kinds = refusals();
    assert.ok(kinds.length > 5, 'the kinds are read from the types');
    for (const kind of kinds) {
      const run = { phase: 'done', failure: failure(kind), isShown: false, entries: [] };
      assert.doesNotMatch(status.statusOfRun(run, null).text, /the run stopped early/, kind);
    }
  });

  test('of a run without a configuration names the reason and what is kept', () => {
    for (const [kind, reason] of [
      ['cancelled', 'you cancelled it'],
      ['network', 'the connection broke'],
      ['quota', 'the free quota ran out'],
      ['auth', 'the key was refused'],
      ['unusable', 'the model returned no usable Terraform'],
      ['interrupted', 'the run stopped early'],
    ]) {
      const run = { phase: 'done', failure: failure(kind), isShown: false, entries: [] };
      assert.deepEqual(status.statusOfRun(run, null), {
        text: `No configuration: ${reason}`,
        tone: 'bad',
      });
      assert.equal(
        status.statusOfRun(run, {}).text,
        `No change: ${reason}. The earlier configuration is kept`,
      );
    }
  });

  test('of a running call says that it runs', () => {
    const run = { phase: 'running', failure: null, entries: [], waiting: null, answer: '' };
    assert.equal(status.statusOfRun(run, null).tone, 'busy');
    assert.equal(status.statusOfRun({ ...run, phase: 'cancelling' }, null).text, 'Cancelling…');
    const draft = status.statusOfRun({ ...run, draft: 'resource "aws_vpc" "main" {}\n' }, null);
    assert.equal(draft.tone, 'busy', 'a draft that is not checked is not good');
    assert.match(draft.text, /not checked yet/);
  });
});
