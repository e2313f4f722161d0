#!/usr/bin/env node
// Implements the command line: `infragenie check|fix|fmt|preview FILE…`.

import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { AnyProfile } from './deprecated.js';
import { fix, format, InfraGenieError, preview, rules, scan, validate } from './index.js';
import { type Result, sarif } from './sarif.js';
import {
  formattable,
  modulesOf,
  sourceAt,
  splitFiles,
  type TerraformModule,
  writeWhole,
} from './sources.js';
import type { Finding, Position, Severity } from './types.js';

const HELP = `infragenie check FILE…     validates and scans Terraform, with the ids of Checkov's rules
infragenie fix FILE…       applies the fixes that are certain, free and harmless to what is deployed
infragenie fmt [FILE…]     formats Terraform as \`terraform fmt\` does, and lists what it changed
infragenie preview FILE…   counts the tokens of requests, one per file; - reads stdin

A FILE is a .tf file or a folder; the files of a folder are one module. Nothing is sent anywhere.
For fmt it is also a .tfvars file, or - for stdin; subfolders are left out, and the default is .

  --format text|json|sarif   check: output format (text)
  --output FILE              check, preview: output file (stdout)
  --fail-on SEVERITY         check: lowest severity for exit code 1: info, low, medium, high,
                             critical or invalid (medium)
  --check                    fmt: change no file, exit with 3 if a file is not formatted
  --recursive                fmt: also the files of subfolders
  --write                    fix: change the files instead of printing the result
  --harden                   fix: also add resources that cost money, such as keys, logs and roles
  --request TEXT             preview: the request, instead of a file
  --profile NAME             preview: minimal, balanced or thorough
  --version, --help

Exit codes: 0 no findings, 1 findings, 2 the command failed, 3 a file is not formatted.
`;

const SEVERITIES: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical'];
const FAILS = [...SEVERITIES, 'invalid'];
const FORMATS = ['text', 'json', 'sarif'];
const PROFILES: readonly AnyProfile[] = [
  'minimal',
  'balanced',
  'thorough',
  'thrift',
  'seed',
  'careful',
];
/** Names that an error message lists; the others are deprecated. */
const PROFILES_SHOWN = 3;

/** Runs a command, passes its output to `print` and returns its exit code. */
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
      return check(
        await modulesOf(some(paths)),
        {
          format: oneOf('--format', values.format ?? 'text', FORMATS),
          failOn: oneOf('--fail-on', values['fail-on'] ?? 'medium', FAILS),
        },
        out,
      );
    case 'fix':
      return fixModules(
        await modulesOf(some(paths)),
        values.write ?? false,
        values.harden ?? false,
        out,
      );
    case 'fmt':
      return formatFiles(paths, values.check ?? false, values.recursive ?? false, out);
    case 'preview':
      return forecast(values.request === undefined ? some(paths) : [], values, out);
    default:
      throw usage(`unknown command \`${command}\`: use \`check\`, \`fix\`, \`fmt\` or \`preview\``);
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
        check: { type: 'boolean' },
        recursive: { type: 'boolean' },
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
  modules: readonly TerraformModule[],
  { format, failOn }: CheckOptions,
  out: (text: string) => Promise<void>,
): Promise<number> {
  const results: Result[] = [];
  let fixable = 0;
  for (const one of modules) {
    const findings = await scan(one.text, { reach: reachOf(one) });
    results.push(...(await resultsOf(one, findings)));
    fixable += findings.filter(({ remedy }) => remedy === 'free').length;
  }
  if (format === 'json') await out(`${JSON.stringify(results, null, 2)}\n`);
  else if (format === 'sarif') {
    await out(`${JSON.stringify(sarif(results, await rules(), await version()), null, 2)}\n`);
  } else await out(listed(results, fixable));
  const least = (SEVERITIES as readonly string[]).indexOf(failOn);
  const fails = ({ severity }: Result): boolean =>
    severity === null || (least >= 0 && SEVERITIES.indexOf(severity) >= least);
  return results.some(fails) ? 1 : 0;
}

/** Validation errors of a module, then its findings. */
async function resultsOf(module: TerraformModule, findings: readonly Finding[]): Promise<Result[]> {
  const problems = await validate(module.text, { files: [...module.files] });
  const at = (start: Position, end: Position) => {
    const { path, line } = sourceAt(module, start.line);
    const last = sourceAt(module, end.line);
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
    ...problems.map(({ kind, address, message, start, end }) => ({
      id: kind,
      severity: null,
      message,
      address,
      ...at(start, end),
    })),
    ...findings.map(({ id, severity, address, message, start }) => ({
      id,
      severity,
      message: `${address}: ${message}`,
      address,
      ...at(start, { line: start.line, column: start.column + 1 }),
    })),
  ];
}

function listed(results: readonly Result[], fixable: number): string {
  const lines = results.map(
    ({ path, line, column, severity, id, message }) =>
      `${path}:${line}:${column} ${severity ?? 'invalid'} ${id} ${message}\n`,
  );
  return `${lines.join('')}${summary(results, fixable)}\n`;
}

/** `1 error, 9 findings (2 high, 7 low), 4 fixable with …`. */
function summary(results: readonly Result[], fixable: number): string {
  if (results.length === 0) return 'No findings';
  const of = (severity: Severity | null): number =>
    results.filter((one) => one.severity === severity).length;
  const errors = of(null);
  const grades = [...SEVERITIES]
    .reverse()
    .filter((severity) => of(severity) > 0)
    .map((severity) => `${of(severity)} ${severity}`);
  return [
    count(errors, 'error'),
    count(results.length - errors, 'finding') +
      (grades.length > 0 ? ` (${grades.join(', ')})` : ''),
    ...(fixable > 0 ? [`${fixable} fixable with \`infragenie fix\``] : []),
  ].join(', ');
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** Fixes modules; returns 1 where one still has validation errors. */
async function fixModules(
  modules: readonly TerraformModule[],
  write: boolean,
  harden: boolean,
  out: (text: string) => Promise<void>,
): Promise<number> {
  let printed = '';
  let errors = 0;
  for (const one of modules) {
    const reach = reachOf(one);
    const { code, changes, findings, offers } = await fix(one.text, { harden, reach });
    const problems = await validate(code, { files: [...one.files] });
    errors += problems.length;
    const texts = splitFiles(one, code);
    for (const [index, { path, text }] of one.sources.entries()) {
      const isLast = index === one.sources.length - 1;
      const fixed = withEndOf(texts.get(path) ?? '', text, isLast);
      const head = modules.length + one.sources.length > 2 ? `# ${path}\n` : '';
      if (!write) printed += head + fixed;
      else if (fixed !== text) await writeFile(path, fixed);
    }
    const lines = [
      ...changes.map(
        ({ address, description, effect }) =>
          `${address}: ${description}${effect === null ? '' : ` (${effect.replaceAll('_', ' ')})`}\n`,
      ),
      ...offers.map(({ address, description }) => `${address}: not made: ${description}\n`),
      ...findings
        .filter(({ remedy }) => remedy === 'needs_consent')
        .map(({ id, address, price }) => `${address}: ${id} is not fixed: ${price ?? ''}\n`),
    ].join('');
    const left = `${count(problems.length, 'error')} and ${count(findings.length, 'finding')} left`;
    const report = `${lines}${one.folder}: ${count(changes.length, 'change')}, ${left}\n`;
    if (write) printed += report;
    else process.stderr.write(report);
  }
  await out(printed);
  return errors > 0 ? 1 : 0;
}

/** The limit of the fixes: whether every file of the folder is read. */
function reachOf({ sources, files }: TerraformModule): 'file' | 'folder' {
  const all = files.filter((file) => /^[^/]+\.tf(?:\.json)?$/.test(file));
  return all.length === sources.length ? 'folder' : 'file';
}

/**
 * Formats files and prints the paths of those that change.
 *
 * The exit codes are those of `terraform fmt`: 2 for a file with syntax errors, and with `check` 3
 * for a file that is not formatted.
 */
async function formatFiles(
  paths: readonly string[],
  check: boolean,
  recursive: boolean,
  out: (text: string) => Promise<void>,
): Promise<number> {
  let printed = '';
  let failed = false;
  const fromStdin = paths[0] === '-';
  for (const path of fromStdin ? ['-'] : await formattable(paths, recursive)) {
    const text = fromStdin ? await textOf(path) : await unicodeOf(path);
    if (text === null) {
      process.stderr.write(`${path}: the file is not UTF-8\n`);
      failed = true;
      continue;
    }
    const { code, problems } = await format(text);
    for (const { start, message } of problems) {
      process.stderr.write(`${path}:${start.line}:${start.column} ${message}\n`);
      failed = true;
    }
    if (fromStdin && !check) printed += problems.length === 0 ? code : '';
    else if (code !== text) {
      printed += `${path}\n`;
      if (!check) await writeWhole(path, code);
    }
  }
  await out(printed);
  if (failed) return 2;
  return check && printed !== '' ? 3 : 0;
}

/** A part of the joined text with the line end of its file. */
function withEndOf(part: string, before: string, isLast: boolean): string {
  const ended = isLast || before.endsWith('\n') ? `${part.trimEnd()}\n` : part.trimEnd();
  return before.trim() === '' && part.trim() === '' ? before : ended;
}

async function forecast(
  paths: readonly string[],
  values: { request?: string; profile?: string },
  out: (text: string) => Promise<void>,
): Promise<number> {
  const requests =
    values.request === undefined
      ? await Promise.all(paths.map(async (path) => [path, await textOf(path)] as const))
      : [['request', values.request] as const];
  let lines = '';
  for (const [path, request] of requests) {
    const { profile } = values;
    const options =
      profile === undefined
        ? {}
        : { profile: oneOf('--profile', profile, PROFILES, PROFILES_SHOWN) };
    const { plan, fromTemplates, perDay } = await preview(request, options);
    lines += fromTemplates
      ? `${path}: 0 tokens, answered by templates\n`
      : `${path}: ${plan.promptTokens} prompt tokens, at most ${plan.maxCompletionTokens} answer ` +
        `tokens, ${plan.model}, ${perDay} such requests a day\n`;
  }
  await out(lines);
  return 0;
}

async function textOf(path: string): Promise<string> {
  if (path !== '-') {
    return readFile(path, 'utf8').catch(() => {
      throw usage(`no such file: \`${path}\``);
    });
  }
  const parts: Uint8Array[] = [];
  for await (const part of process.stdin) parts.push(part as Uint8Array);
  return Buffer.concat(parts).toString('utf8');
}

/** The text of a file byte for byte; null where it is not UTF-8. */
async function unicodeOf(path: string): Promise<string | null> {
  const bytes = await readFile(path);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function some(paths: readonly string[]): readonly string[] {
  if (paths.length === 0) throw usage('name a file or a folder');
  return paths;
}

function oneOf<T extends string>(
  option: string,
  value: string,
  names: readonly T[],
  shown = names.length,
): T {
  const found = names.find((name) => name === value);
  if (found === undefined) {
    throw usage(`unknown value \`${option} ${value}\`: use ${names.slice(0, shown).join(', ')}`);
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
    ? String(about.version)
    : '';
}

run(process.argv.slice(2), (text) => {
  process.stdout.write(text);
}).then(
  (code) => {
    process.exitCode = code;
  },
  (thrown: unknown) => {
    process.stderr.write(`infragenie: ${InfraGenieError.of(thrown).message}\n`);
    process.exitCode = 2;
  },
);
