// Tests accessibility: keyboard, screen sizes, color schemes and announcements.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';

import { LARGE, openStage, SMALL } from './stage.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('access', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  test('a run works with the keyboard only', async () => {
    const visit = await stage.visit('findings_keyboard');
    const { page } = visit;
    const press = (key) => page.keyboard.press(key);
    await reach(page, (it) => it.id === 'request_text');
    await page.keyboard.type(SMALL);
    await visit.promptTokens();
    await reach(page, (it) => it.id === 'key_field');
    await page.keyboard.type(visit.key);
    await press('Enter');
    await page.getByText('The key is valid.').waitFor();
    await press('Control+Enter');
    await page.locator('#result').waitFor();
    await visit.ended();
    await reach(page, (it) => it.className.includes('findings_line'));
    await press('Enter');
    assert.match(await page.evaluate(() => document.activeElement.id), /^code_line_\d+$/);
    await reach(page, (it) => it.id === 'tab_open');
    await press('ArrowRight');
    await reach(page, (it) => it.className === 'changes_box');
    await press('Space');
    await page.locator('.changes_item.is-undone').waitFor();
    assert.match(
      await page.evaluate(() => document.activeElement.id),
      /^changes_\d+$/,
      'the focus stays on the box',
    );
    await visit.leave();
  });

  test('cancelling by keyboard keeps the focus', async () => {
    const visit = await stage.visit('clean_keys');
    visit.scenario({ next: [{ fault: 'stall', after: 0 }] });
    await visit.ask(SMALL);
    await reach(visit.page, (it) => it.textContent === 'Cancel');
    await visit.page.keyboard.press('Enter');
    await visit.ended();
    assert.equal(await visit.page.evaluate(() => document.activeElement.textContent), 'Generate');
    await visit.leave({ failing: true });
  });

  test('Generate focuses the missing field', async () => {
    const visit = await stage.visit('clean_missing');
    const focused = () => visit.page.evaluate(() => document.activeElement.id);
    await visit.page.locator('.quota_item').first().waitFor({ state: 'attached' });
    await visit.generateButton.click();
    assert.equal(await focused(), 'request_text');
    await visit.words.fill(SMALL);
    await visit.promptTokens();
    await visit.generateButton.click();
    assert.equal(await focused(), 'key_field');
    await visit.leave();
  });

  test('the focus is visible', async () => {
    const visit = await stage.visit('focus');
    const outlined = [];
    for (let count = 0; count < TABS_MAX; count += 1) {
      await visit.page.keyboard.press('Tab');
      const [name, seen] = await visit.page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        const { className, tagName } = document.activeElement;
        return [className || tagName, outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1];
      });
      if (name === 'BODY') break;
      assert.ok(seen, `${name} shows no focus`);
      outlined.push(name);
    }
    assert.ok(outlined.length >= 6, outlined.join());
    await visit.leave();
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`axe reports nothing on any screen, in ${colorScheme}`, async () => {
      const visit = await stage.visit(`findings_axe_${colorScheme}`, { colorScheme });
      await assertAccessible(visit.page);
      await visit.words.fill(' ');
      await visit.generateButton.click();
      await visit.ask(LARGE, { with: 'gsk_wrong' });
      await visit.ended();
      await assertAccessible(visit.page);
      await visit.page.getByRole('button', { name: 'New request' }).or(visit.words).first().click();
      await visit.page.locator('.forecast_toggle.is-tokens').click();
      await visit.page.locator('.forecast_sent summary').click();
      await visit.ask(LARGE);
      await visit.ended();
      await assertAccessible(visit.page);
      await visit.leave({ failing: true });
    });
  }

  for (const colorScheme of ['light', 'dark']) {
    test(`axe reports nothing in any section, in ${colorScheme}`, async () => {
      const visit = await stage.visit(`broken_parts_${colorScheme}`, { colorScheme });
      await visit.ask(SMALL);
      await visit.ended();
      for (const show of PARTS) {
        await show(visit.page);
        await assertAccessible(visit.page);
      }
      await visit.leave();
    });
  }

  for (const width of [320, 2560]) {
    test(`no section scrolls sideways at ${width} px`, async () => {
      const visit = await stage.visit(`broken_width_${width}`, {
        viewport: { width, height: 740 },
      });
      await visit.ask(SMALL);
      await visit.ended();
      for (const show of PARTS) {
        await show(visit.page);
        assert.ok((await visit.page.evaluate(() => document.documentElement.scrollWidth)) <= width);
      }
      await visit.leave();
    });
  }

  test('checking works with the keyboard only', async () => {
    const visit = await stage.visit('check_keyboard');
    const { page } = visit;
    const press = (key) => page.keyboard.press(key);
    await reach(page, (it) => it.textContent === 'Check');
    await press('Enter');
    await reach(page, (it) => it.className === 'editor_frame');
    await page.keyboard.type('resource "aws_sqs_queue" "a" {\n  name = var.none\n}\n');
    await page.locator('.verdict_item').first().waitFor();
    await press('F8');
    await page.locator('.editor_frame .cm-lint-marker').first().waitFor();
    await reach(page, (it) => it.className.includes('verdict_line'));
    await press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'editor_frame');
    await reach(page, (it) => it.className === 'row_summary' && it.textContent.includes('fixed'));
    await press('Enter');
    await reach(page, (it) => it.textContent === 'Undo');
    await press('Space');
    await page.locator('.verdict_remedy', { hasText: 'Undone.' }).waitFor();
    assert.equal(
      await page.evaluate(() => document.activeElement.textContent),
      'Fix',
      'the focus stays on the button whose text changed',
    );
    await visit.leave();
  });

  test('follows the color scheme', async () => {
    const shade = async (colorScheme) => {
      const visit = await stage.visit(`shade_${colorScheme}`, { colorScheme });
      const colour = await visit.page.evaluate(
        () => getComputedStyle(document.documentElement).backgroundColor,
      );
      await visit.leave();
      return Number(colour.match(/\d+/)[0]);
    };
    assert.ok((await shade('light')) > 200);
    assert.ok((await shade('dark')) < 60);
  });

  test('at 360 px only the configuration scrolls sideways', async () => {
    const visit = await stage.visit('broken_narrow', { viewport: { width: 360, height: 740 } });
    const wide = () => visit.page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(await wide(), 360);
    await visit.words.fill(`x${'y'.repeat(300)} ${LARGE}`);
    await visit.promptTokens();
    await visit.page.locator('.forecast_toggle.is-tokens').click();
    await visit.page.locator('.forecast_sent summary').click();
    assert.equal(await wide(), 360);
    visit.scenario({ next: [{ fault: 'wait', window: 'TPM', seconds: 5 }] });
    await visit.ask(LARGE);
    await visit.page.locator('.run_pause').waitFor();
    assert.equal(await wide(), 360);
    await visit.ended();
    assert.equal(await wide(), 360);
    await visit.ask(LARGE, { with: 'gsk_wrong' });
    await visit.ended();
    assert.equal(await wide(), 360);
    await visit.leave({ failing: true });
  });

  test('progress is announced', async () => {
    const visit = await stage.visit('broken_announced');
    await visit.page.evaluate(() => {
      globalThis.announced = [];
      const announcer = document.getElementById('announcer');
      new MutationObserver(() => globalThis.announced.push(announcer.textContent)).observe(
        announcer,
        { childList: true, characterData: true, subtree: true },
      );
    });
    await visit.ask(LARGE);
    await visit.ended();
    const announced = await visit.page.evaluate(() => globalThis.announced.join('\n'));
    assert.match(announced, /Attempt 1: asking GPT-OSS/);
    assert.match(announced, /Attempt 2: /);
    assert.match(announced, /\d+ tokens/);
    await visit.leave();
  });
});

const TABS_MAX = 60;

/** Presses Tab until the focused element fulfils a condition. */
async function reach(page, fits) {
  for (let count = 0; count < TABS_MAX; count += 1) {
    await page.keyboard.press('Tab');
    const it = await page.evaluate(() => {
      const { id, className, textContent } = document.activeElement;
      return { id, className, textContent };
    });
    if (fits(it)) return;
  }
  assert.fail('no Tab press reaches the element');
}

/** Steps that show each part of the page with as much content as possible. */
const PARTS = [
  async (page) => {
    await page.locator('#tab_graph').click();
    await page.locator('#graph .graph_block').first().waitFor();
    await page.locator('#tab_compare').click();
    await page.locator('.comparison_frame .cm-line').first().waitFor();
    await page.locator('.forecast_toggle.is-key').click();
    await page.getByLabel('on this device').check();
  },
  async (page) => {
    await page.getByRole('link', { name: 'Check' }).click();
    await page.getByRole('button', { name: 'Try an example' }).click();
    await page.locator('#tab_checked_changes').click();
    await page.locator('.changes_switch').last().check();
    await page.locator('#tab_imports').click();
    await page.getByText('Import a report').click();
    await page
      .locator('.imports_field')
      .fill(
        '{"runs": [{"results": [{"ruleId": "OWN_1", ' +
          `"message": {"text": "${'wide'.repeat(60)}"}}]}]}`,
      );
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.locator('.imports_group summary').click();
    await page.locator('.imports_field').fill('no report');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.locator('.imports_failure').waitFor();
  },
  async (page) => {
    await page.getByRole('link', { name: 'Rules' }).click();
    await page.locator('.rules_cases summary').first().click();
    await page.locator('.rules_code').first().waitFor();
  },
  async (page) => {
    await page.getByRole('link', { name: 'Usage' }).click();
    await page.locator('.usage_table').waitFor();
    await page.locator('.history_item').first().waitFor();
    await page.getByRole('button', { name: 'Reset…' }).click();
  },
];

async function assertAccessible(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((one) => one.target).join(' ')}`);
  });
  assert.deepEqual(found, []);
}
