// Made from the shapes in face.rs: `UPDATE=1 cargo test types_ts`.
export type Severity = "info" | "low" | "medium" | "high" | "critical";
export type Pack = "o200k-ascii" | "o200k-rest";
export type Ledger = Record<string, unknown>;
export type LedgerEntry = Record<string, unknown>;
export type Regime = "kept" | "refunded";
export type Options = { 
/**
 * The id of the model to ask; without one it is chosen for each step.
 */
model?: string | null, 
/**
 * What earlier reports gave back, so that quotas are known.
 */
ledger?: Ledger | null, };
export type Step = "draft" | "repair";
export type Message = { 
/**
 * Who speaks.
 */
role: "system" | "user", 
/**
 * The text.
 */
content: string, };
export type Part = { 
/**
 * Which part.
 */
name: "frame" | "system" | "request" | "digest" | "code", 
/**
 * Its tokens.
 */
tokens: number, };
export type Plan = { step: Step, model: string, 
/**
 * False where the model's vocabulary is not ours: the counts are then close, not exact.
 */
exact: boolean, messages: Array<Message>, parts: Array<Part>, promptTokens: number, maxCompletionTokens: number, reasoningEffort: string, includeReasoning: boolean, };
export type Preview = { "state": "counted", 
/**
 * What would be sent.
 */
plan: Plan, 
/**
 * How many such calls a full day's quota allows.
 */
perDay: number, 
/**
 * How many of them are left today.
 */
leftToday: number, 
/**
 * When it passes: now, or later, in milliseconds since 1970; null where it never does.
 */
opensAt: number | null, 
/**
 * What the user should know before it is sent.
 */
notes: Array<string>, } | { "state": "waiting", 
/**
 * The pack to load.
 */
pack: Pack, };
export type Place = { 
/**
 * Line, from 1.
 */
line: number, 
/**
 * Column in characters, from 1.
 */
column: number, };
export type Problem = { 
/**
 * Terraform's own summary.
 */
summary: string, place: Place, message: string, };
export type Remedy = "free" | "companion" | "offered" | "none";
export type Finding = { 
/**
 * Checkov's id.
 */
id: string, 
/**
 * How bad it is.
 */
severity: Severity, 
/**
 * Of the resource; its instances by `count` and `for_each` are one.
 */
address: string, 
/**
 * Where the block begins.
 */
place: Place, 
/**
 * What is wrong, in at most 60 characters.
 */
wrong: string, 
/**
 * Why it matters, in one sentence.
 */
why: string, 
/**
 * What can be done about it.
 */
remedy: Remedy, 
/**
 * What the remedy takes away or costs, where it has a price.
 */
price: string | null, };
export type Change = { 
/**
 * Stable for the same deed on the same block: leaving this id out undoes the change.
 */
id: string, 
/**
 * The block it was done for.
 */
address: string, 
/**
 * What was done, in one line.
 */
what: string, 
/**
 * Why, in one sentence.
 */
why: string, };
export type Question = { 
/**
 * Its name.
 */
variable: string, 
/**
 * What the module says of it, or its name in words.
 */
description: string, 
/**
 * The value is a secret: it should not be shown or stored.
 */
sensitive: boolean, };
export type Mended = { 
/**
 * The Terraform text.
 */
code: string, 
/**
 * What was completed and fixed; leaving an id out undoes that change alone.
 */
changes: Array<Change>, problems: Array<Problem>, findings: Array<Finding>, 
/**
 * Variables that the user has to fill in.
 */
questions: Array<Question>, 
/**
 * What the user should know.
 */
notes: Array<string>, };
export type Usage = { 
/**
 * Of the prompt, frame included.
 */
promptTokens: number, 
/**
 * Of the answer, reasoning included.
 */
completionTokens: number, 
/**
 * Of the reasoning.
 */
reasoningTokens: number, 
/**
 * Of the prompt, those that were cached: half the price, and not counted towards limits.
 */
cachedTokens: number, 
/**
 * Prompt and answer.
 */
totalTokens: number, };
export type Finish = "stop" | "length" | "broken";
export type Attempt = { 
/**
 * From 1.
 */
number: number, plan: Plan, usage: Usage | null, 
/**
 * Prompt tokens as Groq counted them, minus ours.
 */
drift: number | null, finish: Finish, 
/**
 * What was left after mending.
 */
problems: number, findings: number, outcome: string, };
export type RefusalKind = "auth" | "quota" | "too_large" | "model_gone" | "over_capacity" | "network" | "broken_stream" | "bad_request" | "cancelled";
export type Failure = { kind: RefusalKind, message: string, 
/**
 * When the quota opens again, in milliseconds since 1970.
 */
until: number | null, };
export type End = "clean" | "open" | "failed";
export type Report = { end: End, request: string, 
/**
 * The model's own program; `mend` on it gives the code, with or without each change.
 */
base: string, attempts: Array<Attempt>, used: Usage, ledger: Ledger, failure: Failure | null, 
/**
 * The Terraform text.
 */
code: string, 
/**
 * What was completed and fixed; leaving an id out undoes that change alone.
 */
changes: Array<Change>, problems: Array<Problem>, findings: Array<Finding>, 
/**
 * Variables that the user has to fill in.
 */
questions: Array<Question>, 
/**
 * What the user should know.
 */
notes: Array<string>, };
export type Progress = { "event": "sending", 
/**
 * Which attempt, from 1.
 */
attempt: number, 
/**
 * The call.
 */
plan: Plan, } | { "event": "heard", 
/**
 * The piece.
 */
text: string, } | { "event": "judged", 
/**
 * What came of it.
 */
attempt: Attempt, } | { "event": "waiting", 
/**
 * When it goes on, in milliseconds since 1970.
 */
until: number, 
/**
 * Why, in one line.
 */
why: string, 
/**
 * Whose quota.
 */
model: string, } | { "event": "moved", 
/**
 * From which.
 */
from: string, 
/**
 * To which.
 */
to: string, 
/**
 * Why.
 */
why: string, };
export type ModelInfo = { id: string, name: string, contextTokens: number, 
/**
 * Whether it answers for this key; null where it was not asked.
 */
live: boolean | null, exact: boolean, tokensPerDay: number, tokensPerMinute: number, };
export type RuleInfo = { 
/**
 * Checkov's id.
 */
id: string, 
/**
 * How bad a finding is.
 */
severity: Severity, 
/**
 * The resource types that are asked.
 */
types: Array<string>, 
/**
 * What is wrong where it is found.
 */
wrong: string, 
/**
 * Why it matters.
 */
why: string, 
/**
 * What can be done about it, where nothing in the block says otherwise.
 */
remedy: Remedy, };
export type Quota = { model: string, tokensPerDay: number, tokensPerMinute: number, leftToday: number, leftThisMinute: number, requestsLeftToday: number, 
/**
 * When the day's bucket is full again, in milliseconds since 1970.
 */
fullAgainAt: number, 
/**
 * What becomes of the unused part of a cap; null until an answer or a refusal tells.
 */
regime: Regime | null, 
/**
 * Whether it was found to be retired, or closed to this key.
 */
gone: boolean, };
