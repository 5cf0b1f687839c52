import { readFileSync } from 'node:fs';
import { Token } from 'aws-cdk-lib';
import { checkOperationIds, checkRouteKeys, NamedOperation } from './openapi-operations';
import { readOpenApi } from '../core/grammar';
import { OpenApiReading, OpenApiResult } from '../core/openapi-reading';
import { refuse } from '../core/refuse';

/** Problems after this many are only counted: one mistake tends to have many consequences. */
const SHOWN = 10;

/**
 * An OpenAPI document (3.0 or 3.1), as a source of routes: what is served, and under which `operationId`.
 *
 * Method, path, `operationId` and `security` of every operation are used. The rest must have the form of its version of OpenAPI, but is
 * documentation: HTTP APIs check no requests against it. In particular `servers` do not count, and neither does a base path in
 * their URLs (as in API Gateway's own import, by default): paths begin where the API does. For a base path, give the API a custom domain
 * with one. Webhooks and callbacks are requests that you send, and no routes.
 *
 * The document is one file: a `$ref` of a path item that leads out of it is refused. References of schemas, parameters and answers are not followed.
 */
export class OpenApiDocument {
  /**
   * Read a document in YAML or JSON.
   *
   * @param path where it is; relative paths begin at the working directory of the synth
   */
  public static fromFile(path: string): OpenApiDocument {
    const name = Token.isUnresolved(path) ? 'the OpenAPI document' : `the OpenAPI document ${path}`;
    return new OpenApiDocument(name, readOpenApi(contentsOf(path, name)));
  }

  /** A document in YAML or JSON that is in memory already: the text itself, not the name of a file. */
  public static fromText(text: string): OpenApiDocument {
    return new OpenApiDocument('the OpenAPI document', readOpenApi(text));
  }

  /** A document as an object, for example one that code makes. Titles, descriptions, URLs and scopes in it may be tokens. */
  public static fromObject(document: { [key: string]: any }): OpenApiDocument {
    return new OpenApiDocument('the OpenAPI document', readOpenApi(document));
  }

  /** Its title. */
  public readonly title: string;
  /** @internal Every one of them has an id. */
  public readonly _operations: NamedOperation[];
  /** @internal Extensions of API Gateway in it, which have no effect. */
  public readonly _extensions: string[];

  private constructor(
    /** @internal What to call it in a sentence. */
    public readonly _name: string,
    result: OpenApiResult,
  ) {
    const { title, operations, extensions } = readingOf(result, _name);
    this.title = Token.asString(title);
    this._operations = checkOperationIds(operations, _name);
    this._extensions = extensions;
    checkRouteKeys(this._operations, _name);
  }

  /** The ids of its operations, in the order of the document: each needs a backend. */
  public get operationIds(): string[] {
    return this._operations.map(({ operationId }) => operationId);
  }
}

function contentsOf(path: string, document: string): string {
  if (Token.isUnresolved(path)) refuse('openapi-unreadable', { document, reason: 'its path is only known at deployment' });
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return refuse('openapi-unreadable', { document, reason: (error as NodeJS.ErrnoException).code ?? 'unknown error' });
  }
}

function readingOf(result: OpenApiResult, document: string): OpenApiReading {
  switch (result.kind) {
    case 'read': return result.reading;
    case 'unsupported': return refuse('openapi-version-unsupported', { document, given: result.given });
    case 'unresolved': return refuse('openapi-unresolved', { document, places: listed(result.places) });
    case 'invalid': return refuse('openapi-invalid', { document, problems: listed(result.problems) });
  }
}

function listed(problems: string[]): string {
  const more = problems.length - SHOWN;
  return [...problems.slice(0, SHOWN), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
