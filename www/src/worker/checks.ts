// Defines the functions on a configuration, for each worker that has them.

import type { Companions } from '../check/companions';
import { isJoined } from '../check/parts';
import { differenceLine, sameCostText } from '../cost';
import { errorKind } from '../errors';
import type { FixPair, FixSelection } from '../fix-selection';
import { fixOptions } from '../fix-selection';
import type {
  Budget,
  Estimate,
  Finding,
  FixOptions,
  FixResult,
  Problem,
  SafetyFinding,
  SuppressedFinding,
} from '../types';
import type * as Check from '../wasm/check.js';
import { deployProblem, withDeploy } from './deploy';
import { checkedProject, fixedProject, projectEstimate, projectOf } from './project';

/** Exports of a module that checks configurations. */
export type CheckModule = Pick<
  typeof Check,
  | 'budget'
  | 'checkProject'
  | 'cost'
  | 'costProject'
  | 'deploy'
  | 'files'
  | 'fix'
  | 'fixProject'
  | 'format'
  | 'graph'
  | 'load'
  | 'missingPacks'
  | 'projectNeeds'
  | 'readReport'
  | 'rules'
  | 'safety'
  | 'scan'
  | 'suppressed'
  | 'validate'
>;

/** Problems and findings of a configuration, and its fixed versions. */
export interface Checked {
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
  readonly safety: readonly SafetyFinding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly pair: FixPair;
  /** Duration of the check, in milliseconds. */
  readonly ms: number;
}

/** Estimate of a configuration, with the budget of its request. */
export interface CostEstimate {
  readonly estimate: Estimate;
  /** Difference to the earlier configuration, as text; null where there is none. */
  readonly change: string | null;
  readonly budget: Budget;
}

/** Returns the functions on a configuration, which call `module`. */
export function checkCalls(module: CheckModule) {
  let schema: Promise<void> | null = null;
  let prices: Promise<void> | null = null;
  /** Fetches the prices once; a failed call fetches them again. */
  async function fetchPrices(folder: string): Promise<void> {
    prices ??= module.load('prices-1', folder);
    await prices.catch((thrown: unknown) => {
      prices = null;
      throw thrown;
    });
  }
  const costOf = (code: string, companions: Companions): Estimate =>
    isJoined(code) ? projectEstimate(module, code, companions) : module.cost(code);
  const fixedBy = (code: string, options: FixOptions, companions: Companions): FixResult =>
    isJoined(code)
      ? fixedProject(module, code, options, companions)
      : withDeploy(module.fix(code, options));
  /** Without the schema fewer checks run, which the notes state; the next call fetches it again. */
  async function fetchSchema(folder: string): Promise<void> {
    schema ??= module.load('aws-5', folder);
    await schema.catch(() => {
      schema = null;
    });
  }
  return {
    /** Fetches the schema from a folder before a run needs it. */
    prepare: fetchSchema,
    /** Fetches the packs that checking a configuration needs. */
    async prepareFor(code: string, folder: string, companions: Companions): Promise<void> {
      await fetchSchema(folder);
      for (const pack of missingPacks(module, code, companions)) {
        await module.load(pack, folder).catch(() => {});
      }
    },
    check(code: string, selection: FixSelection, companions: Companions): Checked {
      const start = performance.now();
      if (isJoined(code)) {
        const checked = checkedProject(module, code, selection, companions);
        return { ...checked, ms: performance.now() - start };
      }
      const failures = module.deploy(code).diagnostics.map(deployProblem);
      const problems = [...module.validate(code), ...failures];
      const findings = module.scan(code);
      const safety = module.safety(code);
      const suppressed = module.suppressed(code);
      const [options, otherwise] = fixOptions(null, selection);
      const shown = withDeploy(module.fix(code, options));
      const ms = performance.now() - start;
      const pair = { shown, other: withDeploy(module.fix(code, otherwise)) };
      return { problems, findings, safety, suppressed, pair, ms };
    },
    fix: (code: string, options: FixOptions) => withDeploy(module.fix(code, options)),
    format: (code: string) => module.format(code),
    /** Estimates the monthly cost, compared with an earlier configuration. */
    async estimate(
      code: string,
      before: string | null,
      request: string,
      companions: Companions,
      folder: string,
    ): Promise<CostEstimate> {
      await fetchPrices(folder);
      const estimate = costOf(code, companions);
      const change = before === null ? null : differenceLine(costOf(before, companions), estimate);
      return { estimate, change, budget: module.budget(request) };
    },
    /** Differences in cost that fixes make, as text by their ids. */
    async fixCosts(
      code: string,
      options: FixOptions,
      ids: readonly string[],
      companions: Companions,
      folder: string,
    ): Promise<ReadonlyMap<string, string>> {
      await fetchPrices(folder);
      const before = costOf(fixedBy(code, options, companions).code, companions);
      const found = new Map<string, string>();
      for (const id of ids) {
        const accept = [...(options.accept ?? []), id];
        const fixed = fixedBy(code, { ...options, accept }, companions);
        const after = costOf(fixed.code, companions);
        const change = fixed.changes.find((one) => one.id === id);
        const same = sameCostText(change?.effect === 'costs_money');
        found.set(id, differenceLine(before, after) ?? same);
      }
      return found;
    },
    rules: () => module.rules(),
    graph: (code: string) => module.graph(code),
    files: (code: string) => module.files(code),
    readReport: (text: string) => module.readReport(text),
  };
}

/** Returns nothing for a text that is too long: the check reports the reason. */
function missingPacks(
  module: CheckModule,
  code: string,
  companions: Companions,
): ReturnType<CheckModule['missingPacks']> {
  try {
    if (isJoined(code)) return module.projectNeeds(...projectOf(code, companions)).packs;
    return module.missingPacks(code);
  } catch (thrown) {
    if (errorKind(thrown) === null) throw thrown;
    return [];
  }
}
