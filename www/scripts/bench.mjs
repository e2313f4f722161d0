// Builds and runs the benchmarks of www/bench, by `npm --prefix www run bench`.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { build } from './build.mjs';
import { Remedy, run, show, WWW } from './steps.mjs';

run(async () => {
  const folder = join(WWW, 'bench');
  const files = existsSync(folder) ? readdirSync(folder).filter((one) => one.endsWith('.mjs')) : [];
  if (files.length === 0) throw new Remedy('www/bench has no benchmark');
  await build();
  let worst = 0;
  for (const file of files.sort()) {
    const { code } = await show(process.execPath, [join(folder, file), ...process.argv.slice(2)]);
    worst = Math.max(worst, code);
  }
  return worst;
});
