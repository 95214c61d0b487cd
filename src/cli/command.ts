/** What a command is. Commands are loaded on demand, so that `--help` pays for none of them. */
import type { Flags, Options } from './arguments.ts';
import type { Terminal } from './terminal.ts';

/** What a command gets. */
export interface Invocation {
  /** Words that are no flags. */
  readonly words: readonly string[];
  readonly flags: Flags;
  readonly terminal: Terminal;
}

export interface Command {
  readonly name: string;
  /** One line for the list. */
  readonly summary: string;
  /** `precis run [FILE..|-]` */
  readonly usage: string;
  /** Flags of its own; the settings and `--json` come with every command. */
  readonly options: Options;
  /** Lines under "Examples". */
  readonly examples: readonly string[];
  /** Names of settings it reads, shown in its help. */
  readonly settings: readonly string[];
  /** @returns the exit code @throws PrecisError for what a person can put right */
  run(invocation: Invocation): Promise<number>;
}
