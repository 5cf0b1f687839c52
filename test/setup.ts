// CDK's own template validation costs over a second per test file; the smoke tests that need it turn it on themselves.
process.env.CDK_VALIDATION ??= 'false';
