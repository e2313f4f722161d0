// Tests the rules of the scan and their fixes, and lists the rules' ids and texts.
//
// `npm --prefix www run rule -- ID` is for a rule that was added or changed. The tests name the cases
// that are missing. The ids are in tests/checks.txt, the texts in www/tests/texts.txt.

import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { filesUnder, Remedy, ROOT, run, say, show } from './steps.mjs';

const TABLES = join(ROOT, 'src', 'scan', 'aws');
const TEXTS = join('www', 'tests', 'texts.test.mjs');

run(async () => {
  for (const id of process.argv.slice(2)) {
    const table = filesUnder(TABLES).find(
      (path) => path.endsWith('.rs') && readFileSync(path, 'utf8').includes(`\n    ${id} `),
    );
    if (table === undefined) throw new Remedy(`no table in src/scan/aws has a rule ${id}`);
    const cases =
      readFileSync(table.replace(/\.rs$/, '.tf'), 'utf8').match(new RegExp(`\\b${id}\\b`, 'g'))
        ?.length ?? 0;
    say(`${id}: ${relative(ROOT, table)}, ${cases} cases`);
  }
  const options = { env: { ...process.env, UPDATE: '1' } };
  const rules = await show(
    'cargo',
    ['test', '--quiet', '--test', 'it', '--', 'scan::', 'fix::'],
    options,
  );
  if (rules.code !== 0) return rules.code;
  const texts = await show(process.execPath, ['--test', '--test-reporter=dot', TEXTS], options);
  return texts.code;
});
