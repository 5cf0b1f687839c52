import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { refuse } from './refuse';

/** What is waived, why, and which rules of a reviewer's tool that answers. */
export interface WaiverOptions {
  /** The control that is off, in a word or two: `authorization`, `WAF`, `dead-letter queue`. */
  readonly control: string;

  /** Why it may be off: a sentence a reviewer can judge. An empty one is refused. */
  readonly reason: string;

  /**
   * The exact ids of the cdk-nag rules this answers, acknowledged on this construct only.
   *
   * @default []
   */
  readonly rules?: string[];
}

/**
 * A control that was turned off on purpose, with the reason.
 *
 * This is the only place where the library acknowledges anything, for itself or for you,
 * so that one search (or `api.waivers`) lists every exception there is.
 */
export class Waiver {
  /** Turn a control off for one construct and acknowledge exactly the rules that would complain about it. */
  public static record(on: IConstruct, options: WaiverOptions): Waiver {
    if (options.reason.trim() === '') refuse('waiver-without-reason', { control: options.control, reason: options.reason }, on);
    const waiver = new Waiver(on.node.path, options);
    waiver.rules.forEach((id) => acknowledge(on, id, waiver.reason));
    on.node.addMetadata(WAIVER_METADATA, { control: waiver.control, reason: waiver.reason, rules: waiver.rules });
    return waiver;
  }

  /** Every waiver on a construct and on what is below it, in tree order. */
  public static within(scope: IConstruct): Waiver[] {
    return scope.node.findAll().flatMap((child) => child.node.metadata
      .filter((entry) => entry.type === WAIVER_METADATA)
      .map((entry) => new Waiver(child.node.path, entry.data)));
  }

  /** The control that is off. */
  public readonly control: string;
  /** Why it may be off. */
  public readonly reason: string;
  /** The rules that were acknowledged. */
  public readonly rules: string[];

  private constructor(
    /** The construct path it applies to. */
    public readonly path: string,
    options: WaiverOptions,
  ) {
    this.control = options.control;
    this.reason = options.reason;
    this.rules = options.rules ?? [];
  }
}

/** Written to the cloud assembly, where the report reads it. */
const WAIVER_METADATA = 'cdk-gatehouse:waiver';

/** Ids that hold an ARN have more colons than `acknowledge` takes. What it would write is read from this metadata by everybody alike. */
function acknowledge(on: IConstruct, id: string, reason: string): void {
  if (id.split('::').length <= 2) Validations.of(on).acknowledge({ id, reason });
  else on.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [id]: reason });
}
