// Takes screenshots of the built page, run by `npm --prefix www run screens`.
//
// They show every part of the page at three sizes and in both color schemes, for visual review, and
// are written to www/test-results/screens.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { build } from './build.mjs';
import { run, say, WWW } from './steps.mjs';
import { chromium } from './tools.mjs';

const SIZES = [
  [390, 844],
  [1440, 900],
  [2560, 1440],
];
const SCHEMES = ['light', 'dark'];
const FOLDER = join(WWW, 'test-results', 'screens');

/** Steps of the visit, each with the name of its screenshot. */
const WALK = [
  ['empty', async () => {}],
  [
    'forecast',
    async ({ visit, LARGE }) => {
      await visit.words.fill(LARGE);
      await visit.promptTokens();
    },
  ],
  [
    'result',
    async ({ visit, LARGE }) => {
      await visit.ask(LARGE);
      await visit.ended();
    },
  ],
  [
    'picture',
    async ({ page }) => {
      await page.locator('#tab_graph').click();
      await page.locator('#graph .graph_block').first().waitFor();
    },
  ],
  [
    'changes',
    async ({ page }) => {
      await page.locator('#tab_compare').click();
      await page.locator('.comparison_frame .cm-insertedLine').first().waitFor();
    },
  ],
  [
    'open',
    async ({ page }) => {
      await page.locator('#tab_open').click();
      await page.locator('.findings_item summary').first().click();
    },
  ],
  [
    'fixed',
    async ({ page }) => {
      await page.locator('#tab_fixed').click();
    },
  ],
  [
    'key',
    async ({ page }) => {
      await page.locator('.forecast_toggle.is-key').click();
      await page.getByLabel('on this device').check();
    },
  ],
  [
    'check-empty',
    async ({ page }) => {
      await page.getByRole('link', { name: 'Check' }).click();
      await page.locator('.editor_frame .cm-content').waitFor();
    },
  ],
  [
    'check',
    async ({ page }) => {
      await page.getByRole('button', { name: 'Try an example' }).click();
      await page.locator('.verdict_item').first().waitFor({ state: 'attached' });
    },
  ],
  [
    'check-hardened',
    async ({ page }) => {
      await page.locator('#tab_checked_changes').click();
      await page.locator('#fixed_changes .changes_switch').check();
      await page.locator('.changes_description', { hasText: /log access/i }).waitFor();
    },
  ],
  [
    'report',
    async ({ page }) => {
      await page.locator('#tab_imports').click();
      await page.getByText('Import a report').click();
      await page.locator('.imports_field').fill(
        JSON.stringify({
          results: {
            failed_checks: [
              { check_id: 'CKV_AWS_16', resource: 'aws_db_instance.shop', file_path: '/main.tf' },
              { check_id: 'CKV_AWS_18', resource: 'aws_s3_bucket.invoices', file_path: '/main.tf' },
            ],
          },
        }),
      );
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await page.locator('.imports_group summary').first().click();
    },
  ],
  [
    'rules',
    async ({ page }) => {
      await page.getByRole('link', { name: 'Rules' }).click();
      await page.locator('.rules_cases summary').first().click();
    },
  ],
  [
    'usage',
    async ({ page }) => {
      await page.getByRole('link', { name: 'Usage' }).click();
      await page.locator('.usage_table').waitFor();
      await page.locator('.history_item').first().waitFor();
    },
  ],
];

run(async () => {
  await build();
  process.env.CHROMIUM = (await chromium()).chromium ?? '';
  const { LARGE, openStage } = await import('../tests/page/stage.mjs');
  mkdirSync(FOLDER, { recursive: true });
  const stage = await openStage();
  try {
    for (const [width, height] of SIZES) {
      for (const colorScheme of SCHEMES) {
        const options = { viewport: { width, height }, colorScheme, reducedMotion: 'reduce' };
        const visit = await stage.visit(`findings_screens_${width}_${colorScheme}`, options);
        for (const [name, step] of WALK) {
          await step({ visit, page: visit.page, LARGE });
          await visit.page.evaluate(drawAll);
          const path = join(FOLDER, `${name}-${width}-${colorScheme}.png`);
          await visit.page.screenshot({ path, fullPage: true });
        }
        await visit.leave();
      }
    }
  } finally {
    await stage.close();
  }
  say(`${SIZES.length * SCHEMES.length * WALK.length} pictures are in ${FOLDER}`);
});

/**
 * Runs in the page: makes the browser draw the entries that are out of view.
 *
 * Without it a screenshot of the whole page would lack them.
 */
function drawAll() {
  for (const entry of document.querySelectorAll('.verdict_item, .rules_item')) {
    entry.style.contentVisibility = 'visible';
  }
}
