// Where the page keeps a key: nowhere, in the tab, or sealed in the browser's local storage.

import { createVault, type Drawer } from '../key/vault';

const NAME = 'infragenie.key';

export const pageVault = createVault({
  names: ['memory', 'tab', 'device'],
  drawers: { tab: drawerOf(() => sessionStorage), device: drawerOf(() => localStorage) },
});

/** The storage is named only when it is used: a browser may forbid even that. */
function drawerOf(storage: () => Storage): Drawer {
  return {
    get: async () => storage().getItem(NAME),
    put: async (text) => storage().setItem(NAME, text),
    clear: async () => storage().removeItem(NAME),
  };
}
