// Connects views, the wasm module and the state.

import './style.css';
import type { Actions, CheckActions } from './actions';
import { byId } from './dom';
import { saveFile } from './download';
import { createEngine, type Engine } from './engine';
import { toAppError } from './errors';
import { onFilesDropped } from './file-drop';
import { createFixController, type FixController } from './fix-controller';
import { createForecaster, type Forecaster, options } from './forecaster';
import { costSummary, isFree } from './format';
import { pastRunOf, withRun } from './history';
import type { Host, Platform } from './host';
import { ACCESS_DENIED, createKeys, KEY_FIRST } from './key';
import { createKeyLedgers } from './key/ledgers';
import { linkTo } from './link';
import { recordOf } from './records';
import { createRunner, type Runner } from './runner';
import { startScreens } from './screens';
import {
  type Attention,
  createStore,
  isRunning,
  START,
  type State,
  type Store,
  type Subject,
} from './state';
import type { Ledger, Report } from './types';
import { mountChanges } from './view/changes';
import { goToLine, mountCode } from './view/code';
import { mountComparison } from './view/comparison';
import { mountCosts } from './view/costs';
import { mountFindings } from './view/findings';
import { mountForecast } from './view/forecast';
import { mountGraph } from './view/graph';
import { mountKey } from './view/key';
import { mountNav } from './view/nav';
import { mountNetwork } from './view/network';
import { mountQuota } from './view/quota';
import { mountRequest } from './view/request';
import { mountResult } from './view/result';
import { announcement, mountRun } from './view/run';
import { mountSend } from './view/send';
import { mountVariables } from './view/variables';

const FILE_NAME = 'main.tf';
const FOLDER_NAME = 'infragenie.zip';

/** Parts that a run needs. */
interface Core {
  readonly engine: Engine;
  readonly forecaster: Forecaster;
  readonly runner: Runner;
  readonly fixController: FixController;
}

/** Mounts the views and starts the module. */
export function startApp(host: Host, platform: Platform): void {
  const store = createStore(START);
  const engine = createEngine(host.dataFolder);
  /** Null until the module has started. */
  let forecaster: Forecaster | null = null;
  const actions = createActions(store, host, platform, engine, () => forecaster);
  mountViews(store, actions, engine);
  mountParts(store, host, platform, engine, () => forecaster, actions.writeRequest);
  followNetwork(store);
  host.onHistory((history) => store.set({ history }));
  void host.history().then((history) => store.set({ history }));
  host.onRecords((records) => store.set({ records }));
  void host.records().then((records) => store.set({ records }));
  engine.catalogue().then(
    (models) => {
      store.set({ module: { phase: 'ready' }, models });
      forecaster = createForecaster(store, engine, host);
      // Started last: the download for offline use must not delay the first screen.
      platform.keepOffline((offline) => store.set({ offline }));
    },
    (thrown: unknown) => {
      const reason = toAppError(thrown).message;
      const message = `This browser could not start the WebAssembly module: ${reason}.`;
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

function mountViews(store: Store, actions: Actions, engine: Engine): void {
  mountRequest(byId('request'), store, actions);
  mountKey(byId('key'), store, actions);
  mountSend(byId('send'), store, actions);
  mountForecast(byId('forecast'), store, actions);
  mountCosts(byId('costs'), store);
  mountRun(byId('run'), store, actions);
  mountResult(byId('result'), store, actions);
  const shown = (state: State) => state.result?.fixState.shown;
  mountCode(byId('code'), store, shown, FILE_NAME);
  mountGraph(
    byId('graph'),
    store,
    (state) => shown(state)?.code,
    engine.graph,
    actions.result.goToLine,
  );
  mountComparison(byId('comparison'), store);
  mountVariables(byId('variables'), store);
  mountFindings(byId('findings'), store, shown, actions.result);
  mountChanges(byId('changes'), store, (state) => state.result?.fixState, actions.result);
  mountQuota(byId('quota'), store);
  mountNav(byId('nav'), store);
  mountNetwork(byId('network'), store, actions);
  const announcer = byId('announcer');
  store.watch(
    (state) => state.run?.entries.at(-1),
    (entry, { models }) => {
      announcer.textContent = entry === undefined ? '' : announcement(entry, models);
    },
  );
}

/** Mounts the screens that are loaded on demand, and handles dropped files. */
function mountParts(
  store: Store,
  host: Host,
  platform: Platform,
  engine: Engine,
  forecaster: () => Forecaster | null,
  ask: (request: string) => void,
): void {
  let check: CheckActions | null = null;
  const screens = startScreens(
    store,
    {
      async check() {
        const { startCheck } = await import('./check');
        check = startCheck(store, engine, platform.readTab, (code) => {
          store.set({ subject: { name: 'the checked configuration', code } });
          void screens.show('generate');
          forecaster()?.forecast();
          attendTo(store, 'request', '');
        });
      },
      async rules() {
        const [{ mountRules }, rules] = await Promise.all([import('./view/rules'), engine.rules()]);
        mountRules(byId('rulebook'), rules);
      },
      async usage() {
        const { startUsage } = await import('./usage');
        const setLedger = (ledger: Ledger | null): void => forecaster()?.setLedger(ledger);
        startUsage(store, host, engine, setLedger, {
          askAgain({ request }) {
            ask(request);
            void screens.show('generate');
          },
          openRun({ code }) {
            screens.show('check').then(
              () => check?.give(code),
              () => {},
            );
          },
        });
      },
    },
    ask,
  );
  const open = (files: readonly File[]): void => {
    screens.show('check').then(
      () => check?.open(files),
      () => {},
    );
  };
  onFilesDropped(open);
  platform.onIncoming((given) => {
    screens.show('check').then(
      () => check?.take(given),
      () => {},
    );
  });
}

function createActions(
  store: Store,
  host: Host,
  platform: Platform,
  engine: Engine,
  forecaster: () => Forecaster | null,
): Actions {
  let starting = false;
  const attend = (on: Attention['on'], message: string): void => attendTo(store, on, message);
  const forecast = (): void => forecaster()?.forecast();
  const fixController = createFixController(store, engine, forecast);
  const runner = createRunner(store, engine);
  const ledgers = createKeyLedgers(host, engine.ledgerStore, forecaster);
  const keys = createKeys(store, platform, engine, ledgers, (message) => attend('key', message));

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
    useTemplates(templates) {
      store.set({ templates });
      forecast();
    },
    key: keys,
    generate(skipCache = false) {
      const ready = forecaster();
      const key = keys.current();
      if (isRunning(store.get()) || starting) return;
      if (ready === null) {
        attend('request', LOADING);
        return;
      }
      starting = true;
      // Called first: browsers allow the permission prompt only inside a user gesture.
      const hasAccess = key === '' ? Promise.resolve(true) : platform.requestAccess();
      const core = { engine, forecaster: ready, runner, fixController };
      void generate(store, host, core, { key, skipCache, hasAccess })
        .then((lacks) => {
          if (lacks !== null) attend(lacks.on, lacks.message);
        })
        .finally(() => {
          starting = false;
        });
    },
    cancel: () => runner.cancel(),
    result: { ...fixController.fixActions, goToLine: (line) => goToLine('code', line) },
    async download() {
      const result = await settledResult(store, fixController);
      if (result !== null) saveFile(FILE_NAME, result.fixState.shown.code);
    },
    async downloadFolder() {
      const result = await settledResult(store, fixController);
      if (result === null) return;
      const { folderZip } = await import('./bundle');
      const {
        report: { request },
        fixState: { shown },
      } = result;
      const files = await engine.files(shown.code);
      const cost = costSummary(result.report);
      saveFile(FOLDER_NAME, folderZip({ files, request, fixed: shown, cost }));
    },
    async copy() {
      const result = await settledResult(store, fixController);
      return result !== null && copied(result.fixState.shown.code);
    },
    copyLink:
      platform.address === null
        ? null
        : () => copied(linkTo(platform.address ?? '', store.get().request)),
    loadAgain() {
      const { pack } = store.get();
      store.set({ pack: null });
      if (pack !== null) forecaster()?.load(pack.name);
    },
    takeNewer: () => platform.takeNewer(),
  };
}

/** False where the browser denies access to the clipboard. */
function copied(text: string): Promise<boolean> {
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}

/** Draws the user's attention to a field; the count makes each call a new value. */
function attendTo(store: Store, on: Attention['on'], message: string): void {
  const count = (store.get().attention?.count ?? 0) + 1;
  store.set({ attention: { on, message, count } });
}

/** Subject of the next request after a run has changed a configuration. */
const RESULT: Subject = { name: 'the configuration below', code: null };

const LOADING = 'Token counts are loading. Try again in a moment.';

/** The last result, once all pending fixes are applied. */
async function settledResult(store: Store, fixController: FixController): Promise<State['result']> {
  await fixController.settled();
  return store.get().result;
}

interface Start {
  readonly key: string;
  /** Whether a model is called even where a template or an earlier answer would do. */
  readonly skipCache: boolean;
  /** Whether the browser allows calls to Groq. */
  readonly hasAccess: Promise<boolean>;
}

/** Starts a run once its inputs are ready; returns the missing input otherwise. */
async function generate(
  store: Store,
  host: Host,
  core: Core,
  { key, skipCache, hasAccess }: Start,
): Promise<Pick<Attention, 'on' | 'message'> | null> {
  const { request } = store.get();
  await core.fixController.settled();
  await core.forecaster.settled();
  const { refused, preview } = store.get();
  if (refused !== null) return { on: 'request', message: refused.message };
  if (preview === null) return { on: 'request', message: LOADING };
  // An answer from templates or from the cache needs no key.
  const needsKey = skipCache || preview.state !== 'counted' || !isFree(preview);
  if (key === '' && needsKey) return { on: 'key', message: KEY_FIRST };
  if (!(await hasAccess)) return { on: 'key', message: ACCESS_DENIED };
  await core.runner.start(
    async () => {
      const { ledgerStore } = core.engine;
      const hash = key === '' ? '' : await host.hashKey(key);
      if (key !== '') await ledgerStore.useKeyHash(hash);
      core.forecaster.setLedger(await ledgerStore.ledger());
      return { request, key: { text: key, hash }, options: { ...options(store), skipCache } };
    },
    (report) => settled(store, host, core, report),
  );
  return null;
}

/** Shows and stores the result of a run. */
async function settled(store: Store, host: Host, core: Core, report: Report): Promise<void> {
  // A run without a configuration does not replace an earlier result.
  if (report.code !== '') {
    const subject = store.get().subject === null ? null : RESULT;
    const fixState = await core.fixController.first(report);
    store.set({ result: { report, fixState, failure: null }, subject });
  }
  // The key may have changed during the run, so the report's ledger is only a substitute.
  const kept = await core.engine.ledgerStore.ledger().catch(() => report.ledger);
  core.forecaster.setLedger(kept);
  if (report.attempts.length > 0 || report.code !== '') {
    const now = Date.now();
    store.set({ records: await host.keepRecord(recordOf(report, now)) });
    const past = pastRunOf(report, now);
    store.set({ history: await host.changeHistory((kept) => withRun(kept, past)) });
  }
}
