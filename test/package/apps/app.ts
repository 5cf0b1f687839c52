import { App, Stack, Validations } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Alarms, Backend, SecureRestApi, SecureRestApiProps } from 'cdk-gatehouse';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';

const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
const stack = new Stack(app, 'Shop');
const props: SecureRestApiProps = { alarms: Alarms.standard() };
const api = new SecureRestApi(stack, 'Orders', props);
api.addRoute('GET /orders/{id}', Backend.lambda(lambda.Function.fromFunctionName(stack, 'Orders-fn', 'orders')));
Validations.of(app).addPlugins(new AwsSolutionsChecks(), new ServerlessChecks());
