// Tests the output, the changes and the exit codes of the command line.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { project, ran } from './stage.mjs';

const MAIN = `# The volume of the build.
resource "aws_ebs_volume" "data" {
  availability_zone = var.zone
  size              = 8
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
`;
const VARIABLES = `variable "zone" {
  type = string
}
`;
const WRONG = `resource "aws_vpc" "main" {
  cidr_blok = "10.0.0.0/16"
  tags      = { Name = file("name.txt") }
}

output "arn" {
  value = aws_vpc.mian.arn
}
`;

let here;
before(async () => {
  here = project({
    'good/main.tf': MAIN,
    'good/variables.tf': VARIABLES,
    'wrong/main.tf': WRONG,
    'wrong/name.txt': 'a name\n',
    'empty/readme.md': '',
    'clean/main.tf': 'locals {\n  a = 1\n}\n',
    'layout/main.tf': '\uFEFFlocals {\r\na=1\r\n}\r\n',
    'layout/values.tfvars': 'a = 1\n',
    'layout/more/more.tf': 'a=1\n',
    'layout/.hidden.tf': 'a=1\n',
    'broken/main.tf': 'a = \n',
    'words.txt': 'create ec2 instance for the quagga\n',
  });
});
after(() => here.close());

function infragenie(...args) {
  return ran(process.execPath, [here.path('node_modules/infragenie/cli.js'), ...args], {
    cwd: here.folder,
  });
}

test('check reports findings with file and line', async () => {
  const { code, out } = await infragenie('check', '--fail-on', 'critical', 'good');
  assert.equal(code, 0, out);
  assert.match(out, /^good\/main\.tf:2:1 high CKV_AWS_3 /m);
  assert.match(out, /^0 errors, \d+ findings? \(.*high.*\), \d+ fixable with `infragenie fix`$/m);
});

test('check exits with 1 at the given severity', async () => {
  const { code, out } = await infragenie('check', '--fail-on', 'invalid', 'wrong');
  assert.equal(code, 1);
  assert.match(out, /^wrong\/main\.tf:2:3 invalid /m);
  assert.match(out, /^wrong\/main\.tf:7:\d+ invalid .*mian/m);
  // `name.txt` exists, so `file("name.txt")` is no problem.
  assert.doesNotMatch(out, /name\.txt/);
  assert.equal((await infragenie('check', '--fail-on', 'info', 'good')).code, 1);
  assert.equal((await infragenie('check', '--fail-on', 'invalid', 'good')).code, 0);
  assert.equal((await infragenie('check', 'clean')).code, 0);
});

test('the files of a folder are one module', async () => {
  const { out } = await infragenie('check', 'good/main.tf');
  assert.match(out, /good\/main\.tf:3:\d+ invalid .*zone/);
  const both = await infragenie('check', 'good/main.tf', 'good/variables.tf', 'clean');
  assert.doesNotMatch(both.out, /invalid /);
});

test('fmt formats as terraform fmt does', async () => {
  const main = () => readFileSync(here.path('layout/main.tf'), 'utf8');
  const before = main();
  const checked = await infragenie('fmt', '--check', 'layout');
  assert.deepEqual([checked.code, checked.out, main()], [3, 'layout/main.tf\n', before]);
  const formatted = await infragenie('fmt', 'layout');
  assert.deepEqual([formatted.code, formatted.out], [0, 'layout/main.tf\n']);
  assert.equal(main(), 'locals {\r\n  a = 1\r\n}\r\n');
  assert.deepEqual(readdirSync(here.path('layout')).sort(), [
    '.hidden.tf',
    'main.tf',
    'more',
    'values.tfvars',
  ]);
  assert.equal((await infragenie('fmt', '--check', 'layout')).code, 0);
  const below = await infragenie('fmt', '--check', '--recursive', 'layout');
  assert.deepEqual([below.code, below.out], [3, 'layout/more/more.tf\n']);
  const file = await infragenie('fmt', 'layout/more/more.tf');
  assert.deepEqual([file.code, file.out], [0, 'layout/more/more.tf\n']);
  assert.equal(readFileSync(here.path('layout/more/more.tf'), 'utf8'), 'a = 1\n');
});

test('fmt leaves a file with syntax errors and names their lines', async () => {
  const { code, out, errors } = await infragenie('fmt', 'broken', 'words.txt');
  assert.deepEqual([code, out], [2, '']);
  assert.match(errors, /words\.txt/);
  const broken = await infragenie('fmt', 'broken');
  assert.deepEqual([broken.code, broken.out], [2, '']);
  assert.match(broken.errors, /^broken\/main\.tf:1:\d+ /);
  assert.equal(readFileSync(here.path('broken/main.tf'), 'utf8'), 'a = \n');
});

test('writes SARIF with rules and positions, and reads it again', async () => {
  const { code } = await infragenie(
    'check',
    '--format',
    'sarif',
    '--output',
    'log.sarif',
    'wrong',
    'good',
  );
  assert.equal(code, 1);
  const text = readFileSync(here.path('log.sarif'), 'utf8');
  const log = JSON.parse(text);
  assert.equal(log.version, '2.1.0');
  const [
    {
      tool: { driver },
      results,
    },
  ] = log.runs;
  assert.ok(results.length > 2);
  for (const {
    ruleId,
    ruleIndex,
    level,
    message,
    locations: [{ physicalLocation }],
  } of results) {
    assert.equal(driver.rules[ruleIndex].id, ruleId);
    assert.match(level, /^(note|warning|error)$/);
    assert.ok(message.text.length > 0);
    assert.match(physicalLocation.artifactLocation.uri, /^(wrong|good)\/\w+\.tf$/);
    const { startLine, startColumn, endLine, endColumn } = physicalLocation.region;
    assert.ok(startLine >= 1 && startColumn >= 1);
    assert.ok(endLine > startLine || (endLine === startLine && endColumn > startColumn));
  }
  here.write({
    'read.mjs': `import { readFileSync } from 'node:fs';
import { readReport } from 'infragenie';
console.log((await readReport(readFileSync('log.sarif', 'utf8'))).violations);`,
  });
  const { out, errors } = await ran(process.execPath, ['read.mjs'], { cwd: here.folder });
  assert.equal(Number(out), results.length, errors);
});

test('fix prints the result, and changes files only with --write', async () => {
  const printed = await infragenie('fix', 'good/main.tf', 'good/variables.tf');
  assert.equal(printed.code, 0, printed.errors);
  assert.match(printed.out, /sqs_managed_sse_enabled\s+= true/);
  // The fix replaces the volume, so it needs consent.
  assert.doesNotMatch(printed.out, /encrypted\s+= true/);
  assert.equal(readFileSync(here.path('good/main.tf'), 'utf8'), MAIN);
  const written = await infragenie('fix', '--write', 'good');
  assert.equal(written.code, 0, written.errors);
  const main = readFileSync(here.path('good/main.tf'), 'utf8');
  assert.match(main, /^# The volume of the build\.\nresource "aws_ebs_volume" "data" \{\n/m);
  assert.match(main, /sqs_managed_sse_enabled\s+= true/);
  const variables = readFileSync(here.path('good/variables.tf'), 'utf8');
  assert.ok(variables.startsWith(VARIABLES.trimEnd()), variables);
  assert.doesNotMatch(main + variables, /infragenie-file/);
  assert.match(written.out, /good: \d+ changes?, 0 errors and \d+ findings? left/);
  const again = await infragenie('fix', '--write', 'good');
  assert.match(again.out, /good: 0 changes/);
  assert.equal(readFileSync(here.path('good/main.tf'), 'utf8'), main);
});

test('preview counts requests of files and options', async () => {
  const { code, out } = await infragenie('preview', 'words.txt');
  assert.equal(code, 0);
  assert.match(out, /^words\.txt: \d+ prompt tokens, at most \d+ answer tokens, openai\//);
  const composed = await infragenie('preview', '--request', 's3 bucket for logs');
  assert.match(composed.out, /0 tokens/);
});

test('a failed command exits with 2 and a message', async () => {
  for (const [args, why] of [
    [['check'], /name a file or a folder/],
    [['chekc', 'good'], /unknown command `chekc`/],
    [['check', 'nowhere'], /no such file or folder: `nowhere`/],
    [['check', 'empty'], /no \.tf file in `empty`/],
    [['check', '--format', 'xml', 'good'], /unknown value `--format xml`/],
    [['check', '--lavish', 'good'], /--lavish/],
    [['preview', '--request', ' '], /./],
  ]) {
    const { code, errors } = await infragenie(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(errors, why);
    assert.doesNotMatch(errors, /\n\s+at /);
  }
  assert.equal((await infragenie('--help')).code, 0);
  assert.match((await infragenie('--version')).out, /^\d+\.\d+\.\d+\n$/);
});
