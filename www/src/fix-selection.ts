// A program and the user's choice of changes to it: what was wished, and what came of it.

import type { Change, FixOptions, Mended } from './types';

/** What the user wants of the changes, by their ids. */
export interface Wishes {
  readonly without: readonly string[];
  readonly accepted: readonly string[];
  readonly harden: boolean;
}

/** A program as it came, and as it looks with the wishes. */
export interface Mending {
  readonly base: string;
  /** The words that were asked; null where nobody asked for the program. */
  readonly request: string | null;
  readonly shown: Mended;
  /** Every change that was made at first or since, whether or not it still applies. */
  readonly changes: readonly Change[];
  readonly wishes: Wishes;
  readonly hardening: Hardening;
}

/** What the switch is worth: how many findings more are mended, with how many new resources. */
export interface Hardening {
  readonly mends: number;
  readonly adds: number;
}

export const NO_WISHES: Wishes = { without: [], accepted: [], harden: false };

/** A program with the same wishes, but for hardening, which is the other way round. */
export interface Both {
  readonly shown: Mended;
  readonly other: Mended;
}

/** The wishes with one change made, or left out. */
export function wished(
  { without, accepted, harden }: Wishes, change: string, made: boolean,
): Wishes {
  const others = (ids: readonly string[]): string[] => ids.filter((id) => id !== change);
  return {
    without: made ? others(without) : [...others(without), change],
    accepted: made ? [...others(accepted), change] : others(accepted),
    harden,
  };
}

/** What the module is asked for, with hardening as it is wished and the other way round. */
export function asked(request: string | null, wishes: Wishes): [FixOptions, FixOptions] {
  const { without, accepted, harden } = wishes;
  const options = { request, without: [...without], accepted: [...accepted] };
  return [{ ...options, harden }, { ...options, harden: !harden }];
}

/** A program with what came of the wishes; `before` is what was known of it until now. */
export function mendingOf(
  base: string, request: string | null, wishes: Wishes, { shown, other }: Both,
  before: readonly Change[] = [],
): Mending {
  const known = new Set(before.map(({ id }) => id));
  const newer = shown.changes.filter(({ id }) => !known.has(id));
  const [plain, hardened] = wishes.harden ? [other, shown] : [shown, other];
  return {
    base,
    request,
    shown,
    wishes,
    changes: [...before, ...newer],
    hardening: {
      mends: Math.max(0, plain.findings.length - hardened.findings.length),
      adds: Math.max(0, resources(hardened) - resources(plain)),
    },
  };
}

/** New resources; data sources and variables cost nothing. */
function resources({ added }: Mended): number {
  const free = ['data.', 'var.', 'output.', 'provider.', 'module.'];
  return added.filter((address) => !free.some((kind) => address.startsWith(kind))
    && address.includes('.')).length;
}
