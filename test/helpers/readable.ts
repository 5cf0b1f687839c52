import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

/** Of the code of our own functions: it changes with every bundle, and says nothing of the door. */
const ASSET = /[0-9a-f]{64}\.zip/g;

/** The template of a stack for readers: joined texts in one piece, and JSON in them as the document it is, whatever the order of its keys. */
export function readableTemplate(stack: Stack): unknown {
  return readable(Template.fromStack(stack).toJSON());
}

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
