// Defines the functions on a configuration, for each worker that has them.

import { errorKind } from '../errors';
import type { FixPair, FixSelection } from '../fix-selection';
import { fixOptions } from '../fix-selection';
import type { Finding, FixOptions, Problem, SafetyFinding, SuppressedFinding } from '../types';
import type * as Check from '../wasm/check.js';

/** Exports of a module that checks configurations. */
export type CheckModule = Pick<
  typeof Check,
  | 'files'
  | 'fix'
  | 'format'
  | 'graph'
  | 'load'
  | 'missingPacks'
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

/** Returns the functions on a configuration, which call `module`. */
export function checkCalls(module: CheckModule) {
  let schema: Promise<void> | null = null;
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
    async prepareFor(code: string, folder: string): Promise<void> {
      await fetchSchema(folder);
      for (const pack of missingPacks(module, code)) {
        await module.load(pack, folder).catch(() => {});
      }
    },
    check(code: string, selection: FixSelection): Checked {
      const start = performance.now();
      const problems = module.validate(code);
      const findings = module.scan(code);
      const safety = module.safety(code);
      const suppressed = module.suppressed(code);
      const [options, otherwise] = fixOptions(null, selection);
      const shown = module.fix(code, options);
      const ms = performance.now() - start;
      const pair = { shown, other: module.fix(code, otherwise) };
      return { problems, findings, safety, suppressed, pair, ms };
    },
    fix: (code: string, options: FixOptions) => module.fix(code, options),
    format: (code: string) => module.format(code),
    rules: () => module.rules(),
    graph: (code: string) => module.graph(code),
    files: (code: string) => module.files(code),
    readReport: (text: string) => module.readReport(text),
  };
}

/** Returns nothing for a text that is too long: the check reports the reason. */
function missingPacks(module: CheckModule, code: string): ReturnType<CheckModule['missingPacks']> {
  try {
    return module.missingPacks(code);
  } catch (thrown) {
    if (errorKind(thrown) === null) throw thrown;
    return [];
  }
}
