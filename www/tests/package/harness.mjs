// Redirects calls to Groq to the stand-in, in a program run with `--import`.

const { fetch } = globalThis;
const GROQ = 'https://api.groq.com/';

globalThis.fetch = async (request) => {
  if (!request.url.startsWith(GROQ)) return fetch(request);
  const address = `${process.env.STAND_IN}/${request.url.slice(GROQ.length)}`;
  const { method, headers, signal } = request;
  const body = method === 'GET' ? null : await request.text();
  return fetch(address, { method, headers, signal, body });
};
