// Lists the faults of a call, with the message and the ledger that must follow.
//
// `next` are faults of the stand-in for Groq (see ../groq/server.mjs). `line` is an error of the
// network by Chromium's name, for the first `times` calls. `sees` matches the failure message,
// unless `ends` is 'program'. `ledger` compares the ledger's tokens of the day with those that the
// stand-in counted:
//   'same'   they are equal, except for the tokens that refill during the test
//   'over'   the ledger also has tokens that may have been charged; the stand-in did not charge them
//   'any'    they are not compared

const wait = (message, headers = {}) => ({
  fault: 'refuse',
  status: 429,
  headers,
  body: { error: { message, type: 'tokens', code: 'rate_limit_exceeded' } },
});

const LIMITED =
  'Rate limit reached for model `m` in organization `org_01secret` service tier ' +
  '`on_demand` on tokens per minute (TPM): ';

export const CASES = [
  { what: 'a bad parameter', next: [{ fault: 'refuse', status: 400 }], sees: /rejected/ },
  { what: 'a bot block', next: [{ fault: 'forbidden' }], sees: /1010/ },
  {
    what: 'a spend limit',
    next: [
      {
        fault: 'refuse',
        status: 400,
        error: { message: 'API access is blocked', code: 'blocked_api_access' },
      },
    ],
    sees: /blocked/,
  },
  {
    what: 'an unknown status',
    next: [{ fault: 'refuse', status: 418, body: '[[[' }],
    sees: /\[\[\[/,
  },
  { what: 'a semantic error', next: [{ fault: 'refuse', status: 422 }], sees: /rejected/ },
  ...[408, 409, 498, 500, 502, 503].map((status) => ({
    what: `${status} once`,
    next: [{ fault: 'refuse', status, body: status === 502 ? '<html>bad gateway</html>' : '' }],
    ends: 'program',
  })),
  {
    what: 'an error response without CORS headers',
    next: [{ fault: 'over_capacity', cors: false, times: 20 }],
    sees: /not be reached/,
    ledger: 'over',
  },
  {
    what: 'a wait in the recorded form',
    next: [{ fault: 'wait', window: 'TPM', seconds: 1 }],
    ends: 'program',
  },
  {
    what: 'a wait without figures',
    next: [wait('Please slow down. Please try again in 400ms.')],
    ends: 'program',
  },
  {
    what: 'a wait in the form of 2024, with tildes and an escaped question mark',
    next: [
      wait(
        `${LIMITED}Limit 8000, Used ~7000, Requested ~1010. Please try again in ` +
          '75ms. Need more tokens%3F',
      ),
    ],
    ends: 'program',
    // The figures are those of the scenario, not those of the stand-in's buckets.
    ledger: 'any',
  },
  {
    what: 'a wait that cannot be parsed, which still waits',
    next: [wait('Please try again in a while.')],
    ends: 'program',
    atLeastMs: 4_000,
  },
  {
    what: 'an empty refusal',
    next: [{ fault: 'refuse', status: 429, body: '' }],
    ends: 'program',
    atLeastMs: 4_000,
  },
  { what: 'a slow stream', next: [{ fault: 'slow', ms: 20 }], ends: 'program' },
  { what: 'an answer byte by byte', next: [{ fault: 'split' }], ends: 'program' },
  {
    what: 'a dropped connection',
    next: [{ fault: 'drop', after: 0, times: 20 }],
    sees: /(not be reached|broke)/,
  },
  {
    what: 'no [DONE] and no text',
    next: [{ fault: 'no_done', after: 0, times: 20 }],
    sees: /broke/,
  },
  { what: 'no [DONE] in the middle of the answer', next: [{ fault: 'no_done' }], ends: 'program' },
  // Bytes that were on their way when the connection broke may be lost.
  {
    what: 'a dropped connection in the middle of the answer',
    next: [{ fault: 'drop' }],
    ends: 'either',
    sees: /broke/,
  },
  { what: 'an error event after text', next: [{ fault: 'error_event' }], ends: 'program' },
  {
    what: 'bytes that are no text',
    next: [{ fault: 'garbage', bytes: 4_096, times: 20 }],
    sees: /(broke|documents)/,
  },
  {
    what: 'a cap that the reasoning used up',
    next: [{ fault: 'empty', times: 20 }],
    sees: /the cap of the answer was used up/i,
  },
  {
    what: 'an answer without a program',
    next: [{ fault: 'text', text: 'I am sorry.', times: 20 }],
    sees: /no answer contained Terraform/i,
  },
  {
    what: 'a refused connection',
    line: 'connectionrefused',
    sees: /not be reached/,
    ledger: 'over',
  },
  { what: 'a reset connection', line: 'connectionreset', sees: /not be reached/, ledger: 'over' },
  {
    what: 'a name that does not resolve',
    line: 'namenotresolved',
    sees: /not be reached/,
    ledger: 'over',
  },
  {
    what: 'no network at all',
    line: 'internetdisconnected',
    sees: /not be reached/,
    ledger: 'over',
  },
  {
    what: 'a connection refused once',
    line: 'connectionrefused',
    times: 1,
    sees: /not be reached/,
    ledger: 'over',
  },
];
