// The shapes that the module hands out and takes: plain objects, absent is null.

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';
export type Pack = 'o200k-ascii' | 'o200k-rest';

/** What was spent, as the module writes it; a host may keep it, and only the module reads it. */
export type Ledger = { readonly [name: string]: unknown };

export interface Options {
  readonly profile?: 'thrift' | 'seed' | 'careful';
  /** null: the module chooses. */
  readonly model?: string | null;
  readonly ledger?: Ledger | null;
}

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface Part {
  readonly name: 'frame' | 'system' | 'request' | 'digest' | 'code';
  readonly tokens: number;
}

export interface Plan {
  readonly step: 'draft' | 'repair';
  readonly model: string;
  readonly messages: readonly Message[];
  readonly parts: readonly Part[];
  readonly promptTokens: number;
  readonly maxCompletionTokens: number;
}

export type Preview =
  | {
      readonly state: 'counted';
      readonly plan: Plan;
      readonly perDay: number;
      readonly leftToday: number;
    }
  | { readonly state: 'waiting'; readonly pack: Pack };

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Problem {
  readonly kind: string;
  readonly summary: string;
  readonly place: Place;
  readonly message: string;
}

export interface Finding {
  readonly id: string;
  readonly severity: Severity;
  readonly address: string;
  readonly place: Place;
  readonly wrong: string;
  readonly why: string;
  readonly remedy: 'free' | 'companion' | 'offered' | 'none';
}

export interface Change {
  /** What `mend` takes in `without` to leave this change out. */
  readonly id: string;
  readonly address: string;
  readonly what: string;
  readonly why: string;
}

export interface Question {
  readonly variable: string;
  readonly description: string;
}

export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly reasoningTokens: number;
  readonly cachedTokens: number;
  readonly totalTokens: number;
}

export interface Attempt {
  readonly number: number;
  readonly plan: Plan;
  readonly usage: Usage | null;
  /** Prompt tokens as Groq counted them, less ours. */
  readonly drift: number | null;
  readonly finish: string | null;
  readonly problems: number;
  readonly findings: number;
  readonly outcome: string;
}

export interface Failure {
  readonly kind: string;
  readonly message: string;
  /** When it opens again, in milliseconds since the epoch. */
  readonly until: number | null;
}

export interface Mended {
  readonly code: string;
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
  readonly questions: readonly Question[];
  readonly notes: readonly string[];
}

export interface Report extends Mended {
  readonly end: 'clean' | 'open' | 'failed';
  /** The model's program before it was mended. */
  readonly base: string;
  readonly request: string;
  readonly attempts: readonly Attempt[];
  readonly used: Usage;
  readonly ledger: Ledger;
  readonly failure: Failure | null;
}

export type Progress =
  | { readonly event: 'sending'; readonly attempt: number; readonly plan: Plan }
  | { readonly event: 'heard'; readonly text: string }
  | { readonly event: 'judged'; readonly attempt: Attempt }
  | {
      readonly event: 'waiting';
      readonly until: number;
      readonly window: string;
      readonly model: string;
    }
  | { readonly event: 'moved'; readonly from: string; readonly to: string; readonly why: string };

export interface ModelInfo {
  readonly id: string;
  readonly name: string;
  readonly contextTokens: number;
  /** null: not asked yet. */
  readonly live: boolean | null;
  /** Whether its prompt tokens are counted exactly. */
  readonly exact: boolean;
  readonly perDayTokens: number;
  readonly perMinuteTokens: number;
}

export interface Quota {
  readonly model: string;
  readonly tokensPerDay: number;
  readonly leftToday: number;
  readonly leftThisMinute: number;
  readonly requestsLeftToday: number;
  readonly fullAgainAt: number;
}
