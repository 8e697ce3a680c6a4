// Says aloud what happened, for those who do not see it.
const PAUSE_MILLISECONDS = 40;

/** The region is emptied first: the same sentence twice is then said twice. */
export function say(sentence: string): void {
  const region = document.getElementById("board-voice");
  if (region === null || sentence === "") return;
  region.textContent = "";
  window.setTimeout(() => {
    region.textContent = sentence;
  }, PAUSE_MILLISECONDS);
}
