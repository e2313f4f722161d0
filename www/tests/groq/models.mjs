// Lists the models of the stand-in and the parameters that each accepts.

/** Limits of the free plan for the models that the product supports, by window. */
const FREE = { RPM: 30, RPD: 1000, TPM: 8000, TPD: 200_000 };

/**
 * All models.
 *
 * `frame` is the rendering of a conversation (see tokens.mjs), `efforts` are the accepted values of
 * `reasoning_effort` (may be empty), `caches` states whether a repeated prefix is cached, `chat`
 * whether the model supports chat completions, and `limits` are those of the free plan.
 */
export const MODELS = [
  model('openai/gpt-oss-20b', 'OpenAI', 'GPT OSS 20B', {
    created: 1754407957,
    context: 131_072,
    output: 65_536,
    price: ['0.075', '0.30', '0.0375'],
  }),
  model('openai/gpt-oss-120b', 'OpenAI', 'GPT OSS 120B', {
    created: 1754408224,
    context: 131_072,
    output: 65_536,
    price: ['0.15', '0.60', '0.075'],
  }),
  model('openai/gpt-oss-safeguard-20b', 'OpenAI', 'GPT OSS Safeguard 20B', {
    created: 1761708789,
    context: 131_072,
    output: 65_536,
    price: ['0.075', '0.30', '0.0375'],
  }),
  // ITPM and OTPM are not in Groq's table; they were seen in refusals since September 2026.
  model('qwen/qwen3.8-27b', 'Alibaba Cloud', 'Qwen3.8 27B', {
    created: 1787000000,
    context: 131_042,
    output: 16_384,
    price: ['0.80', '4.00', '0.40'],
    frame: 'chatml',
    efforts: ['none', 'default', 'low', 'medium', 'high'],
    caches: false,
    limits: { ...FREE, ITPM: 7000, OTPM: 1000 },
  }),
  model('allam-2-7b', 'SDAIA', 'ALLaM 2 7B', {
    created: 1737672203,
    context: 4096,
    output: 4096,
    frame: 'chatml',
    efforts: [],
    caches: false,
    limits: { RPM: 30, RPD: 7000, TPM: 6000, TPD: 500_000 },
  }),
  model('whisper-large-v3-turbo', 'OpenAI', 'Whisper Large v3 Turbo', {
    created: 1728413088,
    context: 448,
    output: 448,
    chat: false,
  }),
];

/** Ids of retired models, which are answered with 400 `model_decommissioned`. */
export const DECOMMISSIONED = [
  'llama-3.3-70b-versatile',
  'llama-3.1-70b-versatile',
  'llama-3.1-8b-instant',
  'llama3-70b-8192',
  'llama3-8b-8192',
  'mixtral-8x7b-32768',
  'gemma2-9b-it',
];

/** Returns the entry of a model in the answer to GET /models. */
export function listed(one) {
  return {
    id: one.id,
    object: 'model',
    created: one.created,
    owned_by: one.owner,
    active: true,
    context_window: one.context,
    context_length: one.context,
    public_apps: null,
    max_completion_tokens: one.output,
    name: one.name,
    ...(one.price && {
      pricing: {
        prompt: perToken(one.price[0]),
        completion: perToken(one.price[1]),
        input_cache_read: perToken(one.price[2]),
      },
      supported_features: ['tools', 'reasoning', 'json_mode'],
      supported_sampling_parameters: ['temperature', 'top_p', 'stop', 'seed', 'max_tokens'],
    }),
  };
}

function model(id, owner, name, rest) {
  const common = { frame: 'harmony', efforts: ['low', 'medium', 'high'], caches: true, chat: true };
  return { id, owner, name, limits: FREE, ...common, ...rest };
}

/** Converts dollars a million tokens to dollars a token in digits: `0.075` is `0.000000075`. */
function perToken(dollars) {
  return (Number(dollars) / 1e6).toFixed(10).replace(/0+$/, '');
}
