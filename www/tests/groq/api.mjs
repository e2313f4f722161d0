// Routes the requests of the stand-in for Groq.
//
// Groq's API is under /openai/v1, with CORS as at Groq, and the controls are under /stand-in.

import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';

import { adminApp } from './admin.mjs';
import { chat } from './chat.mjs';
import * as errors from './errors.mjs';
import { listed, MODELS } from './models.mjs';
import { COMMON_HEADERS, reply } from './reply.mjs';

/** Maximum size of the body of a request to the API, and of a scenario. */
const BODY_BYTES_MAX = { api: 256 * 1024, admin: 8 * 1024 * 1024 };

/** Creates the application that serves `service`; `admin` are its controls. */
export function appOf(service, admin) {
  const app = new Hono();
  const limited = (maxSize) =>
    bodyLimit({ maxSize, onError: (context) => reply(context, errors.bodyTooLarge()) });
  app.use(
    '/openai/*',
    headers,
    cors({
      origin: (origin) => origin,
      allowMethods: ['GET', 'POST', 'OPTIONS'],
      allowHeaders: ['authorization', 'content-type'],
      maxAge: 600,
    }),
  );
  app.use('/openai/*', limited(BODY_BYTES_MAX.api));
  app.get('/openai/v1/models', (context) => models(context, service));
  app.post('/openai/v1/chat/completions', (context) => {
    const organisation = service.organisations.ofHeader(context.req.header('authorization'));
    return organisation
      ? chat(context, organisation, service)
      : reply(context, errors.invalidKey());
  });
  app.use('/stand-in/*', limited(BODY_BYTES_MAX.admin));
  app.route('/stand-in', adminApp(admin));
  app.notFound((context) => {
    const { method, path } = context.req;
    return reply(context, errors.unknownUrl(method, path));
  });
  app.onError((error, context) => {
    console.error(error);
    return reply(context, errors.refusal(500, 'Internal Server Error', 'internal_server_error'));
  });
  return app;
}

async function headers(context, next) {
  await next();
  for (const [name, value] of Object.entries(COMMON_HEADERS)) context.res.headers.set(name, value);
  context.res.headers.set('vary', 'Origin');
  if (!context.get('hidesCors')) return;
  for (const name of [...context.res.headers.keys()]) {
    if (name.startsWith('access-control-')) context.res.headers.delete(name);
  }
}

function models(context, service) {
  const organisation = service.organisations.ofHeader(context.req.header('authorization'));
  if (!organisation) return reply(context, errors.invalidKey());
  const entry = organisation.log({ kind: 'models', at: service.clock(), outcome: 'answered' });
  const fault = organisation.takeFault('models');
  if (fault?.cors === false) context.set('hidesCors', true);
  const refused = {
    over_capacity: () => errors.overCapacity('api'),
    forbidden: errors.botBlocked,
    firewall: errors.firewallPage,
    refuse: () => ({ status: 400, headers: {}, body: { error: fault.error ?? null }, ...fault }),
  }[fault?.fault];
  const isRestricted = organisation.settings.restricted;
  const answered = (isRestricted ? errors.restricted() : refused?.()) ?? {
    status: 200,
    headers: {},
    body: {
      object: 'list',
      data: MODELS.filter(({ id }) => !organisation.settings.retired[id]).map(listed),
    },
  };
  Object.assign(entry, {
    status: answered.status,
    outcome: answered.status === 200 ? 'answered' : 'refused',
  });
  service.report(organisation, entry);
  return reply(context, answered);
}
