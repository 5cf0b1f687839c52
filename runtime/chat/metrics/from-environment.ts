import { CHAT_ENVIRONMENT } from '../../../lib/chat/chat-contract';
import { Environment, wanted } from '../../shared/environment';
import type { Now } from '../ports';
import { EmbeddedMetrics } from './emf';

/** The metrics of a function: of the API that its environment names. */
export function metricsIn(environment: Environment, now: Now): EmbeddedMetrics {
  const { metricsNamespace, metricsApi } = CHAT_ENVIRONMENT;
  return new EmbeddedMetrics({ namespace: wanted(environment, metricsNamespace), api: wanted(environment, metricsApi), now });
}
