import { Stack } from 'aws-cdk-lib';
import { Certificate, ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { IVpc } from 'aws-cdk-lib/aws-ec2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { DnsRecordType, PrivateDnsNamespace, Service } from 'aws-cdk-lib/aws-servicediscovery';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { SecureHttpApi } from '../../lib/http/secure-http-api';
import { SecureHttpApiProps } from '../../lib/http/secure-http-api-props';
import { PrivateApi } from '../../lib/private-api/private-api';
import { Backend } from '../../lib/routes/backend';
import { OpenApiDocument } from '../../lib/routes/openapi-document';
import { Authorization } from '../../lib/security/authorization';
import { ApiTickets } from '../../lib/security/connect/api-tickets';
import { EdgeProtection } from '../../lib/security/edge/edge-protection';
import { Cors } from '../../lib/traffic/cors';
import { CustomDomain } from '../../lib/traffic/custom-domain';
import { PrivateDomain } from '../../lib/traffic/private-domain';
import { Throttle } from '../../lib/traffic/throttle';
import { VpcAccess } from '../../lib/vpc/vpc-access';
import { SecureWebSocketApi } from '../../lib/websocket/secure-websocket-api';
import { newFunction } from '../helpers/functions';
import { httpListener, newAlb, newVpc, nlbListener } from '../helpers/load-balancers';
import { newDocument } from '../helpers/openapi';

const DOMAIN_NAME = 'api.shop.example';
const WEB_ACL = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/central/0a1b2c3d';

/** An HTTP API with a route for every backend there is, some of them from a document, and every authorization in turn. */
export function catalogApi(stack: Stack, props: SecureHttpApiProps = {}): SecureHttpApi {
  const api = new SecureHttpApi(stack, 'Catalog', { cors: Cors.allow(['https://shop.example']), ...props });
  const handler = newFunction(stack);
  const vpc = newVpc(stack);
  api.addRoute('GET /products', Backend.lambda(handler), { authorization: Authorization.none('price list'), throttle: Throttle.rate(100, 200) });
  api.addRoute('GET /search', Backend.alb(httpListener(newAlb(stack, vpc))), { authorization: cognito(stack), throttle: Throttle.rate(20, 40) });
  api.addRoute('POST /imports', Backend.sqs(new Queue(stack, 'Imports')), { authorization: jwt() });
  api.addRoute('POST /events', Backend.eventBridge(new EventBus(stack, 'Bus'), { source: 'shop', detailType: 'seen' }));
  api.addRoute('POST /runs', Backend.stepFunctions(machine(stack)), { authorization: Authorization.lambdaSimple(newFunction(stack, 'Decider')) });
  api.addRoute('POST /clicks', Backend.kinesis(new Stream(stack, 'Clicks')), { authorization: Authorization.lambdaRequest(newFunction(stack, 'Judge')) });
  api.addRoute('GET /partners/{id}', Backend.http('https://partner.example/{id}'));
  api.addRoute('$default', Backend.cloudMap(service(stack, vpc), { vpc, port: 80 }), { throttle: Throttle.none('the cluster scales') });
  api.addOpenApi(OpenApiDocument.fromObject(newDocument()), { listOrders: Backend.lambda(handler), addOrder: Backend.nlb(nlbListener(stack, vpc)) });
  return api;
}

/** The same kind of API with a domain and CloudFront in front of it. */
export function frontedApi(stack: Stack): SecureHttpApi {
  const api = new SecureHttpApi(stack, 'Catalog', { domain: domain(stack), edge: EdgeProtection.cloudFront({ webAclArn: WEB_ACL, certificate: certificate(stack, 'us-east-1') }), authorization: cognito(stack) });
  const handler = newFunction(stack);
  api.addRoute('GET /orders', Backend.lambda(handler));
  api.addRoute('GET /products', Backend.lambda(handler), { authorization: Authorization.none('price list') });
  api.addRoute('POST /orders', Backend.lambda(handler), { authorization: jwt() });
  return api;
}

/** A private API with an endpoint, a domain and the backends a REST API can have. */
export function ledgerApi(stack: Stack): PrivateApi {
  const vpc = newVpc(stack);
  const api = new PrivateApi(stack, 'Ledger', {
    access: VpcAccess.inVpc(vpc),
    domain: PrivateDomain.withCertificate({ domainName: DOMAIN_NAME, certificate: certificate(stack) }),
  });
  api.addRoute('GET /entries', Backend.lambda(newFunction(stack)), { throttle: Throttle.rate(5, 10) });
  api.addRoute('GET /balances', Backend.alb(httpListener(newAlb(stack, vpc))), { authorization: Authorization.none('a sum without names') });
  api.addRoute('GET /partners/{id}', Backend.http('https://partner.example/{id}'));
  api.addRoute('GET /status', Backend.mock());
  return api;
}

/** A WebSocket API with a domain and CloudFront in front of it, that is connected to with a ticket, and with routes that answer and routes that do not. */
export function deskApi(stack: Stack): SecureWebSocketApi {
  const api = new SecureWebSocketApi(stack, 'Desk', {
    authorization: Authorization.ticket(new ApiTickets(stack, 'Tickets')),
    domain: domain(stack),
    edge: EdgeProtection.cloudFront({ webAclArn: WEB_ACL, certificate: certificate(stack, 'us-east-1') }),
    disconnect: Backend.lambda(newFunction(stack, 'Left')),
  });
  api.addRoute('sendMessage', Backend.lambda(newFunction(stack)), { reply: true, throttle: Throttle.rate(20, 40) });
  api.addRoute('notify', Backend.http('https://partner.example/notify'));
  return api;
}

/** A domain name of one's own. */
export function domain(stack: Stack): CustomDomain {
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z0123', zoneName: 'shop.example' });
  return CustomDomain.withCertificate({ domainName: DOMAIN_NAME, certificate: certificate(stack), hostedZone });
}

function certificate(stack: Stack, region = stack.region): ICertificate {
  return Certificate.fromCertificateArn(stack, `Certificate-${region}`, `arn:aws:acm:${region}:${stack.account}:certificate/1`);
}

function cognito(scope: Construct): Authorization {
  const userPool = new UserPool(scope, 'Users');
  return Authorization.cognito([userPool], { clients: [userPool.addClient('Web')], scopes: ['products/read'] });
}

function jwt(): Authorization {
  return Authorization.jwt({ issuer: 'https://login.shop.example', audiences: ['shop'], scopes: ['orders/write'] });
}

function machine(scope: Construct): StateMachine {
  return new StateMachine(scope, 'Run', { definitionBody: DefinitionBody.fromChainable(new Pass(scope, 'Pass')) });
}

function service(scope: Construct, vpc: IVpc): Service {
  return new PrivateDnsNamespace(scope, 'Namespace', { vpc, name: 'shop.internal' }).createService('Shop', { dnsRecordType: DnsRecordType.SRV });
}
