import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import {
  Authorization, Backend, CustomDomain, EdgeProtection, OpenApiDocument, PrivateApi, SecureHttpApi, SecureRestApi, VpcAccess,
} from 'cdk-gatehouse';

// Every door, and every file that ships beside the code: handlers, grammars.
const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'us-east-1' } });
const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'shop.example' });

new SecureRestApi(stack, 'Orders').addRoute('POST /orders', Backend.mock(), { request: { body: { type: 'object' } } });
new PrivateApi(stack, 'Ledger', { access: VpcAccess.inVpc(new ec2.Vpc(stack, 'Vpc', { natGateways: 0 })) }).addRoute('GET /entries', Backend.mock());
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
