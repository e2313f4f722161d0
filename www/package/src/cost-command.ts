// Implements `infragenie cost`: estimates as a table, JSON or Markdown.

import { readFile } from 'node:fs/promises';

import {
  cents,
  dearest,
  differenceLine,
  differences,
  explanation,
  fixedOf,
  gaps,
  headline,
  overBudget,
  signed,
  sumOf,
} from './cost.js';
import { costProject, InfraGenieError } from './index.js';
import { oneLine } from './printable.js';
import { notUtf8, readProject } from './sources.js';
import type { Estimate, ProjectCostOptions } from './types.js';

/** Options of the command, as given. */
export interface CostCommand {
  readonly format: string;
  readonly compare: string | undefined;
  readonly usage: string | undefined;
  readonly scale: string | undefined;
  readonly budget: string | undefined;
  readonly varFiles: readonly string[];
}

/** A folder and its estimate. */
interface Estimated {
  readonly folder: string;
  readonly estimate: Estimate;
}

/** Estimates the modules of paths; returns 1 where a budget may be exceeded. */
export async function costOf(
  paths: readonly string[],
  command: CostCommand,
  out: (text: string) => Promise<void>,
): Promise<number> {
  const usage = {
    scale: numberOf('--usage-scale', command.scale),
    values: command.usage === undefined ? null : await jsonOf(command.usage),
  };
  const budget = numberOf('--budget', command.budget);
  const { varFiles } = command;
  const all = await estimated(paths, varFiles, usage);
  const before =
    command.compare === undefined ? null : await estimated([command.compare], varFiles, usage);
  if (usage.values !== null) checkAddresses(usage.values, [...all, ...(before ?? [])]);
  if (before !== null && (all.length > 1 || before.length > 1)) {
    throw new InfraGenieError('bad_options', '`--compare` compares one module with one other');
  }
  const [one] = all;
  const other = before?.[0] ?? null;
  if (command.format === 'json') {
    const [first] = all;
    const result =
      other !== null && first !== undefined
        ? {
            before: other.estimate,
            after: first.estimate,
            differences: differences(other.estimate, first.estimate),
          }
        : all.map(({ folder, estimate }) => ({ folder, ...estimate }));
    await out(`${JSON.stringify(result, null, 2)}\n`);
  } else {
    const render = command.format === 'markdown' ? markdown : table;
    const text =
      other !== null && one !== undefined
        ? compared(other.estimate, one.estimate, command.format === 'markdown')
        : all.map((each) => render(each, all.length > 1)).join('\n');
    await out(text);
  }
  const over = all
    .map(({ folder, estimate }) => [folder, overBudget(estimate, budget)] as const)
    .filter(([, message]) => message !== null);
  for (const [folder, message] of over)
    process.stderr.write(`${oneLine(`${folder}: ${message}`)}\n`);
  return over.length > 0 ? 1 : 0;
}

/** Rejects an address in the use of resources that no resource has. */
function checkAddresses(values: Record<string, unknown>, all: readonly Estimated[]): void {
  const base = (address: string): string => address.replace(/\[[^\]]*\]$/, '');
  const own = new Set(
    all.flatMap(({ estimate }) => estimate.resources.map(({ address }) => base(address))),
  );
  for (const name of Object.keys(values).filter((one) => one.includes('.'))) {
    if (own.has(base(name))) continue;
    const type = name.split('.').find((step) => step.startsWith('aws_')) ?? '';
    const near = [...own].filter((address) => address.includes(`${type}.`)).slice(0, 5);
    const known = near.length > 0 ? `; there are \`${near.join('`, `')}\`` : '';
    throw new InfraGenieError('bad_options', `no resource has the address \`${name}\`${known}`);
  }
}

async function estimated(
  paths: readonly string[],
  varFiles: readonly string[],
  usage: NonNullable<ProjectCostOptions['usage']>,
): Promise<Estimated[]> {
  const { sources, files, options } = await readProject(paths, varFiles);
  for (const source of sources.filter(({ isNamed }) => isNamed)) {
    const { shown, invalidAt, isUnreadable } = source;
    if (isUnreadable) throw new InfraGenieError('bad_options', `\`${shown}\` cannot be read`);
    if (invalidAt !== null) {
      throw new InfraGenieError('bad_options', notUtf8(source, invalidAt));
    }
  }
  const estimates = await costProject(files, { varFiles: options.varFiles ?? null, usage });
  return estimates.map(({ folder, ...estimate }) => ({ folder: folder || '.', estimate }));
}

async function jsonOf(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new InfraGenieError('bad_options', `no such file: \`${path}\``);
  });
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {}
  throw new InfraGenieError('bad_options', `\`${path}\` is not a JSON object`);
}

function numberOf(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new InfraGenieError('bad_options', `\`${option} ${text}\` is not a number from 0`);
}

function table({ folder, estimate }: Estimated, isNamed: boolean): string {
  const lines = isNamed ? [`# ${folder}`] : [];
  for (const resource of dearest(estimate)) {
    const { address, usage, reason, components, notes } = resource;
    lines.push(
      `${address}  ${fixedOf(resource)}${usage > 0 ? ` + ${cents(usage)} at light use` : ''}`,
    );
    if (reason !== null) lines.push(`  ${reason}`);
    for (const component of components) {
      if (component.quantity === 0) continue;
      lines.push(`  ${component.name}${component.isUsage ? ' (usage)' : ''}: ${sumOf(component)}`);
    }
    for (const note of notes) lines.push(`  note: ${note}`);
  }
  lines.push('', `Total: ${headline(estimate)}`);
  const { free } = estimate.total;
  if (free > 0) lines.push(`${free} resources cost nothing themselves.`);
  return `${[...lines, ...explanation(estimate, Date.now())].join('\n').trimStart()}\n`;
}

function markdown({ folder, estimate }: Estimated, isNamed: boolean): string {
  const rows = dearest(estimate).map((resource) => {
    const { address, kind, usage } = resource;
    return `| \`${address}\` | ${kind === 'usage' ? '' : fixedOf(resource)} | ${usage > 0 ? cents(usage) : ''} |`;
  });
  return [
    `**${isNamed ? `${folder}: ` : ''}${headline(estimate)}**`,
    '',
    '| Resource | Fixed a month | Usage at light use |',
    '|---|---:|---:|',
    ...rows,
    '',
    ...gaps(estimate).map((gap) => `- ${gap}`),
    ...explanation(estimate, Date.now()).map((line) => `- ${line}`),
    '',
  ].join('\n');
}

/** The differences of two estimates, then their totals. */
function compared(before: Estimate, after: Estimate, isMarkdown: boolean): string {
  const rows = differences(before, after).map(({ address, before: from, after: to }) =>
    isMarkdown
      ? `| \`${address}\` | ${cents(from)} | ${cents(to)} | ${signed(to - from)} |`
      : `${signed(to - from)}  ${address}  ${cents(from)} -> ${cents(to)}`,
  );
  const head = isMarkdown
    ? ['| Resource | Before | After | Difference |', '|---|---:|---:|---:|']
    : [];
  return [
    ...(rows.length > 0 ? [...head, ...rows, ''] : []),
    differenceLine(before, after) ?? 'no difference in cost',
    `before: ${headline(before)}`,
    `after: ${headline(after)}`,
    '',
  ].join('\n');
}
