// Where the parts meet: intents of the views in, calls to the module out, answers into the state.

import './style.css';
import { createCounting, options, type Counting } from './forecaster';
import { place } from './dom';
import { hearDrops } from './file-drop';
import { createEngine, type Engine } from './engine';
import { pastRunOf, withRun } from './history';
import type { Host, Platform } from './host';
import type { CheckIntents, Intents } from './actions';
import { createKeys, KEY_FIRST, UNREACHABLE } from './key';
import { linkTo } from './link';
import { recordOf } from './records';
import { createRunner, type Runner } from './runner';
import { saveFile } from './download';
import { startScreens } from './screens';
import {
  createStore, isRunning, START, type Attention, type State, type Store, type Subject,
} from './state';
import { trouble } from './errors';
import type { Ledger, Report } from './types';
import { costOf } from './format';
import { mountAsk } from './view/request';
import { mountChanges } from './view/changes';
import { goToLine, mountCode } from './view/code';
import { mountCompared } from './view/comparison';
import { mountCosts } from './view/costs';
import { mountFindings } from './view/findings';
import { mountForecast } from './view/forecast';
import { mountGraph } from './view/graph';
import { mountKey } from './view/key';
import { mountNav } from './view/nav';
import { mountNetwork } from './view/network';
import { mountQuestions } from './view/variables';
import { mountQuota } from './view/quota';
import { mountResult } from './view/result';
import { mountRun, spoken } from './view/run';
import { mountSend } from './view/send';
import { createWishing, type Wishing } from './fix-controller';

const FILE_NAME = 'main.tf';
const FOLDER_NAME = 'infragenie.zip';

/** What a run takes part in. */
interface Core {
  readonly engine: Engine;
  readonly counting: Counting;
  readonly runner: Runner;
  readonly wishing: Wishing;
}

/** Fills the document and starts the module. */
export function startApp(host: Host, platform: Platform): void {
  const store = createStore(START);
  const engine = createEngine(host.dataFolder);
  /** There once the module runs. */
  let counting: Counting | null = null;
  const intents = intentsOf(store, host, platform, engine, () => counting);
  mountViews(store, intents, engine);
  mountParts(store, host, platform, engine, () => counting, intents.writeRequest);
  followNetwork(store);
  host.onHistory((history) => store.set({ history }));
  void host.history().then((history) => store.set({ history }));
  host.onRecords((records) => store.set({ records }));
  void host.records().then((records) => store.set({ records }));
  engine.catalogue().then(
    (models) => {
      store.set({ module: { phase: 'ready' }, models });
      counting = createCounting(store, engine, host);
      // Last, so that nothing that the user waits for has to share the line.
      platform.keepOffline((offline) => store.set({ offline }));
    },
    (thrown: unknown) => {
      const message = `This browser could not start the module: ${trouble(thrown).message}.`;
      store.set({ module: { phase: 'broken', message } });
    },
  );
}

function followNetwork(store: Store): void {
  const follow = (): void => store.set({ online: navigator.onLine });
  addEventListener('online', follow);
  addEventListener('offline', follow);
  follow();
}

function mountViews(store: Store, intents: Intents, engine: Engine): void {
  mountAsk(place('request'), store, intents);
  mountKey(place('key'), store, intents);
  mountSend(place('send'), store, intents);
  mountForecast(place('forecast'), store, intents);
  mountCosts(place('costs'), store);
  mountRun(place('run'), store, intents);
  mountResult(place('result'), store, intents);
  const shown = (state: State) => state.result?.mending.shown;
  mountCode(place('code'), store, shown, FILE_NAME);
  mountGraph(place('graph'), store, (state) => shown(state)?.code,
    engine.graph, intents.result.goToLine);
  mountCompared(place('comparison'), store);
  mountQuestions(place('variables'), store);
  mountFindings(place('findings'), store, shown, intents.result);
  mountChanges(place('changes'), store, (state) => state.result?.mending, intents.result);
  mountQuota(place('quota'), store);
  mountNav(place('nav'), store);
  mountNetwork(place('network'), store, intents);
  const announcer = place('announcer');
  store.watch((state) => state.run?.entries.at(-1), (entry, { models }) => {
    announcer.textContent = entry === undefined ? '' : spoken(entry, models);
  });
}

/** The parts of the page that are fetched when they are opened, and what is dropped on the page. */
function mountParts(
  store: Store, host: Host, platform: Platform, engine: Engine,
  counting: () => Counting | null, ask: (request: string) => void,
): void {
  let check: CheckIntents | null = null;
  const screens = startScreens(store, {
    async check() {
      const { startCheck } = await import('./check');
      check = startCheck(store, engine, platform.readTab, (code) => {
        store.set({ subject: { name: 'the program that you checked', code } });
        void screens.show('generate');
        counting()?.forecast();
        attendTo(store, 'request', '');
      });
    },
    async rules() {
      const [{ mountRules }, rules] = await Promise.all([import('./view/rules'), engine.rules()]);
      mountRules(place('rulebook'), rules);
    },
    async usage() {
      const { startUsage } = await import('./usage');
      const learn = (ledger: Ledger | null): void => counting()?.learn(ledger);
      startUsage(store, host, engine, learn, {
        askAgain({ request }) {
          ask(request);
          void screens.show('generate');
        },
        openRun({ code }) {
          screens.show('check').then(() => check?.give(code), () => {});
        },
      });
    },
  }, ask);
  const open = (files: readonly File[]): void => {
    screens.show('check').then(() => check?.open(files), () => {});
  };
  hearDrops(open);
  platform.onGiven((given) => {
    screens.show('check').then(() => check?.take(given), () => {});
  });
}

function intentsOf(
  store: Store, host: Host, platform: Platform, engine: Engine, counting: () => Counting | null,
): Intents {
  let starting = false;
  const attend = (on: Attention['on'], message: string): void => attendTo(store, on, message);
  const forecast = (): void => counting()?.forecast();
  const wishing = createWishing(store, engine, forecast);
  const runner = createRunner(store, engine);
  const keys = createKeys(store, platform, engine, (message) => attend('key', message));

  return {
    writeRequest(request) {
      store.set({ request });
      forecast();
    },
    change(change) {
      store.set({ subject: change ? RESULT : null });
      forecast();
      if (change) attend('request', '');
    },
    chooseModel(model) {
      store.set({ model });
      forecast();
    },
    chooseProfile(profile) {
      store.set({ profile });
      forecast();
    },
    useBlocks(blocks) {
      store.set({ blocks });
      forecast();
    },
    key: keys,
    generate(anew = false) {
      const there = counting();
      const key = keys.current();
      if (isRunning(store.get()) || starting) return;
      if (there === null) {
        attend('request', LOADING);
        return;
      }
      starting = true;
      // Asked first: it has to be within the gesture of the user.
      const reached = key === '' ? Promise.resolve(true) : platform.reach();
      const core = { engine, counting: there, runner, wishing };
      void generate(store, host, core, { key, anew, reached }).then((lacks) => {
        if (lacks !== null) attend(lacks.on, lacks.message);
      }).finally(() => { starting = false; });
    },
    cancel: () => runner.cancel(),
    result: { ...wishing.deeds, goToLine: (line) => goToLine('code', line) },
    async download() {
      const result = await granted(store, wishing);
      if (result !== null) saveFile(FILE_NAME, result.mending.shown.code);
    },
    async downloadFolder() {
      const result = await granted(store, wishing);
      if (result === null) return;
      const { zipOf } = await import('./bundle');
      const { report: { request }, mending: { shown } } = result;
      const files = await engine.files(shown.code);
      saveFile(FOLDER_NAME, zipOf({ files, request, mended: shown, cost: costOf(result.report) }));
    },
    async copy() {
      const result = await granted(store, wishing);
      return result !== null && copied(result.mending.shown.code);
    },
    copyLink: platform.address === null ? null
      : () => copied(linkTo(platform.address ?? '', store.get().request)),
    loadAgain() {
      const { pack } = store.get();
      store.set({ pack: null });
      if (pack !== null) counting()?.load(pack.name);
    },
    takeNewer: () => platform.takeNewer(),
  };
}

/** False where the browser does not let the page write to the clipboard. */
function copied(text: string): Promise<boolean> {
  return navigator.clipboard.writeText(text).then(() => true, () => false);
}

/** Brings the user to what comes first; each call for it is a new one. */
function attendTo(store: Store, on: Attention['on'], message: string): void {
  const count = (store.get().attention?.count ?? 0) + 1;
  store.set({ attention: { on, message, count } });
}

/** What requests change once a run has changed it. */
const RESULT: Subject = { name: 'the program below', code: null };

const LOADING = 'One moment: the counts are loading.';

/** The last result, once all that is wished of it is done. */
async function granted(store: Store, wishing: Wishing): Promise<State['result']> {
  await wishing.settled();
  return store.get().result;
}

interface Start {
  readonly key: string;
  /** Whether a model is asked, whatever the building blocks or an earlier answer say. */
  readonly anew: boolean;
  /** Whether Groq may be called. */
  readonly reached: Promise<boolean>;
}

/** Runs the request, once all that it goes by is there; says what it lacks otherwise. */
async function generate(
  store: Store, host: Host, core: Core, { key, anew, reached }: Start,
): Promise<Pick<Attention, 'on' | 'message'> | null> {
  const { request } = store.get();
  await core.wishing.settled();
  await core.counting.settled();
  const { refused, preview } = store.get();
  if (refused !== null) return { on: 'request', message: refused.message };
  if (preview === null) return { on: 'request', message: LOADING };
  // What the building blocks answer needs no key.
  const composed = preview.state === 'counted' && preview.composed;
  if (key === '' && (anew || !composed)) return { on: 'key', message: KEY_FIRST };
  if (!await reached) return { on: 'key', message: UNREACHABLE };
  await core.runner.start(async () => {
    const { books } = core.engine;
    if (key !== '') await books.useMark(await host.markOf(key));
    core.counting.learn(await books.ledger());
    return { request, key, options: { ...options(store), anew } };
  }, (report) => settled(store, host, core, report));
  return null;
}

/** What a run brought, shown and kept. */
async function settled(store: Store, host: Host, core: Core, report: Report): Promise<void> {
  // A run that brought nothing leaves an earlier result in its place.
  if (report.code !== '') {
    const subject = store.get().subject === null ? null : RESULT;
    const mending = await core.wishing.first(report);
    store.set({ result: { report, mending, failure: null }, subject });
  }
  const kept = await core.engine.books.ledger().catch(() => null);
  core.counting.learn(kept ?? report.ledger);
  if (report.attempts.length > 0 || report.code !== '') {
    const now = Date.now();
    store.set({ records: await host.keepRecord(recordOf(report, now)) });
    const past = pastRunOf(report, now);
    store.set({ history: await host.changeHistory((kept) => withRun(kept, past)) });
  }
}
