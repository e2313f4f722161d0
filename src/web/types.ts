// Made from the shapes in face.rs: `UPDATE=1 cargo test types_ts`.
export type Severity = "info" | "low" | "medium" | "high" | "critical";
export type Pack = "o200k-ascii" | "o200k-rest";
export type Ledger = Record<string, unknown>;
export type LedgerEntry = Record<string, unknown>;
export type Regime = "kept" | "refunded";
export type Profile = "thrift" | "seed" | "careful";
export type Options = { 
/**
 * The id of the model to ask; without one it is chosen for each step.
 */
model?: string | null, 
/**
 * How much a run may spend; without one the least: `thrift`.
 */
profile?: "thrift" | "seed" | "careful" | null, 
/**
 * Whether the building blocks answer what they can, before a model is asked. They do unless
 * this is false.
 */
library?: boolean | null, 
/**
 * What earlier reports gave back, so that quotas are known.
 */
ledger?: Ledger | null, 
/**
 * A program that the request wants changed; without one the request is for a new program.
 */
code?: string | null, 
/**
 * Whether an earlier answer to the very same request is passed over.
 */
anew?: boolean | null, };
export type ValidateOptions = { 
/**
 * Files that `file`, `templatefile` and the like may read, by their paths in the folder of
 * the program.
 */
files?: Array<string> | null, };
export type FixOptions = { 
/**
 * The user's words. With them the program is completed as one that was asked for: key pairs,
 * looked-up images, provider, secrets; what they name is kept.
 */
request?: string | null, 
/**
 * The ids of changes that are left out.
 */
without?: Array<string> | null, 
/**
 * The ids of changes with a price that are made: `fix:<check id>:<address>` of a finding
 * whose remedy is `offered` or `companion`.
 */
accepted?: Array<string> | null, 
/**
 * Whether new resources are added that are worth money: keys, logs, roles.
 */
harden?: boolean | null, };
export type CallSize = { 
/**
 * Of the prompt, frame included.
 */
promptTokens: number, 
/**
 * The cap of the answer.
 */
maxCompletionTokens: number, };
export type Step = "draft" | "edit" | "repair";
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
name: "frame" | "system" | "request" | "addresses" | "digest" | "code", 
/**
 * Its tokens.
 */
tokens: number, };
export type Plan = { step: Step, model: string, 
/**
 * False where the model's vocabulary is not ours: the counts are then close, not exact.
 */
exact: boolean, messages: Array<Message>, parts: Array<Part>, promptTokens: number, maxCompletionTokens: number, reasoningEffort: string, includeReasoning: boolean, };
export type ProfileCost = { profile: Profile, 
/**
 * Calls at most.
 */
attemptsMax: number, 
/**
 * Of the first call.
 */
promptTokens: number, maxCompletionTokens: number, 
/**
 * What all calls together can be charged, if each uses what it may.
 */
tokensMax: number, 
/**
 * Why the profile does not take the request, where it does not.
 */
refused: string | null, };
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
 * Whether the building blocks answer it before any call, at no tokens.
 */
composed: boolean, 
/**
 * When it passes: now, or later, in milliseconds since 1970; null where it never does.
 */
opensAt: number | null, 
/**
 * What the request would cost under every profile.
 */
costs: Array<ProfileCost>, 
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
export type ProblemKind = "InvalidCharacter" | "UnsupportedOperator" | "MultiLineString" | "UnterminatedTemplate" | "InvalidEscape" | "ArgumentOrBlockRequired" | "ArgumentRequired" | "InvalidArgumentName" | "AttributeRedefined" | "MissingNewline" | "UnexpectedComma" | "InvalidBlockDefinition" | "InvalidSingleArgumentBlock" | "MissingNewlineAfterBlock" | "Unclosed" | "InvalidStringLiteral" | "UnterminatedStringLiteral" | "InvalidExpression" | "MissingExpression" | "MissingFalseExpression" | "UnbalancedParentheses" | "InvalidNumber" | "InvalidAttributeName" | "InvalidLegacyIndex" | "NestedSplat" | "MissingSplatBracket" | "MissingIndexBracket" | "MissingFunctionName" | "MissingOpenParenthesis" | "MissingCloseParenthesis" | "UnterminatedCall" | "MissingArgumentSeparator" | "UnterminatedList" | "MissingItemSeparator" | "MissingAttributeValue" | "MissingKeyValueSeparator" | "MissingAttributeSeparator" | "UnterminatedObject" | "InvalidFor" | "UnclosedInterpolation" | "ExtraInInterpolation" | "InvalidDirective" | "InvalidDirectiveKeyword" | "InvalidForDirective" | "ExtraInIf" | "ExtraInElse" | "ExtraInEndif" | "ExtraInForDirective" | "ExtraInEndfor" | "UnexpectedElse" | "UnexpectedEndif" | "UnexpectedEndfor" | "UnexpectedEndOfTemplate" | "TooDeep" | "DuplicateResource" | "DuplicateData" | "DuplicateVariable" | "DuplicateLocal" | "DuplicateOutput" | "DuplicateModule" | "DuplicateProvider" | "DuplicateLifecycle" | "UndeclaredResource" | "UndeclaredVariable" | "UndeclaredLocal" | "UndeclaredModule" | "InvalidReference" | "UnsupportedArgument" | "UnsupportedBlock" | "MissingArgument" | "InsufficientBlocks" | "TooManyBlocks" | "MissingBlock" | "DuplicateBlock" | "InvalidResourceType" | "InvalidDataSource" | "IncorrectType" | "Unconfigurable" | "InvalidKey" | "UnsupportedAttribute" | "MissingLabel" | "ExtraneousLabel" | "InvalidTypeName" | "InvalidResourceName" | "InvalidDataName" | "InvalidVariableName" | "InvalidOutputName" | "InvalidModuleName" | "UnexpectedBlock" | "VariablesNotAllowed" | "CallsNotAllowed" | "QuotedType" | "LegacyType" | "InvalidType" | "InvalidDefault" | "MissingProvisioner" | "UnknownFunction" | "TooFewArguments" | "TooManyArguments" | "MissingFile" | "InvalidArgument" | "FailedCall" | "RemovedFunction" | "MissingHashedFile" | "MissingKey" | "UnexpectedKey" | "EachWithoutForEach" | "CountWithoutCount" | "InvalidIndex" | "InvalidOperation" | "InvalidSelf" | "InvalidBuiltIn" | "InvalidInterpolation" | "InvalidOperand" | "IncorrectCondition" | "NotIterable" | "InvalidForEach" | "InvalidCount" | "IncorrectValueType" | "CountAndForEach" | "UnsuitableType" | "MissingContent" | "ExtraContent" | "InvalidWildcard" | "InvalidDependsOn" | "InvalidTrigger" | "InvalidTriggerReference" | "DataLifecycle" | "InvalidModuleSource" | "InvalidRegistrySource" | "InvalidVersion" | "ReservedBlock" | "InconsistentConditional" | "DuplicateRequiredProviders" | "SensitiveOutput" | "Cycle" | "ProviderNotPresent" | "NotOneOf" | "NotInEnum" | "NotMatching" | "NotInRange" | "TooSmall" | "TooLarge" | "NotDivisible" | "InvalidAttributeValue" | "LengthNotInRange" | "InvalidLength" | "NameTooLong" | "InvalidArn" | "InvalidArnValue" | "InvalidJson" | "InvalidJsonValue" | "InvalidCidr" | "InvalidNetwork" | "InvalidCidrValue" | "InvalidAddress" | "InvalidAccount" | "InvalidRegion" | "InvalidPort" | "InvalidWindow" | "NotParsed" | "InvalidValue" | "InvalidCharacters" | "PatternNotMatched" | "NameNotAllowed" | "ConflictingArguments" | "InvalidCombination" | "AttributeCombination" | "MissingConfiguration";
export type Problem = { 
/**
 * What sort of problem it is: a name that stays the same.
 */
kind: ProblemKind, 
/**
 * Terraform's own summary.
 */
summary: string, 
/**
 * Of the block that it is in.
 */
address: string | null, place: Place, 
/**
 * Behind the last character that is at fault.
 */
end: Place, message: string, };
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
changes: Array<Change>, 
/**
 * Addresses of the blocks that were added.
 */
added: Array<string>, problems: Array<Problem>, findings: Array<Finding>, 
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
problems: number, findings: number, outcome: string, 
/**
 * The best program so far after mending; empty where there is none.
 */
code: string, };
export type RefusalKind = "auth" | "quota" | "too_large" | "model_gone" | "over_capacity" | "network" | "broken_stream" | "bad_request" | "unusable" | "cancelled";
export type Failure = { kind: RefusalKind, message: string, 
/**
 * When the quota opens again, in milliseconds since 1970.
 */
until: number | null, };
export type End = "clean" | "open" | "failed";
export type KeptAnswer = { request: string, model: string, profile: string, 
/**
 * What it cost when it was made: what it saves now.
 */
tokens: number, 
/**
 * In milliseconds since 1970.
 */
made: number, used: number, };
export type Cache = Record<string, unknown>;
export type Report = { end: End, request: string, 
/**
 * The model's own program; `mend` on it gives the code, with or without each change.
 */
base: string, 
/**
 * What the building blocks assumed, a line each, where they answered: it cost nothing, and
 * the option `library: false` asks a model instead.
 */
assumed: Array<string> | null, 
/**
 * Ids of changes that were not made, because they are about blocks that the request did not
 * touch: `fix` leaves them out too when it is told so.
 */
withheld: Array<string>, 
/**
 * The earlier answer that this is, where it is one: it cost nothing.
 */
recalled: KeptAnswer | null, 
/**
 * Whether resources that are worth money were added, as the policy has it.
 */
harden: boolean, attempts: Array<Attempt>, used: Usage, ledger: Ledger, failure: Failure | null, 
/**
 * The Terraform text.
 */
code: string, 
/**
 * What was completed and fixed; leaving an id out undoes that change alone.
 */
changes: Array<Change>, 
/**
 * Addresses of the blocks that were added.
 */
added: Array<string>, problems: Array<Problem>, findings: Array<Finding>, 
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
 * How many calls of the size that was asked about fit today; null where none was.
 */
runsLeft: number | null, 
/**
 * When the next of them fits; null where none was asked about, and where none ever fits.
 */
opensAt: number | null, 
/**
 * What becomes of the unused part of a cap; null until an answer or a refusal tells.
 */
regime: Regime | null, 
/**
 * Whether it was found to be retired, or closed to this key.
 */
gone: boolean, };
export type Format = "checkov" | "sarif" | "terraform";
export type ImportItem = { 
/**
 * Of the resource.
 */
address: string | null, 
/**
 * The file, as the report names it.
 */
file: string | null, 
/**
 * The line, from 1.
 */
line: number | null, 
/**
 * What the tool says of this one.
 */
message: string, };
export type ImportGroup = { 
/**
 * The id of the check, or Terraform's summary.
 */
id: string, 
/**
 * By our own table where it has the id, else as the report says; null for what makes a
 * program invalid, which ranks above all findings.
 */
severity: Severity | null, 
/**
 * What is wrong: in our words where we know the id, else in the tool's.
 */
wrong: string, 
/**
 * Why it matters, where we know the id.
 */
why: string | null, 
/**
 * What can be done about it here, where we know the id.
 */
remedy: Remedy | null, 
/**
 * Where the tool explains it.
 */
link: string | null, 
/**
 * How many violations these are.
 */
count: number, 
/**
 * The violations that were kept.
 */
items: Array<ImportItem>, };
export type Import = { 
/**
 * In which format it came.
 */
format: Format, 
/**
 * The tool, by the name that it gives itself.
 */
tool: string, 
/**
 * What makes a program invalid first, then by severity, then the larger first, then by id.
 */
groups: Array<ImportGroup>, 
/**
 * Violations in all groups, those included that were only counted.
 */
violations: number, 
/**
 * Checks that passed, as far as the report lists them.
 */
passed: number, 
/**
 * Violations that were skipped or suppressed where they were found.
 */
skipped: number, 
/**
 * What the user should know, a sentence each.
 */
notes: Array<string>, };
export type Node = { 
/**
 * Its address.
 */
address: string, 
/**
 * What it is a block of: a resource type, or `module`.
 */
type: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The line where it begins, from 1.
 */
line: number, };
export type Edge = { 
/**
 * The address of the block that refers.
 */
from: string, 
/**
 * The address of the one that is referred to.
 */
to: string, };
export type Graph = { 
/**
 * Resources, data sources and modules, in the order of the text.
 */
nodes: Array<Node>, 
/**
 * In the order of the blocks that they start from, each once.
 */
edges: Array<Edge>, 
/**
 * Blocks that were left out because there are too many.
 */
more: number, };
export type TextFile = { 
/**
 * Its name, such as `main.tf`.
 */
name: string, 
/**
 * What it holds; empty where the module has nothing for it.
 */
text: string, };
