// Selects the ledger of a key, and corrects it by the models that Groq lists.

import { latestOnly } from '../async';
import type { Forecaster } from '../forecaster';
import type { Host } from '../host';
import type { LedgerStore } from '../host/ledger-store';
import type { ModelInfo } from '../types';

export interface KeyLedgers {
  /** Shows the ledger of a key. */
  select(key: string): void;
  /** Enters the models that Groq lists for a key; a model that it lists is available again. */
  checked(key: string, models: readonly ModelInfo[]): Promise<void>;
}

export function createKeyLedgers(
  { hashKey }: Host,
  store: LedgerStore,
  forecaster: () => Forecaster | null,
): KeyLedgers {
  // Of the keys that the user types, only the last one is used.
  const select = latestOnly(async (key: string) => {
    await store.useKeyHash(await hashKey(key));
    return { ledger: await store.ledger() };
  });
  const show = async (key: string): Promise<void> => {
    const selected = await select(key);
    if (selected !== null) forecaster()?.setLedger(selected.ledger);
  };
  return {
    select(key) {
      if (key !== '') show(key).catch(() => {});
    },
    async checked(key, models) {
      await store.applyModels(await hashKey(key), models);
      await show(key);
    },
  };
}
