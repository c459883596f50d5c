// The clients of page.mjs in Chromium. Usage: node browser.mjs SERVICES_URL TOKEN INTEROP_URL
import { chromium } from "playwright-core";
import { report } from "./checks.mjs";

const [servicesUrl, token, interopUrl] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run"],
});

async function open(url, ready) {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(`${url}: ${error}`));
  await page.goto(`${url}/page.html`);
  await page.waitForFunction((name) => name in window, ready);
  return page;
}

let failures = 0;
try {
  const services = await open(servicesUrl, "callServices");
  failures += report(await services.evaluate((secret) => window.callServices(secret), token));
  const interop = await open(interopUrl, "callInterop");
  failures += report(await interop.evaluate(() => window.callInterop()));
} finally {
  await browser.close();
}
process.exitCode = failures > 0 ? 1 : 0;
