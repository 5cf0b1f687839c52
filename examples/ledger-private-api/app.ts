import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { LedgerDomain, LedgerStack } from './stack';

const app = new App();

const stack = new LedgerStack(app, 'Ledger', {
  alarmEmail: app.node.tryGetContext('alarmEmail'),
  domain: domainOf(app.node.tryGetContext('domainName'), app.node.tryGetContext('certificateArn')),
  keepData: app.node.tryGetContext('keepData') !== 'false',
});

// A finding fails the synth. What is waived is said in the code, beside what it is about, with the reason.
Validations.of(app).addPlugins(new AwsSolutionsChecks(), new ServerlessChecks());
// `npx cdk-gatehouse report` reads this: a check that finds nothing leaves no other trace.
stack.node.addMetadata('cdk-gatehouse:checks', ['AwsSolutions', 'Serverless']);

function domainOf(name?: string, certificateArn?: string): LedgerDomain | undefined {
  if (name && certificateArn) return { name, certificateArn };
  if (name || certificateArn) throw new ReferenceError('a domain needs both: --context domainName=… --context certificateArn=…');
  return undefined;
}
