import { App } from 'aws-cdk-lib';
import { STACK_NAME } from './names';
import { CanaryVerificationStack } from './stack';

const app = new App();
const { node } = app;

new CanaryVerificationStack(app, STACK_NAME, {
  release: node.tryGetContext('release'),
  failingNeighbour: node.tryGetContext('failingNeighbour') === 'true',
  bakeSeconds: node.tryGetContext('bakeSeconds'),
});
