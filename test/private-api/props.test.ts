import { Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Canary } from '../../lib/delivery/canary';
import { AccessLog } from '../../lib/observability/access-log';
import { Alarms } from '../../lib/observability/alarms';
import { Dashboard } from '../../lib/observability/dashboard';
import { ExecutionLog } from '../../lib/observability/execution-log';
import { Tracing } from '../../lib/observability/tracing';
import { PrivateApi } from '../../lib/private-api/private-api';
import { PrivateApiProps } from '../../lib/private-api/private-api-props';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { ResourcePolicy } from '../../lib/security/resource-policy';
import { TlsPolicy } from '../../lib/security/tls-policy';
import { Validation } from '../../lib/security/validation';
import { Waf } from '../../lib/security/waf/waf';
import { Caching } from '../../lib/traffic/caching';
import { Cors } from '../../lib/traffic/cors';
import { GatewayResponses } from '../../lib/traffic/gateway-responses';
import { PrivateDomain } from '../../lib/traffic/private-domain';
import { Throttle } from '../../lib/traffic/throttle';
import { UsageTier } from '../../lib/traffic/usage-tier';
import { VpcAccess } from '../../lib/vpc/vpc-access';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';
import { newVpc } from '../helpers/vpcs';

type Other = (stack: Stack) => Partial<PrivateApiProps>;

const REASON = 'nobody outside this test can reach it';

/** Something else than the default for every prop there is; one that is forgotten here does not compile. */
const OTHER: Record<keyof PrivateApiProps, Other> = {
  access: (stack) => ({ access: VpcAccess.inVpc(newVpc(stack, 'OtherVpc')) }),
  domain: (stack) => ({
    domain: PrivateDomain.withCertificate({
      domainName: 'ledger.shop.example', certificate: Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/1'),
    }),
  }),
  resourcePolicy: () => ({ resourcePolicy: ResourcePolicy.rules({ allowedAccounts: ['111122223333'] }) }),
  tls: () => ({ tls: TlsPolicy.strictTls13() }),
  restApiName: () => ({ restApiName: 'General ledger' }),
  description: () => ({ description: 'Who owes what' }),
  authorization: () => ({ authorization: Authorization.none(REASON) }),
  waf: () => ({ waf: Waf.none(REASON) }),
  validation: () => ({ validation: Validation.none(REASON) }),
  throttle: () => ({ throttle: Throttle.rate(1, 2) }),
  usageTiers: () => ({ usageTiers: [UsageTier.named('free', { throttle: Throttle.rate(1, 2) })] }),
  caching: () => ({ caching: Caching.on() }),
  cors: () => ({ cors: Cors.anyOrigin() }),
  accessLog: () => ({ accessLog: AccessLog.none(REASON) }),
  executionLog: () => ({ executionLog: ExecutionLog.none(REASON) }),
  tracing: () => ({ tracing: Tracing.none(REASON) }),
  alarms: () => ({ alarms: Alarms.off() }),
  dashboard: () => ({ dashboard: Dashboard.off() }),
  canary: () => ({ canary: Canary.manual(5) }),
  gatewayResponses: () => ({ gatewayResponses: GatewayResponses.off() }),
  stage: () => ({ stage: { name: 'dev', variables: { host: 'a.example' } } }),
  binaryMediaTypes: () => ({ binaryMediaTypes: ['image/png'] }),
  minCompressionSize: () => ({ minCompressionSize: Size.kibibytes(1) }),
  tags: () => ({ tags: { team: 'finance' } }),
};

/** What the door itself makes. */
function door(other: Other = () => ({})): Record<string, unknown> {
  const stack = newStack();
  const api = new PrivateApi(stack, 'Ledger', { access: VpcAccess.inVpc(newVpc(stack)), ...other(stack) });
  api.addRoute('GET /entries', Backend.lambda(newFunction(stack)), { request: { query: ['page'] } });
  const resources = Object.entries(Template.fromStack(stack).toJSON().Resources);
  return Object.fromEntries(resources.filter(([id]) => id.startsWith('Ledger')));
}

const usual = door();

test.each(Object.keys(OTHER) as (keyof PrivateApiProps)[])('the prop %s changes what is made', (prop) => {
  // Without validation a route cannot declare anything, which says as much.
  if (prop === 'validation') expect(() => door(OTHER[prop])).toThrow(/validation-needed/);
  else expect(door(OTHER[prop])).not.toEqual(usual);
});

test('the same props make the same', () => {
  expect(door()).toEqual(usual);
});
