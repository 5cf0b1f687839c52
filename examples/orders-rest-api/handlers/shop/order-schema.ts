import { LIMITS } from './limits';

/** The body of `POST /orders`, as API Gateway checks it (JSON schema draft 4). */
export const ORDER_SCHEMA = {
  type: 'object',
  required: ['lines'],
  additionalProperties: false,
  properties: {
    lines: {
      type: 'array',
      minItems: 1,
      maxItems: LIMITS.linesPerOrder,
      items: {
        type: 'object',
        required: ['productId', 'quantity'],
        additionalProperties: false,
        properties: {
          productId: { type: 'string', pattern: LIMITS.productId },
          quantity: { type: 'integer', minimum: 1, maximum: LIMITS.quantity },
        },
      },
    },
  },
};
