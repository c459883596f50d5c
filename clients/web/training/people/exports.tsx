import { ExportCertificateRequest_Format, ExportFileRequest_Format } from "../../gen/touchstone/v1/training_document_pb";
import { catalogue } from "../../lib/language";
import { documents } from "../data/api";
import { GiveButton } from "../data/give";
import { may } from "../rights";

const texts = catalogue(
  {
    pdf: "培训档案 PDF",
    xapi: "学习记录 xAPI",
    certificate: "证书 PDF（带查验二维码）",
    badge: "电子徽章",
  },
  {
    pdf: "Training record as PDF",
    xapi: "Statements (xAPI)",
    certificate: "Certificate as PDF, with a QR code",
    badge: "Open Badge",
  },
);

/** A worker's whole file for people and for other programs. */
export function FileExports({ worker }: { worker: string }) {
  const t = texts.value;
  const write = (format: ExportFileRequest_Format) => () => documents.exportFile({ worker, format });
  return (
    <>
      <GiveButton label={t.pdf} write={write(ExportFileRequest_Format.PDF)} />
      <GiveButton label={t.xapi} write={write(ExportFileRequest_Format.XAPI)} />
    </>
  );
}

/** One certificate that is valid today, on paper and as a badge. */
export function CertificateExports({ worker, certificateType }: { worker: string; certificateType: string }) {
  const t = texts.value;
  if (!may("exportCertificates")) return null;
  const write = (format: ExportCertificateRequest_Format) => () =>
    documents.exportCertificate({ worker, certificateType, format });
  return (
    <div class="row">
      <GiveButton label={t.certificate} write={write(ExportCertificateRequest_Format.PDF)} />
      <GiveButton label={t.badge} write={write(ExportCertificateRequest_Format.BADGE)} />
    </div>
  );
}
