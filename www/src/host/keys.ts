// Where the page keeps a key: nowhere, in the tab, or sealed in the browser's local storage.

import { createVault, type TextStorage } from '../key/vault';

const NAME = 'infragenie.key';

export const pageVault = createVault({
  locations: ['memory', 'tab', 'device'],
  storages: { tab: storageOf(() => sessionStorage), device: storageOf(() => localStorage) },
});

/** The storage is named only when it is used: a browser may forbid even that. */
function storageOf(storage: () => Storage): TextStorage {
  return {
    get: async () => storage().getItem(NAME),
    put: async (text) => storage().setItem(NAME, text),
    clear: async () => storage().removeItem(NAME),
  };
}
