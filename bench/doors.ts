/** The ways to expose an API that are measured, in the order of the tables. */
export const DOORS = ['rest', 'http', 'private'] as const;
export type Door = (typeof DOORS)[number];

/** Who wires it: this library, the AWS CDK alone, or AWS Solutions Constructs. */
export type Candidate = 'ours' | 'plain' | 'solutions';

/** AWS Solutions Constructs are compared where they have a pattern of just this, which is the REST API. */
export function candidatesOf(door: Door, solutions: boolean): Candidate[] {
  return door === 'rest' && solutions ? ['ours', 'plain', 'solutions'] : ['ours', 'plain'];
}

export function isDoor(name: string): name is Door {
  return DOORS.some((door) => door === name);
}
