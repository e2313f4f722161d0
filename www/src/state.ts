// Defines the immutable state of the page, and the store that views watch.

import type { AppError } from './errors';
import type { FixState } from './fix-selection';
import type { PastRun } from './history';
import type { KeyLocation } from './key/vault';
import type { RunRecord } from './records';
import type {
  Attempt,
  CachedAnswer,
  Estimate,
  Finding,
  ImportedReport,
  Ledger,
  ModelInfo,
  Pack,
  Plan,
  Preview,
  Problem,
  Profile,
  Quota,
  Report,
  SafetyFinding,
  SuppressedFinding,
} from './types';

export interface State {
  /** The visible screen. */
  readonly screen: Screen;
  /** Whether the Generate screen shows the empty form, or the workspace of a run. */
  readonly mode: 'compose' | 'work';
  /** The open panel below the request; null where none is open. */
  readonly panel: ComposePanel | null;
  readonly module: { readonly phase: 'loading' | 'ready' } | Broken;
  /** The pack that counting waits for, and the reason where loading failed. */
  readonly pack: { readonly name: Pack; readonly failed: string | null } | null;
  readonly request: string;
  /** Request of a link that the user has not accepted; null where there is none. */
  readonly linked: string | null;
  /** The configuration that the request changes; null for a new one. */
  readonly subject: Subject | null;
  /** Forecast with its count, or of a template answer, which needs no count; null for none. */
  readonly preview: Preview | null;
  /** Blocks that the request removes if the user agrees; null where nothing is asked. */
  readonly removal: readonly string[] | null;
  /** Error that prevents the request from being sent. */
  readonly refused: AppError | null;
  /** The model that the user chose; null where the module chooses. */
  readonly model: string | null;
  readonly profile: Profile;
  /** Whether templates are tried before a model. */
  readonly templates: boolean;
  readonly models: readonly ModelInfo[];
  readonly key: KeyState;
  readonly keyStorage: KeyStorage;
  /** A field that needs the user's attention; `count` makes each call a new value. */
  readonly attention: Attention | null;
  readonly run: Run | null;
  readonly result: Result | null;
  /** Results before the last changes, oldest first. */
  readonly past: readonly Result[];
  /** The last estimate, with the configuration that it is of. */
  readonly estimate: { readonly code: string; readonly estimate: Estimate } | null;
  readonly ledger: Ledger | null;
  readonly quota: readonly Quota[];
  /** Costs of earlier runs, oldest first. */
  readonly records: readonly RunRecord[];
  /** Whether the browser is online. */
  readonly online: boolean;
  readonly offline: Offline;
  /** Earlier runs, newest first. */
  readonly history: readonly PastRun[];
  /** Cached answers, last used first. */
  readonly answers: readonly CachedAnswer[];
  readonly check: Check;
  /** Reports of other tools, newest first. */
  readonly reports: readonly Reported[];
}

/** State of offline use; `newer` means that a newer version is waiting. */
export type Offline = 'never' | 'preparing' | 'ready' | 'newer';

/** Panels below the request. */
export type ComposePanel = 'tokens' | 'model' | 'quota' | 'key';

export const SCREENS = ['generate', 'check', 'rules', 'usage'] as const;
export type Screen = (typeof SCREENS)[number];

/** The checked configuration: input, progress and result. */
export interface Check {
  /** A text to put into the editor; each is a new value. */
  readonly input: { readonly text: string } | null;
  readonly isChecking: boolean;
  readonly verdict: Verdict | null;
  readonly failure: AppError | null;
  /** Messages about opened or dropped files. */
  readonly notes: readonly string[];
}

/** Problems and findings of the configuration, and its fixed version. */
export interface Verdict {
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
  readonly safety: readonly SafetyFinding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly fixState: FixState;
  /** Duration of the check, in milliseconds. */
  readonly ms: number;
}

/** A report of another tool, or the error of reading it. */
export interface Reported {
  readonly id: number;
  readonly name: string;
  readonly report: ImportedReport | null;
  readonly failure: AppError | null;
}

export interface Subject {
  /** Name that the page shows. */
  readonly name: string;
  /** Null for the configuration of the last run. */
  readonly code: string | null;
}

interface Broken {
  readonly phase: 'broken';
  readonly message: string;
}

/** The key itself is not part of the state. */
export type KeyState =
  | { readonly phase: 'none' | 'given' | 'checking' | 'accepted' }
  | { readonly phase: 'refused'; readonly failure: AppError };

/** Location and encryption state of the key. */
export interface KeyStorage {
  readonly locations: readonly KeyLocation[];
  readonly location: KeyLocation;
  /** Whether the device holds an encrypted key, and whether it is decrypted. */
  readonly sealed: 'none' | 'locked' | 'open';
  readonly message: string | null;
}

export interface Attention {
  readonly on: 'request' | 'key';
  readonly message: string;
  readonly count: number;
}

/** A running request, or the last one. */
export interface Run {
  readonly phase: 'running' | 'cancelling' | 'done';
  /** Maximum number of calls; null where it is unknown. */
  readonly attemptsMax: number | null;
  readonly entries: readonly Entry[];
  /** The request of the run. */
  readonly request: string;
  /** Text of the templates' answer, which is neither completed nor checked; null without one. */
  readonly draft: string | null;
  /** Text of the answer so far. */
  readonly answer: string;
  /** Answers of earlier attempts as they came, by attempt. */
  readonly answers: ReadonlyMap<number, string>;
  readonly waiting: Waiting | null;
  readonly failure: AppError | null;
  /** Whether the result is what this run made. */
  readonly isShown: boolean;
}

export type Entry =
  | { readonly kind: 'sent'; readonly number: number; readonly plan: Plan }
  | { readonly kind: 'evaluated'; readonly attempt: Attempt }
  | {
      readonly kind: 'model_changed';
      readonly from: string;
      readonly to: string;
      readonly reason: string;
    };

interface Waiting {
  readonly until: number;
  readonly reason: string;
  readonly model: string;
}

/** A report, and its configuration with the user's fix selection. */
export interface Result {
  readonly report: Report;
  readonly fixState: FixState;
  /** Configuration that the request changed; null for a new one. */
  readonly before: string | null;
  /** Error of the last change of the selection. */
  readonly failure: AppError | null;
  /** Keys of the dangers that the user accepted. */
  readonly accepted: readonly string[];
}

export const START: State = {
  screen: 'generate',
  mode: 'compose',
  panel: null,
  module: { phase: 'loading' },
  pack: null,
  request: '',
  linked: null,
  subject: null,
  preview: null,
  removal: null,
  refused: null,
  model: null,
  profile: 'minimal',
  templates: true,
  models: [],
  key: { phase: 'none' },
  keyStorage: { locations: [], location: 'memory', sealed: 'none', message: null },
  attention: null,
  run: null,
  result: null,
  past: [],
  estimate: null,
  ledger: null,
  quota: [],
  records: [],
  online: true,
  offline: 'never',
  history: [],
  answers: [],
  check: { input: null, isChecking: false, verdict: null, failure: null, notes: [] },
  reports: [],
};

export interface Store {
  get(): State;
  set(change: Partial<State>): void;
  /** Calls `show` now, and whenever the selected value changes. */
  watch<T>(select: (state: State) => T, show: (value: T, state: State) => void): void;
}

export function createStore(start: State): Store {
  let state = start;
  const watchers: (() => void)[] = [];
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      for (const check of watchers) check();
    },
    watch(select, show) {
      let last = select(state);
      show(last, state);
      watchers.push(() => {
        const value = select(state);
        if (Object.is(value, last)) return;
        last = value;
        show(value, state);
      });
    },
  };
}

/** Derives a value from a part of the state, once for each value of the part. */
export function derived<Part, Value>(
  pick: (state: State) => Part | null | undefined,
  derive: (part: Part) => Value,
): (state: State) => Value | undefined {
  let last: { readonly part: Part; readonly value: Value } | undefined;
  return (state) => {
    const part = pick(state) ?? null;
    if (part === null) return undefined;
    if (last?.part !== part) last = { part, value: derive(part) };
    return last.value;
  };
}

export function isRunning(state: State): boolean {
  return state.run !== null && state.run.phase !== 'done';
}
