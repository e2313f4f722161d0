// The same work behind a handler in the style of Cloudflare Workers: lines of JSON are posted, and
// lines of JSON come back as they are done. In workerd, `setup` says first where the wasm and the
// packs are (see the package's README).

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
    return { failed: 'bad_options', message: 'the line is no JSON' };
  }
}
