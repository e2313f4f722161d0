// Generated from the types in api.rs by `UPDATE=1 cargo test types_ts`.
export type Severity = "info" | "low" | "medium" | "high" | "critical";
export type Pack = "o200k-ascii" | "o200k-rest";
export type Ledger = Record<string, unknown>;
export type LedgerEntry = Record<string, unknown>;
export type CapRefundPolicy = "kept" | "refunded";
export type Profile = "minimal" | "balanced" | "thorough";
export type Options = { 
/**
 * Id of the model to call; null chooses one for each step.
 */
model?: string | null, 
/**
 * Profile that limits the tokens of a run; null means the cheapest, `minimal`.
 */
profile?: Profile | null, 
/**
 * Whether the templates may answer before a model is called; null means true.
 */
templates?: boolean | null, 
/**
 * Ledger of an earlier report, which carries the quota use.
 */
ledger?: Ledger | null, 
/**
 * Program to change; null requests a new program.
 */
code?: string | null, 
/**
 * Whether to ignore the cached answer to the same request.
 */
skipCache?: boolean | null, };
export type ScanOptions = { 
/**
 * Limit of the fixes that need no consent, as in `FixOptions`; null means `file`.
 */
reach?: "file" | "folder" | "draft" | null, };
export type ValidateOptions = { 
/**
 * Existing files that `file`, `templatefile` and similar functions may read.
 *
 * Paths are relative to the folder of the program.
 */
files?: Array<string> | null, };
export type FixOptions = { 
/**
 * Text of the user's request.
 *
 * With a request the program is also completed: key pairs, image lookups, provider, secrets.
 * Whatever the request names is kept.
 */
request?: string | null, 
/**
 * Limit of the changes, by who wrote the program.
 *
 * `file` is a file of the user, `folder` all files of the user's module; in both, only changes
 * are made that are safe, free and harmless to what is deployed. A `draft` is changed freely.
 * Null means `draft` with a request and `file` without one.
 */
reach?: "file" | "folder" | "draft" | null, 
/**
 * Ids of the changes to leave out.
 */
exclude?: Array<string> | null, 
/**
 * Ids of the changes to make that need consent.
 *
 * They are the ids of offers, or have the form `fix:<check id>:<address>`, from a finding whose
 * remedy is `needs_consent` or `adds_resources`.
 */
accept?: Array<string> | null, 
/**
 * Whether to make fixes that cost money too: backups, new keys, logs, roles.
 */
harden?: boolean | null, };
export type CallSize = { 
/**
 * Prompt tokens with the message frame.
 */
promptTokens: number, 
/**
 * The cap of the answer.
 */
maxCompletionTokens: number, };
export type Step = "draft" | "edit" | "repair";
export type Message = { 
/**
 * Role of the author.
 */
role: "system" | "user", 
/**
 * Text of the message.
 */
content: string, };
export type Part = { 
/**
 * Name of the part.
 */
name: "frame" | "system" | "request" | "addresses" | "diagnostics" | "code", 
/**
 * Tokens of the part.
 */
tokens: number, };
export type ReplacedSecret = { 
/**
 * Text that is sent instead.
 */
placeholder: string, 
/**
 * Kind of the secret, such as `password` or `GitHub token`.
 */
kind: string, 
/**
 * Address of the block; null if the secret is in the request or in a diagnostic.
 */
address: string | null, 
/**
 * Name of the argument, if the secret is the value of one.
 */
argument: string | null, };
export type Plan = { 
/**
 * Kind of the call.
 */
step: Step, 
/**
 * The model that is called; its id in JSON.
 */
model: string, 
/**
 * Whether the prompt tokens are exact; false if the model has another vocabulary.
 */
exact: boolean, 
/**
 * The messages exactly as sent.
 */
messages: Array<Message>, 
/**
 * Breakdown of the prompt tokens; the parts add up to `prompt_tokens`.
 */
parts: Array<Part>, 
/**
 * Prompt tokens that Groq will count, with the message frame.
 */
promptTokens: number, 
/**
 * The cap: maximum tokens of the answer, reasoning included.
 */
maxCompletionTokens: number, 
/**
 * The reasoning effort of the call.
 */
reasoningEffort: string, 
/**
 * Secrets that were replaced by placeholders in the messages.
 */
replaced: Array<ReplacedSecret>, };
export type ProfileCost = { profile: Profile, 
/**
 * Maximum number of calls.
 */
attemptsMax: number, 
/**
 * Prompt tokens of the first call.
 */
promptTokens: number, maxCompletionTokens: number, 
/**
 * Maximum tokens of all calls together.
 */
tokensMax: number, 
/**
 * Reason why the profile rejects the request; null if it does not.
 */
refused: string | null, };
export type FirstAnswer = "cache" | "templates" | "edits" | "statement" | "model";
export type Preview = { "state": "counted", 
/**
 * The call that would be sent.
 */
plan: Plan, 
/**
 * How many such calls a full day's quota allows.
 */
perDay: number, 
/**
 * How many such calls are left today.
 */
leftToday: number, 
/**
 * Source of the first answer.
 */
first: FirstAnswer, 
/**
 * Addresses of the blocks that the changes remove, with what depends on them.
 */
removes: Array<string>, 
/**
 * Whether the request is answered without a model and the cache, so that it costs no tokens.
 */
fromTemplates: boolean, 
/**
 * Terraform of the templates' answer, before it is fixed.
 */
templateCode: string | null, 
/**
 * The cached answer that a run would repeat at no cost, if any.
 */
cached: CachedAnswer | null, 
/**
 * When the call fits the quota, in milliseconds since 1970; null if it never does.
 */
opensAt: number | null, 
/**
 * Cost of the request in every profile.
 */
costs: Array<ProfileCost>, 
/**
 * Notes for the user before the call is sent.
 */
notes: Array<string>, 
/**
 * Words of a request for a new configuration that the templates do not read, so that a
 * model answers; empty if none does.
 */
notUnderstood: Array<string>, 
/**
 * Understood services of a request that a model answers.
 */
understood: Array<string>, } | { "state": "waiting", 
/**
 * The pack to load.
 */
pack: Pack, 
/**
 * Source of the first answer, which is known without a count.
 */
first: FirstAnswer, 
/**
 * Terraform of the templates' answer, before it is fixed.
 */
templateCode: string | null, };
export type Position = { 
/**
 * Line number, from 1.
 */
line: number, 
/**
 * Column in characters, from 1.
 */
column: number, };
export type ProblemKind = "InvalidCharacter" | "UnsupportedOperator" | "MultiLineString" | "UnterminatedTemplate" | "InvalidEscape" | "ArgumentOrBlockRequired" | "ArgumentRequired" | "InvalidArgumentName" | "AttributeRedefined" | "MissingNewline" | "UnexpectedComma" | "InvalidBlockDefinition" | "InvalidSingleArgumentBlock" | "MissingNewlineAfterBlock" | "Unclosed" | "InvalidStringLiteral" | "UnterminatedStringLiteral" | "InvalidExpression" | "MissingExpression" | "MissingFalseExpression" | "UnbalancedParentheses" | "InvalidNumber" | "InvalidAttributeName" | "InvalidLegacyIndex" | "NestedSplat" | "MissingSplatBracket" | "MissingIndexBracket" | "MissingFunctionName" | "MissingOpenParenthesis" | "MissingCloseParenthesis" | "UnterminatedCall" | "MissingArgumentSeparator" | "UnterminatedList" | "MissingItemSeparator" | "MissingAttributeValue" | "MissingKeyValueSeparator" | "MissingAttributeSeparator" | "UnterminatedObject" | "InvalidFor" | "UnclosedInterpolation" | "ExtraInInterpolation" | "InvalidDirective" | "InvalidDirectiveKeyword" | "InvalidForDirective" | "ExtraInIf" | "ExtraInElse" | "ExtraInEndif" | "ExtraInForDirective" | "ExtraInEndfor" | "UnexpectedElse" | "UnexpectedEndif" | "UnexpectedEndfor" | "UnexpectedEndOfTemplate" | "TooDeep" | "DuplicateResource" | "DuplicateData" | "DuplicateVariable" | "DuplicateLocal" | "DuplicateOutput" | "DuplicateModule" | "DuplicateProvider" | "MissingOverriddenResource" | "MissingOverriddenData" | "MissingOverriddenVariable" | "MissingOverriddenLocal" | "MissingOverriddenOutput" | "MissingOverriddenModule" | "MissingOverriddenProvider" | "DuplicateLifecycle" | "UndeclaredResource" | "UndeclaredVariable" | "UndeclaredLocal" | "UndeclaredModule" | "InvalidReference" | "UnsupportedArgument" | "UnsupportedBlock" | "MissingArgument" | "InsufficientBlocks" | "TooManyBlocks" | "MissingBlock" | "DuplicateBlock" | "InvalidResourceType" | "InvalidDataSource" | "IncorrectType" | "Unconfigurable" | "InvalidKey" | "UnsupportedAttribute" | "MissingLabel" | "ExtraneousLabel" | "InvalidTypeName" | "InvalidResourceName" | "InvalidDataName" | "InvalidVariableName" | "InvalidOutputName" | "InvalidModuleName" | "UnexpectedBlock" | "VariablesNotAllowed" | "CallsNotAllowed" | "QuotedType" | "LegacyType" | "InvalidType" | "InvalidDefault" | "MissingProvisioner" | "UnknownFunction" | "TooFewArguments" | "TooManyArguments" | "MissingFile" | "InvalidArgument" | "FailedCall" | "RemovedFunction" | "MissingHashedFile" | "MissingKey" | "UnexpectedKey" | "EachWithoutForEach" | "CountWithoutCount" | "InvalidIndex" | "InvalidOperation" | "InvalidSelf" | "InvalidBuiltIn" | "InvalidInterpolation" | "InvalidOperand" | "IncorrectCondition" | "NotIterable" | "InvalidForEach" | "InvalidCount" | "IncorrectValueType" | "CountAndForEach" | "UnsuitableType" | "MissingContent" | "ExtraContent" | "MissingAssert" | "InvalidImport" | "InvalidMove" | "ResourceKey" | "ModuleKey" | "ScopedReference" | "DestroyReference" | "UncheckedCondition" | "InvalidValidation" | "DuplicateBackend" | "DuplicateCloud" | "BackendAndCloud" | "EphemeralOutput" | "EphemeralArgument" | "InvalidOptionalDefault" | "SelfReference" | "UnknownProviderFunction" | "InvalidWildcard" | "InvalidDependsOn" | "InvalidTrigger" | "InvalidTriggerReference" | "DataLifecycle" | "InvalidModuleSource" | "InvalidRegistrySource" | "InvalidVersion" | "ReservedBlock" | "InconsistentConditional" | "DuplicateRequiredProviders" | "InvalidInput" | "FailedValidation" | "MissingProviderConfiguration" | "IncompatibleModule" | "SensitiveOutput" | "Cycle" | "ProviderNotPresent" | "NotOneOf" | "NotInEnum" | "NotMatching" | "NotInRange" | "TooSmall" | "TooLarge" | "NotDivisible" | "InvalidAttributeValue" | "LengthNotInRange" | "InvalidLength" | "NameTooLong" | "InvalidArn" | "InvalidArnValue" | "InvalidJson" | "InvalidJsonValue" | "InvalidCidr" | "InvalidIpv4Cidr" | "InvalidIpv6Cidr" | "DuplicateJsonKeys" | "InvalidNetwork" | "InvalidCidrValue" | "InvalidAddress" | "InvalidAccount" | "InvalidRegion" | "InvalidPort" | "InvalidWindow" | "NotParsed" | "InvalidValue" | "InvalidCharacters" | "PatternNotMatched" | "NameNotAllowed" | "ConflictingArguments" | "InvalidCombination" | "AttributeCombination" | "MissingConfiguration";
export type ProblemSeverity = "error" | "warning";
export type Problem = { 
/**
 * Stable name of the kind of problem.
 */
kind: ProblemKind, 
/**
 * Terraform's own summary.
 */
summary: string, 
/**
 * Address of the block that contains the problem.
 */
address: string | null, start: Position, 
/**
 * Position after the last character of the problem.
 */
end: Position, message: string, 
/**
 * Whether Terraform rejects the program: `warning` if an admitted version may accept it.
 */
severity: ProblemSeverity, 
/**
 * Version by which the problem is judged, if the program admits another one.
 */
judgedBy: string | null, };
export type Remedy = "free" | "adds_resources" | "needs_consent" | "none";
export type Finding = { 
/**
 * Checkov's check id.
 */
id: string, 
/**
 * Severity of the finding.
 */
severity: Severity, 
/**
 * Address of the resource; its `count` and `for_each` instances share one address.
 */
address: string, 
/**
 * Start position of the block.
 */
start: Position, 
/**
 * Message, at most 60 characters.
 */
message: string, 
/**
 * Rationale, in one sentence.
 */
rationale: string, 
/**
 * Available kind of fix.
 */
remedy: Remedy, 
/**
 * Trade-off: what the fix removes or costs, if anything.
 */
price: string | null, 
/**
 * Whether the request asks for what the rule reports, such as `without backups`.
 */
accepted: boolean, 
/**
 * Whether it keeps the configuration from passing the scan.
 *
 * It does if a free change closes it, or if its severity is high or critical, unless the request
 * asks for it. Other findings are options.
 */
open: boolean, };
export type SuppressedFinding = { 
/**
 * The reason in the comment; empty if it has none.
 */
reason: string, 
/**
 * Checkov's check id.
 */
id: string, 
/**
 * Severity of the finding.
 */
severity: Severity, 
/**
 * Address of the resource; its `count` and `for_each` instances share one address.
 */
address: string, 
/**
 * Start position of the block.
 */
start: Position, 
/**
 * Message, at most 60 characters.
 */
message: string, 
/**
 * Rationale, in one sentence.
 */
rationale: string, 
/**
 * Available kind of fix.
 */
remedy: Remedy, 
/**
 * Trade-off: what the fix removes or costs, if anything.
 */
price: string | null, 
/**
 * Whether the request asks for what the rule reports, such as `without backups`.
 */
accepted: boolean, 
/**
 * Whether it keeps the configuration from passing the scan.
 *
 * It does if a free change closes it, or if its severity is high or critical, unless the request
 * asks for it. Other findings are options.
 */
open: boolean, };
export type SafetyKind = "runs_code" | "trusts_stranger" | "hides" | "gives_away";
export type SafetyFinding = { 
/**
 * Id of the rule.
 */
id: string, 
/**
 * Kind of danger.
 */
kind: SafetyKind, 
/**
 * Address of the block; null for text outside of blocks.
 */
address: string | null, 
/**
 * Position in the text.
 */
start: Position, 
/**
 * Description of the danger.
 */
message: string, 
/**
 * Rationale in one sentence.
 */
rationale: string, 
/**
 * The dangerous part of the text.
 *
 * It is one line, in which hidden characters are written out.
 */
evidence: string, 
/**
 * Whether the user has to accept the finding before the configuration may be used.
 *
 * Only findings in what a model wrote block, and none that only gives rights away.
 */
isBlocking: boolean, };
export type SafetyRule = { 
/**
 * Stable id.
 */
id: string, 
/**
 * Kind of danger.
 */
kind: SafetyKind, 
/**
 * Message of a finding: a verb and its object.
 */
message: string, 
/**
 * Rationale in one sentence.
 */
rationale: string, };
export type DeployKind = "plan_refuses" | "aws_refuses" | "does_not_work";
export type DeploySeverity = "error" | "warning";
export type DeployRule = { 
/**
 * Stable id.
 */
id: string, 
/**
 * Short name of the rule.
 */
slug: string, 
/**
 * Stage of the failure.
 */
kind: DeployKind, 
/**
 * Certainty of the failure.
 */
severity: DeploySeverity, 
/**
 * Reason of the failure in one sentence.
 */
rationale: string, };
export type DeployDiagnostic = { 
/**
 * Id of the rule.
 */
id: string, 
/**
 * Short name of the rule.
 */
slug: string, 
/**
 * Stage of the failure.
 */
kind: DeployKind, 
/**
 * Certainty of the failure.
 */
severity: DeploySeverity, 
/**
 * Address of the block.
 */
address: string, 
/**
 * Start position in the text.
 */
start: Position, 
/**
 * Description of the fault, with the values in it.
 */
message: string, 
/**
 * Consequence in words, such as `the plan fails`.
 */
outcome: string, 
/**
 * Reason of the failure in one sentence.
 */
rationale: string, 
/**
 * Id of the change that resolves the diagnostic; null if there is none.
 */
change: string | null, };
export type DeployCheck = { 
/**
 * The diagnostics in source order.
 */
diagnostics: Array<DeployDiagnostic>, 
/**
 * Number of rules that ran.
 */
rulesRun: number, 
/**
 * Number of rules that did not run, since facts or schema were not loaded.
 */
rulesWithoutFacts: number, 
/**
 * Addresses of the resources and calls whose number or content is unknown.
 *
 * Rules that need them are silent.
 */
unknown: Array<string>, };
export type DeployEffect = "in_place" | "costs_money" | "restart" | "cuts_access" | "replace" | "deletes_data";
export type Change = { 
/**
 * Identifier of the change.
 *
 * It is stable for the same change of the same block; excluding this id undoes the change.
 */
id: string, 
/**
 * Address of the block for which the change was made.
 */
address: string, 
/**
 * Description of the change, in one line.
 */
description: string, 
/**
 * Rationale of the change, in one sentence.
 */
rationale: string, 
/**
 * Effect on a resource that is deployed; null for a change of an invalid text.
 */
effect: DeployEffect | null, };
export type RequiredVariable = { 
/**
 * Name of the variable.
 */
variable: string, 
/**
 * Description from the module, or the name in words.
 */
description: string, 
/**
 * Whether the value is a secret that should not be shown or stored.
 */
sensitive: boolean, };
export type FixResult = { 
/**
 * The Terraform text.
 */
code: string, 
/**
 * Completions and fixes that were made; excluding an id undoes that change alone.
 */
changes: Array<Change>, 
/**
 * Repairs that are possible and need consent; accepting an id makes the change.
 */
offers: Array<Change>, 
/**
 * Addresses of the added blocks.
 */
added: Array<string>, problems: Array<Problem>, findings: Array<Finding>, 
/**
 * Findings that comments of the user or of a template skip.
 */
suppressed: Array<SuppressedFinding>, 
/**
 * Failures of plan, of apply, and of what is applied.
 */
deploy: DeployCheck, 
/**
 * Dangers in the program; the user has to accept those that are blocking.
 */
safety: Array<SafetyFinding>, 
/**
 * Variables that the user has to set.
 */
variables: Array<RequiredVariable>, 
/**
 * Notes for the user.
 */
notes: Array<string>, };
export type FormatResult = { 
/**
 * The formatted program; the program as it was if it has syntax errors.
 */
code: string, 
/**
 * The syntax errors that prevent the formatting.
 */
problems: Array<Problem>, };
export type Usage = { 
/**
 * Tokens of the prompt, including the frame.
 */
promptTokens: number, 
/**
 * Tokens of the answer, including the reasoning.
 */
completionTokens: number, 
/**
 * Tokens of the reasoning.
 */
reasoningTokens: number, 
/**
 * Tokens of the prompt that were cached.
 *
 * They cost half the price and do not count towards the limits.
 */
cachedTokens: number, 
/**
 * Tokens of prompt and answer.
 */
totalTokens: number, };
export type Finish = "stop" | "length" | "content_filter" | "broken";
export type Attempt = { 
/**
 * Number of the attempt, from 1.
 */
number: number, 
/**
 * The call that was sent.
 */
plan: Plan, 
/**
 * Usage as Groq counted it.
 */
usage: Usage | null, 
/**
 * Prompt tokens that Groq counted, minus our forecast.
 */
drift: number | null, 
/**
 * Reason why the answer ended.
 */
finish: Finish, 
/**
 * Number of validation problems in the best program so far.
 */
problems: number, 
/**
 * Number of findings in the best program so far.
 */
findings: number, 
/**
 * Result of the attempt, in one line.
 */
outcome: string, 
/**
 * The best program so far, after automatic fixes; empty if there is none.
 */
code: string, };
export type RefusalKind = "auth" | "quota" | "too_large" | "model_gone" | "model_blocked" | "over_capacity" | "server_error" | "network" | "broken_stream" | "bad_request" | "unusable" | "cancelled";
export type Failure = { 
/**
 * Kind of failure, for callers that handle kinds differently.
 */
kind: RefusalKind, 
/**
 * Message in one line.
 */
message: string, 
/**
 * When the quota opens again.
 */
until: number | null, };
export type End = "clean" | "open" | "failed";
export type CachedAnswer = { request: string, model: string, profile: string, 
/**
 * Tokens that the answer cost when it was made, and that a reuse saves.
 */
tokens: number, 
/**
 * Time in milliseconds since 1970.
 */
made: number, used: number, };
export type Cache = Record<string, unknown>;
export type PartRole = "new" | "change" | "removal" | "unchanged";
export type Understood = { 
/**
 * The words of the part.
 */
text: string, 
/**
 * Position of the first character of the part in the request, in UTF-16 units.
 */
from: number, 
/**
 * Position after the part, in UTF-16 units.
 */
to: number, 
/**
 * Role of the part.
 */
role: PartRole, 
/**
 * Addresses of the blocks that it became or that it changed.
 */
addresses: Array<string>, 
/**
 * The result, in one line.
 */
result: string, };
export type Report = { end: End, request: string, 
/**
 * The program as the model wrote it; `fix` applied to it gives `code`.
 *
 * Excluding ids of changes gives the code without these changes.
 */
base: string, 
/**
 * Assumptions of the templates, one per line; null if a model answered.
 *
 * An answer of the templates, or a certain change, costs nothing. With the option
 * `templates: false` a model answers.
 */
assumptions: Array<string> | null, 
/**
 * Source of the first answer.
 */
first: FirstAnswer, 
/**
 * Parts of the request with their results, if no model was needed.
 */
understood: Array<Understood>, 
/**
 * Statement about the program, if the request asks for no change; such a run costs nothing.
 */
statement: string | null, 
/**
 * Ids of withheld changes: they concern blocks that the request did not touch.
 *
 * Pass them to `fix` to leave them out there too.
 */
withheld: Array<string>, 
/**
 * The cached answer that the report repeats at no cost, if any.
 */
cached: CachedAnswer | null, 
/**
 * Whether the policy added resources that cost money.
 */
harden: boolean, attempts: Array<Attempt>, used: Usage, ledger: Ledger, failure: Failure | null, 
/**
 * The Terraform text.
 */
code: string, 
/**
 * Completions and fixes that were made; excluding an id undoes that change alone.
 */
changes: Array<Change>, 
/**
 * Repairs that are possible and need consent; accepting an id makes the change.
 */
offers: Array<Change>, 
/**
 * Addresses of the added blocks.
 */
added: Array<string>, problems: Array<Problem>, findings: Array<Finding>, 
/**
 * Findings that comments of the user or of a template skip.
 */
suppressed: Array<SuppressedFinding>, 
/**
 * Failures of plan, of apply, and of what is applied.
 */
deploy: DeployCheck, 
/**
 * Dangers in the program; the user has to accept those that are blocking.
 */
safety: Array<SafetyFinding>, 
/**
 * Variables that the user has to set.
 */
variables: Array<RequiredVariable>, 
/**
 * Notes for the user.
 */
notes: Array<string>, };
export type Pause = { 
/**
 * End of the wait.
 */
until: number, 
/**
 * Reason for the wait, in one line.
 */
reason: string, 
/**
 * Id of the model that the wait is for.
 */
model: string, };
export type ModelChange = { 
/**
 * Id of the model that does not answer.
 */
from: string, 
/**
 * Id of the model that is used next.
 */
to: string, 
/**
 * Reason for the change.
 */
reason: string, };
export type Progress = { "event": "sending", 
/**
 * Number of the attempt, from 1.
 */
attempt: number, 
/**
 * The call.
 */
plan: Plan, } | { "event": "delta", 
/**
 * Text of the piece.
 */
text: string, } | { "event": "evaluated", 
/**
 * The attempt with its result.
 */
attempt: Attempt, } | { "event": "waiting" } & Pause | { "event": "model_changed" } & ModelChange;
export type ModelInfo = { id: string, name: string, contextTokens: number, 
/**
 * Whether the key has access to the model; null if that was not requested.
 */
live: boolean | null, exact: boolean, tokensPerDay: number, tokensPerMinute: number, };
export type RuleInfo = { 
/**
 * Checkov's check id.
 */
id: string, 
/**
 * Severity of a finding.
 */
severity: Severity, 
/**
 * Resource types that the rule applies to.
 */
types: Array<string>, 
/**
 * Message of a finding.
 */
message: string, 
/**
 * Rationale of the rule.
 */
rationale: string, 
/**
 * Available kind of fix, unless the arguments of a block select another one.
 */
remedy: Remedy, };
export type CostOptions = { 
/**
 * Use of the resources.
 *
 * `scale` multiplies the assumptions: 1 for light use, 0 for none. `values` replace them by address, or by type for all
 * resources of it: `{ "aws_lambda_function.api": { "monthly_requests": 5000000 } }`.
 */
usage?: { scale?: number | null, values?: Record<string, unknown> | null }, 
/**
 * Programs of the modules that the program calls, by their `source`.
 */
modules?: Record<string, string>, };
export type PriceTrust = "exact" | "factor" | "about";
export type CostRange = { 
/**
 * Lower end.
 */
low: number, 
/**
 * Upper end.
 */
high: number, };
export type CostAssumption = { 
/**
 * Name of the value, as in the usage option: `monthly_requests`.
 */
key: string, 
/**
 * The value per month.
 */
value: number, 
/**
 * Whether the caller set the value.
 */
isGiven: boolean, };
export type CostComponent = { 
/**
 * Name as on AWS's price pages.
 */
name: string, 
/**
 * Unit of the quantity: `hours`, `GB`, `1M requests`.
 */
unit: string, 
/**
 * Units per month, unless not known.
 */
quantity: number | null, 
/**
 * US dollars per unit, unless not known.
 */
price: number | null, 
/**
 * US dollars per month, unless not known.
 */
monthly: number | null, 
/**
 * Whether the quantity depends on use.
 */
isUsage: boolean, 
/**
 * Values of use that the quantity assumes.
 */
assumptions: Array<CostAssumption>, 
/**
 * How far the price can be relied on.
 */
trust: PriceTrust | null, 
/**
 * Reason for an unknown quantity or price.
 */
unknown: string | null, };
export type CostKind = "fixed" | "usage" | "free" | "not_priced";
export type ResourceCost = { 
/**
 * Address of the resource or module call, with the key of the instance.
 */
address: string, 
/**
 * Type of the resource, or `module`.
 */
type: string, 
/**
 * Line of the block in its file, from 1; 0 in a called module without a file.
 */
line: number, 
/**
 * Path of the file, in a project.
 */
path: string | null, 
/**
 * Region of its prices.
 */
region: string, 
/**
 * How the cost arises.
 */
kind: CostKind, 
/**
 * Number of equal instances.
 */
count: CostRange, 
/**
 * Reason for an unknown number, or for a missing price.
 */
reason: string | null, 
/**
 * Components of all instances at the high end of the count.
 */
components: Array<CostComponent>, 
/**
 * Monthly cost that does not depend on use, in US dollars.
 */
monthly: CostRange, 
/**
 * Monthly cost of the assumed use, in US dollars.
 */
usage: number, 
/**
 * Facts about the cost that are easy to overlook.
 */
notes: Array<string>, };
export type CostTotal = { 
/**
 * Monthly cost that does not depend on use, in US dollars.
 */
fixed: CostRange, 
/**
 * Monthly cost of the assumed use, in US dollars.
 */
usage: number, 
/**
 * Whether the fixed part relies on an estimated, computed or unverified price.
 */
isAbout: boolean, 
/**
 * Number of resources with components that depend on use.
 */
byUsage: number, 
/**
 * Number of resources with a quantity or price that is not known.
 */
unknown: number, 
/**
 * Number of resources and module calls without prices.
 */
notPriced: number, 
/**
 * Number of resources that cost nothing themselves.
 */
free: number, };
export type Estimate = { 
/**
 * Region of most of the resources.
 */
region: string, 
/**
 * Whether the region is assumed, because the module does not state a known one.
 */
isRegionAssumed: boolean, 
/**
 * Year and month of the newest price list: `2026-10`.
 */
pricesOf: string, 
/**
 * Year and month of the oldest price list that the estimate uses.
 */
oldestPrice: string | null, 
/**
 * Resources and module calls, in source order.
 */
resources: Array<ResourceCost>, 
/**
 * Number of resources left out because there are too many.
 */
more: number, 
/**
 * Number of syntax errors, which hide resources or arguments.
 */
syntaxErrors: number, 
/**
 * Sums of all resources.
 */
total: CostTotal, };
export type Budget = { 
/**
 * Limit of the monthly cost in US dollars.
 */
monthly: number | null, 
/**
 * Limit in another currency, as the request has it.
 *
 * It is not compared with list prices.
 */
otherCurrency: string | null, 
/**
 * Whether the request asks for something cheap.
 */
wantsCheap: boolean, 
/**
 * Whether the request asks to stay within the free tier.
 */
wantsFreeTier: boolean, };
export type Quota = { model: string, tokensPerDay: number, tokensPerMinute: number, leftToday: number, leftThisMinute: number, requestsLeftToday: number, 
/**
 * When the day's bucket is full again, in milliseconds since 1970.
 */
fullAgainAt: number, 
/**
 * How many calls of the given size fit today; null if no size was given.
 */
runsLeft: number | null, 
/**
 * When the next call of the given size fits; null if never or without a size.
 */
opensAt: number | null, 
/**
 * Policy for the unused part of a cap; null until it is proven.
 *
 * An answer or a refusal proves it.
 */
capRefund: CapRefundPolicy | null, 
/**
 * Whether the model was found to be retired or closed to this key.
 */
gone: boolean, };
export type Format = "checkov" | "sarif" | "terraform";
export type ImportItem = { 
/**
 * Address of the resource.
 */
address: string | null, 
/**
 * File, as the report names it.
 */
file: string | null, 
/**
 * Line, counted from 1.
 */
line: number | null, 
/**
 * Message of the tool for this violation.
 */
message: string, };
export type ImportGroup = { 
/**
 * Id of the check, or Terraform's summary.
 */
id: string, 
/**
 * Severity by the rules of this crate if they have the id, else by the report.
 *
 * `None` for violations that make a program invalid, which rank above all findings.
 */
severity: Severity | null, 
/**
 * Description by the rules of this crate if they have the id, else by the tool.
 */
message: string, 
/**
 * Reason why it matters, if the rules of this crate have the id.
 */
rationale: string | null, 
/**
 * Available fix, if the rules of this crate have the id.
 */
remedy: Remedy | null, 
/**
 * Address of the tool's explanation.
 */
link: string | null, 
/**
 * Number of violations.
 */
count: number, 
/**
 * Violations that were kept.
 */
items: Array<ImportItem>, };
export type ImportedReport = { 
/**
 * Format of the report.
 */
format: Format, 
/**
 * Name that the tool gives itself.
 */
tool: string, 
/**
 * Groups, sorted.
 *
 * Groups that make the program invalid come first, then higher severities, then larger groups,
 * then ids in order.
 */
groups: Array<ImportGroup>, 
/**
 * Number of violations in all groups, including those that were only counted.
 */
violations: number, 
/**
 * Number of checks that passed, as far as the report lists them.
 */
passed: number, 
/**
 * Number of violations that were skipped or suppressed at their source.
 */
skipped: number, 
/**
 * Notes for the user, one sentence each.
 */
notes: Array<string>, };
export type Node = { 
/**
 * Address of the block.
 */
address: string, 
/**
 * Resource or data source type, or `module`.
 */
type: string, 
/**
 * Name of the block.
 */
name: string, 
/**
 * Line at which the block begins, from 1.
 */
line: number, };
export type Edge = { 
/**
 * Address of the referring block.
 */
from: string, 
/**
 * Address of the block it refers to.
 */
to: string, };
export type Graph = { 
/**
 * Resources, data sources and module calls, in source order.
 */
nodes: Array<Node>, 
/**
 * References without duplicates, in the order of the referring blocks.
 */
edges: Array<Edge>, 
/**
 * Number of blocks left out because of [`NODES_MAX`].
 */
more: number, };
export type TextFile = { 
/**
 * File name, such as `main.tf`.
 */
name: string, 
/**
 * File content; empty if the module has nothing for this file.
 */
text: string, };
export type ProjectFile = { 
/**
 * Path with `/`, relative to the folder that the project is read from.
 */
path: string, 
/**
 * Content of the file.
 */
text: string, 
/**
 * Whether the file is read for its declarations and not changed; null means false.
 */
readOnly?: boolean | null, };
export type ProjectOptions = { 
/**
 * Files of values for the variables, as `terraform plan -var-file` reads them.
 *
 * They apply after `terraform.tfvars` and `*.auto.tfvars`, which need not be named.
 */
varFiles?: Array<ProjectFile> | null, 
/**
 * Paths of other existing files, which `file` and similar functions may read.
 */
present?: Array<string> | null, };
export type ProjectProblem = { 
/**
 * Path of the file.
 */
path: string, 
/**
 * Stable name of the kind of problem.
 */
kind: ProblemKind, 
/**
 * Terraform's own summary.
 */
summary: string, 
/**
 * Address of the block that contains the problem.
 */
address: string | null, start: Position, 
/**
 * Position after the last character of the problem.
 */
end: Position, message: string, 
/**
 * Whether Terraform rejects the program: `warning` if an admitted version may accept it.
 */
severity: ProblemSeverity, 
/**
 * Version by which the problem is judged, if the program admits another one.
 */
judgedBy: string | null, };
export type ProjectFinding = { 
/**
 * Path of the file.
 */
path: string, 
/**
 * Id of the change that would fix the finding.
 */
change: string, 
/**
 * Checkov's check id.
 */
id: string, 
/**
 * Severity of the finding.
 */
severity: Severity, 
/**
 * Address of the resource; its `count` and `for_each` instances share one address.
 */
address: string, 
/**
 * Start position of the block.
 */
start: Position, 
/**
 * Message, at most 60 characters.
 */
message: string, 
/**
 * Rationale, in one sentence.
 */
rationale: string, 
/**
 * Available kind of fix.
 */
remedy: Remedy, 
/**
 * Trade-off: what the fix removes or costs, if anything.
 */
price: string | null, 
/**
 * Whether the request asks for what the rule reports, such as `without backups`.
 */
accepted: boolean, 
/**
 * Whether it keeps the configuration from passing the scan.
 *
 * It does if a free change closes it, or if its severity is high or critical, unless the request
 * asks for it. Other findings are options.
 */
open: boolean, };
export type ProjectSuppressed = { 
/**
 * Path of the file.
 */
path: string, 
/**
 * The reason in the comment; empty if it has none.
 */
reason: string, 
/**
 * Checkov's check id.
 */
id: string, 
/**
 * Severity of the finding.
 */
severity: Severity, 
/**
 * Address of the resource; its `count` and `for_each` instances share one address.
 */
address: string, 
/**
 * Start position of the block.
 */
start: Position, 
/**
 * Message, at most 60 characters.
 */
message: string, 
/**
 * Rationale, in one sentence.
 */
rationale: string, 
/**
 * Available kind of fix.
 */
remedy: Remedy, 
/**
 * Trade-off: what the fix removes or costs, if anything.
 */
price: string | null, 
/**
 * Whether the request asks for what the rule reports, such as `without backups`.
 */
accepted: boolean, 
/**
 * Whether it keeps the configuration from passing the scan.
 *
 * It does if a free change closes it, or if its severity is high or critical, unless the request
 * asks for it. Other findings are options.
 */
open: boolean, };
export type ProjectDanger = { 
/**
 * Path of the file.
 */
path: string, 
/**
 * Id of the rule.
 */
id: string, 
/**
 * Kind of danger.
 */
kind: SafetyKind, 
/**
 * Address of the block; null for text outside of blocks.
 */
address: string | null, 
/**
 * Position in the text.
 */
start: Position, 
/**
 * Description of the danger.
 */
message: string, 
/**
 * Rationale in one sentence.
 */
rationale: string, 
/**
 * The dangerous part of the text.
 *
 * It is one line, in which hidden characters are written out.
 */
evidence: string, 
/**
 * Whether the user has to accept the finding before the configuration may be used.
 *
 * Only findings in what a model wrote block, and none that only gives rights away.
 */
isBlocking: boolean, };
export type ProjectDeploy = { 
/**
 * Path of the file.
 */
path: string, 
/**
 * Id of the rule.
 */
id: string, 
/**
 * Short name of the rule.
 */
slug: string, 
/**
 * Stage of the failure.
 */
kind: DeployKind, 
/**
 * Certainty of the failure.
 */
severity: DeploySeverity, 
/**
 * Address of the block.
 */
address: string, 
/**
 * Start position in the text.
 */
start: Position, 
/**
 * Description of the fault, with the values in it.
 */
message: string, 
/**
 * Consequence in words, such as `the plan fails`.
 */
outcome: string, 
/**
 * Reason of the failure in one sentence.
 */
rationale: string, 
/**
 * Id of the change that resolves the diagnostic; null if there is none.
 */
change: string | null, };
export type ProjectChange = { 
/**
 * Path of the file.
 */
path: string, 
/**
 * Identifier of the change.
 *
 * It is stable for the same change of the same block; excluding this id undoes the change.
 */
id: string, 
/**
 * Address of the block for which the change was made.
 */
address: string, 
/**
 * Description of the change, in one line.
 */
description: string, 
/**
 * Rationale of the change, in one sentence.
 */
rationale: string, 
/**
 * Effect on a resource that is deployed; null for a change of an invalid text.
 */
effect: DeployEffect | null, };
export type ProjectCheck = { 
/**
 * Problems that `terraform validate` would report.
 */
problems: Array<ProjectProblem>, 
/**
 * Findings of the scan; those of a called module have the address of the call.
 */
findings: Array<ProjectFinding>, 
/**
 * Findings that a comment skips.
 */
suppressed: Array<ProjectSuppressed>, 
/**
 * Failures of plan, of apply, and of what is applied.
 */
deploy: Array<ProjectDeploy>, 
/**
 * Number of deployability rules that ran.
 */
deployRules: number, 
/**
 * Number of deployability rules whose facts were not loaded.
 */
deployRulesWithoutFacts: number, 
/**
 * Addresses of blocks that the deployability rules cannot read: their number or content is unknown.
 */
deployUnknown: Array<string>, 
/**
 * Dangers in the files.
 */
safety: Array<ProjectDanger>, 
/**
 * Parts that were not checked.
 */
notes: Array<string>, };
export type ProjectFix = { 
/**
 * The changed files, whose names are their paths; no other file changes.
 */
files: Array<TextFile>, 
/**
 * Addresses of the added blocks.
 */
added: Array<string>, 
/**
 * Changes that were made.
 */
changes: Array<ProjectChange>, 
/**
 * Repairs that are possible and need consent; accepting an id makes the change.
 */
offers: Array<ProjectChange>, 
/**
 * Problems after the changes.
 */
problems: Array<ProjectProblem>, 
/**
 * Findings after the changes.
 */
findings: Array<ProjectFinding>, 
/**
 * Findings that a comment skips.
 */
suppressed: Array<ProjectSuppressed>, 
/**
 * Failures that are left of plan, of apply, and of what is applied.
 */
deploy: Array<ProjectDeploy>, 
/**
 * Number of deployability rules that ran.
 */
deployRules: number, 
/**
 * Number of deployability rules whose facts were not loaded.
 */
deployRulesWithoutFacts: number, 
/**
 * Addresses of blocks that the deployability rules cannot read.
 */
deployUnknown: Array<string>, 
/**
 * Dangers after the changes.
 */
safety: Array<ProjectDanger>, 
/**
 * Notes for the user.
 */
notes: Array<string>, };
export type ProjectNeeds = { 
/**
 * Folders of modules that the project calls.
 */
folders: Array<string>, 
/**
 * Files that functions such as `file` read.
 */
files: Array<string>, 
/**
 * Packs to load.
 */
packs: ("aws-6" | "deploy-1" | "iam-1" | "modules-1")[], };
export type ProjectCostOptions = { 
/**
 * Files of values for the variables, as `terraform plan -var-file` reads them.
 */
varFiles?: Array<ProjectFile> | null, 
/**
 * Use of the resources, as in the options of an estimate of one program.
 */
usage?: { scale?: number | null, values?: Record<string, unknown> | null }, };
export type ProjectEstimate = { 
/**
 * Path of the folder of the module, empty for the folder that the project is read from.
 */
folder: string, 
/**
 * Region of most of the resources.
 */
region: string, 
/**
 * Whether the region is assumed, because the module does not state a known one.
 */
isRegionAssumed: boolean, 
/**
 * Year and month of the newest price list: `2026-10`.
 */
pricesOf: string, 
/**
 * Year and month of the oldest price list that the estimate uses.
 */
oldestPrice: string | null, 
/**
 * Resources and module calls, in source order.
 */
resources: Array<ResourceCost>, 
/**
 * Number of resources left out because there are too many.
 */
more: number, 
/**
 * Number of syntax errors, which hide resources or arguments.
 */
syntaxErrors: number, 
/**
 * Sums of all resources.
 */
total: CostTotal, };
