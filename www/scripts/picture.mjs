// Takes the picture of the README, run by `npm --prefix www run picture`.
//
// It shows the result of a request in the built page, with the stand-in for Groq, and is written to
// www/picture.png.

import { join } from 'node:path';

import { build } from './build.mjs';
import { run, say, WWW } from './steps.mjs';
import { chromium } from './tools.mjs';

const REQUEST =
  'create vpc with public subnet, ec2 instance running nginx, rds postgres database, and ' +
  'security groups';
const FILE = join(WWW, 'picture.png');

run(async () => {
  await build();
  process.env.CHROMIUM = (await chromium()).chromium ?? '';
  const { openStage } = await import('../tests/page/stage.mjs');
  const stage = await openStage();
  try {
    const visit = await stage.visit('findings_picture', {
      viewport: { width: 1280, height: 800 },
      colorScheme: 'light',
      reducedMotion: 'reduce',
    });
    await visit.ask(REQUEST);
    await visit.ended();
    await visit.page.locator('.result_headline', { hasText: 'a month' }).waitFor();
    await visit.page.locator('.findings_item summary').first().click();
    await visit.page.screenshot({ path: FILE });
    await visit.leave();
  } finally {
    await stage.close();
  }
  say(`the picture is in ${FILE}`);
});
