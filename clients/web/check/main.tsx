import { createClient } from "@connectrpc/connect";
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { DocumentsService, type CertificateStatus } from "../gen/touchstone/v1/training_document_pb";
import { failureOf, type Failure } from "../lib/api";
import { catalogue, language, pick } from "../lib/language";
import { transport } from "../lib/offline/server";
import { FailureNotice } from "../ui/notice";
import { Preferences } from "../ui/preferences";
import "../ui/theme";
import "../ui/frame.css";
import "./check.css";

const texts = catalogue(
  {
    title: "证书查验",
    valid: "有效",
    invalid: "无效",
    holder: "持证人",
    number: "证书编号",
    authority: "发证机关",
    period: "有效期",
    fromTo: (from: string, to: string) => (to ? `${from} 至 ${to}` : `${from} 起`),
    checked: (day: string) => `查验日期 ${day}`,
    code: "证书上的查验码",
    look: "查验",
    lead: "扫证书上的二维码，或输入查验码。",
    again: "查验另一张证书",
    unknown: "没有这个查验码的证书。请核对查验码；码不对的证书不可信。",
  },
  {
    title: "Certificate check",
    valid: "Valid",
    invalid: "Not valid",
    holder: "Holder",
    number: "Certificate number",
    authority: "Authority",
    period: "Period",
    fromTo: (from: string, to: string) => (to ? `${from} to ${to}` : `from ${from}`),
    checked: (day: string) => `Checked for ${day}`,
    code: "Code on the certificate",
    look: "Check",
    lead: "Scan the QR code on the certificate, or type its code.",
    again: "Check another certificate",
    unknown: "No certificate has this code. Compare it once more; a certificate with a wrong code is not to be trusted.",
  },
);

const documents = createClient(DocumentsService, transport);
const asked = new URLSearchParams(location.search).get("c") ?? "";

function Verdict({ status }: { status: CertificateStatus }) {
  const t = texts.value;
  const facts = [
    [t.holder, status.holder],
    [t.number, status.number],
    [t.authority, pick(status.authority)],
    [t.period, status.validFrom && t.fromTo(status.validFrom, status.validTo)],
  ].filter(([, value]) => value);
  return (
    <section class={status.valid ? "verdict-card yes" : "verdict-card no"} aria-live="polite">
      <p class="mark">
        <span aria-hidden="true">{status.valid ? "✓" : "✕"}</span>
        <strong>{status.valid ? t.valid : t.invalid}</strong>
      </p>
      <h2>{pick(status.certificateType)}</h2>
      <p>{pick(status.explanation)}</p>
      <dl class="facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">{t.checked(status.date)}</p>
    </section>
  );
}

function AskForm() {
  const t = texts.value;
  return (
    <form class="card column" method="get">
      <p>{t.lead}</p>
      <input type="hidden" name="lang" value={language.value} />
      <label>
        <span>{t.code}</span>
        <input name="c" required pattern="[A-Za-z0-9_\-]{16,64}" autocomplete="off" spellcheck={false} />
      </label>
      <button class="primary">{t.look}</button>
    </form>
  );
}

/** Says to everybody how the certificate with the code in the address stands today. */
function App() {
  const t = texts.value;
  const [status, setStatus] = useState<CertificateStatus>();
  const [failure, setFailure] = useState<Failure>();
  const look = async () => {
    try {
      setStatus(await documents.checkCertificate({ code: asked }));
      setFailure(undefined);
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
  };
  useEffect(() => {
    if (asked) void look();
  }, []);
  useEffect(() => {
    document.title = `${t.title} · touchstone`;
  }, [t]);
  // Only the server's own word that there is none makes a certificate doubtful.
  const wrong = failure && ["RESOURCE_NOT_FOUND", "REQUEST_INVALID"].includes(failure.reason);
  return (
    <>
      <header class="top">
        <span class="product">touchstone</span>
        <span class="grow" />
        <Preferences />
      </header>
      <main class="check column">
        <h1>{t.title}</h1>
        {wrong ? (
          <p class="verdict-card no" role="alert">
            {t.unknown}
          </p>
        ) : (
          <FailureNotice failure={failure} retry={look} />
        )}
        {status && <Verdict status={status} />}
        {(!asked || wrong) && <AskForm />}
        {status && <a href="/check/">{t.again}</a>}
      </main>
    </>
  );
}

render(<App />, document.getElementById("app")!);
