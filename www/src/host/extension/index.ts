// What the browser lends a panel: a place for the key, leave to call Groq, programs of tabs.

import { createVault, type Drawer } from '../../key/vault';
import type { Given, Platform } from '../../host';
import { GIVEN, readProgram, type Tab } from './read-tab';

const KEY = 'infragenie.key';
const GROQ = { origins: ['https://api.groq.com/*'] };

/** Known before the user does anything: to ask is possible only at once after a gesture. */
let mayReach = false;
void chrome.permissions.contains(GROQ).then((allowed) => { mayReach = allowed; });

export const extension: Platform = {
  vault: createVault({
    names: ['session', 'memory', 'device'],
    drawers: {
      session: drawerOf(chrome.storage.session), device: drawerOf(chrome.storage.local),
    },
  }),
  async reach() {
    if (!mayReach) mayReach = await chrome.permissions.request(GROQ).catch(() => false);
    return mayReach;
  },
  onGiven(take) {
    const read = async (): Promise<void> => {
      const { [GIVEN]: given } = await chrome.storage.session.get(GIVEN);
      if (!isGiven(given)) return;
      await chrome.storage.session.remove(GIVEN);
      take(given);
    };
    chrome.storage.session.onChanged.addListener((changes) => {
      if (changes[GIVEN]?.newValue !== undefined) void read();
    });
    void read();
  },
  async readTab() {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    return readProgram({ id: tab?.id } satisfies Tab);
  },
  // What stands in a panel has an address that no one else can follow.
  address: null,
  // An extension is installed with all its files, and its store brings the newer ones.
  keepOffline: (tell) => tell('ready'),
  takeNewer: () => {},
};

function drawerOf(area: chrome.storage.StorageArea): Drawer {
  return {
    async get() {
      const { [KEY]: kept } = await area.get(KEY);
      return typeof kept === 'string' ? kept : null;
    },
    put: (text) => area.set({ [KEY]: text }),
    clear: () => area.remove(KEY),
  };
}

function isGiven(value: unknown): value is Given {
  if (typeof value !== 'object' || value === null) return false;
  const { name, text, note } = value as Readonly<Record<string, unknown>>;
  return typeof note === 'string' || (typeof name === 'string' && typeof text === 'string');
}
