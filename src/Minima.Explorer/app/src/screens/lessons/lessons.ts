import { type Chart } from "minima:pages";
import { FieldReader, type Fields } from "../../address";
import { find } from "../../dom";
import { Screen } from "../../screen";
import { copyButton } from "../../widgets/copy";
import { both } from "../../words";
import { exercise } from "./exercise";
import { drawPicture, type Picture } from "./picture";

/** Ten lessons. Their text stands in the page; pictures, exercises and buttons come to a lesson when it is opened. */
export class Lessons extends Screen {
  readonly name = "lessons";
  /** 0 is the list of all. */
  private lesson = 0;
  private shown = -1;
  private articles: HTMLElement[] = [];
  private readonly charts = new Map<number, Chart[]>();
  /** The link to a screen that was followed, and where it stood in the window. */
  private left: { link: Element; top: number } | null = null;

  read(fields: Fields): string[] {
    const given = new FieldReader(fields);
    this.lesson = Number(given.one("lesson", [...this.querySelectorAll("article")].map((article) => article.dataset.lesson!), "0"));
    return given.unknown;
  }

  write(): Fields {
    return this.lesson === 0 ? {} : { lesson: String(this.lesson) };
  }

  protected build(body: HTMLElement): void {
    this.articles = [...body.querySelectorAll<HTMLElement>("article")];
    this.articles.forEach((article, i) => article.append(this.further(i)));
    for (const link of body.querySelectorAll(".scene a")) {
      link.addEventListener("click", () => {
        // The browser would go back to the place as well, but before or after this page does.
        history.scrollRestoration = "manual";
        this.left = { link, top: link.getBoundingClientRect().top };
      });
    }
  }

  protected show(): void {
    find(this, ".list").hidden = this.lesson > 0;
    find(this, ".lead").hidden = this.lesson > 0;
    this.articles.forEach((article, i) => (article.hidden = i + 1 !== this.lesson));
    const article = this.articles[this.lesson - 1];
    if (article && !this.charts.has(this.lesson)) this.fill(article);
    for (const chart of this.charts.get(this.lesson) ?? []) chart.update();
    // Whoever goes from lesson to lesson begins at the top of the next one; keyboards and screen readers go on there.
    if (this.shown >= 0 && this.shown !== this.lesson) {
      scrollTo({ top: 0, behavior: "instant" });
      find(article ?? this, article ? "h3" : "h2").focus({ preventScroll: true });
    } else if (this.left) {
      scrollBy({ top: this.left.link.getBoundingClientRect().top - this.left.top, behavior: "instant" });
      history.scrollRestoration = "auto";
    }
    this.left = null;
    this.shown = this.lesson;
  }

  private fill(article: HTMLElement): void {
    const lesson = this.lesson;
    this.charts.set(lesson, []);
    const holder = find(article, ".pictures");
    void drawPicture(holder, JSON.parse(holder.dataset.picture!) as Picture).then((charts) => this.charts.set(lesson, charts));
    const asked = find(article, ".exercise");
    exercise(asked, lesson, { en: asked.dataset.formEn!, zh: asked.dataset.formZh! });
    for (const command of article.querySelectorAll<HTMLElement>("pre.command")) {
      const row = document.createElement("div");
      row.className = "copied";
      if (command.lang) row.lang = command.lang;
      command.replaceWith(row);
      row.append(command, ...copyButton(() => command.textContent ?? ""));
    }
  }

  /** Links to the lessons around one, and to the list. */
  private further(place: number): HTMLElement {
    const links = document.createElement("p");
    links.className = "row further";
    const link = (lesson: number, html: string): string => `<a href="#lessons${lesson > 0 ? `?lesson=${lesson}` : ""}">${html}</a>`;
    const title = (lesson: number): string => find(this.articles[lesson - 1], "h3").innerHTML;
    links.innerHTML = [
      place > 0 ? link(place, `← ${title(place)}`) : "",
      place + 1 < this.articles.length ? link(place + 2, `${title(place + 2)} →`) : "",
      link(0, both({ en: "All lessons", zh: "全部课程" })),
    ].join("");
    return links;
  }
}
