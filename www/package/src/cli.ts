#!/usr/bin/env node
// Implements the command line: `infragenie check|fix|fmt|cost|preview FILE…`.

import { readFile, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { parseArgs } from 'node:util';
import { type Correction, correctPart } from './correction.js';
import { budgetText, headline, sameCostText, signed } from './cost.js';
import { costOf } from './cost-command.js';
import type { AnyProfile } from './deprecated.js';
import {
  budget,
  type CostChange,
  checkProject,
  cost,
  deployRules,
  fixCost,
  fixProject,
  format,
  generate,
  InfraGenieError,
  type ProjectFixOptions,
  preview,
  type RunOptions,
  rules,
  safetyRules,
} from './index.js';
import { oneLine, printable } from './printable.js';
import { type Result, sarif } from './sarif.js';
import {
  bytesOf,
  decoded,
  formattable,
  notUtf8,
  readProject,
  type SourceFile,
  type SourceProject,
} from './sources.js';
import type {
  DeployRule,
  Position,
  ProjectCheck,
  ProjectDanger,
  ProjectDeploy,
  ProjectFinding,
  ProjectProblem,
  Report,
  SafetyRule,
  Severity,
} from './types.js';
import { type NewContent, writeAll } from './write.js';

const HELP = `infragenie check FILE…     validates and scans Terraform, with the ids of Checkov's rules
infragenie fix FILE…       applies the fixes that are certain, free and harmless to what is deployed
infragenie fmt [FILE…]     formats Terraform as \`terraform fmt\` does, and lists what it changed
infragenie cost FILE…      estimates what AWS charges a month, from list prices
infragenie preview FILE…   counts the tokens of requests, one per file; - reads stdin

A FILE is a .tf file or a folder. The files of a folder are one module: a file is read with its
folder, and only what is named is reported and changed. Modules that are called by a path are read
too, others are not. Nothing is sent anywhere.
For fmt it is also a .tfvars file, or - for stdin; subfolders are left out, and the default is .

  --format text|json|sarif   check: output format (text)
                             cost: table, json or markdown (table)
  --compare OTHER            cost: the difference from OTHER, a file or folder, to FILE
  --usage FILE               cost: a JSON file with the use of resources, by address or type
  --usage-scale N            cost: times light use, 0 for none (1)
  --budget USD               cost: exit with 1 if the cost may exceed it
  --output FILE              check, cost, preview: output file (stdout)
  --fail-on SEVERITY         check: lowest severity for exit code 1: info, low, medium, high,
                             critical or invalid (medium)
  --var-file FILE            check, fix, cost: values of variables, after those of terraform.tfvars and
                             *.auto.tfvars; may be repeated
  --check                    fmt: change no file, exit with 3 if a file is not formatted
  --recursive                fmt: also the files of subfolders
  --write                    fix: change the files instead of printing the result
  --harden                   fix: also make what costs money, such as backups, keys, logs and roles
  --request TEXT             preview: the request, instead of a file
  --correct WORDS=KIND       preview: reads words of the request as a name, existing (a model is
                             called then) or nothing
  --code FILE                preview: the configuration that the request changes
  --terraform FILE           preview: writes the configuration, if the answer costs no tokens
  --profile NAME             preview: minimal, balanced or thorough
  --version, --help

Exit codes: 0 no findings, 1 findings or over the budget, 2 the command failed, 3 a file is not formatted.
`;

const SEVERITIES: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical'];
const FAILS = [...SEVERITIES, 'invalid'];
const FORMATS = ['text', 'json', 'sarif'];
const COST_FORMATS = ['table', 'json', 'markdown'];
const CORRECTIONS: readonly Correction[] = ['name', 'existing', 'nothing'];
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
    else await written(values.output, text);
  };
  switch (command) {
    case 'check':
      return check(
        await readProject(some(paths), values['var-file']),
        {
          format: oneOf('--format', values.format ?? 'text', FORMATS),
          failOn: oneOf('--fail-on', values['fail-on'] ?? 'medium', FAILS),
        },
        out,
      );
    case 'fix':
      return fixFiles(
        await readProject(some(paths), values['var-file']),
        values.write ?? false,
        values.harden ?? false,
        out,
      );
    case 'fmt':
      return formatFiles(paths, values.check ?? false, values.recursive ?? false, out);
    case 'cost':
      return costOf(
        some(paths),
        {
          format: oneOf('--format', values.format ?? 'table', COST_FORMATS),
          compare: values.compare,
          usage: values.usage,
          scale: values['usage-scale'],
          budget: values.budget,
          varFiles: values['var-file'] ?? [],
        },
        out,
      );
    case 'preview':
      return forecast(values.request === undefined ? some(paths) : [], values, out);
    default:
      throw usage(
        `unknown command \`${command}\`: use \`check\`, \`fix\`, \`fmt\`, \`cost\` or \`preview\``,
      );
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
        correct: { type: 'string' },
        code: { type: 'string' },
        terraform: { type: 'string' },
        profile: { type: 'string' },
        'var-file': { type: 'string', multiple: true },
        compare: { type: 'string' },
        usage: { type: 'string' },
        'usage-scale': { type: 'string' },
        budget: { type: 'string' },
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
  project: SourceProject,
  { format, failOn }: CheckOptions,
  out: (text: string) => Promise<void>,
): Promise<number> {
  const checked = await checkProject(project.files, project.options);
  const found = ofNamed(project, checked);
  const { findings, suppressed } = found;
  const results = [
    ...unreadResults(project),
    ...openResults(found),
    ...suppressed.map((one) => findingResult(one, one.reason)),
  ];
  const fixable = findings.filter(({ remedy }) => remedy === 'free').length;
  if (format === 'json') await out(`${JSON.stringify(results, null, 2)}\n`);
  else if (format === 'sarif') {
    const dangers = (await safetyRules()).map((rule) => ({ ...rule, severity: severityOf(rule) }));
    const refusals = (await deployRules()).map((rule) => ({
      ...rule,
      message: rule.slug,
      severity: deploySeverity(rule),
    }));
    const texts = [...(await rules()), ...refusals, ...dangers];
    await out(`${JSON.stringify(sarif(results, texts, await version()), null, 2)}\n`);
  } else await out(listed(results, fixable, checked.notes));
  if (format !== 'text') showNotes(checked.notes);
  const least = (SEVERITIES as readonly string[]).indexOf(failOn);
  const fails = ({ severity, suppressed }: Result): boolean =>
    suppressed === null &&
    (severity === null || (least >= 0 && SEVERITIES.indexOf(severity) >= least));
  return results.some(fails) ? 1 : 0;
}

/** Severity of a danger: only what gives something away is less than high. */
function severityOf({ kind }: Pick<SafetyRule, 'kind'>): Severity {
  return kind === 'gives_away' ? 'medium' : 'high';
}

/** Prints notes apart from the output, which another program may read. */
function showNotes(notes: readonly string[]): void {
  process.stderr.write(noteLines(notes));
}

function noteLines(notes: readonly string[]): string {
  return notes.map((note) => `${oneLine(`note: ${note}`)}\n`).join('');
}

/** Problems, findings, deployability diagnostics and dangers of a project. */
type Found = Pick<ProjectCheck, 'problems' | 'findings' | 'suppressed' | 'deploy' | 'safety'>;

/** Selects the objects in the files that were named, with the paths that the user sees. */
function ofNamed({ sources }: SourceProject, found: Found): Found {
  const named = sources.filter((one) => one.isNamed);
  const shown = new Map(named.map((one) => [one.file.path, one.shown]));
  const own = <T extends { readonly path: string }>(objects: readonly T[]): T[] =>
    objects.flatMap((one) => {
      const path = shown.get(one.path);
      return path === undefined ? [] : [{ ...one, path }];
    });
  const { problems, findings, suppressed, deploy, safety } = found;
  return {
    problems: own(problems),
    findings: own(findings),
    suppressed: own(suppressed),
    deploy: own(deploy),
    safety: own(safety),
  };
}

/** Results for what is found and not suppressed. */
function openResults({ problems, findings, deploy, safety }: Found): Result[] {
  return [
    ...problems.map(problemResult),
    ...deploy.map(deployResult),
    ...safety.map(dangerResult),
    ...findings.map((one) => findingResult(one)),
  ];
}

/** Results for files that cannot be read or are not UTF-8; Terraform reports both. */
function unreadResults({ sources }: SourceProject): Result[] {
  return sources.flatMap(({ isNamed, shown, invalidAt, isUnreadable }) => {
    if (!isNamed || (invalidAt === null && !isUnreadable)) return [];
    const { byte, line, column } = invalidAt ?? { byte: 0, line: 1, column: 1 };
    return {
      id: isUnreadable ? 'UnreadableFile' : 'InvalidEncoding',
      severity: null,
      message: isUnreadable
        ? 'the file cannot be read: check its link and its permissions'
        : `byte ${byte + 1} is not UTF-8; convert the file to UTF-8`,
      address: null,
      path: shown,
      line,
      column,
      endLine: line,
      endColumn: column + 1,
      suppressed: null,
    };
  });
}

/** A validation error, or a warning where another version may accept the text. */
function problemResult(problem: ProjectProblem): Result {
  const { kind, severity, judgedBy, address, path, start, end } = problem;
  const message = judgedBy === null ? problem.message : `${problem.message}; judged by ${judgedBy}`;
  return {
    id: kind,
    severity: severity === 'error' ? null : 'medium',
    message,
    address,
    suppressed: null,
    path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

function findingResult(
  finding: Omit<ProjectFinding, 'change'>,
  reason: string | null = null,
): Result {
  const { id, severity, address, path, start } = finding;
  const message = `${address}: ${finding.message}`;
  return { id, severity, message, address, suppressed: reason, path, ...firstCharacter(start) };
}

/** Severity of a deployability diagnostic: a warning depends on the account, the region or the time. */
function deploySeverity({ severity }: Pick<DeployRule, 'severity'>): Severity {
  return severity === 'error' ? 'high' : 'medium';
}

function deployResult(diagnostic: ProjectDeploy): Result {
  const { id, address, path, start, outcome } = diagnostic;
  const message = `${address}: ${diagnostic.message}; ${outcome}`;
  const severity = deploySeverity(diagnostic);
  return { id, severity, message, address, suppressed: null, path, ...firstCharacter(start) };
}

function dangerResult(danger: ProjectDanger): Result {
  const { id, address, path, start, evidence } = danger;
  const message = `${address ?? 'the text'}: ${danger.message}: ${evidence}`;
  const severity = severityOf(danger);
  return { id, severity, message, address, suppressed: null, path, ...firstCharacter(start) };
}

function firstCharacter({
  line,
  column,
}: Position): Pick<Result, 'line' | 'column' | 'endLine' | 'endColumn'> {
  return { line, column, endLine: line, endColumn: column + 1 };
}

function listed(results: readonly Result[], fixable: number, notes: readonly string[]): string {
  const lines = results.map(({ path, line, column, severity, id, message, suppressed }) => {
    const reason = suppressed === null ? '' : ` (${suppressed === '' ? 'no reason' : suppressed})`;
    const level = suppressed === null ? (severity ?? 'invalid') : 'suppressed';
    return `${oneLine(`${path}:${line}:${column} ${level} ${id} ${message}${reason}`)}\n`;
  });
  return `${lines.join('')}${noteLines(notes)}${summary(results, fixable)}\n`;
}

/** `1 error, 9 findings (2 high, 7 low), 4 fixable with …`. */
function summary(results: readonly Result[], fixable: number): string {
  if (results.length === 0) return 'No findings';
  const open = results.filter((one) => one.suppressed === null);
  const hidden = results.length - open.length;
  const of = (severity: Severity | null): number =>
    open.filter((one) => one.severity === severity).length;
  const errors = of(null);
  const grades = [...SEVERITIES]
    .reverse()
    .filter((severity) => of(severity) > 0)
    .map((severity) => `${of(severity)} ${severity}`);
  return [
    count(errors, 'error'),
    count(open.length - errors, 'finding') + (grades.length > 0 ? ` (${grades.join(', ')})` : ''),
    ...(hidden > 0 ? [`${hidden} suppressed`] : []),
    ...(fixable > 0 ? [`${fixable} fixable with \`infragenie fix\``] : []),
  ].join(', ');
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** Text under the changes that `fix` only offers. */
const CONSENT = `only safe changes are made in your own files; the command line takes no consent: edit the
file, accept the change on the page, or use \`accept\` or \`reach: 'draft'\` of the package
`;

/** Fixes files; returns 1 where they still have validation errors. */
async function fixFiles(
  project: SourceProject,
  write: boolean,
  harden: boolean,
  out: (text: string) => Promise<void>,
): Promise<number> {
  for (const source of project.sources) {
    if (source.isNamed && source.isUnreadable) {
      throw new InfraGenieError('bad_options', `\`${source.shown}\` cannot be read`);
    }
    if (source.isNamed && source.invalidAt !== null) {
      throw new InfraGenieError('bad_options', notUtf8(source, source.invalidAt));
    }
  }
  const named = project.sources.filter(({ isNamed }) => isNamed);
  const fixed = await fixProject(project.files, { ...project.options, harden });
  const texts = new Map(fixed.files.map(({ name, text }) => [name, text]));
  const found = ofNamed(project, fixed);
  const { problems, findings } = found;
  const open = openResults(found);
  const consent = findings.filter((one) => one.remedy === 'needs_consent');
  const isPaid = fixed.changes.some(({ effect }) => effect === 'costs_money');
  const costs = await costsOf(project, harden, isPaid, consent);
  let needsConsent = false;
  let report = '';
  for (const folder of new Set(named.map(folderOf))) {
    const own = named.filter((one) => folderOf(one) === folder);
    const changes = fixed.changes.filter(({ path }) => own.some(({ file }) => file.path === path));
    const isOwn = ({ path }: { readonly path: string }): boolean =>
      own.some(({ shown }) => shown === path);
    const offers = fixed.offers.filter(({ path }) => own.some(({ file }) => file.path === path));
    const lines = [
      ...changes.map(({ address, description, effect }) => {
        const note = effect === null ? '' : ` (${effect.replaceAll('_', ' ')})`;
        return `${address}: ${description}${note}`;
      }),
      ...offers.map(
        ({ address, description }) => `${address}: not made without consent: ${description}`,
      ),
      ...consent.filter(isOwn).map(({ id, address, price, change }) => {
        const adds = costs.get(change ?? '') ?? '';
        return `${address}: the fix of ${id} needs consent: ${price ?? ''}${adds}`;
      }),
    ];
    report += lines.map((line) => `${oneLine(line)}\n`).join('');
    const left = open.filter(isOwn);
    const errors = left.filter(({ severity }) => severity === null).length;
    report +=
      `${oneLine(folder)}: ${count(changes.length, 'change')}, ${count(errors, 'error')} and ` +
      `${count(left.length - errors, 'finding')} left\n`;
    needsConsent ||= lines.length > changes.length;
  }
  if (needsConsent) report += CONSENT;
  if (harden) report += `hardening${costs.get('') ?? ': its cost is not known'}\n`;
  if (write) {
    await writeAll(named.flatMap((source) => changedContent(source, texts)));
    await out(report);
  } else {
    const head = ({ shown }: SourceFile): string =>
      named.length > 1 ? `# ${oneLine(shown)}\n` : '';
    const text = ({ file }: SourceFile): string => texts.get(file.path) ?? file.text;
    await out(named.map((source) => head(source) + text(source)).join(''));
    process.stderr.write(report);
  }
  showNotes(fixed.notes);
  return problems.some(({ severity }) => severity === 'error') ? 1 : 0;
}

/** Maximum offered fixes whose cost is computed: each fixes the project once more. */
const PRICED_MAX = 20;

/**
 * Additions of offered fixes to the monthly cost, by their ids; `''` is hardening.
 *
 * `isPaid` says whether a change that hardening makes costs money.
 */
async function costsOf(
  { files, options }: SourceProject,
  harden: boolean,
  isPaid: boolean,
  offered: readonly ProjectFinding[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(offered.flatMap(({ change }) => change ?? []));
  const wanted = new Map<string, ProjectFixOptions>();
  for (const id of [...ids].slice(0, PRICED_MAX)) wanted.set(id, { accept: [id] });
  if (harden) wanted.set('', { harden });
  const found = new Map<string, string>();
  for (const [id, fixes] of wanted) {
    const change = await fixCost(files, { ...options, ...fixes });
    found.set(id, `: ${costText(change, id === '' && isPaid)}`);
  }
  return found;
}

function costText({ fixed, usage, unknown }: CostChange, isPaid: boolean): string {
  const parts = [
    ...(Math.abs(fixed) >= 0.005 ? [`${signed(fixed)} a month`] : []),
    ...(Math.abs(usage) >= 0.005 ? [`${signed(usage)} at light use`] : []),
    ...(unknown > 0 ? [`${unknown} more not known`] : []),
  ];
  return parts.length === 0 ? sameCostText(isPaid) : parts.join(', ');
}

function folderOf({ shown }: SourceFile): string {
  return posix.dirname(shown);
}

function changedContent(
  { file, shown, bytes }: SourceFile,
  texts: ReadonlyMap<string, string>,
): NewContent[] {
  const text = texts.get(file.path);
  return text === undefined ? [] : [{ path: shown, text, before: bytes }];
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
  const changed: NewContent[] = [];
  for (const path of fromStdin ? ['-'] : await formattable(paths, recursive)) {
    const before = fromStdin ? await stdinBytes() : await bytesOf(path);
    const { text, invalidAt } = decoded(before);
    if (invalidAt !== null) {
      process.stderr.write(`${oneLine(notUtf8({ shown: path }, invalidAt))}\n`);
      failed = true;
      continue;
    }
    const { code, problems } = await format(text);
    for (const { start, message } of problems) {
      process.stderr.write(`${oneLine(`${path}:${start.line}:${start.column} ${message}`)}\n`);
      failed = true;
    }
    if (fromStdin && !check) printed += problems.length === 0 ? code : '';
    else if (code !== text) {
      printed += `${oneLine(path)}\n`;
      changed.push({ path, text: code, before });
    }
  }
  if (!check) await writeAll(changed);
  await out(printed);
  if (failed) return 2;
  return check && printed !== '' ? 3 : 0;
}

async function forecast(
  paths: readonly string[],
  values: {
    request?: string;
    profile?: string;
    correct?: string;
    code?: string;
    terraform?: string;
  },
  out: (text: string) => Promise<void>,
): Promise<number> {
  const requests =
    values.request === undefined
      ? await Promise.all(paths.map(async (path) => [path, await textOf(path)] as const))
      : [['request', values.request] as const];
  const { profile, correct, terraform } = values;
  if (terraform !== undefined && requests.length !== 1) {
    throw usage('`--terraform` takes one request');
  }
  const code = values.code === undefined ? {} : { code: await textOf(values.code) };
  let lines = '';
  for (const [path, asked] of requests) {
    const request = correct === undefined ? asked : corrected(asked, correct);
    if (request !== asked) lines += `${oneLine(path)}: ${oneLine(request)}\n`;
    const options =
      profile === undefined
        ? code
        : { ...code, profile: oneOf('--profile', profile, PROFILES, PROFILES_SHOWN) };
    const forecasted = await preview(request, options);
    const { plan, first, fromTemplates, perDay, templateCode, notUnderstood, understood } =
      forecasted;
    if (terraform !== undefined && first === 'model') {
      throw usage(`a model answers this request, so that \`${terraform}\` is not written`);
    }
    const answer = first === 'model' ? undefined : await freeAnswer(request, options);
    if (terraform !== undefined && answer !== undefined) await written(terraform, answer.code);
    const by = first === 'templates' ? 'answered by templates' : 'answered without a model';
    lines += fromTemplates
      ? `${oneLine(path)}: 0 tokens, ${by}${await billOf(templateCode, request)}\n${assumed(answer)}`
      : `${oneLine(path)}: ${plan.promptTokens} prompt tokens, at most ${plan.maxCompletionTokens} answer ` +
        `tokens, ${plan.model}, ${perDay} such requests a day` +
        `${listOf('not understood', notUnderstood)}${listOf('understood', understood)}\n`;
  }
  await out(lines);
  return 0;
}

function listOf(name: string, items: readonly string[]): string {
  return items.length > 0 ? `; ${name}: ${items.map((one) => oneLine(one)).join(', ')}` : '';
}

/** Makes an answer that costs no tokens; no key is needed. */
async function freeAnswer(request: string, options: RunOptions): Promise<Report | undefined> {
  for await (const event of generate(request, undefined, options)) {
    if (event.event === 'done') return event.report;
  }
  return undefined;
}

/** Lists the choices that a request left open, one line each. */
function assumed(answer: Report | undefined): string {
  const lines = answer?.assumptions ?? [];
  return lines.map((line) => `  assumed: ${oneLine(line)}\n`).join('');
}

/** Corrects a request by an argument such as `cache=name`. */
function corrected(request: string, argument: string): string {
  const at = argument.lastIndexOf('=');
  const [words, kind] = [argument.slice(0, Math.max(at, 0)), argument.slice(at + 1)];
  const correction = oneOf('--correct', kind, CORRECTIONS);
  const from = request.indexOf(words);
  if (words === '' || from < 0) throw usage(`the request does not hold \`${oneLine(words)}\``);
  if (request.indexOf(words, from + 1) >= 0) {
    throw usage(`the request holds \`${oneLine(words)}\` twice; add a word before or after it`);
  }
  return correctPart(request, { from, to: from + words.length }, correction);
}

/** Monthly cost of the answer of the templates, against a stated budget. */
async function billOf(code: string | null, request: string): Promise<string> {
  if (code === null) return '';
  const estimate = await cost(code);
  const over = budgetText(estimate, await budget(request));
  return `; AWS: ${headline(estimate)}${over === null ? '' : `. ${over}`}`;
}

/** Writes the output of a command to a file. */
async function written(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch(() => {
    throw usage(`\`${path}\` cannot be written`);
  });
}

async function textOf(path: string): Promise<string> {
  if (path !== '-') {
    return readFile(path, 'utf8').catch(() => {
      throw usage(`no such file: \`${path}\``);
    });
  }
  return Buffer.from(await stdinBytes()).toString('utf8');
}

async function stdinBytes(): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of process.stdin) parts.push(part as Uint8Array);
  return Buffer.concat(parts);
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
  process.stdout.write(printable(text));
}).then(
  (code) => {
    process.exitCode = code;
  },
  (thrown: unknown) => {
    const lines = `infragenie: ${InfraGenieError.of(thrown).message}`.split('\n');
    process.stderr.write(`${lines.map(oneLine).join('\n')}\n`);
    process.exitCode = 2;
  },
);
