import { catalogue } from "../lib/language";
import { WORDS } from "../ui/words";

/** Texts of the frame: header, connection, notices, list, diagnosis. */
export const texts = catalogue(
  {
    app: "裁判评分",
    back: "返回",
    judge: (id: string) => `裁判 ${id}`,
    lock: "锁定",
    starting: "正在打开……",

    online: "已连接",
    offline: "离线",
    captive: "被登录页拦截",
    refused: "会话失效",
    noReceipt: "还没有回执",
    lastReceipt: (age: string) => `回执 ${age}前`,
    waiting: (n: number) => `${n} 条待送`,
    photosWaiting: (n: number) => `${n} 张照片待送`,
    oldest: (age: string) => `最早的已等 ${age}`,
    seconds: (n: number) => `${n} 秒`,
    minutes: (n: number) => `${n} 分钟`,
    hours: (n: number) => `${n} 小时`,
    send: "立即发送",

    captiveTitle: "这个无线网要先登录",
    captiveText: "有别的网页在代替服务器回答。打分照常，都存在本机；请到系统的无线网设置里完成登录，或换一个网络。",
    refusedTitle: "服务器不再接受这次登录",
    refusedText: "已打的分都在本机。请锁定后重新输入 PIN。",
    fullTitle: "本机存储已满，新的打分存不下",
    fullText: "请先不要打分。删除平板上的照片或应用腾出空间；已存的打分都还在。",
    notPersisted: "浏览器不保证长期保存。请把本页添加到主屏幕，并尽快连网送出。",

    today: "今天的评分表",
    search: "选手号码",
    searchHint: "输入或扫号码，回车打开",
    scan: "扫码",
    open: "未提交",
    all: "全部",
    refresh: "刷新",
    refreshed: "已刷新",
    notRefreshed: "没有连上服务器，清单还是原来的。",
    nothing: "没有分配给你的评分表。请找裁判长。",
    allDone: "全部提交完了。",
    noSuch: (code: string) => `没有 ${code} 号的评分表`,
    progress: (marked: number, items: number) => `已评 ${marked} / ${items}`,
    notStarted: "未开始",
    sealed: WORDS.submitted.zh,
    conflicts: (n: number) => `${n} 处冲突`,
    entrant: "选手",

    confirmTitle: "核对选手",
    confirmText: "请看选手身上的号码，点一下相同的号码开始评分。",
    confirmTap: (code: string) => `是 ${code} 号，开始`,
    confirmOther: "不是这位选手",

    diagnose: "诊断",
    diagnoseText: "把这一页给技术人员看。这里没有密码，也没有分数。",
    copy: "复制",
    copied: "已复制",
    name: "项目",
    value: "值",

    revokedTitle: "这台平板已停用",
    revokedText: "请把平板交给赛务台。本机上没有送出的打分仍然保存着，由裁判长决定。",
    secondTitle: "评分已在另一个标签页打开",
    secondText: "同一台平板只用一个标签页打分。请关掉这一页，回到原来的那一页。",
  },
  {
    app: "Judging",
    back: "Back",
    judge: (id: string) => `Judge ${id}`,
    lock: "Lock",
    starting: "Opening …",

    online: "Connected",
    offline: "Offline",
    captive: "Caught by a log-in page",
    refused: "Session ended",
    noReceipt: "no receipt yet",
    lastReceipt: (age: string) => `receipt ${age} ago`,
    waiting: (n: number) => `${n} waiting`,
    photosWaiting: (n: number) => (n === 1 ? "1 photo waiting" : `${n} photos waiting`),
    oldest: (age: string) => `the oldest for ${age}`,
    seconds: (n: number) => `${n} s`,
    minutes: (n: number) => `${n} min`,
    hours: (n: number) => `${n} h`,
    send: "Send now",

    captiveTitle: "This Wi-Fi wants a log-in first",
    captiveText:
      "Another page answers in place of the server. Go on marking: all of it is kept on this tablet. Log in to the Wi-Fi in the system settings, or use another network.",
    refusedTitle: "The server no longer takes this session",
    refusedText: "Your marks are kept on this tablet. Lock it and enter your PIN again.",
    fullTitle: "Storage is full: new marks cannot be kept",
    fullText: "Please stop marking. Make room by deleting photos or apps; marks already kept are safe.",
    notPersisted:
      "The browser does not promise to keep data for long. Add this page to the home screen, and connect soon.",

    today: "Today's sheets",
    search: "Entrant's number",
    searchHint: "Type or scan a number, then Enter",
    scan: "Scan",
    open: "Open",
    all: "All",
    refresh: "Refresh",
    refreshed: "Refreshed",
    notRefreshed: "The server did not answer; this is the list of before.",
    nothing: "No sheets are assigned to you. Please ask the chief judge.",
    allDone: "All sheets are submitted.",
    noSuch: (code: string) => `No sheet for number ${code}`,
    progress: (marked: number, items: number) => `${marked} of ${items} marked`,
    notStarted: "not started",
    sealed: WORDS.submitted.en,
    conflicts: (n: number) => (n === 1 ? "1 conflict" : `${n} conflicts`),
    entrant: "Entrant",

    confirmTitle: "Is this the entrant?",
    confirmText: "Look at the number the entrant wears, and tap the same number to begin.",
    confirmTap: (code: string) => `Yes, number ${code}: begin`,
    confirmOther: "Not this entrant",

    diagnose: "Diagnosis",
    diagnoseText: "Show this page to technical staff. It holds no password and no mark.",
    copy: "Copy",
    copied: "Copied",
    name: "Name",
    value: "Value",

    revokedTitle: "This tablet was shut out",
    revokedText:
      "Please hand it in at the desk. Marks that were not sent are still kept here; the chief judge decides about them.",
    secondTitle: "Judging is open in another tab",
    secondText: "Marks are entered in one tab only. Please close this one and go back to the other.",
  },
);

/** How long ago, in one unit. */
export function ageOf(milliseconds: number): string {
  const t = texts.value;
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return t.seconds(seconds);
  return seconds < 3600 ? t.minutes(Math.floor(seconds / 60)) : t.hours(Math.floor(seconds / 3600));
}
