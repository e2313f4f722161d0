// What differs between the places the page runs in.

import type { PastRun } from './history';
import type { Vault } from './key/vault';
import type { RunRecord } from './records';
import type { Offline } from './state';
import type { Cache, Ledger } from './types';

export interface Host {
  /** The folder of the data packs, as an absolute address. */
  readonly dataFolder: string;
  /** From now on the ledger is that of this key's organisation. Only a mark of the key is kept,
   * from which the key cannot be had. */
  useKey(key: string): Promise<void>;
  /** What was spent up to now, if it was kept: by the organisation of the key used last. */
  recall(): Promise<Ledger | null>;
  /** Changes what was spent, alone among the windows of the host, and keeps it: numbers only,
   * never a key or a request. */
  share(change: (stored: Ledger | null) => Ledger): Promise<Ledger>;
  /** Calls `changed` when another window of the same host has kept a ledger. */
  onKept(changed: (ledger: Ledger | null) => void): void;
  /** What earlier runs cost, the oldest first. */
  records(): Promise<readonly RunRecord[]>;
  /** Keeps what a run cost: numbers only. Resolves to all that are kept now. */
  keepRecord(record: RunRecord): Promise<readonly RunRecord[]>;
  /** Calls `changed` when another window of the same host has kept or forgotten records. */
  onRecords(changed: (records: readonly RunRecord[]) => void): void;
  /** Earlier answers, with their requests and programs; only the module reads them. */
  answers(): Promise<Cache | null>;
  /** Changes the earlier answers, alone among the windows of the host. */
  changeAnswers(change: (kept: Cache | null) => Cache | null): Promise<Cache | null>;
  /** Earlier runs with their requests and programs, the newest first. */
  history(): Promise<readonly PastRun[]>;
  /** Changes the earlier runs, alone among the windows of the host. */
  changeHistory(
    change: (kept: readonly PastRun[]) => readonly PastRun[],
  ): Promise<readonly PastRun[]>;
  /** Calls `changed` when another window of the same host has changed the earlier runs. */
  onHistory(changed: (history: readonly PastRun[]) => void): void;
  /** Forgets the ledger, the records, the answers and the earlier runs. */
  forget(): Promise<void>;
}

/** What the place around the page lends it. */
export interface Platform {
  readonly vault: Vault;
  /** Asks that Groq may be called, where the browser wants to be asked: within a user's gesture. */
  reach(): Promise<boolean>;
  /** Calls `take` with what comes from outside the page, such as a text selected elsewhere. */
  onGiven(take: (given: Given) => void): void;
  /** Reads the tab beside the page; null where there is none. */
  readonly readTab: (() => Promise<Given>) | null;
  /** The address of the page, for links to it; null where no other could follow them. */
  readonly address: string | null;
  /** Keeps the page for when there is no network, and tells how far that is. */
  keepOffline(tell: (offline: Offline) => void): void;
  /** Loads the newer version of the page. */
  takeNewer(): void;
}

/** A program from outside, or why there is none. */
export type Given = { readonly name: string; readonly text: string } | { readonly note: string };
