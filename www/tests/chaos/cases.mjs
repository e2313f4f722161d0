// What can happen to a call as it is seen from a page, one entry each: what the stand-in or the
// line does, what the user must read, and what the ledger must hold.
//
// `next` are faults of the stand-in (see ../groq/server.mjs), `line` is an error of the network by
// Chromium's name, for so many calls. `sees` is read in the failure, unless `ends: 'program'`. `ledger` is the ledger's day against the stand-in's own books:
//   'same'   to the token of a refill
//   'over'   the ledger holds what may have been charged; Groq did not charge it

const wait = (message, headers = {}) => ({
  fault: 'refuse',
  status: 429,
  headers,
  body: { error: { message, type: 'tokens', code: 'rate_limit_exceeded' } },
});

const LIMITED = 'Rate limit reached for model `m` in organization `org_01secret` service tier '
  + '`on_demand` on tokens per minute (TPM): ';

export const CASES = [
  { what: 'a bad parameter', next: [{ fault: 'refuse', status: 400 }], sees: /rejected/ },
  { what: 'a bot block', next: [{ fault: 'forbidden' }], sees: /1010/ },
  {
    what: 'a spend limit',
    next: [{
      fault: 'refuse',
      status: 400,
      error: { message: 'API access is blocked', code: 'blocked_api_access' },
    }],
    sees: /blocked/,
  },
  { what: 'a status that no one foresaw', next: [{ fault: 'refuse', status: 418, body: '[[[' }],
    sees: /\[\[\[/ },
  { what: 'a semantic error', next: [{ fault: 'refuse', status: 422 }], sees: /rejected/ },
  ...[408, 409, 498, 500, 502, 503].map((status) => ({
    what: `${status} once`,
    next: [{ fault: 'refuse', status, body: status === 502 ? '<html>bad gateway</html>' : '' }],
    ends: 'program',
  })),
  {
    what: 'a refusal without the headers of the browser',
    next: [{ fault: 'over_capacity', cors: false, times: 20 }],
    sees: /not be reached/,
    ledger: 'over',
  },
  {
    what: 'a wait as it is printed',
    next: [{ fault: 'wait', window: 'TPM', seconds: 1 }],
    ends: 'program',
  },
  {
    what: 'a wait without figures',
    next: [wait('Please slow down. Please try again in 400ms.')],
    ends: 'program',
  },
  {
    what: 'a wait of 2024, with waves and an escaped question mark',
    next: [wait(`${LIMITED}Limit 8000, Used ~7000, Requested ~1010. Please try again in `
      + '75ms. Need more tokens%3F')],
    ends: 'program',
    // The figures are the scenario's, not those of the stand-in's books.
    ledger: 'any',
  },
  {
    what: 'a wait that does not read, which is never no wait',
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
  { what: 'a slow drip', next: [{ fault: 'slow', ms: 20 }], ends: 'program' },
  { what: 'an answer byte by byte', next: [{ fault: 'split' }], ends: 'program' },
  { what: 'a dropped connection', next: [{ fault: 'drop', after: 0, times: 20 }],
    sees: /(not be reached|broke)/ },
  { what: 'no [DONE] and no text', next: [{ fault: 'no_done', after: 0, times: 20 }],
    sees: /broke/ },
  { what: 'no [DONE] in the middle of the answer', next: [{ fault: 'no_done' }],
    ends: 'program' },
  // What was on its way when the connection broke may be lost with it.
  { what: 'a dropped connection in the middle of the answer', next: [{ fault: 'drop' }],
    ends: 'either', sees: /broke/ },
  { what: 'an error event after text', next: [{ fault: 'error_event' }], ends: 'program' },
  { what: 'bytes that are no text', next: [{ fault: 'garbage', bytes: 4_096, times: 20 }],
    sees: /(broke|documents)/ },
  { what: 'an answer that the reasoning ate', next: [{ fault: 'empty', times: 20 }],
    sees: /no answer contained Terraform/i },
  { what: 'an answer of chatter', next: [{ fault: 'text', text: 'I am sorry.', times: 20 }],
    sees: /no answer contained Terraform/i },
  { what: 'a refused connection', line: 'connectionrefused', sees: /not be reached/,
    ledger: 'over' },
  { what: 'a reset connection', line: 'connectionreset', sees: /not be reached/, ledger: 'over' },
  { what: 'a name that does not resolve', line: 'namenotresolved', sees: /not be reached/,
    ledger: 'over' },
  { what: 'no network at all', line: 'internetdisconnected', sees: /not be reached/,
    ledger: 'over' },
  { what: 'a connection refused once', line: 'connectionrefused', times: 1, sees: /not be reached/,
    ledger: 'over' },
];
