// All that the page shows, in one immutable value, and the store that hands it to the views.

import type {
  Attempt, Change, Ledger, Mended, ModelInfo, Pack, Plan, Preview, Quota, Report,
} from './types';

export interface State {
  readonly module: { readonly phase: 'loading' | 'ready' } | Broken;
  /** The pack that counts wait for, and why it did not arrive. */
  readonly pack: { readonly name: Pack; readonly failed: string | null } | null;
  readonly request: string;
  readonly preview: Preview | null;
  /** Why the request cannot be sent as it is. */
  readonly refused: Trouble | null;
  /** The model that the user named; null where the module chooses. */
  readonly model: string | null;
  readonly models: readonly ModelInfo[];
  readonly key: KeyState;
  /** What the user has to see to before anything else; `count` makes each call for it a new one. */
  readonly attention: Attention | null;
  readonly run: Run | null;
  readonly result: Result | null;
  readonly ledger: Ledger | null;
  readonly quota: readonly Quota[];
}

export interface Broken {
  readonly phase: 'broken';
  readonly message: string;
}

/** The key itself is not part of the state. */
export type KeyState =
  | { readonly phase: 'none' | 'given' | 'checking' | 'accepted' }
  | { readonly phase: 'refused'; readonly failure: Trouble };

export interface Attention {
  readonly on: 'request' | 'key';
  readonly message: string;
  readonly count: number;
}

/** A running request, or the last one. */
export interface Run {
  readonly phase: 'running' | 'cancelling' | 'done';
  readonly entries: readonly Entry[];
  /** What has come of the answer that is being written. */
  readonly heard: string;
  readonly waiting: Waiting | null;
  readonly failure: Trouble | null;
}

export type Entry =
  | { readonly kind: 'asked'; readonly number: number; readonly plan: Plan }
  | { readonly kind: 'judged'; readonly attempt: Attempt }
  | { readonly kind: 'moved'; readonly from: string; readonly to: string; readonly why: string };

export interface Waiting {
  readonly until: number;
  readonly why: string;
  readonly model: string;
}

/** Anything that went wrong. */
export interface Trouble {
  /** The module's own kind, or `unforeseen`. */
  readonly kind: string;
  readonly message: string;
  /** When it opens again, in milliseconds since the epoch. */
  readonly until: number | null;
}

/** A report, and what it looks like with the user's own choice of changes. */
export interface Result {
  readonly report: Report;
  readonly shown: Mended;
  /** Every change that was made at first or since, whether or not it still applies. */
  readonly changes: readonly Change[];
  readonly without: readonly string[];
  /** Changes with a price that the user accepted. */
  readonly accepted: readonly string[];
}

export const START: State = {
  module: { phase: 'loading' },
  pack: null,
  request: '',
  preview: null,
  refused: null,
  model: null,
  models: [],
  key: { phase: 'none' },
  attention: null,
  run: null,
  result: null,
  ledger: null,
  quota: [],
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
