import { ContentHandling, IntegrationResponse, MethodResponse } from 'aws-cdk-lib/aws-apigateway';
import { IntegrationContext } from './integration-context';
import { unlessEmpty } from './unless-empty';

/** An answer API Gateway writes itself, for backends that are not passed through. */
export interface MappedAnswer {
  readonly statusCode: string;
  readonly selectionPattern?: string;
  readonly responseTemplates?: { [contentType: string]: string };
  /** By header name, in the mapping language: `'fixed'` or `integration.response.header.X`. */
  readonly headers: { [name: string]: string };
  readonly contentHandling?: ContentHandling;
}

/** How the integration writes it, with the CORS headers of the API. */
export function integrationResponse(answer: MappedAnswer, { cors }: IntegrationContext): IntegrationResponse {
  const { headers, responseTemplates, ...rest } = answer;
  const parameters = Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]);
  return {
    ...rest,
    responseTemplates: withOriginChoice(responseTemplates, cors._responseOverride()),
    responseParameters: unlessEmpty({ ...Object.fromEntries(parameters), ...cors._integrationResponseHeaders() }),
  };
}

/** What the method must declare for it. */
export function methodResponse({ statusCode, headers }: MappedAnswer, { cors }: IntegrationContext): MethodResponse {
  const parameters = Object.keys(headers).map((name) => [`method.response.header.${name}`, true]);
  return { statusCode, responseParameters: unlessEmpty({ ...Object.fromEntries(parameters), ...cors._methodResponseHeaders() }) };
}

/** Only a template can choose among several origins, so an answer without one gets one that repeats the body. */
function withOriginChoice(templates: { [contentType: string]: string } | undefined, choice: string): { [contentType: string]: string } | undefined {
  if (choice === '') return templates;
  const entries = Object.entries(templates ?? { 'application/json': "$input.json('$')" });
  return Object.fromEntries(entries.map(([contentType, template]) => [contentType, `${choice}${template}`]));
}
