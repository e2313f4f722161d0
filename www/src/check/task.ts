// What is said between the page and the worker that checks programs.

import type { Both, Wishes } from '../mending';
import type { Trouble } from '../state';
import type { Finding, Import, Problem } from '../types';

/** A question to the worker. */
export type Task =
  | { readonly kind: 'check'; readonly code: string; readonly wishes: Wishes }
  | { readonly kind: 'report'; readonly text: string };

export interface Asked {
  readonly id: number;
  /** The folder of the packs. */
  readonly folder: string;
  readonly task: Task;
}

export interface Checked {
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
  readonly both: Both;
  readonly ms: number;
}

export type Answered =
  | { readonly id: number; readonly checked: Checked }
  | { readonly id: number; readonly report: Import }
  | { readonly id: number; readonly failure: Trouble };
