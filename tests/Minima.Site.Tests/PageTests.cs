using Xunit;

namespace Minima.Site.Tests;

public sealed class PageTests(BuiltSite site) : IClassFixture<BuiltSite>
{
    public static TheoryData<string, int> Pages
    {
        get
        {
            var pages = new TheoryData<string, int>();
            foreach (var path in new[] { "", "zh/", "learn.html", "losses/huber.html", "zh/losses/cross_entropy.html", "losses/", "doctor/", "zh/compare.html", "performance.html", "api/" })
            {
                foreach (var width in new[] { 360, 390, 1400 })
                {
                    pages.Add(path, width);
                }
            }

            return pages;
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task NothingScrollsSidewaysAndNothingIsFetchedFromElsewhere(string path, int width)
    {
        var (page, complaints) = await site.OpenAsync(path, width);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{path} scrolls sideways at {width} pixels");
        Assert.Equal(path.StartsWith("zh/", StringComparison.Ordinal) ? "zh-CN" : "en", await page.GetAttributeAsync("html", "lang"));
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    /// <summary>Letters of 12 in a picture are at least 8 pixels high on the page, at the width of a phone too.</summary>
    [Theory]
    [InlineData("losses/huber.html", 390)]
    [InlineData("losses/huber.html", 1400)]
    [InlineData("zh/losses/giou.html", 390)]
    [InlineData("zh/lab.html", 390)]
    [InlineData("versus/mae-huber.html", 390)]
    public async Task LettersOfAPictureCanBeRead(string path, int width)
    {
        var (page, _) = await site.OpenAsync(path, width);
        var pictures = await page.Locator("main img[src$='.svg']").AllAsync();
        Assert.NotEmpty(pictures);
        foreach (var picture in pictures)
        {
            await picture.ScrollIntoViewIfNeededAsync();
            await page.WaitForFunctionAsync("image => image.complete && image.naturalWidth > 0", await picture.ElementHandleAsync());
            Assert.True(await picture.EvaluateAsync<double>("image => 12 * image.clientWidth / image.naturalWidth") >= 8, $"{path}: {await picture.GetAttributeAsync("src")} at {width} pixels");
        }

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task AFormulaIsMathMl()
    {
        var (page, _) = await site.OpenAsync("losses/huber.html");
        Assert.True(await page.Locator(".formula math").CountAsync() > 0);
        Assert.DoesNotContain("$$", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    /// <summary>The explorer is in the site, loads on request, and shows the loss of the page.</summary>
    [Theory]
    [InlineData("losses/huber.html", "mx-pull tr[data-loss=huber]", "en")]
    [InlineData("zh/losses/sigmoid_focal.html", "mx-own .values[data-value]", "zh")]
    [InlineData("losses/dice.html", "mx-atlas [data-key=dice]", "en")]
    [InlineData("zh/losses/triplet_margin.html", "mx-embedding [data-loss=triplet_margin][aria-pressed=true]", "zh")]
    [InlineData("losses/lsgan.html", "mx-players [data-game=lsgan][aria-pressed=true]", "en")]
    [InlineData("losses/softmax_focal.html", "mx-atlas [data-axis=row]", "en")]
    public async Task TheExplorerOpensInThePageOfALoss(string path, string shown, string language)
    {
        var (page, complaints) = await site.OpenAsync(path, 390);
        Assert.Equal(0, await page.Locator("iframe").CountAsync());
        await page.ClickAsync("details.explore summary");
        var frame = page.FrameLocator("details.explore iframe");
        await frame.Locator(shown).First.WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });
        Assert.Equal(language, (await frame.Locator("html").GetAttributeAsync("lang"))![..2]);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task TheOtherLanguageIsTheSamePage()
    {
        var (page, _) = await site.OpenAsync("losses/huber.html");
        await page.ClickAsync("a.language");
        await page.WaitForURLAsync(url => url.EndsWith("/zh/losses/huber.html", StringComparison.Ordinal));
        await page.ClickAsync("a.language");
        await page.WaitForURLAsync(url => !url.Contains("/zh/", StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task DarkIsKept()
    {
        var (page, _) = await site.OpenAsync("");
        var before = await page.EvaluateAsync<bool>("document.documentElement.classList.contains('dark')");
        await page.ClickAsync("#appearance");
        await page.ReloadAsync();
        Assert.NotEqual(before, await page.EvaluateAsync<bool>("document.documentElement.classList.contains('dark')"));
        await page.Context.CloseAsync();
    }

    /// <summary>A picture follows the choice of the page, not only that of the system.</summary>
    [Theory]
    [InlineData("losses/huber.html")]
    [InlineData("zh/losses/giou.html")]
    public async Task PicturesAreDarkOnADarkPage(string path)
    {
        var (page, _) = await site.OpenAsync(path);
        var picture = page.Locator("main img").First;
        var first = await BrightnessAsync();
        await page.ClickAsync("#appearance");
        var second = await BrightnessAsync();
        Assert.InRange(Math.Min(first, second), 0, 60);
        Assert.InRange(Math.Max(first, second), 200, 255);
        await page.Context.CloseAsync();

        async Task<double> BrightnessAsync() => await page.EvaluateAsync<double>(
            """
            async shot => {
              const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${shot}`)).blob())
              const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')
              canvas.drawImage(image, 0, 0)
              const { data } = canvas.getImageData(0, 0, image.width, image.height)
              let sum = 0
              for (let i = 0; i < data.length; i += 4) sum += data[i]
              return sum / (data.length / 4)
            }
            """,
            Convert.ToBase64String(await picture.ScreenshotAsync()));
    }
}
