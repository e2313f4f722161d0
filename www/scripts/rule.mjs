// Tests the rules of the scan, by `npm --prefix www run rule -- ID`.
//
// It is run after a rule was added or changed. It names the missing cases, and lists the rule's id
// in tests/checks.txt.

import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { filesUnder, Remedy, ROOT, run, say, show } from './steps.mjs';

const TABLES = join(ROOT, 'src', 'scan', 'aws');

run(async () => {
  const ids = process.argv.slice(2);
  for (const id of ids) {
    const table = filesUnder(TABLES).find(
      (path) => path.endsWith('.rs') && readFileSync(path, 'utf8').includes(`id: "${id}"`),
    );
    if (table === undefined) throw new Remedy(`no table in src/scan/aws has a rule ${id}`);
    const cases =
      readFileSync(table.replace(/\.rs$/, '.tf'), 'utf8').match(new RegExp(`\\b${id}\\b`, 'g'))
        ?.length ?? 0;
    say(`${id}: ${relative(ROOT, table)}, ${cases} cases`);
  }
  const { code } = await show('cargo', ['test', '--quiet', '--test', 'it', 'scan::'], {
    env: { ...process.env, UPDATE: '1' },
  });
  return code;
});
