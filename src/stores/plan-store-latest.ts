/** One turn of the work. */
export interface Turn {
  readonly signal: AbortSignal;
  /** False once it was dropped: what it brings is about something that is no longer there. */
  isWanted(): boolean;
  /** Another turn was asked for meanwhile; it follows when this one ends. */
  isAskedAgain(): boolean;
}

/** Work of which one is done at a time and only the newest wish counts. */
export interface LatestOnly {
  /**
   * Begins at once when nothing is in work; otherwise the work is done once more when the present turn has ended, however
   * often it was asked for. Resolves when nothing is left to do.
   */
  ask(): Promise<void>;
  /** Stops the turn in work and forgets what was asked for after it. */
  stop(): void;
  /** The same, and the turn in work is no longer wanted; the next wish does not wait for it. */
  drop(): void;
}

interface InWork {
  controller: AbortController;
  again: boolean;
  done: Promise<void>;
}

/**
 * Leading edge, one in flight, latest wins: a drag of a slider is followed as fast as the work allows, and its last place
 * always is.
 * @param work one turn; reads what it needs when it begins, and handles its own failures
 */
export function latestOnly(work: (turn: Turn) => Promise<void>): LatestOnly {
  let inWork: InWork | null = null;

  async function turns(mine: InWork): Promise<void> {
    const isWanted = (): boolean => inWork === mine;
    do {
      mine.again = false;
      mine.controller = new AbortController();
      await work({
        signal: mine.controller.signal,
        isWanted,
        isAskedAgain: () => mine.again,
      });
    } while (mine.again && isWanted());
  }

  const stop = (): void => {
    if (!inWork) return;
    inWork.again = false;
    inWork.controller.abort();
  };
  return {
    stop,
    ask() {
      if (inWork) {
        inWork.again = true;
        return inWork.done;
      }
      const mine: InWork = { controller: new AbortController(), again: false, done: Promise.resolve() };
      inWork = mine;
      mine.done = turns(mine).finally(() => {
        if (inWork === mine) inWork = null;
      });
      return mine.done;
    },
    drop() {
      stop();
      inWork = null;
    },
  };
}
