// Exports the public API of the package.

export * from './api.js';
export type {
  AnyProfile, DeprecatedFixOptions, DeprecatedOptions, Import, KeptAnswer, Mended, Place, Question,
  Regime, World,
} from './deprecated.js';
export { InfraGenieError, type ErrorKind } from './error.js';
export { memory, type Host } from './host.js';
export type { PackName } from './packs.js';
export { setup, type Setup } from './setup.js';
export type * from './types.js';
