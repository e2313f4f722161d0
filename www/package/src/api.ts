// Exports the functions of the package. Each loads what it needs, once.

import {
  type AnyProfile,
  currentOptions,
  type DeprecatedFixOptions,
  type DeprecatedOptions,
  withOldNames,
} from './deprecated.js';
import { InfraGenieError } from './error.js';
import { called, type LoadablePack, loaded, type Module } from './module.js';
import { loadText, saveText } from './stored.js';
import type {
  Budget,
  Cache,
  CallSize,
  CostOptions,
  DeployCheck,
  DeployRule,
  Estimate,
  Finding,
  FixOptions,
  FixResult,
  FormatResult,
  ImportedReport,
  Ledger,
  LedgerEntry,
  ModelInfo,
  Options,
  Preview,
  Problem,
  Progress,
  Quota,
  Report,
  RuleInfo,
  SafetyFinding,
  SafetyRule,
  ScanOptions,
  SuppressedFinding,
  ValidateOptions,
} from './types.js';

/** Plan and token count of the first call of a request. */
export type Forecast = Extract<Preview, { state: 'counted' }>;

/** Options of a request; all are optional. */
export interface RequestOptions extends Omit<Options, 'ledger' | 'profile'>, DeprecatedOptions {
  /** The token profile of the run. */
  readonly profile?: AnyProfile | null;
  /** The key whose quota the forecast uses. It identifies the ledger and is not stored. */
  readonly key?: string;
}

/** Options of a run; all are optional. */
export interface RunOptions extends Omit<RequestOptions, 'key'> {
  /** Ends the run early; its report says so. */
  readonly signal?: AbortSignal;
}

/** Progress of a run, and its report at the end. */
export type Event = Progress | { readonly event: 'done'; readonly report: Report };

/**
 * Counts what a request would cost. Sends nothing.
 *
 * The result has the messages, their tokens, the cap, the remaining quota, and whether templates
 * or an earlier answer to the same request (`cached`) answer it without tokens. Of a request that a
 * model answers, it has the words that are not understood, and what is.
 *
 * Shape: `plan.promptTokens` and `plan.maxCompletionTokens` are tokens, `opensAt` is milliseconds
 * since 1970, `leftToday` is a number of calls.
 *
 * ```js
 * import { preview } from 'infragenie';
 *
 * const { plan, first, notUnderstood } = await preview('create an s3 bucket for the quagga');
 * console.log(plan.model, plan.promptTokens, first, notUnderstood); // … 'model' [ 'quagga' ]
 * ```
 *
 * @throws `empty`, `too_long`, `control_character`, `unknown_model`, `unknown_profile`,
 * `bad_options`; `network` where the vocabulary cannot be loaded.
 */
export async function preview(request: string, options: RequestOptions = {}): Promise<Forecast> {
  const { key, ...rest } = currentOptions(options);
  const ledger = key === undefined ? null : await loadLedger(key);
  const answers = (await load(ANSWERS)) as Cache | null;
  let module = await loaded('o200k-ascii');
  for (;;) {
    const forecast = called(() => module.preview(request, optionsFor(rest, ledger), answers));
    if (forecast.state === 'counted') return withOldNames(forecast, 'preview');
    module = await loaded(forecast.pack);
  }
}

/**
 * Runs a request to its end, and yields events.
 *
 * A run makes at most the attempts of its profile. Its events are `sending` (a call
 * starts), `delta` (a part of the answer), `evaluated` (an answer was fixed, validated and
 * scanned), `waiting`, `model_changed` (another model is used) and at last `done` with the report.
 * Leaving the loop ends the run. The key is used for the calls and is not stored; the host stores
 * the ledger of its quota and the answers. Without a key (`undefined`), only a request that needs no
 * call is answered: {@link preview} says so in `first`.
 *
 * Shape: `report.code` is Terraform, `report.used` is in tokens, `report.end` is `clean`, `open`
 * or `failed`; `report.failure` says why.
 *
 * ```js
 * import { generate } from 'infragenie';
 *
 * for await (const event of generate('s3 bucket for logs', process.env.GROQ_API_KEY)) {
 *   if (event.event === 'done') console.log(event.report.end, event.report.used.totalTokens);
 * }
 * ```
 *
 * @throws as {@link preview} does. A refusal by Groq is in `report.failure`.
 */
export async function* generate(
  request: string,
  key: string | undefined,
  options: RunOptions = {},
): AsyncGenerator<Event, Report, void> {
  const { signal, ...rest } = currentOptions(options);
  const isFree = async (): Promise<boolean> =>
    key === undefined && (await preview(request, rest)).first !== 'model';
  if (typeof key !== 'string' && !(await isFree())) {
    throw new InfraGenieError('auth', 'no key: pass your Groq key as the second argument');
  }
  const stop = new AbortController();
  const end = (): void => stop.abort();
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  const queue: Progress[] = [];
  let wake: () => void = () => {};
  let report: Report | null = null;
  let failure: { readonly thrown: unknown } | null = null;
  try {
    const module = await loaded('o200k-ascii', 'aws-5');
    const ledger = key === undefined ? null : await loadLedger(key);
    const onProgress = (progress: Progress): void => {
      queue.push(withOldNames(progress, 'event'));
      wake();
    };
    const run = module.generate(
      request,
      key ?? '',
      optionsFor(rest, ledger),
      onProgress,
      stop.signal,
      (entries) => applyEntries(module, key ?? '', entries),
      answersOf(module),
    );
    const running = run
      .then(
        (done) => {
          report = withOldNames(done, 'report');
        },
        (thrown: unknown) => {
          failure = { thrown };
        },
      )
      .finally(() => wake());
    for (;;) {
      const next = queue.shift();
      if (next !== undefined) yield next;
      else if (report !== null || failure !== null) break;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
    await running;
    if (failure !== null) throw InfraGenieError.of((failure as { thrown: unknown }).thrown);
    const done = report as unknown as Report;
    yield { event: 'done', report: done };
    return done;
  } finally {
    stop.abort();
    signal?.removeEventListener('abort', end);
  }
}

/**
 * Lists the errors that `terraform validate` would report.
 *
 * It uses the schema of the AWS provider (5.100, or 6.x where the configuration requires it) and of
 * its helper providers.
 *
 * Shape: each problem has a stable `kind`, Terraform's own `summary`, a `message`, the `address`
 * of its block, and `start` and `end` as lines and columns from 1.
 *
 * ```js
 * import { validate } from 'infragenie';
 *
 * for (const { start, summary, message } of await validate('resource "aws_vpc" "a" {}')) {
 *   console.log(`${start.line}:${start.column} ${summary}: ${message}`);
 * }
 * ```
 *
 * @throws `too_long` beyond 4,000,000 bytes, `bad_options`; `network` where a pack cannot be
 * loaded.
 */
export async function validate(code: string, options: ValidateOptions = {}): Promise<Problem[]> {
  const module = await moduleFor(code, ['aws-5']);
  return withOldNames(
    called(() => module.validate(code, options)),
    'problem',
  );
}

/**
 * Scans a configuration for findings, with the ids and results of Checkov.
 *
 * Shape: each finding has its check `id`, `severity`, the `address` of the resource, a `message`, a
 * `rationale`, and a `remedy`: `free` (fixed automatically), `adds_resources`, `needs_consent` (for
 * the trade-off in `price`) or `none`. The option `reach` is that of `fix`.
 *
 * ```js
 * import { scan } from 'infragenie';
 *
 * const findings = await scan('resource "aws_ebs_volume" "a" {\n  availability_zone = "eu-west-1a"\n  size = 8\n}\n');
 * console.log(findings.map(({ id, severity, message }) => `${severity} ${id}: ${message}`));
 * ```
 *
 * @throws `too_long` beyond 4,000,000 bytes; `network` where a pack cannot be loaded.
 */
export async function scan(code: string, options: ScanOptions = {}): Promise<Finding[]> {
  const module = await moduleFor(code, []);
  return withOldNames(
    called(() => module.scan(code, options)),
    'finding',
  );
}

/**
 * Lists the findings that comments of the form `checkov:skip=ID:reason` skip.
 *
 * Shape: each has the fields of a finding and the `reason`, which is empty if there is none.
 *
 * ```js
 * import { suppressed } from 'infragenie';
 *
 * const code = 'resource "aws_ebs_volume" "a" {\n  # checkov:skip=CKV_AWS_3:cache\n}\n';
 * console.log((await suppressed(code)).map(({ id, reason }) => `${id}: ${reason}`));
 * ```
 *
 * @throws `too_long` beyond 4,000,000 bytes; `network` where a pack cannot be loaded.
 */
export async function suppressed(code: string): Promise<SuppressedFinding[]> {
  const module = await moduleFor(code, []);
  return called(() => module.suppressed(code));
}

/**
 * Lists the dangers in a configuration that you wrote.
 *
 * A danger runs code on your machine, trusts somebody unknown, hides something, or gives something
 * away. A report of {@link generate} has the dangers in what a model wrote in `safety`: read those
 * with `isBlocking` before you use the code.
 *
 * Shape: each has an `id`, a `kind`, the `address` of its block, `start`, a `message`, a
 * `rationale` and the dangerous text as `evidence`.
 *
 * ```js
 * import { safety } from 'infragenie';
 *
 * const code = 'data "external" "a" {\n  program = ["id"]\n}\n';
 * console.log((await safety(code)).map(({ id, kind }) => `${kind} ${id}`));
 * ```
 *
 * @throws `too_long` beyond 4,000,000 bytes.
 */
export async function safety(code: string): Promise<SafetyFinding[]> {
  const module = await loaded();
  return called(() => module.safety(code));
}

/**
 * Lists the rules about dangers.
 *
 * Shape: `id`, `kind`, `message`, `rationale`.
 *
 * ```js
 * import { safetyRules } from 'infragenie';
 *
 * console.log((await safetyRules()).length > 20);
 * ```
 *
 * @throws `internal` where the module cannot be loaded.
 */
export async function safetyRules(): Promise<SafetyRule[]> {
  const module = await loaded();
  return called(() => module.safetyRules());
}

/**
 * Lists what plan or AWS would refuse in a configuration, and what would not work.
 *
 * The configuration is read as a whole module. The rules report only what the text decides, and do not
 * cover everything that can fail: no diagnostic is no promise that the configuration can be applied.
 *
 * Shape: `diagnostics`, each with an `id`, a `slug`, a `kind` (`plan_refuses`, `aws_refuses` or
 * `does_not_work`), a `severity`, the `address` of its block, `start`, a `message`, a `rationale` and the
 * id of the `change` that resolves it; the numbers `rulesRun` and `rulesWithoutFacts`; and the addresses
 * of blocks that are `unknown`.
 *
 * ```js
 * import { deploy } from 'infragenie';
 *
 * const code = 'resource "aws_instance" "a" {\n  ami = "ami-12345678"\n}\n';
 * console.log((await deploy(code)).diagnostics.map(({ slug }) => slug).join());
 * ```
 *
 * @throws `too_long` beyond 4,000,000 bytes.
 */
export async function deploy(code: string): Promise<DeployCheck> {
  const module = await loaded();
  return called(() => module.deploy(code));
}

/**
 * Lists the deployability rules.
 *
 * Shape: `id`, `slug`, `kind`, `severity`, `rationale`.
 *
 * ```js
 * import { deployRules } from 'infragenie';
 *
 * console.log((await deployRules()).length > 80);
 * ```
 *
 * @throws `internal` where the module cannot be loaded.
 */
export async function deployRules(): Promise<DeployRule[]> {
  const module = await loaded();
  return called(() => module.deployRules());
}

/**
 * Fixes a configuration without tokens.
 *
 * It repairs errors where the repair is certain, and findings where the fix is free. Every change
 * has an `id`; the option `exclude` undoes changes by their ids.
 *
 * Shape: `code` is Terraform, `changes` have a `description` and a `rationale`, `problems` and
 * `findings` are those that remain. In the user's own file (`reach` is `file`, or `folder` for all
 * files of a module) only changes are made that are safe, free and harmless to deployed resources;
 * `effect` of a change says what it does to them. `offers` are the repairs that need consent: pass
 * their ids, or those of fixes, in `accept`.
 *
 * ```js
 * import { fix } from 'infragenie';
 *
 * const code = 'resource "aws_sqs_queue" "a" {\n  name = "jobs"\n}\n';
 * const fixed = await fix(code);
 * const [first] = fixed.changes;
 * const undone = await fix(code, { exclude: [first.id] });
 * console.log(fixed.changes.length - undone.changes.length);
 * ```
 *
 * @throws `too_long` beyond 4,000,000 bytes, `bad_options`; `network` where a pack cannot be
 * loaded.
 */
export async function fix(
  code: string,
  options: FixOptions & DeprecatedFixOptions = {},
): Promise<FixResult> {
  const module = await moduleFor(code, ['aws-5']);
  return withOldNames(
    called(() => module.fix(code, currentOptions(options))),
    'result',
  );
}

/**
 * Formats a configuration byte for byte as `terraform fmt` does.
 *
 * Shape: `code` is Terraform. With syntax errors, which are in `problems`, it is the given text.
 *
 * ```js
 * import { format } from 'infragenie';
 *
 * const { code, problems } = await format('variable "a" {\n  type="string"\n}\n');
 * console.log(problems.length === 0 ? code : problems[0].message);
 * ```
 *
 * @throws `too_long` beyond 4,000,000 bytes.
 */
export async function format(code: string): Promise<FormatResult> {
  const module = await loaded();
  return withOldNames(
    called(() => module.format(code)),
    'result',
  );
}

/**
 * Estimates what a configuration costs a month on AWS.
 *
 * It uses list prices and sends nothing. The estimate keeps apart what is fixed, what depends on use, and what is not known, which never
 * counts as zero. Discounts, taxes, data transfer and the free tier are left out. `usage` changes
 * the assumed use; `modules` holds the programs of called modules by their `source`.
 *
 * Shape: amounts are US dollars for a month of 730 hours; `total.fixed` has a `low` and a `high`
 * end, `total.usage` is the cost of the assumed use; each component has a quantity, a unit and a
 * price, or the reason why one is `unknown`; `pricesOf` is the year and month of the price list.
 *
 * ```js
 * import { cost } from 'infragenie';
 *
 * const code = 'resource "aws_nat_gateway" "a" {\n  subnet_id = "subnet-1"\n}\n';
 * const { total, pricesOf } = await cost(code, { usage: { scale: 10 } });
 * console.log(total.fixed.high, total.usage, pricesOf);
 * ```
 *
 * @throws `too_long` beyond 4,000,000 bytes, `bad_options`; `network` where the prices cannot be
 * loaded.
 */
export async function cost(code: string, options: CostOptions = {}): Promise<Estimate> {
  const module = await loaded('prices-1');
  return called(() => module.cost(code, options));
}

/**
 * Reads the limit of the monthly cost that a request states.
 *
 * Shape: `monthly` is US dollars or null, of a range the upper end; `otherCurrency` is an amount in
 * another currency as the request has it, which is not converted; `wantsCheap` and `wantsFreeTier`
 * are requests without an amount.
 *
 * ```js
 * import { budget } from 'infragenie';
 *
 * console.log((await budget('a web server under $20 a month')).monthly);
 * ```
 *
 * @throws `internal` where the module cannot be loaded.
 */
export async function budget(request: string): Promise<Budget> {
  const module = await loaded();
  return called(() => module.budget(request));
}

/**
 * Lists the rules of the scan.
 *
 * Shape: `id`, `severity`, the resource `types` that the rule checks, `message`, `rationale`,
 * `remedy`.
 *
 * ```js
 * import { rules } from 'infragenie';
 *
 * console.log((await rules()).filter(({ remedy }) => remedy === 'free').length > 50);
 * ```
 *
 * @throws `internal` where the module cannot be loaded.
 */
export async function rules(): Promise<RuleInfo[]> {
  const module = await loaded();
  return withOldNames(
    called(() => module.rules()),
    'rule',
  );
}

/**
 * Lists the known models; with a key also whether Groq offers each of them.
 *
 * With a key it also corrects what the ledger of this key remembers of refused models.
 *
 * Shape: `contextTokens`, `tokensPerDay` and `tokensPerMinute` are tokens; `live` is null without a
 * key.
 *
 * ```js
 * import { models } from 'infragenie';
 *
 * console.log((await models()).map(({ id }) => id));
 * console.log((await models(process.env.GROQ_API_KEY)).some(({ live }) => live));
 * ```
 *
 * @throws `auth` for an invalid key, `network`, `cancelled` and Groq's other refusals.
 */
export async function models(key?: string, signal?: AbortSignal): Promise<ModelInfo[]> {
  const module = await loaded();
  if (key === undefined) return called(() => module.catalogue());
  const live = await module.models(key, signal).catch((thrown: unknown) => {
    throw InfraGenieError.of(thrown);
  });
  await changeLedger(key, (ledger) => module.applyModels(ledger, live)).catch(() => {});
  return live;
}

/**
 * Reports the remaining quota of every model, by the ledger of a key.
 *
 * With the size of a call it also reports how many such calls fit today, and when the next one is
 * possible.
 *
 * Shape: `leftToday` and `leftThisMinute` are tokens, `runsLeft` is a number of calls, `opensAt`
 * and `fullAgainAt` are milliseconds since 1970.
 *
 * ```js
 * import { preview, quota } from 'infragenie';
 *
 * const { plan } = await preview('create an s3 bucket for the quagga');
 * for (const { model, runsLeft } of await quota(process.env.GROQ_API_KEY, plan)) {
 *   console.log(`${model}: ${runsLeft} more such calls today`);
 * }
 * ```
 *
 * @throws `internal` where the module cannot be loaded.
 */
export async function quota(key?: string, call?: CallSize): Promise<Quota[]> {
  const module = await loaded();
  const ledger = key === undefined ? null : await loadLedger(key);
  return withOldNames(
    called(() => module.quota(ledger, call)),
    'quota',
  );
}

/**
 * Counts the tokens of a text exactly, by the o200k vocabulary.
 *
 * ```js
 * import { count } from 'infragenie';
 *
 * console.log(await count('create ec2 instance with nginx'));
 * ```
 *
 * @throws `network` where the vocabulary cannot be loaded.
 */
export async function count(text: string): Promise<number> {
  // The second pack has the tokens beyond ASCII.
  // eslint-disable-next-line no-control-regex
  const isAscii = /^[\x00-\x7F]*$/.test(text);
  const module = await loaded('o200k-ascii', ...(isAscii ? [] : ['o200k-rest' as const]));
  return called(() => module.count(text));
}

/**
 * Reads a report of another tool and groups its results by rule.
 *
 * Supported formats are Checkov JSON, SARIF and `terraform validate -json`.
 *
 * ```js
 * import { readReport } from 'infragenie';
 *
 * const text = JSON.stringify({ format_version: '1.0', valid: true, error_count: 0, diagnostics: [] });
 * console.log((await readReport(text)).format);
 * ```
 *
 * @throws `bad_report` where the text is no report.
 */
export async function readReport(text: string): Promise<ImportedReport> {
  const module = await loaded();
  return withOldNames(
    called(() => module.readReport(text)),
    'imported',
  );
}

/** Loads the module with packs, and with those that a configuration needs. */
async function moduleFor(code: string, packs: readonly LoadablePack[]): Promise<Module> {
  const module = await loaded(...packs);
  const missing = called(() => module.missingPacks(code));
  return missing.length === 0 ? module : loaded(...missing);
}

/** Options as the module takes them; `currentOptions` has replaced the old names of profiles. */
function optionsFor(options: Omit<RequestOptions, 'key'>, ledger: Ledger | null): Options {
  return { ...(options as Omit<Options, 'ledger'>), ledger };
}

const ANSWERS = 'infragenie.answers';
/** Length of a key's hash: enough to distinguish keys, too short to guess a key by. */
const HASH_DIGITS = 16;

/** Name under which the ledger of a key is stored. */
async function ledgerName(key: string): Promise<string> {
  const bytes = new TextEncoder().encode(`infragenie ledger ${key.trim()}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `infragenie.ledger.${hash.slice(0, HASH_DIGITS)}`;
}

async function loadLedger(key: string): Promise<Ledger | null> {
  return load(await ledgerName(key));
}

/** Loads a stored object; null where none is stored or it is invalid. */
async function load(name: string): Promise<Record<string, unknown> | null> {
  try {
    const text = await loadText(name);
    const value: unknown = text === null ? null : JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Adds entries to the ledger of a key, which all its runs share. */
async function applyEntries(module: Module, key: string, entries: LedgerEntry[]): Promise<Ledger> {
  return changeLedger(key, (ledger) => module.applyEntries(ledger, entries));
}

/** Changes the ledger of a key. */
async function changeLedger(
  key: string,
  change: (ledger: Ledger | null) => Ledger,
): Promise<Ledger> {
  const name = await ledgerName(key);
  return locked(name, async () => {
    const ledger = change(await load(name));
    await saveText(name, JSON.stringify(ledger));
    return ledger;
  });
}

/** Reads and stores answers through the host. */
function answersOf(module: Module): {
  find(key: string): Promise<unknown>;
  store(key: string, answer: unknown): Promise<void>;
} {
  const save = async (cache: Cache): Promise<void> =>
    saveText(ANSWERS, JSON.stringify(cache)).catch(() => {});
  return {
    find: (key) =>
      locked(ANSWERS, async () => {
        const { answer, cache } = module.findAnswer(await load(ANSWERS), key);
        if (cache !== null && answer !== null) await save(cache);
        return answer;
      }),
    store: (key, answer) =>
      locked(ANSWERS, async () => {
        await save(module.storeAnswer(await load(ANSWERS), key, answer));
      }),
  };
}

const queues = new Map<string, Promise<unknown>>();

/** Runs work under a lock that all tabs and all calls of this process share. */
async function locked<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  if (locks !== undefined) return locks.request(name, work) as Promise<T>;
  const before = queues.get(name) ?? Promise.resolve();
  const mine = before.then(work, work);
  const settled = mine.then(
    () => {},
    () => {},
  );
  queues.set(name, settled);
  void settled.then(() => {
    if (queues.get(name) === settled) queues.delete(name);
  });
  return mine;
}
