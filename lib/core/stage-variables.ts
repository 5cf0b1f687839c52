import { Token } from 'aws-cdk-lib';
import { refuse } from './refuse';

/** AWS: "Length, in characters, of the key in a stage variable", and of the value. */
export function checkStageVariables(variables: { [name: string]: string }): void {
  for (const [name, value] of Object.entries(variables)) {
    if (!Token.isUnresolved(name) && !/^\w{1,64}$/.test(name)) refuse('stage-variable-name-malformed', { given: name });
    if (!Token.isUnresolved(value) && !/^[A-Za-z0-9._~:/?#&=,-]{1,512}$/.test(value)) refuse('stage-variable-malformed', { name, given: value });
  }
}
