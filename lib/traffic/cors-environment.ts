/**
 * The environment variables through which a Lambda function learns the CORS rules of its API.
 * runtime/cors/contract.ts says the same, as neither side can import the other; a test compares them.
 */
export const CORS_ENVIRONMENT = {
  /** Origins with commas between them, or `*`. */
  origins: 'CORS_ALLOW_ORIGINS',
  /** `true` or `false`. */
  credentials: 'CORS_ALLOW_CREDENTIALS',
  /** Header names with commas between them; absent when there are none. */
  exposeHeaders: 'CORS_EXPOSE_HEADERS',
} as const;
