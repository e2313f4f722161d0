// What the package is to its users.

export * from './api.js';
export { InfraGenieError, type ErrorKind } from './error.js';
export { setup, type Setup } from './setup.js';
export type { PackName } from './packs.js';
export { memory, type World } from './host.js';
export type * from './types.js';
