import { createHash } from 'crypto';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Assembly } from '../../e2e/assembly';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-assembly-'));
const app = new App({ outdir: folder });
const plain = new Stack(app, 'Plain');
new Topic(plain, 'Topic');
const guarded = new Stack(app, 'Guarded');
new Topic(guarded, 'Topic');
new CfnWebACLAssociation(guarded, 'Association', { resourceArn: 'arn:aws:apigateway:eu-west-1::/restapis/a/stages/b', webAclArn: 'arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/a/b' });
app.synth();

const assembly = new Assembly(folder);
const original = read('Plain.template.json');
const [before] = assetsOf('Guarded');
const removed = assembly.strip();

afterAll(() => rmSync(folder, { recursive: true }));

function read(file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** The hashes under which the CLI looks for the template of a stack. */
function assetsOf(stack: string): string[] {
  return Object.keys((JSON.parse(read(`${stack}.assets.json`)) as { files: object }).files);
}

test('what is listed is gone from the templates', () => {
  expect(removed.map(({ logicalId }) => logicalId)).toEqual(['Association']);
  expect(Object.values(assembly.template('Guarded').Resources).map(({ Type }) => Type)).toEqual(['AWS::SNS::Topic']);
});

test('a changed template is uploaded under the hash of its new content', () => {
  const hash = createHash('sha256').update(read('Guarded.template.json')).digest('hex');
  expect(assetsOf('Guarded')).toEqual([hash]);
  expect(read('manifest.json')).toContain(hash);
  expect(read('manifest.json') + read('Guarded.assets.json')).not.toContain(before);
});

test('a template without anything listed is not touched', () => {
  expect(read('Plain.template.json')).toBe(original);
});
