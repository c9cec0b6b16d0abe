/** Links as they are pasted: with what mails and messengers put around them and into them. As pasted.py has it. */

const BLANKS = /[\t-\r \u0085\u00a0\u00ad\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]+/g;
const AROUND = ",)]}>\"'”’»!?*|`";

/** What stands in an address from the last # on, or all of a fragment; without blanks, still encoded. @param {string} text */
export const fragmentIn = (text) => text.replace(BLANKS, "").split(/#|%23/).at(-1) ?? "";

/** A fragment without codes of signs, blanks, and the marks that stand behind it in a text. Throws where its codes are no text. @param {string} fragment */
export function decoded(fragment) {
  const plain = decodeURIComponent(fragment).replace(BLANKS, "");
  let dots = /(^|&)o=[^&]*$/i.test(plain) ? 0 : 1; // a text of an own cluster may end with one
  let end = plain.length;
  while (end && (AROUND.includes(plain[end - 1]) || (plain[end - 1] === "." && dots))) {
    if (plain[end - 1] === ".") dots -= 1;
    end -= 1;
  }
  return plain.slice(0, end);
}
