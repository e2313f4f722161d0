// The shapes that the module hands out and takes: plain objects, absent is null. They are made from
// the Rust shapes, and arrive with the module.

export type {
  Attempt, Change, Failure, Finding, Ledger, Mended, ModelInfo, Options, Pack, Part, Place, Plan,
  Preview, Problem, Progress, Quota, Report, Severity,
} from './wasm/infragenie.js';
