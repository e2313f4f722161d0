// Tests the estimate of the monthly cost of answers, checks and fixes.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { strToU8, zipSync } from 'fflate';

import { openStage } from './stage.mjs';

describe('the estimate', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  test('a template answer shows its cost before and after the run', async () => {
    const visit = await stage.visit('estimate_templates');
    const { page } = visit;
    await visit.words.fill('ec2 instance with nginx');
    const early = page.locator('#forecast .forecast_cost');
    await early.filter({ hasText: /AWS: \$\d+.* a month/ }).waitFor();
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    const total = page.locator('#estimate .estimate_total');
    await visit.tab('cost');
    await total.filter({ hasText: /^AWS: (about )?\$\d+.* a month/ }).waitFor();
    const status = page.locator('.result_headline');
    await status.filter({ hasText: /\$\d+.* a month/ }).waitFor();
    const list = page.locator('#estimate .estimate_list');
    assert.match(await list.textContent(), /aws_instance\..*730 hours x \$/);
    assert.match(await page.locator('#estimate').textContent(), /AWS list prices of .*2026/);
    assert.match(await page.locator('#estimate').textContent(), /Not included: /);
    await visit.leave();
  });

  test('a request for a model names what is not understood', async () => {
    const visit = await stage.visit('estimate_words');
    await visit.words.fill('create an s3 bucket for the quagga');
    const line = visit.page.locator('#forecast .forecast_cost');
    await line.filter({ hasText: 'Not understood: quagga. Understood: S3 bucket.' }).waitFor();
    await visit.words.fill('create an s3 bucket');
    await line.filter({ hasText: 'AWS: ' }).waitFor();
    await visit.leave();
  });

  test('a checked configuration shows its cost, and what a fix adds', async () => {
    const visit = await stage.visit('estimate_check');
    const { page } = visit;
    await page.getByRole('link', { name: 'Check', exact: true }).click();
    await page
      .locator('.editor_frame .cm-content')
      .fill(
        'resource "aws_nat_gateway" "main" {\n  subnet_id = "subnet-1"\n}\n\n' +
          'resource "aws_db_instance" "main" {\n  engine = "mysql"\n' +
          '  instance_class = "db.t3.large"\n  allocated_storage = 20\n}\n',
      );
    const total = page.locator('#checked_estimate .estimate_total');
    await visit.tab('checked_cost');
    await total.filter({ hasText: 'AWS: $' }).waitFor();
    await visit.tab('verdict');
    assert.match(await total.textContent(), /^AWS: \$13\d a month \+ usage/);
    // Multi-AZ doubles the instance and its storage.
    const item = page.locator('.verdict_item', { hasText: 'CKV_AWS_157' });
    await page.locator('.verdict_item').first().waitFor();
    await visit.expanded(page.locator('.verdict_item'));
    await item.locator('.verdict_cost', { hasText: '+$102 a month' }).waitFor();
    await visit.leave();
  });

  test('a project is estimated with its modules and values', async () => {
    const visit = await stage.visit('estimate_project');
    const { page } = visit;
    await page.getByRole('link', { name: 'Check', exact: true }).click();
    const given = {
      'shop/main.tf': 'variable "n" {}\nmodule "ip" {\n  source = "./ip"\n  n      = var.n\n}\n',
      'shop/ip/main.tf': 'variable "n" {}\nresource "aws_eip" "a" {\n  count = var.n\n}\n',
      'shop/terraform.tfvars': 'n = 3\n',
    };
    const entries = Object.entries(given).map(([path, text]) => [path, strToU8(text)]);
    const buffer = Buffer.from(zipSync(Object.fromEntries(entries)));
    const files = page.locator('#intake input[type=file]').first();
    await files.setInputFiles({ name: 'shop.zip', mimeType: 'application/zip', buffer });
    await visit.tab('checked_cost');
    const total = page.locator('#checked_estimate .estimate_total');
    await total.filter({ hasText: /^AWS: \$11 a month$/ }).waitFor();
    const list = page.locator('#checked_estimate .estimate_list');
    assert.match(await list.textContent(), /module\.ip\.aws_eip\.a/);
    await visit.leave();
  });

  test('a budget of a request that templates answer is compared', async () => {
    const visit = await stage.visit('estimate_budget');
    const { page } = visit;
    await visit.words.fill('eks cluster under $20 a month');
    const early = page.locator('#forecast');
    await early.getByText(/Over the budget of \$20 a month/).waitFor();
    await visit.leave();
  });
});
