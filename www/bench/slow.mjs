// Measures the first visit on a line of 400 kbit/s, in seconds.
//
// Three moments are measured in a new profile: the draft of a template answer, its checked
// configuration, and the exact forecast of a request that a model answers. Run
// by `npm --prefix www run bench`, or after a build by `node www/bench/slow.mjs`.

import { chromium } from 'playwright-core';

import { serveBuilt } from '../scripts/static.mjs';
import { CHROMIUM } from '../tests/page/stage.mjs';

const BYTES_PER_SECOND = 400_000 / 8;
const TIMEOUT_MS = 120_000;
const TEMPLATE = 'private s3 bucket called acme-raw';
const MODEL = 'create ec2 instance with nginx for the quagga';

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: CHROMIUM,
});
try {
  const template = await visit(async (page, seconds) => {
    await page.locator('.forecast_answer', { hasText: '0 tokens' }).waitFor();
    await page.getByRole('button', { name: /^Generate/ }).click();
    await page.locator('.run_stream', { hasText: 'aws_s3_bucket' }).waitFor();
    const draft = seconds();
    await page.locator('.result_headline.is-good, .result_headline.is-open').waitFor();
    return { draft, checked: seconds() };
  }, TEMPLATE);
  const forecast = await visit(async (page, seconds) => {
    await page.locator('.forecast_number', { hasText: /^[0-9,]+$/ }).waitFor();
    return { exact: seconds() };
  }, MODEL);
  console.log(
    `at 400 kbit/s, seconds after the first byte: draft of a template answer ${template.draft}, ` +
      `checked ${template.checked}; exact forecast ${forecast.exact}`,
  );
} finally {
  await browser.close();
}

/** Opens the page in a new profile, types a request, and measures. */
async function visit(measure, request) {
  let first = 0;
  const server = await serveBuilt({
    bytesPerSecond: BYTES_PER_SECOND,
    onFirstByte: () => {
      first ||= Date.now();
    },
  });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    await page.goto(server.address, { waitUntil: 'commit' });
    await page.locator('#request_text').fill(request);
    const seconds = () => ((Date.now() - first) / 1_000).toFixed(1);
    return await measure(page, seconds);
  } finally {
    await context.close();
    server.close();
  }
}
