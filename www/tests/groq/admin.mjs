// Controls the stand-in for Groq: tests set scenarios and read requests.
//
// Groq has none of these controls, and none of their paths starts with /openai. server.mjs
// documents the scenarios.

import { Hono } from 'hono';

import { PROGRAMS } from './answers.mjs';
import { WINDOW_SECONDS } from './buckets.mjs';
import { MODELS } from './models.mjs';
import { Organisations } from './organisations.mjs';

const FAULTS = [
  'none',
  'over_capacity',
  'forbidden',
  'firewall',
  'tool_call',
  'refuse',
  'wait',
  'drop',
  'no_done',
  'error_event',
  'quota_event',
  'stall',
  'slow',
  'split',
  'empty',
  'filtered',
  'text',
  'huge',
  'garbage',
];

const SETTINGS = [
  'variant',
  'program',
  'repair',
  'retired',
  'blocked',
  'restricted',
  'outputLimitStatus',
  'caches',
];

const CHOICES = {
  variant: ['findings', 'clean', 'broken'],
  repair: ['corrected', 'broken', 'unchanged', 'empty'],
  restricted: [true, false],
  outputLimitStatus: [400, 413, 429],
};
const BLOCKS = ['org', 'project', 'terms', 'inactive'];

/** Error of an invalid scenario; its message gives the reason. */
export class ScenarioError extends Error {}

/** Creates the controls as functions; `adminApp` serves them over HTTP. */
export function adminOf(service) {
  const { organisations, clock } = service;
  const named = (name) => {
    if (!Organisations.isName(name)) {
      throw new ScenarioError(`\`org\` must be a key without \`gsk_\`, such as \`test_1\``);
    }
    return organisations.named(name);
  };
  return {
    /** Sets the scenario of `org`; see server.mjs. */
    scenario(org, scenario) {
      const organisation = named(org);
      const checked = check(scenario);
      Object.assign(organisation.settings, checked.settings);
      for (const { window, used, model } of checked.levels) {
        for (const one of MODELS.filter(({ id }) => model === undefined || id === model)) {
          organisation.bucket(one, window)?.set(used, clock());
        }
      }
      if (checked.next) organisation.faults = checked.next;
    },

    /** Returns the requests of `org`, oldest first, without its key. */
    requests(org) {
      return structuredClone(named(org).requests);
    },

    /** Returns the used amount of each window of a model. */
    levels(org, model) {
      const found = MODELS.find(({ id }) => id === model);
      if (!found) throw new ScenarioError(`no model \`${model}\``);
      const buckets = named(org).buckets(found);
      return Object.fromEntries(buckets.map((one) => [one.window, one.used(clock())]));
    },

    /** Deletes the state of `org`, or of all organisations. */
    reset(org) {
      organisations.forget(org);
    },

    /** Returns the names and groups of the programs that answers are taken from. */
    programs() {
      return [...PROGRAMS.values()].map(({ name, group }) => ({ name, group }));
    },
  };
}

/** Creates the HTTP interface of the controls, for other processes than the test's. */
export function adminApp(admin) {
  const app = new Hono();
  // No page may use the controls.
  app.use(async (context, next) => {
    if (context.req.header('origin') !== undefined) return context.text('not for pages', 403);
    return next();
  });
  app.get('/requests', (context) => context.json(admin.requests(context.req.query('org'))));
  app.get('/levels', (context) => {
    const { org, model } = context.req.query();
    return context.json(admin.levels(org, model));
  });
  app.get('/programs', (context) => context.json(admin.programs()));
  app.post('/scenario', async (context) => {
    const { org, ...scenario } = await object(context);
    admin.scenario(org, scenario);
    return context.json({ ok: true });
  });
  app.post('/reset', async (context) => {
    admin.reset((await object(context)).org);
    return context.json({ ok: true });
  });
  app.onError((error, context) => {
    if (!(error instanceof ScenarioError)) throw error;
    return context.json({ error: error.message }, 400);
  });
  return app;
}

async function object(context) {
  const body = await context.req.json().catch(() => null);
  if (typeof body !== 'object' || body === null)
    throw new ScenarioError('a JSON object is required');
  return body;
}

function check({ levels, next, ...given }) {
  const stray = Object.keys(given).find((name) => !SETTINGS.includes(name));
  if (stray !== undefined) throw new ScenarioError(`unknown setting \`${stray}\``);
  const { program, retired, blocked } = given;
  const settings = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of settings) {
    if (CHOICES[name] && !CHOICES[name].includes(value)) {
      throw new ScenarioError(`\`${name}\` must be one of ${CHOICES[name].join(', ')}`);
    }
  }
  if (program !== undefined && program !== null && !PROGRAMS.has(program)) {
    throw new ScenarioError(`no program \`${program}\`; GET /stand-in/programs lists them`);
  }
  if (retired !== undefined && (typeof retired !== 'object' || retired === null)) {
    throw new ScenarioError('`retired` must be an object of model ids');
  }
  if (
    blocked !== undefined &&
    !Object.values(blocked ?? [null]).every((it) => BLOCKS.includes(it))
  ) {
    throw new ScenarioError(`\`blocked\` must map model ids to ${BLOCKS.join(', ')}`);
  }
  return {
    settings: Object.fromEntries(settings),
    levels: list(levels, 'levels').map(level),
    next: next === undefined ? null : list(next, 'next').flatMap(fault),
  };
}

function list(value, name) {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new ScenarioError(`\`${name}\` must be a list`);
  return value;
}

function level(one) {
  const { window, used } = one ?? {};
  if (WINDOW_SECONDS[window] === undefined || !(used >= 0)) {
    throw new ScenarioError('a level is {window, used, model?}');
  }
  return one;
}

/** Checks a fault and repeats it `times` times. */
function fault(one) {
  const { fault: kind, times = 1, status = 400, window = 'TPM' } = one ?? {};
  if (!FAULTS.includes(kind)) {
    throw new ScenarioError(`\`fault\` must be one of ${FAULTS.join(', ')}`);
  }
  if (!(Number.isInteger(status) && status >= 200 && status <= 599)) {
    throw new ScenarioError('`status` must be from 200 to 599');
  }
  if (WINDOW_SECONDS[window] === undefined) throw new ScenarioError(`no window \`${window}\``);
  if (!(Number.isInteger(times) && times >= 1 && times <= 1000)) {
    throw new ScenarioError('`times` must be from 1 to 1000');
  }
  return Array(times).fill(one);
}
