// Implements `infragenie cost`: estimates as a table, JSON or Markdown.

import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import {
  cents,
  dearest,
  differenceLine,
  differences,
  exactRange,
  explanation,
  gaps,
  headline,
  overBudget,
  signed,
  sumOf,
} from './cost.js';
import { cost, InfraGenieError } from './index.js';
import { modulesOf, type TerraformModule } from './sources.js';
import type { CostOptions, Estimate } from './types.js';

/** Maximum folders of called modules that are read. */
const MODULES_MAX = 200;
/** Sources of modules on this machine, in calls of a module. */
const LOCAL_SOURCE = /\bsource\s*=\s*"(\.{1,2}\/[^"$]*)"/g;

/** Options of the command, as given. */
export interface CostCommand {
  readonly format: string;
  readonly compare: string | undefined;
  readonly usage: string | undefined;
  readonly scale: string | undefined;
  readonly budget: string | undefined;
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
  const all = await estimated(paths, usage);
  const before = command.compare === undefined ? null : await estimated([command.compare], usage);
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
  for (const [folder, message] of over) process.stderr.write(`${folder}: ${message}\n`);
  return over.length > 0 ? 1 : 0;
}

async function estimated(
  paths: readonly string[],
  usage: NonNullable<CostOptions['usage']>,
): Promise<Estimated[]> {
  const modules = await modulesOf(paths);
  const called = await calledModules(modules);
  // A folder that another module calls is part of that module's estimate.
  const roots = modules.filter(({ folder }) => !called.folders.has(resolve(folder)));
  const shown = roots.length > 0 ? roots : modules;
  return Promise.all(
    shown.map(async ({ folder, text }) => ({
      folder,
      estimate: await cost(text, { usage, modules: called.bySource(folder) }),
    })),
  );
}

/** Reads the modules in folders that modules call, by their paths. */
async function calledModules(roots: readonly TerraformModule[]) {
  const texts = new Map<string, string>();
  const folders = new Set<string>();
  const open = roots.map(({ folder, text }) => ({ folder: resolve(folder), text }));
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const [, source] of one.text.matchAll(LOCAL_SOURCE)) {
      const path = join(one.folder, source ?? '');
      folders.add(path);
      if (texts.has(path) || texts.size >= MODULES_MAX) continue;
      const text = await textOf(path);
      if (text === null) continue;
      texts.set(path, text);
      open.push({ folder: path, text });
    }
  }
  return {
    folders,
    /** Programs by the sources as a folder and the modules that it calls write them. */
    bySource(folder: string): Record<string, string> {
      const found: Record<string, string> = {};
      const clashes = new Set<string>();
      const seen = new Set<string>();
      const walk = (from: string, text: string): void => {
        for (const [, source = ''] of text.matchAll(LOCAL_SOURCE)) {
          const path = join(from, source);
          const inner = texts.get(path);
          if (inner === undefined) continue;
          if (found[source] !== undefined && found[source] !== inner) clashes.add(source);
          found[source] = inner;
          if (seen.has(path)) continue;
          seen.add(path);
          walk(path, inner);
        }
      };
      const root = roots.find((each) => each.folder === folder);
      if (root !== undefined) walk(resolve(folder), root.text);
      // One text for two folders would price the wrong module.
      for (const source of clashes) delete found[source];
      return found;
    },
  };
}

/** The joined text of the Terraform files in a folder, without its subfolders. */
async function textOf(folder: string): Promise<string | null> {
  const about = await stat(folder).catch(() => null);
  if (about === null || !about.isDirectory()) return null;
  const modules = await modulesOf([folder]).catch(() => []);
  return modules.find((one) => resolve(one.folder) === resolve(folder))?.text ?? null;
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
    const { address, kind, monthly, usage, reason, components, notes } = resource;
    const amount =
      kind === 'not_priced' ? 'not priced' : kind === 'usage' ? 'by usage' : exactRange(monthly);
    lines.push(`${address}  ${amount}${usage > 0 ? ` + ${cents(usage)} at light use` : ''}`);
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
  const rows = dearest(estimate).map(({ address, kind, monthly, usage }) => {
    const fixed = kind === 'fixed' ? exactRange(monthly) : kind === 'usage' ? '' : 'not priced';
    return `| \`${address}\` | ${fixed} | ${usage > 0 ? cents(usage) : ''} |`;
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
