// Accepts names of version 0.1 and warns once for each.

import type { Host } from './host.js';
import type {
  CachedAnswer,
  CapRefundPolicy,
  FixResult,
  ImportedReport,
  Options,
  Position,
  Profile,
  RequiredVariable,
} from './types.js';

/** @deprecated Use {@link FixResult}. */
export type Mended = FixResult;
/** @deprecated Use {@link Position}. */
export type Place = Position;
/** @deprecated Use {@link RequiredVariable}. */
export type Question = RequiredVariable;
/** @deprecated Use {@link ImportedReport}. */
export type Import = ImportedReport;
/** @deprecated Use {@link CachedAnswer}. */
export type KeptAnswer = CachedAnswer;
/** @deprecated Use {@link CapRefundPolicy}. */
export type Regime = CapRefundPolicy;
/** @deprecated Use {@link Host}. */
export type World = Host;

/** A profile, by its name or by its name in version 0.1. */
export type AnyProfile = Profile | 'thrift' | 'seed' | 'careful';

/** Options of a request by their names in version 0.1. */
export interface DeprecatedOptions {
  /** @deprecated Use `templates`. */
  readonly library?: Options['templates'];
  /** @deprecated Use `skipCache`. */
  readonly anew?: Options['skipCache'];
}

/** Options of a fix by their names in version 0.1. */
export interface DeprecatedFixOptions {
  /** @deprecated Use `exclude`. */
  readonly without?: string[] | null;
  /** @deprecated Use `accept`. */
  readonly accepted?: string[] | null;
}

type Names = Readonly<Record<string, string>>;

const OPTIONS: Names = {
  library: 'templates',
  anew: 'skipCache',
  without: 'exclude',
  accepted: 'accept',
  world: 'host',
};
const PROFILES: Names = { thrift: 'minimal', seed: 'balanced', careful: 'thorough' };

/** Renames options to their current names; a current name takes precedence. */
export function currentOptions<T extends object>(options: T): T {
  const current: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    const renamed = nameIn(OPTIONS, name);
    if (renamed !== null) warn(`the option \`${name}\``, `\`${renamed}\``);
    if (renamed === null || !(renamed in options)) current[renamed ?? name] = value;
  }
  const profile =
    typeof current['profile'] === 'string' ? nameIn(PROFILES, current['profile']) : null;
  if (profile !== null) {
    warn(`the profile \`${String(current['profile'])}\``, `\`${profile}\``);
    current['profile'] = profile;
  }
  return current as T;
}

interface Shape {
  /** Old property names with their current ones. */
  readonly names: Names;
  /** Properties whose values have old names, too. */
  readonly children?: Readonly<Record<string, ShapeName>>;
}

const RESULT_CHILDREN = { problems: 'problem', findings: 'finding', changes: 'change' } as const;

const SHAPES = {
  preview: { names: { composed: 'fromTemplates' } },
  problem: { names: { place: 'start' } },
  finding: { names: { place: 'start', wrong: 'message', why: 'rationale' } },
  change: { names: { what: 'description', why: 'rationale' } },
  result: { names: { questions: 'variables' }, children: RESULT_CHILDREN },
  report: {
    names: { questions: 'variables', recalled: 'cached', assumed: 'assumptions' },
    children: RESULT_CHILDREN,
  },
  event: { names: { why: 'reason' } },
  rule: { names: { wrong: 'message', why: 'rationale' } },
  quota: { names: { regime: 'capRefund' } },
  imported: { names: {}, children: { groups: 'rule' } },
} as const satisfies Readonly<Record<string, { names: Names; children?: object }>>;

type ShapeName = keyof typeof SHAPES;

/**
 * Adds the old property names to a result, or to each item of a list.
 *
 * They are getters that are not enumerable, so that copies and JSON do not have them.
 */
export function withOldNames<T>(value: T, name: ShapeName): T {
  if (Array.isArray(value)) {
    for (const item of value) withOldNames(item, name);
  } else if (typeof value === 'object' && value !== null) {
    const { names, children = {} }: Shape = SHAPES[name];
    for (const [old, current] of Object.entries(names)) addGetter(value, old, current);
    for (const [property, child] of Object.entries(children)) {
      withOldNames((value as Readonly<Record<string, unknown>>)[property], child);
    }
  }
  return value;
}

function addGetter(object: object, old: string, current: string): void {
  if (!(current in object) || old in object) return;
  Object.defineProperty(object, old, {
    enumerable: false,
    configurable: true,
    get(this: Readonly<Record<string, unknown>>) {
      warn(`the property \`${old}\``, `\`${current}\``);
      return this[current];
    },
  });
}

function nameIn(names: Names, name: string): string | null {
  return Object.hasOwn(names, name) ? (names[name] ?? null) : null;
}

const warned = new Set<string>();

/** Warns once: as a deprecation where the runtime knows these, else on the console. */
function warn(old: string, current: string): void {
  const message = `${old} of infragenie is deprecated; use ${current}`;
  if (warned.has(message)) return;
  warned.add(message);
  const { process } = globalThis as {
    process?: { emitWarning?: (message: string, type: string) => void };
  };
  if (typeof process?.emitWarning === 'function') {
    process.emitWarning(message, 'DeprecationWarning');
  } else console.warn(message);
}
