// What the package is to its users.

export * from './face.js';
export { InfraGenieError, type ErrorKind } from './error.js';
export { setup, type Setup } from './host.js';
export type { PackName } from './packs.js';
export { memory, type World } from './world.js';
export type * from './types.js';
