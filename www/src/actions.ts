// Declares the actions that views call. Views do not know how they are handled.

import type { Correction } from '../package/src/correction';
import type { Companions } from './check/companions';
import type { FixCosts } from './fix-costs';
import type { PastRun } from './history';
import type { IncomingFile } from './host';
import type { KeyLocation } from './key/vault';
import type { ComposePanel } from './state';
import type { Profile } from './types';

export interface Actions {
  writeRequest(text: string): void;
  /** Uses the request of a link, or drops it. */
  takeLinked(isTaken: boolean): void;
  /** Shows the empty form for a new request; the result is kept. */
  startNew(): void;
  /** Goes back to the result, whose configuration the next request changes. */
  backToResult(): void;
  /** Opens a panel below the request, or closes it. */
  togglePanel(panel: ComposePanel): void;
  /** Takes the last change back. */
  undoChange(): void;
  /** Asks a model for the request of the result, which no model answered. */
  askModel(): void;
  /** Puts the request of the result into the field, with one part of it read in another way. */
  correct(part: { readonly from: number; readonly to: number }, correction: Correction): void;
  /** Answers whether the blocks that the request removes are removed. */
  confirmRemoval(isConfirmed: boolean): void;
  chooseModel(id: string | null): void;
  chooseProfile(name: Profile): void;
  /** Whether templates are tried before a model. */
  useTemplates(templates: boolean): void;
  readonly key: KeyActions;
  /** `skipCache` calls a model even where a template or an earlier answer would do. */
  generate(skipCache?: boolean): void;
  cancel(): void;
  /** Actions on the configuration of the last run. */
  readonly result: FixActions;
  /** Accepts a danger of the result, or takes the acceptance back. */
  acceptDanger(key: string, on: boolean): void;
  download(): void;
  /** Saves the configuration as a zip with instructions and open findings. */
  downloadFolder(): void;
  copy(): Promise<boolean>;
  /** Copies a link that carries the request; null where nobody else could open the link. */
  readonly copyLink: (() => Promise<boolean>) | null;
  /** Fetches a pack again after a failure. */
  loadAgain(): void;
  /** Loads the newer version of the page. */
  takeNewer(): void;
}

/** Actions on the user's key. */
export interface KeyActions {
  give(key: string): void;
  /** Checks the key with Groq. */
  check(): void;
  /** Sets where the key is stored. */
  location(location: KeyLocation): void;
  /** Encrypts the key and stores it on the device. */
  seal(passphrase: string): void;
  /** Decrypts the key that is stored on the device. */
  open(passphrase: string): void;
  /** Deletes the key from every storage. */
  forget(): void;
}

/** Actions on the fixes of a configuration. */
export interface FixActions extends FixCosts {
  /** Disables a change, or enables it again. */
  undo(change: string, undone: boolean): void;
  /** Makes a change that needs consent. */
  accept(change: string): void;
  /** Enables or disables the fixes that add resources with a cost. */
  harden(on: boolean): void;
  /** Scrolls a line of the configuration into view. */
  goToLine(line: number): void;
  /** Scrolls a line into view where the configuration is shown; the focus stays. */
  showLine(line: number): void;
  /** Makes several changes that need consent. */
  acceptAll(changes: readonly string[]): void;
}

/** Actions of the Check screen. */
export interface CheckActions {
  readonly fixActions: FixActions;
  /** The files of the opened project that the editor does not show. */
  companions(): Companions;
  /** Schedules a check of the editor's text, which is read once typing pauses. */
  edit(text: () => string): void;
  /** Puts a text into the editor. */
  give(text: string): void;
  /** Formats the editor's text. */
  format(): void;
  /** Starts a request that changes the checked configuration. */
  change(request: string): void;
  /** Opens files: Terraform in the editor, reports in the list of reports. */
  open(files: readonly File[]): void;
  /** Opens a file that came from outside the page. */
  take(given: IncomingFile): void;
  /** Reads the configuration of the active tab; null where no tab can be read. */
  readonly readTab: (() => void) | null;
  /** Reads a pasted report. */
  report(text: string): void;
  /** Whether a text is a report, and no Terraform. */
  isReport(text: string): boolean;
  dropReport(id: number): void;
  download(): void;
  copy(): Promise<boolean>;
}

/** Actions on earlier runs. */
export interface HistoryActions {
  /** Puts the request of a run into the form. */
  askAgain(run: PastRun): void;
  /** Opens the configuration of a run on the Check screen. */
  openRun(run: PastRun): void;
  deleteRun(run: PastRun): void;
}

/** Actions on stored usage figures. */
export interface UsageActions {
  exportAs(format: 'csv' | 'json'): void;
  /** Deletes the ledger, the records and the stored answers. */
  reset(): void;
  exportAnswers(): void;
  forgetAnswers(): void;
}
