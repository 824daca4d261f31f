/** Work for which nobody waits. */
export interface QuietTask {
  /** Milliseconds without a call before it is done. */
  readonly afterMs: number;
  readonly run: () => void;
}

export interface Quiet {
  /** A call came in. */
  began(): void;
  /** A call was answered. */
  ended(): void;
}

/** Does a task once: after calls have been answered, when none has been under way for a while. */
export function onceQuiet({ afterMs, run }: QuietTask): Quiet {
  let open = 0;
  let isDone = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const act = (): void => {
    isDone = true;
    run();
  };
  return {
    began() {
      open++;
      clearTimeout(timer);
    },
    ended() {
      open--;
      if (open === 0 && !isDone) timer = setTimeout(act, afterMs);
    },
  };
}
