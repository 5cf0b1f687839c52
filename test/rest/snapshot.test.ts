import { Template } from 'aws-cdk-lib/assertions';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

/** Of the code of our own functions: it changes with every bundle, and says nothing of the door. */
const ASSET = /[0-9a-f]{64}\.zip/g;

/** Joined texts in one piece, and JSON in them as the document it is: for readers, and whatever the order of its keys. */
function readable(value: unknown): unknown {
  if (typeof value === 'string') return parsed(value.replace(ASSET, '<asset>.zip'));
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(readable);
  if ('Fn::Join' in value) return joined(value['Fn::Join'] as [string, unknown[]]);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readable(item)]));
}

function joined([separator, parts]: [string, unknown[]]): unknown {
  return readable(parts.map((part) => typeof part === 'string' ? part : `<${Object.values(part as object).flat().join('.')}>`).join(separator));
}

/** Mapping templates only look like JSON. */
function parsed(text: string): unknown {
  try {
    return text.startsWith('{"') ? JSON.parse(text) : text;
  } catch {
    return text;
  }
}

test('a door with no props and one Lambda route is this, as a whole', () => {
  const stack = newStack();
  new SecureRestApi(stack, 'Orders').addRoute('GET /orders', Backend.lambda(newFunction(stack)));
  expect(readable(Template.fromStack(stack).toJSON())).toMatchSnapshot();
});
