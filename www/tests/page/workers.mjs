// Runs code in the page's workers before their own scripts, and sets their clock.
//
// The clock is set through a channel, since Playwright sets the clock of the page only.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const SCRIPTS = /^\/(assets\/(front|whole)-[^/]*\.js)$/;
const CHANNEL = 'clock of the workers';

/**
 * Creates a Vite plugin that prepends code to the scripts of the workers.
 *
 * A response that Playwright fulfils would not do: such a page may not call this machine.
 */
export function beforeWorkers(dist) {
  let first = null;
  return {
    plugin: {
      name: 'before-workers',
      configurePreviewServer({ middlewares, config }) {
        middlewares.use(async ({ url }, response, next) => {
          const [, path, name] = (first !== null && url.match(SCRIPTS)) || [];
          if (path === undefined) return next();
          const { run, settings } = first;
          const code = `(${run})(${JSON.stringify(name)}, ${JSON.stringify(settings)});\n`;
          const headers = { ...config.preview.headers, 'content-type': 'text/javascript' };
          response.writeHead(200, headers).end(code + (await readFile(join(dist, path), 'utf8')));
        });
      },
    },
    /**
     * Sets the function that runs in every later worker before its own script; null for none.
     *
     * The function gets the worker's name and `settings`, which must be JSON.
     */
    run(run, settings = null) {
      first = run === null ? null : { run, settings };
    },
  };
}

/** Sets the clock of the workers ahead by milliseconds that tests can change. */
export function withClock(stage, ahead) {
  stage.beforeWorkers(clocked, { channel: CHANNEL, ahead });
  return {
    setAhead: (page, ms) =>
      page.evaluate(
        ([channel, to]) => {
          new BroadcastChannel(channel).postMessage(to);
        },
        [CHANNEL, ms],
      ),
  };
}

/** Runs in a worker: replaces the clock by one that runs ahead, and the timers by its timers. */
function clocked(_name, { channel, ahead: first }) {
  const { Date: Real, setTimeout: set, clearTimeout: clear } = globalThis;
  const open = new Map();
  let ahead = first;
  let last = 0;
  globalThis.Date = class extends Real {
    constructor(...args) {
      super(...(args.length === 0 ? [Real.now() + ahead] : args));
    }

    static now() {
      return Real.now() + ahead;
    }
  };
  globalThis.setTimeout = (run, ms = 0, ...args) => {
    last += 1;
    const id = last;
    const goOff = () => {
      globalThis.clearTimeout(id);
      run(...args);
    };
    open.set(id, { goOff, timer: set(goOff, ms), due: Date.now() + ms });
    return id;
  };
  globalThis.clearTimeout = (id) => {
    clear(open.get(id)?.timer);
    open.delete(id);
  };
  new BroadcastChannel(channel).onmessage = ({ data }) => {
    ahead = data;
    for (const { goOff, due } of [...open.values()]) if (due <= Date.now()) goOff();
  };
}
