const { App, Stack } = require('aws-cdk-lib');
const { Backend, SecureRestApi } = require('cdk-gatehouse');

const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
new SecureRestApi(new Stack(app, 'Shop'), 'Orders').addRoute('GET /health', Backend.mock({ body: { status: 'ok' } }));
