#!/usr/bin/env node
// The command line: `infragenie check|fix|preview FILE…`. 0: nothing is wrong; 1: something is;
// 2: the command could not be done.

import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { fix, InfraGenieError, preview, rules, scan, validate } from './index.js';
import { sarif, type Result } from './sarif.js';
import { modulesOf, parted, placeOf, type TerraformModule } from './sources.js';
import type { Place, Severity } from './types.js';

const HELP = `infragenie check FILE…     what \`terraform validate\` and a scan with Checkov's ids say
infragenie fix FILE…       mends what is certain and costs nothing
infragenie preview FILE…   what requests in words would cost, a file each; - reads stdin

A FILE is a .tf file or a folder; the files of a folder are one program. Nothing is sent anywhere.

  --format text|json|sarif   of what check prints (text)
  --output FILE              where check and preview write it (stdout)
  --fail-on SEVERITY         the least severity that check ends with 1 for: info, low, medium,
                             high, critical, or invalid (medium)
  --write                    fix changes the files; without it the programs are printed
  --harden                   fix adds resources that cost money too: keys, logs, roles
  --request WORDS            preview: the request, in place of a file
  --profile NAME             preview: thrift, seed or careful
  --version, --help

0: nothing is wrong. 1: something is. 2: the command could not be done.
`;

const SEVERITIES: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical'];
const FAILS = [...SEVERITIES, 'invalid'];
const FORMATS = ['text', 'json', 'sarif'];

/** Runs a command; its exit code comes back, what it prints goes to `print`. */
async function run(argv: readonly string[], print: (text: string) => void): Promise<number> {
  const { values, positionals } = parsed(argv);
  const [command, ...paths] = positionals;
  if (values.version) {
    print(`${await version()}\n`);
    return 0;
  }
  if (values.help || command === undefined) {
    print(HELP);
    return values.help ? 0 : 2;
  }
  const out = async (text: string): Promise<void> => {
    if (values.output === undefined) print(text);
    else await writeFile(values.output, text);
  };
  switch (command) {
    case 'check':
      return check(await modulesOf(some(paths)), {
        format: oneOf('--format', values.format ?? 'text', FORMATS),
        failOn: oneOf('--fail-on', values['fail-on'] ?? 'medium', FAILS),
      }, out);
    case 'fix':
      return mend(await modulesOf(some(paths)), values.write ?? false, values.harden ?? false, out);
    case 'preview':
      return forecast(values.request === undefined ? some(paths) : [], values, out);
    default:
      throw usage(`there is no command \`${command}\`; there are \`check\`, \`fix\` and \`preview\``);
  }
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        output: { type: 'string' },
        'fail-on': { type: 'string' },
        write: { type: 'boolean' },
        harden: { type: 'boolean' },
        request: { type: 'string' },
        profile: { type: 'string' },
        version: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (thrown) {
    throw usage(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

interface CheckOptions {
  readonly format: string;
  readonly failOn: string;
}

async function check(
  modules: readonly TerraformModule[], { format, failOn }: CheckOptions,
  out: (text: string) => Promise<void>,
): Promise<number> {
  const results: Result[] = [];
  for (const one of modules) results.push(...await resultsOf(one));
  if (format === 'json') await out(`${JSON.stringify(results, null, 2)}\n`);
  else if (format === 'sarif') {
    await out(`${JSON.stringify(sarif(results, await rules(), await version()), null, 2)}\n`);
  } else await out(listed(results));
  const least = SEVERITIES.findIndex((severity) => severity === failOn);
  const fails = ({ severity }: Result): boolean => severity === null
    || (least >= 0 && SEVERITIES.indexOf(severity) >= least);
  return results.some(fails) ? 1 : 0;
}

/** What is wrong in a module, the invalid first. */
async function resultsOf(module: TerraformModule): Promise<Result[]> {
  const problems = await validate(module.text, { files: [...module.files] });
  const findings = await scan(module.text);
  const at = (start: Place, end: Place) => {
    const { path, line } = placeOf(module, start.line);
    const last = placeOf(module, end.line);
    const same = last.path === path && last.line >= line;
    return {
      path,
      line,
      column: start.column,
      endLine: same ? last.line : line,
      endColumn: same ? end.column : start.column + 1,
    };
  };
  return [
    ...problems.map(({ kind, address, message, place, end }) => ({
      id: kind, severity: null, message, address, ...at(place, end),
    })),
    ...findings.map(({ id, severity, address, wrong, place }) => ({
      id, severity, message: `${address}: ${wrong}`, address,
      ...at(place, { line: place.line, column: place.column + 1 }),
    })),
  ];
}

function listed(results: readonly Result[]): string {
  const lines = results.map(({ path, line, column, severity, id, message }) =>
    `${path}:${line}:${column} ${severity ?? 'invalid'} ${id} ${message}\n`);
  const invalid = results.filter(({ severity }) => severity === null).length;
  const end = results.length === 0 ? 'nothing is wrong'
    : `${invalid} that terraform would refuse, ${results.length - invalid} findings`;
  return `${lines.join('')}${end}\n`;
}

/** Mends modules; 1 where one is invalid afterwards. */
async function mend(
  modules: readonly TerraformModule[], write: boolean, harden: boolean,
  out: (text: string) => Promise<void>,
): Promise<number> {
  let printed = '';
  let invalid = 0;
  for (const one of modules) {
    const { code, changes, findings } = await fix(one.text, { harden });
    const problems = await validate(code, { files: [...one.files] });
    invalid += problems.length;
    const texts = parted(one, code);
    for (const [index, { path, text }] of one.sources.entries()) {
      const isLast = index === one.sources.length - 1;
      const ended = withEndOf(texts.get(path) ?? '', text, isLast);
      if (!write) printed += modules.length + one.sources.length > 2 ? `# ${path}\n${ended}` : ended;
      else if (ended !== text) await writeFile(path, ended);
    }
    const lines = changes.map(({ address, what }) => `${address}: ${what}\n`).join('');
    const summary = `${one.folder}: ${changes.length} changes, ${problems.length} that terraform would refuse `
      + `and ${findings.length} findings are left\n`;
    if (write) printed += lines + summary;
    else process.stderr.write(lines + summary);
  }
  await out(printed);
  return invalid > 0 ? 1 : 0;
}

/** A part with the line end that its file had. */
function withEndOf(part: string, before: string, isLast: boolean): string {
  const ended = isLast || before.endsWith('\n') ? `${part.trimEnd()}\n` : part.trimEnd();
  return before.trim() === '' && part.trim() === '' ? before : ended;
}

async function forecast(
  paths: readonly string[], values: { request?: string; profile?: string },
  out: (text: string) => Promise<void>,
): Promise<number> {
  const requests = values.request === undefined
    ? await Promise.all(paths.map(async (path) => [path, await words(path)] as const))
    : [['request', values.request] as const];
  let lines = '';
  for (const [path, request] of requests) {
    const { profile } = values;
    const options = profile === undefined ? {}
      : { profile: oneOf('--profile', profile, ['thrift', 'seed', 'careful']) };
    const { plan, composed, perDay } = await preview(request, options);
    lines += composed ? `${path}: 0 tokens, answered by building blocks\n`
      : `${path}: ${plan.promptTokens} prompt tokens and at most ${plan.maxCompletionTokens} more `
        + `on ${plan.model}, ${perDay} such calls a day\n`;
  }
  await out(lines);
  return 0;
}

async function words(path: string): Promise<string> {
  if (path !== '-') {
    return readFile(path, 'utf8').catch(() => {
      throw usage(`there is no file \`${path}\``);
    });
  }
  const parts: Uint8Array[] = [];
  for await (const part of process.stdin) parts.push(part as Uint8Array);
  return Buffer.concat(parts).toString('utf8');
}

function some(paths: readonly string[]): readonly string[] {
  if (paths.length === 0) throw usage('name a file or a folder');
  return paths;
}

function oneOf<T extends string>(option: string, value: string, names: readonly T[]): T {
  const found = names.find((name) => name === value);
  if (found === undefined) {
    throw usage(`\`${option} ${value}\` is not known; there are ${names.join(', ')}`);
  }
  return found;
}

function usage(message: string): InfraGenieError {
  return new InfraGenieError('bad_options', `${message}; see \`infragenie --help\``);
}

async function version(): Promise<string> {
  const text = await readFile(new URL('./package.json', import.meta.url), 'utf8');
  const about: unknown = JSON.parse(text);
  return typeof about === 'object' && about !== null && 'version' in about
    ? String(about.version) : '';
}

run(process.argv.slice(2), (text) => { process.stdout.write(text); }).then(
  (code) => { process.exitCode = code; },
  (thrown: unknown) => {
    process.stderr.write(`infragenie: ${InfraGenieError.of(thrown).message}\n`);
    process.exitCode = 2;
  },
);
