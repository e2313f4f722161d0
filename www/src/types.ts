// Re-exports the types of the wasm module.
//
// They are generated from the Rust types. A missing value is null.

export type {
  Attempt,
  Budget,
  Cache,
  CachedAnswer,
  Change,
  CostComponent,
  CostOptions,
  CostRange,
  DeployDiagnostic,
  Edge,
  End,
  Estimate,
  Finding,
  FixOptions,
  FixResult,
  FormatResult,
  Graph,
  ImportedReport,
  ImportGroup,
  ImportItem,
  Ledger,
  LedgerEntry,
  ModelInfo,
  Node as GraphNode,
  Options,
  Pack,
  Part,
  Plan,
  Position,
  Preview,
  Problem,
  Progress,
  ProjectEstimate,
  ProjectFile,
  ProjectFinding,
  ProjectFix,
  ProjectOptions,
  ProjectProblem,
  Quota,
  Remedy,
  Report,
  ResourceCost,
  RuleInfo,
  SafetyFinding,
  Severity,
  SuppressedFinding,
  TextFile,
  Usage,
} from './wasm/infragenie.js';

import type { Options } from './wasm/infragenie.js';

/** Token profile of a run. */
export type Profile = NonNullable<Options['profile']>;
