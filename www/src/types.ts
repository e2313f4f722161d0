// Re-exports the types of the wasm module.
//
// They are generated from the Rust types. A missing value is null.

export type {
  Attempt, Cache, CallSize, Change, Edge, End, Failure, Finding, FixOptions, Graph,
  Import as ImportedReport, ImportGroup, ImportItem, KeptAnswer as CachedAnswer, Ledger,
  LedgerEntry, Mended as FixResult, ModelInfo, Node as GraphNode, Options, Pack, Part,
  Place as Position, Plan, Preview, Problem, Progress, Quota, Remedy, Report, RuleInfo, Severity,
  Step, TextFile, Usage,
} from './wasm/infragenie.js';

import type { Options } from './wasm/infragenie.js';

/** Token profile of a run. */
export type Profile = NonNullable<Options['profile']>;
