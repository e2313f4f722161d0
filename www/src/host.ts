// Declares the parts of the environment that differ between page and extension.

import type { PastRun } from './history';
import type { Vault } from './key/vault';
import type { RunRecord } from './records';
import type { Offline } from './state';

export interface Host {
  /** Absolute URL of the folder with the packs. */
  readonly dataFolder: string;
  /** A hash of a key, which identifies its ledger and does not reveal the key. */
  hashKey(key: string): Promise<string>;
  /** Calls `changed` when a worker or another window has changed a ledger. */
  onLedger(changed: () => void): void;
  /** Costs of earlier runs, oldest first. */
  records(): Promise<readonly RunRecord[]>;
  /** Stores the cost of a run, numbers only. Resolves to all records. */
  keepRecord(record: RunRecord): Promise<readonly RunRecord[]>;
  /** Calls `changed` when another window has changed the records. */
  onRecords(changed: (records: readonly RunRecord[]) => void): void;
  /** Earlier runs with requests and configurations, newest first. */
  history(): Promise<readonly PastRun[]>;
  /** Changes the history in one transaction across all windows. */
  changeHistory(
    change: (kept: readonly PastRun[]) => readonly PastRun[],
  ): Promise<readonly PastRun[]>;
  /** Calls `changed` when another window has changed the history. */
  onHistory(changed: (history: readonly PastRun[]) => void): void;
  /** The work of the last visit, as it was stored; null where there is none. */
  work(): Promise<unknown>;
  /** Stores the work of this visit, which replaces the last one. */
  keepWork(work: unknown): Promise<void>;
  /** Deletes the records, the history and everything else in the database. */
  forget(): Promise<void>;
}

/** Functions of the browser environment around the page. */
export interface Platform {
  readonly vault: Vault;
  /** Requests permission to call Groq where the browser requires it; call it inside a user gesture.
   */
  requestAccess(): Promise<boolean>;
  /** Calls `take` with a configuration from outside the page, such as a selection in a tab. */
  onIncoming(take: (given: IncomingFile) => void): void;
  /** Reads the active tab; null where no tab can be read. */
  readonly readTab: (() => Promise<IncomingFile>) | null;
  /**
   * Shows findings next to the lines of a tab, and returns the number of those shown; null where
   * there are no tabs.
   */
  readonly markTab: ((tab: number, marks: readonly TabMark[]) => Promise<number>) | null;
  /** URL of the page for links; null where nobody else could open it. */
  readonly address: string | null;
  /** Caches the page for offline use; reports progress. */
  keepOffline(onStatus: (offline: Offline) => void): void;
  /** Loads the newer version of the page. */
  takeNewer(): void;
}

/** A configuration from outside, or the reason why it could not be read. */
export type IncomingFile =
  | {
      readonly name: string;
      readonly text: string;
      /** Host and path of the page that shows it. */
      readonly source: string;
      /** Changed files of a pull request, of which the text has the blocks that are shown whole. */
      readonly changes?: TabChanges;
    }
  | { readonly note: string };

/** The tab that shows changed files, and their number. */
export interface TabChanges {
  readonly tab: number;
  readonly files: number;
}

/** A finding to show next to a line of a changed file. */
export interface TabMark {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}
