// What the page and its workers say to each other: plain values, each with the call it belongs to.

import type { AppError } from '../errors';

/** From the page to a worker. */
export type ToWorker =
  | { readonly is: 'call'; readonly id: number; readonly name: string; readonly args: Values }
  | { readonly is: 'stop'; readonly id: number }
  /** To a question of the worker's. */
  | { readonly is: 'answer'; readonly question: number; readonly value: unknown }
  | { readonly is: 'no answer'; readonly question: number; readonly error: AppError };

/** From a worker to the page. */
export type ToPage =
  /** The module is there. */
  | { readonly is: 'ready' }
  | { readonly is: 'done'; readonly id: number; readonly value: unknown }
  | { readonly is: 'failed'; readonly id: number; readonly error: AppError }
  /** On the way of a call. */
  | { readonly is: 'told'; readonly id: number; readonly value: unknown }
  | {
    readonly is: 'question';
    readonly id: number;
    readonly question: number;
    readonly name: string;
    readonly args: Values;
  }
  /** Nothing that the worker holds can be relied on any more. */
  | { readonly is: 'lost'; readonly message: string };

export type Values = readonly unknown[];
