import { useState } from "preact/hooks";
import { Role } from "../../gen/touchstone/v1/identity_pb";
import { events, identity } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { idOf } from "../../lib/names";
import { useEvent } from "../data/this_event";
import { Dialog } from "../../ui/dialog";
import { LinkField } from "../ui/link_field";
import { attempt } from "../../ui/notice";
import { Qr } from "../../ui/qr";

const texts = catalogue(
  {
    button: "大屏链接",
    title: "大屏与观众的链接",
    lead: "在大屏电脑或手机上打开。它只能看公众可见的内容，服务器按榜单状态（实时、封榜、只显示号码）决定。",
    link: "链接",
    qr: "大屏链接二维码",
    purpose: "大屏",
  },
  {
    button: "Hall link",
    title: "Link for hall and spectators",
    lead: "Open it on the hall's computer or on phones. It sees what the public may; the server decides by the state of the board.",
    link: "Link",
    qr: "QR code of the hall link",
    purpose: "Hall screen",
  },
);

/** Makes a link that shows the board of the event, and nothing else, to whoever has it. */
export function HallLink() {
  const t = texts.value;
  const { event } = useEvent();
  const [link, setLink] = useState("");
  const make = () =>
    attempt(async () => {
      const token = { role: Role.PUBLIC, event: event.name, displayName: t.purpose };
      const { disciplines } = await events.listDisciplines({ parent: event.name });
      const { secret } = await identity.createToken({ token });
      const boards = disciplines.map(({ name }) => idOf(name)).join(",");
      setLink(`${location.origin}/board/#event=${idOf(event.name)}&discipline=${boards}&token=${secret}`);
    });
  return (
    <>
      <button onClick={() => void make()}>{t.button}</button>
      {link && (
        <Dialog title={t.title} onClose={() => setLink("")}>
          <p>{t.lead}</p>
          <Qr text={link} label={t.qr} />
          <LinkField label={t.link} link={link} />
        </Dialog>
      )}
    </>
  );
}
