// What a user can want of the page. Views call these and know nothing of what follows.

import type { IncomingFile } from './host';
import type { PastRun } from './history';
import type { KeyLocation } from './key/vault';
import type { Profile } from './types';

export interface Actions {
  writeRequest(text: string): void;
  /** Requests change the program of the last run from now on, or ask for a new one. */
  change(change: boolean): void;
  chooseModel(id: string | null): void;
  chooseProfile(name: Profile): void;
  /** Whether the building blocks come first. */
  useTemplates(templates: boolean): void;
  readonly key: KeyActions;
  /** `anew` asks a model, whatever the building blocks or an earlier answer say. */
  generate(skipCache?: boolean): void;
  cancel(): void;
  /** What can be wished of the program that a run brought. */
  readonly result: FixActions;
  download(): void;
  /** Saves the program as a folder, with what to run and what is open. */
  downloadFolder(): void;
  copy(): Promise<boolean>;
  /** Copies a link that carries the request; null where no one could follow one. */
  readonly copyLink: (() => Promise<boolean>) | null;
  /** Fetches a pack again that did not arrive. */
  loadAgain(): void;
  /** Loads the newer version of the page. */
  takeNewer(): void;
}

/** What can be wished of the user's key. */
export interface KeyActions {
  give(key: string): void;
  /** Asks Groq whether the key is good. */
  check(): void;
  /** Chooses where the key is. */
  location(location: KeyLocation): void;
  /** Seals the key on the device. */
  seal(passphrase: string): void;
  /** Opens the key that is sealed on the device. */
  open(passphrase: string): void;
  /** Forgets the key wherever it is. */
  forget(): void;
}

/** What can be wished of a program. */
export interface FixActions {
  /** Leaves a change out, or takes it back in. */
  undo(change: string, undone: boolean): void;
  /** Makes a change that has a price. */
  accept(change: string): void;
  /** Adds the resources that are worth money, or leaves them out. */
  harden(on: boolean): void;
  /** Brings a line of the program into view. */
  goToLine(line: number): void;
}

/** What can be wished where a program is checked. */
export interface CheckActions {
  readonly fixActions: FixActions;
  /** The text of the editor has changed; it is read once it rests. */
  edit(text: () => string): void;
  /** Puts a text into the editor. */
  give(text: string): void;
  /** Has the program changed by a request. */
  change(): void;
  /** Takes files: Terraform into the editor, reports into the list of them. */
  open(files: readonly File[]): void;
  /** Takes what came from outside the page. */
  take(given: IncomingFile): void;
  /** Takes the program of the tab beside; null where there is no such tab. */
  readonly readTab: (() => void) | null;
  /** Takes a report that was pasted. */
  report(text: string): void;
  /** True where the text was a report, and is being read as one. */
  isReport(text: string): boolean;
  dropReport(id: number): void;
  download(): void;
  copy(): Promise<boolean>;
}

/** What can be wished of earlier runs. */
export interface HistoryActions {
  /** Brings the request back, to be sent once more. */
  askAgain(run: PastRun): void;
  /** Opens the program where programs are checked. */
  openRun(run: PastRun): void;
  deleteRun(run: PastRun): void;
}

/** What can be wished of the figures that are kept. */
export interface UsageActions {
  exportAs(format: 'csv' | 'json'): void;
  /** Forgets the ledger, the records and the answers. */
  reset(): void;
  exportAnswers(): void;
  forgetAnswers(): void;
}
