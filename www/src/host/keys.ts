// Stores the key of the page: in memory, per tab, or encrypted on the device.

import { createVault, type TextStorage } from '../key/vault';

const NAME = 'infragenie.key';

export const pageVault = createVault({
  locations: ['memory', 'tab', 'device'],
  storages: { tab: storageOf(() => sessionStorage), device: storageOf(() => localStorage) },
});

/** The storage is accessed on use only: browsers may forbid even that. */
function storageOf(storage: () => Storage): TextStorage {
  return {
    get: async () => storage().getItem(NAME),
    put: async (text) => storage().setItem(NAME, text),
    clear: async () => storage().removeItem(NAME),
  };
}
