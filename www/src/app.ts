// Connects views, the wasm module and the state.

import './style.css';
import { correctPart } from '../package/src/correction';
import type { Actions, CheckActions } from './actions';
import { explanation, headline } from './cost';
import { dangersOf, openDangers } from './dangers';
import { byId } from './dom';
import { saveFile } from './download';
import { createEngine, type Engine } from './engine';
import { toAppError } from './errors';
import { onFilesDropped } from './file-drop';
import { createFixController, type FixController } from './fix-controller';
import { createFixCosts } from './fix-costs';
import { createForecaster, type Forecaster, options } from './forecaster';
import { costSummary, isFree } from './format';
import { hiddenCount } from './hidden-characters';
import { pastRunOf, withRun } from './history';
import type { Host, Platform } from './host';
import { ACCESS_DENIED, createKeys, KEY_FIRST } from './key';
import { createKeyLedgers } from './key/ledgers';
import { linkTo } from './link';
import { NARROW, PANELS } from './panels';
import { recordOf } from './records';
import { createRunner, type Runner } from './runner';
import { keepWork } from './saved-work';
import { startScreens } from './screens';
import {
  type Attention,
  createStore,
  isRunning,
  type Result,
  START,
  type State,
  type Store,
  type Subject,
} from './state';
import { incompleteReason } from './status';
import type { Ledger, Report } from './types';
import { goToLine, showLine } from './view/code';
import { mountWorkspace, type Workspace } from './view/workspace';
import { FILE_NAME, mountViews } from './views';

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
  const workspace = mountWorkspace(byId('workspace'), store, PANELS, NARROW);
  const actions = createActions(store, host, platform, engine, () => forecaster, workspace);
  mountViews(store, actions, engine, workspace);
  keepWork(store, host);
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
      // Started last: the download for offline use must not delay the first request.
      void forecaster.loaded().then(() => {
        platform.keepOffline((offline) => store.set({ offline }));
      });
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
        check = startCheck(store, engine, platform.readTab, (code, request) => {
          const subject = { name: 'the checked configuration', code };
          store.set({ subject, mode: 'compose', panel: null, request });
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
            store.set({ mode: 'compose', subject: null, panel: null });
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
    (request) => {
      // A link replaces nothing that the user typed, and shows what it would send.
      const { request: typed } = store.get();
      if (typed === request) return;
      if (typed.trim() === '' && hiddenCount(request) === 0) ask(request);
      else store.set({ linked: request });
    },
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
  workspace: Workspace,
): Actions {
  let starting = false;
  const attend = (on: Attention['on'], message: string): void => attendTo(store, on, message);
  const forecast = (): void => forecaster()?.forecast();
  const fixController = createFixController(store, engine, forecast);
  const runner = createRunner(store, engine);
  const ledgers = createKeyLedgers(host, engine.ledgerStore, forecaster);
  const keys = createKeys(store, platform, engine, ledgers, (message) => attend('key', message));

  const start = (skipCache: boolean, mayRemove: boolean): void => {
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
    void generate(store, host, core, { key, skipCache, mayRemove, hasAccess })
      .then((lacks) => {
        if (lacks !== null) attend(lacks.on, lacks.message);
      })
      .finally(() => {
        starting = false;
      });
  };

  const actions: Actions = {
    writeRequest(request) {
      store.set({ request, removal: null });
      forecast();
    },
    takeLinked(isTaken) {
      const { linked } = store.get();
      store.set({ linked: null });
      if (!isTaken || linked === null) return;
      store.set({ request: linked });
      forecast();
    },
    startNew() {
      const { result } = store.get();
      store.set({
        mode: 'compose',
        subject: null,
        panel: null,
        request: result?.report.request ?? store.get().request,
      });
      forecast();
      attend('request', '');
    },
    backToResult() {
      if (store.get().result === null) return;
      store.set({ mode: 'work', subject: RESULT, panel: null, request: '' });
      forecast();
    },
    togglePanel(panel) {
      store.set({ panel: store.get().panel === panel ? null : panel });
    },
    undoChange() {
      const { past, result } = store.get();
      const before = past.at(-1);
      if (before === undefined || isRunning(store.get())) return;
      const request = result?.report.request ?? '';
      store.set({ result: before, past: past.slice(0, -1), run: null, request, subject: RESULT });
      forecast();
    },
    askModel() {
      const { result } = store.get();
      if (result === null) return;
      store.set({ request: result.report.request, subject: subjectOf(result) });
      forecast();
      actions.generate(true);
    },
    correct(part, correction) {
      const { result } = store.get();
      if (result === null || isRunning(store.get())) return;
      const request = correctPart(result.report.request, part, correction);
      const subject = subjectOf(result);
      store.set({ mode: subject === null ? 'compose' : 'work', panel: null, request, subject });
      forecast();
      attend('request', '');
    },
    confirmRemoval(isConfirmed) {
      store.set({ removal: null });
      if (isConfirmed) start(false, true);
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
    generate: (skipCache = false) => start(skipCache, false),
    cancel: () => runner.cancel(),
    result: {
      ...fixController.fixActions,
      ...createFixCosts(engine, () => store.get().result?.fixState),
      goToLine(line) {
        workspace.select('code');
        goToLine('code', line);
      },
      showLine: (line) => showLine('code', line),
    },
    acceptDanger(key, on) {
      const { result } = store.get();
      if (result === null) return;
      const others = result.accepted.filter((one) => one !== key);
      store.set({ result: { ...result, accepted: on ? [...others, key] : others } });
    },
    async download() {
      const result = await acceptedResult(store, fixController);
      if (result !== null) saveFile(FILE_NAME, result.fixState.shown.code);
    },
    async downloadFolder() {
      const result = await acceptedResult(store, fixController);
      if (result === null) return;
      const { folderZip } = await import('./bundle');
      const {
        report: { request },
        fixState: { shown },
      } = result;
      const files = await engine.files(shown.code);
      const lacks = incompleteReason(result.report);
      const state = lacks === null ? '' : `Incomplete: ${lacks}. `;
      const spent = `${state}${costSummary(result.report)}`;
      // The zip is complete without the prices, and says so.
      const bill = await engine.estimate(shown.code, null, request).then(
        ({ estimate }) => [`AWS: ${headline(estimate)}.`, ...explanation(estimate, Date.now())],
        () => ['AWS: not estimated, the price list could not be loaded.'],
      );
      const dangers = dangersOf(result);
      const folder = { files, request, fixed: shown, cost: spent, bill, dangers };
      saveFile(FOLDER_NAME, folderZip(folder));
    },
    async copy() {
      const result = await acceptedResult(store, fixController);
      return result !== null && copied(result.fixState.shown.code);
    },
    copyLink:
      platform.address === null
        ? null
        : () => {
            const { mode, request, result, subject } = store.get();
            const shared = mode === 'work' && subject !== null ? result?.report.request : request;
            return copied(linkTo(platform.address ?? '', shared ?? request));
          },
    loadAgain() {
      const { pack } = store.get();
      store.set({ pack: null });
      if (pack !== null) forecaster()?.load(pack.name);
    },
    takeNewer: () => platform.takeNewer(),
  };
  return actions;
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
const RESULT: Subject = { name: 'the configuration above', code: null };

const LOADING = 'Token counts are loading. Try again in a moment.';

/** The last result, once all pending fixes are applied. */
async function settledResult(store: Store, fixController: FixController): Promise<State['result']> {
  await fixController.settled();
  return store.get().result;
}

/** The last result, unless a danger of it is not accepted. */
async function acceptedResult(
  store: Store,
  fixController: FixController,
): Promise<State['result']> {
  const result = await settledResult(store, fixController);
  return result === null || openDangers(result).length > 0 ? null : result;
}

interface Start {
  readonly key: string;
  /** Whether a model is called even where a template or an earlier answer would do. */
  readonly skipCache: boolean;
  /** Whether the user agreed to the removal that the forecast names. */
  readonly mayRemove: boolean;
  /** Whether the browser allows calls to Groq. */
  readonly hasAccess: Promise<boolean>;
}

/** The configuration that the request of a result changed; null if it made a new one. */
function subjectOf({ before }: Result): Subject | null {
  return before === null ? null : { name: 'the earlier configuration', code: before };
}

/** Starts a run once its inputs are ready; returns the missing input otherwise. */
async function generate(
  store: Store,
  host: Host,
  core: Core,
  { key, skipCache, mayRemove, hasAccess }: Start,
): Promise<Pick<Attention, 'on' | 'message'> | null> {
  const { request } = store.get();
  await core.fixController.settled();
  await core.forecaster.settled();
  const { refused, preview } = store.get();
  if (refused !== null) return { on: 'request', message: refused.message };
  if (preview === null) return { on: 'request', message: LOADING };
  if (!mayRemove && !skipCache && preview.state === 'counted' && preview.removes.length > 0) {
    store.set({ removal: preview.removes });
    return null;
  }
  // An answer from templates or from the cache needs no key.
  const needsKey = skipCache || !isFree(preview);
  if (key === '' && needsKey) return { on: 'key', message: KEY_FIRST };
  if (!(await hasAccess)) return { on: 'key', message: ACCESS_DENIED };
  let before: string | null = null;
  await core.runner.start(
    request,
    async () => {
      const { ledgerStore } = core.engine;
      const hash = key === '' ? '' : await host.hashKey(key);
      if (key !== '') await ledgerStore.useKeyHash(hash);
      core.forecaster.setLedger(await ledgerStore.ledger());
      const chosen = options(store);
      before = chosen.code ?? null;
      return { request, key: { text: key, hash }, options: { ...chosen, skipCache } };
    },
    (report) => settled(store, host, core, report, before),
  );
  return null;
}

/** Maximum results that are kept to take changes back. */
const PAST_MAX = 20;

/** Shows and stores the result of a run; returns whether the configuration is that of the run. */
async function settled(
  store: Store,
  host: Host,
  core: Core,
  report: Report,
  before: string | null,
): Promise<boolean> {
  const { result: earlier } = store.get();
  const isWhole = incompleteReason(report) === null;
  // Neither nothing nor a part of an answer replaces an earlier result.
  const isShown = report.code !== '' && (isWhole || earlier === null);
  if (isShown) {
    const fixState = await core.fixController.first(report);
    const { past } = store.get();
    store.set({
      result: { report, fixState, before, failure: null, accepted: [] },
      past: before === null || earlier === null ? [] : [...past, earlier].slice(-PAST_MAX),
      // The next request changes a whole answer; an incomplete one is asked for again.
      ...(isWhole ? { subject: RESULT, request: '' } : {}),
    });
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
  core.forecaster.forecast();
  return isShown;
}
