import { environmentCredentials } from './credentials';
import { HttpCallback } from './http-callback';
import { CHAT_ENVIRONMENT } from '../../../lib/chat/chat-contract';
import { Environment, wanted } from '../../shared/environment';

/** What AWS's own clients look for, so that one variable sends this one, too, to an endpoint on this machine. */
const OVERRIDE = 'AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI';

/** The callback of a function: where its environment says, as the role it runs with. */
export function callbackIn(environment: Environment): HttpCallback {
  const url = environment[OVERRIDE] || wanted(environment, CHAT_ENVIRONMENT.callbackUrl);
  return new HttpCallback({ url, region: wanted(environment, 'AWS_REGION'), credentials: environmentCredentials(environment) });
}
