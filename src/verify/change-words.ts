/** Words around a number that say that it is a change ("by 2.3 points", "3 % higher"), not a level. */

const CHANGE_BEFORE =
  /\b(?:by|gains? of|improvements? of|increase of|reduction of|drop of|decrease of|boost of|margin of|gain is|advantage of|speedups? of|savings? of)(?:\s(?:up to|about|around|approximately|roughly|nearly|almost|over|more than|at least|as much as|an?|an average of|average|of))*\s?[~≈≤≥<>+$-]*$/i;
const CHANGE_AFTER =
  /^\s?(?:(?:absolute|relative|average|mean|overall|\p{L}+)\s){0,2}(?:improvements?|gains?|increase|reduction|decrease|drop|boost|higher|lower|better|worse|fewer|less|more|faster|slower|smaller|larger|cheaper|advantage|savings?)\b/iu;

/** Whether the words around a number say that it is a change. */
export function isChange(before: string, after: string): boolean {
  return CHANGE_BEFORE.test(before) || CHANGE_AFTER.test(after);
}
