import { LIMITS } from './limits';

/** The body of `POST /accounts/{account}/entries`, as API Gateway checks it (JSON schema draft 4). */
export const ENTRY_SCHEMA = {
  type: 'object',
  required: ['amount', 'currency', 'memo'],
  additionalProperties: false,
  properties: {
    amount: { type: 'integer', minimum: -LIMITS.amount, maximum: LIMITS.amount },
    currency: { type: 'string', pattern: LIMITS.currency },
    memo: { type: 'string', minLength: 1, maxLength: LIMITS.memoLength },
  },
};
