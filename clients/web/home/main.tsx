import { render } from "preact";
import { catalogue } from "../lib/language";
import { Preferences } from "../ui/preferences";
import "./home.css";

const texts = catalogue(
  {
    title: "试金石",
    about: "技能竞赛评分与培训记录",
    judge: "裁判评分",
    judgeWhat: "平板上打分，断网也能用",
    desk: "赛务台",
    deskWhat: "布置比赛、检录、裁判长工作台",
    board: "成绩榜",
    boardWhat: "大屏与观众",
  },
  {
    title: "touchstone",
    about: "Skills competitions and training records",
    judge: "Judging",
    judgeWhat: "Score on a tablet, with or without network",
    desk: "Desk",
    deskWhat: "Set up, check in, run the day",
    board: "Board",
    boardWhat: "Hall screen and spectators",
  },
);

function Home() {
  const t = texts.value;
  const doors = [
    { href: "judge/", name: t.judge, what: t.judgeWhat },
    { href: "desk/", name: t.desk, what: t.deskWhat },
    { href: "board/", name: t.board, what: t.boardWhat },
  ];
  return (
    <main class="home">
      <header>
        <h1>{t.title}</h1>
        <p class="quiet">{t.about}</p>
      </header>
      <nav class="doors">
        {doors.map(({ href, name, what }) => (
          <a class="card door" href={href} key={href}>
            <strong>{name}</strong>
            <span class="quiet">{what}</span>
          </a>
        ))}
      </nav>
      <Preferences />
    </main>
  );
}

render(<Home />, document.getElementById("app")!);
