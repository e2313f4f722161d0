// Keeps the request and the result of a visit across a reload or a crash.

import type { Host } from './host';
import { isRunning, type Result, type State, type Store } from './state';
import type { Profile } from './types';

/** Version of the stored form; another version is ignored. */
const VERSION = 1;
/** Pause after a change before it is stored, in milliseconds. */
const REST_MS = 400;
/** Maximum earlier results that are stored. */
const PAST_MAX = 5;

interface Work {
  readonly version: typeof VERSION;
  readonly request: string;
  readonly profile: Profile;
  readonly model: string | null;
  readonly templates: boolean;
  /** Whether a run was active, which ends with the page. */
  readonly isRunning: boolean;
  readonly result: Result | null;
  readonly past: readonly Result[];
}

/** Restores the work of the last visit, then stores each change.
 *
 * Warns before a running call is lost. */
export function keepWork(store: Store, host: Host): void {
  addEventListener('beforeunload', (event) => {
    if (isRunning(store.get())) event.preventDefault();
  });
  void host
    .work()
    .then(
      (stored) => restore(store, stored),
      () => {},
    )
    .then(() => follow(store, host));
}

function restore(store: Store, stored: unknown): void {
  const { request: typed, run } = store.get();
  // What the user did meanwhile is newer.
  if (!isWork(stored) || typed !== '' || run !== null) return;
  const { request, profile, model, templates, result, past } = stored;
  store.set({
    profile,
    model,
    templates,
    request,
    result,
    past,
    ...(result === null ? {} : { mode: 'work', subject: RESULT_SUBJECT }),
  });
  if (!stored.isRunning) return;
  const message = 'The page was reloaded during the run. Groq may have charged its tokens.';
  store.set({
    mode: 'work',
    ...(result === null ? {} : { request }),
    run: {
      phase: 'done',
      request,
      attemptsMax: null,
      entries: [],
      draft: null,
      answer: '',
      answers: new Map(),
      waiting: null,
      failure: { kind: 'interrupted', message, until: null },
      isShown: false,
    },
  });
}

/** Subject of the next request where a result is restored. */
const RESULT_SUBJECT: State['subject'] = { name: 'the configuration above', code: null };

function follow(store: Store, host: Host): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isFirst = true;
  const keep = (): void => {
    const state = store.get();
    const { request, profile, model, templates, result, past } = state;
    const work: Work = {
      version: VERSION,
      request,
      profile,
      model,
      templates,
      isRunning: isRunning(state),
      result,
      past: past.slice(-PAST_MAX),
    };
    host.keepWork(work).catch(() => {});
  };
  const later = (): void => {
    if (isFirst) return;
    clearTimeout(timer);
    timer = setTimeout(keep, REST_MS);
  };
  for (const part of ['request', 'profile', 'model', 'templates', 'result', 'past'] as const) {
    store.watch((state) => state[part], later);
  }
  store.watch(isRunning, () => {
    if (!isFirst) keep();
  });
  isFirst = false;
}

function isWork(value: unknown): value is Work {
  if (!isRecord(value) || value['version'] !== VERSION) return false;
  const { request, profile, model, templates, result, past } = value;
  return (
    typeof request === 'string' &&
    ['minimal', 'balanced', 'thorough'].includes(String(profile)) &&
    (model === null || typeof model === 'string') &&
    typeof templates === 'boolean' &&
    (result === null || isResult(result)) &&
    Array.isArray(past) &&
    past.every(isResult)
  );
}

/** Whether a stored value has what every view reads of a result. */
function isResult(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value['report']) || !isRecord(value['fixState'])) return false;
  const { report, fixState, accepted } = value;
  const { shown, selection, hardening, changes, base } = fixState as Record<string, unknown>;
  const lists = ['problems', 'findings', 'suppressed', 'safety', 'changes', 'variables', 'notes'];
  return (
    isRecord(shown) &&
    isRecord(selection) &&
    isRecord(hardening) &&
    typeof base === 'string' &&
    typeof shown['code'] === 'string' &&
    [...lists, 'added', 'offers'].every((name) => Array.isArray(shown[name])) &&
    ['attempts', 'safety'].every((name) =>
      Array.isArray((report as Record<string, unknown>)[name]),
    ) &&
    Array.isArray(changes) &&
    Array.isArray(accepted)
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
