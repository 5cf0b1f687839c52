/** One kind of error, in the words of the table below. */
export interface GatewayResponseRow {
  /** API Gateway's name of it; DEFAULT_4XX and DEFAULT_5XX stand for every type that is not listed. */
  readonly type: string;
  /** The construct id, a promise. */
  readonly id: string;
  /** The JSON body, with variables API Gateway fills in. Without one API Gateway writes its own. */
  readonly body?: string;
}

/** One kind of error, ready to be defined. */
export interface RenderedGatewayResponse {
  readonly type: string;
  readonly id: string;
  /** By name; the values are mapping expressions. */
  readonly headers: { [name: string]: string };
  readonly templates?: { [contentType: string]: string };
}

/** API Gateway prints this one with its quotes. */
const QUOTED_BY_THE_SERVICE = '$context.error.messageString';

/**
 * Listed is what needs words of its own; the rest falls back to the two defaults, which name the type themselves.
 * So every error is covered by few resources, all of which count against the 500 of a stack.
 */
export const JSON_ROWS: readonly GatewayResponseRow[] = [
  // API Gateway's own words are safe here ("Too Many Requests") and say more than one sentence for all could.
  row('DEFAULT_4XX', 'Default4xx', { code: '$context.error.responseType', message: QUOTED_BY_THE_SERVICE }),
  // The reason of a 5xx is ours and nobody else's business.
  row('DEFAULT_5XX', 'Default5xx', { code: '$context.error.responseType', message: 'The request could not be answered' }),
  row('BAD_REQUEST_BODY', 'BadRequestBody', {
    code: 'BAD_REQUEST_BODY', message: 'The request body is not valid', details: '$context.error.validationErrorString',
  }),
  // API Gateway's words name the ARN of the caller and of the API.
  row('ACCESS_DENIED', 'AccessDenied', { code: 'ACCESS_DENIED', message: 'Access denied' }),
  // API Gateway's words repeat the request, headers included.
  row('INVALID_SIGNATURE', 'InvalidSignature', { code: 'INVALID_SIGNATURE', message: 'The signature of the request is not valid' }),
  row('MISSING_AUTHENTICATION_TOKEN', 'MissingAuthenticationToken', {
    code: 'MISSING_AUTHENTICATION_TOKEN', message: 'No such route, or the request lacks credentials',
  }),
];

/** What is left when the bodies are off and the errors must still carry CORS headers. */
export const HEADERS_ONLY_ROWS: readonly GatewayResponseRow[] = [
  { type: 'DEFAULT_4XX', id: 'Default4xx' },
  { type: 'DEFAULT_5XX', id: 'Default5xx' },
];

function row(type: string, id: string, fields: { code: string; message: string; details?: string }): GatewayResponseRow {
  const { code, message, details } = fields;
  const body = JSON.stringify({ code, message, details, requestId: '$context.requestId' });
  return { type, id, body: body.replace(`"${QUOTED_BY_THE_SERVICE}"`, () => QUOTED_BY_THE_SERVICE) };
}
