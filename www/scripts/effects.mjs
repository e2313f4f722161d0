// Plans every fix over a written state, and lists what the plan does.
//
// The resources come from `examples/deploy_effects`. Terraform and the AWS provider 5.100.0 are needed,
// the provider in the mirror that INFRAGENIE_TF_MIRROR names. Nothing is sent to AWS: the state is
// written, and `-refresh=false` reads nothing. The list is tests/deploy_effects.tsv.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const LIST = join(root, 'tests/deploy_effects.tsv');
const HEAD = [
  '# What a plan does for each fix; `npm run effects` writes this file. Rule, resource type, fix,',
  '# stated effect, and the plan: in_place, replace with the arguments that force it, or unplanned.',
].join('\n');
/** Maximum plans in which resources that cannot be planned are found and left out. */
const ROUNDS_MAX = 12;
const PROVIDER = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "made-up"
  secret_key                  = "made-up"
  max_retries                 = 1
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true
}
`;

/** Lists the fixes with their resources before and after. */
function entriesOf() {
  const output = execFileSync('cargo', ['run', '--quiet', '--example', 'deploy_effects'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return output
    .trimEnd()
    .split('\n')
    .map((line, index) => ({ ...JSON.parse(line), label: `r${index}` }));
}

function terraform(folder, ...argv) {
  const { status, stdout, stderr } = spawnSync('terraform', argv, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      TF_CLI_CONFIG_FILE: join(folder, '../terraform.rc'),
      // No request leaves the machine.
      HTTPS_PROXY: 'http://127.0.0.1:9',
      HTTP_PROXY: 'http://127.0.0.1:9',
    },
  });
  return { status, stdout, stderr };
}

/** Plans resources, without those that cannot be planned, which are in the result's `failed`. */
function planned(folder, entries, side, failed) {
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const left = entries.filter(({ label }) => !failed.has(label));
    rmSync(join(folder, 'main.tf'), { force: true });
    for (const { label } of entries) rmSync(join(folder, `${label}.tf`), { force: true });
    writeFileSync(join(folder, 'main.tf'), PROVIDER);
    for (const entry of left) writeFileSync(join(folder, `${entry.label}.tf`), entry[side]);
    const argv = ['plan', '-json', '-input=false', '-refresh=false', '-lock=false', '-out=plan'];
    const { status, stdout } = terraform(folder, ...argv);
    if (status === 0) {
      const { stdout: shown } = terraform(folder, 'show', '-json', 'plan');
      return JSON.parse(shown);
    }
    const before = failed.size;
    for (const line of stdout.trimEnd().split('\n')) {
      const { diagnostic } = JSON.parse(line);
      if (diagnostic?.severity !== 'error') continue;
      const file = diagnostic.range?.filename?.replace('.tf', '') ?? '';
      const label = file || diagnostic.address?.split('.').pop();
      const text = `${diagnostic.summary} ${diagnostic.detail}`.replaceAll(/\s+/g, ' ');
      if (label !== undefined && !failed.has(label)) failed.set(label, `${side}: ${text}`);
      if (label === undefined) throw new Error(text);
    }
    if (failed.size === before) throw new Error(stdout.slice(-2000));
  }
  throw new Error('too many rounds');
}

/** Builds a state that holds the planned resources as created. */
function stateOf(plan) {
  const resources = plan.planned_values.root_module.resources ?? [];
  return {
    version: 4,
    terraform_version: '1.11.4',
    serial: 1,
    lineage: '00000000-0000-0000-0000-000000000000',
    outputs: {},
    resources: resources.map(({ type, name, schema_version, values }) => ({
      mode: 'managed',
      type,
      name,
      provider: 'provider["registry.terraform.io/hashicorp/aws"]',
      instances: [
        { schema_version, attributes: { ...values, id: 'made-up' }, sensitive_attributes: [] },
      ],
    })),
  };
}

/** The arguments that force a replacement, by the name of the resource. */
function replacedBy(plan) {
  return new Map(
    plan.resource_changes.map(({ name, change }) => [
      name,
      new Set((change.replace_paths ?? []).map((path) => path.join('.'))),
    ]),
  );
}

const work = mkdtempSync(join(tmpdir(), 'effects-'));
try {
  const mirror = process.env.INFRAGENIE_TF_MIRROR;
  if (mirror === undefined) throw new Error('set INFRAGENIE_TF_MIRROR to a provider mirror');
  writeFileSync(
    join(work, 'terraform.rc'),
    `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
  );
  const folder = join(work, 'plan');
  mkdirSync(folder);
  writeFileSync(join(folder, 'main.tf'), PROVIDER);
  const begun = terraform(folder, 'init', '-input=false');
  if (begun.status !== 0) throw new Error(begun.stderr);
  const entries = entriesOf();
  const failed = new Map();
  const created = stateOf(planned(folder, entries, 'before', failed));
  writeFileSync(join(folder, 'terraform.tfstate'), JSON.stringify(created));
  // The written state lacks what AWS computes, which can force replacements by itself.
  const same = replacedBy(planned(folder, entries, 'before', failed));
  const after = planned(folder, entries, 'after', failed);
  const replaced = replacedBy(after);
  const verdict = ({ label, before: old, after: fixed }) => {
    // An argument that neither text has differs only because AWS computes it.
    const isWritten = (path) => `${old} ${fixed}`.includes(path.split('.')[0]);
    const all = [...(replaced.get(label) ?? [])];
    const paths = all.filter((path) => !same.get(label)?.has(path) && isWritten(path));
    return paths.length === 0 ? 'in_place' : `replace ${paths.sort().join(' ')}`;
  };
  const lines = entries.map((entry) => {
    const { id, type, change, effect, label } = entry;
    const reason = failed.get(label) ?? '';
    if (process.argv.includes('--verbose') && reason !== '') console.error(`${type}: ${reason}`);
    const plan = failed.has(label) ? 'unplanned' : verdict(entry);
    return [id, type, change, effect, plan].join('\t');
  });
  writeFileSync(LIST, `${HEAD}\n${lines.join('\n')}\n`);
  const counts = ['in_place', 'replace', 'unplanned'].map(
    (plan) => `${lines.filter((line) => line.split('\t')[4]?.startsWith(plan)).length} ${plan}`,
  );
  console.log(counts.join(', '));
} finally {
  rmSync(work, { recursive: true, force: true });
}
