// Serves checks of configurations from a worker.

import init, * as module from '../wasm/check.js';
import { checkCalls } from './checks';
import { serve } from './serve';

const calls = checkCalls(module);

export type Check = typeof calls;

serve(init(), calls);
