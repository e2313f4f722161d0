// The shapes that the module hands out and takes: plain objects, absent is null. They are made from
// the Rust shapes, and arrive with the module.

export type {
  Attempt, Cache, CallSize, Change, End, Failure, Finding, FixOptions, Import, ImportGroup,
  ImportItem, KeptAnswer, Ledger, LedgerEntry, Mended, ModelInfo, Options, Pack, Part, Place, Plan,
  Preview, Problem, Progress, Quota, Remedy, Report, RuleInfo, Severity, Step, Usage,
} from './wasm/infragenie.js';

import type { Options } from './wasm/infragenie.js';

/** How much a run may spend. */
export type Profile = NonNullable<Options['profile']>;
