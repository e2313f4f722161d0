// Starts the extension's panel.

import { startApp } from './app';
import { extension } from './host/extension';
import { pageHost } from './host/page';
import { restrictScripts } from './trusted-types';

restrictScripts();
startApp(pageHost, extension);
