// Starts the page.

import { startApp } from './app';
import { refuseFrame } from './frame';
import { pageVault } from './host/keys';
import { keepOffline, takeNewer } from './host/offline';
import { pageHost } from './host/page';
import { restrictScripts } from './trusted-types';

restrictScripts();
if (!refuseFrame())
  startApp(pageHost, {
    vault: pageVault,
    // A page may call Groq without permission, and receives nothing from outside.
    requestAccess: async () => true,
    onIncoming: () => {},
    readTab: null,
    markTab: null,
    address: new URL('.', document.baseURI).href,
    keepOffline,
    takeNewer,
  });
