// Starts the extension's panel.

import { startApp } from './app';
import { extension } from './host/extension';
import { pageHost } from './host/page';

startApp(pageHost, extension);
