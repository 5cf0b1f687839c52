import { awscdk, javascript, TextFile } from 'projen';

/** The oldest aws-cdk-lib we promise to work with: the first line whose own template validation runs on every synth. */
const CDK_FLOOR = '2.262.2';
/** The newest one the suite is also run against. */
const CDK_NEWEST = '2.276.0';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-gatehouse',
  description: 'Front doors for Amazon API Gateway: CDK constructs that are secure, observable and ready for production with no props.',
  author: 'cdk-gatehouse maintainers',
  authorAddress: 'maintainers@cdk-gatehouse.example',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-gatehouse/cdk-gatehouse.git',
  license: 'Apache-2.0',
  stability: 'experimental',
  keywords: ['api-gateway', 'rest-api', 'waf', 'security', 'serverless', 'construct-library'],
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.16.0',
  github: false,

  srcdir: 'lib',
  libdir: 'build',
  entrypoint: 'build/index.js',
  entrypointTypes: 'build/index.d.ts',
  projenrcTs: true,
  sampleCode: false,

  cdkVersion: CDK_FLOOR,
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.3',
  publishToPypi: { distName: 'cdk-gatehouse', module: 'cdk_gatehouse' },
  publishToMaven: {
    javaPackage: 'io.github.cdkgatehouse',
    mavenGroupId: 'io.github.cdk-gatehouse',
    mavenArtifactId: 'cdk-gatehouse',
  },
  publishToNuget: { dotNetNamespace: 'CdkGatehouse', packageId: 'CdkGatehouse' },
  publishToGo: { moduleName: 'github.com/cdk-gatehouse/cdk-gatehouse-go' },

  devDeps: [
    `aws-cdk-lib-newest@npm:aws-cdk-lib@${CDK_NEWEST}`,
    'aws-cdk@2.1148.1', // pinned: the registry's `latest` is an older build that cannot read current assemblies
    'cdk-nag@3.0.2',
    '@aws-cdk/cloudformation-diff',
    '@aws-sdk/client-api-gateway',
    '@aws-sdk/client-apigatewaymanagementapi',
    '@aws-sdk/client-cloudformation',
    '@aws-sdk/client-cloudwatch',
    '@aws-sdk/client-cloudwatch-logs',
    '@aws-sdk/client-cognito-identity-provider',
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/client-dynamodb-streams',
    '@aws-sdk/client-iam',
    '@aws-sdk/client-lambda',
    '@aws-sdk/client-secrets-manager',
    '@aws-sdk/client-sqs',
    '@aws-sdk/lib-dynamodb',
    '@seriousme/openapi-schema-validator',
    '@smithy/signature-v4',
    '@swc/core@1.16.18', // the newest whose packages for all platforms are out, without which `npm ci` refuses the lock file
    '@swc/jest',
    '@types/aws-lambda',
    '@types/node@^20',
    '@types/ws',
    'ajv',
    'ajv-draft-04',
    'ajv-formats',
    'aws-jwt-verify',
    'cli-table3',
    'dynalite',
    'esbuild',
    'fast-check',
    'playwright-core',
    'tsx',
    'undici@^7', // the next one needs Node.js 22, and has nothing for us
    'velocityjs',
    'ws',
    'yaml',
  ],

  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestVersion: '^30',
    jestConfig: {
      collectCoverage: false,
      testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/examples/**/*.test.ts'],
      // Transpile only: types are checked once for all tests by `npm run typecheck`, not once per file.
      transform: { '^.+\\.ts$': new javascript.Transform('@swc/jest') },
      moduleNameMapper: {
        '^cdk-gatehouse$': '<rootDir>/lib',
        '^cdk-gatehouse/chat-client$': '<rootDir>/client/chat',
        '^cdk-gatehouse/chat-server$': '<rootDir>/runtime/chat/server',
      },
      setupFiles: ['<rootDir>/test/setup.ts'],
      modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/', '<rootDir>/cdk.out/'],
    },
  },
  // What is bundled may use devDependencies: they become part of the bundle.
  eslintOptions: { dirs: ['lib'], devdirs: ['runtime', 'client', 'grammar', 'cli', 'test', 'examples', 'bench', 'e2e', 'projenrc'] },
  gitignore: ['/assets/', '/.jsii.tabl.json', '/cdk.out/', '/.venv/', '/.cache/', '*.tsbuildinfo', '/examples/*/cdk.out/', '/test-reports/'],
});

project.npmignore?.addPatterns(
  '/runtime/', '/client/', '/grammar/', '/cli/', '/examples/', '/bench/', '/e2e/', '/decisions/', '/docs/', '/rosetta/', '/cdk.json', '/cdk.out/', '/cdk.context.json',
  '/tsconfig.dev.json', '/jest.newest.config.js', '/.ci/', '/ARCHITECTURE.md', '/CONTRIBUTING.md', '/.venv/', '/.cache/', '!/assets/',
);

project.package.addPackageResolutions('unrs-resolver@1.12.2'); // for the same reason

// --- the package ---------------------------------------------------------------------------------------------------
project.package.addField('bin', { 'cdk-gatehouse': 'assets/cli/index.js' });
project.package.addField('exports', {
  '.': { types: './build/index.d.ts', import: './build/bundle/index.js', require: './build/bundle/index.js' },
  './cors': { types: './assets/cors/index.d.ts', import: './assets/cors/index.mjs', require: './assets/cors/index.js' },
  './chat-client': {
    types: './assets/chat-client/client/chat/index.d.ts', import: './assets/chat-client/index.mjs', require: './assets/chat-client/index.js',
  },
  './chat-server': {
    types: './assets/chat-server/server/index.d.ts', import: './assets/chat-server/index.mjs', require: './assets/chat-server/index.js',
  },
  './chat-protocol.json': './assets/chat-protocol/schema.json',
  './package.json': './package.json',
  './.jsii': './.jsii',
  './.warnings.jsii.js': './.warnings.jsii.js',
});

// What is shipped needs no sources inside: they are two thirds of the bytes to load.
project.tsconfig?.file.addOverride('compilerOptions.inlineSourceMap', false);
project.tsconfig?.file.addOverride('compilerOptions.inlineSources', false);
project.compileTask.exec('tsx projenrc/one-file.ts');

// --- tasks: what the README and .ci/run call -----------------------------------------------------------------------
const bundle = project.addTask('bundle', {
  description: 'Bundle the handlers, grammars and the command line into assets/',
  exec: 'tsx projenrc/bundle.ts',
});
project.preCompileTask.spawn(bundle);

const link = project.addTask('link', {
  description: 'Let the examples import this checkout by the name of the package',
  exec: 'tsx projenrc/link-self.ts',
});

const typecheck = project.addTask('typecheck', {
  description: 'Type-check tests, examples, handlers and tools',
  exec: 'tsc --noEmit -p tsconfig.dev.json',
});

const catalogue = project.addTask('catalogue', {
  description: 'Generate GUARDS.md',
  exec: 'tsx projenrc/catalogue.ts',
  env: { CDK_VALIDATION: 'false' },
});
project.postCompileTask.spawn(catalogue);

const docs = project.addTask('docs', { description: 'Generate API.md and GUARDS.md' });
docs.spawn(project.tasks.tryFind('docgen')!);
docs.spawn(catalogue);

project.addTask('rosetta', {
  description: 'Compile the snippets of the README and of the doc comments',
  exec: 'jsii-rosetta extract --compile --fail --directory . --strict',
});

const build = project.addTask('build:package', { description: 'Bundle, compile and link the package, so that the examples find it' });
build.spawn(bundle);
build.spawn(project.compileTask);
build.spawn(link);

const start = project.addTask('start', { description: 'The main job: build, synthesise the starter into cdk.out and report on it' });
start.spawn(build);
start.exec('cdk synth --quiet');
start.exec('node assets/cli/index.js report cdk.out');

const e2e = project.addTask('e2e', { description: 'Deploy the starters to a local emulator and use them over HTTP' });
e2e.spawn(build);
e2e.exec('tsx e2e/run.ts', { receiveArgs: true });

project.addTask('check:canary', {
  description: 'Look at all interleavings of a canary release with a waiter that nobody stopped, and at mutations of its rules',
  exec: 'tsx test/runtime/canary/model/run.ts',
  receiveArgs: true,
});

project.addTask('e2e:page', {
  description: 'Two people chat on the page of the starter, in a headless Chromium',
  exec: 'tsx e2e/page.ts',
  receiveArgs: true,
});

project.addTask('e2e:dynamodb', {
  description: 'Run the tests of the chat on AWS\'s own DynamoDB Local instead of dynalite',
  exec: 'tsx e2e/dynamodb-local.ts',
});

const bench = project.addTask('bench', { description: 'Measure against what a user would pick instead' });
bench.spawn(build);
bench.exec('tsx bench/run.ts', { receiveArgs: true });

project.addTask('test:package', {
  description: 'Pack the package, install it into empty apps and synthesise them',
  exec: 'tsx test/package/run.ts',
});

project.testTask.reset();
project.testTask.spawn(bundle);
project.testTask.spawn(link);
project.testTask.spawn(typecheck);
project.testTask.exec('jest', { receiveArgs: true });
project.testTask.spawn(project.tasks.tryFind('eslint')!);

project.addTask('test:newest', {
  description: `Run the suite against aws-cdk-lib ${CDK_NEWEST} instead of the floor ${CDK_FLOOR}`,
  env: { GATEHOUSE_CDK: 'newest' },
  exec: 'jest --config jest.newest.config.js',
  receiveArgs: true,
});
new TextFile(project, 'jest.newest.config.js', {
  marker: true,
  lines: [
    '// The same suite, with every import of aws-cdk-lib sent to the newest release.',
    "const { jest } = require('./package.json');",
    'module.exports = {',
    '  ...jest,',
    '  reporters: [\'default\'],',
    "  moduleNameMapper: { ...jest.moduleNameMapper, '^aws-cdk-lib$': 'aws-cdk-lib-newest', '^aws-cdk-lib/(.*)$': 'aws-cdk-lib-newest/$1' },",
    '};',
  ],
});

// By its name the package is found after a build only, and tests come before it.
project.eslint?.addOverride({ files: ['examples/**/*.ts'], rules: { 'import/no-unresolved': ['error', { ignore: ['^cdk-gatehouse(/chat-(client|server))?$'] }] } });

// Apps that import the package the way users do: outside of this project, where it is installed.
project.eslint?.addIgnorePattern('test/package/apps/');

// What loads code on demand: the parsers that check schemas and templates, and the client of functions that seldom need one.
project.eslint?.addOverride({ files: ['lib/core/grammar.ts', 'runtime/chat/callback/http-callback.ts', 'cli/canary/command.ts'], rules: { '@typescript-eslint/no-require-imports': 'off' } });

project.synth();
