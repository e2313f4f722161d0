// Draws the icons of www/public/icons, run by `npm --prefix www run icons`.
//
// The source is www/public/icon.svg.

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { run, say, WWW } from './steps.mjs';
import { chromium, npmPackages } from './tools.mjs';

const SIZES = [16, 32, 48, 128, 192, 512];
const FOLDER = join(WWW, 'public', 'icons');

run(async () => {
  await npmPackages();
  const { chromium: executablePath } = await chromium();
  const { chromium: browserType } = await import('playwright-core');
  const browser = await browserType.launch({ executablePath, args: ['--no-sandbox'] });
  const svg = readFileSync(join(WWW, 'public', 'icon.svg'), 'utf8');
  mkdirSync(FOLDER, { recursive: true });
  for (const size of SIZES) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(
      `<style>* { margin: 0 } svg { display: block; width: ${size}px }</style>${svg}`,
    );
    await page.screenshot({ path: join(FOLDER, `${size}.png`), omitBackground: true });
    await page.close();
  }
  await browser.close();
  say(`${SIZES.length} icons are in ${FOLDER}`);
});
