// Implements the extension's platform: key storage, permission, tab access.

import type { IncomingFile, Platform } from '../../host';
import { createVault, type TextStorage } from '../../key/vault';
import { markTab } from './changes';
import { INCOMING, readProgram, type Tab } from './read-tab';

const KEY = 'infragenie.key';
const GROQ = { origins: ['https://api.groq.com/*'] };

/** Read at start: the browser allows the permission prompt only right after a gesture. */
let hasAccess = false;
void chrome.permissions.contains(GROQ).then((allowed) => {
  hasAccess = allowed;
});

export const extension: Platform = {
  vault: createVault({
    locations: ['session', 'memory', 'device'],
    storages: {
      session: storageOf(chrome.storage.session),
      device: storageOf(chrome.storage.local),
    },
  }),
  async requestAccess() {
    if (!hasAccess) hasAccess = await chrome.permissions.request(GROQ).catch(() => false);
    return hasAccess;
  },
  onIncoming(take) {
    const read = async (): Promise<void> => {
      const { [INCOMING]: incoming } = await chrome.storage.session.get(INCOMING);
      if (!isIncoming(incoming)) return;
      await chrome.storage.session.remove(INCOMING);
      take(incoming);
    };
    chrome.storage.session.onChanged.addListener((changes) => {
      if (changes[INCOMING]?.newValue !== undefined) void read();
    });
    void read();
  },
  async readTab() {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    return readProgram({ id: tab?.id } satisfies Tab);
  },
  markTab,
  // Nobody else can open the address of a panel.
  address: null,
  // An extension is installed with all its files and updated by its store.
  keepOffline: (onStatus) => onStatus('ready'),
  takeNewer: () => {},
};

function storageOf(area: chrome.storage.StorageArea): TextStorage {
  return {
    async get() {
      const { [KEY]: kept } = await area.get(KEY);
      return typeof kept === 'string' ? kept : null;
    },
    put: (text) => area.set({ [KEY]: text }),
    clear: () => area.remove(KEY),
  };
}

function isIncoming(value: unknown): value is IncomingFile {
  if (typeof value !== 'object' || value === null) return false;
  const { note, ...parts } = value as Readonly<Record<string, unknown>>;
  const { name, text, source } = parts;
  return typeof note === 'string' || [name, text, source].every((part) => typeof part === 'string');
}
