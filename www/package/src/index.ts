// Exports the public API of the package.

export * from './api.js';
export { type Correction, correctPart } from './correction.js';
export type {
  AnyProfile,
  DeprecatedFixOptions,
  DeprecatedOptions,
  Import,
  KeptAnswer,
  Mended,
  Place,
  Question,
  Regime,
  World,
} from './deprecated.js';
export { type ErrorKind, InfraGenieError } from './error.js';
export { type Host, memory } from './host.js';
export type { PackName } from './packs.js';
export * from './project.js';
export { type Setup, setup } from './setup.js';
export type * from './types.js';
