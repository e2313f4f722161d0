// Where the parts meet: intents of the views in, calls to the module out, answers into the state.

import './style.css';
import { createCounting, options, type Counting } from './counting';
import { place } from './dom';
import { loadEngine, trouble, type Engine } from './engine';
import type { Host } from './host';
import type { Intents } from './intents';
import { createRunner, type Runner } from './runner';
import { createStore, isRunning, START, type Attention, type Result, type Store } from './state';
import type { Report } from './types';
import { mountAsk } from './view/ask';
import { mountChanges } from './view/changes';
import { goToLine, mountCode } from './view/code';
import { mountFindings } from './view/findings';
import { mountForecast } from './view/forecast';
import { mountKey } from './view/key';
import { mountQuestions } from './view/questions';
import { mountQuota } from './view/quota';
import { mountResult } from './view/result';
import { mountRun, spoken } from './view/run';
import { mountSend } from './view/send';

const FILE_NAME = 'main.tf';

/** What is there once the module runs. */
interface Core {
  readonly engine: Engine;
  readonly counting: Counting;
  readonly runner: Runner;
}

/** Fills the document and starts the module. */
export function startApp(host: Host): void {
  const store = createStore({ ...START, ledger: host.recall() });
  let core: Core | null = null;
  const loading = loadEngine();
  mountViews(store, intentsOf(store, host, loading, () => core));
  loading.then(
    (engine) => {
      store.set({ module: { phase: 'ready' }, models: engine.catalogue() });
      const counting = createCounting(store, engine, host);
      core = { engine, counting, runner: createRunner(store, engine) };
    },
    (thrown: unknown) => {
      const message = `This browser could not start the module: ${trouble(thrown).message}.`;
      store.set({ module: { phase: 'broken', message } });
    },
  );
}

function mountViews(store: Store, intents: Intents): void {
  mountAsk(place('ask'), store, intents);
  mountKey(place('key'), store, intents);
  mountSend(place('send'), store, intents);
  mountForecast(place('forecast'), store, intents);
  mountRun(place('run'), store, intents);
  mountResult(place('result'), store, intents);
  mountCode(place('code'), store);
  mountQuestions(place('questions'), store);
  mountFindings(place('findings'), store, intents);
  mountChanges(place('changes'), store, intents);
  mountQuota(place('quota'), store);
  const announcer = place('announcer');
  store.watch((state) => state.run?.entries.at(-1), (entry, { models }) => {
    announcer.textContent = entry === undefined ? '' : spoken(entry, models);
  });
}

function intentsOf(
  store: Store, host: Host, loading: Promise<Engine>, core: () => Core | null,
): Intents {
  // The key lives here and in its field, nowhere else.
  let key = '';
  const attend = (on: Attention['on'], message: string): void => {
    const count = (store.get().attention?.count ?? 0) + 1;
    store.set({ attention: { on, message, count } });
  };
  const forecast = (): void => core()?.counting.forecast();

  return {
    writeRequest(request) {
      store.set({ request });
      forecast();
    },
    chooseModel(model) {
      store.set({ model });
      forecast();
    },
    giveKey(given) {
      key = given.trim();
      store.set({ key: { phase: key === '' ? 'none' : 'given' } });
    },
    checkKey() {
      if (store.get().key.phase === 'checking') return;
      if (key === '') attend('key', KEY_FIRST);
      else void checkKey(store, loading, key, () => key);
    },
    generate() {
      const there = core();
      const state = store.get();
      if (isRunning(state)) return;
      if (state.refused !== null) attend('request', state.refused.message);
      else if (there === null || state.preview === null) attend('request', LOADING);
      else if (key === '') attend('key', KEY_FIRST);
      else void generate(store, host, there, key);
    },
    cancel: () => core()?.runner.cancel(),
    undo(change, undone) {
      const { result } = store.get();
      const there = core();
      if (there === null || result === null) return;
      store.set({ result: chosen(result, change, !undone, there.engine) });
    },
    accept(change) {
      const { result } = store.get();
      const there = core();
      if (there === null || result === null) return;
      store.set({ result: chosen(result, change, true, there.engine) });
    },
    goToLine,
    download() {
      const { result } = store.get();
      if (result !== null) saveFile(FILE_NAME, result.shown.code);
    },
    async copy() {
      const { result } = store.get();
      if (result === null) return false;
      return navigator.clipboard.writeText(result.shown.code).then(() => true, () => false);
    },
    loadAgain() {
      const { pack } = store.get();
      store.set({ pack: null });
      if (pack !== null) core()?.counting.load(pack.name);
    },
  };
}

const KEY_FIRST = 'Your key comes first: paste it here.';
const LOADING = 'One moment: the counts are loading.';

/** Asks Groq about a key; an answer to a key that was changed meanwhile is dropped. */
async function checkKey(
  store: Store, loading: Promise<Engine>, asked: string, current: () => string,
): Promise<void> {
  store.set({ key: { phase: 'checking' } });
  try {
    const models = await (await loading).models(asked);
    if (asked === current()) store.set({ models, key: { phase: 'accepted' } });
  } catch (thrown) {
    const failure = trouble(thrown);
    if (asked === current()) store.set({ key: { phase: 'refused', failure } });
  }
}

async function generate(store: Store, host: Host, core: Core, key: string): Promise<void> {
  const report = await core.runner.start(store.get().request, key, options(store));
  if (report === null) return;
  host.keep(report.ledger);
  core.counting.learn(report.ledger);
  // A run that brought nothing leaves an earlier result in its place.
  if (report.code !== '') store.set({ result: resultOf(report) });
}

function resultOf(report: Report): Result {
  return { report, shown: report, changes: report.changes, without: [], accepted: [] };
}

/** The result with a change made or left out. A change that was no part of the report has a price,
 * and is made only where it is accepted. */
function chosen(result: Result, change: string, made: boolean, engine: Engine): Result {
  const { report, changes } = result;
  const priced = !report.changes.some(({ id }) => id === change);
  const others = (ids: readonly string[]): string[] => ids.filter((id) => id !== change);
  const without = priced || made ? others(result.without) : [...others(result.without), change];
  const accepted = priced && made ? [...others(result.accepted), change] : others(result.accepted);
  const shown = engine.mend(report.base, report.request, without, accepted);
  const known = new Set(changes.map(({ id }) => id));
  const newer = shown.changes.filter(({ id }) => !known.has(id));
  return { report, shown, changes: [...changes, ...newer], without, accepted };
}

function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
