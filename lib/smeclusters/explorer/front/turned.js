/** What a passage was before a spreadsheet took it for a time or a date, as cells.py tells it. */

const CLOCK = /^(\d{1,4}):(\d\d)(?::(\d\d)(?:[.,]0+)?)?(?: ?[ap]\.?m\.?)?$/i;
const NUMBERED = [
  { form: /^\d{4}-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.0+)?)?$/, dayFirst: false },
  { form: /^(?=\d\d\.\d\d\.|.*\d{4})(\d\d?)\.(\d\d?)\.(?:\d{4}|\d\d)(?: \d\d?:\d\d(?::\d\d)?)?$/, dayFirst: true },
  { form: /^(?=\d\d\/\d\d\/|.*\d{4})(\d\d?)\/(\d\d?)\/(?:\d{4}|\d\d)(?: \d\d?:\d\d(?::\d\d)?)?$/, dayFirst: false },
];
const DAY_AND_MONTH = /^(\d{1,2})[. -]{1,2}(\p{L}+)\.?(?:[ -]\d{2,4})?$/u;
const MONTH_AND_DAY = /^(\p{L}+)\.?[. -]{1,2}(\d{1,2})(?:,? \d{4}|-\d{2,4})?$/u;

/** Month and day of a text that is a date; where either may come first, the month does. @param {string} text @param {Record<string, number>} months */
function dateOf(text, months) {
  if (text.length < 5 || text.length > 30) return null;
  for (const { form, dayFirst } of NUMBERED) {
    const found = form.exec(text)?.slice(1).map(Number);
    if (!found) continue;
    const [month, day] = dayFirst ? [found[1], found[0]] : found;
    return month > 12 ? [day, month] : [month, day];
  }
  const [, day, month] = DAY_AND_MONTH.exec(text) ?? MONTH_AND_DAY.exec(text)?.map((_, at, all) => all[[0, 2, 1][at]]) ?? [];
  const named = month?.toLowerCase() ?? "";
  return Object.hasOwn(months, named) ? [months[named], Number(day)] : null;
}

/** The passage, or "" where the text is as it was. @param {string} text @param {Content} content */
export function passageWas(text, { months }) {
  const clock = CLOCK.exec(text);
  if (clock) {
    const [hours, minutes, seconds] = clock.slice(1).map((part) => Number(part ?? 0));
    const was = `${hours}:${minutes}${seconds ? `:${seconds}` : ""}`;
    return was === text ? "" : was;
  }
  const [month, day] = dateOf(text, months) ?? [0, 0];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? `${month}:${day}` : "";
}
