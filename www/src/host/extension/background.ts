// Opens the panel from the menu or the icon, and passes it the selected text.
//
// The script keeps no state.

import { INCOMING, readProgram } from './read-tab';

/** Firefox calls its panel a sidebar. */
declare const browser: { readonly sidebarAction: { open(): Promise<void> } };

const MENU = 'check';

chrome.runtime.onInstalled.addListener(() => {
  chrome.contextMenus.create({
    id: MENU,
    title: 'Check this Terraform',
    contexts: ['page', 'frame', 'selection', 'editable'],
  });
});

chrome.contextMenus.onClicked.addListener((info, tab) => {
  if (info.menuItemId !== MENU) return;
  // The panel opens first: browsers allow it only inside the gesture.
  openPanel(tab);
  void readProgram({ id: tab?.id, frame: info.frameId }).then((incoming) =>
    chrome.storage.session.set({ [INCOMING]: incoming }),
  );
});

chrome.action.onClicked.addListener((tab) => openPanel(tab));

function openPanel(tab: chrome.tabs.Tab | undefined): void {
  const { sidePanel } = chrome as Partial<typeof chrome>;
  const opened =
    sidePanel === undefined
      ? browser.sidebarAction.open()
      : sidePanel.open({ windowId: tab?.windowId ?? chrome.windows.WINDOW_ID_CURRENT });
  // Without a gesture, as in a test, the panel stays closed; the text waits for it.
  opened.catch(() => {});
}
