// What differs between the places the page runs in.

import type { PastRun } from './history';
import type { Vault } from './key/vault';
import type { RunRecord } from './records';
import type { Offline } from './state';

export interface Host {
  /** The folder of the data packs, as an absolute address. */
  readonly dataFolder: string;
  /** A mark of a key, from which the key cannot be had: the ledger is that of its organisation. */
  markOf(key: string): Promise<string>;
  /** Calls `changed` when a worker, or another window of the same host, has kept or forgotten a
   * ledger. */
  onLedger(changed: () => void): void;
  /** What earlier runs cost, the oldest first. */
  records(): Promise<readonly RunRecord[]>;
  /** Keeps what a run cost: numbers only. Resolves to all that are kept now. */
  keepRecord(record: RunRecord): Promise<readonly RunRecord[]>;
  /** Calls `changed` when another window of the same host has kept or forgotten records. */
  onRecords(changed: (records: readonly RunRecord[]) => void): void;
  /** Earlier runs with their requests and programs, the newest first. */
  history(): Promise<readonly PastRun[]>;
  /** Changes the earlier runs, alone among the windows of the host. */
  changeHistory(
    change: (kept: readonly PastRun[]) => readonly PastRun[],
  ): Promise<readonly PastRun[]>;
  /** Calls `changed` when another window of the same host has changed the earlier runs. */
  onHistory(changed: (history: readonly PastRun[]) => void): void;
  /** Forgets the records and the earlier runs, and all else that is kept. */
  forget(): Promise<void>;
}

/** What the place around the page lends it. */
export interface Platform {
  readonly vault: Vault;
  /** Asks that Groq may be called, where the browser wants to be asked: within a user's gesture. */
  requestAccess(): Promise<boolean>;
  /** Calls `take` with what comes from outside the page, such as a text selected elsewhere. */
  onIncoming(take: (given: IncomingFile) => void): void;
  /** Reads the tab beside the page; null where there is none. */
  readonly readTab: (() => Promise<IncomingFile>) | null;
  /** The address of the page, for links to it; null where no other could follow them. */
  readonly address: string | null;
  /** Keeps the page for when there is no network, and tells how far that is. */
  keepOffline(onStatus: (offline: Offline) => void): void;
  /** Loads the newer version of the page. */
  takeNewer(): void;
}

/** A program from outside, or why there is none. */
export type IncomingFile =
  | { readonly name: string; readonly text: string }
  | { readonly note: string };
