// Tests the built extension by the linter of Mozilla, and its zips.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { test } from 'node:test';

import { unzipSync } from 'fflate';

import { TARGETS } from '../extension/manifest.mjs';
import { filesUnder, show } from '../scripts/steps.mjs';

const BUILT = resolve(import.meta.dirname, '../dist-extension');

test("Mozilla's linter finds nothing in the Firefox build", async () => {
  const linter = createRequire(import.meta.url).resolve('addons-linter/bin/addons-linter');
  let report = '';
  await show(process.execPath, [linter, '--output', 'json', join(BUILT, 'firefox')], {}).then(
    ({ output }) => {
      report = output;
    },
  );
  const { summary, errors, warnings } = JSON.parse(report);
  assert.deepEqual({ errors, warnings }, { errors: [], warnings: [] });
  assert.equal(summary.errors + summary.warnings, 0);
});

for (const target of TARGETS) {
  test(`the zip for ${target} matches the folder and has no files of the site`, () => {
    const folder = join(BUILT, target);
    const zip = readdirSync(BUILT).find((name) => name.startsWith(`infragenie-${target}-`));
    const packed = unzipSync(readFileSync(join(BUILT, zip)));
    const names = filesUnder(folder).map((path) => relative(folder, path).replaceAll('\\', '/'));
    assert.deepEqual(Object.keys(packed).sort(), names.sort());
    for (const name of names)
      assert.ok(readFileSync(join(folder, name)).equals(packed[name]), name);
    for (const name of ['manifest.json', 'panel.html', 'background.js']) {
      assert.ok(names.includes(name), name);
    }
    assert.ok(!names.some((name) => /sw\.js|webmanifest|\.(br|gz)$/.test(name)), names.join());
  });
}
