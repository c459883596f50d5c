import { useEffect, useState } from "preact/hooks";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Tablet_State, type CreatePairingResponse, type Tablet } from "../../gen/touchstone/v1/tablets_pb";
import { tablets } from "../../lib/api";
import { catalogue, language } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { token } from "../../lib/me";
import { useEvent } from "../data/this_event";
import { Confirm } from "../ui/confirm";
import { Dialog } from "../../ui/dialog";
import { attempt, FailureNotice } from "../../ui/notice";
import { Qr } from "../../ui/qr";
import { Table } from "../../ui/table";
import { moment } from "../../ui/labels";

const texts = catalogue(
  {
    title: "平板",
    lead: "一人生成配对码，平板扫码；另一人核对指纹后接纳。配对人不能自己接纳。",
    pair: "配对新平板",
    pairLead: "用平板扫描二维码，然后输入 PIN。每个码只配一台平板。",
    qr: "平板配对二维码",
    link: "或在平板上打开这个地址",
    pin: "PIN",
    left: (time: string) => `还剩 ${time}`,
    over: "配对码已过期，请关闭后重新生成。",
    label: "标签",
    state: "状态",
    paired: "等待接纳",
    active: "使用中",
    revoked: "已停用",
    fingerprint: "指纹",
    seen: "最近联系",
    never: "尚未联系",
    accept: "接纳",
    acceptTitle: (label: string) => `接纳平板 ${label}`,
    compare: "请核对平板上显示的指纹，必须完全一致：",
    same: "一致，接纳",
    second: "接纳要由另一个人来做：请让裁判长或另一位组织者登录后接纳。",
    yours: "您配对的，须由另一人接纳",
    revoke: "停用",
    revokeTitle: (label: string) => `停用平板 ${label}`,
    revokeLead: "立即停用：平板上的登录全部退出，以后交来的打分进入“待处理”。停用后不能恢复，可以重新配对。",
  },
  {
    title: "Tablets",
    lead: "One person makes a pairing and the tablet scans it; another compares the fingerprint and accepts. Who paired cannot accept.",
    pair: "Pair a tablet",
    pairLead: "Scan the QR code with the tablet, then type the PIN. Each code pairs one tablet.",
    qr: "QR code to pair a tablet",
    link: "Or open this address on the tablet",
    pin: "PIN",
    left: (time: string) => `${time} left`,
    over: "The pairing has ended; close this and make another.",
    label: "Label",
    state: "State",
    paired: "waits to be accepted",
    active: "in use",
    revoked: "shut out",
    fingerprint: "Fingerprint",
    seen: "Last heard",
    never: "not yet",
    accept: "Accept",
    acceptTitle: (label: string) => `Accept tablet ${label}`,
    compare: "Compare with the fingerprint that the tablet shows; both must be the same:",
    same: "The same: accept",
    second: "A second person has to accept: ask the chief judge or another organiser to sign in.",
    yours: "You paired it; another person accepts",
    revoke: "Shut out",
    revokeTitle: (label: string) => `Shut out tablet ${label}`,
    revokeLead: "At once: sessions on it end, and marks that it still hands in wait for a decision. It cannot be taken back; the tablet can be paired anew.",
  },
);

function useNow(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function Pairing({ pairing, onClose }: { pairing: CreatePairingResponse; onClose: () => void }) {
  const t = texts.value;
  const now = useNow();
  const ends = pairing.expireTime ? timestampDate(pairing.expireTime).getTime() : now;
  const left = Math.max(0, Math.round((ends - now) / 1000));
  const address = `${location.origin}/judge/#pair=${pairing.secret}`;
  return (
    <Dialog title={t.pair} onClose={onClose}>
      {left === 0 ? (
        <p class="warn">{t.over}</p>
      ) : (
        <div class="pairing">
          <p>{t.pairLead}</p>
          <Qr text={address} label={t.qr} />
          <p class="big-pin">
            <span class="quiet">{t.pin}</span> <strong>{pairing.pin}</strong>
          </p>
          <p role="timer" class="quiet">
            {t.left(`${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`)}
          </p>
          <label>
            <span>{t.link}</span>
            <input readOnly value={address} onFocus={(e) => e.currentTarget.select()} />
          </label>
        </div>
      )}
    </Dialog>
  );
}

function ago(tablet: Tablet): string {
  if (!tablet.lastSeenTime) return texts.value.never;
  const minutes = Math.round((timestampDate(tablet.lastSeenTime).getTime() - Date.now()) / 60_000);
  if (minutes < -600) return moment(tablet.lastSeenTime);
  return new Intl.RelativeTimeFormat(language.value, { numeric: "auto" }).format(Math.min(0, minutes), "minute");
}

/** Tablets of the event: pairing, accepting by a second person, shutting out. */
export function TabletsPage() {
  const t = texts.value;
  const parent = useEvent().event.name;
  const { value, failure, reload } = useLoaded(parent, () => tablets.listTablets({ parent }), 3);
  const [pairing, setPairing] = useState<CreatePairingResponse>();
  const [asked, setAsked] = useState<{ tablet: Tablet; to: "accept" | "revoke" }>();
  const stateOf = (tablet: Tablet) =>
    tablet.state === Tablet_State.ACTIVE ? t.active : tablet.state === Tablet_State.PAIRED ? t.paired : t.revoked;
  const badge = (tablet: Tablet) =>
    tablet.state === Tablet_State.ACTIVE ? "badge good" : tablet.state === Tablet_State.PAIRED ? "badge warn" : "badge";
  const isMine = (tablet: Tablet) => tablet.pairedBy === token.value?.name;
  const start = () => attempt(async () => setPairing(await tablets.createPairing({ parent })));
  return (
    <>
      <h1>{t.title}</h1>
      <p class="quiet">{t.lead}</p>
      <FailureNotice failure={failure} retry={reload} />
      {value && (
        <Table
          caption={t.title}
          rows={value.tablets}
          keyOf={(row) => row.name}
          sortBy="label"
          columns={[
            { key: "label", title: t.label, text: (row) => row.label, show: (row) => <strong>{row.label}</strong> },
            { key: "state", title: t.state, text: stateOf, show: (row) => <span class={badge(row)}>{stateOf(row)}</span> },
            {
              key: "fingerprint",
              title: t.fingerprint,
              text: (row) => row.fingerprint,
              show: (row) => <code>{row.fingerprint}</code>,
            },
            { key: "seen", title: t.seen, text: ago },
          ]}
          tools={
            <button class="primary" onClick={() => void start()}>
              {t.pair}
            </button>
          }
          actions={(row) => (
            <>
              {row.state === Tablet_State.PAIRED &&
                (isMine(row) ? (
                  <span class="quiet">{t.yours}</span>
                ) : (
                  <button class="primary" onClick={() => setAsked({ tablet: row, to: "accept" })}>
                    {t.accept}
                  </button>
                ))}
              {row.state !== Tablet_State.REVOKED && (
                <button onClick={() => setAsked({ tablet: row, to: "revoke" })}>{t.revoke}</button>
              )}
            </>
          )}
        />
      )}
      {pairing && (
        <Pairing
          pairing={pairing}
          onClose={() => {
            setPairing(undefined);
            void reload();
          }}
        />
      )}
      {asked?.to === "accept" && (
        <Confirm
          title={t.acceptTitle(asked.tablet.label)}
          submit={t.same}
          onConfirm={async () => {
            await tablets.acceptTablet({ name: asked.tablet.name });
            await reload();
          }}
          onClose={() => setAsked(undefined)}
        >
          <p>{t.compare}</p>
          <p class="fingerprint">{asked.tablet.fingerprint}</p>
          <p class="quiet">{t.second}</p>
        </Confirm>
      )}
      {asked?.to === "revoke" && (
        <Confirm
          title={t.revokeTitle(asked.tablet.label)}
          submit={t.revoke}
          onConfirm={async () => {
            await tablets.revokeTablet({ name: asked.tablet.name });
            await reload();
          }}
          onClose={() => setAsked(undefined)}
        >
          <p>{t.revokeLead}</p>
        </Confirm>
      )}
    </>
  );
}
