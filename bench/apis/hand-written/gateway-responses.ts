import { ResponseType, RestApi } from 'aws-cdk-lib/aws-apigateway';

/** JSON with a request id, for whatever API Gateway answers by itself. */
export function addGatewayResponses(api: RestApi): void {
  const answers: ReadonlyArray<readonly [id: string, type: ResponseType, message: string]> = [
    ['Default4xx', ResponseType.DEFAULT_4XX, '$context.error.messageString'],
    ['Default5xx', ResponseType.DEFAULT_5XX, '"The request could not be answered"'],
    ['BadRequestBody', ResponseType.BAD_REQUEST_BODY, '"$context.error.validationErrorString"'],
    ['AccessDenied', ResponseType.ACCESS_DENIED, '"Access denied"'],
    ['InvalidSignature', ResponseType.INVALID_SIGNATURE, '"The signature of the request is not valid"'],
    ['MissingAuthenticationToken', ResponseType.MISSING_AUTHENTICATION_TOKEN, '"No such route, or the request lacks credentials"'],
  ];
  for (const [id, type, message] of answers) {
    api.addGatewayResponse(id, {
      type,
      responseHeaders: { 'Cache-Control': "'no-store'", 'Content-Type': "'application/json'", 'X-Content-Type-Options': "'nosniff'" },
      templates: { 'application/json': `{"code":"$context.error.responseType","message":${message},"requestId":"$context.requestId"}` },
    });
  }
}
