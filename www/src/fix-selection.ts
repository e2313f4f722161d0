// Models the user's fix selection and the configuration that results from it.

import type { Change, Finding, FixOptions, FixResult } from './types';

/** The user's choice of fixes, by change id. */
export interface FixSelection {
  readonly exclude: readonly string[];
  readonly accept: readonly string[];
  readonly harden: boolean;
}

/** A configuration before and after the selected fixes. */
export interface FixState {
  readonly base: string;
  /** The user's request; null for a configuration that nobody requested. */
  readonly request: string | null;
  readonly shown: FixResult;
  /** All changes made so far, including those that no longer apply. */
  readonly changes: readonly Change[];
  readonly selection: FixSelection;
  readonly hardening: Hardening;
}

/** Effect of hardening: findings that it fixes, and resources that it adds. */
interface Hardening {
  /** The configuration with hardening inverted. */
  readonly other: string;
  readonly fixes: number;
  readonly adds: number;
  /** Whether a change that hardening makes costs money. */
  readonly costsMoney: boolean;
}

export const EMPTY_SELECTION: FixSelection = { exclude: [], accept: [], harden: false };

/** Results of one selection: `shown` as selected, `other` with hardening inverted. */
export interface FixPair {
  readonly shown: FixResult;
  readonly other: FixResult;
}

/** The id of the change that fixes a finding; a finding of a project has it. */
export function changeFor(finding: Finding & { readonly change?: string }): string {
  return finding.change ?? `fix:${finding.id}:${finding.address}`;
}

/** The selection with one change enabled or disabled. */
export function withChange(
  { exclude, accept, harden }: FixSelection,
  change: string,
  made: boolean,
): FixSelection {
  const others = (ids: readonly string[]): string[] => ids.filter((id) => id !== change);
  return {
    exclude: made ? others(exclude) : [...others(exclude), change],
    accept: made ? [...others(accept), change] : others(accept),
    harden,
  };
}

/** Options for the selection, and the same with hardening inverted. */
export function fixOptions(
  request: string | null,
  selection: FixSelection,
): [FixOptions, FixOptions] {
  const { exclude, accept, harden } = selection;
  const options = { request, exclude: [...exclude], accept: [...accept] };
  return [
    { ...options, harden },
    { ...options, harden: !harden },
  ];
}

/** Builds the state from results; `before` lists the changes known so far. */
export function fixStateOf(
  base: string,
  request: string | null,
  selection: FixSelection,
  { shown, other }: FixPair,
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
      other: other.code,
      fixes: Math.max(0, plain.findings.length - hardened.findings.length),
      adds: Math.max(0, resources(hardened) - resources(plain)),
      costsMoney: hardened.changes.some(
        ({ id, effect }) => effect === 'costs_money' && !plain.changes.some((one) => one.id === id),
      ),
    },
  };
}

/** Counts new resources; data sources and variables cost nothing. */
function resources({ added }: FixResult): number {
  const free = ['data.', 'var.', 'output.', 'provider.', 'module.'];
  return added.filter(
    (address) => !free.some((kind) => address.startsWith(kind)) && address.includes('.'),
  ).length;
}
