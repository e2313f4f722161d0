// Tests the output, the changes and the exit codes of the command line.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
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
const VOLUME = `resource "aws_ebs_volume" "data" {
  availability_zone = "eu-west-1a"
  size              = 8
  encrypted         = var.encrypted
}
`;
const CALLS = `module "disk" {
  source    = "../modules/disk"
  zone      = "a"
  encrypted = false
}

module "vpc" {
  source = "terraform-aws-modules/vpc/aws"
}

locals {
  policy = file("\${path.module}/../policy.json")
}
`;
const INTERFACE = `resource "aws_network_interface" "main" {
  subnet_id = aws_subnet.private.id
}

resource "aws_subnet" "public" {
  vpc_id     = var.vpc
  cidr_block = "10.0.1.0/24"
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
`;
const SUBNETS = `variable "vpc" {}

resource "aws_subnet" "private" {
  vpc_id     = var.vpc
  cidr_block = "10.0.2.0/24"
}
`;
const BILL = `resource "aws_nat_gateway" "main" {
  subnet_id = "subnet-1"
}

module "ip" {
  source = "./ip"
  n      = 2
}

module "far" {
  source = "terraform-aws-modules/vpc/aws"
}
`;

const DANGEROUS = `data "external" "a" {
  program = ["\u001b[2J\n::set-env name=A::b"]
}
resource "aws_ebs_volume" "a" {
  # checkov:skip=CKV_AWS_3: a cache
  availability_zone = "eu-west-1a"
  size              = 8
  kms_key_id        = "\u202e"
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
    'tree/env/main.tf': CALLS,
    'tree/policy.json': '{}',
    'tree/modules/disk/main.tf': `variable "encrypted" {\n  default = true\n}\n${VOLUME}`,
    'values/main.tf': `variable "encrypted" {\n  default = true\n}\n${VOLUME}`,
    'values/test.tfvars': 'encrypted = false\n',
    'linked/main.tf': MAIN,
    'linked/.hidden.tf': WRONG,
    'linked/main.tf~': WRONG,
    'pair/a.tf': INTERFACE,
    'pair/b.tf': SUBNETS,
    'bill/main.tf': BILL,
    'bill/ip/main.tf': 'variable "n" {}\nresource "aws_eip" "main" {\n  count = var.n\n}\n',
    'rented/main.tf': 'module "ip" {\n  source = "../bill/ip"\n  n = var.addresses\n}\n',
    'rented/variables.tf': 'variable "addresses" {}\n',
    'rented/terraform.tfvars': 'addresses = 3\n',
    'rented/large.tfvars': 'addresses = 10\n',
    'unknown_use/type.json': '{"aws_nat_gatway": {"monthly_data_processed_gb": 1}}',
    'unknown_use/value.json': '{"aws_nat_gateway": {"monthly_data_procesed_gb": 1}}',
    'unknown_use/address.json': '{"aws_nat_gateway.mian": {"monthly_data_processed_gb": 1}}',
    'use.json': '{ "aws_nat_gateway": { "monthly_data_processed_gb": 2000 } }\n',
    'danger/main.tf': DANGEROUS,
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
  assert.match(out, /^wrong\/main\.tf:2:3 invalid UnsupportedArgument .*`cidr_blok`/m);
  assert.match(out, /^wrong\/main\.tf:7:\d+ invalid .*mian/m);
  // `name.txt` exists, so `file("name.txt")` is no problem.
  assert.doesNotMatch(out, /name\.txt/);
  assert.equal((await infragenie('check', '--fail-on', 'info', 'good')).code, 1);
  assert.equal((await infragenie('check', '--fail-on', 'invalid', 'good')).code, 0);
  assert.equal((await infragenie('check', 'clean')).code, 0);
});

test('check reports dangers, and counts suppressed findings with their reasons', async () => {
  const { code, out } = await infragenie('check', 'danger');
  assert.equal(code, 1);
  assert.match(out, /^danger\/main\.tf:1:1 high IG_SAFETY_103 data\.external\.a: runs a program/m);
  assert.match(out, /^danger\/main\.tf:\d+:1 suppressed CKV_AWS_3 .* \(a cache\)$/m);
  assert.match(out, /, 1 suppressed/);
  const { out: log } = await infragenie('check', '--format', 'sarif', 'danger');
  const [{ results }] = JSON.parse(log).runs;
  const skipped = results.filter(({ suppressions }) => suppressions !== undefined);
  assert.deepEqual(
    skipped.map(({ ruleId, suppressions }) => [ruleId, suppressions]),
    [['CKV_AWS_3', [{ kind: 'inSource', justification: 'a cache' }]]],
  );
});

test('check prints neither control characters nor commands of a CI service', async () => {
  for (const args of [
    ['check', 'danger'],
    ['fix', 'danger/::set-env'],
    ['fmt', '::warning'],
  ]) {
    const { out, errors } = await infragenie(...args);
    assert.doesNotMatch(out + errors, /[\u0000-\u0008\u001b\u202e]|^\s*::/m, args.join(' '));
  }
});

test('cost prints fixed cost, usage and what is not known', async () => {
  const { code, out } = await infragenie('cost', 'bill');
  assert.equal(code, 0, out);
  assert.match(out, /^aws_nat_gateway\.main {2}\$32\.85 \+ \$4\.50 at light use$/m);
  assert.match(out, /^ {2}NAT gateway: 730 hours x \$0\.045 = \$32\.85$/m);
  assert.match(out, /^module\.ip\.aws_eip\.main {2}\$7\.30$/m);
  assert.match(out, /^module\.far {2}not priced$/m);
  assert.match(out, /^Total: \$40 a month \+ usage \+ 1 not priced$/m);
  assert.match(out, /^AWS list prices of .*2026 for us-east-1, assumed/m);
  const { out: none } = await infragenie('cost', '--usage-scale', '0', 'bill');
  assert.doesNotMatch(none, /at light use$/m);
});

test('cost reads files of values and the modules of other folders', async () => {
  const [own] = JSON.parse((await infragenie('cost', '--format', 'json', 'rented')).out);
  assert.equal(own.total.fixed.high.toFixed(2), '10.95');
  assert.equal(own.resources[0].path, 'bill/ip/main.tf');
  assert.equal(own.resources[0].line, 2);
  const large = await infragenie('cost', '--var-file', 'rented/large.tfvars', 'rented');
  assert.match(large.out, /^module\.ip\.aws_eip\.main {2}\$36\.50$/m);
});

test('cost compares, keeps a budget and writes JSON and Markdown', async () => {
  const compared = await infragenie('cost', 'bill', '--compare', 'clean');
  assert.match(compared.out, /^\+\$33 {2}aws_nat_gateway\.main {2}\$0\.00 -> \$32\.85$/m);
  assert.match(compared.out, /^\+\$40 a month, \+\$4\.50 at light use, 1 more not known$/m);
  const [json] = JSON.parse((await infragenie('cost', '--format', 'json', 'bill')).out);
  assert.equal(json.total.fixed.high.toFixed(2), '40.15');
  const { out } = await infragenie('cost', '--format', 'markdown', 'bill');
  assert.match(out, /^\| `aws_nat_gateway\.main` \| \$32\.85 \| \$4\.50 \|$/m);
  const over = await infragenie('cost', '--budget', '20', 'bill');
  assert.equal(over.code, 1);
  assert.match(over.errors, /Over the budget of \$20 a month: \$40 fixed, .*aws_nat_gateway/);
  assert.equal((await infragenie('cost', '--budget', 'low', 'bill')).code, 2);
  await infragenie('cost', '--usage', 'use.json', 'bill').then(({ out: used }) => {
    assert.match(used, /^ {2}Data processed \(usage\): 2,000 GB x \$0\.045 = \$90\.00$/m);
  });
});

test('cost names the nearest of an unknown type, value or address of use', async () => {
  for (const [file, message] of [
    [
      'type.json',
      '`aws_nat_gatway` in `usage` is no type that has usage; the nearest is `aws_nat_gateway`',
    ],
    ['value.json', 'the nearest is `monthly_data_processed_gb`'],
    [
      'address.json',
      'no resource has the address `aws_nat_gateway.mian`; there are `aws_nat_gateway.main`',
    ],
  ]) {
    const { code, errors } = await infragenie('cost', '--usage', `unknown_use/${file}`, 'bill');
    assert.equal(code, 2, file);
    assert.ok(errors.includes(message), errors);
  }
});

test('fix prints what hardening adds to the cost', async () => {
  const { errors } = await infragenie('fix', '--harden', 'clean');
  const costs =
    /^hardening: (\+\$[\d.]+ |no fixed cost; what it costs depends on use|no difference)/m;
  assert.match(errors, costs);
  if (errors.includes('(costs money)')) assert.doesNotMatch(errors, /^hardening: no difference/m);
});

test('preview compares the answer of the templates with a budget', async () => {
  const { out } = await infragenie('preview', '--request', 'eks cluster under $20 a month');
  assert.match(out, /0 tokens, answered by templates; AWS: .* Over the budget of \$20 a month: /);
});

test('a file is read with its folder, and only the file is reported', async () => {
  const { out } = await infragenie('check', 'good/main.tf');
  assert.doesNotMatch(out, /invalid /);
  assert.match(out, /^good\/main\.tf:2:1 high CKV_AWS_3 /m);
  const other = await infragenie('check', 'good/variables.tf');
  assert.equal(other.out, 'No findings\n');
});

test('modules that are called by a path are read, and others are noted', async () => {
  const { out, code } = await infragenie('check', '--fail-on', 'critical', 'tree/env');
  assert.match(out, /^tree\/env\/main\.tf:3:3 invalid UnsupportedArgument .*`zone`/m);
  assert.doesNotMatch(out, /MissingFile|tree\/modules/);
  assert.match(out, /^note: `module\.vpc` in `tree\/env` was not opened: /m);
  assert.equal(code, 1);
  const whole = await infragenie('check', '--fail-on', 'critical', 'tree');
  assert.match(whole.out, /^tree\/modules\/disk\/main\.tf:4:1 high CKV_AWS_3 module\.disk\./m);
});

test('values apply to the scan', async () => {
  const encrypted = /CKV_AWS_3 /;
  const read = async (...args) => (await infragenie('check', ...args)).out;
  assert.doesNotMatch(await read('values'), encrypted);
  assert.match(await read('--var-file', 'values/test.tfvars', 'values'), encrypted);
  here.write({ 'values/terraform.tfvars': 'encrypted = false\n' });
  assert.match(await read('values'), encrypted);
});

test('links are followed, and what Terraform ignores is not read', async (context) => {
  if (process.platform === 'win32') return context.skip('links need a privilege');
  symlinkSync('../good/variables.tf', here.path('linked/variables.tf'));
  symlinkSync('nowhere@host.1', here.path('linked/.#main.tf'));
  const { out, code } = await infragenie('check', '--fail-on', 'critical', 'linked');
  assert.doesNotMatch(out, /invalid /);
  assert.equal(code, 0);
  symlinkSync('nowhere.tf', here.path('linked/broken.tf'));
  const broken = await infragenie('check', 'linked');
  assert.equal(broken.code, 1);
  assert.match(broken.out, /^linked\/broken\.tf:1:1 invalid UnreadableFile /m);
  assert.equal((await infragenie('fix', 'linked')).code, 2);
});

test('a fix of one file reads the others and leaves them', async () => {
  const before = readFileSync(here.path('pair/b.tf'), 'utf8');
  const { out, code } = await infragenie('fix', '--write', 'pair/a.tf');
  assert.equal(code, 0);
  assert.match(out, /^pair: [1-9]\d* changes?, 0 errors /m);
  assert.match(readFileSync(here.path('pair/a.tf'), 'utf8'), /subnet_id = aws_subnet\.private\.id/);
  assert.equal(readFileSync(here.path('pair/b.tf'), 'utf8'), before);
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
  assert.equal(variables, VARIABLES);
  assert.match(written.out, /good: \d+ changes?, 0 errors and \d+ findings? left/);
  const again = await infragenie('fix', '--write', 'good');
  assert.match(again.out, /good: 0 changes/);
  const counted = /, (\d+) errors? and (\d+) findings? left/.exec(again.out);
  const checked = await infragenie('check', 'good');
  const summary = /^(\d+) errors?, (\d+) findings?/m.exec(checked.out);
  assert.deepEqual(counted?.slice(1), summary?.slice(1), again.out + checked.out);
  assert.match(again.out, /the command line takes no consent/);
  assert.equal(readFileSync(here.path('good/main.tf'), 'utf8'), main);
});

test('preview reads a part of a request as it is corrected', async () => {
  const asked = (...correct) =>
    infragenie('preview', '--request', 'sns topic and an sqs queue', ...correct);
  const less = await asked('--correct', 'an sqs queue=nothing');
  assert.deepEqual([less.code, less.out.split('\n')[0]], [0, 'request: sns topic']);
  assert.match(less.out, /: 0 tokens, answered by templates/);
  const existing = await asked('--correct', 'sqs queue=existing');
  assert.match(existing.out, /existing sqs queue\n.*prompt tokens/);
  for (const wrong of ['queue', 'sqs queue=thing', 'bucket=name', 's=name']) {
    const { code, errors } = await asked('--correct', wrong);
    assert.equal(code, 2, wrong);
    assert.match(errors, /see `infragenie --help`/);
  }
});

test('preview names what it does not understand', async () => {
  const unread = await infragenie('preview', '--request', 'create an s3 bucket for the quagga');
  assert.match(unread.out, /a day; not understood: quagga; understood: S3 bucket\n$/);
  const free = await infragenie('preview', '--request', 'ec2 instance with nginx, no database');
  assert.match(free.out, /: 0 tokens, answered by templates/);
  assert.doesNotMatch(free.out, /understood/);
  assert.match(free.out, /\n {2}assumed: Servers are t3\.micro\.\n/);
});

test('preview writes answers that cost no tokens, without a key', async () => {
  const write = (...args) => infragenie('preview', '--terraform', 'new.tf', ...args);
  assert.equal((await write('--request', 'sqs queue named jobs')).code, 0);
  const queue = readFileSync(here.path('new.tf'), 'utf8');
  assert.match(queue, /resource "aws_sqs_queue" "jobs"/);
  const changed = await write('--code', 'new.tf', '--request', 'rename the queue to tasks');
  assert.match(changed.out, /0 tokens, answered without a model/);
  const renamed = readFileSync(here.path('new.tf'), 'utf8');
  assert.match(renamed, /resource "aws_sqs_queue" "tasks"/);
  const paid = await write('--request', 'an s3 bucket for the quagga');
  assert.equal(paid.code, 2);
  assert.match(paid.errors, /a model answers this request, so that `new\.tf` is not written/);
  assert.equal(readFileSync(here.path('new.tf'), 'utf8'), renamed);
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
