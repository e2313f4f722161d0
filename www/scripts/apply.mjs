// Applies and destroys configurations against a mock of AWS.
//
// `npm --prefix www run test:apply` takes the answers of the templates, the cases of tests/apply and, if
// a corpus is present, programs of it after fixing. Terraform and the AWS provider 5.100.0 are needed,
// the real provider in the mirror that INFRAGENIE_TF_MIRROR names. The mock is moto from PyPI. Results are
// kept by the hash of the program: a further run does what has changed, or goes on where it stopped.
//
// A corpus program is left out if the mock does not make one of its types: tests/apply/types.txt lists
// those that it has made. A program that a variable ties to something that exists is left out too, since
// the mock is empty.
//
// --only TEXT      programs whose id contains the text
// --all-types      tries what has other types too, and adds the types that the mock made to the list
// --corpus COUNT   number of programs of the corpus (default 40)
// --workers COUNT  programs at a time (default 2)
// --minutes COUNT  begins no program afterwards (default 600)

import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { ask, ROOT, run, say, step, WWW } from './steps.mjs';

const MOTO = 'moto[all,server]==5.2.5';
const PROVIDER = '5.100.0';
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'infragenie');
const RESULTS = join(CACHE, 'apply.jsonl');
const EXPLAINED = join(ROOT, 'tests/apply/disagreements.tsv');
const TYPES = join(ROOT, 'tests/apply/types.txt');
const SERVER = join(WWW, 'scripts/apply/server.py');
/** Limits of the commands of Terraform, in seconds. */
const LIMITS = { apply: 540, replan: 240, destroy: 420 };
/** Version of this run: a change that alters results increases it. */
const RUN = 1;

run(async () => {
  const { values: options } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      'all-types': { type: 'boolean', default: false },
      corpus: { type: 'string', default: '40' },
      workers: { type: 'string', default: '2' },
      minutes: { type: 'string', default: '600' },
    },
  });
  const mirror = process.env.INFRAGENIE_TF_MIRROR;
  if (mirror === undefined || ask('terraform', ['version']) === null) {
    say('skipped: install terraform, and set INFRAGENIE_TF_MIRROR to a provider mirror');
    return 0;
  }
  const python = await moto();
  const programs = await listed(Number(options.corpus));
  const known = new Map(stored().map((result) => [result.key, result]));
  const made = new Set(existsSync(TYPES) ? readFileSync(TYPES, 'utf8').trim().split('\n') : []);
  const named = programs.filter(({ id }) => id.includes(options.only));
  const chosen = named.filter((program) => options['all-types'] || leftOut(program, made) === null);
  const open = chosen.filter(({ key }) => !known.has(key));
  say(`${chosen.length} programs, ${chosen.length - open.length} of them as before`);
  const work = mkdtempSync(join(tmpdir(), 'apply-'));
  const mocks = [];
  process.once('SIGINT', () => {
    for (const mock of mocks) mock.process.kill();
    rmSync(work, { recursive: true, force: true });
    process.exit(130);
  });
  try {
    if (open.length > 0) {
      const base = provider(work, mirror);
      const end = Date.now() + Number(options.minutes) * 60_000;
      const workers = Array.from({ length: Number(options.workers) }, async (_, at) => {
        const mock = await serve(python);
        mocks.push(mock);
        try {
          while (open.length > 0 && Date.now() < end) {
            const program = open.shift();
            const result = await tried(program, mock.port, base, join(work, `w${at}`));
            known.set(result.key, result);
            appendFileSync(RESULTS, `${JSON.stringify(result)}\n`);
            say(`${stages(result)} ${result.seconds} s ${program.id}`);
          }
        } finally {
          mock.process.kill();
        }
      });
      await Promise.all(workers);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  if (options['all-types']) {
    const applied = chosen.filter(({ key }) => known.get(key)?.apply === 'ok');
    const types = [...new Set([...made, ...applied.flatMap((program) => program.types)])].sort();
    writeFileSync(TYPES, `${types.join('\n')}\n`);
    for (const type of types) made.add(type);
  }
  const causes = named.map((program) => leftOut(program, made)).filter((one) => one !== null);
  for (const cause of new Set(causes)) {
    say(`left out: ${causes.filter((one) => one === cause).length}, ${cause}`);
  }
  return report(
    chosen.filter((program) => leftOut(program, made) === null),
    known,
  );
});

/** Names why a corpus program cannot be applied to the mock; null where it can. */
function leftOut({ kind, types, variables }, made) {
  if (kind !== 'corpus') return null;
  if (types.some((type) => !made.has(type))) return 'the mock does not make a type';
  if (variables.some(([name]) => EXISTING.test(name))) return 'a variable names what exists';
  return null;
}

/** Names of variables whose values are ids or ARNs of what exists in an account. */
const EXISTING = /(^|_)(ids?|arns?)$/;

/** Returns a Python with moto, which is installed once. */
async function moto() {
  const folder = join(CACHE, 'moto');
  const python = join(folder, 'bin/python');
  const has = () => ask(python, ['-c', 'import moto, werkzeug']) !== null;
  if (existsSync(python) && has()) return python;
  mkdirSync(CACHE, { recursive: true });
  await step('installing moto, once', 'python3', ['-m', 'venv', folder]);
  await step('from PyPI', python, ['-m', 'pip', 'install', '-q', MOTO]);
  return python;
}

/** Lists the programs with their keys. */
async function listed(count) {
  const corpus = process.env.INFRAGENIE_CORPUS ?? join(ROOT, '../shared/corpus');
  const file = join(corpus, 'programs.jsonl');
  const argv = ['run', '--quiet', '--profile', 'quick', '--example', 'apply_programs'];
  if (existsSync(file)) argv.push('--', file, String(count));
  else say('no corpus: set INFRAGENIE_CORPUS to its folder');
  const output = execFileSync('cargo', argv, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28 });
  const server = readFileSync(SERVER, 'utf8');
  return (
    output
      .trimEnd()
      .split('\n')
      .map((line) => {
        const hash = createHash('sha256').update(`${RUN}\0${server}\0`).update(line);
        return { ...JSON.parse(line), key: hash.digest('hex') };
      })
      // A run that stops early has tried some of each kind.
      .sort((one, other) => (one.key < other.key ? -1 : 1))
  );
}

function stored() {
  if (!existsSync(RESULTS)) return [];
  const lines = readFileSync(RESULTS, 'utf8').split('\n');
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return []; // A line that an interrupted run left.
    }
  });
}

/** Starts a mock; resolves when it listens. */
function serve(python) {
  const child = spawn(python, [SERVER], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      HOME: homedir(),
      AWS_ACCESS_KEY_ID: 'made-up',
      AWS_SECRET_ACCESS_KEY: 'made-up',
      AWS_DEFAULT_REGION: 'us-east-1',
      MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
      MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION: '1',
      MOTO_ENABLE_KEYPAIR_VALIDATION: '1',
      MOTO_ACM_VALIDATION_WAIT: '1',
    },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the mock ended with code ${code}`)));
    child.stdout.once('data', (line) => resolve({ process: child, port: Number(line) }));
  });
}

/** Installs the provider once; returns the folder with its lock file. */
function provider(work, mirror) {
  const folder = join(work, 'base');
  mkdirSync(folder);
  const rc = `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`;
  writeFileSync(join(work, 'terraform.rc'), rc);
  writeFileSync(join(folder, 'main.tf'), REQUIRED);
  execFileSync('terraform', ['init', '-input=false'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: work, TF_CLI_CONFIG_FILE: join(work, 'terraform.rc') },
  });
  return folder;
}

const REQUIRED = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "${PROVIDER}"
    }
  }
}
`;

/** Plans, applies, plans again and destroys a program. */
async function tried(program, port, base, folder) {
  const begun = Date.now();
  await fetch(`http://127.0.0.1:${port}/moto-api/reset`, { method: 'POST' });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const region =
    /provider "aws"[^}]*?region\s*=\s*"([\w-]+)"/.exec(program.text)?.[1] ?? 'us-east-1';
  const aliases = program.aliases.length === 0 ? [null] : program.aliases;
  const own = aliases.length === 0 || !program.text.includes('provider "aws"');
  const settings = (alias) => `provider "aws" {
${alias === null ? '' : `  alias = "${alias}"\n`}${own ? `  region = "${region}"\n` : ''}  access_key = "made-up"
  secret_key = "made-up"
  max_retries = 2
  s3_use_path_style = true
  skip_credentials_validation = true
  skip_metadata_api_check = true
}
`;
  writeFileSync(join(folder, 'main.tf'), program.text);
  writeFileSync(join(folder, 'required.tf'), REQUIRED);
  const file = own ? 'provider.tf' : 'provider_override.tf';
  writeFileSync(join(folder, file), [...new Set(aliases)].map(settings).join('\n'));
  for (const name of program.files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, name.endsWith('.json') ? '{}\n' : 'made up\n');
  }
  execFileSync('cp', ['-r', join(base, '.terraform.lock.hcl'), join(base, '.terraform'), folder]);
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    TF_IN_AUTOMATION: '1',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    // The provider spends a third of its time on its garbage otherwise.
    GOGC: '400',
    // No request leaves the machine.
    HTTPS_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1',
  };
  for (const [name, type] of program.variables) env[`TF_VAR_${name}`] = answer(name, type);
  const terraform = (stage, ...argv) => command(folder, env, LIMITS[stage], argv);
  const result = { key: program.key, id: program.id, kind: program.kind };
  const note = (stage, { code, errors }) => {
    result[stage] = code === 0 || code === 2 ? 'ok' : code === null ? 'timeout' : 'failed';
    if (result[stage] !== 'ok') result.errors = { ...result.errors, [stage]: errors };
    return result[stage] === 'ok';
  };
  const applied = await terraform('apply', 'apply', '-json', '-input=false', '-auto-approve');
  note(applied.isPlanned ? 'apply' : 'plan', applied);
  if (applied.isPlanned) {
    result.plan = 'ok';
    if (result.apply === 'ok') {
      const again = await terraform(
        'replan',
        'plan',
        '-json',
        '-input=false',
        '-detailed-exitcode',
      );
      note('replan', again);
      if (again.code === 2) result.drift = again.changes;
    }
    note(
      'destroy',
      await terraform('destroy', 'destroy', '-json', '-input=false', '-auto-approve'),
    );
  }
  result.seconds = Math.round((Date.now() - begun) / 1000);
  return result;
}

/** Answers a variable as a person could. */
function answer(name, type) {
  if (/^(list|set|tuple)/.test(type)) return '[]';
  if (/^(map|object)/.test(type)) return '{}';
  if (type === 'number') return '1';
  if (type === 'bool') return 'true';
  if (/cidr/.test(name)) return '203.0.113.0/24';
  if (/mail/.test(name)) return 'person@corp-name.net';
  if (/domain|zone/.test(name)) return 'corp-name.net';
  if (/pass|secret|token/.test(name)) return 'Zq8Kw2Lp4Rt6Vy9X';
  return 'corp-name';
}

/** Runs Terraform; `code` is null after the limit. */
function command(folder, env, seconds, argv) {
  const child = spawn('terraform', argv, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, noise] = ['', ''];
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    noise += chunk;
  });
  let isLate = false;
  // Terraform ends by itself after the first signal, and at once after the second.
  const timers = [0, 20].map((more) =>
    setTimeout(
      () => {
        isLate = true;
        child.kill(more === 0 ? 'SIGINT' : 'SIGKILL');
      },
      (seconds + more) * 1000,
    ),
  );
  return new Promise((resolve) => {
    child.once('close', (code) => {
      timers.forEach(clearTimeout);
      const [errors, changes] = [[], new Set()];
      let isPlanned = false;
      for (const line of output.split('\n')) {
        if (!line.startsWith('{')) continue;
        const { diagnostic, change, type } = JSON.parse(line);
        if (diagnostic?.severity === 'error') {
          const text = `${diagnostic.summary} ${diagnostic.detail}`.replaceAll(/\s+/g, ' ');
          errors.push({ address: diagnostic.address ?? '', text: text.slice(0, 600) });
        }
        // The summary of the plan comes before the first call that changes something.
        if (type === 'change_summary') isPlanned = true;
        if (type === 'planned_change') changes.add(change.resource.addr);
      }
      const panic = /panic: .*/.exec(noise)?.[0];
      if (panic !== undefined) errors.push({ address: '', text: panic });
      resolve({ code: isLate ? null : code, errors, changes: [...changes].sort(), isPlanned });
    });
  });
}

function stages(result) {
  const names = ['plan', 'apply', 'replan', 'destroy'];
  const words = names
    .filter((name) => result[name] !== undefined)
    .map((name) => `${name} ${result[name]}`);
  return [...words, ...(result.drift?.length > 0 ? ['drift'] : [])].join(', ');
}

/** Prints the sums and each failure with its explanation; returns 1 if one has none. */
function report(programs, known) {
  const rows = readFileSync(EXPLAINED, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
  const causes = { mock: 0, program: 0, ours: 0, unexplained: 0 };
  const sums = new Map();
  for (const program of programs) {
    const result = known.get(program.key);
    const sum = sums.get(program.kind) ?? {
      programs: 0,
      done: 0,
      plan: 0,
      apply: 0,
      destroy: 0,
      whole: 0,
      mock: 0,
    };
    sums.set(program.kind, sum);
    sum.programs += 1;
    if (result === undefined) continue;
    sum.done += 1;
    for (const stage of ['plan', 'apply', 'destroy']) sum[stage] += result[stage] === 'ok' ? 1 : 0;
    const found = Object.entries(result.errors ?? {}).flatMap(([stage, errors]) =>
      (errors.length === 0 ? [{ address: '', text: 'time limit' }] : errors).map((error) => ({
        stage,
        ...error,
      })),
    );
    if (found.length === 0) sum.whole += 1;
    let isMock = found.length > 0;
    for (const { stage, address, text } of found) {
      const row = rows.find(([at, part]) => (at === '*' || at === stage) && text.includes(part));
      const [, , cause, reason] = row ?? [
        '',
        '',
        'unexplained',
        'add a row to tests/apply/disagreements.tsv',
      ];
      causes[cause] += 1;
      isMock &&= cause === 'mock';
      say(`${cause}: ${result.id}: ${stage} ${address}: ${text.slice(0, 200)} (${reason})`);
    }
    sum.mock += isMock ? 1 : 0;
  }
  for (const [kind, sum] of sums) {
    say(
      `${kind}: ${sum.done} of ${sum.programs} done; plan ${sum.plan}, apply ${sum.apply}, destroy ${sum.destroy}; ` +
        `${sum.whole} without an error, ${sum.mock} with errors of the mock alone`,
    );
  }
  say(
    `errors: ${Object.entries(causes)
      .map(([cause, count]) => `${cause} ${count}`)
      .join(', ')}`,
  );
  return causes.unexplained === 0 ? 0 : 1;
}
