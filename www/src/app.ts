// Where the parts meet: intents of the views in, calls to the module out, answers into the state.

import './style.css';
import { createCounting, options, type Counting } from './counting';
import { place } from './dom';
import { hearDrops } from './drop';
import { loadEngine, trouble, type Answers, type Engine } from './engine';
import { pastRunOf, withRun } from './history';
import type { Host, Platform } from './host';
import type { CheckIntents, Deeds, Intents } from './intents';
import { createKeys, KEY_FIRST, UNREACHABLE } from './key';
import { linkTo } from './link';
import { asked, mendingOf, NO_WISHES, wished, type Wishes } from './mending';
import { recordOf } from './records';
import { createRunner, type Runner } from './runner';
import { saveFile } from './save';
import { startScreens } from './screens';
import {
  createStore, isRunning, START, type Attention, type State, type Store, type Subject,
} from './state';
import type { Graph, Ledger, LedgerEntry, Report } from './types';
import { costOf } from './words';
import { mountAsk } from './view/ask';
import { mountChanges } from './view/changes';
import { goToLine, mountCode } from './view/code';
import { mountCompared } from './view/compared';
import { mountCosts } from './view/costs';
import { mountFindings } from './view/findings';
import { mountForecast } from './view/forecast';
import { mountGraph } from './view/graph';
import { mountKey } from './view/key';
import { mountNav } from './view/nav';
import { mountNetwork } from './view/network';
import { mountQuestions } from './view/questions';
import { mountQuota } from './view/quota';
import { mountResult } from './view/result';
import { mountRun, spoken } from './view/run';
import { mountSend } from './view/send';

const FILE_NAME = 'main.tf';
const FOLDER_NAME = 'infragenie.zip';

/** What is there once the module runs. */
interface Core {
  readonly engine: Engine;
  readonly counting: Counting;
  readonly runner: Runner;
}

/** Fills the document and starts the module. */
export function startApp(host: Host, platform: Platform): void {
  const store = createStore(START);
  let core: Core | null = null;
  const loading = loadEngine();
  const intents = intentsOf(store, host, platform, loading, () => core);
  mountViews(store, intents, loading);
  mountParts(store, host, platform, loading, () => core, intents.writeRequest);
  followNetwork(store);
  host.onHistory((history) => store.set({ history }));
  void host.history().then((history) => store.set({ history }));
  host.onRecords((records) => store.set({ records }));
  void host.records().then((records) => store.set({ records }));
  loading.then(
    (engine) => {
      store.set({ module: { phase: 'ready' }, models: engine.catalogue() });
      const counting = createCounting(store, engine, host);
      core = { engine, counting, runner: createRunner(store, engine) };
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

function mountViews(store: Store, intents: Intents, loading: Promise<Engine>): void {
  mountAsk(place('ask'), store, intents);
  mountKey(place('key'), store, intents);
  mountSend(place('send'), store, intents);
  mountForecast(place('forecast'), store, intents);
  mountCosts(place('costs'), store);
  mountRun(place('run'), store, intents);
  mountResult(place('result'), store, intents);
  const shown = (state: State) => state.result?.mending.shown;
  mountCode(place('code'), store, shown, FILE_NAME);
  mountGraph(place('graph'), store, (state) => shown(state)?.code,
    async (code) => (await loading).graph(code), intents.result.goToLine);
  mountCompared(place('compared'), store);
  mountQuestions(place('questions'), store);
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
  store: Store, host: Host, platform: Platform, loading: Promise<Engine>,
  core: () => Core | null, ask: (request: string) => void,
): void {
  let check: CheckIntents | null = null;
  const screens = startScreens(store, {
    async check() {
      const { startCheck } = await import('./check');
      const graphOf = async (code: string): Promise<Graph> => (await loading).graph(code);
      check = startCheck(store, host, platform.readTab, graphOf, (code) => {
        store.set({ subject: { name: 'the program that you checked', code } });
        void screens.show('generate');
        core()?.counting.forecast();
        attendTo(store, 'request', '');
      });
    },
    async rules() {
      const [{ mountRules }, engine] = await Promise.all([import('./view/rules'), loading]);
      mountRules(place('rulebook'), await engine.rules());
    },
    async usage() {
      const { startUsage } = await import('./usage');
      const learn = (ledger: Ledger | null): void => core()?.counting.learn(ledger);
      startUsage(store, host, await loading, learn, {
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
  store: Store, host: Host, platform: Platform, loading: Promise<Engine>,
  core: () => Core | null,
): Intents {
  let starting = false;
  const attend = (on: Attention['on'], message: string): void => attendTo(store, on, message);
  const forecast = (): void => core()?.counting.forecast();
  const keys = createKeys(store, platform, loading, (message) => attend('key', message));

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
      const there = core();
      const state = store.get();
      const key = keys.current();
      if (isRunning(state) || starting) return;
      if (state.refused !== null) attend('request', state.refused.message);
      else if (there === null || state.preview === null) attend('request', LOADING);
      // What the building blocks answer needs no key.
      else if (key === '' && (anew || !isComposed(state))) attend('key', KEY_FIRST);
      else {
        starting = true;
        // Asked first: it has to be within the gesture of the user.
        const reached = key === '' ? Promise.resolve(true) : platform.reach();
        void reached.then((allowed) => {
          if (allowed) return generate(store, host, there, key, anew);
          return attend('key', UNREACHABLE);
        }).finally(() => { starting = false; });
      }
    },
    cancel: () => core()?.runner.cancel(),
    result: resultDeeds(store, core),
    download() {
      const { result } = store.get();
      if (result !== null) saveFile(FILE_NAME, result.mending.shown.code);
    },
    async downloadFolder() {
      const { result } = store.get();
      const there = core();
      if (result === null || there === null) return;
      const { zipOf } = await import('./bundle');
      const { report: { request }, mending: { shown } } = result;
      const files = await there.engine.files(shown.code);
      saveFile(FOLDER_NAME, zipOf({ files, request, mended: shown, cost: costOf(result.report) }));
    },
    async copy() {
      const { result } = store.get();
      return result !== null && copied(result.mending.shown.code);
    },
    copyLink: platform.address === null ? null
      : () => copied(linkTo(platform.address ?? '', store.get().request)),
    loadAgain() {
      const { pack } = store.get();
      store.set({ pack: null });
      if (pack !== null) core()?.counting.load(pack.name);
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

function isComposed({ preview }: State): boolean {
  return preview?.state === 'counted' && preview.composed;
}

const LOADING = 'One moment: the counts are loading.';

/** What is wished of the program of the last run is done at once: it costs no tokens. */
function resultDeeds(store: Store, core: () => Core | null): Deeds {
  const wish = (next: (wishes: Wishes) => Wishes): void => {
    const { result } = store.get();
    const there = core();
    if (there === null || result === null) return;
    const { base, request, changes, wishes } = result.mending;
    const [options_, otherwise] = asked(request, next(wishes));
    const both = {
      shown: there.engine.fix(base, options_), other: there.engine.fix(base, otherwise),
    };
    const mending = mendingOf(base, request, next(wishes), both, changes);
    store.set({ result: { ...result, mending } });
    there.counting.forecast();
  };
  return {
    undo: (change, undone) => wish((wishes) => wished(wishes, change, !undone)),
    accept: (change) => wish((wishes) => wished(wishes, change, true)),
    harden: (harden) => wish((wishes) => ({ ...wishes, harden })),
    goToLine: (line) => goToLine('code', line),
  };
}

async function generate(
  store: Store, host: Host, core: Core, key: string, anew: boolean,
): Promise<void> {
  const { request } = store.get();
  await core.runner.start(async () => {
    if (key !== '') await host.useKey(key);
    core.counting.learn(await host.recall());
    return {
      request,
      key,
      options: { ...options(store), anew },
      // Every tab enters its calls into the ledger that all of them share.
      book: (entries: readonly LedgerEntry[]): Promise<Ledger> =>
        host.share((stored) => core.engine.booked(stored, entries)),
      answers: answersOf(host, core.engine),
    };
  }, (report) => settled(store, host, core, report));
}

/** What a run brought, shown and kept. */
async function settled(store: Store, host: Host, core: Core, report: Report): Promise<void> {
  // A run that brought nothing leaves an earlier result in its place.
  if (report.code !== '') {
    const subject = store.get().subject === null ? null : RESULT;
    store.set({ result: resultOf(report, core.engine), subject });
  }
  core.counting.learn(await host.recall() ?? report.ledger);
  if (report.attempts.length > 0 || report.code !== '') {
    const now = Date.now();
    store.set({ records: await host.keepRecord(recordOf(report, now)) });
    const past = pastRunOf(report, now);
    store.set({ history: await host.changeHistory((kept) => withRun(kept, past)) });
  }
}

/** The earlier answers of the host, as the module asks for them. */
function answersOf(host: Host, engine: Engine): Answers {
  return {
    async recall(key) {
      let answer: unknown = null;
      await host.changeAnswers((kept) => {
        const recalled = engine.recalled(kept, key);
        ({ answer } = recalled);
        return recalled.cache;
      });
      return answer;
    },
    async keep(key, answer) {
      await host.changeAnswers((kept) => engine.kept(kept, key, answer));
    },
  };
}

function resultOf(report: Report, engine: Engine): State['result'] {
  const { base, request, harden, withheld } = report;
  const wishes = { ...NO_WISHES, harden, without: withheld };
  const [, otherwise] = asked(request, wishes);
  const both = { shown: report, other: engine.fix(base, otherwise) };
  return { report, mending: mendingOf(base, request, wishes, both) };
}
