// Starts the stand-in for Groq: a server like api.groq.com without a model.
//
// Tests use it, and users who try the product without a key.
//
//   node www/tests/groq/server.mjs [options]
//
//   --port P      the port on 127.0.0.1 (8788; 0 picks a free one)
//   --https       uses https and a certificate for api.groq.com that is created at the start
//   --open URL    uses https and opens URL in the system's Chromium, in which api.groq.com is the
//                 stand-in
//   --speed N     tokens a second of a streamed answer (250; 0 for all at once)
//   --give-back   refunds the unused part of a cap when the answer ends; the default is no refund,
//                 since it is not known whether Groq refunds it
//   --ignore-cap  does not count a cap at admission, as one report describes
//   --quiet       prints no line for each request
//
// Keys: `gsk_test` and any `gsk_test_<name>`. Each key is an organisation with its own buckets.
// `gsk_test_clean…`, `gsk_test_findings…` and `gsk_test_broken…` choose the variant of an answer;
// any other test key gets `findings`. All other keys are refused.
//
// Tests set the scenario of an organisation and read its requests. `org` is a key without `gsk_`.
//
//   POST /stand-in/scenario  {org, …}   sets any of these, each until it is set again:
//     variant   findings | clean | broken
//     program   the folder under answers/ with the answer to every draft, or null
//     repair    corrected | broken | unchanged | empty: the answer to a repair
//     retired   {"<model id>": "decommissioned" | "not_found"}: retired models
//     blocked   {"<model id>": "org" | "project" | "terms" | "inactive"}: models that are listed and
//               refused, since an administrator blocks them, their terms are not accepted, or they
//               are not active
//     restricted  true: Groq has restricted the organisation
//     outputLimitStatus  400 | 413 | 429: the status of a refusal by OTPM
//     caches    false: no prompt is found in the cache
//     levels    [{window, used, model?}]: sets the used amount of a window (RPM, RPD, TPM, TPD,
//               ITPM, OTPM), of one model or of all
//     next      faults of the next requests, one each, in this order:
//       {fault: "none"}                       answered without a fault
//       {fault: "wait", window, seconds}      429: the window is filled so that this request has to
//                                             wait that long (TPM, 3); it refills in real time
//       {fault: "over_capacity"}              503
//       {fault: "forbidden"}                  403 with the text `error code: 1010`
//       {fault: "firewall"}                   403 with the page of Cloudflare
//       {fault: "tool_call"}                  400 `tool_use_failed`
//       {fault: "refuse", status, error | body, headers}   any error response
//       {fault: "drop", after}                the connection breaks after `after` events
//       {fault: "no_done", after}             the reply ends after `after` events, without `[DONE]`
//       {fault: "error_event", after}         an error event inside the 200 stream
//       {fault: "quota_event", after}         an error event of a quota inside the 200 stream
//       {fault: "stall", after}               nothing follows after `after` events; 0: not even
//                                             headers
//       {fault: "slow", ms}                   `ms` milliseconds pass before each event
//       {fault: "split"}                      every byte is sent by itself
//       {fault: "empty"}                      no content, `finish_reason: "length"`
//       {fault: "filtered", text}             this text, `finish_reason: "content_filter"`
//       {fault: "text", text, fine}           this text, regardless of the cap; `fine` sends it
//                                             token by token
//       {fault: "huge", bytes}                a program of `bytes` bytes (1,000,000)
//       {fault: "garbage", bytes}             bytes that are no text, with status 200
//     Every fault accepts `times` to repeat it, `on: "models"` to apply it to GET /models (error
//     responses only), and `cors: false` to omit the CORS headers, as a proxy of Groq may do.
//   GET  /stand-in/requests?org=…      returns the requests and their outcomes, never the key:
//                                      [{kind, at, model, messages, cap, effort, stream, body,
//                                      promptTokens, requested, status, code, usage, finish,
//                                      program, variant, fault, outcome}]; `outcome` is refused,
//                                      open, answered, cancelled (by the client) or broken
//   GET  /stand-in/levels?org=…&model=…   returns the used amount of each window
//   GET  /stand-in/programs            returns the programs that answers are taken from
//   POST /stand-in/reset  {org?}       deletes the state of one organisation, or of all
//
// The stand-in chooses what is not known of Groq: the order in which windows are checked (days
// first), the words of errors for malformed bodies, and whether a blocked reply has CORS headers.
// Tools and JSON modes are refused, since the stand-in cannot answer them.

import { setMaxListeners } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { createAdaptorServer } from '@hono/node-server';

import { adminOf } from './admin.mjs';
import { appOf } from './api.mjs';
import { chromiumArguments, findChromium, openChromium } from './browser.mjs';
import { certificate } from './certificate.mjs';
import { Organisations } from './organisations.mjs';

const PORT = 8788;
const TOKENS_PER_SECOND = 250;
/** A browser that ends within this time was not closed by a user. */
const ENDS_AT_ONCE_MS = 5_000;

/**
 * Starts the stand-in on 127.0.0.1.
 *
 * @param {object} [options]
 * @param {number} [options.port] 0 picks a free one
 * @param {boolean} [options.https]
 * @param {() => number} [options.clock] milliseconds since the epoch; buckets, the date in the
 *   prompt and the cache follow it
 * @param {object} [options.limits] limits by window that replace those of the free plan
 * @param {boolean} [options.countsCap] whether a cap counts at admission
 * @param {{unusedCap?: boolean, cached?: boolean}} [options.givesBack] the tokens that are refunded
 *   when an answer ends
 * @param {number | null} [options.tokensPerSecond] null: all at once
 * @param {(line: string) => void} [options.log] gets a line for each request
 * @returns {Promise<{origin: string, port: number, spki: string | null, admin: object,
 *   chromiumArguments: string[], close: () => Promise<void>}>}
 */
export async function startStandIn({
  port = 0,
  https = false,
  clock = Date.now,
  limits = {},
  countsCap = true,
  givesBack = {},
  tokensPerSecond = null,
  log = () => {},
} = {}) {
  const closing = new AbortController();
  // Every open stream adds a listener; their number has no limit.
  setMaxListeners(0, closing.signal);
  const service = {
    organisations: new Organisations({ clock, limits }),
    clock,
    countsCap,
    givesBack: { unusedCap: false, cached: true, ...givesBack },
    tokensPerSecond,
    closing: closing.signal,
    report: (organisation, entry) => log(line(organisation, entry)),
  };
  const admin = adminOf(service);
  const { key, cert, spki } = https ? await certificate() : { spki: null };
  const server = createAdaptorServer({
    fetch: appOf(service, admin).fetch,
    overrideGlobalObjects: false,
    createServer: https ? createHttps : createHttp,
    serverOptions: https ? { key, cert } : {},
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address();
  return {
    origin: `${https ? 'https' : 'http'}://127.0.0.1:${taken}`,
    port: taken,
    spki,
    admin,
    chromiumArguments: https ? chromiumArguments({ port: taken, spki }) : [],
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      closing.abort();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Describes a request in one line, without its key. */
function line(organisation, entry) {
  const time = new Date(entry.at).toISOString().slice(11, 19);
  const what = entry.kind === 'chat' ? `chat ${entry.model ?? '-'}` : 'models';
  const tokens = entry.usage
    ? `${entry.usage.prompt_tokens} + ${entry.usage.completion_tokens} tokens, ` +
      `${entry.program ?? 'scenario'} (${entry.variant ?? entry.fault})`
    : (entry.code ?? '');
  const outcome = entry.outcome === 'answered' ? '' : entry.outcome;
  return [time, organisation.name, what, entry.status, tokens, outcome].join(' ').trimEnd();
}

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: String(PORT) },
      https: { type: 'boolean', default: false },
      open: { type: 'string' },
      speed: { type: 'string', default: String(TOKENS_PER_SECOND) },
      'give-back': { type: 'boolean', default: false },
      'ignore-cap': { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
    },
  });
  const [port, speed] = [Number(values.port), Number(values.speed)];
  if (!(Number.isInteger(port) && port >= 0 && port < 65_536)) throw new Error('--port: no port');
  if (!(speed >= 0)) throw new Error('--speed: no number of tokens a second');
  const browser = values.open === undefined ? null : findChromium();
  if (values.open !== undefined && !URL.canParse(values.open)) throw new Error('--open: no URL');
  if (values.open !== undefined && browser === null) {
    throw new Error('--open: no Chromium found; name one in the environment variable CHROMIUM');
  }
  const standIn = await startStandIn({
    port,
    https: values.https || browser !== null,
    countsCap: !values['ignore-cap'],
    givesBack: { unusedCap: values['give-back'] },
    tokensPerSecond: speed === 0 ? null : speed,
    log: values.quiet ? undefined : (text) => console.log(text),
  });
  console.log(
    `stand-in for Groq at ${standIn.origin}${standIn.spki ? `, spki ${standIn.spki}` : ''}`,
  );
  console.log('Keys: gsk_test, or gsk_test_clean, gsk_test_findings, gsk_test_broken.');
  const opened = browser === null ? null : openChromium(browser, values.open, standIn);
  const stop = () => (opened === null ? standIn.close() : opened.close());
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  if (opened === null) {
    explain(standIn);
    return;
  }
  console.log(`Chromium is opening ${values.open}; in it, api.groq.com is this stand-in.`);
  const started = Date.now();
  let isStopped = false;
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      isStopped = true;
    });
  }
  await opened.ended;
  await standIn.close();
  if (!isStopped && Date.now() - started < ENDS_AT_ONCE_MS) {
    console.error('Chromium ended at once, as it does without a display. Without a window, run');
    console.error('`npm --prefix www run groq -- --https`: it prints the arguments with which a');
    console.error('headless Chromium, such as that of a test, reaches the stand-in.');
    process.exitCode = 1;
  }
}

/** Prints how a browser can reach the stand-in. */
function explain(standIn) {
  console.log('The page calls api.groq.com only. To make it call the stand-in, start the');
  console.log('stand-in with `--open` and the address of the page, or start Chromium with a');
  if (standIn.spki === null) {
    console.log('separate profile and the arguments that the stand-in prints with `--https`.');
    return;
  }
  console.log('separate profile (--user-data-dir) and these arguments:');
  for (const argument of standIn.chromiumArguments) console.log(`  '${argument}'`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main().catch((error) => {
    const taken = error.code === 'EADDRINUSE';
    const why = taken ? 'the port is taken; choose another with --port' : error.message;
    console.error(`stand-in for Groq: ${why}`);
    process.exit(1);
  });
}
