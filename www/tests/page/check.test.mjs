// Tests the Check screen, which works without a key and without calls.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { unzipSync, zipSync } from 'fflate';

import { openStage } from './stage.mjs';

const VOLUME = `resource "aws_ebs_volume" "data" {
  availability_zone = "us-east-1a"
  size              = var.sise
}

variable "size" {
  type = number
}
`;
const MESSAGES = `resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_sns_topic" "news" {
  name = "news"
}
`;
const DATABASE = `resource "aws_db_instance" "shop" {
  engine         = "postgres"
  instance_class = "db.t3.micro"
}
`;

const DISK = `resource "aws_ebs_volume" "data" {
  availability_zone = "eu-west-1a"
  size              = 8
  encrypted         = var.encrypted
}
`;

describe('checking', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  /** Opens the Check screen. */
  async function checking(name, options) {
    const visit = await stage.visit(name, options);
    await visit.page.getByRole('link', { name: 'Check' }).click();
    await visit.page.locator('.editor_frame .cm-content').waitFor();
    const { page } = visit;
    return {
      ...visit,
      editor: page.locator('.editor_frame .cm-content'),
      status: page.locator('.intake_status'),
      items: page.locator('.verdict_item'),
      /** Expands all rows and returns the finding of a rule. */
      async finding(id) {
        await visit.page.locator('.verdict_item').first().waitFor();
        await visit.expanded(page.locator('.verdict_item'));
        return page.locator('.verdict_item', { has: page.getByText(id, { exact: true }) });
      },
      /** Returns the lines of the fixed program that are in view. */
      fixedCode: async () => {
        await visit.tab('checked_fixed');
        const lines = page.locator('.fixed_frame .cm-content > .cm-line');
        await lines.first().waitFor();
        return (await lines.allInnerTexts()).join('\n');
      },
      /** Pastes a text into the editor. */
      async paste(text) {
        await visit.tab('editor');
        await page.locator('.editor_frame .cm-content').click();
        await page.keyboard.press('Control+A');
        await page.evaluate((pasted) => {
          const target = document
            .querySelector('.editor_frame')
            .shadowRoot.querySelector('.cm-content');
          const data = new DataTransfer();
          data.setData('text/plain', pasted);
          target.dispatchEvent(
            new ClipboardEvent('paste', {
              clipboardData: data,
              bubbles: true,
              cancelable: true,
            }),
          );
        }, text);
      },
      /** Drops files on the page. */
      drop: (files) =>
        page.evaluate((dropped) => {
          const data = new DataTransfer();
          for (const { name: file, text, bytes } of dropped) {
            data.items.add(new File([text ?? new Uint8Array(bytes)], file));
          }
          for (const type of ['dragover', 'drop']) {
            document.body.dispatchEvent(
              new DragEvent(type, {
                dataTransfer: data,
                bubbles: true,
                cancelable: true,
              }),
            );
          }
        }, files),
      /** Checks that nothing was sent to Groq, and ends the visit. */
      async leave(how) {
        assert.deepEqual(
          visit.seen.requests.filter(({ url }) => url.includes('groq')),
          [],
        );
        await visit.leave(how);
      },
    };
  }

  test('shows the files of a project as tabs', async () => {
    const visit = await checking('check_tabs');
    const { page, editor } = visit;
    await visit.drop([
      { name: 'a.tf', text: 'variable "one" {\n  type = string\n}\n' },
      { name: 'b.tf', text: `# second\n${VOLUME}` },
    ]);
    await visit.items.first().waitFor();
    const shownLines = async () => (await editor.locator('.cm-line').allTextContents()).join('\n');
    const tab = (name) => page.locator('.editor_tab', { hasText: name });
    assert.equal(await tab('a.tf').getAttribute('aria-pressed'), 'true');
    assert.doesNotMatch(await shownLines(), /second|# file:/);

    // A row leads to the file of its line, whose lines are counted from its begin.
    const problem = page.locator('.verdict_item.is-problem');
    await visit.expanded(problem);
    await problem.getByRole('button', { name: 'b.tf line 4' }).click();
    assert.equal(await tab('b.tf').getAttribute('aria-pressed'), 'true');
    assert.match(await shownLines(), /^# second\nresource/);
    const numbers = await editor.locator('xpath=..').locator('.cm-lineNumbers').textContent();
    assert.match(numbers, /1.*2.*3.*4/);

    // Typing, selecting all and deleting change the shown file only.
    await editor.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Backspace');
    await page.keyboard.insertText('variable "two" {}');
    await tab('All files').click();
    assert.equal(
      await shownLines(),
      '# file: a.tf\nvariable "one" {\n  type = string\n}\n\n# file: b.tf\nvariable "two" {}',
    );
    await tab('a.tf').click();
    assert.equal(await shownLines(), 'variable "one" {\n  type = string\n}\n');
    await visit.leave();
  });

  test('shows problems at their lines and findings with their fixes', async () => {
    const visit = await checking('check_paste');
    await visit.paste(VOLUME);
    await visit.items.first().waitFor();
    assert.match(await visit.status.textContent(), /^1 problem, \d+ findings? \(.*\)\. /);
    const problem = visit.page.locator('.verdict_item.is-problem');
    await visit.expanded(problem);
    // The details of a row are made once it is open.
    await problem.getByText('the nearest is', { exact: false }).waitFor();
    assert.match(await problem.textContent(), /undeclared input variable/);
    assert.match(await problem.textContent(), /the nearest is var\.size/);
    await problem.getByRole('button', { name: 'line 3' }).click();
    const line = await visit.page.evaluate(() => {
      const root = document.querySelector('.editor_frame').shadowRoot;
      return root.activeElement?.className.includes('cm-content');
    });
    assert.ok(line, 'the editor has the focus');
    await visit.page.locator('.editor_frame .cm-lint-marker-error').waitFor();
    const encrypted = await visit.finding('CKV_AWS_3');
    assert.match(await encrypted.textContent(), /Trade-off: deletes data of what is deployed/);
    assert.doesNotMatch(await visit.fixedCode(), /encrypted +=/);
    await encrypted.getByRole('button', { name: 'Fix', exact: true }).click();
    await encrypted.getByText('Fixed: set encrypted = true').waitFor();
    assert.match(await visit.fixedCode(), /encrypted += true/);
    await visit.tab('checked_changes');
    await visit.page.getByText('Deployed resources: deletes data').waitFor();
    await visit.leave();
  });

  test('a large diagram has an overview that moves it', async () => {
    const visit = await checking('check_minimap');
    const { page } = visit;
    const queues = (count) =>
      Array.from({ length: count }, (_, at) => `resource "aws_sqs_queue" "q${at}" {}\n`).join('');
    const minimap = page.locator('#checked_graph .graph_minimap');
    await visit.paste(queues(30));
    await visit.items.first().waitFor();
    await visit.tab('checked_graph');
    await page.locator('#checked_graph .graph_drawing').waitFor();
    assert.equal(await minimap.count(), 0, 'a small one has none');
    await visit.paste(queues(40));
    await visit.editor.getByText('q39').waitFor();
    await visit.tab('checked_graph');
    await minimap.waitFor();
    const shown = () => page.locator('#checked_graph .graph_drawing').getAttribute('viewBox');
    const before = await shown();
    await minimap.click({ position: { x: 20, y: 20 } });
    const moved = await shown();
    assert.notEqual(moved, before);
    // The part in view keeps its size.
    assert.deepEqual(moved.split(' ').slice(2), before.split(' ').slice(2));
    await visit.leave();
  });

  test('formats the text of the editor', async () => {
    const visit = await checking('check_format');
    await visit.paste('locals {\na=1\n  bb = 22\n}\n');
    await visit.page.getByRole('button', { name: 'Format' }).click();
    await visit.editor.getByText('bb = 22').waitFor();
    await visit.page.waitForFunction(() =>
      document
        .querySelector('.editor_frame')
        .shadowRoot.querySelector('.cm-content')
        .innerText.startsWith('locals {\n  a  = 1\n  bb = 22\n}'),
    );
    await visit.paste('locals {\n  a = \n}\n');
    await visit.page.getByRole('button', { name: 'Format' }).click();
    await visit.page.getByText(/^Not formatted: .* \(line 2\)\.$/).waitFor();
    await visit.leave();
  });

  test('undoes a single free fix and applies it again', async () => {
    const visit = await checking('check_undo');
    await visit.paste(MESSAGES);
    const encrypted = await visit.finding('CKV_AWS_27');
    await encrypted.getByRole('button', { name: 'Undo' }).click();
    await encrypted.getByText('Undone.').waitFor();
    assert.doesNotMatch(await visit.fixedCode(), /sse_enabled +=/);
    await encrypted.getByRole('button', { name: 'Fix', exact: true }).click();
    await encrypted.getByText('Fixed:').waitFor();
    assert.match(await visit.fixedCode(), /sse_enabled += true/);
    const item = visit.page.locator('#fixed_changes .changes_item', { hasText: 'sse_enabled' });
    await visit.tab('checked_changes');
    await item.locator('.changes_box').click();
    await visit.tab('verdict');
    await encrypted.getByText('Undone.').waitFor();
    await visit.leave();
  });

  test('hardening states its number of resources, adds and removes them', async () => {
    const visit = await checking('check_harden');
    await visit.paste(MESSAGES);
    const harden = visit.page.locator('#fixed_changes .changes_harden');
    await visit.tab('checked_changes');
    await harden.waitFor();
    const [, findings, resources] = (await harden.textContent()).match(
      /Fixes (\d+) more findings? with (\d+) new resources?/,
    );
    assert.ok(Number(findings) > 0);
    const plain = await visit.fixedCode();
    const count = (text) => text.match(/^resource "/gm).length;
    await harden.getByRole('checkbox').check();
    await visit.page
      .locator('.fixed_frame .cm-line', { hasText: 'resource "aws_kms_key"' })
      .first()
      .waitFor({ state: 'attached' });
    assert.equal(count(await visit.fixedCode()) - count(plain), Number(resources));
    await harden.getByRole('checkbox').uncheck();
    await visit.page
      .locator('.fixed_frame .cm-line', { hasText: 'resource "aws_kms_key"' })
      .waitFor({ state: 'detached' });
    assert.equal(await visit.fixedCode(), plain);
    await visit.leave();
  });

  test('a fix with a trade-off names it and needs one click', async () => {
    const visit = await checking('check_price');
    await visit.paste(DATABASE);
    const deletion = await visit.finding('CKV_AWS_293');
    assert.match(await deletion.textContent(), /Trade-off: .+\./);
    assert.doesNotMatch(await visit.fixedCode(), /deletion_protection/);
    await deletion.getByRole('button', { name: 'Fix', exact: true }).click();
    await deletion.getByText('Fixed:').waitFor();
    assert.match(await visit.fixedCode(), /deletion_protection += true/);
    await visit.leave();
  });

  test('fetches the table of IAM actions only for policies', async () => {
    const visit = await checking('check_policy');
    const tables = () =>
      visit.seen.requests.filter(({ url }) => url.includes('/data/iam-1')).length;
    await visit.paste(VOLUME);
    await visit.items.first().waitFor();
    assert.equal(tables(), 0);
    await visit.paste(`resource "aws_iam_policy" "all" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = "*" }]
  })
}
`);
    await visit.page.locator('.verdict_item', { hasText: 'aws_iam_policy.all' }).first().waitFor();
    assert.equal(tables(), 1);
    await visit.leave();
  });

  test('fetches the schema of version 6 only where it is required', async () => {
    const visit = await checking('check_six');
    const packs = () => visit.seen.requests.filter(({ url }) => url.includes('/data/aws-6')).length;
    const address = (version) => `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "${version}"
    }
  }
}
resource "aws_eip" "web" {
  vpc = true
}
output "size" {
  value = var.none
}
`;
    await visit.paste(address('~> 5.100'));
    await visit.page.getByText('undeclared input variable').first().waitFor();
    assert.equal(packs(), 0);
    await visit.paste(address('~> 6.0'));
    const renamed = visit.page.locator('.verdict_item.is-problem', { hasText: 'aws_eip.web' });
    await renamed.first().waitFor();
    await visit.expanded(renamed);
    await renamed.filter({ hasText: 'vpc' }).first().waitFor();
    assert.equal(packs(), 1);
    assert.match(await visit.fixedCode(), /domain += "vpc"/);
    await visit.leave();
  });

  test('follows typing, and reports no findings', async () => {
    const visit = await checking('check_typing');
    await visit.editor.click();
    await visit.page.keyboard.type('output "size" {\n  value = var.size\n}\n');
    await visit.page.locator('.verdict_item.is-problem').waitFor();
    await visit.page.keyboard.press('Control+End');
    await visit.page.keyboard.type('\nvariable "size" {\n  type = number\n}\n');
    await visit.page.getByText('No findings.').waitFor();
    await visit.page.getByRole('button', { name: 'Clear' }).click();
    await visit.page.getByText('Nothing to check yet.').waitFor();
    await visit.leave();
  });

  test('checks several files as one module and downloads a zip', async () => {
    const visit = await checking('check_files');
    await visit.drop([
      { name: 'variables.tf', text: 'variable "unused" {\n  type = string\n}\n' },
      { name: 'network.tf', text: '\noutput "id" {\n  value = aws_vpc.mian.id\n}\n' },
      { name: 'storage.tf', text: DATABASE },
      { name: 'logo.png', bytes: [137, 80, 0, 1] },
    ]);
    const problem = visit.page.locator('.verdict_item.is-problem');
    await problem.getByRole('button', { name: 'network.tf line 3' }).waitFor();
    await visit.page.getByText('logo.png was skipped: it is not a text file.').waitFor();
    const [file] = await Promise.all([
      visit.page.waitForEvent('download'),
      visit.page.getByRole('button', { name: 'Download', exact: true }).click(),
    ]);
    const chunks = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk);
    const files = unzipSync(new Uint8Array(Buffer.concat(chunks)));
    assert.deepEqual(Object.keys(files).sort(), ['network.tf', 'storage.tf', 'variables.tf']);
    const text = (name) => Buffer.from(files[name]).toString();
    assert.match(text('storage.tf'), /copy_tags_to_snapshot += true/);
    assert.doesNotMatch(text('storage.tf'), /storage_encrypted/);
    assert.match(text('network.tf'), /aws_vpc\.mian\.id/);
    await visit.leave();
  });

  test('keeps the folders of a zip, and every file of it', async () => {
    const visit = await checking('check_project');
    const given = {
      'shop/main.tf':
        'module "disk" {\n  source    = "./disk"\n  encrypted = false\n  sise      = 8\n}\n',
      'shop/disk/main.tf': `variable "encrypted" {\n  default = true\n}\n\n${DISK}`,
      'shop/other/main.tf': '\uFEFFlocals {\r\n  a = 1\r\n}\r\n',
      'shop/other/._main.tf': '\0\0',
      'shop/README.md': '# Shop\n',
      'shop/terraform.tfvars': 'sise = 1\n',
    };
    const bytes = (text) => new TextEncoder().encode(text);
    const packed = zipSync(
      Object.fromEntries(Object.entries(given).map(([path, text]) => [path, bytes(text)])),
    );
    await visit.drop([{ name: 'shop.zip', bytes: [...packed] }]);
    const problem = visit.page.locator('.verdict_item.is-problem');
    await problem.getByRole('button', { name: 'shop/main.tf line 4' }).waitFor();
    await visit.page.getByText('module.disk.aws_ebs_volume.data').first().waitFor();
    const [file] = await Promise.all([
      visit.page.waitForEvent('download'),
      visit.page.getByRole('button', { name: 'Download', exact: true }).click(),
    ]);
    const chunks = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk);
    const files = unzipSync(new Uint8Array(Buffer.concat(chunks)));
    assert.deepEqual(Object.keys(files).sort(), Object.keys(given).sort());
    for (const [path, text] of Object.entries(given)) {
      const now = Buffer.from(files[path]);
      if (path.startsWith('shop/disk/')) continue;
      assert.ok(now.equals(Buffer.from(bytes(text))), path);
    }
    await visit.leave();
  });

  test('checks a file dropped on another screen', async () => {
    const visit = await stage.visit('check_dropped');
    await visit.page.locator('.quota_item').first().waitFor({ state: 'attached' });
    await visit.page.evaluate((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'main.tf'));
      document.body.dispatchEvent(
        new DragEvent('drop', {
          dataTransfer: data,
          bubbles: true,
          cancelable: true,
        }),
      );
    }, VOLUME);
    await visit.page.locator('.verdict_item.is-problem').waitFor();
    await visit.leave();
  });

  test('checks a long configuration without blocking, and lists it in parts', async () => {
    const visit = await checking('check_long');
    const blocks = Array.from(
      { length: 400 },
      (_, index) => `resource "aws_sqs_queue" "q${index}" {\n  name = "queue-${index}"\n}\n`,
    );
    await visit.paste(blocks.join('\n'));
    await visit.items.first().waitFor();
    const workers = visit.page.workers().map((worker) => worker.url().match(/(\w+)-[^/]*$/)[1]);
    assert.deepEqual(workers.sort(), ['checker', 'front'], 'each worker runs once');
    const before = await visit.items.count();
    await visit.page
      .locator('#verdict')
      .getByRole('button', { name: /^Show more/ })
      .click();
    assert.ok((await visit.items.count()) > before);
    assert.ok((await visit.items.count()) <= 120);
    await visit.leave();
  });

  test('reports problems of texts that are no Terraform', async () => {
    const visit = await checking('check_garbage');
    for (const text of ['resource "a" {{{', '((((((((', 'x'.repeat(50_000), '"${"'.repeat(3_000)]) {
      await visit.paste(text);
      await visit.page.locator('.verdict_item.is-problem').first().waitFor();
      await visit.paste('locals {}\n');
      await visit.page.getByText('No findings.').waitFor();
    }
    await visit.leave();
  });

  const failed = (id, resource) => ({
    check_id: id,
    check_name: 'Ensure it is right',
    resource,
    file_path: '/main.tf',
    file_line_range: [1, 4],
    guideline: 'https://docs.example.test/rule',
  });
  const CHECKOV = JSON.stringify([
    {
      check_type: 'terraform',
      results: {
        passed_checks: [failed('CKV_AWS_9', 'a.b')],
        failed_checks: [
          failed('CKV_AWS_3', 'aws_ebs_volume.data'),
          failed('OWN_1', 'x.y'),
          failed('CKV_AWS_3', 'aws_ebs_volume.other'),
        ],
      },
    },
  ]);

  test('groups a pasted Checkov report and links its lines', async () => {
    const visit = await checking('check_report');
    await visit.paste(VOLUME);
    await visit.items.first().waitFor();
    await visit.paste(CHECKOV);
    const card = visit.page.locator('.imports_card');
    await visit.tab('imports');
    await card.waitFor();
    assert.match(await card.textContent(), /Checkov: pasted report/);
    assert.match(await card.textContent(), /3 violations in 2 groups, 1 passed\./);
    const group = card.locator('.imports_group', { hasText: '× 2' });
    await group.locator('summary').click();
    assert.match(await group.textContent(), /Volume is not encrypted/);
    await group.getByRole('button', { name: 'here: line 1' }).click();
    assert.match(await visit.fixedCode(), /aws_ebs_volume/, 'the program is kept');
    await card.getByRole('button', { name: 'Remove pasted report' }).click();
    await card.waitFor({ state: 'detached' });
    await visit.leave();
  });

  test('reads dropped reports of all formats and encodings', async () => {
    const visit = await checking('check_reports');
    const sarif = JSON.stringify({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'scanner' } },
          results: [{ ruleId: 'R1', level: 'error', message: { text: 'port 22 is open' } }],
        },
      ],
    });
    const terraform = JSON.stringify({
      format_version: '1.0',
      valid: false,
      diagnostics: [
        {
          severity: 'error',
          summary: 'Unsupported argument',
          detail: 'There is none.',
          range: { filename: 'main.tf', start: { line: 2 } },
        },
      ],
    });
    const wide = [0xff, 0xfe, ...Buffer.from(terraform, 'utf16le')];
    await visit.drop([
      { name: 'checkov.json', text: CHECKOV },
      { name: 'scan.sarif', text: `\uFEFF${sarif}` },
      { name: 'validate.json', bytes: wide },
      { name: 'broken.json', text: '{"runs": [' },
    ]);
    const cards = visit.page.locator('.imports_card');
    await visit.tab('imports');
    await cards.nth(3).waitFor();
    const texts = (await cards.allInnerTexts()).join('\n');
    assert.match(texts, /Checkov: checkov\.json/);
    assert.match(texts, /scanner: scan\.sarif/);
    assert.match(texts, /Terraform: validate\.json/);
    assert.match(texts, /The report is incomplete; import all of it\./);
    await visit.leave();
  });

  test('explains which reports are supported', async () => {
    const visit = await checking('check_no_report');
    await visit.tab('imports');
    await visit.page.getByText('Import a report').click();
    await visit.page.locator('.imports_field').fill('{"hello": 1}');
    await visit.page.getByRole('button', { name: 'Import', exact: true }).click();
    await visit.page.getByText(/This JSON is not a supported report/).waitFor();
    await visit.leave();
  });
});
