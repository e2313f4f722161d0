// Changes the page's workers for tests: runs code before their scripts, and sets their clock, since a
// browser's driver sets the clock of the page alone.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const SCRIPTS = /^\/(assets\/(front|whole)-[^/]*\.js)$/;
const CHANNEL = 'clock of the workers';

/** A part of the server that puts code before the scripts of the workers. What a driver puts in the
 * place of an answer may not call this machine. */
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
          response.writeHead(200, headers).end(code + await readFile(join(dist, path), 'utf8'));
        });
      },
    },
    /** From now on a function runs in every worker before its own script, until none does; it gets
     * the worker's name and `settings`, which are plain. */
    run(run, settings = null) {
      first = run === null ? null : { run, settings };
    },
  };
}

/** Lets the clock of the workers be set, which are so many milliseconds ahead. */
export function withClock(stage, ahead) {
  stage.beforeWorkers(clocked, { channel: CHANNEL, ahead });
  return {
    setAhead: (page, ms) => page.evaluate(([channel, to]) => {
      new BroadcastChannel(channel).postMessage(to);
    }, [CHANNEL, ms]),
  };
}

/** In a worker: a clock that runs ahead, and timers that go off when it says so. */
function clocked(name, { channel, ahead: first }) {
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
