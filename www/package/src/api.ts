// The package's functions: each loads what it needs by itself, once.

import { InfraGenieError } from './error.js';
import { host } from './setup.js';
import { loaded, type Module, type Wanted } from './module.js';
import type {
  Cache, CallSize, Finding, FixOptions, Import, Ledger, LedgerEntry, Mended, ModelInfo, Options,
  Preview, Problem, Progress, Quota, Report, RuleInfo, ValidateOptions,
} from './types.js';

/** What the first call of a request is, counted to the token. */
export type Forecast = Extract<Preview, { state: 'counted' }>;

/** What may be set of a request; all of it can be left out. */
export interface RequestOptions extends Omit<Options, 'ledger'> {
  /** The key whose quota is asked about. It is used to find the ledger, and kept nowhere. */
  readonly key?: string;
}

/** What may be set of a run; all of it can be left out. */
export interface RunOptions extends Omit<Options, 'ledger'> {
  /** Ends the run early; its report says so. */
  readonly signal?: AbortSignal;
}

/** What a run tells while it goes on, and at its end. */
export type Event = Progress | { readonly event: 'done'; readonly report: Report };

/**
 * What a request would cost: the messages, their size in tokens, the cap, what is left of the
 * quotas, and whether it costs nothing because building blocks answer it. Nothing is sent.
 *
 * Shape: `plan.promptTokens` and `plan.maxCompletionTokens` are tokens, `opensAt` is milliseconds
 * since 1970, `leftToday` is a number of calls.
 *
 * ```js
 * import { preview } from 'infragenie';
 *
 * const { plan, composed } = await preview('create an s3 bucket for the quagga');
 * console.log(plan.model, plan.promptTokens, plan.maxCompletionTokens, composed);
 * ```
 *
 * @throws `empty`, `too_long`, `control_character`, `unknown_model`, `unknown_profile`,
 * `bad_options`; `network` where the vocabulary was not loaded.
 */
export async function preview(request: string, options: RequestOptions = {}): Promise<Forecast> {
  const { key, ...rest } = options;
  const ledger = key === undefined ? null : await recallLedger(key);
  let module = await loaded('o200k-ascii');
  for (;;) {
    const forecast = said(() => module.preview(request, { ...rest, ledger }));
    if (forecast.state === 'counted') return forecast;
    module = await loaded(forecast.pack);
  }
}

/**
 * Runs a request to its end, with at most the attempts of its profile. What happens comes as
 * events: `sending` (a call goes out), `heard` (a piece of the answer), `judged` (an answer was
 * mended, checked and scanned), `waiting`, `moved` (another model is asked), and at last `done`
 * with the report. Leaving the loop ends the run. The key is used for the calls and kept nowhere;
 * the ledger of its quota and earlier answers are kept in the world.
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
 * @throws as {@link preview} does. What Groq refuses is in `report.failure`.
 */
export async function* generate(
  request: string, key: string, options: RunOptions = {},
): AsyncGenerator<Event, Report, void> {
  const { signal, ...rest } = options;
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
    const ledger = await recallLedger(key);
    const hear = (progress: Progress): void => {
      queue.push(progress);
      wake();
    };
    const run = module.generate(request, key, { ...rest, ledger }, hear, stop.signal,
      (entries) => book(module, key, entries), answersOf(module));
    const running = run.then(
      (done) => { report = done; },
      (thrown: unknown) => { failure = { thrown }; },
    ).finally(() => wake());
    for (;;) {
      const next = queue.shift();
      if (next !== undefined) yield next;
      else if (report !== null || failure !== null) break;
      else await new Promise<void>((resolve) => { wake = resolve; });
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
 * What `terraform validate` would refuse of a program, by the schema of the AWS provider (5.100,
 * or 6.x where the program asks for it) and its helpers.
 *
 * Shape: each problem has a stable `kind`, Terraform's own `summary`, a `message`, the `address`
 * of its block, and `place` and `end` as lines and columns from 1.
 *
 * ```js
 * import { validate } from 'infragenie';
 *
 * for (const { place, summary, message } of await validate('resource "aws_vpc" "a" {}')) {
 *   console.log(`${place.line}:${place.column} ${summary}: ${message}`);
 * }
 * ```
 *
 * @throws `too_long` beyond 4,000,000 bytes, `bad_options`; `network` where a pack was not loaded.
 */
export async function validate(code: string, options: ValidateOptions = {}): Promise<Problem[]> {
  const module = await provided(code, ['aws-5']);
  return said(() => module.validate(code, options));
}

/**
 * What a scan finds in a program, with Checkov's ids and verdicts.
 *
 * Shape: each finding has its check `id`, `severity`, the `address` of the resource, what is
 * `wrong` and `why`, and its `remedy`: `free`, `companion` (with new resources), `offered` (for
 * the `price` that it names) or `none`.
 *
 * ```js
 * import { scan } from 'infragenie';
 *
 * const findings = await scan('resource "aws_ebs_volume" "a" {\n  availability_zone = "eu-west-1a"\n  size = 8\n}\n');
 * console.log(findings.map(({ id, severity, wrong }) => `${severity} ${id}: ${wrong}`));
 * ```
 *
 * @throws `too_long` beyond 4,000,000 bytes; `network` where a pack was not loaded.
 */
export async function scan(code: string): Promise<Finding[]> {
  const module = await provided(code, []);
  return said(() => module.scan(code));
}

/**
 * A program after everything that mends it at no tokens: what is wrong is repaired where that is
 * certain, and findings are fixed where that costs nothing. Every change has an `id`; leaving it
 * out (`without`) undoes that change alone.
 *
 * Shape: `code` is Terraform, `changes` say what was done and why, `problems` and `findings` are
 * what is left.
 *
 * ```js
 * import { fix } from 'infragenie';
 *
 * const code = 'resource "aws_ebs_volume" "a" {\n  availability_zone = "eu-west-1a"\n  size = 8\n}\n';
 * const mended = await fix(code);
 * const [first] = mended.changes;
 * const undone = await fix(code, { without: [first.id] });
 * console.log(mended.changes.length - undone.changes.length);
 * ```
 *
 * @throws `too_long` beyond 4,000,000 bytes, `bad_options`; `network` where a pack was not loaded.
 */
export async function fix(code: string, options: FixOptions = {}): Promise<Mended> {
  const module = await provided(code, ['aws-5']);
  return said(() => module.fix(code, options));
}

/**
 * The rules of the scan.
 *
 * Shape: `id`, `severity`, the resource `types` that are asked, what is `wrong`, `why`, `remedy`.
 *
 * ```js
 * import { rules } from 'infragenie';
 *
 * console.log((await rules()).filter(({ remedy }) => remedy === 'free').length > 50);
 * ```
 *
 * @throws `internal` where the module was not loaded.
 */
export async function rules(): Promise<RuleInfo[]> {
  const module = await loaded();
  return said(() => module.rules());
}

/**
 * The models that can be asked; with a key also which of them answer for it, at no tokens.
 *
 * Shape: `contextTokens`, `tokensPerDay` and `tokensPerMinute` are tokens; `live` is null where
 * nobody asked.
 *
 * ```js
 * import { models } from 'infragenie';
 *
 * console.log((await models()).map(({ id }) => id));
 * console.log((await models(process.env.GROQ_API_KEY)).some(({ live }) => live));
 * ```
 *
 * @throws `auth` for a key that is not good, `network`, `cancelled` and Groq's other refusals.
 */
export async function models(key?: string, signal?: AbortSignal): Promise<ModelInfo[]> {
  const module = await loaded();
  if (key === undefined) return said(() => module.catalogue());
  return module.models(key, signal).catch((thrown: unknown) => {
    throw InfraGenieError.of(thrown);
  });
}

/**
 * What is left of every model's quota, by the ledger of a key; with the size of a call also how
 * many such calls fit today, and when the next one does.
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
 * @throws `internal` where the module was not loaded.
 */
export async function quota(key?: string, call?: CallSize): Promise<Quota[]> {
  const module = await loaded();
  const ledger = key === undefined ? null : await recallLedger(key);
  return said(() => module.quota(ledger, call));
}

/**
 * The exact number of tokens of a text, as the o200k vocabulary has them.
 *
 * ```js
 * import { count } from 'infragenie';
 *
 * console.log(await count('create ec2 instance with nginx'));
 * ```
 *
 * @throws `network` where the vocabulary was not loaded.
 */
export async function count(text: string): Promise<number> {
  // Whatever is beyond ASCII is in the second pack.
  // eslint-disable-next-line no-control-regex
  const isAscii = /^[\x00-\x7F]*$/.test(text);
  const module = await loaded('o200k-ascii', ...(isAscii ? [] : ['o200k-rest' as const]));
  return said(() => module.count(text));
}

/**
 * Reads a report of another tool and groups it as our own are: Checkov JSON, SARIF and
 * `terraform validate -json`.
 *
 * ```js
 * import { readReport } from 'infragenie';
 *
 * const text = JSON.stringify({ format_version: '1.0', valid: true, error_count: 0, diagnostics: [] });
 * console.log((await readReport(text)).format);
 * ```
 *
 * @throws `bad_report` where the text is none.
 */
export async function readReport(text: string): Promise<Import> {
  const module = await loaded();
  return said(() => module.readReport(text));
}

/** The module with these packs, and with those that a program waits for. */
async function provided(code: string, packs: readonly Wanted[]): Promise<Module> {
  const module = await loaded(...packs);
  const lacking = said(() => module.lacking(code));
  return lacking.length === 0 ? module : loaded(...lacking);
}

/** What the module says, or throws. */
function said<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw InfraGenieError.of(thrown);
  }
}

const ANSWERS = 'infragenie.answers';
/** Digits of a key's mark: enough to tell keys apart, and nothing that a key could be told from. */
const MARK_DIGITS = 16;

/** Under which name the ledger of a key is kept. */
async function ledgerName(key: string): Promise<string> {
  const bytes = new TextEncoder().encode(`infragenie ledger ${key.trim()}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const mark = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `infragenie.ledger.${mark.slice(0, MARK_DIGITS)}`;
}

async function recallLedger(key: string): Promise<Ledger | null> {
  return recall(await ledgerName(key));
}

/** What was kept under a name; what does not read is as good as nothing. */
async function recall(name: string): Promise<Record<string, unknown> | null> {
  try {
    const text = await host.world.load(name);
    const value: unknown = text === null ? null : JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Enters what a run spent into the ledger of its key, which all runs share. */
async function book(module: Module, key: string, entries: LedgerEntry[]): Promise<Ledger> {
  const name = await ledgerName(key);
  return alone(name, async () => {
    const ledger = module.booked(await recall(name), entries);
    await host.world.save(name, JSON.stringify(ledger));
    return ledger;
  });
}

/** Earlier answers, in the world. */
function answersOf(module: Module): {
  recall(key: string): Promise<unknown>; keep(key: string, answer: unknown): Promise<void>;
} {
  const kept = async (cache: Cache): Promise<void> =>
    host.world.save(ANSWERS, JSON.stringify(cache)).catch(() => {});
  return {
    recall: (key) => alone(ANSWERS, async () => {
      const { answer, cache } = module.recalled(await recall(ANSWERS), key);
      if (cache !== null && answer !== null) await kept(cache);
      return answer;
    }),
    keep: (key, answer) => alone(ANSWERS, async () => {
      await kept(module.kept(await recall(ANSWERS), key, answer));
    }),
  };
}

const lines = new Map<string, Promise<unknown>>();

/** Does something that nothing else in this process does at the same time, nor another tab. */
async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  if (locks !== undefined) return locks.request(name, work) as Promise<T>;
  const before = lines.get(name) ?? Promise.resolve();
  const mine = before.then(work, work);
  const settled = mine.then(() => {}, () => {});
  lines.set(name, settled);
  void settled.then(() => { if (lines.get(name) === settled) lines.delete(name); });
  return mine;
}
