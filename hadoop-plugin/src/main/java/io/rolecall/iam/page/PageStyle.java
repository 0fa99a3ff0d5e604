package io.rolecall.iam.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** How the page looks, on a screen and on paper. */
final class PageStyle {

  /** The sheet; kinds of things differ in shape and words, too, not by color alone. */
  static final String SHEET =
      """

      :root{color-scheme:light}
      body{margin:0;background:#f4f6f9;color:#1f2937;font:15px/1.5 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
      header,main,footer{max-width:1500px;margin:0 auto;padding:0 28px}
      header{padding-top:28px}
      h1{margin:0;font-size:28px;line-height:1.2}
      h2{margin:0 0 4px;font-size:19px}
      p{margin:6px 0;max-width:100ch}
      .numbers{font-size:17px;color:#374151}
      section{background:#fff;border:1px solid #d5dbe3;border-radius:12px;padding:20px 22px;margin:20px 0}
      .more{color:#4b5563;font-size:14px}
      .wide{overflow-x:auto;margin-top:10px}
      .wide:focus-visible{outline:3px solid #1d4ed8}
      .name,code{font:13px/1.45 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
      table{border-collapse:collapse;width:100%;font-size:14px}
      th,td{text-align:left;vertical-align:top;padding:9px 12px;border-bottom:1px solid #e2e7ee;font-weight:400}
      thead th{font-weight:600;color:#374151;background:#eef2f7;border-bottom:2px solid #c6cfdb;white-space:nowrap}
      tbody tr:last-child th,tbody tr:last-child td{border-bottom:0}
      td:last-child{min-width:140px}
      tbody th{min-width:170px}
      [aria-labelledby=routes] td:nth-of-type(3),[aria-labelledby=roles] td:nth-of-type(1){min-width:330px}
      td ol,td ul{margin:0;padding:0;list-style:none}
      td li+li{margin-top:3px}
      .small{display:block;color:#4b5563;font-size:13px}
      .chain li+li::before{content:"→ ";color:#4b5563}
      .chain li:last-child .name{font-weight:700}
      .tag{display:inline-block;border:1px solid;border-radius:9px;padding:0 8px;font-size:12px;line-height:17px;font-weight:600;white-space:nowrap}
      .may{color:#334155;background:#eef2f7}
      .read{color:#065f46;background:#ecfdf5}
      .write{color:#92400e;background:#fffbeb}
      .read-write{color:#9f1239;background:#fff1f2}
      .other{color:#1f2937;background:#fff;border-style:dashed}
      .notes li{margin:6px 0;max-width:110ch;overflow-wrap:anywhere}
      footer{padding-bottom:36px;color:#4b5563;font-size:13px}
      .key{display:flex;flex-wrap:wrap;gap:4px 26px;margin:8px 0 0;padding:0;list-style:none;font-size:14px;color:#374151}
      .key svg{vertical-align:-4px;margin-right:6px}
      figure{margin:0}
      .wide>svg{display:block;height:auto;min-width:820px;max-width:100%}
      svg text{fill:#1f2937;font:12px system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
      svg .column{font-size:13px;font-weight:600;fill:#374151}
      svg .account{font-size:13px;font-weight:700}
      svg .name{font:600 12px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#111827}
      svg .line{font-size:12px;fill:#374151}
      svg .lane{fill:#f6f8fb;stroke:#c6cfdb}
      svg .frame{fill:#fff;stroke-width:1.5}
      svg .identity .frame{stroke:#374151;fill:#f3f4f6}
      svg .role .frame{stroke:#1d4ed8;fill:#eff6ff}
      svg .place .frame{stroke:#475569}
      svg path{fill:none;stroke-width:1.6}
      svg .assumes{stroke:#1d4ed8}
      svg .reaches{stroke:#334155}
      svg .foreign{stroke-dasharray:6 4}
      svg .head{fill:#334155;stroke-dasharray:none}
      svg .assumes.head{fill:#1d4ed8}
      svg .foreign.head{fill:#fff}
      svg .pill rect{fill:#eef2f7;stroke:#334155}
      svg .pill text{text-anchor:middle;font-size:11px;font-weight:600;fill:#334155}
      svg .pill.read rect{fill:#ecfdf5;stroke:#065f46}
      svg .pill.read text{fill:#065f46}
      svg .pill.write rect{fill:#fffbeb;stroke:#92400e}
      svg .pill.write text{fill:#92400e}
      svg .pill.read-write rect{fill:#fff1f2;stroke:#9f1239}
      svg .pill.read-write text{fill:#9f1239}
      @page{size:A4;margin:12mm}
      @media print{
        *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        body{background:#fff;font-size:11px}
        header,main,footer{max-width:none;padding:0}
        section{border:0;padding:0;margin:14px 0}
        table{font-size:10px}
        .name,code{font-size:9.5px}
        th,td{padding:4px 6px}
        .small,.more,footer{font-size:10px}
        .wide{overflow:visible}
        .wide>svg{min-width:0;max-height:218mm;max-width:100%}
        .wide>svg.tall{max-height:none}
        h1{font-size:20px}
        h2{font-size:14px}
        .numbers{font-size:12px}
        .key,.key li{font-size:10px}
        .tag{font-size:9px;line-height:13px;padding:0 5px}
        tbody th{min-width:110px}
        td:last-child{min-width:90px}
        [aria-labelledby=routes] td:nth-of-type(3),[aria-labelledby=roles] td:nth-of-type(1){min-width:200px}
        thead{display:table-header-group}
        tr{break-inside:avoid}
        h2,.more{break-after:avoid}
      }
      """;

  private PageStyle() {}

  /** What a browser may do with the page: take this sheet, and nothing else. */
  static String policy() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(SHEET.getBytes(StandardCharsets.UTF_8));
      return "default-src 'none'; style-src 'sha256-"
          + Base64.getEncoder().encodeToString(digest)
          + "'; base-uri 'none'; form-action 'none'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
