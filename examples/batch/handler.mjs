// Serves the work of `task.mjs` by a handler in the style of Cloudflare Workers.
//
// The request posts lines of JSON; the response streams lines of JSON as they are finished. In
// workerd, call `setup` first to locate the wasm and the packs (see the package's README).

import { work } from './task.mjs';

export default {
  async fetch(request) {
    if (request.method !== 'POST') return new Response('post lines of JSON\n', { status: 405 });
    const items = (await request.text()).split('\n').filter(Boolean);
    const bytes = new TextEncoder();
    const body = new ReadableStream({
      async pull(stream) {
        const line = items.shift();
        if (line === undefined) return stream.close();
        stream.enqueue(bytes.encode(`${JSON.stringify(await done(line))}\n`));
      },
    });
    return new Response(body, { headers: { 'Content-Type': 'application/x-ndjson' } });
  },
};

async function done(line) {
  try {
    return await work(JSON.parse(line));
  } catch {
    return { failed: 'bad_options', message: 'the line is not JSON' };
  }
}
