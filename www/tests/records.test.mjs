// Tests the records of runs and the files of the Check screen.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { before, describe, test } from 'node:test';

import { unzipSync } from 'fflate';
import { runnerImport } from 'vite';

const WWW = resolve(import.meta.dirname, '..');
const HOUR_MS = 3_600_000;

const call = (step, prompt, completion, cached = 0) => ({
  step,
  model: step === 'templates' ? null : 'm',
  prompt,
  completion,
  cached,
});
const run = (at, ...calls) => ({ at, end: 'clean', calls, changes: 3 });

describe('records', () => {
  let records;
  before(async () => {
    ({ module: records } = await runnerImport(resolve(WWW, 'src/records.ts')));
  });

  test('sums tokens by calendar day and step', () => {
    const noon = new Date(2026, 10, 24, 12).getTime();
    const days = records.days(
      [
        run(noon - 13 * HOUR_MS, call('draft', 200, 500)),
        run(noon - 11 * HOUR_MS, call('draft', 200, 300), call('repair', 100, 50)),
        run(noon - 400 * HOUR_MS, call('draft', 1, 1)),
      ],
      noon,
      3,
    );
    assert.deepEqual(
      days.map(({ runs }) => runs),
      [0, 1, 1],
    );
    assert.equal(days[1].byStep.draft, 700);
    assert.deepEqual([days[2].byStep.draft, days[2].byStep.repair], [500, 150]);
  });

  test('treats a day of 25 hours as one day', () => {
    const last = new Date(2026, 9, 25, 23, 59).getTime();
    const first = new Date(2026, 9, 25, 0, 1).getTime();
    const days = records.days([run(first), run(last)], last, 2);
    assert.deepEqual(
      days.map(({ runs }) => runs),
      [0, 2],
    );
  });

  test('estimates savings by the mean of the drafts', () => {
    const free = run(1, call('templates', 0, 0));
    assert.equal(records.saved([free]).tokens, null);
    const { freeRuns, tokens, cached, changes } = records.saved([
      free,
      run(2, call('draft', 200, 400, 150)),
      run(3, call('draft', 200, 600)),
    ]);
    assert.deepEqual([freeRuns, tokens, cached, changes], [1, 700, 150, 9]);
  });

  test('writes one CSV line for each call', () => {
    const text = records.csv([run(0, call('draft', 1, 2), call('templates', 0, 0))]);
    assert.deepEqual(text.trim().split('\r\n').slice(1), [
      '1970-01-01T00:00:00.000Z,clean,draft,m,1,2,0,3',
      '1970-01-01T00:00:00.000Z,clean,templates,,0,0,0,0',
    ]);
  });
});

describe('files', () => {
  let files;
  let parts;
  let project;
  before(async () => {
    const loaded = (name) => runnerImport(resolve(WWW, `src/check/${name}.ts`));
    ({ module: files } = await loaded('files'));
    ({ module: parts } = await loaded('parts'));
    ({ module: project } = await loaded('project'));
  });

  test('joins files and splits them again', () => {
    const given = [
      { name: 'a.tf', text: '\na {\n}\n' },
      { name: 'mod/a.tf', text: 'b {\n}' },
      { name: 'odd.tf', text: '# file: a.tf\n#infragenie-file 1\n\nc {\n}\n\n\n' },
      { name: 'empty.tf', text: '' },
    ];
    const text = parts.joinParts(given);
    const split = parts.splitFiles(text);
    assert.deepEqual(
      split.map(({ name, text: own }) => ({ name, text: own })),
      given,
    );
    const line = text.split('\n').indexOf('b {') + 1;
    assert.equal(parts.lineName(split, line), 'mod/a.tf line 1');
    assert.equal(parts.lineName(parts.splitFiles('a {\n}\n'), 2), 'line 2');
  });

  test('keeps names inside their folder', () => {
    const none = new Map();
    const { name } = project.downloadOf('# file: ../../etc/passwd\na {\n}\n', none);
    assert.equal(name, 'passwd');
    assert.equal(project.downloadOf('# file: ..\na {\n}\n', none).name, 'main.tf');
    const zip = project.downloadOf('# file: ../a.tf\na {\n}\n# file: /b/c.tf\n', none);
    assert.deepEqual(Object.keys(unzipSync(zip.data)), ['a.tf', 'b/c.tf']);
  });

  test('downloads every file of a project, and only changes are new', async () => {
    const bytes = (text) => new TextEncoder().encode(text);
    const given = {
      'app/main.tf': '\uFEFFlocals {\r\n  a = 1\r\n}\r\n',
      'app/mod/main.tf': 'locals {\n  b = 1\n}',
      'app/terraform.tfvars': 'a = 1\n',
      'app/policy.json': '{}',
    };
    const read = await files.readFiles(
      Object.entries(given).map(([path, text]) => new File([bytes(text)], path)),
    );
    const text = files.editorText(read);
    const texts = (code) => {
      const held = unzipSync(project.downloadOf(code, read.project).data);
      return Object.fromEntries(
        Object.entries(held).map(([path, own]) => [
          path,
          new TextDecoder('utf-8', { ignoreBOM: true }).decode(own),
        ]),
      );
    };
    assert.deepEqual(texts(text), given);
    const changed = text.replace('a = 1', 'a = 1\n  c = 2');
    assert.deepEqual(texts(changed), {
      ...given,
      'app/main.tf': '\uFEFFlocals {\r\n  a = 1\r\n  c = 2\r\n}\r\n',
    });
    assert.deepEqual(
      project.companionsOf(read.project).files.map(({ path }) => path),
      ['app/terraform.tfvars'],
    );
  });

  test('keeps the line ends of lines that did not change', () => {
    const mixed = 'a = 1\r\nb = 2\nc = 3\r\n';
    assert.equal(project.asBefore('a = 1\nb = 2\nc = 3\n', mixed), mixed);
    assert.equal(
      project.asBefore('a = 1\nb = 2\nx = 0\nc = 3\n', mixed),
      'a = 1\r\nb = 2\nx = 0\r\nc = 3\r\n',
    );
  });

  test('refuses a file that is not UTF-8, and keeps its bytes', async () => {
    const latin = new Uint8Array([0x61, 0x20, 0x7b, 0xe9, 0x7d]);
    const read = await files.readFiles([new File([latin], 'main.tf')]);
    assert.deepEqual(read.programs, []);
    assert.deepEqual(read.notes, ['`main.tf` was skipped: it is not UTF-8.']);
    assert.deepEqual([...read.project.get('main.tf')], [...latin]);
  });

  test('recognizes reports by their properties', () => {
    assert.ok(files.isReport('\uFEFF [{"check_type": "terraform"}]'));
    assert.ok(files.isReport('{"runs":[]}'));
    assert.ok(!files.isReport('[ "a", "b" ]'));
    assert.ok(!files.isReport('resource "a" "b" {}'));
  });
});
