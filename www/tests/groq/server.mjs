// Starts the stand-in for Groq: a server that behaves like api.groq.com and has no model behind it. It
// is for tests, and for trying the product without a key.
//
//   node www/tests/groq/server.mjs [options]
//
//   --port P      the port on 127.0.0.1 (8788; 0 picks a free one)
//   --https       with a certificate for api.groq.com that is made at the start
//   --open URL    https, and the system's Chromium at URL with api.groq.com mapped to the stand-in
//   --speed N     tokens a second of a streamed answer (250; 0 for all at once)
//   --give-back   the unused part of a cap is given back when the answer ends; by default it is
//                 not, because nobody knows whether Groq does
//   --ignore-cap  a cap does not count at admission, as one report has it
//   --quiet       no line for each request
//
// Keys: `gsk_test`, and any `gsk_test_<name>`: each is an organisation of its own, with buckets of
// its own. `gsk_test_clean…`, `gsk_test_findings…` and `gsk_test_broken…` choose which variant of
// an answer is served; every other key gets findings. All other keys are refused.
//
// Tests set what an organisation meets, and read what it sent. `org` is the key without `gsk_`.
//
//   POST /stand-in/scenario  {org, …}   any of these settings, each stays until set again:
//     variant   findings | clean | broken
//     program   the folder under answers/ that every draft is answered from, or null
//     repair    corrected | broken | unchanged | empty: how a repair is answered
//     retired   {"<model id>": "decommissioned" | "not_found"}: these ids are gone
//     caches    false: no prompt is ever found in the cache
//     levels    [{window, used, model?}]: sets what is used now of a window (RPM, RPD, TPM, TPD,
//               ITPM, OTPM), of one model or of all
//     next      faults of the next requests, one each, in this order:
//       {fault: "none"}                       answered as usual
//       {fault: "wait", window, seconds}      429: the window is so full that this request has to
//                                             wait that long (TPM, 3); it refills in real time
//       {fault: "over_capacity"}              503
//       {fault: "forbidden"}                  403 with the text `error code: 1010`
//       {fault: "refuse", status, error | body, headers}   any refusal
//       {fault: "drop", after}                the connection breaks after so many events
//       {fault: "no_done", after}             the reply ends there, without `[DONE]`
//       {fault: "error_event", after}         an error event inside the 200 stream
//       {fault: "stall", after}               nothing comes from there on; 0: not even headers
//       {fault: "slow", ms}                   so long before each event
//       {fault: "split"}                      every byte is sent by itself
//       {fault: "empty"}                      no content, `finish_reason: "length"`
//       {fault: "text", text, fine}           this text, whatever the cap; fine: token by token
//       {fault: "huge", bytes}                a program of so many bytes (1,000,000)
//       {fault: "garbage", bytes}             bytes that are no text, under a 200
//     With any of them: `times` repeats it, `on: "models"` keeps it for GET /models (refusals
//     only), `cors: false` leaves the CORS headers out, as a proxy in front of Groq may.
//   GET  /stand-in/requests?org=…      what the organisation sent and was answered, never its key:
//                                      [{kind, at, model, messages, cap, effort, stream, body,
//                                      promptTokens, requested, status, code, usage, finish,
//                                      program, variant, fault, outcome}], outcome being refused,
//                                      open, answered, cancelled (the client went) or broken
//   GET  /stand-in/levels?org=…&model=…   what is used of each window
//   GET  /stand-in/programs            the programs that answers are taken from
//   POST /stand-in/reset  {org?}       forgets one organisation, or all
//
// Not known of Groq, and chosen here: the order in which windows are looked at (days first), the
// words of refusals of malformed bodies, whether a blocked reply carries CORS headers. Tools and
// JSON modes are refused, as nothing here could answer them.

import { setMaxListeners } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';

import { createAdaptorServer } from '@hono/node-server';

import { adminOf } from './admin.mjs';
import { appOf } from './api.mjs';
import { chromiumArguments, findChromium, openChromium } from './browser.mjs';
import { certificate } from './certificate.mjs';
import { Organisations } from './organisations.mjs';

const PORT = 8788;
const TOKENS_PER_SECOND = 250;

/**
 * Starts the stand-in on 127.0.0.1.
 *
 * @param {object} [options]
 * @param {number} [options.port] 0 picks a free one
 * @param {boolean} [options.https]
 * @param {() => number} [options.clock] milliseconds since the epoch; buckets, the date in the
 *   prompt and the cache follow it
 * @param {object} [options.limits] limits in place of the free plan's, by window
 * @param {boolean} [options.countsCap] whether a cap counts at admission
 * @param {{unusedCap?: boolean, cached?: boolean}} [options.givesBack] what is given back when an
 *   answer ends
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
  // Every open stream listens, however many there are.
  setMaxListeners(0, closing.signal);
  const world = {
    organisations: new Organisations({ clock, limits }),
    clock,
    countsCap,
    givesBack: { unusedCap: false, cached: true, ...givesBack },
    tokensPerSecond,
    closing: closing.signal,
    report: (organisation, entry) => log(line(organisation, entry)),
  };
  const admin = adminOf(world);
  const { key, cert, spki } = https ? await certificate() : { spki: null };
  const server = createAdaptorServer({
    fetch: appOf(world, admin).fetch,
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

/** One request in one line; the key is not in it. */
function line(organisation, entry) {
  const time = new Date(entry.at).toISOString().slice(11, 19);
  const what = entry.kind === 'chat' ? `chat ${entry.model ?? '-'}` : 'models';
  const tokens = entry.usage
    ? `${entry.usage.prompt_tokens} + ${entry.usage.completion_tokens} tokens, ` +
      `${entry.program ?? 'scenario'} (${entry.variant ?? entry.fault})`
    : entry.code ?? '';
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
  console.log(`stand-in Groq at ${standIn.origin}${standIn.spki ? `, spki ${standIn.spki}` : ''}`);
  console.log('Keys: gsk_test, or gsk_test_clean, gsk_test_findings, gsk_test_broken.');
  const opened = browser === null ? null : openChromium(browser, values.open, standIn);
  const stop = () => (opened === null ? standIn.close() : opened.close());
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  if (opened === null) {
    explain(standIn);
    return;
  }
  console.log(`Chromium is opening ${values.open}; there, api.groq.com is this stand-in.`);
  await opened.ended;
  await standIn.close();
}

/** How to come to the stand-in, for a person who has started it. */
function explain(standIn) {
  console.log('The page only talks to api.groq.com. To have it talk to the stand-in, start the');
  console.log('stand-in with `--open` and the address of the page, or start a Chromium with a');
  if (standIn.spki === null) {
    console.log('profile of its own and the arguments that the stand-in prints with `--https`.');
    return;
  }
  console.log('profile of its own (--user-data-dir) and these arguments:');
  for (const argument of standIn.chromiumArguments) console.log(`  '${argument}'`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main().catch((error) => {
    const taken = error.code === 'EADDRINUSE';
    const why = taken ? 'the port is taken; choose another with --port' : error.message;
    console.error(`stand-in Groq: ${why}`);
    process.exit(1);
  });
}
