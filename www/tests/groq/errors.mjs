// Creates the error responses of Groq: status, headers and body.
//
// The body is `{"error":{"message","type","code"}}`. Recorded errors are repeated word for word.

import { goDuration } from './buckets.mjs';

const UPGRADE =
  'Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing';

const WINDOW_WORDS = {
  RPM: 'requests per minute (RPM)',
  RPD: 'requests per day (RPD)',
  TPM: 'tokens per minute (TPM)',
  TPD: 'tokens per day (TPD)',
  ITPM: 'input tokens per minute (ITPM)',
  OTPM: 'output tokens per minute (OTPM)',
};

/** Creates an error response for the HTTP layer. */
export function refusal(status, message, type, more = {}, headers = {}) {
  return { status, headers, body: { error: { message, type, ...more } } };
}

/** Creates the 400 for a body that Groq does not accept. */
export function badRequest(message, more = {}) {
  return refusal(400, message, 'invalid_request_error', more);
}

export const invalidKey = () =>
  refusal(401, 'Invalid API Key', 'invalid_request_error', { code: 'invalid_api_key' });

export const unknownUrl = (method, path) =>
  refusal(
    404,
    `Unknown request URL: ${method} ${path}. Please check the URL for typos, ` +
      'or see the docs at https://console.groq.com/docs/',
    'invalid_request_error',
    { code: 'unknown_url' },
  );

/** Creates the 413; the rest of the body is not read, so the connection is closed. */
export const bodyTooLarge = () =>
  refusal(
    413,
    'Request Entity Too Large',
    'invalid_request_error',
    { code: 'request_too_large' },
    { connection: 'close' },
  );

export const modelNotFound = (model) =>
  refusal(
    404,
    `The model \`${model}\` does not exist or you do not have access to it.`,
    'invalid_request_error',
    { code: 'model_not_found' },
  );

export const modelDecommissioned = (model) =>
  badRequest(
    `The model \`${model}\` has been decommissioned and is no longer supported. Please refer to ` +
      'https://console.groq.com/docs/deprecations for a recommendation on which model to use ' +
      'instead.',
    { code: 'model_decommissioned' },
  );

export const contextTooLong = () =>
  badRequest('Please reduce the length of the messages or completion.', {
    param: 'messages',
    code: 'context_length_exceeded',
  });

export const overCapacity = (model) =>
  refusal(
    503,
    `${model} is currently over capacity. Please try again and back off exponentially. ` +
      'Visit https://groqstatus.com to see if there is an active incident.',
    'internal_server_error',
  );

/** Creates the 403 of Cloudflare for bots: no JSON, and unrelated to the key. */
export const botBlocked = () => ({
  status: 403,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body: 'error code: 1010',
});

/** Creates the page of Cloudflare that blocks a browser or a network. */
export const firewallPage = () => ({
  status: 403,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body:
    '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head>' +
    '<body><h1>Sorry, you have been blocked</h1></body></html>',
});

/** Creates the 400 for an organization that Groq has restricted. */
export const restricted = () =>
  badRequest(
    'Organization has been restricted. Please reach out to support if you believe this was in error.',
    { code: 'organization_restricted' },
  );

/** Creates the refusal of a model that exists and that the key may not use. */
export function modelBlocked(model, reason) {
  if (reason === 'terms') {
    const message =
      `The model \`${model}\` requires terms acceptance. Please have the org admin accept the ` +
      `terms at https://console.groq.com/playground?model=${encodeURIComponent(model)}`;
    return badRequest(message, { code: 'model_terms_required' });
  }
  if (reason === 'inactive') return badRequest(`The model \`${model}\` is not active`);
  const level = reason === 'project' ? 'project' : 'organization';
  const message =
    `The model \`${model}\` is blocked at the ${level} level. Please have a ` +
    `${reason} admin enable this model in the settings at https://console.groq.com/settings`;
  const code = `model_permission_blocked_${reason}`;
  return refusal(403, message, 'permissions_error', { code });
}

/** Creates the 400 for a model that calls a tool although the request has none. */
export const generationFailed = () =>
  badRequest('Tool choice is none, but model called a tool', {
    code: 'tool_use_failed',
    failed_generation: '',
  });

/** Creates the event that ends a stream which fails after its 200. */
export const generationFailedEvent = () => ({
  error: { ...generationFailed().body.error, status_code: 400 },
});

/** Creates the event of a quota that is used up after the 200. */
export const rateLimitedEvent = (model, organisation, refused) =>
  rateLimited(model, organisation, refused).body;

/**
 * Creates the 429 or 413 for a refusal of `admit`.
 *
 * Like recorded ones, a 413 has a `retry-after` by the formula of a 429, although no wait would
 * help. The limit of output tokens was seen with the statuses 400, 413 and 429.
 */
export function rateLimited(model, organisation, refused, outputLimitStatus = 429) {
  const { window, limit, used, requested, waitSeconds, tooLarge } = refused;
  const type = window.startsWith('R') ? 'requests' : 'tokens';
  const where =
    `for model \`${model}\` in organization \`${organisation}\` service tier \`on_demand\` ` +
    `on ${WINDOW_WORDS[window]}: Limit ${limit}, `;
  const code = { code: 'rate_limit_exceeded' };
  const retryAfter = { 'retry-after': String(Math.max(1, Math.ceil(waitSeconds))) };
  if (tooLarge && window === 'OTPM') {
    const message =
      `Request too large ${where}Requested ${requested}. The request's expected output tokens ` +
      "exceed the enforced limit; reduce max_tokens (or the request's expected output) and try " +
      'again.';
    const isBadRequest = outputLimitStatus === 400;
    return isBadRequest ? badRequest(message) : refusal(outputLimitStatus, message, type, code);
  }
  if (tooLarge) {
    const message =
      `Request too large ${where}Requested ${requested}, please reduce your message size and ` +
      `try again. ${UPGRADE}`;
    return refusal(413, message, type, code, retryAfter);
  }
  const message =
    `Rate limit reached ${where}Used ${Math.round(used)}, Requested ${requested}. ` +
    `Please try again in ${goDuration(waitSeconds)}. ${UPGRADE}`;
  const noRetry = window === 'TPD' ? { 'x-should-retry': 'false' } : {};
  return refusal(429, message, type, code, { ...retryAfter, ...noRetry });
}
