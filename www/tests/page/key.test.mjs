// Tests how the user's key is kept, checked, encrypted and deleted.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { openStage, SMALL } from './stage.mjs';

const PHRASE = 'correct horse battery';

describe('the key', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  /** Returns all persistent storage of the page as one text. */
  const kept = (page) =>
    page.evaluate(async () => {
      const databases = await Promise.all(
        (await indexedDB.databases()).map(
          ({ name }) =>
            new Promise((done) => {
              const opening = indexedDB.open(name);
              opening.onsuccess = async () => {
                const { result: database } = opening;
                const stores = [...database.objectStoreNames];
                const all = await Promise.all(
                  stores.map(
                    (store) =>
                      new Promise((found) => {
                        const reading = database.transaction(store).objectStore(store).getAll();
                        reading.onsuccess = () => found(reading.result);
                      }),
                  ),
                );
                database.close();
                done(all);
              };
            }),
        ),
      );
      return JSON.stringify({ local: { ...localStorage }, tab: { ...sessionStorage }, databases });
    });
  const button = (page, name) => page.getByRole('button', { name, exact: true });
  const check = async (visit) => {
    await visit.openKey();
    await button(visit.page, 'Check').click();
    await visit.page.getByText('The key is valid.').waitFor();
  };

  test('is kept in memory by default', async () => {
    const visit = await stage.visit('clean_key_memory');
    await visit.ask(SMALL);
    await visit.ended();
    await check(visit);
    assert.ok(!(await kept(visit.page)).includes(visit.key));
    await visit.page.reload();
    assert.equal(await visit.keyField.getAttribute('placeholder'), 'gsk_…');
    await visit.leave();
  });

  test('models that Groq does not list for one key can be chosen for the next', async () => {
    const visit = await stage.visit('first_key');
    visit.scenario({ retired: { 'openai/gpt-oss-120b': 'not_found' } });
    await visit.fillKey(visit.key);
    await visit.keyField.press('Enter');
    const option = visit.page.locator('#forecast_model option[value="openai/gpt-oss-120b"]');
    await visit.page.getByText('GPT-OSS 120B not available').first().waitFor({ state: 'attached' });
    assert.equal(await option.isDisabled(), true);
    await visit.fillKey(`${visit.key}_other`);
    await visit.page.waitForFunction(
      (one) => !document.querySelector(one).disabled,
      '#forecast_model option[value="openai/gpt-oss-120b"]',
    );
    await visit.leave();
  });

  test('survives a reload in its tab and is not in a new tab', async () => {
    const visit = await stage.visit('clean_key_tab');
    const { page } = visit;
    await visit.fillKey(visit.key);
    await page.getByLabel('until I close this tab').check();
    await page.getByText('Kept until you close this tab, also after a reload.').waitFor();
    await page.reload();
    await visit.openKey();
    await page.getByPlaceholder('key is set').waitFor();
    assert.ok(!(await page.content()).includes(visit.key));
    await check(visit);
    const other = await page.context().newPage();
    await other.goto(stage.address);
    await other.getByPlaceholder('gsk_…').waitFor({ state: 'attached' });
    await other.close();
    await button(page, 'Forget').click();
    await page.getByText('Key forgotten.').waitFor();
    await visit.leave();
  });

  test('is encrypted on the device, decrypted with its passphrase, and deleted', async () => {
    const visit = await stage.visit('clean_key_device');
    const { page } = visit;
    const phrase = page.getByLabel('Passphrase');
    await visit.fillKey(visit.key);
    await page.getByLabel('on this device').check();
    await phrase.fill('short');
    await button(page, 'Save encrypted').click();
    await page.getByText('at least 12 characters').waitFor();
    await phrase.fill(PHRASE);
    await button(page, 'Save encrypted').click();
    await phrase.waitFor({ state: 'hidden' });
    const first = await kept(page);
    assert.ok(first.includes('sealed') && !first.includes(visit.key) && !first.includes(PHRASE));
    assert.equal(await phrase.inputValue(), '', 'the passphrase is not left in its field');

    await page.reload();
    await visit.openKey();
    await phrase.fill('correct horse staple!');
    await phrase.press('Enter');
    await page.getByText('Wrong passphrase.').waitFor();
    await phrase.fill(PHRASE);
    await phrase.press('Enter');
    await page.getByPlaceholder('key is set').waitFor();
    await check(visit);
    await button(page, 'Forget').click();
    await page.getByText('Key forgotten.').waitFor();
    assert.ok(!(await kept(page)).includes('sealed'));
    await page.reload();
    await page.getByPlaceholder('gsk_…').waitFor({ state: 'attached' });
    await visit.leave();
  });

  test('rejects a tampered key', async () => {
    for (const text of ['{', 'null', '{"version":1,"rounds":9e99}', '{"version":1}']) {
      const visit = await stage.visit('key_tampered', {
        route: (page) =>
          page.addInitScript((value) => {
            localStorage.setItem('infragenie.key', value);
          }, text),
      });
      await visit.openKey();
      await visit.page.getByLabel('Passphrase').fill(PHRASE);
      await button(visit.page, 'Unlock').click();
      await visit.page.getByText('Wrong passphrase.').waitFor();
      await button(visit.page, 'Forget').click();
      await visit.page.getByText('Key forgotten.').waitFor();
      await visit.leave();
    }
  });
});
