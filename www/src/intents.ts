// What a user can want of the page. Views call these and know nothing of what follows.

export interface Intents {
  writeRequest(text: string): void;
  chooseModel(id: string | null): void;
  giveKey(key: string): void;
  checkKey(): void;
  generate(): void;
  cancel(): void;
  /** Leaves a change out, or takes it back in. */
  undo(change: string, undone: boolean): void;
  /** Makes a change that has a price. */
  accept(change: string): void;
  /** Brings a line of the program into view. */
  goToLine(line: number): void;
  download(): void;
  copy(): Promise<boolean>;
  /** Fetches a pack again that did not arrive. */
  loadAgain(): void;
}
