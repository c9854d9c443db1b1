using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Minima.Tabular;
using Minima.Tensors;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>The lessons: their text is that of the files, their exercises are judged by the library, their scenes open as named.</summary>
public sealed class LessonTests(Site site)
{
    private static readonly int[] Numbers = [.. Exercise.All.Select(exercise => exercise.Lesson)];

    public static TheoryData<int, string> Languages => [.. from lesson in Numbers from language in new[] { "en", "zh" } select (lesson, language)];

    public static TheoryData<int> Each => [.. Numbers];

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task The_list_has_every_title_and_opens_it(string language)
    {
        await using var open = await site.VisitAsync($"#lessons?lang={language}");
        Assert.Equal(Numbers.Select(lesson => new LessonFile(lesson, language).Title), await open.Page.Locator("#screen-lessons .list a").AllInnerTextsAsync());
        Assert.Equal(0, await Shown(open).CountAsync());
        await open.Page.Locator("#screen-lessons .list a").Nth(2).ClickAsync();
        await open.Page.UntilAsync("document.activeElement.matches('article[data-lesson=\"3\"] h3') && scrollY === 0");
        Assert.False(await open.Page.Locator("#screen-lessons .list").IsVisibleAsync());

        // From the third to the fourth, and back to the list.
        await Shown(open).Locator(".further a").Nth(1).ClickAsync();
        await open.Page.UntilAsync("document.activeElement.matches('article[data-lesson=\"4\"] h3')");
        Assert.Contains("lesson=4", await open.Page.EvaluateAsync<string>("location.hash"), StringComparison.Ordinal);
        await Shown(open).Locator(".further a").Nth(2).ClickAsync();
        await open.Page.UntilAsync("document.querySelector('#screen-lessons .list').checkVisibility()");
        Assert.Equal(0, await Shown(open).CountAsync());
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_lesson_shows_all_text_of_its_file(int lesson, string language)
    {
        var file = new LessonFile(lesson, language);
        await using var open = await site.VisitAsync($"#lessons?lesson={lesson}&lang={language}");
        await open.Page.EvaluateAsync("() => { for (const folded of document.querySelectorAll('#screen-lessons details.folded')) folded.open = true; }");
        Assert.Equal(file.Title, await Shown(open).Locator("h3").InnerTextAsync());
        Assert.InRange(file.Sections.Count, 7, 8);
        Assert.Equal(file.Sections, await Shown(open).Locator("h4").AllInnerTextsAsync());
        var texts = await open.Page.EvaluateAsync<JsonElement>("""
            () => [...document.querySelectorAll('#screen-lessons article:not([hidden]) :is(h3, h4, p, pre, th, td, summary)')]
              .filter((one) => one.checkVisibility() && !one.closest('.exercise, .pictures, .scene, .further')).map((one) => one.innerText.trim())
            """);
        Assert.Equal(file.Texts, texts.EnumerateArray().Select(text => text.GetString()!));
    }

    /// <summary>Both pictures have a curve for each loss, in each language.</summary>
    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_lesson_draws_its_losses_and_their_gradients(int lesson, string language)
    {
        var losses = new LessonFile(lesson, language).Losses;
        await using var open = await site.VisitAsync($"#lessons?lesson={lesson}&lang={language}");
        await open.Page.UntilAsync("document.querySelectorAll('article:not([hidden]) .pictures figure.chart path.curve').length > 0");
        await open.Page.DrawnAsync();
        for (var i = 0; i < 2; i++)
        {
            var figure = Shown(open).Locator(".pictures figure.chart").Nth(i);
            Assert.Equal(losses.Count, await figure.Locator(".plot path.curve").CountAsync());
            if (losses.Count > 1) Assert.Equal(losses, (await figure.Locator(".legend button").AllInnerTextsAsync()).Select(text => text.Trim()));
        }
    }

    [Theory]
    [InlineData(1, "1.5", "2")]
    [InlineData(2, "0.5", "2")]
    [InlineData(3, "0.9 0.2 0.8", "0.7 0.5 0.7")]
    [InlineData(4, "bce_with_logits 8", "(sigmoid(p)-t)^2 8")]
    [InlineData(5, "probs_cross_entropy bce bce_with_logits", "cross_entropy bce bce_with_logits")]
    [InlineData(6, "0 4", "0 3")]
    [InlineData(7, "1 2 3", "9 10")]
    [InlineData(8, "1 0 / 0.995 0.005", "0.5 0.5 / 0.4 0.6")]
    [InlineData(9, "1000000 1", "1 1")]
    [InlineData(10, "4*relu(t-p) + relu(p-t)", "4*relu(t-p")]
    [InlineData(10, "learning-rate-large，Sigmoid-Twice overfitting", "overfitting learning-rate-small learning-rate-small")]
    public async Task An_answer_has_the_verdict_of_the_library(int lesson, string right, string wrong)
    {
        foreach (var language in new[] { "en", "zh" })
        {
            await using var open = await site.VisitAsync($"#lessons?lesson={lesson}&lang={language}");
            foreach (var (answer, isRight) in new[] { (wrong, false), (right, true), ("nothing like it", false), ("", false) })
            {
                var verdict = Judged(lesson, answer);
                Assert.Equal(isRight, verdict.IsRight);
                Assert.Equal((isRight ? "right" : "wrong", Words(verdict, language)), await AnswerAsync(open, lesson, answer));
            }
        }
    }

    /// <summary>Every log without every cause is recorded as the library trains it now.</summary>
    [Theory]
    [InlineData("learning-rate-large")]
    [InlineData("learning-rate-small")]
    [InlineData("sigmoid-twice")]
    [InlineData("overfitting")]
    public async Task Recorded_trainings_are_those_of_the_library(string cause)
    {
        await using var open = await site.VisitAsync("#lessons?lesson=10");
        foreach (var answer in new[] { $"{cause} {cause} {cause}", $"{cause} {cause} nonsense" }) Assert.Equal(Words(Judged(10, answer), "en"), (await AnswerAsync(open, 10, answer)).Words);
    }

    /// <summary>An answer may be given before the library is there: the page says so and answers then. The verdict changes its language with the page and goes when another answer is typed.</summary>
    [Fact]
    public async Task An_answer_waits_for_the_library()
    {
        await using var open = await site.OpenFileAsync("#lessons?lesson=1&lang=en");
        var field = Shown(open).Locator(".exercise input");
        await field.FillAsync("1.5");
        var before = await open.Page.EvaluateAsync<string>("""
            () => {
              const exercise = document.querySelector('article:not([hidden]) .exercise');
              const isReady = document.documentElement.dataset.engine === 'ready';
              exercise.querySelector('button').click();
              return `${isReady} ${exercise.querySelector('.verdict').dataset.state} ${exercise.querySelector('.verdict').innerText}`;
            }
            """);
        Assert.StartsWith(before.StartsWith("true", StringComparison.Ordinal) ? "true asked The library computes" : "false asked The library is still loading", before, StringComparison.Ordinal);
        await open.Page.UntilAsync("document.querySelector('article:not([hidden]) .verdict').dataset.state === 'right'");
        Assert.Equal("status", await Shown(open).Locator(".verdict").GetAttributeAsync("role"));
        await open.Page.Locator("button[data-language=zh-Hans]").ClickAsync();
        Assert.Equal(Words(Judged(1, "1.5"), "zh"), await Shown(open).Locator(".verdict").InnerTextAsync());
        await field.PressSequentiallyAsync("5");
        Assert.False(await Shown(open).Locator(".verdict").IsVisibleAsync());
    }

    [Theory]
    [MemberData(nameof(Each))]
    public async Task A_scene_opens_its_screen_in_its_state_and_leads_back(int lesson)
    {
        var file = new LessonFile(lesson, "en");
        Assert.NotEmpty(file.Scenes);
        for (var i = 0; i < file.Scenes.Count; i++)
        {
            var screen = file.Scenes[i].Split('?')[0];
            await using var open = await site.VisitAsync($"#{file.Scenes[i]}");
            var wanted = Assert.Single(await RoundTrip.WrittenAsync(open.Page, $"mx-{screen}", [$"#{file.Scenes[i]}"]));
            await open.Page.GoAsync($"#lessons?lesson={lesson}");
            var link = Shown(open).Locator(".scene a").Nth(i);
            await link.ScrollIntoViewIfNeededAsync();
            Assert.True(await open.Page.EvaluateAsync<double>("scrollY") > 0);
            await link.EvaluateAsync("link => link.addEventListener('click', () => (document.documentElement.dataset.top = link.getBoundingClientRect().top), { capture: true, once: true })");
            await link.ClickAsync();
            await open.Page.UntilAsync($"document.querySelector('#screen-{screen}').checkVisibility()");
            Assert.Equal(0, await open.Page.EvaluateAsync<double>("scrollY"));
            Assert.Equal("", await open.SeenAsync("#notice"));
            await open.Page.EvaluateAsync("screen => document.querySelector(`mx-${screen}`).dispatchEvent(new CustomEvent('save'))", screen);
            Assert.Equal(wanted, await open.Page.EvaluateAsync<string>("location.hash"));
            await open.Page.GoBackAsync();
            await open.Page.UntilAsync("document.querySelector('#screen-lessons').checkVisibility()");

            // Where the lesson has become shorter it ends before the place.
            await open.Page.UntilAsync($"(({{ top, bottom }}) => top >= 0 && bottom <= innerHeight && (Math.abs(top - document.documentElement.dataset.top) < 2 || scrollY + innerHeight >= document.documentElement.scrollHeight - 2))(document.querySelectorAll('#screen-lessons article:not([hidden]) .scene a')[{i}].getBoundingClientRect())");
        }
    }

    /// <summary>Losses lead to the atlas, which finds them; no link leads out of the page.</summary>
    [Fact]
    public async Task Every_link_of_the_texts_opens_something()
    {
        await using var open = await site.VisitAsync("#lessons");
        var links = await open.Page.EvaluateAsync<string[]>("() => [...new Set([...document.querySelectorAll('#screen-lessons a')].map((link) => link.getAttribute('href')))]");
        Assert.Equal(Numbers.Length, links.Count(link => link.StartsWith("#lessons?lesson=", StringComparison.Ordinal)));
        Assert.Contains("#atlas?q=mse", links);
        foreach (var link in links)
        {
            Assert.StartsWith("#", link, StringComparison.Ordinal);
            await open.Page.GoAsync(link);
            Assert.True(await open.Page.Locator($"#screen-{link[1..].Split('?')[0]}").IsVisibleAsync());
            Assert.Equal("", await open.Page.Locator("#notice").InnerTextAsync());
            if (link.StartsWith("#atlas?q=", StringComparison.Ordinal)) await open.Page.UntilAsync($"document.querySelector('mx-atlas .entries li')?.innerText.includes('{link.Split("q=")[1]}')");
        }
    }

    [Fact]
    public async Task States_go_round()
    {
        await using var open = await site.VisitAsync("#lessons");
        string[] hashes = [.. Numbers.SelectMany(lesson => new[] { $"#lessons?lesson={lesson}&lang=zh", $"#lessons?lesson={lesson}&lang=en" }), "#lessons?lang=zh", "#lessons?lang=en"];
        await RoundTrip.HoldsAsync(open, "mx-lessons", hashes, "screen.querySelector('article:not([hidden])')?.dataset.lesson ?? ''", hash => hash.Contains("lesson=", StringComparison.Ordinal) ? hash.Split("lesson=")[1].Split('&')[0] : "");
        foreach (var unknown in new[] { "0", "11", "1.5", "x" })
        {
            await open.Page.GoAsync($"#lessons?lesson={unknown}&lang=en");
            await open.Page.UntilAsync("document.querySelector('#notice').innerText.includes('lesson')");
            Assert.True(await open.Page.Locator("#screen-lessons .list").IsVisibleAsync());
        }
    }

    [Fact]
    public async Task Without_scripts_all_titles_and_texts_remain()
    {
        await using var open = await site.OpenAsync("", scripts: false);
        foreach (var lesson in Numbers)
        {
            var article = open.Page.Locator($"#screen-lessons article[data-lesson='{lesson}']");
            Assert.Equal(new LessonFile(lesson, "en").Title, await article.Locator("h3").InnerTextAsync());
            Assert.True((await article.InnerTextAsync()).Length > 1000);
        }
    }

    /// <summary>Gives an answer with the key Enter; what stands as its verdict once it is judged.</summary>
    internal static async Task<(string State, string Words)> AnswerAsync(OpenPage open, int lesson, string answer)
    {
        var exercise = open.Page.Locator($"#screen-lessons article[data-lesson='{lesson}'] .exercise");
        await exercise.Locator("input").FillAsync(answer);
        await exercise.Locator("input").PressAsync("Enter");
        await open.Page.UntilAsync($"['right', 'wrong'].includes(document.querySelector('article[data-lesson=\"{lesson}\"] .verdict').dataset.state)");
        return ((await exercise.Locator(".verdict").GetAttributeAsync("data-state"))!, await exercise.Locator(".verdict").InnerTextAsync());
    }

    /// <summary>The library in the page knows all losses, as the command does.</summary>
    private static ExerciseVerdict Judged(int lesson, string answer)
    {
        TensorCatalogue.Join();
        return Exercise.Of(lesson).Judge(answer);
    }

    private static ILocator Shown(OpenPage open) => open.Page.Locator("#screen-lessons article:not([hidden])");

    private static string Words(ExerciseVerdict verdict, string language) => language == "en"
        ? (verdict.IsRight ? "Right. " : "Not yet. ") + verdict.Reason.English
        : (verdict.IsRight ? "正确。" : "还不对。") + verdict.Reason.Chinese;
}
