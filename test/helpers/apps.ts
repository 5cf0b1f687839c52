import { App, AppProps, Stack } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';

/** Apps as users have them: with the feature flags the CDK recommends, and with none at all. */
export const FLAGS: [string, AppProps][] = [
  ['with the recommended feature flags', { context: recommendedFlags }],
  ['without feature flags', {}],
];

/** A stack in an app of its own. */
export function newStack(props: AppProps = FLAGS[0][1]): Stack {
  return new Stack(new App(props), 'Shop');
}

/** What the two nag packs find in the app of a stack after it was synthesised; empty when it is clean. */
export function nagFindings(stack: Stack): string[] {
  const app = stack.node.root;
  if (App.isApp(app)) app.synth();
  return [new AwsSolutionsChecks(), new ServerlessChecks()].flatMap((pack) => pack.validateScope(app).violations
    .flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`)));
}
