import { App, Stack } from 'aws-cdk-lib';
import { Backend, SecureRestApi } from 'cdk-gatehouse';

const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
new SecureRestApi(new Stack(app, 'Shop'), 'Orders').addRoute('GET /health', Backend.mock({ body: { status: 'ok' } }));
