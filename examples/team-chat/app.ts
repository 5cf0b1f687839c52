import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { createStacks } from './stacks';

const app = new App();

const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
const stacks = createStacks(app, { account, region });

// A finding fails the synth. What is waived is said in the code, beside what it is about, with the reason.
Validations.of(app).addPlugins(new AwsSolutionsChecks(), new ServerlessChecks());
// `npx cdk-gatehouse report` reads this: a check that finds nothing leaves no other trace.
stacks.forEach(({ node }) => node.addMetadata('cdk-gatehouse:checks', ['AwsSolutions', 'Serverless']));
