// Sends the calls to Groq to the stand-in for Groq, in a program that is run with `--import` of this file.

const { fetch } = globalThis;
const GROQ = 'https://api.groq.com/';

globalThis.fetch = async (request) => {
  if (!request.url.startsWith(GROQ)) return fetch(request);
  const address = `${process.env.STAND_IN}/${request.url.slice(GROQ.length)}`;
  const { method, headers, signal } = request;
  const body = method === 'GET' ? null : await request.text();
  return fetch(address, { method, headers, signal, body });
};
