// All that the page shows, in one immutable value, and the store that hands it to the views.

import type { PastRun } from './history';
import type { KeyLocation } from './key/vault';
import type { FixState } from './fix-selection';
import type { RunRecord } from './records';
import type { AppError } from './errors';
import type {
  Attempt, Finding, ImportedReport, CachedAnswer, Ledger, ModelInfo, Pack, Plan, Preview, Problem,
  Profile, Quota, Report,
} from './types';

export interface State {
  /** Which part of the page is shown. */
  readonly screen: Screen;
  readonly module: { readonly phase: 'loading' | 'ready' } | Broken;
  /** The pack that counts wait for, and why it did not arrive. */
  readonly pack: { readonly name: Pack; readonly failed: string | null } | null;
  readonly request: string;
  /** The program that the request changes; null where it is for a new one. */
  readonly subject: Subject | null;
  readonly preview: Preview | null;
  /** Why the request cannot be sent as it is. */
  readonly refused: AppError | null;
  /** The model that the user named; null where the module chooses. */
  readonly model: string | null;
  readonly profile: Profile;
  /** Whether the building blocks answer what they know, before a model is asked. */
  readonly templates: boolean;
  readonly models: readonly ModelInfo[];
  readonly key: KeyState;
  readonly keyStorage: KeyStorage;
  /** What the user has to see to before anything else; `count` makes each call for it a new one. */
  readonly attention: Attention | null;
  readonly run: Run | null;
  readonly result: Result | null;
  readonly ledger: Ledger | null;
  readonly quota: readonly Quota[];
  /** What earlier runs cost, the oldest first. */
  readonly records: readonly RunRecord[];
  /** Whether the browser has a network. */
  readonly online: boolean;
  readonly offline: Offline;
  /** Earlier runs, the newest first. */
  readonly history: readonly PastRun[];
  /** The answers that are kept, the last used first. */
  readonly answers: readonly CachedAnswer[];
  readonly check: Check;
  /** The reports of other tools, the newest first. */
  readonly reports: readonly Reported[];
}

/** Whether the page works without a network: not, soon, now, or now with a newer version beside. */
export type Offline = 'never' | 'preparing' | 'ready' | 'newer';

export const SCREENS = ['generate', 'check', 'rules', 'usage'] as const;
export type Screen = (typeof SCREENS)[number];

/** The program that is checked: what was put into the editor, and what is known of it. */
export interface Check {
  /** A text for the editor, that something else than the editor brought; each is a new one. */
  readonly input: { readonly text: string } | null;
  readonly isChecking: boolean;
  readonly verdict: Verdict | null;
  readonly failure: AppError | null;
  /** What became of files that were opened or dropped. */
  readonly notes: readonly string[];
}

/** What is wrong with a program as it stands, and the program with its fixes. */
export interface Verdict {
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
  readonly fixState: FixState;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

/** A report of another tool, or why it did not read. */
export interface Reported {
  readonly id: number;
  readonly name: string;
  readonly report: ImportedReport | null;
  readonly failure: AppError | null;
}

export interface Subject {
  /** As it is spoken of. */
  readonly name: string;
  /** Null for the program of the last run, as it is shown. */
  readonly code: string | null;
}

export interface Broken {
  readonly phase: 'broken';
  readonly message: string;
}

/** The key itself is not part of the state. */
export type KeyState =
  | { readonly phase: 'none' | 'given' | 'checking' | 'accepted' }
  | { readonly phase: 'refused'; readonly failure: AppError };

/** Where the key is kept. */
export interface KeyStorage {
  readonly locations: readonly KeyLocation[];
  readonly location: KeyLocation;
  /** Whether the device holds the key, and whether its passphrase was said. */
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
  /** Calls that it may take, all told; null where that is not known. */
  readonly attemptsMax: number | null;
  readonly entries: readonly Entry[];
  /** What has come of the answer that is being written. */
  readonly answer: string;
  readonly waiting: Waiting | null;
  readonly failure: AppError | null;
}

export type Entry =
  | { readonly kind: 'sent'; readonly number: number; readonly plan: Plan }
  | { readonly kind: 'evaluated'; readonly attempt: Attempt }
  | {
    readonly kind: 'model_changed';
    readonly from: string;
    readonly to: string;
    readonly why: string;
  };

export interface Waiting {
  readonly until: number;
  readonly why: string;
  readonly model: string;
}

/** A report, and its program with the user's own choice of changes. */
export interface Result {
  readonly report: Report;
  readonly fixState: FixState;
  /** Why the last wish was not done. */
  readonly failure: AppError | null;
}

export const START: State = {
  screen: 'generate',
  module: { phase: 'loading' },
  pack: null,
  request: '',
  subject: null,
  preview: null,
  refused: null,
  model: null,
  profile: 'thrift',
  templates: true,
  models: [],
  key: { phase: 'none' },
  keyStorage: { locations: [], location: 'memory', sealed: 'none', message: null },
  attention: null,
  run: null,
  result: null,
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
  /** Calls `show` now, and whenever what `select` picks is another value. */
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

export function isRunning(state: State): boolean {
  return state.run !== null && state.run.phase !== 'done';
}
