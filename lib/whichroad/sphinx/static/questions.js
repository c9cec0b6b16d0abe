/* Questions on a page. An answer is judged when its reader asks for it, never while arrow keys move from one to the next.
   What is said of it stands in the fold that readers without scripts open; nothing is kept or sent. */
(() => {
  const NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");

  /** The numbers that a text may mean: digits or a word, with a comma for thousands or for the decimals. */
  function numbersIn(text) {
    const plain = text.trim().toLowerCase().replace(/[−–]/g, "-").replace(/\s*(%|per ?cent)$/, "");
    if (NUMBERS.includes(plain)) return [NUMBERS.indexOf(plain)];
    const whole = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(",", "") : "";
    return [whole, plain.replace(",", ".")].filter(each => each && !isNaN(each)).map(Number);
  }

  /** A word without what its writers differ in: case, accents, points and an article. Nought is “none”. */
  const plainWord = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ").trim().replace(/^(an?|the) /, "").replace(/^(0|zero)$/, "none");

  function ready(question) {
    const [status, fold, button] = ["[role=status]", "details", "button"].map(each => question.querySelector(each));
    const fields = [...question.querySelectorAll("input")];
    const remarks = [...question.querySelectorAll(".sme-remark")];
    const { right } = question.dataset;

    function say(verdict, ...parts) {
      status.dataset.verdict = verdict;
      status.replaceChildren(...parts);
      if (verdict) fold.hidden = false;
    }

    /** What stands in the fold, without its places: a page has each once. */
    function repeated(remark) {
      const copy = remark.cloneNode(true);
      copy.querySelectorAll("[id]").forEach(each => each.removeAttribute("id"));
      return copy;
    }

    function judgeChoice() {
      const chosen = fields.findIndex(each => each.checked);
      if (chosen < 0) return say("", "Choose an answer first.");
      say(chosen + 1 === Number(right) ? "right" : "wrong", repeated(remarks[chosen]));
    }

    function judgeTyped() {
      const typed = fields[0].value.trim();
      const answer = question.querySelector(".sme-answer").textContent;
      const [wanted] = numbersIn(answer);
      const numbers = numbersIn(typed.replace(/^none$/i, "zero"));
      if (!typed) return say("", "Type an answer first.");
      if (wanted !== undefined && !numbers.length) return say("", `“${typed}” is no number. Type digits, such as 12.`);
      const off = wanted === undefined
        ? Number(plainWord(typed) !== plainWord(answer))
        : Math.min(...numbers.map(each => Math.abs(each - wanted)));
      if (off > Number(question.dataset.within ?? 0) + 1e-9) return say("wrong", `${typed} is not right. Think again, or open the answer below.`);
      const remark = repeated(remarks[0]);
      if (off > 1e-9) remark.querySelector("strong").textContent = `Near enough: it is ${answer}.`;
      say("right", remark);
    }

    const judge = right ? judgeChoice : judgeTyped;
    button.addEventListener("click", judge);
    question.addEventListener("keydown", event => {
      if (event.key === "Enter" && fields.includes(event.target)) judge();
    });
    for (const each of question.querySelectorAll("[hidden]")) each.hidden = false;
    fold.hidden = true; // until the reader has tried
  }

  document.querySelectorAll(".sme-question").forEach(ready);
})();
