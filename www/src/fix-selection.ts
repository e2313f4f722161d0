// A program and the user's choice of changes to it: what was wished, and what came of it.

import type { Change, FixOptions, FixResult } from './types';

/** What the user wants of the changes, by their ids. */
export interface FixSelection {
  readonly without: readonly string[];
  readonly accepted: readonly string[];
  readonly harden: boolean;
}

/** A program as it came, and as it looks with the wishes. */
export interface FixState {
  readonly base: string;
  /** The words that were asked; null where nobody asked for the program. */
  readonly request: string | null;
  readonly shown: FixResult;
  /** Every change that was made at first or since, whether or not it still applies. */
  readonly changes: readonly Change[];
  readonly selection: FixSelection;
  readonly hardening: Hardening;
}

/** What the switch is worth: how many findings more are mended, with how many new resources. */
export interface Hardening {
  readonly fixes: number;
  readonly adds: number;
}

export const EMPTY_SELECTION: FixSelection = { without: [], accepted: [], harden: false };

/** A program with the same wishes, but for hardening, which is the other way round. */
export interface FixPair {
  readonly shown: FixResult;
  readonly other: FixResult;
}

/** The wishes with one change made, or left out. */
export function withChange(
  { without, accepted, harden }: FixSelection, change: string, made: boolean,
): FixSelection {
  const others = (ids: readonly string[]): string[] => ids.filter((id) => id !== change);
  return {
    without: made ? others(without) : [...others(without), change],
    accepted: made ? [...others(accepted), change] : others(accepted),
    harden,
  };
}

/** What the module is asked for, with hardening as it is wished and the other way round. */
export function fixOptions(
  request: string | null, selection: FixSelection,
): [FixOptions, FixOptions] {
  const { without, accepted, harden } = selection;
  const options = { request, without: [...without], accepted: [...accepted] };
  return [{ ...options, harden }, { ...options, harden: !harden }];
}

/** A program with what came of the wishes; `before` is what was known of it until now. */
export function fixStateOf(
  base: string, request: string | null, selection: FixSelection, { shown, other }: FixPair,
  before: readonly Change[] = [],
): FixState {
  const known = new Set(before.map(({ id }) => id));
  const newer = shown.changes.filter(({ id }) => !known.has(id));
  const [plain, hardened] = selection.harden ? [other, shown] : [shown, other];
  return {
    base,
    request,
    shown,
    selection,
    changes: [...before, ...newer],
    hardening: {
      fixes: Math.max(0, plain.findings.length - hardened.findings.length),
      adds: Math.max(0, resources(hardened) - resources(plain)),
    },
  };
}

/** New resources; data sources and variables cost nothing. */
function resources({ added }: FixResult): number {
  const free = ['data.', 'var.', 'output.', 'provider.', 'module.'];
  return added.filter((address) => !free.some((kind) => address.startsWith(kind))
    && address.includes('.')).length;
}
