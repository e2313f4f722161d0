// Tests what the page states and keeps when a run ends early or is reloaded.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { LARGE, openStage, SMALL } from './stage.mjs';

describe('endings', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  const status = (visit) => visit.page.locator('.result_headline').innerText();

  test('a cancelled answer is incomplete, and the next run replaces it', async () => {
    const visit = await stage.visit('clean_endings_cancel');
    visit.scenario({ next: [{ fault: 'slow', ms: 60 }] });
    await visit.ask(LARGE);
    await visit.page.locator('.run_stream', { hasText: 'aws_vpc' }).waitFor();
    await visit.cancelButton.click();
    await visit.ended();
    assert.match(await status(visit), /^(?:Incomplete|No configuration): you cancelled it/);
    assert.doesNotMatch(await status(visit), /^No errors/);
    assert.equal(await visit.words.inputValue(), LARGE, 'the request can be sent again');
    await visit.leave({ failing: true });
  });

  test('an early end never replaces an earlier result', async () => {
    const visit = await stage.visit('clean_endings_kept');
    await visit.ask(SMALL);
    await visit.ended();
    const whole = await visit.code();
    visit.scenario({ next: [{ fault: 'slow', ms: 60 }] });
    await visit.ask(LARGE);
    await visit.page.locator('.run_stream', { hasText: 'aws_vpc' }).waitFor();
    await visit.cancelButton.click();
    await visit.ended();
    assert.match(await status(visit), /The earlier configuration is kept/);
    assert.equal(await visit.code(), whole);
    await visit.tab('answers');
    await visit.page.locator('.run_raw summary').first().click();
    await visit.page.locator('.run_raw_text', { hasText: 'aws_vpc' }).waitFor();
    await visit.leave({ failing: true });
  });

  test('a connection that breaks in each attempt is named', async () => {
    const visit = await stage.visit('clean_endings_drop');
    visit.scenario({ next: [{ fault: 'drop', after: 60, times: 20 }] });
    await visit.ask(SMALL);
    await visit.ended();
    assert.match(await status(visit), /^(?:Incomplete|No configuration): the connection broke/);
    await visit.leave({ failing: true });
  });

  test('a reload after a run keeps the result, its edits and the request', async () => {
    const visit = await stage.visit('findings_endings_reload');
    await visit.ask(SMALL);
    await visit.ended();
    await visit.tab('fixed');
    await visit.page.locator('.changes_box').last().click();
    await visit.page.locator('.changes_item.is-undone').waitFor();
    const code = await visit.code();
    await visit.words.fill('now add a queue');
    await visit.page.waitForTimeout(600);
    await visit.page.reload();
    await visit.page.locator('.result_request', { hasText: SMALL }).waitFor();
    assert.equal(await visit.code(), code);
    assert.equal(await visit.words.inputValue(), 'now add a queue');
    await visit.page.locator('.changes_item.is-undone').waitFor({ state: 'attached' });
    assert.equal(visit.sent().length, 1, 'nothing is sent again');
    await visit.leave();
  });

  test('a reload during a run says that the run was interrupted', async () => {
    const visit = await stage.visit('clean_endings_interrupted');
    visit.page.on('dialog', (dialog) => dialog.accept());
    visit.scenario({ next: [{ fault: 'slow', ms: 60 }] });
    await visit.ask(SMALL);
    await visit.page.locator('.run_stream', { hasText: 'resource' }).waitFor();
    await visit.page.reload();
    await visit.failure.getByText('The page was reloaded during the run').waitFor();
    assert.equal(await visit.words.inputValue(), SMALL);
    await visit.leave({ failing: true, allow: /beforeunload/ });
  });

  test('unreadable stored work is ignored', async () => {
    for (const work of [7, { version: 1, request: 3 }, { version: 1, request: '', result: {} }]) {
      const visit = await stage.visit('endings_scribble');
      await visit.keep('work', work);
      await visit.page.reload();
      await visit.words.fill(SMALL);
      assert.ok((await visit.promptTokens()) > 0);
      await visit.leave();
    }
  });

  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ]) {
    test(`a result at ${width}×${height} needs no scrolling of the page`, async () => {
      const visit = await stage.visit(`findings_endings_${width}`, { viewport: { width, height } });
      await visit.page.evaluate(() => {
        globalThis.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            if (!entry.hadRecentInput) globalThis.shift += entry.value;
          }
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await visit.ask(LARGE);
      await visit.ended();
      const facts = await visit.page.evaluate(() => ({
        below: document.documentElement.scrollHeight - innerHeight,
        code: document.querySelector('#code').getBoundingClientRect().top,
        status: document.querySelector('.result_headline').getBoundingClientRect().bottom,
        shift: globalThis.shift,
      }));
      assert.ok(facts.below <= 0, `${facts.below} px are below the window`);
      assert.ok(facts.status > 0 && facts.status < height / 2, `${facts.status}`);
      assert.ok(facts.code < height / 2, `the code begins at ${facts.code} px`);
      assert.ok(facts.shift <= 0.02, `the layout shifts by ${facts.shift}`);
      await visit.leave();
    });
  }
});
