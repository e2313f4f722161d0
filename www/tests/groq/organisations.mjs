// Keeps the organisations of the test keys and their state.
//
// Each organisation has its own buckets, prompt cache, scenario and log.

import { createHash } from 'node:crypto';

import { admit, Bucket } from './buckets.mjs';
import { CACHE_STEP_TOKENS, cachedTokens } from './tokens.mjs';

const KEY = /^gsk_(test(?:_[A-Za-z0-9_-]{1,64})?)$/;
const CACHE_MS = 2 * 3600 * 1000;

/** Limits of the state of one process. */
const MAX = { organisations: 200, prompts: 50, drafts: 20, requests: 100 };

/** All organisations of the stand-in. */
export class Organisations {
  #all = new Map();

  /** @param {{clock: () => number, limits: object}} service `limits` override those of a model */
  constructor({ clock, limits }) {
    this.clock = clock;
    this.limits = limits;
  }

  /** Returns the organisation of an Authorization header, or null if the key is invalid. */
  ofHeader(header) {
    const key = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? '';
    const name = KEY.exec(key)?.[1];
    return name === undefined ? null : this.named(name);
  }

  /** Returns the organisation `name`, which is its key without `gsk_`. */
  named(name) {
    let found = this.#all.get(name);
    if (found === undefined) {
      found = new Organisation(name, this.clock, this.limits);
      this.#all.set(name, found);
      if (this.#all.size > MAX.organisations) this.#all.delete(this.#all.keys().next().value);
    }
    return found;
  }

  /** Returns whether `name` can belong to a valid key. */
  static isName(name) {
    return typeof name === 'string' && KEY.test(`gsk_${name}`);
  }

  /** Deletes the state of one organisation, or of all. */
  forget(name) {
    if (name === undefined) this.#all.clear();
    else this.#all.delete(name);
  }
}

class Organisation {
  #buckets = new Map();
  #prompts = new Map();

  constructor(name, clock, limits) {
    this.name = name;
    this.id = organisationId(name);
    this.clock = clock;
    this.limits = limits;
    this.requests = [];
    this.drafts = [];
    this.faults = [];
    const word = name.split(/[_-]/)[1];
    const variant = ['clean', 'findings', 'broken'].includes(word) ? word : 'findings';
    this.settings = { variant, program: null, repair: 'corrected', retired: {}, caches: true };
    Object.assign(this.settings, { blocked: {}, restricted: false, outputLimitStatus: 429 });
  }

  /** Returns the buckets of a model. */
  buckets(model) {
    let found = this.#buckets.get(model.id);
    if (found === undefined) {
      const limits = Object.entries({ ...model.limits, ...this.limits });
      found = limits.map(([window, limit]) => new Bucket(window, limit));
      this.#buckets.set(model.id, found);
    }
    return found;
  }

  /** Returns the bucket of a model and window, or undefined. */
  bucket(model, window) {
    return this.buckets(model).find((bucket) => bucket.window === window);
  }

  /** Charges a request and returns null, or returns the refusal. */
  admit(model, amounts, now) {
    return admit(this.buckets(model), amounts, now);
  }

  /** Refunds tokens after an answer. */
  giveBack(model, tokens) {
    for (const bucket of this.buckets(model)) {
      if (bucket.window.startsWith('T')) bucket.add(-tokens, this.clock());
    }
  }

  /** Removes the fault of the next request to `path` from the scenario and returns it. */
  takeFault(path) {
    const index = this.faults.findIndex((fault) => (fault.on ?? 'chat') === path);
    return index < 0 ? null : this.faults.splice(index, 1)[0];
  }

  /** Returns the number of cached tokens of a prompt, and caches the prompt. */
  cache(model, prompt) {
    if (!model.caches || !this.settings.caches || prompt.length < CACHE_STEP_TOKENS) return 0;
    const now = this.clock();
    const alive = (this.#prompts.get(model.id) ?? []).filter(({ at }) => now - at < CACHE_MS);
    const hit = cachedTokens(
      prompt,
      alive.map(({ tokens }) => tokens),
    );
    alive.push({ at: now, tokens: Uint32Array.from(prompt) });
    this.#prompts.set(model.id, alive.slice(-MAX.prompts));
    return hit;
  }

  /** Stores a draft for a later repair. */
  drafted(entry) {
    this.drafts.push(entry);
    this.drafts.splice(0, this.drafts.length - MAX.drafts);
  }

  /** Logs a request; the entry is completed while the request is answered. */
  log(entry) {
    this.requests.push(entry);
    this.requests.splice(0, this.requests.length - MAX.requests);
    return entry;
  }
}

/** Returns an id in the format of Groq, which depends on the name only. */
function organisationId(name) {
  const digits = '0123456789abcdefghjkmnpqrstvwxyz';
  const bytes = createHash('sha256').update(name).digest();
  return `org_01${[...bytes.subarray(0, 24)].map((byte) => digits[byte % 32]).join('')}`;
}
