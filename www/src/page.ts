// The page's entry.

import { startApp } from './app';
import { pageHost } from './host/page';

startApp(pageHost);
