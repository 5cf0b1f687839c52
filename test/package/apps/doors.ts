import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import {
  Authorization, Backend, ChatWebSocketApi, CustomDomain, EdgeProtection, OpenApiDocument, PrivateApi, SecureHttpApi, SecureRestApi,
  SecureWebSocketApi, VpcAccess,
} from 'cdk-gatehouse';

// Every door, and every file that ships beside the code: handlers, grammars.
const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'us-east-1' } });
const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'shop.example' });

new SecureRestApi(stack, 'Orders').addRoute('POST /orders', Backend.mock(), { request: { body: { type: 'object' } } });
// In a stack of no Region: in one with a Region, the CDK would look up its Availability Zones.
const inside = new Stack(app, 'Inside');
const vpc = new ec2.Vpc(inside, 'Vpc', { natGateways: 0 });
new PrivateApi(inside, 'Ledger', { access: VpcAccess.inVpc(vpc) }).addRoute('GET /entries', Backend.mock());
const catalog = new SecureHttpApi(stack, 'Catalog', {
  domain: CustomDomain.inZone({ domainName: 'api.shop.example', hostedZone }),
  edge: EdgeProtection.cloudFront(),
  authorization: Authorization.jwt({ issuer: 'https://login.shop.example', audiences: ['shop'] }),
});
const document = OpenApiDocument.fromText(`
openapi: 3.1.0
info: { title: Catalog, version: '1' }
paths:
  /products:
    get: { operationId: listProducts }
`);
catalog.addOpenApi(document, { listProducts: Backend.http('https://products.example.com') });

new SecureWebSocketApi(stack, 'Live', {
  authorization: Authorization.jwt({ issuer: 'https://login.shop.example', audiences: ['shop'] }),
}).addRoute('follow', Backend.mock({ body: { following: true } }), { reply: true, request: { body: { type: 'object' } } });
const chat = new ChatWebSocketApi(stack, 'Chat', { origins: ['https://shop.example'] });
catalog.addRoute('POST /tickets', Backend.lambda(chat.ticketIssuer));
