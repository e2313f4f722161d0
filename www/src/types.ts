// The shapes that the module hands out and takes: plain objects, absent is null. They are made from
// the Rust shapes, and arrive with the module.

export type {
  Attempt, Cache, CallSize, Change, Edge, End, Failure, Finding, FixOptions, Graph,
  Import as ImportedReport, ImportGroup, ImportItem, KeptAnswer as CachedAnswer, Ledger,
  LedgerEntry, Mended as FixResult, ModelInfo, Node as GraphNode, Options, Pack, Part,
  Place as Position, Plan, Preview, Problem, Progress, Quota, Remedy, Report, RuleInfo, Severity,
  Step, TextFile, Usage,
} from './wasm/infragenie.js';

import type { Options } from './wasm/infragenie.js';

/** How much a run may spend. */
export type Profile = NonNullable<Options['profile']>;
