// What the page says of a run, where the server gives a value and not a sentence.

export const MARKS = { safe: "·", risky: "!", desperate: "!!" };

export const FATES = {
  lucky: { sign: "▲", word: "Lucky" },
  normal: { sign: "■", word: "Normal" },
  unlucky: { sign: "▼", word: "Unlucky" },
};

export const CREWS = {
  open: "Anyone, the first to act",
  host: "Only who started it",
  vote: "Everyone, by vote",
  rotation: "Everyone, in turn",
};

export const THREE_LINES = [
  ["See, and act.", "A picture, a few lines, a few choices. Take one, or type anything else you would do."],
  [
    "Mind the marks.",
    "· safe works. ! risky may hurt. !! desperate may be the last thing you do. Doing nothing is an action too.",
  ],
  [
    "Get it on tape.",
    "Fate is rolled, the night answers, the camera films it. You die, or get out, or find out; and you keep the film.",
  ],
];

export const KEYS = [
  ["1 – 9", "take that choice"],
  ["Enter", "write what you do, and send it"],
  ["R", "other choices"],
  ["P", "pause, or resume"],
  ["← →", "through the tape so far"],
  ["Esc", "out of the line, back to live, close"],
  ["?", "this page"],
];

/** Who acted, and how, as a line of its own. Nothing when it was the viewer, by hand. */
export function doer(accepted, seat) {
  switch (accepted.via) {
    case "clock":
      return "The moment passes, and you let it.";
    case "auto":
      return "On its own";
    case "vote":
      return "By vote";
    default:
      return accepted.by && accepted.by !== seat ? accepted.by : "";
  }
}

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
