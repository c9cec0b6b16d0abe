// Does in Firefox what each line of its input says, and answers each with a line: [true, result] or [false, error].
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: process.argv[2],
  protocolTimeout: 30_000,
  extraPrefsFirefox: { "ui.prefersReducedMotion": 1 },
});
const page = await browser.newPage();

const ways = {
  open: (address) => page.goto(address).then(() => null),
  resize: (width, height) => page.setViewport({ width, height }),
  evaluate: (script) => page.evaluate(script),
  click: (selector) => page.click(selector),
  press: (key) => page.keyboard.press(key),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [way, ...given] = JSON.parse(line);
  const answer = await ways[way](...given).then((result) => [true, result], (error) => [false, String(error)]);
  console.log(JSON.stringify(answer));
}
await browser.close();
