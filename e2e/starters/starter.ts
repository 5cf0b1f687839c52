import { Aws } from '../aws';
import { Outputs } from '../cdk';
import { Emulator } from '../emulator';
import { Report } from '../report';

/** An example that is deployed. A file here and a line in index.ts make one. */
export interface Starter {
  /** The folder under examples/, and what it is called on the command line. */
  readonly name: string;
  /** The stack to deploy. */
  readonly stack: string;
  /** CLI arguments that make the version deployed first. */
  readonly first: readonly string[];
  /** CLI arguments that make the changed version, deployed over it. */
  readonly changed: readonly string[];
  /** Uses the first version as its users would. */
  drive(deployed: Deployed): Promise<void>;
  /** Shows that the changed version answers, and that what was there before still is. */
  driveChanged(deployed: Deployed): Promise<void>;
}

/** A starter that runs, what it can be reached with, and where to write down what it does. */
export interface Deployed {
  readonly outputs: Outputs;
  readonly emulator: Emulator;
  readonly aws: Aws;
  readonly report: Report;
  /** Deploys one more version over what is there, with these CLI arguments. */
  deploy(args: readonly string[]): Promise<Outputs>;
  /** Runs a script of the example, as its README says, against the emulator. */
  script(file: string, ...args: string[]): Promise<string>;
}
