// The same suite, with every import of aws-cdk-lib sent to the newest release.
const { jest } = require('./package.json');
module.exports = {
  ...jest,
  reporters: ['default'],
  moduleNameMapper: { ...jest.moduleNameMapper, '^aws-cdk-lib$': 'aws-cdk-lib-newest', '^aws-cdk-lib/(.*)$': 'aws-cdk-lib-newest/$1' },
};