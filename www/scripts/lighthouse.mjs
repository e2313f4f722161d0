// Prints Lighthouse's scores of the page, by `npm --prefix www run lighthouse`.
//
// Lighthouse is fetched by each run and is no dependency, since nothing else needs it.

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { build } from './build.mjs';
import { serveBuilt } from './static.mjs';
import { Remedy, run, say, step, WWW } from './steps.mjs';
import { chromium } from './tools.mjs';

const LIGHTHOUSE = 'lighthouse@13.5.0';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const LEAST = 95;
const FOLDER = join(WWW, 'test-results');

run(async () => {
  await build();
  const { chromium: path } = await chromium();
  if (path === null) throw new Remedy('no Chromium: install one, or name it in CHROMIUM');
  const server = await serveBuilt();
  const report = join(FOLDER, 'lighthouse.json');
  mkdirSync(FOLDER, { recursive: true });
  try {
    await step(
      'running Lighthouse',
      'npx',
      [
        '--yes',
        LIGHTHOUSE,
        server.address,
        '--quiet',
        `--only-categories=${CATEGORIES.join(',')}`,
        '--output=json',
        `--output-path=${report}`,
        '--chrome-flags=--headless=new --no-sandbox --disable-gpu --no-first-run',
      ],
      { env: { ...process.env, CHROME_PATH: path } },
    );
  } finally {
    server.close();
  }
  const { categories, audits } = JSON.parse(readFileSync(report, 'utf8'));
  const scores = CATEGORIES.map((name) => [name, Math.round(categories[name].score * 100)]);
  for (const { title, score, displayValue } of Object.values(audits)) {
    if (score !== null && score < 0.9) say(`${score.toFixed(2)} ${title} ${displayValue ?? ''}`);
  }
  say(scores.map(([name, score]) => `${name} ${score}`).join(', '));
  return scores.every(([, score]) => score >= LEAST) ? 0 : 1;
});
