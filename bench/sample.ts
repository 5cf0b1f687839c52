/** What a measured process is told. */
export interface Task {
  readonly routes: number;
  /** Where to write the cloud assembly. */
  readonly outdir: string;
  /** Whether cdk-nag looks at it too. Its time is not that of the API. */
  readonly nag: boolean;
}

/** What it answers. */
export interface Sample extends Census {
  /** From the start of the process to the end of the synth. */
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Of the template. */
  readonly bytes: number;
  /** Only with `nag`. */
  readonly findings?: number;
  /** The modules that were loaded. */
  readonly files: readonly string[];
}

/** Resources of a template. What the application brings itself is left out: it is the same for everybody. */
export interface Census {
  readonly resources: number;
  /** Path parts of the API, which routes share. */
  readonly pathParts: number;
  readonly permissions: number;
}

/** What a process answers that only loads modules. */
export interface Loaded {
  readonly loadMs: number;
  /** How many files that took, which nothing else on the machine has a say in. */
  readonly modules: number;
}
