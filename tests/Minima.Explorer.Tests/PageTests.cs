using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>What holds of every screen: nothing asked of a network, both languages, keyboard and screen readers, addresses that can be passed on.</summary>
public sealed partial class PageTests(Site site)
{
    /// <summary>The screens that ask a question before they show a picture.</summary>
    internal static readonly string[] Names = ["pull", "sure", "playground", "own", "imbalance", "distributions", "embedding", "players", "many", "atlas"];

    /// <summary>Also the screen without a question and a picture of its own.</summary>
    internal static readonly string[] All = [.. Names, "lessons"];

    public static TheoryData<string> Asking => [.. Names];

    public static TheoryData<string> Each => [.. All];

    public static TheoryData<string, string> Screens => [.. All.SelectMany(name => new[] { (name, "en"), (name, "zh") })];

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task A_phone_shows_it_without_scrolling_sideways(string screen, string language)
    {
        await using var open = await site.VisitAsync($"#{screen}?lang={language}", width: 360);
        await Ready(open);
        Assert.Equal(0, await open.OverflowAsync());
        Assert.Equal(language == "zh" ? "zh-Hans" : "en", await open.Page.EvaluateAsync<string>("document.documentElement.lang"));
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("zh-CN")]
    public async Task Without_scripts_title_picture_and_text_remain(string locale)
    {
        await using var open = await site.OpenAsync("", locale, scripts: false);
        foreach (var screen in Names)
        {
            var section = open.Page.Locator($"#screen-{screen}");
            Assert.True(await section.Locator("h2").IsVisibleAsync(), screen);
            Assert.True(await section.Locator("figure.still svg").IsVisibleAsync(), screen);
            Assert.True((await section.Locator("figcaption").InnerTextAsync()).Length > 40, screen);
        }
    }

    /// <summary>Every screen, one after the other on one page; <see cref="A_screen_opens_in_the_one_file"/> opens some of them at once.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task The_one_file_works_from_the_disk_and_asks_for_nothing(string language)
    {
        await using var open = await site.OpenFileAsync($"#{Names[0]}?lang={language}");
        await Ready(open);
        foreach (var screen in All)
        {
            await open.Page.GoAsync($"#{screen}?lang={language}");
            Assert.True(await open.Page.Locator($"#screen-{screen} .live").IsVisibleAsync(), screen);
            Assert.False(await open.Page.Locator($"#screen-{screen} .still").IsVisibleAsync(), screen);
        }
    }

    [Theory]
    [SampledData(nameof(Screens))]
    public async Task A_screen_opens_in_the_one_file(string screen, string language)
    {
        await using var open = await site.OpenFileAsync($"#{screen}?lang={language}");
        await Ready(open);
        Assert.True(await open.Page.Locator($"#screen-{screen} .live").IsVisibleAsync());
    }

    /// <summary>Opened, written, opened again: the same state, and the same numbers in the other language.</summary>
    [Fact]
    public async Task States_of_Pull_go_round()
    {
        var random = new Random(20);
        await using var open = await site.VisitAsync("#pull");
        await Ready(open);
        string[] hashes = [.. Enumerable.Range(0, RoundTrip.States).Select(_ => PullState(random))];
        var first = await RoundTrip.WrittenAsync(open.Page, "mx-pull", [.. hashes.Select(hash => hash + "&lang=zh")]);
        Assert.Equal(first, await RoundTrip.WrittenAsync(open.Page, "mx-pull", first));
        foreach (var (hash, written) in hashes.Zip(first))
        {
            var fields = Fields(written);
            foreach (var (key, value) in Fields(hash)) Assert.Equal(value, Uri.UnescapeDataString(fields[key]));
            Assert.Equal("zh", fields["lang"]);
        }

        static Dictionary<string, string> Fields(string hash) => hash.Split('?')[1].Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }

    /// <summary>A state of each screen, and at least how many numbers it shows.</summary>
    public static TheoryData<string, int> States =>
    [
        ("#pull?model=constant&d=1,2,4,8,16&loss=huber:delta=2;mae", 12),
        ("#sure?z=-3.5&t=1&k=7", 30),
        ("#playground?data=blobs&seed=3&steps=20", 12),
        ("#own?loss=huber:delta=2&d=1,2,4,8,16&p=-2&t=3", 8),
        ("#imbalance?ratio=20&gamma=1.5&seed=3", 40),
        ("#distributions?p=20,30,50&q=30,30,40&gap=4", 10),
        ("#embedding?loss=contrastive&value=1.2&steps=3", 36),
        ("#players?game=lsgan&theta=1&psi=-0.7&steps=20", 4),
        ("#many?penalty=0.5&lambda=10&before=0.1&after=0.6", 20),
        ("#atlas?show=huber:delta=2;mse&alpha=-3", 1),
    ];

    [Fact]
    public void Every_screen_has_a_state() => Assert.Equal(Names, States.Select(row => row.Data.Item1[1..].Split('?')[0]));

    [Theory]
    [SampledData(nameof(States), Thin = 0.5, Wide = 0.5)]
    public async Task A_link_in_Chinese_shows_the_same_numbers_in_English(string state, int least)
    {
        var screen = state[1..].Split('?')[0];
        await using var chinese = await site.VisitAsync(state + "&lang=zh");
        var numbers = await NumbersAsync(chinese, screen);
        await using var english = await site.OpenAsync(state + "&lang=en", "zh-CN");
        await Ready(english);
        Assert.Equal(numbers, await NumbersAsync(english, screen));
        Assert.InRange(numbers.Split('\n').Length, least, 5000);
        Assert.NotEqual("", await ChineseAsync(chinese, screen));
        Assert.Equal("", await ChineseAsync(english, screen));
    }

    /// <summary>The numbers that a screen shows in its tables, and those that it holds in full, once no question waits for the library and they no longer change.</summary>
    private static Task<string> NumbersAsync(OpenPage open, string screen) => open.Page.EvaluateAsync<string>(
        """
        async name => {
          const screen = document.querySelector(`#screen-${name}`);
          const isNumber = (text) => /^(?=.*[\d∞])[-−+\d.,eE×⁻⁰-⁹∞ %x[\]]+$|^-?Infinity$|^NaN$/.test(text);
          const read = () => [...screen.querySelectorAll('*')].flatMap((one) => [...Object.entries(one.dataset ?? {}).filter(([key]) => key !== 'layout' && key !== 'state').map(([, value]) => value), ...(one.matches('td.number, output') ? [one.innerText.trim()] : [])]).filter(isNumber).join('\n');
          let [last, since] = ['', performance.now()];
          while (performance.now() - since < 2500 || last === '') {
            await new Promise((rest) => setTimeout(rest, 100));
            const now = read();
            if (now !== last || Number(document.documentElement.dataset.waiting ?? 0) > 0) [last, since] = [now, performance.now()];
          }
          return last;
        }
        """, screen);

    /// <summary>The screens that the lessons open, each once for both languages.</summary>
    public static TheoryData<string> ScenesOfLessons =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "lessons"), "*.md").SelectMany(path => Scenes().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(ScenesOfLessons))]
    public async Task The_screens_of_the_lessons_open_as_named(string scene)
    {
        await using var open = await site.VisitAsync($"#{scene}");
        await open.Page.UntilAsync($"document.querySelector('nav.screens a[aria-current]')?.hash.startsWith('#{scene.Split('?')[0]}')");
        Assert.Equal("", await open.Page.Locator("#notice").InnerTextAsync());
    }

    [Fact]
    public async Task A_link_is_followed_while_a_change_waits_to_be_written()
    {
        await using var open = await site.OpenAsync("#pull?model=constant");
        var shown = await open.Page.EvaluateAsync<string>("""
            async () => {
              const screen = document.querySelector('mx-pull');
              const field = document.querySelector('#pull-value');
              field.value = '7';
              field.dispatchEvent(new Event('input'));
              const read = new Promise(taken => addEventListener('hashchange', taken, { once: true }));
              location.hash = '#many?method=mgda';
              // What is written later has its turn before the page hears of the link.
              screen.dispatchEvent(new CustomEvent('save'));
              await read;
              return `${location.hash} ${document.querySelector('#screen-many').checkVisibility()}`;
            }
            """);
        Assert.Equal("#many?method=mgda true", shown);
    }

    [Fact]
    public async Task Unknown_parts_of_an_address_are_ignored_with_a_note()
    {
        await using var open = await site.VisitAsync("#pull?nothing=1&d=1,x,3");
        Assert.Contains("nothing, d", await open.SeenAsync("#notice"), StringComparison.Ordinal);
        Assert.Equal(12, await open.Page.Locator("mx-pull .handle").CountAsync());
    }

    /// <summary>A reader who has opened everything, then changes the language, and goes to another screen and back, sees one language.</summary>
    [Theory]
    [SampledData(nameof(Each), Thin = 0.5, Wide = 0.5)]
    public async Task The_language_changes_in_place(string screen)
    {
        await using var open = await site.OpenAsync($"#{screen}?lang=zh");
        await Ready(open);
        await open.Page.Keyboard.PressAsync("Escape");
        await open.Page.EvaluateAsync("screen => { for (const section of document.querySelectorAll(`#screen-${screen} details`)) section.open = true; }", screen);
        await open.Page.WaitForTimeoutAsync(2000);
        await open.Page.Locator("button[data-language=en]").ClickAsync();
        Assert.Equal("", await ChineseAsync(open, screen));
        await open.Page.GoAsync($"#{Names[screen == Names[0] ? 1 : 0]}?lang=zh");
        await open.Page.GoAsync($"#{screen}?lang=en");
        await open.Page.WaitForTimeoutAsync(500);
        Assert.Equal("", await ChineseAsync(open, screen));
    }

    /// <summary>Both languages have the same keys by construction; what is left to hold is that neither side is empty or the other's.</summary>
    internal static async Task HasOneLanguageAsync(OpenPage open, string screen, string language)
    {
        if (language == "en")
        {
            Assert.Equal("", await ChineseAsync(open, screen));
            return;
        }

        var text = await open.Page.Locator($"#screen-{screen}").InnerTextAsync();
        Assert.True(text.Count(sign => sign is >= '\u4e00' and <= '\u9fff') > 200, text);
    }

    /// <summary>Visible lines and names of controls that hold Chinese signs.</summary>
    internal static Task<string> ChineseAsync(OpenPage open, string screen) => open.Page.EvaluateAsync<string>(
        """
        name => {
          const screen = document.querySelector(`#screen-${name}`);
          const texts = [...screen.innerText.split('\n'), ...[...screen.querySelectorAll('[aria-label], [aria-valuetext], [title]')].flatMap((one) => [one.ariaLabel, one.getAttribute('aria-valuetext'), one.title])];
          return texts.filter((text) => /[\u4e00-\u9fff]/.test(text ?? '')).join('\n');
        }
        """, screen);

    private static async Task Ready(OpenPage open) => await open.Page.WaitForSelectorAsync("html[data-engine=ready]", new() { State = WaitForSelectorState.Attached });

    private static string PullState(Random random)
    {
        var state = new StringBuilder("#pull?");
        if (random.Next(2) == 0) state.Append("model=constant&");
        var count = random.Next(3, 40);
        state.Append("d=").AppendJoin(',', Enumerable.Range(0, count).Select(_ => Math.Round((random.NextDouble() - 0.3) * 100, 3).ToString(CultureInfo.InvariantCulture)));
        if (random.Next(3) == 0) state.Append("&x=").AppendJoin(',', Enumerable.Range(0, count).Select(i => (i * 1.5).ToString(CultureInfo.InvariantCulture)));
        string[] losses = ["mse", "mae", "huber:delta=0.5", "pinball:quantile=0.8", "(p - t)^4"];
        var chosen = losses.OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToArray();
        state.Append("&loss=").AppendJoin(';', chosen);
        if (chosen.Length > 1 && random.Next(2) == 0) state.Append("&arrows=2");
        state.Append(CultureInfo.InvariantCulture, $"&point={random.Next(1, count)}");
        return state.ToString();
    }

    [GeneratedRegex("^<!-- scene: (.+) -->$", RegexOptions.Multiline)]
    private static partial Regex Scenes();
}
