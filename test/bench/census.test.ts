import { censusOf, countFindings } from '../../bench/census';

describe('the census of a template', () => {
  test('leaves out what the application brings itself, but not permissions on its functions', () => {
    expect(censusOf({
      Resources: {
        ApplicationHandler0: { Type: 'AWS::Lambda::Function' },
        ApplicationHandler0Invoke: { Type: 'AWS::Lambda::Permission' },
        OrdersItems: { Type: 'AWS::ApiGateway::Resource' },
        OrdersItemsGET: { Type: 'AWS::ApiGateway::Method' },
      },
    })).toEqual({ resources: 3, pathParts: 1, permissions: 1 });
  });

  test('counts findings of cdk-nag on constructs that are not the application\'s', () => {
    const violation = (...paths: string[]) => ({
      ruleName: 'R1', description: '', severity: 'error' as const, violatingConstructs: paths.map((constructPath) => ({ constructPath })),
    });
    const report = (pluginName: string, ...paths: string[]) => ({ pluginName, conclusion: 'failure' as const, violations: [violation(...paths)] });
    expect(countFindings({
      version: '1',
      pluginReports: [
        report('AwsSolutions', 'Orders/Api/Stage', 'Orders/Application/Users'),
        report('Serverless', 'Orders/Api/Stage'),
        report('CloudFormation-Validate', 'Orders/Api/Stage'),
      ],
    }, 'Orders/')).toBe(2);
  });
});
