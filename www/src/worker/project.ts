// Checks and fixes a text that holds the files of a project.
//
// The module gives positions in files; the editor shows one text.

import type { Companions } from '../check/companions';
import { joinParts, type Part, splitFiles } from '../check/parts';
import { type FixSelection, fixOptions } from '../fix-selection';
import type {
  Estimate,
  FixOptions,
  FixResult,
  Position,
  Problem,
  ProjectEstimate,
  ProjectFile,
  ProjectFix,
  ProjectOptions,
  ProjectProblem,
} from '../types';
import type { Checked, CheckModule } from './checks';
import { deployProblem, withDeploy } from './deploy';

/** The files and options of a project for the module. */
export function projectOf(
  code: string,
  { files, present }: Companions,
): [ProjectFile[], ProjectOptions] {
  const own = splitFiles(code).map(({ name, text }) => ({ path: moduleName(name), text }));
  return [[...own, ...files], { present: [...present] }];
}

/** Problems and findings of a project, and its fixed versions. */
export function checkedProject(
  module: CheckModule,
  code: string,
  selection: FixSelection,
  companions: Companions,
): Omit<Checked, 'ms'> {
  const [files, options] = projectOf(code, companions);
  const { problems, findings, suppressed, safety, deploy } = module.checkProject(files, options);
  const parts = splitFiles(code);
  const fixed = (fixes: ReturnType<typeof fixOptions>[number]): FixResult => {
    const { request: _, reach: __, ...rest } = fixes;
    return withDeploy(resultOf(parts, module.fixProject(files, { ...options, ...rest })));
  };
  const [shown, other] = fixOptions(null, selection);
  return {
    problems: [
      ...problems.map((one) => problemIn(parts, one)),
      ...deploy.map((one) => deployProblem(withoutPath(parts, one))),
    ],
    findings: findings.map((one) => withoutPath(parts, one)),
    suppressed: suppressed.map((one) => withoutPath(parts, one)),
    safety: safety.map((one) => withoutPath(parts, one)),
    pair: { shown: fixed(shown), other: fixed(other) },
  };
}

/** The estimate of all root modules of a project, with the lines of the text. */
export function projectEstimate(
  module: CheckModule,
  code: string,
  companions: Companions,
): Estimate {
  const [files] = projectOf(code, companions);
  const parts = splitFiles(code);
  const [first, ...others] = module.costProject(files);
  if (first === undefined) return module.cost('');
  const { folder: _, ...whole } = others.reduce((all, one) => added(all, one), first);
  const resources = whole.resources.map((one) => {
    const head = one.path === null ? null : headOf(parts, one.path);
    return { ...one, path: null, line: head === null ? 0 : one.line + head };
  });
  return { ...whole, resources };
}

/** Two estimates as one; the region is that of the first. */
function added(one: ProjectEstimate, other: ProjectEstimate): ProjectEstimate {
  const oldest = [one.oldestPrice, other.oldestPrice].filter((date) => date !== null).sort();
  const [a, b] = [one.total, other.total];
  return {
    ...one,
    isRegionAssumed: one.isRegionAssumed || other.isRegionAssumed,
    oldestPrice: oldest[0] ?? null,
    resources: [...one.resources, ...other.resources],
    more: one.more + other.more,
    syntaxErrors: one.syntaxErrors + other.syntaxErrors,
    total: {
      fixed: { low: a.fixed.low + b.fixed.low, high: a.fixed.high + b.fixed.high },
      usage: a.usage + b.usage,
      isAbout: a.isAbout || b.isAbout,
      byUsage: a.byUsage + b.byUsage,
      unknown: a.unknown + b.unknown,
      notPriced: a.notPriced + b.notPriced,
      free: a.free + b.free,
    },
  };
}

/** A configuration after the fixes of the options. */
export function fixedProject(
  module: CheckModule,
  code: string,
  fixes: FixOptions,
  companions: Companions,
): FixResult {
  const [files, options] = projectOf(code, companions);
  const { request: _, reach: __, ...rest } = fixes;
  return resultOf(splitFiles(code), module.fixProject(files, { ...options, ...rest }));
}

/** A file without the ending `.tf` is checked as if it had it. */
function moduleName(name: string): string {
  return name.endsWith('.tf') ? name : `${name}.tf`;
}

function resultOf(before: readonly Part[], fixed: ProjectFix): FixResult {
  const texts = new Map(fixed.files.map(({ name, text }) => [name, text]));
  const code = joinParts(
    before.map(({ name, text }) => ({ name, text: texts.get(moduleName(name)) ?? text })),
  );
  const parts = splitFiles(code);
  return {
    code,
    changes: fixed.changes,
    added: fixed.added,
    offers: fixed.offers,
    problems: fixed.problems.map((one) => problemIn(parts, one)),
    findings: fixed.findings.map((one) => withoutPath(parts, one)),
    suppressed: fixed.suppressed.map((one) => withoutPath(parts, one)),
    deploy: {
      diagnostics: fixed.deploy.map((one) => withoutPath(parts, one)),
      rulesRun: fixed.deployRules,
      rulesWithoutFacts: fixed.deployRulesWithoutFacts,
      unknown: fixed.deployUnknown,
    },
    safety: fixed.safety.map((one) => withoutPath(parts, one)),
    variables: [],
    notes: fixed.notes,
  };
}

function problemIn(parts: readonly Part[], { path, ...problem }: ProjectProblem): Problem {
  const head = headOf(parts, path);
  // The editor does not show a file in JSON.
  if (head === null) return { ...problem, ...TOP, message: `${path}: ${problem.message}` };
  return { ...problem, start: below(problem.start, head), end: below(problem.end, head) };
}

/** A finding with its position in the text instead of its file. */
function withoutPath<T extends { path: string; start: Position; message: string }>(
  parts: readonly Part[],
  { path, ...finding }: T,
): Omit<T, 'path'> {
  const head = headOf(parts, path);
  // The editor does not show a file in JSON.
  if (head === null) return { ...finding, ...TOP, message: `${path}: ${finding.message}` };
  return { ...finding, start: below(finding.start, head) };
}

const TOP = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

/** Line of the comment before a file; null where the text does not have the file. */
function headOf(parts: readonly Part[], path: string): number | null {
  return parts.find(({ name }) => moduleName(name) === path)?.head ?? null;
}

function below({ line, column }: Position, head: number): Position {
  return { line: line + head, column };
}
