import { Event_BoardState } from "../gen/touchstone/v1/events_pb";
import { catalogue } from "../lib/language";

/** Texts of the board. */
export const texts = catalogue(
  {
    board: "排行榜",
    companies: "单位榜",
    teams: "团队榜",
    whole: "总榜",
    frozenWhat: "显示封榜时的成绩",
    numbersOnlyWhat: "姓名公布后可见",
    shared: "并列",
    up: (places: number) => `上升 ${places} 位`,
    down: (places: number) => `下降 ${places} 位`,
    changed: "成绩有变动",
    asOf: (time: string) => `截至 ${time}`,
    updated: (time: string) => `更新于 ${time}`,
    reconnecting: "网络中断，正在重新连接",
    connecting: "正在连接…",
    empty: "还没有成绩",
    page: (now: number, all: number) => `第 ${now} / ${all} 页`,
    lines: (lines: number) => `共 ${lines} 名`,
    groups: (lines: number) => `共 ${lines} 个`,
    first: (shown: number, all: number) => `前 ${shown} 名，共 ${all} 名；其余请查号码`,
    previous: "上一页",
    next: "下一页",
    pause: "暂停翻页",
    resume: "继续翻页",
    fullScreen: "全屏",
    controls: "操作",
    notOpen: "排行榜现在看不到",
    notOpenWhat: "比赛公布之前，需要有大屏令牌的地址。稍后会自动再试。",
    nameDiscipline: "请在地址里写明赛项，例如 discipline=electrician",
    tooMuch: "这个令牌看到的比大屏该看到的多",
    tooMuchWhat: "请用角色为“公众”的令牌打开大屏；工作人员请加 operator=1。",
    staffView: "工作人员视图，勿投大屏",
    openBoard: "打开排行榜",
    publishedEvents: "已公布的比赛",
    openBoardWhat: "输入比赛编号。已公布的比赛人人可看；公布之前需要令牌。",
    eventId: "比赛编号",
    disciplineId: "赛项编号（可不填）",
    token: "令牌（可不填）",
    open: "打开",
    myNumber: "查我的号码",
    find: "查询",
    clear: "清除",
    notFound: "没有这个号码",
    myPlace: "我的名次",
    why: "为什么是这个分数？",
    whyOf: (name: string) => `${name}：为什么是这个分数？`,
    choose: "选择榜单",
    revealTitle: "成绩揭晓",
    revealHint: "空格或右键：下一个　PageUp：退回一个",
    revealNext: "揭晓下一个",
    revealBack: "退回一个",
    revealAgain: "重新取成绩，从头开始",
    revealAgainSure: "再按一次：从头开始",
    revealTaken: (time: string) => `成绩取自 ${time}，揭晓中不再变动`,
    revealLeft: (steps: number) => `还有 ${steps} 步`,
    placeNumber: (place: number) => `第 ${place} 名`,
    honours: "荣誉榜",
  },
  {
    board: "Board",
    companies: "Companies",
    teams: "Teams",
    whole: "Overall",
    frozenWhat: "Standings as they were at the freeze",
    numbersOnlyWhat: "Names follow with publication",
    shared: "tied",
    up: (places: number) => `up ${places}`,
    down: (places: number) => `down ${places}`,
    changed: "changed",
    asOf: (time: string) => `As of ${time}`,
    updated: (time: string) => `Updated ${time}`,
    reconnecting: "No connection, trying again",
    connecting: "Connecting…",
    empty: "No results yet",
    page: (now: number, all: number) => `Page ${now} of ${all}`,
    lines: (lines: number) => `${lines} entrants`,
    groups: (lines: number) => `${lines} in all`,
    first: (shown: number, all: number) => `First ${shown} of ${all}; find others by number`,
    previous: "Previous page",
    next: "Next page",
    pause: "Pause turning",
    resume: "Go on turning",
    fullScreen: "Full screen",
    controls: "Controls",
    notOpen: "This board cannot be seen now",
    notOpenWhat:
      "Before publication it takes an address with a screen's token. The page tries again by itself.",
    nameDiscipline: "Name a discipline in the address, such as discipline=electrician",
    tooMuch: "This token sees more than the hall may",
    tooMuchWhat: "Open the hall's screen with a PUBLIC token; as staff, add operator=1.",
    staffView: "Staff view: not for the hall",
    openBoard: "Open a board",
    publishedEvents: "Published contests",
    openBoardWhat:
      "Enter the event's id. Published events are open to everybody; before that it takes a token.",
    eventId: "Event id",
    disciplineId: "Discipline id (optional)",
    token: "Token (optional)",
    open: "Open",
    myNumber: "Find my number",
    find: "Find",
    clear: "Clear",
    notFound: "There is no such number",
    myPlace: "My place",
    why: "Why this number?",
    whyOf: (name: string) => `${name}: why this number?`,
    choose: "Choose a board",
    revealTitle: "The results",
    revealHint: "Space or right arrow: next    PageUp: one back",
    revealNext: "Reveal the next",
    revealBack: "Take one back",
    revealAgain: "Take the standings again and start over",
    revealAgainSure: "Press again to start over",
    revealTaken: (time: string) => `Standings taken at ${time}; nothing moves during the reveal`,
    revealLeft: (steps: number) => `${steps} to go`,
    placeNumber: (place: number) => `Place ${place}`,
    honours: "Honours",
  },
);

/** Explanation and colour of what a board shows. */
export function stateText(state: Event_BoardState): { what: string; look: string } {
  const t = texts.value;
  switch (state) {
    case Event_BoardState.LIVE:
      return { what: "", look: "live" };
    case Event_BoardState.FROZEN:
      return { what: t.frozenWhat, look: "frozen" };
    case Event_BoardState.PUBLISHED:
      return { what: "", look: "published" };
    default:
      return { what: t.numbersOnlyWhat, look: "numbers" };
  }
}

/** Time of day as hh:mm:ss, from milliseconds. */
export const timeOfDay = (at: number) => new Date(at).toLocaleTimeString("en-GB");
