import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { ParcelsStack } from './stack';

const app = new App();

new ParcelsStack(app, 'Parcels');

Validations.of(app).addPlugins(new AwsSolutionsChecks(), new ServerlessChecks());
