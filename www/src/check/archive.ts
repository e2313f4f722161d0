// Unpacks zips in a worker, within limits of bytes, entries and time.

import type { Unpacked } from '../worker/unzip';

/** Time after which unpacking is stopped. */
const TIMEOUT_MS = 10_000;

/** Returns the Terraform files and reports of a zip, or rejects with the reason. */
export function unzip(bytes: ArrayBuffer): Promise<Extract<Unpacked, { files: unknown }>> {
  const worker = new Worker(new URL('../worker/unzip.ts', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const answer = new Promise<Unpacked>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Unpacked>) => resolve(data);
    worker.onerror = () => reject(new Error('it could not be unpacked'));
    timer = setTimeout(() => {
      reject(new Error(`unpacking takes longer than ${TIMEOUT_MS / 1000} seconds`));
    }, TIMEOUT_MS);
    worker.postMessage(bytes, [bytes]);
  });
  return answer
    .then((unpacked) => {
      if ('failure' in unpacked) throw new Error(unpacked.failure);
      return unpacked;
    })
    .finally(() => {
      clearTimeout(timer);
      worker.terminate();
    });
}
