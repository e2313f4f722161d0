// The page's entry.

import { startApp } from './app';
import { pageVault } from './host/keys';
import { keepOffline, takeNewer } from './host/offline';
import { pageHost } from './host/page';

startApp(pageHost, {
  vault: pageVault,
  // A page may call Groq without being asked, and is given nothing from outside.
  reach: async () => true,
  onGiven: () => {},
  readTab: null,
  address: new URL('.', document.baseURI).href,
  keepOffline,
  takeNewer,
});
