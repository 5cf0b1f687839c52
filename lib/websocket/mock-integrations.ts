import { IntegrationAnswer, IntegrationPlan, ONLY, RoutePlace, SELECT_ONLY } from './integration-plan';
import { SpecOf } from './websocket-backend';
import { refuse } from '../core/refuse';
import { literalTemplate } from '../routes/literal-template';

/** Whether a mock has anything to say. */
export function hasBody({ body }: SpecOf<'mock'>): boolean {
  return Object.keys(body).length > 0;
}

/**
 * API Gateway answers by itself. A mock's request template says the status, by which the integration response is found: without the one or the
 * other, connections and messages are answered with an error, say those who tried.
 */
export function planMock(spec: SpecOf<'mock'>, place: RoutePlace): IntegrationPlan {
  checkBodyOnly(spec, place.key);
  const answers = place.replies && !place.lifecycle;
  return {
    name: 'Mock',
    identity: { mock: answers ? JSON.stringify(spec.body) : undefined },
    answer: answers ? answerWith(spec.body) : {},
    bind: () => ({ integrationType: 'MOCK', requestTemplates: { [ONLY]: '{"statusCode":200}' }, templateSelectionExpression: SELECT_ONLY }),
  };
}

function answerWith(body: object): IntegrationAnswer {
  return { responseTemplates: { [ONLY]: literalTemplate(body) }, templateSelectionExpression: SELECT_ONLY };
}

function checkBodyOnly({ statusCode, headers }: SpecOf<'mock'>, route: string): void {
  const given = statusCode !== 200 ? 'a status' : Object.keys(headers).length > 0 && 'headers';
  if (given) refuse('websocket-mock-answers-body-only', { route, given });
}
