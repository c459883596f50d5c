import { render } from "preact";
import { useEffect } from "preact/hooks";
import { catalogue } from "../lib/language";
import { Preferences } from "../ui/preferences";
import "./home.css";
import icon from "./icon.svg";

const texts = catalogue(
  {
    title: "试金石",
    about: "技能竞赛评分与培训记录",
    judge: "裁判评分",
    judgeWhat: "在平板上打分，断网不丢分",
    desk: "赛务台",
    deskWhat: "布置比赛、检录、裁判长、公布成绩",
    board: "排行榜",
    boardWhat: "大屏直播、手机查分、颁奖揭晓",
    training: "培训与证书",
    trainingWhat: "签到、档案、当时有没有证、到期提醒",
    doors: "入口",
  },
  {
    title: "touchstone",
    about: "Skills competitions and training records",
    judge: "Judging",
    judgeWhat: "Score on a tablet; no mark is lost without network",
    desk: "Desk",
    deskWhat: "Set up, check in, run the day, publish",
    board: "Board",
    boardWhat: "The hall's screen, spectators' phones, the ceremony",
    training: "Training",
    trainingWhat: "Sign-in, files, who was licensed when, what lapses",
    doors: "Where to go",
  },
);

function Home() {
  const t = texts.value;
  const doors = [
    { href: "judge/", name: t.judge, what: t.judgeWhat },
    { href: "desk/", name: t.desk, what: t.deskWhat },
    { href: "board/", name: t.board, what: t.boardWhat },
    { href: "training/", name: t.training, what: t.trainingWhat },
  ];
  useEffect(() => {
    document.title = `${t.title} · touchstone`;
  });
  return (
    <main class="home">
      <header>
        <img src={icon} alt="" width="96" height="96" />
        <div>
          <h1>{t.title}</h1>
          <p>{t.about}</p>
        </div>
      </header>
      <nav class="doors" aria-label={t.doors}>
        {doors.map(({ href, name, what }) => (
          <a class="card door" href={href} key={href}>
            <strong>{name}</strong>
            <span>{what}</span>
            <span class="go" aria-hidden="true">
              →
            </span>
          </a>
        ))}
      </nav>
      <footer>
        <Preferences />
      </footer>
    </main>
  );
}

render(<Home />, document.getElementById("app")!);
